//! Content first: `“…,” Cui said.`, `“…,” said Cui, the ambassador.`, `The U.S. will act, he said.`, and the same
//! interrupted: `“A,” he said, “B.”`

use crate::attribution::candidate::Candidate;
use crate::attribution::content::{has_verb, start_after};
use crate::attribution::context::Context;
use crate::attribution::cues::{CueHit, Form, Use, VerbGroup, verb_group};
use crate::attribution::phrase::{Phrase, is_adverbial, phrase_after, subject_before};
use crate::attribution::quotes::QuoteKind;
use crate::attribution::traits::Traits;
use crate::lexicon::Frames;
use crate::text::{TokenClass, TokenRange};

/// Proposes what stands before the cue `index`; true when it proposed something.
pub fn propose(context: &Context<'_>, index: usize, out: &mut Vec<Candidate>) -> bool {
    let hit = context.cues[index];
    if hit.form == Form::Fixed || !(hit.frames.has(Frames::QUOTE) || hit.frames.has(Frames::THAT)) {
        return false;
    }
    let group = verb_group(context, &hit);
    if group.usage != Use::Finite {
        return false;
    }
    let sentence = context.sentence(hit.head);
    let limit = next_boundary(context, hit.tokens.end, context.paragraph(hit.head).end);
    // "…," said X
    if let Some(close) = boundary_before(context, group.tokens.start) {
        let inverts = hit.frames.has(Frames::INVERT) && group.tokens.start == hit.head;
        if inverts
            && !context.traits(hit.tokens.end).any(Traits::COMPLEMENTIZER)
            && let Some(source) = phrase_after(context, hit.tokens.end, limit)
            && names_somebody(context, &source)
            && closes(context, source.core.end, sentence.end)
            && !addressed(context, &source, sentence.end)
            && let Some(content) = content_before(context, close, sentence.start)
        {
            let after = source.tokens.end;
            return push(context, &hit, &group, source, content, after, out);
        }
    }
    // "…," X said
    let source = match group.contracted {
        Some(i) => {
            let tokens = TokenRange::new(i, i + 1);
            Phrase { tokens, core: tokens, relative: false }
        }
        None => {
            let floor = quote_floor(context, group.tokens.start, sentence.start);
            match subject_before(context, group.tokens.start, floor) {
                Some(source) if !source.relative && !is_clause(context, &source) => source,
                _ => return false,
            }
        }
    };
    let Some(close) = boundary_before(context, source.tokens.start) else { return false };
    let quoted = context.quote_of(close.wrapping_sub(1)).is_some_and(|q| context.quotes[q].tokens.end == close);
    if !ends_here(context, &hit, quoted) {
        return false;
    }
    match content_before(context, close, sentence.start) {
        Some(content) => push(context, &hit, &group, source, content, hit.tokens.end, out),
        None if quoted || !hit.frames.has(Frames::THAT) => false,
        None if context.class(hit.tokens.end + 1) == TokenClass::QuoteOpen => false,
        None => match rest_after(context, hit.tokens.end, false) {
            // "In the end, he said, …"
            Some(rest) => {
                out.push(Candidate::new("clause-said", 0.75, Some(source), group.tokens, rest));
                true
            }
            None => false,
        },
    }
}

/// "…, that needs to repair | trust": a relative clause, of whose verbs the last looks like a cue.
fn is_clause(context: &Context<'_>, source: &Phrase) -> bool {
    let opens = context.traits(source.tokens.start).has(Traits::RELATIVE);
    let infinitive = source.tokens.indices().any(|i| context.traits(i as u32).has(Traits::INFINITIVE));
    opens && source.tokens.len() > 1 && (infinitive || has_verb(context, source.tokens.start + 1, source.tokens.end))
}

fn push(
    context: &Context<'_>,
    hit: &CueHit,
    group: &VerbGroup,
    source: Phrase,
    content: TokenRange,
    after: u32,
    out: &mut Vec<Candidate>,
) -> bool {
    let quoted = context.quotes_in(content).iter().any(|q| q.kind == QuoteKind::Speech);
    let (rule, confidence) = if quoted { ("quote-said", 0.97) } else { ("clause-said", 0.85) };
    let clause = hit.frames.has(Frames::THAT) && context.count_words(content) >= 3;
    if !(quoted || clause) {
        return false;
    }
    let mut candidate = Candidate::new(rule, confidence, Some(source), group.tokens, content);
    if let Some(rest) = rest_after(context, after, quoted) {
        candidate.content.push(rest);
    }
    out.push(candidate);
    true
}

