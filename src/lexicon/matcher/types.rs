//! What the lexicon knows of each word type, looked up once per type.

use std::sync::Arc;

use super::atoms::{AtomId, Atoms};
use super::trie::{Accept, Trie, mark};
use super::{Matcher, Slot};
use crate::lexicon::hints::Hints;
use crate::lexicon::traits::traits_of_type;
use crate::lexicon::{Gender, Language, Lexicon, Pronoun, Traits, WordClass};
use crate::text::{TypeId, Vocabulary, WordType};
use std::hash::BuildHasher;

/// What the lexicon knows of the word types of one [`Vocabulary`].
///
/// A worker keeps one beside its vocabulary and calls [`update`](TypeTable::update) after each document, before
/// anything is matched: only new types cost anything.
pub struct TypeTable {
    lookups: Vec<WordLookup>,
    facts: Vec<Facts>,
    /// By type, apart from the other facts, for whole texts are read through them.
    traits: Vec<Traits>,
    /// By type: a hash of its name in small letters.
    folded: Vec<u32>,
    hints: Option<Hints>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Facts {
    class: WordClass,
    pronoun: Option<Pronoun>,
    given_name: Option<Gender>,
    participle: bool,
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
        let lookups = matchers.iter().map(|m| WordLookup::new(m.atoms.clone(), m.trie.clone())).collect();
        TypeTable { lookups, facts: Vec::new(), traits: Vec::new(), folded: Vec::new(), hints: None }
    }

    /// Looks up the types that `vocabulary` has met since the last call.
    pub fn update(&mut self, lexicon: &Lexicon, vocabulary: &Vocabulary) {
        if self.facts.len() == vocabulary.len() {
            return;
        }
        let hints = || Hints::new(&lexicon.language, Some(&lexicon.dispute), Some(&lexicon.segmenter));
        self.hints.get_or_insert_with(hints);
        self.update_with(&lexicon.language, vocabulary);
    }

    pub(super) fn update_with(&mut self, language: &Language, vocabulary: &Vocabulary) {
        let hints = self.hints.get_or_insert_with(|| Hints::new(language, None, None));
        for id in self.facts.len()..vocabulary.len() {
            let (surface, word) = (vocabulary.surface(TypeId(id as u32)), vocabulary.word(TypeId(id as u32)));
            let name = word.name.to_lowercase();
            let facts = Facts::of(word, &name, language);
            let (pronoun, is_given_name) = (facts.pronoun.as_ref(), facts.given_name.is_some());
            self.traits.push(traits_of_type(surface, word, facts.class, pronoun, is_given_name, language, hints));
            self.folded.push(folded(&name));
            self.facts.push(facts);
            self.lookups.iter_mut().for_each(|lookup| lookup.push(word));
        }
    }

    /// What attribution needs to know of a word.
    #[inline]
    pub fn traits(&self, id: TypeId) -> Traits {
        self.traits[id.0 as usize]
    }

    /// True when the name of a word may be `wanted` but for case, for a `wanted` from [`TypeTable::fold`]: rarely said of a
    /// word that is another, never denied of one that is it.
    #[inline]
    pub fn may_be(&self, id: TypeId, wanted: u32) -> bool {
        self.folded[id.0 as usize] == wanted
    }

    /// What [`TypeTable::may_be`] compares a word by.
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

    /// True for a word that may be a past participle: accused, broken, beaten.
    pub fn is_participle(&self, id: TypeId) -> bool {
        self.facts[id.0 as usize].participle
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
            participle: is_participle(&word.form, &word.stem),
        }
    }
}

/// Regular forms, those in -en, and forms that `stems.csv` leads back to another beginning ("stolen" to "steal").
fn is_participle(form: &str, stem: &str) -> bool {
    let trunk: String = stem.chars().take(stem.chars().count().saturating_sub(1)).collect();
    form.len() > 4 && (form.ends_with("ed") || form.ends_with("en")) || !form.starts_with(&trunk)
}

