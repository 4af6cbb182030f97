//! What a source holds, told from its first bytes: known kinds of data that is not text are refused with advice, and
//! a source whose name says nothing gets a format.

use encoding_rs::Encoding;

use super::columns::Wanted;
use super::options::Format;

/// Data that is recognised and cannot be read: how it begins, what it is, what to do.
const REFUSED: [(&[u8], &str, &str); 15] = [
    (b"{\\rtf", "a Rich Text document", "save it as plain text first"),
    (b"\xD0\xCF\x11\xE0", "an old Word or Excel file", "save it as plain text or CSV first"),
    (b"\x89PNG", "a PNG image", "words in a picture have to be typed or recognised first"),
    (b"\xFF\xD8\xFF", "a JPEG image", "words in a picture have to be typed or recognised first"),
    (b"GIF8", "a GIF image", "words in a picture have to be typed or recognised first"),
    (b"RIFF", "a sound, film or picture file", "a transcript of it can be read"),
    (b"ID3", "a sound file", "a transcript of it can be read"),
    (b"OggS", "a sound file", "a transcript of it can be read"),
    (b"MZ", "a program", "leave it out"),
    (b"\x7FELF", "a program", "leave it out"),
    (b"SQLite format 3\0", "a database", "export the table as CSV first"),
    (b"PAR1", "a Parquet table", "export it as CSV first"),
    (b"7z\xBC\xAF\x27\x1C", "a 7-Zip archive", "unpack it first"),
    (b"Rar!\x1A\x07", "a RAR archive", "unpack it first"),
    (b"BZh", "a bzip2 file", "unpack it first"),
];

/// Why these bytes, the first of a source, are no text; none when they may be. In UTF-16 and UTF-32 (`is_narrow` is
/// false) zeros are in order.
pub(super) fn refuse(head: &[u8], is_narrow: bool) -> Option<String> {
    let (what, remedy) = magic(head).or_else(|| {
        let nuls = memchr::memchr_iter(0, head).count();
        let controls = head.iter().filter(|b| is_control(b)).count();
        let is_binary = nuls > 1 && nuls * 200 > head.len() || controls > 4 && controls * 10 > head.len();
        (is_narrow && is_binary).then_some(("a binary file", "save or export it as text first"))
    })?;
    Some(format!("not text: it is {what} ({remedy})"))
}

fn magic(head: &[u8]) -> Option<(&'static str, &'static str)> {
    let has_control = head.iter().take(512).any(is_control);
    // What is all letters could open a sentence; then a control character must stand nearby.
    let is_sure = |magic: &[u8]| has_control || !magic.iter().all(u8::is_ascii_alphanumeric);
    let found = REFUSED.iter().find(|(magic, ..)| head.starts_with(magic) && is_sure(magic));
    found.map(|(_, what, remedy)| (*what, *remedy))
}

fn is_control(byte: &u8) -> bool {
    *byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x08 | 0x0B | 0x0C | 0x1B) || *byte == 0x7F
}

/// True when the text begins as a web page does.
pub(super) fn is_web_page(head: &str) -> bool {
    let start = head.trim_start();
    let begins = |tag: &str| start.get(..tag.len()).is_some_and(|s| s.eq_ignore_ascii_case(tag));
    begins("<!doctype html") || begins("<html")
}

/// The encoding that a web page says it is in.
pub(super) fn declared(head: &[u8]) -> Option<&'static Encoding> {
    let head = &head[..head.len().min(4096)];
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let meta = head.split("<meta").skip(1).find_map(|tag| tag.split('>').next()?.split_once("charset"))?;
    let label = meta.1.trim_start().strip_prefix('=')?.trim_start_matches(['"', '\'', ' ']);
    let label = label.split(['"', '\'', ' ', '/', ';']).next()?;
    // Bytes that were read as such a page cannot be in an encoding of two bytes a letter.
    Encoding::for_label(label.as_bytes()).filter(|encoding| encoding.is_ascii_compatible())
}

