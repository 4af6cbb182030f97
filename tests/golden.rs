//! A run over the examples, kept: every table as it was, and every figure traced back to the words that made it.
//!
//! After a change of numbers that is meant, `DEMARCHE_UPDATE=1 cargo test --test golden` writes the tables anew; the
//! difference belongs under "Changes to numbers" of the changelog. The recomputation below uses only the CSV files and
//! the texts, as a sceptical reader would: it shares no code with the program.

#[path = "golden/constructions.rs"]
mod constructions;
mod pipeline;
#[path = "golden/scores.rs"]
mod scores;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use demarche::lexicon::Lexicon;
use demarche::output::unguard;
use demarche::table::schema;
use pipeline::{INPUTS, Record, Sheet, kept, package, read};
use serde_json::Value;

const SIDES: [&str; 2] = ["us", "china"];

/// The examples, in an output folder of the real program.
struct Golden {
    folder: tempfile::TempDir,
    tables: BTreeMap<&'static str, Sheet>,
    /// The text of every document.
    texts: BTreeMap<String, Vec<char>>,
}

static EXAMPLES: LazyLock<Golden> = LazyLock::new(|| Golden::run(&INPUTS, &[]));

impl Golden {
    fn run(inputs: &[&str], options: &[&str]) -> Golden {
        let folder = tempfile::tempdir().expect("a folder");
        let done = Command::new(env!("CARGO_BIN_EXE_demarche"))
            .current_dir(package(""))
            .arg("compare")
            .args(inputs)
            .args(options)
            .args(["-q", "-o"])
            .arg(folder.path())
            .output()
            .expect("the program runs");
        assert_eq!(done.status.code(), Some(0), "{}", String::from_utf8_lossy(&done.stderr));
        let present = schema::ALL.into_iter().filter(|s| folder.path().join(format!("{}.csv", s.name)).exists());
        let tables = present.map(|s| (s.name, unguarded(Sheet::read(&folder.path().join(format!("{}.csv", s.name))))));
        let tables = tables.collect();
        let texts = read(inputs).into_iter().map(|d| (d.id, d.text.chars().collect())).collect();
        Golden { folder, tables, texts }
    }

    fn records(&self, table: &str) -> Vec<Record> {
        self.tables[table].records()
    }

    /// The statements by document and number.
    fn statements(&self) -> BTreeMap<(String, String), Record> {
        let key = |r: &Record| (r["document"].clone(), r["statement"].clone());
        self.records("statements").into_iter().map(|r| (key(&r), r)).collect()
    }

    fn slice(&self, document: &str, start: &str, end: &str) -> String {
        let at = |offset: &str| offset.parse::<usize>().unwrap_or_else(|e| panic!("{document} {offset}: {e}"));
        self.texts[document][at(start)..at(end)].iter().collect()
    }
}

fn unguarded(mut sheet: Sheet) -> Sheet {
    for cell in sheet.rows.iter_mut().flatten() {
        *cell = unguard(cell).to_owned();
    }
    sheet
}

fn single_spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn number(record: &Record, column: &str) -> f64 {
    record[column].parse().unwrap_or_else(|e| panic!("{column} {:?}: {e}", record[column]))
}

fn count(record: &Record, column: &str) -> u64 {
    record[column].parse().unwrap_or_else(|e| panic!("{column} {:?}: {e}", record[column]))
}

/// A figure as the tables print it: six decimals, no minus zero, nothing when there is none.
fn printed(figure: Option<f64>) -> String {
    match figure.map(|x| format!("{x:.6}")) {
        Some(text) if text.trim_start_matches(['-', '0', '.']).is_empty() => text.trim_start_matches('-').to_owned(),
        Some(text) => text,
        None => String::new(),
    }
}

fn assert_near(found: &str, expected: Option<f64>, what: &str) {
    match expected {
        None => assert_eq!(found, "", "{what}"),
        Some(expected) => {
            let found: f64 = found.parse().unwrap_or_else(|e| panic!("{what}: {found:?}, expected {expected}: {e}"));
            assert!((found - expected).abs() < 1.5e-6, "{what}: {found}, expected {expected}");
        }
    }
}

