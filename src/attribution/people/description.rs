//! Descriptions: titles and appositives, and for which side they let a person speak.

use super::{Entity, EntityKind, People};
use crate::attribution::context::{Context, NameHit};
use crate::attribution::phrase::clause_end;
use crate::attribution::roles::{Description, Roles};
use crate::attribution::sides::ActorIndex;
use crate::attribution::statement::Affiliation;
use crate::attribution::traits::Traits;
use crate::lexicon::{ActorKind, Entry, Gender, SideId};
use crate::text::{TokenClass, TokenRange};

/// Tokens before a name that may describe its bearer.
const BEFORE: u32 = 10;
/// Tokens behind a name that may describe its bearer.
const BEHIND: u32 = 30;
/// Words between whose a relative is and the noun that says so.
const RELATION: u32 = 4;
/// Origins, parties and ages behind a name that are passed over.
const TAILS: usize = 3;
/// Places where a person is described that are kept.
const DESCRIBED: usize = 24;
/// Names before a spokesman without a principal that are asked whose he is.
const NEAR: usize = 20;

impl People {
    /// Reads titles and appositives: for which side a person speaks.
    pub(super) fn describe(&mut self, context: &Context<'_>, index: &ActorIndex) {
        let roles = Roles::new(context, index);
        let mut sides: Vec<Vec<SideId>> = vec![Vec::new(); self.entities.len()];
        let mut outsider = vec![false; self.entities.len()];
        for naming in &self.namings {
            let id = naming.entity as usize;
            let entity = &mut self.entities[id];
            if !entity.may_be_person() {
                entity.called(context, naming.tokens);
                // "the Cui team"
                let own = Some(roles.describe(naming.tokens)).filter(|d| entity.actor.is_none() && d.principal);
                sides[id].extend(own.and_then(|d| d.side));
                continue;
            }
            let found = descriptions(context, &roles, naming.tokens);
            let room = DESCRIBED.saturating_sub(entity.described.len());
            entity.described.extend(found.ranges.into_iter().take(room));
            sides[id].extend(found.endorsed);
            if found.family {
                let named = index.surnamed(entity.words.last().map_or("", String::as_str)).iter();
                let mut bearers = named.filter_map(|&row| context.lexicon.dispute.actors[row as usize].side);
                let side = bearers.next();
                sides[id].extend(side.filter(|side| bearers.all(|other| other == *side)));
            }
            for description in found.descriptions {
                if entity.gender == Gender::Any {
                    entity.gender = gender_of(context, &description.head);
                }
                if !description.head.is_empty() && !entity.heads.contains(&description.head) {
                    entity.heads.push(description.head.clone());
                }
                if entity.kind == EntityKind::Unknown && (description.official || entity.words.len() > 1) {
                    entity.kind = EntityKind::Person;
                }
                outsider[id] |= description.side.is_none() && (!description.official || description.principal);
                let near = || described_by_neighbor(context, naming.tokens);
                match description.side {
                    Some(side) => sides[id].push(side),
                    // "The ministry denied it. …, spokesman Li Na said."
                    None if description.official && !description.principal => sides[id].extend(near()),
                    None => {}
                }
            }
        }
        for ((entity, mut sides), outsider) in self.entities.iter_mut().zip(sides).zip(outsider) {
            sides.sort();
            sides.dedup();
            entity.affiliation = match sides[..] {
                [side] => Affiliation::Side(side),
                [] if outsider => Affiliation::Other,
                _ => Affiliation::Unknown,
            };
        }
    }
}

impl Entity {
    /// "Rosetta Hall, a teachers' union": the noun that a body's apposition ends with.
    fn called(&mut self, context: &Context<'_>, name: TokenRange) {
        if context.class(name.end) != TokenClass::Comma || !context.traits(name.end + 1).has(Traits::ARTICLE) {
            return;
        }
        let limit = context.sentence(name.end).end.min(name.end + BEFORE);
        let noun = (name.end + 2..limit).take_while(|&i| {
            let t = context.traits(i);
            t.has(Traits::WORD) && !t.any(Traits::FUNCTION) || context.class(i) == TokenClass::Hyphen
        });
        if let Some(noun) = noun.last().filter(|&i| context.traits(i).has(Traits::ORGANIZATION)) {
            let head = context.word(noun).name.to_lowercase();
            if !self.heads.contains(&head) {
                self.heads.push(head);
            }
        }
    }
}

/// What describes the bearer of one name.
#[derive(Default)]
struct Found {
    /// What says for whom somebody speaks.
    descriptions: Vec<Description>,
    /// Where anything is said of who it is.
    ranges: Vec<TokenRange>,
    /// A side that is said to be endorsed.
    endorsed: Option<SideId>,
    /// It is called somebody's wife or son.
    family: bool,
}

