//! Agreement with others: Unicode's word break tests and Snowball's English vocabulary, where the crates that ship them lie in the
//! registry of this machine, and Python's csv, where there is Python. Nothing of it is kept here; where it is absent, the test says so.

use std::fs;
use std::io::{Cursor, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Arc;

use demarche::input::{Documents, Format, InputOptions, Source};
use demarche::text::{Segmenter, SegmenterRules, SnowballStemmer, Stemmer, Vocabulary};

/// A file that a dependency ships beside its source.
fn shipped(package: &str, file: &str) -> Option<String> {
    let listed = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--offline", "--locked"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .ok()?;
    let listed: serde_json::Value = serde_json::from_slice(&listed.stdout).ok()?;
    let found = listed["packages"].as_array()?.iter().find(|known| known["name"] == package)?;
    let manifest = PathBuf::from(found["manifest_path"].as_str()?);
    let text = fs::read_to_string(manifest.parent()?.join(file)).ok();
    if text.is_none() {
        eprintln!("{package} came without {file}: left out");
    }
    text
}

/// The string in a Rust string literal that holds nothing but `\u{…}` and plain characters.
fn unescaped(literal: &str) -> String {
    let mut out = String::new();
    let mut rest = literal;
    while let Some((before, after)) = rest.split_once("\\u{") {
        out.push_str(before);
        let (code, after) = after.split_once('}').expect("an escape ends");
        out.push(u32::from_str_radix(code, 16).ok().and_then(char::from_u32).expect("a character"));
        rest = after;
    }
    out + rest
}

#[test]
fn words_are_those_of_unicodes_own_tests() {
    let Some(source) = shipped("unicode-segmentation", "tests/testdata/mod.rs") else { return };
    let tests = source.split_once("TEST_WORD").expect("word tests").1;
    let tests = &tests[..tests.find("];").expect("their end")];
    let segmenter =
        Segmenter::new(Arc::new(SnowballStemmer::new("en", []).expect("English")), SegmenterRules::default());
    let mut count = 0;
    // ("whole", &["part", "part"]), …: every other string literal lies between quotation marks.
    for test in tests.split("(\"").skip(1) {
        let literals: Vec<String> = format!("\"{test}").split('"').skip(1).step_by(2).map(unescaped).collect();
        let (whole, parts) = literals.split_first().expect("a string");
        assert_eq!(parts.concat(), *whole, "the test data is read");
        let words: Vec<&str> =
            parts.iter().map(String::as_str).filter(|part| part.contains(char::is_alphanumeric)).collect();
        let text = segmenter.segment(whole, &mut Vocabulary::default());
        let found: Vec<&str> =
            text.tokens.iter().filter(|token| token.class.is_word()).map(|token| token.span.slice(whole)).collect();
        assert_eq!(found, words, "{whole:?}");
        count += 1;
    }
    assert!(count > 1_800, "{count} tests");
}

#[test]
fn stems_are_snowballs_but_for_what_is_known() {
    let (Some(words), Some(stems)) =
        (shipped("rust-stemmers", "test_data/voc_en.txt"), shipped("rust-stemmers", "test_data/res_en.txt"))
    else {
        return;
    };
    let stemmer = SnowballStemmer::new("en", []).expect("English");
    // Abbreviations and overlong words are their own stems here.
    let differs = |word: &str, stem: &str| stemmer.stem(word) != stem;
    let known: [&str; 0] = [];
    let pairs: Vec<(&str, &str)> = words.lines().zip(stems.lines()).collect();
    assert!(pairs.len() > 29_000, "{} words", pairs.len());
    let found: Vec<&str> = pairs.iter().filter(|(word, stem)| differs(word, stem)).map(|(word, _)| *word).collect();
    assert_eq!(found, known);
}

/// The rows of a table, header included, as Python's csv module reads them; nothing where there is no Python.
fn python_rows(table: &[u8], delimiter: char) -> Option<Vec<Vec<String>>> {
    let script = format!(
        "import csv, io, json, sys\ntext = io.TextIOWrapper(sys.stdin.buffer, 'utf-8-sig', newline='')\n\
         json.dump(list(csv.reader(text, delimiter='{delimiter}', strict=True)), sys.stdout)"
    );
    let started = Command::new("python3").args(["-c", &script]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    let Ok(mut child) = started else {
        eprintln!("python3 is absent: not compared with its reader");
        return None;
    };
    child.stdin.take().expect("a pipe").write_all(table).expect("the table is taken");
    let ended = child.wait_with_output().expect("Python ends");
    assert!(ended.status.success(), "Python cannot read {:?}", String::from_utf8_lossy(table));
    Some(serde_json::from_slice(&ended.stdout).expect("rows"))
}

/// The shapes that readers of CSV disagree on.
const TABLES: [(&str, char); 17] = [
    ("id,text\n1,plain words\n", ','),
    ("id,text\r\n1,a line that ends in two\r\n2,another\r\n", ','),
    ("id,text\n1,without a last end", ','),
    ("id,text\n1,\"a, comma\"\n", ','),
    ("id,text\n1,\"she said \"\"no\"\" twice\"\n", ','),
    ("id,text\n1,\"\"\"\"\n", ','),
    ("id,text\n1,\"one\ntwo\n\nthree\"\n", ','),
    ("id,text\r\n1,\"one\r\ntwo\"\r\n", ','),
    ("id,text\n1,\"\"\n2,\n", ','),
    ("id,text\n1,\"{\"\"type\"\": \"\"Point\"\", \"\"at\"\": [1, 2]}\"\n", ','),
    ("id,text\n1,ʤ \u{201c}Déjà vu\u{201d} 表\n", ','),
    ("\u{feff}id,text\n1,behind a mark\n", ','),
    ("id;text\n1;a, b\n2;\"a; b\"\n", ';'),
    ("id\ttext\n1\tan apostrophe's\n", '\t'),
    ("id,text\n1,a \"quote\" inside\n", ','),
    ("text\none column\nand a row\n", ','),
    ("id,text,id\n1,a name twice,2\n", ','),
];

#[test]
fn tables_are_read_as_python_reads_them() {
    for (table, delimiter) in TABLES {
        let Some(rows) = python_rows(table.as_bytes(), delimiter) else { return };
        let (header, rows) = rows.split_first().expect("a header");
        let at = header.iter().position(|name| name == "text").expect("a column");
        let wanted: Vec<&str> = rows.iter().map(|row| row[at].as_str()).collect();
        let format = if delimiter == '\t' { Format::Tsv } else { Format::Csv };
        let options = InputOptions { input_format: Some(format), ..InputOptions::default() };
        let documents = Documents::new(vec![Source::stdin()], options).with_stdin(Cursor::new(table.to_owned()));
        let found: Vec<String> = documents.map(|document| document.expect("a row").text).collect();
        assert_eq!(found, wanted, "{table:?}");
    }
}

#[test]
fn our_tables_are_read_by_python() {
    let said = "a \"quoted\" word, a comma; theft\r\na line\ttab 'apostrophe'";
    let input = format!("text,side\n\"{}\",us\n=SUM(A1),china\n", said.replace('"', "\"\""));
    let home = tempfile::tempdir().expect("a folder");
    fs::write(home.path().join("a.csv"), input).expect("a table");
    for (profile, delimiter) in [(None, ','), (Some("--excel"), ','), (Some("--excel=semicolon"), ';')] {
        let ended = Command::new(env!("CARGO_BIN_EXE_demarche"))
            .current_dir(home.path())
            .args(["compare", "a.csv", "--side-column", "side", "--sides", "us,china", "-o", "out", "-q", "--force"])
            .args(profile)
            .output()
            .expect("the program runs");
        assert!(matches!(ended.status.code(), Some(0 | 1)), "{}", String::from_utf8_lossy(&ended.stderr));
        let mut count = 0;
        for file in fs::read_dir(home.path().join("out")).expect("a folder") {
            let path = file.expect("a file").path();
            if path.extension().is_none_or(|extension| extension != "csv") {
                continue;
            }
            let bytes = fs::read(&path).expect("a table");
            let Some(theirs) = python_rows(&bytes, delimiter) else { return };
            let bare = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
            let mut reader = csv::ReaderBuilder::new().delimiter(delimiter as u8).has_headers(false).from_reader(bare);
            let ours: Vec<Vec<String>> =
                reader.records().map(|row| row.expect("a row").iter().map(str::to_owned).collect()).collect();
            assert_eq!(theirs, ours, "{}", path.display());
            assert!(theirs.iter().all(|row| row.len() == theirs[0].len()), "{}", path.display());
            if path.ends_with("statements.csv") {
                let at = theirs[0].iter().position(|name| name == "text").expect("a column");
                assert!(theirs[1][at].contains("a \"quoted\" word, a comma; theft"), "{:?}", theirs[1]);
                assert_eq!(theirs[2][at], "'=SUM(A1)");
            }
            count += 1;
        }
        assert!(count > 8, "{count} tables");
    }
}
