//! Overlapping matches: the longest wins.

use std::collections::BTreeMap;

use crate::lexicon::Match;

/// Keeps, of matches that overlap, the longest: the earlier of two of one length, and of two in one place the one
/// whose entry comes first. What is kept is sorted by position.
///
/// ```
/// use demarche::lexicon::{EntryId, Match, resolve_longest};
/// use demarche::text::TokenRange;
/// let found = |entry, start, end| Match { entry: EntryId(entry), tokens: TokenRange::new(start, end) };
/// let mut matches = vec![found(0, 0, 2), found(1, 1, 4), found(2, 4, 5)];
/// resolve_longest(&mut matches);
/// assert_eq!(matches, [found(1, 1, 4), found(2, 4, 5)]);
/// ```
pub fn resolve_longest(matches: &mut Vec<Match>) {
    if matches.len() > 1 {
        matches.sort_by_key(|m| (std::cmp::Reverse(m.tokens.len()), m.tokens.start, m.entry));
        // Start and end of what is kept, none overlapping.
        let mut kept: BTreeMap<u32, u32> = BTreeMap::new();
        matches.retain(|m| {
            let free = kept.range(..m.tokens.end).next_back().is_none_or(|(_, &end)| end <= m.tokens.start);
            if free {
                kept.insert(m.tokens.start, m.tokens.end);
            }
            free
        });
    }
    matches.sort_by_key(|m| (m.tokens.start, m.entry));
}
