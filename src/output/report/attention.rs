//! Attention by issue: a bar for each side, in hits per 1,000 words.

use super::shape::{issue_name, px};
use super::{Report, class};
use crate::compare::Position;
use crate::output::answer::{counted, issue_label, side_label, sign};
use maud::{Markup, html};

const WIDTH: f64 = 760.0;
const LEFT: f64 = 235.0;
const LONGEST: f64 = 400.0;
const ROW: f64 = 20.0;
const ISSUE_GAP: f64 = 14.0;

impl Report<'_> {
    pub(super) fn attention(&self) -> Markup {
        let issue_height = self.dispute().sides.len() as f64 * ROW + ISSUE_GAP;
        let height = self.comparison.issues.len() as f64 * issue_height;
        let most = self.comparison.positions().filter_map(|p| p.per_1000).fold(0.0, f64::max);
        let scale = if most > 0.0 { LONGEST / most } else { 0.0 };
        let tops = (0..).map(|i| f64::from(i) * issue_height);
        html! {
            section aria-labelledby="attention" {
                h2 id="attention" { "What they talk about" }
                figure {
                    div class="scroll" {
                        svg viewBox=(format!("0 0 {} {}", px(WIDTH), px(height))) role="img" aria-labelledby="attention-t attention-d" {
                            title id="attention-t" { "Attention by issue and side" }
                            desc id="attention-d" { "The figures are in the table of positions above." }
                            @for (issue, top) in self.comparison.issues.iter().zip(tops) {
                                (issue_name(issue_label(self.dispute(), issue.issue), top))
                                @for (i, position) in (0..).zip(&issue.positions) {
                                    (self.bar(position, top + f64::from(i) * ROW, scale))
                                }
                            }
                        }
                    }
                    figcaption { "Hits of the issue's terms per 1,000 words of a side's statements." }
                }
            }
        }
    }

    fn bar(&self, position: &Position, y: f64, scale: f64) -> Markup {
        let length = position.per_1000.unwrap_or(0.0) * scale;
        html! {
            g class=(class(position.side)) {
                title { (side_label(self.dispute(), position.side)) }
                text class="soft" x=(px(LEFT - 6.0)) y=(px(y + ROW * 0.72)) text-anchor="end" { (sign(position.side)) }
                rect class="bar" x=(px(LEFT)) y=(px(y + 3.0)) width=(px(length)) height=(px(ROW - 6.0)) {}
                text class="soft" x=(px(LEFT + length + 6.0)) y=(px(y + ROW * 0.72)) {
                    @match position.per_1000 {
                        Some(rate) => { (format!("{rate:.1}")) " (" (counted(position.hits, "hit", "hits")) ")" }
                        None => { "no statement" }
                    }
                }
            }
        }
    }
}
