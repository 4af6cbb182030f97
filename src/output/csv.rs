//! CSV in three profiles: plain, and two that spreadsheet programs open with a double click.
//!
//! Rows of cells come in, bytes go out (RFC 4180). Numbers are written by the profile and never guarded; words are
//! written as they are, and guarded unless the profile is raw.

use crate::table::{Cell, Dialect, Layout, RowWriter, Table};
use crate::text::starts_formula;
use std::io::{self, Write};

/// How a CSV file is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CsvFlavor {
    /// UTF-8, commas, LF.
    #[default]
    Plain,
    /// Byte order mark, commas, CRLF: spreadsheets where a comma parts cells.
    Excel,
    /// Byte order mark, semicolons, CRLF, decimal comma: spreadsheets where a comma parts decimals.
    ExcelSemicolon,
}

/// A flavor, and whether words that look like formulas are guarded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CsvProfile {
    /// Delimiters and line ends.
    pub flavor: CsvFlavor,
    /// On for files, off for standard output and with `--raw`.
    pub guard: bool,
}

impl CsvProfile {
    /// The profile of files: guarded unless `raw`.
    pub const fn for_file(flavor: CsvFlavor, raw: bool) -> Self {
        CsvProfile { flavor, guard: !raw }
    }

    /// The profile of standard output: never guarded.
    pub const fn for_stream(flavor: CsvFlavor) -> Self {
        CsvProfile { flavor, guard: false }
    }

    /// What `datapackage.json` says about the files.
    pub const fn dialect(self) -> Dialect {
        match self.flavor {
            CsvFlavor::Plain => Dialect { delimiter: ',', decimal: '.', line_end: "\n" },
            CsvFlavor::Excel => Dialect { delimiter: ',', decimal: '.', line_end: "\r\n" },
            CsvFlavor::ExcelSemicolon => Dialect { delimiter: ';', decimal: ',', line_end: "\r\n" },
        }
    }

    const fn delimiter(self) -> u8 {
        if matches!(self.flavor, CsvFlavor::ExcelSemicolon) { b';' } else { b',' }
    }

    /// Adds one row to `out`.
    pub fn row(self, row: &[Cell], out: &mut Vec<u8>) {
        let mut composed = Vec::new();
        let mut rows = CsvRows::new(self, out, &mut composed);
        row.iter().for_each(|cell| rows.borrowed(cell));
        rows.end_row();
    }

    fn end_row(self, out: &mut Vec<u8>) {
        out.extend_from_slice(if self.flavor == CsvFlavor::Plain { b"\n" } else { b"\r\n" });
    }

    /// Words between quotation marks where something in them needs it, marks doubled.
    #[inline]
    fn words(self, words: &[u8], out: &mut Vec<u8>) {
        let is_guarded = self.guard && starts_formula(words);
        if !self.need_marks(words) {
            if is_guarded {
                out.push(b'\'');
            }
            out.extend_from_slice(words);
            return;
        }
        out.reserve(words.len() + 3);
        out.push(b'"');
        if is_guarded {
            out.push(b'\'');
        }
        let mut rest = words;
        while let Some(at) = memchr::memchr(b'"', rest) {
            out.extend_from_slice(&rest[..=at]);
            out.push(b'"');
            rest = &rest[at + 1..];
        }
        out.extend_from_slice(rest);
        out.push(b'"');
    }

    /// True when words can only stand between quotation marks.
    #[inline]
    fn need_marks(self, words: &[u8]) -> bool {
        let delimiter = self.delimiter();
        // A search costs more to begin than a few words are long.
        if words.len() < 16 {
            return words.iter().any(|byte| matches!(byte, b'\n' | b'\r' | b'"') || *byte == delimiter);
        }
        memchr::memchr3(b'\n', b'"', delimiter, words).is_some() || memchr::memchr(b'\r', words).is_some()
    }
}

/// Rows as the bytes of a file, cell by cell.
pub struct CsvRows<'o> {
    profile: CsvProfile,
    out: &'o mut Vec<u8>,
    /// Where words are put together.
    composed: &'o mut Vec<u8>,
    start: usize,
    cells: usize,
}

impl<'o> CsvRows<'o> {
    /// Rows that are added to `out`; words are put together in `composed`.
    pub fn new(profile: CsvProfile, out: &'o mut Vec<u8>, composed: &'o mut Vec<u8>) -> Self {
        CsvRows { profile, start: out.len(), out, composed, cells: 0 }
    }

    #[inline]
    fn next(&mut self) {
        if self.cells > 0 {
            self.out.push(self.profile.delimiter());
        }
        self.cells += 1;
    }

    #[inline]
    fn borrowed(&mut self, cell: &Cell) {
        self.next();
        match cell {
            Cell::Text(words) => self.profile.words(words.as_bytes(), self.out),
            Cell::Number(_) if self.profile.flavor == CsvFlavor::ExcelSemicolon => {
                let from = self.out.len();
                cell.write(self.out);
                self.out[from..].iter_mut().filter(|byte| **byte == b'.').for_each(|byte| *byte = b',');
            }
            _ => cell.write(self.out),
        }
    }

