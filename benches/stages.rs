//! What each stage costs, and all of them together: `cargo bench --bench stages`.
//!
//! The text is the sentences of `tests/data/sentences.txt`, over and over: it shows which stage became slower, not how
//! fast a real collection is read, for it has few word types. `docs/performance.md` has the figures of whole runs.

use demarche::attribution::Attributor;
use demarche::compare::Tally;
use demarche::document::{Document, Given};
use demarche::lexicon::{Chances, Kinds, Lexicon, Match, Search, TypeTable, Within};
use demarche::output::{CsvFlavor, CsvProfile};
use demarche::scoring::{Scorer, Settings};
use demarche::table::{DocumentRows, Names};
use demarche::text::{Text, TokenRange, Vocabulary};
use divan::Bencher;
use divan::counter::BytesCount;
use std::sync::LazyLock;

static LEXICON: LazyLock<Lexicon> =
    LazyLock::new(|| Lexicon::load("us-china-cyber").expect("the built-in lexicon loads"));

/// About 50 kB.
static ARTICLE: LazyLock<String> = LazyLock::new(|| {
    let lines = include_str!("../tests/data/sentences.txt").lines().filter(|line| !line.starts_with('#'));
    let text: String = lines.map(|line| if line.is_empty() { "\n\n".to_owned() } else { format!("{line} ") }).collect();
    text.repeat(8)
});

fn main() {
    divan::main();
}

fn document(is_given: bool) -> Document {
    let given = is_given.then(|| Given { speaker: Some("MS. HOLLAND".into()), side: Some("us".into()) });
    Document { id: "bench".into(), text: ARTICLE.clone(), given, ..Document::default() }
}

struct Read {
    vocabulary: Vocabulary,
    types: TypeTable,
    text: Text,
}

fn read() -> Read {
    let (mut vocabulary, mut types) = (Vocabulary::default(), TypeTable::new(&LEXICON));
    let text = LEXICON.segmenter.segment(&ARTICLE, &mut vocabulary);
    types.update(&LEXICON, &vocabulary);
    Read { vocabulary, types, text }
}

#[divan::bench]
fn load_lexicon() -> Lexicon {
    Lexicon::load("us-china-cyber").expect("the built-in lexicon loads")
}

#[divan::bench]
fn segment(bencher: Bencher) {
    let (mut vocabulary, mut text) = (Vocabulary::default(), Text::default());
    bencher
        .counter(BytesCount::of_str(ARTICLE.as_str()))
        .bench_local(|| LEXICON.segmenter.segment_into(&ARTICLE, &mut vocabulary, &mut text));
}

#[divan::bench]
fn meet_word_types(bencher: Bencher) {
    let read = read();
    bencher.bench(|| TypeTable::new(&LEXICON).update(&LEXICON, &read.vocabulary));
}

#[divan::bench]
fn match_terms(bencher: Bencher) {
    let read = read();
    let whole = TokenRange::new(0, read.text.tokens.len() as u32);
    let (mut search, mut found, mut chances) = (Search::default(), Vec::<Match>::new(), Chances::default());
    bencher.counter(BytesCount::of_str(ARTICLE.as_str())).bench_local(|| {
        found.clear();
        LEXICON.terms.chances(&read.text, &read.types, &mut chances);
        let (text, types) = (&read.text, &read.types);
        let within = Within { text, types, range: whole, mentions: &[], own: None, chances: &chances };
        LEXICON.terms.find_kinds(&mut search, &within, Kinds::ALL, &mut found);
        found.len()
    });
}

#[divan::bench(args = [false, true])]
fn attribute(bencher: Bencher, is_given: bool) {
    let (read, document, attributor) = (read(), document(is_given), Attributor::new(&LEXICON));
    bencher
        .counter(BytesCount::of_str(ARTICLE.as_str()))
        .bench_local(|| attributor.attribute(&document, &read.text, &read.vocabulary, &read.types));
}

#[divan::bench]
fn rows(bencher: Bencher) {
    let scored = Scorer::new(&LEXICON, Settings::default()).score(document(true));
    let profile = CsvProfile::for_file(CsvFlavor::Plain, false);
    let mut out = Vec::new();
    bencher.counter(BytesCount::of_str(ARTICLE.as_str())).bench_local(|| {
        out.clear();
        let rows = DocumentRows::new(&scored, Names::from(&*LEXICON));
        rows.statements().chain(rows.matches()).for_each(|row| profile.row(&row, &mut out));
        out.len()
    });
}

#[divan::bench(args = [false, true])]
fn all_stages(bencher: Bencher, is_given: bool) {
    let mut scorer = Scorer::new(&LEXICON, Settings::default());
    let mut tally = Tally::new(&LEXICON.dispute);
    bencher.counter(BytesCount::of_str(ARTICLE.as_str())).with_inputs(|| document(is_given)).bench_local_values(
        |document| {
            let scored = scorer.score(document);
            tally.add(&scored, scorer.vocabulary());
        },
    );
}
