//! Rows of a delimited table, one at a time, in constant memory.
//!
//! csv-core does the parsing (it is the parser of the csv crate); this module adds what a run over other people's
//! tables needs: a cap on the size of a row, and a way on after a quotation mark that is never closed. Such a row
//! would swallow the rest of the table; here it ends before the next line that starts a whole row.

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use super::error::{Cause, Fault};
use super::window::Window;

/// How many lines are tried as the start of the next row after a quotation mark that is never closed.
const TRIED_LINES: usize = 1000;
/// How often all of the rest may be searched for the end of a quotation, so that no table takes for ever.
const SEARCHES: usize = 100;

/// The cells of one row.
#[derive(Debug, Default)]
pub(super) struct Row {
    /// The cells one behind the other.
    text: String,
    /// The same while they come from the parser.
    parsed: Vec<u8>,
    ends: Vec<usize>,
    cells: usize,
    /// The line on which it starts.
    pub line: u64,
}

impl Row {
    pub fn len(&self) -> usize {
        self.cells
    }

    /// The cell in a column; empty when there is none.
    pub fn cell(&self, column: usize) -> &str {
        let start = if column == 0 { 0 } else { self.ends.get(column - 1).copied().unwrap_or(0) };
        let end = if column < self.cells { self.ends[column] } else { start };
        // Cells are cut at ASCII characters.
        self.text.get(start..end).unwrap_or("")
    }

    pub fn cells(&self) -> impl Iterator<Item = &str> {
        (0..self.cells).map(|column| self.cell(column))
    }

    /// Drops empty cells at the end as long as there are more than `columns`: spreadsheets write them.
    fn trim_to(&mut self, columns: usize) {
        while self.cells > columns && self.cell(self.cells - 1).is_empty() {
            self.cells -= 1;
        }
    }
}

/// What came of looking for a row.
enum Parsed {
    /// So many bytes are a row.
    Row(usize),
    /// There is no further row.
    End,
    /// The source ends inside a quotation.
    OpenQuote,
    /// The row has more bytes than it may.
    TooLarge,
}

/// Reads rows.
pub(super) struct Rows {
    window: Window,
    delimiter: u8,
    parser: Reader,
    /// The number of cells that a row has to have, once the header is read.
    columns: Option<usize>,
    searches: usize,
    ended: bool,
    /// The columns whose cells are wanted; of the others there are empty cells. All when nobody said so.
    wanted: Option<Vec<usize>>,
}

impl Rows {
    /// Rows of a table.
    pub fn new(window: Window) -> Self {
        Rows { window, delimiter: b',', parser: Reader::new(), columns: None, searches: 0, ended: false, wanted: None }
    }

    /// Sets what stands between the cells.
    pub fn split_at(&mut self, delimiter: u8) {
        self.delimiter = delimiter;
        self.parser = ReaderBuilder::new().delimiter(delimiter).build();
    }

    pub fn window(&mut self) -> &mut Window {
        &mut self.window
    }

    /// Sets how many cells every further row must have.
    pub fn expect(&mut self, columns: usize) {
        self.columns = Some(columns);
    }

    /// Sets which cells are wanted, so that the others need not be kept.
    pub fn keep_only(&mut self, columns: Vec<usize>) {
        self.wanted = Some(columns);
    }

