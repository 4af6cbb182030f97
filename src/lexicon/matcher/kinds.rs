//! Kinds of entry, as a set: what a search looks for, and what it may find with a word.

use crate::lexicon::Entry;
use crate::lexicon::stored::stored;

/// A set of kinds of entry.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
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

/// What a word may be part of, in two bytes, so that whole texts are looked through quickly.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Chance(u16);

impl Chance {
    /// Nothing.
    pub(super) const NONE: Chance = Chance(0);
    /// A mark, which may stand between a first word and the second.
    pub(super) const MARK: Chance = Chance((Kinds::ALL.0 as u16) << 12);

    /// The kinds of entry that start with a word; of these, those in which no certain word need come next; those in which it may
    /// come next to a first word; and those in which it may stand behind a first word and a gap.
    pub(super) const fn new(starts: Kinds, free: Kinds, second: Kinds, behind_gap: Kinds) -> Chance {
        let [starts, free, second, behind_gap] = [starts.0 as u16, free.0 as u16, second.0 as u16, behind_gap.0 as u16];
        Chance(starts | behind_gap << 4 | free << 8 | second << 12)
    }

    /// The kinds of entry that start with the word, if this is what comes next.
    #[inline]
    pub(super) const fn starts_before(self, next: Chance) -> Kinds {
        Kinds::from_bits((self.0 & (self.0 >> 8 | next.0 >> 12)) as u8)
    }

    /// The kinds of entry in which the word may stand behind a first word and a gap.
    #[inline]
    pub(super) const fn behind_gap(self) -> Kinds {
        Kinds::from_bits((self.0 >> 4) as u8)
    }

    /// What either word may be part of.
    #[inline]
    pub(super) const fn with(self, other: Chance) -> Chance {
        Chance(self.0 | other.0)
    }
}
