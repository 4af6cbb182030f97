//! What the writers of all formats share: entries of a category as a format can say them, and what it cannot.

use super::super::{Stance, Weight};
use super::model::{Category, Dictionary, Entry, Losses};
use super::words::{Dialect, shown, to_texts};

/// An entry in the words of a format.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Out<'a> {
    pub text: String,
    pub entry: &'a Entry,
}

/// What a format can say of an entry beside its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Abilities {
    pub weights: bool,
    pub unless: bool,
}

/// The entries of a category as a format can say them; what it cannot goes to `losses`.
pub(super) fn entries<'a>(
    category: &'a Category,
    dialect: Dialect,
    can: Abilities,
    losses: &mut Losses,
) -> Vec<Out<'a>> {
    let mut out = Vec::new();
    for entry in &category.entries {
        let texts = match to_texts(&entry.pattern, dialect) {
            Ok(texts) => texts,
            Err(reason) => {
                losses.left_out(entry.at, &category.path, &shown(&entry.pattern), reason);
                continue;
            }
        };
        let mut changes = texts.changes;
        if !can.weights && entry.weight != Weight(Weight::ONE) {
            changes.push(format!("{} has no weights, so {} is not kept", dialect.program, entry.weight.to_f64()));
        }
        if !can.unless && !entry.unless.is_empty() {
            changes.push(format!("{} has no exceptions, so unless is not kept", dialect.program));
        }
        if !changes.is_empty() {
            losses.changed(entry.at, &category.path, &shown(&entry.pattern), changes.join("; "));
        }
        out.extend(texts.texts.into_iter().map(|text| Out { text, entry }));
    }
    out
}

/// The name of a category in a format without sub-categories.
pub(super) fn flat_name(category: &Category, program: &str, losses: &mut Losses) -> String {
    if category.path.len() > 1 {
        let reason = format!("{program} has no sub-categories, so the path is one name");
        losses.changed(category.at, &category.path, "", reason);
    }
    category.path.join(" > ")
}

/// A weight with its sign, in as few digits as say it.
pub(super) fn weight(entry: &Entry) -> String {
    entry.signed_weight().to_string()
}

/// What says good or bad, with its valence, whatever its category; the rest is a loss.
pub(super) fn valences<'a>(dictionary: &'a Dictionary, dialect: Dialect, losses: &mut Losses) -> Vec<Out<'a>> {
    let mut known: hashbrown::HashMap<String, &Category, foldhash::fast::FixedState> = hashbrown::HashMap::default();
    let mut all = Vec::new();
    for category in &dictionary.categories {
        for out in entries(category, dialect, Abilities { weights: true, unless: false }, losses) {
            let reason = match known.get(&out.text) {
                _ if out.entry.stance == Stance::Topic => "it has no valence, for it takes no stand".to_owned(),
                Some(other) => format!("{} has it already", super::folder::join(&other.path)),
                None => {
                    known.insert(out.text.clone(), category);
                    all.push(out);
                    continue;
                }
            };
            losses.left_out(out.entry.at, &category.path, &shown(&out.entry.pattern), reason);
        }
    }
    all
}
