//! LRC: the conservative log ratio, a log ratio that is sure of its size (Evert 2022).
//!
//! Plain log ratios put the rarest words on top. LRC reports the end of the log ratio's exact confidence interval that
//! is nearer to zero, and 0 when the interval holds zero. Given `c1 + c2` occurrences, `c1` is binomial with a
//! probability that is tied to the ratio of the two rates, so that the interval of Clopper and Pearson gives it.

use super::distribution::beta_odds;
use super::g2::compare_rates;
use std::cmp::Ordering;

/// The conservative log ratio of `count1` in `tokens1` words to `count2` in `tokens2`, at level `alpha` (two-sided).
///
/// For a family of m words pass `0.05 / m` (Bonferroni). Empty when both counts are 0 or a side has no tokens.
///
/// ```
/// use demarche::compare::measure::lrc::lrc;
/// // all ten occurrences on the first side: log2(200/100 · t / (1 - t)) with t = 0.025^(1/10)
/// let x = lrc(10, 100, 0, 200, 0.05).unwrap();
/// assert!((x - 2.164478321324).abs() < 1e-9);
/// assert_eq!(lrc(0, 200, 10, 100, 0.05), Some(-x));
/// assert_eq!(lrc(1, 10, 1, 10, 0.05), Some(0.0));
/// ```
///
/// Evert, S. (2022). Measuring keyness. Digital Humanities 2022; R package corpora.
pub fn lrc(count1: u64, tokens1: u64, count2: u64, tokens2: u64, alpha: f64) -> Option<f64> {
    if tokens1 == 0 || tokens2 == 0 || count1 + count2 == 0 {
        return None;
    }
    Some(match compare_rates(count1, tokens1, count2, tokens2) {
        Ordering::Equal => 0.0,
        Ordering::Greater => lower_bound(count1, tokens1, count2, tokens2, alpha),
        Ordering::Less => 0.0 - lower_bound(count2, tokens2, count1, tokens1, alpha),
    })
}

/// The lower end of the interval, cut off at 0; `count1` is positive.
fn lower_bound(count1: u64, tokens1: u64, count2: u64, tokens2: u64, alpha: f64) -> f64 {
    if is_surely_zero(count1, tokens1, count2, tokens2, alpha) {
        return 0.0;
    }
    let odds = beta_odds(alpha / 2.0, count1 as f64, count2 as f64 + 1.0);
    let bound = libm::log2(odds) + libm::log2(tokens2 as f64) - libm::log2(tokens1 as f64);
    bound.max(0.0)
}

/// True only where the interval holds zero, which most words settle this way, without a quantile.
///
/// Were both rates equal, k of n occurrences or more on the first side had a probability of at least `exp(-n·D) / sqrt(2n)`, D being
/// the divergence of k / n from its share of the words; at more than `alpha / 2` the lower end is not above 0.
///
/// Ash, R. B. (1990). Information Theory, lemma 4.7.2.
fn is_surely_zero(count1: u64, tokens1: u64, count2: u64, tokens2: u64, alpha: f64) -> bool {
    // More than rounding can do.
    const MARGIN: f64 = 1e-3;
    let (n, tokens) = (count1 as f64 + count2 as f64, tokens1 as f64 + tokens2 as f64);
    let part = |count: u64, words: u64| match count {
        0 => 0.0,
        count => count as f64 * libm::log(count as f64 * tokens / (n * words as f64)),
    };
    let divergence = part(count1, tokens1) + part(count2, tokens2);
    divergence + 0.5 * libm::log(2.0 * n) < -libm::log(alpha / 2.0) - MARGIN
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::measure::assert_close;
    use crate::compare::measure::distribution::incomplete_beta;
    use crate::compare::measure::g2::g2;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_surely_zero_is_zero(count1 in 1u64..3000, count2 in 0u64..3000, words in 1u64..100_000, alpha in 1e-7..0.1) {
            let (tokens1, tokens2) = (100_000, words);
            let probability = incomplete_beta(100_000.0 / (100_000 + words) as f64, count1 as f64, count2 as f64 + 1.0);
            if is_surely_zero(count1, tokens1, count2, tokens2, alpha) {
                prop_assert!(probability > alpha / 2.0);
            }
        }
    }

    #[test]
    fn few_zeros_are_left_to_the_quantile() {
        let zeros = (200..=400).filter(|&count| lower_bound(count, 1000, 200, 1000, 1e-6) == 0.0);
        let left = zeros.clone().filter(|&count| !is_surely_zero(count, 1000, 200, 1000, 1e-6)).count();
        assert!(left * 4 < zeros.count(), "{left}");
    }

    #[test]
    fn equals_the_corner_cases_of_the_reference() {
        // f1, n1, f2, n2, LRC, LRC with Bonferroni over 11: R corpora 0.6
        for (f1, n1, f2, n2, single, family) in [
            (3, 10, 7, 9, 0.0, 0.0),
            (10, 100, 5, 200, 0.3169787985611, 0.0),
            (0, 100, 5, 200, 0.0, 0.0),
            (10, 100, 0, 200, 2.164478321324, 1.254979595253),
            (1, 10, 1, 10, 0.0, 0.0),
            (32, 1200, 10, 900, 0.2030494899231, 0.0),
            (150, 52341, 12, 48011, 2.672029369248, 2.362375344277),
            (5000, 1000000, 4800, 1000000, 0.001465854545097, 0.0),
            (1, 12, 0, 33, 0.0, 0.0),
            (20, 5000, 0, 5000, 2.303652831887, 1.491152696071),
            (0, 5000, 9, 5000, -0.9809950445037, -0.04900281980947),
        ] {
            assert_close(lrc(f1, n1, f2, n2, 0.05).unwrap(), single, 1e-9);
            assert_close(lrc(f1, n1, f2, n2, 0.05 / 11.0).unwrap(), family, 1e-9);
        }
    }

    #[test]
    fn equals_the_702_words_of_the_reference() {
        let mut reader = csv::Reader::from_path("tests/data/keyness.csv").unwrap();
        let mut rows = 0;
        for row in reader.deserialize() {
            let (f1, f2, expected_g2, expected_lrc, _, _): (u64, u64, f64, f64, f64, f64) = row.unwrap();
            assert_close(g2(f1, 1177, f2, 341805).unwrap(), expected_g2, 1e-9);
            assert_close(lrc(f1, 1177, f2, 341805, 0.05 / 20109.0).unwrap(), expected_lrc, 1e-9);
            rows += 1;
        }
        assert_eq!(rows, 702);
    }
}
