//! Offices: who bears a title, holds an office or is called by an alias of `speakers.csv`.

use super::{MOST_ENTITIES, Resolved, Resolver, Unnamed};
use crate::attribution::people::{Entity, EntityKind};
use crate::attribution::roles::Description;
use crate::attribution::sides::{Holder, affiliation, choose};
use crate::attribution::statement::{Affiliation, Speaker};
use crate::attribution::traits::Traits;
use crate::lexicon::{ActorKind, Entry, Gender, SideId, Title, WordClass};
use crate::text::TokenRange;

impl<'a, 'c> Resolver<'a, 'c> {
    /// Rows of `speakers.csv` whose name is exactly these words, with or without article.
    pub(super) fn alias(&self, range: TokenRange) -> Option<Resolved> {
        if range.is_empty() || range.len() > 12 {
            return None;
        }
        // A person's name goes through its entity, which knows the document.
        let hits: Vec<u32> = self
            .context
            .names_in(range)
            .iter()
            .filter(|n| n.tokens.end == range.end && self.covers(n.tokens, range))
            .filter_map(|n| match n.entry {
                Entry::Actor(row) => Some(row),
                _ => None,
            })
            .collect();
        if hits.is_empty() {
            return None;
        }
        let dispute = &self.context.lexicon.dispute;
        if let Some(naming) = self.people.last_in(range)
            && naming.tokens.end == range.end
            && self.entity_of(naming).kind == EntityKind::Person
            && !self.context.traits(range.start).has(Traits::DETERMINER)
        {
            return None;
        }
        let named = |name: &str| self.people.by_actor.contains_key(name);
        Some(match choose(dispute, &hits, self.context.document.date, named)? {
            Holder::Actor(row) => {
                let actor = &dispute.actors[row as usize];
                let entity = self.people.by_actor.get(&actor.name).copied();
                let resolution = match actor.kind {
                    ActorKind::Person => "office",
                    ActorKind::Place => "metonym",
                    ActorKind::Organization => "name",
                    ActorKind::Group => "group",
                };
                let speaker =
                    Speaker { name: actor.name.clone(), affiliation: affiliation(actor), resolution, confidence: 0.9 };
                Resolved { speaker, entity }
            }
            Holder::Office(side) => self.words(self.bare(range), "office", side, 0.7),
        })
    }

    /// True when only an article or titles stand in `range` beside `tokens`.
    pub(super) fn covers(&self, tokens: TokenRange, range: TokenRange) -> bool {
        (range.start..tokens.start)
            .all(|i| self.context.traits(i).has(Traits::DETERMINER) || !self.context.class(i).is_word())
    }

    /// The person of the document whom an office describes, when no holder of `speakers.csv` is named.
    pub(super) fn described(&self, core: TokenRange, head: TokenRange) -> Option<Resolved> {
        let description = self.roles.describe(core);
        if !description.official || self.context.traits(core.start).has(Traits::INDEFINITE) {
            return None;
        }
        let titles: Vec<_> = self.titles_at_end(head).collect();
        self.bearer(core, &titles, &description, false)
            .filter(|r| description.side.is_none() || r.speaker.affiliation.side() == description.side)
    }

