//! Word boundaries: the segments of a text, exactly those of `unicode-segmentation`, mostly without calling it.
//!
//! English news is ASCII letters, a few Latin letters with marks and a handful of typographic marks. Their
//! boundaries follow from a table of bytes and one look ahead (UAX #29, rules WB5 to WB13). Whatever stands
//! beside any other character goes through `unicode-segmentation`, one segment at a time; both ways give the
//! same words, which the tests hold against `unicode_words()` on random and on real text. Linear in the text.

use unicode_segmentation::UnicodeSegmentation;

/// What a segment is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Segment {
    /// A word with a letter.
    Word,
    /// A word with digits and no letter.
    Number,
    /// White space with this many line breaks.
    Space(u32),
    /// A mark, a symbol, or anything else.
    Mark,
}

/// The segments of a text as `(start, end, kind)`, in order, without gaps.
pub(super) struct Segments<'a> {
    text: &'a str,
    position: usize,
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
        Segments { text, position: 0 }
    }

    /// True when the character at `at` might attach to the segment before it.
    fn unknown_at(&self, at: usize) -> bool {
        let bytes = self.text.as_bytes();
        bytes.get(at).is_some_and(|b| !b.is_ascii()) && wide(bytes, at) == Wide::Unknown
    }

    /// Takes further copies of the one-byte mark `mark` that was just returned, which ends at `end`.
    pub(super) fn take_run(&mut self, mark: u8, mut end: usize) -> usize {
        while self.text.as_bytes().get(end) == Some(&mark) && !self.unknown_at(end + 1) {
            end += 1;
        }
        self.position = self.position.max(end);
        end
    }

    /// The end of the word that starts at `start`, and the classes of its characters; `None` when a character
    /// beside or inside it is not known to the fast path.
    #[inline]
    fn word(&self, start: usize) -> Option<(usize, u8)> {
        let bytes = self.text.as_bytes();
        let class = |at: usize| bytes.get(at).map_or(0, |&b| CLASS[b as usize]);
        let (mut i, mut seen, mut last) = (start, 0u8, 0u8);
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
    fn slow(&mut self, start: usize) -> (usize, usize, Segment) {
        let segment = self.text[start..].split_word_bounds().next().unwrap_or_default();
        self.position = start + segment.len().max(1);
        let kind = if segment.chars().all(char::is_whitespace) {
            Segment::Space(u32::from(segment.chars().any(is_line_break)))
        } else if segment.unicode_words().next().is_none() {
            Segment::Mark
        } else if segment.chars().any(char::is_alphabetic) {
            Segment::Word
        } else {
            Segment::Number
        };
        (start, self.position, kind)
    }

    /// A run of ASCII white space.
    fn space(&mut self, start: usize) -> (usize, usize, Segment) {
        let bytes = self.text.as_bytes();
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
                return self.slow(start);
            }
            i = first;
        }
        self.position = i;
        (start, i, Segment::Space(breaks))
    }
}

/// Characters that end a line. CR LF is one line break.
fn is_line_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

impl Iterator for Segments<'_> {
    type Item = (usize, usize, Segment);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let start = self.position;
        let bytes = self.text.as_bytes();
        let first = *bytes.get(start)?;
        let class = CLASS[first as usize];
        if class & CORE != 0 || (class & WIDE != 0 && wide(bytes, start) == Wide::Letter) {
            return Some(match self.word(start) {
                Some((end, seen)) => {
                    self.position = end;
                    let kind = if seen & LETTER != 0 {
                        Segment::Word
                    } else if seen & DIGIT != 0 {
                        Segment::Number
                    } else {
                        Segment::Mark
                    };
                    (start, end, kind)
                }
                None => self.slow(start),
            });
        }
        if class & SPACE != 0 {
            return Some(self.space(start));
        }
        let width = if class & WIDE == 0 {
            1
        } else {
            match wide(bytes, start) {
                Wide::Apostrophe => 3,
                Wide::Mark(width) => width as usize,
                _ => return Some(self.slow(start)),
            }
        };
        if self.unknown_at(start + width) {
            return Some(self.slow(start));
        }
        self.position = start + width;
        let kind = if first == 0xC2 && bytes[start + 1] == 0xA0 { Segment::Space(0) } else { Segment::Mark };
        Some((start, self.position, kind))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(text: &str) -> Result<(), TestCaseError> {
        let mut fast = Vec::new();
        let mut end = 0;
        for (s, e, kind) in Segments::new(text) {
            prop_assert_eq!(s, end, "gap in {:?}", text);
            prop_assert!(e > s && text.is_char_boundary(e));
            end = e;
            if matches!(kind, Segment::Word | Segment::Number) {
                fast.push((s, &text[s..e]));
            }
        }
        prop_assert_eq!(end, text.len());
        let wanted: Vec<_> = text.unicode_word_indices().collect();
        prop_assert_eq!(fast, wanted, "{:?}", text);
        Ok(())
    }

    /// Every character between letters, digits, spaces, apostrophes and combining marks.
    #[test]
    fn every_character_in_company() {
        for c in '\0'..=char::MAX {
            // Planes that hold nothing but Han or nothing at all are sampled.
            if c as u32 > 0x3400 && c as u32 % 61 != 0 && !('\u{FB00}'..='\u{FFFF}').contains(&c) {
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
