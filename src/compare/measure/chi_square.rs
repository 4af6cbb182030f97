//! Chi-square: Pearson's test of four cells, signed by who is ahead.
//!
//! An alternative to G2 for readers who expect it; the two agree unless counts are small. Like G2 it treats words as
//! independent, so it describes and does not decide.

use super::g2::compare_rates;
use super::without_minus_zero;
use std::cmp::Ordering;

/// Signed chi-square of `count1` in `tokens1` words against `count2` in `tokens2`; positive when the first rate is higher.
///
/// `N · (a·d - b·c)² / ((a + b)(c + d)(a + c)(b + d))`. Empty when a side has no tokens, there is no hit, or all words are
/// hits, or a count exceeds its tokens.
///
/// ```
/// use demarche::compare::measure::chi_square::chi_square;
/// let x = chi_square(10, 100, 5, 200).unwrap();
/// assert!((x - 7.894736842105264).abs() < 1e-12);
/// assert_eq!(chi_square(5, 200, 10, 100), Some(-x));
/// assert_eq!(chi_square(0, 100, 0, 200), None);
/// ```
///
/// Pearson, K. (1900). On the criterion that a given system of deviations … can be reasonably supposed to have arisen from
/// random sampling. Philosophical Magazine 50(302).
pub fn chi_square(count1: u64, tokens1: u64, count2: u64, tokens2: u64) -> Option<f64> {
    signed(count1, tokens1, count2, tokens2, 0.0)
}

/// The same with the continuity correction of Yates (1934), as R's `chisq.test` applies it: half a count, or the whole
/// difference where that is less.
///
/// ```
/// use demarche::compare::measure::chi_square::with_continuity;
/// assert!((with_continuity(10, 100, 5, 200).unwrap() - 6.394736842105262).abs() < 1e-12);
/// ```
pub fn with_continuity(count1: u64, tokens1: u64, count2: u64, tokens2: u64) -> Option<f64> {
    signed(count1, tokens1, count2, tokens2, 0.5)
}

fn signed(count1: u64, tokens1: u64, count2: u64, tokens2: u64, correction: f64) -> Option<f64> {
    let hits = count1 + count2;
    let total = tokens1 + tokens2;
    if tokens1 == 0 || tokens2 == 0 || hits == 0 || hits == total || count1 > tokens1 || count2 > tokens2 {
        return None;
    }
    let sign = match compare_rates(count1, tokens1, count2, tokens2) {
        Ordering::Equal => return Some(0.0),
        Ordering::Greater => 1.0,
        Ordering::Less => -1.0,
    };
    // a·d - b·c = a·n2 - c·n1, exact in integers
    let (one, other) = (u128::from(count1) * u128::from(tokens2), u128::from(count2) * u128::from(tokens1));
    let total = total as f64;
    let difference = (one.abs_diff(other) as f64 - correction * total).max(0.0);
    let (n1, n2) = (tokens1 as f64, tokens2 as f64);
    let margins = (n1 * n2) * (hits as f64 * (total - hits as f64));
    Some(without_minus_zero(sign * (total * difference / margins * difference)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::measure::assert_close;

    #[test]
    fn equals_the_reference() {
        // a, n1, b, n2, chi-square, with continuity correction: scipy 1.17.1
        for (a, n1, b, n2, plain, corrected) in [
            (3, 10, 7, 9, 4.337160493827161, 2.632438271604939),
            (10, 100, 5, 200, 7.894736842105264, 6.394736842105262),
            (0, 100, 5, 200, 2.542372881355932, 1.2457627118644068),
            (10, 100, 0, 200, 20.68965517241379, 17.70258620689655),
            (1, 10, 1, 10, 0.0, 0.0),
            (32, 1200, 10, 900, 6.349206349206349, 5.580357142857142),
            (150, 52341, 12, 48011, 106.31752841836737, 104.70067835429158),
            (5000, 1000000, 4800, 1000000, 4.101731135625791, 4.060816367547924),
            (1, 12, 0, 33, 2.8125000000000004, 0.28473657024793386),
        ] {
            assert_close(chi_square(a, n1, b, n2).unwrap().abs(), plain, 1e-9);
            assert_close(with_continuity(a, n1, b, n2).unwrap().abs(), corrected, 1e-9);
            let back = chi_square(b, n2, a, n1).unwrap();
            assert_eq!(without_minus_zero(-chi_square(a, n1, b, n2).unwrap()).to_bits(), back.to_bits());
        }
    }

    #[test]
    fn a_table_without_four_margins_has_none() {
        for (a, n1, b, n2) in [(0, 0, 1, 9), (0, 9, 0, 9), (4, 4, 4, 4), (5, 4, 1, 9)] {
            assert_eq!(chi_square(a, n1, b, n2), None);
        }
    }
}
