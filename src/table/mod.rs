//! Table: one schema per table, the single source of columns, and the builders of their rows.
//!
//! Scored documents and a comparison come in; rows of typed [`Cell`]s go out, in the order and with the columns that
//! [`schema`] gives. Nothing here knows a file format. Everything that describes the tables — headers,
//! `docs/columns.md`, `datapackage.json`, the sheets of the workbook — is made from the schemas, so that a column is
//! added in one place.
//!
//! ```
//! use demarche::lexicon::Side;
//! use demarche::table::schema;
//! let sides = ["us", "china"].map(|id| Side { id: id.into(), label: id.into(), short: id.into() });
//! let layout = schema::TERMS.layout(&sides);
//! assert_eq!(layout.header().nth(2), Some("us_count"));
//! ```

mod cell;
mod datapackage;
mod documentation;
mod figure;
mod layout;
mod row;
mod rows;
#[cfg(test)]
pub(crate) mod sample;
pub mod schema;

pub use cell::Cell;
pub use datapackage::{DataPackage, Dialect};
pub use documentation::columns_markdown;
pub use figure::fixed;
pub use layout::{Field, Layout, Table};
pub use row::{Row, RowList, RowWriter};
pub use rows::{DocumentRows, Names, comparison_tables, rejected_table, warnings_table};

/// What a test's writer of bytes has written, as text.
#[cfg(test)]
fn written(write: impl FnOnce(&mut Vec<u8>)) -> String {
    let mut out = Vec::new();
    write(&mut out);
    String::from_utf8(out).expect("words and figures are text")
}
