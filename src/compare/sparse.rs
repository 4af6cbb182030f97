//! Dealing out many units of which few tell something, at a cost that hardly depends on how many there are.
//!
//! A unit without hits (or without a leaning) enters the statistic by its size alone, so of all such units on a side only
//! the sums of sizes and of squared sizes matter. Units that tell something are dealt one by one, each as likely to any
//! place that is left as any other; of the silent ones the other places take a stretch of a circle on which they stand in
//! random order, a random choice whose sums are two look-ups. Silent units in which both sides speak have their halves
//! swapped likewise, a stretch as long as so many coins show heads. Each deal is as probable as when units are dealt
//! one by one ([`super::test`]); only different deals share the order of the silent units.

use super::hash::{mix, mix2};
use super::test::{Pair, Ratio, Share};

/// Units ready to be dealt.
pub(super) struct Sparse {
    seed: u64,
    /// Units of which a side tells something, in order.
    telling: Vec<Pair>,
    /// Silent units in which one side speaks.
    single: Circle,
    /// Silent units in which both speak: their first halves and their second halves, in the same order.
    halves: [Circle; 2],
    /// Twice the sum of the products of their halves, which no swap changes.
    products: f64,
    /// Units in which one side speaks.
    singles: u64,
    /// How many of them the smaller group has.
    smaller: u64,
    /// True when the smaller group is the first side's.
    smaller_is_first: bool,
}

/// Sizes of units, and their squares, summed.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Sizes {
    pub sum: f64,
    pub squares: f64,
}

impl Sizes {
    fn and(self, other: Sizes) -> Sizes {
        Sizes { sum: self.sum + other.sum, squares: self.squares + other.squares }
    }

    fn with(self, size: f64) -> Sizes {
        self.and(Sizes { sum: size, squares: size * size })
    }

    fn without(self, other: Sizes) -> Sizes {
        Sizes { sum: self.sum - other.sum, squares: self.squares - other.squares }
    }
}

/// Units on a circle: their sizes, and the sums from its start to every [`STRETCH`]th.
struct Circle {
    sizes: Vec<f64>,
    sums: Vec<Sizes>,
    all: Sizes,
}

/// Units from one sum to the next.
const STRETCH: usize = 16;

impl Circle {
    fn new(sizes: Vec<f64>) -> Self {
        let (mut all, mut sums) = (Sizes::default(), Vec::with_capacity(sizes.len() / STRETCH + 1));
        for (at, size) in sizes.iter().enumerate() {
            if at.is_multiple_of(STRETCH) {
                sums.push(all);
            }
            all = all.with(*size);
        }
        Circle { sizes, sums, all }
    }

    fn len(&self) -> usize {
        self.sizes.len()
    }

    /// The sum from the start.
    fn until(&self, end: usize) -> Sizes {
        let Some(&sum) = self.sums.get(end / STRETCH) else { return self.all };
        self.sizes[end / STRETCH * STRETCH..end].iter().fold(sum, |sum, size| sum.with(*size))
    }

    /// The sizes of a stretch, which may go over the start.
    fn stretch(&self, start: usize, length: usize) -> Sizes {
        let end = start + length;
        match end <= self.len() {
            true => self.until(end).without(self.until(start)),
            false => self.all.without(self.until(start)).and(self.until(end - self.len())),
        }
    }
}

/// Units to be dealt, sorted by what they tell; all in order.
#[derive(Default)]
pub(super) struct Sorted {
    /// Units of which a side tells something.
    telling: Vec<Pair>,
    /// The sizes of silent units in which one side speaks.
    single: Vec<f64>,
    /// Those of silent units in which both speak, first and second half.
    both: [Vec<f64>; 2],
    /// Units in which only the first speaks, and those in which only the second does.
    singles: [u64; 2],
    /// The least key of these, and whether its unit is the first's.
    least: Option<(u64, bool)>,
}

impl Sorted {
    /// Sorts units in which a side speaks; they must be in order.
    pub fn of(units: &[Pair]) -> Self {
        let mut sorted = Sorted::default();
        units.iter().for_each(|unit| sorted.add(*unit));
        sorted
    }

    /// Adds a unit in which a side speaks, behind those that come before it.
    pub fn add(&mut self, unit: Pair) {
        let is_first = unit.second.denominator <= 0.0;
        if is_single(&unit) {
            self.singles[usize::from(!is_first)] += 1;
            if self.least.is_none_or(|(least, _)| unit.key < least) {
                self.least = Some((unit.key, is_first));
            }
        }
        match unit.first.numerator != 0.0 || unit.second.numerator != 0.0 {
            true => self.telling.push(unit),
            false if is_single(&unit) => self.single.push(unit.first.denominator + unit.second.denominator),
            false => {
                self.both[0].push(unit.first.denominator);
                self.both[1].push(unit.second.denominator);
            }
        }
    }
}

