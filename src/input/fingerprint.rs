//! Fingerprints: what is kept of a text to know it again, also when it was edited a little.
//!
//! A text is seen as the set of its runs of five words, case and marks aside (Broder 1997). Of 32 equal parts of the range of their
//! hashes the least of each is kept (one permutation hashing; Li, Owen & Zhang 2012, empty parts filled as by Shrivastava
//! 2017), and of that eight bits (Li & König 2010). The share of equal values estimates the Jaccard similarity of two texts.
//! One pass, a few operations a byte, nothing allocated.

/// Values of a signature.
pub(super) const VALUES: usize = 32;
/// Words in a run.
const RUN: usize = 5;
/// Texts with fewer words are copies only if they are the same.
const WORDS_AT_LEAST: usize = 30;

/// Of each part the hash that stands for it.
pub(super) type Signature = [u8; VALUES];

/// What is kept of a text.
pub(super) struct Fingerprint {
    /// Of all its words, in order; none without words.
    pub whole: Option<u64>,
    /// None for a short text.
    pub signature: Option<Signature>,
}

/// Multipliers: odd, with bits spread evenly.
const WORD: u64 = 0x9e37_79b9_7f4a_7c15;
const STEP: u64 = 0xd6e8_feb8_6659_fd93;
const FINAL: u64 = 0xa076_1d64_78bd_642f;
/// What a word takes away when it leaves the run.
const LEAVE: u64 = STEP.wrapping_pow(RUN as u32);

impl Fingerprint {
    /// Reads a text once.
    pub fn of(text: &str) -> Self {
        let mut least = [u64::MAX; VALUES];
        let mut last = [0u64; 8];
        let (mut words, mut whole, mut run) = (0usize, 0u64, 0u64);
        for word in (Words { text, at: 0 }) {
            let word = word ^ word >> 32;
            whole = (whole.rotate_left(23) ^ word).wrapping_mul(STEP);
            let leaves = last[words.wrapping_sub(RUN) % 8].wrapping_mul(LEAVE);
            run = run.wrapping_mul(STEP).wrapping_add(word).wrapping_sub(leaves);
            last[words % 8] = word;
            words += 1;
            if words >= RUN {
                let hash = (run ^ run >> 29).wrapping_mul(FINAL);
                let part = &mut least[(hash >> 59) as usize];
                *part = hash.min(*part);
            }
        }
        Fingerprint {
            whole: (words > 0).then(|| spread(whole ^ words as u64)),
            signature: (words >= WORDS_AT_LEAST).then(|| dense(&least)),
        }
    }
}

/// Eight bits of each part's least hash; an empty part takes over the value of another, chosen by a fixed chain.
fn dense(least: &[u64; VALUES]) -> Signature {
    std::array::from_fn(|part| {
        let (mut from, mut tries) = (part, 0u64);
        while least[from] == u64::MAX && tries < 10_000 {
            tries += 1;
            from = (spread(part as u64 ^ tries << 32) >> 59) as usize;
        }
        (spread(least[from] ^ tries) >> 56) as u8
    })
}

/// Hashes of the words in order: letters and digits, case aside; all other characters part words.
struct Words<'a> {
    text: &'a str,
    at: usize,
}

/// The highest bit of each of eight bytes.
const HIGH: u64 = 0x8080_8080_8080_8080;

impl Iterator for Words<'_> {
    type Item = u64;

    #[inline]
    fn next(&mut self) -> Option<u64> {
        let (mut word, mut begun) = (0, false);
        while self.at < self.text.len() {
            let eight = self.eight();
            let spelled = letters_and_digits(eight);
            let length = ((!spelled & HIGH).trailing_zeros() / 8) as usize;
            if length > 0 {
                // the same in upper and lower case, and digits as they are
                let spelling = (eight | 0x2020_2020_2020_2020) & (u64::MAX >> (64 - 8 * length));
                (word, begun) = (joined(word, spelling), true);
                self.at += length;
                if length == 8 {
                    continue;
                }
            }
            if eight >> (8 * length) & 0x80 != 0 {
                match self.character() {
                    Some(letter) => {
                        (word, begun) = (letter.to_lowercase().fold(word, |word, c| joined(word, c.into())), true)
                    }
                    // apostrophes and quotation marks differ between printings
                    None if begun => return Some(word),
                    None => {}
                }
            } else if begun {
                self.at += 1;
                return Some(word);
            } else {
                self.at += ((spelled | eight) & HIGH).trailing_zeros() as usize / 8;
            }
        }
        begun.then_some(word)
    }
}

