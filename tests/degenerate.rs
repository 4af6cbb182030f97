//! Input that leaves figures without meaning: every file of such runs is scanned, and every empty figure has its reason.

mod pipeline;

use std::path::Path;
use std::process::Command;

use pipeline::{Sheet, package};

const MEASURES: &str = "chi2,fisher,relative-risk,walter,flat-prior,holm,dp-norm,juilland-d";

/// Rows of `side,text`.
fn table(rows: &[(&str, &str)]) -> String {
    let mut table = String::from("id,date,side,text\n");
    for (at, (side, text)) in rows.iter().enumerate() {
        table.push_str(&format!("d{at},2020-01-0{},{side},\"{text}\"\n", 1 + at % 9));
    }
    table
}

fn cases() -> Vec<(&'static str, String)> {
    let (a, b) = ("aldermark", "brenovia");
    let (keep, broke, idle) = ("We will keep the pact.", "They broke the pact.", "The ferry leaves at noon.");
    let equal: Vec<_> = [keep, broke].into_iter().cycle().take(12).flat_map(|text| [(a, text), (b, text)]).collect();
    let agreed: Vec<_> = (0..12).flat_map(|_| [(a, keep), (b, keep)]).collect();
    vec![
        ("no hits", table(&[(a, idle), (b, idle), (a, idle)])),
        ("one document", table(&[(a, keep)])),
        ("one document a side", table(&[(a, keep), (b, broke)])),
        ("one side silent on everything", table(&[(a, keep), (a, broke), (a, keep)])),
        ("one side silent on the issues", table(&[(a, keep), (a, broke), (b, idle), (b, idle)])),
        ("equal sides", table(&equal)),
        ("sides that agree without exception", table(&agreed)),
        ("no words", table(&[(a, "…"), (b, "—"), (a, "!")])),
        ("words on one side only", table(&[(a, "…"), (b, keep)])),
        ("nothing but hits", table(&[(a, "pact"), (b, "pact"), (b, "pact")])),
        ("nobody of a side", table(&[("", keep), ("", broke)])),
    ]
}

/// What is wrong with a cell, as a figure.
fn fault(cell: &str) -> Option<&'static str> {
    let plain = cell.trim_start_matches('\'').to_lowercase();
    match plain.as_str() {
        "nan" | "-nan" => return Some("not a number"),
        "inf" | "-inf" | "infinity" | "-infinity" => return Some("infinite"),
        _ => {}
    }
    let zero =
        plain.strip_prefix('-').is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| matches!(b, b'0' | b'.')));
    zero.then_some("minus zero")
}

fn run(home: &Path, table: &str) -> std::path::PathBuf {
    std::fs::write(home.join("in.csv"), table).expect("the table can be written");
    let out = home.join("out");
    let lexicon = package("tests/fixtures/lexicons/river");
    let done = Command::new(env!("CARGO_BIN_EXE_demarche"))
        .current_dir(home)
        .args(["compare", "in.csv", "-q", "--measure", MEASURES, "-o", "out", "-l"])
        .arg(lexicon)
        .output()
        .expect("the program runs");
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(matches!(done.status.code(), Some(0 | 1)), "{said}");
    assert!(!said.contains("panicked"), "{said}");
    for word in String::from_utf8_lossy(&done.stdout).split_whitespace() {
        assert_eq!(fault(word.trim_matches(['(', ')', ',', '.'])), None, "{word}");
    }
    out
}

#[test]
fn a_fault_is_seen() {
    assert_eq!(["NaN", "-inf", "-0.000000", "'-0"].map(|cell| fault(cell).is_some()), [true; 4]);
    assert_eq!(["", "0.000000", "-0.100000", "-", "information"].map(fault), [None; 5]);
}

/// No CSV cell and no word of the other files is a figure that is none.
fn assert_plain(name: &str, out: &Path) {
    let mut tables = 0;
    for entry in std::fs::read_dir(out).expect("the output") {
        let path = entry.expect("a file").path();
        match path.extension().and_then(|e| e.to_str()) {
            Some("csv") => {
                tables += 1;
                for (column, cell) in Sheet::read(&path).records().into_iter().flatten() {
                    assert_eq!(fault(&cell), None, "{name}: {}, {column}", path.display());
                }
            }
            _ => {
                let text = std::fs::read_to_string(&path).expect("text");
                for word in text.split(|c: char| !(c.is_alphanumeric() || c == '.' || c == '-')) {
                    let faulty = matches!(word, "NaN" | "inf" | "-inf" | "Infinity") || word.starts_with("-0.000000");
                    assert!(!faulty, "{name}: {} holds {word}", path.display());
                }
            }
        }
    }
    assert!(tables >= 12, "{name}: {tables} tables");
}

/// The columns of comparison.csv with the word by which warnings.csv names them.
const REASONED: [(&str, &str); 7] = [
    ("log_ratio", "log_ratio"),
    ("log_ratio_low", "log_ratio"),
    ("g2", "g2"),
    ("p", "p and q"),
    ("gap", "gap"),
    ("gap_low", "gap"),
    ("gap_p", "gap_p"),
];

/// Every empty figure of comparison.csv is explained in warnings.csv; says how many there are.
fn assert_reasoned(name: &str, out: &Path) -> usize {
    let mut empty = 0;
    let warnings = Sheet::read(&out.join("warnings.csv")).records();
    let says = |issue: &str, word: &str| {
        warnings.iter().any(|w| w["code"] == "undefined" && w["issue"] == issue && w["message"].contains(word))
    };
    for row in Sheet::read(&out.join("comparison.csv")).records() {
        let side = |figure: &str| ["aldermark", "brenovia"].map(|side| format!("{side}_{figure}"));
        let of_sides = ["per_1000", "stance"].into_iter().flat_map(|f| side(f).map(|column| (column, f)));
        let of_both = REASONED.into_iter().map(|(column, word)| (column.to_owned(), word));
        for (column, word) in of_both.chain(of_sides).filter(|(column, _)| row[column].is_empty()) {
            empty += 1;
            assert!(says(&row["issue"], word), "{name}: {column} of {} is empty without a reason", row["issue"]);
        }
    }
    empty
}

#[test]
fn degenerate_input_gives_empty_cells_with_a_reason() {
    let mut empty = 0;
    for (name, table) in cases() {
        let home = tempfile::tempdir().expect("a folder");
        let out = run(home.path(), &table);
        assert_plain(name, &out);
        empty += assert_reasoned(name, &out);
    }
    assert!(empty > 50, "{empty} empty cells: the cases are not degenerate");
}
