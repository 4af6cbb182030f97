//! Pairs: what two words may begin together, remembered for the pairs that were met last.
//!
//! Function words begin many entries, and hardly ever is the word behind them the second of one; looking that up in the trie
//! costs more than all else in a search. What is remembered is what the trie says, so that forgetting changes nothing.

use std::cell::Cell;

use super::Kinds;

/// Pairs that are remembered, as a power of two.
const PLACES: u32 = 14;

/// What two words may begin.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Pair {
    /// The kinds of entry, when the second comes next.
    pub next: Kinds,
    /// Of these, the kinds that end with it, or in which something else than a certain word comes third.
    pub without_third: Kinds,
    /// The words that may come third, as [`fold`](super::trie::fold) has them.
    pub thirds: u16,
    /// The kinds of entry, when a gap may stand between the two.
    pub behind_gap: Kinds,
}

impl Pair {
    /// Of words of which nothing is known.
    pub const ANY: Pair =
        Pair { next: Kinds::ALL, without_third: Kinds::ALL, thirds: u16::MAX, behind_gap: Kinds::ALL };

    fn bits(self) -> u64 {
        let kinds = [self.next, self.behind_gap, self.without_third].map(|kinds| u64::from(kinds.bits()));
        kinds[0] | kinds[1] << 4 | kinds[2] << 8 | u64::from(self.thirds) << 16
    }

    fn from_bits(bits: u64) -> Pair {
        let kinds = |shift: u32| Kinds::from_bits((bits >> shift) as u8);
        Pair { next: kinds(0), behind_gap: kinds(4), without_third: kinds(8), thirds: (bits >> 16) as u16 }
    }
}

/// What is remembered of pairs: 16 bits for each of the two, which are numbered from 1 on, then what they begin.
pub(super) struct Pairs(Vec<Cell<u64>>);

impl Default for Pairs {
    fn default() -> Self {
        Pairs(vec![Cell::new(0); 1 << PLACES])
    }
}

impl Pairs {
    /// What is known of a pair; asked of `look_up` when it is not remembered.
    #[inline]
    pub fn get(&self, leader: u16, follower: u16, look_up: impl FnOnce() -> Pair) -> Pair {
        let key = u64::from(leader) << 48 | u64::from(follower) << 32;
        let place = &self.0[(key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - PLACES)) as usize];
        let known = place.get();
        if known >> 32 == key >> 32 {
            return Pair::from_bits(known);
        }
        let pair = look_up();
        place.set(key | pair.bits());
        pair
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_remembered_is_what_was_looked_up() {
        let pairs = Pairs::default();
        let pair = |a: u16, b: u16| Pair::from_bits(u64::from(a) * 31 + u64::from(b) * 0x1_0001);
        for round in 0..3 {
            for (a, b) in (1..300).flat_map(|a| (1..300).map(move |b| (a, b))) {
                let a = if round == 2 { u16::MAX - a } else { a };
                assert_eq!(pairs.get(a, b, || pair(a, b)), pair(a, b));
            }
        }
    }

    #[test]
    fn a_pair_is_looked_up_once() {
        let (pairs, none) = (Pairs::default(), Pair::default());
        assert_eq!(pairs.get(1, 1, || none), none);
        assert_eq!(pairs.get(1, 1, || Pair::ANY), none);
        assert_eq!(pairs.get(1, 2, || Pair::ANY), Pair::ANY);
        assert_eq!(pairs.get(1, 2, || none), Pair::ANY);
    }
}
