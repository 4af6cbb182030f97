//! Subject, cue, content: `Kerry stressed that …`, `He said, “…”`, `She urged lawmakers to …`.
//!
//! Also the participle of the same subject (`…, adding that …`) and the infinitive (`went on to say`).

use crate::attribution::candidate::Candidate;
use crate::attribution::content::{Join, end_of, start_after};
use crate::attribution::context::Context;
use crate::attribution::cues::{CueHit, Form, Use, verb_group};
use crate::attribution::phrase::{Phrase, is_adverbial, phrase_after, subject_before};
use crate::attribution::traits::Traits;
use crate::lexicon::{CueType, Frames};
use crate::text::{TokenClass, TokenRange};

/// Proposes what follows the cue `index`; true when it proposed something.
pub fn propose(context: &Context<'_>, index: usize, out: &mut Vec<Candidate>) -> bool {
    let hit = context.cues[index];
    if hit.form == Form::Fixed || hit.frames.has(Frames::RAISE) {
        return false;
    }
    let group = verb_group(context, &hit);
    let sentence = context.sentence(hit.head);
    let Some((mut start, join)) = start_after(context, &hit) else { return false };
    let (source, certainty) = match group.usage {
        Use::NotVerb | Use::Passive => return false,
        Use::Finite => {
            let source = match group.contracted {
                Some(i) => Some(pronoun(i)),
                None => subject_before(context, group.tokens.start, sentence.start),
            };
            match source {
                Some(source) => (Some(source), 0.9),
                None => match shared_subject(context, index, group.tokens.start) {
                    Some(source) => (Some(source), 0.7),
                    None => return false,
                },
            }
        }
        Use::Participle => match participle_subject(context, index, &hit) {
            Some(source) => (Some(source), 0.7),
            None => return false,
        },
        Use::Infinitive => match participle_subject(context, index, &hit) {
            Some(source) => (Some(source), 0.4),
            None => return false,
        },
    };
    let Some(source) = source else { return false };
    if as_clause(context, &source, sentence) {
        return reported_as(context, &hit, group.tokens, source, out);
    }
    if context.class(start) == TokenClass::Comma {
        start += 1;
    }
    let end = end_of(context, start, join);
    let content = TokenRange::new(start, end);
    let words = context.text.count_words(content);
    let least = if join == Join::Np || join == Join::Of { 1 } else { 2 };
    if words < least || content.is_empty() || end <= start {
        return false;
    }
    let (rule, confidence) = rule_of(&hit, join);
    let cue = TokenRange::new(group.tokens.start, group.tokens.end.max(hit.tokens.end));
    out.push(Candidate::new(rule, confidence * certainty, Some(source), cue, content));
    true
}

fn rule_of(hit: &CueHit, join: Join) -> (&'static str, f64) {
    let weight = match hit.kind {
        CueType::Say | CueType::Claim | CueType::Write | CueType::Announce => 1.0,
        CueType::Think | CueType::Learn => 0.85,
        _ => 0.9,
    };
    let (rule, confidence) = match join {
        Join::Quote => ("said-quote", 0.97),
        Join::Colon => ("said-colon", 0.9),
        Join::That => ("said-that", 0.95),
        Join::Bare => ("said-clause", 0.85),
        Join::To => ("pledged-to", 0.75),
        Join::Np => ("said-object", 0.6),
        Join::Of => ("said-of", 0.6),
    };
    (rule, confidence * weight)
}

fn pronoun(i: u32) -> Phrase {
    let tokens = TokenRange::new(i, i + 1);
    Phrase { tokens, core: tokens, relative: false }
}

/// "As Politico reported, …": the clause before the comma holds no content.
fn as_clause(context: &Context<'_>, source: &Phrase, sentence: TokenRange) -> bool {
    source.tokens.start > sentence.start
        && context.traits(source.tokens.start - 1).has(Traits::SUBORDINATOR)
        && context.traits(source.tokens.start - 1).has(Traits::PREPOSITION)
}