    /// Reads the next row into `row`; false at the end. After an error the next call goes on behind the bad row.
    pub fn read(&mut self, row: &mut Row) -> Result<bool, Fault> {
        if self.ended {
            return Ok(false);
        }
        self.skip_blank_lines()?;
        row.line = self.window.line();
        if self.columns.is_some()
            && let Some(length) = plain_row(self.window.rest_text(), self.delimiter, self.wanted.as_deref(), row)
            && length <= self.window.cap
            && Some(row.len()) == self.columns
        {
            self.window.advance(length);
            return Ok(true);
        }
        let at_line = |fault: Fault, line| Fault { line: Some(line), ..fault };
        match self.parse(row, 0).inspect_err(|_| self.ended = true)? {
            Parsed::End => {
                self.ended = true;
                Ok(false)
            }
            Parsed::Row(length) => {
                self.window.advance(length);
                let Some(columns) = self.columns else { return Ok(true) };
                row.trim_to(columns);
                if row.len() == columns {
                    return Ok(true);
                }
                let lines = self.window.line().saturating_sub(row.line);
                Err(at_line(wrong_length(row.len(), columns, lines), row.line))
            }
            Parsed::TooLarge => {
                let closed = self.skip_row().inspect_err(|_| self.ended = true)?;
                let fault = if closed { Fault::too_large(self.window.cap) } else { open_quote("the rest is left out") };
                Err(at_line(fault, row.line))
            }
            Parsed::OpenQuote => {
                let resumed = self.recover(row).inspect_err(|_| self.ended = true)?;
                let rest = match resumed {
                    true => format!("reading goes on at line {}", self.window.line()),
                    false => "the rest of the table is left out".to_string(),
                };
                Err(at_line(open_quote(&rest), row.line))
            }
        }
    }

    /// Parses a row that starts `from` bytes into the window, which stays where it is.
    fn parse(&mut self, row: &mut Row, from: usize) -> Result<Parsed, Fault> {
        self.parser.reset();
        let (mut used, mut text, mut ends, mut at_end) = (from, 0, 0, false);
        loop {
            if self.window.rest().len() == used && !at_end {
                if used - from > self.window.cap {
                    return Ok(Parsed::TooLarge);
                }
                if self.window.more()? {
                    continue;
                }
                if used == from {
                    return Ok(Parsed::End);
                }
                at_end = true;
            }
            // A line end stands in for the end of the source; only inside a quotation it does not end the row.
            let input = if at_end { b"\n" } else { &self.window.rest()[used..] };
            let (result, read, written, ended) =
                self.parser.read_record(input, &mut row.parsed[text..], &mut row.ends[ends..]);
            used += if at_end { 0 } else { read };
            text += written;
            ends += ended;
            match result {
                ReadRecordResult::InputEmpty if at_end => return Ok(Parsed::OpenQuote),
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull => grow(&mut row.parsed),
                ReadRecordResult::OutputEndsFull => grow(&mut row.ends),
                ReadRecordResult::End => return Ok(Parsed::End),
                ReadRecordResult::Record => {
                    row.cells = ends;
                    row.text.clear();
                    // What is cut out of valid text at ASCII characters is valid text.
                    row.text.push_str(std::str::from_utf8(&row.parsed[..text]).unwrap_or_default());
                    return Ok(if used - from > self.window.cap { Parsed::TooLarge } else { Parsed::Row(used - from) });
                }
            }
        }
    }

    /// Leaves a row behind without keeping it; false when its quotation is never closed.
    fn skip_row(&mut self) -> Result<bool, Fault> {
        self.parser.reset();
        let (mut text, mut ends) = (vec![0; 1 << 14], [0; 256]);
        loop {
            let at_end = self.window.rest().is_empty() && !self.window.more()?;
            let input = if at_end { b"\n" } else { self.window.rest() };
            let (result, read, ..) = self.parser.read_record(input, &mut text, &mut ends);
            match result {
                ReadRecordResult::Record | ReadRecordResult::End => {
                    self.window.advance(if at_end { 0 } else { read });
                    return Ok(true);
                }
                ReadRecordResult::InputEmpty if at_end => return Ok(false),
                _ => self.window.advance(if at_end { 0 } else { read }),
            }
        }
    }

