//! Bodies that are described before or after they are named: "the House panel" for the House Budget Committee.
//!
//! The description ends in a noun of bodies; all its other words, by their stems, stand in the name of one body of the
//! document and of no other, beside another noun of bodies of the same sort: a campaign may be called a team, an
//! administration may not. Places alone tell nothing (a British company is not the British Library), and neither does a
//! single common noun (a news service is not the News Corporation).

use super::{MOST_ENTITIES, Resolved, Resolver};
use crate::attribution::people::{EntityKind, Naming};
use crate::attribution::traits::Traits;
use crate::lexicon::Entry;
use crate::text::TokenRange;

/// Words of a description that are compared.
const WORDS: usize = 6;

/// What a body is described by.
struct Short<'a> {
    /// The token of its noun.
    noun: u32,
    /// The stems of the other words.
    stems: Vec<&'a str>,
    /// Words that its name has at least: somebody new is called by a part of a long name only.
    least: usize,
}

impl<'a> Resolver<'a, '_> {
    /// "House panel", "a union representing nurses in Leeds": the body with those words in its name.
    pub(super) fn shortened(&self, core: TokenRange) -> Option<Resolved> {
        let short = self.short(core)?;
        let mut bodies: Vec<u32> = Vec::new();
        for naming in self.people.namings.iter().take(MOST_ENTITIES) {
            if !bodies.contains(&naming.entity) && self.is_longer(*naming, &short) {
                bodies.push(naming.entity);
            }
        }
        match bodies[..] {
            [only] => Some(self.entity(only, "description", 0.7)),
            _ => None,
        }
    }

    /// A description that may be short for a name.
    fn short(&self, core: TokenRange) -> Option<Short<'a>> {
        let context = self.context;
        let noun = self.body_noun(core)?;
        // "the house | representing"
        let participle = if noun + 1 < core.end { noun + 1 } else { noun };
        let content = |i: &u32| {
            let t = context.traits(*i);
            *i != noun && *i != participle && t.has(Traits::WORD) && !t.any(Traits::FUNCTION)
        };
        let tokens: Vec<u32> = core.indices().map(|i| i as u32).filter(content).collect();
        let capital = |i: u32| context.traits(i).has(Traits::CAPITAL);
        let place =
            |i: u32| context.names_in(TokenRange::new(i, i + 1)).iter().any(|n| matches!(n.entry, Entry::Place(_)));
        let telling = tokens.len() > 1 || tokens.iter().any(|&i| capital(i));
        // "the bank's board" is no bank.
        let owned = noun == participle && tokens.iter().any(|&i| context.word(i).form.ends_with("'s") && !capital(i));
        if !telling || tokens.len() > WORDS || tokens.iter().all(|&i| place(i)) || owned {
            return None;
        }
        let stems: Vec<&str> = tokens.iter().map(|&i| &*context.word(i).stem).collect();
        let least = stems.len() + 1 + usize::from(context.traits(core.start).has(Traits::INDEFINITE));
        Some(Short { noun, stems, least })
    }

    /// The noun of bodies with which a description ends, up to a participle: "a union | representing nurses".
    fn body_noun(&self, core: TokenRange) -> Option<u32> {
        let traits = |i: u32| self.context.traits(i);
        let body = |i: &u32| traits(*i).has(Traits::ORGANIZATION) && !traits(*i).has(Traits::ENDS_S);
        let noun = (core.start..core.end).rev().find(body)?;
        (noun + 1 == core.end || traits(noun + 1).has(Traits::ENDS_ING)).then_some(noun)
    }

    /// A body that is named by those words and others, a noun of bodies of the same sort among them.
    fn is_longer(&self, naming: Naming, short: &Short<'_>) -> bool {
        let context = self.context;
        if self.entity_of(naming).kind != EntityKind::Body {
            return false;
        }
        let words = || naming.tokens.indices().map(|i| i as u32).filter(|&i| context.class(i).is_word());
        let stem = |i: u32| &*context.word(i).stem;
        let noun = context.traits(short.noun);
        let same = |t: Traits| t.has(Traits::ORGANIZATION) && (t.has(Traits::SERVES) || !noun.has(Traits::SERVES));
        words().count() >= short.least
            && words().all(|i| stem(i) != stem(short.noun))
            && short.stems.iter().all(|wanted| words().any(|i| stem(i) == *wanted))
            && words().any(|i| !short.stems.contains(&stem(i)) && same(context.traits(i)))
    }
}
