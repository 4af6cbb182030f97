//! Pronouns: whom he, she, they and it mean.
//!
//! A pronoun comes in, the entity that agrees with it in gender and number and stands out most before it goes out.
//! Pronouns of the narrative are resolved in passing, so that "he" carries on who was talked about.

use super::discourse::{Place, place};
use super::{Resolved, Resolver, Unnamed};
use crate::attribution::people::{Entity, EntityKind};
use crate::attribution::statement::Affiliation;
use crate::attribution::traits::Traits;
use crate::lexicon::{Gender, Number, Person, Pronoun};
use crate::text::TokenRange;

/// Sentences of the narrative after which "they" no longer means who spoke together.
const TOGETHER: u32 = 4;

impl Resolver<'_, '_> {
    /// Reads names and pronouns of the narrative up to token `to`.
    pub(super) fn advance(&mut self, to: u32) {
        loop {
            let naming = self.discourse.next_naming(self.people, to);
            let limit = naming.map_or(to, |n| n.tokens.start);
            while let Some(i) = self.discourse.next_pronoun(self.context, limit) {
                let Some(pronoun) = self.pronoun_at(i).filter(is_person) else { continue };
                let Some((entity, _)) = self.person(i, pronoun.gender) else { continue };
                let subject = self.context.traits(i).any(Traits::SUBJECT_PRONOUN.with(Traits::CONTRACTED_SUBJECT));
                let place = if subject { Place::Subject } else { Place::Possessive };
                self.discourse.mention(self.context, i, entity, place);
            }
            let Some(naming) = naming else { return };
            let place = place(self.context, self.people, naming.tokens);
            self.discourse.mention(self.context, naming.tokens.start, naming.entity, place);
        }
    }

    /// he, she, they, it, I
    pub(super) fn pronoun(&self, i: u32) -> Resolved {
        let range = TokenRange::new(i, i + 1);
        let unknown = |confidence| self.words(range, "pronoun", Affiliation::Unknown, confidence);
        let Some(pronoun) = self.pronoun_at(i) else { return unknown(0.2) };
        if pronoun.person == Person::First && pronoun.number == Number::Singular {
            return match (self.context.quote_of(i), &self.outer, self.author) {
                (Some(_), Some(outer), _) => {
                    let mut outer = outer.clone();
                    outer.speaker.resolution = "first-person";
                    outer.speaker.confidence *= 0.95;
                    outer
                }
                (None, _, Some(author)) => self.entity(author, "author", 0.6),
                _ => unknown(0.4),
            };
        }
        if pronoun.person != Person::Third {
            return unknown(0.4);
        }
        if is_person(&pronoun) {
            return match self.person(i, pronoun.gender) {
                Some((id, sure)) => self.referent(id, "pronoun", sure),
                None => unknown(0.2),
            };
        }
        if pronoun.gender == Gender::Neuter {
            let body = |e: &Entity| f64::from(u8::from(e.kind == EntityKind::Body));
            let unnamed = |u: &Unnamed| if u.kind == EntityKind::Body { 0.8 } else { 0.0 };
            return match self.antecedent_by(i, body, unnamed) {
                Some((id, sure)) => self.referent(id, "pronoun", sure * 0.8),
                None => unknown(0.2),
            };
        }
        if let Some((plural, at)) = &self.plural
            && self.discourse.distance(self.context, *at, i) <= TOGETHER
        {
            let mut speaker = plural.clone();
            speaker.resolution = "pronoun";
            speaker.confidence = 0.4;
            return Resolved { speaker, entity: None };
        }
        let several = |e: &Entity| match e.kind {
            EntityKind::Group => 1.0,
            EntityKind::Body => 0.7,
            _ => 0.0,
        };
        let unnamed = |u: &Unnamed| if u.kind == EntityKind::Person { 0.0 } else { 0.8 };
        match self.antecedent_by(i, several, unnamed) {
            Some((id, sure)) => self.referent(id, "pronoun", sure * 0.7),
            None => unknown(0.2),
        }
    }

    pub(super) fn pronoun_at(&self, i: u32) -> Option<Pronoun> {
        let form = &self.context.word(i).form;
        let form = form.split('\'').next().unwrap_or(form);
        self.context.lexicon.language.pronouns.get(form).copied()
    }

    /// The person whom "he" or "she" at token `i` means.
    fn person(&self, i: u32, gender: Gender) -> Option<(u32, f64)> {
        let author = self.author.map(|id| self.people.entities[id as usize].name.as_str());
        let named = |e: &Entity| if author == Some(e.name.as_str()) { 0.0 } else { person_fit(e, gender) };
        let unnamed = |u: &Unnamed| match u.gender {
            _ if u.kind != EntityKind::Person => 0.0,
            _ if u.known => 0.25,
            Gender::Any => 0.75,
            known if known == gender => 0.95,
            _ => 0.0,
        };
        self.antecedent_by(i, named, unnamed)
    }

    /// The most outstanding entity before token `at` that fits, and how sure that is.
    pub(super) fn antecedent(&self, at: u32, fits: impl Fn(&Entity) -> bool) -> Option<(u32, f64)> {
        self.antecedent_by(at, |e| f64::from(u8::from(fits(e))), |_| 0.0)
    }

    /// The same with a factor in 0..1 for how well an entity, or somebody without a name, fits.
    pub(super) fn antecedent_by(
        &self,
        at: u32,
        named: impl Fn(&Entity) -> f64,
        unnamed: impl Fn(&Unnamed) -> f64,
    ) -> Option<(u32, f64)> {
        let fit = |id: u32| match self.people.entities.get(id as usize) {
            Some(entity) => named(entity),
            None => self.unnamed.get(id as usize - self.people.entities.len()).map_or(0.0, &unnamed),
        };
        let ranked = self.discourse.ranked(self.context, at, fit);
        let &(best, score) = ranked.first()?;
        let second = ranked.get(1).map_or(0.0, |r| r.1);
        let share = score / (score + second);
        Some((best, (2.0 * share - 0.5).clamp(0.5, 0.95) - 0.05))
    }
}

/// he, she, him, her, his
fn is_person(pronoun: &Pronoun) -> bool {
    pronoun.person == Person::Third
        && pronoun.number == Number::Singular
        && matches!(pronoun.gender, Gender::Masculine | Gender::Feminine)
}

/// How well an entity fits a pronoun of one gender.
fn person_fit(entity: &Entity, gender: Gender) -> f64 {
    match (entity.kind, entity.gender) {
        (EntityKind::Person | EntityKind::Unknown, known) if known != Gender::Any && known != gender => 0.0,
        (EntityKind::Person, Gender::Any) => 0.75,
        (EntityKind::Person, _) => 1.0,
        (EntityKind::Unknown, Gender::Any) if entity.words.len() > 3 => 0.0,
        (EntityKind::Unknown, Gender::Any) => 0.3,
        (EntityKind::Unknown, _) => 0.9,
        (EntityKind::Body | EntityKind::Group, _) => 0.0,
    }
}
