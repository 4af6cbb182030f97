//! G2: the log-likelihood ratio over all four cells (Dunning 1993), signed by who is ahead.
//!
//! It treats words as independent of each other, which they are not: when documents vary it calls far too many
//! differences significant. It describes; `p` and `q`, which are tested over documents, decide.

use super::without_minus_zero;
use std::cmp::Ordering;

/// Signed G2 of `count1` in `tokens1` words against `count2` in `tokens2`; positive when the first rate is higher.
///
/// `2 · Σ O · ln(O / E)` over the cells (hit, other word) × (first, second), `E` from the margins. Empty when a side has
/// no tokens, there is no hit at all, or a count exceeds its tokens (terms of several issues may hit one word).
///
/// ```
/// use demarche::compare::measure::g2::g2;
/// let x = g2(10, 100, 5, 200).unwrap();
/// assert!((x - 7.329811674221491).abs() < 1e-12);
/// assert_eq!(g2(5, 200, 10, 100), Some(-x));
/// assert_eq!(g2(0, 100, 0, 200), None);
/// ```
///
/// Dunning, T. (1993). Accurate methods for the statistics of surprise and coincidence. Computational Linguistics 19(1).
pub fn g2(count1: u64, tokens1: u64, count2: u64, tokens2: u64) -> Option<f64> {
    if tokens1 == 0 || tokens2 == 0 || count1 + count2 == 0 || count1 > tokens1 || count2 > tokens2 {
        return None;
    }
    let sign = match compare_rates(count1, tokens1, count2, tokens2) {
        Ordering::Equal => return Some(0.0),
        Ordering::Greater => 1.0,
        Ordering::Less => -1.0,
    };
    let (n1, n2) = (tokens1 as f64, tokens2 as f64);
    let total = n1 + n2;
    let row = |first: f64, second: f64| {
        let margin = first + second;
        let cell = |observed: f64, n: f64| match observed > 0.0 {
            true => observed * libm::log(observed * total / (margin * n)),
            false => 0.0,
        };
        cell(first, n1) + cell(second, n2)
    };
    let hits = row(count1 as f64, count2 as f64);
    let others = row((tokens1 - count1) as f64, (tokens2 - count2) as f64);
    Some(without_minus_zero(sign * (2.0 * (hits + others)).max(0.0)))
}

/// Which of two rates is higher, decided on integers.
pub fn compare_rates(count1: u64, tokens1: u64, count2: u64, tokens2: u64) -> Ordering {
    (u128::from(count1) * u128::from(tokens2)).cmp(&(u128::from(count2) * u128::from(tokens1)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::measure::assert_close;
    use crate::compare::measure::distribution::chi_square_p;

    /// Two corner cases of R's corpora 0.6: `a, b` in 5,000 words each.
    const CORNERS: [(u64, u64, f64); 2] = [(20, 0, 27.765967409545), (0, 9, -12.484756547742)];

    /// `a, b, n1, n2, G2, p`: computed with scipy 1.17.1 over four cells.
    const REFERENCE: [(u64, u64, u64, u64, f64, f64); 9] = [
        (3, 7, 10, 9, -4.534939332256226, 0.033209633968387844),
        (10, 5, 100, 200, 7.329811674221491, 0.006782015951830022),
        (0, 5, 100, 200, -4.09690577387352, 0.04296177045266217),
        (10, 0, 100, 200, 22.67025292684858, 1.923223114365765e-06),
        (1, 1, 10, 10, 0.0, 1.0),
        (32, 10, 1200, 900, 6.782808894939096, 0.009203993864790693),
        (150, 12, 52341, 48011, 127.58405229947113, 1.3841309783935145e-29),
        (5000, 4800, 1000000, 1000000, 4.102014511309392, 0.042832149845414),
        (1, 0, 12, 33, 2.7068727011739417, 0.09991669144781222),
    ];

    #[test]
    fn equals_the_reference() {
        for (a, b, n1, n2, expected, p) in REFERENCE {
            assert_close(g2(a, n1, b, n2).unwrap(), expected, 1e-9);
            assert_close(chi_square_p(expected.abs()), p, 1e-9);
            assert_eq!(g2(b, n2, a, n1), Some(without_minus_zero(-g2(a, n1, b, n2).unwrap())));
        }
    }

    #[test]
    fn a_count_of_zero_is_a_corner_case() {
        for (a, b, expected) in CORNERS {
            assert_close(g2(a, 5000, b, 5000).unwrap(), expected, 1e-9);
        }
    }

    #[test]
    fn every_word_a_hit_leaves_a_row_empty() {
        assert_eq!(g2(4, 4, 4, 4), Some(0.0));
        assert_eq!(g2(5, 4, 1, 9), None);
    }
}
