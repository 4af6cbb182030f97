//! Headlines: `Chinese ambassador: US has broken cyber faith`, `Taxes must fall, says minister`.

use crate::attribution::candidate::Candidate;
use crate::attribution::context::Context;
use crate::attribution::phrase::Phrase;
use crate::attribution::quotes::QuoteKind;
use crate::attribution::traits::Traits;
use crate::lexicon::Entry;
use crate::text::{TokenClass, TokenRange};

/// Proposes what stands after a colon, or before one when the name comes last.
pub fn propose(context: &Context<'_>, out: &mut Vec<Candidate>) {
    let headline = context.layout.headline;
    if headline.is_empty() {
        return;
    }
    let Some(colon) = (headline.start..headline.end).find(|&i| context.class(i) == TokenClass::Colon) else { return };
    let cue = TokenRange::new(colon, colon + 1);
    let left = context.trim(TokenRange::new(headline.start, colon));
    let mut end = headline.end;
    while end > colon && context.class(end.wrapping_sub(1)) == TokenClass::Period {
        end -= 1;
    }
    let right = TokenRange::new(colon + 1, end);
    if left.is_empty() || right.is_empty() {
        return;
    }
    let (left_names, right_names) = (names(context, left), names(context, right));
    let words = context.count_words(right);
    let quoted =
        context.quotes_in(right).first().is_some_and(|q| q.tokens.start == right.start && q.kind == QuoteKind::Speech);
    if left_names && words >= 3 || quoted && context.count_words(left) <= 6 {
        out.push(Candidate::new("headline-colon", 0.8, Some(phrase(left)), cue, right));
    } else if right_names && context.count_words(left) >= 3 {
        out.push(Candidate::new("headline-colon", 0.7, Some(phrase(right)), cue, left));
    }
}

fn phrase(tokens: TokenRange) -> Phrase {
    Phrase { tokens, core: tokens, relative: false }
}

/// True when a short stretch of a headline is a name, a title or a body.
fn names(context: &Context<'_>, range: TokenRange) -> bool {
    let words = context.count_words(range);
    if words > 5 {
        return false;
    }
    let whole = |tokens: TokenRange| tokens.end == range.end;
    context.names_in(range).iter().any(|n| whole(n.tokens) && matches!(n.entry, Entry::Actor(_) | Entry::Title(_)))
        || words <= 3 && range.indices().any(|i| context.traits(i as u32).any(Traits::GIVEN.with(Traits::ORGANIZATION)))
}

#[cfg(test)]
mod tests {
    use crate::attribution::fixture::lines;

    const BODY: &str = "The talks between the two countries were held in the capital on Monday and went on for several hours in the afternoon.";

    #[test]
    fn a_name_before_a_colon_speaks() {
        let found = lines(&format!("Chinese ambassador: US has broken faith\n\n{BODY} Cui Tiankai took part."));
        assert_eq!(found, ["headline-colon | Cui Tiankai (china) | US has broken faith"]);
        let found = lines(&format!("Talks with China must go on: Kerry\n\n{BODY}"));
        assert_eq!(found, ["headline-colon | John Kerry (us) | Talks with China must go on"]);
    }

    #[test]
    fn a_topic_before_a_colon_does_not() {
        assert!(lines(&format!("Hacking: what we know so far\n\n{BODY}")).is_empty());
    }
}
