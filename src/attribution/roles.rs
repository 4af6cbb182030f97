//! Roles: for whom somebody speaks, by the words that describe him.
//!
//! A noun phrase comes in ("the head of the Chinese delegation"), its head noun and the side it speaks for go out. Only
//! nouns of the language pack's classes `represents` and `serves` speak for anybody: a Chinese envoy does, a Chinese
//! dissident does not, and neither does a former envoy. Nothing here depends on the order in which it is asked.

use std::collections::BTreeMap;

use super::context::Context;
use super::sides::ActorIndex;
use super::traits::Traits;
use crate::lexicon::{ActorKind, Entry, SideId};
use crate::text::{TokenClass, TokenRange};

/// Tokens of a description that are read.
const REACH: u32 = 30;
/// Words between the name of a side and the noun that speaks for it.
const BETWEEN: u32 = 5;
/// Tokens in which the verb of an endorsement stands.
const BEFORE_ENDORSEMENT: u32 = 5;
/// Tokens behind that verb in which the name starts: titles may stand before it.
const ENDORSED: u32 = 4;
/// Complements of a noun that are looked through: "head of policy at the ministry".
const COMPLEMENTS: usize = 3;

/// What a description says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Description {
    /// The head noun, lower case.
    pub head: String,
    /// The words up to the first complement, lower case, without articles.
    pub words: String,
    /// The noun speaks for somebody.
    pub official: bool,
    /// The description says for whom, whether that is a side or not.
    pub principal: bool,
    /// The side that it speaks for.
    pub side: Option<SideId>,
}

/// A place where a body of a side is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BodyMention {
    /// Its last token.
    pub at: u32,
    /// Its row in `speakers.csv`; none for "the Chinese delegation".
    pub row: Option<u32>,
    /// Its side.
    pub side: SideId,
}

/// Reads descriptions of one document.
pub struct Roles<'a, 'c> {
    context: &'a Context<'c>,
    index: &'a ActorIndex,
    bodies: BTreeMap<String, Vec<BodyMention>>,
}

impl<'a, 'c> Roles<'a, 'c> {
    /// Notes where the document names the sides' bodies.
    pub fn new(context: &'a Context<'c>, index: &'a ActorIndex) -> Self {
        let mut roles = Roles { context, index, bodies: BTreeMap::new() };
        for hit in &context.names {
            let Entry::Actor(row) = hit.entry else { continue };
            let actor = &context.lexicon.dispute.actors[row as usize];
            let Some(side) = actor.side else { continue };
            let found = match actor.kind {
                ActorKind::Organization => Some((hit.tokens.end - 1, Some(row))),
                // "the Chinese delegation"
                ActorKind::Place => {
                    let limit = context.sentence(hit.tokens.start).end;
                    let noun = roles.head_after(hit.tokens.end, limit);
                    noun.filter(|&i| context.traits(i).has(Traits::ORGANIZATION.with(Traits::REPRESENTS)))
                        .map(|i| (i, None))
                }
                _ => None,
            };
            if let Some((at, row)) = found {
                let mentions = roles.bodies.entry(roles.form(at)).or_default();
                mentions.push(BodyMention { at, row, side });
            }
        }
        for mentions in roles.bodies.values_mut() {
            mentions.sort_by_key(|m| (m.at, m.row.is_none(), m.row));
            mentions.dedup_by_key(|m| m.at);
        }
        roles
    }

    /// The body whose name ends in this noun and that was named last before token `before`.
    pub fn body(&self, noun: &str, side: Option<SideId>, before: u32) -> Option<BodyMention> {
        let mentions = self.bodies.get(noun)?;
        let end = mentions.partition_point(|m| m.at < before);
        mentions[..end].iter().rev().find(|m| side.is_none_or(|side| m.side == side)).copied()
    }

    /// The side of all the bodies of the document whose names end in this noun, those of no side among them.
    fn only_side(&self, noun: &str) -> Option<SideId> {
        let context = self.context;
        let mentions = self.bodies.get(noun)?;
        let side = mentions[0].side;
        let type_id = context.text.tokens[mentions[0].at as usize].type_id;
        let other = (1..context.len()).any(|i| {
            context.text.tokens[i as usize].type_id == type_id
                && context.traits(i - 1).has(Traits::CAPITAL)
                && !context.traits(i - 1).any(Traits::FUNCTION)
                && mentions.binary_search_by_key(&i, |m| m.at).is_err()
        });
        (!other && mentions.iter().all(|m| m.side == side)).then_some(side)
    }

