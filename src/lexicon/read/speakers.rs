//! `speakers.csv`: who may speak, under which names, for which side, and when.

use std::collections::BTreeMap;

use super::cells::Reading;
use super::csv::{Cell, Columns, Row};
use crate::lexicon::error::{Problems, SourceFile};
use crate::lexicon::{Actor, ActorKind, Side, SideId};
use crate::text::normalize;

const COLUMNS: Columns =
    Columns { required: &["side", "name"], optional: &["kind", "aliases", "role", "from", "until"] };
const SIDE: usize = 0;
const NAME: usize = 1;
const KIND: usize = 2;
const ALIASES: usize = 3;
const ROLE: usize = 4;
const FROM: usize = 5;
const UNTIL: usize = 6;

const KINDS: &[(&str, ActorKind)] = &[
    ("person", ActorKind::Person),
    ("organization", ActorKind::Organization),
    ("place", ActorKind::Place),
    ("group", ActorKind::Group),
    ("", ActorKind::Person),
];

/// Reads the file.
pub fn read(file: &SourceFile, sides: &[Side], problems: &mut Problems) -> Vec<Actor> {
    let mut owners = Owners::default();
    Reading { file, problems }.rows(&COLUMNS, |reading, row| actor(reading, row, sides, &mut owners))
}

fn actor(reading: &mut Reading<'_, '_>, row: &Row<'_>, sides: &[Side], owners: &mut Owners) -> Option<Actor> {
    let sides: Vec<(&str, Option<SideId>)> = sides
        .iter()
        .enumerate()
        .map(|(i, side)| (side.id.as_str(), Some(SideId(i as u8))))
        .chain([("other", None)])
        .collect();
    let side = reading.one_of(row.cell(SIDE), "side", &sides);
    let name = reading.filled(row.cell(NAME), "name");
    let kind = reading.one_of(row.cell(KIND), "kind", KINDS);
    let from = reading.date(row.cell(FROM), "from");
    let until = reading.date(row.cell(UNTIL), "until");
    if let (Some(from), Some(until)) = (from, until)
        && until < from
    {
        reading.problem(row.cell(UNTIL), format!("until {until} is before from {from} (swap them)"));
    }
    let role = row.string(ROLE);
    let aliases = aliases(reading, row.cell(ALIASES));
    let (side, name, kind) = (side?, name?, kind?);
    let claim = Claim { side, dated: from.is_some() || until.is_some(), line: row.line };
    let whole = 0..row.text(NAME).chars().count();
    owners.claim(reading, claim, name, row.cell(NAME), whole);
    for (alias, at) in &aliases {
        owners.claim(reading, claim, alias, row.cell(ALIASES), at.clone());
    }
    Some(Actor {
        side,
        name: name.to_owned(),
        kind,
        aliases: aliases.into_iter().map(|(alias, _)| alias).collect(),
        role: Some(role).filter(|role| !role.is_empty()),
        from,
        until,
        line: row.line,
    })
}

/// The names in a cell, with their characters.
fn aliases(reading: &mut Reading<'_, '_>, cell: &Cell<'_>) -> Vec<(String, std::ops::Range<usize>)> {
    let mut aliases: Vec<(String, std::ops::Range<usize>)> = Vec::new();
    if cell.value.is_empty() {
        return aliases;
    }
    let mut start = 0;
    for part in cell.value.split('|') {
        let length = part.chars().count();
        let at = start..start + length;
        start += length + 1;
        let alias = part.trim();
        let message = if !alias.chars().any(char::is_alphanumeric) {
            format!("the alias \"{alias}\" has no word (remove it and one |)")
        } else if aliases.iter().any(|(known, _)| normalize(known) == normalize(alias)) {
            format!("the alias {alias} is there twice (remove one)")
        } else {
            aliases.push((alias.to_owned(), at));
            continue;
        };
        let span = cell.part(reading.file, at);
        reading.problems.push(reading.file.problem(span, message));
    }
    aliases
}

/// Who says that a name is theirs.
#[derive(Clone, Copy)]
struct Claim {
    side: Option<SideId>,
    dated: bool,
    line: u32,
}

/// Who has which name; two sides may share one only as an office that both rows date.
#[derive(Default)]
struct Owners(BTreeMap<String, Claim>);

impl Owners {
    fn claim(
        &mut self,
        reading: &mut Reading<'_, '_>,
        claim: Claim,
        name: &str,
        cell: &Cell<'_>,
        at: std::ops::Range<usize>,
    ) {
        let first = *self.0.entry(normalize(name).into_owned()).or_insert(claim);
        if first.side != claim.side && !(first.dated && claim.dated) {
            let message = format!(
                "{name} is a name of another side in line {} (remove one, or date both rows with from and until)",
                first.line
            );
            let span = cell.part(reading.file, at);
            reading.problems.push(reading.file.problem(span, message));
        }
    }
}
