//! Taking patterns apart: one pass over the characters of the normalized pattern, columns of the pattern as written.

use std::ops::Range;

use super::{Comparison, Element, MAX_CHARACTERS, MAX_DEPTH, MAX_GAP, MAX_GAPS, MAX_SEQUENCES, Pattern, PatternError};
use super::{PatternMistake as Mistake, Word};
use crate::text::normalize;
use unicode_segmentation::UnicodeSegmentation;

pub(super) fn parse(source: &str) -> Result<Pattern, PatternError> {
    match plain(source) {
        Some(pattern) => Ok(pattern),
        None => parse_any(source),
    }
}

fn parse_any(source: &str) -> Result<Pattern, PatternError> {
    let length = source.chars().count();
    if length > MAX_CHARACTERS {
        return Err(PatternError { mistake: Mistake::TooLong(length), at: MAX_CHARACTERS..length });
    }
    let normalized = normalize(source);
    let mut parser = Parser { chars: normalized.chars().collect(), at: 0 };
    let mut parsed = parser.pattern();
    if normalized != source {
        let written = |at: &Range<usize>| as_written(source, at.start)..as_written(source, at.end);
        match &mut parsed {
            Ok(elements) => relocate(elements, &written),
            Err(error) => error.at = written(&error.at),
        }
    }
    parsed.map(|elements| Pattern { source: source.trim().to_owned(), elements })
}

/// A pattern of nothing but small ASCII letters, hyphens and blanks, which most are; `None` for others.
fn plain(source: &str) -> Option<Pattern> {
    let is_plain = |b: u8| b.is_ascii_lowercase() || matches!(b, b' ' | b'-');
    if source.len() > MAX_CHARACTERS || !source.bytes().all(is_plain) {
        return None;
    }
    let mut elements = Vec::with_capacity(1 + memchr::memchr_iter(b' ', source.as_bytes()).count());
    let mut start = 0;
    for chunk in source.split(' ') {
        let at = start..start + chunk.len();
        start = at.end + 1;
        if chunk.bytes().any(|b| b.is_ascii_lowercase()) {
            elements.push(Element::Word(Word { comparison: Comparison::Stem, text: chunk.to_owned(), at }));
        } else if !chunk.is_empty() {
            return None;
        }
    }
    (!elements.is_empty()).then(|| Pattern { source: source.trim().to_owned(), elements })
}

/// Moves every word of a pattern to where `moved` says.
fn relocate(elements: &mut [Element], moved: &dyn Fn(&Range<usize>) -> Range<usize>) {
    for element in elements {
        match element {
            Element::Word(word) => word.at = moved(&word.at),
            Element::Gap { .. } => {}
            Element::Choice(choice) => choice.iter_mut().for_each(|sequence| relocate(sequence, moved)),
        }
    }
}

pub(super) fn parse_list(source: &str) -> Result<Vec<Pattern>, PatternError> {
    if source.trim().is_empty() {
        return Ok(Vec::new());
    }
    let chars: Vec<char> = source.chars().collect();
    let mut patterns = Vec::new();
    let mut start = 0;
    for end in cuts(&chars) {
        let part: String = chars[start..end].iter().collect();
        let moved = |at: &Range<usize>| at.start + start..at.end + start;
        let mut pattern =
            parse(&part).map_err(|PatternError { mistake, at }| PatternError { mistake, at: moved(&at) })?;
        relocate(&mut pattern.elements, &moved);
        patterns.push(pattern);
        start = end + 1;
    }
    Ok(patterns)
}

/// Where a list is cut: at each `|` outside parentheses and quotation marks, and at its end.
fn cuts(chars: &[char]) -> Vec<usize> {
    let (mut depth, mut quoted) = (0usize, false);
    let mut cuts = Vec::new();
    for (i, c) in chars.iter().enumerate() {
        match c {
            '"' | '“' | '”' => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted => depth = depth.saturating_sub(1),
            '|' if !quoted && depth == 0 => cuts.push(i),
            _ => {}
        }
    }
    cuts.push(chars.len());
    cuts
}

/// The first character of `source` behind which normalization has given `normalized` characters.
fn as_written(source: &str, normalized: usize) -> usize {
    let boundaries = source.char_indices().map(|(i, _)| i).chain([source.len()]);
    let reached = boundaries.enumerate().find(|&(_, i)| normalize(&source[..i]).chars().count() > normalized);
    reached.map_or_else(|| source.chars().count(), |(count, _)| count - 1)
}

