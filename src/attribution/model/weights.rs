//! Weights: one row of small whole numbers for each feature that matters.
//!
//! Rows are summed as integers and scaled once at the end, so the order of addition never reaches a result. They lie
//! side by side in the order of their features, so that the table stays in the processor's cache. A row of bits says
//! where there are none, as for most features asked for; counting the bits before a feature's own tells its place. The
//! few that would have the place of another are listed beside.

use fearless_simd::{Level, Simd, dispatch};

use super::feature::Feature;
use super::sums::Sums;

/// Rows of `L` label weights by feature.
#[derive(Clone, Debug)]
pub struct Weights<const L: usize> {
    rows: Vec<Row>,
    /// By the upper bits of a feature: some feature with these bits has a row.
    present: Vec<u64>,
    shift: u32,
    /// Rows before each word of `present`, as far as there are rows.
    before: Vec<u32>,
    last: Feature,
    /// Features whose place another one has, in order.
    more: Vec<(Feature, Row)>,
    /// What the processor can do.
    level: Level,
    /// What one step of a stored number is worth.
    pub scale: f32,
}

/// A feature's weights, each as a byte and raised by [`RAISED`], from the lowest byte on; in the highest bits the lower
/// bits of the feature, behind them whether there are [`Weights::more`]. The place tells the feature's other bits.
#[derive(Clone, Copy, Debug)]
struct Row(u64);

const LOW_BITS: u32 = 23;
const HAS_MORE: u64 = 1 << (u64::BITS - LOW_BITS - 1);
const RAISED: i16 = 128;

/// The lower bits of a feature, which a row keeps.
#[inline(always)]
fn low(feature: Feature) -> u32 {
    feature & ((1 << LOW_BITS) - 1)
}

impl Row {
    fn new<const L: usize>(feature: Feature, weights: [i8; L]) -> Self {
        const { assert!(8 * L as u32 + LOW_BITS < u64::BITS) };
        let raised =
            weights.iter().rev().fold(0, |all, &weight| all << 8 | (i64::from(weight) + i64::from(RAISED)) as u64);
        Row(u64::from(low(feature)) << (u64::BITS - LOW_BITS) | raised)
    }

    #[inline(always)]
    fn low(self) -> u32 {
        (self.0 >> (u64::BITS - LOW_BITS)) as u32
    }

    fn weights<const L: usize>(self) -> [i8; L] {
        let bytes = self.0.to_le_bytes();
        std::array::from_fn(|label| (i16::from(bytes[label]) - RAISED) as i8)
    }
}

/// The sum of some rows, every other byte of them in one number with room for 16 bits each.
#[derive(Clone, Copy, Default)]
struct Total {
    even: u64,
    odd: u64,
    count: u64,
}

impl Total {
    /// Adds a row once, or not at all.
    #[inline(always)]
    fn add(&mut self, row: Row, is_it: bool) {
        const EVEN: u64 = 0x00FF_00FF_00FF_00FF;
        let count = u64::from(is_it);
        let bytes = row.0 & count.wrapping_neg();
        self.even = self.even.wrapping_add(bytes & EVEN);
        self.odd = self.odd.wrapping_add(bytes >> 8 & EVEN);
        self.count = self.count.wrapping_add(count);
    }

    /// The sums of the weights.
    #[inline(always)]
    fn sums<const L: usize>(self) -> Sums {
        let raised = (self.count as i16).wrapping_mul(RAISED);
        let number = |label: usize| if label.is_multiple_of(2) { self.even } else { self.odd };
        let lane = |label: usize| (number(label) >> (label / 2 * 16)) as i16;
        Sums::new(std::array::from_fn::<i16, L, _>(|label| lane(label).wrapping_sub(raised)))
    }
}

impl<const L: usize> Weights<L> {
    /// A table of rows in any order; of equal features the first counts.
    pub fn new(rows: impl Iterator<Item = (Feature, [i8; L])>, scale: f32) -> Self {
        let mut rows: Vec<_> = rows.collect();
        rows.sort_by_key(|row| row.0);
        let mut weights = Self::with_room(rows.len(), scale);
        rows.into_iter().for_each(|(feature, row)| weights.push(feature, row));
        weights
    }

