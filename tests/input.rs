//! Reading as a user meets it: files and folders on a disk, standard input, tables of other people.

use std::collections::BTreeSet;
use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};

use demarche::document::{Date, Document, Given, WarningCode};
use demarche::input::{Cause, Documents, Format, InputError, InputOptions, Rejected, Sample, Source, expand};
use proptest::prelude::*;
use sha2::{Digest, Sha256};
use tempfile::TempDir;

/// A folder with these files.
fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    folder
}

fn arguments(folder: &Path, names: &[&str]) -> Vec<String> {
    names.iter().map(|name| folder.join(name).to_string_lossy().into_owned()).collect()
}

type Items = Vec<Result<Document, Rejected>>;

/// Reads one file of that name and content.
fn read_file(name: &str, content: &[u8], options: InputOptions) -> Items {
    let folder = folder(&[(name, content)]);
    let mut items: Items = Documents::new(vec![Source::file(folder.path().join(name))], options).collect();
    let prefix = format!("{}/", folder.path().display());
    for item in &mut items {
        match item {
            Ok(document) => document.source = document.source.replace(&prefix, ""),
            Err(rejected) => rejected.source = rejected.source.replace(&prefix, ""),
        }
    }
    items
}

fn read_stdin(content: impl Into<Vec<u8>>, options: InputOptions) -> Items {
    Documents::new(vec![Source::stdin()], options).with_stdin(Cursor::new(content.into())).collect()
}

fn texts(items: &Items) -> Vec<&str> {
    items.iter().flatten().map(|document| document.text.as_str()).collect()
}

fn ids(items: &Items) -> Vec<&str> {
    items.iter().flatten().map(|document| document.id.as_str()).collect()
}

fn reasons(items: &Items) -> Vec<String> {
    items.iter().filter_map(|item| item.as_ref().err()).map(Rejected::to_string).collect()
}

fn column(name: &str) -> Option<String> {
    Some(name.to_string())
}

#[test]
fn every_format_gives_its_documents() {
    type Expected = &'static [(&'static str, &'static str)];
    let cases: [(&str, &str, Expected); 14] = [
        ("a.txt", "One.\r\nTwo.", &[("a", "One.\r\nTwo.")]),
        ("a", "plain", &[("a", "plain")]),
        ("a.txt", "", &[("a", "")]),
        ("a.md", "---\nid: b\n---\n# Head\n**x** [y](z)\n", &[("b", "# Head\n**x** [y](z)\n")]),
        ("a.csv", "text\nx\n\"y, z\"\n", &[("a-1", "x"), ("a-2", "y, z")]),
        ("a.csv", "id;text\nk;x\n;y\nk;z\n", &[("k", "x"), ("a-2", "y"), ("k-2", "z")]),
        ("a.csv", "sep=|\nid|text\nk|x\n", &[("k", "x")]),
        ("a.csv", "id,text\nk,\n", &[("k", "")]),
        ("a.tsv", "id\ttext\nk\tx, y\n", &[("k", "x, y")]),
        ("a.jsonl", "{\"text\":\"x\"}\n\n{\"text\":\"y\",\"id\":7}\n", &[("a-1", "x"), ("7", "y")]),
        ("a.json", "[{\"text\":\"x\"},{\"text\":null}]", &[("a-1", "x"), ("a-2", "")]),
        ("a.json", "{\"text\": \"x\"}", &[("a", "x")]),
        ("a.json", "{\"n\":2,\"articles\":[{\"content\":\"x\"},{\"content\":\"y\"}]}", &[("a-1", "x"), ("a-2", "y")]),
        ("a.jsonl", "[\n{\"text\":\"x\"},\n{\"text\":\"y\"}\n]", &[("a-1", "x"), ("a-2", "y")]),
    ];
    for (name, content, expected) in cases {
        let items = read_file(name, content.as_bytes(), InputOptions::default());
        assert!(items.iter().all(Result::is_ok), "{name} {content:?}: {:?}", reasons(&items));
        let got: Vec<(&str, &str)> = ids(&items).into_iter().zip(texts(&items)).collect();
        assert_eq!(got, expected, "{name} {content:?}");
    }
}

