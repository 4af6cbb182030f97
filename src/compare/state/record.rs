//! The lines of a state: counts as integers, in a fixed order.

use crate::attribution::Affiliation;
use crate::compare::comparison::DocumentCounts;
use crate::compare::hash::document_key;
use crate::compare::pack::{Sides, put_sides};
use crate::compare::quote::QuoteRecord;
use crate::compare::rows::{Cell, DocumentRows, Row, SideRows, Topic};
use crate::compare::tally::{EntryCount, Tally};
use crate::lexicon::{EntryId, IssueId, SideId};
use serde::{Deserialize, Serialize};

/// One line.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum Record {
    /// Documents, dated ones, statements, nested ones, of others, of unknown; tokens, own voice, boilerplate.
    Counts([u64; 9]),
    /// Statements of sides, counted or dropped, and whether single ones are kept.
    Statements(u64, bool),
    /// Id, date, rows by side.
    Document(String, Option<String>, Vec<SideRecord>),
    /// Key of the document, number, rows by side.
    Statement(u64, u32, Vec<SideRecord>),
    /// Name, side (-1 other, -2 unknown), row.
    Speaker(String, i16, RowRecord),
    /// Side, issue, entry; matches, favor, against.
    Entry(u8, u16, u32, u64, i64, i64),
    /// The strongest statement of a side on a topic in a direction.
    Quote(u8, i32, QuoteRecord),
    /// Spelling, stem, uses by side.
    Word(String, String, Vec<u64>),
}

/// Side and its row.
type SideRecord = (u8, RowRecord);
/// Statements, of these with a hit, tokens, cells.
type RowRecord = (u32, u32, u32, Vec<CellRecord>);
/// Topic; hits, statements, stance matches; statements by label; favor, against.
type CellRecord = (i32, u32, u32, u32, [u32; 3], i64, i64);

impl Record {
    /// All lines of a tally, in their order.
    pub fn all(tally: &Tally) -> impl Iterator<Item = Record> {
        let counts = &tally.counts;
        let totals = Record::Counts([
            counts.documents,
            counts.dated,
            counts.statements,
            counts.nested_statements,
            counts.other_statements,
            counts.unknown_statements,
            counts.tokens,
            counts.own_voice_tokens,
            counts.boilerplate_tokens,
        ]);
        let statements = Record::Statements(tally.statement_rows, tally.statements.is_some());
        let documents = tally.documents.sorted().map(|(name, document)| {
            Record::Document(name, document.date.map(|d| d.to_string()), side_records(document.sides))
        });
        let single = tally.statements.iter().flat_map(|statements| statements.sorted());
        let single = single.map(|((key, number), bytes)| Record::Statement(key, number, side_records(Sides(bytes))));
        let speakers = tally.speakers.sorted().into_iter().map(|(name, affiliation, row)| {
            Record::Speaker(name.to_owned(), affiliation_number(affiliation), row_record(row))
        });
        let entries = tally.entries.iter().map(|(&(side, issue, entry), count)| {
            Record::Entry(side.0, issue.0, entry.0, count.matches, count.favor, count.against)
        });
        let quotes =
            tally.quotes.records().map(|(side, topic, quote)| Record::Quote(side.0, topic_number(topic), quote));
        let words = tally.words.sorted().into_iter();
        let words = words.map(|((name, stem), counts)| Record::Word(name.into(), stem.into(), counts));
        [totals, statements]
            .into_iter()
            .chain(documents)
            .chain(single)
            .chain(speakers)
            .chain(entries)
            .chain(quotes)
            .chain(words)
    }

