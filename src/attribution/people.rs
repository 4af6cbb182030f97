//! People: the persons, bodies and places that a document names, each once.
//!
//! Runs of capitalized words come in, with the titles before them; full names, surnames, initials and aliases of
//! one bearer become one entity. An entity is tied to a row of `speakers.csv` when its whole name is one.

use std::collections::BTreeMap;

use super::context::Context;
use super::names::{Run, runs, shown, title_case_headline};
use super::sides::{ActorIndex, Holder, choose};
use super::traits::Traits;
use crate::lexicon::{ActorKind, Gender};
use crate::text::TokenRange;

/// Entities that share a word, of which at most so many are compared.
const NAMESAKES: usize = 64;
/// Entities whose initials are compared with an acronym.
const BODIES: usize = 500;

/// What an entity is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntityKind {
    /// A human being.
    Person,
    /// A body.
    Body,
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
    /// How often it is named.
    pub count: u32,
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
        people.tie(context, index, &runs);
        if shouted {
            people.read_headline(context);
        }
        people
    }

    /// In a headline whose words are all capitalized only names that the text gives are told apart.
    fn read_headline(&mut self, context: &Context<'_>) {
        let mut known: BTreeMap<String, u32> = BTreeMap::new();
        for (id, entity) in self.entities.iter().enumerate() {
            known.insert(entity.words.join(" "), id as u32);
            if let Some(last) = entity.words.last().filter(|_| entity.kind == EntityKind::Person) {
                known.entry(last.clone()).or_insert(id as u32);
            }
        }
        let headline = context.layout.headline;
        let mut found = Vec::new();
        let mut i = headline.start;
        while i < headline.end {
            let name = (1..=5).rev().filter(|n| i + n <= headline.end).find_map(|n| {
                let words: Vec<String> = (i..i + n)
                    .filter(|&k| context.class(k).is_word())
                    .map(|k| context.word(k).name.to_lowercase())
                    .collect();
                known.get(&words.join(" ")).map(|&id| (n, id))
            });
            match name {
                Some((n, entity)) if context.traits(i).has(Traits::CAPITAL) => {
                    found.push(Naming { tokens: TokenRange::new(i, i + n), entity });
                    i += n;
                }
                _ => i += 1,
            }
        }
        self.namings.extend(found);
        self.namings.sort_by_key(|n| n.tokens);
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

    fn full_name(&self, run: &Run, by_word: &BTreeMap<String, Vec<u32>>) -> Option<u32> {
        let last = run.words.last()?;
        if run.words.len() < 2 {
            return None;
        }
        by_word.get(last)?.iter().copied().take(NAMESAKES).find(|&id| {
            let entity = &self.entities[id as usize];
            if entity.words.len() < 2 || run.body != (entity.kind == EntityKind::Body) {
                return false;
            }
            if run.body {
                return entity.words == run.words;
            }
            entity.words.last() == Some(last) && same_first(&entity.words[0], &run.words[0])
                || subset(&run.words, &entity.words)
                || subset(&entity.words, &run.words)
        })
    }

    fn single_name(
        &self,
        context: &Context<'_>,
        run: &Run,
        by_word: &BTreeMap<String, Vec<u32>>,
        last_named: &BTreeMap<&str, u32>,
    ) -> Option<u32> {
        let word = run.words.first()?;
        if run.body {
            return self.body_named(word, by_word);
        }
        let ids = by_word.get(word)?;
        let ids = &ids[..ids.len().min(NAMESAKES)];
        let fits = |&&id: &&u32| {
            let entity = &self.entities[id as usize];
            let gender = run.title.as_ref().map_or(Gender::Any, |t| t.1);
            let clash = gender != Gender::Any && entity.gender != Gender::Any && gender != entity.gender;
            entity.kind != EntityKind::Body && !clash || entity.words.len() == 1
        };
        let surname: Vec<u32> = ids
            .iter()
            .filter(|id| self.entities[**id as usize].words.last() == Some(word))
            .filter(fits)
            .copied()
            .collect();
        let pool: Vec<u32> = if surname.is_empty() { ids.iter().filter(fits).copied().collect() } else { surname };
        if pool.len() > 1 {
            // The dispute's own actor is meant when its bare surname is an alias.
            let aliased = pool.iter().copied().find(|&id| {
                let entity = &self.entities[id as usize];
                run.actors.iter().any(|&row| {
                    let name = context.lexicon.dispute.actors[row as usize].name.to_lowercase();
                    let words: Vec<String> = name.split_whitespace().map(str::to_owned).collect();
                    subset(&entity.words, &words) || subset(&words, &entity.words)
                })
            });
            if aliased.is_some() && run.title.is_none() {
                return aliased;
            }
            if let Some(&id) = last_named.get(word.as_str())
                && pool.contains(&id)
            {
                return Some(id);
            }
        }
        pool.first().copied()
    }

    /// A body by one word: its only name, or the initials of its name.
    fn body_named(&self, word: &str, by_word: &BTreeMap<String, Vec<u32>>) -> Option<u32> {
        let same = by_word
            .get(word)
            .into_iter()
            .flatten()
            .copied()
            .take(NAMESAKES)
            .find(|&id| self.entities[id as usize].words.len() == 1);
        same.or_else(|| {
            let position = self.entities.iter().take(BODIES).position(|e| {
                let initials = |skip_lower: bool| -> String {
                    let parts = e.name.split([' ', '-']).filter(|p| !skip_lower || p.starts_with(char::is_uppercase));
                    parts.filter_map(|p| p.chars().next()).flat_map(char::to_lowercase).collect()
                };
                e.words.len() > 2 && (initials(true) == word || initials(false) == word)
            });
            position.map(|p| p as u32)
        })
    }

    fn add(&mut self, context: &Context<'_>, run: &Run, by_word: &mut BTreeMap<String, Vec<u32>>) -> u32 {
        let id = self.entities.len() as u32;
        let first = run.tokens.start;
        let given = context.types.given_name(context.text.tokens[first as usize].type_id);
        let person = given.is_some() && run.words.len() > 1 || run.title.is_some();
        let kind = match (run.body, person) {
            (true, _) => EntityKind::Body,
            (false, true) => EntityKind::Person,
            _ => EntityKind::Unknown,
        };
        self.entities.push(Entity {
            name: shown(context, run.tokens),
            words: run.words.clone(),
            kind,
            gender: if run.body { Gender::Neuter } else { given.unwrap_or_default() },
            actor: None,
            titles: Vec::new(),
            count: 0,
        });
        for word in &run.words {
            let ids = by_word.entry(word.clone()).or_default();
            if ids.last() != Some(&id) {
                ids.push(id);
            }
        }
        id
    }

    /// Ties entities to rows of `speakers.csv`.
    fn tie(&mut self, context: &Context<'_>, index: &ActorIndex, runs: &[Run]) {
        let dispute = &context.lexicon.dispute;
        let date = context.document.date;
        let mut rows_of: Vec<Vec<u32>> = vec![Vec::new(); self.entities.len()];
        let mut longest: Vec<usize> = vec![0; self.entities.len()];
        for (run, naming) in runs.iter().zip(&self.namings) {
            let id = naming.entity as usize;
            if !run.actors.is_empty() && run.words.len() > longest[id] {
                longest[id] = run.words.len();
                rows_of[id] = run.actors.clone();
            }
        }
        for (id, entity) in self.entities.iter_mut().enumerate() {
            let mut rows = std::mem::take(&mut rows_of[id]);
            if rows.is_empty() {
                rows = index.named(&entity.name).to_vec();
            }
            // "Chelsea Clinton" is not the actor whose alias is "Clinton".
            rows.retain(|&row| {
                let name: Vec<String> =
                    dispute.actors[row as usize].name.to_lowercase().split_whitespace().map(str::to_owned).collect();
                entity.words.len() < 2
                    || longest[id] >= entity.words.len()
                    || subset(&name, &entity.words)
                    || subset(&entity.words, &name)
                    || same_first(&name[0], &entity.words[0]) && name.last() == entity.words.last()
            });
            if let Some(Holder::Actor(row)) = choose(dispute, &rows, date, |_| false) {
                entity.actor = Some(row);
                let actor = &dispute.actors[row as usize];
                self.by_actor.entry(actor.name.clone()).or_insert(id as u32);
                entity.kind = match actor.kind {
                    ActorKind::Person => EntityKind::Person,
                    _ => EntityKind::Body,
                };
                if actor.kind == ActorKind::Person && entity.gender == Gender::Any {
                    let first = actor.name.split_whitespace().next().unwrap_or("").to_lowercase();
                    entity.gender = context.lexicon.language.given_names.get(&first).copied().unwrap_or_default();
                }
            }
        }
    }
}

impl Entity {
    fn note(&mut self, run: &Run) {
        self.count += 1;
        if let Some((title, gender)) = &run.title {
            if !self.titles.contains(title) {
                self.titles.push(title.clone());
            }
            if *gender != Gender::Any {
                self.gender = *gender;
            }
            if self.kind == EntityKind::Unknown {
                self.kind = EntityKind::Person;
            }
        }
    }
}

/// "Rob" and "Robert", "J." and "John".
fn same_first(a: &str, b: &str) -> bool {
    let (a, b) = (a.trim_end_matches('.'), b.trim_end_matches('.'));
    a == b
        || (a.len() == 1 || b.len() == 1) && a.chars().next() == b.chars().next()
        || a.len() > 2 && b.len() > 2 && (a.starts_with(b) || b.starts_with(a))
}

fn subset(a: &[String], b: &[String]) -> bool {
    a.iter().all(|word| b.contains(word))
}
