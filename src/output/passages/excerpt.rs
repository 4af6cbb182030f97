//! Excerpts: of a statement the sentences that hold a match on a topic, cut around the matches where they are long.

use super::bears_on;
use super::passage::Words;
use crate::compare::Topic;
use crate::document::Span;
use crate::scoring::{ScoredDocument, ScoredMatch};

/// Bytes of an excerpt, about.
const LONG: usize = 420;

/// Bytes that are kept before and after a match in a long sentence.
const AROUND: u32 = 110;

/// A match with its place among those that bear on the topic.
type Numbered<'a> = (usize, &'a ScoredMatch);

/// The words of statement `at` on a topic, its matches marked.
///
/// A statement that only mentions a side has no match; its beginning is shown.
pub fn words(scored: &ScoredDocument, at: usize, topic: Topic) -> Vec<Words> {
    let statement = &scored.attributed.statements[at];
    let score = &scored.scores[at];
    let text = &scored.document.text;
    let mut found: Vec<Numbered> = score.matches.iter().filter(|found| bears_on(found, topic)).enumerate().collect();
    found.sort_by_key(|(_, found)| (found.span.start, found.score.0 == 0, std::cmp::Reverse(found.span.end)));
    let whole: usize = statement.content.iter().map(|span| span.len() as usize).sum();
    let stretches = match found.as_slice() {
        _ if whole <= LONG => statement.content.clone(),
        [] => statement.content.first().map(|span| cut(text, *span, span.start, span.start)).into_iter().collect(),
        found => around(scored, &statement.content, found),
    };
    let mut words: Vec<Words> = Vec::new();
    let last = statement.content.last().map_or(0, |span| span.end);
    let mut end = statement.content.first().map_or(0, |span| span.start);
    for stretch in stretches {
        if stretch.start > end {
            words.push(Words { text: " … ".into(), found: None });
        }
        mark(text, stretch, &found, &mut words);
        end = stretch.end;
    }
    if end < last {
        words.push(Words { text: " …".into(), found: None });
    }
    words
}

/// The sentences around matches, as far as they lie in the content; joined where they touch.
fn around(scored: &ScoredDocument, content: &[Span], found: &[Numbered]) -> Vec<Span> {
    let mut stretches: Vec<Span> = Vec::new();
    let mut length = 0;
    for (_, found) in found {
        if stretches.last().is_some_and(|last| last.contains(found.span)) {
            continue;
        }
        let part = content.iter().copied().find(|span| span.contains(found.span)).unwrap_or(found.span);
        let sentence = match scored.text.sentences.get(scored.text.sentence_of(found.tokens.start)) {
            Some(sentence) => scored.text.span(*sentence),
            None => part,
        };
        let sentence = Span::new(sentence.start.max(part.start), sentence.end.min(part.end));
        let stretch = cut(&scored.document.text, sentence, found.span.start, found.span.end);
        length += stretch.len() as usize;
        if length > LONG && !stretches.is_empty() {
            break;
        }
        match stretches.last_mut() {
            Some(last) if stretch.start <= last.end + 2 => *last = last.cover(stretch),
            _ => stretches.push(stretch),
        }
    }
    stretches
}

/// The whole span, or of a long one what stands around a match, cut between words.
fn cut(text: &str, span: Span, from: u32, to: u32) -> Span {
    if span.len() <= AROUND * 2 + 80 {
        return span;
    }
    let start = from.saturating_sub(AROUND).max(span.start);
    let end = to.saturating_add(AROUND).min(span.end);
    let space = |at: usize| text.as_bytes().get(at).is_some_and(u8::is_ascii_whitespace);
    let start = match start {
        start if start == span.start => start,
        start => (start..from).find(|at| space(*at as usize)).map_or(from, |at| at + 1),
    };
    let end = if end == span.end { end } else { (to..end).rev().find(|at| space(*at as usize)).unwrap_or(to) };
    Span::new(start, end)
}

/// Cuts a stretch where matches begin and end.
fn mark(text: &str, stretch: Span, found: &[Numbered], words: &mut Vec<Words>) {
    let mut at = stretch.start;
    let mut push = |span: Span, found| {
        let text = spaced(span.slice(text));
        if !text.is_empty() {
            words.push(Words { text, found });
        }
    };
    for (number, found) in found.iter().filter(|(_, found)| stretch.contains(found.span)) {
        if found.span.start < at {
            continue;
        }
        push(Span::new(at, found.span.start), None);
        push(found.span, Some(*number));
        at = found.span.end;
    }
    push(Span::new(at, stretch.end), None);
}

/// Every run of white space as one space, also at the ends.
fn spaced(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c.is_whitespace() {
            true if out.ends_with(' ') => {}
            true => out.push(' '),
            false => out.push(c),
        }
    }
    out
}
