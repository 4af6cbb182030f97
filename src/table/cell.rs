//! Cells: the five things that can stand in a table, and how each is written.

use crate::document::Date;
use std::borrow::Cow;
use std::io::Write;

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

/// The cells of one row, in the order of the table's fields.
pub type Row<'a> = Vec<Cell<'a>>;

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
            // Most figures of the large tables are whole.
            Cell::Number(figure) if (0.0..1e15).contains(figure) && figure.fract() == 0.0 => {
                write_integer(*figure as u64, out);
                out.extend_from_slice(b".000000");
            }
            Cell::Number(figure) => out.extend_from_slice(fixed(*figure, 6).as_bytes()),
            // Writing to memory does not fail.
            Cell::Date(date) => drop(write!(out, "{date}")),
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

fn write_integer(count: u64, out: &mut Vec<u8>) {
    if count >= 10 {
        write_integer(count / 10, out);
    }
    out.push(b'0' + (count % 10) as u8);
}

/// `figure` with fixed decimals; empty when it is not finite, and never `-0`.
pub fn fixed(figure: f64, decimals: usize) -> String {
    if !figure.is_finite() {
        return String::new();
    }
    let written = format!("{figure:.decimals$}");
    match written.strip_prefix('-') {
        Some(rest) if rest.bytes().all(|b| matches!(b, b'0' | b'.')) => rest.to_string(),
        _ => written,
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
    fn zero_has_no_sign_however_small_the_figure() {
        for figure in [0.0, -0.0, -1e-9, -4.9e-7, 1e-300, -1e-300] {
            assert_eq!(fixed(figure, 6), "0.000000");
        }
        assert_eq!(fixed(-0.0000006, 6), "-0.000001");
        assert_eq!(fixed(-0.4, 0), "0");
    }

    #[test]
    fn undefined_figures_are_empty_cells() {
        assert_eq!(Cell::from(f64::INFINITY), Cell::Empty);
        assert_eq!(Cell::from(None::<f64>), Cell::Empty);
        assert!(Cell::Number(f64::NAN).is_empty());
        assert_eq!(Cell::from(""), Cell::Empty);
    }

    proptest! {
        #[test]
        fn bytes_are_those_of_the_words(count in any::<u64>(), whole in -3i64..1 << 53, figure in any::<f64>()) {
            for cell in [Cell::Integer(count), Cell::Number(whole as f64), Cell::Number(figure), Cell::Number(-0.0)] {
                let mut out = Vec::new();
                cell.write(&mut out);
                prop_assert_eq!(String::from_utf8(out).unwrap(), cell.plain());
            }
        }

        #[test]
        fn every_figure_prints_as_one_or_as_nothing(figure in any::<f64>()) {
            let written = fixed(figure, 6);
            prop_assert!(written != "-0.000000");
            prop_assert!(written.is_empty() || written.parse::<f64>().is_ok_and(f64::is_finite));
            prop_assert!(written.is_empty() || written.split_once('.').is_some_and(|(_, d)| d.len() == 6));
        }
    }
}
