//! The part that a target plays in what an evaluation says: who does it, or to whom it is done.
//!
//! Without a parser, place decides: English puts the doer before the verb. A passive turns it round ("X was accused"),
//! and so does "by" after it ("accused by X").

use super::segment::Context;
use crate::lexicon::{Part, Traits};
use crate::text::{Token, TokenRange};

/// Words before an evaluation among which a form of "be" makes it a passive ("was repeatedly accused").
const BE_WITHIN: u32 = 2;

/// The part of `target` in the evaluation at `at`.
pub(super) fn part(context: &Context<'_>, at: TokenRange, target: TokenRange) -> Part {
    let first = target.start < at.start;
    match first != is_passive(context, at) {
        true => Part::Agent,
        false => Part::Patient,
    }
}

fn is_passive(context: &Context<'_>, at: TokenRange) -> bool {
    let tokens = &context.text.tokens;
    let has = |token: &Token, bit: Traits| context.types.traits(token.type_id).has(bit);
    has(&tokens[at.start as usize], Traits::PARTICIPLE) && {
        let before = &tokens[at.start.saturating_sub(BE_WITHIN) as usize..at.start as usize];
        let agent_follows = tokens.get(at.end as usize).is_some_and(|token| has(token, Traits::AGENT));
        agent_follows || before.iter().any(|token| has(token, Traits::BE))
    }
}
