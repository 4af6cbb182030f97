//! Speakers: who is meant by a source.
//!
//! Sources are resolved in the order of the text: names to entities, pronouns and nominals to an entity named or
//! quoted before, offices and groups to a row of `speakers.csv`, everything else to its own words.

mod discourse;
mod document;
mod implied;
mod nominal;
mod office;
mod pronoun;
mod several;
mod shorter;

use std::cell::Cell;

use discourse::{Discourse, Place};

use super::context::{Context, NameHit};
use super::names::shown;
use super::people::{Entity, EntityKind, Naming, People, is_party};
use super::phrase::{Phrase, subject_before};
use super::roles::Roles;
use super::sides::{ActorIndex, affiliation};
use super::statement::{Affiliation, Speaker};
use super::traits::Traits;
use crate::lexicon::{Entry, Gender, Number, TitleKind};
use crate::text::{TokenClass, TokenRange};

/// Tokens of a person's name.
const NAME: u32 = 6;
/// Speakers without a name among which one is looked for that spoke before.
const UNNAMED: usize = 40;
/// Entities whose titles are compared with a nominal.
pub const MOST_ENTITIES: usize = 1000;

/// Resolves sources one after the other.
pub struct Resolver<'a, 'c> {
    context: &'a Context<'c>,
    people: &'a People,
    index: &'a ActorIndex,
    roles: Roles<'a, 'c>,
    /// Speakers without a name; in the discourse they stand behind the entities.
    unnamed: Vec<Unnamed>,
    /// Who was talked about.
    discourse: Discourse,
    /// The last speaker who is several people, and where.
    plural: Option<(Speaker, u32)>,
    /// Who says what the source that is being resolved stands in.
    outer: Option<Resolved>,
    /// The part that names somebody of the source that is being resolved, and the source up to its first comma or
    /// relative clause.
    source: (TokenRange, TokenRange),
    /// Who says "I" outside quotations.
    author: Option<u32>,
    /// The subject that may have issued a document is being resolved; no document has issued another.
    issuing: Cell<bool>,
}

