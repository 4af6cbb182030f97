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
    /// Reads `text` once; ASCII text costs no memory.
    pub fn new(text: &str) -> Self {
        let mut wide = Vec::new();
        if !text.is_ascii() {
            let mut characters = 0u32;
            for (byte, c) in text.char_indices() {
                characters += 1;
                if c.len_utf8() > 1 {
                    wide.push(((byte + c.len_utf8()) as u32, characters));
                }
            }
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
