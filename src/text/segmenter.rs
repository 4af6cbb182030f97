//! From a text to its structure, in one pass for tokens and one each for paragraphs and sentences.

use super::capitals;
use super::mark::{self, OpenQuotes};
use super::paragraph::{self, Line, Shape};
use super::rules::Rules;
use super::scan::{Segment, Segments};
use super::spellings::Key;
use super::vocabulary::Kept;
use super::{SegmenterRules, Stemmer, Text, Token, TokenClass, TypeId, Vocabulary, sentence};
use crate::document::Span;
use std::sync::Arc;

/// Reads texts: tokens, paragraphs, sentences.
///
/// It holds a language's rules and stemmer and nothing of the texts it read; a worker's memory is its
/// [`Vocabulary`]. The time is linear in the text, whatever the text.
#[derive(Clone)]
pub struct Segmenter {
    stemmer: Arc<dyn Stemmer>,
    rules: Arc<Rules>,
}

impl Segmenter {
    /// Texts longer than this many bytes do not fit the 32-bit spans. Callers refuse them; [`Segmenter::segment`]
    /// reads such a text up to here.
    pub const LONGEST_TEXT: usize = u32::MAX as usize;

    /// A segmenter for one language.
    pub fn new(stemmer: Arc<dyn Stemmer>, rules: SegmenterRules) -> Self {
        Segmenter { stemmer, rules: Arc::new(Rules::new(&rules)) }
    }

    /// The stemmer, for whoever compares words with those of a text.
    pub fn stemmer(&self) -> &dyn Stemmer {
        &*self.stemmer
    }

    /// The structure of `text`; new words enter `vocabulary`.
    pub fn segment(&self, text: &str, vocabulary: &mut Vocabulary) -> Text {
        let mut out = Text::default();
        self.segment_into(text, vocabulary, &mut out);
        out
    }

    /// Like [`Segmenter::segment`], into a [`Text`] whose memory is used again.
    pub fn segment_into(&self, text: &str, vocabulary: &mut Vocabulary, out: &mut Text) {
        let text = &text[..text.floor_char_boundary(Self::LONGEST_TEXT)];
        let mut notes = std::mem::take(&mut vocabulary.notes);
        vocabulary.follow(&self.rules);
        self.tokenize(text, vocabulary, out, &mut notes);
        out.count();
        paragraph::split(text, &out.tokens, &out.lines, &mut notes.shapes, &mut out.paragraphs);
        sentence::split(text, &out.tokens, &out.paragraphs, &notes.terminals, &mut out.sentences);
        capitals::resolve(text, out, &notes.ambiguous, vocabulary, &*self.stemmer);
        vocabulary.notes = notes;
    }

    fn tokenize(&self, text: &str, vocabulary: &mut Vocabulary, out: &mut Text, notes: &mut Notes) {
        let Text { tokens, lines, .. } = out;
        tokens.clear();
        lines.clear();
        notes.clear();
        let bytes = text.as_bytes();
        let mut open = OpenQuotes::default();
        // The text's beginning counts as a blank line.
        let mut line_breaks = 2u32;
        let mut segments = Segments::new(text);
        loop {
            if let Some(letters) = segments.plain_word() {
                line_breaks = line_breaks.saturating_add(segments.take_line_breaks());
                begin_line(&mut line_breaks, tokens.len(), lines, &mut open);
                let (start, end) = (segments.start, segments.end);
                if letters == capitals::AMBIGUOUS {
                    notes.ambiguous.push(tokens.len() as u32);
                }
                vocabulary.keep(Key::of_letters(letters, end - start), tokens.len(), &mut notes.kept);
                tokens.push(Token::new(Span::new(start as u32, end as u32), TypeId(0), TokenClass::Word));
                if let Some(class) = segments.plain_stop() {
                    if class.is_terminal() {
                        notes.terminals.push(tokens.len() as u32);
                    }
                    let type_id = vocabulary.intern_mark(bytes[end], class, &*self.stemmer);
                    tokens.push(Token::new(Span::new(end as u32, end as u32 + 1), type_id, class));
                }
                continue;
            }
            let Some(kind) = segments.advance() else { break };
            if kind == Segment::Space {
                line_breaks = line_breaks.saturating_add(segments.take_line_breaks());
                continue;
            }
            begin_line(&mut line_breaks, tokens.len(), lines, &mut open);
            let (mut start, mut end) = (segments.start, segments.end);
            let class = match kind {
                Segment::Word => TokenClass::Word,
                Segment::Number => TokenClass::Number,
                _ => {
                    if end - start == 1 && runs(bytes[start]) {
                        segments.take_run();
                        end = segments.end;
                    } else if !bytes[start].is_ascii() || end - start > 1 {
                        (start, end) = trim(text, start, end);
                    }
                    mark::classify(text, start, end, &mut open)
                }
            };
            if class.is_terminal() {
                notes.terminals.push(tokens.len() as u32);
            }
            if capitals::is_ambiguous(&bytes[start..end]) {
                notes.ambiguous.push(tokens.len() as u32);
            }
            let mut token = Token::new(Span::new(start as u32, end as u32), TypeId(0), class);
            if !class.is_word() && end - start == 1 {
                token.type_id = vocabulary.intern_mark(bytes[start], class, &*self.stemmer);
            } else if let Some(key) = Key::of(text, start, end, class) {
                vocabulary.keep(key, tokens.len(), &mut notes.kept);
            } else {
                token.type_id = vocabulary.intern_long(&text[start..end], class, &*self.stemmer);
                token.role = vocabulary.role(token.type_id);
            }
            tokens.push(token);
        }
        vocabulary.intern_kept(&notes.kept, text, tokens, &*self.stemmer);
    }
}

/// What is noticed while the tokens are made; its memory is used again.
#[derive(Default)]
pub(super) struct Notes {
    /// Tokens that may end a sentence.
    terminals: Vec<u32>,
    /// Tokens whose word depends on the writing around them.
    ambiguous: Vec<u32>,
    /// Tokens whose type is not looked up yet.
    kept: Kept,
    shapes: Vec<Shape>,
}

impl Notes {
    fn clear(&mut self) {
        let Notes { terminals, ambiguous, kept, shapes: _ } = self;
        terminals.clear();
        ambiguous.clear();
        kept.clear();
    }
}

/// Begins a line with token `first` if line breaks stand before it; quotations end at a blank line.
#[inline]
fn begin_line(line_breaks: &mut u32, first: usize, lines: &mut Vec<Line>, open: &mut OpenQuotes) {
    if *line_breaks > 0 {
        let after_blank = *line_breaks > 1;
        if after_blank {
            *open = OpenQuotes::default();
        }
        lines.push(Line { first: first as u32, after_blank });
        *line_breaks = 0;
    }
}

/// Marks whose repetitions are one token.
fn runs(mark: u8) -> bool {
    matches!(mark, b'.' | b'-' | b'\'' | b'`' | b'*' | b'=' | b'#' | b'~' | b'|' | b'+' | b'<' | b'>')
}

/// A segment without the white space to which a combining mark attached.
fn trim(text: &str, start: usize, end: usize) -> (usize, usize) {
    let segment = &text[start..end];
    let from = start + (segment.len() - segment.trim_start().len());
    (from, from + segment.trim().len())
}