    pub(super) fn titles_at_end(&self, head: TokenRange) -> impl Iterator<Item = &'a Title> {
        let titles = &self.context.lexicon.language.titles;
        self.context.names_in(head).iter().filter(move |n| n.tokens.end == head.end).filter_map(|n| match n.entry {
            Entry::Title(row) => Some(&titles[row as usize]),
            _ => None,
        })
    }

    /// The person who bears a title or is described by its noun: "the envoy", "the Chinese envoy".
    pub(super) fn bearer(
        &self,
        core: TokenRange,
        titles: &[&Title],
        description: &Description,
        anybody: bool,
    ) -> Option<Resolved> {
        let side = description.side.filter(|_| description.principal);
        let on_side = |e: &Entity| side.is_none_or(|side| self.side_of(e) == Some(side));
        let gender = self.gender_in(core);
        let agrees = |e: &Entity| gender == Gender::Any || e.gender == Gender::Any || e.gender == gender;
        let first = |fits: &dyn Fn(&Entity) -> bool| {
            self.antecedent(core.start, fits).map(|(id, _)| id).or_else(|| {
                let position = self.people.entities.iter().take(MOST_ENTITIES).position(fits);
                position.map(|id| id as u32)
            })
        };
        for title in titles {
            let title = title.title.to_lowercase();
            if let Some(id) = first(&|e: &Entity| on_side(e) && agrees(e) && self.holds(e, &title)) {
                return Some(self.entity(id, "title", 0.7));
            }
        }
        let head = &description.head;
        if let Some(id) = first(&|e: &Entity| on_side(e) && agrees(e) && e.heads.contains(head)) {
            return Some(self.entity(id, "title", 0.65));
        }
        let same =
            |u: &&Unnamed| u.noun == *head && side.is_none_or(|side| u.speaker.affiliation == Affiliation::Side(side));
        if let Some(unnamed) = self.unnamed.iter().rev().take(MOST_ENTITIES).find(same) {
            let speaker = Speaker { resolution: "nominal", confidence: 0.6, ..unnamed.speaker.clone() };
            return Some(Resolved { speaker, entity: None });
        }
        if side.is_some() {
            // The only person who speaks for that side in the document.
            let mut officials = self
                .people
                .entities
                .iter()
                .enumerate()
                .take(MOST_ENTITIES)
                .filter(|(_, e)| e.may_be_person() && self.side_of(e) == side && e.words.len() > 1 && agrees(e));
            let only = officials.next().filter(|_| officials.next().is_none());
            return only.map(|(id, _)| self.entity(id as u32, "title", 0.55));
        }
        if !anybody {
            return None;
        }
        let person = |e: &Entity| match e.kind {
            _ if !agrees(e) => 0.0,
            EntityKind::Person => 1.0,
            EntityKind::Unknown if e.words.len() > 1 => 0.6,
            EntityKind::Unknown if e.gender != Gender::Any => 0.8,
            _ => 0.0,
        };
        let (id, sure) = self.antecedent_by(core.start, person, |_| 0.0)?;
        Some(self.entity(id, "title", sure * 0.7))
    }

    /// The gender that a title inside a phrase gives: "the former first lady and senator".
    fn gender_in(&self, core: TokenRange) -> Gender {
        let titles = &self.context.lexicon.language.titles;
        let known = self.context.names_in(core).iter().filter_map(|n| match n.entry {
            Entry::Title(row) if n.tokens.end <= core.end => Some(titles[row as usize].gender),
            _ => None,
        });
        known.into_iter().find(|g| *g != Gender::Any).unwrap_or_default()
    }

    pub(super) fn side_of(&self, entity: &Entity) -> Option<SideId> {
        match entity.actor {
            Some(row) => self.context.lexicon.dispute.actors[row as usize].side,
            None => entity.affiliation.side(),
        }
    }

    /// True for a person who bears this title in the text or holds such an office.
    pub(super) fn holds(&self, entity: &Entity, title: &str) -> bool {
        let role = entity.actor.and_then(|row| self.context.lexicon.dispute.actors[row as usize].role.as_deref());
        let office = role.is_some_and(|role| {
            let role = role.to_lowercase();
            role.split_once(title).is_some_and(|(before, after)| {
                (before.is_empty() || before.ends_with(' ') && !self.is_deputy(before))
                    && (after.is_empty() || after.starts_with(' '))
            })
        });
        let borne = || {
            entity.titles.iter().any(|t| {
                // "Sen." is short for senator; "the minister" may be the foreign minister, never his deputy.
                t == title
                    || t.strip_suffix('.').is_some_and(|short| title.starts_with(short))
                    || t.strip_suffix(title).is_some_and(|first| first.ends_with(' ') && !self.is_deputy(first))
                    || t.strip_prefix(title).is_some_and(|rest| rest.starts_with(' '))
            })
        };
        entity.may_be_person() && (office || borne())
    }

    /// True when the last word makes an office of another out of the office that follows it.
    pub(super) fn is_deputy(&self, words: &str) -> bool {
        let class = words.split_whitespace().next_back().and_then(|w| self.context.lexicon.language.words.get(w));
        class.is_some_and(|c| c.has(WordClass::DEPUTY))
    }
}
