//! Which target an evaluation bears on, and how much.
//!
//! Of topics the nearest in the clause takes all: distance is counted in tokens between the two, and on a tie the earlier
//! wins. On whom a text speaks of it bears the less the more words stand between, as Ding, Liu & Yu (2008) weigh opinion
//! words; one sentence may speak of several, and each is told what the others are told, by its own distance.

use super::part::part;
use super::segment::Context;
use crate::lexicon::{Mention, Part};
use crate::text::{TokenRange, range_of};

/// What a target has to do with an evaluation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Closeness {
    /// The part that the target plays; none when the whole text is about it.
    pub part: Option<Part>,
    /// `half / (half + words between)`, to three decimals; 1 when the whole text is about it.
    pub value: f64,
}

impl Context<'_> {
    /// How the evaluation at `at` bears on the target at `place`.
    pub fn closeness(&self, at: TokenRange, place: Option<TokenRange>) -> Closeness {
        let half = self.lexicon.dispute.scoring.portrayal.half_words;
        let value = place.map_or(1.0, |place| {
            let between = f64::from(self.text.count_words(gap(at, place)));
            (1000.0 * half / (half + between)).round() / 1000.0
        });
        Closeness { part: place.map(|place| part(self, at, place)), value }
    }

    /// Fills `nearest` with the mention of each side that is nearest to the evaluation at `at`, in text order.
    pub fn nearest_mentions(&self, at: TokenRange, mentions: &[Mention], nearest: &mut Vec<Mention>) {
        nearest.clear();
        for &mention in mentions.iter().filter(|m| !m.tokens.overlaps(at)) {
            match nearest.iter_mut().find(|known| known.side == mention.side) {
                Some(best) if distance(at, mention.tokens) < distance(at, best.tokens) => *best = mention,
                Some(_) => {}
                None => nearest.push(mention),
            }
        }
        if nearest.len() > 1 {
            nearest.sort_by_key(|mention| (mention.tokens, mention.side));
        }
    }
}

/// The positions, in `targets`, of those nearest to the evaluation at `from` within its clause, one of `clauses`.
///
/// Several are returned only when they stand at the same place (one topic may serve several issues).
pub(super) fn nearest(clauses: &[TokenRange], from: TokenRange, targets: &[TokenRange]) -> Vec<usize> {
    let clause = range_of(clauses, from.start);
    let inside = |t: &TokenRange| !t.overlaps(from) && range_of(clauses, t.start) == clause;
    let best = targets.iter().filter(|t| inside(t)).min_by_key(|t| (distance(from, **t), t.start, t.end)).copied();
    match best {
        Some(best) => (0..targets.len()).filter(|&i| targets[i] == best).collect(),
        None => Vec::new(),
    }
}

/// Tokens between two ranges that do not overlap.
fn distance(a: TokenRange, b: TokenRange) -> u32 {
    gap(a, b).len()
}

/// The tokens between two ranges that do not overlap.
fn gap(a: TokenRange, b: TokenRange) -> TokenRange {
    if a.start >= b.end { TokenRange::new(b.end, a.start) } else { TokenRange::new(a.end, b.start.max(a.end)) }
}

#[cfg(test)]
mod tests {
    use crate::document::{Document, Given};
    use crate::lexicon::Lexicon;
    use crate::scoring::{Bearing, FactorKind, Scorer, Settings};

    #[test]
    fn each_side_is_told_an_evaluation_by_its_own_distance() {
        let lexicon = Lexicon::load("us-china-cyber").unwrap();
        let document = Document {
            id: "x".to_owned(),
            text: "The United States was this week dishonest with China.".to_owned(),
            given: Some(Given { speaker: None, side: Some("china".to_owned()) }),
            ..Document::default()
        };
        let scored = Scorer::new(&lexicon, Settings::default()).score(document);
        let found: Vec<(u8, FactorKind, f64)> = scored.scores[0]
            .matches
            .iter()
            .filter_map(|m| match m.bearing {
                Bearing::Portrayal(side) => m.factors.last().map(|f| (side.0, f.kind, f.value)),
                _ => None,
            })
            .collect();
        assert_eq!(found, [(0, FactorKind::Distance, 0.727), (1, FactorKind::Distance, 0.889)]);
    }
}