#[test]
fn the_tables_of_the_examples_are_as_they_were() {
    let golden = package("tests/golden/examples");
    let tables = |folder: &Path| -> BTreeSet<PathBuf> {
        let entries = std::fs::read_dir(folder).expect("a folder of tables");
        let paths = entries.map(|entry| entry.expect("a file").path());
        paths
            .filter(|p| p.extension().is_some_and(|e| e == "csv"))
            .map(|p| p.file_name().expect("a name").into())
            .collect()
    };
    let run = EXAMPLES.folder.path();
    for name in tables(run) {
        let found = std::fs::read_to_string(run.join(&name)).expect("the table of the run");
        kept(&golden.join(&name), &found);
    }
    assert_eq!(tables(run), tables(&golden), "tables that are written");
}

#[test]
fn the_schema_is_what_the_files_have() {
    let sides = Lexicon::load("us-china-cyber").expect("the lexicon").dispute.sides;
    let package: Value =
        serde_json::from_slice(&std::fs::read(EXAMPLES.folder.path().join("datapackage.json")).expect("the package"))
            .expect("JSON");
    let resources = package["resources"].as_array().expect("resources");
    assert_eq!(EXAMPLES.tables.len(), schema::ALL.len() - 1, "all but the pairs, of which two sides have none");
    assert_eq!(resources.len(), EXAMPLES.tables.len());
    for table in schema::ALL.into_iter().filter(|table| table.name != "pairs") {
        let sheet = &EXAMPLES.tables[table.name];
        let layout = table.layout(&sides);
        assert_eq!(sheet.header, layout.header().collect::<Vec<_>>(), "{}", table.name);
        let file = format!("{}.csv", table.name);
        let resource = resources.iter().find(|r| r["path"] == file.as_str()).unwrap_or_else(|| panic!("no {file}"));
        let fields = resource["schema"]["fields"].as_array().expect("fields");
        let names: Vec<_> = fields.iter().map(|f| f["name"].as_str().expect("a name")).collect();
        assert_eq!(sheet.header, names, "{}", table.name);
        for (field, name) in fields.iter().zip(&names) {
            for cell in sheet.column(name).into_iter().filter(|cell| !cell.is_empty()) {
                let fits = match field["type"].as_str() {
                    Some("integer") => cell.parse::<u64>().is_ok(),
                    Some("number") => plain_number(cell),
                    Some("date") => cell.len() == 10 && cell.parse::<demarche::document::Date>().is_ok(),
                    Some("string") => true,
                    other => panic!("{file} {name}: type {other:?}"),
                };
                assert!(fits, "{file} {name}: {cell:?} is no {}", field["type"]);
            }
        }
    }
}

/// Six decimals, finite, no minus zero.
fn plain_number(cell: &str) -> bool {
    let decimals = cell.split_once('.').map(|(_, decimals)| decimals.len());
    decimals == Some(6) && cell.parse::<f64>().is_ok_and(f64::is_finite) && cell != "-0.000000"
}

#[test]
fn keys_are_unique_and_lead_to_rows() {
    let package: Value =
        serde_json::from_slice(&std::fs::read(EXAMPLES.folder.path().join("datapackage.json")).expect("the package"))
            .expect("JSON");
    let strings = |value: &Value| -> Vec<String> {
        match value {
            Value::Array(values) => values.iter().map(|v| v.as_str().expect("a name").to_owned()).collect(),
            value => vec![value.as_str().expect("a name").to_owned()],
        }
    };
    let key = |record: &Record, columns: &[String]| columns.iter().map(|c| record[c].clone()).collect::<Vec<_>>();
    let mut keys = 0;
    for resource in package["resources"].as_array().expect("resources") {
        let name = resource["name"].as_str().expect("a name");
        let records = EXAMPLES.records(name);
        if !resource["schema"]["primaryKey"].is_null() {
            let columns = strings(&resource["schema"]["primaryKey"]);
            let unique: BTreeSet<_> = records.iter().map(|r| key(r, &columns)).collect();
            assert_eq!(unique.len(), records.len(), "{name}: {columns:?} is no key");
            keys += 1;
        }
        for foreign in resource["schema"]["foreignKeys"].as_array().into_iter().flatten() {
            let columns = strings(&foreign["fields"]);
            let other = foreign["reference"]["resource"].as_str().filter(|r| !r.is_empty()).unwrap_or(name);
            let there: BTreeSet<_> =
                EXAMPLES.records(other).iter().map(|r| key(r, &strings(&foreign["reference"]["fields"]))).collect();
            for record in &records {
                let key = key(record, &columns);
                if key.iter().all(|cell| !cell.is_empty()) {
                    assert!(there.contains(&key), "{name}: {columns:?} {key:?} is not in {other}");
                    keys += 1;
                }
            }
        }
    }
    assert!(keys > 100, "{keys} keys were followed");
}