/// The end of the content when a comma or a closing mark stands right before token `i`.
fn boundary_before(context: &Context<'_>, i: u32) -> Option<u32> {
    let mut k = i.checked_sub(1)?;
    let floor = context.paragraph(i).start;
    // "Reluctantly, he said" and "But he said" are no boundaries; "and" after a quotation is none either.
    if k < floor {
        return None;
    }
    match context.class(k) {
        TokenClass::QuoteClose => {
            let quote = &context.quotes[context.quote_of(k)?];
            (quote.tokens.end == i && quote.tokens.start < k).then_some(i)
        }
        TokenClass::Comma | TokenClass::Dash => {
            if k > floor && context.class(k.wrapping_sub(1)) == TokenClass::QuoteClose {
                k -= 1;
                return context.quote_of(k).map(|_| k + 1);
            }
            Some(k)
        }
        _ => None,
    }
}

/// What was said before `close`: the quotation that closes there with the words before it in its sentence, or the
/// clause.
fn content_before(context: &Context<'_>, close: u32, sentence_start: u32) -> Option<TokenRange> {
    let quote = context.quote_of(close.wrapping_sub(1)).map(|q| context.quotes[q]).filter(|q| q.tokens.end == close);
    let Some(quote) = quote else {
        let start = skip_opening(context, sentence_start, close);
        let content = TokenRange::new(start, close);
        let inside = context.cues_in(content).iter().any(|c| c.frames.has(Frames::PHRASE) && c.head == start);
        let enough = context.count_words(content) >= 3 && has_verb(context, content.start, content.end);
        return (!inside && enough && !is_plain_adverbial(context, content)).then_some(content);
    };
    let start = context.sentence(quote.tokens.start).start;
    let before = TokenRange::new(start, quote.tokens.start);
    if before.is_empty() {
        return (quote.kind == QuoteKind::Speech || context.count_words(quote.inner()) > 0).then_some(quote.tokens);
    }
    let comma = matches!(
        context.class(quote.tokens.start.wrapping_sub(1)),
        TokenClass::Comma | TokenClass::Colon | TokenClass::QuoteClose | TokenClass::Dash
    );
    if comma || !context.class(quote.tokens.start.wrapping_sub(1)).is_word() {
        return Some(quote.tokens);
    }
    Some(TokenRange::new(skip_opening(context, start, close), close))
}

fn is_plain_adverbial(context: &Context<'_>, content: TokenRange) -> bool {
    let commas = content.indices().any(|i| context.class(i as u32) == TokenClass::Comma);
    let verb = content.indices().any(|i| {
        context.traits(i as u32).any(Traits::AUXILIARY.with(Traits::CONTRACTED_SUBJECT).with(Traits::SUBJECT_PRONOUN))
    });
    let reduced = context.cues.binary_search_by_key(&content.start, |c| c.head).is_ok();
    !commas
        && is_adverbial(context, content)
        && (!verb || reduced || context.traits(content.start).has(Traits::SUBORDINATOR))
}

/// "But", "And" at the start belong to the writer as much as to the speaker: they stay.
fn skip_opening(context: &Context<'_>, start: u32, end: u32) -> u32 {
    (start..end).find(|&i| context.class(i).is_word() || context.class(i) == TokenClass::QuoteOpen).unwrap_or(start)
}

/// The subject of a verb after a quotation lies after its closing mark.
fn quote_floor(context: &Context<'_>, verb: u32, sentence_start: u32) -> u32 {
    let paragraph = context.paragraph(verb).start;
    (paragraph.max(verb.saturating_sub(40))..verb)
        .rev()
        .find(|&i| context.class(i) == TokenClass::QuoteClose && context.quote_of(i).is_some())
        .map_or(sentence_start, |i| i + 1)
        .min(verb)
}

fn next_boundary(context: &Context<'_>, start: u32, end: u32) -> u32 {
    (start..end.min(start + 70)).find(|&i| context.class(i) == TokenClass::QuoteOpen).unwrap_or(end.min(start + 70))
}

fn names_somebody(context: &Context<'_>, source: &Phrase) -> bool {
    let t = context.traits(source.core.start);
    t.any(Traits::SUBJECT_PRONOUN.with(Traits::CAPITAL).with(Traits::DETERMINER).with(Traits::POSSESSIVE_PRONOUN))
        || source.core.len() <= 6 && !t.any(Traits::FUNCTION.with(Traits::TIME))
}

/// After an inverted subject comes no verb: "said Jones." and not "said Jones won."
fn closes(context: &Context<'_>, i: u32, end: u32) -> bool {
    let t = context.traits(i);
    let adverbial = Traits::PREPOSITION
        .with(Traits::CALENDAR)
        .with(Traits::TIME)
        .with(Traits::RELATIVE)
        .with(Traits::SUBORDINATOR)
        .with(Traits::CONJUNCTION)
        .with(Traits::ENDS_ING)
        .with(Traits::ENDS_LY);
    i >= end || !context.class(i).is_word() || t.any(adverbial)
}

/// "Kerry, the envoy, told reporters that …": who stands between the verb and its clause is spoken to.
fn addressed(context: &Context<'_>, source: &Phrase, end: u32) -> bool {
    let mut i = source.core.end;
    while i < end && i < source.core.end + 4 && context.traits(i).any(Traits::CALENDAR.with(Traits::TIME)) {
        i += 1;
    }
    i < end && context.traits(i).has(Traits::COMPLEMENTIZER)
}

