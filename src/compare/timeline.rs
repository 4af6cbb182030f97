//! Timeline: the positions of each period, from the dated documents.

use super::caution::Cautions;
use super::comparison::{Evidence, PeriodPosition};
use super::estimate::{Missing, stance_of};
use super::ground::{CellTotal, Ground, SideTotal};
use super::measure::attention::per_1000;
use super::rows::Topic;
use super::test::Share;
use crate::document::Date;
use crate::lexicon::{IssueId, SideId};
use foldhash::fast::FixedState;
use hashbrown::HashMap;
use std::collections::BTreeMap;

/// What is counted of a side on an issue in a period.
#[derive(Clone, Default)]
struct Stanced {
    total: CellTotal,
    /// Of the units that bear a stance: F - A over F + A.
    shares: Vec<Share>,
}

/// What is counted in a period.
pub(crate) struct Counted {
    name: String,
    sides: Vec<SideTotal>,
    /// By issue, then side.
    cells: Vec<Stanced>,
}

/// The periods in which something was said, found by their days.
struct Periods<'a> {
    ground: &'a Ground<'a>,
    counted: Vec<Counted>,
    by_name: BTreeMap<String, usize>,
    by_day: HashMap<Date, usize, FixedState>,
}

impl Periods<'_> {
    fn of(&mut self, day: Date) -> &mut Counted {
        let at = match self.by_day.get(&day) {
            Some(&at) => at,
            None => {
                let name = self.ground.settings.period.name(day);
                let (sides, issues) = (self.ground.dispute.sides.len(), self.ground.dispute.issues.len());
                let next = self.counted.len();
                let at = *self.by_name.entry(name.clone()).or_insert(next);
                if at == next {
                    let cells = vec![Stanced::default(); sides * issues];
                    self.counted.push(Counted { name, sides: vec![SideTotal::default(); sides], cells });
                }
                self.by_day.insert(day, at);
                at
            }
        };
        &mut self.counted[at]
    }
}

/// `timeline.csv`: by period, then issue, then side; every issue and side for every period in which any side speaks.
pub(crate) fn timeline(ground: &Ground, periods: Vec<Counted>, cautions: &mut Cautions) -> Vec<PeriodPosition> {
    let mut rows = Vec::new();
    let (mut no_stance, mut no_interval) = (0, 0);
    for period in periods {
        for (issue, side) in places(ground) {
            let total = period.sides[usize::from(side.0)];
            let cell = &period.cells[place(ground, issue, side)];
            let weights = (cell.total.favor as f64, cell.total.against as f64);
            let stance = stance_of(&cell.shares, weights, ground.unit);
            no_stance += usize::from(stance.estimate.value.is_none());
            no_interval += usize::from(stance.estimate.value.is_some() && stance.missing.is_some());
            rows.push(PeriodPosition {
                period: period.name.clone(),
                issue,
                side,
                documents: total.documents,
                statements: total.statements,
                tokens: total.tokens,
                hits: cell.total.hits,
                per_1000: per_1000(cell.total.hits, total.tokens),
                stance: stance.estimate,
                evidence: Evidence::of(cell.total.stance_matches),
            });
        }
    }
    let silent = rows.iter().filter(|row| row.per_1000.is_none()).count();
    cautions.undefined_rows("timeline.csv", "per_1000", silent, Missing::Silent);
    cautions.undefined_rows("timeline.csv", "stance and its interval", no_stance, Missing::NoStance);
    cautions.undefined_rows("timeline.csv", "stance_low and stance_high", no_interval, Missing::FewInPeriod);
    rows
}

/// The counts of every period, in order.
pub(crate) fn periods(ground: &Ground) -> Vec<Counted> {
    let mut periods = Periods { ground, counted: Vec::new(), by_name: BTreeMap::new(), by_day: HashMap::default() };
    for document in ground.each_document() {
        let Some(day) = document.date else { continue };
        let period = periods.of(day);
        for (side, row) in document.sides {
            period.sides[usize::from(side.0)].add(row);
            for cell in row.cells {
                if let Topic::Issue(issue) = cell.topic
                    && let Some(stanced) = period.cells.get_mut(place(ground, issue, side))
                {
                    stanced.total.add(&cell);
                }
            }
        }
    }
    for (issue, side) in places(ground) {
        for &(unit, favor, against) in ground.grid().leanings_of(side, Topic::Issue(issue)) {
            let Some(day) = ground.date(unit) else { continue };
            let (favor, against) = (favor as f64, against as f64);
            let share = Share { numerator: favor - against, denominator: favor + against };
            periods.of(day).cells[place(ground, issue, side)].shares.push(share);
        }
    }
    let mut counted = periods.counted;
    counted.sort_unstable_by(|a, b| a.name.cmp(&b.name));
    counted
}

/// Every issue and side, in the order of the table.
fn places(ground: &Ground) -> impl Iterator<Item = (IssueId, SideId)> {
    let sides = ground.dispute.sides.len();
    ground.issue_ids().flat_map(move |issue| (0..sides).map(move |side| (issue, SideId(side as u8))))
}

fn place(ground: &Ground, issue: IssueId, side: SideId) -> usize {
    usize::from(issue.0) * ground.dispute.sides.len() + usize::from(side.0)
}
