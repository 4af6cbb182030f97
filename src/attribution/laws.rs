//! Laws that hold for every text, however broken.

use proptest::prelude::*;

use super::fixture::{document, read};
use crate::document::Span;

const PIECES: &[&str] = &[
    "Cui",
    "Kerry",
    "he",
    "said",
    "says",
    "that",
    "who",
    "“",
    "”",
    "\"",
    "'",
    "’s",
    ",",
    ".",
    ":",
    ";",
    " — ",
    "-",
    "(",
    ")",
    "\n",
    "\n\n",
    "according to",
    "the ambassador",
    "Beijing",
    "not",
    "and",
    "but",
    "claim",
    "of",
    "to",
    "by",
    "was",
    "denied",
    "told",
    "asked",
    "I",
    "we",
    "Q",
    "MR. X:",
    "{ad}",
    "<b>",
    "Tags",
    "é",
    "中",
    "\u{a0}",
    "Mr.",
    "as",
    "adding",
    "Xi Jinping",
    "U.S.",
    "in",
    "Tuesday",
    "pledged",
];

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec((prop::sample::select(PIECES), any::<bool>()), 0..80).prop_map(|pieces| {
        pieces.into_iter().map(|(p, space)| format!("{p}{}", if space { " " } else { "" })).collect()
    })
}

fn sound(spans: &[Span], text: &str) -> bool {
    spans.iter().all(|s| !s.is_empty() && text.get(s.start as usize..s.end as usize).is_some())
        && spans.windows(2).all(|w| w[0].end <= w[1].start)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn statements_point_into_the_text_in_order(text in text()) {
        let found = read(&document(&text));
        for (i, statement) in found.statements.iter().enumerate() {
            prop_assert!(!statement.content.is_empty());
            prop_assert!(sound(&statement.content, &text), "{:?}", statement);
            prop_assert!(sound(&statement.source, &text) && sound(&statement.cue, &text));
            prop_assert!((0.0..=1.0).contains(&statement.confidence));
            prop_assert!(statement.within.is_none_or(|outer| outer < i && found.statements[outer].within.is_none()));
        }
        let outer: Vec<&[Span]> = found.statements.iter().filter(|s| s.within.is_none()).map(|s| &s.content[..]).collect();
        for (i, a) in outer.iter().enumerate() {
            for b in &outer[i + 1..] {
                prop_assert!(a.iter().all(|x| b.iter().all(|y| !x.overlaps(*y))), "two statements share words");
            }
        }
        prop_assert!(found.mentions.windows(2).all(|w| w[0].tokens.end <= w[1].tokens.start));
        prop_assert!(found.regions.windows(2).all(|w| w[0].span.end <= w[1].span.start));
    }

    #[test]
    fn the_same_text_gives_the_same_statements(text in text()) {
        prop_assert_eq!(read(&document(&text)).statements, read(&document(&text)).statements);
    }
}
