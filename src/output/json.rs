//! JSON: rows of any table as objects, and statements with their spans.
//!
//! Keys are the columns' names in their order; empty cells are `null`, counts are integers, figures have at most six
//! decimals, so that every format says the same.

use crate::attribution::Affiliation;
use crate::document::{CharOffsets, Span};
use crate::lexicon::Dispute;
use crate::scoring::ScoredDocument;
use crate::table::{Cell, Layout, Table};
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use std::io::{self, Write};

/// A row with the names of its columns.
#[derive(Clone, Copy, Debug)]
pub struct Record<'r, 'a> {
    /// The names.
    pub layout: &'r Layout,
    /// The cells.
    pub row: &'r [Cell<'a>],
}

impl Serialize for Record<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.row.len()))?;
        for (name, cell) in self.layout.header().zip(self.row) {
            match cell {
                Cell::Integer(count) => map.serialize_entry(name, count)?,
                Cell::Number(figure) => map.serialize_entry(name, &rounded(*figure))?,
                _ if cell.is_empty() => map.serialize_entry(name, &())?,
                _ => map.serialize_entry(name, &cell.plain())?,
            }
        }
        map.end()
    }
}

/// `[start, end]` in characters of the document's text.
pub type CharSpan = [u32; 2];

/// A statement as one object of JSON Lines.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StatementRecord<'a> {
    /// The document's id.
    pub document: &'a str,
    /// Its number in the document, from 1.
    pub statement: u32,
    /// How it is set.
    pub kind: &'static str,
    /// The canonical name, if known.
    pub speaker: Option<&'a str>,
    /// The side's id; `null` for somebody on no side, known or not.
    pub side: Option<&'a str>,
    /// 0..1.
    pub confidence: Option<f64>,
    /// What found it.
    pub rule: &'static str,
    /// The words that name the speaker.
    pub source: Vec<CharSpan>,
    /// The words that attribute.
    pub cue: Vec<CharSpan>,
    /// What was said.
    pub content: Vec<CharSpan>,
    /// What was said, its spans joined by ` … `.
    pub text: String,
    /// The number of the statement that reports it.
    pub within: Option<u32>,
    /// How the speaker behind the source was found.
    pub resolution: Option<&'static str>,
    /// 0..1, of the resolution alone.
    pub speaker_confidence: Option<f64>,
}

/// The statements of a document, in the order of the text.
pub fn statement_records<'a>(
    scored: &'a ScoredDocument,
    dispute: &'a Dispute,
) -> impl Iterator<Item = StatementRecord<'a>> {
    let text = &scored.document.text;
    let offsets = CharOffsets::new(text);
    let spans = move |spans: &[Span]| -> Vec<CharSpan> {
        spans.iter().map(|span| [offsets.of(span.start), offsets.of(span.end)]).collect()
    };
    scored.attributed.statements.iter().enumerate().map(move |(i, statement)| {
        let side = match statement.speaker.as_ref().map(|speaker| speaker.affiliation) {
            Some(Affiliation::Side(side)) => dispute.sides.get(usize::from(side.0)),
            _ => None,
        };
        StatementRecord {
            document: &scored.document.id,
            statement: i as u32 + 1,
            kind: statement.kind.as_str(),
            speaker: statement.speaker.as_ref().map(|s| s.name.as_str()).filter(|name| !name.is_empty()),
            side: side.map(|side| side.id.as_str()),
            confidence: rounded(statement.confidence),
            rule: statement.rule.0,
            source: spans(&statement.source),
            cue: spans(&statement.cue),
            content: spans(&statement.content),
            text: statement.content.iter().map(|span| span.slice(text)).collect::<Vec<_>>().join(" … "),
            within: statement.within.map(|outer| outer as u32 + 1),
            resolution: statement.speaker.as_ref().map(|s| s.resolution),
            speaker_confidence: statement.speaker.as_ref().and_then(|s| rounded(s.confidence)),
        }
    })
}

/// Writes one object a line.
pub fn write_json_lines(out: &mut dyn Write, records: impl IntoIterator<Item: Serialize>) -> io::Result<()> {
    for record in records {
        serde_json::to_writer(&mut *out, &record)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

/// Writes a list with one object a line.
pub fn write_json(out: &mut dyn Write, records: impl IntoIterator<Item: Serialize>) -> io::Result<()> {
    out.write_all(b"[")?;
    for (i, record) in records.into_iter().enumerate() {
        out.write_all(if i == 0 { b"\n" } else { b",\n" })?;
        serde_json::to_writer(&mut *out, &record)?;
    }
    out.write_all(b"\n]\n")
}

/// The rows of a table as records.
pub fn records<'r, 'a>(table: &'r Table<'a>) -> impl Iterator<Item = Record<'r, 'a>> {
    table.rows.iter().map(|row| Record { layout: &table.layout, row })
}

/// A figure with six decimals at most, never -0; nothing for one that is undefined.
fn rounded(figure: f64) -> Option<f64> {
    let rounded = (figure * 1e6).round() / 1e6;
    let kept = if rounded.is_finite() { rounded } else { figure };
    kept.is_finite().then_some(kept + 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::{comparison_tables, sample};

    fn text(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> String {
        let mut bytes = Vec::new();
        write(&mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn statements_are_lines_of_spans() {
        let (scored, dispute) = (sample::scored(), sample::dispute());
        let lines = text(|out| write_json_lines(out, statement_records(&scored, &dispute)));
        insta::assert_snapshot!("statements", lines);
        let characters: Vec<char> = sample::TEXT.chars().collect();
        for line in lines.lines() {
            let record: serde_json::Value = serde_json::from_str(line).unwrap();
            let said: Vec<String> = record["content"]
                .as_array()
                .unwrap()
                .iter()
                .map(|span| {
                    let at = |i: usize| span[i].as_u64().unwrap() as usize;
                    characters[at(0)..at(1)].iter().collect()
                })
                .collect();
            assert_eq!(said.join(" … "), record["text"]);
        }
    }

    #[test]
    fn a_table_is_a_list_of_objects() {
        let (dispute, comparison) = (sample::dispute(), sample::comparison());
        let tables = comparison_tables(&comparison, &dispute);
        insta::assert_snapshot!("comparison", text(|out| write_json(out, records(&tables[0]))));
        assert_eq!(text(|out| write_json(out, [0u8; 0])), "[\n]\n");
    }

    #[test]
    fn undefined_and_minus_zero_never_appear() {
        assert_eq!(rounded(f64::NAN), None);
        assert_eq!(rounded(f64::INFINITY), None);
        assert!(rounded(-1e-9).is_some_and(|zero| zero.is_sign_positive()));
        assert_eq!(rounded(f64::MAX), Some(f64::MAX));
    }
}
