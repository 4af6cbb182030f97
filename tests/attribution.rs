//! Predictions for the attribution scorers, written on demand.
//!
//! `cargo test --release --test attribution -- --ignored` reads `../../shared/eval` (or `DEMARCHE_EVAL`) and writes
//! JSON Lines of statements to `target/attribution/`; the scorers beside the data compare them with the gold.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::Instant;

use demarche::attribution::{Attributor, Candidate, Context, Phrase, Proposer, Statement};
use demarche::document::{CharOffsets, Document, Span};
use demarche::lexicon::{Lexicon, TypeTable};
use demarche::text::{TokenRange, Vocabulary};
use serde_json::{Value, json};

fn evaluation() -> Option<PathBuf> {
    let path = std::env::var_os("DEMARCHE_EVAL")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/eval"), PathBuf::from);
    path.is_dir().then_some(path)
}

fn folder() -> PathBuf {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/attribution");
    std::fs::create_dir_all(&path).expect("the target directory can be written");
    path
}

fn spans(offsets: &CharOffsets, spans: &[Span]) -> Value {
    spans.iter().map(|s| json!([offsets.of(s.start), offsets.of(s.end)])).collect()
}

fn row(document: &Document, offsets: &CharOffsets, lexicon: &Lexicon, number: usize, statement: &Statement) -> Value {
    let side = statement.side().map(|s| lexicon.dispute.sides[s.0 as usize].id.clone());
    json!({
        "document": document.id,
        "statement": number,
        "kind": statement.kind.as_str(),
        "speaker": statement.speaker.as_ref().map(|s| s.name.clone()),
        "resolution": statement.speaker.as_ref().map(|s| s.resolution),
        "speaker_confidence": statement.speaker.as_ref().map(|s| s.confidence),
        "side": side,
        "confidence": statement.confidence,
        "rule": statement.rule.0,
        "within": statement.within,
        "source": spans(offsets, &statement.source),
        "cue": spans(offsets, &statement.cue),
        "content": spans(offsets, &statement.content),
        "text": statement.content.iter().map(|s| s.slice(&document.text)).collect::<Vec<_>>().join(" "),
    })
}

fn predict(lexicon: &str, documents: Vec<Document>, name: &str) {
    let lexicon = Lexicon::load(lexicon).expect("the lexicon loads");
    predict_with(&lexicon, &Attributor::new(&lexicon), documents, name);
}

fn predict_with(lexicon: &Lexicon, attributor: &Attributor<'_>, documents: Vec<Document>, name: &str) {
    let mut vocabulary = Vocabulary::default();
    let mut types = TypeTable::new(lexicon);
    let mut out = String::new();
    let (mut bytes, mut segmenting, mut attributing) = (0, 0.0, 0.0);
    for document in &documents {
        let start = Instant::now();
        let text = lexicon.segmenter.segment(&document.text, &mut vocabulary);
        types.update(lexicon, &vocabulary);
        segmenting += start.elapsed().as_secs_f64();
        let start = Instant::now();
        let attributed = attributor.attribute(document, &text, &vocabulary, &types);
        attributing += start.elapsed().as_secs_f64();
        bytes += document.text.len();
        let offsets = CharOffsets::new(&document.text);
        for (number, statement) in attributed.statements.iter().enumerate() {
            writeln!(out, "{}", row(document, &offsets, lexicon, number, statement)).expect("a string can be written");
        }
    }
    std::fs::write(folder().join(name), out).expect("the predictions can be written");
    let megabytes = bytes as f64 / 1e6;
    eprintln!(
        "{name}: {} documents, {megabytes:.1} MB, segment {:.1} MB/s, attribute {:.1} MB/s",
        documents.len(),
        megabytes / segmenting,
        megabytes / attributing
    );
}

fn json_lines(path: &Path) -> Vec<Document> {
    let lines = std::fs::read_to_string(path).expect("the data can be read");
    lines
        .lines()
        .map(|line| {
            let value: Value = serde_json::from_str(line).expect("a line is an object");
            let text = |key: &str| value[key].as_str().unwrap_or_default().to_owned();
            let title = value["title"].as_str().map(str::to_owned);
            let date = value["date"].as_str().and_then(|d| d.parse().ok());
            Document { id: text("id"), title, date, text: text("text"), ..Document::default() }
        })
        .collect()
}

fn plain(path: &Path) -> Document {
    let text = std::fs::read_to_string(path).expect("the article can be read");
    let id = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    Document { id, text, ..Document::default() }
}

#[test]
#[ignore = "writes predictions for the scorers"]
fn predict_polnear() {
    let Some(folder) = evaluation() else { return };
    let folder = folder.join("attribution");
    let dispute = std::env::var("DEMARCHE_CAMPAIGN")
        .unwrap_or_else(|_| folder.join("campaign-2016").to_string_lossy().into_owned());
    for name in ["polnear_train", "polnear_dev"] {
        predict(&dispute, json_lines(&folder.join(format!("{name}.jsonl"))), &format!("{name}.jsonl"));
    }
}

#[test]
#[ignore = "writes predictions for the scorers"]
fn predict_seed() {
    let Some(folder) = evaluation() else { return };
    let dispute = std::env::var("DEMARCHE_SEED").unwrap_or_else(|_| "us-china-cyber".into());
    let articles = folder.join("../articles");
    predict(&dispute, vec![plain(&articles.join("us-china-cyber-2014.txt"))], "seed.jsonl");
    let mut joint: Vec<PathBuf> = std::fs::read_dir(articles.join("us-china-joint"))
        .expect("the transcripts can be listed")
        .filter_map(|entry| entry.ok().map(|e| e.path()))
        .collect();
    joint.sort();
    predict(&dispute, joint.iter().map(|p| plain(p)).collect(), "joint.jsonl");
}

