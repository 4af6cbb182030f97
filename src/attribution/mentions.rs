//! Mentions: the places in a text that mean a side.
//!
//! Every name of a side's row in `speakers.csv`, the first person plural inside that side's own statements, and
//! third-person pronouns that were resolved.

use super::context::Context;
use super::people::People;
use super::statement::Statement;
use super::traits::Traits;
use crate::lexicon::{Entry, Mention};
use crate::text::{TokenClass, TokenRange};

/// Mentions before a pronoun that are looked at.
const NEAR: usize = 20;

/// The mentions of a document, sorted, none inside another.
pub fn mentions(context: &Context<'_>, people: &People, statements: &[Statement]) -> Vec<Mention> {
    let actors = &context.lexicon.dispute.actors;
    let mut found: Vec<Mention> = Vec::new();
    for hit in &context.names {
        if let Entry::Actor(row) = hit.entry
            && let Some(side) = actors[row as usize].side
            && !is_part_of_name(context, people, hit.tokens)
        {
            found.push(Mention { tokens: hit.tokens, side });
        }
    }
    for naming in &people.namings {
        let side = people.entities[naming.entity as usize].actor.and_then(|row| actors[row as usize].side);
        if let Some(side) = side
            && !is_part_of_name(context, people, naming.tokens)
        {
            found.push(Mention { tokens: naming.tokens, side });
        }
    }
    let us = Traits::FIRST_PLURAL;
    for statement in statements.iter().filter(|s| s.within.is_none() && context.traits.any.has(us)) {
        let Some(side) = statement.side() else { continue };
        for span in &statement.content {
            let here = context.having(context.text.tokens_in(*span), us);
            found.extend(here.map(|i| Mention { tokens: TokenRange::new(i, i + 1), side }));
        }
    }
    if found.is_empty() {
        return found;
    }
    tidy(&mut found);
    let pronouns = resolved_pronouns(context, statements, &found);
    found.extend(pronouns);
    tidy(&mut found);
    found
}

/// Sorts mentions. The longest at a place wins; of two sides that share a name the first stands.
fn tidy(found: &mut Vec<Mention>) {
    found.sort_by_key(|m| (m.tokens.start, std::cmp::Reverse(m.tokens.end), m.side));
    let mut end = 0;
    found.retain(|m| {
        let fresh = m.tokens.start >= end;
        end = end.max(m.tokens.end);
        fresh
    });
}

/// "Washington Post", "Latin America", "Washington, D.C.": the words of a side's name inside another name.
fn is_part_of_name(context: &Context<'_>, people: &People, tokens: TokenRange) -> bool {
    // A city with the short form of its state or district.
    let state = context.traits(tokens.end + 1);
    if context.class(tokens.end) == TokenClass::Comma && state.has(Traits::CAPITAL) {
        let form = &context.word(tokens.end + 1).form;
        return form.contains('.') || state.has(Traits::CAPITALS) && form.chars().count() == 2;
    }
    if context.traits(tokens.end).has(Traits::PLACE_NOUN) && !context.traits(tokens.end - 1).has(Traits::POSSESSIVE) {
        let demonym = is_demonym(context, tokens.end - 1);
        return !demonym && !context.traits(tokens.end).has(Traits::REPRESENTS) && tokens.len() == 1;
    }
    let after = people.namings.partition_point(|n| n.tokens.start <= tokens.start);
    let Some(naming) = after.checked_sub(1).map(|i| people.namings[i]) else { return false };
    let whole = naming.tokens;
    let entity = &people.entities[naming.entity as usize];
    if whole.end < tokens.end || whole == tokens || entity.actor.is_some() {
        return false;
    }
    let last = context.traits(whole.end - 1);
    let body = last.has(Traits::ORGANIZATION) && !last.has(Traits::REPRESENTS);
    tokens.start > whole.start && !context.traits(tokens.start - 1).has(Traits::POSSESSIVE)
        || tokens.end < whole.end && body
}

fn is_demonym(context: &Context<'_>, i: u32) -> bool {
    context.traits(i).has(Traits::DEMONYM)
}

