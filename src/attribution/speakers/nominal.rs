//! Nominals: whom "the embassy", "Clinton aides" and "his campaign" mean.

use super::{MOST_ENTITIES, Resolved, Resolver};
use crate::attribution::people::{Entity, EntityKind, Naming};
use crate::attribution::roles::Description;
use crate::attribution::sides::affiliation;
use crate::attribution::statement::{Affiliation, Speaker};
use crate::attribution::traits::Traits;
use crate::lexicon::{ActorKind, Entry, Gender, Number, TitleKind, WordClass};
use crate::text::TokenRange;

/// How far a body must stand out to be meant by a noun that is not in its name.
const CLEAR: f64 = 0.5;
/// Tokens before a nominal within which it may have been named in full.
const FULLER: u32 = 400;
/// Tokens of a phrase that is kept as it stands; of a longer one the part before its complements.
const MOST_WORDS: u32 = 12;
/// Digits of a year.
const YEAR: usize = 4;
/// Tokens from a comma to the name behind it, titles included.
const TITLED: u32 = 6;

impl<'a, 'c> Resolver<'a, 'c> {
    /// "the ambassador", "Clinton aides", "his campaign", "officials"
    pub(super) fn nominal(&self, core: TokenRange, head: TokenRange) -> Resolved {
        let context = self.context;
        let titles: Vec<_> = self.titles_at_end(head).collect();
        let noun = context.traits(head.end - 1);
        let determiner = context.traits(core.start);
        let owned = core.indices().any(|i| owns(context.traits(i as u32)));
        let new = determiner.has(Traits::INDEFINITE);
        let definite = determiner.has(Traits::DETERMINER) && !new && !owned;
        let group = titles.iter().any(|t| t.number == Number::Plural || t.kind == TitleKind::Group)
            || new && noun.has(Traits::ENDS_S);
        let description = self.roles.describe(core);
        if let Some(resolved) = self.owned_body(core, head).or_else(|| self.opening_name(core)) {
            return resolved;
        }
        if let Some(resolved) = self.sort_of(head, new).or_else(|| self.owned_document(core, head)) {
            return resolved;
        }
        if let Some(resolved) = self.issuer(core, head) {
            return resolved;
        }
        if let Some(resolved) = self.shortened(core) {
            return resolved;
        }
        // "the Leeds poll … the poll"
        if definite
            && core.len() == 2
            && noun.has(Traits::DOCUMENT)
            && let Some(named) = self.fuller(core, &description.head)
        {
            return self.words(named, "nominal", Affiliation::Unknown, 0.6);
        }
        let human = !titles.is_empty() || noun.has(Traits::FAMILY);
        let several = group || noun.has(Traits::ENDS_S);
        // "One of the authors, Ann Lee, said", "a third, Ann Lee, said"
        let one = new && !noun.has(Traits::DOCUMENT) || determiner.has(Traits::NUMBER) && core.len() > head.len();
        // "Cui's introducer, the actress Ann Lee, said"
        let owns = self.has_owner(head) && !noun.has(Traits::DOCUMENT);
        if !several
            && (human || one || owns)
            && let Some(id) = self.apposed(core, human)
        {
            return self.entity(id, "appositive", 0.95);
        }
        if !group
            && human
            && let Some(id) = self.only_one_described(core, &description.head)
        {
            return self.entity(id, "description", 0.8);
        }
        let bare = !determiner.any(Traits::DETERMINER.with(Traits::NUMBER))
            && description.side.is_some()
            && noun.has(Traits::REPRESENTS);
        let whole = core == head || description.side.is_some();
        let body = noun.has(Traits::ORGANIZATION) && core == head;
        if definite
            && !group
            && body
            && let Some(resolved) = self.body(core, &description)
        {
            return resolved;
        }
        if (definite || bare)
            && !group
            && !titles.is_empty()
            && !body
            && whole
            && let Some(resolved) = self.bearer(core, &titles, &description, true)
        {
            return resolved;
        }
        let resolution = if group || noun.has(Traits::ENDS_S) { "group" } else { "nominal" };
        let human = human || noun.any(Traits::ORGANIZATION.with(Traits::DOCUMENT));
        let affiliation = match description.side {
            Some(side) => Affiliation::Side(side),
            None if description.principal || !description.official => Affiliation::Unknown,
            None => self.owner_side(core, human),
        };
        let (named, whole) = self.source;
        let whole = Some(whole).filter(|w| named == core && w.contains(core) && w.len() <= MOST_WORDS);
        let named = match description.side {
            Some(_) if core != head && new => head,
            _ => self.timeless(whole.unwrap_or(core)),
        };
        // "some senators" are who they are; somebody known is meant by "the senator" and "his wife", only nobody was found.
        let confidence = match () {
            () if several => 0.65,
            () if owned => 0.35,
            () if definite => 0.3,
            () if human || noun.has(Traits::SERVES) => 0.55,
            () => 0.45,
        };
        self.words(self.bare(named), resolution, affiliation, confidence)
    }

