//! Word types: every distinct spelling is stored, normalized and stemmed once.
//!
//! What comes in is a spelling as it stands in a text; what goes out is a [`TypeId`] that stands for everything
//! known of it. A worker keeps one [`Vocabulary`] for all its documents, so the second and every later meeting
//! of a spelling costs one look-up and no memory.

use super::rules::{Role, Rules};
use super::{Stemmer, TokenClass, TypeId, WordType};
use foldhash::fast::RandomState;
use hashbrown::{HashMap, HashTable};
use std::hash::BuildHasher;
use std::sync::Arc;

/// The word types that one worker has met, in the order of meeting.
///
/// Ids are dense, so that later stages keep plain arrays beside it. They depend on the order of documents and
/// therefore never reach an output. A mark that can mean several things (`'`, `"`, `-`) has one type per class.
#[derive(Default)]
pub struct Vocabulary {
    /// Spellings of up to [`PACKED`] bytes, which are nearly all, by a key that holds the spelling itself.
    short: HashTable<(u128, TypeId)>,
    /// The keys of the spellings met last, each in the place that it gives itself: most words are found here at once.
    recent: Vec<u128>,
    /// Their types.
    recent_types: Vec<TypeId>,
    long: HashMap<(TokenClass, Box<str>), TypeId, RandomState>,
    hasher: RandomState,
    surfaces: Vec<Box<str>>,
    types: Vec<WordType>,
    /// What each type does in sentences by the rules of the segmenter that asked last.
    roles: Vec<Role>,
    rules: Option<Arc<Rules>>,
    id: VocabularyId,
}

/// Tells vocabularies apart, so that whoever keeps something by [`TypeId`] can tell whether it still holds.
#[derive(Clone, Debug, Default)]
pub struct VocabularyId(Arc<()>);

impl PartialEq for VocabularyId {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

/// Spellings of so many bytes fit a key, beside their length and class.
const PACKED: usize = 15;

/// Places of [`Vocabulary::recent`], as a power of two.
const RECENT: u32 = 13;

/// The place of a key among the recent ones.
#[inline]
fn place(key: u128) -> usize {
    let folded = (key as u64) ^ ((key >> 64) as u64).rotate_left(29);
    (folded.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - RECENT)) as usize
}

impl Vocabulary {
    /// The type of `surface`, a word, number or mark as it stands in a text; stored on the first meeting.
    pub fn intern(&mut self, surface: &str, class: TokenClass, stemmer: &dyn Stemmer) -> TypeId {
        self.intern_at(surface, 0, surface.len(), class, stemmer)
    }

    /// The type of `text[start..end]`; quicker than by the slice, since it reads a whole key at once.
    #[inline]
    pub(super) fn intern_at(
        &mut self,
        text: &str,
        start: usize,
        end: usize,
        class: TokenClass,
        stemmer: &dyn Stemmer,
    ) -> TypeId {
        if let Some(key) = pack(text, start, end, class) {
            let place = place(key);
            match self.recent.get(place) {
                Some(&recent) if recent == key => self.recent_types[place],
                _ => self.look_up(key, &text[start..end], class, stemmer),
            }
        } else {
            self.intern_long(&text[start..end], class, stemmer)
        }
    }

    /// The type of the word `text[start..end]` of at most seven bytes, which are at hand as a number; `Segments` give it so.
    #[inline]
    pub(super) fn intern_short(
        &mut self,
        letters: u64,
        text: &str,
        start: usize,
        end: usize,
        stemmer: &dyn Stemmer,
    ) -> TypeId {
        let key = key(u128::from(letters), end - start, TokenClass::Word);
        let place = place(key);
        match self.recent.get(place) {
            Some(&recent) if recent == key => self.recent_types[place],
            _ => self.look_up(key, &text[start..end], TokenClass::Word, stemmer),
        }
    }

    /// The type of a key that is not among the recent ones.
    #[cold]
    fn look_up(&mut self, key: u128, surface: &str, class: TokenClass, stemmer: &dyn Stemmer) -> TypeId {
        let hash = self.hasher.hash_one(key);
        let id = match self.short.find(hash, |entry| entry.0 == key) {
            Some(entry) => entry.1,
            None => self.insert_short(hash, key, surface, class, stemmer),
        };
        if self.recent.is_empty() {
            // No key is this one, for there is no such class.
            self.recent.resize(1 << RECENT, u128::MAX);
            self.recent_types.resize(1 << RECENT, TypeId(0));
        }
        self.recent[place(key)] = key;
        self.recent_types[place(key)] = id;
        id
    }

    /// The type of `surface`, if it was met.
    pub fn get(&self, surface: &str, class: TokenClass) -> Option<TypeId> {
        match pack(surface, 0, surface.len(), class) {
            Some(key) => self.short.find(self.hasher.hash_one(key), |entry| entry.0 == key).map(|entry| entry.1),
            None => self.long.get(&(class, surface.into())).copied(),
        }
    }

    /// What is known of a word type.
    pub fn word(&self, id: TypeId) -> &WordType {
        &self.types[id.0 as usize]
    }

    /// A word type as it stands in texts.
    pub(crate) fn surface(&self, id: TypeId) -> &str {
        &self.surfaces[id.0 as usize]
    }

    /// The word types, in the order of their ids.
    pub fn words(&self) -> &[WordType] {
        &self.types
    }

