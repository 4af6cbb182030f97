//! Relative risk: how many times as often, as plain people say it, with the interval of Katz.
//!
//! The log ratio says the same in doublings and, unlike this, swaps with the sides; its interval in the comparison comes
//! from the bootstrap. Katz's interval treats words as independent.

use super::Z95;

/// A ratio of two rates with its 95 % interval, which is empty when a count is 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RelativeRisk {
    /// First rate over second rate.
    pub value: f64,
    /// Lower and upper end.
    pub interval: Option<(f64, f64)>,
}

/// The rate of the first side over that of the second, with the interval of Katz et al.
///
/// `r = (c1 / n1) / (c2 / n2)`, interval `r · exp(± z · sqrt(1/c1 - 1/n1 + 1/c2 - 1/n2))`. Empty when a side has no tokens, the
/// second count is 0, or a count exceeds its tokens.
///
/// ```
/// use demarche::compare::measure::relative_risk::relative_risk;
/// let ratio = relative_risk(10, 100, 5, 200).unwrap();
/// assert_eq!(ratio.value, 4.0);
/// let (low, high) = ratio.interval.unwrap();
/// assert!((low - 1.4048912805707858).abs() < 1e-9 && (high - 11.38878162408371).abs() < 1e-9);
/// assert_eq!(relative_risk(10, 100, 0, 200), None);
/// ```
///
/// Katz, D., Baptista, J., Azen, S. P. & Pike, M. C. (1978). Obtaining confidence intervals for the risk ratio in cohort
/// studies. Biometrics 34(3).
pub fn relative_risk(count1: u64, tokens1: u64, count2: u64, tokens2: u64) -> Option<RelativeRisk> {
    if tokens1 == 0 || tokens2 == 0 || count2 == 0 || count1 > tokens1 || count2 > tokens2 {
        return None;
    }
    let (c1, n1, c2, n2) = (count1 as f64, tokens1 as f64, count2 as f64, tokens2 as f64);
    let value = (c1 * n2) / (c2 * n1);
    let interval = (count1 > 0).then(|| {
        let variance = (1.0 / c1 - 1.0 / n1) + (1.0 / c2 - 1.0 / n2);
        let reach = Z95 * variance.max(0.0).sqrt();
        (value * libm::exp(-reach), value * libm::exp(reach))
    });
    Some(RelativeRisk { value, interval })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::measure::assert_close;

    #[test]
    fn equals_the_reference() {
        // a, n1, b, n2, ratio, interval: statsmodels 0.15.0
        for (a, n1, b, n2, ratio, low, high) in [
            (3, 10, 7, 9, 0.3857142857142857, 0.14061035346379705, 1.0580693849289473),
            (10, 100, 5, 200, 4.0, 1.4048912805707858, 11.38878162408371),
            (1, 10, 1, 10, 1.0, 0.07210963413813187, 13.867772482168174),
            (32, 1200, 10, 900, 2.4, 1.1861155061329598, 4.856188094850117),
            (150, 52341, 12, 48011, 11.465915821249116, 6.369494185994909, 20.640135901063825),
            (5000, 1000000, 4800, 1000000, 1.0416666666666667, 1.001314469107481, 1.083645026533591),
        ] {
            let risk = relative_risk(a, n1, b, n2).unwrap();
            let (actual_low, actual_high) = risk.interval.unwrap();
            assert_close(risk.value, ratio, 1e-9);
            assert_close(actual_low, low, 1e-9);
            assert_close(actual_high, high, 1e-9);
        }
    }

    #[test]
    fn a_zero_has_no_interval_or_no_ratio() {
        assert_eq!(relative_risk(0, 100, 5, 200), Some(RelativeRisk { value: 0.0, interval: None }));
        assert_eq!(relative_risk(10, 100, 0, 200), None);
        assert_eq!(relative_risk(1, 12, 0, 33), None);
        assert_eq!(relative_risk(0, 0, 1, 33), None);
    }
}
