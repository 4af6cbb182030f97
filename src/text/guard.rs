//! The formula guard: words that a spreadsheet would take for a formula get one `'` in front.
//!
//! News text comes from anywhere, and a cell such as `=HYPERLINK(…)` would be run by the program that opens the table.
//! The guard adds one `'` to text that matches `^'*[=+\-@\t\r]`; the reader takes one away. Because text that already
//! begins with `'` and such a character is guarded as well, no text is altered by writing and reading.

use std::borrow::Cow;

/// `text` with one more `'` in front when a spreadsheet might run it.
///
/// ```
/// use demarche::text::{guard, unguard};
/// assert_eq!(guard("=1+1"), "'=1+1");
/// assert_eq!(guard("'=1+1"), "''=1+1");
/// assert_eq!(guard("don't"), "don't");
/// assert_eq!(unguard("''=1+1"), "'=1+1");
/// ```
pub fn guard(text: &str) -> Cow<'_, str> {
    if starts_formula(text) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// `text` as it was before [`guard`].
pub fn unguard(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if starts_formula(rest) => rest,
        _ => text,
    }
}

/// True for `^'*[=+\-@\t\r]`.
pub fn starts_formula(text: impl AsRef<[u8]>) -> bool {
    let first = text.as_ref().iter().find(|byte| **byte != b'\'');
    matches!(first, Some(b'=' | b'+' | b'-' | b'@' | b'\t' | b'\r'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_what_starts_a_formula_is_touched() {
        for (text, guarded) in [
            ("", ""),
            ("=A1", "'=A1"),
            ("+1", "'+1"),
            ("-2 degrees", "'-2 degrees"),
            ("@us", "'@us"),
            ("\tindented", "'\tindented"),
            ("\r\nline", "'\r\nline"),
            ("''@x", "'''@x"),
            ("'tis", "'tis"),
            ("1-2", "1-2"),
        ] {
            assert_eq!(guard(text), guarded);
            assert_eq!(unguard(guarded), text);
        }
    }

    proptest! {
        #[test]
        fn guarding_is_undone(text in "[-'=+@\t\r\na]{0,6}|\\PC*") {
            let guarded = guard(&text);
            prop_assert_eq!(unguard(&guarded), &text);
            prop_assert!(!guarded.starts_with(['=', '+', '-', '@', '\t', '\r']));
        }
    }
}
