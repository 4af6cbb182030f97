//! Which of the overlapping matches count.
//!
//! Per issue, overlapping matches are one hit; of those that take a stand only the longest scores, the earlier
//! on a tie. A longer evaluation or modifier shields the words inside it. All rules compare lengths in words, so
//! that punctuation inside a match never decides.

use crate::lexicon::{EntryId, IssueId, Match, Stance};
use crate::text::{Text, TokenRange};

/// A match of a term of an issue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TermMatch {
    pub issue: IssueId,
    pub stance: Stance,
    pub entry: EntryId,
    pub tokens: TokenRange,
}

/// Keeps, of overlapping matches, the longest, the earlier on a tie, the lower entry on a further tie; the result
/// is in text order.
pub(super) fn keep_longest(text: &Text, matches: &mut Vec<Match>) {
    if matches.len() < 2 {
        return;
    }
    matches.sort_by_key(|m| (std::cmp::Reverse(text.count_words(m.tokens)), m.tokens, m.entry));
    let mut kept: Vec<Match> = Vec::with_capacity(matches.len());
    for found in matches.drain(..) {
        let at = kept.partition_point(|k| k.tokens.start < found.tokens.start);
        let clear = |k: Option<&Match>| k.is_none_or(|k| !k.tokens.overlaps(found.tokens));
        if clear(at.checked_sub(1).and_then(|i| kept.get(i))) && clear(kept.get(at)) {
            kept.insert(at, found);
        }
    }
    *matches = kept;
}

/// Keeps the matches that are hits: per issue the longest of overlapping stance matches first, then topics that
/// overlap nothing kept. The result is in text order, then by issue.
pub(super) fn keep_hits(text: &Text, matches: &mut Vec<TermMatch>) {
    if matches.len() < 2 {
        return;
    }
    matches.sort_by_key(|m| {
        let topic = m.stance == Stance::Topic;
        (m.issue, topic, std::cmp::Reverse(text.count_words(m.tokens)), m.tokens, m.entry)
    });
    let mut kept: Vec<TermMatch> = Vec::with_capacity(matches.len());
    let mut issue_start = 0;
    for found in matches.drain(..) {
        if kept.last().is_some_and(|k| k.issue != found.issue) {
            issue_start = kept.len();
        }
        if !kept[issue_start..].iter().any(|k| k.tokens.overlaps(found.tokens)) {
            kept.push(found);
        }
    }
    kept.sort_by_key(|m| (m.tokens, m.issue, m.entry));
    *matches = kept;
}
