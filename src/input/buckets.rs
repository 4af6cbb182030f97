//! Buckets: numbers filed under hashes, in six bytes each, to look up what was filed under the same.
//!
//! Open addressing with a byte of the hash beside each number, so that a look-up rarely touches what it does not want.
//! The hash itself is not kept: whoever files a number can tell its hash again. The table consists of many small ones that grow
//! one at a time and by a quarter, so that it is never much larger than what is in it.

/// Small tables; a power of two.
const TABLES: usize = 64;

/// Numbers filed under hashes.
#[derive(Clone, Debug)]
pub(crate) struct Buckets {
    tables: Vec<Table>,
}

#[derive(Clone, Debug, Default)]
struct Table {
    /// [`EMPTY`], or a byte of the hash.
    tags: Vec<u8>,
    numbers: Vec<u32>,
    filled: usize,
}

const EMPTY: u8 = 0;

impl Default for Buckets {
    fn default() -> Self {
        Buckets { tables: vec![Table::default(); TABLES] }
    }
}

impl Buckets {
    /// Files a number; `hash_of` tells again the hash of any number that was filed.
    pub fn file(&mut self, hash: u64, number: u32, hash_of: impl Fn(u32) -> u64) {
        let table = &mut self.tables[(hash >> 58) as usize];
        if (table.filled + 1) * 8 > table.tags.len() * 7 {
            let mut larger = Table::with_room(table.tags.len() + table.tags.len() / 4 + 16);
            table.all().for_each(|number| larger.put(hash_of(number), number));
            *table = larger;
        }
        table.put(hash, number);
    }

    /// What was filed under this hash, first come first, and by chance a number that was filed under another.
    pub fn filed(&self, hash: u64) -> impl Iterator<Item = u32> + '_ {
        let table = &self.tables[(hash >> 58) as usize];
        let places = table.places(hash).take_while(|&at| table.tags[at] != EMPTY);
        places.filter(move |&at| table.tags[at] == tag(hash)).map(|at| table.numbers[at])
    }
}

impl Table {
    fn with_room(room: usize) -> Self {
        Table { tags: vec![EMPTY; room], numbers: vec![0; room], filled: 0 }
    }

    fn all(&self) -> impl Iterator<Item = u32> + '_ {
        // from behind a gap, so that numbers of one hash keep their order also where they run over the end
        let start = self.tags.iter().position(|&tag| tag == EMPTY).unwrap_or(0);
        let places = (start..self.tags.len()).chain(0..start);
        places.filter(|&at| self.tags[at] != EMPTY).map(|at| self.numbers[at])
    }

    fn put(&mut self, hash: u64, number: u32) {
        let free = self.places(hash).find(|&at| self.tags[at] == EMPTY);
        if let Some(at) = free {
            (self.tags[at], self.numbers[at]) = (tag(hash), number);
            self.filled += 1;
        }
    }

    /// All places, from that of the hash on.
    fn places(&self, hash: u64) -> impl Iterator<Item = usize> + use<> {
        let room = self.tags.len();
        let start = (((hash & 0xffff_ffff) * room as u64) >> 32) as usize;
        (start..room).chain(0..start)
    }
}

fn tag(hash: u64) -> u8 {
    (hash >> 48) as u8 | 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::fingerprint::spread;

    #[test]
    fn everything_filed_is_found_in_order_after_any_growth() {
        let hash_of = |number: u32| spread(u64::from(number / 5));
        let mut buckets = Buckets::default();
        assert_eq!(buckets.filed(7).count(), 0);
        (0..20_000).for_each(|number| buckets.file(hash_of(number), number, hash_of));
        for group in 0..4_000 {
            let found: Vec<u32> = buckets.filed(spread(group)).filter(|&n| u64::from(n / 5) == group).collect();
            assert_eq!(found, (0..5).map(|i| group as u32 * 5 + i).collect::<Vec<_>>());
        }
        let strangers: usize = (0..4_000).map(|group| buckets.filed(spread(group)).count() - 5).sum();
        assert!(strangers < 4_000, "{strangers}");
    }

    #[test]
    fn a_number_takes_about_six_bytes() {
        let hash_of = |number: u32| spread(u64::from(number));
        let mut buckets = Buckets::default();
        (0..100_000).for_each(|number| buckets.file(hash_of(number), number, hash_of));
        let places: usize = buckets.tables.iter().map(|table| table.tags.len()).sum();
        assert!(places * 5 < 100_000 * 7, "{places}");
    }
}
