//! What cells hold: patterns, numbers, dates, closed sets of words; each mistake under its own character.

use std::borrow::Cow;

use super::csv::{Cell, Columns, Row, Rows};
use crate::document::Date;
use crate::lexicon::error::{Problems, SourceFile, did_you_mean};
use crate::lexicon::{Pattern, PatternError};

/// A file that is being read, and the mistakes found so far.
pub struct Reading<'a, 'p> {
    pub file: &'a SourceFile,
    pub problems: &'p mut Problems,
}

impl<'a> Reading<'a, '_> {
    /// What `read` makes of each row of the file.
    pub fn rows<T>(
        &mut self,
        columns: &Columns,
        mut read: impl FnMut(&mut Reading<'a, '_>, &Row<'a>) -> Option<T>,
    ) -> Vec<T> {
        let mut made = Vec::new();
        let Some(mut rows) = Rows::new(self.file, columns, self.problems) else { return made };
        while let Some(row) = rows.next(self.problems) {
            made.extend(read(self, row));
        }
        made
    }

    /// Reports a mistake that concerns a whole cell.
    pub fn problem(&mut self, cell: &Cell<'_>, message: impl Into<String>) {
        self.problems.push(self.file.problem(cell.span(), message));
    }

    /// A cell that must not be empty.
    pub fn filled<'c>(&mut self, cell: &'c Cell<'_>, column: &str) -> Option<&'c str> {
        if cell.value.is_empty() {
            self.problem(cell, format!("{column} is empty (fill the cell, or remove the row)"));
            return None;
        }
        Some(&cell.value)
    }

    /// A pattern whose mentions are `sides`.
    pub fn pattern(&mut self, cell: &Cell<'_>, sides: &[&str]) -> Option<Pattern> {
        let parsed = Pattern::parse(&cell.value).and_then(|p| p.check_sides(sides).map(|()| p));
        self.checked(cell, parsed)
    }

    /// The patterns of an `unless` cell.
    pub fn unless(&mut self, cell: &Cell<'_>, sides: &[&str]) -> Option<Vec<Pattern>> {
        let parsed = Pattern::parse_list(&cell.value);
        let parsed = parsed.and_then(|list| list.iter().try_for_each(|p| p.check_sides(sides)).map(|()| list));
        self.checked(cell, parsed)
    }

    fn checked<T>(&mut self, cell: &Cell<'_>, parsed: Result<T, PatternError>) -> Option<T> {
        match parsed {
            Ok(value) => Some(value),
            Err(error) => {
                let span = cell.part(self.file, error.at.clone());
                self.problems.push(self.file.problem(span, error.to_string()));
                None
            }
        }
    }

    /// A number in a range; `default` for an empty cell.
    pub fn number(
        &mut self,
        cell: &Cell<'_>,
        column: &str,
        range: std::ops::RangeInclusive<f64>,
        default: Option<f64>,
    ) -> Option<f64> {
        if cell.value.is_empty() && default.is_some() {
            return default;
        }
        let plain = match cell.value.is_ascii() {
            true => Cow::Borrowed(&*cell.value),
            false => Cow::Owned(cell.value.replace('−', "-")),
        };
        // `parse` alone would take `inf`, `nan` and `1e3`.
        let is_plain = |s: &str| s.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-' | '+')) && !s.is_empty();
        match plain.parse::<f64>().ok().filter(|v| is_plain(&plain) && range.contains(v)) {
            Some(value) => Some(value),
            None => {
                let (low, high) = (range.start(), range.end());
                let with_point = plain.replacen(',', ".", 1);
                let remedy = match with_point.parse::<f64>() {
                    Ok(v) if plain.contains(',') && is_plain(&with_point) && range.contains(&v) => {
                        format!("write {with_point}")
                    }
                    _ => format!("write one from {low} to {high}"),
                };
                let what =
                    if is_plain(&plain) && plain.parse::<f64>().is_ok() { "out of range" } else { "not a number" };
                self.problem(cell, format!("{column} \"{}\" is {what} ({remedy})", cell.value));
                None
            }
        }
    }

    /// A calendar day, or none for an empty cell.
    pub fn date(&mut self, cell: &Cell<'_>, column: &str) -> Option<Date> {
        if cell.value.is_empty() {
            return None;
        }
        let shape = |s: &str| {
            s.len() == 10
                && s.bytes().enumerate().all(|(i, b)| if i == 4 || i == 7 { b == b'-' } else { b.is_ascii_digit() })
        };
        match cell.value.parse::<Date>().ok().filter(|_| shape(&cell.value)) {
            Some(date) => Some(date),
            None => {
                self.problem(cell, format!("{column} \"{}\" is not a day (write 2013-06-07)", cell.value));
                None
            }
        }
    }

    /// One word of a closed set.
    pub fn one_of<T: Copy>(&mut self, cell: &Cell<'_>, column: &str, set: &[(&str, T)]) -> Option<T> {
        if let Some((_, value)) = set.iter().find(|(name, _)| *name == cell.value) {
            return Some(*value);
        }
        let names: Vec<&str> = set.iter().map(|(name, _)| *name).filter(|name| !name.is_empty()).collect();
        let suggestion = did_you_mean(&cell.value, names.iter().copied());
        self.problem(cell, format!("unknown {column} \"{}\" ({suggestion}write {})", cell.value, listed(&names)));
        None
    }
}

/// `a, b or c`.
fn listed(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}