/// The atoms of one matcher that each word type satisfies.
pub(super) struct WordLookup {
    atoms: Arc<Atoms>,
    trie: Arc<Trie>,
    /// By type: where its atoms end in `satisfied`.
    ends: Vec<u32>,
    satisfied: Vec<AtomId>,
    /// By type: the marks of its atoms together.
    marks: Vec<u64>,
    /// By type: [`ENTRY`] when some entry starts with it, [`TERM`] when a term does, [`ALONE`] when all that start with it
    /// are this word.
    starts: Vec<u8>,
    /// By type: where its entries end in `alone`.
    alone_ends: Vec<u32>,
    /// The entries that consist of one word, of words that start no longer one.
    alone: Vec<Accept>,
}

/// Some entry starts with the word.
const ENTRY: u8 = 1;
/// A term of an issue does.
const TERM: u8 = 2;
/// No entry of several words starts with the word.
const ALONE: u8 = 4;
/// An evaluation does.
const EVALUATION: u8 = 8;

impl WordLookup {
    fn new(atoms: Arc<Atoms>, trie: Arc<Trie>) -> Self {
        WordLookup {
            atoms,
            trie,
            ends: Vec::new(),
            satisfied: Vec::new(),
            marks: Vec::new(),
            starts: Vec::new(),
            alone_ends: Vec::new(),
            alone: Vec::new(),
        }
    }

    fn push(&mut self, word: &WordType) {
        let from = self.satisfied.len();
        if word.class.is_word() {
            self.atoms.satisfied_by(word, &mut self.satisfied);
        }
        let starts = |by_atom: &[bool]| self.satisfied[from..].iter().any(|a| by_atom[a.0 as usize]);
        let mut flags = 0;
        if word.class.is_word() && (self.atoms.every_word_starts || starts(&self.atoms.starts)) {
            flags |= ENTRY;
        }
        if word.class.is_word() && (self.atoms.every_word_starts || starts(&self.atoms.starts_term)) {
            flags |= TERM;
        }
        if word.class.is_word() && (self.atoms.every_word_starts || starts(&self.atoms.starts_evaluation)) {
            flags |= EVALUATION;
        }
        if flags & ENTRY != 0 && self.push_alone(from) {
            flags |= ALONE;
        }
        self.alone_ends.push(self.alone.len() as u32);
        self.starts.push(flags);
        self.marks.push(self.satisfied[from..].iter().fold(0, |marks, &atom| marks | mark(atom)));
        self.ends.push(self.satisfied.len() as u32);
    }

    /// Notes the entries that the word with the atoms from `from` on is, unless it starts longer ones.
    fn push_alone(&mut self, from: usize) -> bool {
        let mut children: Vec<u32> = Vec::new();
        self.trie.children(Trie::ROOT, &self.satisfied[from..], |child| children.push(child));
        let longer =
            self.trie.any_word(Trie::ROOT).is_some() || children.iter().any(|&child| !self.trie.is_leaf(child));
        if longer {
            return false;
        }
        let mut accepts: Vec<Accept> = children.iter().flat_map(|&child| self.trie.accepts(child)).copied().collect();
        accepts.sort_unstable();
        accepts.dedup_by_key(|accept| accept.target);
        self.alone.append(&mut accepts);
        true
    }

    /// The entries that start with this word, when each of them is this word and no more.
    #[inline]
    pub fn alone(&self, id: TypeId) -> Option<&[Accept]> {
        let id = id.0 as usize;
        if self.starts[id] & ALONE == 0 {
            return None;
        }
        let start = if id == 0 { 0 } else { self.alone_ends[id - 1] };
        Some(&self.alone[start as usize..self.alone_ends[id] as usize])
    }

    #[inline]
    pub fn marks(&self, id: TypeId) -> u64 {
        self.marks[id.0 as usize]
    }

    #[inline]
    pub fn atoms(&self, id: TypeId) -> &[AtomId] {
        let id = id.0 as usize;
        let start = if id == 0 { 0 } else { self.ends[id - 1] };
        &self.satisfied[start as usize..self.ends[id] as usize]
    }

    #[inline]
    pub fn starts(&self, id: TypeId) -> bool {
        self.starts[id.0 as usize] & ENTRY != 0
    }

    #[inline]
    pub fn starts_evaluation(&self, id: TypeId) -> bool {
        self.starts[id.0 as usize] & EVALUATION != 0
    }

    #[inline]
    pub fn starts_term(&self, id: TypeId) -> bool {
        self.starts[id.0 as usize] & TERM != 0
    }
}
