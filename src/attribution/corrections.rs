//! Corrections: a table of statements that a person has edited, taken back.
//!
//! The table is what `demarche statements` wrote. A row is known by its document and statement number; speaker and side
//! may be edited, a row that was deleted deletes the statement, and a row without a number adds one (it needs the
//! offsets of its content, in characters). A document without a row has no statements.

use super::statement::{Affiliation, Kind, Rule, Speaker, Statement};
use crate::document::Span;
use crate::lexicon::{Dispute, SideId};
use std::collections::HashMap;

/// Statements as a person wants them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Corrections {
    documents: HashMap<String, Vec<Row>>,
}

/// One row of the table.
#[derive(Clone, Debug, PartialEq)]
struct Row {
    statement: Option<u32>,
    within: Option<u32>,
    speaker: String,
    side: Option<Affiliation>,
    kind: Option<Kind>,
    /// In characters of the document's text.
    content: Vec<(u32, u32)>,
}

/// Columns that a corrected table must have.
const NEEDED: [&str; 4] = ["document", "statement", "speaker", "side"];

impl Corrections {
    /// Reads a table: its header and its rows, each with its line for messages.
    ///
    /// # Errors
    /// One sentence with line and remedy: a missing column, an unknown side, a number or offset that cannot be read.
    pub fn read<'r>(
        header: &[&str],
        rows: impl IntoIterator<Item = (u64, Vec<&'r str>)>,
        dispute: &Dispute,
    ) -> Result<Corrections, String> {
        let at = |name: &str| header.iter().position(|column| *column == name);
        if let Some(missing) = NEEDED.into_iter().find(|name| at(name).is_none()) {
            return Err(format!("1:1: the column {missing} is missing (start from what `demarche statements` writes)"));
        }
        let mut documents: HashMap<String, Vec<Row>> = HashMap::new();
        for (line, cells) in rows {
            let cell = |name: &str| at(name).and_then(|i| cells.get(i)).map_or("", |c| c.trim());
            let row = Row {
                statement: number(cell("statement"), "statement", line)?,
                within: number(cell("within"), "within", line)?,
                speaker: cell("speaker").to_owned(),
                side: side(cell("side"), dispute, line)?,
                kind: Kind::ALL.into_iter().find(|kind| kind.as_str() == cell("kind")),
                content: spans(cell("content"), line)?,
            };
            if row.statement.is_none() && row.content.is_empty() {
                return Err(format!(
                    "{line}:1: a new statement needs its place (write character offsets such as 120-180 in content)"
                ));
            }
            documents.entry(cell("document").to_owned()).or_default().push(row);
        }
        Ok(Corrections { documents })
    }

    /// Number of documents that have a row.
    pub fn documents(&self) -> usize {
        self.documents.len()
    }

    /// Applies the rows of one document to what was found in it.
    pub fn apply(&self, document: &str, text: &str, found: Vec<Statement>) -> Vec<Statement> {
        let Some(rows) = self.documents.get(document) else { return Vec::new() };
        let bytes = |characters: &[(u32, u32)]| to_bytes(text, characters);
        let mut kept: Vec<(Option<u32>, Option<u32>, Statement)> = Vec::new();
        for row in rows {
            let known = row.statement.and_then(|n| found.get(n as usize - 1));
            let mut statement = match known {
                Some(statement) => statement.clone(),
                None => Statement {
                    kind: row.kind.unwrap_or(Kind::Indirect),
                    source: Vec::new(),
                    cue: Vec::new(),
                    content: Vec::new(),
                    speaker: None,
                    confidence: 1.0,
                    rule: Rule("corrected"),
                    within: None,
                },
            };
            if let Some(content) = bytes(&row.content).filter(|content| !content.is_empty()) {
                statement.content = content;
            }
            if statement.content.is_empty() {
                continue;
            }
            correct_speaker(&mut statement, row);
            kept.push((row.statement, row.within, statement));
        }
        kept.sort_by_key(|(number, _, statement)| (statement.start(), number.is_none(), *number));
        let place = |number: u32| kept.iter().position(|(n, _, _)| *n == Some(number));
        let within: Vec<Option<usize>> = kept.iter().map(|(_, within, _)| within.and_then(place)).collect();
        let mut statements: Vec<Statement> = kept.into_iter().map(|(_, _, statement)| statement).collect();
        for (statement, within) in statements.iter_mut().zip(within) {
            statement.within = within;
        }
        statements
    }
}

fn correct_speaker(statement: &mut Statement, row: &Row) {
    let affiliation = row.side.unwrap_or_default();
    let same = statement.speaker.as_ref().map_or(row.speaker.is_empty() && affiliation == Affiliation::Unknown, |s| {
        s.name == row.speaker && s.affiliation == affiliation
    });
    if !same {
        statement.speaker = (!row.speaker.is_empty() || affiliation != Affiliation::Unknown).then(|| Speaker {
            name: row.speaker.clone(),
            affiliation,
            resolution: "corrected",
            confidence: 1.0,
        });
        statement.rule = Rule("corrected");
        statement.confidence = 1.0;
    }
}

