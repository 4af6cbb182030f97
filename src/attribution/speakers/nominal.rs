//! Nominals: whom "the embassy", "Clinton aides" and "his campaign" mean.

use super::{MOST_ENTITIES, Resolved, Resolver};
use crate::attribution::people::{Entity, EntityKind, Naming};
use crate::attribution::roles::Description;
use crate::attribution::sides::affiliation;
use crate::attribution::statement::{Affiliation, Speaker};
use crate::attribution::traits::Traits;
use crate::lexicon::{ActorKind, Entry, Gender, Number, TitleKind, WordClass};
use crate::text::TokenRange;

impl<'a, 'c> Resolver<'a, 'c> {
    /// "the ambassador", "Clinton aides", "his campaign", "officials"
    pub(super) fn nominal(&self, core: TokenRange, head: TokenRange) -> Resolved {
        let context = self.context;
        let titles: Vec<_> = self.titles_at_end(head).collect();
        let noun = context.traits(head.end - 1);
        let determiner = context.traits(core.start);
        let owned = core.indices().any(|i| context.traits(i as u32).has(Traits::POSSESSIVE_PRONOUN));
        let new = determiner.has(Traits::INDEFINITE);
        let definite = determiner.has(Traits::DETERMINER) && !new && !owned;
        let group = titles.iter().any(|t| t.number == Number::Plural || t.kind == TitleKind::Group)
            || new && noun.has(Traits::ENDS_S);
        let description = self.roles.describe(core);
        if let Some(resolved) = self.owned_body(core, head) {
            return resolved;
        }
        if let Some(resolved) = self.issuer(core, head).or_else(|| self.sort_of(head, new)) {
            return resolved;
        }
        if !group && let Some(id) = self.apposed(core) {
            return self.entity(id, "appositive", 0.75);
        }
        if !group
            && !titles.is_empty()
            && let Some(id) = self.only_one_described(core, &description.head)
        {
            return self.entity(id, "description", 0.55);
        }
        let bare = !determiner.any(Traits::DETERMINER) && description.side.is_some() && noun.has(Traits::REPRESENTS);
        let whole = core == head || description.side.is_some();
        if (definite || bare)
            && !group
            && !titles.is_empty()
            && whole
            && let Some(resolved) = self.bearer(core, &titles, &description, true)
        {
            return resolved;
        }
        if definite
            && !group
            && core == head
            && noun.has(Traits::ORGANIZATION)
            && let Some(resolved) = self.body(core, &description)
        {
            return resolved;
        }
        let resolution = if group || noun.has(Traits::ENDS_S) { "group" } else { "nominal" };
        let human = !titles.is_empty() || noun.any(Traits::ORGANIZATION.with(Traits::FAMILY).with(Traits::DOCUMENT));
        let affiliation = match description.side {
            Some(side) => Affiliation::Side(side),
            None if description.principal || !description.official => Affiliation::Unknown,
            None => self.owner_side(core, human),
        };
        let named = if description.side.is_some() && core != head && new { head } else { core };
        self.words(self.bare(named), resolution, affiliation, 0.6)
    }

    /// "his campaign", "Trump's campaign": the row of `speakers.csv` that is called after its owner.
    pub(super) fn owned_body(&self, core: TokenRange, head: TokenRange) -> Option<Resolved> {
        let context = self.context;
        let at = (core.start..head.end).find(|&i| context.traits(i).has(Traits::POSSESSIVE_PRONOUN))?;
        let owner = self.pronoun(at);
        let entity = &self.people.entities[owner.entity? as usize];
        let dispute = &context.lexicon.dispute;
        let actor = &dispute.actors[entity.actor? as usize];
        let rest = context.words(context.trim(TokenRange::new(at + 1, head.end)));
        let row = std::iter::once(&actor.name).chain(&actor.aliases).find_map(|name| {
            self.index
                .named(&format!("{name} {rest}"))
                .iter()
                .copied()
                .find(|&row| dispute.actors[row as usize].side == actor.side)
        })?;
        let body = &dispute.actors[row as usize];
        let speaker = Speaker {
            name: body.name.clone(),
            affiliation: affiliation(body),
            resolution: "possessive",
            confidence: owner.speaker.confidence * 0.9,
        };
        Some(Resolved { speaker, entity: self.people.by_actor.get(&body.name).copied() })
    }

    /// "a senior Chinese official", "my American colleagues": the group of `speakers.csv` with which the phrase ends.
    pub(super) fn sort_of(&self, head: TokenRange, new: bool) -> Option<Resolved> {
        let context = self.context;
        let dispute = &context.lexicon.dispute;
        let hit = context.names_in(head).iter().find_map(|n| match n.entry {
            Entry::Actor(row) if n.tokens.end == head.end => {
                let actor = &dispute.actors[row as usize];
                (actor.kind == ActorKind::Group).then_some((n.tokens, actor))
            }
            _ => None,
        });
        let (tokens, actor) = hit?;
        let modified = TokenRange::new(head.start, tokens.start);
        let plain = modified.indices().all(|i| {
            !context.traits(i as u32).any(Traits::CAPITAL.with(Traits::UNOFFICIAL).with(Traits::ORGANIZATION))
        });
        let several = new || context.traits(head.end - 1).has(Traits::ENDS_S);
        let speaker = || Speaker {
            name: actor.name.clone(),
            affiliation: affiliation(actor),
            resolution: "group",
            confidence: 0.8,
        };
        (plain && several).then(|| Resolved { speaker: speaker(), entity: None })
    }