    /// "an arbitration panel | in 2001": a phrase without the time with which it ends.
    fn timeless(&self, range: TokenRange) -> TokenRange {
        let context = self.context;
        let year = |i: u32| context.word(i).name.len() == YEAR;
        let time = |i: u32| {
            let t = context.traits(i);
            t.any(Traits::TIME.with(Traits::CALENDAR)) || t.has(Traits::NUMBER) && year(i)
        };
        let start = (range.start + 1..range.end).rev().find(|&i| !time(i)).unwrap_or(range.start);
        let whole =
            start <= range.start + 1 || start + 1 == range.end || !context.traits(start).has(Traits::PREPOSITION);
        // "a survey released | on Thursday"
        let participle = context.traits(start.wrapping_sub(1)).has(Traits::ENDS_ED);
        TokenRange::new(range.start, if whole || participle { range.end } else { start })
    }

    /// "Lee | walked onto the stage", "Lee | however": a name that a source has more words behind than belong to it.
    fn opening_name(&self, core: TokenRange) -> Option<Resolved> {
        let naming = self.people.first_in(core).filter(|n| n.tokens.start == core.start && n.tokens.end < core.end)?;
        let behind = self.context.traits(naming.tokens.end);
        let verb = behind.any(Traits::ENDS_ED.with(Traits::AUXILIARY).with(Traits::BE).with(Traits::HAVE));
        let adverb = behind.any(Traits::ADVERB.with(Traits::ENDS_LY).with(Traits::TIME));
        let owns = self.context.traits(naming.tokens.end - 1).has(Traits::POSSESSIVE);
        let name = (verb || adverb) && !behind.has(Traits::CAPITAL) && !owns;
        name.then(|| self.entity(naming.entity, "name", 0.7))
    }

    /// "his campaign", "Trump's campaign": the row of `speakers.csv` that is called after its owner.
    pub(super) fn owned_body(&self, core: TokenRange, head: TokenRange) -> Option<Resolved> {
        let context = self.context;
        let at = (core.start..head.end).find(|&i| owns(context.traits(i)))?;
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
        // "the Roe campaign … the campaign"
        let fuller = self.fuller(core, head);
        let last = self.roles.body(head, description.side, core.start);
        let known = last.filter(|body| fuller.is_none_or(|named| named.end <= body.at + 1));
        let named = |e: &Entity| e.kind == EntityKind::Body && (e.words.contains(head) || e.heads.contains(head));
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
        if let Some(named) = fuller {
            return Some(self.words(named, "nominal", Affiliation::Unknown, 0.6));
        }
        let noun = self.context.traits(core.end - 1);
        if core.len() > 2 || noun.has(Traits::SERVES) {
            return None;
        }
        let introduced = self.introduced(core, head);
        let state = noun.has(Traits::REPRESENTS);
        // Nobody says "the embassy" of a nation, and a bureau is no bank.
        let fit = |e: &Entity| {
            let nation = e.actor.is_some_and(|row| actors[row as usize].kind == ActorKind::Place);
            let places = &self.context.lexicon.language.places;
            let place = places
                .iter()
                .any(|p| p.name == e.name || p.capital.as_ref() == Some(&e.name) || p.demonyms.contains(&e.name));
            let short = e.words.len() == 1 && e.name.contains(['.', '-']);
            let words = &self.context.lexicon.language.words;
            let noun = e.words.last().and_then(|word| words.get(word));
            match e.kind {
                _ if nation || place || short => 0.0,
                EntityKind::Body if state => match noun {
                    Some(class) => f64::from(u8::from(class.has(WordClass::REPRESENTS))),
                    None => 0.8,
                },
                EntityKind::Body if noun.is_some_and(|class| class.has(WordClass::ORGANIZATION)) => 0.4,
                EntityKind::Body => 1.0,
                _ if state => 0.0,
                EntityKind::Unknown if e.gender == Gender::Any && e.titles.is_empty() && e.words.len() > 1 => 0.8,
                _ => 0.0,
            }
        };
        let (id, sure) = self.antecedent_by(core.start, fit, |_| 0.0).filter(|found| found.1 >= CLEAR)?;
        // "a union in Leeds … the union", with nobody named since.
        let since =
            |at| self.people.namings.iter().any(|n| n.entity == id && (at..core.start).contains(&n.tokens.start));
        if introduced.is_some_and(|at| !since(at)) {
            return None;
        }
        Some(self.entity(id, "nominal", sure * 0.6))
    }

    /// The phrase with a name before the same noun, as it stood last: "the Roe campaign".
    pub(super) fn fuller(&self, core: TokenRange, head: &str) -> Option<TokenRange> {
        let context = self.context;
        let floor = core.start.saturating_sub(FULLER);
        let at = (floor..core.start).rev().find(|&i| {
            context.class(i).is_word()
                && context.word(i).name.eq_ignore_ascii_case(head)
                && i > floor
                && context.traits(i - 1).has(Traits::CAPITAL)
                && !context.traits(i - 1).any(Traits::FUNCTION)
        })?;
        let start = (floor..at).rev().take_while(|&i| context.traits(i).has(Traits::CAPITAL)).last()?;
        let start = start + u32::from(context.traits(start).any(Traits::FUNCTION) && start + 1 < at);
        Some(TokenRange::new(start, at + 1))
    }

