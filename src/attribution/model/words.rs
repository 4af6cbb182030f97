//! Words: the types of a vocabulary as numbers, worked out once and kept from document to document.

use super::clusters::Clusters;
use super::feature::hash_word;
use super::tag::Tag;
use crate::text::{TypeId, Vocabulary, VocabularyId, WordType};

/// One word type.
#[derive(Clone, Copy, Debug, Default)]
pub struct Word {
    /// The form in lower case.
    pub form: u32,
    /// The stem.
    pub stem: u32,
    /// The last three letters.
    pub suffix: u32,
    /// The first three letters.
    pub prefix: u32,
    /// The word cluster, 0 for none.
    pub fine: u32,
    /// The coarser cluster, 0 for none.
    pub coarse: u32,
    /// What kind of word, before its place is looked at.
    pub tag: Tag,
}

impl Word {
    fn new(word: &WordType, clusters: &Clusters) -> Self {
        let form = hash_word(&word.form);
        let ends = |n: usize| word.form.char_indices().rev().nth(n - 1).map_or(&*word.form, |(i, _)| &word.form[i..]);
        let starts = |n: usize| word.form.char_indices().nth(n).map_or(&*word.form, |(i, _)| &word.form[..i]);
        let (fine, coarse) = clusters.of(form);
        Word {
            form,
            stem: hash_word(&word.stem),
            suffix: hash_word(ends(3)),
            prefix: hash_word(starts(3)),
            fine,
            coarse,
            tag: Tag::None,
        }
    }
}

/// The words of one vocabulary, for one table of clusters.
#[derive(Debug, Default)]
pub struct Words {
    vocabulary: Option<VocabularyId>,
    /// By type.
    words: Vec<Option<Word>>,
}

impl Words {
    /// Goes on with a vocabulary; what is known of another is forgotten.
    pub fn follow(&mut self, vocabulary: &Vocabulary) {
        if self.vocabulary.as_ref() != Some(vocabulary.id()) {
            self.vocabulary = Some(vocabulary.id().clone());
            self.words.clear();
        }
        self.words.resize(vocabulary.len(), None);
    }

    /// A word of the vocabulary that is followed, with a tag.
    pub fn get(&mut self, vocabulary: &Vocabulary, id: TypeId, tag: Tag, clusters: &Clusters) -> Word {
        let word = self.words[id.0 as usize].get_or_insert_with(|| Word::new(vocabulary.word(id), clusters));
        Word { tag, ..*word }
    }
}