    /// What a noun phrase says of whom it describes; articles and complements may stand in it.
    pub fn describe(&self, range: TokenRange) -> Description {
        let context = self.context;
        let range = context.trim(TokenRange::new(range.start, range.end.min(range.start + REACH)));
        if range.is_empty() {
            return Description::default();
        }
        let stop = self.segment_end(range);
        let core = context.trim(TokenRange::new(range.start, stop));
        if core.is_empty() {
            return Description::default();
        }
        let head = core.end - 1;
        let traits = context.traits(head);
        let words: Vec<String> =
            core.indices().map(|i| i as u32).filter(|&i| self.is_plain_word(i)).map(|i| self.form(i)).collect();
        let mut description = Description { head: self.form(head), words: words.join(" "), ..Description::default() };
        let unofficial = core.indices().any(|i| context.traits(i as u32).has(Traits::UNOFFICIAL));
        description.official = traits.any(Traits::REPRESENTS.with(Traits::SERVES)) && !unofficial;
        if !description.official {
            return description;
        }
        let (side, named) = self.modifier(core, head);
        description.side = side;
        description.principal = named;
        if !named {
            self.complements(TokenRange::new(stop, range.end), traits, &mut description);
        }
        if description.side.is_none() && !description.principal {
            // "deputy secretary of commerce": the office as a whole, with its first complement.
            let office = match context.traits(stop).has(Traits::GENITIVE) {
                true => TokenRange::new(range.start, self.segment_end(TokenRange::new(stop, range.end))),
                false => core,
            };
            let words: Vec<String> =
                office.indices().map(|i| i as u32).filter(|&i| self.is_plain_word(i)).map(|i| self.form(i)).collect();
            description.side = self.index.rank(&words.join(" "), |word| self.makes_deputy(word));
        }
        description
    }

    /// The side of the body after "who led", "who speaks for".
    pub fn led(&self, clause: TokenRange) -> Option<Description> {
        let context = self.context;
        let verb = (clause.start..clause.end.min(clause.start + 4)).find(|&i| context.traits(i).has(Traits::LEADS))?;
        let mut start = verb + 1;
        while start < clause.end && context.traits(start).any(Traits::PREPOSITION.with(Traits::ADVERB)) {
            start += 1;
        }
        let object = TokenRange::new(start, clause.end);
        let object = TokenRange::new(start, self.segment_end(object));
        let side = self.object(object, true).flatten().or_else(|| self.owner(object));
        Some(Description { head: self.form(verb), official: true, principal: true, side, words: String::new() })
    }

    /// The side of the person or body that is endorsed: "has openly | backed Cui", "plans to | vote for Cui".
    ///
    /// Only forms that say so themselves may stand before the verb: no negation, no "would", no "once".
    pub fn endorsed(&self, clause: TokenRange) -> Option<SideId> {
        let context = self.context;
        let end = clause.end.min(clause.start + BEFORE_ENDORSEMENT);
        let mut verb = clause.start;
        while verb < end && !context.traits(verb).has(Traits::ENDORSES) {
            let t = context.traits(verb);
            let helps = t.any(Traits::HAVE.with(Traits::BE));
            let manner = t.has(Traits::ENDS_LY) && !t.has(Traits::TIME);
            if !helps && !manner || self.is_contracted(verb) {
                return None;
            }
            verb += 1;
        }
        let mut start = verb + 1;
        if verb >= end || context.traits(verb).has(Traits::ENDS_ING) && verb == clause.start {
            return None;
        }
        while start < clause.end && context.traits(start).any(Traits::PREPOSITION.with(Traits::DETERMINER)) {
            start += 1;
        }
        let object = TokenRange::new(start, clause.end.min(start + ENDORSED));
        let actors = &context.lexicon.dispute.actors;
        let mut sides: Vec<SideId> = Vec::new();
        for hit in context.names_in(object) {
            let Entry::Actor(row) = hit.entry else { continue };
            let actor = &actors[row as usize];
            let owns = context.traits(hit.tokens.end - 1).has(Traits::POSSESSIVE);
            // "backed Cui aides", "endorsed Cui and Kerry"
            let joins =
                |i: u32| context.traits(i).has(Traits::CONJUNCTION) && context.traits(i + 1).has(Traits::CAPITAL);
            let goes_on = joins(hit.tokens.end) || context.class(hit.tokens.end) == TokenClass::Hyphen;
            let titles = (start..hit.tokens.start).all(|i| {
                !context.class(i).is_word() || context.traits(i).any(Traits::CAPITAL.with(Traits::REPRESENTS))
            });
            if owns || goes_on || !titles || !matches!(actor.kind, ActorKind::Person | ActorKind::Organization) {
                return None;
            }
            sides.extend(actor.side);
        }
        single(&mut sides)
    }

