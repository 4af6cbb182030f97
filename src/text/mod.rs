//! Text: tokens, word types, sentences, clauses and paragraphs of one document.
//!
//! A [`Segmenter`] reads a document's text once and gives a [`Text`]: tokens with byte spans, each pointing to
//! a word type in a [`Vocabulary`] that a worker keeps for all its documents. Everything that is known of a
//! word (its normalized form, its stem, later its lexicon entries) is looked up once per type, never per token.
//! Normalization may change the form of a word; it never changes a span.

mod clause;
mod mark;
mod normalize;
mod paragraph;
mod rules;
mod scan;
mod segmenter;
mod sentence;
mod stem;
mod token;
mod vocabulary;
mod word;

#[cfg(test)]
mod fixture;

pub use normalize::{fold, normalize};
pub use rules::SegmenterRules;
pub use segmenter::Segmenter;
pub use stem::{SnowballStemmer, Stemmer};
pub use token::{Text, Token, TokenClass, TokenRange, TypeId};
pub use vocabulary::Vocabulary;
pub use word::{Shape, WordType};
