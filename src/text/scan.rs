//! Word boundaries: the segments of a text, exactly those of `unicode-segmentation`, mostly without calling it.
//!
//! English news is ASCII letters, a few Latin letters with marks and a handful of typographic marks. Their
//! boundaries follow from a table of bytes and one look ahead (UAX #29, rules WB5 to WB13). Whatever stands
//! beside any other character goes through `unicode-segmentation`, one segment at a time; both ways give the
//! same words, which the tests hold against `unicode_words()` on random and on real text. Linear in the text.

use super::TokenClass;
use unicode_segmentation::UnicodeSegmentation;

/// What a segment is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Segment {
    /// A word with a letter.
    Word,
    /// A word with digits and no letter.
    Number,
    /// White space; [`Segments::take_line_breaks`] counts its lines.
    Space,
    /// A mark, a symbol, or anything else.
    Mark,
}

/// Walks over the segments of a text, in order; a single space before an ASCII letter is passed over.
///
/// The span of the current segment is in the fields, for a large item of an iterator would travel through memory.
pub(super) struct Segments<'a> {
    text: &'a str,
    pub start: usize,
    pub end: usize,
    line_breaks: u32,
}

const LETTER: u8 = 1;
const DIGIT: u8 = 2;
const LOW_LINE: u8 = 4;
/// Joins two letters.
const MID_LETTER: u8 = 8;
/// Joins two digits.
const MID_NUMBER: u8 = 16;
const SPACE: u8 = 32;
/// First byte of a longer character.
const WIDE: u8 = 64;
const CORE: u8 = LETTER | DIGIT | LOW_LINE;

const CLASS: [u8; 256] = {
    let mut table = [0u8; 256];
    let mut b = 0;
    while b < 256 {
        table[b] = match b as u8 {
            b'a'..=b'z' | b'A'..=b'Z' => LETTER,
            b'0'..=b'9' => DIGIT,
            b'_' => LOW_LINE,
            b'.' | b'\'' => MID_LETTER | MID_NUMBER,
            b':' => MID_LETTER,
            b',' | b';' => MID_NUMBER,
            b' ' | b'\t' | b'\n' | b'\r' | 0x0B | 0x0C => SPACE,
            0x80.. => WIDE,
            _ => 0,
        };
        b += 1;
    }
    table
};

/// What a character outside ASCII is to the fast path.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wide {
    /// A Latin letter of two bytes.
    Letter,
    /// `‘` or `’`, which join letters and digits; three bytes.
    Apostrophe,
    /// A common mark that joins nothing, of so many bytes.
    Mark(u8),
    /// Anything else.
    Unknown,
}

fn wide(bytes: &[u8], at: usize) -> Wide {
    let byte = |offset: usize| bytes.get(at + offset).copied().unwrap_or(0);
    match byte(0) {
        0xE2 if byte(1) == 0x80 => match byte(2) {
            0x98 | 0x99 => Wide::Apostrophe,
            // U+2010..2015 hyphens and dashes, 201A..201F quotation marks, 2020..2023, 2026
            0x90..=0x95 | 0x9A..=0x9F | 0xA0..=0xA3 | 0xA6 => Wide::Mark(3),
            _ => Wide::Unknown,
        },
        0xC2 if matches!(byte(1), 0xA0 | 0xA3 | 0xA7 | 0xAB | 0xBB) => Wide::Mark(2),
        0xC3 if byte(1) != 0x97 && byte(1) != 0xB7 => Wide::Letter,
        0xC4..=0xC8 => Wide::Letter,
        _ => Wide::Unknown,
    }
}

