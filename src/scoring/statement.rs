//! Scoring of one statement: its segments, summed by issue and by the side spoken about.

use super::segment::{Context, Scratch, Segment};
use super::{Bearing, IssueScore, Label, PortrayalScore, ScoredMatch, StatementScore};
use crate::attribution::Statement;
use crate::document::Span;
use crate::lexicon::Weight;
use crate::text::TokenRange;

impl Context<'_> {
    /// Scores `statement`; `reported` holds the content of the statements inside it.
    pub fn score_statement(
        &self,
        statement: &Statement,
        reported: &[Span],
        counts_stance: bool,
        scratch: &mut Scratch,
    ) -> StatementScore {
        let own = statement.side();
        let mut score = StatementScore { counts_stance, ..StatementScore::default() };
        for &span in &statement.content {
            let tokens = self.text.tokens_in(span);
            score.tokens += self.text.count_words(tokens);
            let introduction = self.introduction(statement, tokens);
            for (i, (sentence, part)) in tokens.sentences(self.text).enumerate() {
                let introduction = if i == 0 { introduction } else { TokenRange::default() };
                self.score(Segment { tokens: part, sentence, introduction, own }, scratch, &mut score.matches);
            }
        }
        for found in &mut score.matches {
            found.reported = reported.iter().any(|inner| inner.overlaps(found.span));
        }
        score.issues = self.sum_issues(&score.matches);
        score.portrayals = self.sum_portrayals(statement, &score.matches);
        score
    }

    /// The tokens from the cue to the content when the cue comes before it in the same sentence.
    fn introduction(&self, statement: &Statement, content: TokenRange) -> TokenRange {
        if statement.cue.is_empty() {
            return TokenRange::default();
        }
        let Some(first) = self.text.tokens.get(content.start as usize) else { return TokenRange::default() };
        let sentence = self.text.sentences[self.text.sentence_of(content.start)];
        statement
            .cue
            .iter()
            .filter(|cue| cue.end <= first.span.start)
            .map(|&cue| self.text.tokens_in(cue))
            .filter(|cue| !cue.is_empty() && cue.start >= sentence.start && cue.end <= content.start)
            .map(|cue| TokenRange::new(cue.start, content.start))
            .next_back()
            .unwrap_or_default()
    }

    fn sum_issues(&self, matches: &[ScoredMatch]) -> Vec<IssueScore> {
        let mut sums: Vec<IssueScore> = Vec::new();
        for found in matches {
            let (issue, hit) = match found.bearing {
                Bearing::Term(issue, _) => (issue, 1),
                Bearing::Evaluation(issue) => (issue, 0),
                Bearing::Portrayal(_) => continue,
            };
            let zero = Weight(0);
            let empty = || IssueScore { issue, hits: 0, stance_matches: 0, favor: zero, against: zero, label: None };
            let sum = sum_of(&mut sums, |sum| sum.issue, issue, empty);
            sum.hits += hit;
            add_signed(found.counted_score(), &mut sum.favor, &mut sum.against, &mut sum.stance_matches);
        }
        let threshold = Weight::from_f64(self.lexicon.dispute.scoring.neutral_below).0;
        for sum in sums.iter_mut().filter(|sum| sum.stance_matches > 0) {
            sum.label = Some(label(sum.favor.0 - sum.against.0, threshold));
        }
        sums
    }

    fn sum_portrayals(&self, statement: &Statement, matches: &[ScoredMatch]) -> Vec<PortrayalScore> {
        let mut sums: Vec<PortrayalScore> = Vec::new();
        let empty =
            |about| PortrayalScore { about, mentions: 0, evaluations: 0, favorable: Weight(0), unfavorable: Weight(0) };
        for &span in &statement.content {
            let tokens = self.text.tokens_in(span);
            let first = self.mentions.partition_point(|m| m.tokens.start < tokens.start);
            for mention in self.mentions[first..].iter().take_while(|m| m.tokens.end <= tokens.end) {
                sum_of(&mut sums, |sum| sum.about, mention.side, || empty(mention.side)).mentions += 1;
            }
        }
        for found in matches {
            if let Bearing::Portrayal(about) = found.bearing {
                let sum = sum_of(&mut sums, |sum| sum.about, about, || empty(about));
                let score = found.counted_score();
                add_signed(score, &mut sum.favorable, &mut sum.unfavorable, &mut sum.evaluations);
            }
        }
        sums
    }
}

/// The sum of `key` among sums in the order of their keys; a new one the first time.
fn sum_of<S, K: Ord>(sums: &mut Vec<S>, key_of: impl Fn(&S) -> K, key: K, empty: impl FnOnce() -> S) -> &mut S {
    let at = sums.partition_point(|sum| key_of(sum) < key);
    if sums.get(at).is_none_or(|sum| key_of(sum) != key) {
        sums.insert(at, empty());
    }
    &mut sums[at]
}

fn add_signed(score: Weight, positive: &mut Weight, negative: &mut Weight, count: &mut u32) {
    match score.0 {
        0 => return,
        s if s > 0 => positive.0 += s,
        s => negative.0 -= s,
    }
    *count += 1;
}

/// The label of a stance; one that does not reach the threshold is neutral.
fn label(stance: i64, threshold: i64) -> Label {
    match stance {
        0 => Label::Neutral,
        x if x >= threshold => Label::Favor,
        x if x <= -threshold => Label::Against,
        _ => Label::Neutral,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_reach_the_threshold_is_neutral() {
        let labels = |threshold| [-3, -2, -1, 0, 1, 2, 3].map(|x| label(x, threshold));
        let (f, a, n) = (Label::Favor, Label::Against, Label::Neutral);
        assert_eq!(labels(2), [a, a, n, n, n, f, f]);
        assert_eq!(labels(0), [a, a, a, n, f, f, f]);
    }
}
