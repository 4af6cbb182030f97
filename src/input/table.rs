//! A delimited table: the header says which column is what, and every further row is a document.

use super::columns::{Columns, Found, Role, Wanted};
use super::date::DateColumn;
use super::draft::{Draft, origin};
use super::error::{Cause, Fault};
use super::ids::printable;
use super::options::{FirstLook, InputOptions, unguard};
use super::rows::{Row, Rows, delimiter};
use super::window::Window;
use crate::document::Given;
use hashbrown::HashSet;

pub(super) struct Table {
    rows: Rows,
    row: Row,
    wanted: Wanted,
    /// Where the columns are, once the header is read.
    found: Option<Found>,
    dates: DateColumn,
    number: u64,
    guarded: bool,
    /// What is looked for, when it is not the documents.
    look: Option<Look>,
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
            look: Look::of(options),
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
        if let Some(look) = &self.look {
            self.rows.keep_only(look.roles().filter_map(|role| found.of(role)).collect());
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
        loop {
            let read = self.rows.read(&mut self.row);
            self.number += 1;
            return match read {
                Ok(false) => None,
                Ok(true) => {
                    let cell = |role| found.of(role).map(|column| self.row.cell(column));
                    if self.look.as_mut().is_some_and(|look| look.is_known(cell)) {
                        continue;
                    }
                    let in_full = self.look.is_none();
                    Some(Ok(draft(&self.row, self.number, found, &mut self.dates, self.guarded, in_full)))
                }
                Err(fault) => {
                    let line = fault.line.unwrap_or(self.row.line);
                    Some(Err(fault.at(self.number, line)))
                }
            };
        }
    }
}

/// A first look at the values of one column.
struct Look {
    role: Role,
    /// Every row counts, or is asked for its id.
    is_each_wanted: bool,
    /// The values that were met.
    known: HashSet<String>,
}

impl Look {
    fn of(options: &InputOptions) -> Option<Self> {
        let role = match options.first_look? {
            FirstLook::Speakers => Role::Speaker,
            FirstLook::Sides => Role::Side,
        };
        let is_each_wanted = options.limit.is_some() || options.sample.is_some();
        Some(Look { role, is_each_wanted, known: HashSet::new() })
    }

    /// The columns that are read.
    fn roles(&self) -> impl Iterator<Item = Role> + use<> {
        [Some(self.role), self.is_each_wanted.then_some(Role::Id)].into_iter().flatten()
    }

    /// True for a row whose value was met before.
    fn is_known<'r>(&mut self, cell: impl Fn(Role) -> Option<&'r str>) -> bool {
        let Some(value) = cell(self.role).filter(|_| !self.is_each_wanted) else { return false };
        if self.known.contains(value) {
            return true;
        }
        self.known.insert(value.to_owned());
        false
    }
}

fn draft(row: &Row, number: u64, found: &Found, dates: &mut DateColumn, guarded: bool, in_full: bool) -> Draft {
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
    if !in_full {
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

#[cfg(test)]
mod tests {
    use super::super::{Documents, FirstLook, InputOptions, Sample, Source};

    #[test]
    fn a_first_look_gives_each_value_and_counts_rows_where_they_count() {
        let table = "id,side,text\n1,b,\"one\n\"\"two\"\"\"\n2,b,three\n3,\"a\",\n4,,x\n5,b,y\n";
        let sides = |options: InputOptions| {
            let options = InputOptions { first_look: Some(FirstLook::Sides), ..options };
            let documents = Documents::new(vec![Source::stdin()], options).with_stdin(table.as_bytes());
            let side = |document: crate::document::Document| document.given.and_then(|given| given.side);
            documents.map(|document| side(document.unwrap()).unwrap_or_default()).collect::<Vec<_>>()
        };
        assert_eq!(sides(InputOptions::default()), ["b", "a", ""]);
        assert_eq!(sides(InputOptions { limit: Some(2), ..InputOptions::default() }), ["b", "b"]);
        let sample = Some(Sample { share: 1.0, seed: 1 });
        assert_eq!(sides(InputOptions { sample, ..InputOptions::default() }), ["b", "b", "a", "", "b"]);
    }
}
