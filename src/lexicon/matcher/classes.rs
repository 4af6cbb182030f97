//! Classes: numbers for sets that many word types have in common.

use std::hash::Hash;

use foldhash::fast::FixedState;
use hashbrown::HashMap;

/// Sets by number; 0 is the empty set.
pub(super) struct Classes<T> {
    ids: HashMap<Box<[T]>, u16, FixedState>,
    sets: Vec<Box<[T]>>,
}

/// The number of every set that is met after as many as there are numbers.
pub(super) const UNNUMBERED: u16 = u16::MAX;

impl<T> Default for Classes<T> {
    fn default() -> Self {
        Classes { ids: HashMap::default(), sets: vec![Box::default()] }
    }
}

impl<T: Copy + Eq + Hash> Classes<T> {
    /// The number of a set, a new one the first time.
    pub fn number(&mut self, set: &[T]) -> u16 {
        if set.is_empty() {
            return 0;
        }
        if let Some(&id) = self.ids.get(set) {
            return id;
        }
        let id = self.sets.len().min(usize::from(UNNUMBERED)) as u16;
        if id != UNNUMBERED {
            self.ids.insert(set.into(), id);
            self.sets.push(set.into());
        }
        id
    }

    /// The set with a number.
    pub fn set(&self, id: u16) -> &[T] {
        &self.sets[usize::from(id)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_keeps_its_number_and_those_beyond_the_last_have_none() {
        let mut classes = Classes::default();
        assert_eq!((classes.number(&[]), classes.set(0)), (0, &[][..]));
        for round in 0..2 {
            for i in 1..70_000u32 {
                let expected = i.min(u32::from(UNNUMBERED)) as u16;
                assert_eq!(classes.number(&[i, 5]), expected, "{round}");
                assert!(expected == UNNUMBERED || classes.set(expected) == [i, 5]);
            }
        }
    }
}
