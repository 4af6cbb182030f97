//! Pronouns: whom he, she, they and it mean.
//!
//! A pronoun comes in, the entity that agrees with it in gender and number and stands out most before it goes out.
//! Pronouns of the narrative are resolved in passing, so that "he" carries on who was talked about.

use super::discourse::{Anaphor, Place, place};
use super::{Resolved, Resolver, Unnamed};
use crate::attribution::people::{Entity, EntityKind};
use crate::attribution::statement::Affiliation;
use crate::attribution::traits::Traits;
use crate::lexicon::{Gender, Number, Person, Pronoun};
use crate::text::{TokenClass, TokenRange};

/// How often "he" and "she" mean whom they are taken to mean when somebody else stands out as much.
const PERSON: f64 = 0.65;
/// How much less sure "it" and "they" are, which may mean what nobody named.
const THING: f64 = 0.65;
/// Sentences of the narrative after which "they" no longer means who spoke together.
const TOGETHER: u32 = 4;
/// A nominal of the narrative that is less sure than this means nobody.
const SURE: f64 = 0.66;
/// Tokens from a pronoun within which its verb stands.
const VERB: u32 = 4;
/// Tokens from that verb within which a name stands that is its object.
const TITLED: u32 = 4;

impl Resolver<'_, '_> {
    /// Reads names and pronouns of the narrative up to token `to`.
    pub(super) fn advance(&mut self, to: u32) {
        loop {
            let naming = self.discourse.next_naming(self.people, to);
            let limit = naming.map_or(to, |n| n.tokens.start);
            while let Some(anaphor) = self.discourse.next_anaphor(self.context, limit) {
                let found = match anaphor {
                    Anaphor::Pronoun(i) => self.passing_pronoun(i),
                    Anaphor::Nominal(range) => self.passing_nominal(range),
                };
                if let Some((at, entity, place)) = found {
                    self.discourse.mention(self.context, at, entity, place);
                }
            }
            let Some(naming) = naming else { return };
            let place = place(self.context, self.people, naming.tokens);
            self.discourse.mention(self.context, naming.tokens.start, naming.entity, place);
        }
    }

    /// "he" in the narrative.
    fn passing_pronoun(&self, i: u32) -> Option<(u32, u32, Place)> {
        let pronoun = self.pronoun_at(i).filter(is_person)?;
        let (entity, _) = self.person(i, pronoun.gender)?;
        let subject = self.context.traits(i).any(Traits::SUBJECT_PRONOUN.with(Traits::CONTRACTED_SUBJECT));
        Some((i, entity, if subject { Place::Subject } else { Place::Possessive }))
    }

    /// "the senator" in the narrative.
    fn passing_nominal(&self, range: TokenRange) -> Option<(u32, u32, Place)> {
        let resolved = self.resolve_core(range);
        let entity = resolved.entity.filter(|_| resolved.speaker.confidence >= SURE)?;
        Some((range.start, entity, place(self.context, self.people, range)))
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
                Some((id, sure)) => self.referent(id, "pronoun", PERSON + 0.6 * (sure - 0.45)),
                None => unknown(0.2),
            };
        }
        if pronoun.gender == Gender::Neuter {
            let body = |e: &Entity| f64::from(u8::from(e.kind == EntityKind::Body));
            let unnamed = |u: &Unnamed| if u.kind == EntityKind::Body { 0.8 } else { 0.0 };
            return match self.antecedent_by(i, body, unnamed) {
                Some((id, sure)) => self.referent(id, "pronoun", sure * THING),
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
            Some((id, sure)) => self.referent(id, "pronoun", sure * THING),
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
        let others = [self.author, self.beside(i), self.around(i)];
        let entities = &self.people.entities;
        let is_other = |e: &Entity| {
            others.iter().flatten().any(|&id| entities.get(id as usize).is_some_and(|other| std::ptr::eq(e, other)))
        };
        let named = |e: &Entity| if is_other(e) { 0.0 } else { person_fit(e, gender) };
        let unnamed = |u: &Unnamed| match u.gender {
            _ if u.kind != EntityKind::Person => 0.0,
            _ if u.known => 0.25,
            Gender::Any => 0.75,
            known if known == gender => 0.95,
            _ => 0.0,
        };
        self.antecedent_by(i, named, unnamed)
    }

    /// "he told | Lee", "he and | Lee": somebody else than the pronoun means, since both stand in one clause.
    fn beside(&self, i: u32) -> Option<u32> {
        let context = self.context;
        let subject = context.traits(i).has(Traits::SUBJECT_PRONOUN);
        let verb = (i + 1..i + VERB).find(|&k| context.cues.binary_search_by_key(&k, |c| c.head).is_ok());
        let joint = context.traits(i + 1).has(Traits::CONJUNCTION).then_some(i + 1);
        let start = joint.or(verb).filter(|_| subject)? + 1;
        let naming = self.people.first_in(TokenRange::new(start, start + TITLED))?;
        let titles = TokenRange::new(start, naming.tokens.start);
        let close = titles.indices().all(|k| {
            let t = context.traits(k as u32);
            context.class(k as u32) == TokenClass::Period || t.has(Traits::WORD) && !t.any(Traits::FUNCTION)
        });
        let owns = context.traits(naming.tokens.end - 1).has(Traits::POSSESSIVE);
        let here = naming.tokens.start < context.sentence(i).end;
        // "he said Lee was wrong" names somebody else as well.
        (close && here && !owns).then_some(naming.entity)
    }

    /// "Lee, | he said, | was wrong": who is talked about by name in the words around such an insertion.
    fn around(&self, i: u32) -> Option<u32> {
        let context = self.context;
        let comma =
            i.checked_sub(1).filter(|&k| context.class(k) == TokenClass::Comma && context.quote_of(k).is_none())?;
        let verb = (i + 1..i + VERB).find(|&k| context.cues.binary_search_by_key(&k, |c| c.head).is_ok())?;
        let closed = !context.class(verb + 1).is_word();
        let subject = context.traits(i).has(Traits::SUBJECT_PRONOUN) && closed;
        let range = TokenRange::new(context.sentence(i).start, comma);
        self.discourse.named_subject_in(range).filter(|_| subject)
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
        (EntityKind::Body | EntityKind::Group | EntityKind::Place, _) => 0.0,
    }
}
