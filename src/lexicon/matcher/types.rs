//! What the lexicon knows of each word type, looked up once per type.

use super::{Matcher, Slot, WordLookup};
use crate::lexicon::hints::{Hints, Neighbours};
use crate::lexicon::traits::traits_of_type;
use crate::lexicon::{Gender, Language, Lexicon, Pronoun, Traits, WordClass};
use crate::text::{Token, TypeId, Vocabulary, WordType};
use foldhash::fast::FixedState;
use hashbrown::HashMap;
use prefetch_index::prefetch_index;
use std::hash::BuildHasher;

/// What the lexicon knows of the word types of one [`Vocabulary`].
///
/// A worker keeps one beside its vocabulary and calls [`update`](TypeTable::update) after each document, before
/// anything is matched: only new types cost anything.
#[derive(Default)]
pub struct TypeTable {
    lookups: Vec<WordLookup>,
    facts: Vec<Facts>,
    /// By type, apart from the other facts, for whole texts are read through them.
    traits: Vec<Traits>,
    /// By type: the pairs of words telling page furniture that it is in.
    neighbours: Vec<Neighbours>,
    /// By type: a hash of its name in small letters.
    folded: Vec<u32>,
    /// By such a hash: the type met last.
    last_folded: HashMap<u32, TypeId, FixedState>,
    /// By type: the one with the same hash that was met before it.
    alike: Vec<Option<TypeId>>,
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
        let lookups =
            matchers.iter().map(|m| WordLookup::new(m.atoms.clone(), m.trie.clone(), m.unless.clone())).collect();
        TypeTable { lookups, ..TypeTable::default() }
    }

    /// Looks up the types that `vocabulary` has met since the last call.
    pub fn update(&mut self, lexicon: &Lexicon, vocabulary: &Vocabulary) {
        if self.facts.len() == vocabulary.len() {
            return;
        }
        self.update_with(&lexicon.language, &lexicon.hints, vocabulary);
    }

    pub(super) fn update_with(&mut self, language: &Language, hints: &Hints, vocabulary: &Vocabulary) {
        for id in self.facts.len()..vocabulary.len() {
            let (surface, word) = (vocabulary.surface(TypeId(id as u32)), vocabulary.word(TypeId(id as u32)));
            let name = word.name.to_lowercase();
            let facts = Facts::of(word, &name, language);
            let (pronoun, is_given_name) = (facts.pronoun.as_ref(), facts.given_name.is_some());
            let (furniture, neighbours) = hints.furniture(surface);
            self.traits.push(traits_of_type(furniture, word, facts.class, pronoun, is_given_name, language, hints));
            self.neighbours.push(neighbours);
            let folded = folded(&name);
            self.folded.push(folded);
            self.alike.push(self.last_folded.insert(folded, TypeId(id as u32)));
            self.facts.push(facts);
            self.lookups.iter_mut().for_each(|lookup| lookup.push(word, &name));
        }
    }

    /// Fetches what [`TypeTable::traits`] will be asked for.
    #[inline]
    pub fn fetch(&self, id: TypeId) {
        prefetch_index(&self.traits, id.0 as usize);
    }

    /// What attribution needs to know of a word.
    #[inline]
    pub fn traits(&self, id: TypeId) -> Traits {
        self.traits[id.0 as usize]
    }

    /// True when two words that stand together may tell page furniture, for words with the traits of such a pair.
    pub fn are_neighbours(&self, first: TypeId, second: TypeId) -> bool {
        self.neighbours[first.0 as usize].first & self.neighbours[second.0 as usize].second != 0
    }

    /// True when the name of one of some words may be `wanted` but for case, for a `wanted` from [`TypeTable::fold`]: rarely
    /// said where all are others, never denied where one is it.
    pub fn may_name(&self, tokens: &[Token], wanted: u32) -> bool {
        let Some(&last) = self.last_folded.get(&wanted) else { return false };
        let before = |id: TypeId| self.alike[id.0 as usize];
        let (second, third) = (before(last), before(last).and_then(before));
        if third.and_then(before).is_some() {
            return tokens.iter().any(|token| self.folded[token.type_id.0 as usize] == wanted);
        }
        // Mostly few spellings were met, and their types are at hand.
        let few = [last, second.unwrap_or(last), third.unwrap_or(last)];
        tokens.iter().any(|token| few.contains(&token.type_id))
    }

    /// What [`TypeTable::may_name`] compares a word by.
    pub fn fold(word: &str) -> u32 {
        folded(&word.to_lowercase())
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

fn folded(name: &str) -> u32 {
    foldhash::quality::FixedState::default().hash_one(name) as u32
}

impl Facts {
    fn of(word: &WordType, name: &str, language: &Language) -> Facts {
        if !word.class.is_word() {
            return Facts::default();
        }
        let class = language.words.get(&*word.form).or_else(|| language.words.get(name));
        let capital = word.name.chars().next().is_some_and(char::is_uppercase);
        Facts {
            class: class.copied().unwrap_or_default(),
            pronoun: language.pronouns.get(&*word.form).copied(),
            given_name: language.given_names.get(name).copied().filter(|_| capital),
        }
    }
}
