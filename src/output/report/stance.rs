//! Stance by issue: a dot and an interval for each side on one axis, with the figures beside them.

use super::figure::{At, Form, passages_id};
use super::shape::{from_minus_one_to_one as at, interval, mark, px, rule};
use super::{Page, Section, class};
use crate::compare::{Evidence, IssueComparison, Position};
use crate::output::answer::evidence;
use maud::{Markup, html};

/// Height of a side's lane.
const LANE: f64 = 24.0;

/// Ticks of the axis.
const TICKS: [(f64, &str); 5] = [(-1.0, "−1"), (-0.5, ""), (0.0, "0"), (0.5, ""), (1.0, "+1")];

impl Page<'_> {
    /// None for a lexicon that only counts: there is nothing to draw.
    pub(super) fn stance(&self) -> Option<Section> {
        if !self.takes_stand() {
            return None;
        }
        let two = self.dispute().sides.len() == 2;
        let body = html! {
            table class="chart" role="table" {
                thead role="rowgroup" {
                    tr role="row" {
                        th scope="col" role="columnheader" { "Issue" }
                        th scope="col" role="columnheader" class="plot" {
                            span class="ends" { span { "← against" } span { "in favor →" } }
                            (axis())
                        }
                        @for side in self.sides() { (self.head(side)) }
                        @if two { th scope="col" role="columnheader" class="v" { "Gap" } }
                    }
                }
                tbody role="rowgroup" { @for issue in &self.comparison().issues { (self.stance_row(issue, two)) } }
            }
        };
        let unit = self.comparison().unit.plural();
        let deck = html! {
            "Lines are " span class="axis" { "95 %" } " intervals over " (unit) "; without a line there is none. Hollow marks "
            "and broken lines rest on fewer than five matches: read the passages first. The gap is the first side minus the "
            "second."
        };
        Section::new("Where they stand", deck, body)
    }

    /// True when anything can speak for or against some issue's proposition.
    pub(super) fn takes_stand(&self) -> bool {
        self.dispute().takes_stand().contains(&true)
    }

    fn stance_row(&self, issue: &IssueComparison, two: bool) -> Markup {
        let id = issue.issue.0;
        html! {
            tr role="row" id=(format!("stance-{id}")) {
                th scope="row" role="rowheader" { a href=(format!("#p-{id}")) { (self.issue_label(issue.issue)) } }
                td role="cell" class="plot" { (self.stance_plot(issue)) }
                @for position in &issue.positions {
                    td role="cell" class={ "v " (class(position.side)) } {
                        (self.tag(position.side))
                        (self.stance_figures(position))
                    }
                }
                @if two {
                    @let row = usize::from(id) + 1;
                    @let gap = At { table: "comparison", row, column: "gap" };
                    td role="cell" class="v" {
                        span class="tag" { "Gap" }
                        @match self.estimate(gap, Form::Signed, &format!("#p-{id}")) {
                            Some(figure) => (figure),
                            None => { span class="soft" { "none" } }
                        }
                    }
                }
            }
        }
    }

    fn stance_figures(&self, position: &Position) -> Markup {
        let href = format!("#{}", passages_id(position.issue, position.side));
        let stance = self.position(position.issue, position.side, "stance");
        match self.estimate(stance, Form::Signed, &href) {
            Some(figure) => html! {
                (figure) " "
                span class="soft" { (self.matches(position.issue, position.side, &evidence(position), &href)) }
            },
            None => html! { span class="soft" { "no evidence" } },
        }
    }

    fn stance_plot(&self, issue: &IssueComparison) -> Markup {
        let height = issue.positions.len() as f64 * LANE;
        let lanes = (0..).map(|i| (f64::from(i) + 0.5) * LANE);
        let described: Vec<String> = issue.positions.iter().map(|position| self.described(position)).collect();
        html! {
            svg height=(px(height)) role="img" aria-label=(described.join("; ")) {
                @for (tick, _) in TICKS { (rule(if tick == 0.0 { "zero" } else { "grid" }, at(tick), height)) }
                @for (position, y) in issue.positions.iter().zip(lanes) { (stance_lane(position, y)) }
            }
        }
    }

    fn described(&self, position: &Position) -> String {
        match crate::output::answer::with_interval(&position.stance) {
            Some(figure) => format!("{} {figure}", self.label(position.side)),
            None => format!("{} no evidence", self.label(position.side)),
        }
    }
}

fn stance_lane(position: &Position, y: f64) -> Markup {
    let Some(value) = position.stance.value else { return html! {} };
    let thin = position.evidence == Evidence::Thin;
    let ends = position.stance.low.zip(position.stance.high);
    html! {
        g class=(class(position.side)) {
            @if let Some((low, high)) = ends { (interval(at(low), at(high), y, thin)) }
            (mark(position.side, at(value), y, thin))
        }
    }
}

/// The axis from -1 to +1 with its numbers.
pub(super) fn axis() -> Markup {
    html! {
        svg class="axis" height="16" aria-hidden="true" {
            @for (tick, name) in TICKS.into_iter().filter(|(_, name)| !name.is_empty()) {
                text x=(super::shape::share(at(tick))) y="12" text-anchor="middle" { (name) }
            }
        }
    }
}
