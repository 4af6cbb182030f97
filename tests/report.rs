//! The report as the program writes it: it mirrors when the sides are swapped, and nothing in a text becomes a part of it.
//!
//! The pages that this leaves in the target folder are those that `tests/browser` opens.

mod pipeline;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use naughty_strings::BLNS;
use pipeline::{INPUTS, Sheet, package};

/// A folder that stays after the test, for a browser to look into.
fn kept(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("reports").join(name)
}

fn compare(name: &str, arguments: &[&str]) -> PathBuf {
    let out = kept(name);
    let done = Command::new(env!("CARGO_BIN_EXE_demarche"))
        .current_dir(package(""))
        .arg("compare")
        .args(arguments)
        .args(["-q", "--force", "-o"])
        .arg(&out)
        .output()
        .expect("the program runs");
    assert_eq!(done.status.code(), Some(0), "{}", String::from_utf8_lossy(&done.stderr));
    out
}

/// The page from the end of its style on.
fn page(folder: &Path) -> String {
    let page = std::fs::read_to_string(folder.join("report.html")).expect("a report");
    page.split_once("</style>").expect("a style").1.to_owned()
}

/// Tags and the text after each.
fn tags(page: &str) -> impl Iterator<Item = (&str, &str)> {
    page.split('<').skip(1).map(|piece| piece.split_once('>').expect("a tag ends"))
}

fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    rest.split('"').next()
}

/// Columns that are negated when the sides are swapped, with the one whose negative they become.
const TURNING: [(&str, &str); 7] = [
    ("gap", "gap"),
    ("gap_low", "gap_high"),
    ("gap_high", "gap_low"),
    ("log_ratio", "log_ratio"),
    ("log_ratio_low", "log_ratio_high"),
    ("log_ratio_high", "log_ratio_low"),
    ("z", "z"),
];

fn negated(shown: &str) -> String {
    match shown.strip_prefix('−') {
        Some(rest) if rest.starts_with(|c: char| c.is_ascii_digit()) => format!("+{rest}"),
        _ => match shown.strip_prefix('+') {
            Some(rest) => format!("−{rest}"),
            None => shown.to_owned(),
        },
    }
}

/// What a figure is about, and how it is shown, for every figure of the page.
fn figures(folder: &Path, turned: bool) -> Vec<(String, String)> {
    let mut sheets: BTreeMap<String, Sheet> = BTreeMap::new();
    let mut figures = Vec::new();
    for (tag, text) in tags(&page(folder)) {
        let Some(address) = attribute(tag, "data-cell") else { continue };
        let [table, row, column] = address.split('/').collect::<Vec<_>>()[..] else { panic!("{address}") };
        let sheet = sheets.entry(table.to_owned()).or_insert_with(|| Sheet::read(&folder.join(format!("{table}.csv"))));
        let row = &sheet.records()[row.parse::<usize>().expect("a row") - 1];
        let keys = ["issue", "side", "about", "term", "period", "document", "statement", "matched"];
        let keys: Vec<&str> = keys.iter().filter_map(|key| row.get(*key).map(String::as_str)).collect();
        let of_two_sides = matches!(table, "comparison" | "terms");
        let turns = TURNING.iter().find(|(from, _)| turned && of_two_sides && *from == column);
        let (column, shown) = match turns {
            Some((_, to)) => (*to, negated(text)),
            None => (column, text.to_owned()),
        };
        // Sentences name the sides in their order; their words are the same.
        figures.push((format!("{table} {keys:?} {column}"), bag(&shown)));
    }
    figures.sort();
    figures
}

/// The words of a text, in no order.
fn bag(text: &str) -> String {
    let mut words: Vec<String> = text
        .split_whitespace()
        .map(|w| w.trim_matches([',', '.', ':', ';', '(', ')', '[', ']']).to_lowercase())
        .collect();
    words.sort_unstable();
    words.join(" ")
}

/// Everything that the page says but its figures and the settings, and where its marks lie from left to right.
fn rest(folder: &Path) -> (String, Vec<String>) {
    let page = page(folder);
    let page = page.split("<section id=\"method\"").next().expect("a start");
    let (mut words, mut places) = (String::new(), Vec::new());
    for (tag, text) in tags(page) {
        words.push(' ');
        if attribute(tag, "data-cell").is_none() {
            words.push_str(text);
        }
        for name in ["x", "x1", "x2", "width"] {
            places.extend(attribute(tag, name).map(|place| format!("{name} {place}")));
        }
    }
    places.sort();
    (bag(&words), places)
}