impl<'a> Segments<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Segments { text, start: 0, end: 0, line_breaks: 0 }
    }

    /// True when the character at `at` might attach to the segment before it.
    fn unknown_at(&self, at: usize) -> bool {
        let bytes = self.text.as_bytes();
        bytes.get(at).is_some_and(|b| !b.is_ascii()) && wide(bytes, at) == Wide::Unknown
    }

    /// Takes further copies of the one-byte mark that is the current segment.
    pub(super) fn take_run(&mut self) {
        let bytes = self.text.as_bytes();
        while bytes.get(self.end) == Some(&bytes[self.start]) && !self.unknown_at(self.end + 1) {
            self.end += 1;
        }
    }

    /// Goes to the next segment, past a blank or a line's end, if it is a word of at most fifteen ASCII letters and nothing about
    /// its end is in doubt; its letters as a number, the first one lowest. Of the words of news these are most; for others
    /// nothing has happened and [`Segments::advance`] goes on.
    #[inline]
    pub(super) fn plain_word(&mut self) -> Option<u128> {
        let bytes = self.text.as_bytes();
        let ahead = *bytes.get(self.end)?;
        let breaks = ahead == b'\n' && (self.end == 0 || bytes[self.end - 1] != b'\r');
        let start = self.end + usize::from(ahead == b' ' || breaks);
        let eight = u64::from_le_bytes(*bytes.get(start..)?.first_chunk::<8>()?);
        let others = other_than_letters(eight);
        let (letters, end, next) = if others != 0 {
            let (letters, length, next) = letters_before(eight, others);
            if length == 0 {
                return None;
            }
            (u128::from(letters), start + length, next)
        } else {
            let further = u64::from_le_bytes(*bytes.get(start + 8..)?.first_chunk::<8>()?);
            let others = other_than_letters(further);
            if others == 0 {
                return None;
            }
            let (letters, length, next) = letters_before(further, others);
            (u128::from(eight) | u128::from(letters) << 64, start + 8 + length, next)
        };
        let next = CLASS[usize::from(next)];
        if next & !(SPACE | MID_NUMBER) != 0 && !self.ends_plain(end, next) {
            return None;
        }
        self.line_breaks += u32::from(breaks);
        (self.start, self.end) = (start, end);
        Some(letters)
    }

    /// True when no letter may be joined to a letter by what stands at `at`, which is of a class.
    #[inline]
    fn ends_plain(&self, at: usize, class: u8) -> bool {
        let bytes = self.text.as_bytes();
        match class {
            WIDE => matches!(wide(bytes, at), Wide::Mark(_)),
            _ if class & MID_LETTER != 0 => match bytes.get(at + 1).map_or(0, |&byte| CLASS[usize::from(byte)]) {
                WIDE => matches!(wide(bytes, at + 1), Wide::Mark(_) | Wide::Apostrophe),
                beyond => beyond & LETTER == 0,
            },
            _ => false,
        }
    }

    /// Goes to the next segment if it is a comma or a period, a blank (one that breaks no line as well) or a line's end behind it;
    /// says which.
    #[inline]
    pub(super) fn plain_stop(&mut self) -> Option<TokenClass> {
        let &[mark, next] = self.text.as_bytes().get(self.end..self.end + 2)?.first_chunk::<2>()?;
        let class = match mark {
            b',' => TokenClass::Comma,
            b'.' => TokenClass::Period,
            _ => return None,
        };
        let wide_blank = || next == 0xC2 && self.text.as_bytes().get(self.end + 2) == Some(&0xA0);
        if !matches!(next, b' ' | b'\n') && !wide_blank() {
            return None;
        }
        (self.start, self.end) = (self.end, self.end + 1);
        Some(class)
    }

    /// The line breaks passed since the last call; CR LF is one.
    pub(super) fn take_line_breaks(&mut self) -> u32 {
        std::mem::take(&mut self.line_breaks)
    }

    /// The end of the word that starts at `start`, and the classes of its characters; `None` when a character
    /// beside or inside it is not known to the fast path.
    #[inline]
    fn word(&self, start: usize) -> Option<(usize, u8)> {
        let bytes = self.text.as_bytes();
        let class = |at: usize| bytes.get(at).map_or(0, |&b| CLASS[b as usize]);
        let letters = leading_letters(bytes, start);
        let (mut i, mut seen, mut last) = (start + letters, 0u8, 0u8);
        if letters > 0 {
            if class(i) & !(SPACE | MID_NUMBER) == 0 {
                return Some((i, LETTER));
            }
            (seen, last) = (LETTER, LETTER);
        }
        loop {
            let c = class(i);
            if c & CORE != 0 {
                seen |= c;
                last = c;
                i += 1;
                continue;
            }
            let (joins, width) = if c & (MID_LETTER | MID_NUMBER) != 0 {
                (c, 1)
            } else if c & WIDE != 0 {
                match wide(bytes, i) {
                    Wide::Letter => {
                        seen |= LETTER;
                        last = LETTER;
                        i += 2;
                        continue;
                    }
                    Wide::Apostrophe => (MID_LETTER | MID_NUMBER, 3),
                    Wide::Mark(_) => return Some((i, seen)),
                    Wide::Unknown => return None,
                }
            } else {
                return Some((i, seen));
            };
            let next = match class(i + width) {
                WIDE => match wide(bytes, i + width) {
                    Wide::Letter => LETTER,
                    Wide::Unknown => return None,
                    _ => 0,
                },
                next => next,
            };
            let joined = (joins & MID_LETTER != 0 && last & next & LETTER != 0)
                || (joins & MID_NUMBER != 0 && last & next & DIGIT != 0);
            if !joined {
                return Some((i, seen));
            }
            i += width;
        }
    }

    /// One segment by `unicode-segmentation`.
    #[cold]
    fn slow(&mut self) -> Segment {
        let segment = self.text[self.start..].split_word_bounds().next().unwrap_or_default();
        self.end = self.start + segment.len().max(1);
        if segment.chars().all(char::is_whitespace) {
            self.line_breaks += u32::from(segment.chars().any(is_line_break));
            Segment::Space
        } else if segment.unicode_words().next().is_none() {
            Segment::Mark
        } else if segment.chars().any(char::is_alphabetic) {
            Segment::Word
        } else {
            Segment::Number
        }
    }

    /// A run of ASCII white space.
    fn space(&mut self) -> Segment {
        let bytes = self.text.as_bytes();
        let start = self.start;
        let (mut i, mut breaks) = (start, 0u32);
        while let Some(&b) = bytes.get(i)
            && CLASS[b as usize] == SPACE
        {
            breaks += match b {
                b'\n' => u32::from(i == 0 || bytes[i - 1] != b'\r'),
                b'\r' | 0x0B | 0x0C => 1,
                _ => 0,
            };
            i += 1;
        }
        if self.unknown_at(i) && bytes[i - 1] == b' ' {
            // Combining marks attach to spaces, which stay together (WB3d, WB4).
            let mut first = i - 1;
            while first > start && bytes[first - 1] == b' ' {
                first -= 1;
            }
            if first == start {
                return self.slow();
            }
            i = first;
        }
        self.line_breaks = self.line_breaks.saturating_add(breaks);
        self.end = i;
        Segment::Space
    }
}