/// A speaker without a name: "a State Department official".
struct Unnamed {
    /// The head noun, lower case.
    noun: String,
    speaker: Speaker,
    kind: EntityKind,
    gender: Gender,
    /// "the senator": somebody whom the text has named already, though nobody was found.
    known: bool,
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
        let discourse = Discourse::new(context);
        let (unnamed, plural, outer) = (Vec::new(), None, None);
        let source = Default::default();
        let issuing = Cell::new(false);
        Resolver { context, people, index, roles, unnamed, discourse, plural, outer, source, author, issuing }
    }

    /// Remembers that who is behind `resolved` spoke at token `at`; `phrase` is the source.
    pub fn spoke(&mut self, resolved: &Resolved, phrase: Option<&Phrase>, at: u32) {
        let speaker = &resolved.speaker;
        if let Some(entity) = resolved.entity {
            self.discourse.mention(self.context, at, entity, Place::Speaker);
            // "the report", of which "it" may be said where nobody says so of its author
            if speaker.resolution != "issuer" {
                return;
            }
        }
        if matches!(speaker.resolution, "group" | "both") {
            self.plural = Some((speaker.clone(), at));
        }
        let recent = self.unnamed.len().saturating_sub(UNNAMED);
        let known = self.unnamed[recent..].iter().rposition(|u| u.speaker.name == speaker.name).map(|k| recent + k);
        let Some(number) = known.or_else(|| self.introduce(speaker, phrase?)) else { return };
        let id = (self.people.entities.len() + number) as u32;
        self.discourse.mention(self.context, at, id, Place::Speaker);
    }

    /// Notes a speaker without a name.
    fn introduce(&mut self, speaker: &Speaker, phrase: &Phrase) -> Option<usize> {
        if !matches!(speaker.resolution, "nominal" | "group" | "issuer") {
            return None;
        }
        let head = self.head_segment(self.context.trim(phrase.core));
        let titles = || self.titles_at_end(head);
        let kind = match speaker.resolution {
            "group" => EntityKind::Group,
            _ if titles().any(|t| t.number != Number::Plural && t.kind != TitleKind::Group) => EntityKind::Person,
            _ if self.context.traits(head.end.wrapping_sub(1)).has(Traits::FAMILY) => EntityKind::Person,
            _ => EntityKind::Body,
        };
        let gender = titles().map(|t| t.gender).find(|g| *g != Gender::Any).unwrap_or_default();
        // Of "a judge in Leeds who" the source may be no more than "who".
        let noun = match phrase.relative {
            true => speaker.name.rsplit(' ').next()?.to_lowercase(),
            false => self.context.word(head.end.checked_sub(1)?).name.to_lowercase(),
        };
        let first = self.context.traits(head.start);
        let known = first.has(Traits::ARTICLE) && !first.has(Traits::INDEFINITE);
        self.unnamed.push(Unnamed { noun, speaker: speaker.clone(), kind, gender, known });
        Some(self.unnamed.len() - 1)
    }

    /// Who is meant by a source phrase; `outer` says what the phrase stands in.
    pub fn resolve(&mut self, phrase: &Phrase, outer: Option<&Resolved>) -> Resolved {
        self.advance(phrase.core.start);
        self.outer = outer.cloned();
        self.source = (self.context.trim(phrase.core), Phrase::read(self.context, phrase.tokens).core);
        self.resolve_phrase(phrase)
    }

    fn resolve_phrase(&self, phrase: &Phrase) -> Resolved {
        let core = self.context.trim(phrase.core);
        if core.is_empty() {
            return self.words(phrase.tokens, "words", Affiliation::Unknown, 0.3);
        }
        let first = self.context.traits(core.start);
        if phrase.relative || first.has(Traits::RELATIVE) && !first.has(Traits::DETERMINER) {
            let floor = self.context.sentence(core.start).start;
            let mut end = core.start;
            while end > floor && !self.context.class(end.wrapping_sub(1)).is_word() {
                end -= 1;
            }
            // "Ann Lee, R-Ohio, | who"
            if let Some(party) = end.checked_sub(3).filter(|&i| i > floor && is_party(self.context, i)) {
                end = party - u32::from(!self.context.class(party - 1).is_word());
            }
            let who = self.context.types.pronoun(self.context.text.tokens[core.start as usize].type_id).is_some();
            let named = self.people.last_in(TokenRange::new(floor, end)).filter(|n| n.tokens.end == end && who);
            if let Some(naming) = named.map(|n| self.from(n)).filter(|n| self.entity_of(*n).looks_like_person()) {
                return self.entity(naming.entity, "name", 0.85);
            }
            if let Some(antecedent) =
                subject_before(self.context, end, floor).filter(|p| !p.relative && p.tokens.start < core.start)
            {
                let core = if who { self.human_part(antecedent.core) } else { antecedent.core };
                let mut resolved = self.resolve_core(core);
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
        let titled = || self.titled(core).map(|id| self.entity(id, "name", 0.95));
        let whole = || self.alias(core).or_else(|| self.both(core));
        if let Some(resolved) =
            whole().or_else(titled).or_else(|| self.alias(head).filter(|r| !self.is_of_another(core, r)))
        {
            // An office whose holders the document does not name: somebody else may be described by it.
            let open = resolved.speaker.resolution == "office" && resolved.entity.is_none();
            let other = if open { self.described(core, head) } else { None };
            return other.unwrap_or(resolved);
        }
        if let Some(naming) = self.people.last_in(head)
            && naming.tokens.end >= head.end
            && !self.context.traits(head.end.wrapping_sub(1)).has(Traits::POSSESSIVE)
                | (head.len() == naming.tokens.len())
        {
            // "House panel" may be short for what is called otherwise.
            let common = !self.context.traits(naming.tokens.end - 1).has(Traits::CAPITAL);
            let shortened = if common { self.shortened(core) } else { None };
            return shortened.unwrap_or_else(|| self.entity(naming.entity, "name", 0.95));
        }
        self.nominal(core, head)
    }

    /// "Ann Lee | of Leeds": the person whose origin a name gives, unless it is known to be a person's.
    fn from(&self, naming: Naming) -> Naming {
        let before = naming.tokens.start.wrapping_sub(1);
        let origin =
            self.context.traits(before).has(Traits::GENITIVE) && self.entity_of(naming).kind != EntityKind::Person;
        let person = self.people.last_in(TokenRange::new(before.saturating_sub(NAME), before));
        person
            .filter(|p| p.tokens.end == before && origin && self.entity_of(*p).kind == EntityKind::Person)
            .unwrap_or(naming)
    }

    /// "anger | among leaders", | who: the last part of a phrase that means people, or what stands behind its last "of".
    fn human_part(&self, core: TokenRange) -> TokenRange {
        let context = self.context;
        let mut end = core.end;
        for i in (core.start..core.end).rev() {
            let t = context.traits(i);
            let opens =
                i == core.start || t.any(Traits::PREPOSITION.with(Traits::CONJUNCTION)) && !t.has(Traits::CAPITAL);
            if !opens {
                continue;
            }
            let part = TokenRange::new(i + u32::from(i > core.start), end);
            let named = self.people.last_in(part).filter(|n| n.tokens.end == end).map(|n| self.entity_of(n));
            let people = named.is_some_and(|e| e.looks_like_person() || e.kind == EntityKind::Group);
            if people || named.is_none() && (self.titles_at_end(part).next().is_some() || t.has(Traits::GENITIVE)) {
                return part;
            }
            end = i;
        }
        core
    }

    /// The part before the first preposition: "a spokesman | for Trump".
    fn head_segment(&self, core: TokenRange) -> TokenRange {
        let stop = (core.start + 1..core.end).find(|&i| {
            let t = self.context.traits(i);
            let adjective = self.context.traits(i - 1).has(Traits::ARTICLE);
            t.has(Traits::PREPOSITION) && !t.has(Traits::CAPITAL) && !adjective
                || !self.context.class(i).is_word() && self.context.class(i) == crate::text::TokenClass::BracketOpen
                || t.has(Traits::RELATIVE) && !t.has(Traits::DETERMINER)
        });
        self.context.trim(TokenRange::new(core.start, stop.unwrap_or(core.end)))
    }

    /// "the foreign minister of France": the phrase says whose office it is, and it is not the one of that name.
    fn is_of_another(&self, core: TokenRange, office: &Resolved) -> bool {
        let description = self.roles.describe(core);
        office.speaker.resolution == "office"
            && description.principal
            && description.side != office.speaker.affiliation.side()
    }

    /// "Secretary of State | John F. Kerry (D)": the person with whose name a phrase ends, behind a whole title.
    fn titled(&self, core: TokenRange) -> Option<u32> {
        let bracket = core.indices().map(|i| i as u32).find(|&i| self.context.class(i) == TokenClass::BracketOpen);
        let range = self.context.trim(TokenRange::new(core.start, bracket.unwrap_or(core.end)));
        let naming =
            self.people.last_in(range).filter(|n| n.tokens.end >= range.end && n.tokens.start > range.start)?;
        let mut before = naming.tokens.start;
        while before > range.start && !self.context.class(before - 1).is_word() {
            before -= 1;
        }
        let opens = TokenRange::new(range.start, naming.tokens.start);
        let hits = self.context.names_in(opens);
        // "former senator and | candidate | Ann Lee" is one person, "Rob Hall and | Sen. | Ann Lee" are two.
        let alone = self.people.first_in(range).is_some_and(|n| n.tokens == naming.tokens);
        let joins = |i: u32| {
            let conjunction = self.context.traits(i).has(Traits::CONJUNCTION);
            let title = |n: &NameHit| match n.entry {
                Entry::Title(row) if self.context.lexicon.language.titles[row as usize].number != Number::Plural => {
                    conjunction && n.tokens.end == i || n.tokens.start < i && i < n.tokens.end
                }
                _ => false,
            };
            alone && hits.iter().any(title)
        };
        let title = hits.iter().filter(|n| n.tokens.end == before).find(|n| {
            let plain = (range.start..n.tokens.start).all(|i| {
                let t = self.context.traits(i);
                !t.any(Traits::CONJUNCTION.with(Traits::PREPOSITION)) || t.has(Traits::CAPITAL) || joins(i)
            });
            plain && matches!(n.entry, Entry::Title(_))
        });
        title.map(|_| naming.entity)
    }

    /// The speaker behind a number of the discourse: an entity, or somebody without a name.
    fn referent(&self, id: u32, resolution: &'static str, confidence: f64) -> Resolved {
        match (id as usize).checked_sub(self.people.entities.len()).map(|number| &self.unnamed[number]) {
            Some(unnamed) => {
                Resolved { speaker: Speaker { resolution, confidence, ..unnamed.speaker.clone() }, entity: None }
            }
            None => self.entity(id, resolution, confidence),
        }
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
        let speaker = Speaker { name: shown(self.context, range), affiliation, resolution, confidence };
        Resolved { speaker, entity: None }
    }

    /// A phrase without the article that opens it.
    fn bare(&self, range: TokenRange) -> TokenRange {
        let article = range.len() > 1 && self.context.traits(range.start).has(Traits::ARTICLE);
        TokenRange::new(range.start + u32::from(article), range.end)
    }
}

/// Whom the last paragraph introduces and nothing before it names: "Ann Lee is a teacher in Leeds."
fn author(context: &Context<'_>, people: &People) -> Option<u32> {
    let last = context.text.paragraphs.iter().rev().find(|p| context.is_text(p.start))?;
    let naming = people.first_in(*last).filter(|n| n.tokens.start == last.start && n.tokens.len() > 1)?;
    let entity = &people.entities[naming.entity as usize];
    let before = people.namings.iter().take_while(|n| n.tokens.start < last.start).any(|n| n.entity == naming.entity);
    let opens = context.traits(naming.tokens.end).any(Traits::BE.with(Traits::AUXILIARY));
    (entity.may_be_person() && !before && opens).then_some(naming.entity)
}

#[cfg(test)]
mod tests;