#[test]
fn a_table_brings_speakers_sides_dates_and_places() {
    let table = "Line,Speaker,Side,Text,Date,Title,Outlet,URL,Author\n\
                 1, Cui ,china,\"He said \"\"no\"\".\n\nTwice.\",9/26/14,A title,The Hill,https://example.org/1,J. Doe\n\
                 2,,,Anonymous.,,,,,\n";
    let items = read_file("d.csv", table.as_bytes(), InputOptions::default());
    let first = items[0].as_ref().unwrap();
    assert_eq!(first.id, "d-1");
    assert_eq!(first.source, "d.csv:2");
    assert_eq!(first.text, "He said \"no\".\n\nTwice.");
    assert_eq!(first.given, Some(Given { speaker: column("Cui"), side: column("china") }));
    assert_eq!(first.date, Some(Date::constant(2014, 9, 26)));
    assert_eq!(first.title.as_deref(), Some("A title"));
    assert_eq!(first.origin.outlet.as_deref(), Some("The Hill"));
    assert_eq!(first.origin.url.as_deref(), Some("https://example.org/1"));
    assert_eq!(first.origin.author.as_deref(), Some("J. Doe"));
    let second = items[1].as_ref().unwrap();
    assert_eq!(second.source, "d.csv:5", "the line, not the row");
    assert_eq!(second.given, Some(Given::default()), "the column is there, nobody is named");
    assert_eq!((second.date, second.warnings.len()), (None, 0), "an empty date is no unread one");
}

#[test]
fn options_name_columns_in_every_kind_of_table() {
    let options = InputOptions {
        text_column: column("said"),
        speaker_column: column("who"),
        side_column: column("who"),
        date_column: column("when"),
        id_column: column("n"),
        ..InputOptions::default()
    };
    for (name, content) in [
        ("a.csv", "n,who,when,said,text\nq,Kerry,2014-11-04,yes,no\n"),
        ("a.tsv", "n\twho\twhen\tsaid\ttext\nq\tKerry\t2014-11-04\tyes\tno\n"),
        ("a.jsonl", "{\"n\":\"q\",\"who\":\"Kerry\",\"when\":\"2014-11-04\",\"said\":\"yes\",\"text\":\"no\"}\n"),
        ("a.json", "[{\"n\":\"q\",\"who\":\"Kerry\",\"when\":\"2014-11-04\",\"said\":\"yes\",\"text\":\"no\"}]"),
    ] {
        let items = read_file(name, content.as_bytes(), options.clone());
        let document = items[0].as_ref().unwrap();
        assert_eq!((document.id.as_str(), document.text.as_str()), ("q", "yes"), "{name}");
        assert_eq!(document.given, Some(Given { speaker: column("Kerry"), side: column("Kerry") }), "{name}");
        assert_eq!(document.date, Some(Date::constant(2014, 11, 4)), "{name}");
    }
}

