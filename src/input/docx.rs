//! Word documents: a zip archive whose `word/document.xml` holds the text.
//!
//! What comes in are the bytes of the file; what goes out is its running text, paragraphs parted by blank lines, with
//! the title and the author of its properties. Deleted text, the old place of moved text, field codes, notes, headers
//! and footers are left out. One pass over the XML without recursion.

use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, Event};
use zip::ZipArchive;

use super::draft::Draft;
use super::error::{Cause, Fault};
use super::expansion::is_too_far;
use crate::document::Origin;
use crate::text::harmless::fit;

/// Where the text is.
pub(super) const BODY: &str = "word/document.xml";
/// Paragraphs inside paragraphs (text boxes).
const DEEPEST: usize = 64;
/// Columns that the parser's own words have in a refusal.
const LONGEST_ERROR: usize = 200;
/// Elements whose text is not part of the document as it reads.
const HIDDEN: [&str; 4] = ["del", "moveFrom", "Fallback", "instrText"];

/// The document in the bytes of a file.
pub(super) fn read(bytes: &[u8], cap: usize) -> Result<Draft, Fault> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
    let body = part(&mut archive, BODY, cap)?.ok_or_else(|| damaged(&"it has no text part"))?;
    let text = running_text(&body, cap)?;
    // Properties are a courtesy: where they cannot be read, the document can.
    let properties = part(&mut archive, "docProps/core.xml", 1 << 20).ok().flatten().unwrap_or_default();
    let author = element(&properties, "creator");
    Ok(Draft {
        title: element(&properties, "title"),
        origin: Origin { author, ..Origin::default() },
        text,
        ..Draft::default()
    })
}

/// One part of the package, unpacked; none when there is none of that name.
fn part(archive: &mut ZipArchive<Cursor<&[u8]>>, name: &str, cap: usize) -> Result<Option<String>, Fault> {
    let Some(at) = archive.index_for_name(name) else { return Ok(None) };
    let file = archive.by_index(at).map_err(|error| damaged(&error))?;
    let packed = file.compressed_size();
    let mut bytes = Vec::new();
    file.take(cap as u64 + 1).read_to_end(&mut bytes).map_err(|error| damaged(&error))?;
    if bytes.len() > cap || is_too_far(packed, bytes.len() as u64) {
        return Err(Fault::too_large(cap));
    }
    let text = String::from_utf8(bytes).map_err(|_| damaged(&"a part of it is not UTF-8"))?;
    Ok(Some(text))
}

/// The text of the body, as it reads.
fn running_text(xml: &str, cap: usize) -> Result<String, Fault> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = false;
    let mut text = String::new();
    // Text boxes stand inside a paragraph and have paragraphs of their own.
    let mut open: Vec<String> = Vec::new();
    let (mut hidden, mut in_text) = (0usize, false);
    loop {
        match reader.read_event().map_err(|error| damaged(&error))? {
            Event::Start(tag) => match tag.local_name().into_inner() {
                name if HIDDEN.contains(&name) => hidden += 1,
                "p" if open.len() == DEEPEST => return Err(damaged(&"its text boxes are nested too deeply")),
                "p" => open.push(String::new()),
                "t" => in_text = true,
                name => put(&mut open, hidden, mark(name)),
            },
            Event::Empty(tag) => put(&mut open, hidden, mark(tag.local_name().into_inner())),
            Event::End(tag) => match tag.local_name().into_inner() {
                name if HIDDEN.contains(&name) => hidden = hidden.saturating_sub(1),
                "p" => close(&mut text, open.pop()),
                "t" => in_text = false,
                _ => {}
            },
            Event::Text(words) if in_text => put(&mut open, hidden, &words),
            Event::CData(words) if in_text => put(&mut open, hidden, &words),
            Event::GeneralRef(name) if in_text => put(&mut open, hidden, &resolved(&name)),
            Event::Eof => break,
            _ => {}
        }
        if text.len() > cap {
            return Err(Fault::too_large(cap));
        }
    }
    while let Some(paragraph) = open.pop() {
        close(&mut text, Some(paragraph));
    }
    Ok(text)
}

/// What an element without text stands for.
fn mark(name: &str) -> &'static str {
    match name {
        "tab" => "\t",
        "br" | "cr" => "\n",
        "noBreakHyphen" => "-",
        _ => "",
    }
}

