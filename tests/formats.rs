//! Formats of the real world, as a user meets them: pages, Word documents, PDFs, mails, archives, encodings.

use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;

use demarche::document::{Date, Document};
use demarche::input::{Cause, Documents, InputOptions, Rejected, expand};
use tempfile::TempDir;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

type Items = Vec<Result<Document, Rejected>>;

fn package(path: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Reads these files out of one folder.
fn read(files: &[(&str, &[u8])]) -> (TempDir, Items) {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    let items = Documents::new(expand(&[folder.path()]).unwrap(), InputOptions::default()).collect();
    (folder, items)
}

fn only(name: &str, bytes: &[u8]) -> Document {
    let (_, items) = read(&[(name, bytes)]);
    assert_eq!(items.len(), 1, "{name}");
    items.into_iter().next().unwrap().unwrap_or_else(|rejected| panic!("{rejected}"))
}

fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn word(paragraphs: &[&str]) -> Vec<u8> {
    let body: String = paragraphs.iter().map(|text| format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")).collect();
    let document = format!("<?xml version=\"1.0\"?><w:document><w:body>{body}</w:body></w:document>");
    zip(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", document.as_bytes())])
}

#[test]
fn the_same_article_is_found_in_a_page_and_in_its_print() {
    let page = only("a.html", &fs::read(package("tests/fixtures/inputs/article.html")).unwrap());
    assert_eq!(page.date, Some(Date::constant(2016, 9, 26)));
    let print = only("b.pdf", &fs::read(package("tests/fixtures/inputs/dam-talks.pdf")).unwrap());
    let paragraphs: Vec<&str> = print.text.split("\n\n").collect();
    assert_eq!(paragraphs.len(), 5, "{}", print.text);
    assert_eq!(paragraphs[0], "Brenovia and Aldermark resume talks on the river dam");
    assert_eq!(
        paragraphs[3],
        "Ambassador Venn of Brenovia rejected the charge. “The dam is safe, and it has always been safe,” he told \
         reporters on the steps of the old customs house."
    );
    // Both have the statement, letter for letter.
    for text in [&page.text, &print.text] {
        assert!(text.contains("“The dam is a danger to every farmer downstream,”"), "{text}");
    }
}

#[test]
fn an_archive_is_read_as_a_folder_is() {
    let inner = zip(&[("x.txt", b"no")]);
    let bytes = zip(&[
        ("news/a.txt", b"One."),
        ("news/table.csv", b"id,text\nrow,Two.\n,\"Three.\"\n"),
        ("news/b.docx", &word(&["Four.", "Five."])),
        ("inner.zip", &inner),
        ("broken.pdf", b"%PDF-1.4"),
    ]);
    let (folder, items) = read(&[("pack.zip", &bytes), ("z.txt", b"Six.")]);
    let texts: Vec<&str> = items.iter().flatten().map(|document| document.text.as_str()).collect();
    assert_eq!(texts, ["One.", "Four.\n\nFive.", "Two.", "Three.", "Six."]);
    let ids: Vec<&str> = items.iter().flatten().map(|document| document.id.as_str()).collect();
    assert_eq!(ids, ["a", "b", "row", "table-2", "z"]);
    let refused: Vec<&Rejected> = items.iter().filter_map(|item| item.as_ref().err()).collect();
    assert_eq!(refused.len(), 2);
    assert!(refused[0].source.ends_with("pack.zip/broken.pdf"), "{}", refused[0]);
    assert!(refused[1].reason.contains("an archive inside an archive"), "{}", refused[1]);
    // Standard input has no name, and its bytes are enough.
    let mut piped =
        Documents::new(vec![demarche::input::Source::stdin()], InputOptions::default()).with_stdin(Cursor::new(bytes));
    assert_eq!(piped.by_ref().flatten().count(), 4);
    assert_eq!(piped.records().len(), 1);
    assert_eq!((piped.records()[0].documents, piped.records()[0].rejected), (4, 2));
    // Nothing was unpacked beside the archive.
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
}

#[test]
fn mails_and_wire_reports_are_read_from_behind_their_heads() {
    let mail = only(
        "a.eml",
        b"From: Tilda Marrow <t@example.org>\nSubject: Dam talks\nDate: Mon, 26 Sep 2016 21:00:00 -0400\n\
          Content-Transfer-Encoding: quoted-printable\n\n=E2=80=9CNo,=E2=80=9D she said.\n",
    );
    assert_eq!((mail.title.as_deref(), mail.text.trim()), (Some("Dam talks"), "\u{201c}No,\u{201d} she said."));
    let wire = only("b.txt", b"BC-BRN--Dam Talks,450\nEds: Adds quote.\n\nHARBOUR CITY (AP) - Talks go on.\n");
    assert_eq!(wire.text, "HARBOUR CITY (AP) - Talks go on.\n");
    assert_eq!(wire.origin.outlet.as_deref(), Some("AP"));
    for speech in ["MARROW (through an interpreter) - No.", "MARROW (Monday): No - never.", "The dam (Old) - it leaks."]
    {
        assert_eq!(only("d.txt", speech.as_bytes()).origin.outlet, None, "{speech}");
    }
    let transcript = "MS. VENN: The dam is safe.\nMR. BRANDT: Date: is that so?\n";
    assert_eq!(only("c.txt", transcript.as_bytes()).text, transcript);
}

#[test]
fn an_encoding_is_found_with_and_without_a_mark() {
    let text = "\u{201c}Déjà vu,\u{201d} the ambassador said – twice, in front of the café.";
    let utf16 = |big: bool| -> Vec<u8> {
        text.encode_utf16().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
    };
    let utf32: Vec<u8> = text.chars().flat_map(|c| u32::from(c).to_le_bytes()).collect();
    let (legacy, _, _) = encoding_rs::WINDOWS_1252.encode(text);
    for bytes in [
        text.as_bytes().to_vec(),
        [b"\xEF\xBB\xBF", text.as_bytes()].concat(),
        utf16(false),
        utf16(true),
        [b"\xFF\xFE".to_vec(), utf16(false)].concat(),
        [b"\xFE\xFF".to_vec(), utf16(true)].concat(),
        utf32.clone(),
        [b"\xFF\xFE\0\0".to_vec(), utf32].concat(),
        legacy.to_vec(),
    ] {
        assert_eq!(only("a.txt", &bytes).text, text);
    }
    // A page says what it is in, where a guess from so few letters would be one.
    let (body, _, _) = encoding_rs::WINDOWS_1251.encode("<html><meta charset=windows-1251><p>Да.</p></html>");
    assert_eq!(only("a.html", &body).text, "Да.");
}

#[test]
fn a_bomb_is_refused_and_the_rest_goes_on() {
    let mut bomb = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    bomb.write_all(&vec![b'a'; 80 << 20]).unwrap();
    let bomb = bomb.finish().unwrap();
    let (_, items) =
        read(&[("a.txt.gz", &bomb), ("b.zip", &zip(&[("a.txt", &vec![b'a'; 80 << 20])])), ("c.txt", b"Still.")]);
    let causes: Vec<Option<Cause>> = items.iter().map(|item| item.as_ref().err().map(|r| r.cause)).collect();
    assert_eq!(causes, [Some(Cause::TooLarge), Some(Cause::TooLarge), None]);
}
