//! What one text says about one target: every evaluation in it, by the part the target plays and by its closeness.
//!
//! In comes a text with the place of the target in it, or none when the whole text is about the target; out comes a
//! [`Portrait`] with every factor kept. Every evaluation counts, the less the farther it stands, as in the portrayals of a
//! comparison, which sum sentences instead of labelling a text and therefore have no calm.
//! `x = Σ valence · factors · closeness` and `c = Σ calm · closeness`; the portrayal is favorable or unfavorable by the sign of `x - middle` when `|x - middle|` reaches `neutral_below + c`.

use super::bear::Closeness;
use super::modify::Modifiers;
use super::segment::Scratch;
use super::{Factor, Scorer};
use crate::document::{Document, Span};
use crate::lexicon::{Entry, EntryId, Match, ModifierKind, Part, Portrayal, TypeTable, Weight, WordClass};
use std::collections::BTreeSet;

/// What a text is asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// The words at this place.
    At(Span),
    /// What the whole text is about; evaluations among these words only name it ("violent video games").
    Named(String),
}

/// What is said about a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tone {
    /// Bad.
    Unfavorable,
    /// Neither.
    Neutral,
    /// Good.
    Favorable,
}

/// An evaluation that bears on the target.
#[derive(Clone, Debug, PartialEq)]
pub struct Bears {
    /// Which entry.
    pub entry: EntryId,
    /// Its words.
    pub span: Span,
    /// The part that the target plays; none when the whole text is about it.
    pub part: Option<Part>,
    /// 0..1, by the words between.
    pub closeness: f64,
    /// Modifiers that acted on it.
    pub factors: Vec<Factor>,
    /// Valence times factors times closeness.
    pub score: Weight,
    /// Calm times closeness.
    pub calm: Weight,
}

impl Bears {
    /// What its modifiers multiply to.
    pub fn factor(&self) -> f64 {
        self.factors.iter().map(|f| f.value).product()
    }
}

/// What one text says about one target.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Portrait {
    /// In text order.
    pub evaluations: Vec<Bears>,
}

impl Portrait {
    /// Sum of scores.
    pub fn score(&self) -> Weight {
        Weight(self.evaluations.iter().map(|e| e.score.0).sum())
    }

    /// Sum of calms.
    pub fn calm(&self) -> Weight {
        Weight(self.evaluations.iter().map(|e| e.calm.0).sum())
    }

    /// True when some evaluation bears on the target.
    pub fn has_evidence(&self) -> bool {
        self.evaluations.iter().any(|e| e.score.0 != 0)
    }

    /// The label; none without anything that bears on the target.
    pub fn tone(&self, constants: &Portrayal) -> Option<Tone> {
        if self.evaluations.is_empty() {
            return None;
        }
        let x = self.score().to_f64() - constants.middle;
        let band = constants.neutral_below + self.calm().to_f64();
        Some(match x {
            _ if x.abs() < band || x == 0.0 => Tone::Neutral,
            x if x > 0.0 => Tone::Favorable,
            _ => Tone::Unfavorable,
        })
    }

    /// Which side of the middle it is on, with no neutral between; none without anything that bears on the target.
    pub fn side(&self, constants: &Portrayal) -> Option<Tone> {
        let x = self.score().to_f64() - constants.middle;
        let tone = if x > 0.0 { Tone::Favorable } else { Tone::Unfavorable };
        (!self.evaluations.is_empty() && x != 0.0).then_some(tone)
    }
}

