//! The workbook: a sheet a table with typed cells, a sheet that explains every column, and one about the run.
//!
//! Rows come in one at a time, so that tables may grow side by side. Words are written as words and never as formulas.
//! What a spreadsheet cannot hold is split or cut, and the sheet About says where: a sheet has 1,048,576 rows, a cell
//! 32,767 characters. The same rows give the same bytes.

mod about;
mod sheet;

pub use about::About;

use super::error::OutputError;
use crate::table::{Cell, Layout, Table};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet};
use sheet::Sheet;
use std::io::Write;

/// Stands for a table of a workbook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SheetId(usize);

/// A workbook in the making; sheets stand in the order in which they were begun.
#[derive(Default)]
pub struct WorkbookWriter {
    sheets: Vec<Sheet>,
}

impl WorkbookWriter {
    /// A workbook without sheets.
    pub fn new() -> Self {
        WorkbookWriter::default()
    }

    /// Begins the sheet of a table.
    pub fn begin(&mut self, layout: &Layout) -> Result<SheetId, OutputError> {
        self.sheets.push(Sheet::new(layout)?);
        Ok(SheetId(self.sheets.len() - 1))
    }

    /// Adds a row to a table.
    pub fn row(&mut self, sheet: SheetId, row: &[Cell]) -> Result<(), OutputError> {
        self.sheets[sheet.0].row(row)
    }

    /// Adds a whole table.
    pub fn table(&mut self, table: &Table) -> Result<(), OutputError> {
        let sheet = self.begin(&table.layout)?;
        table.rows.iter().try_for_each(|row| self.row(sheet, row))
    }

    /// Writes the workbook: the tables, what their columns mean, and about the run.
    pub fn finish(self, about: &About, mut out: impl Write) -> Result<(), OutputError> {
        let mut workbook = Workbook::new();
        // A fixed day: the same tables give the same bytes.
        let day = ExcelDateTime::from_ymd(2000, 1, 1)?;
        let properties = DocProperties::new().set_title(about.title).set_author("demarche").set_creation_datetime(&day);
        workbook.set_properties(&properties);
        let notes: Vec<String> = self.sheets.iter().flat_map(Sheet::notes).collect();
        let layouts: Vec<Layout> = self.sheets.iter().map(|sheet| sheet.layout().clone()).collect();
        for sheet in self.sheets {
            for part in sheet.finish()? {
                workbook.push_worksheet(part);
            }
        }
        workbook.push_worksheet(about::columns(&layouts)?);
        workbook.push_worksheet(about.sheet(&layouts, &notes)?);
        let bytes = workbook.save_to_buffer()?;
        out.write_all(&bytes).map_err(OutputError::Stream)
    }
}

/// The start of `text` that a cell can hold, and whether something is left out. A spreadsheet counts UTF-16 units.
fn capped(text: &str) -> (&str, bool) {
    const MOST: usize = 32_767;
    if text.len() <= MOST {
        return (text, false);
    }
    let mut units = 0;
    for (at, c) in text.char_indices() {
        units += c.len_utf16();
        if units > MOST {
            return (&text[..at], true);
        }
    }
    (text, false)
}

/// Writes words as words.
fn words(
    sheet: &mut Worksheet,
    at: (u32, u16),
    text: &str,
    format: &rust_xlsxwriter::Format,
) -> Result<(), OutputError> {
    sheet.write_string_with_format(at.0, at.1, capped(text).0, format)?;
    Ok(())
}

#[cfg(test)]
mod tests;
