//! Rows of `warnings` and `rejected`.

use crate::document::Warning;
use crate::lexicon::Side;
use crate::table::{Cell, Table, schema};

/// `warnings`, sorted and without duplicates: cautions of the whole run, then those about documents.
pub fn warnings_table<'a>(warnings: impl IntoIterator<Item = &'a Warning>, sides: &[Side]) -> Table<'a> {
    let mut sorted: Vec<&Warning> = warnings.into_iter().collect();
    sorted.sort_unstable_by_key(|w| (w.document.is_some(), *w));
    sorted.dedup();
    let row = |w: &'a Warning| {
        vec![
            Cell::from(w.code.as_str()),
            Cell::from(&w.message),
            Cell::from(w.document.as_deref()),
            Cell::from(w.statement),
            Cell::from(w.issue.as_deref()),
            Cell::from(w.side.as_deref()),
        ]
    };
    Table::new(&schema::WARNINGS, sides, sorted.into_iter().map(row).collect())
}

/// `rejected`: the id and the reason of each document that could not be read, in the order given.
pub fn rejected_table<'a>(rejected: impl IntoIterator<Item = (&'a str, &'a str)>, sides: &[Side]) -> Table<'a> {
    let rows = rejected.into_iter().map(|(document, reason)| vec![Cell::from(document), Cell::from(reason)]);
    Table::new(&schema::REJECTED, sides, rows.collect())
}
