//! Strict CSV (RFC 4180) that knows where every cell stands, so that a mistake inside a pattern can be shown under
//! its own character.
//!
//! The `csv` crate is kept for the data that users bring; it accepts stray quotes and does not know columns, and a
//! lexicon wants neither. Columns may stand in any order; blank lines and rows of empty cells are skipped; any line
//! end will do. A cell that a spreadsheet guard precedes (`'=US`) loses one apostrophe.

use std::borrow::Cow;
use std::ops::Range;

use crate::lexicon::error::{Problems, SourceFile, did_you_mean};

/// The columns of a file, required ones first; readers take cells by their position here.
pub struct Columns {
    pub required: &'static [&'static str],
    pub optional: &'static [&'static str],
}

impl Columns {
    fn position(&self, name: &str) -> Option<usize> {
        self.all().position(|c| c == name)
    }

    fn all(&self) -> impl Iterator<Item = &'static str> {
        self.required.iter().chain(self.optional).copied()
    }

    fn len(&self) -> usize {
        self.required.len() + self.optional.len()
    }
}

/// One cell: its value, trimmed, and the bytes of the file it came from.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell<'a> {
    pub value: Cow<'a, str>,
    /// Without the quotation marks around it.
    raw: Range<usize>,
}

impl Cell<'_> {
    /// The bytes of the whole cell; of one character where it is empty.
    pub fn span(&self) -> Range<usize> {
        self.raw.start..self.raw.end.max(self.raw.start)
    }

    /// The bytes of `characters` of the value.
    pub fn part(&self, file: &SourceFile, characters: Range<usize>) -> Range<usize> {
        let raw = &file.text[self.raw.clone()];
        let doubled = matches!(self.value, Cow::Owned(_));
        let mut starts = Vec::new();
        let mut rest = raw.char_indices().peekable();
        while let Some((i, c)) = rest.next() {
            starts.push(self.raw.start + i);
            if doubled && c == '"' && rest.peek().is_some_and(|&(_, next)| next == '"') {
                rest.next();
            }
        }
        let at = |i: usize| starts.get(i).copied().unwrap_or(self.raw.end);
        at(characters.start)..at(characters.end).max(at(characters.start))
    }
}

/// One row, its cells in the order of the [`Columns`].
#[derive(Clone)]
pub struct Row<'a> {
    cells: Vec<Cell<'a>>,
    pub line: u32,
}

impl<'a> Row<'a> {
    pub fn cell(&self, column: usize) -> &Cell<'a> {
        &self.cells[column]
    }

    pub fn text(&self, column: usize) -> &str {
        &self.cells[column].value
    }

    pub fn string(&self, column: usize) -> String {
        self.cells[column].value.to_string()
    }
}

/// The rows of a file that have as many cells as its header, one after the other in the same memory.
pub struct Rows<'a> {
    scanner: Scanner<'a>,
    header: Vec<Cell<'a>>,
    /// By cell of the header: its column.
    order: Vec<usize>,
    record: Vec<Cell<'a>>,
    row: Row<'a>,
}

impl<'a> Rows<'a> {
    /// Reads the header; `None` when it does not fit the columns.
    pub fn new(file: &'a SourceFile, columns: &Columns, problems: &mut Problems) -> Option<Self> {
        let mut scanner = Scanner { file, at: 0, line: 1 };
        let mut header = Vec::new();
        if scanner.record(&mut header, problems).is_none() {
            let names: Vec<&str> = columns.all().collect();
            problems.push(file.whole_file_problem(format!("no header row (start with {})", names.join(","))));
            return None;
        }
        let order = order_of(file, &header, columns, problems)?;
        let cells = vec![Cell { value: Cow::Borrowed(""), raw: 0..0 }; columns.len()];
        let record = Vec::with_capacity(header.len());
        Some(Rows { scanner, header, order, record, row: Row { cells, line: 0 } })
    }

