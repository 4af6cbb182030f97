//! Tests: how often a difference as large as this would arise if it did not matter who speaks.
//!
//! Both attention (hits over tokens) and stance (F - A over F + A) are ratios of sums over units, so one test serves both.
//! Under the null hypothesis the labels of the sides are exchangeable: units in which one side speaks are dealt out
//! anew between the sides, in the numbers there are; units in which both speak have their two halves swapped or not. The
//! statistic is the difference of the ratios over its cluster-robust standard error, which keeps the test valid also
//! when one side's units vary more than the other's (Janssen 1997; Chung & Romano 2013). With many units its
//! distribution is normal and nothing needs to be rearranged.
//!
//! The deal is ruled by hashes of the units, so the p value depends on the seed and on nothing else: not on order,
//! threads, names, or on which side comes first.

use super::hash::{mix, mix2};
use super::measure::distribution::normal_cdf;
use super::sparse::{Sorted, Sparse, is_single};
use rayon::prelude::*;
use std::borrow::Cow;

/// Units a side needs for a test: where halves of five units are swapped, the most extreme of the sixteen ways is no rarer than one in
/// sixteen, and nothing could ever be found.
pub const UNITS_AT_LEAST: usize = 6;

/// Above this many units the normal distribution stands in for rearranging, if enough of either side tell something; if
/// not, only those units are dealt one by one.
pub const UNITS_REARRANGED: usize = 1_000;

/// Units of a side with hits, or with a leaning, that it takes for the normal distribution: a side without any has no variance
/// of its own, so that any difference would seem certain.
pub const UNITS_TELLING: usize = 30;

/// Units that are dealt out altogether; of more units fewer deals are made, but never fewer than [`DEALS_AT_LEAST`].
const UNITS_DEALT: usize = 20_000_000;

/// The fewest deals.
const DEALS_AT_LEAST: usize = 199;

/// Two statistics that differ by less than this, relatively, are equal: they are sums of the same numbers.
const TIE: f64 = 1e-9;

/// What one side contributes to a ratio in one unit.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Share {
    /// Hits, or F - A.
    pub numerator: f64,
    /// Tokens, or F + A; 0 when the side contributes nothing.
    pub denominator: f64,
}

/// One unit, as two sides speak in it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    /// Hash that stands for the unit.
    pub key: u64,
    /// The first side.
    pub first: Share,
    /// The second side.
    pub second: Share,
}

/// Why there is no p value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoTest {
    /// A side has fewer than [`UNITS_AT_LEAST`] units: how many.
    TooFewUnits(usize),
}

/// The two-sided p value of a difference between two ratios of sums. `units` must be in a fixed order.
pub fn p_value(units: &[Pair], seed: u64, permutations: u32) -> Result<f64, NoTest> {
    let speaks = |unit: &&Pair| unit.first.denominator > 0.0 || unit.second.denominator > 0.0;
    let units = match units.iter().all(|unit| speaks(&unit)) {
        true => Cow::Borrowed(units),
        false => Cow::Owned(units.iter().filter(speaks).copied().collect()),
    };
    let speaking = fewest(&units, |share| share.denominator > 0.0);
    if speaking < UNITS_AT_LEAST {
        return Err(NoTest::TooFewUnits(speaking));
    }
    if units.len() <= UNITS_REARRANGED {
        return Ok(p_value_of_each(&units, seed, permutations));
    }
    if fewest(&units, |share| share.numerator != 0.0) < UNITS_TELLING {
        return Ok(p_value_of_sums(Sorted::of(&units), statistic(&units), seed, permutations));
    }
    Ok(p_value_of(statistic(&units)))
}

/// The p value of the statistic by the normal distribution.
pub(super) fn p_value_of(statistic: f64) -> f64 {
    (2.0 * normal_cdf(-statistic.sqrt())).clamp(f64::MIN_POSITIVE, 1.0)
}

/// The p value by dealing every unit.
pub(super) fn p_value_of_each(units: &[Pair], seed: u64, permutations: u32) -> f64 {
    let deal = Deal::new(units, seed);
    let deal_one = |(rearranged, order): &mut (Vec<Pair>, Vec<(u64, usize)>), permutation: u32| {
        deal.rearrange(units, permutation, rearranged, order);
        statistic(rearranged)
    };
    share_as_extreme(statistic(units), deals(permutations, units.len()), || (units.to_vec(), Vec::new()), deal_one)
}

