//! Intervals: where a figure may lie, 95 times of 100, given how much its units differ.
//!
//! Of a log ratio: quantiles of the replicates, taken further out the less the units can tell about how much they differ: at
//! the tails of Student's t instead of the normal distribution (Hesterberg 2015, "What teachers should know about the bootstrap",
//! The American Statistician 69(4)). The degrees of freedom are Satterthwaite's, with the units' kurtosis, since a few long
//! documents may carry most of the evidence; of a difference they are combined as Welch does. Stances and their gaps have
//! intervals of their own (`wilson`, `gap`), which share what stands here. Which interval covers was found by simulation
//! (`simulation`). Both ends are computed from their own end of the list, so that swapping two sides mirrors an interval of their
//! difference to the last bit.

use super::measure::distribution::{normal_cdf, t_exceeded_by};
use super::measure::without_minus_zero;

/// 1 - confidence.
const ALPHA: f64 = 0.05;

/// More undefined replicates than this share leave the interval empty.
const UNDEFINED_AT_MOST: f64 = 0.05;

/// Lower and upper end.
pub type Interval = (f64, f64);

/// Why there is no interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoInterval {
    /// Fewer than two units bear on the figure.
    TooFewUnits,
    /// The figure is undefined in more than 5 % of the replicates.
    OftenUndefined,
}

/// What the ends of an interval depend on beside the replicates.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Support {
    /// Units behind the figure; of a difference, those of the side that has fewer.
    pub units: u64,
    /// How many standard deviations out the ends lie.
    pub z: f64,
}

impl Support {
    /// Behind the difference of the figures of two groups.
    pub fn of_difference(first: Spread, second: Spread) -> Self {
        Support { units: first.units.min(second.units), z: t_of_difference(first, second) }
    }
}

/// How much units differ, by their influences l on a figure.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Spread {
    /// Units that bear on the figure.
    pub units: u64,
    /// `Σ l²`, the squared standard error of the figure.
    pub squares: f64,
    /// `Σ l⁴`.
    pub fourths: f64,
}

impl Spread {
    /// Sums up the influences of `units` units.
    pub fn of(units: u64, influences: impl Iterator<Item = f64>) -> Self {
        influences.fold(Spread { units, ..Spread::default() }, |sums, influence| {
            let square = influence * influence;
            Spread { units, squares: sums.squares + square, fourths: sums.fourths + square * square }
        })
    }

    /// How many degrees of freedom the standard error has: `2 (Σ l²)² / (Σ l⁴ - (Σ l²)² / n)`, at most n - 1, at least 1.
    ///
    /// Units with normal influences have about n; when one in ten carries nearly all, a fifth of that.
    ///
    /// ```
    /// use demarche::compare::interval::Spread;
    /// let even = Spread::of(40, [1.0, -1.0].into_iter().cycle().take(40));
    /// assert_eq!(even.degrees(), 39.0);
    /// let heaped = Spread::of(40, (0..40).map(|i| if i % 10 == 0 { 1.0 } else { 0.0 }));
    /// assert!((heaped.degrees() - 2.0 * 16.0 / (4.0 - 16.0 / 40.0)).abs() < 1e-12); // 8.9
    /// ```
    ///
    /// Satterthwaite, F. E. (1946). An approximate distribution of estimates of variance components. Biometrics Bulletin 2(6).
    pub fn degrees(&self) -> f64 {
        let n = self.units.max(2) as f64;
        let square = self.squares * self.squares;
        let uncertainty = self.fourths - square / n;
        let degrees = if uncertainty > 0.0 { 2.0 * square / uncertainty } else { n };
        degrees.clamp(1.0, n - 1.0)
    }
}

/// The interval of a figure by its replicates and its support, drawn out to hold the figure.
pub fn bootstrap_interval(
    estimate: f64,
    replicates: impl Iterator<Item = Option<f64>>,
    support: Support,
) -> Result<Interval, NoInterval> {
    if support.units < 2 {
        return Err(NoInterval::TooFewUnits);
    }
    let mut drawn = 0usize;
    let mut values: Vec<f64> = replicates.inspect(|_| drawn += 1).flatten().collect();
    if values.is_empty() || (drawn - values.len()) as f64 > UNDEFINED_AT_MOST * drawn as f64 {
        return Err(NoInterval::OftenUndefined);
    }
    values.sort_unstable_by(f64::total_cmp);
    let tail = normal_cdf(-support.z);
    let (low, high) = quantiles(&values, (tail, tail));
    Ok((without_minus_zero(low.min(estimate)), without_minus_zero(high.max(estimate))))
}

/// The degrees of freedom of a difference: `(v1 + v2)² / (v1² / d1 + v2² / d2)`, v being each side's squared standard error and d
/// its degrees.
///
/// ```
/// use demarche::compare::interval::{Spread, welch_degrees};
/// let side = |units: usize, size: f64| Spread::of(units as u64, [size, -size].into_iter().cycle().take(units));
/// assert!((welch_degrees(side(20, 1.0), side(20, 1.0)) - 38.0).abs() < 1e-9);
/// assert!((welch_degrees(side(20, 1.0), side(500, 1e-9)) - 19.0).abs() < 1e-9);
/// ```
///
/// Welch, B. L. (1947). The generalization of "Student's" problem when several different population variances are involved.
/// Biometrika 34(1-2).
pub fn welch_degrees(first: Spread, second: Spread) -> f64 {
    let (d1, d2) = (first.degrees(), second.degrees());
    let (v1, v2) = (first.squares, second.squares);
    let spread = v1 * v1 / d1 + v2 * v2 / d2;
    match spread > 0.0 {
        true => ((v1 + v2) * (v1 + v2) / spread).clamp(d1.min(d2), d1 + d2),
        false => d1.min(d2),
    }
}