    /// A table without rows, and room for so many.
    pub fn with_room(count: usize, scale: f32) -> Self {
        // A word of bits stands for no more features than the lower bits tell apart.
        let bits = (count * 8 + 8).next_power_of_two().trailing_zeros().clamp(32 + 6 - LOW_BITS, 32);
        let words = 1 << (bits - 6);
        Weights {
            rows: Vec::with_capacity(count),
            present: vec![0; words],
            shift: 32 - bits,
            before: Vec::with_capacity(words),
            last: 0,
            more: Vec::new(),
            level: Level::new(),
            scale,
        }
    }

    /// Adds the row of a larger feature than any before it; rows of zeros and other features are left out.
    pub fn push(&mut self, feature: Feature, weights: [i8; L]) {
        if feature <= self.last || weights == [0; L] {
            return;
        }
        self.last = feature;
        let bit = (feature >> self.shift) as usize;
        if self.may_hold(feature) {
            let place = self.place(feature);
            self.rows[place].0 |= HAS_MORE;
            return self.more.push((feature, Row::new(feature, weights)));
        }
        self.present[bit >> 6] |= 1 << (bit & 63);
        self.before.resize((bit >> 6) + 1, self.rows.len() as u32);
        self.rows.push(Row::new(feature, weights));
    }

    /// Rounds trained weights; rows that round to zeros are dropped.
    pub fn quantise(rows: &[(Feature, [f32; L])], largest: f32) -> Self {
        let scale = largest / 127.0;
        let round = |w: f32| (w / scale).round().clamp(-127.0, 127.0) as i8;
        Self::new(rows.iter().map(|(f, row)| (*f, row.map(round))), scale)
    }

    /// False when the feature surely has no row.
    #[inline(always)]
    pub fn may_hold(&self, feature: Feature) -> bool {
        let bit = feature >> self.shift;
        self.present[bit as usize >> 6] >> (bit & 63) & 1 == 1
    }

    /// Where the row is of a feature which the table may hold, or of another with its upper bits.
    #[inline(always)]
    fn place(&self, feature: Feature) -> usize {
        let bit = feature >> self.shift;
        let word = bit as usize >> 6;
        let below = self.present[word] & ((1 << (bit & 63)) - 1);
        self.before[word].wrapping_add(below.count_ones()) as usize
    }

    /// The sum of the rows of some features that the table may hold, fewer than 256.
    #[inline(always)]
    pub fn sum<const N: usize>(&self, features: &[Feature]) -> Sums {
        dispatch!(self.level, simd => self.sum_with::<N, _>(simd, features))
    }

    /// All rows are read before any is looked at, so that the processor waits for them together. Where it can count
    /// bits, it does.
    #[inline(always)]
    fn sum_with<const N: usize, S: Simd>(&self, simd: S, features: &[Feature]) -> Sums {
        simd.vectorize(
            #[inline(always)]
            || {
                let mut rows = [Row(0); N];
                for (row, feature) in rows.iter_mut().zip(features) {
                    *row = self.rows[self.place(*feature)];
                }
                let mut total = Total::default();
                for (row, feature) in rows.iter().zip(features) {
                    let is_it = row.low() == low(*feature);
                    total.add(*row, is_it);
                    if !is_it
                        && row.0 & HAS_MORE != 0
                        && let Some(row) = self.more(*feature)
                    {
                        total.add(row, true);
                    }
                }
                total.sums::<L>()
            },
        )
    }

    /// The row of a feature whose place another one has.
    #[inline(never)]
    fn more(&self, feature: Feature) -> Option<Row> {
        let at = self.more.binary_search_by_key(&feature, |more| more.0).ok()?;
        Some(self.more[at].1)
    }

