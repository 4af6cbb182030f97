//! A table for reading on the spot: aligned columns on a terminal, or a table of Markdown.
//!
//! Figures are shortened to three decimals here; the other formats keep six.

use crate::table::schema::ColumnType;
use crate::table::{Cell, Field, Table, fixed};
use crate::text::harmless::{fit, harmless, pad, pad_left, width, wrap};
use std::borrow::Cow;
use std::io::{self, Write};

/// The widest that a column is before space is shared out.
const WIDEST: usize = 60;

/// The narrowest that a column of words becomes.
const NARROWEST: usize = 12;

/// Between columns.
const GAP: &str = "  ";

/// Writes aligned columns that fit `columns`; one line a cell where they cannot.
pub fn write_grid(out: &mut dyn Write, table: &Table, columns: usize) -> io::Result<()> {
    let fields = &table.layout.fields;
    let cells: Vec<Vec<Cow<str>>> = table.rows.iter().map(|row| row.iter().map(shown).collect()).collect();
    let mut widths: Vec<usize> = fields.iter().map(|field| width(&field.name)).collect();
    for row in &cells {
        for (widest, cell) in widths.iter_mut().zip(row) {
            *widest = (*widest).max(width(cell)).min(WIDEST);
        }
    }
    if !share_out(&mut widths, fields, columns) {
        return write_lists(out, table, &cells, columns);
    }
    let line = |out: &mut dyn Write, row: &[Cow<str>]| {
        let cells = row.iter().zip(&widths).zip(fields).map(|((cell, &width), field)| {
            let cell = fit(cell, width);
            if is_figure(field) { pad_left(&cell, width) } else { pad(&cell, width) }
        });
        let line = cells.collect::<Vec<_>>().join(GAP);
        writeln!(out, "{}", line.trim_end())
    };
    let header: Vec<Cow<str>> = fields.iter().map(|field| Cow::Borrowed(field.name.as_str())).collect();
    line(out, &header)?;
    line(out, &widths.iter().map(|&width| Cow::Owned("─".repeat(width))).collect::<Vec<_>>())?;
    cells.iter().try_for_each(|row| line(out, row))
}

/// Narrows the widest columns of words until the row fits; false when it cannot.
fn share_out(widths: &mut [usize], fields: &[Field], columns: usize) -> bool {
    let gaps = GAP.len() * widths.len().saturating_sub(1);
    loop {
        if widths.iter().sum::<usize>() + gaps <= columns {
            return true;
        }
        let words = (0..widths.len()).filter(|&i| !is_figure(&fields[i]));
        match words.max_by_key(|&i| (widths[i].saturating_sub(width(&fields[i].name)), std::cmp::Reverse(i))) {
            Some(widest) if widths[widest] > NARROWEST.max(width(&fields[widest].name)) => widths[widest] -= 1,
            _ => return false,
        }
    }
}

/// One line a cell, a blank line between rows, empty cells left out.
fn write_lists(out: &mut dyn Write, table: &Table, cells: &[Vec<Cow<str>>], columns: usize) -> io::Result<()> {
    let names = table.layout.fields.iter().map(|field| width(&field.name)).max().unwrap_or(0);
    for (i, row) in cells.iter().enumerate() {
        if i > 0 {
            writeln!(out)?;
        }
        for (field, cell) in table.layout.fields.iter().zip(row).filter(|(_, cell)| !cell.is_empty()) {
            let room = columns.saturating_sub(names + GAP.len()).max(NARROWEST);
            for (n, line) in wrap(cell, room).iter().enumerate() {
                writeln!(out, "{}{GAP}{line}", pad(if n == 0 { &field.name } else { "" }, names))?;
            }
        }
    }
    Ok(())
}

/// Writes a table of Markdown; figures are set to the right.
pub fn write_markdown(out: &mut dyn Write, table: &Table) -> io::Result<()> {
    let fields = &table.layout.fields;
    let names: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
    let rules: Vec<&str> = fields.iter().map(|field| if is_figure(field) { "---:" } else { "---" }).collect();
    writeln!(out, "| {} |\n|{}|", names.join(" | "), rules.join("|"))?;
    for row in &table.rows {
        let cells: Vec<String> = row.iter().map(|cell| escaped(&shown(cell))).collect();
        writeln!(out, "| {} |", cells.join(" | "))?;
    }
    Ok(())
}

/// Text in which nothing is markup.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '|' | '\\' | '`' | '*' | '_' | '[' | ']' => escaped.extend(['\\', c]),
            '<' => escaped.push_str("&lt;"),
            '&' => escaped.push_str("&amp;"),
            c => escaped.push(c),
        }
    }
    escaped
}

fn shown<'c>(cell: &'c Cell) -> Cow<'c, str> {
    match cell {
        Cell::Number(figure) => Cow::Owned(fixed(*figure, 3)),
        Cell::Text(words) => harmless(words),
        _ => cell.plain(),
    }
}

fn is_figure(field: &Field) -> bool {
    matches!(field.column.holds, ColumnType::Integer | ColumnType::Number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::{comparison_tables, sample, schema};

    fn written(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> String {
        let mut bytes = Vec::new();
        write(&mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn narrow_tables_are_grids_and_wide_ones_lists() {
        let (dispute, comparison) = (sample::dispute(), sample::comparison());
        let tables = comparison_tables(&comparison, &dispute);
        let table = |name| tables.iter().find(|table| table.layout.schema.name == name).unwrap();
        insta::assert_snapshot!("grid", written(|out| write_grid(out, table("warnings"), 80)));
        insta::assert_snapshot!("lists", written(|out| write_grid(out, table("comparison"), 80)));
        insta::assert_snapshot!("markdown", written(|out| write_markdown(out, table("speakers"))));
    }

    #[test]
    fn cells_cannot_leave_their_table() {
        let nasty = Cell::from("a|b\n<script>\u{1b}[2J`x`");
        let table = Table { layout: schema::REJECTED.layout(&[]), rows: vec![vec![nasty, Cell::Empty]] };
        let markdown = written(|out| write_markdown(out, &table));
        assert_eq!(markdown.lines().nth(2), Some("| a\\|b &lt;script>␛\\[2J\\`x\\` |  |"));
        assert_eq!(written(|out| write_grid(out, &table, 80)).lines().count(), 3);
    }
}
