//! Noun phrases: who stands before or after a verb.
//!
//! No parser: a phrase is read off word classes, capitals and punctuation, backward from a verb to the start of
//! its subject or forward from an inverted verb. Every scan has a bound, so time stays linear.

use super::context::Context;
use super::quotes::QuoteKind;
use super::traits::Traits;
use crate::text::{TokenClass, TokenRange};

/// Tokens that a backward or forward scan reads at most.
const REACH: u32 = 60;

/// A noun phrase that may be a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Phrase {
    /// With appositives and relative clauses.
    pub tokens: TokenRange,
    /// The part that names somebody.
    pub core: TokenRange,
    /// It is a relative pronoun.
    pub relative: bool,
}

impl Phrase {
    fn plain(tokens: TokenRange) -> Self {
        Phrase { tokens, core: tokens, relative: false }
    }

    /// A phrase whose limits are known: what stands before its appositives and relative clauses names somebody.
    pub fn read(context: &Context<'_>, tokens: TokenRange) -> Self {
        let tokens = context.trim(tokens);
        let relative = tokens.len() == 1 && is_relative(context, tokens.start);
        let closes = |i: &u32| match context.class(*i) {
            TokenClass::Comma | TokenClass::Dash | TokenClass::Semicolon | TokenClass::Colon => true,
            _ => is_relative(context, *i) && !context.traits(*i).has(Traits::DETERMINER),
        };
        let end = (tokens.start + 1..tokens.end).find(closes).unwrap_or(tokens.end);
        let core = TokenRange::new(tokens.start, end);
        Phrase { tokens, core, relative }
    }
}

/// The subject that ends right before token `end`, looking back no further than `floor`.
pub fn subject_before(context: &Context<'_>, end: u32, floor: u32) -> Option<Phrase> {
    let floor = floor.max(end.saturating_sub(REACH));
    let end = skip_adverbials(context, end, floor);
    if end <= floor {
        return None;
    }
    match context.class(end.wrapping_sub(1)) {
        TokenClass::Comma => across_commas(context, end - 1, floor),
        TokenClass::Dash => {
            let open = (floor..end - 1).rev().find(|&i| context.class(i) == TokenClass::Dash)?;
            let core = base_before(context, open, floor)?;
            Some(Phrase { tokens: TokenRange::new(core.start, end - 1), core, relative: false })
        }
        _ => {
            let tokens = base_before(context, end, floor)?;
            let relative = tokens.len() == 1 && is_relative(context, tokens.start);
            Some(Phrase { relative, ..Phrase::plain(tokens) })
        }
    }
}

fn is_relative(context: &Context<'_>, i: u32) -> bool {
    context.traits(i).has(Traits::RELATIVE)
}

/// Steps back over "on Tuesday", "later", "reluctantly".
fn skip_adverbials(context: &Context<'_>, mut end: u32, floor: u32) -> u32 {
    while end > floor {
        let t = context.traits(end.wrapping_sub(1));
        let plain_time = t.has(Traits::TIME) && !t.has(Traits::CAPITAL);
        let after_day = t.has(Traits::NUMBER) && end - 1 > floor && context.traits(end - 2).has(Traits::CALENDAR);
        if t.has(Traits::CALENDAR) || plain_time || after_day {
            end -= 1;
            if end > floor && context.traits(end.wrapping_sub(1)).has(Traits::PREPOSITION) {
                end -= 1;
            }
        } else if !t.any(Traits::FUNCTION)
            && (t.has(Traits::ADVERB) || t.has(Traits::ENDS_LY) && !t.has(Traits::CAPITAL))
        {
            end -= 1;
        } else {
            break;
        }
    }
    end
}

