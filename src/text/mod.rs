//! Text: tokens, word types, sentences, clauses and paragraphs of one document.
//!
//! A [`Segmenter`] reads a document's text once and gives a [`Text`]: tokens with byte spans, each pointing to
//! a word type in a [`Vocabulary`] that a worker keeps for all its documents. Everything that is known of a
//! word (its normalized form, its stem, later its lexicon entries) is looked up once per type, never per token.
//! Normalization may change the form of a word; it never changes a span.

mod token;
mod vocabulary;

pub use token::{Text, Token, TokenClass, TokenRange, TypeId};
pub use vocabulary::{Shape, Stemmer, Vocabulary, WordType};
