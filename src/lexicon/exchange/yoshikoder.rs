//! Yoshikoder `.ykd` and Lexicoder `.lcd`: XML with categories (`cnode`) inside categories and patterns (`pnode`) in any
//! of them.
//!
//! A `.ykd` file puts everything below one category, which is the dictionary's name. Entities are the five of XML; a
//! document type is never read, so nothing can expand.

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::model::{Dictionary, Losses, Node, clean};
use super::reading::{Misread, Reading};
use super::words::{Dialect, Wildcards};
use super::writing::{Abilities, entries};

const DIALECT: Dialect =
    Dialect { program: "Yoshikoder", wildcards: Wildcards::Star, any_word: false, phrases: true, forbidden: &[] };

/// A tag on its way into the dictionary.
enum Tag {
    Category { name: String, line: usize },
    Pattern { text: String, line: usize },
    Close,
}

/// Reads a file; `rooted` when the one category on top is the dictionary's name.
pub(super) fn read(reading: &mut Reading<'_>, rooted: bool) -> Result<(), Misread> {
    let tags = tags(reading)?;
    let root = root(&tags).filter(|_| rooted);
    if let Some(name) = root.filter(|name| !name.is_empty()) {
        reading.dictionary.title = name.to_owned();
    }
    let mut path: Vec<String> = Vec::new();
    let mut inside_root = false;
    for (i, tag) in tags.iter().enumerate() {
        match tag {
            Tag::Category { .. } if i == 0 && root.is_some() => inside_root = true,
            Tag::Category { name, line } => {
                path.push(if name.is_empty() { format!("unnamed {line}") } else { name.clone() });
                reading.category(&path, *line)?;
                if name.is_empty() {
                    let at = reading.at(*line);
                    reading.losses.changed(at, &path, "", "the category has no name and got this one");
                }
            }
            Tag::Pattern { text, line } => {
                let place = if path.is_empty() { reading.stem_path() } else { path.clone() };
                reading.add(&place, text, DIALECT, *line);
            }
            Tag::Close if path.is_empty() && inside_root => inside_root = false,
            Tag::Close => {
                path.pop();
            }
        }
    }
    Ok(())
}

/// The name of the one category that holds all others and no pattern of its own.
fn root(tags: &[Tag]) -> Option<&str> {
    let Some(Tag::Category { name, .. }) = tags.first() else { return None };
    let (mut depth, mut below) = (0usize, 0usize);
    for (i, tag) in tags.iter().enumerate() {
        match tag {
            Tag::Category { .. } => {
                below += usize::from(depth == 1);
                depth += 1;
            }
            Tag::Pattern { .. } if depth <= 1 => return None,
            Tag::Pattern { .. } => {}
            Tag::Close => {
                depth = depth.saturating_sub(1);
                if depth == 0 && i + 1 < tags.len() {
                    return None;
                }
            }
        }
    }
    (below > 0).then_some(name)
}

fn tags(reading: &mut Reading<'_>) -> Result<Vec<Tag>, Misread> {
    let text = reading.text;
    let mut reader = Reader::from_str(text);
    let mut tags = Vec::new();
    let (mut line, mut counted, mut depth) = (1, 0, 0usize);
    loop {
        let start = usize::try_from(reader.buffer_position()).unwrap_or(text.len()).min(text.len());
        line += text.as_bytes()[counted..start].iter().filter(|b| **b == b'\n').count();
        counted = start;
        let misread = |message: String| Misread {
            line: u32::try_from(line).unwrap_or(u32::MAX),
            message: format!("this is not sound XML: {message} (export the dictionary again)"),
        };
        match reader.read_event().map_err(|e| misread(e.to_string()))? {
            Event::Start(tag) if is(&tag, "cnode") => {
                depth += 1;
                if depth > super::model::MAX_DEPTH + 1 {
                    return Err(misread("categories are nested too deeply".to_owned()));
                }
                tags.push(Tag::Category { name: name(&tag).map_err(misread)?, line });
                describe(reading, &tag, line);
            }
            Event::Empty(tag) if is(&tag, "cnode") => {
                tags.push(Tag::Category { name: name(&tag).map_err(misread)?, line });
                tags.push(Tag::Close);
            }
            Event::Start(tag) | Event::Empty(tag) if is(&tag, "pnode") => {
                tags.push(Tag::Pattern { text: name(&tag).map_err(misread)?, line });
            }
            Event::End(tag) if tag.name().as_ref() == "cnode" => {
                depth = depth.saturating_sub(1);
                tags.push(Tag::Close);
            }
            Event::Eof if depth > 0 => return Err(misread("a category is never closed".to_owned())),
            Event::Eof => return Ok(tags),
            _ => {}
        }
    }
}

fn is(tag: &BytesStart<'_>, name: &str) -> bool {
    tag.name().as_ref() == name
}

fn name(tag: &BytesStart<'_>) -> Result<String, String> {
    attribute(tag, "name").map(|value| clean(&value.unwrap_or_default()))
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Result<Option<String>, String> {
    match tag.try_get_attribute(name).map_err(|e| e.to_string())? {
        Some(found) => {
            found.normalized_value(XmlVersion::Implicit1_0).map(|v| Some(v.into_owned())).map_err(|e| e.to_string())
        }
        None => Ok(None),
    }
}

/// A description that says more than the name has no place in a lexicon.
fn describe(reading: &mut Reading<'_>, tag: &BytesStart<'_>, line: usize) {
    let (Ok(Some(description)), Ok(name)) = (attribute(tag, "desc"), name(tag)) else { return };
    if !clean(&description).is_empty() && clean(&description) != name {
        let at = reading.at(line);
        let reason = format!("its description has no place here: {}", clean(&description));
        reading.losses.changed(at, &[name], "", reason);
    }
}

/// Writes a file: with its name as the one category on top (`.ykd`), or without (`.lcd`).
pub(super) fn write(dictionary: &Dictionary, rooted: bool, losses: &mut Losses) -> String {
    let dictionary = dictionary.with_stances_apart(false);
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<dictionary style=\"050805\" patternengine=\"substring\">\n",
    );
    if rooted {
        open(&mut out, 1, &dictionary.title);
    }
    for node in dictionary.tree() {
        write_node(&node, 1 + usize::from(rooted), losses, &mut out);
    }
    if rooted {
        out.push_str("\t</cnode>\n");
    }
    out.push_str("</dictionary>\n");
    out
}

fn open(out: &mut String, depth: usize, name: &str) {
    out.extend(std::iter::repeat_n('\t', depth));
    out.push_str("<cnode name=\"");
    out.push_str(&quick_xml::escape::escape(name));
    out.push_str("\" desc=\"\">\n");
}

fn write_node(node: &Node<'_>, depth: usize, losses: &mut Losses, out: &mut String) {
    open(out, depth, node.name);
    for entry in
        node.category.iter().flat_map(|c| entries(c, DIALECT, Abilities { weights: false, unless: false }, losses))
    {
        out.extend(std::iter::repeat_n('\t', depth + 1));
        out.push_str("<pnode name=\"");
        out.push_str(&quick_xml::escape::escape(&entry.text));
        out.push_str("\"/>\n");
    }
    node.below.iter().for_each(|below| write_node(below, depth + 1, losses, out));
    out.extend(std::iter::repeat_n('\t', depth));
    out.push_str("</cnode>\n");
}
