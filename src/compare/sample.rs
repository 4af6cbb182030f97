//! Resampling: sums over units whose weights are drawn again and again (the bootstrap of Efron 1979, with Poisson
//! weights as in Hanley & MacGibbon 2006 and Chamandy et al. 2012).
//!
//! Every unit is drawn W times in a replicate, W ~ Poisson(1), independently of all others: for many units the same as
//! drawing with replacement, but W is a hash of (seed, replicate, unit), so that it depends neither on other units nor on
//! order, division or threads. All values are integers below 2^53 even when summed, so that sums in floating point are
//! exact and the same in any order.

use super::hash::{mix, mix2};
use rayon::prelude::*;

/// 2^32 · P(W <= k) for k = 0, 1, …: a hash at or above the k-th gives a weight above k.
const POISSON: [u32; 13] = [
    0x5e2d_58d8,
    0xbc5a_b1b1,
    0xeb71_5e1d,
    0xfb23_9797,
    0xff10_25f5,
    0xffd9_0f3b,
    0xfffa_8b71,
    0xffff_540c,
    0xffff_ed1f,
    0xffff_fe21,
    0xffff_ffd4,
    0xffff_fffc,
    0xffff_ffff,
];

/// Replicates that are summed together: their weights for one unit lie side by side.
const BLOCK: usize = 64;

/// The weight of a unit in a replicate, one by one.
pub(crate) fn weight(seed: u64, replicate: u32, unit: u64) -> u32 {
    let hash = mix(unit ^ mix2(seed, u64::from(replicate / 2)));
    poisson(if replicate.is_multiple_of(2) { hash as u32 } else { (hash >> 32) as u32 })
}

const fn poisson(uniform: u32) -> u32 {
    let (mut weight, mut k) = (0, 0);
    while k < POISSON.len() {
        weight += (uniform >= POISSON[k]) as u32;
        k += 1;
    }
    weight
}

/// Bits of a hash that settle nearly every weight.
const LEADING: u32 = 12;

/// By the leading bits of a hash: the weight where it is the same for all that follows, else [`UNSETTLED`].
const WEIGHTS: [u8; 1 << LEADING] = {
    let mut table = [0; 1 << LEADING];
    let mut at = 0;
    while at < table.len() {
        let low = (at as u32) << (32 - LEADING);
        let (least, most) = (poisson(low), poisson(low | (u32::MAX >> LEADING)));
        table[at] = if least == most { least as u8 } else { UNSETTLED };
        at += 1;
    }
    table
};

const UNSETTLED: u8 = u8::MAX;

/// The same as [`poisson`], mostly by one look into a table.
#[inline]
fn drawn(uniform: u32) -> u8 {
    match WEIGHTS[(uniform >> (32 - LEADING)) as usize] {
        UNSETTLED => poisson(uniform) as u8,
        weight => weight,
    }
}

/// Units with sparse rows of values.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sample {
    width: usize,
    keys: Vec<u64>,
    ends: Vec<u32>,
    columns: Vec<u32>,
    values: Vec<f64>,
}

/// For each column its sums in all replicates.
pub(crate) struct Replicates {
    count: usize,
    sums: Vec<f64>,
}

impl Sample {
    /// No units yet, `width` columns.
    pub fn new(width: usize) -> Self {
        Sample { width, ..Sample::default() }
    }

    /// Adds a unit with the columns in which it has a value; values are whole numbers.
    pub fn push(&mut self, key: u64, values: impl IntoIterator<Item = (usize, f64)>) {
        let before = self.values.len();
        for (column, value) in values.into_iter().filter(|(_, value)| *value != 0.0) {
            self.columns.push(column as u32);
            self.values.push(value);
        }
        // a unit without values changes no sum
        if self.values.len() > before {
            self.keys.push(key);
            self.ends.push(self.values.len() as u32);
        }
    }

    /// Sums every column in every replicate.
    pub fn replicates(&self, seed: u64, count: u32) -> Replicates {
        let count = count as usize;
        let blocks: Vec<Vec<f64>> =
            (0..count.div_ceil(BLOCK)).into_par_iter().map(|block| self.block(seed, block * BLOCK)).collect();
        let mut sums = Vec::with_capacity(self.width * count);
        for column in 0..self.width {
            let parts = blocks.iter().flat_map(|block| &block[column * BLOCK..(column + 1) * BLOCK]);
            sums.extend(parts.take(count));
        }
        Replicates { count, sums }
    }

