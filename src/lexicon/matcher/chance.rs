//! Chances: what the words of a text may be part of, told without a search.
//!
//! A word is passed over when what follows it is second in nothing that it begins. Which words may come second is one bit for
//! each of the most frequent, and one bit for several of the others, so that a search may be made in vain but never left out.

use super::Kinds;
use crate::lexicon::stored::stored;

/// Bits that terms have for themselves; all other kinds of entry share the rest.
const TERM_BITS: u32 = 24;
const OTHER_BITS: u32 = u64::BITS - TERM_BITS;
/// The first bit of either group: no certain word need come next.
const FREE: u64 = 1 | 1 << TERM_BITS;

/// A set of words that may stand in one place of an entry, a bit for one or several of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Marks(u64);

stored!(wrapper Marks);

impl Marks {
    /// No word.
    pub const NONE: Marks = Marks(0);
    /// Said of what may stand behind a mention that comes first, and perhaps a gap.
    pub const BEHIND_MENTION: Marks = Marks(1);

    /// All words of these kinds of entry.
    pub const fn all(kinds: Kinds) -> Marks {
        let terms = if kinds.any(Kinds::TERM) { (1 << TERM_BITS) - 1 } else { 0 };
        let others = if kinds.any(Kinds::OTHERS) { u64::MAX << TERM_BITS } else { 0 };
        Marks((terms | others) & !FREE)
    }

    /// Whatever comes next, or nothing, in these kinds of entry.
    pub const fn free(kinds: Kinds) -> Marks {
        let terms = if kinds.any(Kinds::TERM) { 1 } else { 0 };
        let others = if kinds.any(Kinds::OTHERS) { 1 << TERM_BITS } else { 0 };
        Marks(terms | others)
    }

    /// The bit of the word that is the `rank`th by frequency; half of the bits stand for one word each.
    pub const fn of(rank: u32, kinds: Kinds) -> Marks {
        let (first, bits) = if kinds.any(Kinds::TERM) { (1, TERM_BITS - 1) } else { (TERM_BITS + 1, OTHER_BITS - 1) };
        let own = bits / 2;
        let bit = if rank < own { rank } else { own + (rank - own) % (bits - own) };
        Marks(1 << (first + bit))
    }

    /// Both sets together.
    #[inline]
    pub const fn with(self, other: Marks) -> Marks {
        Marks(self.0 | other.0)
    }

    /// What both sets have in common.
    #[inline]
    pub const fn and(self, other: Marks) -> Marks {
        Marks(self.0 & other.0)
    }

    /// True when both sets may have a word in common.
    #[inline]
    pub const fn any(self, other: Marks) -> bool {
        self.0 & other.0 != 0
    }
}

/// What a word may be part of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(align(32))]
pub struct Chance {
    /// The words of which one comes next to it in what starts with it.
    pub(super) next: Marks,
    /// Itself as a word that comes next to a first one.
    pub(super) second: Marks,
    /// Itself as a word that stands behind a first one and a gap, or behind a mention.
    pub(super) behind: Marks,
    /// The number of its beginnings: words with the same one begin the same longer entries.
    pub(super) leader: u16,
    /// The number of its continuations: words with the same one continue the same first words.
    pub(super) follower: u16,
    /// Of longer entries that start with it, the kinds in which something else than a certain word may come second.
    pub(super) at_large: Kinds,
    /// The most words that a gap leaves out which follows it.
    pub(super) gap: u8,
}

impl Chance {
    /// A mark that may stand between a first word and the second.
    pub(super) const JOINS: Chance = Chance { second: Marks(u64::MAX), ..Chance::PARTS };
    /// Any other mark, or the end of a sentence.
    pub(super) const PARTS: Chance = Chance {
        next: Marks::NONE,
        second: Marks(FREE),
        behind: Marks::NONE,
        leader: 0,
        follower: 0,
        at_large: Kinds::NONE,
        gap: 0,
    };

    /// True when something of these kinds may start with the word whatever comes next.
    #[inline]
    pub(super) const fn is_free(self, kinds: Kinds) -> bool {
        self.next.any(Marks::free(kinds))
    }

    /// The sets by which something may start with the word if `then` comes next to it.
    #[inline]
    const fn starts_before(&self, then: &Chance) -> Marks {
        self.next.and(then.second)
    }
}

/// The words of a range that may start something, in order, found 64 at a time.
pub(super) struct Starts<'a> {
    /// What is left to be looked at, and the token where it starts.
    ahead: &'a [Chance],
    at: u32,
    /// The words before that which are still to be given, and the token of the lowest bit.
    bits: u64,
    from: u32,
    wanted: Marks,
}

impl<'a> Starts<'a> {
    /// The words that may start an entry of `kinds` in the range with these `chances`, which starts with the token `at`.
    pub fn new(chances: &'a [Chance], at: u32, kinds: Kinds) -> Self {
        Starts { ahead: chances, at, bits: 0, from: at, wanted: Marks::all(kinds).with(Marks::free(kinds)) }
    }
}

impl Iterator for Starts<'_> {
    type Item = u32;

    #[inline]
    fn next(&mut self) -> Option<u32> {
        while self.bits == 0 {
            let (last, before) = self.ahead.split_last()?;
            self.from = self.at;
            let known = before.len().min(64);
            let pairs = self.ahead[..known].iter().zip(&self.ahead[1..=known]);
            for (i, (one, then)) in pairs.enumerate() {
                self.bits |= u64::from(one.starts_before(then).any(self.wanted)) << i;
            }
            if known < 64 {
                self.bits |= u64::from(last.starts_before(&Chance::PARTS).any(self.wanted)) << known;
            }
            let done = self.ahead.len().min(64);
            self.ahead = &self.ahead[done..];
            self.at += done as u32;
        }
        let start = self.from + self.bits.trailing_zeros();
        self.bits &= self.bits - 1;
        Some(start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn starts_are_told_one_by_one_in_any_number_at_a_time(sets in prop::collection::vec((0u64..8, 0u64..8), 0..200)) {
            let all: Vec<Chance> = sets
                .iter()
                .map(|&(next, second)| Chance { next: Marks(next), second: Marks(second | FREE), ..Chance::default() })
                .collect();
            let then = |i: usize| all.get(i + 1).copied().unwrap_or(Chance::PARTS);
            let wanted = Marks::all(Kinds::TERM).with(Marks::free(Kinds::TERM));
            let expected: Vec<u32> = (0..all.len())
                .filter(|&i| all[i].starts_before(&then(i)).any(wanted))
                .map(|i| i as u32 + 7)
                .collect();
            prop_assert_eq!(Starts::new(&all, 7, Kinds::TERM).collect::<Vec<_>>(), expected);
        }
    }

    #[test]
    fn the_most_frequent_words_have_a_bit_for_themselves() {
        for (kinds, bits) in [(Kinds::TERM, 23), (Kinds::EVALUATION, 39)] {
            let marks: Vec<Marks> = (0..500).map(|rank| Marks::of(rank, kinds)).collect();
            assert!(
                marks.iter().all(|m| m.0.count_ones() == 1 && Marks::all(kinds).any(*m) && !Marks::free(kinds).any(*m))
            );
            assert!(marks[..bits / 2].iter().all(|m| marks.iter().filter(|other| *other == m).count() == 1));
            assert_eq!(marks.iter().fold(Marks::NONE, |all, m| all.with(*m)), Marks::all(kinds));
        }
    }
}