fn put(open: &mut [String], hidden: usize, words: &str) {
    if let (0, Some(paragraph)) = (hidden, open.last_mut()) {
        paragraph.push_str(words);
    }
}

fn close(text: &mut String, paragraph: Option<String>) {
    let Some(paragraph) = paragraph.filter(|p| !p.trim().is_empty()) else { return };
    if !text.is_empty() {
        text.push_str("\n\n");
    }
    text.push_str(paragraph.trim());
}

/// The character behind `&amp;` or `&#8220;`; U+FFFD for a name that XML does not know.
fn resolved(name: &BytesRef<'_>) -> String {
    if let Ok(Some(character)) = name.resolve_char_ref() {
        return character.to_string();
    }
    resolve_predefined_entity(name).unwrap_or("\u{FFFD}").to_string()
}

/// The text of the first element of that name.
fn element(xml: &str, wanted: &str) -> Option<String> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = false;
    let (mut inside, mut words) = (false, String::new());
    loop {
        match reader.read_event().ok()? {
            Event::Start(tag) if tag.local_name().into_inner() == wanted => inside = true,
            Event::End(tag) if tag.local_name().into_inner() == wanted => break,
            Event::Text(text) if inside => words.push_str(&text),
            Event::GeneralRef(name) if inside => words.push_str(&resolved(&name)),
            Event::Eof => return None,
            _ => {}
        }
    }
    Some(words.trim().to_string()).filter(|words| !words.is_empty())
}

fn damaged(error: &dyn std::fmt::Display) -> Fault {
    // It may quote a name from the file, of any length.
    let error = fit(&error.to_string(), LONGEST_ERROR).into_owned();
    let reason = format!("the Word document is damaged: {error} (open it in a word processor and save it as .txt)");
    Fault::new(Cause::Malformed, reason)
}

#[cfg(test)]
mod tests {
    use super::super::fixture::docx;
    use super::*;

    fn body(xml: &str) -> Result<Draft, String> {
        let document = format!("<w:document xmlns:w=\"w\"><w:body>{xml}</w:body></w:document>");
        read(&docx(&document), 1 << 20).map_err(|fault| fault.reason)
    }

    #[test]
    fn paragraphs_and_properties_are_read() {
        let draft = body(
            "<w:p><w:r><w:t>Dam talks resume</w:t></w:r></w:p><w:p/>\
             <w:p><w:r><w:t xml:space=\"preserve\">&#8220;We will keep </w:t></w:r><w:r><w:t>the pact,&#8221;</w:t>\
             <w:br/><w:t>Ms. Venn &amp; her aide said.</w:t></w:r></w:p>",
        )
        .unwrap();
        assert_eq!(draft.text, "Dam talks resume\n\n“We will keep the pact,”\nMs. Venn & her aide said.");
        assert_eq!(draft.title.as_deref(), Some("River notes"));
        assert_eq!(draft.origin.author.as_deref(), Some("Tilda Marrow"));
    }

    #[test]
    fn what_does_not_read_is_left_out() {
        let draft = body(
            "<w:p><w:r><w:t>The dam is </w:t></w:r><w:del><w:r><w:delText>un</w:delText><w:t>un</w:t></w:r></w:del>\
             <w:r><w:instrText>PAGE</w:instrText><w:t>safe</w:t></w:r>\
             <w:r><w:txbxContent><w:p><w:r><w:t>Box</w:t></w:r></w:p></w:txbxContent><w:t>.</w:t></w:r></w:p>",
        )
        .unwrap();
        assert_eq!(draft.text, "Box\n\nThe dam is safe.");
    }

    #[test]
    fn what_is_broken_is_told() {
        for (xml, reason) in [("<w:p><!-- never closed", "is damaged"), (&"<w:p>".repeat(100), "nested too deeply")] {
            let told = body(xml).map(|draft| draft.text).unwrap_err();
            assert!(told.contains(reason), "{told}");
        }
        let told = body(&format!("</w:body></w:document></{}>", "a".repeat(5000))).map(|draft| draft.text).unwrap_err();
        assert!(told.contains("is damaged") && told.len() < 400, "{told}");
        assert!(read(b"PK\x03\x04", 100).is_err());
        assert_eq!(read(&docx(&"x".repeat(5000)), 1000).unwrap_err().cause, Cause::TooLarge);
    }
}
