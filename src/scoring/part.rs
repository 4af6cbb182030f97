//! The part that a target plays in what an evaluation says: who does it, or to whom it is done.
//!
//! Without a parser, place decides: English puts the doer before the verb. A passive turns it round ("X was accused"),
//! and so does "by" after it ("accused by X").

use super::segment::Context;
use crate::lexicon::{Part, WordClass};
use crate::text::TokenRange;

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
    let class = |i: u32| context.types.class(context.text.tokens[i as usize].type_id);
    if !context.types.is_participle(context.text.tokens[at.start as usize].type_id) {
        return false;
    }
    let agent_follows =
        context.text.tokens.get(at.end as usize).is_some_and(|t| context.types.class(t.type_id).has(WordClass::AGENT));
    let mut before = (at.start.saturating_sub(BE_WITHIN)..at.start).rev();
    agent_follows || before.any(|i| class(i).has(WordClass::BE))
}
