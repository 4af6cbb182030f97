//! Cells: the five things that can stand in a table, and how each is written.

use super::figure::{fixed, write_date, write_fixed, write_integer};
use crate::document::Date;
use std::borrow::Cow;

/// One cell of a table; text may borrow from the document or the lexicon that it comes from.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Cell<'a> {
    /// No value: nothing to say, or a figure that is undefined.
    #[default]
    Empty,
    /// Words.
    Text(Cow<'a, str>),
    /// A count, an offset or a running number.
    Integer(u64),
    /// A figure; not a number and infinite print as an empty cell.
    Number(f64),
    /// A day.
    Date(Date),
}

impl<'a> Cell<'a> {
    /// Words, unless there are none.
    pub fn text(words: impl Into<Cow<'a, str>>) -> Self {
        let words = words.into();
        if words.is_empty() { Cell::Empty } else { Cell::Text(words) }
    }

    /// A figure, unless it is undefined.
    pub fn number(figure: Option<f64>) -> Self {
        figure.filter(|f| f.is_finite()).map_or(Cell::Empty, Cell::Number)
    }

    /// The cell as every text format writes it: six fixed decimals, ISO dates, no sign on a zero.
    ///
    /// ```
    /// use demarche::table::Cell;
    /// assert_eq!(Cell::Number(-0.0000001).plain(), "0.000000");
    /// assert_eq!(Cell::Number(f64::NAN).plain(), "");
    /// assert_eq!(Cell::Integer(12).plain(), "12");
    /// ```
    pub fn plain(&self) -> Cow<'_, str> {
        match self {
            Cell::Empty => Cow::Borrowed(""),
            Cell::Text(words) => Cow::Borrowed(words),
            Cell::Integer(count) => Cow::Owned(count.to_string()),
            Cell::Number(figure) => Cow::Owned(fixed(*figure, 6)),
            Cell::Date(date) => Cow::Owned(date.to_string()),
        }
    }

    /// Adds the bytes of [`Cell::plain`] to `out`.
    pub fn write(&self, out: &mut Vec<u8>) {
        match self {
            Cell::Empty => {}
            Cell::Text(words) => out.extend_from_slice(words.as_bytes()),
            Cell::Integer(count) => write_integer(*count, out),
            Cell::Number(figure) => write_fixed(*figure, out),
            Cell::Date(date) => write_date(*date, out),
        }
    }

    /// True when nothing would be printed.
    pub fn is_empty(&self) -> bool {
        match self {
            Cell::Empty => true,
            Cell::Text(words) => words.is_empty(),
            Cell::Number(figure) => !figure.is_finite(),
            _ => false,
        }
    }

    /// The same cell, free of what it borrowed.
    pub fn into_owned(self) -> Cell<'static> {
        match self {
            Cell::Empty => Cell::Empty,
            Cell::Text(words) => Cell::Text(Cow::Owned(words.into_owned())),
            Cell::Integer(count) => Cell::Integer(count),
            Cell::Number(figure) => Cell::Number(figure),
            Cell::Date(date) => Cell::Date(date),
        }
    }
}

impl From<u64> for Cell<'_> {
    fn from(count: u64) -> Self {
        Cell::Integer(count)
    }
}

impl From<u32> for Cell<'_> {
    fn from(count: u32) -> Self {
        Cell::Integer(u64::from(count))
    }
}

impl From<Option<u32>> for Cell<'_> {
    fn from(count: Option<u32>) -> Self {
        count.map_or(Cell::Empty, Cell::from)
    }
}

impl From<f64> for Cell<'_> {
    fn from(figure: f64) -> Self {
        Cell::number(Some(figure))
    }
}

impl From<Option<f64>> for Cell<'_> {
    fn from(figure: Option<f64>) -> Self {
        Cell::number(figure)
    }
}

impl From<Option<Date>> for Cell<'_> {
    fn from(date: Option<Date>) -> Self {
        date.map_or(Cell::Empty, Cell::Date)
    }
}

impl<'a> From<&'a str> for Cell<'a> {
    fn from(words: &'a str) -> Self {
        Cell::text(words)
    }
}

impl<'a> From<&'a String> for Cell<'a> {
    fn from(words: &'a String) -> Self {
        Cell::text(words.as_str())
    }
}

impl<'a> From<Option<&'a str>> for Cell<'a> {
    fn from(words: Option<&'a str>) -> Self {
        words.map_or(Cell::Empty, Cell::text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn undefined_figures_are_empty_cells() {
        assert_eq!(Cell::from(f64::INFINITY), Cell::Empty);
        assert_eq!(Cell::from(None::<f64>), Cell::Empty);
        assert!(Cell::Number(f64::NAN).is_empty());
        assert_eq!(Cell::from(""), Cell::Empty);
    }

    proptest! {
        #[test]
        fn bytes_are_those_of_the_words(count in any::<u64>(), figure in any::<f64>(), days in -4_000_000i32..2_000_000) {
            let date = Date::constant(2000, 1, 1).saturating_add(jiff::Span::new().days(days));
            for cell in [Cell::Integer(count), Cell::Integer(count % 100), Cell::Number(figure), Cell::Date(date)] {
                let mut out = Vec::new();
                cell.write(&mut out);
                prop_assert_eq!(String::from_utf8(out).unwrap(), cell.plain());
            }
        }
    }
}
