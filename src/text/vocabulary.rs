//! Word types: every distinct spelling is stored, normalized and stemmed once.
//!
//! What comes in is a spelling as it stands in a text; what goes out is a [`TypeId`] that stands for everything
//! known of it. A worker keeps one [`Vocabulary`] for all its documents, so the second and every later meeting
//! of a spelling costs one look-up and no memory.

use super::{Stemmer, TokenClass, TypeId, WordType};
use foldhash::fast::FixedState;
use hashbrown::HashTable;
use std::hash::BuildHasher;

/// The word types that one worker has met, in the order of meeting.
///
/// Ids are dense, so that later stages keep plain arrays beside it. They depend on the order of documents and
/// therefore never reach an output. A mark that can mean several things (`'`, `"`, `-`) has one type per class.
#[derive(Default)]
pub struct Vocabulary {
    ids: HashTable<TypeId>,
    surfaces: Vec<Box<str>>,
    types: Vec<WordType>,
}

impl Vocabulary {
    /// The type of `surface`, a word, number or mark as it stands in a text; stored on the first meeting.
    pub fn intern(&mut self, surface: &str, class: TokenClass, stemmer: &dyn Stemmer) -> TypeId {
        let hash = hash(surface);
        match self.find(hash, surface, class) {
            Some(id) => id,
            None => self.insert(hash, surface, class, stemmer),
        }
    }

    /// The type of `surface`, if it was met.
    pub fn get(&self, surface: &str, class: TokenClass) -> Option<TypeId> {
        self.find(hash(surface), surface, class)
    }

    /// What is known of a word type.
    pub fn word(&self, id: TypeId) -> &WordType {
        &self.types[id.0 as usize]
    }

    /// The word types, in the order of their ids.
    pub fn words(&self) -> &[WordType] {
        &self.types
    }

    /// Number of word types met so far.
    pub fn len(&self) -> usize {
        self.types.len()
    }

    /// True before the first token.
    pub fn is_empty(&self) -> bool {
        self.types.is_empty()
    }

    #[inline]
    fn find(&self, hash: u64, surface: &str, class: TokenClass) -> Option<TypeId> {
        let same = |id: &TypeId| {
            let i = id.0 as usize;
            *self.surfaces[i] == *surface && self.types[i].class == class
        };
        self.ids.find(hash, same).copied()
    }

    #[cold]
    fn insert(&mut self, hash_value: u64, surface: &str, class: TokenClass, stemmer: &dyn Stemmer) -> TypeId {
        let id = TypeId(self.types.len() as u32);
        self.types.push(WordType::new(surface, class, stemmer));
        self.surfaces.push(surface.into());
        let surfaces = &self.surfaces;
        self.ids.insert_unique(hash_value, id, |id| hash(&surfaces[id.0 as usize]));
        id
    }
}

/// Fixed, since neither an id nor the order of the table reaches an output.
#[inline]
fn hash(surface: &str) -> u64 {
    FixedState::with_seed(0).hash_one(surface.as_bytes())
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
    fn many_types_keep_their_ids() {
        let stemmer = SnowballStemmer::new("en", []).unwrap();
        let mut vocabulary = Vocabulary::default();
        for round in 0..2 {
            for i in 0..3000u32 {
                let id = vocabulary.intern(&format!("w{i}"), TokenClass::Word, &stemmer);
                assert_eq!(id, TypeId(i), "round {round}");
            }
        }
        assert_eq!(vocabulary.words().len(), 3000);
    }
}
