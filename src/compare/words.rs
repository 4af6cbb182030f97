//! Words: how often each side uses each spelling, for the keyness of their stems.
//!
//! Counting is by spelling, case kept and possessive ending left out; stems are put together at the end, each under its
//! most frequent spelling. A worker's word types find their row through a table that belongs to one vocabulary; for another
//! one it is made anew, so that no id is taken for what it is elsewhere.

use crate::lexicon::SideId;
use crate::text::{Token, TokenClass, Vocabulary, VocabularyId};
use std::collections::BTreeMap;

/// Counts of spellings by side.
#[derive(Clone, Debug, Default)]
pub(crate) struct Words {
    sides: usize,
    rows: hashbrown::HashMap<Box<str>, u32, foldhash::fast::FixedState>,
    spellings: Vec<Spelling>,
    /// `sides` numbers for each spelling.
    counts: Vec<u64>,
    /// By word type: one more than the position of its spelling; 0 when not looked up yet.
    positions: Vec<u32>,
    /// Whose word types these are.
    vocabulary: Option<VocabularyId>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Spelling {
    name: Box<str>,
    stem: Box<str>,
}

/// A stem with its most frequent spelling and its counts by side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stem {
    pub stem: String,
    pub form: String,
    pub counts: Vec<u64>,
}

impl Words {
    pub fn new(sides: usize) -> Self {
        Words { sides, ..Words::default() }
    }

    /// Counts the words among the tokens of a side; `vocabulary` is the one that they point into.
    pub fn count(&mut self, side: SideId, tokens: &[Token], vocabulary: &Vocabulary) {
        if self.vocabulary.as_ref() != Some(vocabulary.id()) {
            self.vocabulary = Some(vocabulary.id().clone());
            self.positions.clear();
        }
        if self.positions.len() < vocabulary.len() {
            self.positions.resize(vocabulary.len(), 0);
        }
        for token in tokens.iter().filter(|token| token.class == TokenClass::Word) {
            let slot = token.type_id.0 as usize;
            if self.positions[slot] == 0 {
                let word = vocabulary.word(token.type_id);
                self.positions[slot] = self.position(&word.name, &word.stem) as u32 + 1;
            }
            let at = self.positions[slot] as usize - 1;
            self.counts[at * self.sides + usize::from(side.0)] += 1;
        }
    }

    fn position(&mut self, name: &str, stem: &str) -> usize {
        if let Some(&at) = self.rows.get(name) {
            return at as usize;
        }
        let at = self.spellings.len();
        self.rows.insert(name.into(), at as u32);
        self.spellings.push(Spelling { name: name.into(), stem: stem.into() });
        self.counts.resize(self.counts.len() + self.sides, 0);
        at
    }

    /// Adds the counts of another tally.
    pub fn merge(&mut self, other: Words) {
        for (at, spelling) in other.spellings.iter().enumerate() {
            let mine = self.position(&spelling.name, &spelling.stem) * self.sides;
            for side in 0..self.sides {
                self.counts[mine + side] += other.counts[at * self.sides + side];
            }
        }
    }

    /// Stems in the order of their letters.
    pub fn stems(&self) -> Vec<Stem> {
        let mut stems: BTreeMap<&str, (Vec<u64>, u64, &str)> = BTreeMap::new();
        for (spelling, counts) in self.spellings.iter().zip(self.counts.chunks(self.sides.max(1))) {
            let uses: u64 = counts.iter().sum();
            let entry = stems.entry(&spelling.stem).or_insert_with(|| (vec![0; self.sides], 0, ""));
            for (sum, count) in entry.0.iter_mut().zip(counts) {
                *sum += count;
            }
            // on a tie the later in byte order: lower case before upper case
            if (uses, &*spelling.name) > (entry.1, entry.2) {
                (entry.1, entry.2) = (uses, &spelling.name);
            }
        }
        stems
            .into_iter()
            .map(|(stem, (counts, _, form))| Stem { stem: stem.into(), form: form.into(), counts })
            .collect()
    }

    /// Puts back what was counted of one spelling.
    pub fn restore(&mut self, name: &str, stem: &str, counts: &[u64]) {
        let at = self.position(name, stem) * self.sides;
        for (sum, count) in self.counts[at..at + self.sides].iter_mut().zip(counts) {
            *sum = sum.saturating_add(*count);
        }
    }

    /// Spellings with their stems and counts, in the order of their letters.
    pub fn sorted(&self) -> BTreeMap<(&str, &str), &[u64]> {
        let counts = self.counts.chunks(self.sides.max(1));
        self.spellings.iter().zip(counts).map(|(s, counts)| ((&*s.name, &*s.stem), counts)).collect()
    }
}

/// The order in which spellings were met is no part of what was counted.
impl PartialEq for Words {
    fn eq(&self, other: &Self) -> bool {
        self.sides == other.sides && self.sorted() == other.sorted()
    }
}
