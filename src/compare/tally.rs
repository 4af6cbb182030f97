//! The tally: everything that is counted, as integers by unit, that merge in any order and any partition.
//!
//! What comes in are scored documents, in any order, by any number of workers; what goes out is one [`Tally`], equal
//! however the work was divided. Documents are known by a hash of their id, never by position. There is one small packed row for
//! each document in which a side speaks. Rows of single statements are needed only if some side speaks in fewer
//! than [`DOCUMENTS_ENOUGH`] documents; they are dropped as soon as that can no longer be, or when there are more than
//! [`STATEMENT_ROWS`]. Both limits are of counts that only grow, so the result does not depend on when they were reached.

use super::comparison::DocumentCounts;
use super::documents::Documents;
use super::hash::DocumentKeys;
use super::pack::{PackedDocument, Sides, put_document, put_row, put_sides};
use super::quote::Quotes;
use super::rows::{DocumentRows, Row, SideRows, Topic};
use super::speakers::Speakers;
use super::store::Store;
use super::words::Words;
use crate::attribution::{Affiliation, Statement};
use crate::lexicon::{Dispute, EntryId, IssueId, SideId, Stance};
use crate::scoring::{Bearing, ScoredDocument, StatementScore};
use crate::text::{Text, Vocabulary};
use std::collections::BTreeMap;

/// Documents a side must speak in for documents to be the unit of intervals and tests.
pub const DOCUMENTS_ENOUGH: u64 = 10;

/// Statements of sides beyond which single statements are no longer kept, whatever the number of documents.
pub const STATEMENT_ROWS: u64 = 1_000_000;

/// How much of a side's stance one entry makes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct EntryCount {
    pub matches: u64,
    /// Sum of the scores in favor, in millionths.
    pub favor: i64,
    /// Sum of the scores against, as a positive number of millionths.
    pub against: i64,
}

/// A document's hash and the number of a statement in it, from 1.
pub(crate) type StatementKey = (u64, u32);

/// Counts of any number of documents.
#[derive(Clone, Debug, PartialEq)]
pub struct Tally {
    pub(crate) counts: DocumentCounts,
    /// By hash of the document's id; only documents in which a side speaks.
    pub(crate) documents: Documents,
    /// `None` once statements can no longer be the unit.
    pub(crate) statements: Option<Store<StatementKey>>,
    pub(crate) speakers: Speakers,
    pub(crate) entries: BTreeMap<(SideId, IssueId, EntryId), EntryCount>,
    pub(crate) quotes: Quotes,
    pub(crate) words: Words,
    /// By side: documents in which it has a statement.
    side_documents: Vec<u64>,
    /// Statements of sides, counted when added.
    pub(crate) statement_rows: u64,
    /// Plays no part in what is equal.
    memory: Memory,
}

/// What says nothing about what was counted.
#[derive(Clone, Debug, Default)]
struct Memory {
    keys: DocumentKeys,
    /// For what is being packed.
    packed: Vec<u8>,
}

impl PartialEq for Memory {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Tally {
    /// Nothing counted yet. Tallies that are to be merged must be of the same dispute.
    pub fn new(dispute: &Dispute) -> Self {
        Tally::empty(dispute.sides.len())
    }

    /// Nothing counted yet of so many sides.
    pub(crate) fn empty(sides: usize) -> Self {
        Tally {
            counts: DocumentCounts::default(),
            documents: Documents::default(),
            statements: Some(Store::default()),
            speakers: Speakers::default(),
            entries: BTreeMap::new(),
            quotes: Quotes::default(),
            words: Words::new(sides),
            side_documents: vec![0; sides],
            statement_rows: 0,
            memory: Memory::default(),
        }
    }

