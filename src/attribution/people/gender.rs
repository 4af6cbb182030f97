//! Genders that the pronouns around a name give it.

use super::People;
use crate::attribution::context::Context;
use crate::lexicon::Gender;

/// Sentences whose pronouns must agree to give a name its gender.
const VOTES: u32 = 2;

impl People {
    /// Gives a gender to who is followed by pronouns of one gender in the sentences that name nobody else.
    pub(super) fn learn_genders(&mut self, context: &Context<'_>) {
        let mut votes = vec![(0u32, 0u32); self.entities.len()];
        let mut next = 0;
        for sentence in &context.text.sentences {
            let first = next;
            while next < self.namings.len() && self.namings[next].tokens.start < sentence.end {
                next += 1;
            }
            let mut persons = self.namings[first..next]
                .iter()
                .filter(|n| self.entities[n.entity as usize].may_be_person())
                .map(|n| (n.tokens.end, n.entity));
            let Some((start, entity)) = persons.next() else { continue };
            if persons.any(|(_, other)| other != entity) || !self.entities[entity as usize].may_learn_gender() {
                continue;
            }
            let (mut he, mut she) = (false, false);
            for i in (start..sentence.end).filter(|&i| context.quote_of(i).is_none()) {
                let pronoun = context.types.pronoun(context.text.tokens[i as usize].type_id);
                he |= pronoun.is_some_and(|p| p.gender == Gender::Masculine);
                she |= pronoun.is_some_and(|p| p.gender == Gender::Feminine);
            }
            votes[entity as usize].0 += u32::from(he);
            votes[entity as usize].1 += u32::from(she);
        }
        for (entity, (he, she)) in self.entities.iter_mut().zip(votes) {
            if !entity.may_learn_gender() {
                continue;
            }
            if he >= VOTES && he > 2 * she {
                entity.gender = Gender::Masculine;
            } else if she >= VOTES && she > 2 * he {
                entity.gender = Gender::Feminine;
            }
        }
    }
}
