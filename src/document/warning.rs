//! Warnings: values with stable codes that travel into every output; nothing is printed here.

use serde::Serialize;

/// What to be careful about; the codes are stable and documented in `docs/columns.md`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum WarningCode {
    /// A document in which no statement was found.
    NoStatements,
    /// Fewer than five stance-bearing matches stand behind a figure.
    ThinEvidence,
    /// One side has many times the tokens of the other.
    UnbalancedSides,
    /// One entry makes more than half of a side's stance evidence on an issue.
    DominantEntry,
    /// Two documents are copies or near-copies.
    DuplicateText,
    /// One stem entry catches forms that look unrelated.
    StemCollision,
    /// Many statements have a low confidence.
    UncertainAttribution,
    /// A speaker belongs to no side.
    UnknownSpeaker,
    /// Page furniture was left out of scoring.
    Boilerplate,
    /// The encoding was guessed, or characters could not be decoded.
    Encoding,
    /// A date or a front matter that came with a document could not be read.
    Metadata,
    /// Intervals were computed over statements, for want of documents.
    IntervalUnit,
    /// A figure is undefined; the message gives the reason.
    Undefined,
    /// Entries of another program's dictionary could not be carried over.
    LexiconLoss,
}

impl WarningCode {
    /// The code as it stands in tables, such as `thin-evidence`.
    pub const fn as_str(self) -> &'static str {
        match self {
            WarningCode::NoStatements => "no-statements",
            WarningCode::ThinEvidence => "thin-evidence",
            WarningCode::UnbalancedSides => "unbalanced-sides",
            WarningCode::DominantEntry => "dominant-entry",
            WarningCode::DuplicateText => "duplicate-text",
            WarningCode::StemCollision => "stem-collision",
            WarningCode::UncertainAttribution => "uncertain-attribution",
            WarningCode::UnknownSpeaker => "unknown-speaker",
            WarningCode::Boilerplate => "boilerplate",
            WarningCode::Encoding => "encoding",
            WarningCode::Metadata => "metadata",
            WarningCode::IntervalUnit => "interval-unit",
            WarningCode::Undefined => "undefined",
            WarningCode::LexiconLoss => "lexicon-loss",
        }
    }
}

/// One caution, with what it is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Warning {
    /// What kind of caution.
    pub code: WarningCode,
    /// One sentence for a person.
    pub message: String,
    /// The document it is about, if one.
    pub document: Option<String>,
    /// The number of the statement within that document, if one.
    pub statement: Option<u32>,
    /// The id of the issue it is about, if one.
    pub issue: Option<String>,
    /// The id of the side it is about, if one.
    pub side: Option<String>,
}

impl Warning {
    /// A caution about a whole run; chain the `about_*` calls to narrow it.
    pub fn new(code: WarningCode, message: impl Into<String>) -> Self {
        Warning { code, message: message.into(), document: None, statement: None, issue: None, side: None }
    }

    /// Says which document it is about.
    pub fn about_document(mut self, id: impl Into<String>) -> Self {
        self.document = Some(id.into());
        self
    }

    /// Says which issue it is about.
    pub fn about_issue(mut self, id: impl Into<String>) -> Self {
        self.issue = Some(id.into());
        self
    }

    /// Says which side it is about.
    pub fn about_side(mut self, id: impl Into<String>) -> Self {
        self.side = Some(id.into());
        self
    }
}
