//! Text: tokens, word types, sentences, clauses and paragraphs of one document.
//!
//! A [`Segmenter`] reads a document's text once and gives a [`Text`]: tokens with byte spans, each pointing to
//! a word type in a [`Vocabulary`] that a worker keeps for all its documents. Everything that is known of a
//! word (its normalized form, its stem, later its lexicon entries) is looked up once per type, never per token.
//! Normalization may change the form of a word; it never changes a span. Words are those of Unicode's UAX #29;
//! sentences and clauses follow rules whose word lists a language pack hands in as [`SegmenterRules`].
//!
//! ```
//! use demarche::text::{Segmenter, SegmenterRules, SnowballStemmer, TokenClass, Vocabulary};
//! use std::sync::Arc;
//!
//! let rules = SegmenterRules {
//!     abbreviations: vec![("U.S.".to_owned(), "ending".to_owned())],
//!     clause_openers: vec!["but".to_owned()],
//!     ..SegmenterRules::default()
//! };
//! let stemmer = SnowballStemmer::new("en", []).expect("English has a stemmer");
//! let segmenter = Segmenter::new(Arc::new(stemmer), rules);
//!
//! let article = "Both sides of the U.S. Congress agree, but China’s table broke. “Why?” he asked.";
//! let mut vocabulary = Vocabulary::default();
//! let text = segmenter.segment(article, &mut vocabulary);
//!
//! let sentences: Vec<_> = text.sentences.iter().map(|&range| text.span(range).slice(article)).collect();
//! assert_eq!(sentences[1], "“Why?” he asked.");
//! assert_eq!(text.clauses().len(), 3); // the comma before “but” parts the first sentence
//!
//! let china = text.tokens.iter().find(|token| token.span.slice(article) == "China’s").expect("it is there");
//! assert_eq!(china.class, TokenClass::Word);
//! assert_eq!(&*vocabulary.word(china.type_id).name, "China");
//! assert_eq!(&*vocabulary.word(china.type_id).stem, "china");
//! ```
//!
//! The way of a text: `scan` finds words, `mark` names punctuation, `vocabulary` stores `spellings` (`word`, `stem`,
//! `normalize`), `paragraph` and `sentence` group tokens by `rules`, `capitals` settles what `US` means; `clause` cuts a
//! sentence when somebody asks.

mod capitals;
mod clause;
mod guard;
pub(crate) mod harmless;
mod known_stems;
mod mark;
mod normalize;
mod paragraph;
mod rules;
mod scan;
mod segmenter;
mod sentence;
mod spellings;
mod stem;
mod token;
mod vocabulary;
mod word;

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod laws;

pub(crate) use guard::starts_formula;
pub use guard::{guard, unguard};
pub use harmless::harmless;
pub use normalize::{fold, normalize};
pub use rules::SegmenterRules;
pub use segmenter::Segmenter;
pub use stem::{SnowballStemmer, Stemmer};
pub use token::{Text, Token, TokenClass, TokenRange, TypeId};
pub(crate) use token::{ahead, fetching, range_of};
pub use vocabulary::{Vocabulary, VocabularyId};
pub use word::{Shape, WordType};
