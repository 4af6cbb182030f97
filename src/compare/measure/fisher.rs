//! Fisher's exact test: how likely a table of four cells at least as unusual is, its margins given.
//!
//! Exact where chi-square and G2 are approximations, that is, where counts are small. It treats words as independent,
//! as they do.

/// The two-sided p value of `count1` in `tokens1` words against `count2` in `tokens2`.
///
/// The probabilities of all tables with the same margins that are at most as likely as the one observed, summed (ties within
/// a relative 1e-7, as in R). Empty when a side has no tokens or a count exceeds its tokens.
///
/// ```
/// use demarche::compare::measure::fisher::p_value;
/// assert!((p_value(10, 100, 5, 200).unwrap() - 0.009002986161111032).abs() < 1e-12);
/// assert_eq!(p_value(1, 10, 1, 10), Some(1.0));
/// ```
///
/// Fisher, R. A. (1935). The logic of inductive inference. Journal of the Royal Statistical Society 98(1).
pub fn p_value(count1: u64, tokens1: u64, count2: u64, tokens2: u64) -> Option<f64> {
    if tokens1 == 0 || tokens2 == 0 || count1 > tokens1 || count2 > tokens2 {
        return None;
    }
    // one order, so that swapping the sides changes no digit
    if (tokens2, count2) < (tokens1, count1) {
        return p_value(count2, tokens2, count1, tokens1);
    }
    let hits = count1 + count2;
    let (least, most) = (hits.saturating_sub(tokens2), hits.min(tokens1));
    let (n1, n2, hits) = (tokens1 as f64, tokens2 as f64, hits as f64);
    let mode = (((n1 + 1.0) * (hits + 1.0) / (n1 + n2 + 2.0)) as u64).clamp(least, most);
    // how much likelier the table with k + 1 hits on the first side is than the one with k
    let step = |k: u64| {
        let k = k as f64;
        (n1 - k) / (k + 1.0) * ((hits - k) / (n2 - hits + k + 1.0))
    };
    // likelihoods relative to the mode's: a sum of these is exact to the last digits whatever the margins
    let observed = match count1 >= mode {
        true => (mode..count1).fold(1.0, |likelihood, k| likelihood * step(k)),
        false => (count1..mode).rev().fold(1.0, |likelihood, k| likelihood / step(k)),
    };
    let mut sums = Sums { limit: observed * (1.0 + 1e-7), all: 0.0, unusual: 0.0 };
    let mut likelihood = 1.0;
    for k in mode..=most {
        sums.add(likelihood);
        likelihood *= step(k);
        if likelihood == 0.0 {
            break;
        }
    }
    likelihood = 1.0;
    for k in (least..mode).rev() {
        likelihood /= step(k);
        if likelihood == 0.0 {
            break;
        }
        sums.add(likelihood);
    }
    Some((sums.unusual / sums.all).min(1.0))
}

struct Sums {
    limit: f64,
    all: f64,
    unusual: f64,
}

impl Sums {
    fn add(&mut self, likelihood: f64) {
        self.all += likelihood;
        if likelihood <= self.limit {
            self.unusual += likelihood;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::measure::assert_close;
    use proptest::prelude::*;

    #[test]
    fn equals_the_reference() {
        // a, n1, b, n2, p: scipy 1.17.1
        for (a, n1, b, n2, p) in [
            (3, 10, 7, 9, 0.06977851869492735),
            (10, 100, 5, 200, 0.009002986161111032),
            (0, 100, 5, 200, 0.17337541352714975),
            (10, 100, 0, 200, 1.2379359924092498e-05),
            (1, 10, 1, 10, 1.0),
            (32, 1200, 10, 900, 0.011586139537642674),
            (150, 52341, 12, 48011, 5.138325175397079e-29),
            (5000, 1000000, 4800, 1000000, 0.04388383599465754),
            (1, 12, 0, 33, 0.26666666666666666),
        ] {
            assert_close(p_value(a, n1, b, n2).unwrap(), p, 1e-9);
        }
    }

    #[test]
    fn without_words_there_is_no_test() {
        assert_eq!(p_value(0, 0, 1, 9), None);
        assert_eq!(p_value(10, 9, 1, 9), None);
        assert_eq!(p_value(0, 9, 0, 9), Some(1.0));
    }

    proptest! {
        #[test]
        fn swapping_sides_changes_nothing_and_p_is_a_probability(
            a in 0..40u64, b in 0..40u64, more1 in 0..200u64, more2 in 0..200u64,
        ) {
            let (n1, n2) = (a + more1, b + more2);
            let forth = p_value(a, n1, b, n2);
            prop_assert_eq!(forth, p_value(b, n2, a, n1));
            prop_assert!(forth.is_none_or(|p| p > 0.0 && p <= 1.0));
        }
    }
}
