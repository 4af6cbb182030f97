//! The words around a match, and white space made single.

use crate::document::Span;

/// Characters of context on each side of a match.
const WIDTH: usize = 40;

/// Bytes of text that are looked at first; most contexts are found there.
const NEAR: usize = 64;

/// Adds the words before `span`, at most [`WIDTH`] characters, cut where a word begins.
pub fn write_left(text: &str, span: Span, out: &mut Vec<u8>) {
    let before = text.get(..span.start as usize).unwrap_or("");
    let near = &before[before.floor_char_boundary(before.len().saturating_sub(NEAR))..];
    match Near::new(near, near.len() == before.len()).and_then(|near| near.last(out)) {
        Some(()) => {}
        None => {
            let characters = before.char_indices().rev().map(|(at, c)| (at, c.is_whitespace()));
            write_single_spaced(&before[fitting(characters, before.len())..], out);
        }
    }
}

/// Adds the words after `span`, at most [`WIDTH`] characters, cut where a word ends.
pub fn write_right(text: &str, span: Span, out: &mut Vec<u8>) {
    let after = text.get(span.end as usize..).unwrap_or("");
    let near = &after[..after.floor_char_boundary(NEAR)];
    match Near::new(near, near.len() == after.len()).and_then(|near| near.first(out)) {
        Some(()) => {}
        None => {
            let characters = after.char_indices().map(|(at, c)| (at + c.len_utf8(), c.is_whitespace()));
            write_single_spaced(&after[..fitting(characters, 0)], out);
        }
    }
}

/// Adds `text` with every run of white space as one space, and none at its ends.
pub fn write_single_spaced(text: &str, out: &mut Vec<u8>) {
    if holds_wide_space(text.as_bytes()) {
        for (at, word) in text.split_whitespace().enumerate() {
            if at > 0 {
                out.push(b' ');
            }
            out.extend_from_slice(word.as_bytes());
        }
        return;
    }
    let start = out.len();
    out.resize(start + text.len(), b' ');
    let written = squeeze(text.as_bytes(), &mut out[start..]);
    out.truncate(start + written);
}

/// Writes `text` with white space of ASCII made single, and none at its ends; gives the length.
fn squeeze(text: &[u8], out: &mut [u8]) -> usize {
    let (mut length, mut was_space) = (0, true);
    // Without branches, for nobody can foresee where a word ends.
    for (at, byte) in text.iter().enumerate() {
        let is_space = matches!(byte, b' ' | b'\t'..=b'\r');
        out[length.min(at)] = if is_space { b' ' } else { *byte };
        length += usize::from(!(is_space && was_space));
        was_space = is_space;
    }
    length - usize::from(length > 0 && was_space)
}

/// True when there may be white space beyond ASCII.
fn holds_wide_space(text: &[u8]) -> bool {
    if text.is_ascii() {
        return false;
    }
    let two = text.array_windows().any(|bytes| matches!(bytes, [0xC2, 0x85 | 0xA0] | [0xE1, 0x9A] | [0xE3, 0x80]));
    // Quotation marks and dashes begin as these do.
    let three = |bytes: &[u8; 3]| matches!(bytes, [0xE2, 0x80, 0x80..=0x8A | 0xA8 | 0xA9 | 0xAF] | [0xE2, 0x81, 0x9F]);
    two || text.array_windows().any(three)
}

/// Where characters begin.
fn characters(text: &[u8]) -> impl DoubleEndedIterator<Item = usize> {
    text.iter().enumerate().filter(|(_, byte)| !matches!(byte, 0x80..0xC0)).map(|(at, _)| at)
}

/// The text nearest to a match, single-spaced.
struct Near {
    bytes: [u8; NEAR],
    length: usize,
    /// There is no other text on this side.
    is_all: bool,
}

impl Near {
    /// None when it takes a closer look.
    fn new(text: &str, is_all: bool) -> Option<Self> {
        let mut bytes = [0; NEAR];
        let is_plain = text.len() <= NEAR && !holds_wide_space(text.as_bytes());
        let length = is_plain.then(|| squeeze(text.as_bytes(), &mut bytes))?;
        Some(Near { bytes, length, is_all })
    }

    fn text(&self) -> &[u8] {
        &self.bytes[..self.length]
    }

