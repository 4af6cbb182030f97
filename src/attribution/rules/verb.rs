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
    if hit.form == Form::Fixed {
        return false;
    }
    let group = verb_group(context, &hit);
    let sentence = context.sentence(hit.head);
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
    if group.usage == Use::Finite && as_clause(context, &source, sentence) {
        return reported_as(context, &hit, group.tokens, source, out);
    }
    let Some((mut start, join)) = start_after(context, &hit) else { return false };
    if group.usage == Use::Finite && group.tokens.start == hit.head && !agrees(context, hit.form, &source, join) {
        return false;
    }
    if context.class(start) == TokenClass::Comma {
        start += 1;
    }
    let end = end_of(context, start, join);
    let content = TokenRange::new(start, end);
    let words = context.count_words(content);
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

/// A bare present form needs a subject of its number; without one it is a noun ("tax proposals", "a hold").
fn agrees(context: &Context<'_>, form: Form, source: &Phrase, join: Join) -> bool {
    let core = source.core;
    let (first, last) = (context.traits(core.start), context.traits(core.end.wrapping_sub(1)));
    let clause = matches!(join, Join::That | Join::Quote | Join::Colon);
    let open = source.relative || last.any(Traits::CAPITAL) || first.any(Traits::PRONOUN);
    match form {
        Form::Third => {
            open || clause || first.any(Traits::DETERMINER.with(Traits::POSSESSIVE)) && !last.has(Traits::ENDS_S)
        }
        Form::Base => {
            let coordinated = core.indices().any(|i| context.traits(i as u32).has(Traits::CONJUNCTION));
            open || clause
                || coordinated
                || last.any(Traits::ENDS_S.with(Traits::NUMBER).with(Traits::DETERMINER))
                || !first.any(Traits::DETERMINER.with(Traits::POSSESSIVE)) && core.len() <= 2
        }
        _ => true,
    }
}

/// "As Politico reported, …": the clause before the comma holds no content.
fn as_clause(context: &Context<'_>, source: &Phrase, sentence: TokenRange) -> bool {
    source.tokens.start > sentence.start
        && context.traits(source.tokens.start.wrapping_sub(1)).has(Traits::SUBORDINATOR)
        && context.traits(source.tokens.start.wrapping_sub(1)).has(Traits::PREPOSITION)
}

fn reported_as(context: &Context<'_>, hit: &CueHit, cue: TokenRange, source: Phrase, out: &mut Vec<Candidate>) -> bool {
    let sentence = context.sentence(hit.head);
    let comma =
        (hit.tokens.end..sentence.end.min(hit.tokens.end + 20)).find(|&i| context.class(i) == TokenClass::Comma);
    let opening = source.tokens.start - 1;
    let after = context.traits(hit.tokens.end);
    let closed = !context.class(hit.tokens.end).is_word()
        || after.any(Traits::PREPOSITION.with(Traits::CALENDAR).with(Traits::TIME));
    if !closed || !hit.frames.has(Frames::THAT) || hit.kind == CueType::Think {
        return false;
    }
    let content = match comma {
        Some(comma) if opening <= sentence.start + 1 => {
            let mut start = comma + 1;
            if context.class(start) == TokenClass::Comma {
                start += 1;
            }
            TokenRange::new(start, end_of(context, start, Join::Bare))
        }
        _ if context.class(opening.wrapping_sub(1)) == TokenClass::Comma => {
            TokenRange::new(sentence.start, opening - 1)
        }
        _ => return false,
    };
    if context.count_words(content) < 3 {
        return false;
    }
    out.push(Candidate::new("as-said", 0.75, Some(source), cue, content));
    true
}

/// "denied it and said …": the subject of the cue before in the same sentence.
fn shared_subject(context: &Context<'_>, index: usize, start: u32) -> Option<Phrase> {
    let floor = context.sentence(start).start;
    let before = context.traits(start.checked_sub(1)?);
    if start <= floor || !before.has(Traits::CONJUNCTION) && context.class(start.wrapping_sub(1)) != TokenClass::Comma {
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
        let (t, last) = (context.traits(stop), context.traits(stop.wrapping_sub(1)));
        let verb = t.has(Traits::ENDS_ED)
            || last.has(Traits::CAPITAL)
                && !t.has(Traits::CAPITAL)
                && !t.any(Traits::FUNCTION)
                && !last.has(Traits::POSSESSIVE);
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
    let before = context.traits(hit.head.wrapping_sub(1));
    let reduced = before.has(Traits::WORD) && !before.any(Traits::FUNCTION.with(Traits::TIME).with(Traits::ADVERB));
    if hit.form == Form::Ing && reduced {
        // "a letter saying that"
        return subject_before(context, hit.head, floor);
    }
    earlier_subject(context, index, floor).or_else(|| clause_subject(context, floor, hit.head))
}

#[cfg(test)]
mod tests {
    use crate::attribution::fixture::{check, lines};

    #[test]
    fn subject_cue_content() {
        check(&[
            ("Kerry stressed that the talks must go on.", "said-that | John Kerry (us) | that the talks must go on"),
            (
                "Kerry said on Monday that the talks must go on.",
                "said-that | John Kerry (us) | that the talks must go on",
            ),
            (
                "Kerry told reporters in Ohio that the talks must go on.",
                "said-that | John Kerry (us) | that the talks must go on",
            ),
            (
                "Cui said the two sides were far apart.",
                "said-clause | Cui Tiankai (china) | the two sides were far apart",
            ),
            ("Cui said: “We are far apart.”", "said-colon | Cui Tiankai (china) | “We are far apart.”"),
            ("Cui said, “We are far apart.”", "said-quote | Cui Tiankai (china) | “We are far apart.”"),
            ("Kerry pledged to keep the talks going.", "pledged-to | John Kerry (us) | to keep the talks going"),
            ("Kerry condemned the attack on the network.", "said-object | John Kerry (us) | the attack on the network"),
            ("As Kerry said on Monday, the talks must go on.", "as-said | John Kerry (us) | the talks must go on"),
        ]);
    }

    #[test]
    fn two_cues_of_one_subject_are_two_statements() {
        assert_eq!(
            lines("Kerry denied the report and said that the talks would go on."),
            ["said-object | John Kerry (us) | the report", "said-that | John Kerry (us) | that the talks would go on"]
        );
        assert_eq!(
            lines("Kerry criticized the plan, adding that it was too late."),
            ["said-object | John Kerry (us) | the plan", "said-that | John Kerry (us) | that it was too late"]
        );
    }

    #[test]
    fn nouns_and_adjectives_are_no_cues() {
        check(&[
            ("The alleged theft of files went on for years.", ""),
            ("The information was old.", ""),
            ("International relations are difficult.", ""),
            ("China-backed groups met in Bali.", ""),
            (
                "In May, China pulled out of a working group after the U.S. indicted five members of the military for hacking.",
                "",
            ),
            ("The two sides are expected to talk about networks, a fraught topic.", ""),
        ]);
    }
}
