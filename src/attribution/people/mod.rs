//! People: the persons, bodies and places that a document names, each once.
//!
//! Runs of capitalized words come in, with the titles before them; full names, surnames, initials and aliases of
//! one bearer become one entity. An entity is tied to a row of `speakers.csv` when its whole name is one.

mod cluster;
mod description;
mod gender;
mod headline;
mod place;
#[cfg(test)]
mod tests;
mod tie;

use std::collections::BTreeMap;

pub(super) use description::is_party;

use super::context::Context;
use super::names::{Run, runs, title_case_headline};
use super::sides::ActorIndex;
use super::statement::Affiliation;
use crate::lexicon::Gender;
use crate::text::TokenRange;

/// What an entity is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntityKind {
    /// A human being.
    Person,
    /// A body.
    Body,
    /// Several people: "Democrats".
    Group,
    /// Where something is, by how the text names it: "in Leeds".
    Place,
    /// Not known.
    Unknown,
}

/// A bearer of a name.
#[derive(Clone, Debug)]
pub struct Entity {
    /// The longest name that the document gives.
    pub name: String,
    /// Its words, lower case.
    pub words: Vec<String>,
    /// What it is.
    pub kind: EntityKind,
    /// From honorifics and given names.
    pub gender: Gender,
    /// Row of `speakers.csv`.
    pub actor: Option<u32>,
    /// Lower-case titles and appositive heads.
    pub titles: Vec<String>,
    /// Lower-case head nouns that describe it: "envoy".
    pub heads: Vec<String>,
    /// Where the text describes it: the words before its name, in brackets, in apposition, behind "is".
    pub described: Vec<TokenRange>,
    /// The side that the text gives it, when no row of `speakers.csv` does.
    pub affiliation: Affiliation,
    /// How often it is named.
    pub count: u32,
}

impl Entity {
    /// Neither a body nor a group.
    pub fn may_be_person(&self) -> bool {
        matches!(self.kind, EntityKind::Person | EntityKind::Unknown)
    }

    /// Known to be a person, or a name as short as a person's.
    pub fn looks_like_person(&self) -> bool {
        self.kind == EntityKind::Person || self.kind == EntityKind::Unknown && self.words.len() < 3
    }

    /// Nothing gives its gender but perhaps a bare name, which may be a surname as well.
    fn may_learn_gender(&self) -> bool {
        self.gender == Gender::Any || self.words.len() == 1 && self.titles.is_empty() && self.actor.is_none()
    }
}

/// A place where an entity is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Naming {
    /// The name's tokens, without title.
    pub tokens: TokenRange,
    /// Position in [`People::entities`].
    pub entity: u32,
}

/// Everybody whom a document names.
#[derive(Clone, Debug, Default)]
pub struct People {
    /// In the order of first full naming.
    pub entities: Vec<Entity>,
    /// In text order.
    pub namings: Vec<Naming>,
    /// Entities by the canonical name of their row in `speakers.csv`.
    pub by_actor: BTreeMap<String, u32>,
}

impl People {
    /// Reads a document's names.
    pub fn new(context: &Context<'_>, index: &ActorIndex) -> Self {
        let runs = runs(context, index);
        let shouted = title_case_headline(context);
        let runs: Vec<Run> =
            runs.into_iter().filter(|r| !shouted || !context.layout.headline.contains(r.tokens)).collect();
        let mut people = People::default();
        let mut by_word: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        let mut entity_of: Vec<Option<u32>> = vec![None; runs.len()];
        for (number, run) in runs.iter().enumerate().filter(|(_, r)| r.words.len() > 1) {
            let found = people.full_name(run, &by_word);
            let id = found.unwrap_or_else(|| people.add(context, run, &mut by_word));
            people.entities[id as usize].note(run);
            entity_of[number] = Some(id);
        }
        let mut last_named: BTreeMap<&str, u32> = BTreeMap::new();
        for (number, run) in runs.iter().enumerate() {
            let id = match entity_of[number] {
                Some(id) => id,
                None => {
                    let found = people.single_name(context, run, &by_word, &last_named);
                    let id = found.unwrap_or_else(|| people.add(context, run, &mut by_word));
                    people.entities[id as usize].note(run);
                    id
                }
            };
            for word in &run.words {
                last_named.insert(word, id);
            }
            people.namings.push(Naming { tokens: run.tokens, entity: id });
        }
        people.find_places(context);
        people.tie(context, index, &runs);
        people.learn_genders(context);
        people.describe(context, index);
        if shouted {
            people.read_headline(context);
        }
        people
    }

    /// The naming that ends with token `end - 1` or holds it, inside `range`.
    pub fn last_in(&self, range: TokenRange) -> Option<Naming> {
        let end = self.namings.partition_point(|n| n.tokens.start < range.end);
        self.namings[..end].iter().rev().take_while(|n| n.tokens.start >= range.start).copied().next()
    }

    /// The first naming inside `range`.
    pub fn first_in(&self, range: TokenRange) -> Option<Naming> {
        let start = self.namings.partition_point(|n| n.tokens.start < range.start);
        self.namings.get(start).copied().filter(|n| n.tokens.start < range.end)
    }
}
