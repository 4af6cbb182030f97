//! Input: files, folders, patterns, tables and standard input become documents.
//!
//! What comes in is what somebody named on the command line; what goes out is a stream of
//! [`Document`](crate::document::Document)s, each with its text as given. [`expand`] lists the files, [`Documents`]
//! reads them one document at a time, however large a table is. One document that cannot be read is a [`Rejected`]
//! and does not stop the others. Nothing here prints.
//!
//! ```
//! use demarche::input::{Documents, InputOptions, Source};
//!
//! let table = "speaker,date,text\nCui,9/26/14,They tore down this table.\nKerry,,\"We object.\"\n";
//! let options = InputOptions { id_column: None, ..InputOptions::default() };
//! let mut documents = Documents::new(vec![Source::stdin()], options).with_stdin(table.as_bytes());
//! let first = documents.next().unwrap()?;
//! assert_eq!(first.id, "stdin-1");
//! assert_eq!(first.source, "-:2");
//! assert_eq!(first.given.unwrap().speaker.as_deref(), Some("Cui"));
//! assert_eq!(first.date.unwrap().to_string(), "2014-09-26");
//! assert_eq!(documents.by_ref().count(), 1);
//! assert_eq!(documents.records()[0].columns.as_ref().unwrap().text.as_deref(), Some("text"));
//! # Ok::<(), demarche::input::Rejected>(())
//! ```
//!
//! | extension | a document is | notes |
//! |---|---|---|
//! | `.txt` | the file | |
//! | `.md` | the file | front matter gives title, date, outlet, address, author and id, and is no part of the text; marks (`**`, `#`, links) stay in it, so that offsets are those of the file's body |
//! | `.csv` | a row | the delimiter (`,` `;` tab `\|`) is told from the header; Excel's `sep=;` line is understood |
//! | `.tsv` | a row | |
//! | `.jsonl` `.ndjson` | a line | |
//! | `.json` | an object | one, several, an array of them, or an array inside an object |
//! | `.html` `.htm` | the article of the page | its title is the first paragraph; title, date, author, outlet and address come from the page |
//! | `.docx` | the file | running text without notes, headers and deleted words; title and author from its properties |
//! | `.pdf` | the file | the letters it shows, put into lines and paragraphs; a scan without text is refused |
//! | `.eml` | the first text part | headers give title, date and author; a `.txt` that begins with mail headers or a wire service's slug is read from behind them |
//! | `.zip` | its members | each as a file of its kind; archives inside are refused |
//!
//! Of formats that are taken apart the text is what was taken out: offsets count its characters, not those of the
//! file. Any of them may be packed with gzip or Zstandard. What the bytes say goes before what the name says; without
//! a known extension the content decides. A document's id
//! is its id column or front matter, else its file's name, and its row in a table (`debates-12`); a second document
//! of the same id gets `-2`. A row without text is a document without text, not an error. [`parse_date`] says which
//! dates are understood, `encoding` how bytes become text.

mod archive;
mod buckets;
mod bytes;
mod columns;
mod copies;
mod date;
mod documents;
mod docx;
mod draft;
mod encoding;
mod error;
mod expand;
mod expansion;
mod fields;
mod fingerprint;
#[cfg(test)]
mod fixture;
mod front_matter;
mod headers;
mod ids;
mod isolated;
mod json;
mod mail;
mod open;
mod options;
mod page;
mod page_cost;
mod pdf;
mod pdf_streams;
mod pdf_text;
mod reader;
mod record;
mod rows;
mod slots;
mod sniff;
mod source;
mod table;
mod whole;
mod window;

pub use columns::Columns;
pub use copies::{Copies, Copy, CopyFinder, WithoutCopies};
pub use date::parse_date;
pub use documents::Documents;
pub(crate) use encoding::decode;
pub use error::{Cause, InputError, Rejected};
pub use expand::expand;
pub use isolated::ISOLATED_THREAD;
pub use options::{FirstLook, Format, InputOptions, Sample, unguard};
pub use record::InputRecord;
pub(crate) use slots::Slots;
pub use source::Source;
pub(crate) use whole::{LARGEST, read_whole, read_whole_text};
