//! What is fuzzed: one function a parser, and the whole pipeline. Each takes any bytes and panics when a promise is
//! broken; refusing the bytes is keeping it.
//!
//! Used twice: by the libFuzzer programs in `fuzz_targets/`, and by `tests/fuzz.rs`, which replays seeds and past findings
//! in every test run. To add a target, write its function here, add a line to [`TARGETS`], a seed or more in
//! `seeds/NAME/`, and a program of three lines in `fuzz_targets/`.

use std::fs;
use std::io::Cursor;
use std::sync::LazyLock;

use demarche::attribution::Corrections;
use demarche::compare::Tally;
use demarche::compare::state::State;
use demarche::document::{Document, Span};
use demarche::input::{Documents, Format, InputOptions, Rejected, Source, parse_date, unguard};
use demarche::lexicon::{Lexicon, Matcher, Pattern};
use demarche::output::{CsvFlavor, CsvProfile, write_csv};
use demarche::scoring::{Scorer, Settings};
use demarche::table::{DocumentRows, Names, Table, schema};
use demarche::text::Vocabulary;
use sha2::{Digest, Sha256};

/// A name and what it does with bytes.
pub type Target = (&'static str, fn(&[u8]));

/// Every target.
pub const TARGETS: [Target; 16] = [
    ("text", |data| read(data, Some(Format::Text))),
    ("markdown", |data| read(data, Some(Format::Markdown))),
    ("csv", |data| read(data, Some(Format::Csv))),
    ("tsv", |data| read(data, Some(Format::Tsv))),
    ("jsonl", |data| read(data, Some(Format::JsonLines))),
    ("json", |data| read(data, Some(Format::Json))),
    ("html", |data| read(data, Some(Format::Html))),
    ("docx", docx),
    ("pdf", |data| read(data, Some(Format::Pdf))),
    ("mail", |data| read(data, Some(Format::Mail))),
    ("any", |data| read(data, None)),
    ("pattern", pattern),
    ("lexicon", lexicon),
    ("state", state),
    ("corrections", corrections),
    ("pipeline", pipeline),
];

/// Runs the target of that name.
#[allow(dead_code, reason = "each program uses its own part")]
pub fn run(name: &str, data: &[u8]) {
    let (_, target) = TARGETS.iter().find(|(known, _)| *known == name).expect("a target of that name");
    target(data);
}

static CYBER: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::load("us-china-cyber").expect("a built-in lexicon"));

/// Documents are whole, and a refusal says why and what to do.
fn read(data: &[u8], format: Option<Format>) {
    let options = InputOptions { input_format: format, max_document_bytes: 1 << 20, ..InputOptions::default() };
    let documents = Documents::new(vec![Source::stdin()], options).with_stdin(Cursor::new(data.to_vec()));
    let mut ids = std::collections::BTreeSet::new();
    for item in documents {
        match item {
            Ok(document) => {
                assert!(ids.insert(document.id.clone()), "two documents are called {:?}", document.id);
                assert!(!document.id.chars().any(char::is_control), "{:?}", document.id);
                assert!(document.text.len() <= 2 << 20, "{} bytes of text", document.text.len());
            }
            Err(rejected) => told(&rejected),
        }
    }
    let cell = String::from_utf8_lossy(data);
    let _ = (parse_date(&cell), unguard(&cell));
}

fn told(rejected: &Rejected) {
    assert!(rejected.reason.ends_with(')'), "the remedy comes last: {rejected}");
    assert!(rejected.reason.len() < 2_000, "a reason of {} bytes", rejected.reason.len());
    assert!(!rejected.source.is_empty() && !rejected.document.is_empty(), "{rejected:?}");
}

/// The body of a Word document, in a package that is in order.
fn docx(data: &[u8]) {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for (name, bytes) in [("word/document.xml", data), ("docProps/core.xml", data)] {
        archive.start_file(name, options).expect("memory can be written");
        std::io::Write::write_all(&mut archive, bytes).expect("memory can be written");
    }
    let bytes = archive.finish().expect("memory can be written").into_inner();
    read(&bytes, None);
}

/// A pattern parses to something that can be compiled, or says where it is wrong.
fn pattern(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let length = text.chars().count();
    let _ = Pattern::parse_list(&text);
    match Pattern::parse(&text) {
        Ok(pattern) => {
            assert_eq!(pattern.as_str(), text.trim());
            let _ = Matcher::for_pattern(&pattern, &CYBER);
        }
        Err(error) => assert!(error.column() <= length + 1, "column {} of {length}", error.column()),
    }
}

