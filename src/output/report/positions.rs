//! The positions side by side, and how each side speaks about whom.

use super::{Report, Shown, class, place, sign};
use crate::compare::{Evidence, IssueComparison, Position, Quote};
use crate::output::answer::{counted, evidence, side_label, stance_word, with_interval};
use crate::output::quotation::unquoted;
use maud::{Markup, html};

impl Report<'_> {
    pub(super) fn positions(&self, shown: &Shown) -> Markup {
        html! {
            section aria-labelledby="positions" {
                h2 id="positions" { "The positions side by side" }
                div class="scroll" tabindex="0" role="region" aria-labelledby="positions" {
                    table class="even" {
                        caption { "Stance runs from -1, wholly against the proposition, to +1, wholly in favor." }
                        thead {
                            tr {
                                th scope="col" { "Issue" }
                                @for side in self.sides() {
                                    th scope="col" class={ "side " (class(side)) } {
                                        (sign(side)) " " (side_label(self.dispute(), side))
                                    }
                                }
                            }
                        }
                        tbody { @for issue in &self.comparison.issues { (self.issue(issue, shown)) } }
                    }
                }
            }
        }
    }

    fn issue(&self, row: &IssueComparison, shown: &Shown) -> Markup {
        let issue = self.dispute().issues.get(usize::from(row.issue.0));
        html! {
            tr id=(format!("issue-{}", row.issue.0)) {
                th scope="row" {
                    (issue.map_or("", |issue| issue.label.as_str()))
                    span class="proposition" { (issue.map_or("", |issue| issue.proposition.as_str())) }
                    span class="reading" { (row.reading) }
                }
                @for position in &row.positions { (position_cell(position, shown)) }
            }
        }
    }

    pub(super) fn portrayals(&self, shown: &Shown) -> Markup {
        let of = |side, about| self.comparison.portrayals.iter().find(|p| p.side == side && p.about == about);
        html! {
            section aria-labelledby="portrayals" {
                h2 id="portrayals" { "How they speak about each other" }
                div class="scroll" tabindex="0" role="region" aria-labelledby="portrayals" {
                    table class="even" {
                        caption { "Valence runs from -1, all unfavorable, to +1, all favorable." }
                        thead {
                            tr {
                                th scope="col" { "Side" }
                                @for about in self.sides() { th scope="col" { "about " (side_label(self.dispute(), about)) } }
                            }
                        }
                        tbody {
                            @for side in self.sides() {
                                tr class=(class(side)) {
                                    th scope="row" { (sign(side)) " " (side_label(self.dispute(), side)) }
                                    @for about in self.sides() {
                                        td {
                                            @if let Some(portrayal) = of(side, about) {
                                                @if let Some(figure) = with_interval(&portrayal.valence) {
                                                    span class="word" { (figure) }
                                                    @if portrayal.evidence == Evidence::Thin { ", thin" }
                                                    br;
                                                }
                                                (counted(portrayal.mentions, "mention", "mentions")) ", "
                                                (counted(portrayal.evaluations, "evaluation", "evaluations"))
                                                (quoted(portrayal.quote.as_ref(), shown))
                                            }
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn position_cell(position: &Position, shown: &Shown) -> Markup {
    html! {
        td class={ "side " (class(position.side)) } {
            @match (stance_word(position.stance.value), with_interval(&position.stance)) {
                (Some(word), Some(figure)) => { span class="word" { (word) } " " (figure) }
                _ => { span class="soft" { "no stance shown" } }
            }
            br;
            span class="soft" { (evidence(position)) }
            br;
            @match position.per_1000 {
                Some(rate) => {
                    a href=(format!("#passages-{}-{}", position.issue.0, position.side.0)) {
                        (counted(position.hits, "hit", "hits"))
                    }
                    (format!(", {rate:.1} per 1,000 words"))
                }
                None => { "no statement" }
            }
            (quoted(position.quote.as_ref(), shown))
        }
    }
}

/// A quote with the way to where it stands.
fn quoted(quote: Option<&Quote>, shown: &Shown) -> Markup {
    let Some(quote) = quote else { return html! {} };
    let place = place(&quote.document, quote.statement);
    html! {
        span class="quote" {
            q { (unquoted(&quote.text)) } " "
            @match shown.anchor(&quote.document, quote.statement) {
                Some(anchor) => { a href=(anchor) { (place) } }
                None => { span class="soft" { (place) } }
            }
        }
    }
}
