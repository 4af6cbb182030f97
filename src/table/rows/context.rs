//! The words around a match, and white space made single.

use crate::document::Span;

/// Characters of context on each side of a match.
const WIDTH: usize = 40;

/// The words before `span`, at most [`WIDTH`] characters, cut where a word begins.
pub fn left(text: &str, span: Span) -> String {
    let before = text.get(..span.start as usize).unwrap_or("");
    let mut words = fitting(before.split_whitespace().rev(), |word| tail(word, WIDTH));
    words.reverse();
    words.join(" ")
}

/// The words after `span`, at most [`WIDTH`] characters, cut where a word ends.
pub fn right(text: &str, span: Span) -> String {
    let after = text.get(span.end as usize..).unwrap_or("");
    fitting(after.split_whitespace(), |word| head(word, WIDTH)).join(" ")
}

/// `text` with every run of white space as one space, and none at its ends.
pub fn single_spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The first of `words` that fit; of a single word that does not, what `cut` leaves of it.
fn fitting<'a>(words: impl Iterator<Item = &'a str>, cut: impl Fn(&'a str) -> &'a str) -> Vec<&'a str> {
    let (mut kept, mut room) = (Vec::new(), WIDTH);
    for word in words {
        let length = word.chars().take(WIDTH + 1).count();
        if length > room {
            if kept.is_empty() {
                kept.push(cut(word));
            }
            break;
        }
        kept.push(word);
        room = room.saturating_sub(length + 1);
    }
    kept
}

fn head(word: &str, characters: usize) -> &str {
    word.char_indices().nth(characters).map_or(word, |(end, _)| &word[..end])
}

fn tail(word: &str, characters: usize) -> &str {
    word.char_indices().rev().nth(characters - 1).map_or(word, |(start, _)| &word[start..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

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
        fn context_never_exceeds_its_width(text in "\\PC{0,120}", cut in 0usize..120) {
            let at = text.char_indices().nth(cut).map_or(text.len(), |(i, _)| i) as u32;
            let span = Span::new(at, at);
            for side in [left(&text, span), right(&text, span)] {
                prop_assert!(side.chars().count() <= WIDTH);
                prop_assert_eq!(single_spaced(&side), side);
            }
        }
    }
}