impl Sparse {
    /// Gets units ready.
    pub fn new(units: Sorted, seed: u64) -> Self {
        let Sorted { telling, mut single, mut both, singles: [first, second], least } = units;
        // groups of one size are told apart by who holds the least key, which no swap changes
        let smaller_is_first = first < second || (first == second && least.is_some_and(|(_, is_first)| is_first));
        shuffle(&mut single, seed);
        both.iter_mut().for_each(|halves| shuffle(halves, seed));
        let [one, other] = &both;
        let products = one.iter().zip(other).map(|(one, other)| 2.0 * one * other).sum();
        Sparse {
            seed,
            telling,
            single: Circle::new(single),
            products,
            halves: both.map(Circle::new),
            singles: first + second,
            smaller: first.min(second),
            smaller_is_first,
        }
    }

    /// What one deal costs, in units.
    pub fn cost(&self) -> usize {
        self.telling.len() + self.halves[0].len() / 64 + 1
    }

    /// The statistic of one deal; `dealt` is memory for it.
    pub fn statistic(&self, permutation: u32, dealt: &mut Vec<Pair>) -> f64 {
        let stream = mix2(self.seed, u64::from(permutation) | 1 << 32);
        let (mut places, mut rest) = (self.smaller, self.singles);
        dealt.clear();
        for &unit in &self.telling {
            let hash = mix(mix(unit.key) ^ stream);
            let goes_first = match is_single(&unit) {
                true => {
                    let to_smaller = below(hash, rest) < places;
                    places -= u64::from(to_smaller);
                    rest -= 1;
                    to_smaller == self.smaller_is_first
                }
                false => hash & 1 == 0,
            };
            let unit = match is_single(&unit) && unit.first.denominator <= 0.0 {
                true => Pair { first: unit.second, second: unit.first, ..unit },
                false => unit,
            };
            dealt.push(match goes_first {
                true => unit,
                false => Pair { first: unit.second, second: unit.first, ..unit },
            });
        }
        let start = below(mix2(stream, 1), self.single.len() as u64) as usize;
        let smaller = self.single.stretch(start, places as usize);
        let larger = self.single.all.without(smaller);
        let (first, second) = if self.smaller_is_first { (smaller, larger) } else { (larger, smaller) };
        let [firsts, seconds] = &self.halves;
        let start = below(mix2(stream, 2), firsts.len() as u64) as usize;
        let heads = heads(mix2(stream, 3), firsts.len());
        let (from_first, from_second) = (firsts.stretch(start, heads), seconds.stretch(start, heads));
        let first = first.and(firsts.all.without(from_first).and(from_second));
        let second = second.and(seconds.all.without(from_second).and(from_first));
        statistic(dealt, first, second, self.products)
    }
}

/// True for a unit in which one side speaks.
pub(super) fn is_single(unit: &Pair) -> bool {
    unit.first.denominator <= 0.0 || unit.second.denominator <= 0.0
}

/// A number below `end`, each about as often, from a hash; 0 where there is none.
fn below(hash: u64, end: u64) -> u64 {
    ((u128::from(hash) * u128::from(end)) >> 64) as u64
}

/// How many of `count` coins show heads.
fn heads(seed: u64, count: usize) -> usize {
    let bits = |word: usize| mix(seed ^ word as u64);
    let whole: u32 = (0..count / 64).map(|word| bits(word).count_ones()).sum();
    let last = bits(count / 64) & ((1 << (count % 64)) - 1);
    (whole + last.count_ones()) as usize
}

/// Puts units in random order (Fisher & Yates).
fn shuffle<T>(units: &mut [T], seed: u64) {
    for last in (1..units.len()).rev() {
        units.swap(last, below(mix2(seed, last as u64), last as u64 + 1) as usize);
    }
}

