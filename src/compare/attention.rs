//! The attention of two groups on any issue, at a cost that hardly depends on how many units there are.
//!
//! What comes in is a grid, whose words are summed up once for two groups; what goes out is the test of their attention on an issue
//! and how much their units differ, read from the units with hits alone. All others have a share of no hits, so that of them
//! the sums of words, of their squares and of their fourth powers are enough. These are whole numbers, the same in any order.

use super::grid::Grid;
use super::interval::{Spread, Support};
use super::rows::Topic;
use super::sparse::{Sizes, statistic};
use super::test::{
    NoTest, Pair, Ratio, Share, UNITS_AT_LEAST, UNITS_REARRANGED, UNITS_TELLING, p_value, p_value_of, p_value_of_sums,
};
use crate::lexicon::SideId;

/// Two groups and what they say in all.
pub(crate) struct Attention<'a> {
    grid: &'a Grid<'a>,
    groups: [&'a [SideId]; 2],
    words: [Words; 2],
    /// The sum of the products of their words.
    products: u128,
    /// Units in which one of them speaks.
    units: u64,
}

/// Words of units, and their powers, summed.
#[derive(Clone, Copy, Debug, Default)]
struct Words {
    /// Units that have words.
    units: u64,
    sum: u128,
    squares: u128,
    fourths: u128,
}

impl Words {
    fn add(&mut self, words: u64) {
        let words = u128::from(words);
        let square = words * words;
        self.units += u64::from(words > 0);
        self.sum += words;
        self.squares = self.squares.saturating_add(square);
        self.fourths = self.fourths.saturating_add(square.saturating_mul(square));
    }

    fn without(self, other: Words) -> Words {
        Words {
            units: self.units - other.units,
            sum: self.sum - other.sum,
            squares: self.squares.saturating_sub(other.squares),
            fourths: self.fourths.saturating_sub(other.fourths),
        }
    }
}

/// The attention on one issue.
struct Told {
    /// The units with hits, in order.
    telling: Vec<Pair>,
    /// By group: the words of all others.
    silent: [Words; 2],
    /// The sum of the products of their words.
    products: u128,
}

impl<'a> Attention<'a> {
    /// Sums up the words of two groups.
    pub fn new(grid: &'a Grid<'a>, first: &'a [SideId], second: &'a [SideId]) -> Self {
        let mut all = Attention { grid, groups: [first, second], words: Default::default(), products: 0, units: 0 };
        for unit in 0..grid.len() {
            let (one, other) = (grid.words(first, unit), grid.words(second, unit));
            all.words[0].add(one);
            all.words[1].add(other);
            all.products = all.products.saturating_add(u128::from(one) * u128::from(other));
            all.units += u64::from(one > 0 || other > 0);
        }
        all
    }

    fn told(&self, topic: Topic) -> Told {
        let [first, second] = self.groups;
        let telling = self.grid.attention_with_hits(first, second, topic);
        let (mut words, mut products) = ([Words::default(); 2], 0u128);
        for unit in &telling {
            let (one, other) = (unit.first.denominator as u64, unit.second.denominator as u64);
            words[0].add(one);
            words[1].add(other);
            products = products.saturating_add(u128::from(one) * u128::from(other));
        }
        let silent = [self.words[0].without(words[0]), self.words[1].without(words[1])];
        Told { telling, silent, products: self.products.saturating_sub(products) }
    }

    /// The two-sided p value of the difference of their attention.
    pub fn p_value(&self, topic: Topic, seed: u64, permutations: u32) -> Result<f64, NoTest> {
        let [first, second] = self.groups;
        let speaking = self.words[0].units.min(self.words[1].units);
        if self.units > UNITS_REARRANGED as u64 && speaking >= UNITS_AT_LEAST as u64 {
            let Told { telling, silent, products } = self.told(topic);
            let tells = |share: fn(&Pair) -> Share| telling.iter().filter(|unit| share(unit).numerator > 0.0).count();
            let [one, other] = silent.map(|words| Sizes { sum: words.sum as f64, squares: words.squares as f64 });
            let observed = statistic(&telling, one, other, 2.0 * products as f64);
            return Ok(match tells(|unit| unit.first).min(tells(|unit| unit.second)) >= UNITS_TELLING {
                true => p_value_of(observed),
                false => p_value_of_sums(self.grid.sorted(first, second, topic), observed, seed, permutations),
            });
        }
        p_value(&self.grid.attention(first, second, topic), seed, permutations)
    }

