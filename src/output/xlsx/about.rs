//! The sheets that explain: what every column means, and how the figures came about.

use super::sheet::header;
use super::{OutputError, printed, words};
use crate::table::Layout;
use rust_xlsxwriter::{Format, FormatAlign, Worksheet};

/// What the sheet About says.
#[derive(Clone, Copy, Debug)]
pub struct About<'a> {
    /// The dispute's title.
    pub title: &'a str,
    /// How the figures are made, a sentence or two each.
    pub method: &'a [&'a str],
    /// Name and value: version, command, seed, lexicon, settings.
    pub settings: &'a [(String, String)],
}

impl About<'_> {
    /// Title, tables, notes, method and settings.
    pub(super) fn sheet(
        &self,
        layouts: &[Layout],
        notes: &[String],
        has_evidence: bool,
    ) -> Result<Worksheet, OutputError> {
        let mut sheet = Worksheet::new();
        sheet.set_name("About")?;
        printed(&mut sheet)?;
        sheet.set_column_width(0, 24)?;
        sheet.set_column_width(1, 100)?;
        let (strong, body) = (Format::new().set_bold().set_align(FormatAlign::Top), wrapped());
        let mut row = 0;
        let mut line = |left: &str, right: &str, format: &Format| -> Result<(), OutputError> {
            words(&mut sheet, (row, 0), left, format)?;
            if !right.is_empty() {
                words(&mut sheet, (row, 1), right, &body)?;
            }
            row += 1;
            Ok(())
        };
        line(self.title, "", &strong)?;
        line("", "", &body)?;
        line("Sheets", "", &strong)?;
        for schema in layouts.iter().map(|layout| layout.schema) {
            line(schema.name, &format!("A row is {}. {}", schema.row, schema.description), &body)?;
        }
        if has_evidence {
            line("charts", "Attention and stance by issue, drawn from the cells above them.", &body)?;
            let evidence =
                "The strongest statements behind the figures; underlined figures of other sheets lead there.";
            line("evidence", evidence, &body)?;
        }
        line("columns", "What every column of every sheet means.", &body)?;
        for (heading, lines) in
            [("Notes", notes.iter().map(String::as_str).collect()), ("Method", self.method.to_vec())]
        {
            if !lines.is_empty() {
                line("", "", &body)?;
                line(heading, "", &strong)?;
            }
            for text in lines {
                line("", text, &body)?;
            }
        }
        line("", "", &body)?;
        line("Settings", "", &strong)?;
        self.settings.iter().try_for_each(|(name, value)| line(name, value, &body))?;
        Ok(sheet)
    }
}

/// Every column of every table, in order.
pub fn columns(layouts: &[Layout]) -> Result<Worksheet, OutputError> {
    let mut sheet = Worksheet::new();
    sheet.set_name("columns")?.set_freeze_panes(1, 0)?;
    for (column, (name, width)) in
        (0u16..).zip([("table", 14.0), ("column", 26.0), ("type", 9.0), ("title", 30.0), ("description", 100.0)])
    {
        words(&mut sheet, (0, column), name, &header(None))?;
        sheet.set_column_width(column, width)?;
    }
    printed(&mut sheet)?;
    let body = wrapped();
    let fields = layouts.iter().flat_map(|layout| layout.fields.iter().map(move |field| (layout.schema.name, field)));
    let mut last = 0;
    for (row, (table, field)) in (1u32..).zip(fields) {
        let cells = [table, &field.name, field.column.holds.as_str(), &field.title, &field.description];
        for (column, text) in (0u16..).zip(cells) {
            words(&mut sheet, (row, column), text, &body)?;
        }
        last = row;
    }
    sheet.autofilter(0, 0, last.max(1), 4)?;
    Ok(sheet)
}

fn wrapped() -> Format {
    Format::new().set_text_wrap().set_align(FormatAlign::Top)
}
