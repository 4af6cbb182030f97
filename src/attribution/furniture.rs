//! Page furniture: lines that a news page prints around an article.
//!
//! The patterns are rows of `boilerplate.csv`, plain text in any case with `*` for any run of characters. Long
//! lines are running text and are compared with line and start patterns only by their beginning.

use aho_corasick::AhoCorasick;
use foldhash::fast::FixedState;
use hashbrown::HashMap;
use std::collections::BTreeMap;

use crate::lexicon::{Furniture, FurnitureWhere};

/// Lines longer than this are running text.
const LONGEST_LINE: usize = 300;
/// Patterns whose first word is longer are found by its first byte.
const LONGEST_WORD: usize = 24;

/// Compiled patterns.
#[derive(Clone, Debug, Default)]
pub struct FurnitureMatcher {
    /// Patterns that begin at the line's start, by the letters and digits that their first word is.
    by_word: HashMap<Box<str>, Vec<Pattern>, FixedState>,
    /// Others that begin there, by their first byte.
    by_byte: BTreeMap<u8, Vec<Pattern>>,
    /// The others.
    floating: Vec<Pattern>,
    /// Finds the first parts of the floating patterns, all in one pass over a line, whatever the case of its ASCII letters.
    first_parts: Option<AhoCorasick>,
}

#[derive(Clone, Debug)]
struct Pattern {
    parts: Vec<String>,
    place: FurnitureWhere,
    open_start: bool,
    open_end: bool,
}

impl FurnitureMatcher {
    /// Compiles the rows of `boilerplate.csv`.
    pub fn new(rows: &[Furniture]) -> Self {
        let patterns = rows
            .iter()
            .map(|row| {
                let lower = row.pattern.to_lowercase();
                Pattern {
                    open_start: lower.starts_with('*'),
                    open_end: lower.ends_with('*'),
                    parts: lower.split('*').filter(|p| !p.is_empty()).map(str::to_owned).collect(),
                    place: row.place,
                }
            })
            .filter(|p: &Pattern| !p.parts.is_empty());
        let mut matcher = FurnitureMatcher::default();
        for pattern in patterns {
            match pattern.parts[0].bytes().next() {
                Some(first) if pattern.is_anchored() => {
                    match pattern.first_word().filter(|word| word.len() <= LONGEST_WORD) {
                        Some(word) => matcher.by_word.entry(word.into()).or_default().push(pattern),
                        None => matcher.by_byte.entry(first).or_default().push(pattern),
                    }
                }
                _ => matcher.floating.push(pattern),
            }
        }
        // Building fails only beyond the sizes that a language pack may have; then every pattern is tried.
        let first_parts = matcher.floating.iter().map(|pattern| &pattern.parts[0]);
        matcher.first_parts = AhoCorasick::builder().ascii_case_insensitive(true).build(first_parts).ok();
        matcher
    }

    /// True when a whole line is page furniture. `floats`: it may hold what is furniture anywhere in a line.
    pub fn is_furniture(&self, line: &str, floats: bool) -> bool {
        let line = line.trim();
        if line.is_empty() || line.len() > LONGEST_LINE {
            return false;
        }
        if !has_plain_case(line) {
            return self.matches(&line.to_lowercase(), floats);
        }
        let may_begin = self.anchored(line).any(|pattern| pattern.may_begin(line));
        let may_float = floats && self.first_parts.as_ref().is_none_or(|finder| finder.is_match(line));
        (may_begin || may_float) && self.matches(&line.to_ascii_lowercase(), may_float)
    }

    /// True when a line in small letters is page furniture.
    fn matches(&self, line: &str, floats: bool) -> bool {
        self.anchored(line).any(|pattern| pattern.matches(line)) || floats && self.floats_in(line)
    }

    /// The patterns that begin as a line does, whatever the case of its ASCII letters.
    fn anchored(&self, line: &str) -> impl Iterator<Item = &Pattern> {
        let (word, mut small) = (leading_word(line).as_bytes(), [0; LONGEST_WORD]);
        let small = small.get_mut(..word.len()).filter(|small| !small.is_empty()).and_then(|small| {
            small.copy_from_slice(word);
            small.make_ascii_lowercase();
            std::str::from_utf8(small).ok()
        });
        let by_word = small.and_then(|word| self.by_word.get(word));
        let first = line.bytes().next().map(|byte| byte.to_ascii_lowercase());
        by_word.into_iter().chain(first.and_then(|byte| self.by_byte.get(&byte))).flatten()
    }

