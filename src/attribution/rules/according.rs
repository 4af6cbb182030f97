//! `According to X, …`, `…, according to X.`, `in the words of X, …`

use crate::attribution::candidate::Candidate;
use crate::attribution::content::{Join, end_of};
use crate::attribution::context::Context;
use crate::attribution::phrase::phrase_after;
use crate::attribution::traits::Traits;
use crate::lexicon::{CueType, Frames};
use crate::text::{TokenClass, TokenRange};

/// Proposes the content of an according-to phrase; true when it proposed something.
pub fn propose(context: &Context<'_>, index: usize, out: &mut Vec<Candidate>) -> bool {
    let hit = context.cues[index];
    if hit.kind != CueType::According || !hit.frames.has(Frames::PHRASE) || context.quote_of(hit.head).is_some() {
        return false;
    }
    let sentence = context.sentence(hit.head);
    let Some(mut source) = phrase_after(context, hit.tokens.end, sentence.end) else { return false };
    // "according to plan" names nobody.
    let first = context.traits(source.core.start);
    let opens =
        Traits::CAPITAL.with(Traits::DETERMINER).with(Traits::PRONOUN).with(Traits::ENDS_S).with(Traits::NUMBER);
    if source.core.len() == 1 && !first.any(opens) {
        return false;
    }
    let initial = (sentence.start..hit.head)
        .all(|i| !context.class(i).is_word() || context.traits(i).any(Traits::CONJUNCTION.with(Traits::ADVERB)));
    let mut content: Vec<TokenRange> = Vec::new();
    let mut push = |range: TokenRange| {
        if context.count_words(range) >= 2 {
            content.push(range);
        }
    };
    let mut after = source.tokens.end;
    if initial {
        // "According to Kerry, the talks will go on": the clause is no appositive.
        let verb = Traits::AUXILIARY.with(Traits::CONTRACTED_SUBJECT).with(Traits::SUBJECT_PRONOUN);
        let rest = source.core.end..after;
        if after >= sentence.end.saturating_sub(1) || rest.clone().any(|i| context.traits(i).any(verb)) {
            after = source.core.end;
            source.tokens.end = after;
        }
        let comma = (after..sentence.end.min(after + 30)).find(|&i| context.class(i) == TokenClass::Comma);
        let start = comma.map_or(after, |c| c + 1);
        if start < sentence.end {
            push(TokenRange::new(start, end_of(context, start, Join::Bare)));
        }
    } else {
        let mut end = hit.head;
        while end > sentence.start && matches!(context.class(end.wrapping_sub(1)), TokenClass::Comma | TokenClass::Dash)
        {
            end -= 1;
        }
        let start = quote_start(context, end, sentence.start);
        let semicolon =
            (start..end).rev().find(|&i| context.class(i) == TokenClass::Semicolon && context.quote_of(i).is_none());
        push(TokenRange::new(semicolon.map_or(start, |s| s + 1), end));
        if context.class(after) == TokenClass::Comma
            && after + 1 < sentence.end
            && !context.traits(after + 1).has(Traits::ENDS_ING)
        {
            push(TokenRange::new(after + 1, end_of(context, after + 1, Join::Bare)));
        }
    }
    if content.is_empty() {
        return false;
    }
    let mut candidate = Candidate::new("according-to", 0.9, Some(source), hit.tokens, content[0]);
    candidate.content = content;
    out.push(candidate);
    true
}

/// A quotation of several sentences that ends here starts before this sentence.
fn quote_start(context: &Context<'_>, end: u32, sentence_start: u32) -> u32 {
    match end.checked_sub(1).and_then(|i| context.quote_of(i)) {
        Some(quote) => context.quotes[quote].tokens.start.min(sentence_start),
        None => sentence_start,
    }
}

#[cfg(test)]
mod tests {
    use crate::attribution::fixture::check;

    #[test]
    fn according_to_somebody() {
        check(&[
            ("According to Kerry, the talks will go on.", "according-to | John Kerry (us) | the talks will go on"),
            ("The talks will go on, according to Kerry.", "according-to | John Kerry (us) | The talks will go on"),
            ("The talks, according to Kerry, will go on.", "according-to | John Kerry (us) | The talks / will go on"),
            ("The talks went according to plan.", ""),
        ]);
    }
}