    fn end_row(&mut self) {
        if self.cells == 1 && self.out.len() == self.start {
            // An empty line would be no row.
            self.out.extend_from_slice(b"\"\"");
        }
        self.profile.end_row(self.out);
        (self.start, self.cells) = (self.out.len(), 0);
    }
}

impl<'a> RowWriter<'a> for CsvRows<'_> {
    #[inline]
    fn cell(&mut self, cell: impl Into<Cell<'a>>) {
        self.borrowed(&cell.into());
    }

    #[inline]
    fn composed(&mut self, compose: impl FnOnce(&mut Vec<u8>)) {
        self.next();
        self.composed.clear();
        compose(self.composed);
        self.profile.words(self.composed, self.out);
    }

    fn end(&mut self) {
        self.end_row();
    }
}

/// Bytes that a writer holds back at most before it hands them on.
const HELD: usize = 1 << 15;

/// Writes rows as CSV; rows of one table may be written by many writers and their bytes joined.
pub struct CsvWriter<W: Write> {
    inner: W,
    profile: CsvProfile,
    held: Vec<u8>,
}

impl<W: Write> CsvWriter<W> {
    /// A writer of rows without a header.
    pub fn new(out: W, profile: CsvProfile) -> Self {
        CsvWriter { inner: out, profile, held: Vec::new() }
    }

    /// A writer that has written the byte order mark, where there is one, and the header.
    pub fn with_header(out: W, profile: CsvProfile, layout: &Layout) -> io::Result<Self> {
        let mut writer = CsvWriter::new(out, profile);
        if profile.flavor != CsvFlavor::Plain {
            writer.held.extend_from_slice("\u{feff}".as_bytes());
        }
        for (at, name) in layout.header().enumerate() {
            if at > 0 {
                writer.held.push(profile.delimiter());
            }
            CsvProfile { guard: false, ..profile }.words(name.as_bytes(), &mut writer.held);
        }
        profile.end_row(&mut writer.held);
        Ok(writer)
    }

    /// Writes one row.
    pub fn row(&mut self, row: &[Cell]) -> io::Result<()> {
        self.profile.row(row, &mut self.held);
        if self.held.len() > HELD {
            self.inner.write_all(&self.held)?;
            self.held.clear();
        }
        Ok(())
    }

    /// Hands on what is held back, and gives back what was written to.
    pub fn finish(mut self) -> io::Result<W> {
        self.inner.write_all(&self.held)?;
        self.inner.flush()?;
        Ok(self.inner)
    }
}

/// Writes a whole table.
pub fn write_csv(out: impl Write, table: &Table, profile: CsvProfile) -> io::Result<()> {
    let mut writer = CsvWriter::with_header(out, profile, &table.layout)?;
    for row in &table.rows {
        writer.row(row)?;
    }
    writer.finish().map(drop)
}

#[cfg(test)]
mod tests {
    use super::super::unguard;
    use super::*;
    use crate::table::{DocumentRows, sample, schema};
    use proptest::prelude::*;

