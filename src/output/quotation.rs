//! Quotes for showing: one pair of quotation marks, whether or not the words bring their own.

/// The words of a statement without quotation marks around them: a pair around the whole goes, and so does a mark
/// whose partner is not there. Marks inside stay.
pub fn unquoted(words: &str) -> &str {
    let words = words.trim();
    let words = match words.strip_prefix(OPENING) {
        Some(rest) => match rest.find(CLOSING) {
            None => rest,
            Some(at) if rest[at..].chars().nth(1).is_none() => &rest[..at],
            Some(_) if several(rest) => rest,
            Some(_) => words,
        },
        None => words,
    };
    match words.strip_suffix(CLOSING) {
        Some(rest) if !rest.contains(OPENING) || several(words) => rest.trim_end(),
        _ => words.trim(),
    }
}

const OPENING: [char; 4] = ['“', '"', '«', '„'];
const CLOSING: [char; 4] = ['”', '"', '»', '“'];

/// True for several quotes in a row, `A,” … “B.`, of which only the outermost marks are taken.
fn several(words: &str) -> bool {
    words.contains("” … “") && words.ends_with(CLOSING)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_pair_around_the_whole_goes_and_marks_inside_stay() {
        for (words, shown) in [
            ("“They need to restore confidence.”", "They need to restore confidence."),
            ("\"Plain marks.\"", "Plain marks."),
            ("“This distinction is a bit artificial.", "This distinction is a bit artificial."),
            ("it is over.”", "it is over."),
            ("China “did not walk away,” on cyber", "China “did not walk away,” on cyber"),
            ("has been “very clear about theft.”", "has been “very clear about theft.”"),
            ("“A,” he said", "“A,” he said"),
            ("“A wish,” … “B.”", "A wish,” … “B."),
            ("no marks", "no marks"),
            ("“”", ""),
            ("“", ""),
            ("", ""),
        ] {
            assert_eq!(unquoted(words), shown, "{words}");
        }
    }

    proptest! {
        #[test]
        fn only_marks_and_space_at_the_ends_are_taken(words in "[“”\"«» a…,]{0,12}") {
            let shown = unquoted(&words);
            let letters = |text: &str| text.chars().filter(|c| *c == 'a').count();
            prop_assert!(words.contains(shown));
            prop_assert_eq!(letters(shown), letters(&words));
        }
    }
}