    /// Adds the last words that fit; none when that cannot be told from what is near.
    fn last(&self, out: &mut Vec<u8>) -> Option<()> {
        let text = self.text();
        let at = match text.len().checked_sub(WIDTH) {
            Some(at) if text[at..].is_ascii() => Some(at),
            _ => characters(text).rev().nth(WIDTH - 1),
        };
        let fitting = match at.filter(|at| *at > 0) {
            None if self.is_all => text,
            None => return None,
            Some(at) if text[at - 1] == b' ' => &text[at..],
            Some(at) => match memchr::memchr(b' ', &text[at..]) {
                Some(space) => &text[at + space + 1..],
                None => &text[at..],
            },
        };
        out.extend_from_slice(fitting);
        Some(())
    }

    /// Adds the first words that fit; none when that cannot be told from what is near.
    fn first(&self, out: &mut Vec<u8>) -> Option<()> {
        let text = self.text();
        let behind = match text.get(..=WIDTH).is_some_and(<[u8]>::is_ascii) {
            true => Some(WIDTH),
            false => characters(text).nth(WIDTH),
        };
        let fitting = match behind {
            None if self.is_all => text,
            None => return None,
            Some(at) if text[at] == b' ' => &text[..at],
            Some(at) => &text[..memchr::memrchr(b' ', &text[..at]).unwrap_or(at)],
        };
        out.extend_from_slice(fitting);
        Some(())
    }
}

/// How far the words reach that fit, from `start` on; `characters` are those that follow, each with the place behind it and
/// whether it is white space. Of a first word that does not fit it is as much as fits.
fn fitting(characters: impl Iterator<Item = (usize, bool)>, start: usize) -> usize {
    let (mut fitting, mut reached) = (start, start);
    let (mut room, mut length) = (WIDTH, 0);
    for (behind, is_space) in characters {
        if !is_space {
            if length == room {
                return if fitting == start { reached } else { fitting };
            }
            length += 1;
            reached = behind;
        } else if length > 0 {
            fitting = reached;
            // A space stands before the next word.
            room = room.saturating_sub(length + 1);
            length = 0;
            if room == 0 {
                return fitting;
            }
        }
    }
    if length > 0 { reached } else { fitting }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn written(write: impl FnOnce(&mut Vec<u8>)) -> String {
        let mut out = Vec::new();
        write(&mut out);
        String::from_utf8(out).unwrap()
    }

    fn left(text: &str, span: Span) -> String {
        written(|out| write_left(text, span, out))
    }

    fn right(text: &str, span: Span) -> String {
        written(|out| write_right(text, span, out))
    }

    /// The first of `words` that fit, found in the plainest way; of a single word that does not, `cut` of it.
    fn plainly<'a>(words: impl Iterator<Item = &'a str>, cut: impl Fn(&'a str) -> String) -> Vec<String> {
        let mut kept: Vec<String> = Vec::new();
        for word in words {
            let all = kept.iter().map(|word| word.chars().count() + 1).sum::<usize>() + word.chars().count();
            if all > WIDTH {
                return if kept.is_empty() { vec![cut(word)] } else { kept };
            }
            kept.push(word.to_string());
        }
        kept
    }

    #[test]
    fn context_is_cut_between_words_and_single_spaced() {
        let text = "We want assurance that the United States,\n\nas the most powerful  country, will not hurt China’s interest";
        let at = text.find("hurt").expect("in the text") as u32;
        let span = Span::new(at, at + 4);
        assert_eq!(left(text, span), "as the most powerful country, will not");
        assert_eq!(right(text, span), "China’s interest");
    }

    #[test]
    fn a_word_longer_than_the_context_is_cut() {
        let text = format!("{}X{}", "ä".repeat(90), "ö".repeat(90));
        let span = Span::new(180, 181);
        assert_eq!(left(&text, span), "ä".repeat(40));
        assert_eq!(right(&text, span), "ö".repeat(40));
        assert_eq!(left("abc", Span::new(0, 3)), "");
        assert_eq!(right("abc", Span::new(0, 99)), "");
    }

    proptest! {
        #[test]
        fn context_is_the_words_that_fit(text in "[ab \n]{0,90}|[aé \t\u{a0}]{0,90}|\\PC{0,120}", cut in 0usize..120) {
            let at = text.char_indices().nth(cut).map_or(text.len(), |(i, _)| i);
            let span = Span::new(at as u32, at as u32);
            let before = plainly(text[..at].split_whitespace().rev(), |word| {
                word.chars().skip(word.chars().count() - WIDTH).collect()
            });
            prop_assert_eq!(left(&text, span), before.into_iter().rev().collect::<Vec<_>>().join(" "));
            let after = plainly(text[at..].split_whitespace(), |word| word.chars().take(WIDTH).collect());
            prop_assert_eq!(right(&text, span), after.join(" "));
        }
    }
}
