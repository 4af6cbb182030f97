//! Clusters: which runs of name words belong to one bearer.

use std::collections::BTreeMap;

use super::{Entity, EntityKind, People};
use crate::attribution::context::Context;
use crate::attribution::names::{Run, shown};
use crate::attribution::statement::Affiliation;
use crate::lexicon::{Entry, Gender, Number};
use crate::text::TokenRange;

/// Entities that share a word, of which at most so many are compared.
const NAMESAKES: usize = 64;
/// Entities whose initials are compared with an acronym.
const BODIES: usize = 500;

impl People {
    pub(super) fn full_name(&self, run: &Run, by_word: &BTreeMap<String, Vec<u32>>) -> Option<u32> {
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

    pub(super) fn single_name(
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
            entity.may_be_person() && !clash || entity.words.len() == 1
        };
        let surname: Vec<u32> = ids
            .iter()
            .filter(|id| self.entities[**id as usize].words.last() == Some(word))
            .filter(fits)
            .copied()
            .collect();
        let is_actor = |id: u32| {
            let entity = &self.entities[id as usize];
            run.actors.iter().any(|&row| {
                let name = context.lexicon.dispute.actors[row as usize].name.to_lowercase();
                let words: Vec<String> = name.split_whitespace().map(str::to_owned).collect();
                subset(&entity.words, &words) || subset(&words, &entity.words)
            })
        };
        let pool: Vec<u32> = if surname.is_empty() {
            // "Trump" is not short for "Trump Train" where `speakers.csv` knows who is called so.
            ids.iter().filter(fits).copied().filter(|&id| run.actors.is_empty() || is_actor(id)).collect()
        } else {
            surname
        };
        if pool.len() > 1 {
            // The dispute's own actor is meant when its bare surname is an alias.
            let aliased = pool.iter().copied().find(|&id| is_actor(id));
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
    pub(super) fn body_named(&self, word: &str, by_word: &BTreeMap<String, Vec<u32>>) -> Option<u32> {
        let same = by_word
            .get(word)
            .into_iter()
            .flatten()
            .copied()
            .take(NAMESAKES)
            .find(|&id| self.entities[id as usize].words.len() == 1);
        same.or_else(|| {
            // "S.E.C."
            let word = &*word.replace('.', "");
            let position = self.entities.iter().take(BODIES).position(|e| {
                let initials = |skip_lower: bool| -> String {
                    let parts = e.name.split([' ', '-']).filter(|p| !skip_lower || p.starts_with(char::is_uppercase));
                    parts.filter_map(|p| p.chars().next()).flat_map(char::to_lowercase).collect()
                };
                let may_be_body =
                    e.kind == EntityKind::Body || e.words.len() > 2 || e.gender == Gender::Any && e.titles.is_empty();
                e.words.len() > 1 && may_be_body && {
                    // "VA" is short for the Department of Veterans Affairs.
                    let short = initials(true);
                    short == word
                        || initials(false) == word
                        || word.len() > 1 && e.words.len() > 2 && short.get(1..) == Some(word)
                }
            });
            position.map(|p| p as u32)
        })
    }

    pub(super) fn add(&mut self, context: &Context<'_>, run: &Run, by_word: &mut BTreeMap<String, Vec<u32>>) -> u32 {
        let id = self.entities.len() as u32;
        let first = run.tokens.start;
        let given = context.types.given_name(context.text.tokens[first as usize].type_id);
        let person = given.is_some() && run.words.len() > 1 || run.title.is_some();
        let kind = match (run.body, person) {
            (true, _) => EntityKind::Body,
            _ if several(context, run) => EntityKind::Group,
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
            heads: Vec::new(),
            described: Vec::new(),
            affiliation: Affiliation::Unknown,
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
}

impl Entity {
    pub(super) fn note(&mut self, run: &Run) {
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

/// "Democrats", "House Republicans"
fn several(context: &Context<'_>, run: &Run) -> bool {
    let last = TokenRange::new(run.tokens.end.saturating_sub(1), run.tokens.end);
    context.names_in(last).iter().any(|n| match n.entry {
        Entry::Title(row) => n.tokens == last && context.lexicon.language.titles[row as usize].number == Number::Plural,
        _ => false,
    })
}

/// "Rob" and "Robert", "J." and "John".
pub(super) fn same_first(a: &str, b: &str) -> bool {
    let (a, b) = (a.trim_end_matches('.'), b.trim_end_matches('.'));
    a == b
        || (a.len() == 1 || b.len() == 1) && a.chars().next() == b.chars().next()
        || a.len() > 2 && b.len() > 2 && (a.starts_with(b) || b.starts_with(a))
}

pub(super) fn subset(a: &[String], b: &[String]) -> bool {
    a.iter().all(|word| b.contains(word))
}
