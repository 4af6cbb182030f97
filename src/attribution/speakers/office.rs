//! Offices: who bears a title, holds an office or is called by an alias of `speakers.csv`.

use super::nominal::owns;
use super::{MOST_ENTITIES, Resolved, Resolver, Unnamed};
use crate::attribution::context::NameHit;
use crate::attribution::people::{Entity, EntityKind, is_party};
use crate::attribution::roles::Description;
use crate::attribution::sides::{Holder, affiliation, choose};
use crate::attribution::statement::{Affiliation, Speaker};
use crate::attribution::traits::Traits;
use crate::lexicon::{ActorKind, Entry, Gender, SideId, Title, WordClass};
use crate::text::{TokenClass, TokenRange};

/// From this fit on the text itself says that somebody is meant.
const KNOWN: f64 = 0.9;
/// From this fit on it says part of it.
const PARTLY: f64 = 0.6;
/// Below this fit it says otherwise.
const POSSIBLE: f64 = 0.1;
/// The fit of a person of whom nothing says that a noun describes him, nor that it does not.
const ANYBODY: f64 = 0.15;
/// The fit of who has such a role by `speakers.csv`, when the role is one that many have.
const COMMON: f64 = 0.5;
/// Letters that a title has which is no short form of another: "Gov" is one.
const SHORT: usize = 4;
/// How far the most outstanding person must stand out to be meant by a noun that nothing else explains.
const CLEAR: f64 = 0.6;
/// The same where the noun comes with a name that nothing explains: "the Texas senator".
const MARKED: f64 = 0.7;
/// Tokens before a nominal within which its noun may have introduced somebody without a name.
const INTRODUCED: u32 = 300;
/// Tokens between the article and the noun of such a phrase.
const PHRASE: u32 = 6;

/// What a description asks for.
struct Wanted {
    /// Its noun.
    head: String,
    /// The titles that it ends with.
    titles: Vec<String>,
    /// Its capitalized words: places, parties, bodies.
    marks: Vec<String>,
    /// Rows of `speakers.csv` that have such a description among their aliases.
    rows: Vec<u32>,
    gender: Gender,
    side: Option<SideId>,
}

