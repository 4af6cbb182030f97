//! `speakers.csv`: who may speak, under which names, for which side, and when.

use std::collections::BTreeMap;

use super::cells::Reading;
use super::csv::{Cell, Columns, Row, rows};
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
    let rows = rows(file, &COLUMNS, problems);
    let mut reading = Reading { file, problems };
    let mut owners = Owners::default();
    rows.iter().filter_map(|row| actor(&mut reading, row, sides, &mut owners)).collect()
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
    let dated = from.is_some() || until.is_some();
    owners.claim(reading, row.line, &name, side, dated, row.cell(NAME), 0..row.text(NAME).chars().count());
    for (alias, at) in &aliases {
        owners.claim(reading, row.line, alias, side, dated, row.cell(ALIASES), at.clone());
    }
    Some(Actor {
        side,
        name,
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

/// Who has which name; two sides may share one only as an office that both rows date.
#[derive(Default)]
struct Owners(BTreeMap<String, (Option<SideId>, bool, u32)>);

impl Owners {
    #[allow(clippy::too_many_arguments)]
    fn claim(
        &mut self,
        reading: &mut Reading<'_, '_>,
        line: u32,
        name: &str,
        side: Option<SideId>,
        dated: bool,
        cell: &Cell<'_>,
        at: std::ops::Range<usize>,
    ) {
        let key = normalize(name).into_owned();
        match self.0.get(&key) {
            Some(&(owner, both_dated, first)) if owner != side && !(both_dated && dated) => {
                let message = format!(
                    "{name} is a name of another side in line {first} (remove one, or date both rows with from and until)"
                );
                let span = cell.part(reading.file, at);
                reading.problems.push(reading.file.problem(span, message));
            }
            Some(_) => {}
            None => {
                self.0.insert(key, (side, dated, line));
            }
        }
    }
}
