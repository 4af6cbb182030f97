//! What the readers of all formats share: a file on its way into a dictionary.

use super::model::{At, Dictionary, Entry, Losses, MAX_DEPTH, clean};
use super::words::{Dialect, to_pattern};

/// Why a file cannot be read at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Misread {
    /// 0 for the whole file.
    pub line: u32,
    /// A sentence that ends in the remedy.
    pub message: String,
}

/// One file that is being read.
pub(super) struct Reading<'a> {
    /// Decoded, line ends made `\n`.
    pub text: &'a str,
    pub file: usize,
    /// The file's name without its extension, for what has no name of its own.
    pub stem: &'a str,
    pub dictionary: &'a mut Dictionary,
    pub losses: &'a mut Losses,
}

impl Reading<'_> {
    pub fn at(&self, line: usize) -> At {
        At { file: self.file, line: u32::try_from(line).unwrap_or(u32::MAX) }
    }

    /// Names a category, so that it is reported when nothing stands in it.
    pub fn category(&mut self, path: &[String], line: usize) -> Result<(), Misread> {
        if path.len() > MAX_DEPTH {
            let message = format!("categories are nested more than {MAX_DEPTH} deep (this is no dictionary)");
            return Err(Misread { line: self.at(line).line, message });
        }
        let at = self.at(line);
        self.dictionary.category(path, at);
        Ok(())
    }

    /// Adds an entry of a category, or says why it cannot be.
    pub fn add(&mut self, path: &[String], text: &str, dialect: Dialect, line: usize) {
        let at = self.at(line);
        match to_pattern(text, dialect) {
            Ok(pattern) => self.dictionary.category(path, at).entries.push(Entry::plain(pattern, at)),
            Err(reason) => self.losses.left_out(at, path, &clean(text), reason),
        }
    }

    /// Adds an entry with a weight of either sign, or says why it cannot be.
    pub fn add_weighted(&mut self, path: &[String], text: &str, weight: f64, dialect: Dialect, line: usize) {
        let at = self.at(line);
        match to_pattern(text, dialect).and_then(|pattern| Entry::signed(pattern, weight, at)) {
            Ok(entry) => self.dictionary.category(path, at).entries.push(entry),
            Err(reason) => self.losses.left_out(at, path, &clean(text), reason),
        }
    }

    /// The category of entries that stand in none.
    pub fn stem_path(&self) -> Vec<String> {
        vec![self.stem.to_owned()]
    }
}

/// A number as dictionaries write it: a point or a comma, no exponent.
pub(super) fn number(text: &str) -> Option<f64> {
    let text = text.trim();
    let is_plain = text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '+'));
    let value: f64 = text.replacen(',', ".", 1).parse().ok().filter(|_| is_plain)?;
    value.is_finite().then_some(value)
}

/// The names above a line, by how far lines are indented.
#[derive(Debug, Default)]
pub(super) struct Outline {
    above: Vec<(usize, String)>,
}

impl Outline {
    /// The path of a line with this indentation, without its own name.
    pub fn path(&mut self, indent: usize) -> Vec<String> {
        while self.above.last().is_some_and(|(other, _)| *other >= indent) {
            self.above.pop();
        }
        self.above.iter().map(|(_, name)| name.clone()).collect()
    }

    /// Goes below a name; the path includes it.
    pub fn enter(&mut self, indent: usize, name: String) -> Vec<String> {
        let mut path = self.path(indent);
        path.push(name.clone());
        self.above.push((indent, name));
        path
    }
}

/// How far a line is indented, in characters of white space.
pub(super) fn indent(line: &str) -> usize {
    line.chars().take_while(|c| c.is_whitespace()).count()
}
