//! A CSV table that a person filled in: columns by name, any of three delimiters, a byte order mark or none.

use super::gold::GoldError;

/// A table with its header.
pub struct CodeTable<'t> {
    name: &'t str,
    header: csv::StringRecord,
    text: &'t str,
    delimiter: u8,
}

impl<'t> CodeTable<'t> {
    /// Reads the header.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn read(name: &'t str, text: &'t str) -> Result<Self, GoldError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let first = text.lines().next().unwrap_or("");
        let often = |&d: &u8| first.bytes().filter(|&b| b == d).count();
        let delimiter = [b'\t', b';', b','].into_iter().max_by_key(often).unwrap_or(b',');
        let mut table = CodeTable { name, header: csv::StringRecord::new(), text, delimiter };
        table.header = table.reader().headers().map_err(|e| table.misread(&e))?.clone();
        Ok(table)
    }

    /// Where a column is.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.header.iter().position(|h| h.trim().eq_ignore_ascii_case(name))
    }

    /// Where the first of these columns is that there is.
    ///
    /// # Errors
    /// When there is none.
    pub fn needed(&self, names: &[&str]) -> Result<usize, GoldError> {
        names.iter().find_map(|name| self.column(name)).ok_or_else(|| {
            let found = self.header.iter().collect::<Vec<_>>().join(", ");
            GoldError(format!("{}:1: there is no column {} (columns: {found})", self.name, names.join(" or ")))
        })
    }

    /// The header's cells.
    pub fn header(&self) -> &csv::StringRecord {
        &self.header
    }

    /// Rows with their lines.
    pub fn rows(&self) -> impl Iterator<Item = Result<(csv::StringRecord, u64), GoldError>> + '_ {
        self.reader().into_records().map(|row| {
            let row = row.map_err(|e| self.misread(&e))?;
            let line = row.position().map_or(0, csv::Position::line);
            Ok((row, line))
        })
    }

    /// A message about a line.
    pub fn wrong(&self, line: u64, message: &str) -> GoldError {
        GoldError(format!("{}:{line}: {message}", self.name))
    }

    fn reader(&self) -> csv::Reader<&'t [u8]> {
        csv::ReaderBuilder::new().delimiter(self.delimiter).flexible(true).from_reader(self.text.as_bytes())
    }

    fn misread(&self, error: &csv::Error) -> GoldError {
        GoldError(format!("{}: {error} (save it as CSV again)", self.name))
    }
}
