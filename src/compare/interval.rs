//! Intervals: where a figure may lie, 95 times of 100, given how much its units differ.
//!
//! The expanded percentile interval: quantiles of the replicates, taken further out the fewer units there are
//! (Hesterberg 2015, "What teachers should know about the bootstrap", The American Statistician 69(4)). A plain
//! percentile interval is too short for few units. Both ends are computed from their own end of the list, so that
//! swapping two sides mirrors an interval of their difference to the last bit.

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

/// The interval of a figure by its replicates and the number of units behind it, drawn out to hold the figure.
pub fn expanded_percentile(
    estimate: f64,
    replicates: impl Iterator<Item = Option<f64>>,
    units: u64,
) -> Result<Interval, NoInterval> {
    if units < 2 {
        return Err(NoInterval::TooFewUnits);
    }
    let mut drawn = 0usize;
    let mut values: Vec<f64> = replicates.inspect(|_| drawn += 1).flatten().collect();
    if values.is_empty() || (drawn - values.len()) as f64 > UNDEFINED_AT_MOST * drawn as f64 {
        return Err(NoInterval::OftenUndefined);
    }
    values.sort_unstable_by(f64::total_cmp);
    let (low, high) = quantiles(&values, expanded_tail(units));
    Ok((without_minus_zero(low.min(estimate)), without_minus_zero(high.max(estimate))))
}

/// The share of replicates to leave out at each end: `Φ(-sqrt(n / (n - 1)) · t)`, t of n - 1 degrees of freedom.
///
/// ```
/// use demarche::compare::interval::expanded_tail;
/// assert!((expanded_tail(20) - 0.0159).abs() < 1e-4); // instead of 0.025
/// assert!((expanded_tail(1_000_000) - 0.025).abs() < 1e-6);
/// ```
pub fn expanded_tail(units: u64) -> f64 {
    let n = units as f64;
    normal_cdf(-(n / (n - 1.0)).sqrt() * t_exceeded_by(ALPHA, n - 1.0))
}

/// The type-7 quantiles `tail` and `1 - tail` of sorted values, each counted from its own end.
///
/// ```
/// use demarche::compare::interval::quantiles;
/// assert_eq!(quantiles(&[1.0, 2.0, 3.0, 4.0, 10.0], 0.125), (1.5, 7.0));
/// ```
pub fn quantiles(sorted: &[f64], tail: f64) -> Interval {
    let last = sorted.len() - 1;
    let position = tail * last as f64;
    let whole = (position as usize).min(last);
    let part = position - whole as f64;
    let next = (whole + 1).min(last);
    let (from_below, from_above) = (|i: usize| sorted[i], |i: usize| sorted[last - i]);
    (
        from_below(whole) + part * (from_below(next) - from_below(whole)),
        from_above(whole) + part * (from_above(next) - from_above(whole)),
    )
}

/// The bound of a stance when all its n units are of one sign: `2 · 0.025^(1/n) - 1`.
///
/// Resampling units that agree can only give units that agree, so the bootstrap would claim certainty. The exact
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

/// The interval of a difference from the intervals of its two independent figures (MOVER; Zou & Donner 2008).
///
/// Used where one of the figures stands at the end of its scale and the bootstrap would not move it.
///
/// ```
/// use demarche::compare::interval::difference;
/// let (low, high) = difference((1.0, (0.4, 1.0)), (-1.0, (-1.0, -0.2)));
/// assert_eq!((low, high), (1.0, 2.0)); // 2 - sqrt(0.6² + 0.8²), 2 + 0
/// ```
pub fn difference(first: (f64, Interval), second: (f64, Interval)) -> Interval {
    let ((a, (a_low, a_high)), (b, (b_low, b_high))) = (first, second);
    let reach = |x: f64, y: f64| (x * x + y * y).sqrt();
    let gap = a - b;
    (without_minus_zero(gap - reach(a - a_low, b_high - b)), without_minus_zero(gap + reach(a_high - a, b - b_low)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::sample::Sample;

    #[test]
    fn swapping_mirrors_to_the_last_bit() {
        let values: Vec<f64> = (0..977).map(|i| f64::from(i * i % 1009) / 7.0).collect();
        let (low, high) = expanded_percentile(60.0, values.iter().map(|&v| Some(v)), 17).unwrap();
        let (back_low, back_high) = expanded_percentile(-60.0, values.iter().rev().map(|&v| Some(-v)), 17).unwrap();
        assert_eq!((low, high), (-back_high, -back_low));
    }

    #[test]
    fn undefined_replicates_are_dropped_up_to_a_twentieth() {
        let drawn = |undefined: usize| (0..1000).map(move |i| (i >= undefined).then_some(i as f64));
        assert!(expanded_percentile(500.0, drawn(50), 30).is_ok());
        assert_eq!(expanded_percentile(500.0, drawn(51), 30), Err(NoInterval::OftenUndefined));
        assert_eq!(expanded_percentile(500.0, drawn(0), 1), Err(NoInterval::TooFewUnits));
    }

    #[test]
    fn agrees_with_the_bootstrap_of_a_mean_elsewhere() {
        // scipy's percentile interval over 9,999 replicates: [0.003, 0.346]; Poisson weights, plain tails
        let x = [0.42, -0.1, 0.33, 0.0, 0.51, -0.27, 0.64, 0.18, -0.05, 0.09];
        let mut sample = Sample::new(2);
        for (i, x) in x.into_iter().enumerate() {
            sample.push(i as u64, [(0, (x * 100f64).round()), (1, 1.0)]);
        }
        let replicates = sample.replicates(12345, 9999);
        let mut means: Vec<f64> =
            (0..9999).map(|r| replicates.sum(0, r) / replicates.sum(1, r) / 100.0).filter(|m| m.is_finite()).collect();
        means.sort_unstable_by(f64::total_cmp);
        let (low, high) = quantiles(&means, 0.025);
        assert!((low - 0.003).abs() < 0.02 && (high - 0.346).abs() < 0.02, "{low} {high}");
    }
}
