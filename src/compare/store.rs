//! A store: short runs of bytes by key, one behind the other in one piece of memory.
//!
//! What comes in are counts that [`super::pack`] has packed; what goes out are the same, looked up by key or in the order of
//! the keys. Beside the bytes and their length an entry takes its key, six bytes to be found by and half a byte for where
//! it stands. What is put again stands elsewhere, and the bytes before it are lost; that is rare.

use super::hash::{mix, mix2};
use super::pack::{Reader, put_number};
use super::tally::StatementKey;
use crate::input::Slots;
use std::collections::BTreeMap;

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

/// Entries from one whose place is noted to the next.
const BLOCK: usize = 16;

/// Runs of bytes by key.
#[derive(Clone, Debug)]
pub(crate) struct Store<K> {
    keys: Vec<K>,
    /// By entry: length and bytes.
    bytes: Vec<u8>,
    /// Where the length of every [`BLOCK`]th entry stands in `bytes`.
    starts: Vec<u64>,
    /// The bytes of entries that were put again.
    again: BTreeMap<u32, Box<[u8]>>,
    /// Entries by the hash of their key; none when the store is closed.
    places: Slots<5>,
}

/// A byte of the hash, never 0.
fn tag(hash: u64) -> u8 {
    hash as u8 | 1
}

fn slot(entry: usize, hash: u64) -> [u8; 5] {
    let [a, b, c, d] = (entry as u32).to_ne_bytes();
    [a, b, c, d, tag(hash)]
}

/// Tells the slot of a key, which has this hash.
fn is_of<K: Key>(keys: &[K], key: K, hash: u64) -> impl Fn(&[u8; 5]) -> bool {
    move |slot| slot[4] == tag(hash) && keys[entry_of(*slot)] == key
}

fn entry_of([a, b, c, d, _]: [u8; 5]) -> usize {
    u32::from_ne_bytes([a, b, c, d]) as usize
}

impl<K> Default for Store<K> {
    fn default() -> Self {
        Store {
            keys: Vec::new(),
            bytes: Vec::new(),
            starts: Vec::new(),
            again: BTreeMap::new(),
            places: Slots::default(),
        }
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
            self.again.insert(entry as u32, bytes.into());
        } else {
            self.put_new(key, bytes);
        }
    }

    /// Stores bytes under a key that has none yet; false where it has.
    pub fn put_new(&mut self, key: K, bytes: &[u8]) -> bool {
        if self.is_closed() {
            for entry in 0..self.keys.len() {
                self.find_by(entry, self.keys[entry]);
            }
        }
        let next = self.keys.len();
        if !self.find_by(next, key) {
            return false;
        }
        self.keys.push(key);
        if next.is_multiple_of(BLOCK) {
            self.starts.push(self.bytes.len() as u64);
        }
        put_number(&mut self.bytes, bytes.len() as u64);
        self.bytes.extend_from_slice(bytes);
        true
    }

    /// Lets an entry be found by its key; false where another is.
    fn find_by(&mut self, entry: usize, key: K) -> bool {
        let (keys, hash) = (&self.keys, key.hash());
        self.places.put(hash, slot(entry, hash), is_of(keys, key, hash), |slot| keys[entry_of(*slot)].hash())
    }

    /// Frees what entries are found by; when one is added, it is made anew, and until then entries are looked for one by one.
    pub fn close(&mut self) {
        self.places = Slots::default();
    }

    fn is_closed(&self) -> bool {
        self.places.len() < self.keys.len()
    }

    /// All entries, in the order in which they were stored first.
    pub fn iter(&self) -> impl Iterator<Item = (K, &[u8])> + Clone {
        let mut reader = Reader(&self.bytes);
        self.keys.iter().enumerate().map(move |(entry, &key)| {
            let first = reader.bytes();
            (key, self.again(entry).unwrap_or(first))
        })
    }

    /// The entries in the order of their keys, for [`Store::nth`].
    pub fn order(&self) -> Vec<u32> {
        let mut order: Vec<u32> = (0..self.keys.len() as u32).collect();
        order.sort_unstable_by_key(|&entry| self.keys[entry as usize]);
        order
    }

    /// An entry's key and bytes.
    pub fn nth(&self, entry: u32) -> (K, &[u8]) {
        (self.keys[entry as usize], self.bytes_of(entry as usize))
    }

    /// All entries in the order of their keys.
    pub fn sorted(&self) -> impl Iterator<Item = (K, &[u8])> {
        self.order().into_iter().map(|entry| self.nth(entry))
    }

    fn entry(&self, key: K) -> Option<usize> {
        if self.is_closed() {
            return self.keys.iter().position(|of| *of == key);
        }
        let hash = key.hash();
        self.places.find(hash, is_of(&self.keys, key, hash)).map(entry_of)
    }

    fn again(&self, entry: usize) -> Option<&[u8]> {
        if self.again.is_empty() { None } else { self.again.get(&(entry as u32)).map(|bytes| &**bytes) }
    }

    fn bytes_of(&self, entry: usize) -> &[u8] {
        if let Some(bytes) = self.again(entry) {
            return bytes;
        }
        let mut reader = Reader(&self.bytes[self.starts[entry / BLOCK] as usize..]);
        for _ in 0..entry % BLOCK {
            reader.bytes();
        }
        reader.bytes()
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
        fn is_a_sorted_map(
            entries in prop::collection::vec((0u64..40, prop::collection::vec(any::<u8>(), 0..200)), 0..80),
            closed in 0usize..120,
        ) {
            let (mut store, mut map) = (Store::default(), BTreeMap::new());
            for (at, (key, bytes)) in entries.iter().enumerate() {
                if at == closed {
                    store.close();
                }
                store.put(*key, bytes);
                map.insert(*key, bytes.as_slice());
            }
            prop_assert!(store.sorted().eq(map.iter().map(|(key, bytes)| (*key, *bytes))));
            prop_assert!(store.iter().all(|(key, bytes)| map[&key] == bytes) && store.iter().count() == map.len());
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
