//! Laws that hold for every text, tested on random ones and on news where there is some.

use super::fixture::{segment, segmenter};
use super::{Text, TokenClass, TokenRange, Vocabulary};
use crate::document::Span;
use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;

/// Tokens are ordered, disjoint, on character boundaries, and cover all but white space; words are those of UAX #29.
fn check_tokens(text: &str, structure: &Text) -> Result<(), TestCaseError> {
    let mut end = 0;
    for token in &structure.tokens {
        let (from, to) = (token.span.start as usize, token.span.end as usize);
        prop_assert!(end <= from && from < to, "{token:?}");
        let gap = text.get(end..from);
        prop_assert!(gap.is_some_and(|g| g.chars().all(char::is_whitespace)), "{gap:?} before {token:?}");
        prop_assert!(text.is_char_boundary(to));
        end = to;
    }
    prop_assert!(text[end..].chars().all(char::is_whitespace));
    let words: Vec<_> = structure.tokens.iter().filter(|t| t.class.is_word()).map(|t| t.span.slice(text)).collect();
    prop_assert_eq!(words, text.unicode_words().collect::<Vec<_>>());
    Ok(())
}

/// `parts` follow each other without gaps from the first to the last token, and each lies in one of `wholes`.
fn check_partition(parts: &[TokenRange], wholes: &[TokenRange], count: u32) -> Result<(), TestCaseError> {
    let mut end = 0;
    for part in parts {
        prop_assert!(part.start == end && !part.is_empty());
        end = part.end;
        let whole = wholes.partition_point(|w| w.end <= part.start);
        prop_assert!(wholes[whole].contains(*part));
    }
    prop_assert_eq!(end, count);
    Ok(())
}

/// What is looked up by a short way is what a look at every token finds.
fn check_look_ups(structure: &Text) -> Result<(), TestCaseError> {
    let tokens = &structure.tokens;
    let bounds: Vec<u32> = tokens.iter().take(20).flat_map(|t| [t.span.start, t.span.start + 1, t.span.end]).collect();
    for &start in &bounds {
        for &end in bounds.iter().filter(|&&end| end >= start) {
            let first = tokens.iter().filter(|t| t.span.start < start).count();
            let last = tokens.iter().filter(|t| t.span.end <= end).count().max(first);
            let range = TokenRange::new(first as u32, last as u32);
            prop_assert_eq!(structure.tokens_in(Span::new(start, end)), range);
            let words = tokens[range.indices()].iter().filter(|t| t.class.is_word()).count() as u32;
            prop_assert_eq!(structure.count_words(range), words);
        }
    }
    for class in [TokenClass::Word, TokenClass::Dash, TokenClass::BracketOpen, TokenClass::Other] {
        prop_assert_eq!(structure.has(class), tokens.iter().any(|t| t.class == class));
    }
    Ok(())
}

fn check(text: &str, structure: &Text) -> Result<(), TestCaseError> {
    check_tokens(text, structure)?;
    check_look_ups(structure)?;
    let count = structure.tokens.len() as u32;
    let everything = if count == 0 { vec![] } else { vec![TokenRange::new(0, count)] };
    check_partition(&structure.paragraphs, &everything, count)?;
    check_partition(&structure.lines().collect::<Vec<_>>(), &structure.paragraphs, count)?;
    check_partition(&structure.sentences, &structure.paragraphs, count)?;
    check_partition(&structure.clauses(), &structure.sentences, count)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn of_anything(text in any::<String>()) {
        check(&text, &segment(&text).0)?;
    }

    #[test]
    fn of_marks(text in "[aAé1US .,;:!?'\"‘’“”„()\\[\\]–—…\\-\n\r\u{2028}\u{a0}\u{301}\u{345}\u{200d}😀Ⓜ\u{0}]{0,40}") {
        check(&text, &segment(&text).0)?;
    }

    #[test]
    fn of_prose(words in prop::collection::vec(prop::sample::select(vec![
        "The", "U.S.", "US", "Mr.", "he", "said,", "“no”", "that", "and", "they", "China’s", "--", "(which", "is)",
        "a", "5", "p.m.", "end.", "\n", "\n\n", "J.", "…", "‘so", "much.’", "TABLE", "but", ";", "?!", "’90s",
    ]), 0..60)) {
        let text = words.join(" ");
        check(&text, &segment(&text).0)?;
    }

    /// What a vocabulary and a text held before has no influence.
    #[test]
    fn of_reuse(first in "[a-z .,\n“”]{0,40}", second in "[a-zA-Z .,\n“”]{0,40}") {
        let segmenter = segmenter();
        let (mut vocabulary, mut reused) = (Vocabulary::default(), Text::default());
        segmenter.segment_into(&first, &mut vocabulary, &mut reused);
        segmenter.segment_into(&second, &mut vocabulary, &mut reused);
        let (fresh, fresh_vocabulary) = segment(&second);
        prop_assert_eq!(&reused.sentences, &fresh.sentences);
        prop_assert_eq!(reused.clauses(), fresh.clauses());
        prop_assert_eq!(&reused.paragraphs, &fresh.paragraphs);
        for (a, b) in reused.tokens.iter().zip(&fresh.tokens) {
            prop_assert_eq!((a.span, a.class), (b.span, b.class));
            prop_assert_eq!(vocabulary.word(a.type_id), fresh_vocabulary.word(b.type_id));
        }
    }
}

/// Texts that are long in one respect; the time is checked only by not being quadratic.
#[test]
fn of_hostile_texts() {
    const MANY: usize = 100_000;
    for text in [
        "\"".repeat(MANY),
        "s' a ".repeat(MANY),
        "‘a’ s’ b ".repeat(MANY),
        "\0".repeat(MANY),
        "\u{301}".repeat(MANY),
        format!("a.{}b", "\u{301}".repeat(MANY)),
        "a".repeat(MANY),
        "A.".repeat(MANY),
        ". “ (".repeat(MANY),
        "((((".repeat(MANY),
        " ".repeat(MANY),
        "a\n".repeat(MANY),
        ". ".repeat(MANY),
        "-".repeat(MANY),
        " \u{301}".repeat(MANY),
        "US GIVE US.\n".repeat(MANY),
        "GIVE US ".repeat(MANY),
        "The U.S. said, “and he ".repeat(MANY / 4),
    ] {
        let (structure, _) = segment(&text);
        check(&text, &structure).unwrap();
    }
}

/// News, when the shared texts are there; they are not part of the repository.
#[test]
fn of_real_text() {
    let package = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut pending = ["../shared/articles", "../../shared/articles"].map(|folder| package.join(folder)).to_vec();
    let mut read = 0;
    while let Some(folder) = pending.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            if entry.path().is_dir() {
                pending.push(entry.path());
            } else if let Ok(text) = std::fs::read_to_string(entry.path()) {
                check(&text, &segment(&text).0).unwrap();
                read += 1;
            }
        }
    }
    if read == 0 {
        eprintln!("skipped: there is no folder shared/articles beside the repository");
    }
}
