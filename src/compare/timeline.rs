//! Timeline: the positions of each period, from the dated documents.

use super::caution::Cautions;
use super::comparison::{Evidence, PeriodPosition};
use super::estimate::{Missing, stance_of};
use super::ground::{CellTotal, Ground, SideTotal};
use super::measure::attention::per_1000;
use super::rows::Topic;
use super::test::Share;
use crate::lexicon::{IssueId, SideId};
use std::collections::BTreeMap;

/// What is counted of a side on an issue in a period.
#[derive(Clone, Default)]
struct Stanced {
    total: CellTotal,
    /// Of the units that bear a stance: F - A over F + A.
    shares: Vec<Share>,
}

/// `timeline.csv`: by period, then issue, then side; every issue and side for every period in which any side speaks.
pub(crate) fn timeline(ground: &Ground, cautions: &mut Cautions) -> Vec<PeriodPosition> {
    let name = |date: &crate::document::Date| ground.settings.period.name(*date);
    let mut periods: BTreeMap<String, Vec<SideTotal>> = BTreeMap::new();
    let mut cells: BTreeMap<(String, IssueId, SideId), Stanced> = BTreeMap::new();
    for (_, document) in ground.each_document() {
        let Some(period) = document.date.as_ref().map(name) else { continue };
        for (side, row) in document.sides {
            for cell in row.cells {
                if let Topic::Issue(issue) = cell.topic {
                    cells.entry((period.clone(), issue, side)).or_default().total.add(&cell);
                }
            }
        }
        let none = || vec![SideTotal::default(); ground.dispute.sides.len()];
        let sides = periods.entry(period).or_insert_with(none);
        for (side, row) in document.sides {
            sides[usize::from(side.0)].add(row);
        }
    }
    share_out(ground, &mut cells);

    let mut rows = Vec::new();
    let (mut no_stance, mut no_interval) = (0, 0);
    for (period, sides) in &periods {
        for issue in ground.issue_ids() {
            for side in ground.side_ids() {
                let total = sides[usize::from(side.0)];
                let cell = cells.get(&(period.clone(), issue, side)).cloned().unwrap_or_default();
                let weights = (cell.total.favor as f64, cell.total.against as f64);
                let stance = stance_of(&cell.shares, weights, ground.unit);
                no_stance += usize::from(stance.estimate.value.is_none());
                no_interval += usize::from(stance.estimate.value.is_some() && stance.missing.is_some());
                rows.push(PeriodPosition {
                    period: period.clone(),
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
    }
    let silent = rows.iter().filter(|row| row.per_1000.is_none()).count();
    cautions.undefined_rows("timeline.csv", "per_1000", silent, Missing::Silent);
    cautions.undefined_rows("timeline.csv", "stance and its interval", no_stance, Missing::NoStance);
    cautions.undefined_rows("timeline.csv", "stance_low and stance_high", no_interval, Missing::FewInPeriod);
    rows
}

/// Gives each cell the shares of its units.
fn share_out(ground: &Ground, cells: &mut BTreeMap<(String, IssueId, SideId), Stanced>) {
    for unit in ground.units() {
        let Some(date) = unit.date else { continue };
        let period = ground.settings.period.name(date);
        for (side, row) in unit.sides {
            for cell in row.cells.filter(|cell| cell.favor > 0 || cell.against > 0) {
                let Topic::Issue(issue) = cell.topic else { continue };
                if let Some(stanced) = cells.get_mut(&(period.clone(), issue, side)) {
                    let (favor, against) = (cell.favor as f64, cell.against as f64);
                    stanced.shares.push(Share { numerator: favor - against, denominator: favor + against });
                }
            }
        }
    }
}
