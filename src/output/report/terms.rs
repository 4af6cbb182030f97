//! Key terms: the words that each of the first two sides uses more than the other.

use super::{Report, class, sign};
use crate::compare::TermComparison;
use crate::lexicon::SideId;
use crate::output::answer::{side_label, signed};
use maud::{Markup, html};

/// Terms of each side.
const TERMS: usize = 12;

impl Report<'_> {
    pub(super) fn terms(&self) -> Markup {
        if self.comparison.terms.is_empty() {
            return html! {};
        }
        html! {
            section aria-labelledby="terms" {
                h2 id="terms" { "Words that set them apart" }
                div class="columns" { @for side in self.sides().take(2) { (self.terms_of(side)) } }
                p class="soft" {
                    "Ranked by weighted log-odds; z beyond 2 is more than chance if words were independent, which those "
                    "of one document are not."
                }
            }
        }
    }

    fn terms_of(&self, side: SideId) -> Markup {
        let terms: Vec<&TermComparison> =
            self.comparison.terms.iter().filter(|term| term.leans == Some(side)).take(TERMS).collect();
        html! {
            table class=(class(side)) {
                caption { (sign(side)) " " (side_label(self.dispute(), side)) }
                thead {
                    tr {
                        th scope="col" { "Word" }
                        @for side in self.sides().take(2) {
                            th scope="col" class="n" { (self.dispute().sides.get(usize::from(side.0)).map_or("", |s| &s.short)) }
                        }
                        th scope="col" class="n" { "z" }
                    }
                }
                tbody {
                    @for term in terms {
                        tr {
                            th scope="row" { (term.form) }
                            @for count in term.counts.iter().take(2) { td class="n" { (count) } }
                            td class="n" { (term.z.map_or(String::new(), signed)) }
                        }
                    }
                }
            }
        }
    }
}
