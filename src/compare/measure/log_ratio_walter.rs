//! Walter's log ratio: a log ratio of single words with an interval, for lists of terms.
//!
//! Half an event is added to counts and totals alike, which removes most of the bias of small counts. The interval treats
//! words as independent, which is why the comparison of issues has one by the bootstrap over documents instead.

use super::{Z95, without_minus_zero};

/// A log ratio with its 95 % interval, in doublings.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WalterLogRatio {
    /// Positive when the first rate is higher.
    pub value: f64,
    /// Lower and upper end.
    pub interval: (f64, f64),
}

/// The log ratio of `count1` in `tokens1` words to `count2` in `tokens2`.
///
/// `log2((c1 + ½) / (n1 + ½)) - log2((c2 + ½) / (n2 + ½))`, interval by the standard error (of natural logs)
/// `sqrt(1/(c1 + ½) - 1/(n1 + ½) + 1/(c2 + ½) - 1/(n2 + ½))`. Empty when both counts are 0, a side has no tokens, or a count
/// exceeds its tokens.
///
/// ```
/// use demarche::compare::measure::log_ratio_walter::walter;
/// let x = walter(10, 100, 5, 200).unwrap();
/// assert!((x.value - 1.929292539417).abs() < 1e-9);
/// assert!((x.interval.0 - 0.481616).abs() < 1e-6 && (x.interval.1 - 3.376969).abs() < 1e-6);
/// ```
///
/// Walter, S. D. (1975). The distribution of Levin's measure of attributable risk. Biometrika 62(2); as in Evert's R package
/// corpora.
pub fn walter(count1: u64, tokens1: u64, count2: u64, tokens2: u64) -> Option<WalterLogRatio> {
    if tokens1 == 0 || tokens2 == 0 || count1 + count2 == 0 || count1 > tokens1 || count2 > tokens2 {
        return None;
    }
    let side = |count: u64, tokens: u64| {
        let (count, tokens) = (count as f64 + 0.5, tokens as f64 + 0.5);
        (libm::log2(count) - libm::log2(tokens), 1.0 / count - 1.0 / tokens)
    };
    let ((rate1, variance1), (rate2, variance2)) = (side(count1, tokens1), side(count2, tokens2));
    let value = without_minus_zero(rate1 - rate2);
    let reach = Z95 * (variance1 + variance2).max(0.0).sqrt() * std::f64::consts::LOG2_E;
    let interval = (without_minus_zero(value - reach), without_minus_zero(value + reach));
    Some(WalterLogRatio { value, interval })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::measure::assert_close;
    use crate::compare::measure::distribution::chi_square_p;
    use crate::compare::measure::g2::g2;

    #[test]
    fn equals_the_corner_cases_of_the_reference() {
        // R corpora 0.6
        for (f1, n1, f2, n2, expected) in [
            (3, 10, 7, 9, -1.243925582886),
            (10, 100, 5, 200, 1.929292539417),
            (0, 100, 5, 200, -2.463024883361),
            (10, 100, 0, 200, 5.388724158055),
            (1, 10, 1, 10, 0.0),
            (32, 1200, 10, 900, 1.215213167926),
            (150, 52341, 12, 48011, 3.465188227449),
            (5000, 1000000, 4800, 1000000, 0.05888767843782),
            (1, 12, 0, 33, 3.007195501404),
            (20, 5000, 0, 5000, 5.357552004618),
            (0, 5000, 9, 5000, -4.247927513444),
        ] {
            let forth = walter(f1, n1, f2, n2).unwrap();
            let back = walter(f2, n2, f1, n1).unwrap();
            assert_close(forth.value, expected, 1e-9);
            assert_eq!(back.value, without_minus_zero(-forth.value));
            assert_eq!(back.interval, (without_minus_zero(-forth.interval.1), without_minus_zero(-forth.interval.0)));
        }
    }

    #[test]
    fn equals_the_702_words_of_the_reference() {
        let mut reader = csv::Reader::from_path("tests/data/keyness.csv").unwrap();
        let mut rows = 0;
        for row in reader.deserialize() {
            let (f1, f2, _, _, plain, filtered): (u64, u64, f64, f64, f64, f64) = row.unwrap();
            let value = walter(f1, 1177, f2, 341805).unwrap().value;
            assert_close(value, plain, 1e-9);
            let significant = chi_square_p(g2(f1, 1177, f2, 341805).unwrap().abs()) < 0.05 / 20109.0;
            assert_close(if significant { value } else { 0.0 }, filtered, 1e-9);
            rows += 1;
        }
        assert_eq!(rows, 702);
    }

    #[test]
    fn nothing_to_compare() {
        assert_eq!(walter(0, 100, 0, 200), None);
        assert_eq!(walter(1, 100, 0, 0), None);
    }
}
