//! Counts of parts and what may not be merged: every refusal says what to do.

use sha2::{Digest, Sha256};
use std::path::Path;
use std::process::{Command, Output, Stdio};

fn demarche(folder: &Path, arguments: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_demarche"));
    command.current_dir(folder).env("NO_COLOR", "1").args(arguments.split_whitespace()).stdin(Stdio::null());
    command.output().expect("the program runs")
}

/// Runs a command that must succeed, and gives what it says.
fn done(folder: &Path, arguments: &str) -> String {
    let output = demarche(folder, arguments);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{arguments}: {said}");
    said
}

/// What a command says that must be refused.
fn refused(folder: &Path, arguments: &str) -> String {
    let output = demarche(folder, arguments);
    assert_eq!(output.status.code(), Some(2), "{arguments}");
    assert!(output.stdout.is_empty(), "{arguments}");
    let said = String::from_utf8(output.stderr).expect("text");
    let error = said.lines().find_map(|line| line.strip_prefix("demarche: ")).unwrap_or_else(|| panic!("{said}"));
    error.to_owned()
}

/// Two tables of statements and their counts.
fn parts() -> tempfile::TempDir {
    let home = tempfile::tempdir().expect("a folder");
    let rows = |from: usize| -> String {
        let row = |at: usize| match at % 2 {
            0 => format!("d{at},us,the theft of trade secrets must stop\n"),
            _ => format!("d{at},china,China is a victim of hacking and opposes cyber theft\n"),
        };
        (from..from + 12).map(row).collect()
    };
    for (name, from) in [("a", 0), ("b", 12)] {
        let table = format!("id,side,text\n{}", rows(from));
        std::fs::write(home.path().join(name).with_extension("csv"), table).expect("a table");
        done(home.path(), &format!("count {name}.csv --side-column side --sides us,china -o {name}.state"));
    }
    home
}

/// Changes a state as another program would have written it, checksum and all.
fn rewritten(folder: &Path, from: &str, to: &str, change: impl Fn(&str) -> String) {
    let state = std::fs::read_to_string(folder.join(from)).expect("a state");
    let (body, _) = state.trim_end().rsplit_once('\n').expect("a checksum");
    let body = format!("{}\n", change(body));
    let sha256: String = Sha256::digest(&body).iter().map(|byte| format!("{byte:02x}")).collect();
    std::fs::write(folder.join(to), format!("{body}{{\"sha256\":\"{sha256}\"}}\n")).expect("it can be written");
}

#[test]
fn parts_compare_as_one_run() {
    let home = parts();
    done(home.path(), "merge b.state a.state -o merged");
    done(home.path(), "merge a.state b.state -o whole.state");
    done(home.path(), "merge whole.state -o again");
    done(home.path(), "compare a.csv b.csv --side-column side --sides us,china --no-report -o whole");
    for table in ["comparison", "positions", "portrayals", "robustness", "speakers", "terms", "timeline"] {
        let read = |folder: &str| std::fs::read(home.path().join(folder).join(table).with_extension("csv")).ok();
        assert!(read("whole").is_some_and(|bytes| !bytes.is_empty()), "{table}");
        assert_eq!(read("merged"), read("whole"), "{table}");
        assert_eq!(read("again"), read("whole"), "{table}");
    }
}

/// A run looks at the beginning of a large table for its sides, a count at the whole; a side that comes late is a side in both.
#[test]
fn a_side_that_comes_late_is_found() {
    let home = tempfile::tempdir().expect("a folder");
    for (name, late) in [("two", "us"), ("three", "eu"), ("blank", "")] {
        let row = |at: u32| match at {
            8400 => format!("d{at},{late},the union has long been a victim of cyber theft"),
            at if at % 2 == 0 => format!("d{at},us,the theft of trade secrets must stop"),
            at => format!("d{at},china,China is a victim of hacking and opposes cyber theft"),
        };
        let rows: Vec<String> = (0..8500).map(row).collect();
        let table = format!("id,side,text\n{}\n", rows.join("\n"));
        std::fs::write(home.path().join(name).with_extension("csv"), table).expect("a table");
        let said = done(home.path(), &format!("compare {name}.csv --side-column side --no-report -o {name}"));
        let begins_anew = said.contains("a further side, \"eu\"");
        assert_eq!(begins_anew, name == "three", "{said}");
        done(home.path(), &format!("count {name}.csv --side-column side -o {name}.state"));
        done(home.path(), &format!("merge {name}.state -o {name}-counted"));
        for table in ["comparison", "positions", "speakers", "terms"] {
            let read = |folder: String| std::fs::read(home.path().join(folder).join(table).with_extension("csv")).ok();
            assert!(read(name.to_owned()).is_some_and(|bytes| !bytes.is_empty()), "{name} {table}");
            assert_eq!(read(name.to_owned()), read(format!("{name}-counted")), "{name} {table}");
        }
    }
}

