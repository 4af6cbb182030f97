//! Mistakes in a lexicon folder, each with its file, line and column, the line itself and what to do about it.
//!
//! Loading does not stop at the first mistake: readers hand each one to [`Problems`] and go on, so that a person
//! who edits spreadsheets sees up to twenty at once.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Mistakes that are shown at most; the rest is counted.
const SHOWN: usize = 20;
/// Characters of a long line that are shown around the mistake.
const EXCERPT: usize = 100;

/// Why a lexicon could not be loaded.
#[derive(Debug, thiserror::Error)]
pub enum LexiconError {
    /// Neither a built-in lexicon nor a folder.
    #[error("there is no lexicon called {name} ({suggestion}built in: {builtin}; or give the path of a folder)")]
    NotFound {
        /// As asked for.
        name: String,
        /// `did you mean …? ` or empty.
        suggestion: String,
        /// The built-in ones, for the message.
        builtin: String,
    },
    /// A path that cannot be read.
    #[error("{path}: {reason} ({remedy})")]
    Unreadable {
        /// The file or folder.
        path: String,
        /// What the system said.
        reason: String,
        /// What to do.
        remedy: &'static str,
    },
    /// Sides that cannot be compared.
    #[error("{0}")]
    Sides(String),
    /// Mistakes in the files.
    #[error("{}", Listing(.0, *.1))]
    Invalid(Vec<Problem>, usize),
}

impl LexiconError {
    /// The mistakes in the files; empty when the folder itself could not be found or read.
    pub fn problems(&self) -> &[Problem] {
        match self {
            LexiconError::Invalid(problems, _) => problems,
            _ => &[],
        }
    }
}

struct Listing<'a>(&'a [Problem], usize);

impl fmt::Display for Listing<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, problem) in self.0.iter().enumerate() {
            if i > 0 {
                f.write_str("\n")?;
            }
            problem.fmt(f)?;
        }
        match self.1.saturating_sub(self.0.len()) {
            0 => Ok(()),
            more => write!(f, "\nand {more} more"),
        }
    }
}

/// One mistake in one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file, as a person would type it.
    pub file: String,
    /// 1-based; 0 when the mistake is the whole file's.
    pub line: u32,
    /// 1-based, in characters; 0 when the mistake is the whole file's.
    pub column: u32,
    /// One sentence that ends in the remedy.
    pub message: String,
    /// The offending line, shortened around the mistake.
    excerpt: String,
    /// Characters of `excerpt` that are marked.
    marked: Range<usize>,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line == 0 {
            return write!(f, "{}: {}", self.file, self.message);
        }
        let number = self.line.to_string();
        writeln!(f, "{}:{number}:{}: {}", self.file, self.column, self.message)?;
        writeln!(f, "  {number} | {}", self.excerpt)?;
        let lead: String =
            self.excerpt.chars().take(self.marked.start).map(|c| if c == '\t' { '\t' } else { ' ' }).collect();
        write!(f, "  {:width$} | {lead}{}", "", "^".repeat(self.marked.len().max(1)), width = number.len())
    }
}

/// A file of a lexicon folder, decoded, with the name that messages use.
#[derive(Clone, Debug, Default)]
pub(super) struct SourceFile {
    pub path: String,
    pub text: String,
    /// Mistakes that were described.
    told: Arc<AtomicUsize>,
}

impl SourceFile {
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        SourceFile { path: path.into(), text: text.into(), told: Arc::default() }
    }

    /// The 1-based line and column (in characters) of a byte offset.
    pub fn position(&self, offset: usize) -> (u32, u32) {
        let offset = offset.min(self.text.len());
        let start = self.line_start(offset);
        let line = line_breaks(&self.text[..start]) + 1;
        let column = self.text[start..].char_indices().take_while(|(i, _)| start + i < offset).count() + 1;
        (line as u32, column as u32)
    }

    fn line_start(&self, offset: usize) -> usize {
        let bytes = self.text.as_bytes();
        let is_start = |i: usize| bytes[i - 1] == b'\n' || (bytes[i - 1] == b'\r' && bytes.get(i) != Some(&b'\n'));
        (1..=offset).rev().find(|&i| is_start(i)).unwrap_or(0)
    }

    /// Describes a mistake at a range of bytes. After many, nobody is shown where: to look for the place of each of a
    /// million would take hours.
    pub fn problem(&self, bytes: Range<usize>, message: impl Into<String>) -> Problem {
        if self.told.fetch_add(1, Ordering::Relaxed) >= 50 * SHOWN {
            return self.whole_file_problem(message);
        }
        let (line, column) = self.position(bytes.start);
        let start = self.line_start(bytes.start.min(self.text.len()));
        let whole: Vec<char> = self.text[start..].chars().take_while(|&c| c != '\n' && c != '\r').collect();
        let from = (column as usize - 1).min(whole.len());
        let width =
            self.text.get(bytes).map_or(1, |marked| marked.chars().take_while(|&c| c != '\n' && c != '\r').count());
        let to = (from + width.max(1)).min(whole.len().max(from + 1));
        let (excerpt, marked) = shorten(&whole, from..to);
        Problem { file: self.path.clone(), line, column, message: message.into(), excerpt, marked }
    }

    /// Describes a mistake of the file as a whole.
    pub fn whole_file_problem(&self, message: impl Into<String>) -> Problem {
        Problem::of_file(self.path.clone(), message)
    }
}

