//! Who said what in the articles of the fixtures: what is found today is the least that must be found tomorrow.
//!
//! `cargo test --test articles -- --nocapture` prints what is missed and, where more is found than the table below
//! asks for, the line that the table should have.

mod gold;
mod pipeline;

use demarche::document::{Document, Given};
use gold::{Gold, Score};
use pipeline::{Sheet, lexicon, package};

/// Per article: statements found, with the right speaker, side and kind, and the most that may be false on a side.
const LEVELS: [(&str, [usize; 5]); 12] = [
    ("boilerplate-heavy", [3, 3, 3, 3, 0]),
    ("coordinated-sources", [5, 3, 3, 5, 0]),
    ("dash-attribution", [4, 4, 3, 4, 0]),
    ("headline-colon", [3, 3, 3, 3, 1]),
    ("inverted-source", [5, 5, 5, 5, 0]),
    ("metonyms", [7, 7, 7, 7, 0]),
    ("multi-paragraph-quote", [2, 2, 2, 2, 2]),
    ("nested-quote", [3, 3, 3, 2, 1]),
    ("no-quotes", [5, 5, 5, 5, 1]),
    ("one-side-silent", [3, 3, 3, 3, 2]),
    ("spellings-of-us", [4, 4, 4, 3, 1]),
    ("unbalanced-quotes", [2, 2, 2, 2, 1]),
];

/// The statements that stand beside an article; every piece must be in it, after the piece before.
fn gold(article: &str, text: &str) -> Vec<Gold> {
    let sheet = Sheet::read(&package("tests/fixtures/articles").join(format!("{article}.gold.csv")));
    assert_eq!(sheet.header, ["speaker", "side", "kind", "content"], "{article}");
    let rows = sheet.rows.into_iter().map(|row| {
        let [speaker, side, kind, content] = <[String; 4]>::try_from(row).expect("four cells");
        let mut from = 0;
        let content = content.split(" | ").map(|piece| {
            let start = text[from..].find(piece).unwrap_or_else(|| panic!("{article}: no {piece:?} after byte {from}"));
            let span = (from + start, from + start + piece.len());
            from = span.1;
            span
        });
        let content = content.collect();
        Gold { speaker, side, kind, content }
    });
    rows.collect()
}

#[test]
fn every_article_is_read_at_least_as_well_as_before() {
    let lexicon = lexicon("us-china-cyber", &[]);
    let mut worse = Vec::new();
    let mut total = Score::default();
    for (article, level) in LEVELS {
        let path = format!("tests/fixtures/articles/{article}.txt");
        let document = pipeline::read(&[&path]).remove(0);
        let gold = gold(article, &document.text);
        let (score, misses) = gold::score(&lexicon, &gold, &gold::read(&lexicon, document));
        println!("{article}: {score}");
        misses.iter().for_each(|miss| println!("    {miss}"));
        let Score { found, speaker, side, kind, false_on_a_side, .. } = score;
        let now = [found, speaker, side, kind, false_on_a_side];
        if now[..4].iter().zip(&level).any(|(now, then)| now < then) || false_on_a_side > level[4] {
            worse.push(format!("{article}: {now:?}, was {level:?}"));
        } else if now != level {
            println!("    better: (\"{article}\", {now:?}),");
        }
        total.gold += score.gold;
        total.found += found;
        total.speaker += speaker;
        total.side += side;
        total.kind += kind;
        total.false_on_a_side += false_on_a_side;
    }
    println!("all: {total}");
    assert!(worse.is_empty(), "found, speaker, side, kind, false on a side:\n{}", worse.join("\n"));
}

#[test]
fn every_article_has_its_gold_and_its_level() {
    let entries = std::fs::read_dir(package("tests/fixtures/articles")).expect("the articles");
    let mut names: Vec<String> = entries
        .map(|entry| entry.expect("a file").file_name().to_string_lossy().into_owned())
        .filter_map(|name| name.strip_suffix(".txt").map(str::to_owned))
        .collect();
    names.sort();
    assert_eq!(names, LEVELS.map(|(name, _)| name));
}

#[test]
fn what_a_table_gives_as_speech_is_no_page_furniture() {
    let lexicon = lexicon("river", &[]);
    for text in ["OK.", "Read more.", "Tags: dam, pact", "The dam is safe."] {
        let given = Given { speaker: Some("Tilda Marrow".to_owned()), side: None };
        let document = Document { text: text.to_owned(), given: Some(given), ..Document::default() };
        let read = gold::read(&lexicon, document);
        assert_eq!(read.attributed.statements.len(), 1, "{text}");
        assert_eq!(read.attributed.boilerplate_tokens, 0, "{text}");
    }
}