/// "They need to repair it": a pronoun of the third person, inside somebody's words, whose sentence and the one before
/// name one side only, and that one not as an adjective.
fn resolved_pronouns(context: &Context<'_>, statements: &[Statement], known: &[Mention]) -> Vec<Mention> {
    let mut found = Vec::new();
    let (third, first) = (Traits::THIRD_PLURAL.with(Traits::NEUTER), known.first().map_or(0, |m| m.tokens.end));
    if !context.traits.any.any(third) {
        return found;
    }
    for statement in statements.iter().filter(|s| s.within.is_none()) {
        let mut floor: Option<u32> = None;
        for span in &statement.content {
            let tokens = context.text.tokens_in(*span);
            let floor = *floor.get_or_insert(tokens.start);
            for i in tokens.start.max(first)..tokens.end {
                if !context.traits(i).any(third) || !is_third_person(context, i) {
                    continue;
                }
                let here = context.sentence(i);
                let before = here.start.checked_sub(1).map_or(here.start, |k| context.sentence(k).start);
                let start = known.partition_point(|m| m.tokens.start < before.max(floor));
                let end = known.partition_point(|m| m.tokens.end <= i);
                let Some(near) = known.get(start..end.min(start + NEAR)) else { continue };
                let Some(last) = near.last() else { continue };
                let one = near.iter().all(|m| m.side == last.side);
                if one && !is_demonym(context, last.tokens.end - 1) {
                    found.push(Mention { tokens: TokenRange::new(i, i + 1), side: last.side });
                }
            }
        }
    }
    found
}

/// they, them, their; it and its, unless "it" only opens a clause ("it is").
fn is_third_person(context: &Context<'_>, i: u32) -> bool {
    let opens = || context.traits(i + 1).any(Traits::BE.with(Traits::ADVERB));
    let traits = context.traits(i);
    traits.has(Traits::THIRD_PLURAL) || traits.has(Traits::NEUTER) && !opens()
}

#[cfg(test)]
mod tests {
    use crate::attribution::fixture::{document, read};

    /// The words that mean a side, with the side's number.
    fn mentioned(text: &str) -> Vec<(String, u8)> {
        let lexicon = crate::lexicon::Lexicon::load("us-china-cyber").expect("the built-in lexicon loads");
        let mut vocabulary = crate::text::Vocabulary::default();
        let segmented = lexicon.segmenter.segment(text, &mut vocabulary);
        let words = |m: &crate::lexicon::Mention| segmented.span(m.tokens).slice(text).to_owned();
        read(&document(text)).mentions.iter().map(|m| (words(m), m.side.0)).collect()
    }

    #[test]
    fn a_pronoun_means_the_only_side_before_it() {
        let found = mentioned("“What the United States did was wrong. They need to restore confidence,” Cui said.");
        assert!(found.contains(&("They".into(), 0)), "{found:?}");
        let found = mentioned("“China and the United States met. They need to restore confidence,” Cui said.");
        assert!(!found.iter().any(|(words, _)| words == "They"), "{found:?}");
        let found = mentioned("“American companies lost money. They need to restore confidence,” Cui said.");
        assert!(!found.iter().any(|(words, _)| words == "They"), "{found:?}");
        let found = mentioned("“We want talks about our networks,” Cui said.");
        assert!(found.contains(&("We".into(), 1)) && found.contains(&("our".into(), 1)), "{found:?}");
    }

    #[test]
    fn a_name_inside_another_name_means_no_side() {
        for text in ["He reads the Washington Post.", "They live in Latin America.", "They met in Washington, D.C."] {
            assert!(mentioned(text).is_empty(), "{text} {:?}", mentioned(text));
        }
        for text in ["They met in Washington, DC.", "A Washington suburb slept."] {
            assert!(mentioned(text).is_empty(), "{text} {:?}", mentioned(text));
        }
        for text in [
            "He came to Washington.",
            "He came to Washington, and left.",
            "He came to Washington, IBM said.",
            "He came to Washington, Mr Lee said.",
            "He came to Washington (D.C.).",
            "He came to Washington D.C.",
        ] {
            assert_eq!(mentioned(text), [("Washington".to_owned(), 0)], "{text}");
        }
        assert_eq!(mentioned("They saw Washington's harbor."), [("Washington's".to_owned(), 0)]);
        assert_eq!(mentioned("They saw the Chinese coast."), [("Chinese".to_owned(), 1)]);
    }
}