    fn floats_in(&self, line: &str) -> bool {
        match &self.first_parts {
            Some(finder) => finder.find_overlapping_iter(line).any(|at| self.floating[at.pattern()].matches(line)),
            None => self.floating.iter().any(|pattern| pattern.matches(line)),
        }
    }
}

/// True where only ASCII letters have two cases: beside them stand dashes, quotation marks, wide blanks and their like.
fn has_plain_case(text: &str) -> bool {
    text.is_ascii() || text.chars().all(|c| matches!(c, '\0'..='\u{BF}' | '\u{2000}'..='\u{206F}'))
}

/// The ASCII letters and digits at the start.
fn leading_word(text: &str) -> &str {
    let end = text.bytes().position(|b| !b.is_ascii_alphanumeric()).unwrap_or(text.len());
    &text[..end]
}

impl Pattern {
    /// The word that every line of this pattern begins with; none where more letters may follow it.
    fn first_word(&self) -> Option<&str> {
        let first = &self.parts[0];
        let word = leading_word(first);
        let closed = word.len() < first.len() || self.parts.len() == 1 && !self.open_end;
        (closed && !word.is_empty()).then_some(word)
    }

    /// True for a line that begins as the pattern does, whatever the case of its ASCII letters.
    fn may_begin(&self, line: &str) -> bool {
        let first = self.parts[0].as_bytes();
        line.as_bytes().get(..first.len()).is_some_and(|beginning| beginning.eq_ignore_ascii_case(first))
    }

    fn is_anchored(&self) -> bool {
        match self.place {
            FurnitureWhere::Line => !self.open_start,
            FurnitureWhere::Start => true,
            FurnitureWhere::Inside => false,
        }
    }

    fn matches(&self, line: &str) -> bool {
        match self.place {
            FurnitureWhere::Line => match self.tail(line, !self.open_start) {
                Some(rest) => self.open_end || rest.trim_matches(|c: char| !c.is_alphanumeric()).is_empty(),
                None => false,
            },
            FurnitureWhere::Start => self.tail(line, true).is_some_and(|rest| ends_word(line, rest)),
            FurnitureWhere::Inside => self.tail(line, false).is_some(),
        }
    }

    /// What is left of the line after the parts in order; `anchored`: the first part stands at its start.
    fn tail<'a>(&self, line: &'a str, anchored: bool) -> Option<&'a str> {
        let mut rest = line;
        for (i, part) in self.parts.iter().enumerate() {
            let at = if i == 0 && anchored {
                rest.starts_with(part.as_str()).then_some(0)
            } else {
                rest.find(part.as_str())
            };
            rest = &rest[at? + part.len()..];
        }
        Some(rest)
    }
}

/// True when the pattern's end is a word's end, so that `tag` is not the start of `tagged`.
fn ends_word(line: &str, rest: &str) -> bool {
    let before = line[..line.len() - rest.len()].chars().next_back();
    !(before.is_some_and(char::is_alphanumeric) && rest.chars().next().is_some_and(char::is_alphanumeric))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matcher(rows: &[(&str, FurnitureWhere)]) -> FurnitureMatcher {
        let rows: Vec<Furniture> = rows
            .iter()
            .map(|(pattern, place)| Furniture { pattern: (*pattern).into(), kind: "navigation".into(), place: *place })
            .collect();
        FurnitureMatcher::new(&rows)
    }

    #[test]
    fn matches_by_place() {
        let matcher = matcher(&[
            ("Load more", FurnitureWhere::Line),
            ("Tags", FurnitureWhere::Start),
            ("sign up for * newsletter", FurnitureWhere::Inside),
            ("See all*", FurnitureWhere::Line),
            ("Subscri*", FurnitureWhere::Line),
        ]);
        for line in [
            "Load more",
            " LOAD MORE ",
            "Tags Harbor Fishing",
            "Please sign up for our daily newsletter!",
            "See all Video",
            "Load more »",
            "Subscribe today",
            "Subscription",
        ] {
            assert!(matcher.is_furniture(line, true), "{line}");
        }
        for line in ["Load more trucks", "Tagsale", "sign up for the race", "We see all of it", "Subject to change", ""]
        {
            assert!(!matcher.is_furniture(line, true), "{line}");
        }
    }
}
