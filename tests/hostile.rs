//! Input made to harm: it may be refused with a reason, and nothing else may happen.

use std::fs;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use demarche::input::{Documents, InputOptions, Source};
use demarche::lexicon::{Lexicon, MAX_CHARACTERS, Pattern};
use demarche::scoring::{Scorer, Settings};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn demarche(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_demarche"))
        .current_dir(folder)
        .env("NO_COLOR", "1")
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .expect("the program runs")
}

/// A folder with these files.
fn home(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let home = tempfile::tempdir().expect("a folder");
    for (name, bytes) in files {
        fs::write(home.path().join(name), bytes).expect("a file");
    }
    home
}

fn words(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn nesting_is_read_or_refused_however_deep() {
    let deep = 20_000;
    let text = "The dam is safe, she said.";
    let nested = |open: &str, close: &str| format!("{}{text}{}", open.repeat(deep), close.repeat(deep));
    let json = format!("{{\"x\":{},\"text\":\"a\"}}\n{{\"text\":\"b\"}}\n", "[".repeat(deep) + &"]".repeat(deep));
    let yaml = format!("---\ntitle: {}{}\n---\nbody", "[".repeat(5_000), "]".repeat(5_000));
    let files: [(&str, String); 9] = [
        ("a.jsonl", json),
        ("b.md", yaml),
        ("c.html", nested("<div>", "</div>")),
        ("d.txt", nested("(", ")")),
        ("e.txt", nested("\u{201c}", "\u{201d}")),
        ("f.txt", nested("\"'", "'\"")),
        ("g.csv", format!("text\n{}\n", "\"".repeat(deep + 1))),
        ("h.txt", nested("she said that ", "")),
        ("i.eml", nested("Content-Type: multipart/mixed; boundary=x\n\n--x\n", "")),
    ];
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    let home = home(&files);
    let ended = demarche(home.path(), &["compare", ".", "-o", "out", "-q"]);
    assert!(matches!(ended.status.code(), Some(0 | 1)), "{:?}: {}", ended.status, words(&ended.stderr));
    let rejected = fs::read_to_string(home.path().join("out/rejected.csv")).expect("a table");
    for part in ["c,", "elements inside one another", "g-1,"] {
        assert!(rejected.contains(part), "{rejected}");
    }
}

#[test]
fn a_lexicon_from_a_stranger_is_read_or_refused() {
    let river = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/lexicons/river");
    let manifest = fs::read_to_string(river.join("dispute.toml")).expect("a lexicon");
    let terms = fs::read_to_string(river.join("terms.csv")).expect("a lexicon");
    let header = terms.lines().next().expect("a header");
    let nested = "(a|".repeat(5_000);
    let cases = [
        ("dispute.toml", format!("{manifest}\nx = {}{}\n", "[".repeat(50_000), "]".repeat(50_000))),
        ("dispute.toml", format!("{manifest}\n[{}]\n", "a.".repeat(50_000) + "a")),
        ("dispute.toml", format!("{manifest}{}", "\n[[issue]]\nid = \"x\"\n".repeat(70_000))),
        ("terms.csv", format!("{header},{}\nsafety,dam,topic,,,\n", "x,".repeat(100_000))),
        ("terms.csv", format!("{header}\nsafety,{nested},topic,,,\n")),
        ("terms.csv", format!("{header}\nsafety,{},topic,,,\n", "dam ".repeat(MAX_CHARACTERS))),
        ("terms.csv", format!("{header}\nsafety,\"{}\n", "x\n".repeat(50_000))),
        ("terms.csv", format!("{header}\nsafety,{},topic,,,\n", "(a|b|c|d|e|f) ".repeat(200))),
    ];
    for (name, content) in cases {
        let home = tempfile::tempdir().expect("a folder");
        for file in ["dispute.toml", "speakers.csv", "terms.csv", "examples.csv", "README.md"] {
            fs::copy(river.join(file), home.path().join(file)).expect("a copy");
        }
        fs::write(home.path().join(name), content).expect("a file");
        let start = Instant::now();
        let error = Lexicon::load(&home.path().to_string_lossy()).err().expect("it is refused").to_string();
        assert!(error.contains(name), "{error:.300}");
        assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
    }
    assert!(Pattern::parse(&"(".repeat(MAX_CHARACTERS)).is_err());
    let gaps = |count: usize| Pattern::parse(&vec!["dam"; count].join(" <0-20> "));
    assert!(gaps(4).is_ok());
    assert!(gaps(5).expect_err("80 words").to_string().contains("the gaps come to 80 words (60 at most"));
}

#[test]
#[cfg(target_os = "linux")]
fn a_file_whose_name_is_not_unicode_is_read_all_the_same() {
    use std::os::unix::ffi::OsStrExt;
    let name = std::ffi::OsStr::from_bytes(b"b\xffd.txt");
    let home = tempfile::tempdir().expect("a folder");
    let text = "\u{201c}The theft of trade secrets must stop,\u{201d} the White House said.";
    fs::write(home.path().join(name), text).expect("a file");
    for input in [name, std::ffi::OsStr::new(".")] {
        let program = Command::new(env!("CARGO_BIN_EXE_demarche"))
            .current_dir(home.path())
            .args(["statements", "-f", "csv"])
            .arg(input)
            .output()
            .expect("the program runs");
        assert_eq!(program.status.code(), Some(0), "{}", words(&program.stderr));
        assert!(words(&program.stdout).contains("\nb\u{fffd}d,1,"), "{}", words(&program.stdout));
    }
}

#[test]
fn every_threat_has_a_test_that_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = fs::read_to_string(root.join("SECURITY.md")).expect("the page");
    let rows: Vec<&str> = page.lines().filter(|line| line.starts_with("| ")).skip(1).collect();
    assert!(rows.len() >= 14, "{} threats", rows.len());
    for row in rows {
        let cells: Vec<&str> = row.trim_matches('|').split('|').collect();
        let [_, _, tests] = cells[..] else { panic!("three cells: {row}") };
        let mut file = String::new();
        let mut names = 0;
        for name in tests.split('`').skip(1).step_by(2) {
            if name.contains(['/', '.']) {
                file = fs::read_to_string(root.join(name)).unwrap_or_else(|e| panic!("{name}: {e}"));
                names += usize::from(!name.ends_with(".rs"));
            } else {
                assert!(file.contains(&format!("fn {name}(")), "{name} is not in the file before it: {row}");
                names += 1;
            }
        }
        assert!(names > 0, "no test: {row}");
    }
}