struct Parser {
    chars: Vec<char>,
    at: usize,
}

const fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

const fn is_syntax(c: char) -> bool {
    matches!(c, '(' | ')' | '|' | '<' | '>' | '"')
}

fn error<T>(mistake: Mistake, at: Range<usize>) -> Result<T, PatternError> {
    Err(PatternError { mistake, at })
}

impl Parser {
    fn pattern(&mut self) -> Result<Vec<Element>, PatternError> {
        let elements = self.sequence(0)?;
        match self.peek() {
            Some(')') => return error(Mistake::StrayClose, self.at..self.at + 1),
            Some('|') => return error(Mistake::StrayBar, self.at..self.at + 1),
            _ => {}
        }
        let whole = 0..self.chars.len();
        if elements.is_empty() {
            return error(Mistake::Empty, whole);
        }
        if sequences(&elements) > MAX_SEQUENCES {
            return error(Mistake::TooManySequences, whole);
        }
        let gaps = words_in_gaps(&elements);
        if gaps > MAX_GAPS {
            return error(Mistake::GapsTooWide(gaps), whole);
        }
        if may_be_wild(&elements) {
            return error(Mistake::MatchesEverything, whole);
        }
        Ok(elements)
    }

    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    /// Elements up to the end, a `|` or a `)`.
    fn sequence(&mut self, depth: usize) -> Result<Vec<Element>, PatternError> {
        let mut elements: Vec<Element> = Vec::new();
        let mut last_gap = None;
        while let Some(c) = self.peek() {
            let start = self.at;
            let before = elements.len();
            match c {
                ')' | '|' => break,
                c if c.is_whitespace() => self.at += 1,
                '(' => {
                    let group = self.group(depth)?;
                    elements.push(group);
                }
                '<' => {
                    let gap = self.gap()?;
                    push_gap(&mut elements, gap, start..self.at)?;
                }
                '>' => return error(Mistake::BadGap, start..start + 1),
                '"' => self.quoted(Comparison::Exact, start, &mut elements)?,
                _ => self.chunk(&mut elements)?,
            }
            if matches!(elements.last(), Some(Element::Gap { .. })) && elements.len() > before {
                last_gap = Some(start..self.at);
            }
            if elements.len() == before + 1 && before == 0 && matches!(elements[0], Element::Gap { .. }) {
                return error(Mistake::GapAtEdge, start..self.at);
            }
        }
        match (elements.last(), last_gap) {
            (Some(Element::Gap { .. }), Some(at)) => error(Mistake::GapAtEdge, at),
            _ => Ok(elements),
        }
    }

    fn group(&mut self, depth: usize) -> Result<Element, PatternError> {
        let open = self.at;
        let glued =
            |c: Option<&char>| c.is_some_and(|&c| c.is_alphanumeric() || matches!(c, '"' | '*' | '?' | '\'' | '='));
        if depth >= MAX_DEPTH {
            return error(Mistake::TooDeep, open..open + 1);
        }
        if open.checked_sub(1).is_some_and(|before| glued(self.chars.get(before))) {
            return error(Mistake::GluedGroup, open..open + 1);
        }
        let mut choice = Vec::new();
        loop {
            self.at += 1;
            let start = self.at;
            let sequence = self.sequence(depth + 1)?;
            if sequence.is_empty() && self.peek().is_some() {
                return error(Mistake::EmptyAlternative, start.saturating_sub(1)..self.at + 1);
            }
            choice.push(sequence);
            match self.peek() {
                Some('|') => {}
                Some(_) => break,
                None => return error(Mistake::UnclosedGroup, open..open + 1),
            }
        }
        self.at += 1;
        if glued(self.chars.get(self.at)) {
            return error(Mistake::GluedGroup, self.at - 1..self.at);
        }
        Ok(Element::Choice(choice))
    }