    /// After a quotation that is never closed: goes to the next line that starts a row with the right number of
    /// cells. The whole rest of the source is in the window by now.
    fn recover(&mut self, row: &mut Row) -> Result<bool, Fault> {
        self.searches += 1;
        let columns = self.columns.filter(|columns| *columns > 1);
        let mut from = 0;
        for _ in 0..TRIED_LINES {
            let Some(at) = memchr::memchr(b'\n', &self.window.rest()[from..]).filter(|_| columns.is_some()) else {
                break;
            };
            from += at + 1;
            match self.parse(row, from)? {
                Parsed::Row(_) => row.trim_to(columns.unwrap_or(0)),
                Parsed::End => break,
                Parsed::OpenQuote | Parsed::TooLarge if self.searches > SEARCHES => break,
                Parsed::OpenQuote | Parsed::TooLarge => {
                    self.searches += 1;
                    continue;
                }
            }
            if Some(row.len()) == columns {
                self.window.advance(from);
                return Ok(true);
            }
        }
        self.ended = true;
        Ok(false)
    }

    fn skip_blank_lines(&mut self) -> Result<(), Fault> {
        loop {
            let blank = self.window.rest().iter().take_while(|byte| matches!(byte, b'\n' | b'\r')).count();
            self.window.advance(blank);
            if !self.window.rest().is_empty() || !self.window.more().inspect_err(|_| self.ended = true)? {
                return Ok(());
            }
        }
    }
}

/// Reads a row that is wholly in `rest` and written as one should: cells with quotation marks around them or none in
/// them, an end of line behind the last. Gives its length; none for any other row, which is then the parser's.
fn plain_row(rest: &str, delimiter: u8, wanted: Option<&[usize]>, row: &mut Row) -> Option<usize> {
    let bytes = rest.as_bytes();
    let (mut at, mut cells) = (0, 0);
    row.text.clear();
    loop {
        let is_wanted = wanted.is_none_or(|wanted| wanted.contains(&cells));
        let mut put = |from: usize, to: usize| {
            if is_wanted {
                row.text.push_str(&rest[from..to]);
            }
        };
        if bytes.get(at) == Some(&b'"') {
            at += 1;
            loop {
                let end = at + memchr::memchr(b'"', &bytes[at..])?;
                if bytes.get(end + 1)? != &b'"' {
                    put(at, end);
                    at = end + 1;
                    break;
                }
                // Of a doubled mark one stays.
                put(at, end + 1);
                at = end + 2;
            }
        } else {
            let length = memchr::memchr3(delimiter, b'\n', b'"', &bytes[at..])?;
            let cell = &bytes[at..at + length];
            let cell = if bytes[at + length] == b'\n' { cell.strip_suffix(b"\r").unwrap_or(cell) } else { cell };
            if memchr::memchr(b'\r', cell).is_some() {
                return None;
            }
            put(at, at + cell.len());
            at += cell.len();
        }
        if row.ends.len() == cells {
            grow(&mut row.ends);
        }
        row.ends[cells] = row.text.len();
        cells += 1;
        match *bytes.get(at)? {
            byte if byte == delimiter => at += 1,
            b'\n' => at += 1,
            b'\r' if bytes.get(at + 1) == Some(&b'\n') => at += 2,
            _ => return None,
        }
        if bytes[at - 1] == b'\n' {
            row.cells = cells;
            return Some(at);
        }
    }
}

fn grow<T: Clone + Default>(buffer: &mut Vec<T>) {
    let length = (buffer.len() * 2).max(64);
    buffer.resize(length, T::default());
}

fn wrong_length(cells: usize, columns: usize, lines: u64) -> Fault {
    let cells = if cells == 1 { "1 cell".to_string() } else { format!("{cells} cells") };
    let remedy = match lines {
        0..=9 => "put text that holds the delimiter between quotation marks".to_string(),
        _ => format!("it runs over {lines} lines: look for a quotation mark that is not closed"),
    };
    Fault::new(Cause::Malformed, format!("the row has {cells} where the header has {columns} ({remedy})"))
}

fn open_quote(rest: &str) -> Fault {
    let reason = format!(
        "the row opens a quotation mark that is never closed ({rest}; close it, or double it if it is part of the text)"
    );
    Fault::new(Cause::Malformed, reason)
}