    /// "his attorney", "Pagliano's attorney": the only person of the document whom the noun describes.
    fn only_one_described(&self, core: TokenRange, noun: &str) -> Option<u32> {
        let owner = |i: &u32| self.context.traits(*i).has(Traits::POSSESSIVE) || owns(self.context.traits(*i));
        let owner = core.indices().map(|i| i as u32).find(owner)?;
        let words = &self.context.lexicon.language.words;
        let counsel = |word: &str| words.get(word).is_some_and(|class| class.has(WordClass::COUNSEL));
        // "Pagliano's lawyer": "an attorney for Pagliano", and no other attorney
        let serves = |e: &Entity| self.is_described(e, &self.context.word(owner).name.to_lowercase());
        let described = |e: &&Entity| {
            let other = |head: &String| counsel(head) && counsel(noun) && serves(e);
            e.may_be_person() && e.heads.iter().any(|head| head == noun || other(head))
        };
        let mut fitting = self.people.entities.iter().take(MOST_ENTITIES).enumerate().filter(|(_, e)| described(e));
        let only = fitting.next().filter(|_| fitting.next().is_none())?;
        Some(only.0 as u32)
    }

    /// The side of who owns the phrase: "her spokesman", "their lawyers".
    pub(super) fn owner_side(&self, core: TokenRange, human: bool) -> Affiliation {
        let context = self.context;
        let owner = core.indices().map(|i| i as u32).find(|&i| owns(context.traits(i)));
        // "supporters of his opponent" are not his.
        let owned = |i: u32| {
            let noun = (i + 1..core.end).find(|&k| context.traits(k).any(Traits::FUNCTION)).unwrap_or(core.end) - 1;
            let body = context.traits(noun).any(Traits::ORGANIZATION.with(Traits::SERVES).with(Traits::REPRESENTS));
            i <= core.start + 1 || body && !context.traits(noun).has(Traits::UNOFFICIAL)
        };
        // "its spokesman" speaks for a body; "its organizers" speak for themselves, and what "it" is is often a thing.
        let is_thing = |i: u32| {
            let pronoun = context.types.pronoun(context.text.tokens[i as usize].type_id);
            pronoun.is_some_and(|p| p.gender == Gender::Neuter && p.number == Number::Singular)
        };
        let represents = context.traits(core.end - 1).has(Traits::REPRESENTS);
        let owner = owner.filter(|&i| human && owned(i) && (represents || !is_thing(i)));
        match owner.and_then(|i| self.pronoun(i).speaker.affiliation.side()) {
            Some(side) => Affiliation::Side(side),
            None => Affiliation::Unknown,
        }
    }

    /// The person in apposition: "Mark MacDougall, | an attorney for Pagliano" and the other way round.
    pub(super) fn apposed(&self, core: TokenRange, human: bool) -> Option<u32> {
        use crate::text::TokenClass::{Comma, Period};
        let context = self.context;
        let person = |n: &Naming| self.entity_of(*n).looks_like_person() && self.entity_of(*n).words.len() > 1;
        let introduced = context.traits(core.start).has(Traits::INDEFINITE);
        if (human || introduced) && core.start > 1 && context.class(core.start - 1) == Comma {
            let before = self.people.last_in(TokenRange::new(core.start.saturating_sub(8), core.start - 1));
            if let Some(naming) = before.filter(|n| n.tokens.end == core.start - 1 && person(n)) {
                return Some(naming.entity);
            }
        }
        if context.class(core.end) == Comma {
            let start = core.end + 1;
            let after = self.people.first_in(TokenRange::new(start, start + TITLED)).filter(|n| person(n))?;
            let titles = (start..after.tokens.start).all(|i| {
                let t = context.traits(i);
                context.class(i) == Period
                    || t.has(Traits::WORD) && (!t.any(Traits::FUNCTION) || t.has(Traits::POSSESSIVE_PRONOUN))
            });
            let end = after.tokens.end;
            let speaks = human && context.cues_in(TokenRange::new(end, end + 1)).len() == 1;
            let closed = !context.class(end).is_word() || context.traits(end).has(Traits::GENITIVE) || speaks;
            if titles && closed && !context.traits(end - 1).has(Traits::POSSESSIVE) {
                return Some(after.entity);
            }
        }
        None
    }
}

/// his, their; and "her", which has two cases but is a determiner as they are.
pub(super) fn owns(t: Traits) -> bool {
    t.has(Traits::POSSESSIVE_PRONOUN) || t.has(Traits::PRONOUN.with(Traits::DETERMINER))
}
