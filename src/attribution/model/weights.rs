//! Weights: one row of small whole numbers for each feature that matters.
//!
//! Rows are summed as integers and scaled once at the end, so the order of addition never reaches a result. They lie
//! side by side in the order of their features, so that the table stays in the processor's cache. A row of bits says
//! where there are none, as for most features asked for; counting the bits before a feature's own tells where to look.

use super::feature::Feature;
use super::sums::Sums;

/// Rows of `L` label weights by feature.
#[derive(Clone, Debug)]
pub struct Weights<const L: usize> {
    rows: Vec<Row<L>>,
    /// By the upper bits of a feature: some feature with these bits has a row.
    present: Vec<u64>,
    shift: u32,
    /// Rows before each word of `present`, as far as there are rows.
    before: Vec<u32>,
    last: Feature,
    /// What one step of a stored number is worth.
    pub scale: f32,
}

/// A feature's weights; the word of [`Weights::present`] tells the rest of the feature.
#[derive(Clone, Copy, Debug)]
struct Row<const L: usize> {
    low: [u8; 3],
    weights: [i8; L],
}

/// The lower bits of a feature, which a row keeps.
#[inline(always)]
fn low(feature: Feature) -> u32 {
    feature & 0x00FF_FFFF
}

impl<const L: usize> Row<L> {
    #[inline(always)]
    fn low(&self) -> u32 {
        let [a, b, c] = self.low;
        u32::from_le_bytes([a, b, c, 0])
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
        // A word of bits stands for fewer features than the lower bits tell apart.
        let bits = (count * 8 + 8).next_power_of_two().trailing_zeros().clamp(14, 32);
        let words = 1 << (bits - 6);
        Weights {
            rows: Vec::with_capacity(count),
            present: vec![0; words],
            shift: 32 - bits,
            before: Vec::with_capacity(words),
            last: 0,
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
        self.present[bit >> 6] |= 1 << (bit & 63);
        self.before.resize((bit >> 6) + 1, self.rows.len() as u32);
        let [a, b, c, _] = feature.to_le_bytes();
        self.rows.push(Row { low: [a, b, c], weights });
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

    /// The first row that may be that of a feature which the table may hold.
    #[inline(always)]
    fn first(&self, feature: Feature) -> usize {
        let bit = feature >> self.shift;
        let word = bit as usize >> 6;
        let below = self.present[word] & ((1 << (bit & 63)) - 1);
        (self.before[word] + below.count_ones()) as usize
    }

    /// Adds the rows of some features that the table may hold. All first rows are read before any is looked at, so that
    /// the processor waits for them together.
    #[inline]
    pub fn add_all<const N: usize>(&self, features: &[Feature], sums: &mut Sums) {
        let mut first = [Row { low: [0; 3], weights: [0; L] }; N];
        for (row, feature) in first.iter_mut().zip(features) {
            *row = self.rows[self.first(*feature)];
        }
        for (row, feature) in first.iter().zip(features) {
            if row.low() == low(*feature) {
                sums.add_row(&row.weights);
            } else if row.low() < low(*feature) {
                self.add_later(*feature, sums);
            }
        }
    }

    /// Adds the row of a feature that is behind the first where it may be.
    fn add_later(&self, feature: Feature, sums: &mut Sums) {
        let word = (feature >> self.shift) as usize >> 6;
        let end = self.before.get(word + 1).map_or(self.rows.len(), |&end| end as usize);
        let row = self.rows[self.first(feature)..end].iter().find(|row| row.low() >= low(feature));
        if let Some(row) = row.filter(|row| row.low() == low(feature)) {
            sums.add_row(&row.weights);
        }
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
        let mut rows = Vec::with_capacity(self.rows.len());
        for (word, &start) in self.before.iter().enumerate() {
            let end = self.before.get(word + 1).map_or(self.rows.len(), |&end| end as usize);
            let high = ((word as u64) << (self.shift + 6)) as Feature & !0x00FF_FFFF;
            rows.extend(self.rows[start as usize..end].iter().map(|row| (high | row.low(), row.weights)));
        }
        rows
    }

    /// Number of features.
    pub fn len(&self) -> usize {
        self.rows.len()
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
    use crate::attribution::model::sums::Batch;

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
}