    /// The next row.
    pub fn next(&mut self, problems: &mut Problems) -> Option<&Row<'a>> {
        loop {
            self.row.line = self.scanner.record(&mut self.record, problems)?;
            let record = &mut self.record;
            if record.len() == self.header.len() {
                break;
            }
            let last = &record[record.len().min(self.header.len()).saturating_sub(1)];
            problems.push(self.scanner.file.problem(last.span(), miscounted(record, &self.header)));
        }
        let end = self.record.last().map_or(0, |c| c.raw.end);
        // A column that the file does not have is empty at the end of the row.
        self.row.cells.iter_mut().for_each(|cell| cell.raw = end..end);
        for (cell, &column) in self.record.drain(..).zip(&self.order) {
            self.row.cells[column] = cell;
        }
        Some(&self.row)
    }
}

fn miscounted(record: &[Cell<'_>], header: &[Cell<'_>]) -> String {
    let (cells, columns) = (record.len(), header.len());
    let remedy = match cells > columns {
        true => "put a cell that holds a comma in double quotes",
        false => "keep the commas of empty cells",
    };
    format!("{cells} cells under a header of {columns} ({remedy})")
}

fn order_of(file: &SourceFile, header: &[Cell<'_>], columns: &Columns, problems: &mut Problems) -> Option<Vec<usize>> {
    let names = || columns.all().collect::<Vec<_>>().join(", ");
    if let [only] = header
        && let Some(separator) = [';', '\t'].into_iter().find(|&s| only.value.contains(s))
    {
        let shown = if separator == ';' { "semicolons" } else { "tabs" };
        problems
            .push(file.problem(only.span(), format!("columns are separated by {shown} (save the file with commas)")));
        return None;
    }
    let mut order = Vec::with_capacity(header.len());
    let mut sound = true;
    for cell in header {
        let message = match columns.position(&cell.value) {
            None => {
                let suggestion = did_you_mean(&cell.value, columns.all());
                format!("unknown column \"{}\" ({suggestion}columns: {})", cell.value, names())
            }
            Some(column) if order.contains(&column) => format!("column {} is there twice (remove one)", cell.value),
            Some(column) => {
                order.push(column);
                continue;
            }
        };
        problems.push(file.problem(cell.span(), message));
        sound = false;
    }
    for (column, name) in columns.required.iter().enumerate() {
        if sound && !order.contains(&column) {
            let start = header.first().map_or(0, |c| c.raw.start);
            problems.push(file.problem(start..start, format!("column {name} is missing (columns: {})", names())));
            sound = false;
        }
    }
    sound.then_some(order)
}

struct Scanner<'a> {
    file: &'a SourceFile,
    at: usize,
    line: u32,
}

impl<'a> Scanner<'a> {
    /// Reads the next record that is not blank into `record`; returns the line it starts on.
    fn record(&mut self, record: &mut Vec<Cell<'a>>, problems: &mut Problems) -> Option<u32> {
        loop {
            if self.at >= self.file.text.len() {
                return None;
            }
            let line = self.line;
            record.clear();
            record.push(self.cell(problems));
            while self.peek() == Some(b',') {
                self.at += 1;
                record.push(self.cell(problems));
            }
            self.line_end();
            if record.iter().any(|cell| !cell.value.is_empty()) {
                return Some(line);
            }
        }
    }

    fn peek(&self) -> Option<u8> {
        self.file.text.as_bytes().get(self.at).copied()
    }

    fn line_end(&mut self) {
        if self.peek() == Some(b'\r') {
            self.at += 1;
            if self.peek() == Some(b'\n') {
                self.at += 1;
            }
            self.line += 1;
        } else if self.peek() == Some(b'\n') {
            self.at += 1;
            self.line += 1;
        }
    }

