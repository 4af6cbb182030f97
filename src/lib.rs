//! From raw news text to a comparison of two positions, with every number traceable to the words behind it.
//!
//! The modules are the stages of one pipeline, each depending on those before it: documents come in, statements are
//! found, given a side and scored, counts are merged, and tables go out. Nothing here prints.
//!
//! ```
//! use demarche::compare::{Codebook, Settings, Tally};
//! use demarche::document::Document;
//! use demarche::lexicon::Lexicon;
//! use demarche::scoring::Scorer;
//!
//! let lexicon = Lexicon::load("us-china-cyber")?;
//! let mut scorer = Scorer::new(&lexicon, Default::default());
//! let text = "“The theft of trade secrets must stop,” said the American envoy. “The charge is groundless,” \
//!             China’s Foreign Ministry said.";
//! let scored = scorer.score(Document { id: "note".into(), text: text.into(), ..Document::default() });
//! for (statement, score) in scored.attributed.statements.iter().zip(&scored.scores) {
//!     assert!(statement.side().is_some() && !score.matches.is_empty());
//! }
//! let mut tally = Tally::new(&lexicon.dispute);
//! tally.add(&scored, scorer.vocabulary());
//! let codebook = Codebook { dispute: &lexicon.dispute, pattern: &|_| String::new(), is_stop_word: &|_| false };
//! let comparison = tally.compare(&codebook, &Settings::default());
//! assert_eq!(comparison.issues.len(), lexicon.dispute.issues.len());
//! # Ok::<(), demarche::lexicon::LexiconError>(())
//! ```

pub mod attribution;
mod built_in;
pub mod cli;
pub mod compare;
pub mod document;
pub mod input;
pub mod lexicon;
pub mod output;
pub mod scoring;
pub mod table;
pub mod text;
pub mod tune;
