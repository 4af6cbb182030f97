//! Speakers: who is meant by a source.
//!
//! Sources are resolved in the order of the text: names to entities, pronouns and nominals to an entity named or
//! quoted before, offices and groups to a row of `speakers.csv`, everything else to its own words.

mod nominal;
mod office;
mod pronoun;
mod several;

use super::context::Context;
use super::people::{Entity, EntityKind, Naming, People};
use super::phrase::{Phrase, subject_before};
use super::roles::Roles;
use super::sides::{ActorIndex, affiliation};
use super::statement::{Affiliation, Speaker};
use super::traits::Traits;
use crate::text::TokenRange;

/// Entities whose titles are compared with a nominal.
pub const MOST_ENTITIES: usize = 1000;

/// Resolves sources one after the other.
pub struct Resolver<'a, 'c> {
    context: &'a Context<'c>,
    people: &'a People,
    index: &'a ActorIndex,
    roles: Roles<'a, 'c>,
    /// Speakers without a name by their head noun: "a State Department official".
    unnamed: Vec<(String, Speaker)>,
    /// Entity and position of the statements so far.
    spoken: Vec<(u32, u32)>,
    /// The last speaker who is several people.
    plural: Option<Speaker>,
    /// Who says "I" outside quotations.
    author: Option<u32>,
}

/// A speaker with the entity behind it.
#[derive(Clone, Debug)]
pub struct Resolved {
    /// For the statement.
    pub speaker: Speaker,
    /// The entity, when one is meant.
    pub entity: Option<u32>,
}

impl<'a, 'c> Resolver<'a, 'c> {
    /// A resolver at the start of a document.
    pub fn new(context: &'a Context<'c>, people: &'a People, index: &'a ActorIndex) -> Self {
        let roles = Roles::new(context, index);
        let author = author(context, people);
        Resolver { context, people, index, roles, unnamed: Vec::new(), spoken: Vec::new(), plural: None, author }
    }

    /// Remembers that the entity behind `resolved` spoke at token `at`.
    pub fn spoke(&mut self, resolved: &Resolved, at: u32) {
        if resolved.entity.is_none()
            && matches!(resolved.speaker.resolution, "nominal" | "group")
            && let Some(head) = resolved.speaker.name.rsplit(' ').next()
        {
            self.unnamed.push((head.to_lowercase(), resolved.speaker.clone()));
        }
        match resolved.entity {
            Some(entity) => self.spoken.push((entity, at)),
            None if matches!(resolved.speaker.resolution, "group" | "both") => {
                self.plural = Some(resolved.speaker.clone())
            }
            None => {}
        }
    }

    /// Who is meant by a source phrase.
    pub fn resolve(&self, phrase: &Phrase) -> Resolved {
        let core = self.context.trim(phrase.core);
        if core.is_empty() {
            return self.words(phrase.tokens, "words", Affiliation::Unknown, 0.3);
        }
        if phrase.relative {
            let floor = self.context.sentence(core.start).start;
            let mut end = core.start;
            while end > floor && !self.context.class(end.wrapping_sub(1)).is_word() {
                end -= 1;
            }
            if let Some(antecedent) =
                subject_before(self.context, end, floor).filter(|p| !p.relative && p.tokens.start < core.start)
            {
                let mut resolved = self.resolve_core(antecedent.core);
                resolved.speaker.confidence *= 0.9;
                return resolved;
            }
        }
        self.resolve_core(core)
    }

    fn resolve_core(&self, core: TokenRange) -> Resolved {
        let core = self.context.trim(core);
        let first = core.start;
        let t = self.context.traits(first);
        if core.len() == 1 && t.any(Traits::PRONOUN.with(Traits::CONTRACTED_SUBJECT)) {
            return self.pronoun(first);
        }
        // "some of my American colleagues"
        if core.len() > 2
            && t.any(Traits::DETERMINER.with(Traits::NUMBER).with(Traits::INDEFINITE))
            && self.context.traits(first + 1).has(Traits::GENITIVE)
            && let Some(resolved) = self.sort_of(self.head_segment(TokenRange::new(first + 2, core.end)), true)
        {
            return resolved;
        }
        let head = self.head_segment(core);
        // The office, body or group that the whole phrase names.
        if let Some(resolved) = self.alias(core).or_else(|| self.both(core)).or_else(|| self.alias(head)) {
            // An office whose holders the document does not name: somebody else may be described by it.
            let open = resolved.speaker.resolution == "office" && resolved.entity.is_none();
            let other = if open { self.described(core, head) } else { None };
            return other.unwrap_or(resolved);
        }
        if let Some(naming) = self.people.last_in(head)
            && naming.tokens.end >= head.end
            && !self.context.traits(head.end.wrapping_sub(1)).has(Traits::POSSESSIVE)
                | (head.len() == naming.tokens.len())
        {
            return self.entity(naming.entity, "name", 0.95);
        }
        self.nominal(core, head)
    }

    /// The part before the first preposition: "a spokesman | for Trump".
    fn head_segment(&self, core: TokenRange) -> TokenRange {
        let stop = (core.start + 1..core.end).find(|&i| {
            let t = self.context.traits(i);
            t.has(Traits::PREPOSITION) && !t.has(Traits::CAPITAL)
                || !self.context.class(i).is_word() && self.context.class(i) == crate::text::TokenClass::BracketOpen
                || t.has(Traits::RELATIVE) && !t.has(Traits::DETERMINER)
        });
        self.context.trim(TokenRange::new(core.start, stop.unwrap_or(core.end)))
    }

    fn entity_of(&self, naming: Naming) -> &Entity {
        &self.people.entities[naming.entity as usize]
    }

    fn entity(&self, id: u32, resolution: &'static str, confidence: f64) -> Resolved {
        let entity = &self.people.entities[id as usize];
        let speaker = match entity.actor.map(|row| &self.context.lexicon.dispute.actors[row as usize]) {
            Some(actor) => {
                Speaker { name: actor.name.clone(), affiliation: affiliation(actor), resolution, confidence }
            }
            None => Speaker { name: entity.name.clone(), affiliation: entity.affiliation, resolution, confidence },
        };
        Resolved { speaker, entity: Some(id) }
    }

    fn words(
        &self,
        range: TokenRange,
        resolution: &'static str,
        affiliation: Affiliation,
        confidence: f64,
    ) -> Resolved {
        let speaker = Speaker { name: self.context.words(range), affiliation, resolution, confidence };
        Resolved { speaker, entity: None }
    }

    /// A phrase without the article that opens it.
    fn bare(&self, range: TokenRange) -> TokenRange {
        let article = range.len() > 1 && self.context.traits(range.start).has(Traits::ARTICLE);
        TokenRange::new(range.start + u32::from(article), range.end)
    }
}

/// Whom the last paragraph introduces and nothing before it names: "Ann Lee is a teacher in Leeds."
fn author(context: &Context<'_>, people: &People) -> Option<u32> {
    let last = context.text.paragraphs.iter().rev().find(|p| context.is_text(p.start))?;
    let naming = people.first_in(*last).filter(|n| n.tokens.start == last.start && n.tokens.len() > 1)?;
    let entity = &people.entities[naming.entity as usize];
    let before = people.namings.iter().take_while(|n| n.tokens.start < last.start).any(|n| n.entity == naming.entity);
    let opens = context.traits(naming.tokens.end).any(Traits::BE.with(Traits::AUXILIARY));
    (entity.kind != EntityKind::Body && !before && opens).then_some(naming.entity)
}

#[cfg(test)]
mod tests;
