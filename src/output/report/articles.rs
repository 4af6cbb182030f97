//! The texts: where each side speaks, which passages stand behind which figure, and the articles with their marks.

use super::marking::{Marks, Piece};
use super::shape::px;
use super::{Report, Shown, class, place, sign, statement_id};
use crate::attribution::{RegionKind, Statement};
use crate::document::Span;
use crate::lexicon::{IssueId, SideId, Stance};
use crate::output::answer::{counted, issue_label, side_label};
use crate::scoring::{Bearing, ScoredDocument, ScoredMatch};
use crate::table::fixed;
use maud::{Markup, html};

/// Articles of which the places are drawn.
const STRIPS: usize = 40;

/// Passages that are listed for a side and an issue.
const PASSAGES: usize = 40;

const STRIP: f64 = 760.0;

impl Report<'_> {
    pub(super) fn places(&self, shown: &Shown) -> Markup {
        if shown.documents.is_empty() {
            return html! {};
        }
        html! {
            section aria-labelledby="places" {
                h2 id="places" { "Where in the text each side speaks" }
                @for (i, scored) in shown.documents.iter().enumerate().take(STRIPS) { (self.strip(i, scored)) }
            }
        }
    }

    fn strip(&self, index: usize, scored: &ScoredDocument) -> Markup {
        let scale = STRIP / scored.document.text.len().max(1) as f64;
        let statements = scored.attributed.statements.iter().zip(1u32..);
        html! {
            p class="soft" { a href=(format!("#a{index}")) { (scored.document.id) } }
            svg viewBox=(format!("0 0 {} 18", px(STRIP))) role="group" aria-label=(format!("Statements along {}", scored.document.id)) {
                rect class="strip" x="0" y="3" width=(px(STRIP)) height="12" {}
                @for (statement, number) in statements {
                    @if let Some(side) = statement.side() {
                        a href=(format!("#{}", statement_id(index, number))) class=(class(side)) {
                            title { (side_label(self.dispute(), side)) ", statement " (number) }
                            @for span in &statement.content {
                                // The second side stands lower, so that color is not needed to tell them apart.
                                rect class="bar" x=(px(f64::from(span.start) * scale)) y=(px(3.0 + 4.0 * f64::from(side.0 % 3)))
                                    width=(px((f64::from(span.len()) * scale).max(1.5))) height="4" {}
                            }
                        }
                    }
                }
            }
        }
    }

    pub(super) fn passages(&self, shown: &Shown) -> Markup {
        html! {
            section aria-labelledby="passages" {
                h2 id="passages" { "Passages behind the figures" }
                @for issue in &self.comparison.issues {
                    h3 { a href=(format!("#issue-{}", issue.issue.0)) { (issue_label(self.dispute(), issue.issue)) } }
                    @for position in &issue.positions {
                        p id=(format!("passages-{}-{}", issue.issue.0, position.side.0)) class=(class(position.side)) {
                            (sign(position.side)) " " (side_label(self.dispute(), position.side)) ": "
                            (passages_of(issue.issue, position.side, shown))
                        }
                    }
                }
            }
        }
    }

    pub(super) fn articles(&self, shown: &Shown) -> Markup {
        let left_out =
            (self.comparison.documents.documents as usize).saturating_sub(shown.documents.len()).max(shown.left_out);
        html! {
            section aria-labelledby="articles" {
                h2 id="articles" { "The articles" }
                p class="soft" {
                    "Statements are in the color of their side. Matched words are underlined: "
                    mark class="favor" { "in favor" } ", " mark class="against" { "against" } ", "
                    mark class="topic" { "topic" } "."
                }
                @for (i, scored) in shown.documents.iter().enumerate() { (self.article(i, scored)) }
                @if left_out > 0 {
                    p { (counted(left_out as u64, "more document is", "more documents are")) " left out here; all are in statements.csv." }
                }
            }
        }
    }

    fn article(&self, index: usize, scored: &ScoredDocument) -> Markup {
        let text = &scored.document.text;
        let marks = Marks::of(scored);
        let mut begun = vec![false; scored.attributed.statements.len()];
        html! {
            article id=(format!("a{index}")) aria-label=(scored.document.id) {
                p class="soft" {
                    (scored.document.id)
                    @if let Some(date) = scored.document.date { ", " (date) }
                    @if let Some(title) = &scored.document.title { ": " (title) }
                }
                @for paragraph in scored.text.paragraphs.iter().map(|range| scored.text.span(*range)) {
                    p class=[paragraph_class(scored, paragraph)] {
                        @let pieces = marks.pieces(text, paragraph);
                        @for run in pieces.chunk_by(|a, b| a.statement == b.statement) {
                            @match run[0].statement {
                                Some(n) => (self.said(index, scored, n, run, &mut begun)),
                                None => { @for piece in run { (self.piece(text, piece)) } }
                            }
                        }
                    }
                }
            }
        }
    }

    /// Pieces of one statement; its first ones are named and can be linked to.
    fn said(&self, index: usize, scored: &ScoredDocument, n: usize, run: &[Piece], begun: &mut [bool]) -> Markup {
        let statement = &scored.attributed.statements[n];
        // What a speaker reports of somebody on no side stays in the speaker's color.
        let outer = statement.within.and_then(|outer| scored.attributed.statements.get(outer));
        let color = statement.side().or(outer.and_then(Statement::side));
        let first = !std::mem::replace(&mut begun[n], true);
        let issues = scored.scores.get(n).map_or(&[][..], |score| &score.issues);
        html! {
            span class={ "said " (color.map_or(String::new(), class)) } id=[first.then(|| statement_id(index, n as u32 + 1))] {
                @if first { (self.who(statement)) }
                @for piece in run { (self.piece(&scored.document.text, piece)) }
                @if first && statement.side().is_some() {
                    @for issue in issues {
                        a class="back" href=(format!("#issue-{}", issue.issue.0)) title=(issue_label(self.dispute(), issue.issue)) {
                            "[" (self.names.issue(issue.issue)) "]"
                        }
                    }
                }
            }
        }
    }

    fn who(&self, statement: &Statement) -> Markup {
        let short = |side: SideId| self.dispute().sides.get(usize::from(side.0)).map_or("", |side| &side.short);
        let name = statement.speaker.as_ref().map_or("unknown speaker", |speaker| speaker.name.as_str());
        html! {
            span class="who" {
                @if let Some(side) = statement.side() { (sign(side)) " " (short(side)) ", " }
                (name) ":"
            }
            " "
        }
    }

    fn piece(&self, text: &str, piece: &Piece) -> Markup {
        let words = piece.span.slice(text);
        match piece.found {
            Some(found) => html! { mark class=(bearing(found)) title=(self.explained(found)) { (words) } },
            None => html! { (words) },
        }
    }

    /// `dialogue: talks, score 0.25`
    fn explained(&self, found: &ScoredMatch) -> String {
        let about = match found.bearing {
            Bearing::Term(issue, _) | Bearing::Evaluation(issue) => self.names.issue(issue).to_string(),
            Bearing::Portrayal(side) => format!("about {}", self.names.side(side)),
        };
        format!("{about}: {}, score {}", self.names.pattern(found.entry), fixed(found.score.to_f64(), 2))
    }
}

