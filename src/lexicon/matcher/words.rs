//! The words of a pattern or a name, cut and normalized exactly as those of a text.

use std::borrow::Cow;

use crate::text::{Segmenter, Stemmer, TokenClass, Vocabulary, WordType};

/// Reads the words of patterns and names.
pub(super) struct WordReader<'a> {
    segmenter: &'a Segmenter,
    scratch: Vocabulary,
}

impl<'a> WordReader<'a> {
    pub fn new(segmenter: &'a Segmenter) -> Self {
        WordReader { segmenter, scratch: Vocabulary::default() }
    }

    /// The words of a chunk without white space; never none.
    ///
    /// Each is looked at alone, because a segmenter takes a line of nothing but `US` for a shouted pronoun.
    /// Stems are left out unless they are asked for.
    pub fn words(&mut self, chunk: &str, stems: bool) -> Vec<WordType> {
        let mut words = Vec::new();
        for piece in chunk.split(is_hyphen) {
            let piece = piece.trim_end_matches('.');
            if piece.is_empty() {
                continue;
            }
            if is_simple(piece) {
                words.push(self.word(piece, stems));
                continue;
            }
            let text = self.segmenter.segment(piece, &mut self.scratch);
            let spans = text.tokens.iter().filter(|t| t.class.is_word()).map(|t| t.span);
            words.extend(spans.map(|span| self.word(span.slice(piece), stems)));
        }
        if words.is_empty() {
            words.push(self.word(chunk, stems));
        }
        words
    }

    /// The stem of a word of small letters.
    pub fn stem<'w>(&'w self, word: &'w str) -> Cow<'w, str> {
        self.segmenter.stemmer().stem(word)
    }

    fn word(&self, surface: &str, stems: bool) -> WordType {
        let class = match surface.chars().any(char::is_alphabetic) {
            true => TokenClass::Word,
            false => TokenClass::Number,
        };
        WordType::new(surface, class, if stems { self.segmenter.stemmer() } else { &Unstemmed })
    }
}

/// Leaves words as they are: names and titles are compared by their spelling.
struct Unstemmed;

impl Stemmer for Unstemmed {
    fn stem<'a>(&'a self, form: &'a str) -> Cow<'a, str> {
        Cow::Borrowed(form)
    }
}

/// Dashes that normalization leaves are none.
const fn is_hyphen(c: char) -> bool {
    c == '-'
}

/// True for a word of ASCII letters and digits that normalization leaves as it is; the United States have two spellings.
pub(super) fn is_its_own_spelling(piece: &str) -> bool {
    piece.bytes().all(|b| b.is_ascii_alphanumeric()) && !matches!(piece, "US" | "USA")
}

/// True for what is one word wherever it stands: Latin letters and digits, with inner periods and apostrophes
/// between two letters or two digits.
fn is_simple(piece: &str) -> bool {
    let core = |c: char| {
        c.is_ascii_alphanumeric() || matches!(c, '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{24F}')
    };
    let mut before: Option<char> = None;
    let mut chars = piece.chars().peekable();
    while let Some(c) = chars.next() {
        let mut joins = || match (before, chars.peek()) {
            (Some(a), Some(&b)) => core(a) && core(b) && a.is_ascii_digit() == b.is_ascii_digit(),
            _ => false,
        };
        if !(core(c) || (matches!(c, '.' | '\'') && joins())) {
            return false;
        }
        before = Some(c);
    }
    before.is_some()
}
