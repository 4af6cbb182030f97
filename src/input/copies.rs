//! Copies: documents that are the same text as an earlier one, or nearly (syndication, edited reprints).
//!
//! What comes in are documents in input order; what goes out are the same documents, each with a warning when it is a
//! copy, or without the copies when they are to be left out, so that the first of them stays. Copies are not
//! independent: they make intervals too short and p values too small.
//!
//! A text is seen as the set of its runs of five words (Broder 1997), case and marks aside, of which 128 least hashes are
//! kept, one in each of 128 equal parts of the range (one permutation hashing; Li, Owen & Zhang 2012, empty parts filled as by
//! Shrivastava 2017). The share of equal values estimates the sets' Jaccard similarity. Sixteen bands of four values find the
//! candidates in one pass: two texts of similarity 0.8 share a band with probability 0.9998, two of 0.4 with 0.34; a
//! candidate is a copy when [`ALIKE`] of its 128 values agree. Memory: some 600 bytes a document, whatever its length.

use crate::document::{Document, Warning, WarningCode};
use crate::input::Rejected;
use hashbrown::HashMap;

/// Values of a signature.
const VALUES: usize = 128;
/// Values in a band; a candidate shares all values of a band.
const BAND: usize = 4;
const BANDS: usize = VALUES / BAND / 2;
/// Words in a run.
const RUN: usize = 5;
/// Equal values from which on two texts are copies: a similarity of about 0.6.
pub const ALIKE: usize = 77;
/// Texts with fewer words are copies only if they are the same.
const WORDS_AT_LEAST: usize = 30;

/// What is done with copies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Copies {
    /// They stay, with a warning.
    #[default]
    Warn,
    /// They are left out, with a warning; the first stays.
    Drop,
}

/// How a document is a copy of an earlier one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Copy {
    /// Word for word the same.
    Identical,
    /// Nearly: so many values of 128 are equal.
    Near(usize),
}

/// Remembers the texts it has seen.
#[derive(Debug, Default)]
pub struct CopyFinder {
    names: Vec<Box<str>>,
    signatures: Vec<Option<Box<[u16; VALUES]>>>,
    /// By hash of all words: the first document that has them.
    wholes: HashMap<u64, u32, foldhash::fast::FixedState>,
    /// By band and its values: the latest document that has them.
    latest: HashMap<u64, u32, foldhash::fast::FixedState>,
    /// By document and band: the document before it with the same values; [`NONE`] behind the last.
    before: Vec<[u32; BANDS]>,
}

/// No document.
const NONE: u32 = u32::MAX;

impl CopyFinder {
    /// Which earlier document this one is a copy of, and how; then remembers it, unless it is a copy.
    pub fn find(&mut self, name: &str, text: &str) -> Option<(&str, Copy)> {
        let fingerprint = Fingerprint::of(text);
        if fingerprint.words == 0 {
            return None;
        }
        let found = self.look_up(&fingerprint);
        if let Some((at, copy)) = found {
            return Some((&self.names[at as usize], copy));
        }
        let at = self.names.len() as u32;
        self.names.push(name.into());
        self.wholes.insert(fingerprint.whole, at);
        let mut before = [NONE; BANDS];
        if let Some(signature) = &fingerprint.signature {
            for (slot, band) in before.iter_mut().zip(bands(signature)) {
                *slot = self.latest.insert(band, at).unwrap_or(NONE);
            }
        }
        self.before.push(before);
        self.signatures.push(fingerprint.signature);
        None
    }

    fn look_up(&self, fingerprint: &Fingerprint) -> Option<(u32, Copy)> {
        if let Some(&at) = self.wholes.get(&fingerprint.whole) {
            return Some((at, Copy::Identical));
        }
        let signature = fingerprint.signature.as_ref()?;
        let mut seen: Vec<u32> = Vec::new();
        for (slot, band) in bands(signature).into_iter().enumerate() {
            let mut at = self.latest.get(&band).copied().unwrap_or(NONE);
            while at != NONE {
                seen.push(at);
                at = self.before[at as usize][slot];
            }
        }
        seen.sort_unstable();
        seen.dedup();
        // the most alike, of equals the first
        let alike = seen.into_iter().filter_map(|at| {
            let other = self.signatures[at as usize].as_ref()?;
            let equal = signature.iter().zip(other.iter()).filter(|(a, b)| a == b).count();
            (equal >= ALIKE).then_some((equal, std::cmp::Reverse(at)))
        });
        alike.max().map(|(equal, std::cmp::Reverse(at))| (at, Copy::Near(equal)))
    }
}