    /// "the embassy", "the bank": the body of that noun named last, else the body talked about.
    pub(super) fn body(&self, core: TokenRange, description: &Description) -> Option<Resolved> {
        let head = &description.head;
        let actors = &self.context.lexicon.dispute.actors;
        let known = self.roles.body(head, description.side, core.start);
        let named = |e: &Entity| e.kind == EntityKind::Body && e.words.iter().any(|word| word == head);
        if let Some(body) = known {
            let Some(row) = body.row else {
                return Some(self.words(self.bare(core), "nominal", Affiliation::Side(body.side), 0.6));
            };
            let actor = &actors[row as usize];
            let speaker = Speaker {
                name: actor.name.clone(),
                affiliation: affiliation(actor),
                resolution: "nominal",
                confidence: 0.7,
            };
            return Some(Resolved { speaker, entity: self.people.by_actor.get(&actor.name).copied() });
        }
        if description.side.is_some() {
            return None;
        }
        if let Some((id, _)) = self.antecedent(core.start, named) {
            return Some(self.entity(id, "nominal", 0.65));
        }
        // Nobody says "the embassy" of a nation, and a bureau is no bank.
        let fit = |e: &Entity| {
            let nation = e.actor.is_some_and(|row| actors[row as usize].kind == ActorKind::Place);
            let place = self.context.lexicon.language.places.iter().any(|p| p.name == e.name);
            let words = &self.context.lexicon.language.words;
            let noun = e.words.last().and_then(|word| words.get(word));
            match e.kind {
                _ if nation || place => 0.0,
                EntityKind::Body if noun.is_some_and(|class| class.has(WordClass::ORGANIZATION)) => 0.4,
                EntityKind::Body => 1.0,
                EntityKind::Unknown if e.gender == Gender::Any && e.titles.is_empty() && e.words.len() > 1 => 0.8,
                _ => 0.0,
            }
        };
        let (id, sure) = self.antecedent_by(core.start, fit, |_| 0.0)?;
        Some(self.entity(id, "nominal", sure * 0.6))
    }

    /// "his attorney", "Pagliano's attorney": the only person of the document whom the noun describes.
    fn only_one_described(&self, core: TokenRange, noun: &str) -> Option<u32> {
        let owner = Traits::POSSESSIVE.with(Traits::POSSESSIVE_PRONOUN);
        if !core.indices().any(|i| self.context.traits(i as u32).any(owner)) {
            return None;
        }
        let described = |e: &&Entity| e.may_be_person() && e.heads.iter().any(|head| head == noun);
        let mut fitting = self.people.entities.iter().take(MOST_ENTITIES).enumerate().filter(|(_, e)| described(e));
        let only = fitting.next().filter(|_| fitting.next().is_none())?;
        Some(only.0 as u32)
    }

    /// The side of who owns the phrase: "her spokesman", "their lawyers".
    pub(super) fn owner_side(&self, core: TokenRange, human: bool) -> Affiliation {
        let context = self.context;
        let owner = core.indices().map(|i| i as u32).find(|&i| context.traits(i).has(Traits::POSSESSIVE_PRONOUN));
        match owner.filter(|_| human).and_then(|i| self.pronoun(i).speaker.affiliation.side()) {
            Some(side) => Affiliation::Side(side),
            None => Affiliation::Unknown,
        }
    }

    /// The person in apposition: "Mark MacDougall, | an attorney for Pagliano" and the other way round.
    pub(super) fn apposed(&self, core: TokenRange) -> Option<u32> {
        use crate::text::TokenClass::Comma;
        let person = |n: &Naming| self.entity_of(*n).may_be_person() && self.entity_of(*n).words.len() > 1;
        if core.start > 1 && self.context.class(core.start.wrapping_sub(1)) == Comma {
            let before = self.people.last_in(TokenRange::new(core.start.saturating_sub(8), core.start - 1));
            if let Some(naming) = before.filter(|n| n.tokens.end == core.start - 1 && person(n)) {
                return Some(naming.entity);
            }
        }
        if self.context.class(core.end) == Comma {
            let after = self.people.first_in(TokenRange::new(core.end + 1, core.end + 4));
            if let Some(naming) = after
                .filter(|n| person(n) && !self.context.traits(n.tokens.end.wrapping_sub(1)).has(Traits::POSSESSIVE))
            {
                return Some(naming.entity);
            }
        }
        None
    }
}