/// The noun phrase that ends at `end`, without appositives.
fn base_before(context: &Context<'_>, end: u32, floor: u32) -> Option<TokenRange> {
    let mut i = end;
    let mut words = 0u32;
    let mut after_preposition = end;
    while i > floor {
        let k = i - 1;
        let t = context.traits(k);
        if !t.has(Traits::WORD) {
            match step_over_mark(context, k, floor, words) {
                Some(next) => {
                    words += (next + 1 < i) as u32;
                    i = next;
                    continue;
                }
                None => break,
            }
        }
        if t.any(Traits::SUBJECT_PRONOUN.with(Traits::RELATIVE)) && words == 0 && !t.has(Traits::PREPOSITION) {
            return Some(TokenRange::new(k, k + 1));
        }
        if t.has(Traits::PREPOSITION) && !t.has(Traits::CAPITAL) {
            let before = if k > floor { context.traits(k.wrapping_sub(1)) } else { Traits::default() };
            let noun = before.has(Traits::WORD) && (!before.any(Traits::FUNCTION) || before.has(Traits::POSSESSIVE));
            let quantity = before.has(Traits::DETERMINER) && !before.has(Traits::RELATIVE);
            if words == 0 || !(noun || quantity) || t.any(Traits::SUBORDINATOR) {
                break;
            }
            after_preposition = i;
            i = k;
            continue;
        }
        if t.any(Traits::DETERMINER.with(Traits::POSSESSIVE_PRONOUN)) && !(t.has(Traits::RELATIVE) && words == 0) {
            if t.has(Traits::RELATIVE) && !t.has(Traits::CAPITAL) && words > 0 && !demonstrative(context, k, floor) {
                break;
            }
            i = k;
            words += 1;
            let before = if k > floor { context.traits(k.wrapping_sub(1)) } else { Traits::default() };
            if before.any(Traits::PREPOSITION.with(Traits::DETERMINER)) && !before.has(Traits::RELATIVE) {
                continue;
            }
            // "The Fish Board and the Harbor Guild"
            if before.has(Traits::CONJUNCTION) && t.has(Traits::ARTICLE) {
                continue;
            }
            break;
        }
        if t.has(Traits::CONJUNCTION) {
            if let Some(start) = coordinated(context, k, floor, i, words) {
                i = start;
            }
            break;
        }
        if t.any(Traits::FUNCTION) && !(t.has(Traits::CAPITAL) && k > floor && words > 0 && t.has(Traits::AUXILIARY)) {
            break;
        }
        let calendar = t.any(Traits::CALENDAR) && words > 0 && !t.has(Traits::POSSESSIVE);
        if calendar || is_finite_cue(context, k) {
            break;
        }
        i = k;
        words += 1;
    }
    if words == 0 {
        return None;
    }
    // "In a speech at the White House Trump said": an adverbial that reaches to the clause's start is no subject.
    let open = i > floor && context.traits(i.wrapping_sub(1)).has(Traits::PREPOSITION);
    if open && after_preposition < end && after_preposition > i {
        i = after_preposition;
    }
    while i < end && !context.traits(i).has(Traits::WORD) {
        i += 1;
    }
    while i < end && context.traits(i).has(Traits::PREPOSITION) && !context.traits(i).has(Traits::DETERMINER) {
        i += 1;
    }
    (i < end).then(|| TokenRange::new(i, end))
}

/// "that" right after a verb opens a clause; at a clause's start, or before a noun alone, it points.
fn demonstrative(context: &Context<'_>, k: u32, floor: u32) -> bool {
    k == floor || !context.traits(k.wrapping_sub(1)).has(Traits::WORD)
}

fn is_finite_cue(context: &Context<'_>, k: u32) -> bool {
    use super::cues::Form;
    let hit = context.cues.binary_search_by_key(&k, |c| c.head).ok().map(|i| context.cues[i]);
    hit.is_some_and(|c| c.form == Form::Past) && !context.traits(k).has(Traits::CAPITAL)
}

