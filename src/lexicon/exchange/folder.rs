//! Between a dictionary and a lexicon folder: categories become issues, their paths become labels, and back.
//!
//! A category that takes no stand has an issue without a proposition. Invariant: the folder that is written loads, and
//! [`of_lexicon`] gives the dictionary that it was written from.

use std::fmt::Write;

use foldhash::fast::FixedState;
use hashbrown::{HashMap, HashSet};

use super::super::{Lexicon, NewFile, Weight};
use super::model::{At, Category, Dictionary, Entry, Losses, MAX_DEPTH};

/// What stands between the names of a path.
const SEPARATOR: &str = " > ";

/// A path as a label: a run of `>` in a name gets one more, so that `>` alone parts names.
pub(super) fn join(path: &[String]) -> String {
    path.iter().map(|name| escape(name)).collect::<Vec<_>>().join(SEPARATOR)
}

fn escape(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut letters = name.chars().peekable();
    while let Some(c) = letters.next() {
        out.push(c);
        if c == '>' && letters.peek() != Some(&'>') {
            out.push('>');
        }
    }
    out
}

/// The path of a label; one that would be deeper than a dictionary may be is one name.
pub(super) fn split(label: &str) -> Vec<String> {
    let mut path = Vec::new();
    let mut name = String::new();
    let mut rest = label;
    while let Some(at) = rest.find('>') {
        let run = rest[at..].chars().take_while(|&c| c == '>').count();
        let parts = run == 1 && rest[..at].ends_with(' ') && rest[at + 1..].starts_with(' ');
        name.push_str(if parts { &rest[..at - 1] } else { &rest[..at] });
        name.extend(std::iter::repeat_n('>', if run == 1 { usize::from(!parts) } else { run - 1 }));
        if parts {
            path.push(std::mem::take(&mut name));
        }
        rest = &rest[at + run + usize::from(parts)..];
    }
    name.push_str(rest);
    path.push(name);
    if path.len() > MAX_DEPTH || path.iter().any(String::is_empty) { vec![label.to_owned()] } else { path }
}

/// The dictionary in a lexicon; its losses are about lines of `terms.csv`.
pub(super) fn of_lexicon(lexicon: &Lexicon) -> Dictionary {
    let dispute = &lexicon.dispute;
    let mut dictionary = Dictionary::named(&dispute.title);
    let mut paths: Vec<Vec<String>> = Vec::with_capacity(dispute.issues.len());
    let mut known: HashSet<Vec<String>, FixedState> = HashSet::default();
    for issue in &dispute.issues {
        let mut path = split(&issue.label);
        if !known.insert(path.clone()) {
            path = vec![format!("{} ({})", issue.label, issue.id)];
        }
        let category = dictionary.category(&path, At::default());
        category.proposition.clone_from(&issue.proposition);
        paths.push(path);
    }
    for term in &dispute.terms {
        let at = At { file: 0, line: if lexicon.imported { 0 } else { term.line } };
        let category = dictionary.category(&paths[usize::from(term.issue.0)], at);
        category.entries.push(Entry {
            pattern: term.pattern.clone(),
            stance: term.stance,
            weight: term.weight,
            unless: term.unless.clone(),
            note: term.note.clone(),
            at,
        });
    }
    dictionary.categories.retain(|category| !category.entries.is_empty());
    dictionary
}

/// The files of a lexicon folder called `id`, which is in the language of the pack `language`.
pub(super) fn files(dictionary: &Dictionary, id: &str, sources: &[String], losses: &Losses) -> Vec<NewFile> {
    let ids = ids(dictionary);
    let entries: usize = dictionary.categories.iter().map(|c| c.entries.len()).sum();
    let readme = format!(
        "# {}\n\nBrought over from {}: {} categories, {entries} entries.\n{}\n\
         Words are matched as that dictionary lists them: in any case, form by form, `*` for any letters. Its categories \
         are issues without a stand, unless their weights have signs. To make a dispute of it, name its sides in \
         `dispute.toml`, give issues a proposition, and write `favor` or `against` into `terms.csv`.\n",
        dictionary.title,
        sources.join(", "),
        dictionary.categories.len(),
        match losses.list.len() {
            0 => "Every entry was carried over.\n".to_owned(),
            count => format!("What could not be carried over as it was, {count} cases, is listed in `losses.csv`.\n"),
        },
    );
    vec![
        NewFile { name: "dispute.toml", contents: manifest(dictionary, &ids, id, sources) },
        NewFile { name: "terms.csv", contents: terms(dictionary, &ids) },
        NewFile { name: "README.md", contents: readme },
    ]
}

