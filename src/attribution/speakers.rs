//! Speakers: who is meant by a source.
//!
//! Sources are resolved in the order of the text: names to entities, pronouns and nominals to an entity named or
//! quoted before, offices and groups to a row of `speakers.csv`, everything else to its own words.

use super::context::Context;
use super::people::{Entity, EntityKind, Naming, People};
use super::phrase::{Phrase, subject_before};
use super::roles::{Description, Roles};
use super::sides::{ActorIndex, Holder, affiliation, choose};
use super::statement::{Affiliation, Speaker};
use super::traits::Traits;
use crate::lexicon::{ActorKind, Entry, Gender, Number, Person, SideId, Title, TitleKind, WordClass};
use crate::text::TokenRange;

/// Namings that a pronoun looks back over at most.
const MEMORY: usize = 40;
/// Entities whose titles are compared with a nominal.
pub const MOST_ENTITIES: usize = 1000;
/// Sentences that a pronoun looks back over at most.
const SENTENCES: u32 = 12;

/// Resolves sources one after the other.
pub struct Resolver<'a, 'c> {
    context: &'a Context<'c>,
    people: &'a People,
    index: &'a ActorIndex,
    roles: Roles<'a, 'c>,
    /// Speakers without a name by their head noun: "a State Department official".
    unnamed: Vec<(String, Speaker)>,
    /// Entity and position of the statements so far.
    spoken: Vec<(u32, u32)>,
    /// The last speaker who is several people.
    plural: Option<Speaker>,
    /// Who says "I" outside quotations.
    author: Option<u32>,
}

/// A speaker with the entity behind it.
#[derive(Clone, Debug)]
pub struct Resolved {
    /// For the statement.
    pub speaker: Speaker,
    /// The entity, when one is meant.
    pub entity: Option<u32>,
}

impl<'a, 'c> Resolver<'a, 'c> {
    /// A resolver at the start of a document.
    pub fn new(context: &'a Context<'c>, people: &'a People, index: &'a ActorIndex) -> Self {
        let roles = Roles::new(context, index);
        let author = author(context, people);
        Resolver { context, people, index, roles, unnamed: Vec::new(), spoken: Vec::new(), plural: None, author }
    }

    /// Remembers that the entity behind `resolved` spoke at token `at`.
    pub fn spoke(&mut self, resolved: &Resolved, at: u32) {
        if resolved.entity.is_none()
            && matches!(resolved.speaker.resolution, "nominal" | "group")
            && let Some(head) = resolved.speaker.name.rsplit(' ').next()
        {
            self.unnamed.push((head.to_lowercase(), resolved.speaker.clone()));
        }
        match resolved.entity {
            Some(entity) => self.spoken.push((entity, at)),
            None if matches!(resolved.speaker.resolution, "group" | "both") => {
                self.plural = Some(resolved.speaker.clone())
            }
            None => {}
        }
    }

    /// Who is meant by a source phrase.
    pub fn resolve(&self, phrase: &Phrase) -> Resolved {
        let core = self.context.trim(phrase.core);
        if core.is_empty() {
            return self.words(phrase.tokens, "words", Affiliation::Unknown, 0.3);
        }
        if phrase.relative {
            let floor = self.context.sentence(core.start).start;
            let mut end = core.start;
            while end > floor && !self.context.class(end.wrapping_sub(1)).is_word() {
                end -= 1;
            }
            if let Some(antecedent) =
                subject_before(self.context, end, floor).filter(|p| !p.relative && p.tokens.start < core.start)
            {
                let mut resolved = self.resolve_core(antecedent.core);
                resolved.speaker.confidence *= 0.9;
                return resolved;
            }
        }
        self.resolve_core(core)
    }

