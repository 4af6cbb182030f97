//! Words from anywhere, made safe to show on a terminal, and measured in its columns.
//!
//! A news text may hold escape sequences that recolor or clear a terminal, and marks that reverse the order in which
//! letters are shown. Control characters become visible signs, and what overrides direction is left out.

use std::borrow::Cow;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// `text` on one line, without anything that acts on a terminal.
///
/// ```
/// use demarche::text::harmless;
/// assert_eq!(harmless("a\u{1b}[2Jb\nc"), "a␛[2Jb c");
/// assert_eq!(harmless("abc\u{202e}def"), "abcdef");
/// ```
pub fn harmless(text: &str) -> Cow<'_, str> {
    if !text.chars().any(acts) {
        return Cow::Borrowed(text);
    }
    let shown = text.chars().filter_map(|c| match c {
        '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some(' '),
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)),
        '\u{7f}' => Some('␡'),
        '\u{80}'..='\u{9f}' => Some('\u{fffd}'),
        c if acts(c) => None,
        c => Some(c),
    });
    Cow::Owned(shown.collect())
}

/// Controls, line separators, overrides of direction, and tags that nothing shows.
fn acts(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{e0000}'..='\u{e007f}' | '\u{feff}')
}

/// Columns that `text` takes on a terminal.
pub fn width(text: &str) -> usize {
    text.width()
}

/// The start of `text` that fits `columns`, with `…` where something is left out, cut between words if that costs
/// little.
pub fn fit(text: &str, columns: usize) -> Cow<'_, str> {
    if width(text) <= columns {
        return Cow::Borrowed(text);
    }
    let Some(room) = columns.checked_sub(1) else { return Cow::Borrowed("") };
    let mut used = 0;
    let mut end = 0;
    for (at, c) in text.char_indices() {
        used += c.width().unwrap_or(0);
        if used > room {
            break;
        }
        end = at + c.len_utf8();
    }
    let kept = &text[..end];
    let cut = match kept.rfind(' ') {
        Some(space) if !text[end..].starts_with(' ') && width(&kept[space..]) <= room / 3 => &kept[..space],
        _ => kept,
    };
    Cow::Owned(format!("{}…", cut.trim_end_matches([' ', ',', ';', ':'])))
}

/// `text` and spaces up to `columns`.
pub fn pad(text: &str, columns: usize) -> String {
    let spaces = columns.saturating_sub(width(text));
    format!("{text}{}", " ".repeat(spaces))
}

/// Spaces up to `columns` and `text`.
pub fn pad_left(text: &str, columns: usize) -> String {
    let spaces = columns.saturating_sub(width(text));
    format!("{}{text}", " ".repeat(spaces))
}

/// `text` in lines of at most `columns`, broken between words; a longer word has a line of its own and is cut.
pub fn wrap(text: &str, columns: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let word = fit(word, columns);
        match lines.last_mut() {
            Some(line) if width(line) + 1 + width(&word) <= columns => {
                line.push(' ');
                line.push_str(&word);
            }
            _ => lines.push(word.into_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn cuts_between_words_and_counts_wide_letters_twice() {
        assert_eq!(fit("tear down this table", 20), "tear down this table");
        assert_eq!(fit("tear down this table", 19), "tear down this…");
        assert_eq!(fit("掀翻了这张桌子", 7), "掀翻了…");
        assert_eq!(fit("abc", 0), "");
        assert_eq!(wrap("to tear down this table", 10), ["to tear", "down this", "table"]);
        assert_eq!(pad("桌", 4), "桌  ");
        assert_eq!(pad_left("桌", 4), "  桌");
    }

    proptest! {
        #[test]
        fn nothing_acts_on_a_terminal(text in "[\u{0}-\u{9f}\u{2028}-\u{202e}\u{2066}-\u{2069}a]{0,20}|\\PC*") {
            let shown = harmless(&text);
            prop_assert!(!shown.chars().any(acts));
        }

        #[test]
        fn fitted_text_fits(text in "\\PC{0,60}", columns in 0usize..40) {
            prop_assert!(width(&fit(&text, columns)) <= columns);
            for line in wrap(&text, columns.max(1)) {
                prop_assert!(width(&line) <= columns.max(1));
            }
        }
    }
}
