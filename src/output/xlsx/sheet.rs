//! One table as one sheet, or as several when its rows are more than a sheet holds.

use super::evidence::linked;
use super::{OutputError, capped, printed, words};
use crate::lexicon::SideId;
use crate::table::schema::ColumnType;
use crate::table::{Cell, Field, Layout};
use rust_xlsxwriter::{Color, ExcelDateTime, Format, FormatAlign, FormatBorder, Url, Worksheet};
use std::collections::BTreeMap;

/// Rows of a sheet, its header included.
pub const ROWS: u32 = 1_048_576;

/// Light tints behind the headers of the sides' columns, as the sides are colored elsewhere.
const TINTS: [u32; 6] = [0xD6E9F5, 0xFBE3D0, 0xE8DCF0, 0xD5ECE9, 0xF0DCE4, 0xE3EAD8];

/// A header without a side.
const PLAIN: u32 = 0xE8E8E8;

/// A table in the making.
pub struct Sheet {
    layout: Layout,
    formats: Vec<Format>,
    widths: Vec<usize>,
    /// Full sheets, then the one that is written to.
    parts: Vec<Worksheet>,
    next: u32,
    rows_of_a_part: u32,
    cut: u64,
    /// Where figures lead, by row and column.
    links: BTreeMap<(u32, u16), String>,
}

impl Sheet {
    pub fn new(layout: &Layout) -> Result<Self, OutputError> {
        Sheet::with_rows(layout, ROWS)
    }

    /// A sheet that is continued on another after `rows_of_a_part`.
    pub fn with_rows(layout: &Layout, rows_of_a_part: u32) -> Result<Self, OutputError> {
        let formats = layout.fields.iter().map(format).collect();
        let widths = layout.fields.iter().map(|field| field.name.len() + 3).collect();
        let mut sheet = Sheet {
            layout: layout.clone(),
            formats,
            widths,
            parts: Vec::new(),
            next: 1,
            rows_of_a_part,
            cut: 0,
            links: BTreeMap::new(),
        };
        sheet.turn_over()?;
        Ok(sheet)
    }

    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// Makes a cell that is yet to be written lead to `target`.
    pub fn link(&mut self, row: u32, column: &str, target: String) {
        if let Some(column) = self.layout.position(column) {
            self.links.insert((row, column as u16), target);
        }
    }

    pub fn row(&mut self, row: &[Cell]) -> Result<(), OutputError> {
        if self.next >= self.rows_of_a_part {
            self.turn_over()?;
        }
        let at = self.next;
        let Some(sheet) = self.parts.last_mut() else { return Ok(()) };
        for (column, (cell, format)) in (0u16..).zip(row.iter().zip(&self.formats)) {
            let underlined;
            let format = match self.links.get(&(at, column)).filter(|_| !cell.is_empty()) {
                Some(target) => {
                    underlined = linked(format.clone());
                    // The words that this writes are replaced by the cell's own; the link stays.
                    sheet.write_url_with_format(at, column, Url::new(target), &underlined)?;
                    &underlined
                }
                None => format,
            };
            match cell {
                _ if cell.is_empty() => continue,
                Cell::Empty => continue,
                Cell::Text(text) => {
                    self.cut += u64::from(capped(text).1);
                    words(sheet, (at, column), text, format)?;
                }
                Cell::Integer(count) => {
                    sheet.write_number_with_format(at, column, *count as f64, format)?;
                }
                // Adding zero takes the sign off a zero.
                Cell::Number(figure) => {
                    sheet.write_number_with_format(at, column, (figure * 1e6).round() / 1e6 + 0.0, format)?;
                }
                Cell::Date(date) => match day(*date) {
                    Some(day) => {
                        sheet.write_datetime_with_format(at, column, day, format)?;
                    }
                    None => words(sheet, (at, column), &date.to_string(), format)?,
                },
            }
            let width = &mut self.widths[usize::from(column)];
            *width = (*width).max(shown_width(cell));
        }
        self.next += 1;
        Ok(())
    }

    /// What a reader of the workbook must know.
    pub fn notes(&self) -> Vec<String> {
        let name = self.layout.schema.name;
        let mut notes = Vec::new();
        if self.parts.len() > 1 {
            notes.push(format!("{name} goes on over {} sheets: a sheet has {ROWS} rows.", self.parts.len()));
        }
        if self.cut > 0 {
            notes.push(format!(
                "{} of {name} were cut after 32,767 characters, the most that a cell holds; {name}.csv has them whole.",
                if self.cut == 1 { "1 cell".to_string() } else { format!("{} cells", self.cut) },
            ));
        }
        notes
    }

    /// The finished sheets.
    pub fn finish(mut self) -> Result<Vec<Worksheet>, OutputError> {
        let last = self.layout.fields.len().saturating_sub(1) as u16;
        let (count, full, next) = (self.parts.len(), self.rows_of_a_part, self.next);
        for (i, sheet) in self.parts.iter_mut().enumerate() {
            for (column, width) in (0u16..).zip(&self.widths) {
                sheet.set_column_width(column, *width as f64)?;
            }
            let rows = if i + 1 == count { next } else { full };
            printed(sheet)?;
            sheet.autofilter(0, 0, rows.saturating_sub(1).max(1), last)?;
        }
        Ok(self.parts)
    }

    /// Starts another sheet with the same header.
    fn turn_over(&mut self) -> Result<(), OutputError> {
        let mut sheet = Worksheet::new();
        let name = self.layout.schema.name;
        match self.parts.len() {
            0 => sheet.set_name(name)?,
            n => sheet.set_name(format!("{name} ({})", n + 1))?,
        };
        sheet.set_freeze_panes(1, 1)?;
        for (column, field) in (0u16..).zip(&self.layout.fields) {
            words(&mut sheet, (0, column), &field.name, &header(field.side))?;
        }
        self.parts.push(sheet);
        self.next = 1;
        Ok(())
    }
}

/// The tint behind what belongs to a side.
pub fn tint(side: Option<SideId>) -> u32 {
    side.map_or(PLAIN, |side| TINTS[usize::from(side.0) % TINTS.len()])
}

pub fn header(side: Option<SideId>) -> Format {
    let tint = tint(side);
    Format::new()
        .set_bold()
        .set_align(FormatAlign::Top)
        .set_background_color(Color::RGB(tint))
        .set_border_bottom(FormatBorder::Thin)
}

fn format(field: &Field) -> Format {
    let top = Format::new().set_align(FormatAlign::Top);
    match field.column.holds {
        ColumnType::Integer => top.set_num_format("0"),
        ColumnType::Number => top.set_num_format("0.000"),
        ColumnType::Date => top.set_num_format("yyyy-mm-dd"),
        ColumnType::String => top,
    }
}

/// A spreadsheet's day, which there is from 1900 on.
pub fn day(date: crate::document::Date) -> Option<ExcelDateTime> {
    let year = u16::try_from(date.year()).ok().filter(|year| *year >= 1900)?;
    ExcelDateTime::from_ymd(year, date.month().unsigned_abs(), date.day().unsigned_abs()).ok()
}

/// Columns that a cell would like, within reason.
fn shown_width(cell: &Cell) -> usize {
    match cell {
        Cell::Text(text) => text.chars().take(50).count() + 1,
        Cell::Number(_) | Cell::Date(_) => 11,
        _ => 8,
    }
}