/// The squared difference of the two ratios over its cluster-robust variance, as [`super::test`] defines it, of telling
/// units and of silent ones by their sizes.
pub(super) fn statistic(telling: &[Pair], first: Sizes, second: Sizes, products: f64) -> f64 {
    let silent = |sizes: Sizes| Share { numerator: 0.0, denominator: sizes.sum };
    let one = Ratio::of(telling.iter().map(|unit| unit.first).chain([silent(first)]));
    let two = Ratio::of(telling.iter().map(|unit| unit.second).chain([silent(second)]));
    let influences = telling.iter().map(|unit| one.influence(unit.first) - two.influence(unit.second));
    let told: f64 = influences.map(|influence| influence * influence).sum();
    // The influence of a silent unit is this times its size.
    let (pull1, pull2) = (
        one.influence(Share { numerator: 0.0, denominator: 1.0 }),
        two.influence(Share { numerator: 0.0, denominator: 1.0 }),
    );
    let untold = (pull1 * pull1 * first.squares + pull2 * pull2 * second.squares) - pull1 * pull2 * products;
    super::test::squared_over(one.value - two.value, told + untold)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::test::p_value_of_each;
    use proptest::prelude::*;

    fn p_value_of_sums(units: &[Pair], seed: u64, permutations: u32) -> f64 {
        let observed = crate::compare::test::statistic(units);
        crate::compare::test::p_value_of_sums(Sorted::of(units), observed, seed, permutations)
    }

    /// Made-up units: one in `rare` tells something, one in `both` has two sides.
    fn units(seed: u64, count: u64, rare: u64, both: u64) -> Vec<Pair> {
        let unit = |i: u64| {
            let key = mix2(seed, i);
            let share = |salt: u64| {
                let hash = mix2(key, salt);
                let tells = hash.is_multiple_of(rare);
                let numerator = if tells { 1.0 + (hash >> 40 & 3) as f64 } else { 0.0 };
                Share { numerator, denominator: 1.0 + (mix(hash) % 300) as f64 }
            };
            let (one, two) = (share(1), share(2));
            let hash = mix(key);
            match (hash.is_multiple_of(both), hash >> 32 & 3) {
                (true, _) => Pair { key, first: one, second: two },
                (_, 0) => Pair { key, first: one, second: Share::default() },
                _ => Pair { key, first: Share::default(), second: one },
            }
        };
        (0..count).map(unit).collect()
    }

    fn swap(units: &[Pair]) -> Vec<Pair> {
        units.iter().map(|u| Pair { first: u.second, second: u.first, ..*u }).collect()
    }

    #[test]
    fn p_values_are_those_of_dealing_every_unit() {
        let mut furthest: f64 = 0.0;
        let mut mean = 0.0;
        for seed in 0..40 {
            let units = units(seed, 600, 40, if seed % 2 == 0 { 5 } else { 1_000_000 });
            let (each, sums) = (p_value_of_each(&units, 1, 1999), p_value_of_sums(&units, 1, 1999));
            furthest = furthest.max((each - sums).abs());
            mean += (each - sums) / 40.0;
        }
        assert!(furthest < 0.06 && mean.abs() < 0.01, "{furthest} {mean}");
    }

    #[test]
    fn false_alarms_are_one_in_twenty() {
        let p = |seed| p_value_of_sums(&units(1000 + seed, 1500, 100, 6), seed, 499);
        let alarms = (0..600).filter(|&seed| p(seed) <= 0.05).count();
        assert!((15..=45).contains(&alarms), "{alarms} of 600");
    }

    proptest! {
        #[test]
        fn swapping_the_sides_changes_no_p(seed in 0u64.., rare in 2u64..40, both in 1u64..9) {
            let units = units(seed, 200, rare, both);
            prop_assert_eq!(p_value_of_sums(&units, seed, 99), p_value_of_sums(&swap(&units), seed, 99));
        }

        #[test]
        fn the_statistic_of_the_sums_is_that_of_the_units(seed in 0u64.., both in 1u64..9) {
            let units = units(seed, 120, 5, both);
            let sizes = |silent: &dyn Fn(&Pair) -> f64| {
                let sizes = units.iter().filter(|u| u.first.numerator == 0.0 && u.second.numerator == 0.0).map(silent);
                sizes.fold(Sizes::default(), |sum, size| sum.and(Sizes { sum: size, squares: size * size }))
            };
            let telling: Vec<Pair> =
                units.iter().filter(|u| u.first.numerator != 0.0 || u.second.numerator != 0.0).copied().collect();
            let silent = units.iter().filter(|u| u.first.numerator == 0.0 && u.second.numerator == 0.0);
            let products = silent.map(|u| 2.0 * u.first.denominator * u.second.denominator).sum();
            let of_sums =
                statistic(&telling, sizes(&|u| u.first.denominator), sizes(&|u| u.second.denominator), products);
            let of_units = crate::compare::test::statistic(&units);
            prop_assert!((of_sums - of_units).abs() <= 1e-10 * of_units.abs().max(1e-10), "{} {}", of_sums, of_units);
        }
    }
}
