//! Implied speakers: who says what the grammar gives no source of its own.
//!
//! "Lee left, promising to wait", "Lee met the press and called it a mistake": the subject of the sentence speaks. "They're
//! asking" and "her promise" hold their source inside or right before the cue. A passive ("is expected to") has no speaker.

use super::discourse::{Place, is_cue, place};
use super::nominal::owns;
use super::{Resolved, Resolver};
use crate::attribution::phrase::subject_before;
use crate::attribution::traits::Traits;
use crate::lexicon::Gender;
use crate::text::{TokenClass, TokenRange};

/// A pronoun that is less sure than this implies nobody.
const SURE: f64 = 0.4;
/// Tokens between a cue and a pronoun that owns it.
const ADJECTIVES: u32 = 2;
/// Tokens from a participle that opens a sentence to the subject behind it.
const FRONTED: u32 = 60;

impl Resolver<'_, '_> {
    /// Who is behind a statement without a source, by its cue.
    pub fn implied(&mut self, cue: TokenRange) -> Option<Resolved> {
        let context = self.context;
        if cue.is_empty() || context.quote_of(cue.start).is_some() {
            return None;
        }
        self.advance(cue.start);
        let mut resolved = self.inside(cue).or_else(|| self.subject_of(cue)).or_else(|| self.named_subject(cue))?;
        resolved.speaker.resolution = "implied";
        resolved.speaker.confidence *= 0.8;
        Some(resolved)
    }

    /// "they're asking", "Lee's promise", "her | promise"
    fn inside(&self, cue: TokenRange) -> Option<Resolved> {
        let context = self.context;
        let first = context.traits(cue.start);
        if first.has(Traits::CONTRACTED_SUBJECT) || owns(first) {
            // "it's clear" is said by nobody.
            let person = self.pronoun_at(cue.start).is_some_and(|p| p.gender != Gender::Neuter);
            return person.then(|| self.pronoun(cue.start)).filter(|r| r.speaker.confidence > SURE);
        }
        // "Lee insisted"
        let subject = self.people.first_in(TokenRange::new(cue.start, cue.start + 1));
        if let Some(naming) = subject.filter(|n| n.tokens.end < cue.end && is_cue(context, n.tokens.end)) {
            return Some(self.entity(naming.entity, "name", 0.9));
        }
        // "her | promise", "his infamous | comment"
        let floor = context.sentence(cue.start).start.max(cue.start.saturating_sub(ADJECTIVES + 1));
        let describes = |i: &u32| context.class(*i).is_word() && !context.traits(*i).any(Traits::FUNCTION);
        let owner = (floor..cue.start).rev().find(|i| !describes(i)).filter(|&i| owns(context.traits(i)));
        if let Some(owner) = owner {
            return Some(self.pronoun(owner)).filter(|r| r.speaker.confidence > SURE);
        }
        let owner = self.people.first_in(TokenRange::new(cue.start.saturating_sub(3), cue.start + 1)).filter(|n| {
            let end = n.tokens.end;
            context.traits(end - 1).has(Traits::POSSESSIVE) && (end == cue.start || n.tokens.start == cue.start)
        })?;
        Some(self.entity(owner.entity, "name", 0.9))
    }

    /// "Lee | insisted that", "Lee, who lives in Leeds, | said": a name that stands as subject right before the cue.
    fn named_subject(&self, cue: TokenRange) -> Option<Resolved> {
        let context = self.context;
        // "Lee seemed to know": who says so is not Lee; nor is it Reuters when somebody "told Reuters when asked".
        let helps = |i: &u32| {
            let t = context.traits(*i);
            t.any(Traits::HAVE.with(Traits::ADVERB).with(Traits::ENDS_LY))
                && !t.any(Traits::SUBORDINATOR.with(Traits::RELATIVE))
        };
        let verb = (cue.start..cue.end).find(|i| !helps(i))?;
        let passive = (cue.start.saturating_sub(1)..cue.end).any(|i| context.traits(i).has(Traits::BE));
        if passive || !is_cue(context, verb) || context.traits(verb).any(Traits::ENDS_ING.with(Traits::INFINITIVE)) {
            return None;
        }
        let phrase = subject_before(context, cue.start, context.sentence(cue.start).start)?;
        let resolved = self.resolve_phrase(&phrase);
        (resolved.speaker.resolution == "name").then_some(resolved)
    }

    /// The subject of the sentence, for a participle, an infinitive or a second verb.
    fn subject_of(&self, cue: TokenRange) -> Option<Resolved> {
        let context = self.context;
        let sentence = context.sentence(cue.start);
        let mut before = cue.start;
        while before > sentence.start && context.traits(before - 1).any(Traits::ADVERB.with(Traits::ENDS_LY)) {
            before -= 1;
        }
        let first = context.traits(cue.start);
        let linked = before > sentence.start
            && (context.traits(before - 1).has(Traits::CONJUNCTION) || context.class(before - 1) == TokenClass::Comma);
        let passive = (before.saturating_sub(1)..cue.end).any(|i| context.traits(i).has(Traits::BE));
        let verb = first.has(Traits::ENDS_ING) || first.has(Traits::INFINITIVE) || first.has(Traits::ENDS_ED) && linked;
        if passive || !verb {
            return None;
        }
        let subject = self.discourse.subject_in(TokenRange::new(sentence.start, cue.start));
        if subject.is_some() || before > sentence.start {
            return Some(self.referent(subject?, "implied", 0.8));
        }
        // "Promising to wait, Lee left."
        let limit = sentence.end.min(cue.end + FRONTED);
        let comma =
            (cue.end..limit).find(|&i| context.class(i) == TokenClass::Comma && context.quote_of(i).is_none())?;
        if context.traits(comma + 1).has(Traits::SUBJECT_PRONOUN) {
            return Some(self.pronoun(comma + 1)).filter(|r| r.speaker.confidence > SURE);
        }
        let naming = self.people.first_in(TokenRange::new(comma + 1, limit))?;
        let subject = first.has(Traits::ENDS_ING) && place(context, self.people, naming.tokens) == Place::Subject;
        subject.then(|| self.entity(naming.entity, "implied", 0.6))
    }
}