/// What stands before and behind a name and describes its bearer.
fn descriptions(context: &Context<'_>, roles: &Roles<'_, '_>, name: TokenRange) -> Found {
    let mut found = Found::default();
    let sentence = context.sentence(name.start);
    // "Chinese Foreign Ministry spokeswoman | Li Na"
    let mut start = name.start;
    while start > sentence.start && name.start - start < BEFORE {
        let t = context.traits(start - 1);
        let joins = matches!(context.class(start - 1), TokenClass::Hyphen | TokenClass::Period);
        let word = t.has(Traits::WORD) && (!t.any(Traits::FUNCTION) || t.has(Traits::CAPITAL));
        if !word && !joins {
            break;
        }
        start -= 1;
    }
    let before = context.trim(TokenRange::new(start, name.start));
    let adjacent = !before.is_empty() && (before.end..name.start).all(|i| context.class(i) == TokenClass::Period);
    found.family |= adjacent && is_relation(context, before.end - 1);
    if adjacent && !context.traits(before.end - 1).has(Traits::POSSESSIVE) {
        found.ranges.push(titles(context, before));
        found.descriptions.extend(Some(roles.describe(before)).filter(|d| d.official));
    }
    // "Li Na, | the ministry's spokeswoman"
    let possessive = context.traits(name.end - 1).has(Traits::POSSESSIVE);
    let limit = sentence.end.min(name.end + BEHIND);
    let tail = name_tail(context, name.end, limit);
    if context.class(tail) == TokenClass::Comma && tail + 1 < sentence.end && !possessive {
        let after = TokenRange::new(tail + 1, clause_end(context, tail + 1, limit));
        if context.traits(after.start).has(Traits::RELATIVE) {
            let clause = TokenRange::new(after.start + 1, after.end);
            clause_of(context, roles, clause, &mut found);
            if found.endorsed.is_none() {
                found.descriptions.extend(roles.led(clause));
            }
        } else if !after.is_empty() {
            let noun = after.indices().map(|i| i as u32).find(|&i| context.traits(i).has(Traits::FAMILY));
            found.family |= noun.is_some_and(|i| i < after.start + RELATION && is_relation(context, i));
            apposition(context, roles, after, &mut found);
        }
    }
    // "An American official, | Li Na, | said"
    let closed = context.class(tail) == TokenClass::Comma || tail >= sentence.end;
    if name.start > sentence.start && context.class(name.start - 1) == TokenClass::Comma && closed && !possessive {
        let comma = name.start - 1;
        let floor = sentence.start.max(comma.saturating_sub(BEHIND));
        let start =
            (floor..comma).rev().find(|&i| !context.class(i).is_word() && context.class(i) != TokenClass::Hyphen);
        let range = TokenRange::new(start.map_or(floor, |i| i + 1), comma);
        let description = roles.describe(range);
        if description.official && !context.traits(range.start).has(Traits::PREPOSITION) && !is_plural(&description) {
            found.ranges.push(range);
            found.descriptions.push(description);
        }
    }
    // "Li Na, R-Ohio"
    let party = name.end + 1;
    if context.class(name.end) == TokenClass::Comma && is_party(context, party) {
        found.ranges.push(TokenRange::new(party, party + 3));
    }
    // "Li Na (R-Ohio)", "Li Na of Ohio"
    let next = context.traits(name.end);
    if context.class(name.end) == TokenClass::BracketOpen {
        let close = (name.end..limit.min(name.end + BEFORE)).find(|&i| context.class(i) == TokenClass::BracketClose);
        found.ranges.extend(close.map(|close| TokenRange::new(name.end + 1, close)));
    } else if next.has(Traits::GENITIVE) {
        let end = clause_end(context, name.end, sentence.end.min(name.end + BEFORE));
        let capital = |i: &u32| !context.traits(*i).has(Traits::CAPITAL);
        let origin = TokenRange::new(name.end + 1, (name.end + 1..end).find(capital).unwrap_or(end));
        found.ranges.extend(Some(origin).filter(|o| !o.is_empty()));
        // "President Ruan of China"
        if !before.is_empty()
            && context.traits(before.end - 1).has(Traits::REPRESENTS)
            && let Some(side) = roles.named(TokenRange::new(name.end + 1, end))
        {
            let description = Description { official: true, principal: true, side: Some(side), ..Default::default() };
            found.descriptions.push(description);
        }
    } else if next
        .any(Traits::BE.with(Traits::HAVE).with(Traits::ENDORSES).with(Traits::RELATIVE).with(Traits::ENDS_LY))
        && !possessive
        && context.quote_of(name.start) == context.quote_of(name.end)
    {
        // "Li Na is | the ministry's spokeswoman", "Li Na has endorsed …"
        let who = name.end + u32::from(next.has(Traits::RELATIVE));
        clause_of(context, roles, TokenRange::new(who, clause_end(context, who, limit)), &mut found);
    }
    found
}

