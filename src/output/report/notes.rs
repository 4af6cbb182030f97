//! What to be careful about, how it was done, and how to do it again.

use super::figure::{At, address, minus};
use super::{Page, Section};
use crate::output::method::METHOD;
use crate::table::Cell;
use maud::{Markup, html};
use serde_json::Value;
use std::collections::BTreeMap;

/// Cautions of one code that the page lists, and as many more as are about the same issue or document as the last.
const ALIKE: usize = 4;

impl Page<'_> {
    pub(super) fn cautions(&self) -> Option<Section> {
        let table = self.report.tables.iter().find(|table| table.layout.schema.name == "warnings");
        let rows = table.map_or(&[][..], |table| table.rows.as_slice());
        let mut codes: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (row, cells) in (1..).zip(rows) {
            if let Some(Cell::Text(code)) = cells.first() {
                codes.entry(code).or_default().push(row);
            }
        }
        let body = html! {
            @if codes.is_empty() { p { "No caution was raised." } }
            dl class="cautions" {
                @for (code, alike) in &codes {
                    dt { code { (code) } }
                    dd {
                        ul {
                            @let listed = self.listed_cautions(alike);
                            @for row in &listed { li { (self.caution(*row)) } }
                            @if alike.len() > listed.len() {
                                li class="soft" { span class="axis" { (alike.len() - listed.len()) } " more in warnings.csv" }
                            }
                        }
                    }
                }
            }
        };
        Section::new("Read with care", html! { "What may mislead, as far as it can be known from the counts." }, body)
    }

    /// The first of some cautions, in an order that does not know the names of sides.
    fn listed_cautions(&self, rows: &[usize]) -> Vec<usize> {
        let about = |row: usize| (self.dispute().issue(self.warning(row, "issue")), self.warning(row, "document"));
        let mut listed = rows.to_vec();
        listed.sort_by_key(|row| (about(*row), *row));
        let end = listed.len().min(ALIKE);
        let last = end.checked_sub(1).map(|last| about(listed[last]));
        let more = listed[end..].iter().take_while(|row| Some(about(**row)) == last).count();
        listed.truncate(end + more);
        listed
    }

    /// Words of a row of `warnings.csv`.
    fn warning(&self, row: usize, column: &str) -> &str {
        match self.cell(At { table: "warnings", row, column }) {
            Some(Cell::Text(words)) => words.as_ref(),
            _ => "",
        }
    }

    fn caution(&self, row: usize) -> Markup {
        let words = |column| self.warning(row, column);
        let issue = self.dispute().issue(words("issue")).map_or("", |issue| self.issue_label(issue));
        let side = self.dispute().side(words("side")).map_or("", |side| self.label(side));
        let about: Vec<&str> = [words("document"), issue, side].into_iter().filter(|word| !word.is_empty()).collect();
        html! {
            @if !about.is_empty() { (about.join(", ")) ": " }
            span data-cell=(address(At { table: "warnings", row, column: "message" })) { (minus(words("message"))) }
        }
    }

    pub(super) fn method(&self) -> Option<Section> {
        let run = self.report.run;
        let body = html! {
            ul class="method" { @for sentence in METHOD { li { (sentence) } } }
            h3 { "Settings" }
            dl {
                dt { "version" } dd { (run.program) " " span data-run="version" { (run.version) } }
                dt { "lexicon" } dd {
                    (run.lexicon.id) " " (run.lexicon.version) ", SHA-256 " code { (run.lexicon.sha256) }
                }
                dt { "seed" } dd { span data-run="seed" { (run.seed) } }
                @for (name, value) in &run.settings { dt { (name) } dd { span data-run={ "settings/" (name) } { (setting(value)) } } }
            }
            h3 { "The command to repeat it" }
            p { code class="command" { (run.command) } }
        };
        let deck = html! { "How the figures come about. Each also stands in a table beside this page, described in datapackage.json." };
        Section::new("Method", deck, body)
    }
}

/// A setting as one reads it: words without quotation marks.
pub fn setting(value: &Value) -> String {
    match value {
        Value::String(words) => words.clone(),
        Value::Array(values) if values.is_empty() => "none".to_owned(),
        Value::Array(values) => values.iter().map(setting).collect::<Vec<_>>().join(", "),
        Value::Null => "none".to_owned(),
        other => other.to_string(),
    }
}
