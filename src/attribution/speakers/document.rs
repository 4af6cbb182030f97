//! Documents that speak: whose words a report, a letter or a website gives.
//!
//! The issuer is read off the phrase itself ("a report by the ministry") or, of "the report", off the sentence that
//! mentioned it last. A mere subject of that sentence counts only when it is a body: a person who dismisses a report
//! did not write it.

use super::nominal::owns;
use super::{Resolved, Resolver};
use crate::attribution::people::{EntityKind, Naming};
use crate::attribution::traits::Traits;
use crate::lexicon::ActorKind;
use crate::text::TokenRange;

/// Tokens before a document within which it may have been mentioned.
const BEFORE: u32 = 300;
/// Tokens behind the noun within which its issuer may be named: "a study released on Tuesday by the institute".
const BEHIND: u32 = 10;
/// Tokens between an owner and the document.
const ADJECTIVES: u32 = 4;

impl Resolver<'_, '_> {
    /// Who issued the document that a phrase names.
    pub(super) fn issuer(&self, core: TokenRange, head: TokenRange) -> Option<Resolved> {
        let context = self.context;
        let noun = self.document(head)?;
        let found = self.issuer_behind(noun, core.end);
        let definite =
            context.traits(core.start).has(Traits::DETERMINER) && !context.traits(core.start).has(Traits::INDEFINITE);
        let naming = found.or_else(|| if definite { self.issuer_before(noun) } else { None })?;
        Some(self.together(naming).unwrap_or_else(|| self.entity(naming.entity, "issuer", 0.8)))
    }

    /// The noun that a phrase about a document ends with: "a report", "a report released on Tuesday".
    fn document(&self, head: TokenRange) -> Option<u32> {
        let noun = (head.start..head.end).rev().find(|&i| self.context.traits(i).has(Traits::DOCUMENT))?;
        let behind = self.context.traits(noun + 1).any(Traits::ENDS_ED.with(Traits::ENDS_ING));
        (noun + 1 == head.end || behind).then_some(noun)
    }

    /// "Lee's report", "their letter": whose document it is, by a name or pronoun before it that owns it.
    pub(super) fn owned_document(&self, core: TokenRange, head: TokenRange) -> Option<Resolved> {
        let context = self.context;
        let (start, noun) = (core.start, self.document(head)?);
        if owns(context.traits(start)) {
            let mut owner = self.pronoun(start);
            owner.speaker.resolution = "issuer";
            owner.speaker.confidence *= 0.9;
            return Some(owner).filter(|o| o.entity.is_some());
        }
        let naming = self.people.first_in(TokenRange::new(start, noun))?;
        let end = naming.tokens.end;
        let titles = TokenRange::new(start, naming.tokens.start);
        let plain =
            titles.indices().all(|i| !context.traits(i as u32).any(Traits::PREPOSITION.with(Traits::POSSESSIVE)));
        let owned = context.traits(end - 1).has(Traits::POSSESSIVE) && noun - end < ADJECTIVES;
        (owned && plain).then(|| self.entity(naming.entity, "issuer", 0.8))
    }

    /// "by the ministry and the bank"
    fn together(&self, first: Naming) -> Option<Resolved> {
        let context = self.context;
        let joint = first.tokens.end;
        let start = joint + 1 + u32::from(context.traits(joint + 1).has(Traits::DETERMINER));
        let second = self.people.first_in(TokenRange::new(start, start + 1))?;
        let bodies = [first, second].iter().all(|n| self.entity_of(*n).kind == EntityKind::Body);
        if !bodies || !context.traits(joint).has(Traits::CONJUNCTION) {
            return None;
        }
        let mut both = self.both(TokenRange::new(first.tokens.start, second.tokens.end))?;
        both.speaker.confidence = 0.8;
        Some(both)
    }

    /// "released last month by the ministry", "a speech | Lee gave"
    fn issuer_behind(&self, noun: u32, end: u32) -> Option<Naming> {
        let end = end.min(noun + BEHIND);
        let next = self.people.first_in(TokenRange::new(noun + 1, end.min(noun + ADJECTIVES)));
        if let Some(naming) = next.filter(|n| self.subject_of_clause(noun, *n, end)) {
            return Some(naming);
        }
        let agent = (noun + 1..end).find(|&i| self.context.traits(i).has(Traits::AGENT))?;
        let start = agent + 1 + u32::from(self.context.traits(agent + 1).has(Traits::DETERMINER));
        self.people.first_in(TokenRange::new(start, start + 1))
    }

    /// "a letter | Mr. Lee | sent": a name right behind the noun, with a verb behind it.
    fn subject_of_clause(&self, noun: u32, name: Naming, end: u32) -> bool {
        let context = self.context;
        let titles = (noun + 1..name.tokens.start)
            .all(|i| context.traits(i).has(Traits::CAPITAL) || !context.class(i).is_word());
        let verb = context.traits(name.tokens.end);
        titles && name.tokens.end < end && verb.any(Traits::ENDS_ED.with(Traits::AUXILIARY).with(Traits::HAVE))
    }

    /// The issuer that the sentence gives in which the noun stood last.
    fn issuer_before(&self, noun: u32) -> Option<Naming> {
        let context = self.context;
        let word = context.text.tokens[noun as usize].type_id;
        let floor = noun.saturating_sub(BEFORE);
        let before = (floor..noun).rev().find(|&i| context.text.tokens[i as usize].type_id == word)?;
        let sentence = context.sentence(before);
        if let Some(naming) = self.issuer_behind(before, sentence.end) {
            return Some(naming);
        }
        let actors = &context.lexicon.dispute.actors;
        self.people.first_in(sentence).filter(|n| {
            let entity = self.entity_of(*n);
            let nation = entity.actor.is_some_and(|row| actors[row as usize].kind == ActorKind::Place);
            entity.kind == EntityKind::Body && !nation
        })
    }
}
