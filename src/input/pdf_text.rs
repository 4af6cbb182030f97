//! From letters with places to running text: lines, then paragraphs, over all pages of a PDF.
//!
//! What comes in are the letters of each page in the order in which it shows them, y growing downwards; what goes out
//! is text with blank lines between paragraphs. A word broken at the end of a line is put together again. Lines that
//! stand at the top or the bottom of most pages, and bare page numbers there, are page furniture and left out.

use std::collections::BTreeMap;

/// A letter as a page shows it.
#[derive(Clone, Debug)]
pub(super) struct Letter {
    /// None when the file does not say.
    pub text: Option<String>,
    pub x: f64,
    pub end: f64,
    pub y: f64,
    pub size: f64,
}

/// A line of letters.
#[derive(Clone, Debug)]
struct Line {
    text: String,
    x: f64,
    end: f64,
    y: f64,
    size: f64,
}

/// The lines of a document, page by page.
#[derive(Debug, Default)]
pub(super) struct Pages {
    pages: Vec<Vec<Line>>,
    bytes: usize,
    known: u64,
    unknown: u64,
}

impl Pages {
    /// Takes a page's letters.
    pub fn add(&mut self, letters: &mut Vec<Letter>) {
        self.unknown += letters.iter().filter(|letter| letter.text.is_none()).count() as u64;
        self.known += letters.iter().filter(|letter| letter.text.is_some()).count() as u64;
        let lines = lines(letters);
        letters.clear();
        self.bytes += lines.iter().map(|line| line.text.len()).sum::<usize>();
        self.pages.push(lines);
    }

    /// Bytes of text so far.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// How many letters are known, and how many are not.
    pub fn letters(&self) -> (u64, u64) {
        (self.known, self.unknown)
    }

    /// The running text.
    pub fn text(mut self) -> String {
        self.drop_furniture();
        let leading = self.leading();
        let mut text = String::with_capacity(self.bytes);
        let mut last: Option<&Line> = None;
        for page in &self.pages {
            let right = page.iter().map(|line| line.end).fold(0.0, f64::max);
            for (at, line) in page.iter().enumerate() {
                match last {
                    None => text.push_str(&line.text),
                    Some(before) if parts(before, line, at == 0, leading, right) => {
                        text.push_str("\n\n");
                        text.push_str(&line.text);
                    }
                    Some(_) => join(&mut text, &line.text),
                }
                last = Some(line);
            }
        }
        text
    }

    /// Leaves out page numbers, and lines that stand at the edge of more than half of at least three pages.
    fn drop_furniture(&mut self) {
        let edge = |line: &Line| line.text.chars().filter(|c| !c.is_ascii_digit()).collect::<String>();
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        for page in &self.pages {
            let edges = page.first().into_iter().chain(page.last().filter(|_| page.len() > 1));
            edges.for_each(|line| *seen.entry(edge(line)).or_default() += 1);
        }
        let pages = self.pages.len();
        let is_furniture = |line: &Line| {
            let rest = edge(line);
            let is_number = rest.trim_matches(|c: char| !c.is_alphanumeric()).is_empty() && line.text.len() <= 12;
            pages > 1 && is_number || pages >= 3 && seen.get(&rest).is_some_and(|&n| n * 2 > pages)
        };
        for page in &mut self.pages {
            if page.last().is_some_and(is_furniture) {
                page.pop();
            }
            if page.first().is_some_and(is_furniture) {
                page.remove(0);
            }
        }
    }

    /// The usual distance from line to line, in sizes of the lower one.
    fn leading(&self) -> f64 {
        let pairs = self.pages.iter().flat_map(|page| page.windows(2));
        let mut steps: Vec<f64> = pairs
            .map(|pair| (pair[1].y - pair[0].y) / pair[1].size.max(0.1))
            .filter(|step| (0.8..2.5).contains(step))
            .collect();
        steps.sort_unstable_by(f64::total_cmp);
        // Within paragraphs distances are smaller than between them, so a low quantile is the leading.
        steps.get(steps.len() / 4).copied().unwrap_or(1.2)
    }
}