    /// Scales sums to scores.
    #[inline]
    pub fn scores(&self, sums: &Sums) -> [f32; L] {
        let sums = sums.labels::<L>();
        let mut scores = [0.0; L];
        for (score, sum) in scores.iter_mut().zip(sums) {
            *score = sum as f32 * self.scale;
        }
        scores
    }

    /// The rows in the order of their features.
    pub fn rows(&self) -> Vec<(Feature, [i8; L])> {
        let mut rows = Vec::with_capacity(self.len());
        for (word, &start) in self.before.iter().enumerate() {
            let end = self.before.get(word + 1).map_or(self.rows.len(), |&end| end as usize);
            let first = ((word as u64) << (self.shift + 6)) as Feature;
            let high = first - low(first);
            rows.extend(self.rows[start as usize..end].iter().map(|row| (high | row.low(), row.weights())));
        }
        rows.extend(self.more.iter().map(|(feature, row)| (*feature, row.weights())));
        rows.sort_unstable();
        rows
    }

    /// Number of features.
    pub fn len(&self) -> usize {
        self.rows.len() + self.more.len()
    }

    /// True when no feature weighs anything.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

/// e to the power of minus a number of steps of a scale.
#[derive(Clone, Debug)]
pub struct Powers(Vec<f32>);

impl Powers {
    /// Powers for one scale, as far as they matter.
    pub fn new(scale: f32) -> Self {
        let last = (70.0 / scale.max(1e-3)) as u32;
        Powers((0..=last.min(u32::from(u16::MAX))).map(|steps| libm::expf(steps as f32 * -scale)).collect())
    }

    /// e to the power of each label's score less the largest, and the largest sum.
    #[inline(always)]
    pub fn of<const L: usize>(&self, sums: &Sums) -> ([f32; L], i32) {
        let sums = sums.labels::<L>();
        let top = sums.iter().copied().fold(i32::MIN, i32::max);
        let mut powers = [0.0; L];
        for (power, sum) in powers.iter_mut().zip(&sums) {
            *power = self.0.get((top - sum) as usize).copied().unwrap_or(0.0);
        }
        (powers, top)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attribution::model::sums::{Batch, sum};
    use std::collections::BTreeMap;

    #[test]
    fn adds_what_was_stored() {
        let weights = Weights::quantise(&[(7, [1.0, -2.0]), (7 + 16, [0.5, 0.0]), (9, [0.001, 0.0])], 2.54);
        assert_eq!(weights.len(), 2);
        let mut batch = Batch::new(&weights);
        [7, 23, 9, 1, 0].into_iter().for_each(|feature| batch.add(feature));
        let sums = batch.finish();
        assert_eq!(sums.labels(), [75, -100]);
        let scores = weights.scores(&sums);
        assert!((scores[0] - 1.5).abs() < 1e-5 && (scores[1] + 2.0).abs() < 1e-5);
        assert_eq!(weights.rows(), [(7, [50, -100]), (23, [25, 0])]);
    }

    #[test]
    fn finds_each_of_many_and_no_other() {
        let row =
            |feature: Feature| std::array::from_fn(|label| (feature.wrapping_mul(label as u32 + 3) >> 7) as i8 | 1);
        let near = (1..400).map(|n| n * n);
        let far = (0..4000).map(|n: Feature| n.wrapping_mul(0x9E37_79B9) | 1 << 31);
        let rows: BTreeMap<Feature, [i8; 5]> = near.chain(far).map(|feature| (feature, row(feature))).collect();
        let weights = Weights::new(rows.iter().map(|(feature, row)| (*feature, *row)), 1.0);
        assert!(weights.more.len() > 300);
        assert_eq!(weights.rows(), rows.iter().map(|(feature, row)| (*feature, *row)).collect::<Vec<_>>());
        for feature in rows.keys().flat_map(|&f| [f, f ^ 1, f.wrapping_add(1 << 23)]) {
            let sums = sum(&weights, |batch| batch.add(feature)).labels::<5>();
            assert_eq!(sums, rows.get(&feature).copied().unwrap_or_default().map(i32::from), "{feature}");
        }
    }
}