/// Files of a lexicon, each behind a line `=== NAME`; what is missing is in order.
fn lexicon(data: &[u8]) {
    const FILES: [(&str, &str); 4] = [
        ("dispute.toml", include_str!("../tests/fixtures/lexicons/river/dispute.toml")),
        ("speakers.csv", include_str!("../tests/fixtures/lexicons/river/speakers.csv")),
        ("terms.csv", include_str!("../tests/fixtures/lexicons/river/terms.csv")),
        ("examples.csv", include_str!("../tests/fixtures/lexicons/river/examples.csv")),
    ];
    let folder = tempfile::tempdir().expect("a folder");
    let text = String::from_utf8_lossy(data);
    for (name, usual) in FILES {
        let mark = format!("=== {name}\n");
        let given = text.split_once(&mark).map(|(_, rest)| rest.split("\n=== ").next().unwrap_or(""));
        fs::write(folder.path().join(name), given.unwrap_or(usual)).expect("a file");
    }
    fs::write(folder.path().join("README.md"), "# River\n").expect("a file");
    match Lexicon::load(&folder.path().to_string_lossy()) {
        Ok(lexicon) => assert!(lexicon.dispute.sides.len() >= 2),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

/// A state, with the checksum that fits: what is left is the structure.
fn state(data: &[u8]) {
    let body = match data.iter().rposition(|byte| *byte == b'\n') {
        Some(end) => &data[..=end],
        None => data,
    };
    let digest: String = Sha256::digest(body).iter().map(|byte| format!("{byte:02x}")).collect();
    let whole = [body, format!("{{\"sha256\":\"{digest}\"}}\n").as_bytes()].concat();
    for bytes in [data, &whole] {
        match State::read(bytes, "a.state") {
            Ok(state) => {
                let mut again = Vec::new();
                state.write(&mut again).expect("memory can be written");
                let read = State::read(again.as_slice(), "a.state").expect("what was written can be read");
                assert!(read == state, "what was read is not what was written");
            }
            Err(error) => assert!(error.to_string().contains("a.state"), "{error}"),
        }
    }
}

/// A corrected table of statements, applied to a text.
fn corrections(data: &[u8]) {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(data);
    let Ok(header) = reader.headers().cloned() else { return };
    let records: Vec<csv::StringRecord> = reader.records().flatten().collect();
    let rows = records.iter().map(|record| (2, record.iter().collect()));
    let header: Vec<&str> = header.iter().collect();
    if let Ok(corrections) = Corrections::read(&header, rows, &CYBER.dispute) {
        let text = "\u{201c}We object,\u{201d} Cui said.";
        for statement in corrections.apply("a", text, Vec::new()) {
            statement.content.iter().for_each(|span| slices(*span, text));
        }
    }
}

fn slices(span: Span, text: &str) {
    let (start, end) = (span.start as usize, span.end as usize);
    assert!(start <= end && text.get(start..end).is_some(), "{span:?} does not slice the text");
}

/// Both halves of a text, counted apart and merged in either order, are what they are counted together.
fn counts_merge(text: &str) {
    let middle = (text.len() / 2..=text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    let count = |halves: &[(&str, &str)]| {
        let mut scorer = Scorer::new(&CYBER, Settings::default());
        let mut tally = Tally::new(&CYBER.dispute);
        for (id, text) in halves {
            let scored = scorer.score(Document { id: id.to_string(), text: text.to_string(), ..Document::default() });
            tally.add(&scored, scorer.vocabulary());
        }
        tally
    };
    let halves = [("a", &text[..middle]), ("b", &text[middle..])];
    let (whole, [one, other]) = (count(&halves), halves.map(|half| count(&[half])));
    let merged = |mut tally: Tally, rest: &Tally| {
        tally.merge(rest.clone());
        tally
    };
    assert!(merged(one.clone(), &other) == whole, "merged in order");
    assert!(merged(other, &one) == whole, "merged the other way round");
}

/// From text to tables: spans slice the text, tokens cover it, tables parse back, and hold no number that is none.
fn pipeline(data: &[u8]) {
    let text = String::from_utf8_lossy(data).into_owned();
    let structure = CYBER.segmenter.segment(&text, &mut Vocabulary::default());
    let mut at = 0;
    for token in &structure.tokens {
        slices(token.span, &text);
        let gap = &text[at..token.span.start as usize];
        assert!(!gap.contains(char::is_alphanumeric), "no token covers {gap:?}");
        at = token.span.end as usize;
    }
    assert!(!text[at..].contains(char::is_alphanumeric), "no token covers {:?}", &text[at..]);
    counts_merge(&text);
    let document = Document { id: "a".into(), text, ..Document::default() };
    let scored = Scorer::new(&CYBER, Settings::default()).score(document);
    for statement in &scored.attributed.statements {
        assert!(!statement.content.is_empty());
        let spans = statement.content.iter().chain(&statement.source).chain(&statement.cue);
        spans.for_each(|span| slices(*span, &scored.document.text));
        assert!((0.0..=1.0).contains(&statement.confidence));
    }
    let rows = DocumentRows::new(&scored, Names::from(&*CYBER));
    let tables = [
        (&schema::STATEMENTS, rows.statements().collect::<Vec<_>>()),
        (&schema::MATCHES, rows.matches().collect()),
        (&schema::DOCUMENTS, vec![rows.document()]),
    ];
    for (schema, rows) in tables {
        let count = rows.len();
        let table = Table::new(schema, &CYBER.dispute.sides, rows);
        let mut bytes = Vec::new();
        let profile = CsvProfile::for_file(CsvFlavor::Plain, false);
        write_csv(&mut bytes, &table, profile).expect("memory can be written");
        let records: Vec<csv::StringRecord> =
            csv::Reader::from_reader(bytes.as_slice()).into_records().map(|row| row.expect("a row")).collect();
        assert_eq!(records.len(), count);
        let numbers = ["stance", "weight", "score", "confidence"];
        for (column, name) in table.layout.fields.iter().map(|field| field.name.as_str()).enumerate() {
            for cell in records.iter().filter(|_| numbers.contains(&name)).filter_map(|record| record.get(column)) {
                assert!(!matches!(cell, "NaN" | "inf" | "-inf" | "-0" | "-0.000000"), "{name} is {cell}");
            }
        }
    }
}
