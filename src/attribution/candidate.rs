//! Candidates: what a proposer thinks is a statement, before overlaps are settled.

use super::context::Context;
use super::phrase::Phrase;
use crate::text::TokenRange;

/// A possible statement.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// Who, if the text says so.
    pub source: Option<Phrase>,
    /// The words that attribute; empty where there are none.
    pub cue: TokenRange,
    /// What was said, in order, without overlap.
    pub content: Vec<TokenRange>,
    /// 0..1
    pub confidence: f64,
    /// The rule or model, as the `rule` column shows it.
    pub rule: &'static str,
    /// Without a source of its own it goes on with the speaker before it.
    pub goes_on: bool,
    /// The trained model weighed it against its rivals; the confidence is the model's.
    pub judged: bool,
}

impl Candidate {
    /// A candidate with one content span.
    pub fn new(
        rule: &'static str,
        confidence: f64,
        source: Option<Phrase>,
        cue: TokenRange,
        content: TokenRange,
    ) -> Self {
        Candidate { source, cue, content: vec![content], confidence, rule, goes_on: false, judged: false }
    }

    /// The tokens from the first to the last content span.
    pub fn cover(&self) -> TokenRange {
        match (self.content.first(), self.content.last()) {
            (Some(first), Some(last)) => TokenRange::new(first.start, last.end),
            _ => TokenRange::default(),
        }
    }
}

/// Something that proposes statements: the rules, or a trained model.
pub trait Proposer: Send + Sync {
    /// Adds what it finds in a document to `out`, in any order.
    fn propose(&self, context: &Context<'_>, out: &mut Vec<Candidate>);
}
