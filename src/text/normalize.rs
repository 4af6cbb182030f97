//! The one normalization that text and patterns share.
//!
//! Canonical composition (NFC); every kind of apostrophe, quotation mark, dash and space becomes the one on the
//! keyboard; typographic ligatures become their letters; soft hyphens and invisible direction or joining-control
//! marks go. Case is kept. It is applied to word types and to patterns, never to a document, whose spans stay.

use std::borrow::Cow;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Normalizes `text`; borrows when nothing changes.
///
/// Normalizing twice is the same as normalizing once.
///
/// ```
/// use demarche::text::normalize;
/// assert_eq!(normalize("China’s “re\u{ad}balance” – ﬁrst"), "China's \"rebalance\" - first");
/// assert_eq!(normalize("cafe\u{301}"), "café");
/// ```
pub fn normalize(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let mapped = if text.chars().any(|c| replacement(c).is_some()) {
        let mut out = String::with_capacity(text.len());
        for c in text.chars() {
            match replacement(c) {
                Some(s) => out.push_str(s),
                None => out.push(c),
            }
        }
        Cow::Owned(out)
    } else {
        Cow::Borrowed(text)
    };
    match is_nfc_quick(mapped.chars()) {
        IsNormalized::Yes => mapped,
        _ => {
            let composed: String = mapped.nfc().collect();
            if composed == text { Cow::Borrowed(text) } else { Cow::Owned(composed) }
        }
    }
}

/// Normalizes and lower-cases: what a pattern's word is compared by.
///
/// ```
/// assert_eq!(demarche::text::fold("China’s"), "china's");
/// ```
pub fn fold(text: &str) -> Cow<'_, str> {
    match normalize(text) {
        Cow::Borrowed(s) if s.bytes().all(|b| b.is_ascii() && !b.is_ascii_uppercase()) => Cow::Borrowed(s),
        s => Cow::Owned(s.to_lowercase()),
    }
}

/// What a character is written as; `None` for itself. No replacement is what NFC makes of another character
/// that is not in this table, which is why mapping first and composing afterwards is idempotent.
fn replacement(c: char) -> Option<&'static str> {
    if c < '\u{A0}' {
        return None;
    }
    Some(match c {
        '\u{2018}'..='\u{201B}' | '\u{2032}' | '\u{2039}' | '\u{203A}' | '\u{02BC}' | '\u{FF07}' => "'",
        '\u{201C}'..='\u{201F}' | '\u{2033}' | '\u{AB}' | '\u{BB}' | '\u{FF02}' => "\"",
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' | '\u{FF0D}' => "-",
        '\u{A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}' => " ",
        '\u{AD}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2060}' | '\u{FEFF}' => "",
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => "",
        '\u{FB00}' => "ff",
        '\u{FB01}' => "fi",
        '\u{FB02}' => "fl",
        '\u{FB03}' => "ffi",
        '\u{FB04}' => "ffl",
        '\u{FB05}' | '\u{FB06}' => "st",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn table() {
        for (given, wanted) in [
            ("plain", "plain"),
            ("It’s", "It's"),
            ("‘a’ ‛b‛ ʼ ＇", "'a' 'b' ' '"),
            ("“a” „b‟ «c»", "\"a\" \"b\" \"c\""),
            ("a‐b‑c–d—e−f", "a-b-c-d-e-f"),
            ("a\u{a0}b\u{202f}c\u{3000}d", "a b c d"),
            ("oﬃce ﬂow", "office flow"),
            ("co\u{ad}operate", "cooperate"),
            ("\u{feff}\u{200e}x\u{2060}", "x"),
            ("e\u{ad}\u{301}", "é"),
            ("ﬁ\u{301}", "fí"),
            ("naïve", "naïve"),
        ] {
            assert_eq!(normalize(given), wanted, "{given:?}");
        }
    }

    #[test]
    fn borrows_what_does_not_change() {
        for text in ["", "plain", "naïve café", "中国", "Ω", "ε\u{0313}\u{0359}"] {
            let once = normalize(text);
            if once == text {
                assert!(matches!(once, Cow::Borrowed(_)), "{text:?}");
            }
        }
    }

    #[test]
    fn every_character_is_stable() {
        for c in '\0'..=char::MAX {
            let once = normalize(c.encode_utf8(&mut [0; 4])).into_owned();
            assert_eq!(normalize(&once), once, "{c:?}");
        }
    }

    proptest! {
        #[test]
        fn idempotent(s in "[\\PC\u{ad}\u{301}\u{327}’‘“ﬁ\u{a0}e\u{1100}\u{1161}]{0,24}") {
            let once = normalize(&s).into_owned();
            prop_assert_eq!(normalize(&once), once.as_str());
        }
    }
}