/// Puts letters into lines.
fn lines(letters: &[Letter]) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut open: Option<Line> = None;
    for letter in letters {
        let text = letter.text.as_deref().unwrap_or("\u{FFFD}");
        let is_same = open.as_ref().is_some_and(|line| {
            let size = line.size.max(letter.size);
            (letter.y - line.y).abs() < 0.5 * size && letter.x > line.end - size && letter.x < line.end + 8.0 * size
        });
        if !is_same {
            lines.extend(open.take());
        }
        let line = open.get_or_insert_with(|| Line {
            text: String::new(),
            x: letter.x,
            end: letter.x,
            y: letter.y,
            size: letter.size,
        });
        // Bold made by showing a letter twice.
        let is_double = letter.x < line.end - 0.6 * (letter.end - letter.x) && line.text.ends_with(text);
        if is_double {
            continue;
        }
        let is_spaced = text.starts_with(char::is_whitespace) || line.text.is_empty() || line.text.ends_with(' ');
        if !is_spaced && letter.x - line.end > 0.17 * letter.size.max(0.1) {
            line.text.push(' ');
        }
        line.text.extend(text.chars().filter(|c| !c.is_control()).map(|c| if c.is_whitespace() { ' ' } else { c }));
        line.end = line.end.max(letter.end);
        line.size = line.size.max(letter.size);
    }
    lines.extend(open);
    lines.retain_mut(|line| {
        line.text = line.text.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
        !line.text.is_empty()
    });
    lines
}

/// True when `line` begins a paragraph; `turned` when it is the first of its page.
fn parts(before: &Line, line: &Line, turned: bool, leading: f64, right: f64) -> bool {
    let size = line.size.max(0.1);
    let step = (line.y - before.y) / size;
    let ends = before.text.trim_end_matches(['"', '”', '’', '\'', ')']).ends_with(['.', '!', '?', ':']);
    if turned || !(0.0..leading * 3.0).contains(&step) {
        // Another column or page: the sentence goes on unless it has ended.
        return ends || (before.size / size - 1.0).abs() > 0.15;
    }
    step > leading * 1.35
        || (before.size / size - 1.0).abs() > 0.15
        || line.x > before.x + 0.8 * size && ends
        || ends && before.end < right - 0.25 * (right - before.x)
}

/// Goes on with the next line of a paragraph.
fn join(text: &mut String, line: &str) {
    let broken = text.strip_suffix(['-', '\u{ad}', '\u{2010}']).filter(|word| word.ends_with(char::is_alphabetic));
    match broken.map(str::len) {
        Some(length) if line.starts_with(char::is_lowercase) => text.truncate(length),
        Some(_) if line.starts_with(char::is_alphabetic) => {}
        _ => text.push(' '),
    }
    text.push_str(line);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Letters half an em wide.
    fn show(text: &str, x: f64, y: f64) -> Vec<Letter> {
        let letter = |(i, c): (usize, char)| Letter {
            text: Some(c.to_string()),
            x: x + 5.0 * i as f64,
            end: x + 5.0 * (i + 1) as f64,
            y,
            size: 10.0,
        };
        text.chars().enumerate().map(letter).collect()
    }

    fn text(pages: &[&[(&str, f64, f64)]]) -> String {
        let mut all = Pages::default();
        for page in pages {
            let mut letters: Vec<Letter> = page.iter().flat_map(|&(text, x, y)| show(text, x, y)).collect();
            all.add(&mut letters);
        }
        all.text()
    }

    #[test]
    fn gaps_are_spaces_and_steps_are_lines() {
        assert_eq!(text(&[&[("The", 0.0, 10.0), ("dam", 18.0, 10.0), ("holds", 0.0, 22.0)]]), "The dam holds");
        assert_eq!(text(&[&[("cyber-", 0.0, 10.0), ("enabled", 0.0, 22.0)]]), "cyberenabled");
        assert_eq!(text(&[&[("Smith-", 0.0, 10.0), ("Venn", 0.0, 22.0)]]), "Smith-Venn");
    }

    #[test]
    fn letters_shown_twice_are_one() {
        let mut twice: Vec<Letter> = Vec::new();
        for letter in show("too", 0.0, 10.0) {
            twice.push(letter.clone());
            twice.push(Letter { x: letter.x + 0.2, end: letter.end + 0.2, ..letter });
        }
        let mut pages = Pages::default();
        pages.add(&mut twice);
        assert_eq!(pages.text(), "too");
    }

    #[test]
    fn furniture_of_pages_is_left_out() {
        let page = |body: &'static str, number: &'static str| -> Vec<(&'static str, f64, f64)> {
            vec![("River News", 0.0, 10.0), (body, 0.0, 60.0), (number, 0.0, 700.0)]
        };
        let pages = [page("One.", "- 1 -"), page("Two.", "- 2 -"), page("Three.", "- 3 -")];
        let pages: Vec<&[_]> = pages.iter().map(Vec::as_slice).collect();
        assert_eq!(text(&pages), "One.\n\nTwo.\n\nThree.");
    }
}