    fn gap(&mut self) -> Result<Element, PatternError> {
        let open = self.at;
        let Some(length) = self.chars[open..].iter().position(|&c| c == '>') else {
            return error(Mistake::BadGap, open..self.chars.len());
        };
        self.at = open + length + 1;
        let inside: String = self.chars[open + 1..self.at - 1].iter().collect();
        let number = |s: &str| s.trim().parse::<u32>().ok().filter(|_| s.trim().bytes().all(|b| b.is_ascii_digit()));
        let (min, max) = match inside.split_once(is_hyphen) {
            Some((min, max)) => (number(min), number(max)),
            None => (number(&inside), number(&inside)),
        };
        match (min, max) {
            (Some(min), Some(max)) if min <= max => match u8::try_from(max).ok().filter(|&max| max <= MAX_GAP) {
                Some(max) => Ok(Element::Gap { min: min as u8, max }),
                None => error(Mistake::GapTooWide(max), open..self.at),
            },
            _ => error(Mistake::BadGap, open..self.at),
        }
    }

    /// Words between quotation marks; `start` is where the element starts (at the `=` of `="White House"`).
    fn quoted(&mut self, comparison: Comparison, start: usize, out: &mut Vec<Element>) -> Result<(), PatternError> {
        let open = self.at;
        let Some(length) = self.chars[open + 1..].iter().position(|&c| c == '"') else {
            return error(Mistake::UnclosedQuote, open..self.chars.len());
        };
        let close = open + 1 + length;
        self.at = close + 1;
        let before = out.len();
        let mut word = open + 1;
        while word < close {
            let end = (word..close).find(|&i| self.chars[i].is_whitespace()).unwrap_or(close);
            self.words(comparison, word..end, out)?;
            word = end + 1;
        }
        if out.len() == before {
            return error(Mistake::NoWord(self.chars[start..self.at].iter().collect()), start..self.at);
        }
        Ok(())
    }

    /// A run of characters without white space or syntax.
    fn chunk(&mut self, out: &mut Vec<Element>) -> Result<(), PatternError> {
        let start = self.at;
        let end = (start..self.chars.len())
            .find(|&i| self.chars[i].is_whitespace() || is_syntax(self.chars[i]))
            .unwrap_or(self.chars.len());
        self.at = end;
        if self.chars[start] == '=' {
            return match (start + 1 == end, self.peek()) {
                (true, Some('"')) => self.quoted(Comparison::Cased, start, out),
                _ => self.words(Comparison::Cased, start + 1..end, out),
            };
        }
        self.words(Comparison::Stem, start..end, out)
    }

    /// A mention, a glob or a plain word, without hyphens or commas.
    fn special(&self, at: Range<usize>, out: &mut Vec<Element>) -> Result<(), PatternError> {
        let text: String = self.chars[at.clone()].iter().collect();
        let (comparison, text) = if let Some(id) = text.strip_prefix('@') {
            match id {
                "self" => (Comparison::OwnSide, String::new()),
                "other" => (Comparison::OtherSide, String::new()),
                _ if crate::lexicon::is_side_id(id) => (Comparison::Side, id.to_owned()),
                _ => return error(Mistake::BadMention(id.to_owned()), at),
            }
        } else if text == "*" {
            (Comparison::Any, String::new())
        } else if text.chars().all(|c| matches!(c, '*' | '?')) {
            return error(Mistake::MatchesEverything, at);
        } else if !text.chars().any(char::is_alphanumeric) {
            return error(Mistake::NoWord(text), at);
        } else if text.contains(['*', '?']) {
            (Comparison::Glob, text.to_lowercase())
        } else {
            (Comparison::Stem, text)
        };
        out.push(Element::Word(Word { comparison, text, at }));
        Ok(())
    }

    /// Text without white space: words, and a gap of no words where a comma stands between them.
    fn words(&self, comparison: Comparison, at: Range<usize>, out: &mut Vec<Element>) -> Result<(), PatternError> {
        let digit = |i: Option<usize>| i.and_then(|i| self.chars.get(i)).is_some_and(char::is_ascii_digit);
        let is_stop =
            |i: usize| matches!(self.chars[i], ',' | ';' | ':') && !(digit(i.checked_sub(1)) && digit(Some(i + 1)));
        let mut start = at.start;
        while start < at.end {
            let stop = (start..at.end).find(|&i| is_stop(i)).unwrap_or(at.end);
            self.between_commas(comparison, start..stop, out)?;
            if stop < at.end {
                let comma = Element::Gap { min: 0, max: 0 };
                match out.last() {
                    None => return error(Mistake::GapAtEdge, stop..stop + 1),
                    Some(Element::Gap { .. }) => {}
                    Some(_) => out.push(comma),
                }
            }
            start = stop + 1;
        }
        match at.is_empty() {
            true => error(Mistake::NoWord("=".to_owned()), at.start.saturating_sub(1)..at.end),
            false => Ok(()),
        }
    }
}

