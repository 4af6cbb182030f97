//! Content: where what was said begins and ends.
//!
//! After a cue comes a quotation, a clause with or without "that", an infinitive, a noun phrase or a
//! prepositional object, as the cue's frames allow. A clause runs to the end of its sentence, a noun phrase to the
//! next comma; both end where the same subject takes up another cue ("denied the report and said …").

use super::context::Context;
use super::cues::{CueHit, Form};
use super::quotes::QuoteKind;
use super::traits::Traits;
use crate::lexicon::{CueType, Frames};
use crate::text::{TokenClass, TokenRange};

/// How content joins its cue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Join {
    /// A quotation.
    Quote,
    /// After a colon.
    Colon,
    /// A clause with its complementizer.
    That,
    /// A clause without one.
    Bare,
    /// An infinitive.
    To,
    /// A noun phrase.
    Np,
    /// A prepositional object.
    Of,
}

/// Words that may stand between a cue and its "that" or quotation: "told reporters in Ohio on Tuesday that".
const GAP: u32 = 16;

/// Where the content after a cue begins.
pub fn start_after(context: &Context<'_>, hit: &CueHit) -> Option<(u32, Join)> {
    let frames = hit.frames;
    let mut p = hit.tokens.end;
    let limit = context.sentence(hit.head).end;
    while p < limit && plain_adverb(context.traits(p)) && !context.traits(p).any(Traits::FUNCTION) {
        p += 1;
    }
    if p >= limit {
        return None;
    }
    let first = context.traits(p);
    match context.class(p) {
        TokenClass::Colon if p + 1 < limit => return Some((p + 1, Join::Colon)),
        TokenClass::Colon => return next_paragraph(context, p + 1),
        TokenClass::QuoteOpen => return opening_quote(context, p, frames),
        TokenClass::Comma if context.class(p + 1) == TokenClass::QuoteOpen && frames.has(Frames::QUOTE) => {
            return Some((p + 1, Join::Quote));
        }
        TokenClass::Comma | TokenClass::Dash | TokenClass::Semicolon | TokenClass::BracketOpen => {
            return anchored(context, p, limit, frames, true);
        }
        class if !class.is_word() => return None,
        _ => {}
    }
    if frames.has(Frames::THAT) && opens_clause(context, p) {
        return Some((p, Join::That));
    }
    if frames.has(Frames::TO) && first.has(Traits::INFINITIVE) && is_infinitive(context, p) {
        return Some((p, Join::To));
    }
    if let Some(found) = anchored(context, p, limit, frames, false) {
        return Some(found);
    }
    p = skip_time(context, p, limit);
    let first = context.traits(p);
    if p >= limit || !context.class(p).is_word() {
        return None;
    }
    if first.has(Traits::PREPOSITION) && !first.has(Traits::DETERMINER) && !first.has(Traits::COMPLEMENTIZER) {
        if frames.has(Frames::OF) && p + 1 < limit {
            return Some((p + 1, Join::Of));
        }
        if frames.has(Frames::THAT) {
            let subject = (p + 1..limit.min(p + 9)).find(|&i| {
                context.traits(i).any(Traits::SUBJECT_PRONOUN.with(Traits::CONTRACTED_SUBJECT))
                    && !context.traits(i.wrapping_sub(1)).has(Traits::PREPOSITION)
            });
            return subject.map(|i| (i, Join::Bare));
        }
        return None;
    }
    if frames.has(Frames::THAT) {
        let mut q = p;
        if !frames.has(Frames::NP) && hit_takes_person(context, hit) {
            q += 1;
        }
        let plain = matches!(hit.kind, CueType::Say | CueType::Announce | CueType::Write) && !frames.has(Frames::NP);
        let clause = if plain { has_verb(context, q, limit) } else { has_clause(context, q, limit) };
        if clause {
            return Some((q, Join::Bare));
        }
    }
    if frames.has(Frames::TO) && !frames.has(Frames::NP) {
        // "urged lawmakers to act"
        let to =
            (p + 1..limit.min(p + 8)).any(|i| context.traits(i).has(Traits::INFINITIVE) && is_infinitive(context, i));
        return to.then_some((p, Join::To));
    }
    if frames.has(Frames::NP) && !first.any(Traits::AUXILIARY.with(Traits::CONJUNCTION).with(Traits::SUBORDINATOR)) {
        return Some((p, Join::Np));
    }
    if frames.has(Frames::OF) && !first.any(Traits::FUNCTION.with(Traits::TIME))
        || frames.has(Frames::OF) && first.any(Traits::DETERMINER.with(Traits::PRONOUN))
    {
        // "accused him of lying"
        return Some((p, Join::Np));
    }
    None
}