    fn resolve_core(&self, core: TokenRange) -> Resolved {
        let core = self.context.trim(core);
        let first = core.start;
        let t = self.context.traits(first);
        if core.len() == 1 && t.any(Traits::PRONOUN.with(Traits::CONTRACTED_SUBJECT)) {
            return self.pronoun(first);
        }
        // "some of my American colleagues"
        if core.len() > 2
            && t.any(Traits::DETERMINER.with(Traits::NUMBER).with(Traits::INDEFINITE))
            && self.context.traits(first + 1).has(Traits::GENITIVE)
            && let Some(resolved) = self.sort_of(self.head_segment(TokenRange::new(first + 2, core.end)), true)
        {
            return resolved;
        }
        let head = self.head_segment(core);
        // The office, body or group that the whole phrase names.
        if let Some(resolved) = self.alias(core).or_else(|| self.both(core)).or_else(|| self.alias(head)) {
            return resolved;
        }
        if let Some(naming) = self.people.last_in(head)
            && naming.tokens.end >= head.end
            && !self.context.traits(head.end.wrapping_sub(1)).has(Traits::POSSESSIVE)
                | (head.len() == naming.tokens.len())
        {
            return self.entity(naming.entity, "name", 0.95);
        }
        self.nominal(core, head)
    }

    /// "Kerry and Cui": both names, and the side when they share one.
    fn both(&self, core: TokenRange) -> Option<Resolved> {
        let context = self.context;
        let joint = (core.start + 1..core.end.saturating_sub(1)).rev().find(|&i| {
            let t = context.traits(i);
            t.has(Traits::CONJUNCTION) && !t.has(Traits::CAPITAL)
        })?;
        let (left, right) = (TokenRange::new(core.start, joint), TokenRange::new(joint + 1, core.end));
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
        let affiliation = if a.affiliation == b.affiliation { a.affiliation } else { Affiliation::Unknown };
        let name = format!("{} {} {}", a.name, context.words(TokenRange::new(joint, joint + 1)), b.name);
        let confidence = a.confidence.min(b.confidence);
        Some(Resolved { speaker: Speaker { name, affiliation, resolution: "both", confidence }, entity: None })
    }

    /// The part before the first preposition: "a spokesman | for Trump".
    fn head_segment(&self, core: TokenRange) -> TokenRange {
        let stop = (core.start + 1..core.end).find(|&i| {
            let t = self.context.traits(i);
            t.has(Traits::PREPOSITION) && !t.has(Traits::CAPITAL)
                || !self.context.class(i).is_word() && self.context.class(i) == crate::text::TokenClass::BracketOpen
                || t.has(Traits::RELATIVE) && !t.has(Traits::DETERMINER)
        });
        self.context.trim(TokenRange::new(core.start, stop.unwrap_or(core.end)))
    }

    /// Rows of `speakers.csv` whose name is exactly these words, with or without article.
    fn alias(&self, range: TokenRange) -> Option<Resolved> {
        if range.is_empty() || range.len() > 12 {
            return None;
        }
        // A person's name goes through its entity, which knows the document.
        let hits: Vec<u32> = self
            .context
            .names_in(range)
            .iter()
            .filter(|n| n.tokens.end == range.end && self.covers(n.tokens, range))
            .filter_map(|n| match n.entry {
                Entry::Actor(row) => Some(row),
                _ => None,
            })
            .collect();
        if hits.is_empty() {
            return None;
        }
        let dispute = &self.context.lexicon.dispute;
        if let Some(naming) = self.people.last_in(range)
            && naming.tokens.end == range.end
            && self.entity_of(naming).kind == EntityKind::Person
            && !self.context.traits(range.start).has(Traits::DETERMINER)
        {
            return None;
        }
        let named = |name: &str| self.people.by_actor.contains_key(name);
        Some(match choose(dispute, &hits, self.context.document.date, named)? {
            Holder::Actor(row) => {
                let actor = &dispute.actors[row as usize];
                let entity = self.people.by_actor.get(&actor.name).copied();
                let resolution = match actor.kind {
                    ActorKind::Person => "office",
                    ActorKind::Place => "metonym",
                    ActorKind::Organization => "name",
                    ActorKind::Group => "group",
                };
                let speaker =
                    Speaker { name: actor.name.clone(), affiliation: affiliation(actor), resolution, confidence: 0.9 };
                Resolved { speaker, entity }
            }
            Holder::Office(side) => self.words(range, "office", side, 0.7),
        })
    }