    /// Counts one document; `vocabulary` is the one its tokens point into.
    pub fn add(&mut self, scored: &ScoredDocument, vocabulary: &Vocabulary) {
        self.count_document(scored);
        let key = self.memory.keys.key(&scored.document.id);
        let mut document = DocumentRows { date: scored.document.date, rows: SideRows::default() };
        for (at, (statement, score)) in scored.attributed.statements.iter().zip(&scored.scores).enumerate() {
            self.count_statement(statement);
            let row = Row::of(statement, score);
            if row.is_empty() {
                continue;
            }
            if let Some(speaker) = &statement.speaker {
                self.speakers.add(&speaker.name, speaker.affiliation, &row);
            }
            let Some(side) = statement.side().filter(|side| usize::from(side.0) < self.side_documents.len()) else {
                continue;
            };
            for cell in &row.cells {
                self.quotes.offer(side, cell.topic, scored, at);
            }
            self.count_entries(side, score);
            if statement.within.is_none() {
                self.count_words(side, statement, &scored.text, vocabulary);
            }
            document.rows.side_mut(side).add(&row);
            self.add_statement((key, at as u32 + 1), side, &row);
        }
        if !document.rows.sides.is_empty() {
            self.add_document(key, &scored.document.id, &document);
        }
        self.drop_useless_rows();
    }

    /// Adds the counts of another tally of the same dispute.
    pub fn merge(&mut self, mut other: Tally) {
        other.documents.close();
        self.counts.add(&other.counts);
        let Tally { documents, side_documents, statements, speakers, entries, quotes, words, .. } = &mut *self;
        let units = || {
            other.documents.each(|key, name, bytes| add_document(documents, side_documents, key, name, bytes));
            match (&mut *statements, &other.statements) {
                (Some(mine), Some(theirs)) => theirs.iter().for_each(|(key, bytes)| add_statement(mine, key, bytes)),
                _ => *statements = None,
            }
        };
        let rest = || {
            speakers.merge(other.speakers);
            other.entries.into_iter().for_each(|(key, count)| entries.entry(key).or_default().add(count));
            quotes.merge(other.quotes);
            words.merge(other.words);
        };
        rayon::join(units, rest);
        self.statement_rows += other.statement_rows;
        self.drop_useless_rows();
    }

    /// Documents counted so far.
    pub fn documents(&self) -> u64 {
        self.counts.documents
    }

    /// Side, issue, hits, favor and against (millionths), unit by unit; pairs may come more than once.
    pub(crate) fn issue_sums(&self) -> impl Iterator<Item = (SideId, IssueId, u64, i64, i64)> + '_ {
        let rows = self.documents.counts().flat_map(|document| document.sides);
        rows.flat_map(|(side, row)| row.cells.map(move |cell| (side, cell))).filter_map(|(side, cell)| {
            let Topic::Issue(issue) = cell.topic else { return None };
            Some((side, issue, u64::from(cell.hits), cell.favor, cell.against))
        })
    }

    /// Number of sides.
    pub(crate) fn sides(&self) -> usize {
        self.side_documents.len()
    }

    /// The id of a document with a statement of a side that is counted here and there.
    pub(crate) fn shared_document(&self, other: &Tally) -> Option<String> {
        self.documents.shared(&other.documents)
    }

    /// Frees what only adding documents needs, which is slower afterwards.
    pub(crate) fn end_adding(&mut self) {
        // Statements find their documents by it.
        if self.statements.is_none() {
            self.documents.close();
        }
    }

    /// Frees the counts of single documents, by far the most of many, once all figures are made.
    pub(crate) fn forget_documents(&mut self) {
        self.documents = Documents::default();
    }

    /// Drops what counting would have dropped: for counts that were read rather than added.
    pub(crate) fn settle(&mut self) {
        self.drop_useless_rows();
    }

    /// By side: documents in which it has a statement.
    pub(crate) fn side_documents(&self) -> &[u64] {
        &self.side_documents
    }

    fn count_document(&mut self, scored: &ScoredDocument) {
        let counts = &mut self.counts;
        counts.documents += 1;
        counts.dated += u64::from(scored.document.date.is_some());
        counts.tokens += u64::from(scored.tokens);
        counts.own_voice_tokens += u64::from(scored.own_voice_tokens);
        counts.boilerplate_tokens += u64::from(scored.attributed.boilerplate_tokens);
    }

    fn count_statement(&mut self, statement: &Statement) {
        self.counts.statements += 1;
        if statement.within.is_some() {
            self.counts.nested_statements += 1;
            return;
        }
        match statement.speaker.as_ref().map_or(Affiliation::Unknown, |speaker| speaker.affiliation) {
            Affiliation::Side(_) => {}
            Affiliation::Other => self.counts.other_statements += 1,
            Affiliation::Unknown => self.counts.unknown_statements += 1,
        }
    }