/// A cue whose pattern takes the hearer as its object has the frames of "tell": a clause or a quotation, no noun.
fn hit_takes_person(context: &Context<'_>, hit: &CueHit) -> bool {
    context
        .lexicon
        .language
        .cues
        .get(hit.row as usize)
        .is_some_and(|cue| cue.frames.has(Frames::THAT) && !cue.frames.has(Frames::NP))
        && context.traits(hit.tokens.end).has(Traits::PRONOUN)
        && !context.traits(hit.tokens.end).has(Traits::SUBJECT_PRONOUN)
}

fn plain_adverb(t: Traits) -> bool {
    t.has(Traits::ADVERB) || t.has(Traits::ENDS_LY) && !t.has(Traits::CAPITAL)
}

/// "that", "whether" before a clause; "that" before a full stop or a comma points back.
fn opens_clause(context: &Context<'_>, i: u32) -> bool {
    context.traits(i).has(Traits::COMPLEMENTIZER)
        && (context.class(i + 1).is_word()
            || matches!(
                context.class(i + 1),
                TokenClass::QuoteOpen | TokenClass::Comma | TokenClass::Dash | TokenClass::BracketOpen
            ))
}

fn is_infinitive(context: &Context<'_>, i: u32) -> bool {
    let next = context.traits(i + 1);
    context.class(i + 1) == TokenClass::QuoteOpen
        || next.has(Traits::WORD)
            && !next.has(Traits::CAPITAL)
            && (next.has(Traits::AUXILIARY) || !next.any(Traits::FUNCTION.with(Traits::NUMBER)))
            && !next.has(Traits::ENDS_ING)
}

/// The "that", quotation or colon that a cue's object and adverbials lead to.
fn anchored(context: &Context<'_>, p: u32, limit: u32, frames: Frames, parenthesis: bool) -> Option<(u32, Join)> {
    let end = limit.min(p + GAP);
    for i in p..end {
        let t = context.traits(i);
        match context.class(i) {
            TokenClass::QuoteOpen => {
                let quote = &context.quotes[context.quote_of(i)?];
                if quote.kind != QuoteKind::Speech || !frames.has(Frames::QUOTE) || quote.tokens.start != i {
                    return None;
                }
                let comma = matches!(context.class(i.wrapping_sub(1)), TokenClass::Comma | TokenClass::Colon);
                let whole = context.count_words(quote.inner()) > 4 && context.traits(i + 1).has(Traits::CAPITAL);
                return (comma || whole && !frames.has(Frames::NP)).then_some((i, Join::Quote));
            }
            TokenClass::Colon => {
                if !frames.has(Frames::QUOTE) {
                    return None;
                }
                return if i + 1 < limit { Some((i + 1, Join::Colon)) } else { next_paragraph(context, i + 1) };
            }
            TokenClass::Semicolon | TokenClass::Period | TokenClass::Question | TokenClass::Exclamation
                if i + 2 >= limit =>
            {
                return None;
            }
            _ => {}
        }
        if i > p && frames.has(Frames::THAT) && opens_clause(context, i) {
            // "in that case"; "recalled an incident that left …" is about the incident.
            let adverbial =
                parenthesis || context.traits(p).any(Traits::PREPOSITION.with(Traits::CALENDAR).with(Traits::TIME));
            if context.traits(i.wrapping_sub(1)).has(Traits::PREPOSITION) || frames.has(Frames::NP) && !adverbial {
                continue;
            }
            return Some((i, Join::That));
        }
        if !parenthesis && t.any(Traits::AUXILIARY.with(Traits::CONTRACTED_SUBJECT))
            || t.has(Traits::SUBJECT_PRONOUN) && !t.has(Traits::POSSESSIVE_PRONOUN) && i > p
        {
            return None;
        }
    }
    None
}

/// `said:` at a paragraph's end: the next paragraph is what was said.
fn next_paragraph(context: &Context<'_>, start: u32) -> Option<(u32, Join)> {
    let next = context.paragraph(start);
    (start < context.len() && next.start == start && context.is_text(start)).then_some((start, Join::Colon))
}

fn opening_quote(context: &Context<'_>, p: u32, frames: Frames) -> Option<(u32, Join)> {
    let quote = &context.quotes[context.quote_of(p)?];
    let takes_words = [Frames::QUOTE, Frames::NP, Frames::THAT].into_iter().any(|f| frames.has(f));
    match quote.kind {
        QuoteKind::Speech if takes_words => Some((p, Join::Quote)),
        _ if takes_words => Some((p, Join::Bare)),
        _ => None,
    }
}