    /// True when only an article or titles stand in `range` beside `tokens`.
    fn covers(&self, tokens: TokenRange, range: TokenRange) -> bool {
        (range.start..tokens.start)
            .all(|i| self.context.traits(i).has(Traits::DETERMINER) || !self.context.class(i).is_word())
    }

    fn entity_of(&self, naming: Naming) -> &Entity {
        &self.people.entities[naming.entity as usize]
    }

    fn entity(&self, id: u32, resolution: &'static str, confidence: f64) -> Resolved {
        let entity = &self.people.entities[id as usize];
        let speaker = match entity.actor.map(|row| &self.context.lexicon.dispute.actors[row as usize]) {
            Some(actor) => {
                Speaker { name: actor.name.clone(), affiliation: affiliation(actor), resolution, confidence }
            }
            None => Speaker { name: entity.name.clone(), affiliation: entity.affiliation, resolution, confidence },
        };
        Resolved { speaker, entity: Some(id) }
    }

    fn words(
        &self,
        range: TokenRange,
        resolution: &'static str,
        affiliation: Affiliation,
        confidence: f64,
    ) -> Resolved {
        let speaker = Speaker { name: self.context.words(range), affiliation, resolution, confidence };
        Resolved { speaker, entity: None }
    }

    /// he, she, they, it, I
    fn pronoun(&self, i: u32) -> Resolved {
        let range = TokenRange::new(i, i + 1);
        let word = self.context.word(i);
        let language = &self.context.lexicon.language;
        let form = word.form.split('\'').next().unwrap_or(&word.form);
        let Some(pronoun) = language.pronouns.get(form) else {
            return self.words(range, "pronoun", Affiliation::Unknown, 0.2);
        };
        if pronoun.person == Person::First
            && pronoun.number == Number::Singular
            && self.context.quote_of(i).is_none()
            && let Some(author) = self.author
        {
            return self.entity(author, "author", 0.6);
        }
        if pronoun.person != Person::Third {
            return self.words(range, "pronoun", Affiliation::Unknown, 0.4);
        }
        if pronoun.number == Number::Singular && matches!(pronoun.gender, Gender::Masculine | Gender::Feminine) {
            return match self.antecedent(i, |e| fits_person(e, pronoun.gender)) {
                Some((id, sure)) => self.entity(id, "pronoun", sure),
                None => self.words(range, "pronoun", Affiliation::Unknown, 0.2),
            };
        }
        if pronoun.gender == Gender::Neuter {
            return match self.antecedent(i, |e| e.kind == EntityKind::Body) {
                Some((id, _)) => self.entity(id, "pronoun", 0.5),
                None => self.words(range, "pronoun", Affiliation::Unknown, 0.2),
            };
        }
        if let Some(plural) = &self.plural {
            let mut speaker = plural.clone();
            speaker.resolution = "pronoun";
            speaker.confidence = 0.4;
            return Resolved { speaker, entity: None };
        }
        self.words(range, "pronoun", Affiliation::Unknown, 0.2)
    }