/// Marks inside a noun phrase: brackets, hyphens, periods of abbreviations, a quoted nickname.
fn step_over_mark(context: &Context<'_>, k: u32, floor: u32, words: u32) -> Option<u32> {
    match context.class(k) {
        TokenClass::BracketClose => {
            (floor.max(k.saturating_sub(15))..k).rev().find(|&i| context.class(i) == TokenClass::BracketOpen)
        }
        TokenClass::Hyphen | TokenClass::Other => Some(k),
        TokenClass::Period if words > 0 || context.traits(k.saturating_sub(1)).has(Traits::CAPITAL) => Some(k),
        TokenClass::QuoteClose => {
            let quote = &context.quotes[context.quote_of(k)?];
            (quote.kind != QuoteKind::Speech && quote.tokens.start >= floor).then_some(quote.tokens.start)
        }
        _ => None,
    }
}

/// "Clinton and the State Department": where the left part starts, when it reaches the clause's start.
fn coordinated(context: &Context<'_>, conjunction: u32, floor: u32, right: u32, words: u32) -> Option<u32> {
    if words == 0 || right > conjunction + 1 + 8 {
        return None;
    }
    let mut i = conjunction;
    let mut lower = false;
    let mut any = false;
    while i > floor && conjunction - i < 10 {
        let k = i - 1;
        let t = context.traits(k);
        if !t.has(Traits::WORD) {
            if context.class(k) == TokenClass::Comma || context.class(k).is_word() {
                i = k;
                continue;
            }
            break;
        }
        let opens = t.has(Traits::DETERMINER) || t.has(Traits::GENITIVE);
        if t.any(Traits::FUNCTION) && !opens {
            if t.has(Traits::SUBJECT_PRONOUN) && !any {
                return Some(k);
            }
            break;
        }
        lower |= !t.has(Traits::CAPITAL) && !opens;
        any = true;
        i = k;
    }
    let at_start = i == floor
        || matches!(context.class(i.wrapping_sub(1)), TokenClass::QuoteClose)
        || context.traits(i.wrapping_sub(1)).any(Traits::SUBORDINATOR.with(Traits::COMPLEMENTIZER));
    let short = conjunction - i <= 3 && context.traits(conjunction.wrapping_sub(1)).has(Traits::ENDS_S);
    (any && at_start && (!lower || short)).then_some(i)
}

/// "Cui Tiankai, the ambassador, said": the phrase before the commas that close at `comma`.
fn across_commas(context: &Context<'_>, comma: u32, floor: u32) -> Option<Phrase> {
    let mut right = comma;
    let mut best: Option<TokenRange> = None;
    for step in 0..5 {
        let left = previous_comma(context, right, floor);
        let start = left.map_or(floor, |c| c + 1);
        if let Some(np) = base_before(context, right, start) {
            let at_start = np.start == start || context.traits(np.start.wrapping_sub(1)).any(Traits::FUNCTION);
            let named = context.traits(np.end.wrapping_sub(1)).has(Traits::CAPITAL)
                || context.class(np.end.wrapping_sub(1)) == TokenClass::BracketClose;
            match left {
                None if np.start == floor || step == 0 || named => best = Some(np),
                None if at_start && context.traits(start).has(Traits::DETERMINER) => best = Some(np),
                None => {}
                Some(before) => {
                    let adverbial =
                        is_adverbial(context, TokenRange::new(segment_start(context, before, floor), before));
                    if np.start == start && adverbial {
                        best = Some(np);
                        break;
                    }
                    if step == 0 && np.start == start && context.traits(start).has(Traits::SUBJECT_PRONOUN) {
                        best = Some(np);
                    }
                }
            }
        }
        match left {
            Some(c) => right = c,
            None => break,
        }
    }
    let core = best?;
    Some(Phrase { tokens: TokenRange::new(core.start, comma), core, relative: false })
}

fn segment_start(context: &Context<'_>, comma: u32, floor: u32) -> u32 {
    previous_comma(context, comma, floor).map_or(floor, |c| c + 1)
}

