//! The positions side by side: for each issue where each side stands, how much it says, and its strongest quote.

use super::figure::{At, Form, passages_id};
use super::{Page, Section, class, place, shape};
use crate::compare::{IssueComparison, Position, Quote};
use crate::output::answer::{evidence, stance_word};
use crate::output::quotation::unquoted;
use maud::{Markup, html};

impl Page<'_> {
    pub(super) fn positions(&self) -> Option<Section> {
        let body = html! { @for issue in &self.comparison().issues { (self.issue(issue)) } };
        let counted = html! {
            "For each category of the lexicon how much each side says on it. The lexicon takes no stand: no figure says for or "
            "against. Every figure leads to the passages behind it."
        };
        let deck = html! {
            "For each issue a proposition, and where each side stands on it: from " span class="axis" { "−1" }
            ", wholly against, to " span class="axis" { "+1" } ", wholly in favor, with a "
            span class="axis" { "95 %" } " interval. Every figure leads to the passages behind it."
        };
        Section::new("The positions side by side", if self.takes_stand() { deck } else { counted }, body)
    }

    fn issue(&self, row: &IssueComparison) -> Markup {
        let id = row.issue.0;
        let comparison = |column| At { table: "comparison", row: usize::from(id) + 1, column };
        html! {
            article class="issue" id=(format!("issue-{id}")) {
                h3 { (self.issue_label(row.issue)) }
                @if let Some(proposition) = self.told(comparison("proposition")) { p class="proposition" { (proposition) } }
                div class="pair" { @for position in &row.positions { (self.position_card(position)) } }
                p class="reading" { (self.told(comparison("reading")).unwrap_or_default()) }
            }
        }
    }

    fn position_card(&self, position: &Position) -> Markup {
        let href = format!("#{}", passages_id(position.issue, position.side));
        let at = |column| self.position(position.issue, position.side, column);
        html! {
            div class={ "card " (class(position.side)) } {
                p class="name" { (shape::icon(position.side)) " " (self.label(position.side)) }
                @if self.takes_stand() { p class="stands" {
                    @match (stance_word(position.stance.value), self.estimate(at("stance"), Form::Signed, &href)) {
                        (Some(word), Some(figure)) => { strong { (word) } " " (figure) }
                        _ => { span class="soft" { "no stance shown" } }
                    }
                } }
                p class="soft" {
                    @if position.stance_matches > 0 {
                        (self.matches(position.issue, position.side, &evidence(position), &href)) "; "
                    }
                    @match self.figure(at("per_1000"), Form::Plain(1), &href) {
                        Some(rate) => {
                            (rate) " hits per " span class="axis" { "1,000" } " words"
                        }
                        None => { "no statement" }
                    }
                }
                (self.quoted(position.quote.as_ref(), &href))
            }
        }
    }

    /// A quote with the way to where it stands.
    pub(super) fn quoted(&self, quote: Option<&Quote>, fallback: &str) -> Markup {
        let Some(quote) = quote else { return html! {} };
        let href = self.statement_href(&quote.document, quote.statement, fallback);
        html! {
            blockquote { p { "“" (unquoted(&quote.text)) "”" } }
            p class="place" { a href=(href) { (place(&quote.document, quote.statement)) } }
        }
    }
}
