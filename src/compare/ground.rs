//! The ground of a comparison: totals, units and replicates, which every figure is read from.
//!
//! What comes in is a tally; what goes out are sums for any group of sides on any topic, in the data and in each
//! replicate. A group is one side, or several that are set against one. Units come sorted by their document's hash.

use super::comparison::Unit;
use super::grid::Grid;
use super::hash::mix2;
use super::pack::{PackedDocument, PackedRow, Sides};
use super::rows::{Cell, Topic};
use super::sample::{Replicates, Sample};
use super::settings::Settings;
use super::tally::{DOCUMENTS_ENOUGH, Tally};
use crate::document::Date;
use crate::lexicon::{Dispute, IssueId, SideId};

/// What one unit holds.
#[derive(Clone, Copy)]
pub(crate) struct UnitRows<'a> {
    pub key: u64,
    pub sides: Sides<'a>,
}

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
    /// The documents of the tally, in the order of their keys.
    documents: Vec<u32>,
    /// Its statements, when they are the unit.
    statements: Vec<u32>,
    /// The units again, by side and topic.
    pub grid: Grid,
    /// Documents by side and topic, when they are not the unit.
    document_grid: Option<Grid>,
    sides: Vec<SideTotal>,
    cells: Vec<CellTotal>,
    replicates: Replicates,
}

impl<'a> Ground<'a> {
    pub fn new(tally: &'a Tally, dispute: &'a Dispute, settings: Settings) -> Self {
        let unit = choose_unit(tally);
        let documents = tally.documents.order();
        let statements = tally.statements.as_ref().filter(|_| unit == Unit::Statement);
        let statements = statements.map(|statements| statements.order()).unwrap_or_default();
        let columns = Columns { sides: dispute.sides.len(), issues: dispute.issues.len() };
        // Sums do not depend on the order, and as they lie units are read fastest.
        let replicates = match unit {
            Unit::Document => sample(tally.documents.units(), columns),
            Unit::Statement => sample(units(tally, unit, &documents, &statements), columns),
        };
        let replicates = replicates.replicates(settings.seed, settings.replicates);
        let (sides, cells) = totals(tally.documents.counts(), columns);
        let grid = Grid::new(units(tally, unit, &documents, &statements), columns);
        let document_grid =
            (unit != Unit::Document).then(|| Grid::new(units(tally, Unit::Document, &documents, &statements), columns));
        Ground { tally, dispute, settings, unit, documents, statements, grid, document_grid, sides, cells, replicates }
    }

    /// The day of a unit of the grid.
    pub fn date(&self, unit: u32) -> Option<Date> {
        let tally = self.tally;
        match self.unit {
            Unit::Document => tally.documents.nth(self.documents[unit as usize]).1.date,
            Unit::Statement => {
                let ((document, _), _) = tally.statements.as_ref()?.nth(self.statements[unit as usize]);
                tally.documents.get(document)?.date
            }
        }
    }

    /// The name of a document of the grid of documents.
    pub fn document_name(&self, document: u32) -> String {
        self.tally.documents.name(self.documents[document as usize])
    }

    /// The documents, in no order that means anything.
    pub fn each_document(&self) -> impl Iterator<Item = PackedDocument<'a>> {
        self.tally.documents.counts()
    }

    /// Documents by side and topic.
    pub fn documents(&self) -> &Grid {
        self.document_grid.as_ref().unwrap_or(&self.grid)
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
        self.sides[usize::from(side.0)]
    }

    /// The totals of a side on a topic.
    pub fn cell(&self, side: SideId, topic: Topic) -> CellTotal {
        self.cells[self.columns().cell(side, topic)]
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
    issues: usize,
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

    fn width(self) -> usize {
        self.sides + self.issues * self.sides
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

/// The units of a tally, in this order.
fn units<'a>(
    tally: &'a Tally,
    unit: Unit,
    documents: &[u32],
    statements: &[u32],
) -> impl Iterator<Item = UnitRows<'a>> {
    let document = move |&entry: &u32| {
        let (key, PackedDocument { sides, .. }) = tally.documents.nth(entry);
        UnitRows { key, sides }
    };
    let statement = move |&entry: &u32| {
        let ((document, number), bytes) = tally.statements.as_ref()?.nth(entry);
        let key = mix2(document, u64::from(number));
        Some(UnitRows { key, sides: Sides(bytes) })
    };
    let (documents, statements) = match unit {
        Unit::Document => (documents, &[][..]),
        Unit::Statement => (&[][..], statements),
    };
    documents.iter().map(document).chain(statements.iter().filter_map(statement))
}

fn sample<'a>(units: impl Iterator<Item = UnitRows<'a>>, columns: Columns) -> Sample {
    let mut sample = Sample::new(columns.width());
    for unit in units {
        sample.push(
            unit.key,
            unit.sides.flat_map(|(side, row)| {
                let words = (usize::from(side.0), f64::from(row.tokens));
                // how often a side is mentioned has no interval
                let is_issue = move |cell: &Cell| matches!(cell.topic, Topic::Issue(_));
                let issues = row.cells.filter(move |cell| is_issue(cell) && columns.holds(side, cell.topic));
                let hits = issues.map(move |cell| (columns.hits(side, cell.topic), f64::from(cell.hits)));
                std::iter::once(words).chain(hits)
            }),
        );
    }
    sample
}

fn totals<'a>(
    documents: impl Iterator<Item = PackedDocument<'a>>,
    columns: Columns,
) -> (Vec<SideTotal>, Vec<CellTotal>) {
    let mut sides = vec![SideTotal::default(); columns.sides];
    let mut cells = vec![CellTotal::default(); columns.cells()];
    for (side, row) in documents.flat_map(|document| document.sides) {
        sides[usize::from(side.0)].add(row);
        for cell in row.cells.filter(|cell| columns.holds(side, cell.topic)) {
            cells[columns.cell(side, cell.topic)].add(&cell);
        }
    }
    (sides, cells)
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
