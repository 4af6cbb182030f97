//! Output: tables and comparisons as files and on the terminal.
//!
//! Tables, scored documents and a comparison come in; bytes go out, to a writer that the caller owns. Nothing here
//! prints, and the same input gives the same bytes: no clock, no machine, no order of threads. Files are written
//! whole or not at all ([`OutputFolder`], [`write_file`]); words of the texts cannot act on the program that shows
//! them: not as a formula in a spreadsheet ([`guard()`]), not as a control on a terminal ([`harmless`]), not as markup
//! in the [`Report`].

mod answer;
mod csv;
mod error;
mod explain;
mod folder;
mod grid;
mod inputs;
mod json;
mod memo;
mod method;
mod passages;
mod quotation;
mod report;
mod run;
mod stream;
mod terminal;
mod xlsx;

pub use crate::text::{guard, harmless, unguard};
pub use answer::answer;
pub use csv::{CsvFlavor, CsvProfile, CsvRows, CsvWriter, write_csv};
pub use error::OutputError;
pub use explain::explain;
pub use folder::{OutputFile, OutputFolder, StagedFile, write_file};
pub use grid::{write_grid, write_markdown};
pub use inputs::sum_up;
pub use json::{CharSpan, Record, StatementRecord, records, statement_records, write_json, write_json_lines};
pub use memo::write_memo;
pub use method::METHOD;
pub use passages::{ARTICLE_BUDGET, Passages};
pub use report::Report;
pub use run::{InputRecord, LexiconRecord, RunRecord, command_line};
pub use stream::{Delivered, write_stream};
pub use terminal::Summary;
pub use xlsx::{About, SheetId, WorkbookWriter};