#[test]
fn what_cannot_be_read_says_why_and_what_to_do() {
    let speaker = InputOptions { speaker_column: column("Speker"), ..InputOptions::default() };
    let small = InputOptions { max_document_bytes: 10, ..InputOptions::default() };
    let plain = InputOptions::default();
    let as_text = InputOptions { input_format: Some(Format::Text), ..InputOptions::default() };
    let cases: [(&str, &[u8], &InputOptions, Cause, &str); 16] = [
        (
            "a.pdf",
            b"%PDF-1.4\n",
            &plain,
            Cause::Malformed,
            "a.pdf: not a PDF that can be read: its structure is broken",
        ),
        ("a.pdf", b"words", &plain, Cause::Malformed, "a.pdf: does not begin as a pdf does"),
        ("a.txt", b"\x89PNG\r\n\x1a\n\0\0", &plain, Cause::NotText, "a.txt: not text: it is a PNG image"),
        ("a.docx", b"PK\x03\x04....word/x", &plain, Cause::Malformed, "a.docx: the archive is damaged"),
        ("a.txt", b"\0\x01\x02\x03\0\0\x05", &plain, Cause::NotText, "a.txt: not text: it is a binary file"),
        ("a.eml", b"\n\nwords", &plain, Cause::Malformed, "a.eml: not a mail: it has no headers"),
        ("a.txt", b"%PDF-1.4", &as_text, Cause::NotText, "a.txt: not txt: it is a PDF (leave out"),
        ("a.txt", b"More than ten bytes.", &small, Cause::TooLarge, "a.txt: larger than 10 bytes"),
        ("a.csv", b"text\nMore than ten bytes.\n", &small, Cause::TooLarge, "a.csv:2: larger than 10 bytes"),
        ("a.csv", b"", &plain, Cause::Malformed, "a.csv: the table is empty (its first row"),
        ("a.csv", b"a,b\n1,2\n", &plain, Cause::Columns, "a.csv: no column is known to hold the text"),
        ("a.csv", b"Speaker,text\n", &speaker, Cause::Columns, "a.csv: there is no column \"Speker\" (did you mean"),
        ("a.csv", b"a,text\n1\n", &plain, Cause::Malformed, "a.csv:2: the row has 1 cell where the header has 2"),
        (
            "a.jsonl",
            b"\n{\"text\": oops}\n",
            &plain,
            Cause::Malformed,
            "a.jsonl:2: not valid JSON at column 10: expected",
        ),
        ("a.jsonl", b"{\"title\":\"x\"}\n", &plain, Cause::Columns, "a.jsonl:1: the object has no field that is known"),
        ("a.txt", b"\x1f\x8b\x08\0broken", &plain, Cause::Unreadable, "a.txt: cannot be read"),
    ];
    for (name, content, options, cause, start) in cases {
        let items = read_file(name, content, options.clone());
        assert_eq!(items.len(), 1, "{name} {content:?}");
        let rejected = items[0].as_ref().expect_err(start);
        assert_eq!(rejected.cause, cause, "{rejected}");
        assert!(rejected.to_string().starts_with(start), "{rejected}");
        assert!(rejected.reason.ends_with(')'), "the remedy comes last: {rejected}");
        assert!(rejected.document.starts_with('a'), "{rejected:?}");
    }
}

#[test]
fn one_bad_document_does_not_stop_the_rest_unless_asked() {
    let files: [(&str, &[u8]); 4] = [
        ("a.pdf", b"%PDF-1.4"),
        ("b.csv", b"id,text\n1,x\n2\n3,\"y\n4,z\n"),
        ("c.jsonl", b"{\"text\":\"p\"}\n{\"text\":\n[1]\n{\"text\":[\"q\"]}\n{\"text\":\"r\"}"),
        ("d.txt", b"last"),
    ];
    let folder = folder(&files);
    let sources = expand(&[folder.path()]).unwrap();
    let items: Items = Documents::new(sources.clone(), InputOptions::default()).collect();
    assert_eq!(texts(&items), ["x", "z", "p", "r", "last"]);
    let places: Vec<String> = items
        .iter()
        .filter_map(|item| item.as_ref().err())
        .map(|rejected| rejected.source.rsplit('/').next().unwrap_or_default().to_string())
        .collect();
    assert_eq!(places, ["a.pdf", "b.csv:3", "b.csv:4", "c.jsonl:2", "c.jsonl:3", "c.jsonl:4"]);
    let strict = InputOptions { strict: true, ..InputOptions::default() };
    let items: Items = Documents::new(sources, strict).collect();
    assert_eq!((items.len(), items[0].is_err()), (1, true));
}

