//! Combining: from overlapping candidates to statements that do not contradict each other.
//!
//! Candidates are taken in the order of their content, the longest first. One whose cue lies inside an accepted
//! content reports a speaker within a statement: it is kept as nested when it is sure and another person's, else
//! dropped. Candidates that the trained model weighed are nested on its word. Then quotations that nobody claimed go on
//! with the speaker before them.

use super::candidate::Candidate;
use super::context::Context;
use super::quotes::{Quote, QuoteKind};
use super::traits::Traits;
use crate::text::{TokenClass, TokenRange};

/// No owner.
const FREE: u32 = u32::MAX;

/// A candidate that stands.
#[derive(Clone, Debug)]
pub struct Accepted {
    /// What it says.
    pub candidate: Candidate,
    /// The accepted candidate that reports it.
    pub within: Option<usize>,
}

/// Settles overlaps; the result is in the order of content, nested ones after their outer one.
pub fn combine(context: &Context<'_>, mut candidates: Vec<Candidate>, floor: f64) -> Vec<Accepted> {
    for candidate in &mut candidates {
        tidy(context, candidate);
    }
    candidates.retain(|c| !c.content.is_empty() && c.confidence >= floor);
    candidates.sort_by(|a, b| {
        let (x, y) = (a.cover(), b.cover());
        (x.start, std::cmp::Reverse(x.end))
            .cmp(&(y.start, std::cmp::Reverse(y.end)))
            .then(b.confidence.total_cmp(&a.confidence))
            .then(a.rule.cmp(b.rule))
    });
    let mut owner = vec![FREE; context.text.tokens.len()];
    let mut accepted: Vec<Accepted> = Vec::new();
    for mut candidate in candidates {
        let cue_owner =
            owner.get(candidate.cue.start as usize).copied().filter(|&o| o != FREE && !candidate.cue.is_empty());
        if let Some(outer) = cue_owner {
            let outer = outer as usize;
            let nested = accepted[outer].within.is_none()
                && if candidate.judged {
                    is_inside(&accepted[outer].candidate, &candidate)
                } else {
                    nests(context, &accepted[outer].candidate, &candidate)
                };
            if nested && !speaks_of_itself(context, &candidate) {
                accepted.push(Accepted { candidate, within: Some(outer) });
                continue;
            }
            if nested || !candidate.judged {
                continue;
            }
        }
        // Of a quotation that nobody closed, the words behind the speaker's own are the writer's again.
        let quoted = context.quote_of(candidate.cue.start).map(|q| &context.quotes[q]).is_some_and(|quote| {
            quote.kind == QuoteKind::Speech && (quote.closed || candidate.cover().start > quote.tokens.start + 1)
        });
        if quoted && !candidate.cue.is_empty() && !candidate.judged {
            continue;
        }
        let total: u32 = candidate.content.iter().map(|s| s.len()).sum();
        for span in &mut candidate.content {
            while !span.is_empty() && owner[span.start as usize] != FREE {
                span.start += 1;
            }
            if let Some(taken) = span.indices().find(|&i| owner[i] != FREE) {
                span.end = taken as u32;
            }
        }
        tidy(context, &mut candidate);
        let left: u32 = candidate.content.iter().map(|s| s.len()).sum();
        if left * 2 < total || left == 0 {
            continue;
        }
        for span in &candidate.content {
            owner[span.indices()].fill(accepted.len() as u32);
        }
        accepted.push(Accepted { candidate, within: None });
    }
    go_on(context, &mut accepted, &mut owner);
    accepted
}

/// Content without marks around it that are not quotation marks; spans in order, none empty.
fn tidy(context: &Context<'_>, candidate: &mut Candidate) {
    for span in &mut candidate.content {
        while !span.is_empty() && edge(context, span.start, span) {
            span.start += 1;
        }
        while !span.is_empty() && edge(context, span.end - 1, span) {
            span.end -= 1;
        }
    }
    candidate.content.retain(|s| context.count_words(*s) > 0);
    candidate.content.sort();
    let mut end = 0;
    candidate.content.retain(|s| {
        let fresh = s.start >= end;
        end = end.max(s.end);
        fresh
    });
}

