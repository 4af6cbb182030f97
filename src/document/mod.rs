//! A document: one article, transcript or row of a table, as it was given.
//!
//! What comes in is text that the `input` room has decoded; nothing here is ever changed afterwards. Every
//! later stage points back into [`Document::text`] with byte [`Span`]s, so that a number in a table can be
//! followed to the words that made it.

mod span;
mod warning;

pub use jiff::civil::Date;
pub use span::{CharOffsets, Span};
pub use warning::{Warning, WarningCode};

/// One article, transcript or row of a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// Unique name within a run: the id column, or the file's name without its extension.
    pub id: String,
    /// The title that came with the data (front matter, a column), if any.
    pub title: Option<String>,
    /// The date that came with the data, if any.
    pub date: Option<Date>,
    /// Where the document was read: a path, a path with a line (`debates.csv:13`), or `-` for standard input.
    pub source: String,
    /// Where it was published, when the data said so.
    pub origin: Origin,
    /// The text as given, decoded to UTF-8, byte order mark removed, otherwise untouched; of formats that are taken
    /// apart (pages, Word, PDF, mails) the running text that was taken out.
    pub text: String,
    /// Speaker and side when a column gave them; then the whole text is one statement of kind `given`.
    pub given: Option<Given>,
    /// What the reader wants people to know about this document (encoding guesses, for example).
    pub warnings: Vec<Warning>,
}

/// Speaker and side as columns of a table gave them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Given {
    /// The speaker's name as written in the speaker column.
    pub speaker: Option<String>,
    /// The side as written in the side column.
    pub side: Option<String>,
}

/// Where a text was published, as front matter or columns of a table say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// The newspaper, agency or site.
    pub outlet: Option<String>,
    /// The address.
    pub url: Option<String>,
    /// Who wrote it: a person's name, never a speaker of the text.
    pub author: Option<String>,
}