impl Words<'_> {
    /// Goes past a character; the character if it is a letter or digit.
    #[cold]
    fn character(&mut self) -> Option<char> {
        let character = self.text.get(self.at..).and_then(|rest| rest.chars().next());
        self.at += character.map_or(1, char::len_utf8);
        character.filter(|character| character.is_alphanumeric())
    }

    /// The next eight bytes, the first one lowest; zeros behind the end.
    #[inline]
    fn eight(&self) -> u64 {
        let rest = &self.text.as_bytes()[self.at..];
        match rest.first_chunk() {
            Some(eight) => u64::from_le_bytes(*eight),
            None => rest.iter().rev().fold(0, |eight, &byte| eight << 8 | u64::from(byte)),
        }
    }
}

/// The highest bits of those of eight bytes that are ASCII letters or digits.
#[inline]
fn letters_and_digits(eight: u64) -> u64 {
    let each = |byte: u8| u64::from_le_bytes([byte; 8]);
    // a byte under 128 reaches the highest bit when 128 - first is added to it and it is not below first
    let within =
        |bytes: u64, first: u8, last: u8| bytes.wrapping_add(each(128 - first)) & !bytes.wrapping_add(each(127 - last));
    let low = eight & !HIGH;
    (within(low | each(0x20), b'a', b'z') | within(low, b'0', b'9')) & HIGH & !eight
}

#[inline]
fn joined(word: u64, spelling: u64) -> u64 {
    (word ^ spelling).wrapping_mul(WORD).rotate_left(29)
}

/// A bijection that spreads every bit over all (the finalizer of SplitMix64).
pub(super) const fn spread(x: u64) -> u64 {
    let x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<u64> {
        Words { text, at: 0 }.collect()
    }

    #[test]
    fn case_and_marks_part_words_and_change_none() {
        assert_eq!(words("Fish & chips -- it’s 5 o'clock"), words("fish chips IT S 5 O CLOCK"));
        assert_eq!(words("ÉTÉ à Zürich"), words("été, À zürich!"));
        assert_ne!(words("table"), words("tables"));
        assert_eq!(words(" … ").len(), 0);
        assert_eq!(words("international internationally").len(), 2);
        assert_ne!(words("international"), words("internationalist"));
    }

    #[test]
    fn eight_bytes_at_a_time_is_the_same_as_one_by_one() {
        for byte in 0..=255u8 {
            for at in 0..8 {
                let mut bytes = [b' '; 8];
                bytes[at] = byte;
                let found = letters_and_digits(u64::from_le_bytes(bytes));
                assert_eq!(found != 0, byte.is_ascii_alphanumeric(), "{byte}");
                assert!(found == 0 || found == 0x80 << (8 * at));
            }
        }
        let text = "Ünder a l’Été 2014 … extraordinarily-long naïve\u{a0}x".repeat(3);
        let plain = text.to_lowercase();
        let plain: Vec<&str> = plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        assert_eq!(words(&text), plain.iter().flat_map(|word| words(word)).collect::<Vec<_>>());
        assert_eq!(words(&text).len(), plain.len());
    }

    #[test]
    fn a_run_is_the_same_wherever_it_stands() {
        // two texts that share all words but the first ten share nearly all runs
        let common: Vec<String> = (0..400).map(|i| format!("w{}", i * 7919 % 1009)).collect();
        let text = |opening: &str| [vec![opening.to_string(); 10], common.clone()].concat().join(" ");
        let [one, other] = ["one", "other"].map(|opening| Fingerprint::of(&text(opening)).signature.unwrap());
        assert!(one.iter().zip(other).filter(|(a, b)| *a == b).count() >= VALUES - 4);
        let strange: Vec<String> = (0..400).map(|i| format!("v{i}")).collect();
        let strange = Fingerprint::of(&strange.join(" ")).signature.unwrap();
        assert!(one.iter().zip(strange).filter(|(a, b)| *a == b).count() <= 2);
    }
}
