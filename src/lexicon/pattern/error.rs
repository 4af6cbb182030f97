//! Mistakes in a pattern.

use std::ops::Range;

use super::{MAX_CHARACTERS, MAX_DEPTH, MAX_GAP, MAX_GAPS, MAX_SEQUENCES};

/// A mistake in a pattern and where it is.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{mistake}")]
pub struct PatternError {
    /// What is wrong.
    pub mistake: PatternMistake,
    /// 0-based characters of the pattern (or of the whole cell).
    pub(crate) at: Range<usize>,
}

impl PatternError {
    /// Where the mistake starts: 1-based, in characters.
    pub fn column(&self) -> usize {
        self.at.start + 1
    }
}

/// What can be wrong with a pattern.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PatternMistake {
    /// Nothing but white space.
    #[error("the pattern is empty (write a word, or remove the row)")]
    Empty,
    /// Too many characters.
    #[error("the pattern has {0} characters ({MAX_CHARACTERS} at most; write several rows)")]
    TooLong(usize),
    /// `"` without its partner.
    #[error("this quotation mark is never closed (write \"words\")")]
    UnclosedQuote,
    /// `(` without its partner.
    #[error("this parenthesis is never closed (write (a|b))")]
    UnclosedGroup,
    /// `)` without its partner.
    #[error("this parenthesis was never opened (write (a|b))")]
    StrayClose,
    /// `|` outside parentheses.
    #[error("alternatives need parentheses (write (a|b))")]
    StrayBar,
    /// `(a|)`
    #[error("an alternative is empty (remove the | beside it)")]
    EmptyAlternative,
    /// `hack(er|ing)`
    #[error("alternatives stand for whole words (write (hacker|hacking), not hack(er|ing))")]
    GluedGroup,
    /// Groups inside groups inside groups.
    #[error("alternatives are nested too deeply ({MAX_DEPTH} levels at most)")]
    TooDeep,
    /// Alternatives multiply.
    #[error("alternatives multiply to more than {MAX_SEQUENCES} sequences (write several rows)")]
    TooManySequences,
    /// `<x>`, `<2-1>`
    #[error("this is not a gap (write <0-2> for up to two words, <2> for exactly two)")]
    BadGap,
    /// `<0-90>`
    #[error("a gap of up to {0} words is too wide ({MAX_GAP} at most)")]
    GapTooWide(u32),
    /// Gaps that are narrow enough one by one.
    #[error("the gaps come to {0} words ({MAX_GAPS} at most in one pattern; write several rows, or narrower gaps)")]
    GapsTooWide(u32),
    /// A gap or a comma at an end.
    #[error("a gap or a comma stands between two words (remove it here)")]
    GapAtEdge,
    /// Two gaps in a row.
    #[error("two gaps in a row (write one)")]
    TwoGaps,
    /// `@`, `@US`
    #[error("@{0} names no side (write @self, @other or @ and a side's id in lower case)")]
    BadMention(String),
    /// `@usa`
    #[error("@{id} names no side ({suggestion}write {known})")]
    UnknownSide {
        /// As written.
        id: String,
        /// `did you mean …? ` or empty.
        suggestion: String,
        /// What could have been written.
        known: String,
    },
    /// `%`
    #[error("there is no word in {0} (patterns match words, not punctuation)")]
    NoWord(String),
    /// `*`, `??`
    #[error("the pattern would match any word (add a word or a letter)")]
    MatchesEverything,
}
