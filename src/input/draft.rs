//! A document on its way: what a reader found, before the run gives it its id and its source.

use crate::document::{Date, Given, Origin};

#[derive(Clone, Debug, Default)]
pub(super) struct Draft {
    /// The row of the table, counted from 1 without the header; none when the source is one document.
    pub row: Option<u64>,
    /// The line on which it starts.
    pub line: Option<u64>,
    /// The id that came with the data.
    pub id: Option<String>,
    pub title: Option<String>,
    pub date: Option<Date>,
    /// A date that nobody could read.
    pub unread_date: Option<String>,
    pub given: Option<Given>,
    pub origin: Origin,
    pub text: String,
    /// Why a front matter could not be read.
    pub unread_front_matter: Option<String>,
    /// Letters of a PDF that it does not name, and that read U+FFFD.
    pub unread_letters: u64,
}

/// Sorts out what is an outlet and what an address: both stand in fields called `source`.
pub(super) fn origin(source: Option<String>, url: Option<String>, author: Option<String>) -> Origin {
    let is_url = |text: &String| text.starts_with("https://") || text.starts_with("http://");
    let (from_source, outlet) = match source {
        Some(source) if is_url(&source) => (Some(source), None),
        other => (None, other),
    };
    Origin { outlet, url: url.or(from_source), author }
}
