//! Stance by issue: a dot and an interval for each side, on a line from against to in favor.

use super::shape::{issue_name, mark, px};
use super::{Report, class};
use crate::compare::{Evidence, IssueComparison, Position};
use crate::output::answer::{evidence, issue_label, side_label, sign, stance_word, with_interval};
use maud::{Markup, html};

const WIDTH: f64 = 760.0;
const LEFT: f64 = 210.0;
const RIGHT: f64 = 740.0;
const ROW: f64 = 24.0;
const ISSUE_GAP: f64 = 14.0;
const TOP: f64 = 30.0;

impl Report<'_> {
    pub(super) fn stance(&self) -> Markup {
        let issue_height = self.dispute().sides.len() as f64 * ROW + ISSUE_GAP;
        let height = TOP + self.comparison.issues.len() as f64 * issue_height;
        let tops = (0..).map(|i| TOP + f64::from(i) * issue_height);
        html! {
            section aria-labelledby="stance" {
                h2 id="stance" { "Where they stand" }
                figure {
                    div class="scroll" {
                        svg viewBox=(format!("0 0 {} {}", px(WIDTH), px(height))) role="img" aria-labelledby="stance-t stance-d" {
                            title id="stance-t" { "Stance by issue and side" }
                            desc id="stance-d" { "The figures are in the table of positions above." }
                            text class="soft" x=(px(LEFT)) y="16" text-anchor="start" { "-1 against" }
                            text class="soft" x=(px(at(0.0))) y="16" text-anchor="middle" { "0" }
                            text class="soft" x=(px(RIGHT)) y="16" text-anchor="end" { "in favor +1" }
                            @for (issue, top) in self.comparison.issues.iter().zip(tops) { (self.stance_rows(issue, top)) }
                        }
                    }
                    figcaption {
                        @for side in self.sides() {
                            span class=(class(side)) { (super::sign(side)) " " (side_label(self.dispute(), side)) " " }
                        }
                        "Hollow: fewer than five matches. Lines are 95 % intervals; without a line there is none."
                    }
                }
            }
        }
    }

    fn stance_rows(&self, issue: &IssueComparison, top: f64) -> Markup {
        let bottom = top + issue.positions.len() as f64 * ROW;
        let rows = (0..).map(|i| top + (f64::from(i) + 0.5) * ROW);
        html! {
            (issue_name(issue_label(self.dispute(), issue.issue), top))
            line class="axis" x1=(px(LEFT)) x2=(px(RIGHT)) y1=(px(bottom + ISSUE_GAP / 2.0)) y2=(px(bottom + ISSUE_GAP / 2.0)) {}
            line class="middle" x1=(px(at(0.0))) x2=(px(at(0.0))) y1=(px(top)) y2=(px(bottom)) {}
            @for (position, y) in issue.positions.iter().zip(rows) { (self.stance_row(position, y)) }
        }
    }

    fn stance_row(&self, position: &Position, y: f64) -> Markup {
        let label = side_label(self.dispute(), position.side);
        let Some(value) = position.stance.value else {
            return html! {
                text class="soft" x=(px(at(0.0) + 8.0)) y=(px(y + 4.0)) { (sign(position.side)) " no evidence" }
            };
        };
        let figure = with_interval(&position.stance).unwrap_or_default();
        html! {
            g class=(class(position.side)) {
                title { (label) ": " (stance_word(Some(value)).unwrap_or("")) " " (figure) ", " (evidence(position)) }
                @if let (Some(low), Some(high)) = (position.stance.low, position.stance.high) {
                    line class="interval" x1=(px(at(low))) x2=(px(at(high))) y1=(px(y)) y2=(px(y)) {}
                }
                (mark(position.side, at(value), y, position.evidence == Evidence::Thin))
            }
        }
    }
}

/// Where a stance lies on the chart.
fn at(stance: f64) -> f64 {
    let (left, right) = (LEFT + 10.0, RIGHT - 10.0);
    left + (stance.clamp(-1.0, 1.0) + 1.0) / 2.0 * (right - left)
}