#[test]
fn nothing_acts_on_a_terminal_or_in_a_report() {
    let article = "\u{1b}[31mDam\u{7} talks\u{202e}\n\n\"The theft of <script>alert(1)</script> trade secrets \u{1b}]0;x\u{7}must \
                   stop\u{202e} now,\" the White House\u{200f} said.\n\n\"China is a victim of hacking,\" China's Foreign \
                   Ministry said \u{9b}2J.\n";
    let name = "a\u{1b}[2Jb.txt";
    let home = home(&[(name, article.as_bytes()), ("\u{202e}txt.exe.txt", b"\x89PNG\r\n\x1a\n\0\0")]);
    let is_harmful = |c: char| {
        c.is_control() && !matches!(c, '\n' | '\t') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    for arguments in [
        &["compare", ".", "-v"][..],
        &["explain", "."],
        &["kwic", "theft", "."],
        &["compare", "no\u{1b}[2Jthing.txt"],
        &["kwic", "\u{1b}[2J(", "."],
    ] {
        let ended = demarche(home.path(), arguments);
        let shown = words(&ended.stdout) + &words(&ended.stderr);
        assert!(!shown.contains(is_harmful), "{arguments:?}: {shown:?}");
    }
    let ended = demarche(home.path(), &["compare", ".", "-o", "out", "-q"]);
    assert!(matches!(ended.status.code(), Some(0 | 1)), "{}", words(&ended.stderr));
    let report = fs::read_to_string(home.path().join("out/report.html")).expect("a report");
    assert!(!report.contains("<script>alert"), "the page of an article runs in the report");
    assert!(!report.contains(is_harmful), "escape sequences or overrides in the report");
    // Words that run from right to left do not reorder what stands beside them.
    assert!(report.contains("main :is(a, mark, p, span, td, th) { unicode-bidi: isolate; }"), "no isolation");
}

#[test]
fn no_table_holds_a_number_that_is_none() {
    let shapes: [(&str, &str); 6] = [
        ("one.csv", "text,side\ntheft must stop,us\n"),
        ("none.csv", "text,side\nwords,us\nwords,china\n"),
        ("empty.csv", "text,side\n,us\n,china\n"),
        ("same.csv", "text,side,date\ntheft,us,2016-01-01\ntheft,us,2016-01-01\ntheft,china,2016-01-01\n"),
        (
            "some.csv",
            "id,text,side\n1,the theft of trade secrets must stop,us\n2,China is a victim of hacking,china\n3,we object to any cyber-enabled theft,us\n",
        ),
        (
            "many.csv",
            "text,side\ntheft,us\ntheft,us\ntheft,us\ntheft,us\ntheft,us\nhacking,us\nx,china\ny,china\nz,china\nq,china\nvictim of hacking,china\n",
        ),
    ];
    for (name, table) in shapes {
        let home = home(&[(name, table.as_bytes())]);
        let arguments = ["compare", name, "--side-column", "side", "--sides", "us,china", "--measure", "all", "--xlsx"];
        for format in ["json", "csv", "table"] {
            let shown = demarche(home.path(), &[&arguments[..8], &["-f", format]].concat());
            assert!(matches!(shown.status.code(), Some(0 | 1)), "{name}: {}", words(&shown.stderr));
            no_number_that_is_none(&words(&shown.stdout), &format!("{name} as {format}"));
        }
        let ended = demarche(home.path(), &[&arguments[..], &["-o", "out", "-q"]].concat());
        assert!(matches!(ended.status.code(), Some(0 | 1)), "{name}: {}", words(&ended.stderr));
        for file in fs::read_dir(home.path().join("out")).expect("a folder") {
            let path = file.expect("a file").path();
            let bytes = fs::read(&path).expect("an output");
            let shown = path.display().to_string();
            if shown.ends_with(".xlsx") {
                let mut workbook = zip::ZipArchive::new(Cursor::new(bytes)).expect("a workbook");
                for at in 0..workbook.len() {
                    let mut part = workbook.by_index(at).expect("a part");
                    let name = part.name().expect("a name").into_owned();
                    let mut sheet = String::new();
                    std::io::Read::read_to_string(&mut part, &mut sheet).expect("text");
                    // Charts repeat the cells, with formats for signs.
                    if !name.contains("charts/") {
                        no_number_that_is_none(&sheet, &format!("{shown} {name}"));
                    }
                }
            } else {
                no_number_that_is_none(&words(&bytes), &shown);
            }
        }
    }
}

#[test]
fn arithmetic_is_checked_in_releases_too() {
    let manifest = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")).expect("the manifest");
    let manifest: toml::Table = manifest.parse().expect("TOML");
    assert_eq!(manifest["profile"]["release"]["overflow-checks"].as_bool(), Some(true));
}

#[test]
fn an_archive_of_too_many_files_is_refused() {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..100_001 {
        archive.start_file(format!("{at}.txt"), SimpleFileOptions::default()).expect("memory");
    }
    let home = home(&[("many.zip", &archive.finish().expect("memory").into_inner())]);
    let ended = demarche(home.path(), &["statements", "many.zip"]);
    assert_eq!(ended.status.code(), Some(2));
    assert!(words(&ended.stderr).contains("holds more than 100000 files"), "{}", words(&ended.stderr));
}

/// No word of an output is a number that is none, nor a zero with a sign.
fn no_number_that_is_none(text: &str, place: &str) {
    let is_number = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '+' | '_' | '\'' | '\u{2212}');
    for word in text.split(|c: char| !is_number(c)) {
        let bare = word.trim_start_matches(['+', '-', '\u{2212}']).trim_end_matches('.');
        let is_none = ["nan", "inf", "infinity"].iter().any(|none| bare.eq_ignore_ascii_case(none));
        let is_signed_zero = word.starts_with(['-', '\u{2212}'])
            && bare.starts_with('0')
            && bare.chars().all(|c| matches!(c, '0' | '.'));
        assert!(!is_none && !is_signed_zero, "{place}: {word}");
    }
}