    /// The most likely entity that a pronoun at `at` stands for, and how sure that is.
    fn antecedent(&self, at: u32, fits: impl Fn(&Entity) -> bool) -> Option<(u32, f64)> {
        let here = self.context.sentence_number(at);
        let paragraph = self.context.paragraph(at).start;
        let end = self.people.namings.partition_point(|n| n.tokens.start < at);
        let mut scores: Vec<(u32, f64)> = Vec::new();
        let mut credit = |entity: u32, score: f64| match scores.iter_mut().find(|s| s.0 == entity) {
            Some(slot) => slot.1 = slot.1.max(score) + 0.3,
            None => scores.push((entity, score)),
        };
        for naming in self.people.namings[..end].iter().rev().take(MEMORY) {
            let distance = here.saturating_sub(self.context.sentence_number(naming.tokens.start));
            if distance > SENTENCES {
                break;
            }
            if !fits(self.entity_of(*naming)) {
                continue;
            }
            let mut score = 4.0 - f64::from(distance);
            match self.entity_of(*naming) {
                e if e.kind == EntityKind::Unknown && e.gender == Gender::Any => score -= 2.5,
                e if e.kind == EntityKind::Unknown => score -= 0.5,
                _ => {}
            }
            let sentence = self.context.sentence(naming.tokens.start);
            let subject = self.people.first_in(sentence).is_some_and(|first| first == *naming);
            if subject {
                score += 1.5;
            }
            if self.context.quote_of(naming.tokens.start).is_some() {
                score -= 3.0;
            }
            if self.context.traits(naming.tokens.end.wrapping_sub(1)).has(Traits::POSSESSIVE) {
                score -= 1.0;
            }
            let before = naming.tokens.start.checked_sub(1).map(|b| self.context.traits(b)).unwrap_or_default();
            if before.has(Traits::PREPOSITION) {
                score -= 0.7;
            }
            if naming.tokens.start < paragraph {
                score -= 0.5;
            }
            credit(naming.entity, score);
        }
        for &(entity, position) in self.spoken.iter().rev().take(3) {
            let distance = here.saturating_sub(self.context.sentence_number(position));
            if distance <= SENTENCES && position <= at && fits(&self.people.entities[entity as usize]) {
                credit(entity, 6.0 - f64::from(distance));
            }
        }
        scores.sort_by(|a, b| b.1.total_cmp(&a.1));
        let &(best, score) = scores.first()?;
        let margin = scores.get(1).map_or(2.0, |second| score - second.1);
        Some((best, (0.5 + margin / 6.0).clamp(0.5, 0.85)))
    }

