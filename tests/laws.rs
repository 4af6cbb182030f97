//! The laws of fairness of the whole pipeline, from text to tables: on the example texts and on random documents.
//!
//! The tallies keep these laws in `src/compare/laws.rs`; here nothing between a text and a CSV file may break them.

mod pipeline;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::sync::LazyLock;

use demarche::compare::Tally;
use demarche::document::{Date, Document, Given};
use demarche::lexicon::Lexicon;
use pipeline::{Counter, Record, Sheet, Tables, articles, compare, lexicon, package, read, run};
use proptest::prelude::*;

static RIVER: LazyLock<Lexicon> = LazyLock::new(|| lexicon("river", &[]));
static RIVER_SWAPPED: LazyLock<Lexicon> = LazyLock::new(|| lexicon("river", &["brenovia", "aldermark"]));

/// What people say in random documents: every kind of term, factor and evaluation, and words without any.
const CONTENTS: [&str; 24] = [
    "we will keep the pact",
    "Aldermark must honor the river pact",
    "they broke the pact last spring",
    "Brenovia broke the pact",
    "Aldermark has broken the pact",
    "we will not leave the pact",
    "Brenovia may quit the pact",
    "the dam is a danger to us all",
    "the dam is safe",
    "the dam is not safe",
    "our dam is a wonderful work and a very good neighbor",
    "the dam will harm farmers downstream",
    "the terrible dam would dry up the fields downstream",
    "we want to resume talks",
    "we never wanted to suspend talks",
    "if the work goes on, Brenovia will suspend talks",
    "talks are useful, but we will boycott talks that lead nowhere",
    "the peace talks of another century are forgotten",
    "the brutal policy of Aldermark hurts its friends",
    "Brenovia is an honest and reliable partner",
    "my Brenovian colleagues tell me that the dam is safe",
    "the ferry leaves at noon",
    "it rained for a week",
    "is the dam a danger to the fields?",
];

/// Words that match nothing, and bear on nobody.
const EMPTY_TALK: [&str; 4] =
    ["the ferry leaves at noon", "it rained for a week", "the tables were round", "two hundred chairs were rented"];

const NAMES: [&str; 10] = [
    "Tilda Marrow",
    "Ambassador Venn",
    "Ilona Dravik",
    "Minister Dravik",
    "Pavo Kestrin",
    "Aldermark",
    "Brenovia",
    "Lukas Brandt",
    "she",
    "the mayor",
];

/// A sentence: which form, who, what.
type Sentence = (u8, usize, usize);

/// A document: form, month, sentences.
#[derive(Clone, Debug)]
struct Sketch {
    form: u8,
    month: Option<i8>,
    sentences: Vec<Sentence>,
}

fn sentence() -> impl Strategy<Value = Sentence> {
    (0..8u8, 0..NAMES.len(), 0..CONTENTS.len())
}

fn sketch() -> impl Strategy<Value = Sketch> {
    (0..6u8, prop::option::of(1..4i8), prop::collection::vec(sentence(), 0..7))
        .prop_map(|(form, month, sentences)| Sketch { form, month, sentences })
}

fn sketches() -> impl Strategy<Value = Vec<Sketch>> {
    prop::collection::vec(sketch(), 0..14)
}

fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn prose(form: u8, name: &str, content: &str) -> String {
    let first = capitalized(content);
    match form {
        0 => format!("\u{201c}{first},\u{201d} {name} said."),
        1 => format!("{} said that {content}.", capitalized(name)),
        2 => format!("According to {name}, {content}."),
        3 => format!("\"{first},\" said {name}. \"{first}.\""),
        4 => format!("{first}."),
        5 => format!("{} called the work “a mistake” and warned that {content}.", capitalized(name)),
        6 => format!("“{first},” {name} said, “and everybody knows it.”"),
        _ => format!("{first}, {name} added."),
    }
}

fn turn(name: &str, content: &str) -> String {
    format!("{}: {}.", name.to_uppercase(), capitalized(content))
}

/// Writes the sketch at `place` out, with the sentences of `contents`.
fn document(place: usize, sketch: &Sketch, contents: &[&str]) -> Document {
    let said = |&(form, name, content): &Sentence| (form, NAMES[name], contents[content % contents.len()]);
    let id = format!("d{place}");
    let date = sketch.month.map(|month| Date::constant(2020, month, 3));
    let mut document = Document { source: format!("{id}.txt"), id, date, ..Document::default() };
    match (sketch.form, sketch.sentences.first()) {
        (0, Some(first)) => {
            let (_, name, content) = said(first);
            document.text = format!("{}.", capitalized(content));
            document.given = Some(Given { speaker: Some(name.to_owned()), side: None });
        }
        (1, _) => {
            let turns: Vec<_> = sketch.sentences.iter().map(said).map(|(_, name, c)| turn(name, c)).collect();
            document.text = turns.join("\n\n");
        }
        _ => {
            let lines: Vec<_> = sketch.sentences.iter().map(said).map(|(form, n, c)| prose(form, n, c)).collect();
            let gap = if sketch.form == 2 { " " } else { "\n\n" };
            document.text = format!("Quarrel over the river\n\n{}\n", lines.join(gap));
        }
    }
    document
}