/// Strings that have broken other programs.
const NAUGHTY: [&str; 40] = [
    "",
    " ",
    "\u{feff}",
    "null",
    "undefined",
    "NaN",
    "-Infinity",
    "1e309",
    "0x",
    "=1+1",
    "@SUM(A1)",
    "'; DROP TABLE x;--",
    "<script>alert(1)</script>",
    "&lt;&amp;&#0;&#x110000;",
    "%s%n%x",
    "{{7*7}}",
    "../../../../etc/passwd",
    "C:\\con\\nul",
    "\u{202e}\u{202d}abc\u{202c}",
    "Z\u{351}\u{36b}\u{343}\u{36a}a\u{302}\u{305}lgo",
    "\u{200b}\u{200d}\u{2060}",
    "👩‍👩‍👧‍👦🏳️‍🌈🇺🇸🇨",
    "ﷺ﷽",
    "ﬁﬂ ﬀ",
    "İıſß",
    "ισαίσα αναιρετε",
    "表ポあA鷗ŒéＢ逍Üßªąñ丂㐀𠀀",
    "Ω≈ç√∫˜µ≤≥÷",
    "\u{1d554}\u{1d560}",
    "a\u{0}b",
    "\r",
    "\r\n\r\n",
    "\u{2028}\u{2029}\u{85}",
    "\u{ad}\u{ad}",
    "'''''''''",
    "\"\"\"\"\"",
    "((((((((((",
    "——————",
    "U.S.U.S.U.S.",
    "said said said said said",
];

