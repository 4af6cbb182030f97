//! Estimates: a figure, its interval, and why either is missing.
//!
//! The same rules hold for the stance of a side, the valence of a portrayal and the stance of a group of sides: they
//! are all (F - A) / (F + A) of some rows.

use super::attention::Attention;
use super::comparison::{Estimate, Unit};
use super::gap::gap_interval;
use super::grid::share_of;
use super::ground::Ground;
use super::interval::{Interval, NoInterval, bootstrap_interval};
use super::measure::log_ratio::log_ratio;
use super::measure::stance::stance;
use super::measure::without_minus_zero;
use super::rows::Topic;
use super::test::{NoTest, Share};
use super::wilson::stance_interval;
use crate::lexicon::SideId;

/// Why a figure or its interval is empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Missing {
    /// The side says nothing.
    Silent,
    /// One of the two sides says nothing.
    OneSilent,
    /// No hit on either side.
    NoHits,
    /// The side has no hit.
    NoOwnHits,
    /// No evaluation bears on a mention.
    NoEvaluation,
    /// Too few units in a period.
    FewInPeriod,
    /// One side has no hit, so the ratio has no bound in its direction.
    Unbounded,
    /// More hits than words: four cells cannot hold them.
    MoreHitsThanWords,
    /// No match that bears a stance.
    NoStance,
    /// No match that bears a stance on one of the two sides.
    OneWithoutStance,
    /// Only so many units bear on it.
    FewUnits(u64, Unit),
    /// Too many replicates without a value.
    OftenUndefined,
}

impl Missing {
    /// The reason, for `warnings.csv`.
    pub fn reason(self) -> String {
        match self {
            Missing::Silent => "the side has no words".into(),
            Missing::OneSilent => "one of the two has no words".into(),
            Missing::NoHits => "neither has a hit".into(),
            Missing::NoOwnHits => "the side has no hit".into(),
            Missing::NoEvaluation => "no evaluation bears on a mention".into(),
            Missing::FewInPeriod => "too few units of the period bear on it".into(),
            Missing::Unbounded => "one of the two has no hit, so the ratio has no bound".into(),
            Missing::MoreHitsThanWords => "there are more hits than words".into(),
            Missing::NoStance => "no match bears a stance".into(),
            Missing::OneWithoutStance => "on one of the two no match bears a stance".into(),
            Missing::FewUnits(0, unit) => format!("no {} bears on it", unit.as_str()),
            Missing::FewUnits(1, unit) => format!("only one {} bears on it", unit.as_str()),
            Missing::FewUnits(n, unit) => format!("only {n} {} bear on it", unit.plural()),
            Missing::OftenUndefined => "more than 5 % of the bootstrap replicates have no value".into(),
        }
    }

    /// The reason for a missing interval.
    pub fn interval(reason: NoInterval, units: u64, unit: Unit) -> Missing {
        match reason {
            NoInterval::TooFewUnits => Missing::FewUnits(units, unit),
            NoInterval::OftenUndefined => Missing::OftenUndefined,
        }
    }

    /// The reason for a missing p value.
    pub fn test(reason: NoTest, unit: Unit) -> Missing {
        let NoTest::TooFewUnits(units) = reason;
        Missing::FewUnits(units as u64, unit)
    }
}

/// A figure with the reason why it or its interval is missing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Reasoned {
    pub estimate: Estimate,
    /// Why the value (if there is none) or else the interval is missing.
    pub missing: Option<Missing>,
}

impl Reasoned {
    /// No value.
    pub fn none(missing: Missing) -> Self {
        Reasoned { estimate: Estimate::default(), missing: Some(missing) }
    }

    /// A value with its interval or the reason for having none.
    pub fn new(value: f64, interval: Result<Interval, Missing>) -> Self {
        let (low, high) = interval.ok().unzip();
        Reasoned { estimate: Estimate { value: Some(value), low, high }, missing: interval.err() }
    }

    fn has_interval(&self) -> bool {
        self.estimate.low.is_some()
    }
}

/// (F - A) / (F + A) by its weights and by the shares of the units that bear on it.
pub(crate) fn stance_of(shares: &[Share], (favor, against): (f64, f64), unit: Unit) -> Reasoned {
    let Some(value) = stance(favor, against) else { return Reasoned::none(Missing::NoStance) };
    Reasoned::new(value, stance_interval(shares).ok_or(Missing::FewUnits(shares.len() as u64, unit)))
}

impl Ground<'_> {
    /// The stance of a group on a topic.
    pub fn stance(&self, group: &[SideId], topic: Topic) -> Reasoned {
        let leanings = self.grid().leanings_of_groups(group, &[], topic);
        let shares: Vec<Share> = leanings.map(|(_, [weights, _])| share_of(weights)).collect();
        stance_of(&shares, self.weights(group, topic), self.unit)
    }

    /// The stance of one group minus that of another; without an interval where either stance has none.
    pub fn gap(&self, first: &[SideId], second: &[SideId], topic: Topic) -> Reasoned {
        let (one, other) = (self.stance(first, topic), self.stance(second, topic));
        let (Some(a), Some(b)) = (one.estimate.value, other.estimate.value) else {
            return Reasoned::none(Missing::OneWithoutStance);
        };
        let missing = [one.missing, other.missing].into_iter().flatten().min().unwrap_or(Missing::OneWithoutStance);
        let alone = one.has_interval() && other.has_interval();
        let interval = alone.then(|| gap_interval(&self.grid().stance(first, second, topic))).flatten();
        Reasoned::new(without_minus_zero(a - b), interval.ok_or(missing))
    }

    /// The log ratio of the attention of two groups.
    pub fn log_ratio(&self, attention: &Attention, first: &[SideId], second: &[SideId], topic: Topic) -> Reasoned {
        let (tokens1, tokens2) = (self.tokens(first), self.tokens(second));
        let (hits1, hits2) = (self.hits(first, topic), self.hits(second, topic));
        let Some(value) = log_ratio(hits1 as f64, tokens1 as f64, hits2 as f64, tokens2 as f64) else {
            let silent = tokens1 == 0 || tokens2 == 0;
            return Reasoned::none(if silent { Missing::OneSilent } else { Missing::NoHits });
        };
        if hits1 == 0 || hits2 == 0 {
            return Reasoned::new(value, Err(Missing::Unbounded));
        }
        let replicates = (0..self.replicate_count()).map(|r| {
            log_ratio(
                self.replicate_hits(first, topic, r),
                self.replicate_tokens(first, r),
                self.replicate_hits(second, topic, r),
                self.replicate_tokens(second, r),
            )
        });
        let support = attention.support_of_logs(topic);
        let interval = bootstrap_interval(value, replicates, support);
        Reasoned::new(value, interval.map_err(|reason| Missing::interval(reason, support.units, self.unit)))
    }
}
