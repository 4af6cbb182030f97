//! The pattern language, one for every CSV file of a lexicon and for `demarche kwic`.
//!
//! | pattern | matches |
//! |---|---|
//! | `steal` | any form with the same stem; case and a possessive `'s` do not matter |
//! | `"stealing"`, `"had stolen"` | these forms only, in any case |
//! | `hack*`, `wom?n` | a glob inside a word: `*` any characters, `?` one; a lone `*` is exactly one word |
//! | `cyber-enabled theft` | a sequence; hyphen, space and dash are equal between its words |
//! | `restore <0-2> confidence` | a gap of none to two words; `<2>` is exactly two |
//! | `yes, we can` | a comma, semicolon or colon between words lets one stand there in the text |
//! | `(hurt\|harm the) interests` | alternatives, which may be sequences and hold alternatives |
//! | `=US`, `="White House"` | case as written, possessive ignored |
//! | `@self`, `@other`, `@us` | a mention of the speaker's own side, of another side, of the side `us` |
//!
//! A [`Pattern`] is what was written, taken apart; it knows nothing of a language. Words, stems and side ids are
//! looked up when a [`Matcher`](super::Matcher) is compiled.

mod error;
mod parse;

use std::borrow::Cow;
use std::fmt::Write;

pub use error::{PatternError, PatternMistake};

/// Characters that a pattern may have.
pub const MAX_CHARACTERS: usize = 4_000;
/// Words that a gap may leave out.
pub const MAX_GAP: u8 = 20;
/// Words that all gaps of a pattern may leave out together: what a match costs grows with its square.
pub const MAX_GAPS: u32 = 60;
/// Sequences that the alternatives of a pattern may multiply to.
pub const MAX_SEQUENCES: usize = 4_096;
/// Groups inside groups.
pub(super) const MAX_DEPTH: usize = 8;

/// A pattern as its author wrote it, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    source: String,
    pub(super) elements: Vec<Element>,
}

/// A part of a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Element {
    /// One chunk of text, which the segmenter may cut into several words.
    Word(Word),
    /// Words to leave out, whatever punctuation stands between them.
    Gap { min: u8, max: u8 },
    /// One of several sequences.
    Choice(Vec<Vec<Element>>),
}

/// A chunk of text and how it is compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    pub comparison: Comparison,
    /// Normalized; a glob is lower case; a side's id without its `@`.
    pub text: String,
    /// 0-based characters of the pattern as written.
    pub at: std::ops::Range<usize>,
}

/// How the words of a text are compared with those of a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Comparison {
    Stem,
    Exact,
    Cased,
    Glob,
    Any,
    OwnSide,
    OtherSide,
    Side,
}

impl Pattern {
    /// Takes a pattern apart.
    ///
    /// ```
    /// use demarche::lexicon::Pattern;
    /// assert!(Pattern::parse("restore <0-2> (trust|confidence)").is_ok());
    /// let error = Pattern::parse("restore <0-90> confidence").unwrap_err();
    /// assert_eq!(error.column(), 9);
    /// assert_eq!(error.to_string(), "a gap of up to 90 words is too wide (20 at most)");
    /// ```
    pub fn parse(source: &str) -> Result<Pattern, PatternError> {
        parse::parse(source)
    }

    /// Takes apart several patterns that `|` separates, as an `unless` cell holds them; none in an empty cell.
    /// Columns of errors count from the start of the cell.
    pub fn parse_list(source: &str) -> Result<Vec<Pattern>, PatternError> {
        parse::parse_list(source)
    }

    /// As written.
    pub fn as_str(&self) -> &str {
        &self.source
    }

    /// Checks that every side it mentions is one of `known`.
    pub(super) fn check_sides(&self, known: &[&str]) -> Result<(), PatternError> {
        if !self.source.contains('@') {
            return Ok(());
        }
        let mentions = self.words().into_iter().filter(|word| word.comparison == Comparison::Side);
        match mentions.into_iter().find(|word| !known.contains(&word.text.as_str())) {
            None => Ok(()),
            Some(word) => {
                let choices = || known.iter().copied().chain(["self", "other"]);
                let suggestion = super::error::did_you_mean(&word.text, choices());
                let known = choices().map(|id| format!("@{id}")).collect::<Vec<_>>().join(", ");
                let mistake = PatternMistake::UnknownSide { id: word.text.clone(), suggestion, known };
                Err(PatternError { mistake, at: word.at.clone() })
            }
        }
    }

