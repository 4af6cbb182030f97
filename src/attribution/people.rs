//! People: the persons, bodies and places that a document names, each once.
//!
//! Runs of capitalized words come in, with the titles before them; full names, surnames, initials and aliases of
//! one bearer become one entity. An entity is tied to a row of `speakers.csv` when its whole name is one.

use std::collections::BTreeMap;

use super::context::Context;
use super::layout::Role;
use super::sides::{ActorIndex, Holder, choose};
use super::traits::Traits;
use crate::lexicon::{ActorKind, Entry, Gender, Number, TitleKind};
use crate::text::{TokenClass, TokenRange};

/// Entities that share a word, of which at most so many are compared.
const NAMESAKES: usize = 64;
/// Entities whose initials are compared with an acronym.
const BODIES: usize = 500;

/// What an entity is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntityKind {
    /// A human being.
    Person,
    /// A body.
    Body,
    /// Not known.
    Unknown,
}

/// A bearer of a name.
#[derive(Clone, Debug)]
pub struct Entity {
    /// The longest name that the document gives.
    pub name: String,
    /// Its words, lower case.
    pub words: Vec<String>,
    /// What it is.
    pub kind: EntityKind,
    /// From honorifics and given names.
    pub gender: Gender,
    /// Row of `speakers.csv`.
    pub actor: Option<u32>,
    /// Lower-case titles and appositive heads.
    pub titles: Vec<String>,
    /// How often it is named.
    pub count: u32,
}

/// A place where an entity is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Naming {
    /// The name's tokens, without title.
    pub tokens: TokenRange,
    /// Position in [`People::entities`].
    pub entity: u32,
}

/// Everybody whom a document names.
#[derive(Clone, Debug, Default)]
pub struct People {
    /// In the order of first full naming.
    pub entities: Vec<Entity>,
    /// In text order.
    pub namings: Vec<Naming>,
    /// Entities by the canonical name of their row in `speakers.csv`.
    pub by_actor: BTreeMap<String, u32>,
}

struct Run {
    tokens: TokenRange,
    words: Vec<String>,
    title: Option<(String, Gender)>,
    body: bool,
    actors: Vec<u32>,
}

impl People {
    /// Reads a document's names.
    pub fn new(context: &Context<'_>, index: &ActorIndex) -> Self {
        let runs = runs(context, index);
        let shouted = title_case_headline(context);
        let runs: Vec<Run> =
            runs.into_iter().filter(|r| !shouted || !context.layout.headline.contains(r.tokens)).collect();
        let mut people = People::default();
        let mut by_word: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        let mut entity_of: Vec<Option<u32>> = vec![None; runs.len()];
        for (number, run) in runs.iter().enumerate().filter(|(_, r)| r.words.len() > 1) {
            let found = people.full_name(run, &by_word);
            let id = found.unwrap_or_else(|| people.add(context, run, &mut by_word));
            people.entities[id as usize].note(run);
            entity_of[number] = Some(id);
        }
        let mut last_named: BTreeMap<&str, u32> = BTreeMap::new();
        for (number, run) in runs.iter().enumerate() {
            let id = match entity_of[number] {
                Some(id) => id,
                None => {
                    let found = people.single_name(context, run, &by_word, &last_named);
                    let id = found.unwrap_or_else(|| people.add(context, run, &mut by_word));
                    people.entities[id as usize].note(run);
                    id
                }
            };
            for word in &run.words {
                last_named.insert(word, id);
            }
            people.namings.push(Naming { tokens: run.tokens, entity: id });
        }
        people.tie(context, index, &runs);
        if shouted {
            people.read_headline(context);
        }
        people
    }

    /// In a headline whose words are all capitalized only names that the text gives are told apart.
    fn read_headline(&mut self, context: &Context<'_>) {
        let mut known: BTreeMap<String, u32> = BTreeMap::new();
        for (id, entity) in self.entities.iter().enumerate() {
            known.insert(entity.words.join(" "), id as u32);
            if let Some(last) = entity.words.last().filter(|_| entity.kind == EntityKind::Person) {
                known.entry(last.clone()).or_insert(id as u32);
            }
        }
        let headline = context.layout.headline;
        let mut found = Vec::new();
        let mut i = headline.start;
        while i < headline.end {
            let name = (1..=5).rev().filter(|n| i + n <= headline.end).find_map(|n| {
                let words: Vec<String> = (i..i + n)
                    .filter(|&k| context.class(k).is_word())
                    .map(|k| context.word(k).name.to_lowercase())
                    .collect();
                known.get(&words.join(" ")).map(|&id| (n, id))
            });
            match name {
                Some((n, entity)) if context.traits(i).has(Traits::CAPITAL) => {
                    found.push(Naming { tokens: TokenRange::new(i, i + n), entity });
                    i += n;
                }
                _ => i += 1,
            }
        }
        self.namings.extend(found);
        self.namings.sort_by_key(|n| n.tokens);
    }