    /// Puts the counts of a line back; the error says what is wrong with it.
    pub fn restore(self, tally: &mut Tally) -> Result<(), &'static str> {
        let sides = tally.sides();
        let known = |side: u8| (usize::from(side) < sides).then_some(SideId(side)).ok_or("a side is not in the head");
        match self {
            Record::Counts(counts) => {
                let [documents, dated, statements, nested, other, unknown, tokens, own_voice, boilerplate] = counts;
                tally.counts = DocumentCounts {
                    documents,
                    dated,
                    statements,
                    nested_statements: nested,
                    other_statements: other,
                    unknown_statements: unknown,
                    tokens,
                    own_voice_tokens: own_voice,
                    boilerplate_tokens: boilerplate,
                };
            }
            Record::Statements(rows, kept) => {
                tally.statement_rows = rows;
                tally.statements = kept.then(Default::default);
            }
            Record::Document(id, date, rows) => {
                let date = date.map(|d| d.parse().map_err(|_| "a date cannot be read")).transpose()?;
                let rows = side_rows(rows, sides)?;
                let key = document_key(&id);
                tally.add_document(key, &id, &DocumentRows { date, rows });
            }
            Record::Statement(key, number, rows) => {
                let rows = side_rows(rows, sides)?;
                let statements = tally.statements.as_mut().ok_or("a statement where none are kept")?;
                let mut packed = Vec::new();
                put_sides(&mut packed, &rows);
                statements.put((key, number), &packed);
            }
            Record::Speaker(name, number, record) => {
                let affiliation = match number {
                    -1 => Affiliation::Other,
                    -2 => Affiliation::Unknown,
                    side => Affiliation::Side(known(u8::try_from(side).map_err(|_| "a side is not in the head")?)?),
                };
                tally.speakers.put(name, affiliation, row(record, sides)?);
            }
            Record::Entry(side, issue, entry, matches, favor, against) => {
                let key = (known(side)?, IssueId(issue), EntryId(entry));
                tally.entries.insert(key, EntryCount { matches, favor, against });
            }
            Record::Quote(side, topic, quote) => tally.quotes.restore(known(side)?, of_number(topic, sides)?, quote),
            Record::Word(name, stem, counts) => {
                if counts.len() != sides {
                    return Err("a word has another number of sides than the head");
                }
                tally.words.restore(&name, &stem, &counts);
            }
        }
        Ok(())
    }
}

fn affiliation_number(affiliation: Affiliation) -> i16 {
    match affiliation {
        Affiliation::Side(side) => i16::from(side.0),
        Affiliation::Other => -1,
        Affiliation::Unknown => -2,
    }
}

/// Issues from 0 up, sides spoken about from -1 down.
fn topic_number(topic: Topic) -> i32 {
    match topic {
        Topic::Issue(issue) => i32::from(issue.0),
        Topic::About(side) => -1 - i32::from(side.0),
    }
}

fn of_number(number: i32, sides: usize) -> Result<Topic, &'static str> {
    match number {
        0.. => u16::try_from(number).map(|issue| Topic::Issue(IssueId(issue))).map_err(|_| "an issue is out of range"),
        _ => {
            let side = u8::try_from(-1 - i64::from(number)).ok().filter(|side| usize::from(*side) < sides);
            side.map(|side| Topic::About(SideId(side))).ok_or("a side is not in the head")
        }
    }
}

fn side_records(sides: Sides<'_>) -> Vec<SideRecord> {
    sides.map(|(side, row)| (side.0, row_record(&row.row()))).collect()
}

fn side_rows(records: Vec<SideRecord>, sides: usize) -> Result<SideRows, &'static str> {
    let mut rows = SideRows::default();
    for (side, record) in records {
        if usize::from(side) >= sides {
            return Err("a side is not in the head");
        }
        rows.side_mut(SideId(side)).add(&row(record, sides)?);
    }
    Ok(rows)
}

fn row_record(row: &Row) -> RowRecord {
    let cell = |c: &Cell| (topic_number(c.topic), c.hits, c.statements, c.stance_matches, c.labels, c.favor, c.against);
    (row.statements, row.statements_with_hit, row.tokens, row.cells.iter().map(cell).collect())
}

fn row((statements, statements_with_hit, tokens, cells): RowRecord, sides: usize) -> Result<Row, &'static str> {
    let mut all = Row { statements, statements_with_hit, tokens, cells: Vec::new() };
    for (topic, hits, statements, stance_matches, labels, favor, against) in cells {
        if favor < 0 || against < 0 {
            return Err("a weight is negative");
        }
        let topic = of_number(topic, sides)?;
        let cells = vec![Cell { topic, hits, statements, stance_matches, labels, favor, against }];
        all.add(&Row { cells, ..Row::default() });
    }
    Ok(all)
}
