//! Test help: attributes a text with the built-in lexicon and shows statements as lines.

use std::sync::OnceLock;

use super::{Attributed, Attributor};
use crate::document::{Document, Span};
use crate::lexicon::{Lexicon, TypeTable};
use crate::text::Vocabulary;

/// The built-in lexicon.
pub fn lexicon() -> &'static Lexicon {
    static LEXICON: OnceLock<Lexicon> = OnceLock::new();
    LEXICON.get_or_init(|| Lexicon::load("us-china-cyber").expect("the built-in lexicon loads"))
}

/// What attribution finds in a document.
pub fn read(document: &Document) -> Attributed {
    let lexicon = lexicon();
    let mut vocabulary = Vocabulary::default();
    let mut types = TypeTable::new(lexicon);
    let text = lexicon.segmenter.segment(&document.text, &mut vocabulary);
    types.update(lexicon, &vocabulary);
    Attributor::new(lexicon).attribute(document, &text, &vocabulary, &types)
}

/// A document of nothing but text.
pub fn document(text: &str) -> Document {
    Document { id: "test".into(), text: text.into(), ..Document::default() }
}

/// Statements as `rule | speaker (side) | content / content`.
pub fn lines(text: &str) -> Vec<String> {
    lines_of(&document(text))
}

/// The same for a whole document.
pub fn lines_of(document: &Document) -> Vec<String> {
    let sides = &lexicon().dispute.sides;
    let words = |spans: &[Span]| spans.iter().map(|s| s.slice(&document.text)).collect::<Vec<_>>().join(" / ");
    read(document)
        .statements
        .iter()
        .map(|s| {
            let side = s.side().map_or(String::new(), |side| format!(" ({})", sides[side.0 as usize].id));
            let speaker = s.speaker.as_ref().map_or("", |s| s.name.as_str());
            format!("{} | {speaker}{side} | {}", s.rule.0, words(&s.content))
        })
        .collect()
}

/// Checks one statement per text; an empty expectation means none.
pub fn check(cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        let found = lines(text);
        let wanted: Vec<String> = if expected.is_empty() { Vec::new() } else { vec![(*expected).to_owned()] };
        assert_eq!(found, wanted, "{text}");
    }
}
