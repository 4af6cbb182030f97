//! Which target an evaluation bears on: the nearest in its clause.
//!
//! Targets are topic matches of issues whose rule takes evaluations, and mentions of sides. Distance is counted in
//! tokens between the two; on a tie the earlier target wins. Ding, Liu & Yu (2008) weigh opinion words by this
//! distance; here the nearest takes all, so that each evaluation can be read off its sentence.

use crate::text::{Text, TokenRange};

/// The positions, in `targets`, of those nearest to the evaluation at `from` within its clause.
///
/// Several are returned only when they stand at the same place (one topic may serve several issues).
pub(super) fn nearest(text: &Text, from: TokenRange, targets: &[TokenRange]) -> Vec<usize> {
    let clause = text.clause_of(from.start);
    let inside = |t: &TokenRange| !t.overlaps(from) && text.clause_of(t.start) == clause;
    let best = targets.iter().filter(|t| inside(t)).min_by_key(|t| (distance(from, **t), t.start, t.end)).copied();
    match best {
        Some(best) => (0..targets.len()).filter(|&i| targets[i] == best).collect(),
        None => Vec::new(),
    }
}

/// Tokens between two ranges that do not overlap.
fn distance(a: TokenRange, b: TokenRange) -> u32 {
    if a.start >= b.end { a.start - b.end } else { b.start.saturating_sub(a.end) }
}
