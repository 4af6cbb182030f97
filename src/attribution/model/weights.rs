//! Weights: one row of small whole numbers for each feature that matters.
//!
//! Rows are summed as integers and scaled once at the end, so the order of addition never reaches a result. Look-up
//! is open addressing in a table at most half full. Most features asked for are not in it, so a row of bits that stays
//! in the processor's cache is asked first.

use super::feature::Feature;

/// Rows of `L` label weights by feature.
#[derive(Clone, Debug)]
pub struct Weights<const L: usize> {
    slots: Vec<Slot<L>>,
    mask: usize,
    /// By the upper bits of a feature: some feature with these bits has a row.
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
    /// A table of rows; rows of zeros and the feature 0 are left out, of equal features the first counts.
    pub fn new(rows: impl ExactSizeIterator<Item = (Feature, [i8; L])>, scale: f32) -> Self {
        let size = (rows.len() * 2 + 2).next_power_of_two();
        let empty = Slot { feature: 0, row: [0; L] };
        let bits = (size.trailing_zeros() + 2).clamp(6, 32);
        let mut weights = Weights {
            slots: vec![empty; size],
            mask: size - 1,
            present: vec![0; 1 << (bits - 6)],
            shift: 32 - bits,
            count: 0,
            scale,
        };
        for (feature, row) in rows {
            if feature == 0 || row == [0; L] {
                continue;
            }
            let mut at = feature as usize & weights.mask;
            while weights.slots[at].feature != 0 && weights.slots[at].feature != feature {
                at = (at + 1) & weights.mask;
            }
            if weights.slots[at].feature == 0 {
                weights.slots[at] = Slot { feature, row };
                let bit = feature >> weights.shift;
                weights.present[bit as usize >> 6] |= 1 << (bit & 63);
                weights.count += 1;
            }
        }
        weights
    }

    /// Rounds trained weights; rows that round to zeros are dropped.
    pub fn quantise(rows: &[(Feature, [f32; L])], largest: f32) -> Self {
        let scale = largest / 127.0;
        let round = |w: f32| (w / scale).round().clamp(-127.0, 127.0) as i8;
        Self::new(rows.iter().map(|(f, row)| (*f, row.map(round))), scale)
    }

    /// Adds the row of a feature.
    #[inline]
    pub fn add(&self, feature: Feature, sums: &mut [i32; L]) {
        let bit = feature >> self.shift;
        if self.present[bit as usize >> 6] >> (bit & 63) & 1 == 0 {
            return;
        }
        let mut at = feature as usize & self.mask;
        loop {
            let slot = &self.slots[at];
            if slot.feature == feature {
                for (sum, weight) in sums.iter_mut().zip(slot.row) {
                    *sum += i32::from(weight);
                }
                return;
            }
            if slot.feature == 0 {
                return;
            }
            at = (at + 1) & self.mask;
        }
    }

    /// Scales sums to scores.
    #[inline]
    pub fn scores(&self, sums: [i32; L]) -> [f32; L] {
        sums.map(|s| s as f32 * self.scale)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn adds_what_was_stored() {
        let weights = Weights::quantise(&[(7, [1.0, -2.0]), (7 + 16, [0.5, 0.0]), (9, [0.001, 0.0])], 2.54);
        assert_eq!(weights.len(), 2);
        let mut sums = [0; 2];
        for feature in [7, 23, 9, 1, 0] {
            weights.add(feature, &mut sums);
        }
        assert_eq!(sums, [75, -100]);
        let scores = weights.scores(sums);
        assert!((scores[0] - 1.5).abs() < 1e-5 && (scores[1] + 2.0).abs() < 1e-5);
        assert_eq!(weights.rows(), [(7, [50, -100]), (23, [25, 0])]);
    }
}