/// What is kept of a text.
struct Fingerprint {
    words: usize,
    whole: u64,
    signature: Option<Box<[u16; VALUES]>>,
}

impl Fingerprint {
    fn of(text: &str) -> Self {
        let mut least = [u64::MAX; VALUES];
        let mut last = [0u64; RUN];
        let (mut words, mut whole) = (0, 0u64);
        each_word(text, |word| {
            last[words % RUN] = word;
            words += 1;
            whole = spread(whole ^ word);
            if words >= RUN {
                // the oldest word of the run stands where the next will be written
                let run =
                    (0..RUN).fold(0u64, |run, k| run.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ last[(words + k) % RUN]);
                let run = spread(run);
                let part = (run >> 57) as usize;
                least[part] = least[part].min(run << 7);
            }
        });
        let signature = (words >= WORDS_AT_LEAST).then(|| Box::new(dense(&least)));
        Fingerprint { words, whole, signature }
    }
}

/// Sixteen bits of each part's least hash; an empty part takes over the value of another, chosen by a fixed chain.
fn dense(least: &[u64; VALUES]) -> [u16; VALUES] {
    std::array::from_fn(|part| {
        let (mut from, mut tries) = (part, 0u64);
        while least[from] == u64::MAX {
            tries += 1;
            from = (spread(part as u64 ^ tries << 32) >> 57) as usize;
            if tries > 10_000 {
                return 0;
            }
        }
        (spread(least[from] ^ tries) >> 48) as u16
    })
}

fn bands(signature: &[u16; VALUES]) -> [u64; BANDS] {
    std::array::from_fn(|band| {
        let values = &signature[band * BAND..(band + 1) * BAND];
        let joined = values.iter().fold(0u64, |joined, value| joined << 16 | u64::from(*value));
        spread(joined ^ spread(band as u64))
    })
}

/// Hashes of the words in order: letters and digits, case aside; all other characters part words.
fn each_word(text: &str, mut see: impl FnMut(u64)) {
    const SEED: u64 = 0xcbf2_9ce4_8422_2325;
    let mut word = SEED;
    let push = |word: u64, unit: u64| (word ^ unit).wrapping_mul(0x0000_0100_0000_01b3);
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let byte = bytes[at];
        if byte.is_ascii_alphanumeric() {
            word = push(word, u64::from(byte | 0x20));
            at += 1;
        } else if byte.is_ascii() {
            if word != SEED {
                see(word);
                word = SEED;
            }
            at += 1;
        } else {
            let Some(character) = text[at..].chars().next() else { break };
            at += character.len_utf8();
            match character {
                c if c.is_alphanumeric() => {
                    word = c.to_lowercase().fold(word, |word, c| push(word, u64::from(u32::from(c))))
                }
                // apostrophes and quotation marks differ between printings
                _ if word != SEED => {
                    see(word);
                    word = SEED;
                }
                _ => {}
            }
        }
    }
    if word != SEED {
        see(word);
    }
}