fn written(sketches: &[Sketch]) -> Vec<Document> {
    sketches.iter().enumerate().map(|(place, sketch)| document(place, sketch, &CONTENTS)).collect()
}

// Swapping the two sides

/// The columns that turn when the sides are swapped, with the column whose negative they become.
const TURNING: [(&str, &str); 11] = [
    ("log_ratio", "log_ratio"),
    ("log_ratio_low", "log_ratio_high"),
    ("log_ratio_high", "log_ratio_low"),
    ("g2", "g2"),
    ("gap", "gap"),
    ("gap_low", "gap_high"),
    ("gap_high", "gap_low"),
    ("gap_least", "gap_most"),
    ("gap_most", "gap_least"),
    ("log_odds", "log_odds"),
    ("z", "z"),
];

fn negated(figure: &str) -> String {
    match figure.strip_prefix('-') {
        Some(rest) => rest.to_owned(),
        None if figure.is_empty() || figure.bytes().all(|b| matches!(b, b'0' | b'.')) => figure.to_owned(),
        None => format!("-{figure}"),
    }
}

/// The words of a sentence, in no order.
fn words(text: &str) -> String {
    let mut words: Vec<_> = text.split_whitespace().map(|w| w.trim_matches([',', '.', ':', ';'])).collect();
    words.sort_unstable_by_key(|word| word.to_lowercase());
    words.join(" ").to_lowercase()
}

/// A table as it must be when the sides are swapped.
fn turned(table: &str, record: &Record) -> Record {
    let mut out = record.clone();
    for (to, from) in TURNING {
        if let Some(figure) = record.get(from) {
            out.insert(to.to_owned(), negated(figure));
        }
    }
    if table == "terms" {
        out.insert("lrc".to_owned(), negated(&record["lrc"]));
    }
    if table == "robustness" {
        for (to, from) in [("side", "other"), ("other", "side")] {
            out.insert(to.to_owned(), record[from].clone());
        }
        for (to, from) in [("gap_least", "gap_most"), ("gap_most", "gap_least")] {
            out.insert(format!("{to}_without"), record[&format!("{from}_without")].clone());
        }
    }
    out
}

/// What is left of a row when the order of the words of its sentences is forgotten.
fn settled(mut record: Record) -> Record {
    for column in ["reading", "message"] {
        if let Some(sentence) = record.get_mut(column) {
            *sentence = words(sentence);
        }
    }
    record
}

/// Tables whose order follows that of the sides.
const BY_SIDE: [&str; 5] = ["positions", "portrayals", "timeline", "speakers", "warnings"];

fn in_its_order(table: &str, mut records: Vec<Record>) -> Vec<Record> {
    if BY_SIDE.contains(&table) {
        records.sort();
    }
    records
}

fn assert_swapped(forth: &Tables, back: &Tables) {
    assert_eq!(forth.keys().collect::<Vec<_>>(), back.keys().collect::<Vec<_>>());
    for (&name, sheet) in forth {
        let expected = sheet.records().iter().map(|r| settled(turned(name, r))).collect();
        let found = back[name].records().into_iter().map(settled).collect();
        assert_eq!(in_its_order(name, expected), in_its_order(name, found), "{name}");
    }
}

#[test]
fn swapping_the_sides_of_the_examples_negates_differences_and_changes_nothing_else() {
    let (forth, back) = (lexicon("us-china-cyber", &[]), lexicon("us-china-cyber", &["china", "us"]));
    let mut documents = articles();
    documents.extend(read(&["examples/statements.csv"]));
    let (forth, back) = (run(&forth, &documents), run(&back, &documents));
    assert!(forth["comparison"].column("gap").iter().any(|gap| !gap.is_empty()), "there is something to negate");
    assert_swapped(&forth, &back);
}

// Renaming sides and speakers

/// New names, so chosen that their alphabetical order is another one.
const RENAMED: [(&str, &str); 6] = [
    ("aldermark", "zorvania"),
    ("brenovia", "cassovia"),
    ("marrow", "zellick"),
    ("venn", "ybbs"),
    ("dravik", "abrun"),
    ("kestrin", "bolvar"),
];