/// The number of ASCII letters from `start` on, among the next sixteen bytes; 0 near the end of the text.
///
/// Eight are compared at once; words of most lengths then take the same time, where a loop would be mispredicted at its end.
#[inline]
fn leading_letters(bytes: &[u8], start: usize) -> usize {
    let Some(window) = bytes.get(start..).and_then(|rest| rest.first_chunk::<16>()) else { return 0 };
    let window = u128::from_le_bytes(*window);
    match other_than_letters(window as u64).trailing_zeros() / 8 {
        8 => 8 + other_than_letters((window >> 64) as u64).trailing_zeros() as usize / 8,
        letters => letters as usize,
    }
}

/// The highest bits of those of eight bytes that are no ASCII letters: seven bits of each are compared, so that no sum
/// carries into the next byte.
#[inline]
fn other_than_letters(eight: u64) -> u64 {
    const fn each(byte: u8) -> u64 {
        u64::from_le_bytes([byte; 8])
    }
    let low = (eight | each(0x20)) & each(0x7F);
    let from_a = low.wrapping_add(each(0x80 - b'a'));
    let beyond_z = low.wrapping_add(each(0x80 - b'z' - 1));
    !(from_a & !beyond_z & !eight) & each(0x80)
}

/// Of eight bytes the letters before the first that is `other`, how many they are, and the byte behind them.
#[inline]
fn letters_before(eight: u64, others: u64) -> (u64, usize, u8) {
    // The lowest bit that is set is the highest of a byte, as high as the letters before it are many, plus seven.
    let bits = others.trailing_zeros() & !7;
    (eight & ((1 << bits) - 1), bits as usize / 8, (eight >> bits) as u8)
}

/// Characters that end a line. CR LF is one line break.
fn is_line_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

