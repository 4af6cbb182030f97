//! Quotes: for every side and topic the statement with the strongest evidence, chosen without regard to order.
//!
//! Strength is the net score of the statement on the topic, then its hits; a tie goes to the smaller document id, then
//! to the smaller statement number. The strongest are kept apart by direction, since which of them shows the side's
//! position is known only when everything has been counted.

use super::comparison::Quote;
use super::rows::Topic;
use crate::document::Span;
use crate::lexicon::SideId;
use crate::scoring::{Bearing, ScoredDocument, ScoredMatch};
use crate::text::Text;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Quotes longer than this, in characters, are cut to the sentence with the evidence.
const LONG: usize = 300;

/// Which way a statement leans on a topic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Direction {
    Favor,
    Against,
    /// No stance, or as much in favor as against.
    Neither,
}

/// How strong the evidence of one statement is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Strength {
    pub weight: i64,
    pub hits: u32,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Candidate {
    strength: Strength,
    quote: Quote,
}

impl Candidate {
    fn key(&self) -> (Strength, Reverse<(&str, u32, &str)>) {
        let quote = &self.quote;
        (self.strength, Reverse((&quote.document, quote.statement, &quote.text)))
    }
}

/// Direction, weight, hits; document, statement, text.
pub(crate) type QuoteRecord = (i8, i64, u32, String, u32, String);

/// The strongest statement by side, topic and direction.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Quotes(BTreeMap<(SideId, Topic, Direction), Candidate>);

impl Quotes {
    /// Offers statement `at` of a document; its text is read only when it wins.
    pub fn offer(&mut self, side: SideId, topic: Topic, scored: &ScoredDocument, at: usize) {
        let Some((direction, strength)) = strength(topic, scored, at) else { return };
        let (document, statement) = (&scored.document.id, at as u32 + 1);
        let key = (side, topic, direction);
        if let Some(best) = self.0.get(&key) {
            let mine = (strength, Reverse((document.as_str(), statement)));
            if mine < (best.strength, Reverse((&best.quote.document, best.quote.statement))) {
                return;
            }
        }
        let quote = Quote { document: document.clone(), statement, text: excerpt(topic, scored, at) };
        self.keep(key, Candidate { strength, quote });
    }

    /// Takes over what is stronger in another tally.
    pub fn merge(&mut self, other: Quotes) {
        for (key, candidate) in other.0 {
            self.keep(key, candidate);
        }
    }

    /// The quote that shows a position: one that leans as the stance does, of any direction when it leans nowhere.
    pub fn pick(&self, side: SideId, topic: Topic, stance: Option<f64>) -> Option<Quote> {
        let of = |direction| self.0.get(&(side, topic, direction));
        let candidate = match stance {
            Some(x) if x > 0.0 => of(Direction::Favor),
            Some(x) if x < 0.0 => of(Direction::Against),
            _ => None,
        };
        let any = || [Direction::Favor, Direction::Against, Direction::Neither].into_iter().filter_map(of);
        candidate.or_else(|| any().max_by(|a, b| a.key().cmp(&b.key()))).map(|c| c.quote.clone())
    }

    /// What it holds, in order.
    pub fn records(&self) -> impl Iterator<Item = (SideId, Topic, QuoteRecord)> {
        self.0.iter().map(|(&(side, topic, direction), candidate)| {
            let Candidate { strength, quote } = candidate.clone();
            let Quote { document, statement, text } = quote;
            (side, topic, (direction as i8, strength.weight, strength.hits, document, statement, text))
        })
    }

    /// Puts a record back.
    pub fn restore(&mut self, side: SideId, topic: Topic, record: QuoteRecord) {
        let (direction, weight, hits, document, statement, text) = record;
        let direction = match direction {
            0 => Direction::Favor,
            1 => Direction::Against,
            _ => Direction::Neither,
        };
        let candidate = Candidate { strength: Strength { weight, hits }, quote: Quote { document, statement, text } };
        self.keep((side, topic, direction), candidate);
    }

    fn keep(&mut self, key: (SideId, Topic, Direction), candidate: Candidate) {
        match self.0.get_mut(&key) {
            Some(best) if best.key() >= candidate.key() => {}
            Some(best) => *best = candidate,
            None => {
                self.0.insert(key, candidate);
            }
        }
    }
}