#[test]
#[ignore = "writes predictions for a file of one's own"]
fn predict_file() {
    let Some(path) = std::env::var_os("DEMARCHE_FILE") else { return };
    let dispute = std::env::var("DEMARCHE_SEED").unwrap_or_else(|_| "us-china-cyber".into());
    predict(&dispute, json_lines(Path::new(&path)), "file.jsonl");
}

/// Gold attributions of PolNeAR, by document: sources, cues and contents as bytes.
struct Labelled(HashMap<String, Vec<[Vec<Span>; 3]>>);

impl Proposer for Labelled {
    fn propose(&self, context: &Context<'_>, out: &mut Vec<Candidate>) {
        for [source, cue, content] in self.0.get(&context.document.id).into_iter().flatten() {
            let range = |span: &Span| {
                // The labels leave a possessive ending out, which is no token of its own.
                let end = context.text.tokens.partition_point(|t| t.span.start < span.end);
                let start = context.text.tokens.partition_point(|t| t.span.end <= span.start);
                TokenRange::new(start as u32, end.max(start) as u32)
            };
            let Some(first) = content.first() else { continue };
            let phrase = source.first().map(range).filter(|r| !r.is_empty()).map(|r| Phrase::read(context, r));
            let cue = cue.first().map(range).unwrap_or_default();
            let mut candidate = Candidate::new("said-that", 1.0, phrase, cue, range(first));
            candidate.content = content.iter().map(range).collect();
            candidate.goes_on = phrase.is_none();
            out.push(candidate);
        }
    }
}

/// Speakers of the labelled sources, so that what is measured is their resolution alone.
#[test]
#[ignore = "writes the speakers of labelled sources for the scorer"]
fn predict_labelled_sources() {
    let Some(folder) = evaluation() else { return };
    let folder = folder.join("attribution");
    let dispute = std::env::var("DEMARCHE_CAMPAIGN")
        .unwrap_or_else(|_| folder.join("campaign-2016").to_string_lossy().into_owned());
    let names = std::env::var("DEMARCHE_PARTS").unwrap_or_else(|_| "polnear_train polnear_dev".into());
    for name in names.split(' ') {
        let path = folder.join(format!("{name}.jsonl"));
        let documents = json_lines(&path);
        let lines = std::fs::read_to_string(&path).expect("the data can be read");
        let labelled = lines.lines().zip(&documents).map(|(line, document)| {
            let value: Value = serde_json::from_str(line).expect("a line is an object");
            let bytes: Vec<u32> =
                document.text.char_indices().map(|(at, _)| at as u32).chain([document.text.len() as u32]).collect();
            let spans = |quote: &Value, key: &str| -> Vec<Span> {
                let number = |v: &Value| bytes[v.as_u64().unwrap_or(0) as usize];
                quote[key].as_array().into_iter().flatten().map(|s| Span::new(number(&s[0]), number(&s[1]))).collect()
            };
            let quotes = value["quotes"].as_array().into_iter().flatten();
            let rows =
                quotes.map(|q| [spans(q, "source_spans"), spans(q, "cue_spans"), spans(q, "content_spans")]).collect();
            (document.id.clone(), rows)
        });
        let labelled = Labelled(labelled.collect());
        let lexicon = Lexicon::load(&dispute).expect("the lexicon loads");
        let attributor = Attributor::with_proposers(&lexicon, vec![Box::new(labelled)]);
        predict_with(&lexicon, &attributor, documents, &format!("{name}_labelled.jsonl"));
    }
}

/// Processor time of this thread, so that a busy machine makes nothing slower; elsewhere than on Linux the time of day.
fn processor_seconds() -> f64 {
    let known = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = known.and_then(|line| line.split(' ').next()?.parse::<f64>().ok());
    let today = || std::time::UNIX_EPOCH.elapsed().map_or(0.0, |time| time.as_secs_f64());
    nanoseconds.map_or_else(today, |n| n / 1e9)
}

/// Hostile texts: time per byte must not grow with their length.
#[test]
fn time_grows_with_the_text_and_no_faster() {
    let Ok(lexicon) = Lexicon::load("us-china-cyber") else { panic!("the built-in lexicon loads") };
    let attributor = Attributor::new(&lexicon);
    let seconds = |text: String| {
        let mut vocabulary = Vocabulary::default();
        let mut types = TypeTable::new(&lexicon);
        let document = Document { id: "x".into(), text, ..Document::default() };
        let text = lexicon.segmenter.segment(&document.text, &mut vocabulary);
        types.update(&lexicon, &vocabulary);
        let start = processor_seconds();
        attributor.attribute(&document, &text, &vocabulary, &types);
        processor_seconds() - start
    };
    let pieces = [
        "“",
        "\"",
        "“a” ",
        "“Yes.” ",
        "''",
        "‘",
        "he said ",
        "he said, ",
        "“A,” he said, ",
        "said Cui ",
        "Cui, ",
        "that ",
        "{a",
        "<a",
        "(",
        "[x] ",
        "A: ",
        "Q\n",
        "Mr. A\n\n",
        "and said ",
        "his claim that ",
        "according to ",
        "Ann Lee ",
        "XA XB ",
        "- ",
        "— ",
        ", ",
        "\n",
        "“\n\n",
        "Ann",
    ];
    for piece in pieces {
        let small = seconds(piece.repeat(10_000 / piece.len()));
        let large = seconds(piece.repeat(610_000 / piece.len()));
        assert!(
            large < small * 16.0 * 6.0 + 0.5,
            "{piece:?}: {small:.4} s, then {large:.4} s for sixteen times the text"
        );
    }
}
