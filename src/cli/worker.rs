//! One worker: scores a document, counts it, and sets its rows.

use super::engine::Work;
use crate::compare::Tally;
use crate::document::{CharOffsets, Document, Warning};
use crate::input::{Copies, Rejected};
use crate::lexicon::Lexicon;
use crate::output::{CsvProfile, CsvRows, statement_records, write_json_lines};
use crate::scoring::{ScoredDocument, Scorer, Settings};
use crate::table::{Cell, DocumentRows, Names, Row};
use std::mem::take;

/// Bytes for which a batch makes room ahead, at most; an article may be much larger.
const MOST_ROOM: usize = 1 << 18;

/// What a run wants from each document.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wants {
    /// Rows of `statements`, `matches` and `documents` as CSV.
    pub csv: Option<CsvProfile>,
    /// Of these tables, `matches` is not wanted.
    pub no_matches: bool,
    /// Statements as JSON Lines.
    pub json_lines: bool,
    /// Rows as cells: for a workbook, and for tables that are set in columns.
    pub cells: bool,
    /// Counts for a comparison.
    pub tally: bool,
    /// The scored documents themselves.
    pub documents: bool,
    /// What becomes of copies; without it nobody looks for them.
    pub copies: Option<Copies>,
}

/// What became of a batch of documents, in input order.
#[derive(Default)]
pub struct Batch {
    /// Bytes of `statements`: CSV or JSON Lines.
    pub statements: Vec<u8>,
    /// Bytes of `matches.csv`.
    pub matches: Vec<u8>,
    /// Bytes of `documents.csv`.
    pub documents: Vec<u8>,
    /// Rows of `statements`, `matches` and `documents`.
    pub cells: [Vec<Row<'static>>; 3],
    /// The scored documents.
    pub scored: Vec<ScoredDocument>,
    /// Documents that could not be read.
    pub rejected: Vec<Rejected>,
    /// What to be careful about.
    pub warnings: Vec<Warning>,
    /// Statements found.
    pub statement_count: u64,
    /// Documents read.
    pub document_count: u64,
}

/// A worker with its own vocabulary and its own counts.
pub struct Worker<'l> {
    scorer: Scorer<'l>,
    names: Names<'l>,
    tally: Tally,
    wants: Wants,
    /// Where words of a row are put together.
    composed: Vec<u8>,
    offsets: CharOffsets,
    /// Bytes of `statements`, `matches` and `documents` in the largest batch so far.
    rooms: [usize; 3],
}

impl<'l> Worker<'l> {
    /// A worker that has counted nothing yet.
    pub fn new(lexicon: &'l Lexicon, settings: &Settings, wants: Wants) -> Self {
        Worker {
            scorer: Scorer::new(lexicon, settings.clone()),
            names: names(lexicon),
            tally: Tally::new(&lexicon.dispute),
            wants,
            composed: Vec::new(),
            offsets: CharOffsets::default(),
            rooms: [0; 3],
        }
    }

    fn set_rows(&mut self, scored: &ScoredDocument, out: &mut Batch) -> std::io::Result<()> {
        if self.wants.csv.is_none() && !self.wants.json_lines && !self.wants.cells {
            return Ok(());
        }
        let rows = DocumentRows::with(take(&mut self.offsets), scored, self.names);
        if let Some(profile) = self.wants.csv {
            if out.statements.is_empty() {
                out.statements.reserve(self.rooms[0]);
                out.matches.reserve(self.rooms[1]);
                out.documents.reserve(self.rooms[2]);
            }
            let composed = &mut self.composed;
            rows.write_statements(&mut CsvRows::new(profile, &mut out.statements, composed));
            if !self.wants.no_matches {
                rows.write_matches(&mut CsvRows::new(profile, &mut out.matches, composed));
            }
            rows.write_document(&mut CsvRows::new(profile, &mut out.documents, composed));
            for (room, bytes) in self.rooms.iter_mut().zip([&out.statements, &out.matches, &out.documents]) {
                *room = bytes.len().min(MOST_ROOM).max(*room);
            }
        }
        if self.wants.json_lines {
            write_json_lines(&mut out.statements, statement_records(scored, self.names.dispute))?;
        }
        if self.wants.cells {
            let owned = |row: Row<'_>| row.into_iter().map(Cell::into_owned).collect::<Row<'static>>();
            out.cells[0].extend(rows.statements().map(owned));
            if !self.wants.no_matches {
                out.cells[1].extend(rows.matches().map(owned));
            }
            out.cells[2].push(owned(rows.document()));
        }
        self.offsets = rows.into_offsets();
        Ok(())
    }
}

/// What ids stand for in this lexicon.
pub fn names(lexicon: &Lexicon) -> Names<'_> {
    Names { dispute: &lexicon.dispute, language: &lexicon.language, entries: lexicon.terms.entries() }
}

impl Work<Result<Document, Rejected>> for Worker<'_> {
    type Output = Batch;
    /// The counts of all documents it has taken.
    type Left = Tally;

    fn take(&mut self, item: Result<Document, Rejected>, out: &mut Batch) {
        let document = match item {
            Ok(document) => document,
            Err(rejected) => {
                out.rejected.push(rejected);
                return;
            }
        };
        let mut scored = self.scorer.score(document);
        out.warnings.append(&mut scored.document.warnings);
        out.warnings.append(&mut scored.attributed.warnings);
        out.document_count += 1;
        out.statement_count += scored.attributed.statements.len() as u64;
        if self.wants.tally {
            self.tally.add(&scored, self.scorer.vocabulary());
        }
        // Writing to memory does not fail.
        let _ = self.set_rows(&scored, out);
        if self.wants.documents {
            out.scored.push(scored);
        } else {
            self.scorer.recycle(scored);
        }
    }

    fn finish(self) -> Tally {
        self.tally
    }
}
