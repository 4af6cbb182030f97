//! Rows: they are written cell by cell, and become lists of cells, or the bytes of a file without such a list.

use super::Cell;
use std::mem::take;

/// The cells of one row, in the order of the table's fields.
pub type Row<'a> = Vec<Cell<'a>>;

/// Takes rows, cell by cell.
pub trait RowWriter<'a> {
    /// Takes the next cell.
    fn cell(&mut self, cell: impl Into<Cell<'a>>);

    /// Takes the next cell, of the words that `compose` adds to what it is given, in UTF-8; empty when there are none.
    fn composed(&mut self, compose: impl FnOnce(&mut Vec<u8>));

    /// Ends the row.
    fn end(&mut self);
}

/// Rows as lists of cells.
#[derive(Debug, Default)]
pub struct RowList<'a> {
    rows: Vec<Row<'a>>,
    row: Row<'a>,
}

impl<'a> RowList<'a> {
    /// The rows that `write` writes.
    pub fn of(write: impl FnOnce(&mut Self)) -> Vec<Row<'a>> {
        let mut list = RowList::default();
        write(&mut list);
        list.rows
    }
}

impl<'a> RowWriter<'a> for RowList<'a> {
    fn cell(&mut self, cell: impl Into<Cell<'a>>) {
        self.row.push(cell.into());
    }

    fn composed(&mut self, compose: impl FnOnce(&mut Vec<u8>)) {
        let mut words = Vec::new();
        compose(&mut words);
        self.row.push(Cell::text(String::from_utf8(words).unwrap_or_default()));
    }

    fn end(&mut self) {
        self.rows.push(take(&mut self.row));
    }
}