/// "Li Na | (D)", "Li Na | of Ohio", "Li Na, 67", "Li Na, R-Ohio": where what belongs to a name that ends at `end` ends.
fn name_tail(context: &Context<'_>, mut end: u32, limit: u32) -> u32 {
    let capital = |i: u32| context.traits(i).has(Traits::CAPITAL);
    for _ in 0..TAILS {
        let next = end + 1;
        let comma = context.class(end) == TokenClass::Comma;
        let reach = if context.class(end) == TokenClass::BracketOpen {
            (next..limit.min(end + BEFORE))
                .find(|&i| context.class(i) == TokenClass::BracketClose)
                .map(|close| close + 1)
        } else if context.traits(end).has(Traits::GENITIVE) && capital(next) {
            (next..limit).find(|&i| !capital(i))
        } else if comma && is_party(context, next) {
            (next + 3..limit).find(|&i| context.class(i) != TokenClass::Period)
        } else if comma && context.traits(next).has(Traits::NUMBER) && context.class(next + 1) == TokenClass::Comma {
            Some(next + 1)
        } else {
            None
        };
        let Some(reach) = reach else { break };
        end = reach;
    }
    end
}

/// "his | daughter", "the senator's | son", "son | of": somebody's relative, and still so.
fn is_relation(context: &Context<'_>, noun: u32) -> bool {
    let owner = Traits::POSSESSIVE_PRONOUN.with(Traits::POSSESSIVE);
    let before = noun.saturating_sub(RELATION)..noun;
    let owned = before.clone().any(|i| context.traits(i).any(owner)) || context.traits(noun + 1).has(Traits::GENITIVE);
    let apart = before.into_iter().any(|i| context.traits(i).has(Traits::UNOFFICIAL));
    context.traits(noun).has(Traits::FAMILY) && owned && !apart
}

/// "R-Ohio": a letter, a hyphen and a name.
pub(in crate::attribution) fn is_party(context: &Context<'_>, at: u32) -> bool {
    let capital = |i: u32| context.traits(i).has(Traits::CAPITAL);
    capital(at)
        && context.word(at).form.chars().count() == 1
        && context.class(at + 1) == TokenClass::Hyphen
        && capital(at + 2)
}

/// "Lee met | Ohio governor": the names and titles with which the words before a name end.
fn titles(context: &Context<'_>, before: TokenRange) -> TokenRange {
    let hits = context.names_in(before);
    let title = |i: u32| {
        let holds = |n: &NameHit| matches!(n.entry, Entry::Title(_)) && n.tokens.start <= i && i < n.tokens.end;
        hits.iter().any(holds)
    };
    let plain = |i: &u32| context.class(*i).is_word() && !context.traits(*i).has(Traits::CAPITAL) && !title(*i);
    let start = (before.start..before.end).rev().find(plain).map_or(before.start, |i| i + 1);
    TokenRange::new(start, before.end)
}

/// "the ministry's spokeswoman"
fn apposition(context: &Context<'_>, roles: &Roles<'_, '_>, range: TokenRange, found: &mut Found) {
    let description = roles.describe(range);
    let noun = description.official || is_title(context, &description.head);
    if noun && !context.traits(range.start).has(Traits::PREPOSITION) && !is_plural(&description) {
        found.ranges.push(range);
        found.descriptions.push(description);
    }
}

/// "is the ministry's spokeswoman", "has endorsed Cui"
fn clause_of(context: &Context<'_>, roles: &Roles<'_, '_>, clause: TokenRange, found: &mut Found) {
    let opens = context.traits(clause.start);
    let noun = context.traits(clause.start + 1);
    if opens.has(Traits::BE) && noun.any(Traits::ARTICLE.with(Traits::POSSESSIVE_PRONOUN)) && clause.len() > 2 {
        apposition(context, roles, TokenRange::new(clause.start + 1, clause.end), found);
    } else {
        found.endorsed = roles.endorsed(clause);
    }
}

fn is_plural(description: &Description) -> bool {
    description.head.len() > 3 && description.head.ends_with('s')
}

/// "spokeswoman": the gender that a noun gives whom it describes.
fn gender_of(context: &Context<'_>, noun: &str) -> Gender {
    context.lexicon.language.titles.iter().find(|t| t.title == noun).map_or(Gender::Any, |t| t.gender)
}

fn is_title(context: &Context<'_>, head: &str) -> bool {
    context.lexicon.language.titles.iter().any(|t| t.title == head)
}

/// The side of the body that the paragraph's sentence before begins with.
fn described_by_neighbor(context: &Context<'_>, name: TokenRange) -> Option<SideId> {
    let paragraph = context.paragraph(name.start);
    let actors = &context.lexicon.dispute.actors;
    let hits = context.names_in(TokenRange::new(paragraph.start, name.start));
    hits.iter().rev().take(NEAR).find_map(|hit| {
        let Entry::Actor(row) = hit.entry else { return None };
        let actor = &actors[row as usize];
        let opens = hit.tokens.start <= context.sentence(hit.tokens.start).start + 1;
        actor.side.filter(|_| actor.kind == ActorKind::Organization && opens)
    })
}
