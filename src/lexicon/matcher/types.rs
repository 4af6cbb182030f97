//! What the lexicon knows of each word type, looked up once per type.

use std::sync::Arc;

use super::atoms::{AtomId, Atoms};
use super::pairs::{Pair, Pairs};
use super::trie::{Accept, NodeId, Trie, mark};
use super::{Chance, Kinds, Matcher, Slot};
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
        let lookups =
            matchers.iter().map(|m| WordLookup::new(m.atoms.clone(), m.trie.clone(), m.unless.clone())).collect();
        TypeTable { lookups, facts: Vec::new(), traits: Vec::new(), folded: Vec::new() }
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
    let trunk = stem.char_indices().next_back().map_or("", |(last, _)| &stem[..last]);
    form.len() > 4 && (form.ends_with("ed") || form.ends_with("en")) || !form.starts_with(trunk)
}

/// The atoms of one matcher that each word type satisfies.
pub(super) struct WordLookup {
    atoms: Arc<Atoms>,
    trie: Arc<Trie>,
    unless: Arc<Trie>,
    /// By type: where its atoms end in `satisfied`.
    ends: Vec<u32>,
    satisfied: Vec<AtomId>,
    /// By type: what a search asks of each word.
    heads: Vec<Head>,
    /// By type: what it may be part of, apart from the rest, for whole texts are read through them.
    chances: Vec<Chance>,
    /// By type: an `unless` pattern starts with it.
    cancels: Vec<bool>,
    /// The entries that consist of one word.
    alone: Vec<Accept>,
    pairs: Pairs,
}

/// What a search asks of each word; two of them fill a line of the processor's memory.
#[derive(Clone, Copy, Debug, Default)]
#[repr(align(32))]
pub(super) struct Head {
    /// The marks of its atoms together.
    pub marks: u64,
    /// The marks of the words that may come second in what starts with it.
    pub seconds: u64,
    /// Where the entries that it is by itself stand, and how many they are.
    alone: (u32, u32),
    /// Of longer ones, the kinds in which something else than a certain word may come second.
    pub at_large: Kinds,
    /// Of longer ones, the kinds in which a gap follows.
    pub gapped: Kinds,
    /// The most words that such a gap leaves out.
    pub gap: u8,
    /// The kinds of entry in which it may stand behind a mention that comes first, and perhaps a gap.
    pub behind_mention: Kinds,
}

impl WordLookup {
    fn new(atoms: Arc<Atoms>, trie: Arc<Trie>, unless: Arc<Trie>) -> Self {
        WordLookup {
            atoms,
            trie,
            unless,
            ends: Vec::new(),
            satisfied: Vec::new(),
            heads: Vec::new(),
            chances: Vec::new(),
            cancels: Vec::new(),
            alone: Vec::new(),
            pairs: Pairs::default(),
        }
    }

    fn push(&mut self, word: &WordType) {
        let from = self.satisfied.len();
        let mut head = Head::default();
        let (mut starts, mut free, mut second, mut behind_gap) = (Kinds::NONE, Kinds::NONE, Kinds::NONE, Kinds::NONE);
        if word.class.is_word() {
            self.atoms.satisfied_by(word, &mut self.satisfied);
            let atoms = self.satisfied[from..].iter();
            starts = atoms.fold(Kinds::NONE, |kinds, atom| kinds.with(self.atoms.starts[atom.0 as usize]));
            if self.atoms.every_word_starts {
                starts = Kinds::ALL;
            }
            free = self.push_alone(from, &mut head).with(head.at_large).with(head.gapped);
        }
        let mut cancels = self.unless.any_word(Trie::ROOT).is_some() && word.class.is_word();
        self.unless.children(Trie::ROOT, &self.satisfied[from..], |_| cancels = true);
        self.cancels.push(cancels);
        for &atom in &self.satisfied[from..] {
            head.marks |= mark(atom);
            second = second.with(self.trie.second(atom));
            behind_gap = behind_gap.with(self.trie.behind_gap(atom));
            head.behind_mention = head.behind_mention.with(self.trie.behind_mention(atom));
        }
        self.heads.push(head);
        self.chances.push(match word.class.is_word() {
            true => Chance::new(starts, free, second, behind_gap),
            false => Chance::MARK,
        });
        self.ends.push(self.satisfied.len() as u32);
    }

    /// Notes the entries that the word with the atoms from `from` on is by itself, and what may follow it in others; gives the kinds
    /// of the former.
    fn push_alone(&mut self, from: usize, head: &mut Head) -> Kinds {
        let mut children: Vec<NodeId> = Vec::new();
        self.trie.children(Trie::ROOT, &self.satisfied[from..], |child| children.push(child));
        children.extend(self.trie.any_word(Trie::ROOT));
        let mut accepts: Vec<Accept> = children.iter().flat_map(|&child| self.trie.accepts(child)).copied().collect();
        accepts.sort_unstable();
        accepts.dedup_by_key(|accept| accept.target);
        head.alone = (self.alone.len() as u32, accepts.len() as u32);
        self.alone.append(&mut accepts);
        let mut alone = Kinds::NONE;
        for child in children {
            alone = alone.with(self.trie.ends(child));
            head.seconds |= self.trie.next_words(child);
            head.at_large = head.at_large.with(self.trie.kinds_at_large(child));
            let (gap, kinds) = self.trie.gap(child);
            (head.gap, head.gapped) = (head.gap.max(gap), head.gapped.with(kinds));
        }
        alone
    }

    /// The entries that are this word and no more.
    #[inline]
    pub fn alone(&self, head: Head) -> &[Accept] {
        let (start, count) = head.alone;
        &self.alone[start as usize..][..count as usize]
    }

    /// What a search asks of a word.
    #[inline]
    pub fn head(&self, id: TypeId) -> Head {
        self.heads[id.0 as usize]
    }

    /// The kinds of longer entry that start with the word and have `next` for a second word.
    #[inline]
    pub fn pair(&self, id: TypeId, next: TypeId) -> Pair {
        self.pairs.get(id, next, || self.look_up_pair(id, next))
    }

    fn look_up_pair(&self, id: TypeId, next: TypeId) -> Pair {
        let (marks, atoms) = (self.marks(next), self.atoms(next));
        let follow = |kinds: &mut Kinds, node: NodeId| {
            if self.trie.may_go_on(node, marks) {
                self.trie.children(node, atoms, |second| *kinds = kinds.with(self.trie.kinds(second)));
            }
        };
        let mut pair = Pair::default();
        let mut from = |first: NodeId| {
            follow(&mut pair.next, first);
            self.trie.gaps(first).iter().for_each(|&(.., beyond)| follow(&mut pair.behind_gap, beyond));
        };
        self.trie.children(Trie::ROOT, self.atoms(id), &mut from);
        self.trie.any_word(Trie::ROOT).into_iter().for_each(from);
        pair
    }

    /// True when an `unless` pattern starts with the word.
    #[inline]
    pub fn cancels(&self, id: TypeId) -> bool {
        self.cancels[id.0 as usize]
    }

    #[inline]
    pub fn marks(&self, id: TypeId) -> u64 {
        self.heads[id.0 as usize].marks
    }

    #[inline]
    pub fn atoms(&self, id: TypeId) -> &[AtomId] {
        let id = id.0 as usize;
        let start = if id == 0 { 0 } else { self.ends[id - 1] };
        &self.satisfied[start as usize..self.ends[id] as usize]
    }

    /// What a word may be part of.
    #[inline]
    pub fn chance(&self, id: TypeId) -> Chance {
        self.chances[id.0 as usize]
    }
}