    /// Reads a cell; stops before the comma or line end that follows it.
    fn cell(&mut self, problems: &mut Problems) -> Cell<'a> {
        while self.peek() == Some(b' ') {
            self.at += 1;
        }
        match self.peek() {
            Some(b'"') => self.quoted(problems),
            _ => self.bare(problems),
        }
    }

    fn bare(&mut self, problems: &mut Problems) -> Cell<'a> {
        let start = self.at;
        self.skip_to_separator();
        let value = &self.file.text[start..self.at];
        // Many columns are optional.
        if value.is_empty() {
            return Cell { value: Cow::Borrowed(value), raw: start..start };
        }
        if let Some(quote) = memchr::memchr(b'"', value.as_bytes()) {
            let at = start + quote;
            let message =
                "a quotation mark inside a cell (put the whole cell in double quotes and double the inner ones)";
            problems.push(self.file.problem(at..at + 1, message));
        }
        let value = value.trim_end();
        trimmed(Cow::Borrowed(value), start..start + value.len())
    }

    fn quoted(&mut self, problems: &mut Problems) -> Cell<'a> {
        let open = self.at;
        let start = open + 1;
        let text = &self.file.text;
        let mut at = start;
        let mut doubled = false;
        let end = loop {
            match memchr::memchr(b'"', &text.as_bytes()[at..]).map(|i| at + i) {
                None => {
                    problems.push(
                        self.file
                            .problem(open..open + 1, "this quotation mark is never closed (close the cell with \")"),
                    );
                    break text.len();
                }
                Some(quote) if text.as_bytes().get(quote + 1) == Some(&b'"') => {
                    doubled = true;
                    at = quote + 2;
                }
                Some(quote) => break quote,
            }
        };
        self.line += crate::lexicon::error::line_breaks(&text[start..end]) as u32;
        self.at = (end + 1).min(text.len());
        let after = self.at;
        self.skip_to_separator();
        if !text[after..self.at].trim().is_empty() {
            let message = "text after a closing quotation mark (double the quotation marks inside the cell)";
            problems.push(self.file.problem(after..self.at, message));
        }
        let raw = &text[start..end];
        match doubled {
            true => trimmed(Cow::Owned(raw.replace("\"\"", "\"")), start..end),
            false => trimmed(Cow::Borrowed(raw), start..end),
        }
    }

    fn skip_to_separator(&mut self) {
        let rest = &self.file.text.as_bytes()[self.at..];
        self.at += memchr::memchr3(b',', b'\n', b'\r', rest).unwrap_or(rest.len());
    }
}