#[test]
fn a_broken_object_in_an_array_costs_only_itself() {
    let items = read_stdin("[{\"text\":\"a\"},\n{\"text\" \"b\"},\n3,\n{\"text\":\"c\"}]", InputOptions::default());
    assert_eq!(texts(&items), ["a", "c"]);
    assert_eq!(ids(&items), ["stdin-1", "stdin-4"]);
    assert!(reasons(&items)[0].starts_with("-:2: not valid JSON"), "{:?}", reasons(&items));
    assert!(reasons(&items)[1].starts_with("-:3: not a JSON object"), "{:?}", reasons(&items));
}

#[test]
fn standard_input_is_told_by_its_content() {
    for (content, expected) in [
        ("Just words, he said.", vec!["Just words, he said."]),
        ("{\"text\":\"x\"}\n{\"text\":\"y\"}\n", vec!["x", "y"]),
        ("[{\"text\":\"x\"}]", vec!["x"]),
        ("Line,Speaker,Text\n1,A,x\n", vec!["x"]),
        ("---\ntitle: t\n---\nx", vec!["x"]),
    ] {
        assert_eq!(texts(&read_stdin(content, InputOptions::default())), expected);
    }
    let forced = InputOptions { input_format: Some(Format::Text), ..InputOptions::default() };
    assert_eq!(texts(&read_stdin("Line,Speaker,Text\n", forced)), ["Line,Speaker,Text\n"]);
}

#[test]
fn an_encoding_that_was_guessed_is_told_once() {
    let items = read_file("a.csv", b"id,text\n1,plain\n2,caf\xe9\n3,cr\xe8me\n", InputOptions::default());
    assert_eq!(texts(&items), ["plain", "café", "crème"]);
    let warnings: Vec<_> = items.iter().flatten().flat_map(|document| &document.warnings).collect();
    assert_eq!(warnings.len(), 1);
    assert_eq!(warnings[0].code, WarningCode::Encoding);
    assert_eq!(warnings[0].document.as_deref(), Some("1"));
    assert!(warnings[0].message.contains("windows-1252, which is a guess"), "{}", warnings[0].message);
    let marked = read_file("a.txt", b"\xff\xfeh\0\xe9\0", InputOptions::default());
    assert_eq!(texts(&marked), ["hé"]);
    assert!(marked[0].as_ref().unwrap().warnings.is_empty(), "a byte order mark is no guess");
}

#[test]
fn a_date_that_names_no_day_is_told_once() {
    let items = read_file("a.csv", b"date,text\nsoon,x\nlater,y\n2014-11-04,z\n", InputOptions::default());
    let documents: Vec<&Document> = items.iter().flatten().collect();
    assert_eq!(documents.iter().map(|d| d.warnings.len()).collect::<Vec<_>>(), [1, 0, 0]);
    assert_eq!(documents[0].warnings[0].code, WarningCode::Metadata);
    assert!(documents[0].warnings[0].message.contains("the date \"soon\" names no day"));
    assert_eq!(documents[2].date, Some(Date::constant(2014, 11, 4)));
}

#[test]
fn an_apostrophe_is_taken_away_only_from_our_own_tables() {
    let table = "text,speaker\n'=1+1,'@x\n''-a,'tis\n";
    let given = |items: &Items| -> Vec<String> {
        items.iter().flatten().filter_map(|d| d.given.as_ref()?.speaker.clone()).collect()
    };
    let theirs = read_stdin(table, InputOptions::default());
    assert_eq!(texts(&theirs), ["'=1+1", "''-a"]);
    let ours = read_stdin(table, InputOptions { guarded: true, ..InputOptions::default() });
    assert_eq!(texts(&ours), ["=1+1", "'-a"]);
    assert_eq!(given(&ours), ["@x", "'tis"]);
}