/// A bijection that spreads every bit over all (the finalizer of SplitMix64).
const fn spread(x: u64) -> u64 {
    let x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

/// Documents with their copies marked, or left out.
pub struct WithoutCopies<I> {
    documents: I,
    copies: Copies,
    finder: CopyFinder,
    dropped: Vec<Warning>,
}

impl<I> WithoutCopies<I> {
    /// Looks at each of `documents` as it goes by.
    pub fn new(documents: I, copies: Copies) -> Self {
        WithoutCopies { documents, copies, finder: CopyFinder::default(), dropped: Vec::new() }
    }

    /// One warning for each document that was left out, in order.
    pub fn dropped(&self) -> &[Warning] {
        &self.dropped
    }

    /// The documents underneath.
    pub fn into_inner(self) -> I {
        self.documents
    }
}

impl<I: Iterator<Item = Result<Document, Rejected>>> Iterator for WithoutCopies<I> {
    type Item = Result<Document, Rejected>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let mut document = match self.documents.next()? {
                Ok(document) => document,
                Err(rejected) => return Some(Err(rejected)),
            };
            // a row that is one statement may well say what another says
            if document.given.is_some() {
                return Some(Ok(document));
            }
            let Some((name, copy)) = self.finder.find(&document.id, &document.text) else { return Some(Ok(document)) };
            let how = match copy {
                Copy::Identical => format!("the same text as {name}"),
                Copy::Near(equal) => format!("nearly the same text as {name} ({} % alike)", equal * 100 / VALUES),
            };
            let left_out = self.copies == Copies::Drop;
            let message = match left_out {
                true => format!("{how}; left out"),
                false => format!("{how}; copies make intervals too short, and --dedupe leaves them out"),
            };
            let warning = Warning::new(WarningCode::DuplicateText, message).about_document(&document.id);
            if left_out {
                self.dropped.push(warning);
                continue;
            }
            document.warnings.push(warning);
            return Some(Ok(document));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Words of a made-up language, the same for the same seed.
    struct Babble(u64);

    impl Babble {
        fn next(&mut self, below: u64) -> u64 {
            self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
            spread(self.0) % below
        }

        fn article(&mut self, words: usize) -> Vec<String> {
            // common words are much commoner than rare ones, as in any language
            (0..words).map(|_| format!("w{}", self.next(3000) * self.next(3000) / 3000)).collect()
        }

        /// What an editor does to an agency's text: a new opening, a paragraph less, a few words changed.
        fn edited(&mut self, words: &[String]) -> Vec<String> {
            let mut words = words.to_vec();
            for _ in 0..words.len() / 100 {
                let at = self.next(words.len() as u64) as usize;
                words[at] = format!("changed{}", self.next(1000));
            }
            let cut = self.next((words.len() * 9 / 10) as u64) as usize;
            words.drain(cut..cut + words.len() / 20);
            let opening = self.article(12);
            opening.into_iter().chain(words).collect()
        }
    }

    #[test]
    fn copies_are_found_whatever_their_case_marks_and_lines() {
        let mut finder = CopyFinder::default();
        let text = "They tore down this table. We need to restore it, the ambassador said.";
        assert_eq!(finder.find("a", text), None);
        let reset = "THEY TORE DOWN THIS TABLE -- “We need to\nrestore it,” the ambassador said";
        assert_eq!(finder.find("b", reset), Some(("a", Copy::Identical)));
        assert_eq!(finder.find("c", "They tore down this table."), None);
        assert_eq!(finder.find("d", ""), None);
        assert_eq!(finder.find("e", " … "), None);
    }

    #[test]
    fn light_edits_are_found_and_other_articles_are_not() {
        let mut babble = Babble(1);
        let mut finder = CopyFinder::default();
        let articles: Vec<Vec<String>> = (0..2000).map(|_| babble.article(500)).collect();
        for (at, article) in articles.iter().enumerate() {
            assert_eq!(finder.find(&format!("a{at}"), &article.join(" ")), None);
        }
        let found = articles.iter().enumerate().filter(|(at, article)| {
            let edited = babble.edited(article).join(" ");
            matches!(finder.find("copy", &edited), Some((name, Copy::Near(_))) if name == format!("a{at}"))
        });
        assert!(found.count() >= 1980);
    }

    #[test]
    #[ignore = "a measurement: 100,000 articles; run with optimizations"]
    fn light_edits_of_one_article_among_a_hundred_thousand() {
        let mut babble = Babble(2);
        let original = babble.article(500);
        let mut finder = CopyFinder::default();
        let (mut found, mut edits, mut false_ones, mut others, mut bytes) = (0, 0, 0, 0, 0);
        let mut elapsed = std::time::Duration::ZERO;
        for at in 0..100_000 {
            let is_edit = at > 0 && at % 100 == 0;
            let words = match at {
                0 => original.clone(),
                _ if is_edit => babble.edited(&original),
                _ => babble.article(500),
            };
            let text = words.join(" ");
            bytes += text.len();
            let start = std::time::Instant::now();
            let copy = finder.find("x", &text).is_some();
            elapsed += start.elapsed();
            edits += u32::from(is_edit);
            others += u32::from(!is_edit);
            found += u32::from(is_edit && copy);
            false_ones += u32::from(!is_edit && copy);
        }
        println!(
            "found {found} of {edits} edits; {false_ones} of {others} others false; {elapsed:?} for {bytes} bytes"
        );
        assert!(found * 100 >= edits * 95 && false_ones * 100 <= others);
    }

    #[test]
    fn the_first_stays() {
        let document = |id: &str, text: &str| Ok(Document { id: id.into(), text: text.into(), ..Document::default() });
        let documents =
            || vec![document("a", "One text."), document("b", "one text"), document("c", "Another.")].into_iter();
        let ids =
            |d: &mut dyn Iterator<Item = Result<Document, Rejected>>| d.map(|d| d.unwrap().id).collect::<Vec<_>>();
        let mut dropping = WithoutCopies::new(documents(), Copies::Drop);
        assert_eq!(ids(&mut dropping), ["a", "c"]);
        assert_eq!(dropping.dropped()[0].message, "the same text as a; left out");
        let warned: Vec<_> = WithoutCopies::new(documents(), Copies::Warn).map(|d| d.unwrap().warnings.len()).collect();
        assert_eq!(warned, [0, 1, 0]);
    }
}
