//! What the lexicon knows of each word type, looked up once per type.

use std::sync::Arc;

use super::atoms::{AtomId, Atoms};
use super::{Matcher, Slot};
use crate::lexicon::{Gender, Language, Lexicon, Pronoun, WordClass};
use crate::text::{TypeId, Vocabulary, WordType};

/// What the lexicon knows of the word types of one [`Vocabulary`].
///
/// A worker keeps one beside its vocabulary and calls [`update`](TypeTable::update) after each document, before
/// anything is matched: only new types cost anything.
pub struct TypeTable {
    lookups: Vec<WordLookup>,
    facts: Vec<Facts>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Facts {
    class: WordClass,
    pronoun: Option<Pronoun>,
    given_name: Option<Gender>,
}

impl TypeTable {
    /// A table for the matchers of a lexicon.
    pub fn new(lexicon: &Lexicon) -> Self {
        Self::of(&[&lexicon.terms, &lexicon.names])
    }

    /// A table that serves `pattern` as well, a matcher made by [`Matcher::for_pattern`].
    pub fn with_pattern(lexicon: &Lexicon, pattern: &Matcher) -> Self {
        Self::of(&[&lexicon.terms, &lexicon.names, pattern])
    }

    pub(super) fn of(matchers: &[&Matcher]) -> Self {
        let lookups = matchers.iter().map(|m| WordLookup::new(m.atoms.clone())).collect();
        TypeTable { lookups, facts: Vec::new() }
    }

    /// Looks up the types that `vocabulary` has met since the last call.
    pub fn update(&mut self, lexicon: &Lexicon, vocabulary: &Vocabulary) {
        self.update_with(&lexicon.language, vocabulary);
    }

    pub(super) fn update_with(&mut self, language: &Language, vocabulary: &Vocabulary) {
        for id in self.facts.len()..vocabulary.len() {
            let word = vocabulary.word(TypeId(id as u32));
            self.facts.push(Facts::of(word, language));
            self.lookups.iter_mut().for_each(|lookup| lookup.push(word));
        }
    }

    /// The closed classes of a word.
    pub fn class(&self, id: TypeId) -> WordClass {
        self.facts[id.0 as usize].class
    }

    /// The pronoun that a word is; of a form with two cases ("her"), the first in `pronouns.csv`.
    pub fn pronoun(&self, id: TypeId) -> Option<&Pronoun> {
        self.facts[id.0 as usize].pronoun.as_ref()
    }

    /// The gender of a given name; `None` for a word that is none, or is not capitalized.
    pub fn given_name(&self, id: TypeId) -> Option<Gender> {
        self.facts[id.0 as usize].given_name
    }

    pub(super) fn words(&self, slot: Slot) -> &WordLookup {
        &self.lookups[slot as usize]
    }
}

impl Facts {
    fn of(word: &WordType, language: &Language) -> Facts {
        if !word.class.is_word() {
            return Facts::default();
        }
        let name = word.name.to_lowercase();
        let class = language.words.get(&*word.form).or_else(|| language.words.get(&name));
        let capital = word.name.chars().next().is_some_and(char::is_uppercase);
        Facts {
            class: class.copied().unwrap_or_default(),
            pronoun: language.pronouns.get(&*word.form).copied(),
            given_name: language.given_names.get(&name).copied().filter(|_| capital),
        }
    }
}

/// The atoms of one matcher that each word type satisfies.
pub(super) struct WordLookup {
    atoms: Arc<Atoms>,
    /// By type: where its atoms end in `satisfied`.
    ends: Vec<u32>,
    satisfied: Vec<AtomId>,
    /// By type: some entry starts with it.
    starts: Vec<bool>,
}

impl WordLookup {
    fn new(atoms: Arc<Atoms>) -> Self {
        WordLookup { atoms, ends: Vec::new(), satisfied: Vec::new(), starts: Vec::new() }
    }

    fn push(&mut self, word: &WordType) {
        let from = self.satisfied.len();
        if word.class.is_word() {
            self.atoms.satisfied_by(word, &mut self.satisfied);
        }
        let starts = self.satisfied[from..].iter().any(|a| self.atoms.starts[a.0 as usize]);
        self.starts.push(word.class.is_word() && (starts || self.atoms.every_word_starts));
        self.ends.push(self.satisfied.len() as u32);
    }

    pub fn atoms(&self, id: TypeId) -> &[AtomId] {
        let id = id.0 as usize;
        let start = if id == 0 { 0 } else { self.ends[id - 1] };
        &self.satisfied[start as usize..self.ends[id] as usize]
    }

    pub fn starts(&self, id: TypeId) -> bool {
        self.starts[id.0 as usize]
    }
}
