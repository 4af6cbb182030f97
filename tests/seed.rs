//! What the program must do with texts that are not part of the project: they lie in `../shared` of a checkout, or in
//! the folder that `DEMARCHE_SHARED` names. Without them these tests say so and pass.
//!
//! The article that started the project has twelve labelled statements; its scorer (`score_seed.py`) is followed here
//! letter by letter. Of transcripts and debates every turn must have its speaker.

mod gold;
mod pipeline;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use demarche::document::{Document, Span};
use demarche::input::{Documents, InputOptions, expand};
use gold::{Gold, Score};
use pipeline::{Record, Tables, lexicon, package, run};
use serde_json::Value;

fn shared(path: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("DEMARCHE_SHARED").map_or_else(|| package("../shared"), PathBuf::from);
    let found = folder.join(path);
    if !found.exists() {
        println!("skipped: {} is not there", found.display());
        return None;
    }
    Some(found)
}

fn documents(path: &Path) -> Vec<Document> {
    let sources = expand(&[path.to_string_lossy().into_owned()]).expect("the path is there");
    Documents::new(sources, InputOptions::default()).map(|d| d.unwrap_or_else(|e| panic!("{e}"))).collect()
}

fn article() -> Option<Document> {
    shared("articles/us-china-cyber-2014.txt").map(|path| documents(&path).remove(0))
}

/// Byte offset of every character, and the end.
fn bytes(text: &str) -> Vec<usize> {
    text.char_indices().map(|(at, _)| at).chain([text.len()]).collect()
}

#[test]
fn the_twelve_statements_of_the_seed_article() {
    let (Some(article), Some(labels)) = (article(), shared("eval/attribution/seed_gold.jsonl")) else { return };
    let labels = std::fs::read_to_string(labels).expect("the labels");
    let labels: Value = serde_json::from_str(labels.lines().next().expect("a line")).expect("JSON");
    assert_eq!(labels["text"].as_str(), Some(article.text.as_str()), "the labels are of this text");
    let at = bytes(&article.text);
    let offset = |value: &Value| at[value.as_u64().expect("an offset") as usize];
    let gold: Vec<Gold> = labels["quotes"]
        .as_array()
        .expect("statements")
        .iter()
        .map(|quote| Gold {
            speaker: quote["speaker"].as_str().expect("a name").to_owned(),
            side: quote["side"].as_str().expect("a side").to_owned(),
            kind: String::new(),
            content: quote["content_spans"]
                .as_array()
                .expect("spans")
                .iter()
                .map(|span| (offset(&span[0]), offset(&span[1])))
                .collect(),
        })
        .collect();
    let lexicon = lexicon("us-china-cyber", &[]);
    let read = gold::read(&lexicon, article);
    let (score, misses) = gold::score(&lexicon, &gold, &read);
    let all = Score { gold: 12, found: 12, speaker: 12, side: 12, kind: 12, false_on_a_side: 0 };
    assert_eq!(score, all, "{}", misses.join("\n"));
    // Page furniture stays out, and the offices are the person.
    let tags = read.document.text.find("Tags Barack").expect("page furniture");
    assert!(read.attributed.boilerplate_tokens >= 15);
    for statement in &read.attributed.statements {
        assert!(statement.content.iter().all(|span| (span.end as usize) <= tags));
        for office in ["Chinese ambassador", "the Chinese ambassador"] {
            let source: Vec<_> = statement.source.iter().map(|span| span.slice(&read.document.text)).collect();
            if source == [office] {
                assert_eq!(statement.speaker.as_ref().map(|s| s.name.as_str()), Some("Cui Tiankai"));
            }
        }
    }
}

fn row<'t>(rows: &'t [Record], issue: &str) -> &'t Record {
    rows.iter().find(|row| row["issue"] == issue).unwrap_or_else(|| panic!("no issue {issue}"))
}

fn figure(row: &Record, column: &str) -> Option<f64> {
    row[column].parse().ok()
}

