//! Word types: every distinct spelling is stored, normalized and stemmed once.
//!
//! What comes in is a spelling as it stands in a text; what goes out is a [`TypeId`] that stands for everything
//! known of it. A worker keeps one [`Vocabulary`] for all its documents, so the second and every later meeting
//! of a spelling costs one look-up and no memory.

use super::rules::{Role, Rules};
use super::segmenter::Notes;
use super::spellings::{Key, Spellings};
use super::word::or_same;
use super::{Stemmer, Token, TokenClass, TypeId, WordType};
use foldhash::fast::RandomState;
use hashbrown::HashMap;
use std::sync::Arc;

/// The word types that one worker has met, in the order of meeting.
///
/// Ids are dense, so that later stages keep plain arrays beside it. They depend on the order of documents and
/// therefore never reach an output. A mark that can mean several things (`'`, `"`, `-`) has one type per class.
#[derive(Default)]
pub struct Vocabulary {
    /// Spellings that have a key, which are nearly all.
    spellings: Spellings,
    long: HashMap<(TokenClass, Box<str>), TypeId, RandomState>,
    /// By ASCII mark and class.
    marks: Vec<Option<TypeId>>,
    surfaces: Vec<Arc<str>>,
    types: Vec<WordType>,
    /// What each type does in sentences by the rules of the segmenter that asked last.
    roles: Vec<Role>,
    rules: Option<Arc<Rules>>,
    /// What a segmenter writes down of each text, kept for its memory.
    pub(super) notes: Notes,
    id: VocabularyId,
}

/// Keys of spellings that wait to be looked up, each with its token and its hash.
#[derive(Default)]
pub(super) struct Kept {
    small: Vec<(u64, u32, u32)>,
    large: Vec<(u128, u32, u32)>,
}

impl Kept {
    /// Forgets all keys.
    pub fn clear(&mut self) {
        self.small.clear();
        self.large.clear();
    }
}

/// Tells vocabularies apart, so that whoever keeps something by [`TypeId`] can tell whether it still holds.
#[derive(Clone, Debug, Default)]
pub struct VocabularyId(Arc<()>);

impl PartialEq for VocabularyId {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Vocabulary {
    /// The type of `surface`, a word, number or mark as it stands in a text; stored on the first meeting.
    pub fn intern(&mut self, surface: &str, class: TokenClass, stemmer: &dyn Stemmer) -> TypeId {
        match Key::of(surface, 0, surface.len(), class) {
            Some(key) => match self.spellings.get(key) {
                Some((id, _)) => id,
                None => self.insert(key, surface, class, stemmer).0,
            },
            None => self.intern_long(surface, class, stemmer),
        }
    }

    /// Keeps the key of a token until [`Vocabulary::intern_kept`] looks all of them up, and fetches the place where it may be.
    ///
    /// So memory is read while words are still being cut, and nothing waits for it.
    #[inline(always)]
    pub(super) fn keep(&self, key: Key, token: usize, kept: &mut Kept) {
        match key {
            Key::Small(key) => {
                let hash = self.spellings.small.hash(key);
                self.spellings.small.fetch(hash);
                kept.small.push((key, token as u32, hash));
            }
            Key::Large(key) => {
                let hash = self.spellings.large.hash(key);
                self.spellings.large.fetch(hash);
                kept.large.push((key, token as u32, hash));
            }
        }
    }

    /// Gives their types to the tokens whose keys were kept.
    pub(super) fn intern_kept(&mut self, kept: &Kept, text: &str, tokens: &mut [Token], stemmer: &dyn Stemmer) {
        for &(key, at, hash) in &kept.small {
            let token = &mut tokens[at as usize];
            (token.type_id, token.role) = match self.spellings.small.get(key, hash) {
                Some(known) => known,
                None => self.insert(Key::Small(key), token.span.slice(text), token.class, stemmer),
            };
        }
        for &(key, at, hash) in &kept.large {
            let token = &mut tokens[at as usize];
            (token.type_id, token.role) = match self.spellings.large.get(key, hash) {
                Some(known) => known,
                None => self.insert(Key::Large(key), token.span.slice(text), token.class, stemmer),
            };
        }
    }

    /// The type of an ASCII mark that stands alone and is of a class.
    #[inline]
    pub(super) fn intern_mark(&mut self, mark: u8, class: TokenClass, stemmer: &dyn Stemmer) -> TypeId {
        let at = usize::from(mark) << 4 | class as usize;
        match self.marks.get(at) {
            Some(&Some(id)) => id,
            _ => {
                let id = self.intern(char::from(mark).encode_utf8(&mut [0; 4]), class, stemmer);
                self.marks.resize(1 << 11, None);
                self.marks[at] = Some(id);
                id
            }
        }
    }

    /// The type of `surface`, if it was met.
    pub fn get(&self, surface: &str, class: TokenClass) -> Option<TypeId> {
        match Key::of(surface, 0, surface.len(), class) {
            Some(key) => self.spellings.get(key).map(|(id, _)| id),
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

    /// What each type does in sentences goes by `rules` from now on.
    pub(super) fn follow(&mut self, rules: &Arc<Rules>) {
        if !self.rules.as_ref().is_some_and(|known| Arc::ptr_eq(known, rules)) {
            self.rules = Some(Arc::clone(rules));
            self.roles.clear();
            self.roles.extend(self.surfaces.iter().zip(&self.types).map(|(word, known)| rules.role(word, known.class)));
            self.spellings.assign(&self.roles);
        }
    }

    /// What a type does in sentences by the rules of the segmenter that asked last.
    pub(super) fn role(&self, id: TypeId) -> Role {
        self.roles[id.0 as usize]
    }

    #[cold]
    fn insert(&mut self, key: Key, surface: &str, class: TokenClass, stemmer: &dyn Stemmer) -> (TypeId, Role) {
        let id = self.push(surface, class, stemmer);
        let role = self.role(id);
        self.spellings.file(key, id, role);
        (id, role)
    }

    #[cold]
    pub(super) fn intern_long(&mut self, surface: &str, class: TokenClass, stemmer: &dyn Stemmer) -> TypeId {
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
        let word = WordType::new(surface, class, stemmer);
        self.surfaces.push(or_same(surface, &word.cased));
        self.types.push(word);
        self.roles.push(self.rules.as_ref().map_or(Role::default(), |rules| rules.role(surface, class)));
        id
    }
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
                let id = vocabulary.intern(&text[start..end], TokenClass::Other, &stemmer);
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
