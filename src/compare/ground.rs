//! The ground of a comparison: totals, units and replicates, which every figure is read from.
//!
//! What comes in is a tally; what goes out are sums for any group of sides on any topic, in the data and in each
//! replicate. A group is one side, or several that are set against one.

use super::comparison::Unit;
use super::grid::Grid;
use super::hash::mix2;
use super::pack::{PackedDocument, PackedRow, Sides};
use super::rows::{Cell, Topic};
use super::sample::Replicates;
use super::settings::Settings;
use super::tally::{DOCUMENTS_ENOUGH, Tally};
use crate::document::Date;
use crate::lexicon::{Dispute, IssueId, SideId};

/// Sums over all of a side's units.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct SideTotal {
    pub documents: u64,
    pub statements: u64,
    pub statements_with_hit: u64,
    pub tokens: u64,
}

/// Sums over all of a side's units on one topic.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct CellTotal {
    pub hits: u64,
    pub statements: u64,
    pub stance_matches: u64,
    pub labels: [u64; 3],
    pub favor: i64,
    pub against: i64,
}

pub(crate) struct Ground<'a> {
    pub tally: &'a Tally,
    pub dispute: &'a Dispute,
    pub settings: Settings,
    pub unit: Unit,
    /// The documents by side and topic.
    pub documents: Grid<'a>,
    /// The statements, when they are the unit, and likewise.
    statements: Option<(Vec<u32>, Grid<'a>)>,
    replicates: Replicates,
}

impl<'a> Ground<'a> {
    pub fn new(tally: &'a Tally, dispute: &'a Dispute, settings: Settings) -> Self {
        let unit = choose_unit(tally);
        let columns = Columns { sides: dispute.sides.len(), issues: dispute.issues.len() };
        let sides = tally.documents.counts().map(|document| document.sides);
        let documents = Grid::new(tally.documents.keys().into(), sides, true, columns);
        let statements = tally.statements.as_ref().filter(|_| unit == Unit::Statement).map(|statements| {
            let order = statements.order();
            let key = |&entry: &u32| {
                let (document, number) = statements.nth(entry).0;
                mix2(document, u64::from(number))
            };
            let keys: Vec<u64> = order.iter().map(key).collect();
            let sides = order.iter().map(|&entry| Sides(statements.nth(entry).1));
            let grid = Grid::new(keys.into(), sides, false, columns);
            (order, grid)
        });
        let replicates = statements.as_ref().map_or(&documents, |(_, grid)| grid).replicates(&settings);
        Ground { tally, dispute, settings, unit, documents, statements, replicates }
    }

