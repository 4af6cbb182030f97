//! Key terms: the words that each of the first two sides uses more than the other, and where they stand.

use super::figure::{At, Form};
use super::shape::share;
use super::{Page, Section, class, place, statement_id};
use crate::compare::TermComparison;
use crate::lexicon::SideId;
use crate::output::passages::Passage;
use maud::{Markup, html};
use std::collections::BTreeSet;

/// Terms of each side.
const TERMS: usize = 12;

/// Passages of each term.
const PLACES: usize = 4;

/// A row of `terms.csv`, from 1, and what stands in it.
type Row<'a> = (usize, &'a TermComparison);

impl Page<'_> {
    pub(super) fn terms(&self) -> Option<Section> {
        if self.comparison().terms.is_empty() {
            return None;
        }
        let texts = self.sayings();
        let most = self.comparison().terms.iter().filter_map(|term| term.z).map(f64::abs).fold(0.0, f64::max);
        let body = html! {
            div class="pair" { @for side in self.sides().take(2) { (self.terms_of(side, most, &texts)) } }
        };
        let deck = html! {
            "Words that one side uses more than the other, whether or not the lexicon knows them, ranked by weighted "
            "log-odds. A z beyond " span class="axis" { "2" } " would be more than chance if words were independent, "
            "which those of one document are not."
        };
        Section::new("Words that set them apart", deck, body)
    }

    fn terms_of(&self, side: SideId, most: f64, texts: &[Said]) -> Markup {
        let rows = (1..).zip(&self.comparison().terms);
        let rows: Vec<Row> = rows.filter(|(_, term)| term.leans == Some(side)).take(TERMS).collect();
        html! {
            table class={ "words " (class(side)) } {
                caption { (self.named(side)) }
                thead {
                    tr {
                        th scope="col" { "Word" }
                        td class="plot" {}
                        th scope="col" class="n" { "z" }
                        @for side in self.sides().take(2) { th scope="col" class="n" { (self.short(side)) } }
                        th scope="col" class="where" { "Passages" }
                    }
                }
                tbody {
                    @for row in &rows { (self.term(*row, side, most, texts)) }
                    @if rows.is_empty() { tr { td colspan="6" class="soft" { "no word" } } }
                }
            }
        }
    }

    fn term(&self, (row, term): Row, side: SideId, most: f64, texts: &[Said]) -> Markup {
        let said = |side| places(&term.form, side, texts);
        let first = |side| said(side).first().map_or("#terms", |said| said.href.as_str());
        let figure = |column: &str, form, side| {
            self.figure(At { table: "terms", row, column }, form, first(side)).unwrap_or_default()
        };
        let length = term.z.map_or(0.0, |z| if most > 0.0 { z.abs() / most * 100.0 } else { 0.0 });
        html! {
            tr {
                th scope="row" { (term.form) }
                td class="plot" {
                    svg height="10" aria-hidden="true" { rect class="bar" x="0" y="1" width=(share(length)) height="8" {} }
                }
                td class="n" { (figure("z", Form::Signed, side)) }
                @for side in self.sides().take(2) {
                    td class="n" { (figure(&format!("{}_count", self.report.names.side(side)), Form::Count, side)) }
                }
                td class="where axis" {
                    @for (said, n) in said(side).iter().zip(1u32..) {
                        a href=(said.href) aria-label=(format!("{n}, {}: {}", term.form, said.place)) { (n) } " "
                    }
                }
            }
        }
    }

    /// What the sides say on the page, in small letters, with the way there.
    fn sayings(&self) -> Vec<Said> {
        let passages = self.report.passages;
        let mut said = Vec::new();
        for (i, article) in passages.articles().iter().enumerate() {
            let scored = &article.scored;
            for (statement, number) in scored.attributed.statements.iter().zip(1u32..) {
                let Some(side) = statement.side() else { continue };
                let words: Vec<&str> = statement.content.iter().map(|span| span.slice(&scored.document.text)).collect();
                let href = format!("#{}", statement_id(i, number));
                said.push(Said::new(side, href, place(&scored.document.id, number), &words.join(" ")));
            }
        }
        if !passages.articles().is_empty() {
            return said;
        }
        let mut seen = BTreeSet::new();
        for (id, side, passage) in self.listed() {
            if seen.insert((&passage.document, passage.statement)) {
                let words: String = passage.words.iter().map(|words| words.text.as_str()).collect();
                said.push(Said::new(side, format!("#{id}"), place(&passage.document, passage.statement), &words));
            }
        }
        said
    }

    /// Every passage that the page lists, with its id and its side.
    pub(super) fn listed(&self) -> Vec<(String, SideId, &Passage)> {
        let passages = self.report.passages;
        let mut listed = Vec::new();
        for side in self.sides() {
            let issues =
                self.issues().map(|issue| (super::figure::passages_id(issue, side), passages.on_issue(issue, side)));
            let abouts = self.sides().map(|about| (super::figure::about_id(side, about), passages.about(side, about)));
            for (id, group) in issues.chain(abouts) {
                let passages = group.into_iter().flat_map(|group| group.passages());
                listed.extend(passages.zip(1..).map(|(passage, n)| (format!("{id}-{n}"), side, passage)));
            }
        }
        listed
    }
}

/// What somebody says, and where.
struct Said {
    side: SideId,
    href: String,
    place: String,
    words: String,
}

impl Said {
    fn new(side: SideId, href: String, place: String, words: &str) -> Self {
        Said { side, href, place, words: words.to_lowercase() }
    }
}

/// The first places where the side says the word.
fn places<'s>(form: &str, side: SideId, texts: &'s [Said]) -> Vec<&'s Said> {
    let form = form.to_lowercase();
    texts.iter().filter(|said| said.side == side && has_word(&said.words, &form)).take(PLACES).collect()
}

fn has_word(text: &str, word: &str) -> bool {
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    !word.is_empty()
        && text
            .match_indices(word)
            .any(|(at, _)| !letter(text[..at].chars().next_back()) && !letter(text[at + word.len()..].chars().next()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_whole() {
        assert!(has_word("they tore it down", "tore") && has_word("tore", "tore") && has_word("“tore”", "tore"));
        assert!(!has_word("a store", "tore") && !has_word("torex", "tore") && !has_word("tore", ""));
    }
}