    /// The support of the log of the ratio of their rates.
    pub fn support_of_logs(&self, topic: Topic) -> Support {
        let Told { telling, silent, .. } = self.told(topic);
        let spread = |group: usize, share: fn(&Pair) -> Share| {
            let (all, silent) = (self.words[group], silent[group]);
            let shares = || telling.iter().map(share);
            let rate = Ratio::of(shares().chain([Share { numerator: 0.0, denominator: silent.sum as f64 }]));
            let told = Spread::of(all.units, shares().map(|share| rate.influence(share) / rate.value));
            let square = rate.total() * rate.total();
            Spread {
                squares: told.squares + silent.squares as f64 / square,
                fourths: told.fourths + silent.fourths as f64 / (square * square),
                ..told
            }
        };
        Support::of_difference(spread(0, |unit| unit.first), spread(1, |unit| unit.second))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::ground::Columns;
    use crate::compare::hash::{mix, mix2};
    use crate::compare::pack::{Sides, put_sides};
    use crate::compare::rows::{Cell, Row, SideRows};
    use crate::lexicon::IssueId;
    use proptest::prelude::*;

    const TOPIC: Topic = Topic::Issue(IssueId(0));

    /// Made-up units of three sides: one in so many has hits, one in seven two sides.
    fn units(seed: u64, rare: u64) -> Vec<(u64, Vec<u8>)> {
        let row = |hash: u64| {
            let hits = if hash.is_multiple_of(rare) { 1 + (hash >> 8 & 1) as u32 } else { 0 };
            let (favor, against) = (0, 0);
            let cell = Cell { topic: TOPIC, hits, statements: 0, stance_matches: 0, labels: [0; 3], favor, against };
            Row { statements: 1, statements_with_hit: 0, tokens: (mix(hash) % 300) as u32, cells: vec![cell] }
        };
        let unit = |i: u64| {
            let key = mix2(seed, i);
            let mut rows = SideRows::default();
            *rows.side_mut(SideId((key >> 20) as u8 % 3)) = row(mix2(key, 1));
            if key.is_multiple_of(7) {
                *rows.side_mut(SideId((key >> 30) as u8 % 3)) = row(mix2(key, 2));
            }
            let mut bytes = Vec::new();
            put_sides(&mut bytes, &rows);
            (key, bytes)
        };
        (0..1500).map(unit).collect()
    }

    fn grid(units: &[(u64, Vec<u8>)]) -> Grid<'_> {
        let keys: Vec<u64> = units.iter().map(|unit| unit.0).collect();
        Grid::new(keys.into(), units.iter().map(|unit| Sides(&unit.1)), true, Columns { sides: 3, issues: 1 })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn what_is_read_from_units_with_hits_is_that_of_all_units_in_any_order(seed in 0u64.., rare in prop::sample::select(vec![4, 60])) {
            let mut units = units(seed, rare);
            let (first, second) = ([SideId(0)], [SideId(1), SideId(2)]);
            let read = |units: &[(u64, Vec<u8>)]| {
                let grid = grid(units);
                let attention = Attention::new(&grid, &first, &second);
                (attention.p_value(TOPIC, 1, 99).unwrap(), attention.support_of_logs(TOPIC))
            };
            let (p, support) = read(&units);
            let pairs = grid(&units).attention(&first, &second, TOPIC);
            let all = p_value(&pairs, 1, 99).unwrap();
            prop_assert!((p - all).abs() < 1e-9 * all, "{} {}", p, all);
            let spread = |share: fn(&Pair) -> Share| {
                let shares = || pairs.iter().map(share);
                let rate = Ratio::of(shares());
                let speaking = shares().filter(|share| share.denominator > 0.0).count() as u64;
                Spread::of(speaking, shares().map(|share| rate.influence(share) / rate.value))
            };
            let expected = Support::of_difference(spread(|unit| unit.first), spread(|unit| unit.second));
            prop_assert!(support.units == expected.units && (support.z - expected.z).abs() < 1e-9);
            units.reverse();
            prop_assert_eq!(read(&units), (p, support));
        }
    }
}