    /// The units by side and topic.
    pub fn grid(&self) -> &Grid<'a> {
        self.statements.as_ref().map_or(&self.documents, |(_, grid)| grid)
    }

    /// The day of a unit of the grid.
    pub fn date(&self, unit: u32) -> Option<Date> {
        let tally = self.tally;
        match &self.statements {
            None => tally.documents.nth(unit).1.date,
            Some((order, _)) => {
                let ((document, _), _) = tally.statements.as_ref()?.nth(order[unit as usize]);
                tally.documents.get(document)?.date
            }
        }
    }

    /// The name of a document of the grid of documents.
    pub fn document_name(&self, document: u32) -> String {
        self.tally.documents.name(document)
    }

    /// The documents, in no order that means anything.
    pub fn each_document(&self) -> impl Iterator<Item = PackedDocument<'a>> {
        self.tally.documents.counts()
    }

    /// The ids of the dispute's sides, in its order.
    pub fn side_ids(&self) -> impl Iterator<Item = SideId> + use<> {
        (0..self.dispute.sides.len()).map(|side| SideId(side as u8))
    }

    /// The ids of the dispute's issues, in its order.
    pub fn issue_ids(&self) -> impl Iterator<Item = IssueId> + use<> {
        (0..self.dispute.issues.len()).map(|issue| IssueId(issue as u16))
    }

    /// The totals of a side.
    pub fn side(&self, side: SideId) -> SideTotal {
        self.documents.side(side)
    }

    /// The totals of a side on a topic.
    pub fn cell(&self, side: SideId, topic: Topic) -> CellTotal {
        self.documents.cell(side, topic)
    }

    /// Words of a group.
    pub fn tokens(&self, group: &[SideId]) -> u64 {
        group.iter().map(|&side| self.side(side).tokens).sum()
    }

    /// Hits of a group on a topic.
    pub fn hits(&self, group: &[SideId], topic: Topic) -> u64 {
        group.iter().map(|&side| self.cell(side, topic).hits).sum()
    }

    /// F and A of a group on a topic, in millionths.
    pub fn weights(&self, group: &[SideId], topic: Topic) -> (f64, f64) {
        let cells = || group.iter().map(|&side| self.cell(side, topic));
        (cells().map(|c| c.favor).sum::<i64>() as f64, cells().map(|c| c.against).sum::<i64>() as f64)
    }

    /// Number of replicates.
    pub fn replicate_count(&self) -> usize {
        self.replicates.count()
    }

    /// Words of a group in a replicate.
    pub fn replicate_tokens(&self, group: &[SideId], replicate: usize) -> f64 {
        group.iter().map(|side| self.replicates.sum(usize::from(side.0), replicate)).sum()
    }

    /// Hits of a group on a topic in a replicate.
    pub fn replicate_hits(&self, group: &[SideId], topic: Topic, replicate: usize) -> f64 {
        let columns = self.columns();
        group.iter().map(|&side| self.replicates.sum(columns.hits(side, topic), replicate)).sum()
    }

    fn columns(&self) -> Columns {
        Columns { sides: self.dispute.sides.len(), issues: self.dispute.issues.len() }
    }
}

/// Documents, unless a side that speaks does so in too few of them and its statements are still at hand.
fn choose_unit(tally: &Tally) -> Unit {
    let too_few = tally.side_documents().iter().any(|&n| n > 0 && n < DOCUMENTS_ENOUGH);
    match too_few && tally.statements.is_some() {
        true => Unit::Statement,
        false => Unit::Document,
    }
}

/// Where the sums of a side and a topic stand: words by side, then hits by issue and side.
#[derive(Clone, Copy)]
pub(crate) struct Columns {
    pub sides: usize,
    pub issues: usize,
}

impl Columns {
    /// Number of topics times number of sides.
    pub fn cells(self) -> usize {
        (self.issues + self.sides) * self.sides
    }

    /// The place of a topic and side.
    pub fn cell(self, side: SideId, topic: Topic) -> usize {
        let topic = match topic {
            Topic::Issue(issue) => usize::from(issue.0),
            Topic::About(about) => self.issues + usize::from(about.0),
        };
        topic * self.sides + usize::from(side.0)
    }

    fn hits(self, side: SideId, topic: Topic) -> usize {
        self.sides + self.cell(side, topic)
    }

    /// Number of issues times number of sides; their cells come first.
    pub fn issue_cells(self) -> usize {
        self.issues * self.sides
    }

    /// True for a side and topic of the dispute.
    pub fn holds(self, side: SideId, topic: Topic) -> bool {
        usize::from(side.0) < self.sides
            && match topic {
                Topic::Issue(issue) => usize::from(issue.0) < self.issues,
                Topic::About(about) => usize::from(about.0) < self.sides,
            }
    }
}

impl SideTotal {
    /// Adds what the side says in one document.
    pub fn add(&mut self, row: PackedRow<'_>) {
        self.documents += u64::from(row.statements > 0);
        self.statements += u64::from(row.statements);
        self.statements_with_hit += u64::from(row.statements_with_hit);
        self.tokens += u64::from(row.tokens);
    }
}

impl CellTotal {
    /// Adds the counts of one unit.
    pub fn add(&mut self, cell: &Cell) {
        self.hits += u64::from(cell.hits);
        self.statements += u64::from(cell.statements);
        self.stance_matches += u64::from(cell.stance_matches);
        for (sum, label) in self.labels.iter_mut().zip(cell.labels) {
            *sum += u64::from(label);
        }
        self.favor = self.favor.saturating_add(cell.favor);
        self.against = self.against.saturating_add(cell.against);
    }
}
