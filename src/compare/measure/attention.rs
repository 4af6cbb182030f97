//! Attention: how much a side talks about an issue.
//!
//! Rates are per 1,000 words, shares are in 0..1. Both are empty when there is nothing to divide by, for a side that
//! says nothing has no rate, rather than a rate of zero.

/// Hits per 1,000 tokens: `1000 · hits / tokens`.
///
/// ```
/// use demarche::compare::measure::attention::per_1000;
/// assert_eq!(per_1000(7, 2_000), Some(3.5));
/// assert_eq!(per_1000(0, 2_000), Some(0.0));
/// assert_eq!(per_1000(0, 0), None);
/// ```
pub fn per_1000(hits: u64, tokens: u64) -> Option<f64> {
    (tokens > 0).then(|| 1000.0 * hits as f64 / tokens as f64)
}

/// A part of a whole: the share of a side's statements with a hit on one issue, or (coverage) on any.
///
/// ```
/// use demarche::compare::measure::attention::share;
/// assert_eq!(share(3, 12), Some(0.25));
/// assert_eq!(share(0, 0), None);
/// ```
pub fn share(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}