fn skip_time(context: &Context<'_>, mut p: u32, limit: u32) -> u32 {
    while p < limit {
        let t = context.traits(p);
        if t.any(Traits::CALENDAR) || t.has(Traits::TIME) && !t.any(Traits::FUNCTION) {
            p += 1;
        } else {
            break;
        }
    }
    p
}

/// True when the words from `p` hold something that is surely a verb or a subject.
pub fn has_verb(context: &Context<'_>, p: u32, limit: u32) -> bool {
    (p..limit.min(p + 40)).any(|i| {
        let t = context.traits(i);
        t.any(Traits::AUXILIARY.with(Traits::CONTRACTED_SUBJECT))
            || t.any(Traits::ENDS_ED)
            || t.has(Traits::SUBJECT_PRONOUN)
            || i > p && t.has(Traits::ENDS_S) && !t.any(Traits::CAPITAL.with(Traits::FUNCTION))
            || context.cues.binary_search_by_key(&i, |c| c.head).is_ok_and(|c| context.cues[c].form != Form::Fixed)
    })
}

/// True when the words from `p` begin as a clause: a subject, and a verb before anything subordinate.
fn has_clause(context: &Context<'_>, p: u32, limit: u32) -> bool {
    let evidence = Traits::AUXILIARY.with(Traits::CONTRACTED_SUBJECT);
    for i in p..limit.min(p + 16) {
        let t = context.traits(i);
        if i > p && t.has(Traits::CONJUNCTION) && next_cue(context, i, limit, Join::Np) {
            return false;
        }
        if t.any(evidence) && !(i == p && t.any(Traits::AUXILIARY)) {
            return true;
        }
        if t.has(Traits::SUBJECT_PRONOUN)
            && (t.0 & Traits::POSSESSIVE_PRONOUN.0) == 0
            && context.class(i + 1) == TokenClass::Word
        {
            let next = context.traits(i + 1);
            return !next.any(Traits::PREPOSITION.with(Traits::CONJUNCTION).with(Traits::SUBORDINATOR))
                || next.any(evidence);
        }
        let verb = t.has(Traits::ENDS_ED)
            && i > p
            && !context.traits(i.wrapping_sub(1)).any(Traits::DETERMINER.with(Traits::POSSESSIVE));
        if verb || i > p && hit_at(context, i).is_some_and(|c| c.form == Form::Past) {
            return true;
        }
        let mark = matches!(context.class(i), TokenClass::Comma | TokenClass::Colon | TokenClass::Dash);
        let closed = i > p && (mark || t.any(Traits::SUBORDINATOR.with(Traits::RELATIVE)));
        let opens = context.class(i) == TokenClass::QuoteOpen
            && i > p
            && !context.traits(i.wrapping_sub(1)).any(Traits::FUNCTION);
        if opens && !context.traits(i + 1).any(Traits::CAPITAL.with(Traits::PREPOSITION)) {
            return true;
        }
        if closed {
            return false;
        }
    }
    false
}

/// Where content that begins at `start` ends.
pub fn end_of(context: &Context<'_>, start: u32, join: Join) -> u32 {
    let paragraph = context.paragraph(start);
    let mut limit = context.sentence(start).end;
    if join == Join::Colon && start == paragraph.start {
        limit = if context.class(start) == TokenClass::QuoteOpen { limit } else { paragraph.end };
    }
    let mut i = start;
    let mut depth = 0u32;
    while i < limit {
        if let Some(number) = context.quote_of(i).filter(|&q| context.quotes[q].tokens.start == i) {
            let quote = &context.quotes[number];
            let end = quote.tokens.end;
            if end > limit {
                return end;
            }
            i = end;
            let last = context.class(end.saturating_sub(1 + quote.closed as u32));
            let closes = last.is_terminal() || i == limit;
            if join == Join::Quote && quote.tokens.start == start && (closes || last == TokenClass::Comma) {
                return end;
            }
            if last == TokenClass::Comma && matches!(join, Join::Np | Join::Of | Join::To | Join::Quote) {
                return end;
            }
            if last.is_terminal() && i + 1 >= limit {
                return end;
            }
            continue;
        }
        match context.class(i) {
            TokenClass::BracketOpen => depth += 1,
            TokenClass::BracketClose => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            TokenClass::Semicolon if i > start => return i,
            TokenClass::Comma if ends_at_comma(context, i, limit, join) => return i,
            TokenClass::Dash if resumes(context, i + 1, limit) => return i,
            TokenClass::Dash if matches!(join, Join::Np | Join::Of) => return i,
            TokenClass::Word if i > start && matches!(join, Join::Np | Join::Of) && ends_phrase(context, i) => {
                return i;
            }
            TokenClass::Word if i > start && next_cue(context, i, limit, join) => return i,
            _ => {}
        }
        i += 1;
    }
    let mut end = limit;
    while end > start
        && (context.class(end.wrapping_sub(1)).is_terminal())
        && context.quote_of(end.wrapping_sub(1)).is_none()
    {
        end -= 1;
    }
    end
}