fn renamed(text: &str) -> String {
    let mut text = text.to_owned();
    for (old, new) in RENAMED {
        text = text.replace(old, new).replace(&capitalized(old), &capitalized(new));
        text = text.replace(&old.to_uppercase(), &new.to_uppercase());
    }
    text
}

static RIVER_RENAMED: LazyLock<Lexicon> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a folder for the lexicon");
    for entry in std::fs::read_dir(package("tests/fixtures/lexicons/river")).expect("the lexicon") {
        let path = entry.expect("a file").path();
        let text = std::fs::read_to_string(&path).expect("text");
        let to = folder.path().join(path.file_name().expect("a name"));
        std::fs::write(to, renamed(&text)).expect("the folder can be written");
    }
    Lexicon::load(&folder.path().to_string_lossy()).unwrap_or_else(|e| panic!("{e}"))
});

/// The figures of a table without what may change with a name: offsets, and the form in which a name is a key.
fn figures_only(sheet: &Sheet, rename: bool) -> Vec<Record> {
    let mut records = sheet.records();
    for record in &mut records {
        if rename {
            *record = record.iter().map(|(column, cell)| (renamed(column), renamed(cell))).collect();
        }
        // which of several equal parts is named first depends on their names
        for offset in ["char_start", "char_end", "content", "left", "right", "gap_least_without", "gap_most_without"] {
            record.remove(offset);
        }
    }
    records.sort();
    records
}

// Adding words without matches

fn stances(tables: &Tables) -> Vec<(String, String)> {
    let mut stances = Vec::new();
    for (table, columns) in [
        ("positions", &["stance", "logit", "favor_weight", "against_weight", "hits"][..]),
        ("comparison", &["gap", "aldermark_stance", "brenovia_stance"]),
    ] {
        for (row, record) in tables[table].records().into_iter().enumerate() {
            stances.extend(columns.iter().map(|c| (format!("{table} {row} {c}"), record[*c].clone())));
        }
    }
    stances
}

// One way of counting

fn in_parts(documents: &[Document], parts: &[usize], order: [usize; 3]) -> Tally {
    let part = |place: usize| if parts.is_empty() { 0 } else { parts[place % parts.len()] };
    let mut whole = Tally::new(&RIVER.dispute);
    for wanted in order {
        let mine = documents.iter().enumerate().filter(|(place, _)| part(*place) == wanted);
        let mine: Vec<_> = mine.map(|(_, d)| d.clone()).rev().collect();
        whole.merge(Counter::new(&RIVER).add(&mine).tally);
    }
    whole
}