/// Student's 97.5 % point for one figure, with the degrees of freedom of [`Spread::degrees`].
pub(crate) fn t_of(spread: Spread) -> f64 {
    t_exceeded_by(ALPHA, spread.degrees())
}

/// Student's 97.5 % point for the difference of two figures, with the degrees of freedom of [`welch_degrees`].
pub(crate) fn t_of_difference(first: Spread, second: Spread) -> f64 {
    t_exceeded_by(ALPHA, welch_degrees(first, second))
}

/// The type-7 quantiles of sorted values that leave out these shares at the lower and the upper end.
///
/// ```
/// use demarche::compare::interval::quantiles;
/// assert_eq!(quantiles(&[1.0, 2.0, 3.0, 4.0, 10.0], (0.125, 0.125)), (1.5, 7.0));
/// ```
pub fn quantiles(sorted: &[f64], (lower, upper): (f64, f64)) -> Interval {
    let Some(last) = sorted.len().checked_sub(1) else { return (0.0, 0.0) };
    let from_end = |tail: f64, value: &dyn Fn(usize) -> f64| {
        let position = tail * last as f64;
        let whole = (position as usize).min(last);
        value(whole) + (position - whole as f64) * (value((whole + 1).min(last)) - value(whole))
    };
    (from_end(lower, &|i| sorted[i]), from_end(upper, &|i| sorted[last - i]))
}

/// The bound of a stance when all its n units are of one sign: `2 · 0.025^(1/n) - 1`.
///
/// Units that agree have no variance, so that an interval by their variance would claim certainty. The exact
/// bound of a share of n successes in n trials (Clopper & Pearson 1934) says what n can tell.
///
/// ```
/// use demarche::compare::interval::one_sign_bound;
/// assert!((one_sign_bound(1) + 0.95).abs() < 1e-12);
/// assert!((one_sign_bound(10) - 0.383).abs() < 1e-3);
/// ```
pub fn one_sign_bound(units: u64) -> f64 {
    2.0 * libm::exp(libm::log(ALPHA / 2.0) / units as f64) - 1.0
}

/// The interval of a difference from the intervals of its two figures and their correlation (MOVER): gap - sqrt(x² - 2rxy + y²), x
/// and y being the distances from the figures to those ends that make the gap smaller; likewise above.
///
/// ```
/// use demarche::compare::interval::difference;
/// let (low, high) = difference((1.0, (0.4, 1.0)), (-1.0, (-1.0, -0.2)), 0.0);
/// assert_eq!((low, high), (1.0, 2.0)); // 2 - sqrt(0.6² + 0.8²), 2 + 0
/// ```
///
/// Zou, G. & Donner, A. (2008). Construction of confidence limits about effect measures: a general approach. Statistics in
/// Medicine 27(10).
pub fn difference(first: (f64, Interval), second: (f64, Interval), correlation: f64) -> Interval {
    let ((a, (a_low, a_high)), (b, (b_low, b_high))) = (first, second);
    let reach = |x: f64, y: f64| (x * x + y * y - 2.0 * correlation * (x * y)).max(0.0).sqrt();
    let gap = a - b;
    (without_minus_zero(gap - reach(a - a_low, b_high - b)), without_minus_zero(gap + reach(a_high - a, b - b_low)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::sample::Sample;

    fn support(units: u64) -> Support {
        Support { units, z: 1.96 }
    }

    #[test]
    fn swapping_mirrors_to_the_last_bit() {
        let values: Vec<f64> = (0..977).map(|i| f64::from(i * i % 1009) / 7.0).collect();
        for estimate in [60.0, values[3], 140.0] {
            let forth = values.iter().map(|&v| Some(v));
            let back = values.iter().rev().map(|&v| Some(-v));
            let (low, high) = bootstrap_interval(estimate, forth, support(17)).unwrap();
            let (back_low, back_high) = bootstrap_interval(-estimate, back, support(17)).unwrap();
            assert_eq!((low, high), (-back_high, -back_low));
        }
    }

    #[test]
    fn undefined_replicates_are_dropped_up_to_a_twentieth() {
        let drawn = |undefined: usize| (0..1000).map(move |i| (i >= undefined).then_some(i as f64));
        assert!(bootstrap_interval(500.0, drawn(50), support(30)).is_ok());
        assert_eq!(bootstrap_interval(500.0, drawn(51), support(30)), Err(NoInterval::OftenUndefined));
        assert_eq!(bootstrap_interval(500.0, drawn(0), support(1)), Err(NoInterval::TooFewUnits));
    }

    #[test]
    fn agrees_with_the_bootstrap_of_a_mean_elsewhere() {
        // scipy over 9,999 replicates: percentile [0.003, 0.346]; here with Poisson weights
        let x = [0.42, -0.1, 0.33, 0.0, 0.51, -0.27, 0.64, 0.18, -0.05, 0.09];
        let mut sample = Sample::new(2);
        for (i, x) in x.into_iter().enumerate() {
            sample.push(i as u64, [(0, ((1.0 + x) * 100f64).round() as u32), (1, 1)]);
        }
        let replicates = sample.replicates(12345, 9999);
        let mean = |r| replicates.sum(0, r) / replicates.sum(1, r) / 100.0 - 1.0;
        let mut means: Vec<f64> = (0..9999).map(mean).filter(|mean| mean.is_finite()).collect();
        means.sort_unstable_by(f64::total_cmp);
        let (low, high) = quantiles(&means, (0.025, 0.025));
        assert!((low - 0.003).abs() < 0.02 && (high - 0.346).abs() < 0.02, "{low} {high}");
    }
}