    /// The naming that ends with token `end - 1` or holds it, inside `range`.
    pub fn last_in(&self, range: TokenRange) -> Option<Naming> {
        let end = self.namings.partition_point(|n| n.tokens.start < range.end);
        self.namings[..end].iter().rev().take_while(|n| n.tokens.start >= range.start).copied().next()
    }

    /// The first naming inside `range`.
    pub fn first_in(&self, range: TokenRange) -> Option<Naming> {
        let start = self.namings.partition_point(|n| n.tokens.start < range.start);
        self.namings.get(start).copied().filter(|n| n.tokens.start < range.end)
    }

    fn full_name(&self, run: &Run, by_word: &BTreeMap<String, Vec<u32>>) -> Option<u32> {
        let last = run.words.last()?;
        if run.words.len() < 2 {
            return None;
        }
        by_word.get(last)?.iter().copied().take(NAMESAKES).find(|&id| {
            let entity = &self.entities[id as usize];
            if entity.words.len() < 2 || run.body != (entity.kind == EntityKind::Body) {
                return false;
            }
            if run.body {
                return entity.words == run.words;
            }
            entity.words.last() == Some(last) && same_first(&entity.words[0], &run.words[0])
                || subset(&run.words, &entity.words)
                || subset(&entity.words, &run.words)
        })
    }

    fn single_name(
        &self,
        context: &Context<'_>,
        run: &Run,
        by_word: &BTreeMap<String, Vec<u32>>,
        last_named: &BTreeMap<&str, u32>,
    ) -> Option<u32> {
        let word = run.words.first()?;
        if run.body {
            return self.body_named(word, by_word);
        }
        let ids = by_word.get(word)?;
        let ids = &ids[..ids.len().min(NAMESAKES)];
        let fits = |&&id: &&u32| {
            let entity = &self.entities[id as usize];
            let gender = run.title.as_ref().map_or(Gender::Any, |t| t.1);
            let clash = gender != Gender::Any && entity.gender != Gender::Any && gender != entity.gender;
            entity.kind != EntityKind::Body && !clash || entity.words.len() == 1
        };
        let surname: Vec<u32> = ids
            .iter()
            .filter(|id| self.entities[**id as usize].words.last() == Some(word))
            .filter(fits)
            .copied()
            .collect();
        let pool: Vec<u32> = if surname.is_empty() { ids.iter().filter(fits).copied().collect() } else { surname };
        if pool.len() > 1 {
            // The dispute's own actor is meant when its bare surname is an alias.
            let aliased = pool.iter().copied().find(|&id| {
                let entity = &self.entities[id as usize];
                run.actors.iter().any(|&row| {
                    let name = context.lexicon.dispute.actors[row as usize].name.to_lowercase();
                    let words: Vec<String> = name.split_whitespace().map(str::to_owned).collect();
                    subset(&entity.words, &words) || subset(&words, &entity.words)
                })
            });
            if aliased.is_some() && run.title.is_none() {
                return aliased;
            }
            if let Some(&id) = last_named.get(word.as_str())
                && pool.contains(&id)
            {
                return Some(id);
            }
        }
        pool.first().copied()
    }

    /// A body by one word: its only name, or the initials of its name.
    fn body_named(&self, word: &str, by_word: &BTreeMap<String, Vec<u32>>) -> Option<u32> {
        let same = by_word
            .get(word)
            .into_iter()
            .flatten()
            .copied()
            .take(NAMESAKES)
            .find(|&id| self.entities[id as usize].words.len() == 1);
        same.or_else(|| {
            let position = self.entities.iter().take(BODIES).position(|e| {
                let initials = |skip_lower: bool| -> String {
                    let parts = e.name.split([' ', '-']).filter(|p| !skip_lower || p.starts_with(char::is_uppercase));
                    parts.filter_map(|p| p.chars().next()).flat_map(char::to_lowercase).collect()
                };
                e.words.len() > 2 && (initials(true) == word || initials(false) == word)
            });
            position.map(|p| p as u32)
        })
    }

