//! Documents that speak: whose words a report, a letter or a website gives.
//!
//! The issuer is read off the words around the phrase ("a report by the ministry", "the ministry issued a report") or, of
//! "the report", off those around another mention of it; a study may be called a report, and a story a piece. A mere
//! subject of the sentence that mentioned it last counts only when it is a body: a person who dismisses a report did not
//! write it.

use super::nominal::owns;
use super::{Resolved, Resolver};
use crate::attribution::context::NameHit;
use crate::attribution::people::{EntityKind, Naming};
use crate::attribution::phrase::subject_before;
use crate::attribution::traits::Traits;
use crate::lexicon::{ActorKind, Entry};
use crate::text::{TokenClass, TokenRange};

/// Tokens between two mentions of a document.
const APART: u32 = 1500;
/// Mentions of a document that are looked at, before and behind.
const MENTIONS: usize = 12;
/// Tokens behind the noun within which its issuer may be named: "a study released on Tuesday by the institute".
const BEHIND: u32 = 10;
/// Tokens between an owner, or the verb of issuing, and the document.
const ADJECTIVES: u32 = 4;
/// A subject without a name that is less sure than this issued nothing.
const SURE: f64 = 0.25;
/// Tokens before a verb of issuing within which its subject ends: "has now | published".
const SUBJECT: u32 = 3;

impl Resolver<'_, '_> {
    /// Who issued the document that a phrase names.
    pub(super) fn issuer(&self, core: TokenRange, head: TokenRange) -> Option<Resolved> {
        let context = self.context;
        // Of "the report published the study" neither says who issued the other.
        let noun = self.document(head).filter(|_| !self.issuing.get())?;
        // "the Leeds report … the report" has a name of its own.
        let word = context.word(noun).name.to_lowercase();
        if self.is_named(TokenRange::new(head.start, noun)) || self.fuller(core, &word).is_some() {
            return None;
        }
        let definite =
            context.traits(core.start).has(Traits::DETERMINER) && !context.traits(core.start).has(Traits::INDEFINITE);
        let found = self.issued(noun, core.end);
        let mut issuer = found.or_else(|| if definite { self.issued_elsewhere(noun) } else { None })?;
        issuer.speaker.resolution = "issuer";
        issuer.speaker.confidence = issuer.speaker.confidence.min(0.8);
        Some(issuer)
    }

    /// Who issued a document by the words around one mention of it, those up to `end`.
    fn issued(&self, noun: u32, end: u32) -> Option<Resolved> {
        let named = self.issuer_behind(noun, end).or_else(|| self.author(noun));
        let named = named.map(|n| self.together(n).unwrap_or_else(|| self.entity(n.entity, "issuer", 0.8)));
        named.or_else(|| self.issuing_subject(noun))
    }

    /// The noun that a phrase about a document ends with: "a report", "a report released on Tuesday".
    fn document(&self, head: TokenRange) -> Option<u32> {
        let noun = (head.start..head.end).rev().find(|&i| self.context.traits(i).has(Traits::DOCUMENT))?;
        // "a report released on Tuesday", "a speech Lee gave"
        let behind = self.context.traits(noun + 1).any(Traits::ENDS_ED.with(Traits::ENDS_ING).with(Traits::CAPITAL));
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
        let second = self.named_at(joint + 1)?;
        let kind = |n: Naming| self.entity_of(n).kind;
        let bodies = kind(first) == EntityKind::Body && matches!(kind(second), EntityKind::Body | EntityKind::Unknown);
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
        self.named_at(agent + 1)
    }

    /// Who is named at `start`, behind an article: of "the U.S. Fish Board" the board.
    fn named_at(&self, start: u32) -> Option<Naming> {
        let start = start + u32::from(self.context.traits(start).has(Traits::DETERMINER));
        let first = self.people.first_in(TokenRange::new(start, start + 1))?;
        let period = self.context.class(first.tokens.end) == TokenClass::Period;
        let next = first.tokens.end + u32::from(period);
        let inside = next < self.context.sentence(start).end;
        let place = self.is_nation(first) || self.entity_of(first).kind == EntityKind::Place;
        let rest = self.people.first_in(TokenRange::new(next, next + 1)).filter(|_| place && inside);
        Some(rest.unwrap_or(first))
    }

    /// A row of `speakers.csv` that is a place, or a place of the language pack.
    fn is_nation(&self, naming: Naming) -> bool {
        let row = self.entity_of(naming).actor.map(|row| &self.context.lexicon.dispute.actors[row as usize]);
        let place = |n: &NameHit| n.tokens == naming.tokens && matches!(n.entry, Entry::Place(_));
        row.is_some_and(|actor| actor.kind == ActorKind::Place)
            || self.context.names_in(naming.tokens).iter().any(place)
    }

