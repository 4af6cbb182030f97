//! Mentions: the places in a text that mean a side.
//!
//! Every name of a side's row in `speakers.csv`, the first person plural inside that side's own statements, and
//! third-person pronouns that were resolved.

use super::context::Context;
use super::people::People;
use super::statement::Statement;
use super::traits::Traits;
use crate::lexicon::{Entry, Mention};
use crate::text::TokenRange;

/// The mentions of a document, sorted, none inside another.
pub fn mentions(context: &Context<'_>, people: &People, statements: &[Statement]) -> Vec<Mention> {
    let actors = &context.lexicon.dispute.actors;
    let mut found: Vec<Mention> = Vec::new();
    for hit in &context.names {
        if let Entry::Actor(row) = hit.entry
            && let Some(side) = actors[row as usize].side
        {
            found.push(Mention { tokens: hit.tokens, side });
        }
    }
    for naming in &people.namings {
        if let Some(side) = people.entities[naming.entity as usize].actor.and_then(|row| actors[row as usize].side) {
            found.push(Mention { tokens: naming.tokens, side });
        }
    }
    for statement in statements.iter().filter(|s| s.within.is_none()) {
        let Some(side) = statement.side() else { continue };
        for span in &statement.content {
            for i in context.text.tokens_in(*span).indices() {
                if context.traits(i as u32).has(Traits::FIRST_PERSON) && is_plural(context, i as u32) {
                    found.push(Mention { tokens: TokenRange::new(i as u32, i as u32 + 1), side });
                }
            }
        }
    }
    // The longest at a place wins; of two sides that share a name neither is meant for sure, the first stands.
    found.sort_by_key(|m| (m.tokens.start, std::cmp::Reverse(m.tokens.end), m.side));
    let mut end = 0;
    found.retain(|m| {
        let fresh = m.tokens.start >= end;
        end = end.max(m.tokens.end);
        fresh
    });
    found
}

fn is_plural(context: &Context<'_>, i: u32) -> bool {
    let form = &context.word(i).form;
    let form = form.split('\'').next().unwrap_or(form);
    let pronoun = context.lexicon.language.pronouns.get(form);
    pronoun.is_some_and(|p| p.number == crate::lexicon::Number::Plural)
}