#[test]
fn offsets_give_the_words_back() {
    let mut spans = 0;
    for row in EXAMPLES.records("statements") {
        let document = &row["document"];
        let parts: Vec<String> = row["content"]
            .split('|')
            .map(|part| {
                let (start, end) = part.split_once('-').expect("start-end");
                EXAMPLES.slice(document, start, end)
            })
            .collect();
        assert_eq!(parts.join(" … "), row["text"], "{document} {}", row["statement"]);
        let first = row["content"].split('-').next().expect("a start");
        let last = row["content"].rsplit('-').next().expect("an end");
        assert_eq!((first, last), (row["char_start"].as_str(), row["char_end"].as_str()));
        for words in ["source_text", "cue_text"] {
            let text: String = EXAMPLES.texts[document].iter().collect();
            assert!(row[words].split(" … ").all(|part| text.contains(part)), "{document}: {words} {:?}", row[words]);
        }
        spans += parts.len();
    }
    let statements = EXAMPLES.statements();
    for row in EXAMPLES.records("matches") {
        let matched = EXAMPLES.slice(&row["document"], &row["char_start"], &row["char_end"]);
        assert_eq!(single_spaced(&matched), row["matched"]);
        let (start, end) = (count(&row, "char_start"), count(&row, "char_end"));
        let text = &EXAMPLES.texts[&row["document"]];
        let before = single_spaced(&text[..start as usize].iter().collect::<String>());
        let after = single_spaced(&text[end as usize..].iter().collect::<String>());
        assert!(before.ends_with(&row["left"]) && after.starts_with(&row["right"]), "{row:?}");
        if let Some(statement) = statements.get(&(row["document"].clone(), row["statement"].clone())) {
            let inside = statement["content"].split('|').any(|part| {
                let (from, to) = part.split_once('-').expect("start-end");
                from.parse::<u64>().expect("an offset") <= start && end <= to.parse::<u64>().expect("an offset")
            });
            assert!(inside, "{row:?} lies outside {statement:?}");
            assert_eq!((&statement["side"], &statement["speaker"]), (&row["side"], &row["speaker"]));
        }
        spans += 1;
    }
    assert!(spans > 150, "{spans} spans");
}

#[test]
fn every_quote_is_a_statement_of_its_side() {
    let statements = EXAMPLES.statements();
    let resolve = |side: &str, quote: &str, reference: &str| {
        let (document, statement) = reference.rsplit_once(':').unwrap_or_else(|| panic!("{reference:?}"));
        let row = statements.get(&(document.to_owned(), statement.to_owned()));
        let row = row.unwrap_or_else(|| panic!("{reference} is no statement"));
        assert_eq!(row["side"], side, "{reference}");
        assert!(single_spaced(&row["text"]).contains(&single_spaced(quote)), "{reference}: {quote}");
    };
    let mut quotes = 0;
    for row in EXAMPLES.records("comparison") {
        for side in SIDES {
            let (quote, reference) = (&row[&format!("{side}_quote")], &row[&format!("{side}_quote_statement")]);
            let evidence = count(&row, &format!("{side}_hits")) > 0 || row[&format!("{side}_evidence")] != "none";
            assert_eq!((quote.is_empty(), reference.is_empty()), (!evidence, !evidence), "{side} {row:?}");
            if evidence {
                resolve(side, quote, reference);
                quotes += 1;
            }
        }
    }
    for row in EXAMPLES.records("portrayals").iter().filter(|row| !row["quote_statement"].is_empty()) {
        resolve(&row["side"], &row["quote"], &row["quote_statement"]);
        quotes += 1;
    }
    assert!(quotes >= 8, "{quotes} quotes");
}

