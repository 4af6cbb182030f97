//! Classes: numbers for sets that many word types have in common.

use std::hash::Hash;

use foldhash::fast::FixedState;
use hashbrown::HashMap;

/// Sets by number, each with marks; 0 is the empty set.
pub(super) struct Classes<T> {
    ids: HashMap<Box<[T]>, u16, FixedState>,
    sets: Vec<Box<[T]>>,
    marks: Vec<u64>,
}

/// The number of every set that is met after as many as there are numbers.
pub(super) const UNNUMBERED: u16 = u16::MAX;

impl<T> Default for Classes<T> {
    fn default() -> Self {
        Classes { ids: HashMap::default(), sets: vec![Box::default()], marks: vec![0] }
    }
}

impl<T: Copy + Eq + Hash> Classes<T> {
    /// The number of a set, a new one the first time; `marks` says what its marks are.
    pub fn number(&mut self, set: &[T], marks: impl FnOnce() -> u64) -> u16 {
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
            self.marks.push(marks());
        }
        id
    }

    /// The set with a number.
    pub fn set(&self, id: u16) -> &[T] {
        &self.sets[usize::from(id)]
    }

    /// The marks of the set with a number.
    #[inline]
    pub fn marks(&self, id: u16) -> u64 {
        self.marks[usize::from(id)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_keeps_its_number_and_those_beyond_the_last_have_none() {
        let mut classes = Classes::default();
        assert_eq!((classes.number(&[], || 1), classes.set(0), classes.marks(0)), (0, &[][..], 0));
        for round in 0..2 {
            for i in 1..70_000u32 {
                let expected = i.min(u32::from(UNNUMBERED)) as u16;
                assert_eq!(classes.number(&[i, 5], || i.into()), expected, "{round}");
                let known = |id| classes.set(id) == [i, 5] && classes.marks(id) == u64::from(i);
                assert!(expected == UNNUMBERED || known(expected));
            }
        }
    }
}