/// Punctuation that does not belong to the words: everything but quotation marks whose partner is inside too.
fn edge(context: &Context<'_>, i: u32, span: &TokenRange) -> bool {
    match context.class(i) {
        TokenClass::Word | TokenClass::Number | TokenClass::BracketOpen | TokenClass::BracketClose => false,
        TokenClass::QuoteOpen | TokenClass::QuoteClose => match context.quote_of(i).map(|q| &context.quotes[q]) {
            Some(quote) => !(span.start <= quote.tokens.start && quote.tokens.end <= span.end),
            None => false,
        },
        class if class.is_terminal() => context.quote_of(i).is_none(),
        TokenClass::Other => false,
        _ => true,
    }
}

/// A report inside somebody's words: "my colleagues tell me that …".
fn nests(context: &Context<'_>, outer: &Candidate, inner: &Candidate) -> bool {
    let Some(source) = &inner.source else { return false };
    let quoted = context.quote_of(inner.cue.start).is_some();
    let inside = outer.content.iter().any(|s| s.contains(source.core) && inner.content.iter().all(|c| s.contains(*c)));
    let sure =
        matches!(inner.rule, "said-that" | "said-quote" | "quote-said" | "according-to") && inner.confidence >= 0.8;
    inside && quoted && sure && !source.relative
}

/// "I think" inside somebody's words: still their own.
fn speaks_of_itself(context: &Context<'_>, candidate: &Candidate) -> bool {
    let Some(source) = &candidate.source else { return false };
    (source.core.start..source.core.end).any(|i| {
        context.traits(i).any(Traits::FIRST_PERSON)
            && context.traits(i).any(Traits::SUBJECT_PRONOUN.with(Traits::CONTRACTED_SUBJECT))
    })
}

/// Most of the inner content lies inside the outer one.
fn is_inside(outer: &Candidate, inner: &Candidate) -> bool {
    let shared: u32 = inner
        .content
        .iter()
        .flat_map(|x| outer.content.iter().map(move |y| x.end.min(y.end).saturating_sub(x.start.max(y.start))))
        .sum();
    let total: u32 = inner.content.iter().map(|s| s.len()).sum();
    shared * 5 >= total * 4
}

/// Gives quotations that nobody claimed to the speaker before them.
fn go_on(context: &Context<'_>, accepted: &mut Vec<Accepted>, owner: &mut [u32]) {
    let mut additions: Vec<Candidate> = Vec::new();
    // Outer statements by the start of what belongs to them, to find the one before a quotation.
    let mut order: Vec<usize> = (0..accepted.len()).filter(|&i| accepted[i].within.is_none()).collect();
    order.sort_by_key(|&i| reach(&accepted[i].candidate).end);
    let ends: Vec<u32> = order.iter().map(|&i| reach(&accepted[i].candidate).end).collect();
    // The statement or addition that the last quotation belongs to, with the quotation's number.
    let mut running: Option<(Target, usize)> = None;
    for number in 0..context.quotes.len() {
        let quote = context.quotes[number];
        let start = quote.tokens.start;
        if owner[start as usize] != FREE {
            running = Some((Target::Accepted(owner[start as usize] as usize), number));
            continue;
        }
        if quote.kind != QuoteKind::Speech || !context.is_text(start) {
            continue;
        }
        let paragraph = context.paragraph(start);
        let before = ends.partition_point(|&e| e <= start).checked_sub(1).map(|i| order[i]);
        let same = before.filter(|&i| reach(&accepted[i].candidate).end > paragraph.start);
        let continued = running.filter(|&(_, last)| {
            let previous = context.quotes[last];
            previous.goes_on && last + 1 == number && start == paragraph.start
        });
        let whole = is_whole(context, &quote, paragraph);
        let target = if let Some((target, _)) = continued {
            Some((target, true))
        } else if let Some(i) = same {
            stands_alone(context, &quote, paragraph)
                .then(|| (Target::Accepted(i), takes_quotes(context, &accepted[i].candidate)))
        } else if whole {
            running
                .filter(|&(_, last)| {
                    let previous = context.paragraph(context.quotes[last].tokens.start);
                    previous.end == paragraph.start || previous.start == paragraph.start
                })
                .map(|(target, _)| (target, true))
        } else {
            None
        };
        let Some((target, joins)) = target else { continue };
        let target = match (target, joins) {
            (Target::Accepted(i), true) => {
                let content = &mut accepted[i].candidate.content;
                let late = content.last().is_some_and(|last| quote.tokens < *last);
                content.push(quote.tokens);
                if late {
                    content.sort();
                }
                owner[quote.tokens.indices()].fill(i as u32);
                target
            }
            (Target::Added(i), true) => {
                additions[i].content.push(quote.tokens);
                target
            }
            (_, false) => {
                let mut candidate = Candidate::new("continuation", 0.75, None, TokenRange::default(), quote.tokens);
                candidate.goes_on = true;
                additions.push(candidate);
                Target::Added(additions.len() - 1)
            }
        };
        running = Some((target, number));
    }
    accepted.extend(additions.into_iter().map(|candidate| Accepted { candidate, within: None }));
}

