//! Output: tables and comparisons as files and on the terminal.

mod answer;
mod csv;
mod error;
mod explain;
mod folder;
mod grid;
mod guard;
mod harmless;
mod json;
mod run;
mod stream;
mod terminal;

pub use answer::answer;
pub use csv::{CsvFlavor, CsvProfile, CsvWriter, write_csv};
pub use error::OutputError;
pub use explain::explain;
pub use folder::{OutputFile, OutputFolder, StagedFile, write_file};
pub use grid::{write_grid, write_markdown};
pub use guard::{guard, unguard};
pub use harmless::harmless;
pub use json::{CharSpan, Record, StatementRecord, records, statement_records, write_json, write_json_lines};
pub use run::{InputRecord, LexiconRecord, RunRecord, command_line};
pub use stream::{Delivered, write_stream};
pub use terminal::Summary;