    /// How many sequences its alternatives multiply to.
    pub(super) fn sequences(&self) -> usize {
        parse::sequences(&self.elements)
    }

    /// The pattern with every difference taken out that makes no difference: two patterns with the same canonical
    /// form are duplicates.
    pub(super) fn canonical(&self) -> Cow<'_, str> {
        if is_plain(&self.source) {
            return Cow::Borrowed(&self.source);
        }
        let mut out = String::with_capacity(self.source.len());
        write_sequence(&self.elements, &mut out);
        Cow::Owned(out)
    }

    /// Every chunk of text in it.
    pub(super) fn words(&self) -> Vec<&Word> {
        let mut words = Vec::new();
        collect_words(&self.elements, &mut words);
        words
    }
}

/// True for words of small ASCII letters with one blank between them, which are their own canonical form.
fn is_plain(source: &str) -> bool {
    source.split(' ').all(|word| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase()))
}

fn collect_words<'a>(elements: &'a [Element], out: &mut Vec<&'a Word>) {
    for element in elements {
        match element {
            Element::Word(word) => out.push(word),
            Element::Gap { .. } => {}
            Element::Choice(choice) => choice.iter().for_each(|sequence| collect_words(sequence, out)),
        }
    }
}

fn write_sequence(elements: &[Element], out: &mut String) {
    for (i, element) in elements.iter().enumerate() {
        if i > 0 {
            out.push(' ');
        }
        match element {
            Element::Word(word) => word.write_canonical(out),
            Element::Gap { min, max } => {
                let _ = write!(out, "<{min}-{max}>");
            }
            Element::Choice(choice) => write_choice(choice, out),
        }
    }
}

/// Alternatives in order, each once.
fn write_choice(choice: &[Vec<Element>], out: &mut String) {
    let (mut all, mut ends) = (String::new(), Vec::with_capacity(choice.len()));
    for sequence in choice {
        let start = all.len();
        write_sequence(sequence, &mut all);
        ends.push(start..all.len());
    }
    let mut parts: Vec<&str> = ends.into_iter().map(|at| &all[at]).collect();
    parts.sort_unstable();
    parts.dedup();
    out.push('(');
    for (i, part) in parts.into_iter().enumerate() {
        if i > 0 {
            out.push('|');
        }
        out.push_str(part);
    }
    out.push(')');
}

impl Word {
    fn write_canonical(&self, out: &mut String) {
        match self.comparison {
            Comparison::Stem => {
                let parts = self.text.split('-').filter(|part| part.contains(char::is_alphanumeric));
                for (i, part) in parts.enumerate() {
                    if i > 0 {
                        out.push(' ');
                    }
                    write_folded(part, out);
                }
            }
            Comparison::Exact => {
                out.push('"');
                write_folded(&self.text, out);
                out.push('"');
            }
            Comparison::Cased => {
                out.push('=');
                out.push_str(&self.text);
            }
            Comparison::Glob => out.push_str(&self.text),
            Comparison::Any => out.push('*'),
            Comparison::OwnSide => out.push_str("@self"),
            Comparison::OtherSide => out.push_str("@other"),
            Comparison::Side => {
                out.push('@');
                out.push_str(&self.text);
            }
        }
    }
}

/// Adds a text in lower case, an acronym as it is.
fn write_folded(text: &str, out: &mut String) {
    if text.bytes().all(|b| b.is_ascii() && !b.is_ascii_uppercase()) || is_acronym(text) {
        out.push_str(text);
    } else {
        out.push_str(&text.to_lowercase());
    }
}

/// True for `US`, which in lower case would be another word.
fn is_acronym(text: &str) -> bool {
    text.chars().filter(|c| c.is_uppercase()).count() > 1 && !text.chars().any(char::is_lowercase)
}