#[test]
fn folders_patterns_and_files_make_one_sorted_list() {
    let folder = folder(&[
        ("b.txt", b"b"),
        ("a/x.txt", b"ax"),
        ("c/x.TXT", b"cx"),
        ("c/.hidden.txt", b"no"),
        (".git/y.txt", b"no"),
        ("c/notes.bak", b"no"),
        ("out/run.json", b"{}"),
        ("out/datapackage.json", b"{}"),
        ("out/statements.csv", b"text\nno\n"),
    ]);
    let root = folder.path();
    let list = |names: &[&str]| -> Vec<(String, String)> {
        let sources = expand(&arguments(root, names)).unwrap();
        let prefix = format!("{}/", root.display());
        sources.into_iter().map(|s| (s.name.replace(&prefix, ""), s.id)).collect()
    };
    let pair = |name: &str, id: &str| (name.to_string(), id.to_string());
    let all = [pair("a/x.txt", "a/x"), pair("b.txt", "b"), pair("c/x.TXT", "c/x")];
    assert_eq!(list(&["."]).len(), 3);
    assert_eq!(list(&["a", "b.txt", "c"]), all);
    assert_eq!(list(&["c", "b.txt", "a", "a/x.txt", "*.txt"]), all, "in any order, each once");
    assert_eq!(list(&["*/*.txt"]), [pair("a/x.txt", "x")]);
    assert_eq!(list(&["**/*.{txt,TXT}"]), all);
    assert_eq!(list(&["c/*"]).len(), 2, "a pattern takes files of any name, though none that are hidden");
    assert_eq!(list(&["c/notes.bak"]), [pair("c/notes.bak", "notes.bak")]);
    assert_eq!(list(&["out"]).len(), 3, "a folder that was named is read");
}

#[test]
fn what_is_not_there_is_an_error_with_advice() {
    let folder = folder(&[("article-one.txt", b""), ("other/readme.bak", b"")]);
    let fail = |name: &str| expand(&arguments(folder.path(), &[name])).unwrap_err();
    let message = |name: &str| fail(name).to_string().replace(&format!("{}/", folder.path().display()), "");
    assert_eq!(message("artcle-one.txt"), "artcle-one.txt: no such file or folder (did you mean article-one.txt?)");
    assert_eq!(message("article-one"), "article-one: no such file or folder (did you mean article-one.txt?)");
    assert_eq!(message("zzz"), "zzz: no such file or folder (check the spelling and the folder)");
    assert!(message("no/where.txt").contains("there is no folder"), "{}", message("no/where.txt"));
    assert!(matches!(fail("*.md"), InputError::NoMatch { .. }));
    assert!(matches!(fail("[a.md"), InputError::Pattern { .. }));
    assert!(matches!(fail("other"), InputError::Empty { .. }));
}

#[cfg(unix)]
#[test]
fn links_in_circles_end_and_double_links_count_once() {
    let folder = folder(&[("a/x.txt", b"x")]);
    std::os::unix::fs::symlink(folder.path(), folder.path().join("a/up")).unwrap();
    std::os::unix::fs::symlink(folder.path().join("a/x.txt"), folder.path().join("z.txt")).unwrap();
    std::os::unix::fs::symlink("nowhere", folder.path().join("dead.txt")).unwrap();
    let sources = expand(&[folder.path()]).unwrap();
    assert_eq!(sources.len(), 1);
    assert!(sources[0].name.ends_with("a/x.txt"));
}

#[cfg(unix)]
#[test]
fn hostile_names_are_read_and_made_harmless() {
    use std::os::unix::ffi::OsStrExt;
    let names: [&[u8]; 8] = [
        b"new\nline.txt",
        b"\x1b[31mred.txt",
        b"=cmd|'calc'!A1.txt",
        b"-rf.txt",
        b"not-\xff-utf8.txt",
        b"a[1].txt",
        b"*.txt",
        "喵 🐈.txt".as_bytes(),
    ];
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &[u8]| folder.path().join(std::ffi::OsStr::from_bytes(name));
    for name in names {
        fs::write(path(name), "text").unwrap();
    }
    let items: Items = Documents::new(expand(&[folder.path()]).unwrap(), InputOptions::default()).collect();
    assert_eq!(texts(&items), ["text"; 8]);
    assert!(items.iter().flatten().all(|d| !d.id.contains(char::is_control) && !d.source.contains(char::is_control)));
    for name in [&b"a[1].txt"[..], b"*.txt"] {
        let named = expand(&[path(name)]).unwrap();
        assert_eq!(named.len(), 1, "a file of that name goes before the pattern");
    }
}