/// What a side says on an issue, added up from `statements.csv` and `matches.csv`.
#[derive(Debug, Default)]
struct Sum {
    documents: BTreeSet<String>,
    statements: u64,
    tokens: u64,
    hits: u64,
    with_hit: BTreeSet<(String, String)>,
    stance_matches: u64,
    favor: f64,
    against: f64,
}

impl Sum {
    /// Adds up what `keep` wants: which statements, and of their matches those of `issue`.
    fn of(golden: &Golden, issue: &str, keep: impl Fn(&Record) -> bool) -> Sum {
        let statements = golden.statements();
        let mut sum = Sum::default();
        for row in statements.values().filter(|row| keep(row) && row["within"].is_empty()) {
            sum.documents.insert(row["document"].clone());
            sum.statements += 1;
            sum.tokens += count(row, "tokens");
        }
        for row in golden.records("matches").into_iter().filter(|row| row["issue"] == issue) {
            let key = (row["document"].clone(), row["statement"].clone());
            let Some(statement) = statements.get(&key).filter(|statement| keep(statement)) else { continue };
            if statement["within"].is_empty() && row["hit"] == "1" {
                sum.hits += 1;
                sum.with_hit.insert(key);
            }
            let score = number(&row, "score");
            sum.stance_matches += u64::from(score != 0.0);
            sum.favor += score.max(0.0);
            sum.against += (-score).max(0.0);
        }
        sum
    }

    fn per_1000(&self) -> Option<f64> {
        (self.tokens > 0).then(|| 1000.0 * self.hits as f64 / self.tokens as f64)
    }

    fn stance(&self) -> Option<f64> {
        (self.favor + self.against > 0.0).then(|| (self.favor - self.against) / (self.favor + self.against))
    }

    fn evidence(&self) -> &'static str {
        ["none", "thin", "thin", "thin", "thin"].get(self.stance_matches as usize).unwrap_or(&"ok")
    }
}

/// log2 of the ratio of two rates, each count helped by half of its side's share of the mean size.
fn log_ratio(one: &Sum, two: &Sum) -> Option<f64> {
    let (n1, n2) = (one.tokens as f64, two.tokens as f64);
    let mean = (n1 + n2) / 2.0;
    let log_rate = |hits: u64, n: f64| ((hits as f64 + 0.5 * n / mean) / n).log2();
    (n1 > 0.0 && n2 > 0.0 && one.hits + two.hits > 0).then(|| log_rate(one.hits, n1) - log_rate(two.hits, n2))
}

/// Dunning's log-likelihood over all four cells, with the sign of the difference.
fn g2(one: &Sum, two: &Sum) -> Option<f64> {
    log_ratio(one, two)?;
    let cells = [one, two].map(|s| [s.hits as f64, s.tokens as f64 - s.hits as f64]);
    let total: f64 = cells.iter().flatten().sum();
    let mut sum = 0.0;
    for row in cells {
        for (at, observed) in row.into_iter().enumerate() {
            let expected = row.iter().sum::<f64>() * (cells[0][at] + cells[1][at]) / total;
            sum += if observed > 0.0 { observed * (observed / expected).ln() } else { 0.0 };
        }
    }
    let sign = if one.per_1000() >= two.per_1000() { 2.0 } else { -2.0 };
    Some(sign * sum)
}