/// The delimiter of a table, told from its header: whichever of `,`, `;`, tab and `|` stands there most often
/// outside quotation marks; the comma when none does.
pub(super) fn delimiter(header: &str) -> u8 {
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0), (b'|', 0)];
    let mut quoted = false;
    for byte in header.bytes() {
        quoted ^= byte == b'"';
        if let Some((_, count)) = counts.iter_mut().find(|(delimiter, _)| *delimiter == byte && !quoted) {
            *count += 1;
        }
    }
    // The first of equals.
    counts.into_iter().rev().max_by_key(|(_, count)| *count).map_or(b',', |(delimiter, _)| delimiter)
}

#[cfg(test)]
mod tests {
    use super::super::bytes::Bytes;
    use super::super::encoding::Decoded;
    use super::*;
    use proptest::prelude::*;

    fn rows(data: &str, cap: usize) -> Rows {
        let bytes = Bytes::new(Box::new(std::io::Cursor::new(data.to_string()))).unwrap();
        let mut rows = Rows::new(Window::new(Decoded::new(bytes).unwrap(), cap));
        rows.split_at(b',');
        rows
    }

    /// A line and what stands there.
    type At<T> = (u64, T);

    /// Reads a table whose first row is a header: the good rows with their lines, and the bad rows' lines.
    fn read(data: &str, cap: usize) -> (Vec<At<Vec<String>>>, Vec<At<String>>) {
        let (mut rows, mut row) = (rows(data, cap), Row::default());
        let (mut good, mut bad) = (Vec::new(), Vec::new());
        loop {
            match rows.read(&mut row) {
                Ok(false) => return (good, bad),
                Ok(true) => {
                    rows.expect(rows.columns.unwrap_or(row.len()));
                    good.push((row.line, row.cells().map(String::from).collect()));
                }
                Err(fault) => bad.push((fault.line.unwrap_or(0), fault.reason)),
            }
        }
    }

    fn good(data: &str) -> Vec<Vec<String>> {
        read(data, 1 << 20).0.into_iter().map(|(_, row)| row).collect()
    }

