//! Paragraphs: what the line breaks of a document mean.
//!
//! A blank line always parts paragraphs. What a single line break means is decided once for a document: hard-wrapped
//! text breaks its lines inside sentences at a common width, so its lines are joined, save where the next word
//! would have had ample room and the break was therefore meant (an address, a line of navigation). In any other
//! text, each line is a paragraph. Linear in the text.

use super::{Token, TokenRange};

/// A line that is not blank.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Line {
    /// Its first token.
    pub first: u32,
    /// A blank line stands before it.
    pub after_blank: bool,
}

/// Lines shorter than this tell nothing about wrapping.
const SHORTEST_WRAPPED: usize = 40;
/// Lines longer than this are not wrapped by hand or by a mail program.
const LONGEST_WRAPPED: usize = 120;
/// Free room at the end of a line, beyond the next word, that makes a break after a sentence's end deliberate.
const AMPLE_ROOM: usize = 12;

/// One line as the decision sees it.
#[derive(Clone, Copy)]
pub(super) struct Shape {
    /// Characters from the first to the last token.
    length: usize,
    /// Characters of its first word, up to white space.
    first_word: usize,
    starts_small: bool,
    ends_sentence: bool,
}

/// Fills `paragraphs` from the lines of a text; `shapes` is memory.
pub(super) fn split(
    text: &str,
    tokens: &[Token],
    lines: &[Line],
    shapes: &mut Vec<Shape>,
    paragraphs: &mut Vec<TokenRange>,
) {
    paragraphs.clear();
    shapes.clear();
    let count = tokens.len() as u32;
    if count == 0 {
        return;
    }
    let line_end = |i: usize| lines.get(i + 1).map_or(count, |next| next.first);
    let shape = |i: usize| {
        let line = &tokens[lines[i].first as usize..line_end(i) as usize];
        Shape::of(text, line)
    };
    // Shapes cost a look at every character, so only where a line follows another without a blank one between.
    let blocks = lines.iter().skip(1).any(|line| !line.after_blank);
    if blocks {
        shapes.extend((0..lines.len()).map(shape));
    }
    let width = wrapped_width(lines, shapes);
    let mut start = 0;
    for i in 1..lines.len() {
        let parts = lines[i].after_blank
            || match width {
                Some(width) => is_deliberate(shapes[i - 1], shapes[i], width),
                None => true,
            };
        if parts {
            paragraphs.push(TokenRange::new(start, lines[i].first));
            start = lines[i].first;
        }
    }
    paragraphs.push(TokenRange::new(start, count));
}

impl Shape {
    fn of(text: &str, line: &[Token]) -> Self {
        let (Some(first), Some(last)) = (line.first(), line.last()) else {
            return Shape { length: 0, first_word: 0, starts_small: false, ends_sentence: true };
        };
        let slice = first.span.cover(last.span).slice(text);
        let ends_sentence = line
            .iter()
            .rev()
            .find(|t| !matches!(t.class, super::TokenClass::QuoteClose | super::TokenClass::BracketClose))
            .is_some_and(|t| t.class.is_terminal() || t.class == super::TokenClass::Colon);
        Shape {
            length: characters(slice),
            first_word: first_word(slice),
            starts_small: slice.chars().next().is_some_and(char::is_lowercase),
            ends_sentence,
        }
    }
}

/// The number of characters in a line: bytes that begin one are counted, many at once.
fn characters(line: &str) -> usize {
    if line.is_ascii() {
        return line.len();
    }
    let begins = |byte: &u8| u8::from(*byte as i8 >= -0x40);
    let count = |bytes: &[u8]| bytes.iter().map(begins).fold(0u8, u8::wrapping_add);
    line.as_bytes().chunks(128).map(|bytes| usize::from(count(bytes))).sum()
}

/// The number of characters up to white space.
fn first_word(line: &str) -> usize {
    let letters = line.bytes().position(|byte| !byte.is_ascii_graphic()).unwrap_or(line.len());
    match line.as_bytes().get(letters) {
        Some(b' ' | b'\n') | None => letters,
        _ => line.chars().take_while(|c| !c.is_whitespace()).count(),
    }
}

