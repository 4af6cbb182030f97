//! Which patterns match whatever another one matches: what `lexicon check` needs to find entries that never score.
//!
//! A sequence *covers* another when each of its words is satisfied by every word that satisfies the other's, and
//! its gaps are at least as wide. This is exact for stems, forms, globs of forms and sets of these, and says no
//! where it cannot tell.

use super::atoms::{Asks, AtomId, Question};
use super::compile::MatcherBuilder;
use super::glob::fits;
use super::trie::Step;
use crate::lexicon::pattern::Pattern;
use crate::text::Stemmer;

/// A step and the gap before it.
type Part = (Option<(u8, u8)>, Step);

/// A flat sequence, its gaps joined to the steps behind them.
#[derive(Clone, Debug)]
pub(in crate::lexicon) struct Sequence(Vec<Part>);

impl Sequence {
    fn new(steps: &[Step]) -> Sequence {
        let mut sequence = Vec::with_capacity(steps.len());
        let mut gap = None;
        for &step in steps {
            match step {
                Step::Gap(min, max) => gap = Some((min, max)),
                _ => sequence.push((gap.take(), step)),
            }
        }
        Sequence(sequence)
    }

    /// Number of words and mentions.
    pub fn len(&self) -> usize {
        self.0.len()
    }
}

/// Compares the sequences of one builder's patterns.
pub(in crate::lexicon) struct Coverage<'a> {
    questions: Vec<Question<'a>>,
    stemmer: &'a dyn Stemmer,
}

impl<'a> Coverage<'a> {
    /// For sequences that `builder` made so far.
    pub fn new(builder: &'a MatcherBuilder<'_>, stemmer: &'a dyn Stemmer) -> Self {
        Coverage { questions: builder.atoms().questions(), stemmer }
    }

    /// True when `wide` matches from wherever `narrow` does.
    pub fn covers(&self, wide: &Sequence, narrow: &Sequence) -> bool {
        wide.len() == narrow.len() && self.covers_at(wide, narrow, 0)
    }

    /// True when `wide` matches exactly the words that `narrow` does. Since the shortest match counts, what follows
    /// a gap must then be the same.
    pub fn takes(&self, wide: &Sequence, narrow: &Sequence) -> bool {
        let same_end = |((wide_gap, wide), (narrow_gap, narrow)): (&Part, &Part)| match (wide_gap, narrow_gap) {
            (Some(wide_gap), Some(narrow_gap)) => wide_gap.0 == narrow_gap.0 && wide == narrow,
            _ => true,
        };
        self.covers(wide, narrow) && wide.0.iter().zip(&narrow.0).all(same_end)
    }

    /// True when `part` matches inside every match of `whole`.
    pub fn lies_in(&self, part: &Sequence, whole: &Sequence) -> bool {
        part.len() <= whole.len() && (0..=whole.len() - part.len()).any(|at| self.covers_at(part, whole, at))
    }

    fn covers_at(&self, wide: &Sequence, narrow: &Sequence, at: usize) -> bool {
        wide.0.iter().zip(&narrow.0[at..]).enumerate().all(|(i, ((wide_gap, wide), (narrow_gap, narrow)))| {
            let gap = i == 0
                || match (wide_gap, narrow_gap) {
                    (None, None) => true,
                    (Some((min, _)), None) => *min == 0,
                    (Some(wide), Some(narrow)) => wide.0 <= narrow.0 && narrow.1 <= wide.1,
                    (None, Some(_)) => false,
                };
            gap && self.step_covers(*wide, *narrow)
        })
    }

    fn step_covers(&self, wide: Step, narrow: Step) -> bool {
        match (wide, narrow) {
            (Step::AnyWord, Step::Word(_) | Step::AnyWord) => true,
            (Step::Word(wide), Step::Word(narrow)) => self.atom_covers(wide, narrow),
            _ => wide == narrow,
        }
    }

    fn atom_covers(&self, wide: AtomId, narrow: AtomId) -> bool {
        if wide == narrow {
            return true;
        }
        match (self.questions[wide.0 as usize], self.questions[narrow.0 as usize]) {
            (_, Question::Any(narrow)) => narrow.iter().all(|&narrow| self.atom_covers(wide, narrow)),
            (Question::Any(wide), _) => wide.iter().any(|&wide| self.atom_covers(wide, narrow)),
            (Question::Word(Asks::Stem, stem), Question::Word(Asks::Form, form)) => self.stemmer.stem(form) == stem,
            (Question::Word(Asks::Glob, glob), Question::Word(Asks::Form, form)) => {
                fits(&glob.chars().collect::<Vec<_>>(), &form.chars().collect::<Vec<_>>())
            }
            _ => false,
        }
    }
}

impl MatcherBuilder<'_> {
    /// Every flat sequence of a pattern.
    pub fn flat(&mut self, pattern: &Pattern) -> Vec<Sequence> {
        self.sequences(&pattern.elements).iter().map(|steps| Sequence::new(steps)).collect()
    }
}