/// How strongly statement `at` bears on a topic, and which way it leans; nothing when it does not.
pub(crate) fn strength(topic: Topic, scored: &ScoredDocument, at: usize) -> Option<(Direction, Strength)> {
    let score = &scored.scores[at];
    let attention = scored.attributed.statements[at].within.is_none();
    let (hits, favor, against) = match topic {
        Topic::Issue(issue) => score.issues.iter().find(|i| i.issue == issue).map(|i| (i.hits, i.favor.0, i.against.0)),
        Topic::About(side) => {
            let portrayal = score.portrayals.iter().find(|p| p.about == side);
            portrayal.map(|p| (p.mentions, p.favorable.0, p.unfavorable.0))
        }
    }?;
    let hits = if attention { hits } else { 0 };
    let (favor, against) = if score.counts_stance { (favor, against) } else { (0, 0) };
    let (direction, weight) = match favor.saturating_sub(against) {
        0 => (Direction::Neither, favor.saturating_add(against)),
        net if net > 0 => (Direction::Favor, net),
        net => (Direction::Against, net.saturating_neg()),
    };
    (weight > 0 || hits > 0).then_some((direction, Strength { weight, hits }))
}

/// The words of a statement, its parts joined by an ellipsis; of a long one the sentence around its strongest match.
fn excerpt(topic: Topic, scored: &ScoredDocument, at: usize) -> String {
    let text = &scored.document.text;
    let content = &scored.attributed.statements[at].content;
    let whole = content.iter().map(|span| one_line(span.slice(text))).collect::<Vec<_>>().join(" … ");
    if whole.chars().count() <= LONG {
        return whole;
    }
    let matches = scored.scores[at].matches.iter();
    let strongest = matches
        .filter(|m| bears_on(m, topic))
        .max_by_key(|m| (m.score.0.unsigned_abs(), Reverse((m.span.start, m.span.end))));
    let Some(found) = strongest else { return clip(&whole, 0) };
    let part = content.iter().copied().find(|span| span.contains(found.span)).unwrap_or(found.span);
    let sentence = sentence_span(&scored.text, found, part);
    let before = Span::new(sentence.start, found.span.start.max(sentence.start));
    clip(&one_line(sentence.slice(text)), one_line(before.slice(text)).chars().count())
}

fn bears_on(found: &ScoredMatch, topic: Topic) -> bool {
    match (found.bearing, topic) {
        (Bearing::Term(issue, _) | Bearing::Evaluation(issue), Topic::Issue(wanted)) => issue == wanted,
        (Bearing::Portrayal(side), Topic::About(wanted)) => side == wanted,
        _ => false,
    }
}

/// The sentence of a match, as far as it lies in the part of the content that holds the match.
fn sentence_span(text: &Text, found: &ScoredMatch, part: Span) -> Span {
    match text.sentences.get(text.sentence_of(found.tokens.start)) {
        Some(&sentence) => {
            let span = text.span(sentence);
            Span::new(span.start.max(part.start), span.end.min(part.end))
        }
        None => part,
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// At most [`LONG`] characters of whole words around character `focus`.
fn clip(line: &str, focus: usize) -> String {
    let length = line.chars().count();
    if length <= LONG {
        return line.to_owned();
    }
    let start = focus.saturating_sub(LONG / 2).min(length - LONG);
    let window: String = line.chars().skip(start).take(LONG).collect();
    let cut_start = start > 0;
    let cut_end = start + LONG < length;
    let mut words: &str = &window;
    if cut_start {
        words = words.split_once(' ').map_or(words, |(_, rest)| rest);
    }
    if cut_end {
        words = words.rsplit_once(' ').map_or(words, |(rest, _)| rest);
    }
    format!("{}{words}{}", if cut_start { "… " } else { "" }, if cut_end { " …" } else { "" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_line_is_cut_at_words_around_its_focus() {
        let line = (0..200).map(|i| format!("word{i}")).collect::<Vec<_>>().join(" ");
        let start = clip(&line, 0);
        assert!(start.starts_with("word0 word1") && start.ends_with(" …"));
        let middle = clip(&line, line.find("word100").unwrap());
        assert!(middle.starts_with("… word") && middle.contains("word100") && middle.ends_with(" …"));
        let end = clip(&line, line.len());
        assert!(end.starts_with("… word") && end.ends_with("word199"));
        assert!([start, middle, end].iter().all(|c| c.chars().count() <= LONG + 4));
    }

    #[test]
    fn white_space_is_one_space() {
        assert_eq!(one_line(" a\n\n b\u{a0}c "), "a b c");
    }
}