#[test]
fn records_say_what_was_read() {
    let table = b"Line;Speaker;Text\n1;A;x\n2;B\n";
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(table).unwrap();
    let packed = packed.finish().unwrap();
    let folder = folder(&[("t.csv", table), ("u.csv.gz", &packed), ("v.pdf", b"%PDF-")]);
    let mut documents = Documents::new(expand(&[folder.path()]).unwrap(), InputOptions::default());
    let items: Items = documents.by_ref().collect();
    assert_eq!(ids(&items), ["t-1", "u-1"]);
    let records = documents.records();
    assert_eq!(records.len(), 3);
    for (record, bytes) in records.iter().zip([&table[..], &packed]) {
        let digest: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(record.sha256.as_deref(), Some(digest.as_str()));
        assert_eq!(record.bytes, bytes.len() as u64);
        assert_eq!((record.format, record.delimiter), (Some(Format::Csv), Some(';')));
        assert_eq!((record.documents, record.rejected), (1, 1));
        let columns = record.columns.as_ref().unwrap();
        assert_eq!((columns.text.as_deref(), columns.speaker.as_deref()), (Some("Text"), Some("Speaker")));
        assert_eq!(columns.id, None);
    }
    assert_eq!((records[2].format, records[2].rejected), (None, 1));
    assert_eq!(documents.bytes_read(), records.iter().map(|r| r.bytes).sum::<u64>());
}

/// A table without an end.
struct Endless {
    row: u64,
    given: u64,
    rest: Cursor<Vec<u8>>,
}

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let n = self.rest.read(buffer)?;
        if n > 0 {
            self.given += n as u64;
            assert!(self.given < 4_000_000, "far more was read than is needed");
            return Ok(n);
        }
        self.row += 1;
        self.rest = Cursor::new(format!("{},\"row, {}\"\n", self.row, self.row).into_bytes());
        self.read(buffer)
    }
}

#[test]
fn a_limit_ends_a_table_that_does_not_end_by_itself() {
    let endless = Endless { row: 0, given: 0, rest: Cursor::new(b"id,text\n".to_vec()) };
    let options = InputOptions { limit: Some(1000), ..InputOptions::default() };
    let mut documents = Documents::new(vec![Source::stdin()], options).with_stdin(endless);
    assert_eq!(documents.by_ref().filter(Result::is_ok).count(), 1000);
    assert_eq!(documents.records()[0].sha256, None, "there is no digest of what was not read");
    assert_eq!(documents.records()[0].documents, 1000);
}