    /// "a letter | Mr. Lee | sent": a name right behind the noun, with a verb behind it.
    fn subject_of_clause(&self, noun: u32, name: Naming, end: u32) -> bool {
        let context = self.context;
        let titles = (noun + 1..name.tokens.start)
            .all(|i| context.traits(i).has(Traits::CAPITAL) || !context.class(i).is_word());
        let verb = context.traits(name.tokens.end);
        titles && name.tokens.end < end && verb.any(Traits::ENDS_ED.with(Traits::AUXILIARY).with(Traits::HAVE))
    }

    /// "the authors of the report, which include | the institute"
    fn author(&self, noun: u32) -> Option<Naming> {
        let context = self.context;
        let relative = noun + 2;
        let opens = context.class(noun + 1) == TokenClass::Comma && context.traits(relative).has(Traits::RELATIVE);
        let of = (noun.saturating_sub(ADJECTIVES)..noun).rev().find(|&i| context.traits(i).has(Traits::GENITIVE))?;
        let authors = of.checked_sub(1).is_some_and(|i| context.traits(i).has(Traits::ISSUES));
        if opens && authors { self.named_at(relative + 2) } else { None }
    }

    /// "The institute | issued a new report", "it published a paper"
    fn issuing_subject(&self, noun: u32) -> Option<Resolved> {
        let context = self.context;
        let floor = context.sentence(noun).start;
        let plain = |i: &u32| context.traits(*i).has(Traits::WORD) && !context.traits(*i).has(Traits::PREPOSITION);
        let mut before = (floor.max(noun.saturating_sub(ADJECTIVES))..noun).rev().take_while(plain);
        let verb = before.find(|&i| context.traits(i).has(Traits::ISSUES))?;
        let helps = |i: u32| context.traits(i).any(Traits::HAVE.with(Traits::ADVERB).with(Traits::ENDS_LY));
        let mut end = verb;
        while end > floor && verb - end < SUBJECT && helps(end - 1) {
            end -= 1;
        }
        let subject = subject_before(context, end, floor).filter(|p| !p.relative)?;
        let same = context.quote_of(subject.core.start) == context.quote_of(noun);
        let known = |r: &Resolved| match r.speaker.resolution {
            "pronoun" | "title" => r.speaker.confidence > SURE && r.entity.is_some(),
            "nominal" | "group" | "words" => false,
            _ => true,
        };
        if !same {
            return None;
        }
        let outer = self.issuing.replace(true);
        let resolved = self.resolve_phrase(&subject);
        self.issuing.set(outer);
        Some(resolved).filter(known)
    }

    /// "a new report", "another poll"
    fn introduces(&self, noun: u32) -> bool {
        let mut before = (noun.saturating_sub(ADJECTIVES)..noun).rev();
        let determiner = before.find(|&i| self.context.traits(i).has(Traits::DETERMINER));
        determiner.is_some_and(|i| self.context.traits(i).has(Traits::INDEFINITE))
    }

    /// The issuer that other mentions of the document give: the nearest before it, else the nearest behind it, else the
    /// body with which the sentence of its last mention begins.
    fn issued_elsewhere(&self, noun: u32) -> Option<Resolved> {
        let context = self.context;
        let sort = context.traits(noun).0 & Traits::FINDINGS.with(Traits::PRESS).0;
        let same = |i: u32| context.text.tokens[i as usize].type_id == context.text.tokens[noun as usize].type_id;
        let mentions = |i: &u32| same(*i) || sort != 0 && context.traits(*i).0 & sort == sort;
        // "a report" is a new one.
        let mut older = true;
        for i in (noun.saturating_sub(APART)..noun).rev().filter(mentions).take(MENTIONS) {
            if let Some(issuer) = self.issued(i, context.sentence(i).end) {
                return Some(issuer);
            }
            if self.introduces(i) {
                older = false;
                break;
            }
        }
        let behind = (noun + 1..context.len().min(noun + APART)).filter(mentions).take(MENTIONS);
        let mut behind = behind.take_while(|&i| !self.introduces(i));
        if let Some(issuer) = behind.find_map(|i| self.issued(i, context.sentence(i).end)) {
            return Some(issuer);
        }
        let last = (noun.saturating_sub(APART)..noun).rev().filter(|_| older).find(|&i| same(i))?;
        let first = self.people.first_in(context.sentence(last));
        let naming = first.filter(|n| self.entity_of(*n).kind == EntityKind::Body && !self.is_nation(*n))?;
        Some(self.together(naming).unwrap_or_else(|| self.entity(naming.entity, "issuer", 0.8)))
    }
}