/// Takes white space off both ends, and one apostrophe that guards a formula.
fn trimmed(value: Cow<'_, str>, raw: Range<usize>) -> Cell<'_> {
    // Most cells have nothing to take off.
    if let (Some(first), Some(last)) = (value.as_bytes().first(), value.as_bytes().last())
        && first.is_ascii_graphic()
        && last.is_ascii_graphic()
        && *first != b'\''
    {
        return Cell { value, raw };
    }
    let lead = value.len() - value.trim_start().len();
    let guard = usize::from(is_guarded(value.trim_start()));
    let trail = value.len() - value.trim_end().len();
    let skip = lead + guard;
    let raw = raw.start + skip..raw.end - trail.min(raw.len() - skip);
    let end = value.len() - trail.min(value.len() - skip);
    let value = match value {
        Cow::Borrowed(v) => Cow::Borrowed(&v[skip..end]),
        Cow::Owned(v) => Cow::Owned(v[skip..end].to_owned()),
    };
    Cell { value, raw }
}

fn is_guarded(value: &str) -> bool {
    value.starts_with('\'') && value.trim_start_matches('\'').starts_with(['=', '+', '-', '@'])
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: Columns = Columns { required: &["issue", "pattern"], optional: &["note"] };

    fn rows<'a>(file: &'a SourceFile, problems: &mut Problems) -> Vec<Row<'a>> {
        let Some(mut rows) = Rows::new(file, &COLUMNS, problems) else { return Vec::new() };
        std::iter::from_fn(|| rows.next(problems).cloned()).collect()
    }

    fn read(text: &str) -> (Vec<Vec<String>>, Vec<String>) {
        let file = SourceFile::new("t.csv", text);
        let mut problems = Problems::default();
        let rows = rows(&file, &mut problems).iter().map(|r| (0..3).map(|i| r.string(i)).collect()).collect();
        let lines = |e: crate::lexicon::LexiconError| {
            e.problems().iter().map(|p| p.to_string().lines().next().unwrap().to_owned()).collect()
        };
        (rows, problems.finish(()).err().map_or(Vec::new(), lines))
    }

    #[test]
    fn any_column_order_line_end_and_quoting() {
        let expected = vec![
            vec!["a".to_owned(), "x, \"y\"".to_owned(), "n".to_owned()],
            vec!["b".into(), "=US".into(), "".into()],
        ];
        for end in ["\n", "\r\n", "\r"] {
            let text = ["note,pattern,issue", "n,\"x, \"\"y\"\"\", a ", "", ",'=US,b", ",,", ""].join(end);
            assert_eq!(read(&text), (expected.clone(), vec![]), "{end:?}");
        }
    }

    #[test]
    fn mistakes_have_positions_and_remedies() {
        let table = [
            ("", "t.csv: no header row (start with issue,pattern,note)"),
            (
                "issue,patern\n",
                "t.csv:1:7: unknown column \"patern\" (did you mean pattern? columns: issue, pattern, note)",
            ),
            ("issue,note\n", "t.csv:1:1: column pattern is missing (columns: issue, pattern, note)"),
            ("issue,issue,pattern\n", "t.csv:1:7: column issue is there twice (remove one)"),
            ("issue;pattern\n", "t.csv:1:1: columns are separated by semicolons (save the file with commas)"),
            (
                "issue,pattern\na,b,c\n",
                "t.csv:2:3: 3 cells under a header of 2 (put a cell that holds a comma in double quotes)",
            ),
            ("issue,pattern\na\n", "t.csv:2:1: 1 cells under a header of 2 (keep the commas of empty cells)"),
            ("issue,pattern\na,\"b\n", "t.csv:2:3: this quotation mark is never closed (close the cell with \")"),
            (
                "issue,pattern\na,b \"c\"\n",
                "t.csv:2:5: a quotation mark inside a cell (put the whole cell in double quotes and double the inner ones)",
            ),
            (
                "issue,pattern\na,\"b\"c\n",
                "t.csv:2:6: text after a closing quotation mark (double the quotation marks inside the cell)",
            ),
        ];
        for (text, expected) in table {
            assert_eq!(read(text).1, [expected], "{text:?}");
        }
    }

    #[test]
    fn parts_of_a_quoted_cell_are_found_in_the_file() {
        let file = SourceFile::new("t.csv", "issue,pattern\né,\" say \"\"so\"\" x\"\n");
        let rows = rows(&file, &mut Problems::default());
        let cell = rows[0].cell(1);
        assert_eq!(cell.value, "say \"so\" x");
        assert_eq!(file.position(cell.part(&file, 9..10).start), (2, 16));
        assert_eq!(&file.text[cell.part(&file, 5..7)], "so");
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_without_panic(body in "[ab\"',;=é\\n\\r\\t |]{0,60}", header in proptest::bool::ANY) {
            let start = if header { "issue,pattern,note\n" } else { "" };
            let file = SourceFile::new("t.csv", format!("{start}{body}"));
            let mut problems = Problems::default();
            for row in rows(&file, &mut problems) {
                for column in 0..3 {
                    let cell = row.cell(column);
                    let length = cell.value.chars().count();
                    for i in 0..=length {
                        let part = cell.part(&file, i..length + 1);
                        proptest::prop_assert!(file.text.get(part.clone()).is_some(), "{:?} {:?}", cell, part);
                        if let Some(c) = cell.value.chars().nth(i) {
                            proptest::prop_assert!(file.text[part].starts_with(c), "{:?} {}", cell, i);
                        }
                    }
                }
            }
            if let Err(error) = problems.finish(()) {
                proptest::prop_assert!(error.problems().iter().all(|p| p.message.ends_with(')')), "{error}");
            }
        }
    }
}