impl Segments<'_> {
    /// Goes to the next segment and says what it is; `None` at the end.
    #[inline]
    pub(super) fn advance(&mut self) -> Option<Segment> {
        let bytes = self.text.as_bytes();
        let mut start = self.end;
        let mut first = *bytes.get(start)?;
        if first == b' '
            && let Some(&next) = bytes.get(start + 1)
            && CLASS[next as usize] == LETTER
        {
            start += 1;
            first = next;
        }
        self.start = start;
        let class = CLASS[first as usize];
        if class & CORE != 0 || (class & WIDE != 0 && wide(bytes, start) == Wide::Letter) {
            let Some((end, seen)) = self.word(start) else { return Some(self.slow()) };
            self.end = end;
            return Some(if seen & LETTER != 0 {
                Segment::Word
            } else if seen & DIGIT != 0 {
                Segment::Number
            } else {
                Segment::Mark
            });
        }
        if class & SPACE != 0 {
            return Some(self.space());
        }
        let width = if class & WIDE == 0 {
            1
        } else {
            match wide(bytes, start) {
                Wide::Apostrophe => 3,
                Wide::Mark(width) => width as usize,
                _ => return Some(self.slow()),
            }
        };
        if self.unknown_at(start + width) {
            return Some(self.slow());
        }
        self.end = start + width;
        Some(if first == 0xC2 && bytes[start + 1] == 0xA0 { Segment::Space } else { Segment::Mark })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(text: &str) -> Result<(), TestCaseError> {
        let mut fast = Vec::new();
        let mut end = 0;
        let mut segments = Segments::new(text);
        while let Some(kind) = segments.advance() {
            let (s, e) = (segments.start, segments.end);
            prop_assert!(s == end || &text[end..s] == " ", "gap in {:?}", text);
            prop_assert!(e > s && text.is_char_boundary(e));
            end = e;
            if matches!(kind, Segment::Word | Segment::Number) {
                fast.push((s, &text[s..e]));
            }
        }
        prop_assert_eq!(end, text.len());
        let wanted: Vec<_> = text.unicode_word_indices().collect();
        prop_assert_eq!(fast, wanted, "{:?}", text);
        check_plain(text)
    }

    /// A plain word, and a plain stop behind it, is the segment to which `advance` goes.
    fn check_plain(text: &str) -> Result<(), TestCaseError> {
        let mut plain = Segments::new(text);
        loop {
            let from = plain.end;
            if let Some(letters) = plain.plain_word() {
                let mut slow = Segments { end: from, ..Segments::new(text) };
                let mut segment = slow.advance();
                if text.as_bytes()[from] == b'\n' {
                    prop_assert!(segment == Some(Segment::Space), "{:?}", text);
                    segment = slow.advance();
                }
                prop_assert!(segment == Some(Segment::Word), "{:?}", text);
                prop_assert_eq!(slow.take_line_breaks(), plain.take_line_breaks());
                prop_assert_eq!((slow.start, slow.end), (plain.start, plain.end), "{:?}", text);
                let word = &text[slow.start..slow.end];
                prop_assert_eq!(&letters.to_le_bytes()[..word.len()], word.as_bytes());
                prop_assert_eq!(letters >> (8 * word.len()), 0);
                if plain.plain_stop().is_some() {
                    prop_assert!(slow.advance() == Some(Segment::Mark), "{:?}", text);
                    prop_assert_eq!((slow.start, slow.end), (plain.start, plain.end), "{:?}", text);
                }
            } else {
                prop_assert_eq!(plain.end, from);
                if plain.advance().is_none() {
                    return Ok(());
                }
                plain.take_line_breaks();
            }
        }
    }

    /// Every character between letters, digits, spaces, apostrophes and combining marks.
    #[test]
    fn every_character_in_company() {
        for c in '\0'..=char::MAX {
            // Planes that hold nothing but Han or nothing at all are sampled.
            if c as u32 > 0x3400 && !(c as u32).is_multiple_of(61) && !('\u{FB00}'..='\u{FFFF}').contains(&c) {
                continue;
            }
            for text in [
                format!("a{c}b 1{c}2 {c} é{c}é _{c}_"),
                format!("{c}a a{c} '{c}' a'{c}b ’{c}’ 1.{c}2 \n{c}"),
                format!("{c}\u{301}a {c}\u{200d}{c} \u{301}{c}"),
            ] {
                check(&text).unwrap();
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]

        #[test]
        fn words_of_ascii(s in "[ -~\n\r\t]{0,40}") {
            check(&s)?;
        }

        #[test]
        fn words_of_news(s in "[aZé1_.,;:'’‘“”–—…\u{a0} \r\n\\-]{0,24}") {
            check(&s)?;
        }

        #[test]
        fn words_of_nasty_text(s in "[aé1_.’'\" \u{301}\u{200d}\u{ad}\u{345}😀🇺🇸Ⓜא\u{2024}·ア中\u{2028}\u{85}\u{0}²\u{fe0f}]{0,24}") {
            check(&s)?;
        }

        #[test]
        fn words_of_anything(s in any::<String>()) {
            check(&s)?;
        }
    }
}
