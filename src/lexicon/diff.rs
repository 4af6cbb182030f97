//! What changed from one lexicon to another, entry by entry.
//!
//! Two loaded lexicons come in; rows come out that say what was added, taken away or changed, sorted by table and
//! entry. Entries are the same when their canonical patterns are: the order of rows, spaces and notes change nothing.

use std::collections::BTreeMap;

use super::{Lexicon, Pattern, SideId};

/// What became of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// Only the new lexicon has it.
    Added,
    /// Only the old lexicon has it.
    Removed,
    /// Both have it, with other values.
    Changed,
}

/// An entry that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryChange {
    /// What became of it.
    pub change: Change,
    /// `term`, `issue`, `speaker`, …
    pub table: &'static str,
    /// The entry as written.
    pub entry: String,
    /// Its values before; empty when it was added.
    pub old: String,
    /// Its values now; empty when it was removed.
    pub new: String,
}

impl std::fmt::Display for EntryChange {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let EntryChange { table, entry, old, new, .. } = self;
        match self.change {
            Change::Added => write!(f, "+ {table} {entry}: {new}"),
            Change::Removed => write!(f, "- {table} {entry}: {old}"),
            Change::Changed => write!(f, "~ {table} {entry}: {old} → {new}"),
        }
    }
}

/// What changed from `old` to `new`.
pub fn diff(old: &Lexicon, new: &Lexicon) -> Vec<EntryChange> {
    let (mut old, new) = (entries(old), entries(new));
    let mut changes = Vec::new();
    for (key, (entry, values)) in new {
        let before = old.remove(&key);
        let (change, old) = match before {
            None => (Change::Added, String::new()),
            Some((_, before)) if before != values => (Change::Changed, before),
            Some(_) => continue,
        };
        changes.push((key.clone(), EntryChange { change, table: key.0, entry, old, new: values }));
    }
    for (key, (entry, values)) in old {
        let change = Change::Removed;
        changes.push((key.clone(), EntryChange { change, table: key.0, entry, old: values, new: String::new() }));
    }
    changes.sort_by(|a, b| a.0.cmp(&b.0));
    changes.into_iter().map(|(_, change)| change).collect()
}

/// Table and identity of an entry.
type Key = (&'static str, String);

/// Every entry as written, with its values in words.
fn entries(lexicon: &Lexicon) -> BTreeMap<Key, (String, String)> {
    let (dispute, language) = (&lexicon.dispute, &lexicon.language);
    let mut all = BTreeMap::new();
    let mut add = |table: &'static str, key: String, entry: String, values: String| {
        all.insert((table, key), (entry, values));
    };
    let side_id = |side: Option<SideId>| side.map_or("other", |side| dispute.sides[usize::from(side.0)].id.as_str());
    for side in &dispute.sides {
        add("side", side.id.clone(), side.id.clone(), format!("{} ({})", side.label, side.short));
    }
    for issue in &dispute.issues {
        let evaluation = format!("{:?}", issue.evaluation).to_lowercase();
        let values = format!("{}, “{}”, evaluation {evaluation}", issue.label, issue.proposition);
        add("issue", issue.id.clone(), issue.id.clone(), values);
    }
    for actor in &dispute.actors {
        let role = actor.role.as_deref().unwrap_or("");
        let date = |date: Option<crate::document::Date>| date.map_or_else(|| "…".to_owned(), |date| date.to_string());
        let key = format!("{} {role} {}", actor.name, date(actor.from));
        let kind = format!("{:?}", actor.kind).to_lowercase();
        let mut values = format!("{}, {kind}", side_id(actor.side));
        if !actor.aliases.is_empty() {
            values += &format!(", also {}", actor.aliases.join("|"));
        }
        if !role.is_empty() {
            values += &format!(", {role} {} to {}", date(actor.from), date(actor.until));
        }
        add("speaker", key, actor.name.clone(), values);
    }
    for term in &dispute.terms {
        let issue = &dispute.issues[usize::from(term.issue.0)].id;
        let stance = term.stance.name();
        let values = format!("{stance}, weight {}{}", term.weight.to_f64(), unless(&term.unless));
        add("term", format!("{issue} {}", identity(&term.pattern)), format!("{issue} {}", term.pattern), values);
    }
    for row in &language.evaluations {
        let values = format!("valence {}{}", row.valence.to_f64(), unless(&row.unless));
        add("evaluation", identity(&row.pattern), row.pattern.clone(), values);
    }
    for row in &language.modifiers {
        let values = format!("{:?}, factor {}, scope {:?}", row.kind, row.factor, row.scope).to_lowercase();
        add("modifier", identity(&row.pattern), row.pattern.clone(), values);
    }
    for row in &language.cues {
        let values = format!("{:?}, frames {}", row.kind, row.frames.0).to_lowercase();
        add("cue", identity(&row.pattern), row.pattern.clone(), values);
    }
    for example in &dispute.examples {
        let issue = example.issue.map_or("no issue", |issue| dispute.issues[usize::from(issue.0)].id.as_str());
        let values = format!("{}, said by {}", format!("{:?}", example.stance).to_lowercase(), side_id(example.side));
        add("example", format!("{issue} {}", example.text), format!("{issue} “{}”", example.text), values);
    }
    let scoring = &dispute.scoring;
    for (name, value) in [
        ("neutral_below", scoring.neutral_below),
        ("evaluation_weight", scoring.evaluation_weight),
        ("negation_reach_words", f64::from(scoring.negation_reach_words)),
        ("intensity_reach_words", f64::from(scoring.intensity_reach_words)),
        ("question_factor", scoring.question_factor),
    ] {
        add("constant", name.to_owned(), name.to_owned(), value.to_string());
    }
    all
}

fn identity(pattern: &str) -> String {
    Pattern::parse(pattern).map_or_else(|_| pattern.to_owned(), |pattern| pattern.canonical().into_owned())
}

fn unless(patterns: &[String]) -> String {
    if patterns.is_empty() { String::new() } else { format!(", unless {}", patterns.join("|")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_added_taken_away_and_changed() {
        let source = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/lexicons");
        let folder = tempfile::tempdir().unwrap();
        for name in ["harbour", "en-tiny"] {
            let to = folder.path().join(name);
            std::fs::create_dir(&to).unwrap();
            for file in std::fs::read_dir(format!("{source}/{name}")).unwrap() {
                let file = file.unwrap();
                std::fs::copy(file.path(), to.join(file.file_name())).unwrap();
            }
        }
        let harbour = folder.path().join("harbour");
        let load = |path: &std::path::Path| Lexicon::load(path.to_str().unwrap()).unwrap_or_else(|e| panic!("{e}"));
        let terms = |text: &str| std::fs::write(harbour.join("terms.csv"), text).unwrap();
        terms("issue,pattern,stance,weight\nnoise,loud music,favor,\nnoise,crane,topic,\nnoise,quiet,against,\n");
        let old = load(&harbour);
        terms("issue,pattern,stance,weight\nnoise,quiet,against,\nnoise,loud-music,favor,2\nnoise,ship,topic,\n");
        let shown: Vec<String> = diff(&old, &load(&harbour)).iter().map(ToString::to_string).collect();
        assert_eq!(
            shown,
            [
                "- term noise crane: topic, weight 1",
                "~ term noise loud-music: favor, weight 1 → favor, weight 2",
                "+ term noise ship: topic, weight 1",
            ]
        );
        assert_eq!(diff(&old, &old), []);
    }
}