    fn count_entries(&mut self, side: SideId, score: &StatementScore) {
        if !score.counts_stance {
            return;
        }
        for found in &score.matches {
            let issue = match found.bearing {
                Bearing::Term(issue, Stance::Favor | Stance::Against) | Bearing::Evaluation(issue) => issue,
                Bearing::Term(_, Stance::Topic) | Bearing::Portrayal(_) => continue,
            };
            let score = found.counted_score().0;
            if score != 0 {
                let count = EntryCount { matches: 1, favor: score.max(0), against: score.min(0).saturating_neg() };
                self.entries.entry((side, issue, found.entry)).or_default().add(count);
            }
        }
    }

    fn count_words(&mut self, side: SideId, statement: &Statement, text: &Text, vocabulary: &Vocabulary) {
        for span in &statement.content {
            self.words.count(side, text.tokens(text.tokens_in(*span)), vocabulary);
        }
    }

    fn add_statement(&mut self, key: StatementKey, side: SideId, row: &Row) {
        self.statement_rows += 1;
        if let Some(statements) = &mut self.statements {
            let packed = &mut self.memory.packed;
            packed.clear();
            put_row(packed, side, row, true);
            add_statement(statements, key, packed);
        }
    }

    /// Adds a document; of one that is already there (an id given twice) the counts are put together.
    pub(super) fn add_document(&mut self, key: u64, name: &str, document: &DocumentRows) {
        let mut packed = std::mem::take(&mut self.memory.packed);
        packed.clear();
        put_document(&mut packed, document);
        add_document(&mut self.documents, &mut self.side_documents, key, name, &packed);
        self.memory.packed = packed;
    }

    fn drop_useless_rows(&mut self) {
        let documents_serve = self.side_documents.iter().all(|&documents| documents >= DOCUMENTS_ENOUGH);
        if documents_serve || self.statement_rows > STATEMENT_ROWS {
            self.statements = None;
        }
    }
}

/// Adds a packed document, to what is there of it, and to the number of documents of each side that speaks in it.
fn add_document(documents: &mut Documents, side_documents: &mut [u64], key: u64, name: &str, bytes: &[u8]) {
    if documents.put_new(key, name, bytes) {
        for (side, _) in PackedDocument::of(bytes).sides.filter(|(_, row)| row.statements > 0) {
            side_documents[usize::from(side.0)] += 1;
        }
        return;
    }
    let mut entry = documents.get(key).map(|before| before.rows()).unwrap_or_default();
    let document = PackedDocument::of(bytes).rows();
    entry.date = match (entry.date, document.date) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    };
    for (side, row) in &document.rows.sides {
        let mine = entry.rows.side_mut(*side);
        if mine.statements == 0 && row.statements > 0 {
            side_documents[usize::from(side.0)] += 1;
        }
        mine.add(row);
    }
    let mut packed = Vec::new();
    put_document(&mut packed, &entry);
    documents.put(key, &packed);
}

/// Adds the rows of a statement, to those that it has if it is there already.
fn add_statement(statements: &mut Store<StatementKey>, key: StatementKey, bytes: &[u8]) {
    if statements.put_new(key, bytes) {
        return;
    }
    let mut rows = statements.get(key).map(|before| Sides(before).rows()).unwrap_or_default();
    Sides(bytes).for_each(|(side, row)| rows.side_mut(side).add(&row.row()));
    let mut packed = Vec::new();
    put_sides(&mut packed, &rows);
    statements.put(key, &packed);
}

impl EntryCount {
    fn add(&mut self, other: EntryCount) {
        self.matches += other.matches;
        self.favor = self.favor.saturating_add(other.favor);
        self.against = self.against.saturating_add(other.against);
    }
}

impl DocumentCounts {
    fn add(&mut self, other: &DocumentCounts) {
        let DocumentCounts {
            documents,
            dated,
            statements,
            nested_statements,
            other_statements,
            unknown_statements,
            tokens,
            own_voice_tokens,
            boilerplate_tokens,
        } = self;
        *documents += other.documents;
        *dated += other.dated;
        *statements += other.statements;
        *nested_statements += other.nested_statements;
        *other_statements += other.other_statements;
        *unknown_statements += other.unknown_statements;
        *tokens += other.tokens;
        *own_voice_tokens += other.own_voice_tokens;
        *boilerplate_tokens += other.boilerplate_tokens;
    }
}
