//! Where in the text each side speaks: a strip for each article, and the average of all.

use super::shape::{icon, px, share};
use super::{Page, Section, class, statement_id};
use crate::output::passages::{Article, PARTS};
use crate::text::harmless::fit;
use maud::{Markup, html};

/// Articles of which the places are drawn.
const STRIPS: usize = 24;

/// Height of a side's lane in a strip.
const LANE: f64 = 13.0;

/// Height of a side's lane in the average.
const TALL: f64 = 44.0;

impl Page<'_> {
    pub(super) fn places(&self) -> Option<Section> {
        let prose = |article: &&Article| article.scored.document.given.is_none();
        let articles: Vec<(usize, &Article)> =
            self.report.passages.articles().iter().enumerate().filter(|(_, article)| prose(article)).collect();
        let average = self.average();
        if articles.is_empty() && average.is_none() {
            return None;
        }
        let body = html! {
            p class="legend" { @for side in self.sides() { (self.named(side)) " " } }
            @if articles.len() != 1 { @if let Some(average) = average { (average) } }
            @for (i, article) in articles.iter().take(STRIPS) { (self.strip(*i, article)) }
            @if articles.len() > STRIPS {
                p class="soft" {
                    span class="axis" { (articles.len() - STRIPS) } " more articles are not drawn; statements.csv has all places."
                }
            }
        };
        let deck = html! {
            "From the first word of the text, on the left, to the last. Each block is a statement, and leads to it. What is read "
            "first and last stays: a side that speaks only at the end has less of the reader."
        };
        Section::new("Where in the text each side speaks", deck, body)
    }

    fn strip(&self, index: usize, article: &Article) -> Markup {
        let scored = &article.scored;
        let scale = 100.0 / scored.document.text.len().max(1) as f64;
        let lanes = self.dispute().sides.len();
        let height = lanes as f64 * LANE + 2.0;
        let statements = scored.attributed.statements.iter().zip(1u32..).filter(|(s, _)| s.within.is_none());
        html! {
            div class="strip" {
                p { a href=(format!("#a{index}")) { (fit(&scored.document.id, 40)) } }
                svg height=(px(height)) role="group" aria-label=(format!("Statements along {}", scored.document.id)) {
                    rect class="ground" x="0" y="0" width="100%" height=(px(height)) {}
                    @for (statement, number) in statements {
                        @if let Some(side) = statement.side().filter(|side| usize::from(side.0) < lanes) {
                            a href=(format!("#{}", statement_id(index, number))) class=(class(side))
                                aria-label=(format!("{}, statement {number}", self.label(side))) {
                                @for span in &statement.content {
                                    rect class="bar" x=(share(f64::from(span.start) * scale)) y=(px(2.0 + LANE * f64::from(side.0)))
                                        width=(share((f64::from(span.len()) * scale).max(0.4))) height=(px(LANE - 2.0)) {}
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    /// The share of words that is each side's, from the first part of a text to the last.
    fn average(&self) -> Option<Markup> {
        let lanes: Option<Vec<_>> = self.sides().map(|side| Some((side, self.report.passages.shares(side)?))).collect();
        let lanes = lanes?;
        let most = lanes.iter().flat_map(|(_, shares)| shares).copied().fold(0.0, f64::max);
        if most <= 0.0 {
            return None;
        }
        let width = 100.0 / PARTS as f64;
        Some(html! {
            div class="strip" {
                p { "All articles together, each cut into " span class="axis" { (PARTS) } " parts: share of the words that is the side’s" }
                @for (side, shares) in &lanes {
                    div class={ "lane " (class(*side)) } {
                        (icon(*side))
                        svg height=(px(TALL)) role="img" aria-label=(format!("{} along the text", self.label(*side))) {
                            line class="zero" x1="0" x2="100%" y1=(px(TALL - 0.5)) y2=(px(TALL - 0.5)) {}
                            @for (i, part) in (0..).zip(shares) {
                                @let height = part / most * (TALL - 4.0);
                                rect class="bar" x=(share(f64::from(i) * width + 0.3)) y=(px(TALL - height)) width=(share(width - 0.6)) height=(px(height)) {}
                            }
                        }
                    }
                }
            }
        })
    }
}
