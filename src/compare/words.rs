//! Words: how often each side uses each spelling, for the keyness of their stems.
//!
//! Counting is by spelling, case kept and possessive ending left out; stems are put together at the end, each under its
//! most frequent spelling. Tokens are counted by their word type, in an array that belongs to one vocabulary; when another one
//! comes, or the counts are asked for, types that are one spelling are put together.

use crate::lexicon::SideId;
use crate::text::{Token, TokenClass, TypeId, Vocabulary, VocabularyId};
use std::collections::BTreeMap;

/// Counts of spellings by side.
#[derive(Clone, Debug, Default)]
pub(crate) struct Words {
    sides: usize,
    rows: hashbrown::HashMap<Box<str>, u32, foldhash::fast::FixedState>,
    spellings: Vec<Spelling>,
    /// `sides` numbers for each spelling.
    counts: Vec<u64>,
    /// What was counted by word type since the vocabulary came.
    recent: Recent,
}

/// Counts by word type.
#[derive(Clone, Debug, Default)]
struct Recent {
    /// Whose word types these are.
    vocabulary: Option<VocabularyId>,
    /// Of the types that are words.
    spellings: Vec<Option<Spelling>>,
    /// `sides` numbers for each type.
    counts: Vec<u64>,
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
        if self.recent.vocabulary.as_ref() != Some(vocabulary.id()) {
            let before = std::mem::take(&mut self.recent);
            self.add(before.counted(self.sides));
            self.recent.vocabulary = Some(vocabulary.id().clone());
        }
        let Recent { spellings, counts, .. } = &mut self.recent;
        for id in spellings.len()..vocabulary.len() {
            let word = vocabulary.word(TypeId(id as u32));
            let is_word = word.class == TokenClass::Word;
            spellings.push(is_word.then(|| Spelling { name: word.name.clone(), stem: word.stem.clone() }));
        }
        counts.resize(spellings.len() * self.sides, 0);
        for token in tokens.iter().filter(|token| token.class == TokenClass::Word) {
            counts[token.type_id.0 as usize * self.sides + usize::from(side.0)] += 1;
        }
    }

    fn add<'a>(&mut self, counted: impl Iterator<Item = (&'a Spelling, &'a [u64])>) {
        for (spelling, counts) in counted {
            let at = self.position(&spelling.name, &spelling.stem) * self.sides;
            for (sum, count) in self.counts[at..at + self.sides].iter_mut().zip(counts) {
                *sum = sum.saturating_add(*count);
            }
        }
    }

    /// Every spelling with its counts, some of them more than once.
    fn counted(&self) -> impl Iterator<Item = (&Spelling, &[u64])> {
        self.spellings.iter().zip(self.counts.chunks(self.sides.max(1))).chain(self.recent.counted(self.sides))
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
        self.add(other.counted());
    }

    /// Stems in the order of their letters.
    pub fn stems(&self) -> Vec<Stem> {
        let mut stems: BTreeMap<&str, (Vec<u64>, u64, &str)> = BTreeMap::new();
        for ((name, stem), counts) in self.sorted() {
            let uses: u64 = counts.iter().sum();
            let entry = stems.entry(stem).or_insert_with(|| (vec![0; self.sides], 0, ""));
            for (sum, count) in entry.0.iter_mut().zip(counts) {
                *sum += count;
            }
            // on a tie the later in byte order: lower case before upper case
            if (uses, name) > (entry.1, entry.2) {
                (entry.1, entry.2) = (uses, name);
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
    pub fn sorted(&self) -> BTreeMap<(&str, &str), Vec<u64>> {
        let mut sorted: BTreeMap<(&str, &str), Vec<u64>> = BTreeMap::new();
        for (spelling, counts) in self.counted() {
            let sums = sorted.entry((&spelling.name, &spelling.stem)).or_insert_with(|| vec![0; self.sides]);
            for (sum, count) in sums.iter_mut().zip(counts) {
                *sum = sum.saturating_add(*count);
            }
        }
        sorted
    }
}

impl Recent {
    /// The spellings that were counted.
    fn counted(&self, sides: usize) -> impl Iterator<Item = (&Spelling, &[u64])> {
        let types = self.spellings.iter().zip(self.counts.chunks(sides.max(1)));
        types
            .filter_map(|(spelling, counts)| Some((spelling.as_ref()?, counts)))
            .filter(|(_, counts)| counts.iter().any(|count| *count > 0))
    }
}

/// The order in which spellings were met is no part of what was counted.
impl PartialEq for Words {
    fn eq(&self, other: &Self) -> bool {
        self.sides == other.sides && self.sorted() == other.sorted()
    }
}