    fn add(&mut self, context: &Context<'_>, run: &Run, by_word: &mut BTreeMap<String, Vec<u32>>) -> u32 {
        let id = self.entities.len() as u32;
        let first = run.tokens.start;
        let given = context.types.given_name(context.text.tokens[first as usize].type_id);
        let person = given.is_some() && run.words.len() > 1 || run.title.is_some();
        let kind = match (run.body, person) {
            (true, _) => EntityKind::Body,
            (false, true) => EntityKind::Person,
            _ => EntityKind::Unknown,
        };
        self.entities.push(Entity {
            name: shown(context, run.tokens),
            words: run.words.clone(),
            kind,
            gender: if run.body { Gender::Neuter } else { given.unwrap_or_default() },
            actor: None,
            titles: Vec::new(),
            count: 0,
        });
        for word in &run.words {
            let ids = by_word.entry(word.clone()).or_default();
            if ids.last() != Some(&id) {
                ids.push(id);
            }
        }
        id
    }

    /// Ties entities to rows of `speakers.csv`.
    fn tie(&mut self, context: &Context<'_>, index: &ActorIndex, runs: &[Run]) {
        let dispute = &context.lexicon.dispute;
        let date = context.document.date;
        let mut rows_of: Vec<Vec<u32>> = vec![Vec::new(); self.entities.len()];
        let mut longest: Vec<usize> = vec![0; self.entities.len()];
        for (run, naming) in runs.iter().zip(&self.namings) {
            let id = naming.entity as usize;
            if !run.actors.is_empty() && run.words.len() > longest[id] {
                longest[id] = run.words.len();
                rows_of[id] = run.actors.clone();
            }
        }
        for (id, entity) in self.entities.iter_mut().enumerate() {
            let mut rows = std::mem::take(&mut rows_of[id]);
            if rows.is_empty() {
                rows = index.named(&entity.name).to_vec();
            }
            // "Chelsea Clinton" is not the actor whose alias is "Clinton".
            rows.retain(|&row| {
                let name: Vec<String> =
                    dispute.actors[row as usize].name.to_lowercase().split_whitespace().map(str::to_owned).collect();
                entity.words.len() < 2
                    || longest[id] >= entity.words.len()
                    || subset(&name, &entity.words)
                    || subset(&entity.words, &name)
                    || same_first(&name[0], &entity.words[0]) && name.last() == entity.words.last()
            });
            if let Some(Holder::Actor(row)) = choose(dispute, &rows, date, |_| false) {
                entity.actor = Some(row);
                let actor = &dispute.actors[row as usize];
                self.by_actor.entry(actor.name.clone()).or_insert(id as u32);
                entity.kind = match actor.kind {
                    ActorKind::Person => EntityKind::Person,
                    _ => EntityKind::Body,
                };
                if actor.kind == ActorKind::Person && entity.gender == Gender::Any {
                    let first = actor.name.split_whitespace().next().unwrap_or("").to_lowercase();
                    entity.gender = context.lexicon.language.given_names.get(&first).copied().unwrap_or_default();
                }
            }
        }
    }
}

impl Entity {
    fn note(&mut self, run: &Run) {
        self.count += 1;
        if let Some((title, gender)) = &run.title {
            if !self.titles.contains(title) {
                self.titles.push(title.clone());
            }
            if *gender != Gender::Any {
                self.gender = *gender;
            }
            if self.kind == EntityKind::Unknown {
                self.kind = EntityKind::Person;
            }
        }
    }
}

/// A name as written, without a possessive ending.
fn shown(context: &Context<'_>, tokens: TokenRange) -> String {
    let mut name = context.words(tokens);
    if context.traits(tokens.end - 1).has(Traits::POSSESSIVE) {
        for ending in ["'s", "’s", "'", "’"] {
            if let Some(cut) = name.strip_suffix(ending) {
                name.truncate(cut.len());
                break;
            }
        }
    }
    name
}