impl<'a, 'c> Resolver<'a, 'c> {
    /// Rows of `speakers.csv` whose name is exactly these words, with or without article.
    pub(super) fn alias(&self, range: TokenRange) -> Option<Resolved> {
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
            Holder::Office(side) => self.words(self.bare(range), "office", side, 0.7),
        })
    }

    /// True when only an article or titles stand in `range` beside `tokens`.
    pub(super) fn covers(&self, tokens: TokenRange, range: TokenRange) -> bool {
        (range.start..tokens.start)
            .all(|i| self.context.traits(i).has(Traits::DETERMINER) || !self.context.class(i).is_word())
    }

    /// The person of the document whom an office describes, when no holder of `speakers.csv` is named.
    pub(super) fn described(&self, core: TokenRange, head: TokenRange) -> Option<Resolved> {
        let description = self.roles.describe(core);
        if !description.official || self.context.traits(core.start).has(Traits::INDEFINITE) {
            return None;
        }
        let titles: Vec<_> = self.titles_at_end(head).collect();
        self.bearer(core, &titles, &description, false)
            .filter(|r| description.side.is_none() || r.speaker.affiliation.side() == description.side)
    }

    pub(super) fn titles_at_end(&self, head: TokenRange) -> impl Iterator<Item = &'a Title> {
        let titles = &self.context.lexicon.language.titles;
        self.context.names_in(head).iter().filter(move |n| n.tokens.end == head.end).filter_map(|n| match n.entry {
            Entry::Title(row) => Some(&titles[row as usize]),
            _ => None,
        })
    }

    /// The person whom the text describes so: "the envoy", "the Chinese envoy", "the Ohio governor". Whoever is known to
    /// be described otherwise is not meant; where nobody is known, whom the text is about is taken for a noun that
    /// fits anybody, at a low confidence.
    pub(super) fn bearer(
        &self,
        core: TokenRange,
        titles: &[&Title],
        description: &Description,
        anybody: bool,
    ) -> Option<Resolved> {
        let wanted = self.wanted(core, titles, description);
        let introduced = self.introduced(core, &wanted.head);
        let named = |e: &Entity| match self.fit(e, &wanted) {
            fit if fit < KNOWN && introduced.is_some() => 0.0,
            fit => fit,
        };
        let unnamed = |u: &Unnamed| {
            let same = u.noun == wanted.head;
            match wanted.side.is_none_or(|side| u.speaker.affiliation.side() == Some(side)) {
                true if same => 1.0,
                // Whoever spoke without a name may be meant by another noun.
                true if u.kind == EntityKind::Person && wanted.marks.is_empty() => ANYBODY,
                _ => 0.0,
            }
        };
        if let Some((id, sure)) = self.antecedent_by(core.start, named, unnamed) {
            let fit = match (id as usize).checked_sub(self.people.entities.len()) {
                Some(number) => unnamed(&self.unnamed[number]),
                None => named(&self.people.entities[id as usize]),
            };
            if fit >= KNOWN {
                return Some(self.referent(id, "title", 0.75 + 0.4 * (sure - 0.45)));
            }
            let clear = if self.is_named(core) { MARKED } else { CLEAR };
            let open = anybody && introduced.is_none() && !self.has_owner(core);
            if fit >= PARTLY || open && fit >= POSSIBLE && sure >= clear {
                return Some(self.referent(id, "title", sure * 0.8));
            }
        }
        let described = |e: &Entity| self.fit(e, &wanted) >= KNOWN;
        let entities = &self.people.entities;
        if let Some(id) = entities.iter().take(MOST_ENTITIES).position(described) {
            return Some(self.entity(id as u32, "title", 0.75));
        }
        let same = |u: &&Unnamed| {
            u.noun == wanted.head && wanted.side.is_none_or(|side| u.speaker.affiliation == Affiliation::Side(side))
        };
        if let Some(unnamed) = self.unnamed.iter().rev().take(MOST_ENTITIES).find(same) {
            let speaker = Speaker { resolution: "nominal", confidence: 0.6, ..unnamed.speaker.clone() };
            return Some(Resolved { speaker, entity: None });
        }
        if let Some(&row) = wanted.rows.first() {
            let actor = &self.context.lexicon.dispute.actors[row as usize];
            let (name, affiliation) = (actor.name.clone(), affiliation(actor));
            let speaker = Speaker { name, affiliation, resolution: "office", confidence: 0.7 };
            return Some(Resolved { speaker, entity: None });
        }
        let side = wanted.side?;
        // The only person who speaks for that side in the document.
        let agrees = |e: &Entity| wanted.gender == Gender::Any || e.gender == Gender::Any || e.gender == wanted.gender;
        let mut officials = self
            .people
            .entities
            .iter()
            .enumerate()
            .take(MOST_ENTITIES)
            .filter(|(_, e)| e.may_be_person() && self.side_of(e) == Some(side) && e.words.len() > 1 && agrees(e));
        let only = officials.next().filter(|_| officials.next().is_none())?;
        Some(self.entity(only.0 as u32, "title", 0.5))
    }

    /// What a description asks for.
    fn wanted(&self, core: TokenRange, titles: &[&Title], description: &Description) -> Wanted {
        let context = self.context;
        let titles: Vec<String> = titles.iter().map(|t| t.title.to_lowercase()).collect();
        let words: Vec<String> = description.words.split(' ').map(str::to_owned).collect();
        let former = |i: &u32| context.traits(*i).has(Traits::UNOFFICIAL);
        let plain = !core.indices().any(|i| former(&(i as u32)));
        // An alias of several holders of an office tells none of them from the others.
        let actors = &context.lexicon.dispute.actors;
        let mut rows = if plain { self.index.epithet(&words) } else { Vec::new() };
        if rows.iter().any(|&row| actors[row as usize].name != actors[rows[0] as usize].name) {
            rows.clear();
        }
        let marks = core.indices().map(|i| i as u32).filter(|&i| {
            let t = context.traits(i);
            let title =
                |n: &&NameHit| matches!(n.entry, Entry::Title(_)) && n.tokens.contains(TokenRange::new(i, i + 1));
            t.has(Traits::CAPITAL) && !t.has(Traits::DETERMINER) && !context.names_in(core).iter().any(|n| title(&n))
        });
        Wanted {
            head: description.head.clone(),
            titles,
            marks: marks.map(|i| context.word(i).name.to_lowercase()).collect(),
            rows,
            gender: self.gender_in(core),
            side: description.side.filter(|_| description.principal),
        }
    }

    /// How well a person fits a description, 0..1.
    fn fit(&self, entity: &Entity, wanted: &Wanted) -> f64 {
        let clash = wanted.gender != Gender::Any && entity.gender != Gender::Any && entity.gender != wanted.gender;
        if !entity.may_be_person() || clash {
            return 0.0;
        }
        if entity.actor.is_some_and(|row| wanted.rows.contains(&row)) {
            return 1.0;
        }
        if wanted.side.is_some_and(|side| self.side_of(entity) != Some(side)) {
            return 0.0;
        }
        let borne = wanted.titles.iter().any(|title| self.bears(entity, title)) || entity.heads.contains(&wanted.head);
        let office = wanted.titles.iter().find_map(|title| self.office_fit(entity, title));
        let bears = borne || office == Some(1.0);
        let marks = wanted.marks.len();
        let known = wanted.marks.iter().filter(|mark| self.is_described(entity, mark)).count();
        match (bears, marks - known) {
            (true, 0) => 1.0,
            (true, _) if known > 0 => 0.8,
            // A side says what the words before the noun say as well.
            (true, _) if wanted.side.is_some() => 1.0,
            // "the Ohio senator" is hardly whom the text calls a senator of somewhere else.
            (true, _) if self.comes_from(entity) => 0.08,
            (true, _) => PARTLY,
            (false, 0) if marks > 0 => 0.7,
            (false, _) if office.is_some() => COMMON,
            (false, _) if marks > 0 && self.comes_from(entity) => 0.05,
            _ if entity.kind == EntityKind::Person => ANYBODY,
            _ if entity.words.len() > 1 || entity.gender != Gender::Any => 0.1,
            _ => 0.0,
        }
    }

    /// True when the text says in brackets, or behind "of", where somebody comes from.
    fn comes_from(&self, entity: &Entity) -> bool {
        let context = self.context;
        entity.described.iter().any(|range| {
            let before = range.start.wrapping_sub(1);
            context.class(before) == TokenClass::BracketOpen && range.len() > 1
                || is_party(context, range.start)
                || context.traits(before).has(Traits::GENITIVE)
        })
    }

    /// True when the text describes somebody with this word, or with a short form of it in brackets: "(R-Fla.)".
    pub(super) fn is_described(&self, entity: &Entity, mark: &str) -> bool {
        entity.described.iter().any(|range| {
            let bracket = self.context.class(range.start.wrapping_sub(1)) == TokenClass::BracketOpen
                || is_party(self.context, range.start);
            range.indices().any(|i| {
                let context = self.context;
                let i = i as u32;
                if !context.class(i).is_word() {
                    return false;
                }
                let word = &context.word(i).name;
                word.eq_ignore_ascii_case(mark) || bracket && is_short_for(word, mark)
            })
        })
    }

    /// True when a name stands in a description: it says more than "the senator".
    pub(super) fn is_named(&self, core: TokenRange) -> bool {
        core.indices().skip(1).any(|i| self.context.traits(i as u32).has(Traits::CAPITAL))
    }

    /// Where somebody without a name was introduced by the same noun: "a judge in Ohio".
    pub(super) fn introduced(&self, core: TokenRange, head: &str) -> Option<u32> {
        let context = self.context;
        let floor = core.start.saturating_sub(INTRODUCED);
        (floor..core.start).rev().find(|&i| {
            let same = context.class(i).is_word() && context.word(i).name.eq_ignore_ascii_case(head);
            same && (floor.max(i.saturating_sub(PHRASE))..i)
                .rev()
                .take_while(|&k| context.class(k).is_word() || context.class(k) == TokenClass::Hyphen)
                .find(|&k| context.traits(k).any(Traits::DETERMINER.with(Traits::PREPOSITION).with(Traits::PRONOUN)))
                .is_some_and(|k| context.traits(k).has(Traits::INDEFINITE))
                // "a senator, Ann Lee", "Ann Lee, a senator", "senator Ann Lee"
                && !context.traits(i + 1).has(Traits::CAPITAL)
                && self.apposed(TokenRange::new(i.saturating_sub(1), i + 1), true).is_none()
        })
    }

    /// The gender that a title inside a phrase gives: "the former first lady and senator".
    fn gender_in(&self, core: TokenRange) -> Gender {
        let titles = &self.context.lexicon.language.titles;
        let known = self.context.names_in(core).iter().filter_map(|n| match n.entry {
            Entry::Title(row) if n.tokens.end <= core.end => Some(titles[row as usize].gender),
            _ => None,
        });
        known.into_iter().find(|g| *g != Gender::Any).unwrap_or_default()
    }

    pub(super) fn side_of(&self, entity: &Entity) -> Option<SideId> {
        match entity.actor {
            Some(row) => self.context.lexicon.dispute.actors[row as usize].side,
            None => entity.affiliation.side(),
        }
    }

    /// True for a person whom the text gives this title.
    fn bears(&self, entity: &Entity, title: &str) -> bool {
        entity.titles.iter().any(|t| {
            // "Sen." is short for senator; "the minister" may be the foreign minister, never his deputy.
            let short = t.trim_end_matches('.');
            t == title
                || title.starts_with(short) && (short.len() < t.len() || short.len() < SHORT)
                || t.strip_suffix(title).is_some_and(|first| first.ends_with(' ') && !self.is_deputy(first))
                || t.strip_prefix(title).is_some_and(|rest| rest.starts_with(' '))
        })
    }

    /// How well the role fits a title that `speakers.csv` gives a person, when it does.
    fn office_fit(&self, entity: &Entity, title: &str) -> Option<f64> {
        let actor = &self.context.lexicon.dispute.actors[entity.actor? as usize];
        let common = actor.has_common_role();
        let role = actor.role.as_deref()?.to_lowercase();
        let (before, after) = role.split_once(title)?;
        let whole = (before.is_empty() || before.ends_with(' ') && !self.is_deputy(before))
            && (after.is_empty() || after.starts_with(' '));
        whole.then_some(if common { COMMON } else { 1.0 })
    }

    /// "his", "the minister's": the phrase says whose it is.
    pub(super) fn has_owner(&self, core: TokenRange) -> bool {
        let inside = core.start..core.end.saturating_sub(1);
        inside.into_iter().any(|i| owns(self.context.traits(i)) || self.context.traits(i).has(Traits::POSSESSIVE))
    }

    /// True when the last word makes an office of another out of the office that follows it.
    pub(super) fn is_deputy(&self, words: &str) -> bool {
        let class = words.split_whitespace().next_back().and_then(|w| self.context.lexicon.language.words.get(w));
        class.is_some_and(|c| c.has(WordClass::DEPUTY))
    }
}

/// "Fla" for Florida, "Vt" for Vermont, "R" for Republican: the first letter, then others in their order.
fn is_short_for(short: &str, long: &str) -> bool {
    let mut letters = long.chars();
    let mut wanted = short.chars().flat_map(char::to_lowercase);
    wanted.next() == letters.next() && short.chars().count() <= 4 && wanted.all(|w| letters.any(|l| l == w))
}