#[test]
fn swapped_sides_give_a_mirrored_report() {
    let forth = compare("examples", &INPUTS);
    let back = compare("swapped", &[&INPUTS[..], &["--sides", "china,us"]].concat());
    let (one, two) = (figures(&forth, true), figures(&back, false));
    assert!(one.len() > 300, "{} figures", one.len());
    for (one, two) in one.iter().zip(&two) {
        assert_eq!(one, two);
    }
    assert_eq!(one.len(), two.len());
    let (one, two) = (rest(&forth), rest(&back));
    assert_eq!(one.0, two.0);
    assert_eq!(one.1, two.1);
}

const VECTORS: [&str; 6] = [
    "<script>window.ran = 1</script>",
    "\"><img src=x onerror=\"window.ran = 1\">",
    "' onfocus='window.ran = 1' autofocus='",
    "</style><style>body { display: none }</style>",
    "</title><script src=\"https://example.org/x.js\"></script>",
    "<a href=\"javascript:window.ran = 1\">click</a>",
];

/// What there is of elements and attributes, by name.
fn parts(page: &str) -> BTreeSet<String> {
    let names = |tag: &str| tag.split('"').step_by(2).collect::<Vec<_>>().join("\"\"");
    tags(page).map(|(tag, _)| names(tag)).collect()
}

#[test]
fn hostile_words_add_no_element_and_no_attribute() {
    let folder = kept("hostile-input");
    std::fs::create_dir_all(&folder).expect("a folder");
    let hostile: Vec<&str> = BLNS.iter().chain(&VECTORS).copied().collect();
    assert_eq!(BLNS.len(), 515);
    let table = folder.join("table.csv");
    let mut rows = csv::Writer::from_path(&table).expect("a table");
    rows.write_record(["id", "title", "date", "speaker", "side", "text"]).expect("a header");
    for (i, words) in hostile.iter().enumerate() {
        let id = format!("{words} {i}");
        let side = ["us", "china"][i % 2];
        let text = format!("{words} the theft of trade secrets must stop {words}");
        rows.write_record([id.as_str(), words, "2020-03-01", words, side, &text]).expect("a row");
    }
    rows.flush().expect("the table");
    let article: Vec<String> = hostile
        .iter()
        .map(|words| {
            let words = words.replace(['\n', '\r'], " ");
            format!("“{words} we will keep a clear line, {words}” the State Department said. China said {words}.")
        })
        .collect();
    // A file's name may hold what a file system allows.
    let name = "article <script>window.ran = 1<∕script> ' onfocus='x.txt";
    std::fs::write(folder.join(name), article.join("\n\n")).expect("the article");
    let lexicon = folder.join("lexicon");
    copy(&package("lexicons/us-china-cyber"), &lexicon);
    let dispute = std::fs::read_to_string(lexicon.join("dispute.toml")).expect("the dispute");
    let mut lines = Vec::new();
    for (i, line) in dispute.lines().enumerate() {
        let label = line.starts_with("label = ") || line.starts_with("title = ") || line.starts_with("proposition = ");
        match line.split_once(" = ") {
            Some((key, _)) if label => {
                lines.push(format!("{key} = '''{} {i}'''", VECTORS[i % 5].replace('\'', "\u{2019}")))
            }
            _ => lines.push(line.to_owned()),
        }
    }
    std::fs::write(lexicon.join("dispute.toml"), lines.join("\n")).expect("the dispute can be written");
    let path = |path: &Path| path.to_string_lossy().into_owned();
    let hostile = compare("hostile", &[&path(&table), &path(&folder.join(name)), "--lexicon", &path(&lexicon)]);
    let harmless = parts(&page(&compare("examples-again", &INPUTS)));
    for part in parts(&page(&hostile)) {
        assert!(harmless.contains(&part), "<{part}>");
    }
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("the lexicon") {
        let path = entry.expect("a file").path();
        std::fs::copy(&path, to.join(path.file_name().expect("a name"))).expect("a copy");
    }
}

#[test]
fn one_article_is_small_and_a_long_corpus_stays_under_its_limit() {
    let size = |folder: &Path| std::fs::metadata(folder.join("report.html")).expect("a report").len();
    let one = compare("article", &["examples/summit-on-cyber.txt"]);
    assert!(size(&one) < 300_000, "{}", size(&one));
    let articles = pipeline::articles();
    let corpus = kept("corpus.jsonl");
    let mut lines = String::new();
    for number in 0..900 {
        let article = &articles[number % articles.len()];
        let date = format!("20{:02}-{:02}-11", 10 + number % 12, 1 + number % 12);
        let line = serde_json::json!({ "id": format!("d{number:04}"), "date": date, "text": article.text });
        lines.push_str(&format!("{line}\n"));
    }
    std::fs::write(&corpus, lines).expect("the corpus can be written");
    let many = compare("corpus", &[&corpus.to_string_lossy()]);
    assert!(size(&many) < 2_000_000, "{}", size(&many));
    assert!(page(&many).contains("Left out: "));
}