impl Parser {
    /// Plain text without commas. Hyphens are cut here only beside a glob or a mention: the segmenter knows better
    /// about the rest.
    fn between_commas(
        &self,
        comparison: Comparison,
        at: Range<usize>,
        out: &mut Vec<Element>,
    ) -> Result<(), PatternError> {
        let chars = &self.chars[at.clone()];
        if chars.iter().all(|&c| is_hyphen(c)) {
            return Ok(());
        }
        if comparison == Comparison::Stem && chars.iter().any(|c| matches!(c, '*' | '?' | '@')) {
            let mut part = at.start;
            while part < at.end {
                let stop = (part..at.end).find(|&i| is_hyphen(self.chars[i])).unwrap_or(at.end);
                if stop > part {
                    self.special(part..stop, out)?;
                }
                part = stop + 1;
            }
            return Ok(());
        }
        let text: String = chars.iter().collect();
        if !text.chars().any(char::is_alphanumeric) {
            return error(Mistake::NoWord(text), at);
        }
        out.push(Element::Word(Word { comparison, text, at }));
        Ok(())
    }
}

/// A gap swallows a comma before it.
fn push_gap(elements: &mut Vec<Element>, gap: Element, at: Range<usize>) -> Result<(), PatternError> {
    match elements.last() {
        Some(Element::Gap { min: 0, max: 0 }) => {
            elements.pop();
        }
        Some(Element::Gap { .. }) => return error(Mistake::TwoGaps, at),
        _ => {}
    }
    elements.push(gap);
    Ok(())
}

/// Flat sequences that the alternatives multiply to; those of one word count as one.
pub(super) fn sequences(elements: &[Element]) -> usize {
    elements.iter().fold(1usize, |product, element| match element {
        Element::Choice(choice) => {
            let (single, longer): (Vec<_>, Vec<_>) = choice.iter().partition(|s| is_single_word(s));
            let longer = longer.into_iter().map(|s| sequences(s)).fold(0, usize::saturating_add);
            product.saturating_mul(longer.saturating_add(usize::from(!single.is_empty())))
        }
        _ => product,
    })
}

/// True for what a matcher compares with one word of a text: a chunk may be cut into several.
fn is_single_word(sequence: &[Element]) -> bool {
    let [Element::Word(word)] = sequence else { return false };
    match word.comparison {
        Comparison::Glob => true,
        Comparison::Stem | Comparison::Exact | Comparison::Cased => word.text.unicode_words().take(2).count() == 1,
        _ => false,
    }
}

/// The most words that the gaps of one sequence may leave out together.
fn words_in_gaps(elements: &[Element]) -> u32 {
    let of = |element: &Element| match element {
        Element::Word(_) => 0,
        Element::Gap { max, .. } => u32::from(*max),
        Element::Choice(choice) => choice.iter().map(|s| words_in_gaps(s)).max().unwrap_or(0),
    };
    elements.iter().map(of).sum()
}

/// True when some sequence is made of nothing but gaps and lone stars.
fn may_be_wild(elements: &[Element]) -> bool {
    elements.iter().all(|element| match element {
        Element::Word(word) => word.comparison == Comparison::Any,
        Element::Gap { .. } => true,
        Element::Choice(choice) => choice.iter().any(|s| may_be_wild(s)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_chunk_that_is_cut_is_no_single_word() {
        for (group, most) in [("(trust|co{nfidence) ", 12), ("(trust|confidence|u.s.|co*) ", 100)] {
            assert!(parse(&group.repeat(most)).is_ok(), "{group}");
            let mistake = parse(&group.repeat(most + 1)).map_err(|error| error.mistake);
            assert_eq!(mistake.is_err(), most == 12, "{group}");
        }
    }

    proptest! {
        #[test]
        fn plain_patterns_are_read_as_any_other(source in "[ab -]{0,9}") {
            if let Some(pattern) = plain(&source) {
                prop_assert_eq!(parse_any(&source), Ok(pattern.clone()));
                let mut canonical = String::new();
                super::super::write_sequence(&pattern.elements, &mut canonical);
                prop_assert_eq!(pattern.canonical(), canonical);
            }
        }
    }
}