    fn written(rows: Vec<Vec<Cell>>, profile: CsvProfile) -> String {
        let table = Table { layout: schema::REJECTED.layout(&[]), rows };
        let mut bytes = Vec::new();
        write_csv(&mut bytes, &table, profile).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn flavors_differ_in_marks_and_decimals_only() {
        let row = || vec![vec![Cell::from("a;b, \"c\""), Cell::Number(-0.5)], vec![Cell::Empty, Cell::Integer(3)]];
        let raw = |flavor| written(row(), CsvProfile::for_stream(flavor));
        assert_eq!(raw(CsvFlavor::Plain), "document,reason\n\"a;b, \"\"c\"\"\",-0.500000\n,3\n");
        assert_eq!(raw(CsvFlavor::Excel), "\u{feff}document,reason\r\n\"a;b, \"\"c\"\"\",-0.500000\r\n,3\r\n");
        assert_eq!(raw(CsvFlavor::ExcelSemicolon), "\u{feff}document;reason\r\n\"a;b, \"\"c\"\"\";-0,500000\r\n;3\r\n");
    }

    #[test]
    fn numbers_are_never_guarded_and_words_are_unless_raw() {
        let rows = || vec![vec![Cell::from("-0.5 is what she said"), Cell::Number(-0.5)]];
        let guarded = written(rows(), CsvProfile::for_file(CsvFlavor::Plain, false));
        assert_eq!(guarded, "document,reason\n'-0.5 is what she said,-0.500000\n");
        let raw = written(rows(), CsvProfile::for_file(CsvFlavor::Plain, true));
        assert_eq!(raw, "document,reason\n-0.5 is what she said,-0.500000\n");
    }

    #[test]
    fn a_row_of_one_empty_cell_is_no_empty_line() {
        let mut out = Vec::new();
        CsvProfile::for_stream(CsvFlavor::Plain).row(&[Cell::Empty], &mut out);
        assert_eq!(out, b"\"\"\n");
    }

    #[test]
    fn rows_written_straight_are_the_bytes_of_their_cells() {
        let (dispute, language, scored) = (sample::dispute(), sample::language(), sample::scored());
        let rows = DocumentRows::new(&scored, sample::names(&dispute, &language));
        for flavor in [CsvFlavor::Plain, CsvFlavor::Excel, CsvFlavor::ExcelSemicolon] {
            let profile = CsvProfile::for_file(flavor, false);
            let mut of_cells = Vec::new();
            let listed = rows.statements().chain(rows.matches()).chain([rows.document()]);
            listed.for_each(|row| profile.row(&row, &mut of_cells));
            let (mut straight, mut composed) = (Vec::new(), Vec::new());
            let mut out = CsvRows::new(profile, &mut straight, &mut composed);
            rows.write_statements(&mut out);
            rows.write_matches(&mut out);
            rows.write_document(&mut out);
            assert_eq!(String::from_utf8(straight), String::from_utf8(of_cells));
        }
    }

    #[test]
    fn rows_of_many_writers_join_to_the_bytes_of_one() {
        let profile = CsvProfile::for_file(CsvFlavor::Excel, false);
        let rows: Vec<_> = (0..4u64).map(|i| vec![Cell::text(format!("d{i}\n")), Cell::from(i)]).collect();
        let layout = schema::REJECTED.layout(&[]);
        let mut joined = CsvWriter::with_header(Vec::new(), profile, &layout).unwrap().finish().unwrap();
        for part in rows.chunks(3) {
            let mut writer = CsvWriter::new(Vec::new(), profile);
            part.iter().for_each(|row| writer.row(row).unwrap());
            joined.extend(writer.finish().unwrap());
        }
        assert_eq!(String::from_utf8(joined).unwrap(), written(rows, profile));
    }

    proptest! {
        #[test]
        fn any_text_comes_back_and_none_is_a_formula(
            texts in prop::collection::vec("[-'=+@\t\r\n\",;a]{0,8}|\\PC{0,20}", 2..8),
            flavor in prop::sample::select(vec![CsvFlavor::Plain, CsvFlavor::Excel, CsvFlavor::ExcelSemicolon]),
        ) {
            let rows = texts.chunks_exact(2).map(|pair| pair.iter().map(|t| Cell::from(t.as_str())).collect()).collect();
            let profile = CsvProfile::for_file(flavor, false);
            let file = written(rows, profile);
            let mut reader = csv::ReaderBuilder::new()
                .delimiter(profile.dialect().delimiter as u8)
                .from_reader(file.trim_start_matches('\u{feff}').as_bytes());
            let read: Vec<String> = reader.records().flat_map(|record| {
                record.unwrap().iter().map(str::to_owned).collect::<Vec<_>>()
            }).collect();
            for (cell, text) in read.iter().zip(&texts) {
                prop_assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']));
                prop_assert_eq!(unguard(cell), text);
            }
            prop_assert_eq!(read.len(), texts.len() / 2 * 2);
        }

        #[test]
        fn bytes_are_those_of_the_csv_crate(
            texts in prop::collection::vec("[-'=,;\"\r\n\t aé0]{0,8}", 1..8),
            figure in any::<f64>(),
            flavor in prop::sample::select(vec![CsvFlavor::Plain, CsvFlavor::Excel, CsvFlavor::ExcelSemicolon]),
        ) {
            let profile = CsvProfile::for_stream(flavor);
            let mut row: Vec<Cell> = texts.iter().map(|t| Cell::from(t.as_str())).collect();
            row.push(Cell::Number(figure));
            let mut ours = Vec::new();
            profile.row(&row, &mut ours);
            let terminator = match flavor {
                CsvFlavor::Plain => csv::Terminator::Any(b'\n'),
                _ => csv::Terminator::CRLF,
            };
            let mut theirs =
                csv::WriterBuilder::new().delimiter(profile.delimiter()).terminator(terminator).from_writer(Vec::new());
            let plain = |cell: &Cell| match cell {
                Cell::Number(_) if flavor == CsvFlavor::ExcelSemicolon => cell.plain().replace('.', ","),
                _ => cell.plain().into_owned(),
            };
            theirs.write_record(row.iter().map(plain)).unwrap();
            prop_assert_eq!(String::from_utf8(ours), String::from_utf8(theirs.into_inner().unwrap()));
        }

        #[test]
        fn no_figure_is_printed_as_minus_zero_or_not_a_number(figure in any::<f64>()) {
            let file = written(vec![vec![Cell::Empty, Cell::Number(figure)]], CsvProfile::for_stream(CsvFlavor::Plain));
            let cell = file.lines().nth(1).and_then(|line| line.strip_prefix(',')).unwrap();
            prop_assert!(!cell.contains("NaN") && !cell.contains("inf") && cell != "-0.000000");
        }
    }
}