fn number(cell: &str, column: &str, line: u64) -> Result<Option<u32>, String> {
    match cell {
        "" => Ok(None),
        cell => match cell.parse::<u32>() {
            Ok(n) if n > 0 => Ok(Some(n)),
            _ => Err(format!("{line}:1: {column} {cell:?} is not a number (write 1, 2, …, or leave it empty)")),
        },
    }
}

fn side(cell: &str, dispute: &Dispute, line: u64) -> Result<Option<Affiliation>, String> {
    match cell {
        "" | "unknown" => Ok(None),
        "other" => Ok(Some(Affiliation::Other)),
        id => match dispute.sides.iter().position(|s| s.id == id) {
            Some(i) => Ok(Some(Affiliation::Side(SideId(i as u8)))),
            None => {
                let sides: Vec<&str> = dispute.sides.iter().map(|s| s.id.as_str()).collect();
                Err(format!("{line}:1: there is no side {id:?} (write {}, other, or nothing)", sides.join(", ")))
            }
        },
    }
}

/// `793-1000|1011-1095`
fn spans(cell: &str, line: u64) -> Result<Vec<(u32, u32)>, String> {
    let wrong = || format!("{line}:1: content {cell:?} is no list of offsets (write 793-1000, or 793-1000|1011-1095)");
    cell.split('|')
        .filter(|part| !part.trim().is_empty())
        .map(|part| {
            let (start, end) = part.trim().split_once('-').ok_or_else(wrong)?;
            match (start.parse(), end.parse()) {
                (Ok(start), Ok(end)) if start < end => Ok((start, end)),
                _ => Err(wrong()),
            }
        })
        .collect()
}

/// Byte spans of character spans; nothing when one lies outside the text.
fn to_bytes(text: &str, characters: &[(u32, u32)]) -> Option<Vec<Span>> {
    let mut wanted: Vec<u32> = characters.iter().flat_map(|&(start, end)| [start, end]).collect();
    wanted.sort_unstable();
    wanted.dedup();
    let mut found = HashMap::with_capacity(wanted.len());
    let mut next = wanted.iter().peekable();
    let ends = text.char_indices().map(|(byte, _)| byte).chain([text.len()]);
    for (character, byte) in ends.enumerate() {
        if next.next_if(|&&c| c as usize == character).is_some() {
            found.insert(character as u32, byte as u32);
        }
    }
    characters.iter().map(|(start, end)| Some(Span::new(*found.get(start)?, *found.get(end)?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn statement(content: Span, name: &str) -> Statement {
        Statement {
            kind: Kind::Indirect,
            source: Vec::new(),
            cue: Vec::new(),
            content: vec![content],
            speaker: Some(Speaker {
                name: name.into(),
                affiliation: Affiliation::Unknown,
                resolution: "name",
                confidence: 1.0,
            }),
            confidence: 0.5,
            rule: Rule("said-clause"),
            within: None,
        }
    }

    fn read(rows: &[[&str; 5]]) -> Result<Corrections, String> {
        let dispute = crate::lexicon::Lexicon::load("us-china-cyber").unwrap().dispute;
        let rows = rows.iter().enumerate().map(|(i, row)| (i as u64 + 2, row.to_vec()));
        Corrections::read(&["document", "statement", "speaker", "side", "content"], rows, &dispute)
    }

    #[test]
    fn a_row_edits_a_missing_row_deletes_and_a_new_row_adds() {
        let text = "“Yes,” said Ada. No, said Bo. Perhaps.";
        let found = vec![statement(Span::new(0, 10), "Ada"), statement(Span::new(21, 23), "Bo")];
        let table = [["a", "1", "Ada Orr", "us", ""], ["a", "", "Cy", "china", "30-37"]];
        let corrected = read(&table).unwrap().apply("a", text, found.clone());
        let shown: Vec<_> = corrected
            .iter()
            .map(|s| (s.content[0].slice(text), s.speaker.as_ref().unwrap().name.as_str(), s.side(), s.rule.0))
            .collect();
        assert_eq!(
            shown,
            [("“Yes,”", "Ada Orr", Some(SideId(0)), "corrected"), ("Perhaps", "Cy", Some(SideId(1)), "corrected")]
        );
        assert!(read(&table).unwrap().apply("b", text, found).is_empty());
    }

    #[test]
    fn an_unchanged_row_changes_nothing() {
        let found = vec![statement(Span::new(0, 3), "Ada")];
        let corrected = read(&[["a", "1", "Ada", "", "0-3"]]).unwrap().apply("a", "Yes, said Ada.", found.clone());
        assert_eq!(corrected, found);
    }

    #[test]
    fn mistakes_name_their_line_and_what_to_write() {
        let error = |row| read(&[row]).unwrap_err();
        assert_eq!(
            error(["a", "1", "", "usa", ""]),
            "2:1: there is no side \"usa\" (write us, china, other, or nothing)"
        );
        assert!(error(["a", "x", "", "", ""]).starts_with("2:1: statement \"x\" is not a number"));
        assert!(error(["a", "", "Ada", "us", ""]).starts_with("2:1: a new statement needs its place"));
        assert!(error(["a", "1", "", "", "9-3"]).contains("write 793-1000"));
    }
}