/// The p value of the statistic that was observed, by dealing those units that tell something, and of the others only their sizes.
pub(super) fn p_value_of_sums(units: Sorted, observed: f64, seed: u64, permutations: u32) -> f64 {
    let sparse = Sparse::new(units, seed);
    let deal_one = |dealt: &mut Vec<Pair>, permutation: u32| sparse.statistic(permutation, dealt);
    share_as_extreme(observed, deals(permutations, sparse.cost()), Vec::new, deal_one)
}

/// How many deals of so many units are made.
fn deals(wanted: u32, units: usize) -> u32 {
    wanted.min((UNITS_DEALT / units).max(DEALS_AT_LEAST) as u32)
}

/// The share of deals, the observed one among them, whose statistic is as extreme as the observed one.
fn share_as_extreme<T>(
    observed: f64,
    deals: u32,
    memory: impl Fn() -> T + Send + Sync,
    deal_one: impl Fn(&mut T, u32) -> f64 + Send + Sync,
) -> f64 {
    let extreme = |memory: &mut T, deal: u32| u32::from(deal_one(memory, deal) >= observed * (1.0 - TIE));
    let as_extreme: u32 = (0..deals).into_par_iter().map_init(memory, extreme).sum();
    f64::from(as_extreme + 1) / f64::from(deals + 1)
}

/// Units of that side that has fewer of this kind.
fn fewest(units: &[Pair], kind: impl Fn(Share) -> bool) -> usize {
    let of = |share: fn(&Pair) -> Share| units.iter().filter(|u| kind(share(u))).count();
    of(|u| u.first).min(of(|u| u.second))
}

/// The squared difference of the two ratios over its cluster-robust variance (linearized; Liang & Zeger 1986).
pub(super) fn statistic(units: &[Pair]) -> f64 {
    let (first, second) = (Ratio::of(units.iter().map(|u| u.first)), Ratio::of(units.iter().map(|u| u.second)));
    let influences = units.iter().map(|u| first.influence(u.first) - second.influence(u.second));
    squared_over(first.value - second.value, influences.map(|influence| influence * influence).sum())
}

/// The square of a difference over its variance.
pub(super) fn squared_over(difference: f64, variance: f64) -> f64 {
    match variance > 0.0 {
        true => difference * difference / variance,
        false if difference == 0.0 => 0.0,
        false => f64::INFINITY,
    }
}

/// A ratio of sums over units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ratio {
    /// Sum of the numerators over the sum of the denominators; 0 without any.
    pub value: f64,
    total: f64,
}

impl Ratio {
    /// The ratio of the sums of some shares.
    pub fn of(shares: impl Iterator<Item = Share>) -> Self {
        let (numerator, total) = shares.fold((0.0, 0.0), |(n, d), s| (n + s.numerator, d + s.denominator));
        Ratio { value: if total > 0.0 { numerator / total } else { 0.0 }, total }
    }

    /// Sum of the denominators.
    pub fn total(&self) -> f64 {
        self.total
    }

    /// The ratio when units that cancel each other out are added, of this weight in all.
    pub fn with_balanced(&self, weight: f64) -> Ratio {
        let total = self.total + weight;
        Ratio { value: if total > 0.0 { self.value * self.total / total } else { 0.0 }, total }
    }

    /// How far the ratio goes the other way when one unit of which it is the ratio is left out.
    pub fn jackknife(&self, share: Share) -> f64 {
        let rest = 1.0 - share.denominator / self.total;
        if rest > 0.0 { self.influence(share) / rest } else { 0.0 }
    }

    /// How far one unit's share pulls the ratio (the linear term of its change).
    pub fn influence(&self, share: Share) -> f64 {
        if self.total > 0.0 { (share.numerator - self.value * share.denominator) / self.total } else { 0.0 }
    }

    /// The influence of one unit of which this is the ratio, drawn out by how far the unit pulled the ratio to itself (HC2;
    /// MacKinnon & White 1985).
    pub fn residual(&self, share: Share) -> f64 {
        let rest = 1.0 - share.denominator / self.total;
        if rest > 0.0 { self.influence(share) / rest.sqrt() } else { 0.0 }
    }
}

/// How units are dealt out anew.
struct Deal {
    seed: u64,
    /// Positions of the units in which both sides speak.
    both: Vec<usize>,
    /// Those of the units in which one side speaks, and what their order hangs on.
    single: Vec<(u64, usize)>,
    /// How many of them the smaller group has.
    smaller: usize,
    /// True when the smaller group is the first side's.
    smaller_is_first: bool,
}

