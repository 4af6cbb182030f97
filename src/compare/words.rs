//! Words: how often each side uses each spelling, for the keyness of their stems.
//!
//! Counting is by spelling, case kept and possessive ending left out; stems are put together at the end, each under its
//! most frequent spelling. Tokens are counted by their word type, in an array that belongs to one vocabulary; when another one
//! comes, or the counts are asked for, types that are one spelling are put together.

use crate::lexicon::SideId;
use crate::text::{Token, TokenClass, TypeId, Vocabulary, VocabularyId, ahead};
use prefetch_index::prefetch_index;
use std::collections::BTreeMap;
use std::sync::Arc;

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
    /// By side, then type, words or not; close together, since the whole array is in use all the time.
    counts: Vec<Vec<u32>>,
    /// Tokens counted; no more than a count can hold.
    tokens: u32,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Spelling {
    name: Arc<str>,
    stem: Arc<str>,
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
        let now = u32::try_from(tokens.len()).ok().and_then(|tokens| self.recent.tokens.checked_add(tokens));
        if now.is_none() || self.recent.vocabulary.as_ref() != Some(vocabulary.id()) {
            let before = std::mem::take(&mut self.recent);
            before.each(&mut |spelling, counts| self.restore(&spelling.name, &spelling.stem, counts));
            self.recent.vocabulary = Some(vocabulary.id().clone());
            self.recent.counts.resize(self.sides, Vec::new());
        }
        let Recent { spellings, counts, tokens: counted, .. } = &mut self.recent;
        *counted = now.unwrap_or(tokens.len() as u32);
        for id in spellings.len()..vocabulary.len() {
            let word = vocabulary.word(TypeId(id as u32));
            let is_word = word.class == TokenClass::Word;
            spellings.push(is_word.then(|| Spelling { name: word.name.clone(), stem: word.stem.clone() }));
        }
        let counts = &mut counts[usize::from(side.0)];
        counts.resize(spellings.len(), 0);
        for (i, token) in tokens.iter().enumerate() {
            if let Some(later) = ahead(tokens, i) {
                prefetch_index(&*counts, later.0 as usize);
            }
            counts[token.type_id.0 as usize] += 1;
        }
    }

    /// Tells every spelling with its counts, some of them more than once.
    fn each<'a>(&'a self, tell: &mut impl FnMut(&'a Spelling, &[u64])) {
        self.spellings.iter().zip(self.counts.chunks(self.sides.max(1))).for_each(|(name, counts)| tell(name, counts));
        self.recent.each(tell);
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
        other.each(&mut |spelling, counts| self.restore(&spelling.name, &spelling.stem, counts));
    }

    /// Stems that are used so often or more, in the order of their letters.
    pub fn stems(&self, at_least: u64) -> Vec<Stem> {
        let (mut spellings, mut counts) = (Vec::new(), Vec::new());
        self.each(&mut |Spelling { stem, name }, of| {
            spellings.push((&**stem, &**name, spellings.len()));
            counts.extend_from_slice(of);
        });
        spellings.sort_unstable();
        let mut stems = Vec::new();
        for of_stem in spellings.chunk_by(|one, other| one.0 == other.0) {
            let (mut sums, mut most) = (vec![0u64; self.sides], (0, ""));
            for of_name in of_stem.chunk_by(|one, other| one.1 == other.1) {
                let mut uses = 0u64;
                for &(_, _, at) in of_name {
                    for (sum, count) in sums.iter_mut().zip(&counts[at * self.sides..]) {
                        *sum = sum.saturating_add(*count);
                        uses = uses.saturating_add(*count);
                    }
                }
                // on a tie the later in byte order: lower case before upper case
                most = most.max((uses, of_name[0].1));
            }
            if sums.iter().fold(0u64, |all, sum| all.saturating_add(*sum)) >= at_least {
                stems.push(Stem { stem: of_stem[0].0.into(), form: most.1.into(), counts: sums });
            }
        }
        stems
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
        self.each(&mut |spelling, counts| {
            let sums = sorted.entry((&spelling.name, &spelling.stem)).or_insert_with(|| vec![0; self.sides]);
            for (sum, count) in sums.iter_mut().zip(counts) {
                *sum = sum.saturating_add(*count);
            }
        });
        sorted
    }
}

impl Recent {
    /// Tells the spellings that were counted.
    fn each<'a>(&'a self, tell: &mut impl FnMut(&'a Spelling, &[u64])) {
        let mut counts = vec![0; self.counts.len()];
        for (at, spelling) in self.spellings.iter().enumerate() {
            let Some(spelling) = spelling else { continue };
            for (count, side) in counts.iter_mut().zip(&self.counts) {
                *count = side.get(at).copied().unwrap_or(0).into();
            }
            if counts.iter().any(|count| *count > 0) {
                tell(spelling, &counts);
            }
        }
    }
}

/// The order in which spellings were met is no part of what was counted.
impl PartialEq for Words {
    fn eq(&self, other: &Self) -> bool {
        self.sides == other.sides && self.sorted() == other.sorted()
    }
}