/// A name and bytes.
type Made = (String, Vec<u8>);

fn packed(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        archive.start_file(*name, SimpleFileOptions::default()).expect("memory");
        archive.write_all(bytes).expect("memory");
    }
    archive.finish().expect("memory").into_inner()
}

/// One file of each format around a text, as well formed as the text lets it be.
fn around(text: &str) -> Vec<(&'static str, Vec<u8>)> {
    let json = serde_json::json!({ "text": text, "id": text, "date": text, "title": text }).to_string();
    let cell = text.replace('"', "\"\"");
    let word = format!("<w:document><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>");
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gzip.write_all(text.as_bytes()).expect("memory");
    vec![
        ("txt", text.as_bytes().to_vec()),
        ("md", format!("---\ntitle: {text}\n---\n{text}").into_bytes()),
        ("csv", format!("id,text,side\n\"{cell}\",\"{cell}\",\"{cell}\"\n{text},{text}\n").into_bytes()),
        ("tsv", format!("id\ttext\n{text}\t{text}\n").into_bytes()),
        ("jsonl", format!("{json}\n{{\"text\": \"{text}\"}}\n").into_bytes()),
        ("json", format!("[{json}, {text}]").into_bytes()),
        ("html", format!("<html><title>{text}</title><p>{text}<p title=\"{text}\">x").into_bytes()),
        ("eml", format!("From: {text}\nSubject: {text}\nDate: {text}\n\n{text}").into_bytes()),
        ("docx", packed(&[("word/document.xml", word.as_bytes()), ("docProps/core.xml", word.as_bytes())])),
        ("zip", packed(&[("a.txt", text.as_bytes()), (&format!("{text}.txt"), b"x")])),
        ("txt.gz", gzip.finish().expect("memory")),
    ]
}