#[test]
fn every_number_of_the_comparison_follows_from_statements_and_matches() {
    for row in EXAMPLES.records("comparison") {
        let issue = &row["issue"];
        let sums = SIDES.map(|side| Sum::of(&EXAMPLES, issue, |statement| statement["side"] == side));
        for (side, sum) in SIDES.iter().zip(&sums) {
            let cell = |column: &str| row[&format!("{side}_{column}")].as_str();
            let what = |column: &str| format!("{issue} {side}_{column}");
            assert_eq!(cell("statements"), sum.statements.to_string(), "{}", what("statements"));
            assert_eq!(cell("tokens"), sum.tokens.to_string(), "{}", what("tokens"));
            assert_eq!(cell("hits"), sum.hits.to_string(), "{}", what("hits"));
            assert_eq!(cell("per_1000"), printed(sum.per_1000()), "{}", what("per_1000"));
            assert_near(cell("stance"), sum.stance(), &what("stance"));
            assert_eq!(cell("evidence"), sum.evidence(), "{}", what("evidence"));
            let (low, high) = (cell("stance_low"), cell("stance_high"));
            assert_eq!(low.is_empty(), high.is_empty(), "{issue} {side}");
            if let (Ok(low), Ok(high)) = (low.parse::<f64>(), high.parse::<f64>()) {
                let stance = sum.stance().expect("an interval needs a figure");
                assert!(-1.0 <= low && low <= stance + 1e-6 && stance <= high + 1e-6 && high <= 1.0, "{row:?}");
                assert!(low < high, "an interval of no width: {row:?}");
            }
        }
        let [one, two] = &sums;
        assert_near(&row["log_ratio"], log_ratio(one, two), &format!("{issue} log_ratio"));
        assert_near(&row["g2"], g2(one, two), &format!("{issue} g2"));
        let gap = one.stance().zip(two.stance()).map(|(one, two)| one - two);
        assert_near(&row["gap"], gap, &format!("{issue} gap"));
        for p in ["p", "q", "gap_p", "gap_q"] {
            let within = row[p].is_empty() || (0.0..=1.0).contains(&number(&row, p));
            assert!(within, "{issue} {p} {}", row[p]);
        }
        let leader = match one.per_1000().partial_cmp(&two.per_1000()) {
            _ if one.hits + two.hits == 0 => None,
            Some(std::cmp::Ordering::Greater) => Some("More attention from United States"),
            Some(std::cmp::Ordering::Less) => Some("More attention from China"),
            _ => None,
        };
        assert!(leader.is_none_or(|leader| row["reading"].starts_with(leader)), "{issue}: {}", row["reading"]);
    }
}

#[test]
fn positions_speakers_and_portrayals_follow_from_the_same_rows() {
    let thresholds = Lexicon::load("us-china-cyber").expect("the lexicon").dispute.scoring.neutral_below;
    for row in EXAMPLES.records("positions") {
        let what = format!("{} {}", row["issue"], row["side"]);
        let sum = Sum::of(&EXAMPLES, &row["issue"], |statement| statement["side"] == row["side"]);
        assert_eq!(count(&row, "documents"), sum.documents.len() as u64, "{what}");
        assert_eq!(count(&row, "statements"), sum.statements, "{what}");
        assert_eq!(count(&row, "hits"), sum.hits, "{what}");
        let share = (sum.statements > 0).then(|| sum.with_hit.len() as f64 / sum.statements as f64);
        assert_near(&row["statement_share"], share, &what);
        assert_near(&row["favor_weight"], Some(sum.favor), &what);
        assert_near(&row["against_weight"], Some(sum.against), &what);
        assert_near(&row["stance"], sum.stance(), &what);
        let logit = sum.stance().map(|_| ((sum.favor + 0.5) / (sum.against + 0.5)).ln());
        assert_near(&row["logit"], logit, &what);
        let mut labels = [0, 0, 0];
        for statement in EXAMPLES.statements().values().filter(|s| s["side"] == row["side"]) {
            let own = |s: &Record| s["document"] == statement["document"] && s["statement"] == statement["statement"];
            let score = Sum::of(&EXAMPLES, &row["issue"], own);
            if score.stance_matches > 0 {
                let x = score.favor - score.against;
                let label = if x.abs() < 1e-9 || x.abs() < thresholds - 1e-9 { 2 } else { usize::from(x < 0.0) };
                labels[label] += 1;
            }
        }
        assert_eq!(["favor", "against", "neutral"].map(|label| count(&row, label)), labels, "{what}");
    }
    for row in EXAMPLES.records("speakers") {
        let what = format!("{} {}", row["speaker"], row["issue"]);
        let own = |s: &Record| s["speaker"] == row["speaker"] && s["side"] == row["side"];
        let sum = Sum::of(&EXAMPLES, &row["issue"], own);
        assert_eq!(count(&row, "statements"), sum.statements, "{what}");
        assert_eq!(count(&row, "tokens"), sum.tokens, "{what}");
        assert_eq!(count(&row, "hits"), sum.hits, "{what}");
        assert_near(&row["stance"], sum.stance(), &what);
        assert_eq!(row["evidence"], sum.evidence(), "{what}");
    }
    let matches = EXAMPLES.records("matches");
    for row in EXAMPLES.records("portrayals") {
        let of = matches.iter().filter(|m| m["side"] == row["side"] && m["about"] == row["about"]);
        let of = of.filter(|m| !m["statement"].is_empty());
        let scores: Vec<f64> = of.map(|m| number(m, "score")).collect();
        let favorable: f64 = scores.iter().map(|x| x.max(0.0)).sum();
        let unfavorable: f64 = scores.iter().map(|x| (-x).max(0.0)).sum();
        let what = format!("{} about {}", row["side"], row["about"]);
        assert_near(&row["favorable"], Some(favorable), &what);
        assert_near(&row["unfavorable"], Some(unfavorable), &what);
        let total = favorable + unfavorable;
        assert_near(&row["valence"], (total > 0.0).then(|| (favorable - unfavorable) / total), &what);
    }
}

