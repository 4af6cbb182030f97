//! Pairs: which kinds of entry two words may begin together, remembered for the pairs that were met last.
//!
//! Function words begin many entries, and hardly ever is the word behind them the second of one; looking that up in the trie
//! costs more than all else in a search. What is remembered is what the trie says, so that forgetting changes nothing.

use std::cell::Cell;

use super::Kinds;
use crate::text::TypeId;

/// Pairs that are remembered, as a power of two.
const PLACES: u32 = 15;
/// Word types that fit half of a key.
const LARGEST: u32 = 1 << 27;
/// A place that holds a pair; the kinds are in the bits below it.
const FILLED: u64 = 1 << 8;

/// The kinds of entry that two words may begin.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Pair {
    /// When the second comes next.
    pub next: Kinds,
    /// When a gap may stand between them.
    pub behind_gap: Kinds,
}

impl Pair {
    fn bits(self) -> u64 {
        u64::from(self.next.bits() | self.behind_gap.bits() << 4)
    }

    fn from_bits(bits: u64) -> Pair {
        Pair { next: Kinds::from_bits(bits as u8), behind_gap: Kinds::from_bits((bits >> 4) as u8) }
    }
}

/// What is remembered of pairs of word types: 27 bits for each of the two, then the kinds.
pub(super) struct Pairs(Vec<Cell<u64>>);

impl Default for Pairs {
    fn default() -> Self {
        Pairs(vec![Cell::new(0); 1 << PLACES])
    }
}

impl Pairs {
    /// What is known of a pair; asked of `look_up` when it is not remembered.
    #[inline]
    pub fn get(&self, first: TypeId, second: TypeId, look_up: impl FnOnce() -> Pair) -> Pair {
        if first.0 >= LARGEST || second.0 >= LARGEST {
            return look_up();
        }
        let key = u64::from(first.0) << 37 | u64::from(second.0) << 10;
        let place = &self.0[(key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - PLACES)) as usize];
        let known = place.get();
        if (known ^ key) & !(FILLED - 1) == FILLED {
            return Pair::from_bits(known);
        }
        let pair = look_up();
        place.set(key | FILLED | pair.bits());
        pair
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_remembered_is_what_was_looked_up() {
        let pairs = Pairs::default();
        let pair = |a: u32, b: u32| Pair::from_bits(u64::from(a.wrapping_mul(31).wrapping_add(b) % 256));
        for round in 0..3 {
            for (a, b) in (0..300).flat_map(|a| (0..300).map(move |b| (a, b))) {
                let far = if round == 2 { LARGEST - 150 } else { 0 };
                let (a, b) = (a + far, b);
                assert_eq!(pairs.get(TypeId(a), TypeId(b), || pair(a, b)), pair(a, b));
            }
        }
    }

    #[test]
    fn a_pair_is_looked_up_once() {
        let (pairs, none, all) = (Pairs::default(), Pair::from_bits(0), Pair::from_bits(255));
        assert_eq!(pairs.get(TypeId(0), TypeId(0), || none), none);
        assert_eq!(pairs.get(TypeId(0), TypeId(0), || all), none);
        assert_eq!(pairs.get(TypeId(0), TypeId(1), || all), all);
    }
}
