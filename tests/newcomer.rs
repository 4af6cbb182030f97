//! The path of somebody with a new dispute, with the program alone: label, evaluate, suggest, accept, learn, compare.

mod pipeline;

use std::path::Path;
use std::process::{Command, Output};

/// Runs the program in a folder.
fn demarche(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_demarche"));
    command.current_dir(folder).env("NO_COLOR", "1").env("COLUMNS", "100").args(arguments);
    command.output().expect("the program runs")
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

/// Ends with this exit code, or says what the program said.
fn ends(output: Output, code: i32) -> Output {
    assert_eq!(output.status.code(), Some(code), "{}", String::from_utf8_lossy(&output.stderr));
    output
}

/// A dispute of two towns over a ferry, with a table of what they said.
fn harbour(folder: &Path) {
    ends(demarche(folder, &["lexicon", "new", "ferry"]), 0);
    let said = [
        ("north", "The bridge is a lifeline for our hospital.", "favor"),
        ("north", "Without a lifeline the island dies, so build the bridge.", "favor"),
        ("north", "This bridge, our lifeline, must come.", "favor"),
        ("north", "The bridge will be a lifeline in winter.", "favor"),
        ("north", "We need the bridge.", "favor"),
        ("south", "The bridge is a folly.", "against"),
        ("south", "It is a folly to spend this much on a bridge.", "against"),
        ("south", "Nobody needs this folly of a bridge.", "against"),
        ("south", "Stop this bridge.", "against"),
        ("south", "A folly, this bridge, and a dear one.", "against"),
    ];
    let mut labels = String::from("text,issue,stance,side,group\n");
    let mut news = String::from("side,text\n");
    for (number, (side, text, stance)) in said.iter().enumerate() {
        labels.push_str(&format!("\"{text}\",bridge,{stance},{side},d{number}\n"));
        news.push_str(&format!("{side},\"{text}\"\n"));
    }
    std::fs::write(folder.join("labels.csv"), labels).expect("labels");
    std::fs::write(folder.join("news.csv"), news).expect("news");
}

/// The accuracy that `tune evaluate` gives.
fn accuracy(folder: &Path, lexicon: &str) -> f64 {
    let figures = ends(demarche(folder, &["tune", "evaluate", "--gold", "labels.csv", "-l", lexicon, "-f", "csv"]), 0);
    let figures = stdout(&figures);
    let row = figures.lines().find(|line| line.starts_with("accuracy,")).expect("a row for accuracy");
    row.split(',').nth(2).expect("a value").parse().expect("a number")
}

#[test]
fn a_newcomer_comes_from_ten_labels_to_a_better_lexicon() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    harbour(folder);
    let before = accuracy(folder, "./ferry");
    ends(demarche(folder, &["tune", "suggest", "--gold", "labels.csv", "-l", "./ferry", "-o", "ideas.csv"]), 0);
    let ideas = std::fs::read_to_string(folder.join("ideas.csv")).expect("the suggestions");
    let offered: Vec<&str> = ideas.lines().skip(1).collect();
    assert!(offered.iter().any(|row| row.starts_with(",bridge,lifeline,favor,1,")), "{ideas}");
    assert!(offered.iter().any(|row| row.starts_with(",bridge,folly,against,1,")), "{ideas}");
    // What a person does in a spreadsheet.
    std::fs::write(folder.join("ideas.csv"), ideas.replace("\n,bridge", "\nx,bridge")).expect("ticks");
    ends(demarche(folder, &["tune", "accept", "ideas.csv", "-l", "./ferry", "-o", "ferry-2"]), 0);
    let after = accuracy(folder, "./ferry-2");
    assert!(after > before + 0.3, "{before} to {after}");
    ends(demarche(folder, &["tune", "learn", "--gold", "labels.csv", "-l", "./ferry-2", "-o", "ferry-3"]), 0);
    assert!(accuracy(folder, "./ferry-3") >= after);
    let compared = demarche(folder, &["compare", "news.csv", "-l", "./ferry-3", "--side-column", "side", "-f", "csv"]);
    let compared = stdout(&ends(compared, 0));
    let mut table = csv::Reader::from_reader(compared.as_bytes());
    let header = table.headers().expect("a header").clone();
    let row = table.records().next().expect("a row").expect("a row");
    let of =
        |name: &str| row[header.iter().position(|h| h == name).expect("a column")].parse::<f64>().expect("a stance");
    assert!(of("north_stance") > 0.5 && of("south_stance") < -0.5, "{compared}");
}

