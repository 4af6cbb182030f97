//! Spellings: from a word as it stands in a text to its type, by the letters themselves.
//!
//! What comes in are keys, spellings of up to fifteen bytes as numbers; what goes out are the types that were filed under
//! them, each with what its word does in sentences. Most tokens are words of up to eight letters, which have a table of their own with small entries: the words that
//! are met most were met first, stand where their hash says, and stay near the processor. Hashes are seeded, so that nobody can
//! write a text whose words all fall into one place.

use super::rules::Role;
use super::{TokenClass, TypeId};
use foldhash::fast::RandomState;
use prefetch_index::prefetch_index;
use std::hash::{BuildHasher, Hash};

/// Spellings of so many bytes have a key.
pub(super) const PACKED: usize = 15;
/// Words of so many ASCII letters have a small one.
pub(super) const SMALL: usize = 8;

/// The key of a spelling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Key {
    /// The letters of a short word, the first one lowest.
    Small(u64),
    /// The bytes, their number and the class.
    Large(u128),
}

impl Key {
    /// The key of a word of at most [`PACKED`] ASCII letters, given as a number whose lowest byte is the first.
    #[inline]
    pub fn of_letters(letters: u128, length: usize) -> Key {
        match length <= SMALL {
            true => Key::Small(letters as u64),
            false => Key::large(letters, length, TokenClass::Word),
        }
    }

    /// The key of `text[start..end]`; none when it is too long, or nothing.
    #[inline]
    pub fn of(text: &str, start: usize, end: usize, class: TokenClass) -> Option<Key> {
        let length = end - start;
        if length == 0 || length > PACKED {
            return None;
        }
        let bytes = match text.as_bytes().get(start..start + 16).and_then(|window| window.first_chunk::<16>()) {
            Some(window) => u128::from_le_bytes(*window) & ((1u128 << (8 * length)) - 1),
            None => {
                let mut window = [0u8; 16];
                window[..length].copy_from_slice(&text.as_bytes()[start..end]);
                u128::from_le_bytes(window)
            }
        };
        let is_plain = || text.as_bytes()[start..end].iter().all(u8::is_ascii_alphabetic);
        if class == TokenClass::Word && length <= SMALL && is_plain() {
            return Some(Key::Small(bytes as u64));
        }
        Some(Key::large(bytes, length, class))
    }

    #[inline]
    fn large(bytes: u128, length: usize, class: TokenClass) -> Key {
        Key::Large(bytes | ((length as u128) << 4 | class as u128) << 120)
    }
}

/// Types by key.
#[derive(Default)]
pub(super) struct Spellings {
    pub small: Table<u64>,
    pub large: Table<u128>,
}

impl Spellings {
    /// The type that was filed under a key.
    pub fn get(&self, key: Key) -> Option<(TypeId, Role)> {
        match key {
            Key::Small(key) => self.small.get(key, self.small.hash(key)),
            Key::Large(key) => self.large.get(key, self.large.hash(key)),
        }
    }

    /// Files a type under a key that nothing is filed under yet.
    pub fn file(&mut self, key: Key, id: TypeId, role: Role) {
        match key {
            Key::Small(key) => self.small.file(key, id, role),
            Key::Large(key) => self.large.file(key, id, role),
        }
    }

    /// Gives every type that is filed another role, the one that stands in `roles` at its number.
    pub fn assign(&mut self, roles: &[Role]) {
        self.small.assign(roles);
        self.large.assign(roles);
    }
}

/// An open table, at most a third full; a free place holds 0, which is no key.
#[derive(Default)]
pub(super) struct Table<K> {
    places: Vec<(K, TypeId, Role)>,
    filed: usize,
    hasher: RandomState,
}

/// Places of the smallest table.
const LEAST: usize = 1 << 10;

impl<K: Copy + Default + Eq + Hash> Table<K> {
    /// What says where a key is looked for.
    #[inline(always)]
    pub fn hash(&self, key: K) -> u32 {
        self.hasher.hash_one(key) as u32
    }

    /// Fetches the place where a key with this hash may be, so that it is near when it is asked for.
    #[inline(always)]
    pub fn fetch(&self, hash: u32) {
        prefetch_index(&self.places, hash as usize & self.places.len().wrapping_sub(1));
    }

    /// The type that was filed under a key with this hash.
    #[inline(always)]
    pub fn get(&self, key: K, hash: u32) -> Option<(TypeId, Role)> {
        let mut at = hash as usize;
        loop {
            let &(known, id, role) = self.places.get(at & self.places.len().wrapping_sub(1))?;
            if known == key {
                return Some((id, role));
            } else if known == K::default() {
                return None;
            }
            at = at.wrapping_add(1);
        }
    }

    fn file(&mut self, key: K, id: TypeId, role: Role) {
        if self.filed * 3 >= self.places.len() {
            let free = vec![(K::default(), TypeId(0), Role::default()); (self.places.len() * 2).max(LEAST)];
            let mut filed = std::mem::replace(&mut self.places, free);
            filed.retain(|(key, ..)| *key != K::default());
            // What was met first gets the place that its hash says.
            filed.sort_unstable_by_key(|&(_, id, _)| id);
            filed.into_iter().for_each(|(key, id, role)| self.put(key, id, role));
        }
        self.put(key, id, role);
        self.filed += 1;
    }

    fn assign(&mut self, roles: &[Role]) {
        let filed = self.places.iter_mut().filter(|(key, ..)| *key != K::default());
        filed.for_each(|(_, id, role)| *role = roles[id.0 as usize]);
    }

    fn put(&mut self, key: K, id: TypeId, role: Role) {
        let mask = self.places.len() - 1;
        let mut at = self.hash(key) as usize & mask;
        while self.places[at].0 != K::default() {
            at = (at + 1) & mask;
        }
        self.places[at] = (key, id, role);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_filed_is_found() {
        let mut spellings = Spellings::default();
        assert_eq!(spellings.get(Key::Small(7)), None);
        for i in 1..5000u32 {
            spellings.file(Key::Small(u64::from(i) << 8 | 1), TypeId(i), Role::OPENER);
            spellings.file(Key::Large(u128::from(i) << 64 | 1), TypeId(2 * i), Role::SUBJECT);
        }
        for i in 1..5000u32 {
            assert_eq!(spellings.get(Key::Small(u64::from(i) << 8 | 1)), Some((TypeId(i), Role::OPENER)));
            assert_eq!(spellings.get(Key::Large(u128::from(i) << 64 | 1)), Some((TypeId(2 * i), Role::SUBJECT)));
        }
        assert_eq!(spellings.get(Key::Small(5000 << 8 | 1)), None);
    }

    #[test]
    fn a_word_has_one_key_however_it_is_read() {
        let text = "abcdefghijklmnopqrstuvwxyz";
        for length in 1..=PACKED {
            let mut letters = [0; 16];
            letters[..length].copy_from_slice(&text.as_bytes()[..length]);
            let letters = u128::from_le_bytes(letters);
            let read = Key::of_letters(letters, length);
            for (text, start) in [(text, 0), (&text[..length], 0)] {
                assert_eq!(Key::of(text, start, start + length, TokenClass::Word), Some(read), "{length}");
            }
        }
        let of = |text: &str, class| Key::of(text, 0, text.len(), class);
        assert_ne!(of("ab", TokenClass::Word), of("ab", TokenClass::Other));
        assert_ne!(of("ab", TokenClass::Word), of("ab\0", TokenClass::Word));
        assert_eq!([of(text, TokenClass::Word), of("", TokenClass::Word)], [None; 2]);
    }
}