    fn block(&self, seed: u64, first: usize) -> Vec<f64> {
        let streams: [u64; BLOCK / 2] = std::array::from_fn(|pair| mix2(seed, (first / 2 + pair) as u64));
        let mut sums = vec![0.0; self.width * BLOCK];
        let mut start = 0;
        for (&key, &end) in self.keys.iter().zip(&self.ends) {
            let mut weights = [0.0; BLOCK];
            for (pair, stream) in weights.chunks_exact_mut(2).zip(streams) {
                let hash = mix(key ^ stream);
                pair[0] = f64::from(drawn(hash as u32));
                pair[1] = f64::from(drawn((hash >> 32) as u32));
            }
            let own = start..end as usize;
            for (&column, value) in self.columns[own.clone()].iter().zip(&self.values[own]) {
                let column = column as usize * BLOCK;
                for (sum, weight) in sums[column..column + BLOCK].iter_mut().zip(&weights) {
                    *sum += weight * value;
                }
            }
            start = end as usize;
        }
        sums
    }
}

impl Replicates {
    /// Number of replicates.
    pub fn count(&self) -> usize {
        self.count
    }

    /// The sum of one column in one replicate.
    pub fn sum(&self, column: usize, replicate: usize) -> f64 {
        self.sums[column * self.count + replicate]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thresholds_are_those_of_poisson_with_mean_one() {
        let (mut term, mut cumulative) = ((-1f64).exp(), 0.0);
        for (k, threshold) in POISSON.into_iter().enumerate() {
            cumulative += term;
            term /= (k + 1) as f64;
            assert!((f64::from(threshold) - cumulative * 2f64.powi(32)).abs() <= 1.0, "{k}");
        }
    }

    #[test]
    fn the_table_changes_no_weight() {
        let near = POISSON.iter().flat_map(|&threshold| (0..5).map(move |d| threshold.wrapping_add(d).wrapping_sub(2)));
        for uniform in near.chain((0..100_000).map(|i| mix(i) as u32)) {
            assert_eq!(u32::from(drawn(uniform)), poisson(uniform), "{uniform:x}");
        }
    }

    #[test]
    fn weights_have_mean_and_variance_one_and_do_not_hang_together() {
        let draws = 200_000u32;
        let (mut sum, mut squares, mut neighbours) = (0.0, 0.0, 0.0);
        for i in 0..draws {
            let w = f64::from(weight(7, i % 1000, u64::from(i / 1000)));
            let next = f64::from(weight(7, i % 1000, u64::from(i / 1000) + 1));
            sum += w;
            squares += (w - 1.0) * (w - 1.0);
            neighbours += (w - 1.0) * (next - 1.0);
        }
        let n = f64::from(draws);
        assert!((sum / n - 1.0).abs() < 0.01, "{}", sum / n);
        assert!((squares / n - 1.0).abs() < 0.02, "{}", squares / n);
        assert!((neighbours / n).abs() < 0.01, "{}", neighbours / n);
    }

    #[test]
    fn blocks_equal_weights_one_by_one_whatever_the_order() {
        let units = [(11u64, 3.0), (5, 2.0), (900, 1e9)];
        let mut forth = Sample::new(2);
        let mut back = Sample::new(2);
        for (key, value) in units {
            forth.push(key, [(1, value)]);
        }
        for (key, value) in units.into_iter().rev() {
            back.push(key, [(1, value)]);
        }
        let (forth, back) = (forth.replicates(42, 130), back.replicates(42, 130));
        for replicate in 0..130 {
            let expected: f64 = units.iter().map(|(k, v)| f64::from(weight(42, replicate as u32, *k)) * v).sum();
            assert_eq!(forth.sum(1, replicate), expected);
            assert_eq!(back.sum(1, replicate), expected);
            assert_eq!(forth.sum(0, replicate), 0.0);
        }
    }
}
