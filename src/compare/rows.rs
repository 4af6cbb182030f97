//! Rows of counts: what one side says in one document or one statement, as integers that add up in any order.
//!
//! Rows are sparse and sorted, so that equal counts are equal rows. Counts never wrap: they stop at their type's end, which
//! keeps addition associative.

use crate::attribution::Statement;
use crate::document::Date;
use crate::lexicon::{IssueId, SideId};
use crate::scoring::{IssueScore, Label, PortrayalScore, StatementScore};

/// What a cell counts: an issue, or how a side is spoken about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Topic {
    /// An issue of the dispute.
    Issue(IssueId),
    /// A side, as the object of talk.
    About(SideId),
}

/// Counts on one topic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cell {
    pub topic: Topic,
    /// Matches of terms; mentions of a side.
    pub hits: u32,
    /// Statements with a hit.
    pub statements: u32,
    /// Matches that bear a stance; evaluations that bear on a mention.
    pub stance_matches: u32,
    /// Statements by label: favor, against, neutral.
    pub labels: [u32; 3],
    /// Sum of the scores in favor, in millionths.
    pub favor: i64,
    /// Sum of the scores against, as a positive number of millionths.
    pub against: i64,
}

impl Cell {
    fn empty(topic: Topic) -> Self {
        Cell { topic, hits: 0, statements: 0, stance_matches: 0, labels: [0; 3], favor: 0, against: 0 }
    }

    fn add(&mut self, other: &Cell) {
        self.hits = self.hits.saturating_add(other.hits);
        self.statements = self.statements.saturating_add(other.statements);
        self.stance_matches = self.stance_matches.saturating_add(other.stance_matches);
        for (mine, theirs) in self.labels.iter_mut().zip(other.labels) {
            *mine = mine.saturating_add(theirs);
        }
        self.favor = self.favor.saturating_add(other.favor);
        self.against = self.against.saturating_add(other.against);
    }

    fn is_empty(&self) -> bool {
        *self == Cell::empty(self.topic)
    }
}

/// What somebody says in a unit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Row {
    /// Statements; nested ones left out.
    pub statements: u32,
    /// Of these, with a hit on any issue.
    pub statements_with_hit: u32,
    /// Words and numbers of these.
    pub tokens: u32,
    /// Sorted by topic, none empty.
    pub cells: Vec<Cell>,
}

impl Row {
    /// The counts of one statement.
    ///
    /// The content of a nested statement lies inside the outer one, whose words and hits it already counts among; so it
    /// adds no attention, and a stance only if the settings give it to its holder.
    pub fn of(statement: &Statement, score: &StatementScore) -> Row {
        let attention = statement.within.is_none();
        let stance = score.counts_stance;
        let issues = score.issues.iter().map(|i| issue_cell(i, attention, stance));
        let portrayals = score.portrayals.iter().map(|p| portrayal_cell(p, attention, stance));
        let mut cells: Vec<Cell> = Vec::new();
        for cell in issues.chain(portrayals).filter(|cell| !cell.is_empty()) {
            add_cell(&mut cells, &cell);
        }
        let hit = attention && score.issues.iter().any(|i| i.hits > 0);
        Row {
            statements: u32::from(attention),
            statements_with_hit: u32::from(hit),
            tokens: if attention { score.tokens } else { 0 },
            cells,
        }
    }

    /// Adds the counts of another row.
    pub fn add(&mut self, other: &Row) {
        self.statements = self.statements.saturating_add(other.statements);
        self.statements_with_hit = self.statements_with_hit.saturating_add(other.statements_with_hit);
        self.tokens = self.tokens.saturating_add(other.tokens);
        for cell in &other.cells {
            add_cell(&mut self.cells, cell);
        }
    }

    /// True when nothing was counted.
    pub fn is_empty(&self) -> bool {
        self.statements == 0 && self.cells.is_empty()
    }
}

/// The rows of one unit by side, sorted by side.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct SideRows {
    pub sides: Vec<(SideId, Row)>,
}

impl SideRows {
    /// The row of one side, made if need be.
    pub fn side_mut(&mut self, side: SideId) -> &mut Row {
        let at = match self.sides.binary_search_by_key(&side, |(side, _)| *side) {
            Ok(at) => at,
            Err(at) => {
                self.sides.insert(at, (side, Row::default()));
                at
            }
        };
        &mut self.sides[at].1
    }
}

/// A document in which a side speaks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct DocumentRows {
    pub date: Option<Date>,
    pub rows: SideRows,
}

fn add_cell(cells: &mut Vec<Cell>, cell: &Cell) {
    match cells.binary_search_by_key(&cell.topic, |c| c.topic) {
        Ok(at) => cells[at].add(cell),
        Err(at) => cells.insert(at, *cell),
    }
}

fn issue_cell(score: &IssueScore, attention: bool, stance: bool) -> Cell {
    let mut cell = Cell::empty(Topic::Issue(score.issue));
    if attention {
        cell.hits = score.hits;
        cell.statements = u32::from(score.hits > 0);
    }
    if stance {
        cell.stance_matches = score.stance_matches;
        cell.favor = score.favor.0.max(0);
        cell.against = score.against.0.max(0);
        match score.label {
            Some(Label::Favor) => cell.labels[0] = 1,
            Some(Label::Against) => cell.labels[1] = 1,
            Some(Label::Neutral) => cell.labels[2] = 1,
            None => {}
        }
    }
    cell
}

fn portrayal_cell(score: &PortrayalScore, attention: bool, stance: bool) -> Cell {
    let mut cell = Cell::empty(Topic::About(score.about));
    if attention {
        cell.hits = score.mentions;
        cell.statements = u32::from(score.mentions > 0);
    }
    if stance {
        cell.stance_matches = score.evaluations;
        cell.favor = score.favorable.0.max(0);
        cell.against = score.unfavorable.0.max(0);
    }
    cell
}
