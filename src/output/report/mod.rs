//! `report.html`: the comparison as one self-contained page.
//!
//! A comparison and some of its scored documents come in; a page goes out that asks for nothing from outside, needs no
//! script, and holds no style but its own (the content security policy names the style by its hash). All words pass
//! through `maud`, which escapes them. One module a section; the order of the page is in [`Report::render`].

mod articles;
mod attention;
mod head;
mod marking;
mod notes;
mod positions;
mod shape;
mod stance;
mod terms;

use super::answer::{self, answer, counted, grouped, side_label};
use super::harmless::fit;
use super::run::RunRecord;
use crate::compare::Comparison;
use crate::lexicon::{Dispute, SideId};
use crate::scoring::ScoredDocument;
use crate::table::Names;
use maud::{Markup, html};
use std::collections::BTreeMap;

/// Bytes of article text that a page shows; documents beyond are named and left out.
pub const ARTICLE_BUDGET: usize = 400_000;

/// A page in the making.
#[derive(Clone, Copy)]
pub struct Report<'a> {
    /// What was found.
    pub comparison: &'a Comparison,
    /// What ids stand for.
    pub names: Names<'a>,
    /// How to repeat it.
    pub run: &'a RunRecord,
    /// Documents to show, in the order of reading, as far as [`ARTICLE_BUDGET`] goes; all need not be given.
    pub articles: &'a [ScoredDocument],
}

impl<'a> Report<'a> {
    /// The page.
    pub fn render(&self) -> String {
        let shown = Shown::of(self.articles);
        let body = html! {
            a class="skip" href="#main" { "Skip to the answer" }
            header { (self.opening()) }
            main id="main" {
                (self.answer())
                (self.positions(&shown))
                (self.stance())
                (self.attention())
                (self.portrayals(&shown))
                (self.terms())
                (self.places(&shown))
                (self.passages(&shown))
                (self.articles(&shown))
                (self.cautions())
                (self.method())
            }
            footer { p { "It measures words, not truth. Every figure can be followed to its passages." } }
        };
        head::page(&self.names.dispute.title, &body).into_string()
    }

    fn opening(&self) -> Markup {
        let counts = &self.comparison.documents;
        html! {
            h1 { (self.names.dispute.title) }
            p class="soft" {
                (counted(counts.statements, "statement", "statements")) " in "
                (counted(counts.documents, "document", "documents")) ", " (grouped(counts.tokens)) " words. "
                @for side in &self.comparison.sides {
                    span class=(class(side.side)) {
                        (sign(side.side)) " " (side_label(self.names.dispute, side.side)) ": "
                        (counted(side.statements, "statement", "statements")) ", " (grouped(side.tokens)) " words. "
                    }
                }
            }
        }
    }

    fn answer(&self) -> Markup {
        html! {
            section aria-label="The answer in two sentences" {
                @for sentence in answer(self.comparison, self.names.dispute) { p class="answer" { (sentence) } }
            }
        }
    }

    fn dispute(&self) -> &'a Dispute {
        self.names.dispute
    }

    fn sides(&self) -> impl Iterator<Item = SideId> + use<> {
        (0..self.names.dispute.sides.len()).map(|i| SideId(i as u8))
    }
}

/// The documents that the page shows, and where each statement of theirs is.
struct Shown<'a> {
    documents: Vec<&'a ScoredDocument>,
    by_id: BTreeMap<&'a str, usize>,
    left_out: usize,
}

impl<'a> Shown<'a> {
    fn of(articles: &'a [ScoredDocument]) -> Self {
        let mut room = ARTICLE_BUDGET;
        let mut documents = Vec::new();
        for scored in articles {
            let Some(rest) = room.checked_sub(scored.document.text.len()) else { break };
            room = rest;
            documents.push(scored);
        }
        let by_id = documents.iter().enumerate().map(|(i, scored)| (scored.document.id.as_str(), i)).collect();
        Shown { left_out: articles.len() - documents.len(), documents, by_id }
    }

    /// The link to a statement, when its document is shown.
    fn anchor(&self, document: &str, statement: u32) -> Option<String> {
        self.by_id.get(document).map(|&i| format!("#{}", statement_id(i, statement)))
    }
}

/// The id of a statement's first words on the page.
fn statement_id(document: usize, statement: u32) -> String {
    format!("a{document}-s{statement}")
}

/// What a link to a statement says: its document's id, shortened where it is long, and its number.
fn place(document: &str, statement: u32) -> String {
    format!("{}:{statement}", fit(document, 32))
}

/// The class that gives an element the color of a side.
fn class(side: SideId) -> String {
    format!("s{}", side.0 % 6)
}

/// The sign of a side, in its color.
fn sign(side: SideId) -> Markup {
    html! { span class="sign" { (answer::sign(side)) } }
}

#[cfg(test)]
mod tests;