    /// Which vocabulary this is.
    pub fn id(&self) -> &VocabularyId {
        &self.id
    }

    /// Number of word types met so far.
    pub fn len(&self) -> usize {
        self.types.len()
    }

    /// True before the first token.
    pub fn is_empty(&self) -> bool {
        self.types.is_empty()
    }

    /// What each type does in sentences by `rules`; looked up once per type.
    pub(super) fn roles(&mut self, rules: &Arc<Rules>) -> &[Role] {
        if !self.rules.as_ref().is_some_and(|known| Arc::ptr_eq(known, rules)) {
            self.rules = Some(Arc::clone(rules));
            self.roles.clear();
        }
        for i in self.roles.len()..self.types.len() {
            self.roles.push(rules.role(&self.surfaces[i], self.types[i].class));
        }
        &self.roles
    }

    #[cold]
    fn insert_short(
        &mut self,
        hash: u64,
        key: u128,
        surface: &str,
        class: TokenClass,
        stemmer: &dyn Stemmer,
    ) -> TypeId {
        let id = self.push(surface, class, stemmer);
        let hasher = &self.hasher;
        self.short.insert_unique(hash, (key, id), |entry| hasher.hash_one(entry.0));
        id
    }

    #[cold]
    fn intern_long(&mut self, surface: &str, class: TokenClass, stemmer: &dyn Stemmer) -> TypeId {
        let key = (class, surface.into());
        if let Some(&id) = self.long.get(&key) {
            return id;
        }
        let id = self.push(surface, class, stemmer);
        self.long.insert(key, id);
        id
    }

    fn push(&mut self, surface: &str, class: TokenClass, stemmer: &dyn Stemmer) -> TypeId {
        let id = TypeId(self.types.len() as u32);
        self.types.push(WordType::new(surface, class, stemmer));
        self.surfaces.push(surface.into());
        id
    }
}

/// `text[start..end]`, its length and its class as one number; `None` when it is too long.
#[inline]
fn pack(text: &str, start: usize, end: usize, class: TokenClass) -> Option<u128> {
    let length = end - start;
    if length > PACKED {
        return None;
    }
    let bytes = match text.as_bytes().get(start..start + 16).and_then(|window| window.first_chunk::<16>()) {
        Some(window) => u128::from_le_bytes(*window) & ((1u128 << (8 * length)) - 1),
        None => {
            let mut window = [0u8; 16];
            window[..length].copy_from_slice(&text.as_bytes()[start..end]);
            u128::from_le_bytes(window)
        }
    };
    Some(key(bytes, length, class))
}

/// The key of a spelling of at most [`PACKED`] bytes, given as a number.
#[inline]
fn key(bytes: u128, length: usize, class: TokenClass) -> u128 {
    bytes | ((length as u128) << 4 | class as u128) << 120
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::SnowballStemmer;

    #[test]
    fn one_type_per_spelling_and_class() {
        let stemmer = SnowballStemmer::new("en", []).unwrap();
        let mut vocabulary = Vocabulary::default();
        assert!(vocabulary.is_empty());
        let a = vocabulary.intern("table", TokenClass::Word, &stemmer);
        let b = vocabulary.intern("tables", TokenClass::Word, &stemmer);
        assert_ne!(a, b);
        assert_eq!(vocabulary.intern("table", TokenClass::Word, &stemmer), a);
        assert_eq!(vocabulary.word(a).stem, vocabulary.word(b).stem);
        let open = vocabulary.intern("\"", TokenClass::QuoteOpen, &stemmer);
        let close = vocabulary.intern("\"", TokenClass::QuoteClose, &stemmer);
        assert_ne!(open, close);
        assert_eq!(vocabulary.word(close).class, TokenClass::QuoteClose);
        assert_eq!(vocabulary.get("\"", TokenClass::QuoteOpen), Some(open));
        assert_eq!(vocabulary.get("unmet", TokenClass::Word), None);
        assert_eq!(vocabulary.len(), 4);
    }

    #[test]
    fn spellings_are_told_apart_at_every_length() {
        let stemmer = SnowballStemmer::new("en", []).unwrap();
        let mut vocabulary = Vocabulary::default();
        let text = "abcdefghijklmnopqrstuvwxyz\0\0";
        for end in 1..=text.len() {
            for start in 0..end {
                let id = vocabulary.intern_at(text, start, end, TokenClass::Other, &stemmer);
                assert_eq!(vocabulary.get(&text[start..end], TokenClass::Other), Some(id));
                assert_eq!(&*vocabulary.word(id).cased, &text[start..end]);
            }
        }
    }

    #[test]
    fn many_types_keep_their_ids() {
        let stemmer = SnowballStemmer::new("en", []).unwrap();
        let mut vocabulary = Vocabulary::default();
        for round in 0..2 {
            for i in 0..3000u32 {
                let spelling = if i % 2 == 0 { format!("w{i}") } else { format!("a-very-long-spelling-{i}") };
                let id = vocabulary.intern(&spelling, TokenClass::Word, &stemmer);
                assert_eq!(vocabulary.get(&spelling, TokenClass::Word), Some(id));
                assert_eq!(*vocabulary.word(id).cased, *spelling);
                assert_eq!(id, TypeId(i), "round {round}");
            }
        }
        assert_eq!(vocabulary.words().len(), 3000);
    }
}
