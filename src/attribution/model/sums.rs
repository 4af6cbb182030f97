//! Sums of weights, one lane a label.

use super::feature::Feature;
use super::weights::Weights;

/// Lanes of a sum; a chain has at most so many labels.
pub const LANES: usize = 8;

/// A sum of rows of weights: whole numbers, so that the order of addition never reaches a result.
///
/// A weight is one byte, so some 250 features may be added before a lane could overflow; no token has half of that.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums([i16; LANES]);

impl Sums {
    /// Nothing added yet.
    pub const ZERO: Sums = Sums([0; LANES]);

    /// A sum of labels.
    #[inline(always)]
    pub fn new<const L: usize>(labels: [i16; L]) -> Self {
        let mut lanes = [0; LANES];
        lanes[..L].copy_from_slice(&labels);
        Sums(lanes)
    }

    /// Adds another sum.
    #[inline(always)]
    pub fn add(&mut self, other: &Sums) {
        for (sum, value) in self.0.iter_mut().zip(&other.0) {
            *sum = sum.wrapping_add(*value);
        }
    }

    /// The lanes of the labels.
    #[inline(always)]
    pub fn labels<const L: usize>(&self) -> [i32; L] {
        let mut labels = [0; L];
        for (label, sum) in labels.iter_mut().zip(&self.0) {
            *label = i32::from(*sum);
        }
        labels
    }
}

/// Features that wait to be looked up together: those that surely have no row are dropped without a branch.
pub struct Batch<'w, const L: usize> {
    weights: &'w Weights<L>,
    waiting: [Feature; WAITING],
    count: usize,
    sums: Sums,
}

const WAITING: usize = 16;

impl<'w, const L: usize> Batch<'w, L> {
    /// Starts with nothing.
    #[inline(always)]
    pub fn new(weights: &'w Weights<L>) -> Self {
        Batch { weights, waiting: [0; WAITING], count: 0, sums: Sums::ZERO }
    }

    /// Adds a feature.
    #[inline(always)]
    pub fn add(&mut self, feature: Feature) {
        if self.count == WAITING {
            self.look_up();
        }
        self.waiting[self.count] = feature;
        self.count += usize::from(self.weights.may_hold(feature));
    }

    /// The sum of all features.
    #[inline(always)]
    pub fn finish(mut self) -> Sums {
        if self.count > 0 {
            self.look_up();
        }
        self.sums
    }

    fn look_up(&mut self) {
        self.sums.add(&self.weights.sum::<WAITING>(&self.waiting[..self.count]));
        self.count = 0;
    }
}

/// The sum of the features that are shown.
#[inline(always)]
pub fn sum<const L: usize>(weights: &Weights<L>, show: impl FnOnce(&mut Batch<'_, L>)) -> Sums {
    let mut batch = Batch::new(weights);
    show(&mut batch);
    batch.finish()
}
