//! Pronouns: whom he, she, they and it mean.
//!
//! A pronoun comes in, the entity that agrees with it in gender and stands out most before it goes out. A look back
//! is bounded, so that time stays linear.

use super::{Resolved, Resolver};
use crate::attribution::people::{Entity, EntityKind};
use crate::attribution::statement::Affiliation;
use crate::attribution::traits::Traits;
use crate::lexicon::{Gender, Number, Person};
use crate::text::TokenRange;

/// Namings that a pronoun looks back over at most.
const MEMORY: usize = 40;
/// Sentences that a pronoun looks back over at most.
const SENTENCES: u32 = 12;

impl<'a, 'c> Resolver<'a, 'c> {
    /// he, she, they, it, I
    pub(super) fn pronoun(&self, i: u32) -> Resolved {
        let range = TokenRange::new(i, i + 1);
        let word = self.context.word(i);
        let language = &self.context.lexicon.language;
        let form = word.form.split('\'').next().unwrap_or(&word.form);
        let Some(pronoun) = language.pronouns.get(form) else {
            return self.words(range, "pronoun", Affiliation::Unknown, 0.2);
        };
        if pronoun.person == Person::First
            && pronoun.number == Number::Singular
            && self.context.quote_of(i).is_none()
            && let Some(author) = self.author
        {
            return self.entity(author, "author", 0.6);
        }
        if pronoun.person != Person::Third {
            return self.words(range, "pronoun", Affiliation::Unknown, 0.4);
        }
        if pronoun.number == Number::Singular && matches!(pronoun.gender, Gender::Masculine | Gender::Feminine) {
            let author = self.author.map(|id| self.people.entities[id as usize].name.as_str());
            let fits = |e: &Entity| fits_person(e, pronoun.gender) && author != Some(e.name.as_str());
            let sure = |e: &Entity| fits(e) && (e.kind == EntityKind::Person || e.gender == pronoun.gender);
            return match self.antecedent(i, sure).or_else(|| self.antecedent(i, fits)) {
                Some((id, sure)) => self.entity(id, "pronoun", sure),
                None => self.words(range, "pronoun", Affiliation::Unknown, 0.2),
            };
        }
        if pronoun.gender == Gender::Neuter {
            return match self.antecedent(i, |e| e.kind == EntityKind::Body) {
                Some((id, _)) => self.entity(id, "pronoun", 0.5),
                None => self.words(range, "pronoun", Affiliation::Unknown, 0.2),
            };
        }
        if let Some(plural) = &self.plural {
            let mut speaker = plural.clone();
            speaker.resolution = "pronoun";
            speaker.confidence = 0.4;
            return Resolved { speaker, entity: None };
        }
        self.words(range, "pronoun", Affiliation::Unknown, 0.2)
    }

    /// The most likely entity that a pronoun at `at` stands for, and how sure that is.
    pub(super) fn antecedent(&self, at: u32, fits: impl Fn(&Entity) -> bool) -> Option<(u32, f64)> {
        let here = self.context.sentence_number(at);
        let paragraph = self.context.paragraph(at).start;
        let end = self.people.namings.partition_point(|n| n.tokens.start < at);
        let mut scores: Vec<(u32, f64)> = Vec::new();
        let mut credit = |entity: u32, score: f64| match scores.iter_mut().find(|s| s.0 == entity) {
            Some(slot) => slot.1 = slot.1.max(score) + 0.3,
            None => scores.push((entity, score)),
        };
        for naming in self.people.namings[..end].iter().rev().take(MEMORY) {
            let distance = here.saturating_sub(self.context.sentence_number(naming.tokens.start));
            if distance > SENTENCES {
                break;
            }
            if !fits(self.entity_of(*naming)) {
                continue;
            }
            let mut score = 4.0 - f64::from(distance);
            match self.entity_of(*naming) {
                e if e.kind == EntityKind::Unknown && e.gender == Gender::Any => score -= 2.5,
                e if e.kind == EntityKind::Unknown => score -= 0.5,
                _ => {}
            }
            let sentence = self.context.sentence(naming.tokens.start);
            let subject = self.people.first_in(sentence).is_some_and(|first| first == *naming);
            if subject {
                score += 1.5;
            }
            if self.context.quote_of(naming.tokens.start).is_some() {
                score -= 3.0;
            }
            if self.context.traits(naming.tokens.end.wrapping_sub(1)).has(Traits::POSSESSIVE) {
                score -= 1.0;
            }
            let before = naming.tokens.start.checked_sub(1).map(|b| self.context.traits(b)).unwrap_or_default();
            if before.has(Traits::PREPOSITION) {
                score -= 0.7;
            }
            if naming.tokens.start < paragraph {
                score -= 0.5;
            }
            credit(naming.entity, score);
        }
        for &(entity, position) in self.spoken.iter().rev().take(3) {
            let distance = here.saturating_sub(self.context.sentence_number(position));
            if distance <= SENTENCES && position <= at && fits(&self.people.entities[entity as usize]) {
                let elsewhere = if position < paragraph { 1.0 } else { 0.0 };
                credit(entity, 6.0 - f64::from(distance) - elsewhere);
            }
        }
        scores.sort_by(|a, b| b.1.total_cmp(&a.1));
        let &(best, score) = scores.first()?;
        let margin = scores.get(1).map_or(2.0, |second| score - second.1);
        Some((best, (0.5 + margin / 6.0).clamp(0.5, 0.85)))
    }
}

fn fits_person(entity: &Entity, gender: Gender) -> bool {
    entity.kind != EntityKind::Body
        && (entity.gender == gender || entity.gender == Gender::Any && entity.words.len() < 4)
}
