//! Output: tables and comparisons as files and on the terminal.

mod csv;
mod error;
mod folder;
mod guard;
mod stream;

pub use csv::{CsvFlavor, CsvProfile, CsvWriter, write_csv};
pub use error::OutputError;
pub use folder::{OutputFile, OutputFolder, StagedFile, write_file};
pub use guard::{guard, unguard};
pub use stream::{Delivered, write_stream};
