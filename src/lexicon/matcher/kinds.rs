//! Kinds of entry, as a set: what a search looks for, and what it may find with a word.

use crate::lexicon::Entry;
use crate::lexicon::stored::stored;

/// A set of kinds of entry.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Kinds(u8);

stored!(wrapper Kinds);

impl Kinds {
    /// No kind.
    pub const NONE: Kinds = Kinds(0);
    /// Terms of issues.
    pub const TERM: Kinds = Kinds(1);
    /// Evaluations.
    pub const EVALUATION: Kinds = Kinds(2);
    /// Modifiers.
    pub const MODIFIER: Kinds = Kinds(4);
    /// Whatever the names of a lexicon stand for.
    pub const NAME: Kinds = Kinds(8);
    /// Every kind but terms.
    pub(super) const OTHERS: Kinds = Kinds(14);
    /// Every kind.
    pub const ALL: Kinds = Kinds(15);

    /// The kind of an entry.
    pub const fn of(entry: Entry) -> Kinds {
        match entry {
            Entry::Term(_) => Kinds::TERM,
            Entry::Evaluation(_) => Kinds::EVALUATION,
            Entry::Modifier(_) => Kinds::MODIFIER,
            Entry::Cue(_) | Entry::Title(_) | Entry::Actor(_) | Entry::Place(_) => Kinds::NAME,
        }
    }

    /// The set as four bits.
    pub(super) const fn bits(self) -> u8 {
        self.0
    }

    /// The set of these bits; others mean nothing.
    pub(super) const fn from_bits(bits: u8) -> Kinds {
        Kinds(bits & Kinds::ALL.0)
    }

    /// Both sets together.
    #[inline]
    pub const fn with(self, other: Kinds) -> Kinds {
        Kinds(self.0 | other.0)
    }

    /// True when both sets have a kind in common.
    #[inline]
    pub const fn any(self, other: Kinds) -> bool {
        self.0 & other.0 != 0
    }
}
