//! Timeline: the positions of each period, from the dated documents.

use super::caution::Cautions;
use super::comparison::{Evidence, PeriodPosition};
use super::estimate::{Missing, Reasoned, stance_of};
use super::grid::share_of;
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
#[derive(Clone)]
struct Stanced {
    total: CellTotal,
    stance: Reasoned,
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
    /// The place of a day's period in `counted`.
    fn of(&mut self, day: Date) -> usize {
        if let Some(&at) = self.by_day.get(&day) {
            return at;
        }
        let name = self.ground.settings.period.name(day);
        let (sides, issues) = (self.ground.dispute.sides.len(), self.ground.dispute.issues.len());
        let next = self.counted.len();
        let at = *self.by_name.entry(name.clone()).or_insert(next);
        if at == next {
            let nothing = Stanced { total: CellTotal::default(), stance: Reasoned::none(Missing::NoStance) };
            let cells = vec![nothing; sides * issues];
            self.counted.push(Counted { name, sides: vec![SideTotal::default(); sides], cells });
        }
        self.by_day.insert(day, at);
        at
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
            let stance = cell.stance;
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
        let at = periods.of(day);
        let period = &mut periods.counted[at];
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
    // By period, of the units that bear a stance; of one place at a time, since they are many.
    let mut shares: Vec<Vec<Share>> = Vec::new();
    for (issue, side) in places(ground) {
        shares.iter_mut().for_each(Vec::clear);
        for (unit, weights) in ground.grid().leanings_of(side, Topic::Issue(issue)) {
            let Some(day) = ground.date(unit) else { continue };
            let at = periods.of(day);
            shares.resize_with(periods.counted.len().max(shares.len()), Vec::new);
            shares[at].push(share_of(weights));
        }
        shares.resize_with(periods.counted.len(), Vec::new);
        for (period, shares) in periods.counted.iter_mut().zip(&shares) {
            let cell = &mut period.cells[place(ground, issue, side)];
            let weights = (cell.total.favor as f64, cell.total.against as f64);
            cell.stance = stance_of(shares, weights, ground.unit);
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
