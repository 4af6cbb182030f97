//! Log ratio: how many times as often one side talks about something, in doublings (Hardie 2014).
//!
//! A zero count would make the ratio infinite, so half a hit is shared out: each side gets it in proportion to its
//! length, `0.5 · n_i / mean(n)`, which moves both rates by the same amount. The plain `+ 0.5` would favor the shorter
//! side. With equal lengths the two agree.

use super::without_minus_zero;

/// The log ratio of two rates, positive when the first is higher.
///
/// `log2((c1 + 0.5 · n1 / m) / n1) - log2((c2 + 0.5 · n2 / m) / n2)` with `m = (n1 + n2) / 2`. Empty when both counts are 0
/// or a side has no tokens. Counts are numbers, since replicates of a bootstrap weight them.
///
/// ```
/// use demarche::compare::measure::log_ratio::log_ratio;
/// // (31.5 / 1000) / (7.5 / 1000) = 4.2 times as often: 2.07 doublings
/// assert_eq!(log_ratio(31.0, 1000.0, 7.0, 1000.0).map(|x| (x * 1e6).round() / 1e6), Some(2.070389));
/// assert_eq!(log_ratio(0.0, 1000.0, 0.0, 1000.0), None);
/// assert_eq!(log_ratio(5.0, 1000.0, 0.0, 0.0), None);
/// ```
///
/// Hardie, A. (2014). Log Ratio: an informal introduction. ESRC Centre for Corpus Approaches to Social Science.
pub fn log_ratio(count1: f64, tokens1: f64, count2: f64, tokens2: f64) -> Option<f64> {
    if tokens1 <= 0.0 || tokens2 <= 0.0 || (count1 <= 0.0 && count2 <= 0.0) {
        return None;
    }
    let mean = (tokens1 + tokens2) / 2.0;
    let log_rate = |count: f64, tokens: f64| libm::log2((count + 0.5 * tokens / mean) / tokens);
    Some(without_minus_zero(log_rate(count1, tokens1) - log_rate(count2, tokens2)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::measure::assert_close;

    #[test]
    fn a_silent_side_is_compared_by_the_smoothing_alone() {
        // by hand: m = 150; (10 + 1/3) / 100 over (0 + 2/3) / 200 is 31
        assert_close(log_ratio(10.0, 100.0, 0.0, 200.0).unwrap(), 31f64.log2(), 1e-12);
    }

    #[test]
    fn length_alone_moves_nothing() {
        assert_close(log_ratio(40.0, 4000.0, 1.0, 100.0).unwrap() + 1.0, 1.0, 1e-12);
    }

    #[test]
    fn swapping_negates_to_the_last_bit() {
        for (a, n, b, m) in [(3.0, 10.0, 7.0, 9.0), (0.0, 11.0, 5.0, 1e6), (4.0, 4.0, 4.0, 4.0)] {
            let forth = log_ratio(a, n, b, m).unwrap();
            let back = log_ratio(b, m, a, n).unwrap();
            assert_eq!(without_minus_zero(-forth).to_bits(), back.to_bits());
        }
    }
}