fn reported_as(
    context: &Context<'_>,
    hit: &CueHit,
    cue: TokenRange,
    source: Phrase,
    out: &mut Vec<Candidate>,
) -> bool {
    let sentence = context.sentence(hit.head);
    let comma = (hit.tokens.end..sentence.end.min(hit.tokens.end + 20)).find(|&i| context.class(i) == TokenClass::Comma);
    let opening = source.tokens.start - 1;
    let content = match comma {
        Some(comma) if opening <= sentence.start + 1 => {
            let mut start = comma + 1;
            if context.class(start) == TokenClass::Comma {
                start += 1;
            }
            TokenRange::new(start, end_of(context, start, Join::Bare))
        }
        _ if context.class(opening.wrapping_sub(1)) == TokenClass::Comma => TokenRange::new(sentence.start, opening - 1),
        _ => return false,
    };
    if context.text.count_words(content) < 3 {
        return false;
    }
    out.push(Candidate::new("as-said", 0.75, Some(source), cue, content));
    true
}

/// "denied it and said …": the subject of the cue before in the same sentence.
fn shared_subject(context: &Context<'_>, index: usize, start: u32) -> Option<Phrase> {
    let floor = context.sentence(start).start;
    let before = context.traits(start.checked_sub(1)?);
    if start <= floor || !before.has(Traits::CONJUNCTION) && context.class(start - 1) != TokenClass::Comma {
        return None;
    }
    earlier_subject(context, index, floor).or_else(|| clause_subject(context, floor, start))
}

fn earlier_subject(context: &Context<'_>, index: usize, floor: u32) -> Option<Phrase> {
    context.cues[..index].iter().rev().take_while(|c| c.head >= floor).take(4).find_map(|c| {
        if c.form == Form::Fixed || context.quote_of(c.head).is_some() {
            return None;
        }
        let group = verb_group(context, c);
        match group.usage {
            Use::Finite => match group.contracted {
                Some(i) => Some(pronoun(i)),
                None => subject_before(context, group.tokens.start, floor),
            },
            _ => None,
        }
    })
}

/// The first phrase of the sentence, adverbials skipped.
fn clause_subject(context: &Context<'_>, floor: u32, end: u32) -> Option<Phrase> {
    let mut start = floor;
    for _ in 0..3 {
        let comma = (start..end.min(start + 40)).find(|&i| context.class(i) == TokenClass::Comma);
        match comma {
            Some(comma) if is_adverbial(context, TokenRange::new(start, comma)) => start = comma + 1,
            _ => break,
        }
    }
    while start < end && (!context.class(start).is_word() || context.traits(start).has(Traits::CONJUNCTION)) {
        start += 1;
    }
    let phrase = phrase_after(context, start, end)?;
    let core = phrase.core;
    // A capital run, or the words up to the first that looks like a verb.
    let mut stop = core.start + 1;
    while stop < core.end {
        let (t, last) = (context.traits(stop), context.traits(stop - 1));
        let verb = t.has(Traits::ENDS_ED) || last.has(Traits::CAPITAL) && !t.has(Traits::CAPITAL) && !t.any(Traits::FUNCTION) && !last.has(Traits::POSSESSIVE);
        if verb && context.class(stop).is_word() && !last.any(Traits::DETERMINER) {
            break;
        }
        stop += 1;
    }
    let core = TokenRange::new(core.start, stop);
    Some(Phrase { tokens: core, core, relative: false })
}

/// The subject of "saying" and "to say".
fn participle_subject(context: &Context<'_>, index: usize, hit: &CueHit) -> Option<Phrase> {
    let floor = context.sentence(hit.head).start;
    if context.quote_of(hit.head).is_some() || hit.head == floor {
        return None;
    }
    let before = context.traits(hit.head - 1);
    let reduced = before.has(Traits::WORD) && !before.any(Traits::FUNCTION.with(Traits::TIME).with(Traits::ADVERB));
    if hit.form == Form::Ing && reduced {
        // "a letter saying that"
        return subject_before(context, hit.head, floor);
    }
    earlier_subject(context, index, floor).or_else(|| clause_subject(context, floor, hit.head))
}