fn ends_at_comma(context: &Context<'_>, comma: u32, limit: u32, join: Join) -> bool {
    let next = comma + 1;
    let t = context.traits(next);
    if next >= limit {
        return true;
    }
    if clause_with_cue(context, next, limit) {
        return true;
    }
    let participle = hit_at(context, next)
        .or_else(|| hit_at(context, next + 1))
        .is_some_and(|c| c.form == Form::Ing || c.form == Form::Fixed && c.frames.has(Frames::PHRASE));
    if participle {
        return true;
    }
    if t.has(Traits::CONJUNCTION) && clause_with_cue(context, next + 1, limit) {
        return true;
    }
    match join {
        Join::Np | Join::Of => {
            !t.has(Traits::CONJUNCTION) || t.has(Traits::CAPITAL) || context.traits(next + 1).any(Traits::FUNCTION)
        }
        Join::To => {
            t.has(Traits::RELATIVE) && !t.has(Traits::COMPLEMENTIZER)
                || t.has(Traits::ENDS_ING)
                || t.any(Traits::SUBORDINATOR)
        }
        _ => false,
    }
}

fn hit_at<'a>(context: &'a Context<'_>, i: u32) -> Option<&'a CueHit> {
    context.cues.binary_search_by_key(&i, |c| c.head).ok().map(|c| &context.cues[c])
}

/// "and said": the same subject takes up another cue.
fn next_cue(context: &Context<'_>, i: u32, limit: u32, join: Join) -> bool {
    if !context.traits(i).has(Traits::CONJUNCTION) {
        return false;
    }
    let mut k = i + 1;
    while k < limit && k < i + 5 && (plain_adverb(context.traits(k)) || context.traits(k).any(Traits::AUXILIARY)) {
        k += 1;
    }
    let auxiliary = (i + 1..k).any(|n| context.traits(n).has(Traits::AUXILIARY));
    let clause = matches!(join, Join::That | Join::Bare | Join::Colon | Join::Quote);
    hit_at(context, k).is_some_and(|c| {
        let finite = matches!(c.form, Form::Past | Form::Third) || auxiliary && c.form == Form::Base;
        let clausal = c.frames.has(Frames::THAT) && opens_clause(context, c.tokens.end)
            || c.frames.has(Frames::TO) && context.traits(c.tokens.end).has(Traits::INFINITIVE);
        finite && (!clause || speaks(c) || clausal) && !(clause && auxiliary && context.traits(i + 1).has(Traits::HAVE))
    }) && !context.traits(k + 1).any(Traits::PREPOSITION)
}

/// "— noting that", "— the actress also pointed out": another attribution after a dash.
fn resumes(context: &Context<'_>, i: u32, limit: u32) -> bool {
    hit_at(context, i).is_some_and(|c| c.form == Form::Ing) || clause_with_cue(context, i, limit)
}

/// A cue of plain saying, which hardly ever stands inside what is said about the same subject.
fn speaks(hit: &CueHit) -> bool {
    hit.frames.has(Frames::THAT)
        && matches!(
            hit.kind,
            CueType::Say | CueType::Claim | CueType::Announce | CueType::Write | CueType::Warn | CueType::Agree
        )
}

/// "last week", "on Thursday", "because": where a noun phrase gives way to an adverbial.
fn ends_phrase(context: &Context<'_>, i: u32) -> bool {
    let t = context.traits(i);
    let next = context.traits(i + 1);
    let time = t.any(Traits::CALENDAR)
        || t.has(Traits::TIME) && !t.any(Traits::CAPITAL) && next.any(Traits::TIME.with(Traits::CALENDAR));
    let day = t.has(Traits::PREPOSITION) && next.has(Traits::CALENDAR);
    day || time && !next.has(Traits::POSSESSIVE)
        || t.has(Traits::SUBORDINATOR)
            && !t.any(Traits::PREPOSITION.with(Traits::DETERMINER).with(Traits::COMPLEMENTIZER))
}

/// "but she said": a new subject and a cue soon after.
fn clause_with_cue(context: &Context<'_>, start: u32, limit: u32) -> bool {
    let end = limit.min(start + 6);
    context.cues_in(TokenRange::new(start, end)).iter().any(|c| {
        matches!(c.form, Form::Past | Form::Third)
            && speaks(c)
            && c.head > start
            && (start..c.head).all(|i| !context.traits(i).any(Traits::SUBORDINATOR.with(Traits::PREPOSITION)))
    })
}
