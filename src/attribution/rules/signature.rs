//! Signatures: a quotation, a dash, and the name of who said it.

use crate::attribution::candidate::Candidate;
use crate::attribution::context::Context;
use crate::attribution::phrase::Phrase;
use crate::attribution::quotes::{Quote, QuoteKind};
use crate::attribution::traits::Traits;
use crate::text::{TokenClass, TokenRange};

/// Words that a signature behind a dash has at most.
const SIGNATURE_WORDS: u32 = 16;

/// Proposes quotations that are signed.
pub fn propose(context: &Context<'_>, out: &mut Vec<Candidate>) {
    let quotes = context.quotes_in(TokenRange::new(0, context.len()));
    let speech = quotes.iter().filter(|quote| quote.closed && quote.kind == QuoteKind::Speech);
    out.extend(speech.filter_map(|quote| signed(context, quote)));
}

/// `"We want rules." — Ann Lee, head of the delegation`
fn signed(context: &Context<'_>, quote: &Quote) -> Option<Candidate> {
    let dash = quote.tokens.end;
    let paragraph = context.paragraph(quote.tokens.start);
    if dash + 1 >= paragraph.end || context.class(dash) != TokenClass::Dash {
        return None;
    }
    let name = context.trim(TokenRange::new(dash + 1, paragraph.end));
    let words = context.count_words(name);
    let named = context.traits(name.start).has(Traits::CAPITAL) && (1..=SIGNATURE_WORDS).contains(&words);
    if !named || !context.quotes_in(name).is_empty() {
        return None;
    }
    let comma = (name.start..name.end).find(|&i| context.class(i) == TokenClass::Comma).unwrap_or(name.end);
    let core = TokenRange::new(name.start, comma);
    // A signature is a name and what it is, no clause.
    let clause = (core.start..core.end).any(|i| context.traits(i).any(Traits::PRONOUN.with(Traits::AUXILIARY)));
    let source = Phrase { tokens: name, core, relative: false };
    let cue = TokenRange::new(dash, dash + 1);
    (!clause).then(|| Candidate::new("quote-dash", 0.9, Some(source), cue, quote.tokens))
}

#[cfg(test)]
mod tests {
    use crate::attribution::fixture::{check, lines};

    #[test]
    fn a_name_behind_a_dash_signs_a_quotation() {
        check(&[
            (
                "\"We want rules that bind everybody.\" — Cui Tiankai, the ambassador",
                "quote-dash | Cui Tiankai (china) | \"We want rules that bind everybody.\"",
            ),
            (
                "“An agreement is worth nothing.” – John Kerry",
                "quote-dash | John Kerry (us) | “An agreement is worth nothing.”",
            ),
        ]);
        assert!(lines("\"We want rules that bind everybody.\" — it was a long day").is_empty());
    }
}
