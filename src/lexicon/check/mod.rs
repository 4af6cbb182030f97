//! `demarche lexicon check`: what a lexicon that loads may still have wrong.
//!
//! What comes in is a loaded [`Lexicon`]; what goes out are [`Finding`]s in the order of the files. A *mistake* is
//! sure (an entry that can never score) and fails the check; *advice* is a guess from the words that are known. The
//! examples need scoring and are run by the command.

mod balance;
mod names;
mod terms;
mod vocabulary;
mod words;

use std::fmt;

use super::Lexicon;

pub use words::stem_collisions;

/// What kind of thing was found; the names are stable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lint {
    /// Its own `unless` always cancels it.
    Dead,
    /// Another term always takes the same words first.
    Shadowed,
    /// Another term matches exactly the same.
    Duplicate,
    /// Another term matches the same and says the opposite.
    Contradictory,
    /// An issue without a term.
    NoTerms,
    /// A glob that fits too many words.
    Greedy,
    /// A stem that is shared by words which look unrelated.
    StemCollision,
    /// An issue that takes a stand on nothing: its proposition is not written.
    NoProposition,
    /// An issue or a dispute with terms for one stance only, or nearly so; speakers of one side, or nearly so.
    OneSided,
    /// A stance without an example.
    NoExample,
    /// A name of several people.
    AmbiguousName,
    /// A side without a speaker.
    NoSpeaker,
}

impl Lint {
    /// The name as it stands in outputs, such as `stem-collision`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Lint::Dead => "dead",
            Lint::Shadowed => "shadowed",
            Lint::Duplicate => "duplicate",
            Lint::Contradictory => "contradictory",
            Lint::NoTerms => "no-terms",
            Lint::Greedy => "greedy",
            Lint::StemCollision => "stem-collision",
            Lint::NoProposition => "no-proposition",
            Lint::OneSided => "one-sided",
            Lint::NoExample => "no-example",
            Lint::AmbiguousName => "ambiguous-name",
            Lint::NoSpeaker => "no-speaker",
        }
    }

    /// True for what is surely wrong and fails the check.
    pub const fn is_mistake(self) -> bool {
        matches!(self, Lint::Dead | Lint::Shadowed | Lint::Duplicate | Lint::Contradictory | Lint::NoTerms)
    }
}

/// One thing that was found.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// The file, as a person would type it.
    pub file: String,
    /// Its line; 0 for the whole file.
    pub line: u32,
    /// What kind of thing.
    pub lint: Lint,
    /// One sentence that ends in the remedy.
    pub message: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.file)?;
        if self.line > 0 {
            write!(f, "{}:", self.line)?;
        }
        write!(f, " {}: {}", self.lint.as_str(), self.message)
    }
}

/// Everything that is found in a lexicon without a text: sorted by file, line and kind.
pub fn check(lexicon: &Lexicon) -> Vec<Finding> {
    let mut report = Report { folder: &lexicon.origin, findings: Vec::new() };
    terms::check(lexicon, &mut report);
    words::check(lexicon, &mut report);
    balance::check(lexicon, &mut report);
    names::check(lexicon, &mut report);
    report.findings.sort();
    report.findings.dedup();
    report.findings
}

/// Findings on their way out.
struct Report<'a> {
    folder: &'a str,
    findings: Vec<Finding>,
}

impl Report<'_> {
    fn add(&mut self, file: &str, line: u32, lint: Lint, message: String) {
        self.findings.push(Finding { file: format!("{}/{file}", self.folder), line, lint, message });
    }
}
