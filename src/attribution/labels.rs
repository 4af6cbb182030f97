//! Labels: who a transcript's label or a cell of a speaker column names.
//!
//! Written names and aliases first, then the name without its titles, the surname, the office; what is known to
//! nobody stays as written.

use super::context::Context;
use super::sides::{ActorIndex, Holder, affiliation, choose};
use super::statement::{Affiliation, Speaker};
use crate::lexicon::{ActorKind, Lexicon, WordClass};

/// True when a transcript's label is somebody of the dispute, or begins with a title.
pub fn knows_label(lexicon: &Lexicon, index: &ActorIndex, label: &str) -> bool {
    let words: Vec<&str> = label.split_whitespace().collect();
    let titled = |words: &[&str]| {
        let joined = words.join(" ");
        let joined = joined.trim_end_matches('.');
        lexicon.language.titles.iter().any(|t| t.title.trim_end_matches('.').eq_ignore_ascii_case(joined))
    };
    let rest = usize::from(
        words.len() > 1
            && lexicon.language.words.get(&words[0].to_lowercase()).is_some_and(|c| c.has(WordClass::DETERMINER)),
    );
    let person = |row: &u32| lexicon.dispute.actors[*row as usize].kind == ActorKind::Person;
    index.named(label).iter().any(person) || (rest + 1..=words.len()).any(|end| titled(&words[rest..end]))
}

/// True when the document's title names this person by surname.
fn in_title(context: &Context<'_>, name: &str) -> bool {
    let title = context.document.title.as_deref().unwrap_or("");
    let mut parts = name.split_whitespace();
    let names: Vec<&str> = title.split(|c: char| !c.is_alphanumeric()).collect();
    parts.any(|part| part.chars().count() > 2 && names.contains(&part))
}

/// Who a label or a cell of a speaker column names.
pub fn label_speaker(context: &Context<'_>, index: &ActorIndex, label: &str) -> Speaker {
    let dispute = &context.lexicon.dispute;
    let label = label.trim().trim_end_matches(':').trim();
    let date = context.document.date;
    let words: Vec<&str> = label.split_whitespace().collect();
    let lower = label.to_lowercase();
    let none = |_: &str| false;
    let make = |holder: Option<Holder>, resolution: &'static str, confidence: f64| match holder {
        Some(Holder::Actor(row)) => {
            let actor = &dispute.actors[row as usize];
            Some(Speaker { name: actor.name.clone(), affiliation: affiliation(actor), resolution, confidence })
        }
        Some(Holder::Office(side)) => {
            Some(Speaker { name: label.to_owned(), affiliation: side, resolution: "office", confidence })
        }
        None => None,
    };
    if let Some(speaker) = make(choose(dispute, index.named(label), date, none), "name", 0.95) {
        return speaker;
    }
    // Titles off, then by full name, then by surname.
    let titles = &context.lexicon.language.titles;
    let is_title = |words: &[&str]| {
        let joined = words.join(" ").to_lowercase();
        titles.iter().any(|t| t.title.trim_end_matches('.').eq_ignore_ascii_case(joined.trim_end_matches('.')))
    };
    let mut rest = 0;
    while rest < words.len() {
        match (rest + 1..words.len()).rev().find(|&end| is_title(&words[rest..end])) {
            Some(end) => rest = end,
            None => break,
        }
    }
    let name = words[rest..].join(" ");
    if let Some(speaker) = make(choose(dispute, index.named(&name), date, none), "name", 0.95) {
        return speaker;
    }
    if words.len() - rest == 1
        && let Some(speaker) = make(choose(dispute, index.surnamed(&name), date, none), "surname", 0.9)
    {
        return speaker;
    }
    if let Some(speaker) =
        make(choose(dispute, &index.office(&lower), date, |name| in_title(context, name)), "office", 0.8)
    {
        return speaker;
    }
    let shown = if lower == label { label.to_owned() } else { title_case(label) };
    Speaker { name: shown, affiliation: Affiliation::Unknown, resolution: "label", confidence: 0.6 }
}

/// `MS. JEAN-PIERRE` as people write it.
fn title_case(label: &str) -> String {
    if label.chars().any(char::is_lowercase) || label.chars().count() <= 2 {
        return label.to_owned();
    }
    let mut out = String::with_capacity(label.len());
    let mut start = true;
    for c in label.chars() {
        if start {
            out.push(c);
        } else {
            out.extend(c.to_lowercase());
        }
        start = !c.is_alphanumeric() && c != '\'' && c != '’';
    }
    out
}
