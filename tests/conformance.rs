//! Other people's test data, where the crates that ship it lie in the registry of this machine: Unicode's word break tests and
//! Snowball's English vocabulary. Nothing of it is kept here; where it is absent, the test says so.

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;

use demarche::text::{Segmenter, SegmenterRules, SnowballStemmer, Stemmer, Vocabulary};

/// A file that a dependency ships beside its source.
fn shipped(package: &str, file: &str) -> Option<String> {
    let listed = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--offline", "--locked"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .ok()?;
    let listed: serde_json::Value = serde_json::from_slice(&listed.stdout).ok()?;
    let found = listed["packages"].as_array()?.iter().find(|known| known["name"] == package)?;
    let manifest = PathBuf::from(found["manifest_path"].as_str()?);
    let text = fs::read_to_string(manifest.parent()?.join(file)).ok();
    if text.is_none() {
        eprintln!("{package} came without {file}: left out");
    }
    text
}

/// The string in a Rust string literal that holds nothing but `\u{…}` and plain characters.
fn unescaped(literal: &str) -> String {
    let mut out = String::new();
    let mut rest = literal;
    while let Some((before, after)) = rest.split_once("\\u{") {
        out.push_str(before);
        let (code, after) = after.split_once('}').expect("an escape ends");
        out.push(u32::from_str_radix(code, 16).ok().and_then(char::from_u32).expect("a character"));
        rest = after;
    }
    out + rest
}

#[test]
fn words_are_those_of_unicodes_own_tests() {
    let Some(source) = shipped("unicode-segmentation", "tests/testdata/mod.rs") else { return };
    let tests = source.split_once("TEST_WORD").expect("word tests").1;
    let tests = &tests[..tests.find("];").expect("their end")];
    let segmenter =
        Segmenter::new(Arc::new(SnowballStemmer::new("en", []).expect("English")), SegmenterRules::default());
    let mut count = 0;
    // ("whole", &["part", "part"]), …: every other string literal lies between quotation marks.
    for test in tests.split("(\"").skip(1) {
        let literals: Vec<String> = format!("\"{test}").split('"').skip(1).step_by(2).map(unescaped).collect();
        let (whole, parts) = literals.split_first().expect("a string");
        assert_eq!(parts.concat(), *whole, "the test data is read");
        let words: Vec<&str> =
            parts.iter().map(String::as_str).filter(|part| part.contains(char::is_alphanumeric)).collect();
        let text = segmenter.segment(whole, &mut Vocabulary::default());
        let found: Vec<&str> =
            text.tokens.iter().filter(|token| token.class.is_word()).map(|token| token.span.slice(whole)).collect();
        assert_eq!(found, words, "{whole:?}");
        count += 1;
    }
    assert!(count > 1_800, "{count} tests");
}

#[test]
fn stems_are_snowballs_but_for_what_is_known() {
    let (Some(words), Some(stems)) =
        (shipped("rust-stemmers", "test_data/voc_en.txt"), shipped("rust-stemmers", "test_data/res_en.txt"))
    else {
        return;
    };
    let stemmer = SnowballStemmer::new("en", []).expect("English");
    // Abbreviations and overlong words are their own stems here.
    let differs = |word: &str, stem: &str| stemmer.stem(word) != stem;
    let known: [&str; 0] = [];
    let pairs: Vec<(&str, &str)> = words.lines().zip(stems.lines()).collect();
    assert!(pairs.len() > 29_000, "{} words", pairs.len());
    let found: Vec<&str> = pairs.iter().filter(|(word, stem)| differs(word, stem)).map(|(word, _)| *word).collect();
    assert_eq!(found, known);
}