fn manifest(dictionary: &Dictionary, ids: &[String], id: &str, sources: &[String]) -> String {
    let mut text = format!(
        "schema = 1\nid = {}\ntitle = {}\nlanguage = \"en\"\ninherits = [\"en\"]\nversion = \"0.1.0\"\n\
         # Whose work it is and what others may do with it: an SPDX expression, such as CC-BY-4.0.\nlicence = \"\"\n\
         sources = [{}]\n\n\
         # No sides: they come from the data (--side-column, --speaker-column, --sides), or from [[side]] tables here.\n",
        quoted(id),
        quoted(&dictionary.title),
        sources.iter().map(|s| quoted(s)).collect::<Vec<_>>().join(", ")
    );
    for (category, id) in dictionary.categories.iter().zip(ids) {
        let (id, label) = (quoted(id), quoted(&join(&category.path)));
        // Writing to a string cannot fail.
        let _ = write!(text, "\n[[issue]]\nid = {id}\nlabel = {label}\n");
        if !category.proposition.is_empty() {
            let _ = writeln!(text, "proposition = {}", quoted(&category.proposition));
        }
        text.push_str("evaluation = \"none\"\n");
    }
    text
}

/// A string of TOML; names hold no control characters, for which JSON has other escapes.
fn quoted(text: &str) -> String {
    serde_json::Value::from(super::model::clean(text)).to_string()
}

fn terms(dictionary: &Dictionary, ids: &[String]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let mut write = |row: [&str; 6]| {
        let row: Vec<String> = row.iter().map(|cell| guarded(cell)).collect();
        // Writing to memory cannot fail.
        let _ = writer.write_record(&row);
    };
    write(["issue", "pattern", "stance", "weight", "unless", "note"]);
    for (category, id) in dictionary.categories.iter().zip(ids) {
        for entry in &category.entries {
            let weight = match entry.weight.0 {
                Weight::ONE => String::new(),
                _ => entry.weight.to_f64().to_string(),
            };
            write([id, &entry.pattern, entry.stance.name(), &weight, &entry.unless.join("|"), &entry.note]);
        }
    }
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}

/// The reader takes one apostrophe from before a sign that a spreadsheet would run, so a cell that has it gets another.
fn guarded(cell: &str) -> String {
    let bare = cell.trim_start_matches('\'');
    match bare.len() < cell.len() && bare.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        true => format!("'{cell}"),
        false => cell.to_owned(),
    }
}

/// An id for each category: its path in small letters, a number behind it when another has that already.
fn ids(dictionary: &Dictionary) -> Vec<String> {
    let mut taken: HashMap<String, usize, FixedState> = HashMap::default();
    let mut ids = Vec::with_capacity(dictionary.categories.len());
    for Category { path, .. } in &dictionary.categories {
        let parts: Vec<String> = path.iter().map(|name| slug(name)).filter(|part| !part.is_empty()).collect();
        let mut id = parts.join("-");
        if !id.starts_with(|c: char| c.is_ascii_lowercase()) {
            id = format!("category-{id}").trim_end_matches('-').to_owned();
        }
        let base = id.clone();
        while taken.contains_key(&id) {
            let number = taken.entry(base.clone()).or_insert(1);
            *number += 1;
            id = format!("{base}-{number}");
        }
        taken.insert(id.clone(), 1);
        ids.push(id);
    }
    ids
}

/// A name in small letters, digits and hyphens; a sign before it is spelled out, since `+STATE+` and `-STATE-` differ
/// in nothing else.
pub(super) fn slug(name: &str) -> String {
    let sign = match name.chars().next() {
        Some('+') => "plus ",
        Some('-' | '−') => "minus ",
        Some('=') => "equal ",
        _ => "",
    };
    let plain: String = format!("{sign}{name}")
        .chars()
        .flat_map(char::to_lowercase)
        .map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' })
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ids_are_ids_and_differ() {
        let mut dictionary = Dictionary::default();
        for path in
            [&["ECONOMY", "+STATE+"][..], &["ECONOMY", "-STATE-"], &["Economy plus", "state"], &["日本"], &["9/11"]]
        {
            let path: Vec<String> = path.iter().map(|&s| s.to_owned()).collect();
            dictionary.category(&path, At::default());
        }
        assert_eq!(
            ids(&dictionary),
            ["economy-plus-state", "economy-minus-state", "economy-plus-state-2", "category", "category-9-11"]
        );
    }

    proptest! {
        #[test]
        fn a_label_gives_its_path_back(path in prop::collection::vec("[a>]( ?[a>]){0,3}", 1..4)) {
            prop_assert_eq!(split(&join(&path)), path);
        }
    }
}