#[test]
fn scores_are_weights_times_factors() {
    let mut factors = 0;
    for row in EXAMPLES.records("matches") {
        let mut score = number(&row, "weight");
        for factor in row["factors"].split('|').filter(|factor| !factor.is_empty()) {
            let value = factor.split(' ').nth(1).unwrap_or_else(|| panic!("{factor:?}"));
            score *= value.parse::<f64>().unwrap_or_else(|e| panic!("{factor:?}: {e}"));
            factors += 1;
        }
        // millionths, rounded
        let found = number(&row, "score");
        assert!((found - score).abs() < 5e-6, "{row:?}: {score}");
    }
    assert!(factors > 10, "{factors} factors");
}

#[test]
fn documents_count_their_statements_and_words() {
    for row in EXAMPLES.records("documents") {
        let of = |s: &&Record| s["document"] == row["document"];
        let statements: Vec<Record> = EXAMPLES.records("statements").into_iter().filter(|s| of(&s)).collect();
        assert_eq!(count(&row, "statements"), statements.len() as u64, "{}", row["document"]);
        for side in SIDES {
            let own = statements.iter().filter(|s| s["side"] == side && s["within"].is_empty()).count() as u64;
            assert_eq!(count(&row, &format!("{side}_statements")), own, "{} {side}", row["document"]);
        }
        let said: u64 = statements.iter().filter(|s| s["within"].is_empty()).map(|s| count(s, "tokens")).sum();
        // labels of turns are nobody's words
        let turns = statements.iter().filter(|s| s["kind"] == "turn");
        let labels: u64 = turns.map(|s| s["source_text"].split_whitespace().count() as u64).sum();
        let (tokens, own_voice) = (count(&row, "tokens"), count(&row, "own_voice_tokens"));
        assert!(own_voice <= tokens && own_voice + said + labels >= tokens, "{row:?}: {said} said, {labels} in labels");
        for inner in statements.iter().filter(|s| !s["within"].is_empty()) {
            let outer = statements.iter().find(|s| s["statement"] == inner["within"]);
            assert!(outer.is_some_and(|o| o["within"].is_empty() || o["statement"] != inner["statement"]), "{inner:?}");
        }
    }
}

#[test]
fn the_record_of_the_run_repeats_it() {
    let run: Value =
        serde_json::from_slice(&std::fs::read(EXAMPLES.folder.path().join("run.json")).expect("the record"))
            .expect("JSON");
    assert_eq!(run["command"], format!("demarche compare {}", INPUTS.join(" ")));
    assert_eq!(run["seed"], 1);
    for (table, rows) in run["counts"].as_object().expect("counts") {
        if let Some(sheet) = EXAMPLES.tables.get(table.as_str()) {
            assert_eq!(rows.as_u64(), Some(sheet.rows.len() as u64), "{table}");
        }
    }
    let again = Golden::run(&INPUTS, &["--threads", "1", "--seed", "1"]);
    assert_eq!(again.tables, EXAMPLES.tables);
    let other = Golden::run(&INPUTS, &["--seed", "2"]);
    assert_ne!(other.tables["comparison"], EXAMPLES.tables["comparison"], "the seed drives the intervals");
    assert_eq!(other.tables["matches"], EXAMPLES.tables["matches"], "and nothing else");
}
