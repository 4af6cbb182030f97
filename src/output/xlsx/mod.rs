//! The workbook: a sheet a table with typed cells, native charts, the evidence that figures lead to, a sheet that explains
//! every column, and one about the run.
//!
//! Rows come in one at a time, so that tables may grow side by side. Words are written as words and never as formulas.
//! What a spreadsheet cannot hold is split or cut, and the sheet About says where: a sheet has 1,048,576 rows, a cell
//! 32,767 characters. The same rows give the same bytes.

mod about;
mod charts;
mod evidence;
mod sheet;

pub use about::About;

use super::error::OutputError;
use super::passages::Passages;
use crate::compare::Comparison;
use crate::table::{Cell, Layout, Names, Table};
use evidence::Evidence;
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
    /// Sheets that stand behind the first table.
    shown: Vec<Worksheet>,
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

    /// Adds the sheets of charts and of evidence, and makes figures that are yet to be written lead to their evidence.
    ///
    /// Without passages there is no evidence to show.
    pub fn show(
        &mut self,
        comparison: &Comparison,
        names: Names,
        passages: Option<&Passages>,
    ) -> Result<(), OutputError> {
        self.shown.push(charts::charts(comparison, names)?);
        if let Some(passages) = passages {
            let mut evidence = Evidence::new(comparison, names, passages)?;
            for link in std::mem::take(&mut evidence.links) {
                let sheet = self.sheets.iter_mut().find(|sheet| sheet.layout().schema.name == link.table);
                if let Some(sheet) = sheet {
                    sheet.link(link.row, &link.column, link.target);
                }
            }
            self.shown.push(evidence.into_sheet());
        }
        Ok(())
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
        let has_evidence = self.shown.len() > 1;
        let mut shown = self.shown.into_iter();
        for sheet in self.sheets {
            for part in sheet.finish()? {
                workbook.push_worksheet(part);
            }
            shown.by_ref().for_each(|sheet| {
                workbook.push_worksheet(sheet);
            });
        }
        workbook.push_worksheet(about::columns(&layouts)?);
        workbook.push_worksheet(about.sheet(&layouts, &notes, has_evidence)?);
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

/// Prints on as many pages as it is long, one wide, the header on each.
fn printed(sheet: &mut Worksheet) -> Result<(), OutputError> {
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
    Ok(())
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
