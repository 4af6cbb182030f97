//! Descriptions: titles and appositives, and for which side they let a person speak.

use super::{EntityKind, People};
use crate::attribution::context::Context;
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
                continue;
            }
            for description in descriptions(context, &roles, naming.tokens) {
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

/// What stands before and behind a name and describes its bearer.
fn descriptions(context: &Context<'_>, roles: &Roles<'_, '_>, name: TokenRange) -> Vec<Description> {
    let mut found = Vec::new();
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
    if adjacent && !context.traits(before.end - 1).has(Traits::POSSESSIVE) {
        let description = roles.describe(before);
        if description.official {
            found.push(description);
        }
    }
    // "Li Na, | the ministry's spokeswoman"
    let possessive = context.traits(name.end - 1).has(Traits::POSSESSIVE);
    if context.class(name.end) == TokenClass::Comma && name.end + 1 < sentence.end && !possessive {
        let after =
            TokenRange::new(name.end + 1, clause_end(context, name.end + 1, sentence.end.min(name.end + BEHIND)));
        if context.traits(after.start).has(Traits::RELATIVE) {
            found.extend(roles.led(TokenRange::new(after.start + 1, after.end)));
        } else if !after.is_empty() {
            let description = roles.describe(after);
            let t = context.traits(after.start);
            let noun = description.official || is_title(context, &description.head);
            if noun && !t.has(Traits::PREPOSITION) && !is_plural(&description) {
                found.push(description);
            }
        }
    }
    // "An American official, | Li Na, | said"
    let closed = context.class(name.end) == TokenClass::Comma || name.end >= sentence.end;
    if name.start > sentence.start && context.class(name.start - 1) == TokenClass::Comma && closed && !possessive {
        let comma = name.start - 1;
        let floor = sentence.start.max(comma.saturating_sub(BEHIND));
        let start =
            (floor..comma).rev().find(|&i| !context.class(i).is_word() && context.class(i) != TokenClass::Hyphen);
        let range = TokenRange::new(start.map_or(floor, |i| i + 1), comma);
        let description = roles.describe(range);
        if description.official && !context.traits(range.start).has(Traits::PREPOSITION) && !is_plural(&description) {
            found.push(description);
        }
    }
    // "President Ruan of China"
    let titled = !before.is_empty() && context.traits(before.end - 1).has(Traits::REPRESENTS);
    if titled && context.traits(name.end).has(Traits::GENITIVE) {
        let end = clause_end(context, name.end, sentence.end.min(name.end + BEFORE));
        if let Some(side) = roles.named(TokenRange::new(name.end + 1, end)) {
            found.push(Description { official: true, principal: true, side: Some(side), ..Description::default() });
        }
    }
    found
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