impl Deal {
    fn new(units: &[Pair], seed: u64) -> Self {
        let is_first = |at: &usize| units[*at].second.denominator <= 0.0;
        let (single, both): (Vec<usize>, Vec<usize>) = (0..units.len()).partition(|&at| is_single(&units[at]));
        let first = single.iter().filter(|at| is_first(at)).count();
        let second = single.len() - first;
        // groups of one size are told apart by who holds the least key, which no swap changes
        let least = single.iter().min_by_key(|at| units[**at].key);
        let smaller_is_first = first < second || (first == second && least.is_some_and(is_first));
        let single = single.into_iter().map(|at| (mix(units[at].key), at)).collect();
        Deal { seed, both, single, smaller: first.min(second), smaller_is_first }
    }

    fn rearrange(&self, units: &[Pair], permutation: u32, into: &mut [Pair], order: &mut Vec<(u64, usize)>) {
        let stream = mix2(self.seed, u64::from(permutation) | 1 << 32);
        for &at in &self.both {
            let unit = units[at];
            let swapped = mix(unit.key ^ stream) & 1 == 1;
            into[at] = if swapped { Pair { first: unit.second, second: unit.first, ..unit } } else { unit };
        }
        order.clear();
        order.extend(self.single.iter().map(|&(hash, at)| (mix(hash ^ stream), at)));
        if self.smaller > 0 && self.smaller < order.len() {
            order.select_nth_unstable(self.smaller);
        }
        for (rank, &(_, at)) in order.iter().enumerate() {
            let unit = units[at];
            // the side that is silent has a share of nothing, so the sum is the share of the one that speaks
            let share = if unit.first.denominator > 0.0 { unit.first } else { unit.second };
            let goes_first = (rank < self.smaller) == self.smaller_is_first;
            let (first, second) = if goes_first { (share, Share::default()) } else { (Share::default(), share) };
            into[at] = Pair { key: unit.key, first, second };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one_sided(key: u64, first: bool, numerator: f64, denominator: f64) -> Pair {
        let share = Share { numerator, denominator };
        let (first, second) = if first { (share, Share::default()) } else { (Share::default(), share) };
        Pair { key: mix(key), first, second }
    }

    fn swap(units: &[Pair]) -> Vec<Pair> {
        units.iter().map(|u| Pair { first: u.second, second: u.first, ..*u }).collect()
    }

    #[test]
    fn sides_that_never_overlap_have_the_least_p_there_is() {
        let units: Vec<Pair> =
            (0..12).map(|i| one_sided(i, i < 6, if i < 6 { 9.0 } else { 1.0 } + i as f64 / 10.0, 100.0)).collect();
        let p = p_value(&units, 1, 4999).unwrap();
        assert!((p - 2.0 / 924.0).abs() < 0.0015, "{p}");
        assert_eq!(p_value(&units[1..], 1, 4999), Err(NoTest::TooFewUnits(5)));
    }

    #[test]
    fn equal_sides_are_no_finding() {
        let units: Vec<Pair> = (0..20).map(|i| one_sided(i, i % 2 == 0, 3.0, 100.0)).collect();
        assert_eq!(p_value(&units, 1, 999), Ok(1.0));
    }

    #[test]
    fn swapping_changes_nothing() {
        let mixed = |key: u64| Pair {
            key: mix(key),
            first: Share { numerator: (key % 5) as f64, denominator: 50.0 },
            second: Share { numerator: (key % 3) as f64, denominator: 80.0 + key as f64 },
        };
        for firsts in [6, 9, 12] {
            let units: Vec<Pair> = (0..18)
                .map(|i| one_sided(i, i < firsts, (i % 4) as f64, 100.0 + i as f64))
                .chain((20..33).map(mixed))
                .collect();
            assert_eq!(p_value(&units, 3, 499), p_value(&swap(&units), 3, 499));
        }
    }

    #[test]
    fn a_side_of_few_words_without_hits_is_no_finding_among_many_units() {
        // 36 words without a hit where one in 1,000 is expected; the variance of the other side alone would make p 0.02
        let silent = (0..36).map(|i| one_sided(i, true, 0.0, 1.0));
        let others = (36..1300u64).map(|i| one_sided(i, false, f64::from(u8::from(i % 200 == 0)), 100.0));
        let p = p_value(&silent.chain(others).collect::<Vec<_>>(), 1, 1999).unwrap();
        assert!(p > 0.5, "{p}");
    }

    #[test]
    fn too_few_units_are_refused() {
        let units: Vec<Pair> = (0..12).map(|i| one_sided(i, i < 4, 1.0, 10.0)).collect();
        assert_eq!(p_value(&units, 1, 99), Err(NoTest::TooFewUnits(4)));
    }
}
