//! JSON Lines (an object a line) and JSON (objects in an array, one after the other, or one alone); each object is a
//! document.
//!
//! Objects are cut out of the stream one at a time, so that an array of gigabytes needs the memory of its longest
//! object, and an object that is no JSON costs only itself. An object without text that holds an array of objects
//! with text (`{"articles": [...]}`) gives those; it is read as a whole.

use std::collections::VecDeque;

use serde::de::DeserializeSeed;

use super::columns::{Columns, Wanted, list};
use super::date::DateColumn;
use super::draft::Draft;
use super::error::{Cause, Fault};
use super::fields::{Fields, FieldsSeed};
use super::window::Window;

pub(super) struct Objects {
    window: Window,
    /// An object a line, rather than objects wherever they start and end.
    pub by_line: bool,
    in_array: bool,
    wanted: Wanted,
    dates: DateColumn,
    number: u64,
    /// Objects of an inner array that wait for their turn.
    inner: VecDeque<serde_json::Value>,
    ended: bool,
    /// Which field was taken for what.
    pub columns: Columns,
}

impl Objects {
    /// Objects of a source; `by_line` is set aside when the first line opens an array or an object that goes on.
    pub fn new(window: Window, by_line: bool, wanted: Wanted) -> Self {
        let first = window.rest().split(|byte| *byte == b'\n').next().unwrap_or_default().trim_ascii();
        let by_line = by_line && !first.starts_with(b"[") && first != b"{";
        Objects {
            window,
            by_line,
            in_array: false,
            wanted,
            dates: DateColumn::default(),
            number: 0,
            inner: VecDeque::new(),
            ended: false,
            columns: Columns::default(),
        }
    }

    pub fn window(&mut self) -> &mut Window {
        &mut self.window
    }

    /// The next object; none at the end.
    pub fn next(&mut self) -> Option<Result<Draft, Fault>> {
        if let Some(value) = self.inner.pop_front() {
            self.number += 1;
            let fields = FieldsSeed(&self.wanted).deserialize(value);
            return Some(match fields {
                Ok(fields) => self.draft(fields, self.number, None),
                Err(_) => Err(Fault { row: Some(self.number), ..not_an_object() }),
            });
        }
        while !self.ended {
            let cut = if self.by_line { self.cut_line() } else { self.cut_value() };
            let length = match cut {
                Ok(Some(length)) => length,
                Ok(None) => break,
                Err(fault) => {
                    self.number += 1;
                    let line = self.window.line();
                    let skipped = if self.by_line { self.window.skip_line() } else { Ok(()) };
                    self.ended = !self.by_line || skipped.is_err() || fault.cause == Cause::Unreadable;
                    return Some(Err(fault.at(self.number, line)));
                }
            };
            let line = self.window.line();
            let result = self.read(length, line);
            self.window.advance(length);
            match result {
                Some(result) => return Some(result),
                None if !self.inner.is_empty() => return self.next(),
                None => {}
            }
        }
        self.ended = true;
        None
    }

    /// Reads the first `length` bytes of the window; none when they only fill [`Self::inner`].
    fn read(&mut self, length: usize, line: u64) -> Option<Result<Draft, Fault>> {
        // Without the line end, so that an error is told on the line itself.
        let json = self.window.rest()[..length].trim_ascii_end();
        let mut deserializer = serde_json::Deserializer::from_slice(json);
        let fields = FieldsSeed(&self.wanted)
            .deserialize(&mut deserializer)
            .and_then(|fields| deserializer.end().map(|()| fields))
            .map_err(|error| malformed(json, &error, line));
        let fields = match fields {
            Ok(fields) if !fields.has_text() => {
                let object: serde_json::Value = serde_json::from_slice(json).unwrap_or_default();
                match inner_objects(object, &self.wanted) {
                    Ok(objects) => {
                        self.inner = objects;
                        return None;
                    }
                    Err(fault) => Err(fault),
                }
            }
            other => other,
        };
        self.number += 1;
        Some(match fields {
            Ok(fields) => self.draft(fields, self.number, Some(line)),
            Err(fault) => {
                let line = fault.line.unwrap_or(line);
                Err(fault.at(self.number, line))
            }
        })
    }

    fn draft(&mut self, fields: Fields, number: u64, line: Option<u64>) -> Result<Draft, Fault> {
        if !fields.has_text() {
            let reason = "the object has no field that holds the text (name it with --text-column)";
            return Err(Fault { row: Some(number), line, ..Fault::new(Cause::Columns, reason) });
        }
        fields.record(&mut self.columns);
        let is_alone = number == 1 && !self.by_line && !self.in_array && line.is_some();
        match fields.draft(&mut self.dates) {
            Ok(draft) => Ok(Draft { row: (!is_alone).then_some(number), line, ..draft }),
            Err(fault) => Err(Fault { row: Some(number), line, ..fault }),
        }
    }

    /// The length of the next line that is not blank.
    fn cut_line(&mut self) -> Result<Option<usize>, Fault> {
        loop {
            let Some(end) = self.window.line_end()?.filter(|end| *end <= self.window.cap) else {
                return Err(Fault::too_large(self.window.cap));
            };
            if end == 0 {
                return Ok(None);
            }
            if !self.window.rest()[..end].trim_ascii().is_empty() {
                return Ok(Some(end));
            }
            self.window.advance(end);
        }
    }

