//! Which sides a run compares: those of the dispute, two of them, two speakers, or the values of a column.
//!
//! The choice is made on the loaded files, before anything is compiled, so that `@other` and the columns follow it.

use super::read::Loaded;
use super::sides::{column_collision, is_side_id};
use super::{Actor, ActorKind, Side, SideId};

/// Sides that the caller asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum SideChoice {
    /// The dispute's own.
    #[default]
    AsWritten,
    /// These two or more, in this order; each is a side (by id, label or short name) or a speaker.
    Only(Vec<String>),
    /// The values of a column; they become the sides unless all of them are sides of the dispute already.
    Column(Vec<String>),
}

/// Sides in a run at most: each brings a block of columns and a comparison with every other.
const MOST_SIDES: usize = 12;

/// Applies the choice to what was loaded; the error is a sentence with its remedy.
pub(super) fn choose(loaded: &mut Loaded, choice: &SideChoice) -> Result<(), String> {
    let names = match choice {
        SideChoice::AsWritten => return Ok(()),
        SideChoice::Only(names) => names,
        SideChoice::Column(values) => {
            if values.iter().all(|value| find(&loaded.dispute.sides, value).is_some()) {
                return Ok(());
            }
            values
        }
    };
    if names.len() < 2 {
        return Err(format!("{} side cannot be compared (give two, such as --sides us,china)", names.len()));
    }
    if names.len() > MOST_SIDES {
        return Err(format!("{} sides are too many (pick up to {MOST_SIDES} with --sides A,B)", names.len()));
    }
    let speakers_allowed = matches!(choice, SideChoice::Only(_));
    let mut sides: Vec<Side> = Vec::new();
    // For each old side, and for each actor that is picked as a speaker, its new side.
    let mut moved: Vec<Option<SideId>> = vec![None; loaded.dispute.sides.len()];
    let mut picked: Vec<(String, SideId)> = Vec::new();
    for name in names {
        let id = SideId(sides.len() as u8);
        match find(&loaded.dispute.sides, name) {
            Some(old) => {
                moved[usize::from(old.0)] = Some(id);
                sides.push(loaded.dispute.sides[usize::from(old.0)].clone());
            }
            None => {
                if speakers_allowed {
                    picked.push((name.clone(), id));
                }
                sides.push(new_side(name, &sides));
            }
        }
        if sides[..sides.len() - 1].iter().any(|s| s.id == sides[usize::from(id.0)].id) {
            return Err(format!("the side {name} is named twice (give two different ones)"));
        }
    }
    reassign(&mut loaded.dispute.actors, &moved, &picked);
    for example in &mut loaded.dispute.examples {
        example.side = example.side.and_then(|s| moved[usize::from(s.0)]);
    }
    loaded.dispute.sides = sides;
    Ok(())
}

fn find(sides: &[Side], name: &str) -> Option<SideId> {
    let name = name.trim();
    let is = |s: &Side| [&s.id, &s.label, &s.short].into_iter().any(|n| n.eq_ignore_ascii_case(name));
    sides.iter().position(is).map(|i| SideId(i as u8))
}

fn reassign(actors: &mut Vec<Actor>, moved: &[Option<SideId>], picked: &[(String, SideId)]) {
    for actor in actors.iter_mut() {
        actor.side = actor.side.and_then(|side| moved[usize::from(side.0)]);
    }
    for (name, side) in picked {
        let mut known = false;
        for actor in actors.iter_mut() {
            let aliases = actor.aliases.iter().any(|alias| alias == name);
            if actor.name == *name || (aliases && actor.kind == ActorKind::Person) {
                actor.side = Some(*side);
                known = true;
            }
        }
        if !known {
            actors.push(Actor {
                side: Some(*side),
                name: name.clone(),
                kind: ActorKind::Person,
                aliases: Vec::new(),
                role: None,
                from: None,
                until: None,
                line: 0,
            });
        }
    }
}

/// A side for a name that the dispute does not know.
fn new_side(name: &str, others: &[Side]) -> Side {
    let mut id: String = name
        .trim()
        .to_lowercase()
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' })
        .collect::<String>()
        .split('_')
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("_");
    if !is_side_id(&id) {
        id = format!("side_{id}").trim_end_matches('_').to_owned();
    }
    let taken: Vec<&str> = others.iter().map(|s| s.id.as_str()).collect();
    if column_collision(&id, &taken).is_some() {
        id = format!("side_{id}");
    }
    let base = id.clone();
    let mut n = 2;
    while taken.contains(&id.as_str()) && others.iter().all(|s| s.label != name.trim()) {
        id = format!("{base}_{n}");
        n += 1;
    }
    Side { id, label: name.trim().to_owned(), short: name.trim().to_owned() }
}
