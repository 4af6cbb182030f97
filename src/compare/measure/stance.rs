//! Stance: where a side stands on a proposition.
//!
//! F and A are the sums of the scores in favor and against over a side's statements, not netted within a statement. The
//! relative proportional difference reads as a share of the evidence; the logit is better behaved near the ends and
//! is what models should use.

use super::without_minus_zero;

/// The relative proportional difference `(F - A) / (F + A)`, -1..1; empty without evidence, never 0 for want of it.
///
/// ```
/// use demarche::compare::measure::stance::stance;
/// assert_eq!(stance(4.5, 1.5), Some(0.5));
/// assert_eq!(stance(0.0, 2.0), Some(-1.0));
/// assert_eq!(stance(0.0, 0.0), None);
/// ```
///
/// Laver, M. & Garry, J. (2000). Estimating policy positions from political texts. American Journal of Political Science 44(3).
pub fn stance(favor: f64, against: f64) -> Option<f64> {
    let evidence = favor + against;
    (evidence > 0.0).then(|| without_minus_zero((favor - against) / evidence))
}

/// The logit `ln((F + 0.5) / (A + 0.5))`, computed as a difference of logs; empty without evidence.
///
/// ```
/// use demarche::compare::measure::stance::logit;
/// assert_eq!(logit(4.5, 1.5).map(|x| (x * 1e6).round() / 1e6), Some(0.916291)); // ln(5 / 2)
/// assert_eq!(logit(0.0, 0.0), None);
/// ```
///
/// Lowe, W., Benoit, K., Mikhaylov, S. & Laver, M. (2011). Scaling policy preferences from coded political texts.
/// Legislative Studies Quarterly 36(1).
pub fn logit(favor: f64, against: f64) -> Option<f64> {
    (favor + against > 0.0).then(|| without_minus_zero(libm::log(favor + 0.5) - libm::log(against + 0.5)))
}
