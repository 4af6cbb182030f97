//! The head of the page: what was compared, how much was said, and the answer in two sentences.

use super::figure::{Form, passages_id};
use super::{Page, class, shape};
use crate::compare::SideSummary;
use crate::output::answer::{MATCHES, Part, answer_parts, grouped};
use maud::{Markup, html};

impl Page<'_> {
    pub(super) fn opening(&self) -> Markup {
        let counts = &self.comparison().documents;
        let unit = |count: u64, one: &'static str, many: &'static str| if count == 1 { one } else { many };
        html! {
            p class="kicker" { "Two positions, side by side" }
            h1 { (self.dispute().title) }
            p class="scope" {
                a class="fig quiet" href="#passages" data-run="statements" { (grouped(counts.statements)) }
                " " (unit(counts.statements, "statement", "statements")) " in "
                a class="fig quiet" href="#articles" data-run="documents" { (grouped(counts.documents)) }
                " " (unit(counts.documents, "document", "documents")) ", "
                a class="fig quiet" href="#articles" data-sum="documents/tokens" { (grouped(counts.tokens)) } " words"
                @if let Some((first, last)) = self.report.passages.dates() {
                    ", " time datetime=(first) { (first) }
                    @if first != last { " to " time datetime=(last) { (last) } }
                }
                "."
            }
            div class="sides" { @for side in &self.comparison().sides { (self.side(side)) } }
        }
    }

    fn side(&self, side: &SideSummary) -> Markup {
        let first = self.issues().next();
        let figure = |column| {
            first.and_then(|issue| self.figure(self.position(issue, side.side, column), Form::Count, "#passages"))
        };
        html! {
            div class={ "card " (class(side.side)) } {
                p class="name" { (shape::icon(side.side)) " " (self.label(side.side)) }
                p {
                    @if let Some((statements, tokens)) = figure("statements").zip(figure("tokens")) {
                        (statements) @if side.statements == 1 { " statement, " } @else { " statements, " }
                        (tokens) " words"
                    }
                }
            }
        }
    }

    pub(super) fn answer(&self) -> Markup {
        html! {
            section class="answer" aria-label="The answer in two sentences" {
                @for sentence in answer_parts(self.comparison(), self.dispute()) {
                    p { @for part in &sentence { (self.part(part)) } }
                }
            }
        }
    }

    fn part(&self, part: &Part) -> Markup {
        match part {
            Part::Words(words) => html! { (words) },
            Part::Figure { text, issue, side, column } => {
                let href = format!("#{}", passages_id(*issue, *side));
                let shown = super::figure::minus(text);
                if *column == MATCHES {
                    return self.matches(*issue, *side, &shown, &href);
                }
                let at = super::figure::address(self.position(*issue, *side, column));
                html! { a class="fig" href=(href) data-cell=(at) { (shown) } }
            }
        }
    }
}