    /// "hasn't": a word with a negation or a subject in it.
    fn is_contracted(&self, i: u32) -> bool {
        self.context.word(i).form.contains('\'')
    }

    /// The side of the nation or body that a noun phrase names.
    pub fn named(&self, phrase: TokenRange) -> Option<SideId> {
        self.object(TokenRange::new(phrase.start, self.segment_end(phrase)), true).flatten()
    }

    /// The side whose name stands before the head noun, and whether any does.
    fn modifier(&self, core: TokenRange, head: u32) -> (Option<SideId>, bool) {
        let context = self.context;
        let actors = &context.lexicon.dispute.actors;
        let nation = context.traits(head).has(Traits::REPRESENTS);
        let mut sides: Vec<SideId> = Vec::new();
        let mut named = false;
        for hit in context.names_in(core) {
            if hit.tokens.end > core.end {
                continue;
            }
            let place = match hit.entry {
                Entry::Place(_) => {
                    named = true;
                    continue;
                }
                Entry::Actor(row) => {
                    let actor = &actors[row as usize];
                    let Some(side) = actor.side else { continue };
                    // "the foreign minister of France": what follows says whose minister, not the alias.
                    let office = actor.kind == ActorKind::Person && hit.tokens.end == head + 1;
                    if office && context.traits(core.end).has(Traits::GENITIVE) {
                        continue;
                    }
                    sides.push(side);
                    actor.kind == ActorKind::Place
                }
                _ => continue,
            };
            named = true;
            let between = TokenRange::new(hit.tokens.end, head.max(hit.tokens.end));
            let blocked = between.len() > BETWEEN
                || between.indices().any(|i| {
                    let t = context.traits(i as u32);
                    t.has(Traits::ORGANIZATION) && !t.has(Traits::REPRESENTS) && !t.has(Traits::SERVES)
                        || t.has(Traits::ENDS_ED) && !t.has(Traits::CAPITAL)
                });
            if blocked || place && !nation {
                sides.pop();
            }
        }
        (single(&mut sides), named)
    }

    /// Looks for whom the noun speaks in what follows it.
    fn complements(&self, rest: TokenRange, head: Traits, description: &mut Description) {
        let context = self.context;
        let mut start = rest.start;
        for _ in 0..COMPLEMENTS {
            if start >= rest.end || !context.traits(start).has(Traits::PREPOSITION) {
                return;
            }
            let genitive = context.traits(start).has(Traits::GENITIVE);
            // "adviser to the campaign" serves it; "ambassador to China" does not speak for China.
            let goes_to = context.traits(start).has(Traits::INFINITIVE);
            let object = TokenRange::new(start + 1, rest.end);
            let end = self.segment_end(object);
            let foreign = goes_to && !head.has(Traits::SERVES);
            if !foreign && let Some(side) = self.object(TokenRange::new(start + 1, end), genitive) {
                description.side = side;
                description.principal = true;
                return;
            }
            start = end;
        }
    }

    /// The side of a body or person as object; `Some(None)` for somebody of no side.
    fn object(&self, range: TokenRange, nations: bool) -> Option<Option<SideId>> {
        let context = self.context;
        let range = context.trim(range);
        if range.is_empty() {
            return None;
        }
        let actors = &context.lexicon.dispute.actors;
        let head = range.end - 1;
        let whole: Vec<_> = context
            .names_in(range)
            .iter()
            .filter(|n| n.tokens.end == range.end)
            .filter_map(|n| match n.entry {
                Entry::Actor(row) => Some((n.tokens, &actors[row as usize])),
                _ => None,
            })
            .filter(|(tokens, actor)| {
                let before = TokenRange::new(range.start, tokens.start);
                before.indices().all(|i| !self.is_plain_word(i as u32))
                    || actor.kind == ActorKind::Person && self.is_title_of(before)
            })
            .collect();
        if !whole.is_empty() {
            let mut sides: Vec<SideId> = whole
                .iter()
                .filter(|(_, actor)| actor.kind != ActorKind::Place || nations)
                .filter_map(|(_, actor)| actor.side)
                .collect();
            return Some(single(&mut sides));
        }
        let traits = context.traits(head);
        let (side, named) = self.modifier(range, head);
        if named {
            return Some(side.filter(|_| traits.any(Traits::REPRESENTS.with(Traits::SERVES))));
        }
        // "the Roe campaign" is not the campaign that was named last.
        let other = (range.start..head).any(|i| context.traits(i).has(Traits::CAPITAL) && self.is_plain_word(i));
        if other && traits.has(Traits::ORGANIZATION) {
            return Some(None);
        }
        if traits.any(Traits::ORGANIZATION.with(Traits::REPRESENTS)) {
            let noun = self.form(head);
            let known = self.body(&noun, None, range.start).map(|b| b.side).or_else(|| self.only_side(&noun));
            return Some(known).filter(|side| side.is_some() || traits.has(Traits::ORGANIZATION));
        }
        None
    }

