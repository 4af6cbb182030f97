//! Ids of documents, unique within a run.
//!
//! Memory is bounded by some ten bytes a document: of each id only a 64-bit hash is kept, and of doubled ones the
//! suffix that the last double got. Should two different ids ever share a hash, the later one gets a suffix that it did not need.

use std::hash::BuildHasher;

use super::slots::Slots;
use foldhash::quality::FixedState;
use hashbrown::HashMap;

/// The hash of an id, the same in every run.
pub(super) fn hash(seed: u64, id: &str) -> u64 {
    FixedState::with_seed(seed).hash_one(id)
}

/// The ids given out so far.
#[derive(Debug, Default)]
pub(super) struct Ids {
    taken: Hashes,
    /// Of ids that came more than once.
    last_suffix: HashMap<u64, u32, foldhash::fast::FixedState>,
}

impl Ids {
    /// The id itself the first time, then `id-2`, `id-3`, and so on.
    pub fn unique(&mut self, id: String) -> String {
        let whole = hash(0, &id);
        if self.taken.insert(whole) {
            return id;
        }
        let mut n = self.last_suffix.get(&whole).copied().unwrap_or(1);
        loop {
            n = n.saturating_add(1);
            let candidate = format!("{id}-{n}");
            if self.taken.insert(hash(0, &candidate)) || n == u32::MAX {
                self.last_suffix.insert(whole, n);
                return candidate;
            }
        }
    }
}

/// A set of hashes.
#[derive(Debug, Default)]
struct Hashes(Slots<8>);

impl Hashes {
    /// True when the hash was not there.
    fn insert(&mut self, hash: u64) -> bool {
        let hash = hash.max(1);
        let slot = hash.to_ne_bytes();
        self.0.put(hash, slot, |taken| *taken == slot, |taken| u64::from_ne_bytes(*taken))
    }
}

/// The name without what would break a line or a terminal; file names may hold any byte.
pub(super) fn printable(name: &str) -> String {
    let name = name.trim();
    if is_printable(name) {
        return name.to_owned();
    }
    name.chars().map(|c| if c.is_control() { '\u{FFFD}' } else { c }).collect()
}

/// The same of a name that nobody else needs.
pub(super) fn into_printable(name: String) -> String {
    if is_printable(&name) && name.trim().len() == name.len() { name } else { printable(&name) }
}

fn is_printable(name: &str) -> bool {
    name.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubles_get_suffixes_that_are_free() {
        let mut ids = Ids::default();
        let got: Vec<String> = ["a", "a-2", "a", "a", "b", "a-2"].iter().map(|s| ids.unique(s.to_string())).collect();
        assert_eq!(got, ["a", "a-2", "a-3", "a-4", "b", "a-2-2"]);
    }

    #[test]
    fn many_doubles_are_quick_and_unique() {
        let mut ids = Ids::default();
        let got: std::collections::BTreeSet<String> = (0..100_000).map(|_| ids.unique("NA".into())).collect();
        assert_eq!(got.len(), 100_000);
    }

    #[test]
    fn control_characters_do_not_reach_a_terminal() {
        assert_eq!(printable(" a\u{1b}[31m\nb "), "a\u{FFFD}[31m\u{FFFD}b");
    }
}
