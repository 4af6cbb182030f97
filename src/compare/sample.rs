//! Resampling: sums over units whose weights are drawn again and again (the bootstrap of Efron 1979, with Poisson
//! weights as in Hanley & MacGibbon 2006 and Chamandy et al. 2012).
//!
//! Every unit is drawn W times in a replicate, W ~ Poisson(1), independently of all others: for many units the same as
//! drawing with replacement, but W is a hash of (seed, replicate, unit), so that it depends neither on other units nor on
//! order, division or threads. All values are whole numbers whose sums stay below 2^53, so that sums in floating point are
//! exact and the same in any order.
//!
//! This is done for millions of weights: a block of replicates at a time, in loops that the compiler turns into instructions on
//! several numbers at once, once for each set of instructions that a processor may have.

use super::hash::{mix, mix2};
use fearless_simd::{Level, Simd, dispatch};
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

/// Weights above this one are so rare that they are looked for only where there is one.
const USUAL: usize = 6;

/// Units whose weights are at hand together.
const UNITS: usize = 64;

/// The weights of some units in the replicates of a block.
type Weights = [[u32; BLOCK]; UNITS];

/// What is summed of each unit.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Column<'a> {
    /// A value for each unit.
    Each(&'a [u32]),
    /// Units with their values, in order; of all others it is 0.
    Few(&'a [(u32, u32)]),
}

/// For each column its sums in all replicates.
pub(crate) struct Replicates {
    count: usize,
    sums: Vec<f64>,
}

impl Replicates {
    /// Sums columns of units, which are known by their keys, in so many replicates.
    pub fn of(keys: &[u64], columns: &[Column], seed: u64, count: u32) -> Self {
        let (count, level) = (count as usize, Level::new());
        let block = |block| dispatch!(level, simd => sums(simd, keys, columns, seed, block * BLOCK));
        let blocks: Vec<Vec<f64>> = (0..count.div_ceil(BLOCK)).into_par_iter().map(block).collect();
        let place = |replicate: usize| replicate % 2 * (BLOCK / 2) + replicate % BLOCK / 2;
        let all = (0..columns.len()).flat_map(|column| (0..count).map(move |replicate| (column, replicate)));
        let sums = all.map(|(column, replicate)| blocks[replicate / BLOCK][column * BLOCK + place(replicate)]);
        Replicates { count, sums: sums.collect() }
    }

    /// Number of replicates.
    pub fn count(&self) -> usize {
        self.count
    }

    /// The sum of one column in one replicate.
    pub fn sum(&self, column: usize, replicate: usize) -> f64 {
        self.sums[column * self.count + replicate]
    }
}

/// The sums of the columns in a block of replicates: first in those with even numbers, then in those with odd ones.
#[inline(always)]
fn sums<S: Simd>(simd: S, keys: &[u64], columns: &[Column], seed: u64, first: usize) -> Vec<f64> {
    simd.vectorize(
        #[inline(always)]
        || {
            let streams: [u64; BLOCK / 2] = std::array::from_fn(|pair| mix2(seed, (first / 2 + pair) as u64));
            let mut sums = vec![0.0; columns.len() * BLOCK];
            let mut weights: Weights = [[0; BLOCK]; UNITS];
            let mut taken = vec![0; columns.len()];
            for (part, keys) in keys.chunks(UNITS).enumerate() {
                keys.iter().zip(&mut weights).for_each(|(key, weights)| *weights = draw(*key, &streams));
                let (start, end) = (part * UNITS, part * UNITS + keys.len());
                for ((column, taken), sums) in columns.iter().zip(&mut taken).zip(sums.chunks_exact_mut(BLOCK)) {
                    match column {
                        Column::Each(values) => add(sums, values[start..end].iter().copied().enumerate(), &weights),
                        Column::Few(values) => {
                            let values = &values[*taken..];
                            let until = values.iter().position(|value| value.0 as usize >= end);
                            let values = &values[..until.unwrap_or(values.len())];
                            *taken += values.len();
                            add(sums, values.iter().map(|&(unit, value)| (unit as usize, value)), &weights);
                        }
                    }
                }
            }
            sums
        },
    )
}

/// A unit's weights in a block of replicates, in the order of [`sums`].
#[inline(always)]
fn draw(key: u64, streams: &[u64; BLOCK / 2]) -> [u32; BLOCK] {
    let mut uniform = [0; BLOCK];
    let (even, odd) = uniform.split_at_mut(BLOCK / 2);
    for ((even, odd), stream) in even.iter_mut().zip(odd).zip(streams) {
        let hash = mix(key ^ stream);
        (*even, *odd) = (hash as u32, (hash >> 32) as u32);
    }
    let usual = |uniform: u32| POISSON[..USUAL].iter().fold(0, |weight, least| weight + u32::from(uniform >= *least));
    match uniform.iter().fold(0, |most, &uniform| uniform.max(most)) < POISSON[USUAL] {
        true => uniform.map(usual),
        false => uniform.map(poisson),
    }
}

/// Adds the values of units, each as often as its weight says.
#[inline(always)]
fn add(sums: &mut [f64], values: impl Iterator<Item = (usize, u32)> + Clone, weights: &Weights) {
    let most = POISSON.len() as u64 * values.clone().map(|(_, value)| u64::from(value)).sum::<u64>();
    if most == 0 {
        return;
    }
    if most > u64::from(u32::MAX) {
        for (unit, value) in values {
            let weights = &weights[unit % UNITS];
            sums.iter_mut().zip(weights).for_each(|(sum, weight)| *sum += f64::from(*weight) * f64::from(value));
        }
        return;
    }
    let mut part = [0u32; BLOCK];
    for (unit, value) in values {
        let weights = &weights[unit % UNITS];
        part.iter_mut().zip(weights).for_each(|(sum, weight)| *sum = sum.wrapping_add(weight.wrapping_mul(value)));
    }
    sums.iter_mut().zip(part).for_each(|(sum, part)| *sum += f64::from(part));
}

/// Units that come one by one with what is summed of them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sample {
    keys: Vec<u64>,
    columns: Vec<Vec<(u32, u32)>>,
}

