//! Several who speak together: "Kerry and Cui".

use super::{Resolved, Resolver};
use crate::attribution::people::EntityKind;
use crate::attribution::sides::affiliation;
use crate::attribution::statement::{Affiliation, Speaker};
use crate::attribution::traits::Traits;
use crate::lexicon::Number;
use crate::text::TokenRange;

impl<'a, 'c> Resolver<'a, 'c> {
    /// "Kerry and Cui": both names, and the side when they share one.
    pub(super) fn both(&self, core: TokenRange) -> Option<Resolved> {
        let context = self.context;
        let joint = (core.start + 1..core.end.saturating_sub(1)).rev().find(|&i| {
            let t = context.traits(i);
            t.has(Traits::CONJUNCTION) && !t.has(Traits::CAPITAL)
        })?;
        let (left, right) = (TokenRange::new(core.start, joint), TokenRange::new(joint + 1, core.end));
        // "The former first lady and senator" is one person.
        let article = |i: u32| context.traits(i).has(Traits::ARTICLE);
        let singular = |range: TokenRange| self.titles_at_end(range).any(|t| t.number == Number::Singular);
        if article(left.start) && !article(right.start) && singular(left) && singular(right) {
            return None;
        }
        if self.shares_preposition(left, right) {
            return None;
        }
        let known = |r: &Resolved| r.entity.is_some() || matches!(r.speaker.resolution, "group" | "metonym" | "name");
        let second = Some(self.resolve_core(right)).filter(known)?;
        // "Chinese and American officials"
        let shared = || {
            let rest = TokenRange::new(right.start + 1, right.end);
            let phrase = format!("{} {}", context.words(left), context.words(rest));
            let holder = (left.len() == 1 && !rest.is_empty()).then(|| self.index.named(&phrase).first())??;
            let actor = &context.lexicon.dispute.actors[*holder as usize];
            let (name, affiliation) = (actor.name.clone(), affiliation(actor));
            Some(Resolved {
                speaker: Speaker { name, affiliation, resolution: "group", confidence: 0.8 },
                entity: None,
            })
        };
        let first = shared().or_else(|| Some(self.resolve_core(left)).filter(known))?;
        let (a, b) = (first.speaker, second.speaker);
        if a.name == b.name {
            return None;
        }
        // What somebody of a side says together with somebody of none is said for that side.
        let affiliation = match (a.affiliation.side(), b.affiliation.side()) {
            (Some(side), None) | (None, Some(side)) => Affiliation::Side(side),
            _ if a.affiliation == b.affiliation => a.affiliation,
            _ => Affiliation::Unknown,
        };
        let name = format!("{} {} {}", a.name, context.words(TokenRange::new(joint, joint + 1)), b.name);
        let confidence = a.confidence.min(b.confidence);
        Some(Resolved { speaker: Speaker { name, affiliation, resolution: "both", confidence }, entity: None })
    }

    /// "leaders of | the House" and "the Senate": what stands behind the preposition on the left is what is joined.
    fn shares_preposition(&self, left: TokenRange, right: TokenRange) -> bool {
        let body = |range: TokenRange, floor: u32| {
            let named = self.people.last_in(range).filter(|n| n.tokens.end == range.end && n.tokens.start >= floor);
            named.is_some_and(|n| matches!(self.entity_of(n).kind, EntityKind::Body | EntityKind::Place))
        };
        body(left, self.head_segment(left).end) && body(right, right.start)
    }
}
