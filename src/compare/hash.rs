//! Stable hashes: what makes resampling depend on who a unit is, and never on where it stands.
//!
//! A document is known by a hash of its id, a statement by that and its number. The functions are fixed for good, the
//! same on every platform: changing one changes every interval and p value.

use super::names::bytes_alike;

/// The finalizer of SplitMix64 (Steele, Lea & Flood 2014): a bijection that spreads every bit over all.
pub(crate) const fn mix(x: u64) -> u64 {
    let x = x.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

/// Two words to one; the order matters.
pub(crate) const fn mix2(a: u64, b: u64) -> u64 {
    mix(mix(a) ^ b)
}

/// The key of a document: FNV-1a over the bytes of its id, mixed.
pub(crate) fn document_key(id: &str) -> u64 {
    mix(id.bytes().fold(FNV, next))
}

const FNV: u64 = 0xcbf2_9ce4_8422_2325;

const fn next(hash: u64, byte: u8) -> u64 {
    (hash ^ byte as u64).wrapping_mul(0x0000_0100_0000_01b3)
}

/// Tells keys of documents whose ids mostly begin as the one before: what both begin with is not hashed again.
#[derive(Clone, Debug, Default)]
pub(crate) struct DocumentKeys {
    id: Vec<u8>,
    /// The hash after each byte of the id.
    hashes: Vec<u64>,
}

impl DocumentKeys {
    /// The same as [`document_key`].
    pub fn key(&mut self, id: &str) -> u64 {
        let id = id.as_bytes();
        let alike = bytes_alike(&self.id, id);
        self.id.truncate(alike);
        self.hashes.truncate(alike);
        let mut hash = self.hashes.last().copied().unwrap_or(FNV);
        for &byte in &id[alike..] {
            hash = next(hash, byte);
            self.id.push(byte);
            self.hashes.push(hash);
        }
        mix(hash)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_fixed_for_good() {
        assert_eq!(mix(0), 0xe220_a839_7b1d_cdaf); // the first output of SplitMix64 seeded with 0
        assert_eq!(document_key(""), mix(0xcbf2_9ce4_8422_2325));
        assert_ne!(document_key("a/1"), document_key("a/2"));
        assert_ne!(mix2(1, 2), mix2(2, 1));
    }

    #[test]
    fn keys_do_not_depend_on_the_id_before() {
        let mut keys = DocumentKeys::default();
        for id in ["", "press/1", "press/12", "press/2", "press/", "", "other", "other", "é"] {
            assert_eq!(keys.key(id), document_key(id), "{id}");
        }
    }
}