#[derive(Clone, Copy)]
enum Target {
    Accepted(usize),
    Added(usize),
}

/// Source, cue and content together.
fn reach(candidate: &Candidate) -> TokenRange {
    let mut range = candidate.cover();
    for other in [Some(candidate.cue), candidate.source.map(|s| s.tokens)].into_iter().flatten() {
        if !other.is_empty() {
            range = TokenRange::new(range.start.min(other.start), range.end.max(other.end));
        }
    }
    range
}

/// True when the content so far ends or begins as a quotation of whole sentences.
fn takes_quotes(context: &Context<'_>, candidate: &Candidate) -> bool {
    candidate.content.iter().take(4).any(|span| {
        context.quotes_in(*span).iter().any(|q| {
            q.kind == QuoteKind::Speech
                && (q.tokens.start == span.start || matches!(candidate.rule, "quote-said" | "said-quote"))
        })
    })
}

/// A quotation that is a sentence of its own.
fn stands_alone(context: &Context<'_>, quote: &Quote, paragraph: TokenRange) -> bool {
    let start = quote.tokens.start;
    let opens = start == paragraph.start
        || !context.class(start.wrapping_sub(1)).is_word()
            && context.class(start.wrapping_sub(1)) != TokenClass::BracketOpen;
    let inner = quote.inner();
    let ends = inner.end > inner.start && (context.class(inner.end.wrapping_sub(1)).is_terminal() || !quote.closed)
        || quote.tokens.end >= paragraph.end;
    let capital = context.traits(inner.start).has(Traits::CAPITAL) || context.class(inner.start).is_terminal();
    opens && ends && (capital || start == context.sentence(start).start)
}

/// A paragraph that is nothing but this quotation.
fn is_whole(context: &Context<'_>, quote: &Quote, paragraph: TokenRange) -> bool {
    quote.tokens.start <= paragraph.start + 1
        && context.count_words(quote.tokens) * 10 >= context.count_words(paragraph) * 9
}

#[cfg(test)]
mod tests {
    use crate::attribution::fixture::{document, lines, read};

    #[test]
    fn a_quotation_that_nobody_closed_ends_before_its_speaker() {
        let found = lines("\"The report names no source and shows no proof, Cui said.");
        assert_eq!(found, ["quote-said | Cui Tiankai (china) | The report names no source and shows no proof"]);
    }

    #[test]
    fn a_quotation_without_cue_goes_on_with_the_speaker_before() {
        assert_eq!(
            lines("Cui claimed China “did not walk away,” on these issues. “They need to restore confidence.”"),
            [
                "said-clause | Cui Tiankai (china) | China “did not walk away,” on these issues",
                "continuation | Cui Tiankai (china) | “They need to restore confidence.”"
            ]
        );
    }

    #[test]
    fn a_quotation_goes_on_over_paragraphs() {
        assert_eq!(
            lines(
                "“We want talks,” Kerry said. “We want them soon.\n\n“We will wait. We will not wait for ever.”\n\nThe hall was full."
            ),
            [
                "quote-said | John Kerry (us) | “We want talks,” / “We want them soon. / “We will wait. We will not wait for ever.”"
            ]
        );
    }

    #[test]
    fn a_report_inside_a_statement_has_its_own_row_and_names_the_outer_one() {
        let found = read(&document("“My American colleagues often tell me that they make a distinction,” Cui said."));
        assert_eq!(found.statements.len(), 2);
        assert_eq!(found.statements[0].within, None);
        assert_eq!(found.statements[1].within, Some(0));
        assert_eq!(lines("“I think that we will win,” Kerry said.").len(), 1, "one's own thoughts are no report");
    }

    #[test]
    fn nothing_is_invented() {
        for text in [
            "",
            "The sky was grey. Nobody came.",
            "Le ministre a dit que les discussions étaient bonnes. « Nous verrons », a-t-il ajouté.",
            "Der Minister sagte, die Gespräche seien gut.",
            "中国大使表示，双方应当对话。",
            "A “moderate” stood beside a “hawk”.",
        ] {
            assert!(lines(text).is_empty(), "{text}: {:?}", lines(text));
        }
    }
}