/// After the verb comes no content of its own: the sentence ends, or an adverbial or a hearer follows.
fn ends_here(context: &Context<'_>, hit: &CueHit, quoted: bool) -> bool {
    let p = hit.tokens.end;
    let sentence = context.sentence(hit.head);
    if p >= sentence.end {
        return true;
    }
    let t = context.traits(p);
    match context.class(p) {
        TokenClass::Comma | TokenClass::Period | TokenClass::Dash | TokenClass::Semicolon | TokenClass::QuoteOpen => {
            true
        }
        TokenClass::Colon => false,
        class if !class.is_word() => true,
        _ => {
            let that = (p..sentence.end.min(p + 12)).any(|i| {
                context.traits(i).has(Traits::COMPLEMENTIZER)
                    && !context.traits(i).has(Traits::TIME)
                    && !context.traits(i.wrapping_sub(1)).has(Traits::WORD)
                    || context.traits(i).has(Traits::COMPLEMENTIZER) && i == p
            });
            let adverbial = t.any(
                Traits::PREPOSITION
                    .with(Traits::CALENDAR)
                    .with(Traits::TIME)
                    .with(Traits::SUBORDINATOR)
                    .with(Traits::ENDS_LY),
            );
            let hearer =
                !t.any(Traits::SUBJECT_PRONOUN.with(Traits::CONTRACTED_SUBJECT)) && !hit.frames.has(Frames::NP);
            let own = !quoted && start_after(context, hit).is_some();
            !that && !own && (adverbial || quoted && hearer && hit.form != Form::Base)
        }
    }
}

/// What goes on after the attribution in the same sentence or, for quotations, in the same paragraph.
fn rest_after(context: &Context<'_>, after: u32, quoted: bool) -> Option<TokenRange> {
    let paragraph = context.paragraph(after.min(context.len().saturating_sub(1)));
    let sentence = context.sentence(after);
    if after >= paragraph.end {
        return None;
    }
    if quoted {
        let end = paragraph.end.min(after + 40);
        let open = (after..end).find(|&i| context.class(i) == TokenClass::QuoteOpen)?;
        let quote = &context.quotes[context.quote_of(open)?];
        let same = open <= sentence.end;
        return (quote.tokens.start == open && quote.kind == QuoteKind::Speech && same).then_some(quote.tokens);
    }
    if context.class(after) != TokenClass::Comma {
        return None;
    }
    let mut end = sentence.end;
    while end > after && context.class(end.wrapping_sub(1)).is_terminal() {
        end -= 1;
    }
    let rest = TokenRange::new(after + 1, end);
    let opens = Traits::ENDS_ING.with(Traits::CONJUNCTION).with(Traits::PREPOSITION).with(Traits::RELATIVE);
    (context.count_words(rest) >= 3 && !context.traits(after + 1).any(opens)).then_some(rest)
}

#[cfg(test)]
mod tests {
    use crate::attribution::fixture::{check, lines};

    #[test]
    fn content_before_its_cue() {
        check(&[
            ("“We want trust,” Cui said.", "quote-said | Cui Tiankai (china) | “We want trust,”"),
            (
                "“We want trust,” said Cui Tiankai, the ambassador, on Tuesday.",
                "quote-said | Cui Tiankai (china) | “We want trust,”",
            ),
            (
                "\"Talks must go on,\" Kerry added late on Monday.",
                "quote-said | John Kerry (us) | \"Talks must go on,\"",
            ),
            (
                "The talks will go on in June, Kerry said.",
                "clause-said | John Kerry (us) | The talks will go on in June",
            ),
            (
                "In the end, Kerry said, the talks were a waste of time.",
                "clause-said | John Kerry (us) | the talks were a waste of time",
            ),
            ("‘Trust is lost,’ Kerry said.", "quote-said | John Kerry (us) | ‘Trust is lost,’"),
            (
                "“It is Kerry, not Cui, that needs to repair trust,” Cui said.",
                "quote-said | Cui Tiankai (china) | “It is Kerry, not Cui, that needs to repair trust,”",
            ),
        ]);
    }

    #[test]
    fn interrupted_content_is_one_statement() {
        assert_eq!(
            lines("“The table,” Cui said, “is gone.” “They must build it again.”"),
            ["quote-said | Cui Tiankai (china) | “The table,” / “is gone.” / “They must build it again.”"]
        );
    }

    #[test]
    fn an_appositive_is_no_content() {
        for text in [
            "Cui, the ambassador of his country, said the talks were good.",
            "Kerry, who leads the delegation, said he was glad.",
        ] {
            let found = lines(text);
            assert_eq!(found.len(), 1, "{found:?}");
            assert!(found[0].starts_with("said-clause | "), "{found:?}");
        }
    }
}
