//! Known words: a number for each word that a worker has met, kept from document to document.

use super::observe::Observed;
use super::words::Word;

/// Words that are kept; with more, everything is forgotten before the next document.
const MOST: usize = 1 << 14;

/// Numbers of words, from 1; 0 is no word.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    /// By all that features look at.
    numbers: hashbrown::HashMap<[u32; 4], u32, foldhash::fast::FixedState>,
    /// By word of the document.
    of_document: Vec<u32>,
    fresh: bool,
}

impl Known {
    /// Learns the words of a document.
    pub fn start(&mut self, seen: &Observed) {
        self.fresh = self.numbers.len() > MOST || self.numbers.is_empty();
        if self.fresh {
            self.numbers.clear();
        }
        self.of_document.clear();
        for word in &seen.words {
            let next = self.numbers.len() as u32 + 1;
            self.of_document.push(*self.numbers.entry(key(word)).or_insert(next));
        }
    }

    /// True when the numbers of the document before no longer hold.
    pub fn is_fresh(&self) -> bool {
        self.fresh
    }

    /// One more than the largest number.
    pub fn len(&self) -> usize {
        self.numbers.len() + 1
    }

    /// The number of a word of the document.
    #[inline]
    pub fn number(&self, word: u32) -> u32 {
        self.of_document[word as usize]
    }
}

/// The cluster follows from the form.
fn key(word: &Word) -> [u32; 4] {
    [word.form, word.stem, word.suffix, word.prefix]
}
