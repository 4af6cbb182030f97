//! Slots: a hash table of a few bytes a slot that grows where it stands.
//!
//! Open addressing in one piece of memory. Slots stand in the order of their hashes as far as there is room, so that growing moves them
//! further on; there is never a second table beside the first. A large table grows by an eighth, and what is kept takes some 1.2 times
//! its size; a small one doubles, for each growth moves every slot. The hash is not kept: whoever puts a slot can tell its hash again.

/// A hash table; slots of nothing but zeros are free.
#[derive(Clone, Debug, Default)]
pub(crate) struct Slots<const N: usize> {
    slots: Vec<[u8; N]>,
    filled: usize,
}

/// Slots of a table that is large.
const LARGE: usize = 1 << 17;

impl<const N: usize> Slots<N> {
    const FREE: [u8; N] = [0; N];

    /// Number of slots that were put.
    pub fn len(&self) -> usize {
        self.filled
    }

    /// The slot that is wanted, among those that may have this hash.
    pub fn find(&self, hash: u64, is_wanted: impl Fn(&[u8; N]) -> bool) -> Option<[u8; N]> {
        self.places(hash).map(|at| self.slots[at]).take_while(|slot| *slot != Self::FREE).find(is_wanted)
    }

    /// Puts a slot that is not all zeros, unless one is there that `is_same`; false where one is. `hash_of` tells again the hash of any
    /// that was put.
    pub fn put(
        &mut self,
        hash: u64,
        slot: [u8; N],
        is_same: impl Fn(&[u8; N]) -> bool,
        hash_of: impl Fn(&[u8; N]) -> u64,
    ) -> bool {
        if (self.filled + 1) * 8 > self.slots.len() * 7 {
            self.grow(hash_of);
        }
        let mut places = self.places(hash);
        let is_end = |&at: &usize| self.slots[at] == Self::FREE || is_same(&self.slots[at]);
        let free = places.find(is_end).filter(|&at| self.slots[at] == Self::FREE);
        if let Some(free) = free {
            self.slots[free] = slot;
            self.filled += 1;
        }
        free.is_some()
    }

    fn grow(&mut self, hash_of: impl Fn(&[u8; N]) -> u64) {
        let before = self.slots.len();
        let more = if before < LARGE { before } else { before / 8 };
        self.slots.resize(before + more + 16, Self::FREE);
        let mut settled = Marks::new(self.slots.len());
        // From behind, where there is room, so that few stand in the way of others.
        for at in (0..before).rev() {
            while self.slots[at] != Self::FREE && !settled.has(at) {
                let slot = std::mem::replace(&mut self.slots[at], Self::FREE);
                let mut places = self.places(hash_of(&slot));
                let to = places.find(|&to| !settled.has(to)).unwrap_or(at);
                let in_its_way = std::mem::replace(&mut self.slots[to], slot);
                settled.add(to);
                if to != at {
                    self.slots[at] = in_its_way;
                }
            }
        }
    }

    /// All places, from that of the hash on.
    fn places(&self, hash: u64) -> impl Iterator<Item = usize> + use<N> {
        let room = self.slots.len();
        let start = (((hash >> 32) * room as u64) >> 32) as usize;
        (start..room).chain(0..start)
    }
}

/// Marks on numbers.
struct Marks(Vec<u64>);

impl Marks {
    fn new(count: usize) -> Self {
        Marks(vec![0; count.div_ceil(64)])
    }

    fn has(&self, number: usize) -> bool {
        self.0[number / 64] >> (number % 64) & 1 == 1
    }

    fn add(&mut self, number: usize) {
        self.0[number / 64] |= 1 << (number % 64);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::fingerprint::spread;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn number(slot: &[u8; 4]) -> u64 {
        u32::from_le_bytes(*slot).into()
    }

    proptest! {
        #[test]
        fn is_a_set_however_hashes_lie(numbers in prop::collection::vec(1u32..300, 0..400), kind in 0..3) {
            // Spread, all at the end, and all the same.
            let hash = |number: u64| [spread(number), !0 << 40 | number, 7][kind as usize];
            let (mut slots, mut set) = (Slots::<4>::default(), BTreeSet::new());
            for wanted in numbers {
                let slot = wanted.to_le_bytes();
                let found = slots.find(hash(wanted.into()), |slot| *slot == wanted.to_le_bytes());
                prop_assert_eq!(found.is_some(), !set.insert(wanted));
                if found.is_none() {
                    prop_assert!(slots.put(hash(wanted.into()), slot, |known| *known == slot, |slot| hash(number(slot))));
                } else {
                    prop_assert!(!slots.put(hash(wanted.into()), slot, |known| *known == slot, |slot| hash(number(slot))));
                }
            }
            let has = |wanted: &u32| slots.find(hash((*wanted).into()), |slot| *slot == wanted.to_le_bytes()).is_some();
            prop_assert!((1..300).all(|wanted| has(&wanted) == set.contains(&wanted)));
        }
    }

    #[test]
    fn what_is_kept_takes_little_more_than_its_size() {
        let mut slots = Slots::<4>::default();
        let put = |n: u32| slots.put(spread(n.into()), n.to_le_bytes(), |_| false, |slot| spread(number(slot)));
        assert!((1..=300_000u32).all(put));
        assert!(slots.slots.len() * 100 < 130 * 300_000, "{}", slots.slots.len());
        assert!((1..=300_000u32).all(|n| slots.find(spread(n.into()), |slot| *slot == n.to_le_bytes()).is_some()));
    }
}
