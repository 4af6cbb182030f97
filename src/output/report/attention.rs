//! Attention by issue: a bar for each side in hits per 1,000 words, with the figures beside them.

use super::figure::{At, Form, passages_id};
use super::shape::{mark, px, rule, share, step};
use super::{Page, Section, class};
use crate::compare::{IssueComparison, Position};
use maud::{Markup, html};

/// Height of a side's lane.
const LANE: f64 = 20.0;

/// Height of a bar.
const BAR: f64 = 8.0;

/// Where the axis begins and how long it is, in percent.
const LEFT: f64 = 1.0;
const LENGTH: f64 = 93.0;

impl Page<'_> {
    pub(super) fn attention(&self) -> Option<Section> {
        let two = self.dispute().sides.len() == 2;
        let most = self.comparison().positions().filter_map(|p| p.per_1000).fold(0.0, f64::max);
        let scale = if most > 0.0 { LENGTH / most } else { 0.0 };
        let step = step(most);
        let ticks: Vec<f64> = (0..8).map(|i| f64::from(i) * step).take_while(|tick| *tick <= most).collect();
        let body = html! {
            table class="chart" role="table" {
                thead role="rowgroup" {
                    tr role="row" {
                        th scope="col" role="columnheader" { "Issue" }
                        th scope="col" role="columnheader" class="plot" {
                            span class="ends" { span { "hits per 1,000 words" } }
                            svg class="axis" height="16" aria-hidden="true" {
                                @for tick in &ticks {
                                    text x=(share(LEFT + tick * scale)) y="12" text-anchor=(if *tick > 0.0 { "middle" } else { "start" }) {
                                        (crate::table::fixed(*tick, if step < 1.0 { 1 } else { 0 }))
                                    }
                                }
                            }
                        }
                        @for side in self.sides() { (self.head(side)) }
                        @if two { th scope="col" role="columnheader" class="v" { "Log ratio" } }
                    }
                }
                tbody role="rowgroup" {
                    @for issue in &self.comparison().issues { (self.attention_row(issue, &ticks, scale, two)) }
                }
            }
        };
        let deck = html! {
            "Hits of an issue’s terms per " span class="axis" { "1,000" } " words of a side’s statements. The log ratio is "
            span class="axis" { "1" } " when the first side says them twice as often, " span class="axis" { "−1" }
            " when half as often; q allows for the number of issues, and a small one says that chance is a poor explanation."
        };
        Section::new("What they talk about", deck, body)
    }

    fn attention_row(&self, issue: &IssueComparison, ticks: &[f64], scale: f64, two: bool) -> Markup {
        let id = issue.issue.0;
        let href = format!("#p-{id}");
        let comparison = |column| At { table: "comparison", row: usize::from(id) + 1, column };
        html! {
            tr role="row" id=(format!("attention-{id}")) {
                th scope="row" role="rowheader" { a href=(href) { (self.issue_label(issue.issue)) } }
                td role="cell" class="plot" { (self.bars(issue, ticks, scale)) }
                @for position in &issue.positions {
                    td role="cell" class={ "v " (class(position.side)) } {
                        (self.tag(position.side))
                        (self.attention_figures(position))
                    }
                }
                @if two {
                    td role="cell" class="v" {
                        span class="tag" { "Log ratio" }
                        @match self.estimate(comparison("log_ratio"), Form::Signed, &href) {
                            Some(figure) => (figure),
                            None => { span class="soft" { "none" } }
                        }
                        @if let Some(q) = self.figure(comparison("q"), Form::Plain(3), &href) {
                            " " span class="soft" { "q " (q) }
                        }
                    }
                }
            }
        }
    }

    fn attention_figures(&self, position: &Position) -> Markup {
        let href = format!("#{}", passages_id(position.issue, position.side));
        let at = |column| self.position(position.issue, position.side, column);
        match self.figure(at("per_1000"), Form::Plain(1), &href) {
            Some(rate) => html! {
                (rate) " "
                span class="soft" {
                    @if let Some(hits) = self.figure(at("hits"), Form::Count, &href) {
                        (hits) @if position.hits == 1 { " hit" } @else { " hits" }
                    }
                }
            },
            None => html! { span class="soft" { "no statement" } },
        }
    }

    fn bars(&self, issue: &IssueComparison, ticks: &[f64], scale: f64) -> Markup {
        let height = issue.positions.len() as f64 * LANE + 4.0;
        let described = issue.positions.iter().map(|position| match position.per_1000 {
            Some(rate) => format!("{} {}", self.label(position.side), crate::table::fixed(rate, 1)),
            None => format!("{} no statement", self.label(position.side)),
        });
        let described = described.collect::<Vec<_>>().join("; ");
        let lanes = (0..).map(|i| 2.0 + (f64::from(i) + 0.5) * LANE);
        html! {
            svg height=(px(height)) role="img" aria-label=(described) {
                @for tick in ticks { (rule(if *tick == 0.0 { "zero" } else { "grid" }, LEFT + tick * scale, height)) }
                @for (position, y) in issue.positions.iter().zip(lanes) {
                    @if let Some(rate) = position.per_1000.filter(|rate| *rate > 0.0) {
                        g class=(class(position.side)) {
                            rect class="bar" x=(share(LEFT)) y=(px(y - BAR / 2.0)) width=(share(rate * scale)) height=(px(BAR)) {}
                            (mark(position.side, LEFT + rate * scale, y, false))
                        }
                    }
                }
            }
        }
    }
}
