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

/// Keeps, of overlapping matches, the longest; of equally long ones the earlier, and of those with the same words the
/// one whose pattern asks for the exact form, so that `"strongly"` shields the stem `strong`. The result is in text
/// order.
pub(super) fn keep_longest(text: &Text, matches: &mut Vec<Match>, is_exact: impl Fn(EntryId) -> bool) {
    // A search finds them in text order, and mostly apart from each other.
    if matches.is_sorted_by(|a, b| a.tokens.end <= b.tokens.start) {
        return;
    }
    matches.sort_by_key(|m| (std::cmp::Reverse(text.count_words(m.tokens)), m.tokens, !is_exact(m.entry), m.entry));
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Span;
    use crate::text::{Token, TokenClass, TypeId};

    /// A text of one-letter words, a blank apart.
    fn text(words: u32) -> Text {
        let token = |i| Token::new(Span::new(2 * i, 2 * i + 1), TypeId(0), TokenClass::Word);
        let mut text = Text::default();
        text.tokens.extend((0..words).map(token));
        text
    }

    fn found(entry: u32, start: u32, end: u32) -> Match {
        Match { entry: EntryId(entry), tokens: TokenRange::new(start, end) }
    }

    #[test]
    fn the_longest_wins_then_the_earlier_then_the_exact_form() {
        let mut matches = vec![found(0, 0, 1), found(1, 0, 2), found(2, 1, 3), found(3, 4, 5), found(4, 4, 5)];
        keep_longest(&text(6), &mut matches, |entry| entry == EntryId(4));
        assert_eq!(matches, [found(1, 0, 2), found(4, 4, 5)]);
    }

    #[test]
    fn of_two_that_overlap_one_is_left() {
        let mut matches = vec![found(0, 0, 1), found(1, 0, 2)];
        keep_longest(&text(3), &mut matches, |_| false);
        assert_eq!(matches, [found(1, 0, 2)]);
    }

    #[test]
    fn overlapping_hits_of_an_issue_are_one_and_a_stand_goes_before_a_topic() {
        let hit = |issue, stance, entry, start, end| TermMatch {
            issue: IssueId(issue),
            stance,
            entry: EntryId(entry),
            tokens: TokenRange::new(start, end),
        };
        let topic = hit(0, Stance::Topic, 0, 0, 4);
        let favor = hit(0, Stance::Favor, 1, 1, 2);
        let against = hit(0, Stance::Against, 2, 1, 3);
        let elsewhere = hit(1, Stance::Favor, 3, 1, 2);
        let mut matches = vec![topic, favor, against, elsewhere];
        keep_hits(&text(6), &mut matches);
        assert_eq!(matches, [elsewhere, against]);
    }
}