impl Problem {
    /// A mistake that has no line: a missing file, for example.
    pub(super) fn of_file(file: impl Into<String>, message: impl Into<String>) -> Problem {
        Problem { file: file.into(), line: 0, column: 0, message: message.into(), excerpt: String::new(), marked: 0..0 }
    }
}

/// Line ends in `text`: `\n`, `\r\n` and a lone `\r` are one each.
pub(super) fn line_breaks(text: &str) -> usize {
    let bytes = text.as_bytes();
    let lone = |i: usize| bytes[i] == b'\r' && bytes.get(i + 1) != Some(&b'\n');
    (0..bytes.len()).filter(|&i| bytes[i] == b'\n' || lone(i)).count()
}

fn shorten(line: &[char], marked: Range<usize>) -> (String, Range<usize>) {
    if line.len() <= EXCERPT {
        return (line.iter().collect(), marked);
    }
    let start = marked.start.saturating_sub(EXCERPT / 2);
    let end = (start + EXCERPT).min(line.len());
    let mut excerpt = String::new();
    if start > 0 {
        excerpt.push('…');
    }
    excerpt.extend(&line[start..end]);
    if end < line.len() {
        excerpt.push('…');
    }
    let shift = start - usize::from(start > 0);
    (excerpt, marked.start - shift..marked.end.min(end.max(marked.start + 1)) - shift)
}

/// Collects mistakes while readers go on.
#[derive(Debug, Default)]
pub(super) struct Problems {
    shown: Vec<Problem>,
    total: usize,
}

impl Problems {
    pub fn push(&mut self, problem: Problem) {
        self.total += 1;
        if self.shown.len() < SHOWN {
            self.shown.push(problem);
        }
    }

    /// Adds mistakes that were found meanwhile.
    pub fn append(&mut self, later: Problems) {
        self.total += later.total;
        let room = SHOWN - self.shown.len();
        self.shown.extend(later.shown.into_iter().take(room));
    }

    /// `value` when nothing was wrong, all mistakes together otherwise.
    pub fn finish<T>(self, value: T) -> Result<T, LexiconError> {
        if self.total == 0 { Ok(value) } else { Err(self.into_error()) }
    }

    /// All mistakes together.
    pub fn into_error(self) -> LexiconError {
        LexiconError::Invalid(self.shown, self.total)
    }
}

/// `did you mean topic? ` when one of `known` is near `given`, otherwise nothing; it opens a remedy.
pub(super) fn did_you_mean<'a>(given: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    nearest(given, known).map_or_else(String::new, |near| format!("did you mean {near}? "))
}

/// The one of `known` that a person who typed `given` most likely meant, if any is near.
pub(super) fn nearest<'a>(given: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let given = given.to_lowercase();
    let distance = |k: &str| strsim::damerau_levenshtein(&given, &k.to_lowercase());
    let (near, distance) = known.into_iter().map(|k| (k, distance(k))).min_by_key(|&(_, d)| d)?;
    (distance <= 1 + near.chars().count().min(given.chars().count()) / 4).then_some(near)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_characters_and_every_kind_of_line_end() {
        let file = SourceFile::new("t.csv", "a\r\nbé,x\rc\nd");
        for (needle, expected) in [("a", (1, 1)), ("b", (2, 1)), ("x", (2, 4)), ("c", (3, 1)), ("d", (4, 1))] {
            assert_eq!(file.position(file.text.find(needle).unwrap()), expected, "{needle}");
        }
    }

    #[test]
    fn a_problem_shows_its_line_with_a_caret() {
        let file = SourceFile::new("t.csv", "issue,weight\nx,\"2,5\"\n");
        assert_eq!(
            file.problem(16..19, "weight \"2,5\" is not a number (write 2.5)").to_string(),
            "t.csv:2:4: weight \"2,5\" is not a number (write 2.5)\n  2 | x,\"2,5\"\n    |    ^^^"
        );
    }

    #[test]
    fn a_long_line_is_shortened_around_the_mistake() {
        let file = SourceFile::new("t.csv", format!("{}!!{}", "a".repeat(300), "b".repeat(300)));
        let shown = file.problem(300..302, "no").to_string();
        let lines: Vec<&str> = shown.lines().collect();
        let caret = lines[2].chars().position(|c| c == '^').unwrap();
        assert_eq!(lines[1].chars().nth(caret), Some('!'));
        assert!(lines[1].chars().count() < 120);
        assert_eq!(lines[2].matches('^').count(), 2);
    }

    #[test]
    fn more_than_twenty_problems_are_counted() {
        let mut problems = Problems::default();
        (0..23).for_each(|i| problems.push(Problem::of_file("f", format!("mistake {i}"))));
        let error = problems.finish(()).unwrap_err();
        assert_eq!(error.problems().len(), 20);
        assert!(error.to_string().ends_with("f: mistake 19\nand 3 more"));
    }

    #[test]
    fn suggestions_are_near_or_absent() {
        assert_eq!(did_you_mean("patern", ["issue", "pattern"]), "did you mean pattern? ");
        assert_eq!(did_you_mean("zebra", ["issue", "pattern"]), "");
    }
}
