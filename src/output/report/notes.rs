//! What to be careful about, how it was done, and how to do it again.

use super::Report;
use crate::output::answer::{caution, cautions};
use crate::output::method::METHOD;
use maud::{Markup, html};
use serde_json::Value;

/// Cautions of one code that the page lists.
const ALIKE: usize = 12;

impl Report<'_> {
    pub(super) fn cautions(&self) -> Markup {
        let warnings = &self.comparison.warnings;
        html! {
            section aria-labelledby="cautions" {
                h2 id="cautions" { "Read with care" }
                @if warnings.is_empty() { p { "No caution was raised." } }
                @for (code, alike) in cautions(warnings) {
                    h3 { code { (code.as_str()) } }
                    ul {
                        @for warning in alike.iter().take(ALIKE) { li { (caution(warning, self.dispute())) } }
                        @if alike.len() > ALIKE { li { (alike.len() - ALIKE) " more in warnings.csv" } }
                    }
                }
            }
        }
    }

    pub(super) fn method(&self) -> Markup {
        let run = self.run;
        html! {
            section aria-labelledby="method" {
                h2 id="method" { "Method" }
                @for sentence in METHOD { p { (sentence) } }
                h3 { "Settings" }
                dl {
                    dt { "version" } dd { (run.program) " " (run.version) }
                    dt { "lexicon" } dd { (run.lexicon.id) " " (run.lexicon.version) ", SHA-256 " code { (run.lexicon.sha256) } }
                    dt { "seed" } dd { (run.seed) }
                    @for (name, value) in &run.settings { dt { (name) } dd { (setting(value)) } }
                }
                h3 { "The command to repeat it" }
                p { code { (run.command) } }
            }
        }
    }
}

/// A setting as one reads it: words without quotation marks.
pub fn setting(value: &Value) -> String {
    match value {
        Value::String(words) => words.clone(),
        Value::Array(values) => values.iter().map(setting).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}