/// True for a headline in which most words are capitalized.
fn title_case_headline(context: &Context<'_>) -> bool {
    let words: Vec<u32> =
        context.layout.headline.indices().map(|i| i as u32).filter(|&i| context.class(i).is_word()).collect();
    let capitals = words.iter().filter(|&&i| context.traits(i).has(Traits::CAPITAL)).count();
    words.len() > 3 && capitals * 10 >= words.len() * 7
}

/// "Rob" and "Robert", "J." and "John".
fn same_first(a: &str, b: &str) -> bool {
    let (a, b) = (a.trim_end_matches('.'), b.trim_end_matches('.'));
    a == b
        || (a.len() == 1 || b.len() == 1) && a.chars().next() == b.chars().next()
        || a.len() > 2 && b.len() > 2 && (a.starts_with(b) || b.starts_with(a))
}

fn subset(a: &[String], b: &[String]) -> bool {
    a.iter().all(|word| b.contains(word))
}

/// Maximal runs of name words, titles split off.
fn runs(context: &Context<'_>, index: &ActorIndex) -> Vec<Run> {
    let n = context.len();
    let mut titled: Vec<Option<u32>> = vec![None; n as usize];
    for (number, hit) in context.names.iter().enumerate() {
        if let Entry::Title(_) = hit.entry {
            let known = titled[hit.tokens.start as usize].map(|t| context.names[t as usize].tokens.len());
            if known.is_none_or(|length| length < hit.tokens.len()) {
                titled[hit.tokens.start as usize] = Some(number as u32);
            }
        }
    }
    let capitals = seen_inside(context);
    let mut runs = Vec::new();
    let mut i = 0;
    let mut title: Option<(String, Gender, u32)> = None;
    while i < n {
        if let Some(hit) = titled[i as usize].map(|t| context.names[t as usize]) {
            let Entry::Title(row) = hit.entry else {
                i += 1;
                continue;
            };
            let row = &context.lexicon.language.titles[row as usize];
            let single = context.traits(i).has(Traits::GIVEN) && hit.tokens.len() == 1;
            if row.number != Number::Plural && row.kind != TitleKind::Group && !single {
                let mut end = hit.tokens.end;
                if context.class(end) == TokenClass::Period {
                    end += 1;
                }
                title = Some((row.title.to_lowercase(), row.gender, end));
                i = end;
                continue;
            }
        }
        if !starts_name(context, i, &capitals) {
            i += 1;
            continue;
        }
        let end = name_end(context, i, &titled);
        let mut tokens = context.trim(TokenRange::new(i, end));
        let mut body = tokens.indices().any(|k| context.traits(k as u32).has(Traits::ORGANIZATION));
        let next = context.traits(end);
        if !body
            && next.has(Traits::ORGANIZATION)
            && !next.any(Traits::FUNCTION)
            && !context.traits(end - 1).has(Traits::POSSESSIVE)
            && context.class(end).is_word()
            && tokens.end == end
        {
            tokens.end = end + 1;
            body = true;
        }
        if body
            && context.traits(tokens.end - 1).has(Traits::ORGANIZATION)
            && context.traits(tokens.end - 1).has(Traits::CAPITAL)
        {
            tokens.end = complement_end(context, tokens.end);
        }
        let place = context.names_in(tokens).iter().any(|n| n.tokens == tokens && matches!(n.entry, Entry::Place(_)));
        let acronym = tokens.len() == 1
            && context.traits(tokens.start).has(Traits::CAPITALS)
            && !context.layout.roles.get(tokens.start as usize).is_some_and(|r| *r == Role::Headline);
        body |= place || acronym;
        let words: Vec<String> = tokens
            .indices()
            .filter(|&k| context.class(k as u32).is_word())
            .map(|k| context.word(k as u32).name.to_lowercase())
            .collect();
        let joined = words.join(" ");
        let actors = index.named(&joined).to_vec();
        let before = title.take().filter(|t| t.2 == tokens.start && !body).map(|t| (t.0, t.1));
        i = tokens.end.max(i + 1);
        if !words.is_empty() {
            let many = words.len() > 7;
            if !many {
                runs.push(Run { tokens, words, title: before, body, actors });
            }
        }
    }
    runs
}

