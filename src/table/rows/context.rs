//! The words around a match, and white space made single.

use super::near::Near;
use crate::document::Span;

/// Characters of context on each side of a match.
pub(super) const WIDTH: usize = 40;

/// Adds the words before `span`, at most [`WIDTH`] characters, cut where a word begins.
pub fn write_left(text: &str, span: Span, out: &mut Vec<u8>) {
    let before = text.get(..span.start as usize).unwrap_or("");
    match Near::before(before).as_ref().and_then(Near::last_words) {
        Some(words) => out.extend_from_slice(words),
        None => {
            let characters = before.char_indices().rev().map(|(at, c)| (at, c.is_whitespace()));
            write_single_spaced(&before[fitting(characters, before.len())..], out);
        }
    }
}

/// Adds the words after `span`, at most [`WIDTH`] characters, cut where a word ends.
pub fn write_right(text: &str, span: Span, out: &mut Vec<u8>) {
    let after = text.get(span.end as usize..).unwrap_or("");
    match Near::after(after).as_ref().and_then(Near::first_words) {
        Some(words) => out.extend_from_slice(words),
        None => {
            let characters = after.char_indices().map(|(at, c)| (at + c.len_utf8(), c.is_whitespace()));
            write_single_spaced(&after[..fitting(characters, 0)], out);
        }
    }
}

/// Adds `text` with every run of white space as one space, and none at its ends.
pub fn write_single_spaced(text: &str, out: &mut Vec<u8>) {
    if text.is_ascii() {
        let start = out.len();
        out.extend_from_slice(text.as_bytes());
        let length = squeeze(&mut out[start..]);
        out.truncate(start + length);
        return;
    }
    for (at, word) in text.split_whitespace().enumerate() {
        if at > 0 {
            out.push(b' ');
        }
        out.extend_from_slice(word.as_bytes());
    }
}

/// Makes white space of ASCII single, with none at the ends; gives the length that is left.
pub(super) fn squeeze(text: &mut [u8]) -> usize {
    let (mut length, mut was_space) = (0, true);
    // Without branches, for nobody can foresee where a word ends.
    for at in 0..text.len() {
        let byte = text[at];
        let is_space = is_space(byte);
        text[length] = if is_space { b' ' } else { byte };
        length += usize::from(!(is_space & was_space));
        was_space = is_space;
    }
    length - usize::from(length > 0 && was_space)
}

pub(super) fn is_space(byte: u8) -> bool {
    (byte == b' ') | (byte.wrapping_sub(b'\t') < 5)
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
    use crate::table::written;
    use proptest::prelude::*;

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
