//! Documents that speak: whose words a report, a letter or a website gives.
//!
//! The issuer is read off the phrase itself ("a report by the ministry") or, of "the report", off the sentence that
//! mentioned it last. A mere subject of that sentence counts only when it is a body: a person who dismisses a report
//! did not write it.

use super::{Resolved, Resolver};
use crate::attribution::people::{EntityKind, Naming};
use crate::attribution::traits::Traits;
use crate::lexicon::ActorKind;
use crate::text::TokenRange;

/// Tokens before a document within which it may have been mentioned.
const BEFORE: u32 = 300;
/// Tokens behind the noun within which its issuer may be named: "a study released on Tuesday by the institute".
const BEHIND: u32 = 10;

impl Resolver<'_, '_> {
    /// Who issued the document that a phrase names.
    pub(super) fn issuer(&self, core: TokenRange, head: TokenRange) -> Option<Resolved> {
        let context = self.context;
        let noun = (head.start..head.end).rev().find(|&i| context.traits(i).has(Traits::DOCUMENT))?;
        let last = noun + 1 == head.end || context.traits(noun + 1).any(Traits::ENDS_ED.with(Traits::ENDS_ING));
        if !last {
            return None;
        }
        let found = self.issuer_behind(noun, core.end);
        let definite =
            context.traits(core.start).has(Traits::DETERMINER) && !context.traits(core.start).has(Traits::INDEFINITE);
        let naming = found.or_else(|| if definite { self.issuer_before(noun) } else { None })?;
        Some(self.together(naming).unwrap_or_else(|| self.entity(naming.entity, "issuer", 0.5)))
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
        both.speaker.confidence = 0.5;
        Some(both)
    }

    /// "released last month by the ministry"
    fn issuer_behind(&self, noun: u32, end: u32) -> Option<Naming> {
        let end = end.min(noun + BEHIND);
        let agent = (noun + 1..end).find(|&i| self.context.traits(i).has(Traits::AGENT))?;
        let start = agent + 1 + u32::from(self.context.traits(agent + 1).has(Traits::DETERMINER));
        self.people.first_in(TokenRange::new(start, start + 1))
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