/// The comma before token `right`, outside quotations.
fn previous_comma(context: &Context<'_>, right: u32, floor: u32) -> Option<u32> {
    let mut i = right;
    while i > floor {
        i -= 1;
        match context.class(i) {
            TokenClass::Comma => return Some(i),
            TokenClass::Semicolon | TokenClass::Colon | TokenClass::Dash => return None,
            TokenClass::QuoteClose => {
                let open = context.quote_of(i).map_or(i, |q| context.quotes[q].tokens.start);
                if open < floor
                    || context
                        .quotes
                        .get(context.quote_of(i).unwrap_or(usize::MAX))
                        .is_some_and(|q| q.kind == QuoteKind::Speech)
                {
                    return None;
                }
                i = open;
            }
            _ => {}
        }
    }
    None
}

/// "In an interview published Tuesday", "Later", "Asked about it": opens with a word that opens no subject.
pub fn is_adverbial(context: &Context<'_>, segment: TokenRange) -> bool {
    let mut first = segment.start;
    while first < segment.end && (!context.class(first).is_word() || context.traits(first).has(Traits::CONJUNCTION)) {
        first += 1;
    }
    if first >= segment.end {
        return true;
    }
    let t = context.traits(first);
    t.any(Traits::PREPOSITION.with(Traits::SUBORDINATOR).with(Traits::TIME).with(Traits::ENDS_LY).with(Traits::ADVERB))
        || t.has(Traits::ENDS_ING)
        || t.has(Traits::ENDS_ED) && !context.traits(first + 1).has(Traits::CAPITAL)
        || t.has(Traits::INFINITIVE)
}

/// The phrase that starts at `start` and stands before `limit`: the subject of an inverted verb, or the object of
/// a preposition that names a source.
pub fn phrase_after(context: &Context<'_>, start: u32, limit: u32) -> Option<Phrase> {
    let limit = limit.min(start + REACH);
    let core = core_after(context, start, limit)?;
    let mut end = core.end;
    if end < limit && context.class(end) == TokenClass::Comma && !context.traits(core.start).has(Traits::PRONOUN) {
        end = appositive_end(context, end, limit);
    } else if end < limit && context.traits(end).has(Traits::RELATIVE) && !context.traits(end).has(Traits::DETERMINER) {
        end = clause_end(context, end, limit);
    }
    Some(Phrase { tokens: TokenRange::new(core.start, end), core, relative: false })
}

/// A source whose limits are known: its core is the part that names somebody.
pub fn phrase_within(context: &Context<'_>, tokens: TokenRange) -> Phrase {
    if tokens.len() == 1 {
        return Phrase { relative: is_relative(context, tokens.start), ..Phrase::plain(tokens) };
    }
    // "the former U.S. senator, | who"
    let closes = |&i: &u32| !context.class(i).is_word() && context.class(i) != TokenClass::Period;
    let part = (tokens.start + 1..tokens.end).find(closes).unwrap_or(tokens.end);
    let core = core_after(context, tokens.start, tokens.end).unwrap_or(TokenRange::new(tokens.start, part));
    Phrase { tokens, core, relative: false }
}