#[test]
fn a_part_given_twice_is_refused() {
    let home = parts();
    let said = refused(home.path(), "merge a.state b.state a.state");
    assert_eq!(said, "a.state: the same part was given before (name every part once)");
    // also when it hides in a merged one, and when only some of its documents do
    done(home.path(), "merge a.state b.state -o whole.state");
    let said = refused(home.path(), "merge whole.state b.state");
    assert_eq!(said, "b.state: the same part was given before (name every part once)");
    let table = "id,side,text\nd3,us,we object to hacking\nd99,us,we object to hacking\n";
    std::fs::write(home.path().join("c.csv"), table).expect("a table");
    done(home.path(), "count c.csv --side-column side --sides us,china -o c.state");
    let said = refused(home.path(), "merge a.state c.state");
    assert!(said.starts_with("c.state: the document d3 was counted before (name every part once, or"), "{said}");
}

#[test]
fn parts_counted_in_another_way_are_refused() {
    let home = parts();
    done(home.path(), "count b.csv --side-column side --sides us,china --nested holder -o nested.state");
    let said = refused(home.path(), "merge a.state nested.state");
    assert_eq!(
        said,
        "nested.state: it was counted with another setting: nested \"holder\", not nested \"nobody\" (count all parts alike)"
    );
    done(home.path(), "count b.csv --side-column side --sides china,us -o swapped.state");
    let said = refused(home.path(), "merge a.state swapped.state");
    assert!(said.contains("another choice of sides: china, us, not us, china (count all parts alike)"), "{said}");
    rewritten(home.path(), "b.state", "lexicon.state", |body| body.replacen("\"sha256\":\"", "\"sha256\":\"0", 1));
    let said = refused(home.path(), "merge a.state lexicon.state");
    assert!(said.starts_with("lexicon.state: it was counted with another lexicon: "), "{said}");
}

#[test]
fn counts_of_another_version_are_refused() {
    let home = parts();
    let here = format!("\"version\":\"{}\"", env!("CARGO_PKG_VERSION"));
    let older = |body: &str| body.replacen(&here, "\"version\":\"0.0.9\"", 1);
    rewritten(home.path(), "b.state", "older.state", older);
    let said = refused(home.path(), "merge a.state older.state");
    let expected = format!(
        "older.state: it was counted with another version: 0.0.9, not {} (count all parts alike)",
        env!("CARGO_PKG_VERSION")
    );
    assert_eq!(said, expected);
    // all parts alike, and yet not of this version
    let said = refused(home.path(), "merge older.state");
    assert!(said.contains("were counted by version 0.0.9") && said.contains("count them again"), "{said}");
    rewritten(home.path(), "b.state", "format.state", |body| body.replacen("\"format\":1", "\"format\":2", 1));
    let said = refused(home.path(), "merge a.state format.state");
    assert_eq!(said, "format.state: has format 2, and this version reads 1 (count the part again with this version)");
}

#[test]
fn damaged_and_other_files_are_refused() {
    let home = parts();
    let state = std::fs::read_to_string(home.path().join("a.state")).expect("a state");
    std::fs::write(home.path().join("edited.state"), state.replacen("\"d0\"", "\"d00\"", 1)).expect("written");
    let said = refused(home.path(), "merge edited.state");
    assert!(said.contains("the checksum does not fit; the file is damaged (count the part again)"), "{said}");
    std::fs::write(home.path().join("cut.state"), &state[..state.len() / 2]).expect("written");
    let said = refused(home.path(), "merge cut.state");
    assert!(said.starts_with("cut.state:") && said.contains("(count the part again)"), "{said}");
    let said = refused(home.path(), "merge a.csv");
    assert_eq!(said, "a.csv: is no file of counts (make one with `demarche count INPUT -o X.state`)");
    let said = refused(home.path(), "merge none.state");
    assert!(said.starts_with("none.state: cannot be read"), "{said}");
}
