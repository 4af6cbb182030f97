//! `dispute.toml` and `language.toml`: every key is known, every value has its type, every mistake its position.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::lexicon::error::{Problems, SourceFile, did_you_mean};

/// The only version of the folder's layout so far.
const SCHEMA: i64 = 1;

/// A value and the bytes it stands on.
pub struct Located<T> {
    pub value: T,
    pub span: Range<usize>,
}

/// A table of a TOML file that is being read.
pub struct Manifest<'a> {
    file: &'a SourceFile,
    table: DeTable<'a>,
    /// Where the table is opened, for keys that are missing.
    span: Range<usize>,
    /// What the table is called in messages; empty for the file itself.
    name: &'static str,
}

impl<'a> Manifest<'a> {
    /// Parses a file; all its syntax errors are reported at once.
    pub fn parse(file: &'a SourceFile, problems: &mut Problems) -> Option<Manifest<'a>> {
        let (table, errors) = DeTable::parse_recoverable(&file.text);
        for error in &errors {
            let message = format!("{} (TOML: key = \"value\")", error.message().replace('\n', ", "));
            problems.push(file.problem(error.span().unwrap_or(0..0), message));
        }
        errors.is_empty().then(|| Manifest { file, table: table.into_inner(), span: 0..0, name: "" })
    }

    /// Reports every key that is not `known`.
    pub fn only(&self, known: &[&str], problems: &mut Problems) {
        for key in self.table.keys().filter(|key| !known.contains(&&**key.get_ref())) {
            let suggestion = did_you_mean(key.get_ref(), known.iter().copied());
            let place = if self.name.is_empty() { String::new() } else { format!(" in {}", self.name) };
            let message = format!("unknown key {}{place} ({suggestion}keys: {})", key.get_ref(), known.join(", "));
            problems.push(self.file.problem(key.span(), message));
        }
    }

    /// Checks that `schema = 1`.
    pub fn schema(&mut self, problems: &mut Problems) {
        match self.take("schema") {
            None => self.missing("schema", "schema = 1", problems),
            Some(value) if integer(&value.value) == Some(SCHEMA) => {}
            Some(value) => {
                let message = "this version of the folder's layout is unknown (write schema = 1, or update demarche)";
                problems.push(self.file.problem(value.span, message));
            }
        }
    }

    /// A string that must be there and not be empty.
    pub fn required(&mut self, key: &'static str, problems: &mut Problems) -> Located<String> {
        match self.string(key, problems) {
            Some(found) if !found.value.trim().is_empty() => found,
            Some(found) => {
                problems.push(self.file.problem(found.span.clone(), format!("{key} is empty (write {key} = \"…\")")));
                found
            }
            None => Located { value: String::new(), span: self.span.clone() },
        }
    }

    /// A string that may be absent.
    pub fn optional(&mut self, key: &'static str, problems: &mut Problems) -> Option<String> {
        let span = self.span.clone();
        match self.take(key)? {
            Located { value: DeValue::String(value), .. } => Some(value.into_owned()),
            other => {
                let _ = span;
                self.wrong_type(key, &other, "a string (put it in double quotes)", problems);
                None
            }
        }
    }

    fn string(&mut self, key: &'static str, problems: &mut Problems) -> Option<Located<String>> {
        match self.take(key) {
            Some(Located { value: DeValue::String(value), span }) => Some(Located { value: value.into_owned(), span }),
            Some(other) => {
                self.wrong_type(key, &other, "a string (put it in double quotes)", problems);
                None
            }
            None => {
                self.missing(key, &format!("{key} = \"…\""), problems);
                None
            }
        }
    }

    /// A list of strings; empty when absent.
    pub fn strings(&mut self, key: &'static str, problems: &mut Problems) -> Vec<Located<String>> {
        let remedy = "a list of strings (write [\"…\", \"…\"])";
        match self.take(key) {
            None => Vec::new(),
            Some(Located { value: DeValue::Array(values), .. }) => {
                let mut strings = Vec::new();
                for value in values {
                    let span = value.span();
                    match value.into_inner() {
                        DeValue::String(value) => strings.push(Located { value: value.into_owned(), span }),
                        value => self.wrong_type(key, &Located { value, span }, remedy, problems),
                    }
                }
                strings
            }
            Some(other) => {
                self.wrong_type(key, &other, remedy, problems);
                Vec::new()
            }
        }
    }

    /// A finite number in a range, if the key is there.
    pub fn number(
        &mut self,
        key: &'static str,
        range: std::ops::RangeInclusive<f64>,
        problems: &mut Problems,
    ) -> Option<f64> {
        let found = self.take(key)?;
        let value = match &found.value {
            DeValue::Float(float) => float.as_str().parse().ok(),
            other => integer(other).map(|i| i as f64),
        };
        match value.filter(|v| range.contains(v)) {
            Some(value) => Some(value),
            None => {
                let (low, high) = (range.start(), range.end());
                self.wrong_type(key, &found, &format!("a number (write one from {low} to {high})"), problems);
                None
            }
        }
    }

    /// A table, if the key is there.
    pub fn table(&mut self, key: &'static str, problems: &mut Problems) -> Option<Manifest<'a>> {
        let found = self.take(key)?;
        self.subtable(key, found, problems)
    }

    /// A list of tables (`[[side]]`); empty when absent.
    pub fn tables(&mut self, key: &'static str, problems: &mut Problems) -> Vec<Manifest<'a>> {
        match self.take(key) {
            None => Vec::new(),
            Some(Located { value: DeValue::Array(values), .. }) => {
                let located = values.into_iter().map(|v| Located { span: v.span(), value: v.into_inner() });
                let located: Vec<_> = located.collect();
                located.into_iter().filter_map(|found| self.subtable(key, found, problems)).collect()
            }
            Some(other) => {
                self.wrong_type(key, &other, &format!("a list of tables (write [[{key}]])"), problems);
                Vec::new()
            }
        }
    }

    fn subtable(
        &self,
        key: &'static str,
        found: Located<DeValue<'a>>,
        problems: &mut Problems,
    ) -> Option<Manifest<'a>> {
        match found {
            Located { value: DeValue::Table(table), span } => {
                Some(Manifest { file: self.file, table, span, name: key })
            }
            other => {
                self.wrong_type(key, &other, &format!("a table (write [{key}])"), problems);
                None
            }
        }
    }

    /// The bytes where this table is opened.
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    fn take(&mut self, key: &str) -> Option<Located<DeValue<'a>>> {
        // A `DeTable` is keyed by spanned strings, which compare by their text alone.
        let value: Spanned<DeValue<'a>> = self.table.remove(key)?;
        Some(Located { span: value.span(), value: value.into_inner() })
    }

    fn missing(&self, key: &str, remedy: &str, problems: &mut Problems) {
        let place = if self.name.is_empty() { String::new() } else { format!(" in this {}", self.name) };
        problems.push(self.file.problem(self.span.clone(), format!("{key} is missing{place} (write {remedy})")));
    }

    fn wrong_type(&self, key: &str, found: &Located<DeValue<'_>>, wanted: &str, problems: &mut Problems) {
        problems.push(self.file.problem(found.span.clone(), format!("{key} is not {wanted}")));
    }
}

fn integer(value: &DeValue<'_>) -> Option<i64> {
    match value {
        DeValue::Integer(integer) => i64::from_str_radix(integer.as_str(), integer.radix()).ok(),
        _ => None,
    }
}
