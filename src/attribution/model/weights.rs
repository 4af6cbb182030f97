//! Weights: one row of small whole numbers for each feature that matters.
//!
//! Rows are summed as integers and scaled once at the end, so the order of addition never reaches a result. Look-up
//! is open addressing by the upper bits of the feature in a table at most half full, so that rows in order are written
//! in order. Most features asked for are not in it, so a row of bits that stays in the processor's cache is asked
//! first.

use super::feature::Feature;
use super::sums::Sums;

/// Rows of `L` label weights by feature.
#[derive(Clone, Debug)]
pub struct Weights<const L: usize> {
    /// By the upper bits of a feature, or behind that.
    slots: Vec<Slot<L>>,
    slot_shift: u32,
    /// By a few more bits: some feature with these bits has a row.
    present: Vec<u64>,
    shift: u32,
    count: usize,
    /// What one step of a stored number is worth.
    pub scale: f32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Slot<const L: usize> {
    feature: Feature,
    row: [i8; L],
}

impl<const L: usize> Weights<L> {
    /// A table of rows; of equal features the first counts.
    pub fn new(rows: impl ExactSizeIterator<Item = (Feature, [i8; L])>, scale: f32) -> Self {
        let mut weights = Self::with_room(rows.len(), scale);
        rows.for_each(|(feature, row)| weights.insert(feature, row));
        weights
    }

    /// A table without rows, and room for so many.
    pub fn with_room(count: usize, scale: f32) -> Self {
        let size = (count * 2 + 2).next_power_of_two();
        let bits = size.trailing_zeros().min(32);
        let fine = (bits + 2).clamp(6, 32);
        Weights {
            slots: vec![Slot { feature: 0, row: [0; L] }; size],
            slot_shift: 32 - bits,
            present: vec![0; 1 << (fine - 6)],
            shift: 32 - fine,
            count: 0,
            scale,
        }
    }

    /// Adds a row, as long as there is room; rows of zeros, the feature 0 and a known feature are left out.
    pub fn insert(&mut self, feature: Feature, row: [i8; L]) {
        if feature == 0 || row == [0; L] {
            return;
        }
        let mut at = self.home(feature);
        while self.slots[at].feature != 0 && self.slots[at].feature != feature {
            at = self.after(at);
        }
        if self.slots[at].feature == 0 {
            self.slots[at] = Slot { feature, row };
            let bit = feature >> self.shift;
            self.present[bit as usize >> 6] |= 1 << (bit & 63);
            self.count += 1;
        }
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

    /// Where the search for a feature begins.
    #[inline(always)]
    fn home(&self, feature: Feature) -> usize {
        (u64::from(feature) >> self.slot_shift) as usize
    }

    /// The next slot, behind the last the first.
    #[inline(always)]
    fn after(&self, at: usize) -> usize {
        (at + 1) & (self.slots.len() - 1)
    }

    /// Adds the rows of some features. All first slots are read before any is looked at, so that the processor waits for
    /// them together: the table is larger than what it keeps at hand.
    #[inline]
    pub fn add_all<const N: usize>(&self, features: &[Feature], sums: &mut Sums) {
        let mut first = [Slot { feature: 0, row: [0; L] }; N];
        for (slot, feature) in first.iter_mut().zip(features) {
            *slot = self.slots[self.home(*feature)];
        }
        for (slot, feature) in first.iter().zip(features) {
            if slot.feature == *feature {
                sums.add_row(&slot.row);
            } else if slot.feature != 0 {
                self.add_later(*feature, sums);
            }
        }
    }

    /// Adds the row of a feature that is not in its first slot.
    fn add_later(&self, feature: Feature, sums: &mut Sums) {
        let mut at = self.after(self.home(feature));
        loop {
            let slot = &self.slots[at];
            if slot.feature == feature {
                return sums.add_row(&slot.row);
            }
            if slot.feature == 0 {
                return;
            }
            at = self.after(at);
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
        let mut rows: Vec<_> = self.slots.iter().filter(|s| s.feature != 0).map(|s| (s.feature, s.row)).collect();
        rows.sort_unstable();
        rows
    }

    /// Number of features.
    pub fn len(&self) -> usize {
        self.count
    }

    /// True when no feature weighs anything.
    pub fn is_empty(&self) -> bool {
        self.count == 0
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
