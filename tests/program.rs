//! The program as its surroundings meet it: pipes that close, folders that are full, runs that fail half-way.

use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

fn package(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn demarche(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_demarche"));
    command.current_dir(folder).env("NO_COLOR", "1").args(arguments).stdin(Stdio::null());
    command
}

fn output(folder: &Path, arguments: &[&str]) -> Output {
    demarche(folder, arguments).output().expect("the program runs")
}

fn code(output: &Output) -> i32 {
    output.status.code().expect("the program ends by itself")
}

fn words(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn names(folder: &Path) -> BTreeSet<String> {
    let entries = std::fs::read_dir(folder).expect("a folder");
    entries.map(|entry| entry.expect("a file").file_name().to_string_lossy().into_owned()).collect()
}

fn set(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

/// A folder with one article in which both sides speak.
fn home() -> tempfile::TempDir {
    let home = tempfile::tempdir().expect("a folder");
    let article = "Two answers\n\n\"The theft of trade secrets must stop,\" the White House said on Monday.\n\n\
                   \"China is a victim of hacking,\" China's Foreign Ministry said.\n";
    std::fs::write(home.path().join("article.txt"), article).expect("the article can be written");
    home
}

#[test]
fn a_closed_pipe_is_success() {
    let home = home();
    let row = "\"the theft of trade secrets must stop and the talks go on\",us\n";
    std::fs::write(home.path().join("long.csv"), format!("text,side\n{}", row.repeat(4000))).expect("a table");
    for arguments in [
        &["statements", "long.csv", "--side-column", "side", "--sides", "us,china"][..],
        &["explain", "long.csv", "--side-column", "side", "--sides", "us,china"],
        &["kwic", "theft", "long.csv", "--side-column", "side", "--sides", "us,china", "-f", "csv"],
        &["completions", "bash"],
        &["lexicon", "list"],
    ] {
        let mut child = demarche(home.path(), arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut out = child.stdout.take().expect("a pipe");
        let mut first = [0; 1];
        out.read_exact(&mut first).expect("one byte");
        drop(out);
        let ended = child.wait_with_output().expect("the program ends");
        assert_eq!(code(&ended), 0, "{arguments:?}: {}", words(&ended.stderr));
        assert_eq!(words(&ended.stderr), "", "{arguments:?}");
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_an_error() {
    let home = home();
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").expect("the device");
    let ended = demarche(home.path(), &["compare", "article.txt", "-f", "csv"]).stdout(full).output().expect("it runs");
    assert_eq!(code(&ended), 2);
    assert!(words(&ended.stderr).contains("demarche: standard output: "), "{}", words(&ended.stderr));
}

#[test]
fn standard_output_is_the_result_and_nothing_else() {
    let home = home();
    std::fs::write(home.path().join("picture.txt"), b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR").expect("a picture");
    for (arguments, exit) in [
        (&["compare"][..], 2),
        (&["compare", "nothing.txt"], 2),
        (&["compare", "picture.txt"], 2),
        (&["compare", "article.txt", "-l", "nothing"], 2),
        (&["compare", "article.txt", "--sides", "us"], 2),
        (&["compare", "article.txt", "--no-such-option"], 2),
        (&["compare", "article.txt", "-o", "article.txt"], 2),
        (&["compare", "article.txt", "picture.txt", "--strict"], 2),
        (&["explain", "picture.txt"], 2),
        (&["kwic", "(", "article.txt"], 2),
        (&["lexicon", "check", "nothing"], 2),
    ] {
        let ended = output(home.path(), arguments);
        assert_eq!(code(&ended), exit, "{arguments:?}");
        assert_eq!(words(&ended.stdout), "", "{arguments:?}");
        assert!(!ended.stderr.is_empty(), "{arguments:?} says nothing");
    }
    for arguments in [
        &["compare", "article.txt", "-f", "csv"][..],
        &["compare", "article.txt", "picture.txt", "-f", "csv", "-v"],
        &["compare", "article.txt", "-f", "csv", "-o", "result"],
    ] {
        let ended = output(home.path(), arguments);
        assert_eq!(code(&ended), 0, "{arguments:?}: {}", words(&ended.stderr));
        let rows = csv::Reader::from_reader(ended.stdout.as_slice()).into_records().count();
        assert_eq!(rows, 7, "{arguments:?}");
    }
}

#[test]
fn a_run_that_fails_leaves_nothing_behind() {
    let home = home();
    std::fs::write(home.path().join("picture.txt"), b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR").expect("a picture");
    let before = names(home.path());
    for arguments in [
        &["compare", "picture.txt", "-o", "out"][..],
        &["compare", "article.txt", "picture.txt", "--strict", "-o", "out"],
        &["compare", "article.txt", "-l", "nothing", "-o", "out"],
        &["compare", "nothing.txt", "-o", "out"],
        &["compare", "article.txt", "picture.txt", "--strict", "-o", "out.csv"],
        &["statements", "article.txt", "picture.txt", "--strict", "-o", "out.csv"],
        &["statements", "picture.txt", "-o", "out.csv"],
    ] {
        let ended = output(home.path(), arguments);
        assert_eq!(code(&ended), 2, "{arguments:?}");
        assert_eq!(names(home.path()), before, "{arguments:?}");
    }
}

#[test]
fn what_is_there_is_kept_unless_forced() {
    let home = home();
    let out = home.path().join("out");
    std::fs::create_dir(&out).expect("a folder");
    std::fs::write(out.join("notes.txt"), "mine").expect("a file");
    std::fs::write(home.path().join("old.csv"), "old").expect("a file");
    let refused = output(home.path(), &["compare", "article.txt", "-o", "out"]);
    assert_eq!(code(&refused), 2);
    assert_eq!(
        words(&refused.stderr),
        "demarche: out: the folder is not empty (name a new one, or add --force to replace what an earlier run wrote)\n"
    );
    assert_eq!(names(&out), set(&["notes.txt"]));
    for command in ["compare", "statements"] {
        let refused = output(home.path(), &[command, "article.txt", "-o", "old.csv"]);
        assert_eq!(code(&refused), 2);
        assert_eq!(
            words(&refused.stderr),
            "demarche: old.csv: the file exists (name a new one, or add --force to replace it)\n"
        );
        assert_eq!(std::fs::read(home.path().join("old.csv")).expect("the file"), b"old");
    }
    assert_eq!(code(&output(home.path(), &["compare", "article.txt", "-o", "out", "--force"])), 0);
    assert!(names(&out).is_superset(&set(&["notes.txt", "comparison.csv", "run.json"])));
    assert_eq!(code(&output(home.path(), &["statements", "article.txt", "-o", "old.csv", "--force"])), 0);
    assert!(std::fs::read_to_string(home.path().join("old.csv")).expect("the file").starts_with("document,statement,"));
    assert_eq!(names(home.path()), set(&["article.txt", "old.csv", "out"]), "no temporary file is left");
}

#[test]
fn one_side_silent_is_written_all_the_same() {
    let home = home();
    let article = "One answer\n\n\"The theft of trade secrets must stop,\" the White House said on Monday.\n";
    std::fs::write(home.path().join("article.txt"), article).expect("the article");
    let ended = output(home.path(), &["compare", "article.txt", "-o", "out"]);
    assert_eq!(code(&ended), 1, "{}", words(&ended.stderr));
    assert!(names(&home.path().join("out")).is_superset(&set(&["comparison.csv", "statements.csv", "run.json"])));
    assert!(words(&ended.stderr).contains("no statement of China"), "{}", words(&ended.stderr));
}

#[test]
fn one_bad_document_among_good_ones_is_reported() {
    let home = home();
    std::fs::write(home.path().join("picture.txt"), b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR").expect("a picture");
    let ended = output(home.path(), &["compare", "article.txt", "picture.txt", "-o", "out"]);
    assert_eq!(code(&ended), 0, "{}", words(&ended.stderr));
    let rejected = std::fs::read_to_string(home.path().join("out/rejected.csv")).expect("the table");
    let rows: Vec<&str> = rejected.lines().collect();
    assert_eq!(rows.len(), 2, "{rejected}");
    assert!(rows[0] == "document,reason" && rows[1].starts_with("picture,"), "{rejected}");
}

#[test]
fn standard_input_is_a_document_like_a_file() {
    let home = home();
    let article = std::fs::read(home.path().join("article.txt")).expect("the article");
    let named = output(home.path(), &["statements", "article.txt"]);
    let mut child = demarche(home.path(), &["statements", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    child.stdin.take().expect("a pipe").write_all(&article).expect("the article is taken");
    let piped = child.wait_with_output().expect("the program ends");
    assert_eq!(code(&piped), 0);
    assert_eq!(words(&piped.stdout).replace("stdin,", "article,"), words(&named.stdout));
}

#[test]
fn corrected_statements_are_taken_back() {
    let home = home();
    assert_eq!(code(&output(home.path(), &["statements", "article.txt", "-o", "all.csv"])), 0);
    let table = std::fs::read_to_string(home.path().join("all.csv")).expect("the table");
    // as they are, they change nothing
    let plain = output(home.path(), &["compare", "article.txt", "-f", "csv"]);
    let same = output(home.path(), &["compare", "article.txt", "-f", "csv", "--statements", "all.csv"]);
    assert_eq!(words(&same.stdout), words(&plain.stdout), "{}", words(&same.stderr));
    // without the rows of China there is nothing to compare
    let fewer: String =
        table.lines().filter(|line| !line.contains(",china,")).map(|line| format!("{line}\n")).collect();
    assert_ne!(fewer, table);
    std::fs::write(home.path().join("fewer.csv"), fewer).expect("the table");
    let silent = output(home.path(), &["compare", "article.txt", "-f", "csv", "--statements", "fewer.csv"]);
    assert_eq!(code(&silent), 1, "{}", words(&silent.stderr));
    // a side that is corrected moves the figures to the other columns
    let turned = table.replace(",us,", ",?,").replace(",china,", ",us,").replace(",?,", ",china,");
    std::fs::write(home.path().join("turned.csv"), turned).expect("the table");
    let turned = output(home.path(), &["compare", "article.txt", "-f", "csv", "--statements", "turned.csv"]);
    assert_eq!(code(&turned), 0, "{}", words(&turned.stderr));
    let hits = |output: &Output, column: &str| -> Vec<String> {
        let mut reader = csv::Reader::from_reader(output.stdout.as_slice());
        let at = reader.headers().expect("a header").iter().position(|h| h == column).expect("the column");
        reader.records().map(|row| row.expect("a row")[at].to_owned()).collect()
    };
    assert_eq!(hits(&turned, "china_tokens"), hits(&plain, "us_tokens"));
    assert_eq!(hits(&turned, "us_tokens"), hits(&plain, "china_tokens"));
}

#[test]
fn a_sample_is_the_same_every_time_and_a_limit_stops() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = package("tests/fixtures/articles").to_string_lossy().into_owned();
    let documents = |arguments: &[&str]| -> Vec<String> {
        let ended = output(home.path(), &[&["statements", &folder][..], arguments].concat());
        assert_eq!(code(&ended), 0, "{}", words(&ended.stderr));
        let mut reader = csv::Reader::from_reader(ended.stdout.as_slice());
        let ids: BTreeSet<String> = reader.records().map(|row| row.expect("a row")[0].to_owned()).collect();
        ids.into_iter().collect()
    };
    let all = documents(&[]);
    let some = documents(&["--sample", "4"]);
    assert!(all.len() > 8 && !some.is_empty() && some.len() <= 4, "{all:?} {some:?}");
    assert_eq!(some, documents(&["--sample", "4", "--threads", "1"]));
    assert!(documents(&["--limit", "2"]).len() <= 2);
}

#[test]
fn completions_know_every_command() {
    let home = tempfile::tempdir().expect("a folder");
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = words(&output(home.path(), &["completions", shell]).stdout);
        for command in ["compare", "statements", "explain", "kwic", "lexicon"] {
            assert!(script.contains(command), "{shell} does not know {command}");
        }
    }
}

/// An output folder of an earlier run, a killed run over it, and what is there afterwards: the old one or a new one, whole.
#[test]
#[cfg(unix)]
fn a_killed_run_leaves_the_old_output_or_the_new_one() {
    let home = home();
    let row = "the theft of trade secrets must stop,us\nChina is a victim of hacking,china\n";
    std::fs::write(home.path().join("old.csv"), format!("text,side\n{row}")).expect("a table");
    std::fs::write(home.path().join("new.csv"), format!("text,side\n{}", row.repeat(40))).expect("a table");
    let run = |table| demarche(home.path(), &["compare", table, "--side-column", "side", "-o", "out", "--force", "-q"]);
    assert_eq!(run("old.csv").status().expect("it runs").code(), Some(0));
    let start = std::time::Instant::now();
    assert_eq!(run("new.csv").stdout(Stdio::null()).status().expect("it runs").code(), Some(0));
    let length = start.elapsed();
    let whole = |table: &str| {
        let out = home.path().join("out");
        let manifest = std::fs::read_to_string(out.join("run.json")).expect("a manifest");
        let rows = std::fs::read_to_string(out.join("statements.csv")).expect("a table").lines().count();
        serde_json::from_str::<serde_json::Value>(&manifest).is_ok_and(|run| run["command"].to_string().contains(table))
            && rows == if table == "old.csv" { 3 } else { 81 }
            && std::fs::read_to_string(out.join("report.html")).expect("a report").ends_with("</html>")
    };
    for part in 0..6 {
        assert_eq!(run("old.csv").stdout(Stdio::null()).status().expect("it runs").code(), Some(0));
        let mut child = run("new.csv").stdout(Stdio::null()).spawn().expect("it starts");
        std::thread::sleep(length * part / 6);
        child.kill().expect("it is killed");
        child.wait().expect("it ended");
        assert!(whole("old.csv") || whole("new.csv"), "killed after {part} sixths of {length:?}");
    }
}
