//! Weighted log-odds: which words one side uses more, after a prior has shrunk rare words toward no difference.

use super::without_minus_zero;

/// A log-odds difference and its z score.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LogOdds {
    /// Positive when the first side uses the word more.
    pub delta: f64,
    /// `delta` over its standard deviation.
    pub z: f64,
}

/// The weighted log-odds of a word with a Dirichlet prior, by the counts of two sides.
///
/// `δ = ln((y1 + a) / (n1 + a0 - y1 - a)) - ln((y2 + a) / (n2 + a0 - y2 - a))`, `z = δ / sqrt(1/(y1 + a) + 1/(y2 + a))`, where
/// `y` counts the word, `n` all words, `a` is the word's prior count and `a0` the sum of all prior counts. The
/// informative prior is the pooled rate of the compared sides: `a = a0 · (y1 + y2) / (n1 + n2)`, see [`pooled_prior`].
/// Empty when the prior is not positive or a side consists of this word alone.
///
/// ```
/// use demarche::compare::measure::log_odds::{log_odds, pooled_prior};
/// let prior = pooled_prior(30, 247, 4, 251, 50.0).unwrap();
/// let word = log_odds(30, 247, 4, 251, prior, 50.0).unwrap();
/// assert!((word.z - 3.9742339248147593).abs() < 1e-9);
/// ```
///
/// Monroe, B., Colaresi, M. & Quinn, K. (2008). Fightin' words: lexical feature selection and evaluation for identifying
/// the content of political conflict. Political Analysis 16(4).
pub fn log_odds(count1: u64, words1: u64, count2: u64, words2: u64, prior: f64, prior_sum: f64) -> Option<LogOdds> {
    let odds = |count: u64, words: u64| {
        let with = count as f64 + prior;
        let without = words as f64 + prior_sum - with;
        (prior > 0.0 && count <= words && without > 0.0).then(|| (libm::log(with / without), 1.0 / with))
    };
    let ((first, variance1), (second, variance2)) = (odds(count1, words1)?, odds(count2, words2)?);
    let delta = without_minus_zero(first - second);
    Some(LogOdds { delta, z: without_minus_zero(delta / (variance1 + variance2).sqrt()) })
}

/// The prior count of a word: its pooled rate on both sides, scaled so that all prior counts sum to `prior_sum`.
pub fn pooled_prior(count1: u64, words1: u64, count2: u64, words2: u64, prior_sum: f64) -> Option<f64> {
    let words = words1 + words2;
    (words > 0).then(|| prior_sum * (count1 + count2) as f64 / words as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::measure::assert_close;

    /// Five words that are all that two sides say: 247 and 251 words.
    const COUNTS: [(u64, u64); 5] = [(30, 4), (5, 28), (0, 9), (12, 0), (200, 210)];

    #[test]
    fn equals_the_reference_with_an_informative_prior() {
        let expected = [
            (1.6134319060938576, 3.9742339248147593),
            (-1.3942715277304214, -3.5735845427918993),
            (-2.411282875546613, -2.194216288366473),
            (2.4490990087479423, 2.5733981451291834),
            (-0.15431143189862628, -1.7116160469145174),
        ];
        for ((y1, y2), (delta, z)) in COUNTS.into_iter().zip(expected) {
            let prior = pooled_prior(y1, 247, y2, 251, 50.0).unwrap();
            let word = log_odds(y1, 247, y2, 251, prior, 50.0).unwrap();
            assert_close(word.delta, delta, 1e-9);
            assert_close(word.z, z, 1e-9);
            let back = log_odds(y2, 251, y1, 247, prior, 50.0).unwrap();
            assert_eq!((back.delta, back.z), (-word.delta, -word.z));
        }
    }

    #[test]
    fn equals_the_reference_with_a_flat_prior() {
        let expected = [
            (2.1422080166195334, 4.029022285550211),
            (-1.8028775483572055, -3.7166623929382725),
            (-6.823952522690629, -0.6820168794912789),
            (7.156766398639138, 0.7153788754907736),
            (-0.18523888606111583, -1.8748886604929926),
        ];
        for ((y1, y2), (delta, z)) in COUNTS.into_iter().zip(expected) {
            let word = log_odds(y1, 247, y2, 251, 0.01, 0.05).unwrap();
            assert_close(word.delta, delta, 1e-9);
            assert_close(word.z, z, 1e-9);
        }
    }

    #[test]
    fn refuses_what_has_no_odds() {
        assert_eq!(log_odds(0, 10, 0, 10, 0.0, 50.0), None);
        assert_eq!(log_odds(4, 4, 1, 9, 1.0, 1.0), None);
    }
}
