//! quanteda YAML: keys are categories, their values a word, a list of words, or further keys.
//!
//! Read event by event, so that every entry has its line and a word such as `no` or `1984` stays what was written.
//! Anchors are refused: no dictionary needs them, and a hostile file can grow by them.

use granit_parser::{Event, Parser};

use super::model::{Dictionary, Losses, MAX_DEPTH, Node, clean};
use super::reading::{Misread, Reading};
use super::words::{Dialect, Wildcards};
use super::writing::{Abilities, entries};

const DIALECT: Dialect =
    Dialect { program: "quanteda", wildcards: Wildcards::StarAndMark, any_word: true, phrases: true, forbidden: &[] };

/// What is open around the next event.
enum Open {
    /// A mapping; true while a value is expected for the last name of the path.
    Mapping {
        value: bool,
    },
    List,
}

/// Reads a file.
pub(super) fn read(reading: &mut Reading<'_>) -> Result<(), Misread> {
    let text = reading.text;
    let mut open: Vec<Open> = Vec::new();
    let mut path: Vec<String> = Vec::new();
    for event in Parser::new_from_str(text) {
        let misread = |line: usize, message: &str| Misread {
            line: u32::try_from(line).unwrap_or(u32::MAX),
            message: format!("{message} (write KEY: [word, word])"),
        };
        let (event, span) = match event {
            Ok(event) => event,
            Err(error) => {
                return Err(misread(error.marker().line(), &format!("this is not sound YAML: {}", error.info())));
            }
        };
        let line = span.start.line();
        match event {
            Event::Alias(_) => return Err(misread(line, "this is an alias of YAML, which dictionaries do not have")),
            Event::MappingStart(..) | Event::SequenceStart(..) if open.len() > 2 * MAX_DEPTH => {
                return Err(misread(line, "categories are nested too deeply"));
            }
            Event::MappingStart(..) | Event::SequenceStart(..)
                if matches!(open.last(), Some(Open::Mapping { value: false })) =>
            {
                return Err(misread(line, "a list cannot be the name of a category"));
            }
            Event::MappingStart(..) => open.push(Open::Mapping { value: false }),
            Event::SequenceStart(..) if open.is_empty() => path = reading.stem_path(),
            Event::SequenceStart(..) => open.push(Open::List),
            Event::MappingEnd | Event::SequenceEnd => {
                open.pop();
                ends_value(&mut open, &mut path);
            }
            Event::Scalar(text, ..) => match open.last_mut() {
                Some(Open::Mapping { value }) if !*value => {
                    *value = true;
                    let name = clean(&text);
                    let name = if name.is_empty() { format!("unnamed {line}") } else { name };
                    path.push(name);
                    reading.category(&path, line)?;
                }
                Some(Open::Mapping { .. }) => {
                    if !text.trim().is_empty() {
                        reading.add(&path, &text, DIALECT, line);
                    }
                    ends_value(&mut open, &mut path);
                }
                Some(Open::List) => reading.add(&path, &text, DIALECT, line),
                None if path.is_empty() => return Err(misread(line, "there is no category here")),
                None => reading.add(&path, &text, DIALECT, line),
            },
            _ => {}
        }
    }
    Ok(())
}

/// After the value of a key, its name is no longer part of the path.
fn ends_value(open: &mut [Open], path: &mut Vec<String>) {
    if let Some(Open::Mapping { value }) = open.last_mut()
        && std::mem::take(value)
    {
        path.pop();
    }
}

/// Writes a file.
pub(super) fn write(dictionary: &Dictionary, losses: &mut Losses) -> String {
    let mut out = String::new();
    for node in dictionary.with_stances_apart(false).tree() {
        write_node(&node, 0, losses, &mut out);
    }
    out
}

fn write_node(node: &Node<'_>, depth: usize, losses: &mut Losses, out: &mut String) {
    let lead = "  ".repeat(depth);
    out.push_str(&format!("{lead}{}:\n", quoted(node.name)));
    let entries: Vec<_> = node
        .category
        .iter()
        .flat_map(|c| entries(c, DIALECT, Abilities { weights: false, unless: false }, losses))
        .collect();
    for entry in &entries {
        out.push_str(&format!("{lead}  - {}\n", quoted(&entry.text)));
    }
    for below in &node.below {
        if entries.is_empty() {
            write_node(below, depth + 1, losses, out);
        } else {
            // Words and keys together are a list with mappings in it.
            out.push_str(&format!("{lead}  -\n"));
            write_node(below, depth + 2, losses, out);
        }
    }
}

/// A string in double quotes, whose escapes are those of JSON.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