/// Over a thousand files: strings in every format, every format cut off and with bytes changed, a text in many encodings.
fn bad_files() -> Vec<Made> {
    let mut made: Vec<Made> = Vec::new();
    let mut put = |extension: &str, bytes: Vec<u8>| made.push((format!("{:04}.{extension}", made.len()), bytes));
    for text in NAUGHTY {
        around(text).into_iter().for_each(|(extension, bytes)| put(extension, bytes));
    }
    let article = "Two answers\n\n\u{201c}The theft of trade secrets must stop,\u{201d} the White House said.\n\nAccording to Cui, no.";
    let mut whole = around(article);
    let print =
        fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/inputs/dam-talks.pdf")).expect("a PDF");
    whole.push(("pdf", print));
    for (extension, bytes) in &whole {
        for part in 0..20 {
            put(extension, bytes[..bytes.len() * part / 20].to_vec());
        }
        for part in 0..20 {
            let mut changed = bytes.clone();
            for at in (part * 7..changed.len()).step_by(97 + part) {
                changed[at] = changed[at].wrapping_add(1 + part as u8);
            }
            put(extension, changed);
        }
    }
    let encodings = [
        "windows-1252",
        "windows-1251",
        "shift_jis",
        "gb18030",
        "euc-kr",
        "big5",
        "koi8-r",
        "iso-8859-7",
        "windows-1256",
    ];
    for label in encodings {
        let encoding = encoding_rs::Encoding::for_label(label.as_bytes()).expect("a label");
        for text in NAUGHTY.iter().rev().take(18) {
            let (bytes, _, _) = encoding.encode(text);
            put("txt", [bytes.as_ref(), b"\n", bytes.as_ref(), b" \x80\xFF\xFE"].concat());
        }
    }
    made
}

/// Reads and scores one file; how many documents and refusals there were.
fn survive((name, bytes): &Made, lexicon: &Lexicon, folder: &Path) -> (usize, usize) {
    let path: PathBuf = folder.join(name);
    fs::write(&path, bytes).expect("a file");
    let (mut documents, mut refusals) = (0, 0);
    let start = Instant::now();
    for item in Documents::new(vec![Source::file(&path)], InputOptions::default()) {
        match item {
            Ok(document) => {
                documents += 1;
                Scorer::new(lexicon, Settings::default()).score(document);
            }
            Err(rejected) => {
                refusals += 1;
                assert!(rejected.reason.ends_with(')'), "{name}: {rejected}");
            }
        }
    }
    assert!(start.elapsed() < Duration::from_secs(5), "{name} takes {:?}", start.elapsed());
    (documents, refusals)
}

#[test]
fn bad_files_are_read_or_refused_with_a_reason() {
    let lexicon = Lexicon::load("us-china-cyber").expect("a built-in lexicon");
    let folder = tempfile::tempdir().expect("a folder");
    let made = bad_files();
    assert!(made.len() > 1_000, "{}", made.len());
    for file in made.iter().step_by(23) {
        survive(file, &lexicon, folder.path());
    }
}

#[test]
#[ignore = "every bad file, with the figures: cargo test --test hostile -- --ignored --nocapture"]
fn all_bad_files() {
    let lexicon = Lexicon::load("us-china-cyber").expect("a built-in lexicon");
    let folder = tempfile::tempdir().expect("a folder");
    let made = bad_files();
    let (mut documents, mut refusals) = (0, 0);
    let start = Instant::now();
    for file in &made {
        let (read, refused) = survive(file, &lexicon, folder.path());
        documents += read;
        refusals += refused;
    }
    println!("{} files: {documents} documents, {refusals} refusals, in {:?}", made.len(), start.elapsed());
    let ended = demarche(folder.path(), &["compare", ".", "-o", "out", "-q"]);
    assert!(matches!(ended.status.code(), Some(0 | 1)), "{}", words(&ended.stderr));
}
