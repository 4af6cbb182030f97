//! What patterns mean, said as plainly and slowly as possible; the trie must give the same.

use super::tests::Case;
use crate::lexicon::pattern::{Comparison, Element, Pattern};
use crate::lexicon::{Mention, SideId};
use crate::text::{SnowballStemmer, TokenClass, TokenRange, WordType};

/// Start, entry and end of every match, in that order.
pub(super) fn find(
    patterns: &[(Pattern, Vec<Pattern>)],
    case: &Case,
    range: TokenRange,
    own: Option<SideId>,
) -> Vec<(u32, u32, u32)> {
    let stemmer = SnowballStemmer::new("en", []).unwrap();
    let mentions = case.mentions();
    let mut found = Vec::new();
    for sentence in &case.text.sentences {
        let scene = |end| Scene { case, mentions: &mentions, own, end, stemmer: &stemmer };
        for start in sentence.start.max(range.start)..sentence.end.min(range.end) {
            for (entry, (pattern, unless)) in patterns.iter().enumerate() {
                let inside = scene(sentence.end.min(range.end));
                let Some(end) = inside.shortest(&pattern.elements, start) else { continue };
                let whole = scene(sentence.end);
                let cancelled = unless.iter().any(|pattern| {
                    (sentence.start..sentence.end)
                        .any(|from| whole.shortest(&pattern.elements, from).is_some_and(|to| from < end && start < to))
                });
                if !cancelled {
                    found.push((start, entry as u32, end));
                }
            }
        }
    }
    found
}

struct Scene<'a> {
    case: &'a Case,
    mentions: &'a [Mention],
    own: Option<SideId>,
    end: u32,
    stemmer: &'a SnowballStemmer,
}

/// How the next word may stand to the last one.
#[derive(Clone, Copy)]
enum Joint {
    Here,
    Neighbour,
    AfterGap(u8, u8),
}

impl Scene<'_> {
    fn shortest(&self, elements: &[Element], start: u32) -> Option<u32> {
        self.ends(elements, start, Joint::Here).into_iter().map(|(end, _)| end).min()
    }

    fn is_word(&self, token: u32) -> bool {
        self.case.text.tokens[token as usize].class.is_word()
    }

    /// Where the next element may start.
    fn starts(&self, at: u32, joint: Joint) -> Vec<u32> {
        let words: Vec<u32> = (at..self.end).filter(|&i| self.is_word(i)).collect();
        match joint {
            Joint::Here => vec![at],
            Joint::Neighbour => {
                let parts = |i: u32| {
                    use TokenClass::*;
                    matches!(
                        self.case.text.tokens[i as usize].class,
                        Comma | Semicolon | Colon | BracketOpen | BracketClose | Question | Exclamation
                    )
                };
                words.first().copied().filter(|&word| !(at..word).any(parts)).into_iter().collect()
            }
            Joint::AfterGap(min, max) => (min..=max).filter_map(|skip| words.get(skip as usize).copied()).collect(),
        }
    }

    /// Every place where a sequence may end, with the joint that holds there.
    fn ends(&self, elements: &[Element], at: u32, joint: Joint) -> Vec<(u32, Joint)> {
        let Some((first, rest)) = elements.split_first() else { return vec![(at, joint)] };
        let after_first: Vec<(u32, Joint)> = match first {
            Element::Gap { min, max } => vec![(at, Joint::AfterGap(*min, *max))],
            Element::Choice(choice) => choice.iter().flat_map(|sequence| self.ends(sequence, at, joint)).collect(),
            Element::Word(word) => match word.comparison {
                Comparison::OwnSide | Comparison::OtherSide | Comparison::Side => {
                    let means = |side: SideId| match word.comparison {
                        Comparison::OwnSide => self.own == Some(side),
                        Comparison::OtherSide => self.own.is_some_and(|own| own != side),
                        _ => side == SideId(u8::from(word.text == "china")),
                    };
                    let here = |start: u32| self.mentions.iter().filter(move |m| m.tokens.start == start);
                    let starts = self.starts(at, joint).into_iter();
                    starts
                        .flat_map(here)
                        .filter(|m| means(m.side) && m.tokens.end <= self.end)
                        .map(|m| (m.tokens.end, Joint::Neighbour))
                        .collect()
                }
                _ => {
                    let mut places = vec![(at, joint)];
                    for piece in word.text.split('-') {
                        let step = |(at, joint): (u32, Joint)| {
                            let starts = self.starts(at, joint).into_iter();
                            starts
                                .filter(|&i| self.fits(word.comparison, piece, i))
                                .map(|i| (i + 1, Joint::Neighbour))
                                .collect::<Vec<_>>()
                        };
                        places = places.into_iter().flat_map(step).collect();
                    }
                    places
                }
            },
        };
        after_first.into_iter().flat_map(|(at, joint)| self.ends(rest, at, joint)).collect()
    }

    fn fits(&self, comparison: Comparison, piece: &str, token: u32) -> bool {
        if !self.is_word(token) {
            return false;
        }
        let wanted = WordType::new(piece, TokenClass::Word, self.stemmer);
        let word = self.case.vocabulary.word(self.case.text.tokens[token as usize].type_id);
        let name = word.name.to_lowercase();
        match comparison {
            Comparison::Stem => word.stem == wanted.stem,
            Comparison::Exact => word.form == wanted.form,
            Comparison::Cased => word.cased == wanted.cased || word.name == wanted.cased,
            Comparison::Glob if piece == "a*" => name.starts_with('a') || word.form.starts_with('a'),
            Comparison::Glob => [name.as_str(), &*word.form].iter().any(|w| w.len() == 2 && w.ends_with('s')),
            _ => true,
        }
    }
}