#[test]
fn a_sample_does_not_depend_on_the_order() {
    let table = |rows: &mut dyn Iterator<Item = u32>| -> String {
        std::iter::once("id,text\n".to_string()).chain(rows.map(|i| format!("{i},x\n"))).collect()
    };
    let options = InputOptions { sample: Some(Sample { share: 0.3, seed: 5 }), ..InputOptions::default() };
    let forward = read_stdin(table(&mut (0..200)), options.clone());
    let backward = read_stdin(table(&mut (0..200).rev()), options);
    let set = |items: &Items| -> BTreeSet<String> { ids(items).into_iter().map(String::from).collect() };
    assert_eq!(set(&forward), set(&backward));
    assert!((30..90).contains(&forward.len()), "{}", forward.len());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_bytes_end_in_documents_or_reasons(
        content in prop_oneof![
            prop::collection::vec(any::<u8>(), 0..300),
            "[\\[\\]{}\",:\\\\a-z \n;=-]{0,200}".prop_map(String::into_bytes),
            "text,id\n[a-z,;\"\n\r]{0,200}".prop_map(String::into_bytes),
            "(\\{\"text\": \"[a-z\\\\]{0,5}\"\\}?[,\n]){0,20}".prop_map(String::into_bytes),
        ],
        format in prop::option::of(prop::sample::select(Format::ALL.to_vec())),
        cap in prop_oneof![Just(64 << 20), 1usize..100],
    ) {
        let options = InputOptions { input_format: format, max_document_bytes: cap, ..InputOptions::default() };
        let items = read_stdin(content.clone(), options);
        prop_assert!(items.len() <= content.len() + 1);
        let ids = ids(&items);
        prop_assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len());
        for rejected in items.iter().filter_map(|item| item.as_ref().err()) {
            prop_assert!(rejected.reason.ends_with(')') && !rejected.reason.starts_with(char::is_uppercase));
        }
    }

    #[test]
    fn the_text_of_a_table_is_kept_to_the_byte(texts_in in prop::collection::vec("\\PC{0,40}|[\"'=,;\n\r\t a]{0,10}", 1..10)) {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(["n", "text"]).unwrap();
        let mut lines = String::new();
        for text in &texts_in {
            writer.write_record(["1", text]).unwrap();
            lines.push_str(&serde_json::json!({ "n": 1, "text": text }).to_string());
            lines.push('\n');
        }
        let table = read_file("a.csv", &writer.into_inner().unwrap(), InputOptions::default());
        prop_assert_eq!(texts(&table), texts_in.iter().map(String::as_str).collect::<Vec<_>>());
        let objects = read_file("a.jsonl", lines.as_bytes(), InputOptions::default());
        prop_assert_eq!(texts(&objects), texts_in.iter().map(String::as_str).collect::<Vec<_>>());
    }
}

/// Data that lies beside the project and does not come with it.
fn shared(path: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared").join(path);
    if !path.exists() {
        println!("skipped: {} is not here", path.display());
    }
    path.exists().then_some(path)
}

#[test]
fn the_presidential_debates_are_read() {
    let Some(path) = shared("articles/presidential-debates-2016.csv") else { return };
    let mut documents = Documents::new(expand(&[path]).unwrap(), InputOptions::default());
    let items: Items = documents.by_ref().collect();
    assert_eq!((items.len(), reasons(&items).len()), (1389, 0));
    let first = items[0].as_ref().unwrap();
    assert_eq!(first.id, "presidential-debates-2016-1");
    assert_eq!(first.given.as_ref().unwrap().speaker.as_deref(), Some("Holt"));
    assert!(first.text.contains("anchor of \"NBC Nightly News.\""));
    let days: BTreeSet<String> = items.iter().flatten().map(|d| d.date.unwrap().to_string()).collect();
    assert_eq!(days.into_iter().collect::<Vec<_>>(), ["2016-09-26", "2016-10-04", "2016-10-09", "2016-10-19"]);
}

#[test]
fn transcripts_lose_their_front_matter_and_nothing_else() {
    let Some(path) = shared("articles/us-china-joint") else { return };
    let items: Items = Documents::new(expand(&[path]).unwrap(), InputOptions::default()).collect();
    assert_eq!(items.len(), 3);
    for document in items.iter().flatten() {
        assert!(document.title.as_deref().unwrap().starts_with("Remarks by President"));
        assert_eq!(document.date.unwrap().to_string(), document.id[..10]);
        assert!(document.origin.url.as_deref().unwrap().starts_with("https://"));
        assert!(document.text.starts_with(" \n") && document.warnings.is_empty());
    }
}

#[test]
fn json_lines_keep_their_text_to_the_byte() {
    let Some(path) = shared("eval/attribution/polnear_dev.jsonl") else { return };
    let expected: Vec<(String, String)> = fs::read_to_string(&path)
        .unwrap()
        .lines()
        .map(|line| {
            let object: serde_json::Value = serde_json::from_str(line).unwrap();
            (object["id"].as_str().unwrap().to_string(), object["text"].as_str().unwrap().to_string())
        })
        .collect();
    let items: Items = Documents::new(expand(&[path]).unwrap(), InputOptions::default()).collect();
    let got: Vec<(String, String)> = items.into_iter().flatten().map(|d| (d.id, d.text)).collect();
    assert_eq!(got, expected);
}
