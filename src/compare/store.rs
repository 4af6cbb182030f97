//! A store: short runs of bytes by key, one behind the other in one piece of memory.
//!
//! What comes in are counts that [`super::pack`] has packed; what goes out are the same, looked up by key or in the order of
//! the keys. Beside the bytes an entry takes its key, eight bytes for where it stands and six to eleven to be found by. What is put again stands at the end, and the bytes before it are lost; that is rare.

use super::hash::{mix, mix2};
use super::pack::{Reader, put_number};
use super::tally::StatementKey;
use hashbrown::HashTable;
use hashbrown::hash_table::Entry;

/// What entries are known by.
pub(crate) trait Key: Copy + Ord {
    /// A hash that spreads the keys.
    fn hash(self) -> u64;
}

impl Key for u64 {
    fn hash(self) -> u64 {
        mix(self)
    }
}

impl Key for StatementKey {
    fn hash(self) -> u64 {
        mix2(self.0, u64::from(self.1))
    }
}

/// Runs of bytes by key.
#[derive(Clone, Debug)]
pub(crate) struct Store<K> {
    keys: Vec<K>,
    /// By entry: where its length stands in `bytes`, and behind it the entry.
    starts: Vec<u64>,
    bytes: Vec<u8>,
    /// Entries by the hash of their key.
    places: HashTable<u32>,
}

impl<K> Default for Store<K> {
    fn default() -> Self {
        Store { keys: Vec::new(), starts: Vec::new(), bytes: Vec::new(), places: HashTable::new() }
    }
}

impl<K: Key> Store<K> {
    /// Number of entries.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// The keys, in the order in which they were stored first.
    pub fn keys(&self) -> &[K] {
        &self.keys
    }

    /// The bytes of a key.
    pub fn get(&self, key: K) -> Option<&[u8]> {
        self.entry(key).map(|entry| self.bytes_of(entry))
    }

    /// Stores bytes under a key; what was there is gone.
    pub fn put(&mut self, key: K, bytes: &[u8]) {
        if let Some(entry) = self.entry(key) {
            self.starts[entry as usize] = self.push(bytes);
        } else {
            self.put_new(key, bytes);
        }
    }

    /// Stores bytes under a key that has none yet; false where it has.
    pub fn put_new(&mut self, key: K, bytes: &[u8]) -> bool {
        let (keys, next) = (&self.keys, self.keys.len() as u32);
        let is_it = |entry: &u32| keys[*entry as usize] == key;
        let Entry::Vacant(free) = self.places.entry(key.hash(), is_it, |entry| keys[*entry as usize].hash()) else {
            return false;
        };
        free.insert(next);
        let start = self.push(bytes);
        self.keys.push(key);
        self.starts.push(start);
        true
    }

    /// Where the bytes stand from now on.
    fn push(&mut self, bytes: &[u8]) -> u64 {
        let start = self.bytes.len() as u64;
        put_number(&mut self.bytes, bytes.len() as u64);
        self.bytes.extend_from_slice(bytes);
        start
    }

    /// All entries, in the order in which they were stored first.
    pub fn iter(&self) -> impl Iterator<Item = (K, &[u8])> {
        (0..self.keys.len() as u32).map(|entry| self.nth(entry))
    }

    /// The entries in the order of their keys, for [`Store::nth`].
    pub fn order(&self) -> Vec<u32> {
        let mut order: Vec<u32> = (0..self.keys.len() as u32).collect();
        order.sort_unstable_by_key(|&entry| self.keys[entry as usize]);
        order
    }

    /// An entry's key and bytes.
    pub fn nth(&self, entry: u32) -> (K, &[u8]) {
        (self.keys[entry as usize], self.bytes_of(entry))
    }

    /// All entries in the order of their keys.
    pub fn sorted(&self) -> impl Iterator<Item = (K, &[u8])> {
        self.order().into_iter().map(|entry| self.nth(entry))
    }

    fn entry(&self, key: K) -> Option<u32> {
        self.places.find(key.hash(), |&entry| self.keys[entry as usize] == key).copied()
    }

    fn bytes_of(&self, entry: u32) -> &[u8] {
        let mut reader = Reader(&self.bytes[self.starts[entry as usize] as usize..]);
        let length = reader.number() as usize;
        &reader.0[..length]
    }
}

/// Stores are equal when the same bytes stand under the same keys, whatever the order in which they came.
impl<K: Key> PartialEq for Store<K> {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.sorted().eq(other.sorted())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    proptest! {
        #[test]
        fn is_a_sorted_map(entries in prop::collection::vec((0u64..40, prop::collection::vec(any::<u8>(), 0..200)), 0..80)) {
            let (mut store, mut map) = (Store::default(), BTreeMap::new());
            for (key, bytes) in &entries {
                store.put(*key, bytes);
                map.insert(*key, bytes.as_slice());
            }
            prop_assert!(store.sorted().eq(map.iter().map(|(key, bytes)| (*key, *bytes))));
            prop_assert!((0..40).all(|key| store.get(key) == map.get(&key).copied()));
            let mut other = Store::default();
            map.iter().rev().for_each(|(key, bytes)| assert!(other.put_new(*key, bytes)));
            prop_assert!(map.keys().all(|key| !other.put_new(*key, &[])));
            prop_assert!(store == other);
            other.put(40, &[]);
            prop_assert!(store != other);
        }
    }
}
