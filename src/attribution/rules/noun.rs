//! Noun cues: `his claim that …`, `the ministry's denial of …`, `a warning from X that …`.

use crate::attribution::candidate::Candidate;
use crate::attribution::content::{Join, end_of};
use crate::attribution::context::Context;
use crate::attribution::cues::{Form, Use, verb_group};
use crate::attribution::phrase::{Phrase, phrase_after};
use crate::attribution::traits::Traits;
use crate::lexicon::{CueType, Frames};
use crate::text::TokenRange;

/// Proposes the content of a noun cue; true when it proposed something.
pub fn propose(context: &Context<'_>, index: usize, out: &mut Vec<Candidate>) -> bool {
    let hit = context.cues[index];
    // A verb's form that stands as a noun: "Kerry's claim that".
    let nominal = matches!(hit.form, Form::Base | Form::Third) && verb_group(context, &hit).usage == Use::NotVerb;
    if hit.kind != CueType::Noun && !nominal {
        return false;
    }
    let sentence = context.sentence(hit.head);
    let p = hit.tokens.end;
    if p + 1 >= sentence.end {
        return false;
    }
    let owner = possessor(context, hit.head, sentence.start);
    let (start, join, source) = if context.traits(p).has(Traits::COMPLEMENTIZER) && hit.frames.has(Frames::THAT) {
        (p, Join::That, owner)
    } else if context.traits(p).has(Traits::INFINITIVE) && hit.frames.has(Frames::TO) && owner.is_some() {
        (p, Join::To, owner)
    } else if context.traits(p).has(Traits::GENITIVE) && hit.frames.has(Frames::OF) && owner.is_some() {
        (p + 1, Join::Of, owner)
    } else if context.traits(p).has(Traits::PREPOSITION) && hit.frames.has(Frames::THAT) {
        // "a warning from X that"
        let Some(source) = phrase_after(context, p + 1, sentence.end) else { return false };
        let that = source.tokens.end;
        if !context.traits(that).has(Traits::COMPLEMENTIZER) || that >= sentence.end {
            return false;
        }
        (that, Join::That, Some(source))
    } else {
        return false;
    };
    let content = TokenRange::new(start, end_of(context, start, join));
    if context.count_words(content) < 2 {
        return false;
    }
    let confidence = if join == Join::That { 0.6 } else { 0.5 };
    out.push(Candidate::new("noun", confidence, source, hit.tokens, content));
    true
}

/// "Trump's", "his" before the noun, with adjectives between.
fn possessor(context: &Context<'_>, head: u32, floor: u32) -> Option<Phrase> {
    let at = (floor.max(head.saturating_sub(4))..=head)
        .rev()
        .find(|&i| context.traits(i).any(Traits::POSSESSIVE.with(Traits::POSSESSIVE_PRONOUN)))?;
    if context.traits(at).has(Traits::POSSESSIVE_PRONOUN) {
        let tokens = TokenRange::new(at, at + 1);
        return Some(Phrase { tokens, core: tokens, relative: false });
    }
    let mut start = at;
    while start > floor && at - start < 8 {
        let t = context.traits(start.wrapping_sub(1));
        let joins = t.has(Traits::CAPITAL) || context.traits(start).has(Traits::CAPITAL) && t.has(Traits::DETERMINER);
        if !joins && !(t.has(Traits::DETERMINER)) {
            break;
        }
        start -= 1;
        if t.has(Traits::DETERMINER) {
            break;
        }
    }
    let tokens = TokenRange::new(start, at + 1);
    Some(Phrase { tokens, core: tokens, relative: false })
}

#[cfg(test)]
mod tests {
    use crate::attribution::fixture::lines;

    #[test]
    fn a_noun_with_its_owner() {
        assert_eq!(
            lines("Kerry's claim that the talks failed was met with silence."),
            ["noun | John Kerry (us) | that the talks failed was met with silence"]
        );
        assert!(lines("A claim was filed in court.").is_empty());
    }
}
