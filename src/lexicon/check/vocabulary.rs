//! The words that patterns are tried on: those of the lexicon itself, and of everything built in for its language.

use std::collections::BTreeSet;

use crate::lexicon::pattern::Comparison;
use crate::lexicon::source::{DISPUTE, LANGUAGE, built_in_file, built_in_names};
use crate::lexicon::{Lexicon, Pattern};
use crate::text::{Vocabulary, fold};

/// Files of built-in folders that hold words, and the column they stand in.
const FILES: [(&str, &str); 7] = [
    ("terms.csv", "pattern"),
    ("evaluations.csv", "pattern"),
    ("modifiers.csv", "pattern"),
    ("cues.csv", "pattern"),
    ("stems.csv", "form"),
    ("words.csv", "form"),
    ("examples.csv", "text"),
];

/// All words known for the lexicon's language, in lower case.
pub(super) fn words(lexicon: &Lexicon) -> BTreeSet<String> {
    let (dispute, language) = (&lexicon.dispute, &lexicon.language);
    let mut words: BTreeSet<String> = language.words.keys().cloned().collect();
    let mut vocabulary = Vocabulary::default();
    let mut read = |text: &str| {
        lexicon.segmenter.segment(text, &mut vocabulary);
    };
    dispute.examples.iter().for_each(|e| read(&e.text));
    language.titles.iter().for_each(|t| read(&t.title));
    let terms = dispute.terms.iter().map(|t| &t.pattern);
    let others = language.evaluations.iter().map(|e| &e.pattern).chain(language.modifiers.iter().map(|m| &m.pattern));
    terms.chain(others).chain(language.cues.iter().map(|c| &c.pattern)).for_each(|p| add_pattern(p, &mut words));
    for folder in built_in_names(DISPUTE).into_iter().chain(built_in_names(LANGUAGE)) {
        if !is_of(folder, &dispute.language) {
            continue;
        }
        for (file, column) in FILES {
            for cell in cells(folder, file, column) {
                match column {
                    "pattern" => add_pattern(&cell, &mut words),
                    _ => read(&cell),
                }
            }
        }
    }
    words.extend(vocabulary.words().iter().filter(|w| w.class.is_word()).map(|w| w.name.to_lowercase()));
    words
}

/// The plain words of a pattern.
fn add_pattern(pattern: &str, words: &mut BTreeSet<String>) {
    let Ok(pattern) = Pattern::parse(pattern) else { return };
    let plain = pattern.words().into_iter().filter(|w| matches!(w.comparison, Comparison::Stem | Comparison::Exact));
    words.extend(plain.flat_map(|w| w.text.split('-')).map(|w| fold(w).into_owned()));
}

/// True for a built-in folder whose manifest names the language.
fn is_of(folder: &str, language: &str) -> bool {
    let manifest = [DISPUTE, LANGUAGE].into_iter().find_map(|file| built_in_file(folder, file)).unwrap_or_default();
    let value =
        manifest.lines().find_map(|line| line.strip_prefix("language").map(|rest| rest.trim_start_matches([' ', '='])));
    value.is_some_and(|value| value.trim_matches(['"', ' ']) == language)
}

/// The cells of one column of a built-in table; none when it has no such table.
fn cells(folder: &str, file: &str, column: &str) -> Vec<String> {
    let text = built_in_file(folder, file).unwrap_or_default();
    let mut reader = csv::ReaderBuilder::new().flexible(true).comment(Some(b'#')).from_reader(text.as_bytes());
    let Some(at) = reader.headers().ok().and_then(|h| h.iter().position(|name| name == column)) else {
        return Vec::new();
    };
    reader.records().flatten().filter_map(|row| row.get(at).map(str::to_owned)).collect()
}