/// The width at which the text is wrapped, when it is.
///
/// It is when nearly no line is long, and half of the longish lines that another line follows end inside a
/// sentence, some of them before a small letter.
fn wrapped_width(lines: &[Line], shapes: &[Shape]) -> Option<usize> {
    let long = shapes.iter().filter(|shape| shape.length > LONGEST_WRAPPED).count();
    let (mut followed, mut broken, mut before_small, mut width) = (0usize, 0usize, 0usize, 0usize);
    for (pair, next_line) in shapes.windows(2).zip(&lines[1..]) {
        let (line, next) = (pair[0], pair[1]);
        if !next_line.after_blank && (SHORTEST_WRAPPED..=LONGEST_WRAPPED).contains(&line.length) {
            followed += 1;
            width = width.max(line.length);
            broken += usize::from(!line.ends_sentence);
            before_small += usize::from(!line.ends_sentence && next.starts_small);
        }
    }
    let wrapped =
        long * 10 <= lines.len() && followed > 0 && broken * 2 >= followed && before_small * 4 >= broken.max(1);
    wrapped.then_some(width)
}

/// True when the break between two lines of wrapped text was meant: the next word had room.
fn is_deliberate(line: Shape, next: Shape, width: usize) -> bool {
    let needed = line.length + 1 + next.first_word;
    needed * 3 <= width * 2 || (line.ends_sentence && needed + AMPLE_ROOM <= width)
}

#[cfg(test)]
mod tests {
    use crate::text::fixture::joined;

    fn paragraphs(text: &str) -> String {
        joined(text, |t| t.paragraphs.clone())
    }

    #[test]
    fn characters_are_counted() {
        for count in [0, 1, 50, 127, 128, 129, 1000] {
            let line = "a’é ".repeat(count);
            assert_eq!(super::characters(&line), line.chars().count());
            assert_eq!(super::characters(&"a".repeat(count)), count);
            assert_eq!(super::first_word(&line), 3.min(line.len()));
        }
    }

    #[test]
    fn blank_lines_part() {
        assert_eq!(paragraphs("One.\n\nTwo.\n \t\nThree."), "One. | Two. | Three.");
        assert_eq!(paragraphs("\n\nOne.\n\n\n\nTwo.\n"), "One. | Two.");
        assert_eq!(paragraphs("One.\n\u{a0}\nTwo."), "One. | Two.");
        assert_eq!(paragraphs(""), "");
    }

    #[test]
    fn each_line_where_nothing_is_wrapped() {
        assert_eq!(paragraphs("One.\nTwo.\nThree"), "One. | Two. | Three");
        assert_eq!(
            paragraphs("A text.\n\nTags Barack Obama John Kerry\nSee all Hill.TV See all Video\n\nMost Popular"),
            "A text. | Tags Barack Obama John Kerry | See all Hill.TV See all Video | Most Popular"
        );
    }

    #[test]
    fn every_kind_of_line_break() {
        for line_break in ["\n", "\r", "\r\n", "\u{2028}", "\u{2029}", "\u{85}", "\u{c}", "\u{b}"] {
            assert_eq!(paragraphs(&format!("One.{line_break}Two.")), "One. | Two.", "{line_break:?}");
        }
        assert_eq!(paragraphs("One\r\n\r\ntwo"), "One | two");
    }

    const WRAPPED: &str = "Mulia Hotel\nBali, Indonesia\n\n\
        PRESIDENT BIDEN: Well, President Xi, it’s — I’m really glad to be able\n\
        to see you again in person. We spent a lot of time together and — back\n\
        in the days when we were both vice presidents, and it’s just great to\n\
        see you.\n\n\
        And you and I have had a number of candid and useful conversations over\n\
        the years and since I became President as well. You were kind enough to\n\
        call me to congratulate me.\n";

    #[test]
    fn hard_wrapped_lines_are_joined() {
        let got = paragraphs(WRAPPED);
        let starts: Vec<_> = got.split(" | ").map(|p| p.split(' ').next().unwrap()).collect();
        assert_eq!(starts, ["Mulia", "Bali,", "PRESIDENT", "And"], "{got}");
    }

    #[test]
    fn a_label_inside_a_wrapped_paragraph_is_no_start() {
        let text = WRAPPED.replace("to see you again", "PRESIDENT XI: see");
        assert_eq!(paragraphs(&text).split(" | ").count(), 4);
    }
}