/// Statements of a side with a hit or a stance on an issue, as links.
fn passages_of(issue: IssueId, side: SideId, shown: &Shown) -> Markup {
    let bears = |scored: &ScoredDocument, n: usize| {
        let statement = &scored.attributed.statements[n];
        let issues = scored.scores.get(n).map_or(&[][..], |score| &score.issues);
        statement.side() == Some(side) && statement.within.is_none() && issues.iter().any(|score| score.issue == issue)
    };
    let mut links = Vec::new();
    for (i, scored) in shown.documents.iter().enumerate() {
        let statements = (0..scored.attributed.statements.len()).filter(|n| bears(scored, *n));
        links.extend(statements.map(|n| (i, n as u32 + 1, &scored.document.id)));
    }
    html! {
        @if links.is_empty() { span class="soft" { "none shown" } }
        @for (i, number, id) in links.iter().take(PASSAGES) {
            a href=(format!("#{}", statement_id(*i, *number))) { (place(id, *number)) } " "
        }
        @if links.len() > PASSAGES { "and " (links.len() - PASSAGES) " more in matches.csv" }
    }
}

fn paragraph_class(scored: &ScoredDocument, paragraph: Span) -> Option<&'static str> {
    let region = scored.attributed.regions.iter().find(|region| region.span.contains(paragraph))?;
    match region.kind {
        RegionKind::Headline => Some("headline"),
        RegionKind::Boilerplate => Some("furniture"),
        RegionKind::Body | RegionKind::Label => None,
    }
}

/// The kind of underline: by the direction that counts, after all factors.
fn bearing(found: &ScoredMatch) -> &'static str {
    match (found.bearing, found.score.0) {
        (Bearing::Term(_, Stance::Topic), _) | (_, 0) => "topic",
        (_, score) if score > 0 => "favor",
        _ => "against",
    }
}
