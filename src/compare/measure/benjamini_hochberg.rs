//! Benjamini and Hochberg: p values adjusted for how many were looked at.

/// The adjusted values (q), in the order given; an undefined p is no test, does not count, and stays undefined.
///
/// With the m defined p values sorted, `q(i) = min over j >= i of p(j) · m / j`, at most 1: calling everything with
/// q < 0.05 a finding makes at most 5 % of the findings false on average.
///
/// ```
/// use demarche::compare::measure::benjamini_hochberg::adjust;
/// assert_eq!(adjust(&[Some(0.5), None, Some(0.01)]), [Some(0.5), None, Some(0.02)]);
/// ```
///
/// Benjamini, Y. & Hochberg, Y. (1995). Controlling the false discovery rate. Journal of the Royal Statistical Society B 57(1).
pub fn adjust(p: &[Option<f64>]) -> Vec<Option<f64>> {
    let mut order: Vec<(f64, usize)> = p.iter().enumerate().filter_map(|(i, p)| p.map(|p| (p, i))).collect();
    order.sort_by(|a, b| a.0.total_cmp(&b.0));
    let tests = order.len() as f64;
    let mut adjusted = vec![None; p.len()];
    let mut least = 1.0f64;
    for (rank, &(p, i)) in order.iter().enumerate().rev() {
        least = least.min(p * tests / (rank + 1) as f64);
        adjusted[i] = Some(least);
    }
    adjusted
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::measure::assert_close;

    #[test]
    fn equals_the_reference() {
        // the fifteen p values of the 1995 paper; adjusted with statsmodels 0.15.0
        let p = [
            0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528,
            0.759, 1.0,
        ];
        let expected = [
            0.0015,
            0.003,
            0.0095,
            0.035625,
            0.0603,
            0.06385714285714286,
            0.06385714285714286,
            0.0645,
            0.07650000000000001,
            0.48600000000000004,
            0.5811818181818182,
            0.7148749999999999,
            0.7532307692307693,
            0.8132142857142857,
            1.0,
        ];
        let forth: Vec<_> = p.iter().map(|&p| Some(p)).collect();
        let back: Vec<_> = p.iter().rev().map(|&p| Some(p)).collect();
        for (i, expected) in expected.iter().enumerate() {
            assert_close(adjust(&forth)[i].unwrap(), *expected, 1e-9);
            assert_eq!(adjust(&forth)[i], adjust(&back)[14 - i]);
        }
    }

    #[test]
    fn nothing_to_adjust() {
        assert_eq!(adjust(&[]), []);
        assert_eq!(adjust(&[None, None]), [None, None]);
    }
}
