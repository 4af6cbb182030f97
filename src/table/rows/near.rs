//! The text beside a match, made single-spaced in a few steps that look at all of its bytes at once.

use super::context::{WIDTH, is_space, squeeze};

/// Bytes that are looked at: enough for a context in nearly any text that is written in letters.
const NEAR: usize = 64;

/// Bytes that characters of several bytes go on with.
const CONTINUED: std::ops::Range<u8> = 0x80..0xC0;

/// The text nearest to a match, single-spaced.
pub(super) struct Near {
    bytes: [u8; NEAR],
    start: usize,
    end: usize,
    is_ascii: bool,
    /// There is no other text on this side.
    is_all: bool,
}

impl Near {
    /// The end of the text before a match; none when it takes a closer look.
    pub fn before(text: &str) -> Option<Self> {
        let near = &text[text.floor_char_boundary(text.len().saturating_sub(NEAR - 3))..];
        Near::new(near, near.len() == text.len())
    }

    /// The beginning of the text behind a match; none when it takes a closer look.
    pub fn after(text: &str) -> Option<Self> {
        let near = &text[..text.floor_char_boundary(NEAR)];
        Near::new(near, near.len() == text.len())
    }

    fn new(text: &str, is_all: bool) -> Option<Self> {
        // What is behind the text is no space.
        let mut bytes = [b'.'; NEAR];
        let mut end = text.len();
        bytes.get_mut(..end)?.copy_from_slice(text.as_bytes());
        let is_ascii = bytes.iter().fold(0, |all, byte| all | byte) < 0x80;
        if !is_ascii {
            part_at_fixed_spaces(&mut bytes[..end]);
            if holds_wide_space(&bytes[..end]) {
                return None;
            }
        }
        bytes.iter_mut().for_each(|byte| *byte = if is_space(*byte) { b' ' } else { *byte });
        let is_double = |bytes: &[u8; 2]| (bytes[0] == b' ') & (bytes[1] == b' ');
        if bytes.array_windows().fold(false, |any, bytes| any | is_double(bytes)) {
            end = squeeze(&mut bytes[..end]);
        }
        let start = usize::from(end > 0 && bytes[0] == b' ');
        end -= usize::from(end > start && bytes[end - 1] == b' ');
        Some(Near { bytes, start, end, is_ascii, is_all })
    }

    /// The last words that fit; none when that cannot be told from what is near.
    pub fn last_words(&self) -> Option<&[u8]> {
        let text = &self.bytes[self.start..self.end];
        let at = match self.is_ascii {
            true => text.len().checked_sub(WIDTH),
            false => characters(text).rev().nth(WIDTH - 1),
        };
        match at.filter(|at| *at > 0) {
            None => self.is_all.then_some(text),
            Some(at) if text[at - 1] == b' ' => Some(&text[at..]),
            Some(at) => {
                let space = text[at..].iter().position(|byte| *byte == b' ');
                Some(&text[space.map_or(at, |space| at + space + 1)..])
            }
        }
    }

    /// The first words that fit; none when that cannot be told from what is near.
    pub fn first_words(&self) -> Option<&[u8]> {
        let text = &self.bytes[self.start..self.end];
        let behind = match self.is_ascii {
            true => Some(WIDTH).filter(|behind| *behind < text.len()),
            false => characters(text).nth(WIDTH),
        };
        match behind {
            None => self.is_all.then_some(text),
            Some(behind) if text[behind] == b' ' => Some(&text[..behind]),
            Some(behind) => {
                let space = text[..behind].iter().rposition(|byte| *byte == b' ');
                Some(&text[..space.unwrap_or(behind)])
            }
        }
    }
}

/// Where characters begin.
fn characters(text: &[u8]) -> impl DoubleEndedIterator<Item = usize> {
    text.iter().enumerate().filter(|(_, byte)| !CONTINUED.contains(byte)).map(|(at, _)| at)
}

/// Puts spaces in the place of no-break spaces (and of U+0085), which have two bytes.
fn part_at_fixed_spaces(bytes: &mut [u8]) {
    let mut from = 0;
    while let Some(at) = memchr::memchr(0xC2, &bytes[from..]) {
        if let Some(two @ [_, 0x85 | 0xA0]) = bytes[from + at..].first_chunk_mut() {
            *two = *b"  ";
        }
        from += at + 1;
    }
}

/// True when there may be white space of three bytes.
fn holds_wide_space(bytes: &[u8]) -> bool {
    // Quotation marks and dashes begin as most of these do.
    let is_wide = |at: usize| {
        matches!(
            bytes[at..],
            [0xE2, 0x80, 0x80..=0x8A | 0xA8 | 0xA9 | 0xAF, ..]
                | [0xE2, 0x81, 0x9F, ..]
                | [0xE1, 0x9A, ..]
                | [0xE3, 0x80, ..]
        )
    };
    memchr::memchr3_iter(0xE1, 0xE2, 0xE3, bytes).any(is_wide)
}