    /// "Cui's | outreach effort": the side of a person or body that owns what somebody leads, unless it is a firm.
    fn owner(&self, range: TokenRange) -> Option<SideId> {
        let context = self.context;
        let unofficial = range.indices().any(|i| context.traits(i as u32).has(Traits::UNOFFICIAL));
        let actors = &context.lexicon.dispute.actors;
        let owners = context.names_in(range).iter().filter_map(|n| match n.entry {
            Entry::Actor(row) if context.traits(n.tokens.end - 1).has(Traits::POSSESSIVE) => {
                let actor = &actors[row as usize];
                let first = (range.start..n.tokens.start).all(|i| !self.is_plain_word(i));
                actor.side.filter(|_| first && actor.kind != ActorKind::Place && n.tokens.end < range.end)
            }
            _ => None,
        });
        single(&mut owners.collect()).filter(|_| !unofficial)
    }

    /// "Mr.", "former candidate": words before a name that describe its bearer and nobody else.
    fn is_title_of(&self, range: TokenRange) -> bool {
        let context = self.context;
        let other = Traits::POSSESSIVE.with(Traits::CONJUNCTION).with(Traits::ENDORSES);
        range
            .indices()
            .map(|i| i as u32)
            .all(|i| !context.traits(i).any(other) && context.class(i) != TokenClass::Hyphen)
    }

    /// Where the noun phrase that starts a range ends: before a preposition, a relative, a conjunction or a mark.
    fn segment_end(&self, range: TokenRange) -> u32 {
        let context = self.context;
        (range.start + 1..range.end)
            .find(|&i| {
                let t = context.traits(i);
                if !t.has(Traits::WORD) {
                    let class = context.class(i);
                    return !matches!(class, TokenClass::Hyphen | TokenClass::Period)
                        || class == TokenClass::Period && context.sentence(i).end <= i + 1;
                }
                let closes = Traits::PREPOSITION
                    .with(Traits::RELATIVE)
                    .with(Traits::CONJUNCTION)
                    .with(Traits::SUBORDINATOR)
                    .with(Traits::AUXILIARY);
                // "Under Secretary" and "the under secretary" hold no preposition.
                let deputy = t.has(Traits::DEPUTY)
                    && context.traits(i + 1).any(Traits::REPRESENTS.with(Traits::SERVES).with(Traits::DEPUTY));
                // "an outside adviser"
                let adjective = t.has(Traits::PREPOSITION) && context.traits(i - 1).has(Traits::ARTICLE);
                t.any(closes) && !t.has(Traits::CAPITAL) && !deputy && !adjective
            })
            .unwrap_or(range.end)
    }

    /// The last noun of the phrase that goes on at `start`, up to a few words further.
    fn head_after(&self, start: u32, limit: u32) -> Option<u32> {
        let end = self.segment_end(TokenRange::new(start.saturating_sub(1), limit.min(start + BETWEEN)));
        (start..end).find(|&i| self.context.traits(i).any(Traits::ORGANIZATION))
    }

    fn makes_deputy(&self, word: &str) -> bool {
        let class = self.context.lexicon.language.words.get(word);
        class.is_some_and(|c| c.has(crate::lexicon::WordClass::DEPUTY))
    }

    fn is_plain_word(&self, i: u32) -> bool {
        self.context.class(i).is_word()
            && !self.context.traits(i).any(Traits::DETERMINER.with(Traits::POSSESSIVE_PRONOUN))
    }

    /// The lower-case form of a word without a possessive ending.
    fn form(&self, i: u32) -> String {
        self.context.word(i).name.to_lowercase()
    }
}

fn single(sides: &mut Vec<SideId>) -> Option<SideId> {
    sides.sort();
    sides.dedup();
    match sides[..] {
        [side] => Some(side),
        _ => None,
    }
}
