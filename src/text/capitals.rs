//! `US` in a line of capitals: the country or the pronoun?
//!
//! Anywhere else, `US` is the country and `us` the pronoun. In a sentence or headline without a small letter, `US` is
//! the country
//!
//! - at its beginning, after a mark, or joined to a word (`US ACCUSES`, `CHINA: US MUST`, `US-CHINA`);
//! - when no full stop, question or exclamation mark ends it, as in headlines (`CHINA ACCUSES US`);
//! - when the document writes a bare `US` in mixed writing too.
//!
//! Otherwise (`THEY TOLD US TO LEAVE.`) it is taken for the pronoun: a false mention of a side does more harm than a
//! missed one. Linear in the tokens.

use super::{Stemmer, Text, TokenClass, Vocabulary};

/// The spelling that capitals make ambiguous, as a number whose lowest byte is its first letter.
pub(super) const AMBIGUOUS: u128 = u16::from_le_bytes(*b"US") as u128;

/// True for the spelling that capitals make ambiguous.
#[inline]
pub(super) fn is_ambiguous(word: &[u8]) -> bool {
    matches!(word, &[a, b] if u128::from(u16::from_le_bytes([a, b])) == AMBIGUOUS)
}

/// Gives the tokens `candidates`, each a bare `US`, the type of `us` where it is the pronoun.
pub(super) fn resolve(
    text: &str,
    out: &mut Text,
    candidates: &[u32],
    vocabulary: &mut Vocabulary,
    stemmer: &dyn Stemmer,
) {
    let mut shouted: Vec<u32> = Vec::new();
    let mut in_mixed_writing = false;
    let mut rest = candidates;
    while let Some(&first) = rest.first() {
        let sentence = out.sentences[out.sentence_of(first)];
        let within = rest.partition_point(|&token| token < sentence.end);
        if out.span(sentence).slice(text).chars().any(char::is_lowercase) {
            in_mixed_writing = true;
        } else if ends_in_stop(out, sentence.end) {
            shouted.extend(rest[..within].iter().filter(|&&token| token > sentence.start && follows_word(out, token)));
        }
        rest = &rest[within.max(1)..];
    }
    if shouted.is_empty() || in_mixed_writing {
        return;
    }
    let pronoun = vocabulary.intern("us", TokenClass::Word, stemmer);
    let role = vocabulary.role(pronoun);
    for token in shouted {
        let token = &mut out.tokens[token as usize];
        (token.type_id, token.role) = (pronoun, role);
    }
}

/// True when the sentence that ends before token `end` has a mark that says so.
fn ends_in_stop(text: &Text, end: u32) -> bool {
    let closing = |class| matches!(class, TokenClass::QuoteClose | TokenClass::BracketClose);
    text.tokens[..end as usize].iter().rev().find(|t| !closing(t.class)).is_some_and(|t| t.class.is_terminal())
}

/// True when a word stands before `token` and no hyphen joins it to the next.
fn follows_word(text: &Text, token: u32) -> bool {
    let at = token as usize;
    let joined = text.tokens.get(at + 1).is_some_and(|t| t.class == TokenClass::Hyphen);
    text.tokens[at - 1].class.is_word() && !joined
}

#[cfg(test)]
mod tests {
    use crate::text::fixture::segment;

    fn forms_of_us(text: &str) -> Vec<String> {
        let (structure, vocabulary) = segment(text);
        let forms = structure.tokens.iter().map(|t| vocabulary.word(t.type_id).form.to_string());
        forms.filter(|f| f == "us" || f == "u.s").collect()
    }

    #[test]
    fn country_or_pronoun() {
        for (text, wanted) in [
            ("US accuses China. They told us.", vec!["u.s", "us"]),
            ("US ACCUSES CHINA", vec!["u.s"]),
            ("CHINA ACCUSES US OF HACKING\n\nThe talks failed.", vec!["u.s"]),
            ("CHINA: US MUST ACT.", vec!["u.s"]),
            ("THE NEW US-CHINA TALKS FAILED.", vec!["u.s"]),
            ("THEY TOLD US TO LEAVE.", vec!["us"]),
            ("“GIVE US A BREAK!” he cried.", vec!["u.s"]),
            ("GIVE US A BREAK! He cried.", vec!["us"]),
            ("THEY TOLD US TO LEAVE THE U.S. NOW.", vec!["us", "u.s"]),
            ("CHINA AND THE US MET. The US left.", vec!["u.s", "u.s"]),
            ("US", vec!["u.s"]),
        ] {
            assert_eq!(forms_of_us(text), wanted, "{text}");
        }
    }
}
