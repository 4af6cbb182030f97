//! The passages behind the figures: for each issue and side the statements that bear on it, with the sum they make.

use super::articles::Mark;
use super::figure::{At, Form, about_id, passages_id};
use super::{Page, Section, class, place, shape};
use crate::lexicon::{IssueId, SideId};
use crate::output::passages::{Found, Group, Passage};
use maud::{Markup, html};

impl Page<'_> {
    pub(super) fn passages(&self) -> Option<Section> {
        let body = html! {
            @for issue in self.issues() { (self.issue_passages(issue)) }
            h3 id="p-portrayals" { "About each other " (back(&[("#portrayals", "portrayals")])) }
            @for about in self.sides() {
                div class="pair" { @for side in self.sides() { (self.portrayal_passages(side, about)) } }
            }
        };
        let deck = html! {
            "The statements that stand behind each figure: those in favor, those against, then those that only mention the issue, "
            "the strongest first. The figure on the right is what a statement adds. Point at a marked word, or move to it with the "
            "keyboard, to see its entry in the lexicon, its weight, and what acted on it."
        };
        Section::new("Passages behind the figures", deck, body)
    }

    fn issue_passages(&self, issue: IssueId) -> Markup {
        let id = issue.0;
        let links = [
            (format!("#issue-{id}"), "positions"),
            (format!("#stance-{id}"), "stance"),
            (format!("#attention-{id}"), "attention"),
        ];
        let links = links.iter().filter(|(_, name)| *name != "stance" || self.takes_stand());
        let links: Vec<(&str, &str)> = links.map(|(href, name)| (href.as_str(), *name)).collect();
        html! {
            h3 id=(format!("p-{id}")) { (self.issue_label(issue)) " " (back(&links)) }
            div class="pair" {
                @for side in self.sides() {
                    @let id = passages_id(issue, side);
                    div class={ "card " (class(side)) } id=(id) {
                        p class="name" { (shape::icon(side)) " " (self.label(side)) }
                        (self.sum(issue, side))
                        (self.list(self.report.passages.on_issue(issue, side), &id))
                    }
                }
            }
        }
    }

    /// How the stance follows from the weights, and the rate from the counts.
    fn sum(&self, issue: IssueId, side: SideId) -> Markup {
        let shown_in = if self.takes_stand() { "stance" } else { "attention" };
        let href = format!("#{shown_in}-{}", issue.0);
        let figure = |column, form| self.figure(self.position(issue, side, column), form, &href);
        let (favor, against) = (figure("favor_weight", Form::Plain(2)), figure("against_weight", Form::Plain(2)));
        let (favor, against) = (favor.unwrap_or_default(), against.unwrap_or_default());
        html! {
            p class="sum" {
                @if let Some(stance) = figure("stance", Form::Signed) {
                    "stance " (stance) " = (" (favor) " − " (against) ") / (" (favor) " + " (against) "); "
                }
                @if let Some(rate) = figure("per_1000", Form::Plain(1)) {
                    (figure("hits", Form::Count).unwrap_or_default())
                    @if self.is_one(self.position(issue, side, "hits")) { " hit in " } @else { " hits in " }
                    (figure("tokens", Form::Count).unwrap_or_default()) " words = " (rate) " per " span class="axis" { "1,000" }
                }
            }
        }
    }

    fn portrayal_passages(&self, side: SideId, about: SideId) -> Markup {
        let id = about_id(side, about);
        let href = format!("#portrayal-{}-{}", side.0, about.0);
        let figure = |column, form| self.figure(self.portrayal(side, about, column), form, &href);
        let (good, bad) = (figure("favorable", Form::Plain(2)), figure("unfavorable", Form::Plain(2)));
        let (good, bad) = (good.unwrap_or_default(), bad.unwrap_or_default());
        html! {
            div class={ "card " (class(side)) } id=(id) {
                p class="name" { (shape::icon(side)) " " (self.label(side)) " about " (self.label(about)) }
                p class="sum" {
                    @if let Some(valence) = figure("valence", Form::Signed) {
                        "valence " (valence) " = (" (good) " − " (bad) ") / (" (good) " + " (bad) "); "
                    }
                    (figure("mentions", Form::Count).unwrap_or_default())
                    @if self.is_one(self.portrayal(side, about, "mentions")) { " mention" } @else { " mentions" }
                }
                (self.list(self.report.passages.about(side, about), &id))
            }
        }
    }

    fn list(&self, group: Option<&Group>, id: &str) -> Markup {
        let Some(group) = group else { return html! { p class="soft" { "No passage." } } };
        html! {
            ol class="passages" {
                @for (passage, n) in group.passages().zip(1..) { (self.passage(passage, &format!("{id}-{n}"))) }
            }
            @if group.left_out() > 0 {
                p class="soft" {
                    "Left out: " span class="axis" { (crate::output::answer::grouped(group.left_out())) }
                    @if group.left_out() == 1 { " statement" } @else { " statements" }
                    " with less evidence. All are in statements.csv and matches.csv."
                }
            }
        }
    }

    fn passage(&self, passage: &Passage, id: &str) -> Markup {
        let total: f64 = passage.found.iter().map(|found| found.score).sum();
        let rows: Vec<String> = passage.found.iter().map(|found| found.row.to_string()).collect();
        let shown = super::figure::minus(&crate::output::answer::signed(total));
        let href = self.statement_href(&passage.document, passage.statement, "");
        html! {
            li id=(id) data-statement=(passage.statement_row) {
                p class="place" {
                    @if href.is_empty() { span { (place(&passage.document, passage.statement)) } }
                    @else { a href=(href) { (place(&passage.document, passage.statement)) } }
                    @if !passage.speaker.is_empty() { " " (passage.speaker) }
                    @if let Some(date) = passage.date { " " time datetime=(date) { (date) } }
                    @if !passage.found.is_empty() {
                        span class="score" data-cells=(format!("matches/{}/score", rows.join("+"))) { (shown) }
                    }
                }
                p class="words" {
                    @for words in &passage.words {
                        @match words.found.and_then(|n| passage.found.get(n)) {
                            Some(found) => (self.mark(&words.text, &[Mark { found: found.clone(), about: None }])),
                            None => { (words.text) }
                        }
                    }
                }
            }
        }
    }

    /// How the score of a match came about.
    pub(super) fn how(&self, found: &Found) -> Markup {
        let weight = crate::output::answer::signed(found.weight);
        let minus = super::figure::minus;
        html! {
            b { (found.leaning.as_str()) } " · entry " code { (found.pattern) } " · weight " (minus(&weight))
            @for (kind, value, cue) in &found.factors {
                " × " (minus(&crate::table::fixed(*value, 2))) " (" (kind) " “" (cue) "”)"
            }
            " = " span data-cell=(super::figure::address(At { table: "matches", row: found.row as usize, column: "score" })) {
                (minus(&crate::output::answer::signed(found.score)))
            }
        }
    }
}

/// Links back to figures.
fn back(links: &[(&str, &str)]) -> Markup {
    html! { span class="back" { @for (href, name) in links { a href=(href) { "↑ " (name) } " " } } }
}