    /// "the ambassador", "Clinton aides", "his campaign", "officials"
    fn nominal(&self, core: TokenRange, head: TokenRange) -> Resolved {
        let context = self.context;
        let titles: Vec<_> = context
            .names_in(head)
            .iter()
            .filter(|n| n.tokens.end == head.end)
            .filter_map(|n| match n.entry {
                Entry::Title(row) => Some(&context.lexicon.language.titles[row as usize]),
                _ => None,
            })
            .collect();
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
        if let Some(resolved) = self.sort_of(head, new) {
            return resolved;
        }
        if !group && let Some(id) = self.apposed(core) {
            return self.entity(id, "appositive", 0.75);
        }
        let bare = !determiner.any(Traits::DETERMINER) && description.side.is_some() && noun.has(Traits::REPRESENTS);
        let whole = core == head || description.side.is_some();
        if (definite || bare) && !group && !titles.is_empty() && whole {
            if let Some(resolved) = self.bearer(core, &titles, &description) {
                return resolved;
            }
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
        let human = !titles.is_empty() || noun.any(Traits::ORGANIZATION.with(Traits::FAMILY));
        let affiliation = match description.side {
            Some(side) => Affiliation::Side(side),
            None if description.principal || !description.official => Affiliation::Unknown,
            None => self.owner_side(core, human),
        };
        let named = if description.side.is_some() && core != head && new { head } else { core };
        self.words(self.bare(named), resolution, affiliation, 0.6)
    }

    /// A phrase without the article that opens it.
    fn bare(&self, range: TokenRange) -> TokenRange {
        let article = range.len() > 1 && self.context.traits(range.start).has(Traits::ARTICLE);
        TokenRange::new(range.start + u32::from(article), range.end)
    }

    /// "his campaign", "Trump's campaign": the row of `speakers.csv` that is called after its owner.
    fn owned_body(&self, core: TokenRange, head: TokenRange) -> Option<Resolved> {
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
    fn sort_of(&self, head: TokenRange, new: bool) -> Option<Resolved> {
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

    /// The person who bears a title or is described by its noun: "the envoy", "the Chinese envoy".
    fn bearer(&self, core: TokenRange, titles: &[&Title], description: &Description) -> Option<Resolved> {
        let side = description.side.filter(|_| description.principal);
        let on_side = |e: &Entity| side.is_none_or(|side| self.side_of(e) == Some(side));
        let gender = titles.iter().map(|t| t.gender).find(|g| *g != Gender::Any).unwrap_or_default();
        let agrees = |e: &Entity| gender == Gender::Any || e.gender == Gender::Any || e.gender == gender;
        let first = |fits: &dyn Fn(&Entity) -> bool| {
            self.antecedent(core.start, fits).map(|(id, _)| id).or_else(|| {
                let position = self.people.entities.iter().take(MOST_ENTITIES).position(fits);
                position.map(|id| id as u32)
            })
        };
        for title in titles {
            let title = title.title.to_lowercase();
            if let Some(id) = first(&|e: &Entity| on_side(e) && agrees(e) && self.holds(e, &title)) {
                return Some(self.entity(id, "title", 0.7));
            }
        }
        let head = &description.head;
        if let Some(id) = first(&|e: &Entity| on_side(e) && agrees(e) && e.heads.contains(head)) {
            return Some(self.entity(id, "title", 0.65));
        }
        let same = |(noun, speaker): &&(String, Speaker)| {
            noun == head && side.is_none_or(|side| speaker.affiliation == Affiliation::Side(side))
        };
        if let Some((_, speaker)) = self.unnamed.iter().rev().find(same) {
            let speaker = Speaker { resolution: "nominal", confidence: 0.6, ..speaker.clone() };
            return Some(Resolved { speaker, entity: None });
        }
        if side.is_some() {
            // The only person who speaks for that side in the document.
            let mut officials = self.people.entities.iter().enumerate().take(MOST_ENTITIES).filter(|(_, e)| {
                e.kind != EntityKind::Body && self.side_of(e) == side && e.words.len() > 1 && agrees(e)
            });
            let only = officials.next().filter(|_| officials.next().is_none());
            return only.map(|(id, _)| self.entity(id as u32, "title", 0.55));
        }
        let (id, sure) = self.antecedent(core.start, |e| e.kind == EntityKind::Person && agrees(e))?;
        Some(self.entity(id, "title", sure * 0.7))
    }

    fn side_of(&self, entity: &Entity) -> Option<SideId> {
        match entity.actor {
            Some(row) => self.context.lexicon.dispute.actors[row as usize].side,
            None => entity.affiliation.side(),
        }
    }

    /// "the embassy", "the bank": the body of that noun named last, else the body talked about.
    fn body(&self, core: TokenRange, description: &Description) -> Option<Resolved> {
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
        // Nobody says "the embassy" of a nation.
        let nation = |e: &Entity| e.actor.is_some_and(|row| actors[row as usize].kind == ActorKind::Place);
        let (id, _) = self.antecedent(core.start, |e| e.kind == EntityKind::Body && e.words.len() > 1 && !nation(e))?;
        Some(self.entity(id, "nominal", 0.4))
    }

    /// The side of who owns the phrase: "her spokesman", "their lawyers".
    fn owner_side(&self, core: TokenRange, human: bool) -> Affiliation {
        let context = self.context;
        let owner = core.indices().map(|i| i as u32).find(|&i| context.traits(i).has(Traits::POSSESSIVE_PRONOUN));
        match owner.filter(|_| human).and_then(|i| self.pronoun(i).speaker.affiliation.side()) {
            Some(side) => Affiliation::Side(side),
            None => Affiliation::Unknown,
        }
    }

    /// True for a person who bears this title in the text or holds such an office.
    fn holds(&self, entity: &Entity, title: &str) -> bool {
        let role = entity.actor.and_then(|row| self.context.lexicon.dispute.actors[row as usize].role.as_deref());
        let office = role.is_some_and(|role| {
            let role = role.to_lowercase();
            role.split_once(title).is_some_and(|(before, after)| {
                (before.is_empty() || before.ends_with(' ') && !self.is_deputy(before))
                    && (after.is_empty() || after.starts_with(' '))
            })
        });
        let borne = || {
            entity.titles.iter().any(|t| {
                // "Sen." is short for senator; "the minister" may be the foreign minister, never his deputy.
                t == title
                    || t.strip_suffix('.').is_some_and(|short| title.starts_with(short))
                    || t.strip_suffix(title).is_some_and(|first| first.ends_with(' ') && !self.is_deputy(first))
                    || t.strip_prefix(title).is_some_and(|rest| rest.starts_with(' '))
            })
        };
        entity.kind != EntityKind::Body && (office || borne())
    }

    /// True when the last word makes an office of another out of the office that follows it.
    fn is_deputy(&self, words: &str) -> bool {
        let class = words.split_whitespace().next_back().and_then(|w| self.context.lexicon.language.words.get(w));
        class.is_some_and(|c| c.has(WordClass::DEPUTY))
    }

    /// The person in apposition: "Mark MacDougall, | an attorney for Pagliano" and the other way round.
    fn apposed(&self, core: TokenRange) -> Option<u32> {
        use crate::text::TokenClass::Comma;
        let person = |n: &Naming| self.entity_of(*n).kind != EntityKind::Body && self.entity_of(*n).words.len() > 1;
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

/// Whom the last paragraph introduces and nothing before it names: "Ann Lee is a teacher in Leeds."
fn author(context: &Context<'_>, people: &People) -> Option<u32> {
    let last = context.text.paragraphs.iter().rev().find(|p| context.is_text(p.start))?;
    let naming = people.first_in(*last).filter(|n| n.tokens.start == last.start && n.tokens.len() > 1)?;
    let entity = &people.entities[naming.entity as usize];
    let before = people.namings.iter().take_while(|n| n.tokens.start < last.start).any(|n| n.entity == naming.entity);
    let opens = context.traits(naming.tokens.end).any(Traits::BE.with(Traits::AUXILIARY));
    (entity.kind != EntityKind::Body && !before && opens).then_some(naming.entity)
}

fn fits_person(entity: &Entity, gender: Gender) -> bool {
    entity.kind != EntityKind::Body
        && (entity.gender == gender || entity.gender == Gender::Any && entity.words.len() < 4)
}

#[cfg(test)]
mod tests {
    use crate::attribution::fixture::{document, lines, lines_of};

    #[test]
    fn pronouns_titles_and_surnames_mean_one_person() {
        let found = lines(
            "Cui Tiankai met Secretary of State John Kerry in Beijing.\n\n\
             In comments on Tuesday, Kerry stressed that the talks must go on. But he also pledged to wait.\n\n\
             The ambassador said he was glad. “We will see,” Cui added.",
        );
        let speakers: Vec<&str> = found.iter().filter_map(|l| l.split(" | ").nth(1)).collect();
        assert_eq!(
            speakers,
            ["John Kerry (us)", "John Kerry (us)", "Cui Tiankai (china)", "Cui Tiankai (china)"],
            "{found:#?}"
        );
    }

    #[test]
    fn a_pronoun_follows_its_gender() {
        let found =
            lines("Hillary Clinton met Yang Jiechi and John Kerry in Washington. She said the talks were good.");
        assert_eq!(found, ["said-clause | Hillary Clinton (us) | the talks were good"]);
    }

    #[test]
    fn places_bodies_and_groups_speak_for_their_side() {
        for (text, speaker) in [
            ("Beijing said that it was a victim.", "China (china)"),
            ("The White House said that it was a victim.", "White House (us)"),
            ("Chinese officials said that they were victims.", "Chinese officials (china)"),
            ("Officials said that they were victims.", "Officials"),
            ("Ann Lee, a baker in Leeds, said that she was a victim.", "Ann Lee"),
        ] {
            let found = lines(text);
            assert_eq!(found.len(), 1, "{text}");
            assert_eq!(found[0].split(" | ").nth(1), Some(speaker), "{text}");
        }
    }

    #[test]
    fn an_office_means_its_holder_on_the_date_of_the_document() {
        let text = "The Secretary of State said that the talks were good.";
        for (date, speaker) in [("2014-11-04", "John Kerry (us)"), ("2010-02-01", "Hillary Clinton (us)")] {
            let mut document = document(text);
            document.date = date.parse().ok();
            let found = lines_of(&document);
            assert_eq!(found[0].split(" | ").nth(1), Some(speaker), "{date}");
        }
        let found = lines(text);
        assert_eq!(
            found[0].split(" | ").nth(1),
            Some("The Secretary of State (us)"),
            "the office, when nobody holds it for sure"
        );
    }
}