/// "Committee | for a Responsible Federal Budget": where the complement of a body's head noun ends.
fn complement_end(context: &Context<'_>, end: u32) -> u32 {
    let limit = context.sentence(end - 1).end;
    let mut i = end;
    if i >= limit
        || !context.traits(i).any(Traits::GENITIVE.with(Traits::INFINITIVE).with(Traits::PREPOSITION))
        || context.traits(i).has(Traits::AGENT)
    {
        return end;
    }
    let genitive = context.traits(i).has(Traits::GENITIVE) || context.traits(i + 1).any(Traits::DETERMINER);
    i += 1;
    while i < limit && context.traits(i).has(Traits::DETERMINER) && i < end + 3 {
        i += 1;
    }
    let named = |k: u32| {
        k < limit
            && context.traits(k).has(Traits::CAPITAL)
            && !context.traits(k).any(Traits::CALENDAR.with(Traits::GIVEN))
    };
    if !named(i) || !genitive && !named(i + 1) {
        return end;
    }
    while named(i) || i + 1 < limit && context.traits(i).any(Traits::GENITIVE) && named(i + 1) {
        i += 1;
    }
    i
}

/// Lower-case forms of the words that stand capitalized inside a sentence.
fn seen_inside(context: &Context<'_>) -> hashbrown::HashSet<crate::text::TypeId, foldhash::fast::FixedState> {
    let mut seen = hashbrown::HashSet::default();
    for sentence in &context.text.sentences {
        for i in sentence.start + 1..sentence.end {
            let opens = !context.class(i - 1).is_word() && context.class(i - 1) != TokenClass::Comma;
            if context.traits(i).has(Traits::CAPITAL) && !opens {
                seen.insert(context.text.tokens[i as usize].type_id);
            }
        }
    }
    seen
}

type Seen = hashbrown::HashSet<crate::text::TypeId, foldhash::fast::FixedState>;

fn starts_name(context: &Context<'_>, i: u32, seen: &Seen) -> bool {
    let t = context.traits(i);
    if !t.has(Traits::CAPITAL)
        || t.any(Traits::CALENDAR)
        || !matches!(context.layout.roles[i as usize], Role::Body | Role::Headline)
    {
        return false;
    }
    if t.any(Traits::FUNCTION) && !t.has(Traits::CAPITALS) {
        return false;
    }
    let opens =
        i == context.sentence(i).start || !context.class(i - 1).is_word() && context.class(i - 1) != TokenClass::Comma;
    if !opens {
        return true;
    }
    let known = t.has(Traits::GIVEN) || seen.contains(&context.text.tokens[i as usize].type_id);
    let followed = context.traits(i + 1).has(Traits::CAPITAL) && !context.traits(i + 1).any(Traits::FUNCTION);
    let actor = || {
        context.names_in(TokenRange::new(i, i + 1)).iter().any(|n| matches!(n.entry, Entry::Actor(_) | Entry::Place(_)))
    };
    !t.any(Traits::STOP.with(Traits::TIME).with(Traits::ADVERB).with(Traits::NUMBER)) && (known || followed || actor())
}

fn name_end(context: &Context<'_>, start: u32, titled: &[Option<u32>]) -> u32 {
    let sentence = context.sentence(start);
    let mut i = start;
    loop {
        if context.traits(i).has(Traits::POSSESSIVE) {
            return i + 1;
        }
        let next = i + 1;
        if next >= sentence.end {
            return next;
        }
        let t = context.traits(next);
        let name_word =
            t.has(Traits::CAPITAL) && !t.any(Traits::CALENDAR) && (!t.any(Traits::FUNCTION) || t.has(Traits::CAPITALS));
        if context.class(next).is_word() {
            if name_word && titled[next as usize].is_none_or(|_| t.has(Traits::GIVEN)) {
                i = next;
                continue;
            }
            let joins =
                t.any(Traits::PARTICLE) && context.traits(next + 1).has(Traits::CAPITAL) && next + 1 < sentence.end;
            if joins {
                i = next + 1;
                continue;
            }
            return next;
        }
        let initial = context.class(next) == TokenClass::Period && context.word(i).form.chars().count() == 1;
        let hyphen = context.class(next) == TokenClass::Hyphen;
        let joined = context.traits(next + 1);
        if (initial || hyphen)
            && next + 1 < sentence.end
            && joined.has(Traits::CAPITAL)
            && !joined.any(Traits::FUNCTION)
        {
            i = next + 1;
            continue;
        }
        return next;
    }
}