/// Every word type of the run has another number in another order; the figures must not know.
fn assert_same_figures(one: &Tables, two: &Tables) {
    for (&name, sheet) in one {
        if ["statements", "matches", "documents"].contains(&name) {
            let sorted = |sheet: &Sheet| {
                let mut records = sheet.records();
                records.sort();
                records
            };
            assert_eq!(sorted(sheet), sorted(&two[name]), "{name}");
        } else {
            assert_eq!(sheet, &two[name], "{name}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn swapping_the_sides_negates_differences_and_changes_nothing_else(sketches in sketches()) {
        let documents = written(&sketches);
        assert_swapped(&run(&RIVER, &documents), &run(&RIVER_SWAPPED, &documents));
    }

    #[test]
    fn renaming_sides_and_speakers_changes_no_number(sketches in sketches()) {
        let documents = written(&sketches);
        let mut others = documents.clone();
        for other in &mut others {
            other.text = renamed(&other.text);
            if let Some(speaker) = other.given.as_mut().and_then(|given| given.speaker.as_mut()) {
                *speaker = renamed(speaker);
            }
        }
        let (one, two) = (run(&RIVER, &documents), run(&RIVER_RENAMED, &others));
        for (&name, sheet) in &one {
            prop_assert_eq!(figures_only(sheet, true), figures_only(&two[name], false), "{}", name);
        }
    }

    #[test]
    fn the_order_of_documents_changes_no_figure(
        sketches in sketches(),
        seed in any::<u64>(),
    ) {
        let documents = written(&sketches);
        let mut others = documents.clone();
        others.sort_by_key(|d| {
            d.id.bytes().fold(seed, |hash, byte| hash.rotate_left(7) ^ u64::from(byte).wrapping_mul(0x9e37_79b9_7f4a_7c15))
        });
        assert_same_figures(&run(&RIVER, &documents), &run(&RIVER, &others));
    }

    #[test]
    fn text_without_matches_changes_no_stance(sketches in sketches(), more in sketches()) {
        let documents = written(&sketches);
        let before = run(&RIVER, &documents);
        let mut longer = documents;
        for (place, sketch) in more.iter().enumerate() {
            let addition = document(place + 100, sketch, &EMPTY_TALK);
            match longer.get_mut(place * 2) {
                Some(host) if host.given.is_none() && sketch.form > 1 && place % 2 == 0 => {
                    host.text.push_str(&format!("\n\n{}", addition.text));
                }
                _ => longer.push(addition),
            }
        }
        prop_assert_eq!(stances(&before), stances(&run(&RIVER, &longer)));
    }

    #[test]
    fn counts_merge_in_any_partition_and_order(
        sketches in sketches(),
        parts in prop::collection::vec(0..3usize, 1..14),
        order in Just([0usize, 1, 2]).prop_shuffle(),
    ) {
        let documents = written(&sketches);
        let whole = Counter::new(&RIVER).add(&documents).tally;
        let merged = in_parts(&documents, &parts, order);
        prop_assert_eq!(&merged, &whole);
        prop_assert_eq!(compare(&RIVER, &merged), compare(&RIVER, &whole));
    }
}

/// The laws above say nothing when the random documents say nothing.
#[test]
fn random_documents_reach_every_column() {
    let everything: Vec<Sketch> = (0..60u8)
        .map(|n| {
            let at = usize::from(n);
            let sentence =
                |i: usize| ((at + i) as u8 % 8, (at * 3 + i * 7) % NAMES.len(), (at * 5 + i) % CONTENTS.len());
            Sketch { form: n % 6, month: Some(1 + (n % 3) as i8), sentences: (0..6).map(sentence).collect() }
        })
        .collect();
    let tables = run(&RIVER, &written(&everything));
    for (table, columns) in [
        ("comparison", &["log_ratio", "g2", "p", "q", "gap", "gap_p", "gap_low", "reading"][..]),
        ("positions", &["stance", "stance_low", "dispersion", "logit"]),
        ("terms", &["log_odds", "z", "leans"]),
        ("timeline", &["stance"]),
        ("portrayals", &["valence"]),
        ("speakers", &["stance"]),
        ("matches", &["factors", "about"]),
        ("statements", &["speaker", "side"]),
    ] {
        for column in columns {
            assert!(
                tables[table].column(column).iter().any(|cell| !cell.is_empty()),
                "{table}.{column} is never filled"
            );
        }
    }
    let kinds: std::collections::BTreeSet<_> = tables["statements"].column("kind").into_iter().collect();
    assert!(kinds.len() >= 4, "{kinds:?}");
}

// The program itself

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = std::fs::read_dir(folder).expect("the output folder");
    entries
        .map(|entry| {
            let entry = entry.expect("a file");
            (entry.file_name().to_string_lossy().into_owned(), std::fs::read(entry.path()).expect("its bytes"))
        })
        .collect()
}

/// Enough text for several batches, in a table, so that every worker has something to do.
fn table_of_articles(path: &Path, bytes: usize) {
    let articles = articles();
    let (mut lines, mut written) = (String::new(), 0);
    for (number, article) in articles.iter().cycle().enumerate() {
        if written > bytes {
            break;
        }
        let date = format!("20{:02}-0{}-11", 10 + number % 7, 1 + number % 9);
        let line = serde_json::json!({ "id": format!("d{number}"), "date": date, "text": article.text });
        lines.push_str(&format!("{line}\n"));
        written += article.text.len();
    }
    std::fs::write(path, lines).expect("the table can be written");
}

#[test]
fn one_two_and_three_threads_write_the_same_bytes() {
    let home = tempfile::tempdir().expect("a folder");
    table_of_articles(&home.path().join("articles.jsonl"), 900_000);
    let run = |threads: &str| {
        let out = home.path().join(format!("out{threads}"));
        let done = Command::new(env!("CARGO_BIN_EXE_demarche"))
            .current_dir(home.path())
            .args(["compare", "articles.jsonl", "--threads", threads, "-q", "-o"])
            .arg(&out)
            .output()
            .expect("the program runs");
        assert_eq!(done.status.code(), Some(0), "{}", String::from_utf8_lossy(&done.stderr));
        (files(&out), done.stdout)
    };
    let (one, one_said) = run("1");
    assert!(one.len() >= 13 && one["statements.csv"].len() > 100_000, "{:?}", one.keys());
    for threads in ["2", "3"] {
        let (many, many_said) = run(threads);
        assert_eq!(one.keys().collect::<Vec<_>>(), many.keys().collect::<Vec<_>>());
        for (name, bytes) in &one {
            assert!(bytes == &many[name], "{name} differs with {threads} threads");
        }
        assert!(one_said == many_said, "the summary differs with {threads} threads");
    }
}