#[test]
fn the_comparison_of_the_seed_article() {
    let Some(article) = article() else { return };
    let lexicon = lexicon("us-china-cyber", &[]);
    let tables: Tables = run(&lexicon, &[article]);
    let rows = tables["comparison"].records();
    let theft = row(&rows, "commercial-theft");
    assert!(
        figure(theft, "us_per_1000") > figure(theft, "china_per_1000"),
        "the United States leads on theft: {theft:?}"
    );
    assert!(figure(theft, "us_stance") > Some(0.0), "the United States is for acting against theft: {theft:?}");
    let advantage = row(&rows, "technological-advantage");
    assert!(figure(advantage, "china_per_1000") > figure(advantage, "us_per_1000"), "China leads: {advantage:?}");
    assert!(figure(advantage, "china_stance") > Some(0.0), "{advantage:?}");
    let responsibility = row(&rows, "responsibility");
    assert!(figure(responsibility, "china_stance") > Some(0.0), "{responsibility:?}");
    let dialogue = row(&rows, "dialogue");
    assert!(figure(dialogue, "us_stance") > Some(0.0), "{dialogue:?}");
    assert!(figure(dialogue, "china_stance").is_none_or(|x| x >= 0.0), "China does not oppose talks: {dialogue:?}");
    // One article is little, and the tables say so.
    for row in &rows {
        for side in ["us", "china"] {
            let evidence = row[&format!("{side}_evidence")].as_str();
            let hits = figure(row, &format!("{side}_hits")).expect("a count");
            assert_eq!(row[&format!("{side}_stance")].is_empty(), evidence == "none", "{row:?}");
            assert_eq!(row[&format!("{side}_quote")].is_empty(), hits == 0.0 && evidence == "none", "{row:?}");
            let bounds = ["low", "high"].map(|end| figure(row, &format!("{side}_stance_{end}")));
            if let [Some(low), Some(high)] = bounds {
                assert!(high - low > 0.5, "an interval from a handful of statements is wide: {row:?}");
            }
        }
        assert_eq!(row["unit"], "statement");
    }
    let codes = tables["warnings"].column("code");
    assert!(codes.contains(&"thin-evidence") && codes.contains(&"interval-unit"), "{codes:?}");
}

#[test]
fn each_sentence_of_the_seed_article_says_what_it_says() {
    let Some(article) = article() else { return };
    let tables = run(&lexicon("us-china-cyber", &[]), &[article]);
    // words of a statement, issue, and the sign of what it says on it
    let expected = [
        ("needs to repair tense relations", "responsibility", 1),
        ("tear down this table", "responsibility", 1),
        ("will not hurt China’s interest with this technological advantage", "technological-advantage", 1),
        ("object to any cyber-enabled theft", "commercial-theft", 1),
        ("“agree to disagree” with China on hacking", "commercial-theft", 1),
        ("find common ground and establish guidelines", "dialogue", 1),
        ("This distinction is a bit artificial", "commercial-theft", -1),
    ];
    let statements = tables["statements"].records();
    let matches = tables["matches"].records();
    let net = |statement: &Record, issue: &str| -> f64 {
        let of = matches.iter().filter(|m| m["statement"] == statement["statement"] && m["issue"] == issue);
        of.map(|m| m["score"].parse::<f64>().expect("a score")).sum()
    };
    let find = |words: &str| statements.iter().find(|s| s["text"].contains(words)).unwrap_or_else(|| panic!("{words}"));
    for (words, issue, sign) in expected {
        let x = net(find(words), issue);
        assert!(x * f64::from(sign) > 0.0, "{words}: {issue} {x}");
    }
    // "tear down this table" blames the other side; it never makes China an opponent of talks
    assert!(net(find("tear down this table"), "dialogue") >= 0.0);
    // "a good reason to be worried" has no issue of its own
    let worried = find("a good reason to be worried");
    assert!(matches.iter().all(|m| m["statement"] != worried["statement"] || m["issue"].is_empty()), "{worried:?}");
}

/// Turns of a transcript as a plain reading of its lines gives them: who, and the first words.
fn turns(text: &str) -> Vec<(&str, &str)> {
    text.lines()
        .filter_map(|line| {
            let (name, words) = line.trim_start_matches(|c: char| c == '*' || c.is_whitespace()).split_once(':')?;
            let name = name.trim_matches(['*', ' ']);
            let is_label =
                name.len() > 3 && name.len() < 40 && name.chars().all(|c| c.is_uppercase() || " .()".contains(c))
                    || name == "Q";
            is_label.then(|| (name, words.trim_start_matches(|c: char| c == '*' || c.is_whitespace())))
        })
        .collect()
}

