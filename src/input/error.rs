//! What can go wrong before reading ([`InputError`]) and with one document among many ([`Rejected`]).

use std::io;
use std::path::PathBuf;

use serde::Serialize;
use thiserror::Error;

use super::expansion::TooFar;

/// Why the inputs that somebody named cannot be turned into a list of files.
#[derive(Debug, Error)]
pub enum InputError {
    /// No file or folder of that name.
    #[error("{}: no such file or folder ({remedy})", .path.display())]
    Missing {
        /// As given.
        path: PathBuf,
        /// A near name, or what to look at.
        remedy: String,
    },
    /// A pattern that matches no file.
    #[error("{pattern}: the pattern matches no file (check the folder's name, or name the folder itself)")]
    NoMatch {
        /// As given.
        pattern: String,
    },
    /// A pattern that is not one.
    #[error("{pattern}: not a valid file pattern: {reason} (use * for any characters, ** for any folders)")]
    Pattern {
        /// As given.
        pattern: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A folder without anything to read.
    #[error("{}: the folder holds no file that can be read (looked for {looked_for}; name other files one by one)", .path.display())]
    Empty {
        /// As given.
        path: PathBuf,
        /// The extensions that a folder is searched for.
        looked_for: String,
    },
    /// More files than a run takes.
    #[error("more than {most} files (name a part of them, or put the texts into a table)")]
    TooMany {
        /// The cap.
        most: usize,
    },
    /// A folder that cannot be listed.
    #[error("{}: the folder cannot be read: {error} (check that you may open it)", .path.display())]
    Unreadable {
        /// The folder.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
}

/// What kind of thing went wrong with a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cause {
    /// The system did not give the bytes, or the compression is broken.
    Unreadable,
    /// Not text: an image, a program, a scan.
    NotText,
    /// Above the size cap.
    TooLarge,
    /// A row or an object that breaks its format.
    Malformed,
    /// A table without the column that was asked for, or without one that holds text.
    Columns,
}

/// A document that could not be read: a row of `rejected.csv`. The others go on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Rejected {
    /// The id that it would have had.
    pub document: String,
    /// Where it is: a path, or a path and line (`debates.csv:12`).
    pub source: String,
    /// Why, and what to do about it.
    pub reason: String,
    /// What kind of thing went wrong.
    pub cause: Cause,
}

impl std::fmt::Display for Rejected {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.source, self.reason)
    }
}

impl std::error::Error for Rejected {}

/// A [`Rejected`] before it knows which source it is from.
#[derive(Debug)]
pub(super) struct Fault {
    /// The row of the table, counted from 1 without the header.
    pub row: Option<u64>,
    /// The line on which it starts.
    pub line: Option<u64>,
    /// What kind.
    pub cause: Cause,
    /// Why, and what to do.
    pub reason: String,
}

impl Fault {
    pub fn new(cause: Cause, reason: impl Into<String>) -> Self {
        Fault { row: None, line: None, cause, reason: reason.into() }
    }

    pub fn at(mut self, row: u64, line: u64) -> Self {
        self.row = Some(row);
        self.line = Some(line);
        self
    }

    /// One document has more bytes than `cap`.
    pub fn too_large(cap: usize) -> Self {
        let size = if cap >= 1 << 20 { format!("{} MiB", cap >> 20) } else { format!("{cap} bytes") };
        Fault::new(
            Cause::TooLarge,
            format!("larger than {size}, the most that one document may have (split it into one file per article)"),
        )
    }
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        if error.get_ref().is_some_and(|inner| inner.is::<TooFar>()) {
            return Fault::new(Cause::TooLarge, format!("{error} (leave it out, or unpack it first)"));
        }
        // Decompressors report broken data with these kinds; the rest is the system's.
        let remedy = match error.kind() {
            io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput | io::ErrorKind::UnexpectedEof => {
                "the file may be damaged or cut off; fetch it again"
            }
            _ => "check that it exists and that you may open it",
        };
        Fault::new(Cause::Unreadable, format!("cannot be read: {error} ({remedy})"))
    }
}