impl Scorer<'_> {
    /// What `text` says about `target`.
    ///
    /// ```
    /// use demarche::document::Span;
    /// use demarche::lexicon::Lexicon;
    /// use demarche::scoring::{Scorer, Settings, Target, Tone};
    /// let lexicon = Lexicon::load("us-china-cyber")?;
    /// let mut scorer = Scorer::new(&lexicon, Settings::default());
    /// let text = "Ada Penrose was praised for an honest report.";
    /// let portrait = scorer.toward(text, &Target::At(Span::new(0, 11)));
    /// assert_eq!(portrait.tone(&lexicon.dispute.scoring.portrayal), Some(Tone::Favorable));
    /// # Ok::<(), demarche::lexicon::LexiconError>(())
    /// ```
    pub fn toward(&mut self, text: &str, target: &Target) -> Portrait {
        let document = Document { text: text.to_owned(), ..Document::default() };
        let named: BTreeSet<String> = match target {
            Target::Named(words) => self.stems(words),
            Target::At(_) => BTreeSet::new(),
        };
        let scored = self.score(document);
        let text = &scored.text;
        let (vocabulary, context) = self.vocabulary_and_context(text);
        let lexicon = context.lexicon;
        let place = match target {
            Target::At(span) => Some(text.tokens_in(*span)),
            Target::Named(_) => None,
        };
        let names = |m: &Match| text.tokens(m.tokens).iter().any(|t| named.contains(&*vocabulary.word(t.type_id).stem));
        let constants = &lexicon.dispute.scoring.portrayal;
        let spoken = scored.attributed.statements.iter().filter(|s| {
            place.is_some_and(|place| s.source.iter().any(|source| text.tokens_in(*source).overlaps(place)))
        });
        let own_words: Vec<Span> = spoken.flat_map(|s| s.content.iter().copied()).collect();
        let negation_words = place.map_or(u32::MAX, |_| constants.negation_words);
        let mut portrait = Portrait::default();
        let mut scratch = Scratch::default();
        for &sentence in &text.sentences {
            let (evaluations, modifiers) = context.evaluations(sentence, &mut scratch);
            let clauses = scratch.clauses.of(text, sentence);
            let modifiers = Modifiers::new(text, lexicon, sentence, clauses, sentence.start, &modifiers);
            for (at, evaluation) in evaluations {
                if place.is_some_and(|place| place.overlaps(at.tokens)) || names(&at) {
                    continue;
                }
                let Closeness { part, value: mut closeness } = context.closeness(at.tokens, place);
                let span = text.span(at.tokens);
                if own_words.iter().any(|own| own.overlaps(span)) {
                    closeness *= constants.own_words;
                }
                let factors: Vec<Factor> = modifiers.acting_on(at.tokens, negation_words).collect();
                let (valence, calm) = (evaluation.valence_for(part), evaluation.calm_for(part));
                let factor: f64 = factors.iter().map(|f| f.value).product();
                let (score, calm) = (valence.scaled(factor * closeness), calm.scaled(closeness));
                portrait.evaluations.push(Bears { entry: at.entry, span, part, closeness, factors, score, calm });
            }
        }
        portrait
    }

    /// True when a proposition speaks against its target: "This house would ban X", "X should not be absolute".
    ///
    /// Words of the class `opposes` and negations, other than the target's own, are counted; an even number cancels out.
    pub fn opposes(&mut self, proposition: &str, target: &str) -> bool {
        let named = self.stems(target);
        let mut vocabulary = crate::text::Vocabulary::default();
        let text = self.lexicon().segmenter.segment(proposition, &mut vocabulary);
        let mut types = TypeTable::new(self.lexicon());
        types.update(self.lexicon(), &vocabulary);
        let words = text.tokens.iter().filter(|t| !named.contains(&*vocabulary.word(t.type_id).stem));
        let opposing = words.filter(|t| types.class(t.type_id).has(WordClass::OPPOSES)).count();
        let mut matches = Vec::new();
        for &sentence in &text.sentences {
            self.lexicon().terms.find(&text, &types, sentence, &[], None, &mut matches);
        }
        let negation = |m: &&Match| match self.lexicon().terms.entry(m.entry) {
            Entry::Modifier(i) => self.lexicon().language.modifiers[i as usize].kind == ModifierKind::Negation,
            _ => false,
        };
        (opposing + matches.iter().filter(negation).filter(|m| m.tokens.len() == 1).count()) % 2 == 1
    }

    fn stems(&self, words: &str) -> BTreeSet<String> {
        let mut vocabulary = crate::text::Vocabulary::default();
        let text = self.lexicon().segmenter.segment(words, &mut vocabulary);
        text.tokens.iter().filter(|t| t.class.is_word()).map(|t| vocabulary.word(t.type_id).stem.to_string()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_a_target_say_nothing_about_it() {
        let lexicon = crate::lexicon::Lexicon::load("us-china-cyber").unwrap();
        let mut scorer = Scorer::new(&lexicon, super::super::Settings::default());
        let mut found = |text: &str, target: &str| -> Vec<String> {
            let portrait = scorer.toward(text, &Target::Named(target.to_owned()));
            portrait.evaluations.iter().map(|e| e.span.slice(text).to_owned()).collect()
        };
        let text = "Violent games are harmful, and violence is bad.";
        assert_eq!(found(text, "games"), ["Violent", "harmful", "violence", "bad"]);
        assert_eq!(found(text, "violent games"), ["harmful", "bad"], "words of one stem");
        assert_eq!(found(text, "bad and harmful things"), ["Violent", "violence"]);
    }

    #[test]
    fn a_proposition_opposes_by_an_odd_number_of_negations() {
        let lexicon = crate::lexicon::Lexicon::load("us-china-cyber").unwrap();
        let mut scorer = Scorer::new(&lexicon, super::super::Settings::default());
        for (proposition, target, opposes) in [
            ("This house would ban violent games", "violent games", true),
            ("This house would not ban violent games", "violent games", false),
            ("This house would allow violent games", "violent games", false),
            ("Free speech should not be absolute", "free speech", true),
            ("This house supports a ban on games", "a ban on games", false),
        ] {
            assert_eq!(scorer.opposes(proposition, target), opposes, "{proposition}");
        }
    }

    #[test]
    fn the_middle_parts_good_from_bad_and_calm_widens_what_is_neutral() {
        let said = |score: f64, calm: f64| {
            let (score, calm) = (Weight::from_f64(score), Weight::from_f64(calm));
            let (entry, span) = (EntryId(0), Span::default());
            Portrait {
                evaluations: vec![Bears { entry, span, part: None, closeness: 1.0, factors: vec![], score, calm }],
            }
        };
        let constants = Portrayal { middle: 0.4, neutral_below: 0.1, ..Portrayal::PLAIN };
        for (score, calm, tone, side) in [
            (0.9, 0.0, Some(Tone::Favorable), Some(Tone::Favorable)),
            (0.2, 0.0, Some(Tone::Unfavorable), Some(Tone::Unfavorable)),
            (-0.9, 0.0, Some(Tone::Unfavorable), Some(Tone::Unfavorable)),
            (0.45, 0.0, Some(Tone::Neutral), Some(Tone::Favorable)),
            (0.9, 0.6, Some(Tone::Neutral), Some(Tone::Favorable)),
            (0.4, 0.0, Some(Tone::Neutral), None),
        ] {
            let portrait = said(score, calm);
            assert_eq!((portrait.tone(&constants), portrait.side(&constants)), (tone, side), "{score} {calm}");
        }
        assert_eq!(Portrait::default().tone(&constants), None);
        assert_eq!(Portrait::default().side(&constants), None);
    }
}