#[test]
fn every_turn_of_the_transcripts_has_its_speaker() {
    let Some(folder) = shared("articles/us-china-joint") else { return };
    let transcripts = documents(&folder);
    assert_eq!(transcripts.len(), 3);
    let lexicon = lexicon("us-china-cyber", &[]);
    let mut seen = 0;
    for document in &transcripts {
        let expected = turns(&document.text);
        assert!(!expected.is_empty(), "{}", document.id);
        let read = gold::read(&lexicon, document.clone());
        let outer: Vec<_> = read.attributed.statements.iter().filter(|s| s.within.is_none()).collect();
        for (label, words) in &expected {
            // stage directions are nobody's words
            let words = words.strip_prefix('(').and_then(|rest| rest.split_once(')')).map_or(*words, |(_, said)| said);
            let words = words.trim_start();
            let words: String = words.chars().take(30).collect();
            let starts = |content: &[Span]| {
                content.iter().map(|span| span.slice(&document.text)).find(|said| said.chars().any(char::is_alphabetic))
            };
            let turn = outer.iter().find(|s| starts(&s.content).is_some_and(|said| said.starts_with(words.as_str())));
            let turn = turn.unwrap_or_else(|| panic!("{}: no turn of {label}: {words}", document.id));
            let (name, side) = match *label {
                "PRESIDENT BIDEN" => ("Joe Biden", "us"),
                "PRESIDENT XI" => ("Xi Jinping", "china"),
                other => panic!("who is {other}?"),
            };
            assert_eq!(turn.speaker.as_ref().map(|s| s.name.as_str()), Some(name), "{}: {words}", document.id);
            let found = turn.side().map(|side| lexicon.dispute.sides[usize::from(side.0)].id.as_str());
            assert_eq!(found, Some(side), "{}: {words}", document.id);
            seen += 1;
        }
        assert_eq!(outer.len(), expected.len(), "{}: statements outside of turns", document.id);
    }
    println!("{seen} turns");
    let tables = run(&lexicon, &transcripts);
    let rows = tables["comparison"].records();
    for side in ["us", "china"] {
        assert!(figure(&rows[0], &format!("{side}_statements")) > Some(0.0), "{side}");
        assert!(figure(row(&rows, "dialogue"), &format!("{side}_hits")) > Some(0.0), "{side} speaks of dialogue");
    }
}

#[test]
fn every_turn_of_the_debates_has_its_speaker() {
    let Some(table) = shared("articles/presidential-debates-2016.csv") else { return };
    let sheet = pipeline::Sheet::read(&table);
    let mut expected: BTreeMap<String, usize> = BTreeMap::new();
    for (speaker, text) in sheet.column("Speaker").into_iter().zip(sheet.column("Text")) {
        if !text.trim().is_empty() {
            *expected.entry(speaker.to_owned()).or_default() += 1;
        }
    }
    let documents = documents(&table);
    assert_eq!(documents.len(), sheet.rows.len());
    let lexicon = lexicon("us-china-cyber", &["Clinton", "Trump"]);
    let tables = run(&lexicon, &documents);
    let statements = tables["statements"].records();
    let given: Vec<_> = statements.iter().filter(|s| s["within"].is_empty()).collect();
    assert!(given.iter().all(|s| s["kind"] == "given"), "a row is one statement of its speaker");
    assert_eq!(given.len(), expected.values().sum::<usize>());
    assert!(given.iter().all(|s| !s["speaker"].is_empty()), "every row has its speaker");
    let rows = tables["comparison"].records();
    for (side, speaker) in [("clinton", "Clinton"), ("trump", "Trump")] {
        let of_side = given.iter().filter(|s| s["side"] == side).count();
        assert_eq!(of_side, expected[speaker], "{speaker}");
        assert_eq!(rows[0][&format!("{side}_statements")], of_side.to_string(), "{speaker}");
    }
}
