//! `report.html`: the comparison as one self-contained page.
//!
//! A comparison, its tables and the passages that were gathered come in; a page goes out that asks for nothing from
//! outside, needs no script, and holds no style but its own (the content security policy names the style by its hash).
//! All words pass through `maud`, which escapes them; every figure is read from a table and says from which cell. One
//! module a section; the order of the page is in [`Report::render`].

mod articles;
mod attention;
mod figure;
mod head;
mod marking;
mod notes;
mod opening;
mod passages;
mod places;
mod portrayals;
mod positions;
mod shape;
mod stance;
mod terms;
mod timeline;

use super::passages::Passages;
use super::run::RunRecord;
use crate::compare::Comparison;
use crate::lexicon::{Dispute, IssueId, SideId};
use crate::table::{Names, Table};
use crate::text::harmless::fit;
use maud::{Markup, html};
use std::collections::BTreeMap;

/// A page in the making.
#[derive(Clone, Copy)]
pub struct Report<'a> {
    /// What was found.
    pub comparison: &'a Comparison,
    /// Its tables, as they are written to files.
    pub tables: &'a [Table<'a>],
    /// What ids stand for.
    pub names: Names<'a>,
    /// How to repeat it.
    pub run: &'a RunRecord,
    /// What of the texts is shown.
    pub passages: &'a Passages,
}

impl Report<'_> {
    /// The page.
    pub fn render(&self) -> String {
        let page = Page::of(self);
        let sections = [
            ("positions", "Positions", page.positions()),
            ("stance", "Stance", page.stance()),
            ("attention", "Attention", page.attention()),
            ("portrayals", "Portrayals", page.portrayals()),
            ("terms", "Words", page.terms()),
            ("timeline", "Over time", page.timeline()),
            ("places", "In the text", page.places()),
            ("passages", "Passages", page.passages()),
            ("articles", "Articles", page.articles()),
            ("cautions", "Cautions", page.cautions()),
            ("method", "Method", page.method()),
        ];
        let sections = sections.into_iter().filter_map(|(id, name, section)| Some((id, name, section?)));
        let sections: Vec<(&str, &str, Section)> = sections.collect();
        let body = html! {
            a class="skip" href="#main" { "Skip to the answer" }
            header { (page.opening()) }
            main id="main" {
                (page.answer())
                nav aria-label="On this page" {
                    ul { @for (id, name, _) in &sections { li { a href={ "#" (id) } { (name) } } } }
                }
                @for (id, _, section) in &sections {
                    section id=(id) aria-labelledby={ (id) "-h" } {
                        h2 id={ (id) "-h" } { (section.heading) }
                        @if let Some(deck) = &section.deck { p class="deck" { (deck) } }
                        (section.body)
                    }
                }
            }
            footer { p { "It measures words, not truth, and names no winner. Every figure can be followed to its passages." } }
        };
        visible(head::page(&self.names.dispute.title, &body).into_string())
    }
}

/// A part of the page: what it is called, how to read it, what it shows.
struct Section {
    heading: Markup,
    deck: Option<Markup>,
    body: Markup,
}

impl Section {
    fn new(heading: &str, deck: Markup, body: Markup) -> Option<Self> {
        Some(Section { heading: html! { (heading) }, deck: Some(deck), body })
    }
}

/// A report with what its sections look up.
struct Page<'a> {
    report: &'a Report<'a>,
    /// Where each document that is shown whole stands among them.
    articles: BTreeMap<&'a str, usize>,
}

impl<'a> Page<'a> {
    fn of(report: &'a Report<'a>) -> Self {
        let shown = report.passages.articles().iter().enumerate();
        let articles = shown.map(|(i, article)| (article.scored.document.id.as_str(), i)).collect();
        Page { report, articles }
    }

    fn comparison(&self) -> &'a Comparison {
        self.report.comparison
    }

    fn dispute(&self) -> &'a Dispute {
        self.report.names.dispute
    }

    fn sides(&self) -> impl Iterator<Item = SideId> + use<> {
        (0..self.report.names.dispute.sides.len()).map(|i| SideId(i as u8))
    }

    fn issues(&self) -> impl Iterator<Item = IssueId> + use<'a> {
        self.report.comparison.issues.iter().map(|issue| issue.issue)
    }

    fn label(&self, side: SideId) -> &'a str {
        super::answer::side_label(self.dispute(), side)
    }

    fn short(&self, side: SideId) -> &'a str {
        self.dispute().sides.get(usize::from(side.0)).map_or("", |side| &side.short)
    }

    fn issue_label(&self, issue: IssueId) -> &'a str {
        super::answer::issue_label(self.dispute(), issue)
    }

    /// The link to a statement: in its article, or else among the passages of `fallback`.
    fn statement_href(&self, document: &str, statement: u32, fallback: &str) -> String {
        match self.articles.get(document) {
            Some(i) => format!("#{}", statement_id(*i, statement)),
            None => fallback.to_owned(),
        }
    }

    /// The sign and the name of a side, in its color.
    fn named(&self, side: SideId) -> Markup {
        html! { span class={ "side " (class(side)) } { (shape::icon(side)) " " (self.label(side)) } }
    }

    /// The head of a column of a side: in full, or short where there is little room.
    fn head(&self, side: SideId) -> Markup {
        html! { th scope="col" role="columnheader" class={ "v " (class(side)) } { (shape::icon(side)) " " (self.label(side)) } }
    }

    /// The name of a side before a figure that has no column head above it.
    fn tag(&self, side: SideId) -> Markup {
        html! { span class={ "tag " (class(side)) } { (shape::icon(side)) " " (self.short(side)) } }
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

/// The page without characters that no page may hold (controls are shown by their signs), and without marks that would
/// reverse the order of what stands around a quoted word.
fn visible(page: String) -> String {
    let is_control = |c: char| c.is_control() && !matches!(c, '\n' | '\t' | '\r');
    let is_override = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if !page.contains(|c| is_control(c) || is_override(c)) {
        return page;
    }
    let sign = |c: char| match u32::from(c) {
        code @ 0..0x20 => char::from_u32(0x2400 + code),
        0x7f => Some('␡'),
        _ if is_control(c) => Some('\u{fffd}'),
        _ if is_override(c) => None,
        _ => Some(c),
    };
    let kept = |c: char| if matches!(c, '\n' | '\t' | '\r') { Some(c) } else { sign(c) };
    page.chars().filter_map(kept).collect()
}

#[cfg(test)]
mod tests;
