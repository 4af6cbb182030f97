//! The articles: who speaks, in the color and with the sign of the side, and the matched words with what they count.

use super::marking::{Marks, Piece};
use super::{Page, Section, class, shape, statement_id};
use crate::attribution::{RegionKind, Statement};
use crate::document::Span;
use crate::lexicon::SideId;
use crate::output::answer::counted;
use crate::output::passages::{Article, Found, Leaning};
use crate::scoring::{Bearing, ScoredDocument};
use maud::{Markup, html};

/// A match as it is shown: how it came about, and what it is about, with the way to the figure.
pub(super) struct Mark {
    pub found: Found,
    pub about: Option<(String, String)>,
}

impl Page<'_> {
    pub(super) fn articles(&self) -> Option<Section> {
        let shown = self.report.passages.articles();
        let all = self.report.passages.documents();
        let body = html! {
            p class="legend" {
                "Marked words: "
                @for leaning in [Leaning::Favor, Leaning::Against, Leaning::Topic, Leaning::Favorable, Leaning::Unfavorable] {
                    mark class=(leaning.as_str()) {
                        @match leaning {
                            Leaning::Favor => "in favor",
                            Leaning::Against => "against",
                            Leaning::Topic => "topic alone",
                            Leaning::Favorable => "good word for a side",
                            Leaning::Unfavorable => "bad word for a side",
                        }
                    } " "
                }
            }
            @for (i, article) in shown.iter().enumerate() { (self.article(i, article)) }
            @if shown.is_empty() {
                p {
                    "The texts of " a class="fig quiet" href="#passages" data-run="documents" { (crate::output::answer::grouped(all)) }
                    @if all == 1 { " document is" } @else { " documents are" }
                    " too long to be shown here whole. The strongest passages of each side stand above; every statement is in "
                    "statements.csv, with its place in its text."
                }
            }
        };
        let heading = if all == 1 { "The article" } else { "The articles" };
        let deck = html! {
            "Each statement begins with its side and speaker. Point at a marked word, or move to it with the keyboard, to see what "
            "it counts and why; what is not tinted is the writer’s own voice, or somebody on neither side."
        };
        Section::new(heading, deck, body)
    }

    fn article(&self, index: usize, article: &Article) -> Markup {
        let scored = &article.scored;
        let text = &scored.document.text;
        let marks = Marks::of(scored);
        let mut begun = vec![false; scored.attributed.statements.len()];
        html! {
            article class="text" id=(format!("a{index}")) aria-label=(scored.document.id) {
                p class="place" {
                    (scored.document.id)
                    @if let Some(date) = scored.document.date { " " time datetime=(date) { (date) } }
                    " " (counted(scored.attributed.statements.len() as u64, "statement", "statements"))
                }
                @if let Some(title) = &scored.document.title { p class="headline" { (title) } }
                @for paragraph in scored.text.paragraphs.iter().map(|range| scored.text.span(*range)) {
                    p class=[paragraph_class(scored, paragraph)] {
                        @let pieces = marks.pieces(text, paragraph);
                        @for run in pieces.chunk_by(|a, b| a.statement == b.statement) {
                            @match run[0].statement {
                                Some(n) => (self.said(index, article, n, run, &mut begun)),
                                None => { @for piece in run { (self.piece(article, piece)) } }
                            }
                        }
                    }
                }
            }
        }
    }

    /// Pieces of one statement; its first ones are named and can be linked to.
    fn said(&self, index: usize, article: &Article, n: usize, run: &[Piece], begun: &mut [bool]) -> Markup {
        let statements = &article.scored.attributed.statements;
        let statement = &statements[n];
        // What a speaker reports of somebody on no side stays in the speaker's color.
        let outer = statement.within.and_then(|outer| statements.get(outer));
        let side = statement.side().or(outer.and_then(Statement::side));
        let first = !std::mem::replace(&mut begun[n], true);
        html! {
            span class={ "said " (side.map_or(String::new(), class)) } id=[first.then(|| statement_id(index, n as u32 + 1))] {
                @if first { (self.who(statement)) }
                @for piece in run { (self.piece(article, piece)) }
                @if first { (self.back(article, n, statement)) }
            }
        }
    }

    /// From a statement to the figures that it counts for.
    fn back(&self, article: &Article, n: usize, statement: &Statement) -> Markup {
        let Some(side) = statement.side().filter(|_| statement.within.is_none()) else { return html! {} };
        let issues = article.scored.scores.get(n).map_or(&[][..], |score| &score.issues);
        html! {
            @for issue in issues {
                @let label = format!("Figures on {}", self.issue_label(issue.issue));
                a class="up" href=(format!("#{}", super::figure::passages_id(issue.issue, side))) title=(label) aria-label=(label) { "↑" }
            }
        }
    }

    fn who(&self, statement: &Statement) -> Markup {
        let name = statement.speaker.as_ref().map_or("unknown speaker", |speaker| speaker.name.as_str());
        html! {
            span class="who" {
                @if let Some(side) = statement.side() { (shape::icon(side)) " " (self.short(side)) ", " }
                (name) ":"
            }
            " "
        }
    }

    fn piece(&self, article: &Article, piece: &Piece) -> Markup {
        let scored = &article.scored;
        let words = piece.span.slice(&scored.document.text);
        if piece.found.is_empty() {
            return html! { (words) };
        }
        let marks: Vec<Mark> = piece
            .found
            .iter()
            .map(|counted| {
                let mut found = Found::of(scored, counted.found, self.report.names);
                found.row = article.matches_before + counted.number + 1;
                if !counted.counts {
                    (found.score, found.leaning) = (0.0, Leaning::Topic);
                }
                let side = scored.attributed.statements.get(counted.statement).and_then(Statement::side);
                Mark { found, about: Some(self.about(counted.found.bearing, side)) }
            })
            .collect();
        self.mark(words, &marks)
    }

    /// What a match is about, and the passages of its figure.
    fn about(&self, bearing: Bearing, side: Option<SideId>) -> (String, String) {
        use super::figure::{about_id, passages_id};
        match bearing {
            Bearing::Term(issue, _) | Bearing::Evaluation(issue) => {
                let id = side.map_or_else(|| format!("p-{}", issue.0), |side| passages_id(issue, side));
                (self.issue_label(issue).to_owned(), id)
            }
            Bearing::Portrayal(about) => {
                let id = side.map_or_else(|| "portrayals".to_owned(), |side| about_id(side, about));
                (format!("about {}", self.label(about)), id)
            }
        }
    }

    /// Marked words; what they count is shown when they are pointed at or have the focus.
    pub(super) fn mark(&self, words: &str, marks: &[Mark]) -> Markup {
        let leaning = marks.first().map_or(Leaning::Topic, |mark| mark.found.leaning);
        html! {
            mark class=(leaning.as_str()) tabindex="0" {
                (words)
                span class="tip" {
                    @for mark in marks {
                        span {
                            (self.how(&mark.found))
                            @if let Some((about, id)) = &mark.about { " " a href={ "#" (id) } { "→ " (about) } }
                        }
                    }
                }
            }
        }
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