/// The format of a source whose name says nothing.
///
/// A brace opens JSON (an object that ends on its first line: JSON Lines), `---` front matter, and a first line that
/// is a list of column names, the text's among them, a table. Everything else is plain text.
pub(super) fn guess(head: &str, wanted: &Wanted) -> Format {
    let start = head.trim_start();
    let line = start.lines().next().unwrap_or("");
    if start.starts_with('{') {
        let is_object = serde_json::from_str::<serde::de::IgnoredAny>(line).is_ok();
        return if is_object { Format::JsonLines } else { Format::Json };
    }
    if start.starts_with('[') && start[1..].trim_start().starts_with(['{', ']']) {
        return Format::Json;
    }
    if line.trim_end() == "---" {
        return Format::Markdown;
    }
    let delimiter = super::rows::delimiter(line);
    let cells: Vec<&str> = line.split(delimiter as char).map(|cell| cell.trim().trim_matches('"')).collect();
    // A sentence may begin with "Text, he said": names of columns are single words, or several of them are known.
    let is_plain = cells.iter().all(|cell| !cell.is_empty() && !cell.contains(char::is_whitespace));
    let known = cells.iter().filter(|cell| wanted.roles(cell).next().is_some()).count();
    let is_header = cells.len() > 1 && cells.iter().any(|cell| wanted.is_text(cell)) && (is_plain || known > 1);
    match (is_header, delimiter) {
        (true, b'\t') => Format::Tsv,
        (true, _) => Format::Csv,
        _ => Format::Text,
    }
}

#[cfg(test)]
mod tests {
    use super::super::options::InputOptions;
    use super::*;

    #[test]
    fn what_is_no_text_is_named_with_advice() {
        for (head, what) in [
            (&b"\x89PNG\r\n\x1A\n\0\0"[..], "a PNG image"),
            (b"MZ\x90\0\x03\0\0\0", "a program"),
            (b"\x7FELF\x02\x01\x01\0", "a program"),
            (b"abc\0def\0ghi", "a binary file"),
        ] {
            let reason = refuse(head, true).unwrap_or_default();
            assert!(reason.contains(what), "{reason}");
        }
        assert_eq!(refuse(b"a\0b\0c\0", false), None);
        for text in ["MZ is a licence plate.", "RIFF raff", "BZh!", "one \0 stray NUL among words", "", "ID3 tags"] {
            assert_eq!(refuse(text.as_bytes(), true), None, "{text}");
        }
    }

    #[test]
    fn a_page_says_its_encoding() {
        for (page, name) in [
            ("<html><meta charset=gb2312>", Some("GBK")),
            ("<META http-equiv='Content-Type' content='text/html; charset=windows-1251'>", Some("windows-1251")),
            ("<meta charset=\"utf-16\">", None),
            ("<p>charset=latin1", None),
            ("<meta charset", None),
        ] {
            assert_eq!(declared(page.as_bytes()).map(|encoding| encoding.name()), name, "{page}");
        }
    }

    #[test]
    fn a_nameless_source_gets_a_format() {
        let wanted = Wanted::new(&InputOptions::default());
        for (head, format) in [
            ("The ambassador said, \"No.\"\n", Format::Text),
            ("{\"text\": \"a\"}\n{\"text\": \"b\"}\n", Format::JsonLines),
            ("{\n  \"text\": \"a\"\n}", Format::Json),
            (" [{\"text\": \"a\"}]", Format::Json),
            ("[Applause] Thank you.", Format::Text),
            ("---\ntitle: x\n---\n", Format::Markdown),
            ("\"Line\",\"Speaker\",\"Text\"\n", Format::Csv),
            ("speaker;text\n", Format::Csv),
            ("speaker\ttext\n", Format::Tsv),
            ("Text, he said, is all.\n", Format::Text),
            ("", Format::Text),
        ] {
            assert_eq!(guess(head, &wanted), format, "{head}");
        }
    }
}
