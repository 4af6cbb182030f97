//! Intervals: where a figure may lie, 95 times of 100, given how much its units differ.
//!
//! Quantiles of the replicates, taken further out the fewer units there are: the expanded percentile interval
//! (Hesterberg 2015, "What teachers should know about the bootstrap", The American Statistician 69(4)), for a plain
//! percentile interval is too short for few units. For the stance of one side they are also shifted for bias and skewness
//! (BCa; Efron 1987, "Better bootstrap confidence intervals", Journal of the American Statistical Association 82(397)).
//! Which interval covers was found by simulation (`simulation.rs`). Both ends are computed from their own end of the list, so that swapping two sides mirrors an
//! interval of their difference to the last bit.

use super::measure::distribution::{normal_cdf, normal_quantile, t_exceeded_by};
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
    /// See [`acceleration`]; `None` leaves out both corrections, for bias and for skewness, which is better for a
    /// difference: the skewness of two sides largely cancels, and correcting what is left costs more than it gains.
    pub acceleration: Option<f64>,
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
    let (low, high) = quantiles(&values, tails(&values, estimate, support));
    Ok((without_minus_zero(low.min(estimate)), without_minus_zero(high.max(estimate))))
}

/// The share of replicates to leave out at the lower and at the upper end.
///
/// `Φ(z0 + (z0 ± z) / (1 - a · (z0 ± z)))`, with z of [`expanded_z`], the bias z0 from the share of replicates below the
/// estimate, and the acceleration a.
fn tails(sorted: &[f64], estimate: f64, support: Support) -> (f64, f64) {
    let z = expanded_z(support.units);
    let Some(acceleration) = support.acceleration else { return (normal_cdf(-z), normal_cdf(-z)) };
    // replicates that differ from the estimate by rounding alone are equal to it
    let slack = 1e-12 * (1.0 + estimate.abs());
    let below = sorted.partition_point(|&value| value < estimate - slack);
    let above = sorted.len() - sorted.partition_point(|&value| value <= estimate + slack);
    let bias = bias(below as f64, above as f64, sorted.len() as f64);
    let shifted = |z: f64| bias + (bias + z) / (1.0 - acceleration * (bias + z)).max(0.1);
    (normal_cdf(shifted(-z)), normal_cdf(-shifted(z)))
}

/// The normal quantile of the share below, ties halved; swapping below and above negates it exactly.
fn bias(below: f64, above: f64, all: f64) -> f64 {
    let share = |count: f64, other: f64| ((count + (all - other)) / (2.0 * all)).clamp(0.5 / all, 0.5);
    match below <= above {
        true => normal_quantile(share(below, above)),
        false => -normal_quantile(share(above, below)),
    }
}

/// How many standard deviations out the ends lie: `sqrt(n / (n - 1)) · t`, t of n - 1 degrees of freedom.
///
/// ```
/// use demarche::compare::interval::expanded_z;
/// assert!((expanded_z(20) - 2.1474).abs() < 1e-4); // instead of 1.96
/// assert!((expanded_z(1_000_000) - 1.96).abs() < 1e-4);
/// ```
pub fn expanded_z(units: u64) -> f64 {
    let n = units as f64;
    (n / (n - 1.0)).sqrt() * t_exceeded_by(ALPHA, n - 1.0)
}

/// How lopsided the units are: `Σ l³ / (6 · (Σ l²)^1.5)` over their influences on the figure; 0 when there is none.
///
/// ```
/// use demarche::compare::interval::acceleration;
/// let x = [0.42, -0.1, 0.33, 0.0, 0.51, -0.27, 0.64, 0.18, -0.05, 0.09];
/// let a = acceleration(x.into_iter().map(|x| x - 0.175)); // influences on the mean, 0.175
/// assert!((a - 0.00740390876356833).abs() < 1e-12);
/// ```
pub fn acceleration(influences: impl Iterator<Item = f64>) -> f64 {
    let (squares, cubes) = influences.fold((0.0, 0.0), |(s, c), l| (s + l * l, c + l * l * l));
    if squares > 0.0 { cubes / (6.0 * squares * squares.sqrt()) } else { 0.0 }
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

    fn support(units: u64, acceleration: impl Into<Option<f64>>) -> Support {
        Support { units, acceleration: acceleration.into() }
    }

    #[test]
    fn swapping_mirrors_to_the_last_bit() {
        let values: Vec<f64> = (0..977).map(|i| f64::from(i * i % 1009) / 7.0).collect();
        for estimate in [60.0, values[3], 140.0] {
            let forth = values.iter().map(|&v| Some(v));
            let back = values.iter().rev().map(|&v| Some(-v));
            let (low, high) = bootstrap_interval(estimate, forth, support(17, 0.05)).unwrap();
            let (back_low, back_high) = bootstrap_interval(-estimate, back, support(17, -0.05)).unwrap();
            assert_eq!((low, high), (-back_high, -back_low));
        }
    }

    #[test]
    fn undefined_replicates_are_dropped_up_to_a_twentieth() {
        let drawn = |undefined: usize| (0..1000).map(move |i| (i >= undefined).then_some(i as f64));
        assert!(bootstrap_interval(500.0, drawn(50), support(30, None)).is_ok());
        assert_eq!(bootstrap_interval(500.0, drawn(51), support(30, 0.0)), Err(NoInterval::OftenUndefined));
        assert_eq!(bootstrap_interval(500.0, drawn(0), support(1, 0.0)), Err(NoInterval::TooFewUnits));
    }

    #[test]
    fn agrees_with_the_bootstrap_of_a_mean_elsewhere() {
        // scipy over 9,999 replicates: percentile [0.003, 0.346], BCa [0.008, 0.352]; here with Poisson weights
        let x = [0.42, -0.1, 0.33, 0.0, 0.51, -0.27, 0.64, 0.18, -0.05, 0.09];
        let mut sample = Sample::new(2);
        for (i, x) in x.into_iter().enumerate() {
            sample.push(i as u64, [(0, (x * 100f64).round()), (1, 1.0)]);
        }
        let replicates = sample.replicates(12345, 9999);
        let mut means: Vec<f64> =
            (0..9999).map(|r| replicates.sum(0, r) / replicates.sum(1, r) / 100.0).filter(|m| m.is_finite()).collect();
        means.sort_unstable_by(f64::total_cmp);
        let (low, high) = quantiles(&means, (0.025, 0.025));
        assert!((low - 0.003).abs() < 0.02 && (high - 0.346).abs() < 0.02, "{low} {high}");
        // as many units as make the expansion vanish
        let (low, high) = quantiles(&means, tails(&means, 0.175, support(1_000_000_000, 0.0074039)));
        assert!((low - 0.008).abs() < 0.02 && (high - 0.352).abs() < 0.02, "{low} {high}");
    }
}
