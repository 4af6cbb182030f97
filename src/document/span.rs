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
#[derive(Clone, Debug)]
pub struct CharOffsets {
    /// `(byte, character)` after each character that is longer than a byte; empty for ASCII.
    wide: Vec<(u32, u32)>,
}

impl CharOffsets {
    /// Reads `text` once.
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        // Most texts have a few typographic marks.
        let mut wide = Vec::with_capacity(bytes.len() / 64);
        let (mut at, mut surplus) = (0, 0);
        while let Some(start) = next_wide(bytes, at) {
            let length = match bytes[start] {
                0xF0.. => 4,
                0xE0.. => 3,
                _ => 2,
            };
            at = start + length;
            surplus += length - 1;
            wide.push((at as u32, (at - surplus) as u32));
        }
        CharOffsets { wide }
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

/// The first byte beyond ASCII from `from` on, sixteen at a time.
fn next_wide(bytes: &[u8], mut from: usize) -> Option<usize> {
    const HIGH: u128 = u128::from_le_bytes([0x80; 16]);
    while let Some(window) = bytes.get(from..).and_then(|rest| rest.first_chunk::<16>()) {
        let high = u128::from_le_bytes(*window) & HIGH;
        if high != 0 {
            return Some(from + high.trailing_zeros() as usize / 8);
        }
        from += 16;
    }
    bytes.get(from..)?.iter().position(|byte| !byte.is_ascii()).map(|at| from + at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn offsets_count_characters(text in "[a-zé’中😀 ]{0,80}") {
            let offsets = CharOffsets::new(&text);
            for (character, (byte, _)) in text.char_indices().enumerate() {
                prop_assert_eq!(offsets.of(byte as u32), character as u32);
            }
            prop_assert_eq!(offsets.of(text.len() as u32), text.chars().count() as u32);
        }
    }
}
