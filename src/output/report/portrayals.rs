//! Portrayals: a matrix of who speaks how about whom.

use super::figure::{Form, about_id};
use super::shape::{from_minus_one_to_one as at, interval, mark, px, rule};
use super::{Page, Section, class, shape};
use crate::compare::{Evidence, Portrayal};
use crate::lexicon::SideId;
use maud::{Markup, html};

const HEIGHT: f64 = 26.0;

impl Page<'_> {
    pub(super) fn portrayals(&self) -> Option<Section> {
        let of = |side, about| self.comparison().portrayals.iter().find(|p| p.side == side && p.about == about);
        let body = html! {
            table class="matrix" role="table" {
                thead role="rowgroup" {
                    tr role="row" {
                        th scope="col" role="columnheader" { "Who speaks" }
                        @for about in self.sides() {
                            th scope="col" role="columnheader" { "about " (self.named(about)) }
                        }
                    }
                }
                tbody role="rowgroup" {
                    @for side in self.sides() {
                        tr role="row" {
                            th scope="row" role="rowheader" class=(class(side)) { (shape::icon(side)) " " (self.label(side)) }
                            @for about in self.sides() {
                                td role="cell" class=(class(side)) id=(format!("portrayal-{}-{}", side.0, about.0)) {
                                    span class="tag" { "about " (self.named(about)) }
                                    @if let Some(portrayal) = of(side, about) { (self.portrayal_cell(portrayal)) }
                                }
                            }
                        }
                    }
                }
            }
        };
        let deck = html! {
            "Valence of the evaluating words that bear on a mention of a side (by name, as we and our, or by a pronoun), from "
            span class="axis" { "−1" } ", all unfavorable, to " span class="axis" { "+1" } ", all favorable."
        };
        Section::new("How they speak about each other", deck, body)
    }

    fn portrayal_cell(&self, portrayal: &Portrayal) -> Markup {
        let Portrayal { side, about, .. } = *portrayal;
        let href = format!("#{}", about_id(side, about));
        let cell = |column| self.portrayal(side, about, column);
        let figure = |column, form| self.figure(cell(column), form, &href).unwrap_or_default();
        html! {
            (self.portrayal_plot(portrayal, side))
            p {
                @match self.estimate(cell("valence"), Form::Signed, &href) {
                    Some(valence) => {
                        strong { (valence) }
                        @if portrayal.evidence == Evidence::Thin { span class="soft" { " thin" } }
                    }
                    None => { span class="soft" { "no valence" } }
                }
            }
            p class="soft" {
                (figure("mentions", Form::Count)) @if portrayal.mentions == 1 { " mention" } @else { " mentions" }
                @if portrayal.evaluations > 0 {
                    "; weight of good words " (figure("favorable", Form::Plain(2)))
                    ", of bad ones " (figure("unfavorable", Form::Plain(2)))
                }
            }
            (self.quoted(portrayal.quote.as_ref(), &href))
        }
    }

    fn portrayal_plot(&self, portrayal: &Portrayal, side: SideId) -> Markup {
        let Some(value) = portrayal.valence.value else { return html! {} };
        let described = crate::output::answer::with_interval(&portrayal.valence).unwrap_or_default();
        let thin = portrayal.evidence == Evidence::Thin;
        let ends = portrayal.valence.low.zip(portrayal.valence.high);
        html! {
            svg height=(px(HEIGHT)) role="img" aria-label=(format!("valence {described}")) {
                @for tick in [-1.0, 1.0] { (rule("grid", at(tick), HEIGHT)) }
                (rule("zero", at(0.0), HEIGHT))
                @if let Some((low, high)) = ends { (interval(at(low), at(high), HEIGHT / 2.0, thin)) }
                (mark(side, at(value), HEIGHT / 2.0, thin))
            }
        }
    }
}
