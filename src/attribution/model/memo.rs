//! A memory of sums: what a few small numbers say is worked out once and found again by these numbers.
//!
//! The table has a fixed size and each key one place; a newer key takes the place of an older one. A sum is a function
//! of its key alone, so what is remembered never changes a result.

use super::sums::Sums;

/// Sums by key.
#[derive(Clone, Debug)]
pub struct Memo {
    entries: Vec<Entry>,
    shift: u32,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    /// The key and a bit that says that there is one.
    key: u64,
    sums: Sums,
}

const TAKEN: u64 = 1 << 63;
const MULTIPLIER: u64 = 0x9E37_79B9_7F4A_7C15;

impl Memo {
    /// A memory with room for 2 to the power of `bits` keys.
    pub fn new(bits: u32) -> Self {
        Memo { entries: vec![Entry { key: 0, sums: Sums::ZERO }; 1 << bits], shift: 64 - bits }
    }

    /// The sum of a key below 2^63, made by `make` when it is not at hand.
    #[inline(always)]
    pub fn get(&mut self, key: u64, make: impl FnOnce() -> Sums) -> &Sums {
        let key = key | TAKEN;
        let entry = &mut self.entries[(key.wrapping_mul(MULTIPLIER) >> self.shift) as usize];
        if entry.key != key {
            *entry = Entry { key, sums: make() };
        }
        &entry.sums
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn makes_each_sum_once_while_it_has_room() {
        let mut memo = Memo::new(4);
        let mut made = 0;
        let row = |value: i16| Sums::new([value]);
        for key in [0u64, 1, 1, 0, 1] {
            let sums = *memo.get(key, || {
                made += 1;
                row(key as i16 + 5)
            });
            assert_eq!(sums, row(key as i16 + 5));
        }
        assert_eq!(made, 2);
        for key in 100..1000u64 {
            assert_eq!(*memo.get(key, || row((key % 100) as i16)), row((key % 100) as i16), "{key}");
            assert_eq!(*memo.get(key, || row(-1)), row((key % 100) as i16), "{key} is still there");
        }
    }
}
