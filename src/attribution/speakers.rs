//! Speakers: who is meant by a source.
//!
//! Sources are resolved in the order of the text: names to entities, pronouns and nominals to an entity named or
//! quoted before, offices and groups to a row of `speakers.csv`, everything else to its own words.

use super::context::Context;
use super::people::{Entity, EntityKind, Naming, People};
use super::phrase::{Phrase, subject_before};
use super::sides::{Holder, affiliation, choose};
use super::statement::{Affiliation, Speaker};
use super::traits::Traits;
use crate::lexicon::{ActorKind, Entry, Gender, Number, Person, TitleKind};
use crate::text::TokenRange;

/// Namings that a pronoun looks back over at most.
const MEMORY: usize = 40;
/// Entities whose titles are compared with a nominal.
const MOST_ENTITIES: usize = 1000;
/// Sentences that a pronoun looks back over at most.
const SENTENCES: u32 = 12;

/// Resolves sources one after the other.
pub struct Resolver<'a, 'c> {
    context: &'a Context<'c>,
    people: &'a People,
    /// Entity and position of the statements so far.
    spoken: Vec<(u32, u32)>,
    /// The last speaker who is several people.
    plural: Option<Speaker>,
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
    pub fn new(context: &'a Context<'c>, people: &'a People) -> Self {
        Resolver { context, people, spoken: Vec::new(), plural: None }
    }

    /// Remembers that the entity behind `resolved` spoke at token `at`.
    pub fn spoke(&mut self, resolved: &Resolved, at: u32) {
        match resolved.entity {
            Some(entity) => self.spoken.push((entity, at)),
            None if resolved.speaker.resolution == "group" => self.plural = Some(resolved.speaker.clone()),
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
        let head = self.head_segment(core);
        // The office, body or group that the whole phrase names.
        if let Some(resolved) = self.alias(core).or_else(|| self.alias(head)) {
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
            None => {
                let affiliation =
                    if entity.kind == EntityKind::Person { Affiliation::Other } else { Affiliation::Unknown };
                Speaker { name: entity.name.clone(), affiliation, resolution, confidence }
            }
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
            if self.entity_of(*naming).kind == EntityKind::Unknown {
                score -= 1.5;
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
        let titles: Vec<_> = self
            .context
            .names_in(head)
            .iter()
            .filter(|n| n.tokens.end == head.end)
            .filter_map(|n| match n.entry {
                Entry::Title(row) => Some(&self.context.lexicon.language.titles[row as usize]),
                _ => None,
            })
            .collect();
        let definite = self.context.traits(core.start).has(Traits::DETERMINER);
        let group = titles.iter().any(|t| t.number == Number::Plural || t.kind == TitleKind::Group);
        if definite && !group && core == head {
            for title in &titles {
                let title = title.title.to_lowercase();
                let holder = self.antecedent(core.start, |e| self.holds(e, &title)).map(|(id, _)| id).or_else(|| {
                    let position = self.people.entities.iter().take(MOST_ENTITIES).position(|e| self.holds(e, &title));
                    position.map(|id| id as u32)
                });
                if let Some(id) = holder {
                    return self.entity(id, "title", 0.7);
                }
            }
            if !titles.is_empty()
                && let Some((id, sure)) = self.antecedent(core.start, |e| e.kind == EntityKind::Person)
            {
                return self.entity(id, "title", sure * 0.7);
            }
        }
        if !group && let Some(id) = self.apposed(core) {
            return self.entity(id, "appositive", 0.75);
        }
        if definite
            && !group
            && core == head
            && self.context.traits(head.end.wrapping_sub(1)).has(Traits::ORGANIZATION)
            && let Some((id, _)) = self.antecedent(core.start, |e| e.kind == EntityKind::Body)
        {
            return self.entity(id, "nominal", 0.45);
        }
        let resolution = if group || self.context.traits(head.end.wrapping_sub(1)).has(Traits::ENDS_S) {
            "group"
        } else {
            "nominal"
        };
        let human = !titles.is_empty()
            || self.context.traits(head.end.wrapping_sub(1)).any(Traits::ORGANIZATION.with(Traits::FAMILY));
        self.words(core, resolution, self.side_of_modifiers(core, human), 0.6)
    }

    /// True for a person who bears this title in the text or holds such an office.
    fn holds(&self, entity: &Entity, title: &str) -> bool {
        let role = entity.actor.and_then(|row| self.context.lexicon.dispute.actors[row as usize].role.as_deref());
        let office = role.is_some_and(|role| format!(" {} ", role.to_lowercase()).contains(&format!(" {title} ")));
        let borne = || entity.titles.iter().any(|t| t == title || t.ends_with(title) || title.ends_with(t.as_str()));
        entity.kind != EntityKind::Body && (office || borne())
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

    /// The side whose name, person or place modifies a nominal: "Chinese officials", "a spokesman for Trump".
    fn side_of_modifiers(&self, core: TokenRange, human: bool) -> Affiliation {
        if !human {
            return Affiliation::Unknown;
        }
        let dispute = &self.context.lexicon.dispute;
        let mut sides = Vec::new();
        for hit in self.context.names_in(core) {
            if let Entry::Actor(row) = hit.entry
                && hit.tokens.end <= core.end
                && let Some(side) = dispute.actors[row as usize].side
            {
                sides.push(side);
            }
        }
        if let Some(pronoun) =
            core.indices().map(|i| i as u32).find(|&i| self.context.traits(i).has(Traits::POSSESSIVE_PRONOUN))
            && let Some(side) = self.pronoun(pronoun).speaker.affiliation.side()
        {
            sides.push(side);
        }
        sides.sort();
        sides.dedup();
        match sides[..] {
            [side] => Affiliation::Side(side),
            _ => Affiliation::Unknown,
        }
    }
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