fn core_after(context: &Context<'_>, start: u32, limit: u32) -> Option<TokenRange> {
    let mut i = start;
    let mut words = 0u32;
    while i < limit {
        let t = context.traits(i);
        if !t.has(Traits::WORD) {
            let next_word = context.class(i + 1).is_word();
            match context.class(i) {
                TokenClass::BracketOpen if words > 0 => {
                    match (i..limit.min(i + 15)).find(|&k| context.class(k) == TokenClass::BracketClose) {
                        Some(close) => i = close + 1,
                        None => break,
                    }
                    continue;
                }
                TokenClass::Hyphen | TokenClass::Other if next_word => {
                    i += 1;
                    continue;
                }
                TokenClass::Period if next_word && words > 0 && context.sentence(i) == context.sentence(i + 1) => {
                    i += 1;
                    continue;
                }
                _ => break,
            }
        }
        // "he", but not "one of the cooks".
        if words == 0 && t.any(Traits::SUBJECT_PRONOUN) && !context.traits(i + 1).has(Traits::GENITIVE) {
            return Some(TokenRange::new(i, i + 1));
        }
        let in_name = t.has(Traits::CAPITAL) && words > 0 && !t.has(Traits::CALENDAR);
        if t.any(Traits::CALENDAR) || t.has(Traits::TIME) && !t.has(Traits::CAPITAL) && words > 0 {
            break;
        }
        if t.any(Traits::DETERMINER.with(Traits::POSSESSIVE_PRONOUN)) && !t.has(Traits::CAPITAL) {
            let before = if i > start { context.traits(i.wrapping_sub(1)) } else { Traits::default() };
            let fresh =
                words == 0 || before.any(Traits::PREPOSITION.with(Traits::DETERMINER).with(Traits::CONJUNCTION));
            if !fresh || t.has(Traits::RELATIVE) {
                break;
            }
        } else if t.has(Traits::PREPOSITION) && !in_name {
            let next = context.traits(i + 1);
            let inside = t.has(Traits::GENITIVE)
                || !t.any(Traits::TIME.with(Traits::SUBORDINATOR))
                    && context.traits(i.wrapping_sub(1)).any(Traits::WORD);
            if words == 0
                || !inside
                || next.has(Traits::CALENDAR)
                || !t.has(Traits::GENITIVE) && !next.has(Traits::CAPITAL)
            {
                break;
            }
        } else if t.has(Traits::CONJUNCTION) {
            let next = context.traits(i + 1);
            if words == 0
                || !next.has(Traits::WORD)
                || next.any(Traits::SUBJECT_PRONOUN.with(Traits::AUXILIARY).with(Traits::ADVERB))
                || is_finite_cue(context, i + 1)
            {
                break;
            }
        } else if t.any(Traits::FUNCTION) && !in_name || t.has(Traits::ENDS_LY) && words > 0 && !t.has(Traits::CAPITAL)
        {
            break;
        }
        words += 1;
        i += 1;
    }
    while i > start
        && !context.class(i.wrapping_sub(1)).is_word()
        && context.class(i.wrapping_sub(1)) != TokenClass::BracketClose
    {
        i -= 1;
    }
    while i > start
        && context.traits(i.wrapping_sub(1)).any(Traits::CONJUNCTION.with(Traits::PREPOSITION))
        && !context.traits(i.wrapping_sub(1)).has(Traits::CAPITAL)
    {
        i -= 1;
    }
    (words > 0 && i > start).then(|| TokenRange::new(start, i))
}

/// The end of ", the ambassador," from its first comma: the closing comma, or the sentence's end.
fn appositive_end(context: &Context<'_>, comma: u32, limit: u32) -> u32 {
    let first = context.traits(comma + 1);
    let opens = first.any(
        Traits::DETERMINER
            .with(Traits::RELATIVE)
            .with(Traits::CAPITAL)
            .with(Traits::NUMBER)
            .with(Traits::POSSESSIVE_PRONOUN),
    ) || first.has(Traits::WORD)
        && !first.any(Traits::FUNCTION.with(Traits::TIME).with(Traits::ADVERB).with(Traits::SUBORDINATOR))
        && !first.any(Traits::ENDS_ING.with(Traits::ENDS_ED).with(Traits::ENDS_LY));
    if !opens || first.any(Traits::SUBJECT_PRONOUN) {
        return comma;
    }
    clause_end(context, comma + 1, limit)
}

/// The next comma, dash, quotation or sentence end.
pub(super) fn clause_end(context: &Context<'_>, start: u32, limit: u32) -> u32 {
    (start..limit)
        .find(|&i| {
            let class = context.class(i);
            matches!(
                class,
                TokenClass::Comma
                    | TokenClass::Dash
                    | TokenClass::Semicolon
                    | TokenClass::Colon
                    | TokenClass::QuoteOpen
            ) || class.is_terminal() && context.sentence(i).end <= i + 2
        })
        .unwrap_or(limit)
}
