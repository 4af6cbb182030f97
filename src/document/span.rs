//! Byte spans into a document's text, and their translation to character offsets for tables.

/// A half-open range of bytes `start..end` into the text of one document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The span of bytes `start..end`.
    pub const fn new(start: u32, end: u32) -> Self {
        Span { start, end }
    }

    /// Length in bytes.
    pub const fn len(self) -> u32 {
        self.end.saturating_sub(self.start)
    }

    /// True when no byte is covered.
    pub const fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// The words that the span covers; empty when the span does not fit `text`.
    pub fn slice(self, text: &str) -> &str {
        text.get(self.start as usize..self.end as usize).unwrap_or("")
    }

    /// True when the two spans share a byte.
    pub const fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// True when `other` lies inside this span.
    pub const fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The smallest span that covers both.
    pub fn cover(self, other: Span) -> Span {
        Span::new(self.start.min(other.start), self.end.max(other.end))
    }
}

/// Translates byte offsets of one text into offsets in Unicode characters, in time logarithmic in its length.
///
/// ```
/// use demarche::document::CharOffsets;
/// let offsets = CharOffsets::new("“Yes,” she said");
/// assert_eq!(offsets.of(10), 6); // the quotation marks are three bytes each
/// ```
#[derive(Clone, Debug, Default)]
pub struct CharOffsets {
    /// `(byte, character)` after each character that is longer than a byte; empty for ASCII.
    wide: Vec<(u32, u32)>,
}

impl CharOffsets {
    /// Reads `text` once.
    pub fn new(text: &str) -> Self {
        let mut offsets = CharOffsets::default();
        offsets.read(text);
        offsets
    }

    /// Reads another text, whose offsets are given from now on.
    pub fn read(&mut self, text: &str) {
        self.wide.clear();
        let mut surplus = 0;
        let mut note = |at: usize, first: u8| {
            let length = match first {
                0xF0.. => 4,
                0xE0.. => 3,
                _ => 2,
            };
            surplus += length - 1;
            let end = at + length;
            self.wide.push((end as u32, (end - surplus) as u32));
        };
        let (chunks, rest) = text.as_bytes().as_chunks::<32>();
        for (number, chunk) in chunks.iter().enumerate() {
            // Most text is plain.
            if chunk.iter().fold(0, |all, byte| all | byte) < 0x80 {
                continue;
            }
            for (eighth, eight) in chunk.as_chunks::<8>().0.iter().enumerate() {
                let eight = u64::from_le_bytes(*eight);
                // The first byte of a character that is longer than a byte has its two highest bits set.
                let mut firsts = eight & eight << 1 & u64::from_le_bytes([0x80; 8]);
                while firsts != 0 {
                    let bit = firsts.trailing_zeros();
                    note(number * 32 + eighth * 8 + bit as usize / 8, (eight >> (bit - 7)) as u8);
                    firsts &= firsts - 1;
                }
            }
        }
        let start = chunks.len() * 32;
        rest.iter().enumerate().filter(|(_, byte)| **byte >= 0xC0).for_each(|(at, byte)| note(start + at, *byte));
    }

    /// The number of characters before byte offset `byte`, which must lie on a character boundary.
    pub fn of(&self, byte: u32) -> u32 {
        let after = self.wide.partition_point(|&(b, _)| b <= byte);
        match after.checked_sub(1).map(|i| self.wide[i]) {
            Some((b, c)) => c + (byte - b),
            None => byte,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn offsets_count_characters(text in "[a-zé’中😀 ]{0,80}|([a-z]{20,40}[é’😀ÿ]){0,4}") {
            let mut offsets = CharOffsets::new("an earlier text – longer than a byte a character");
            offsets.read(&text);
            for (character, (byte, _)) in text.char_indices().enumerate() {
                prop_assert_eq!(offsets.of(byte as u32), character as u32);
            }
            prop_assert_eq!(offsets.of(text.len() as u32), text.chars().count() as u32);
        }
    }
}
