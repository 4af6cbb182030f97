//! A delimited table: the header says which column is what, and every further row is a document.

use super::columns::{Columns, Found, Role, Wanted};
use super::date::DateColumn;
use super::draft::{Draft, origin};
use super::error::{Cause, Fault};
use super::ids::printable;
use super::options::{InputOptions, unguard};
use super::rows::{Row, Rows, delimiter};
use super::window::Window;
use crate::document::Given;

pub(super) struct Table {
    rows: Rows,
    row: Row,
    wanted: Wanted,
    /// Where the columns are, once the header is read.
    found: Option<Found>,
    dates: DateColumn,
    number: u64,
    guarded: bool,
    without_texts: bool,
    ended: bool,
    /// What stands between the cells; none before the header is read, unless it is fixed.
    pub delimiter: Option<u8>,
    /// Which column was taken for what.
    pub columns: Columns,
}

impl Table {
    /// A table; its delimiter is told from the header unless it is given.
    pub fn new(window: Window, delimiter: Option<u8>, wanted: Wanted, options: &InputOptions) -> Self {
        Table {
            rows: Rows::new(window),
            row: Row::default(),
            wanted,
            found: None,
            dates: DateColumn::default(),
            number: 0,
            guarded: options.guarded,
            without_texts: options.without_texts,
            ended: false,
            delimiter,
            columns: Columns::default(),
        }
    }

    fn read_header(&mut self) -> Result<Found, Fault> {
        let window = self.rows.window();
        let end = window.line_end()?.unwrap_or(0);
        let first = String::from_utf8_lossy(&window.rest()[..end]).into_owned();
        // Excel's way of saying which delimiter follows.
        let declared = first.trim_end_matches(['\r', '\n']).strip_prefix("sep=").and_then(|rest| rest.bytes().next());
        let declared = declared.filter(u8::is_ascii);
        if declared.is_some() {
            window.skip_line()?;
        }
        let delimiter = self.delimiter.or(declared).unwrap_or_else(|| delimiter(&first));
        self.delimiter = Some(delimiter);
        self.rows.split_at(delimiter);
        if !self.rows.read(&mut self.row)? {
            let reason = "the table is empty (its first row has to name the columns)";
            return Err(Fault::new(Cause::Malformed, reason));
        }
        let header: Vec<String> = self.row.cells().map(printable).collect();
        let found = self.wanted.find(&header)?;
        self.columns = found.chosen(&header);
        self.rows.expect(header.len());
        if self.without_texts {
            let known = [Role::Id, Role::Speaker, Role::Side];
            self.rows.keep_only(known.into_iter().filter_map(|role| found.of(role)).collect());
        }
        Ok(found)
    }

    pub fn window(&mut self) -> &mut Window {
        self.rows.window()
    }

    /// The next row; none at the end.
    pub fn next(&mut self) -> Option<Result<Draft, Fault>> {
        if self.ended {
            return None;
        }
        let found = match &self.found {
            Some(found) => found,
            None => match self.read_header() {
                Ok(found) => self.found.insert(found),
                Err(fault) => {
                    self.ended = true;
                    return Some(Err(fault));
                }
            },
        };
        match self.rows.read(&mut self.row) {
            Ok(false) => None,
            Ok(true) => {
                self.number += 1;
                Some(Ok(draft(&self.row, self.number, found, &mut self.dates, self.guarded, self.without_texts)))
            }
            Err(fault) => {
                self.number += 1;
                let line = fault.line.unwrap_or(self.row.line);
                Some(Err(fault.at(self.number, line)))
            }
        }
    }
}

fn draft(row: &Row, number: u64, found: &Found, dates: &mut DateColumn, guarded: bool, without_texts: bool) -> Draft {
    let raw = |role| {
        let cell = found.of(role).map(|column| row.cell(column))?;
        Some(if guarded { unguard(cell) } else { cell })
    };
    let words = |role| raw(role).map(str::trim).filter(|words: &&str| !words.is_empty()).map(String::from);
    let is_given = found.of(Role::Speaker).is_some() || found.of(Role::Side).is_some();
    let known = Draft {
        row: Some(number),
        line: Some(row.line),
        id: words(Role::Id),
        given: is_given.then(|| Given { speaker: words(Role::Speaker), side: words(Role::Side) }),
        ..Draft::default()
    };
    if without_texts {
        return known;
    }
    let date = raw(Role::Date).unwrap_or("");
    let read = dates.read(date);
    Draft {
        title: words(Role::Title),
        date: read.unwrap_or_default(),
        unread_date: read.is_err().then(|| date.trim().to_string()),
        origin: origin(words(Role::Source), words(Role::Url), words(Role::Author)),
        text: raw(Role::Text).unwrap_or("").to_string(),
        ..known
    }
}