impl Sample {
    /// No units yet, `width` columns.
    pub fn new(width: usize) -> Self {
        Sample { keys: Vec::new(), columns: vec![Vec::new(); width] }
    }

    /// Adds a unit with columns and its values there.
    pub fn push(&mut self, key: u64, values: impl IntoIterator<Item = (usize, u32)>) {
        let unit = self.keys.len() as u32;
        self.keys.push(key);
        values.into_iter().for_each(|(column, value)| self.columns[column].push((unit, value)));
    }

    /// Sums every column in every replicate.
    pub fn replicates(&self, seed: u64, count: u32) -> Replicates {
        let columns: Vec<Column> = self.columns.iter().map(|values| Column::Few(values)).collect();
        Replicates::of(&self.keys, &columns, seed, count)
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
        // The second column is too large for sums of 32 bits.
        let units: Vec<(u64, u32)> = (0..300).map(|i| (mix(i), 1 + i as u32 * i as u32 % 977)).collect();
        let sample = |units: &mut dyn Iterator<Item = &(u64, u32)>| {
            let mut sample = Sample::new(4);
            for &(key, value) in units {
                let large = (1, value << 22);
                sample.push(key, [(0, value), large, (3, value)].into_iter().filter(|(c, v)| *c < 3 || v % 50 == 7));
            }
            sample.replicates(42, 130)
        };
        let each = Replicates::of(
            &units.iter().map(|unit| unit.0).collect::<Vec<_>>(),
            &[Column::Each(&units.iter().map(|unit| unit.1).collect::<Vec<_>>())],
            42,
            130,
        );
        let (forth, back) = (sample(&mut units.iter()), sample(&mut units.iter().rev()));
        for replicate in 0..130 {
            let weighted = |value: &dyn Fn(u32) -> u32| -> f64 {
                let weighted =
                    units.iter().map(|&(key, v)| f64::from(weight(42, replicate as u32, key)) * f64::from(value(v)));
                weighted.sum()
            };
            let expected = [weighted(&|v| v), weighted(&|v| v << 22), 0.0, weighted(&|v| v * u32::from(v % 50 == 7))];
            for (column, expected) in expected.into_iter().enumerate() {
                assert_eq!(forth.sum(column, replicate), expected);
                assert_eq!(back.sum(column, replicate), expected);
            }
            assert_eq!(each.sum(0, replicate), expected[0]);
        }
    }

    #[test]
    fn rare_weights_are_found() {
        let streams = std::array::from_fn(|pair| mix2(9, pair as u64));
        let found = (0..20_000).flat_map(|key| {
            let weights = draw(mix(key), &streams);
            (0..BLOCK).map(move |at| (weights[at], weight(9, (at % 32 * 2 + at / 32) as u32, mix(key))))
        });
        let (mut most, mut differ) = (0, 0);
        found.for_each(|(mine, expected)| {
            most = most.max(expected);
            differ += u32::from(mine != expected);
        });
        assert!(most > USUAL as u32 && differ == 0, "{most} {differ}");
    }
}
