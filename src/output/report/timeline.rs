//! Over time: for each issue the stance of each side in every period, and the table of the same figures.

use super::figure::{At, Form, passages_id};
use super::shape::{mark, px, share};
use super::{Page, Section, class};
use crate::compare::{Evidence, PeriodPosition};
use crate::lexicon::{IssueId, SideId};
use maud::{Markup, html};
use std::collections::BTreeMap;

const HEIGHT: f64 = 74.0;

/// Periods in the table, the last ones.
const PERIODS: usize = 24;

/// Rows of `timeline.csv`, from 1, by period.
type Line<'a> = Vec<(usize, &'a PeriodPosition)>;

impl Page<'_> {
    pub(super) fn timeline(&self) -> Option<Section> {
        let periods = self.periods();
        if periods.len() < 2 {
            return None;
        }
        let names: Vec<&str> = periods.keys().copied().collect();
        let kept: Vec<&str> = names[names.len().saturating_sub(PERIODS)..].to_vec();
        let body = html! {
            div class="panels" { @for issue in self.issues() { (self.panel(issue, &periods, &names)) } }
            details {
                summary { "The figures by period" }
                @if kept.len() < names.len() {
                    p class="soft" { "The last " span class="axis" { (kept.len()) } " periods; all are in timeline.csv." }
                }
                (self.period_table(&kept, &periods))
            }
        };
        let deck = html! {
            "Stance of each side by " (self.comparison().settings.period.as_str()) ", from the dated documents. Hollow marks rest "
            "on fewer than five matches; the intervals are in the table."
        };
        Section::new("Over time", deck, body)
    }

    fn periods(&self) -> BTreeMap<&str, Line<'_>> {
        let mut periods: BTreeMap<&str, Line> = BTreeMap::new();
        for (row, position) in (1..).zip(&self.comparison().timeline) {
            periods.entry(position.period.as_str()).or_default().push((row, position));
        }
        periods
    }

    fn panel(&self, issue: IssueId, periods: &BTreeMap<&str, Line>, names: &[&str]) -> Markup {
        let when = |name: &str| ordinal(name).unwrap_or(0.0);
        let (first, last) = (names.first().map_or(0.0, |n| when(n)), names.last().map_or(0.0, |n| when(n)));
        let x = |name: &str| 12.0 + 84.0 * if last > first { (when(name) - first) / (last - first) } else { 0.5 };
        let y = |stance: f64| 10.0 + (HEIGHT - 20.0) * (1.0 - stance) / 2.0;
        html! {
            figure {
                figcaption { a href=(format!("#p-{}", issue.0)) { (self.issue_label(issue)) } }
                svg height=(px(HEIGHT)) role="img" aria-label=(format!("Stance over time: {}", self.issue_label(issue))) {
                    @for stance in [1.0, 0.0, -1.0] {
                        @if stance != 0.0 {
                            text class="axis" x="0" y=(px(y(stance) + 4.0)) { (if stance > 0.0 { "+1" } else { "−1" }) }
                        }
                        line class=(if stance == 0.0 { "zero" } else { "grid" }) x1="8%" x2="100%" y1=(px(y(stance))) y2=(px(y(stance))) {}
                    }
                    @for side in self.sides() {
                        @let points = points(issue, side, periods);
                        g class=(class(side)) {
                            @for pair in points.windows(2) {
                                line class="trend" x1=(share(x(&pair[0].period))) x2=(share(x(&pair[1].period)))
                                    y1=(px(y(pair[0].stance.value.unwrap_or(0.0)))) y2=(px(y(pair[1].stance.value.unwrap_or(0.0)))) {}
                            }
                            @for point in &points {
                                (mark(side, x(&point.period), y(point.stance.value.unwrap_or(0.0)), point.evidence == Evidence::Thin))
                            }
                        }
                    }
                }
                p class="ends" aria-hidden="true" {
                    span class="axis" { (names.first().copied().unwrap_or("")) }
                    span class="axis" { (names.last().copied().unwrap_or("")) }
                }
            }
        }
    }

    fn period_table(&self, kept: &[&str], periods: &BTreeMap<&str, Line>) -> Markup {
        html! {
            div class="scroll" tabindex="0" role="region" aria-label="The figures by period" {
                table {
                    thead {
                        tr {
                            th scope="col" { "Period" }
                            th scope="col" { "Issue" }
                            @for side in self.sides() {
                                th scope="col" class={ "n " (class(side)) } { (super::shape::icon(side)) " stance" }
                                th scope="col" class="n" { (self.short(side)) ", per " span class="axis" { "1,000" } }
                            }
                        }
                    }
                    tbody {
                        @for name in kept {
                            @for rows in periods.get(name).map_or(&[][..], Vec::as_slice).chunk_by(|a, b| a.1.issue == b.1.issue) {
                                @if rows.iter().any(|(_, position)| position.hits > 0 || position.stance.value.is_some()) {
                                    tr {
                                        th scope="row" class="period" { (name) }
                                        td { (self.issue_label(rows[0].1.issue)) }
                                        @for row in rows { (self.period_cells(*row)) }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    fn period_cells(&self, (row, position): (usize, &PeriodPosition)) -> Markup {
        let href = format!("#{}", passages_id(position.issue, position.side));
        let at = |column| At { table: "timeline", row, column };
        html! {
            td class="n" { (self.estimate(at("stance"), Form::Signed, &href).unwrap_or_default()) }
            td class="n" { (self.figure(at("per_1000"), Form::Plain(1), &href).unwrap_or_default()) }
        }
    }
}

/// The periods of a side on an issue that have a stance, in order.
fn points<'a>(issue: IssueId, side: SideId, periods: &BTreeMap<&str, Line<'a>>) -> Vec<&'a PeriodPosition> {
    let all = periods.values().flatten().map(|(_, position)| *position);
    all.filter(|p| p.issue == issue && p.side == side && p.stance.value.is_some()).collect()
}

/// A period in years: `2014`, `2014-Q2`, `2014-06`, `2014-W24`.
fn ordinal(period: &str) -> Option<f64> {
    let (year, rest) = period.split_once('-').unwrap_or((period, ""));
    let year: f64 = year.parse().ok()?;
    let (number, of) = match rest {
        "" => return Some(year),
        rest if rest.starts_with('Q') => (&rest[1..], 4.0),
        rest if rest.starts_with('W') => (&rest[1..], 53.0),
        rest => (rest, 12.0),
    };
    Some(year + (number.parse::<f64>().ok()? - 1.0) / of)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_lie_in_time() {
        let times: Vec<f64> =
            ["2014", "2014-Q2", "2014-07", "2014-W53", "2015-01"].iter().filter_map(|p| ordinal(p)).collect();
        assert!(times.len() == 5 && times.is_sorted(), "{times:?}");
        assert_eq!(ordinal("soon"), None);
    }
}
