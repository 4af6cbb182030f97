//! Contrasts: two sides, or a side and the rest, on every issue.

use super::alternatives::{Measure, alternatives};
use super::attention::Attention;
use super::caution::Cautions;
use super::comparison::{Contrast, Other, PairComparison};
use super::estimate::{Missing, Reasoned};
use super::ground::Ground;
use super::measure::{benjamini_hochberg, g2::g2, holm};
use super::power::more_units;
use super::rows::Topic;
use super::test::p_value;
use crate::lexicon::{IssueId, SideId};

/// Two sides, each against the other, or one against all others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Opponents {
    pub side: SideId,
    pub other: Other,
}

impl Opponents {
    /// What `pairs.csv` lists: every pair, then every side against the rest, when there are more than two sides.
    pub fn all(ground: &Ground) -> Vec<Opponents> {
        let sides: Vec<SideId> = ground.side_ids().collect();
        if sides.len() < 3 {
            return Vec::new();
        }
        let mut all = Vec::new();
        for (at, &side) in sides.iter().enumerate() {
            all.extend(sides[at + 1..].iter().map(|&other| Opponents { side, other: Other::Side(other) }));
            all.push(Opponents { side, other: Other::Rest });
        }
        all
    }

    /// The sides that stand against each other.
    pub fn groups(self, ground: &Ground) -> (Vec<SideId>, Vec<SideId>) {
        let second = match self.other {
            Other::Side(other) => vec![other],
            Other::Rest => ground.side_ids().filter(|side| *side != self.side).collect(),
        };
        (vec![self.side], second)
    }
}

/// The contrasts of two opponents, one for each issue in the dispute's order; q values run over these.
pub(crate) fn contrasts(ground: &Ground, opponents: Opponents, cautions: &mut Cautions) -> Vec<Contrast> {
    let (first, second) = opponents.groups(ground);
    let attention = Attention::new(ground.grid(), &first, &second);
    let mut contrasts: Vec<Contrast> = ground
        .issue_ids()
        .map(|issue| {
            let mut say = |columns: &str, missing: Missing| {
                cautions.undefined_contrast(columns, issue, opponents.side, opponents.other, missing);
            };
            contrast(ground, &attention, &first, &second, issue, &mut say)
        })
        .collect();
    let p: Vec<_> = contrasts.iter().map(|c| c.p).collect();
    let gap_p: Vec<_> = contrasts.iter().map(|c| c.gap_p).collect();
    let adjusted = benjamini_hochberg::adjust(&p).into_iter().zip(benjamini_hochberg::adjust(&gap_p));
    for (contrast, (q, gap_q)) in contrasts.iter_mut().zip(adjusted) {
        (contrast.q, contrast.gap_q) = (q, gap_q);
    }
    if ground.settings.measures.has(Measure::Holm) {
        for (contrast, (p, gap_p)) in contrasts.iter_mut().zip(holm::adjust(&p).into_iter().zip(holm::adjust(&gap_p))) {
            (contrast.p_holm, contrast.gap_p_holm) = (p, gap_p);
        }
    }
    contrasts
}

/// `pairs.csv`: by issue, then side, then other.
pub(crate) fn pairs(ground: &Ground, cautions: &mut Cautions) -> Vec<PairComparison> {
    let mut rows: Vec<PairComparison> = Vec::new();
    for opponents in Opponents::all(ground) {
        for (issue, contrast) in ground.issue_ids().zip(contrasts(ground, opponents, cautions)) {
            rows.push(PairComparison { issue, side: opponents.side, other: opponents.other, contrast });
        }
    }
    rows.sort_by_key(|row| (row.issue, row.side, row.other));
    rows
}

fn contrast(
    ground: &Ground,
    attention: &Attention,
    first: &[SideId],
    second: &[SideId],
    issue: IssueId,
    say: &mut dyn FnMut(&str, Missing),
) -> Contrast {
    let topic = Topic::Issue(issue);
    let (seed, permutations) = (ground.settings.seed, ground.settings.permutations);

    let log_ratio = reasoned(
        ground.log_ratio(attention, first, second, topic),
        "log_ratio, its interval, g2, p and q",
        "log_ratio_low and log_ratio_high",
        say,
    );
    let (mut g2_value, mut p, mut others) = (None, None, Default::default());
    if log_ratio.estimate.value.is_some() {
        let counts = |group: &[SideId]| (ground.hits(group, topic), ground.tokens(group));
        let ((hits1, tokens1), (hits2, tokens2)) = (counts(first), counts(second));
        others = alternatives(ground.settings.measures, hits1, tokens1, hits2, tokens2);
        g2_value = g2(hits1, tokens1, hits2, tokens2);
        if g2_value.is_none() {
            say("g2", Missing::MoreHitsThanWords);
        }
        p = attention
            .p_value(topic, seed, permutations)
            .map_err(|reason| say("p and q", Missing::test(reason, ground.unit)))
            .ok();
    }

    let gap =
        reasoned(ground.gap(first, second, topic), "gap, its interval, gap_p and gap_q", "gap_low and gap_high", say);
    let mut gap_p = None;
    if gap.estimate.value.is_some() {
        gap_p = p_value(&ground.grid().stance(first, second, topic), seed, permutations)
            .map_err(|reason| say("gap_p and gap_q", Missing::test(reason, ground.unit)))
            .ok();
    }
    let sides = || first.iter().chain(second);
    let statements = sides().map(|&side| ground.side(side).statements).sum();
    let stanced = sides().map(|&side| ground.cell(side, topic).labels.iter().sum::<u64>()).sum();
    Contrast {
        log_ratio: log_ratio.estimate,
        log_ratio_more_statements: more_units(&log_ratio.estimate, statements),
        g2: g2_value,
        p,
        gap: gap.estimate,
        gap_more_statements: more_units(&gap.estimate, stanced),
        gap_p,
        alternatives: others,
        ..Contrast::default()
    }
}

/// Says which columns are empty and why: all that hang on the value, or the interval alone.
fn reasoned(figure: Reasoned, all: &str, interval: &str, say: &mut dyn FnMut(&str, Missing)) -> Reasoned {
    if let Some(missing) = figure.missing {
        say(if figure.estimate.value.is_none() { all } else { interval }, missing);
    }
    figure
}