#[test]
fn a_handful_of_labels_gives_leads_and_leaves_weights_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    harbour(folder);
    let labels = std::fs::read_to_string(folder.join("labels.csv")).expect("labels");
    let few: Vec<&str> =
        labels.lines().enumerate().filter(|(at, _)| [0, 1, 5, 6, 9].contains(at)).map(|l| l.1).collect();
    std::fs::write(folder.join("few.csv"), few.join("\n")).expect("labels");
    let offered = ends(demarche(folder, &["tune", "suggest", "--gold", "few.csv", "-l", "./ferry"]), 0);
    assert!(stdout(&offered).lines().count() > 1, "{}", stdout(&offered));
    assert!(String::from_utf8_lossy(&offered.stderr).contains("these are leads"));
    let asked = ["tune", "suggest", "--gold", "few.csv", "-l", "./ferry", "--support", "3"];
    assert_eq!(ends(demarche(folder, &asked), 1).stdout.iter().filter(|b| **b == b'\n').count(), 1);
    ends(demarche(folder, &["tune", "learn", "--gold", "few.csv", "-l", "./ferry", "-o", "ferry-2"]), 0);
    let mut terms = csv::Reader::from_path(folder.join("ferry-2/terms.csv")).expect("terms");
    let header = terms.headers().expect("a header").clone();
    let column = |name: &str| header.iter().position(|h| h == name).expect("a column");
    let (weight, old, support) = (column("weight"), column("old"), column("support"));
    for row in terms.records().map(|row| row.expect("a row")).filter(|row| row[support].is_empty()) {
        assert_eq!(row[weight], row[old], "not learned, so as it was written: {row:?}");
    }
}

#[test]
fn what_is_accepted_must_be_a_lexicon() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    harbour(folder);
    let table = "accept,issue,pattern,stance,weight\nx,brigde,viaduct,topic,1\n";
    std::fs::write(folder.join("ideas.csv"), table).expect("suggestions");
    let refused = ends(demarche(folder, &["tune", "accept", "ideas.csv", "-l", "./ferry", "-o", "out"]), 2);
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(said.contains("out/terms.csv:") && said.contains("did you mean bridge?"), "{said}");
    let left: Vec<_> = std::fs::read_dir(folder).expect("the folder").filter_map(Result::ok).collect();
    let names: Vec<String> = left.iter().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    assert!(!names.iter().any(|name| name == "out" || name.starts_with('.')), "{names:?}");
}

#[test]
fn a_sheet_goes_out_blank_and_comes_back_as_labels() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    harbour(folder);
    let draw = ["tune", "label", "news.csv", "-l", "./ferry", "--side-column", "side", "-n", "6", "-o", "sheet.csv"];
    ends(demarche(folder, &draw), 0);
    let sheet = std::fs::read_to_string(folder.join("sheet.csv")).expect("the sheet");
    assert_eq!(sheet.lines().count(), 7, "{sheet}");
    assert!(sheet.contains(",north,") && sheet.contains(",south,"), "both sides are drawn: {sheet}");
    assert_eq!(ends(demarche(folder, &["tune", "label", "--take", "sheet.csv"]), 1).stdout, b"");
    let column = |name: &str| sheet.lines().next().expect("a header").split(',').position(|h| h == name);
    let (stance, text) = (column("stance").expect("a column"), column("text").expect("a column"));
    let mut rows: Vec<csv::StringRecord> =
        csv::Reader::from_reader(sheet.as_bytes()).records().map(|row| row.expect("a row")).collect();
    let mut coded = csv::Writer::from_writer(Vec::new());
    coded.write_record(sheet.lines().next().expect("a header").split(',')).expect("a header");
    for (number, row) in rows.iter_mut().enumerate() {
        let cells = row.iter().enumerate().map(|(i, cell)| if i == stance && number < 2 { "favor" } else { cell });
        coded.write_record(cells).expect("a row");
    }
    std::fs::write(folder.join("sheet.csv"), coded.into_inner().expect("bytes")).expect("the coded sheet");
    let labels = stdout(&ends(demarche(folder, &["tune", "label", "--take", "sheet.csv"]), 0));
    assert_eq!(labels.lines().count(), 3, "{labels}");
    // Evaluating reads the sheet as it is, and what is coded is not drawn again.
    ends(demarche(folder, &["tune", "evaluate", "--gold", "sheet.csv", "-l", "./ferry"]), 0);
    std::fs::write(folder.join("done.csv"), labels).expect("labels");
    let again = ["tune", "label", "news.csv", "-l", "./ferry", "--side-column", "side", "--gold", "done.csv"];
    let again = stdout(&ends(demarche(folder, &again), 0));
    assert!(rows.iter().take(2).all(|row| !again.contains(&row[text])), "{again}");
}

#[test]
fn an_entry_that_nothing_replaces_is_missed() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    harbour(folder);
    let table = stdout(&ends(demarche(folder, &["tune", "ablate", "--gold", "labels.csv", "-l", "./ferry"]), 0));
    let need = table.lines().find(|line| line.contains("need <0-2> bridge")).expect("a row for the entry");
    let cells: Vec<&str> = need.split(',').collect();
    // Right only with it in "We need the bridge."; "Nobody needs this folly of a bridge" is too far apart.
    assert_eq!(cells[3..6], ["1", "1", "0"], "{table}");
    let compared = ["tune", "ablate", "news.csv", "-l", "./ferry", "--side-column", "side"];
    let table = stdout(&ends(demarche(folder, &compared), 0));
    assert!(table.starts_with("issue,entry_issue,pattern,stance,north_hits,north_hits_without,"), "{table}");
}
