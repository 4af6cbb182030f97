//! Chances: what the words of a text may be part of, told without a search.
//!
//! A word is passed over when what follows it is second in nothing that it begins. Which words may come second is one bit for
//! each of the most frequent, and one bit for several of the others, so that a search may be made in vain but never left out.

use super::Kinds;
use crate::lexicon::stored::stored;
use crate::text::TokenRange;

/// Bits that terms have for themselves; all other kinds of entry share the rest.
const TERM_BITS: u32 = 24;
const OTHER_BITS: u32 = u64::BITS - TERM_BITS;
/// The first bit of either group: no certain word need come next.
const FREE: u64 = 1 | 1 << TERM_BITS;

/// A set of words that may stand in one place of an entry, a bit for one or several of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
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

/// What the tokens of one text may be part of, and where something may start.
#[derive(Default)]
pub struct Chances {
    of: Vec<Chance>,
    /// Of 64 tokens a bit each: where a term may start, and where an entry of another kind may.
    starts: Vec<[u64; 2]>,
    /// Of 64 tokens a bit each: what may stand behind a mention.
    behind_mention: Vec<u64>,
}

/// What terms ask for, and what all other kinds do.
const WANTED: [Marks; 2] = [Marks((1 << TERM_BITS) - 1), Marks(u64::MAX << TERM_BITS)];

impl Chances {
    /// Takes what each token of a text may be part of, in order.
    pub(super) fn take(&mut self, chances: impl Iterator<Item = Chance>) {
        self.of.clear();
        self.of.extend(chances);
        self.starts.clear();
        self.behind_mention.clear();
        for from in (0..self.of.len()).step_by(64) {
            let known = &self.of[from..self.of.len().min(from + 65)];
            let pairs = known.iter().zip(known[1..].iter().chain([&Chance::PARTS])).take(64);
            let (mut starts, mut behind_mention) = ([0; 2], 0);
            for (i, (one, then)) in pairs.enumerate() {
                let both = one.starts_before(then);
                starts[0] |= u64::from(both.any(WANTED[0])) << i;
                starts[1] |= u64::from(both.any(WANTED[1])) << i;
                behind_mention |= u64::from(one.behind.any(Marks::BEHIND_MENTION)) << i;
            }
            self.starts.push(starts);
            self.behind_mention.push(behind_mention);
        }
    }

    /// What a token may be part of.
    #[inline]
    pub(super) fn of(&self, token: u32) -> Chance {
        self.of[token as usize]
    }

    /// The same of the tokens of a range.
    #[inline]
    pub(super) fn within(&self, range: TokenRange) -> &[Chance] {
        &self.of[range.indices()]
    }

    /// True when some token of a range may stand behind a mention.
    pub(super) fn has_behind_mention(&self, range: TokenRange) -> bool {
        let first = range.start / 64;
        let words = (first * 64..).step_by(64).zip(&self.behind_mention[first as usize..]);
        words.take_while(|(from, _)| *from < range.end).any(|(from, bits)| bits & inside(range, from) != 0)
    }

    /// The tokens of a range with which an entry of `kinds` may start that lies in the range, in order.
    pub(super) fn starts(&self, range: TokenRange, kinds: Kinds) -> Starts<'_> {
        let wanted = [Kinds::TERM, Kinds::OTHERS].map(|group| if kinds.any(group) { u64::MAX } else { 0 });
        let mut starts = Starts { chances: self, wanted, range, from: range.start / 64 * 64, bits: 0 };
        if !range.is_empty() {
            starts.look();
        }
        starts
    }
}

/// The tokens of a range that may start something, in order.
pub(super) struct Starts<'a> {
    chances: &'a Chances,
    /// By group of kinds: all bits where it is wanted.
    wanted: [u64; 2],
    range: TokenRange,
    /// The token of the lowest bit, and the bits that are still to be given.
    from: u32,
    bits: u64,
}

impl Starts<'_> {
    /// Reads the bits of 64 tokens, as far as they lie in the range.
    fn look(&mut self) {
        let among = |groups: [u64; 2]| groups[0] & self.wanted[0] | groups[1] & self.wanted[1];
        let mut bits = among(self.chances.starts[self.from as usize / 64]);
        if self.range.end - self.from <= 64 {
            // Nothing comes next to the last token.
            let last = self.chances.of(self.range.end - 1).starts_before(&Chance::PARTS);
            let alone = among(WANTED.map(|wanted| if last.any(wanted) { u64::MAX } else { 0 }));
            let bit = 1 << (self.range.end - 1 - self.from);
            bits = bits & !bit | alone & bit;
        }
        self.bits = bits & inside(self.range, self.from);
    }
}

/// Of the bits of 64 tokens, the first of them `from`, those that lie in a range.
fn inside(range: TokenRange, from: u32) -> u64 {
    let before = |token: u32| !u64::MAX.checked_shl(token.saturating_sub(from)).unwrap_or(0);
    before(range.end) & !before(range.start)
}

impl Iterator for Starts<'_> {
    type Item = u32;

    #[inline]
    fn next(&mut self) -> Option<u32> {
        while self.bits == 0 {
            if self.range.end.saturating_sub(self.from) <= 64 {
                return None;
            }
            self.from += 64;
            self.look();
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
        fn starts_are_told_one_by_one_wherever_a_range_begins_and_ends(
            sets in prop::collection::vec((0u64..8, 0u64..8, any::<bool>()), 0..200),
            cut in (0u32..200, 0u32..200),
        ) {
            let mark = |set: u64, is_term: bool| Marks(if is_term { set } else { set << TERM_BITS });
            let chance = |&(next, second, is_term): &(u64, u64, bool)| {
                let second = Marks(mark(second, is_term).0 | FREE);
                let behind = if next == 3 && is_term { Marks::BEHIND_MENTION } else { Marks::NONE };
                Chance { next: mark(next, is_term), second, behind, ..Chance::default() }
            };
            let all: Vec<Chance> = sets.iter().map(chance).collect();
            let mut chances = Chances::default();
            chances.take(all.iter().copied());
            let end = all.len() as u32;
            let range = TokenRange::new(cut.0.min(end), (cut.0 + cut.1).min(end));
            for kinds in [Kinds::TERM, Kinds::EVALUATION, Kinds::ALL, Kinds::NONE] {
                let wanted = Marks::all(kinds).with(Marks::free(kinds));
                let inside = &all[range.indices()];
                let then = |i: usize| inside.get(i + 1).copied().unwrap_or(Chance::PARTS);
                let may_start = |i: &usize| inside[*i].starts_before(&then(*i)).any(wanted);
                let expected: Vec<u32> = (0..inside.len()).filter(may_start).map(|i| i as u32 + range.start).collect();
                prop_assert_eq!(chances.starts(range, kinds).collect::<Vec<_>>(), expected);
            }
            let behind = all[range.indices()].iter().any(|chance| chance.behind.any(Marks::BEHIND_MENTION));
            prop_assert_eq!(chances.has_behind_mention(range), behind);
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