    #[test]
    fn rows_know_their_lines() {
        let (rows, bad) = read("a,b\n\n1,\"x\ny\"\r\n2,z\n", 100);
        assert!(bad.is_empty());
        let lines: Vec<u64> = rows.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [1, 3, 5]);
        assert_eq!(rows[1].1, ["1", "x\ny"]);
    }

    #[test]
    fn old_line_ends_count() {
        let (rows, _) = read("a,b\r1,2\r3,4", 100);
        assert_eq!(rows.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [1, 2, 3]);
    }

    #[test]
    fn delimiters_are_told_from_the_header() {
        for (header, expected) in
            [("a,b;c,d", b','), ("a;b;c", b';'), ("a\tb", b'\t'), ("a|b", b'|'), ("a", b','), ("\"a,b,c\";d", b';')]
        {
            assert_eq!(delimiter(header), expected, "{header}");
        }
    }

    #[test]
    fn a_bad_row_is_named_and_the_rest_goes_on() {
        let (rows, bad) = read("a,b\n1,2\n3,4,5\n6,7,,\n8\n9,10\n", 100);
        assert_eq!(rows.len(), 4, "cells that are empty and too many do no harm");
        assert_eq!(bad.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [3, 5]);
        assert!(bad[0].1.starts_with("the row has 3 cells where the header has 2 (put"), "{}", bad[0].1);
    }

    #[test]
    fn an_open_quotation_costs_one_row() {
        let (rows, bad) = read("a,b\n1,\"two\n3,four\n5,six\n", 1000);
        let cells: Vec<_> = rows.into_iter().map(|(_, cells)| cells).collect();
        assert_eq!(cells, [["a", "b"], ["3", "four"], ["5", "six"]]);
        assert_eq!(bad.len(), 1);
        assert_eq!(bad[0].0, 2);
        assert!(bad[0].1.contains("reading goes on at line 3"), "{}", bad[0].1);
    }

    #[test]
    fn a_table_that_is_cut_off_in_a_cell_gives_no_false_rows() {
        let (rows, bad) = read("a,b\n1,\"The first line\nthe second line\nthe thi", 1000);
        assert_eq!((rows.len(), bad.len()), (1, 1));
        assert!(bad[0].1.contains("the rest of the table is left out"), "{}", bad[0].1);
        let (rows, bad) = read("a\n\"x\ny\nz", 1000);
        assert_eq!((rows.len(), bad.len()), (1, 1), "one column: every line would be a row");
    }

    #[test]
    fn a_row_above_the_cap_is_left_out() {
        let big = "x".repeat(300_000);
        let (rows, bad) = read(&format!("a,b\n1,\"{big}\n{big}\"\n2,y\n"), 200_000);
        assert_eq!(rows.len(), 2);
        assert_eq!(rows[1], (4, vec!["2".to_string(), "y".to_string()]));
        assert_eq!(bad[0].0, 2);
        assert!(bad[0].1.starts_with("larger than 200000 bytes"), "{}", bad[0].1);
    }

    proptest! {
        #[test]
        fn what_the_csv_crate_writes_comes_back(
            table in prop::collection::vec(prop::collection::vec("[a-z,;\"'\r\n\t é=]{0,8}", 3), 1..8)
        ) {
            let mut writer = csv::Writer::from_writer(Vec::new());
            writer.write_record(["a", "b", "c"]).unwrap();
            for row in &table {
                writer.write_record(row).unwrap();
            }
            let data = String::from_utf8(writer.into_inner().unwrap()).unwrap();
            let got = good(&data);
            prop_assert_eq!(&got[1..], &table[..]);
        }

        #[test]
        fn any_text_is_read_as_the_csv_crate_does(data in "[ab,\"\n\r]{0,40}") {
            let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(data.as_bytes());
            let theirs: Vec<Vec<String>> =
                reader.records().map(|row| row.unwrap().iter().map(String::from).collect()).collect();
            let (mut rows, mut row) = (rows(&data, 1 << 20), Row::default());
            let mut ours: Vec<Vec<String>> = Vec::new();
            let mut open = false;
            loop {
                match rows.read(&mut row) {
                    Ok(false) => break,
                    Ok(true) => ours.push(row.cells().map(String::from).collect()),
                    Err(_) => open = true,
                }
            }
            // A row whose quotation is never closed is theirs and not ours; it is the last.
            let whole = if open { &theirs[..theirs.len() - 1] } else { &theirs[..] };
            prop_assert_eq!(&ours[..], whole);
        }

        #[test]
        fn a_plain_row_is_what_the_parser_reads(data in "[ab,;\"\n\r]{0,24}") {
            let (mut row, mut parsed) = (Row::default(), Row::default());
            if let Some(length) = plain_row(&data, b',', None, &mut row)
                && !data.starts_with(['\n', '\r'])
            {
                let mut rows = rows(&data, 1 << 20);
                prop_assert!(rows.read(&mut parsed).is_ok_and(|found| found));
                prop_assert_eq!(row.cells().collect::<Vec<_>>(), parsed.cells().collect::<Vec<_>>(), "{:?}", data);
                // What is left of a line end is a blank line to the parser.
                rows.skip_blank_lines().unwrap();
                let left = data[length..].trim_start_matches(['\n', '\r']);
                prop_assert_eq!(std::str::from_utf8(rows.window.rest()).unwrap(), left);
            }
        }

        #[test]
        fn any_text_ends(data in "[a,\"\n]{0,60}", cap in 1usize..40) {
            let (rows, bad) = read(&data, cap);
            prop_assert!(rows.len() + bad.len() <= data.len() + 1);
        }
    }
}