    /// The length of the next value, wherever it ends.
    fn cut_value(&mut self) -> Result<Option<usize>, Fault> {
        loop {
            let Some(&byte) = self.window.rest().first() else {
                if self.window.more()? {
                    continue;
                }
                return Ok(None);
            };
            match byte {
                b'[' if !self.in_array => self.in_array = true,
                b']' => self.in_array = false,
                b',' | b' ' | b'\t' | b'\r' | b'\n' => {}
                _ => break,
            }
            self.window.advance(1);
        }
        let mut scan = Scan::default();
        loop {
            if let Some(length) = scan.end(self.window.rest()) {
                return if length > self.window.cap {
                    Err(Fault::too_large(self.window.cap))
                } else {
                    Ok(Some(length))
                };
            }
            if self.window.rest().len() > self.window.cap {
                return Err(Fault::too_large(self.window.cap));
            }
            if !self.window.more()? {
                // What is cut off is for the parser to refuse.
                return Ok(Some(self.window.rest().len()));
            }
        }
    }
}

/// Finds the end of one JSON value in a buffer that grows.
#[derive(Default)]
struct Scan {
    at: usize,
    depth: usize,
    in_string: bool,
}

impl Scan {
    fn end(&mut self, json: &[u8]) -> Option<usize> {
        while let Some(&byte) = json.get(self.at) {
            if self.in_string {
                let Some(found) = memchr::memchr2(b'"', b'\\', &json[self.at..]) else {
                    self.at = json.len();
                    return None;
                };
                if json[self.at + found] == b'"' {
                    self.in_string = false;
                    self.at += found + 1;
                    if self.depth == 0 {
                        return Some(self.at);
                    }
                } else if self.at + found + 1 < json.len() {
                    self.at += found + 2;
                } else {
                    self.at += found;
                    return None;
                }
                continue;
            }
            match byte {
                b'"' => self.in_string = true,
                b'{' | b'[' => self.depth += 1,
                b'}' | b']' if self.depth <= 1 => {
                    // A bracket that closes nothing ends a bare value, or is skipped as one.
                    return Some(if self.depth == 1 { self.at + 1 } else { self.at.max(1) });
                }
                b'}' | b']' => self.depth -= 1,
                b',' | b' ' | b'\t' | b'\r' | b'\n' if self.depth == 0 => return Some(self.at),
                _ => {}
            }
            self.at += 1;
        }
        None
    }
}

/// The objects of the first member that is an array of objects with text.
fn inner_objects(object: serde_json::Value, wanted: &Wanted) -> Result<VecDeque<serde_json::Value>, Fault> {
    let serde_json::Value::Object(members) = object else { return Err(not_an_object()) };
    let has_text =
        |value: &serde_json::Value| value.as_object().is_some_and(|inner| inner.keys().any(|key| wanted.is_text(key)));
    let names: Vec<String> = members.keys().cloned().collect();
    for (_, member) in members {
        if let serde_json::Value::Array(items) = member
            && items.first().is_some_and(has_text)
        {
            return Ok(items.into());
        }
    }
    let fields = if names.is_empty() { "none".to_string() } else { list(&names) };
    let reason = format!(
        "the object has no field that is known to hold the text (name it with --text-column; fields: {fields})"
    );
    Err(Fault::new(Cause::Columns, reason))
}

fn not_an_object() -> Fault {
    let reason = "not a JSON object (every document has to be one, such as {\"id\": \"a\", \"text\": \"…\"})";
    Fault::new(Cause::Malformed, reason)
}

fn malformed(json: &[u8], error: &serde_json::Error, line: u64) -> Fault {
    if error.is_data() && !json.trim_ascii().starts_with(b"{") {
        return not_an_object();
    }
    let message = error.to_string();
    let what = message.rfind(" at line ").map_or(message.as_str(), |at| &message[..at]);
    let remedy = if error.is_eof() { "it may be cut off" } else { "check the quotation marks and commas there" };
    let reason = format!("not valid JSON at column {}: {what} ({remedy})", error.column());
    Fault { line: Some(line + (error.line() as u64).saturating_sub(1)), ..Fault::new(Cause::Malformed, reason) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_value_ends_where_its_brackets_close() {
        for (json, end) in [
            ("{\"a\": \"}\\\"\"} x", Some(12)),
            ("[1, {\"b\": []}],", Some(14)),
            ("\"a,b\",", Some(5)),
            ("12, 3", Some(2)),
            ("true]", Some(4)),
            ("}", Some(1)),
            ("{\"a\": \"\\", None),
            ("{\"a\": [", None),
        ] {
            assert_eq!(Scan::default().end(json.as_bytes()), end, "{json}");
        }
    }

    proptest! {
        #[test]
        fn the_end_is_the_same_however_the_text_arrives(json in "[\\[\\]{}\"\\\\a, ]{1,30}", cut in 0usize..30) {
            let whole = Scan::default().end(json.as_bytes());
            let mut scan = Scan::default();
            let early = scan.end(&json.as_bytes()[..cut.min(json.len())]);
            prop_assert_eq!(early.or_else(|| scan.end(json.as_bytes())), whole);
            prop_assert!(whole != Some(0) || json.starts_with([',', ' ']));
        }
    }
}
