//! The measures: pure functions from counts to figures, one a file, each with its formula, its source and a worked number.
//!
//! What comes in are counts and sums; what goes out is `Option<f64>`, `None` where the figure is not defined. None of
//! them is ever NaN, infinite or minus zero. Swapping two sides negates a difference exactly, to the last bit:
//! sums are grouped so that addition's commutativity suffices. Logarithms are libm's, so that bytes do not vary by
//! platform.

pub mod attention;
pub mod benjamini_hochberg;
pub mod chi_square;
pub mod dispersion;
pub mod distribution;
pub mod fisher;
pub mod g2;
pub mod holm;
pub mod kappa;
pub mod krippendorff;
pub mod log_odds;
pub mod log_ratio;
pub mod log_ratio_walter;
pub mod lrc;
pub mod relative_risk;
pub mod stance;

/// The normal quantile of 0.975: half the width of a 95 % interval in standard errors.
pub(super) const Z95: f64 = 1.959963984540054;

/// Zero for minus zero, any other number as it is.
pub(crate) fn without_minus_zero(x: f64) -> f64 {
    x + 0.0
}

#[cfg(test)]
pub(crate) fn assert_close(actual: f64, expected: f64, relative: f64) {
    let scale = expected.abs().max(f64::MIN_POSITIVE);
    assert!((actual - expected).abs() <= relative * scale, "{actual} is not {expected}");
}
