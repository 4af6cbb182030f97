//! Holm: p values adjusted so that even one false finding among all is rare.

/// The adjusted values, in the order given; an undefined p is no test, does not count, and stays undefined.
///
/// With the m defined p values sorted, `max over j <= i of p(j) · (m - j + 1)`, at most 1: calling everything below 0.05
/// a finding makes the chance of any false finding at most 5 %, whatever hangs together with what. Stricter than
/// Benjamini and Hochberg, which bounds the share of false findings.
///
/// ```
/// use demarche::compare::measure::holm::adjust;
/// assert_eq!(adjust(&[Some(0.03), None, Some(0.01)]), [Some(0.03), None, Some(0.02)]);
/// ```
///
/// Holm, S. (1979). A simple sequentially rejective multiple test procedure. Scandinavian Journal of Statistics 6(2).
pub fn adjust(p: &[Option<f64>]) -> Vec<Option<f64>> {
    let mut order: Vec<(f64, usize)> = p.iter().enumerate().filter_map(|(i, p)| p.map(|p| (p, i))).collect();
    order.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut adjusted = vec![None; p.len()];
    let mut most = 0.0f64;
    for (rank, &(p, i)) in order.iter().enumerate() {
        most = most.max(p * (order.len() - rank) as f64).min(1.0);
        adjusted[i] = Some(most);
    }
    adjusted
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::measure::assert_close;

    #[test]
    fn equals_the_reference() {
        // the fifteen p values of Benjamini & Hochberg (1995); adjusted with statsmodels 0.15.0
        let p = [
            0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528,
            0.759, 1.0,
        ];
        let expected = [
            0.0015,
            0.0056,
            0.0247,
            0.11399999999999999,
            0.2211,
            0.27799999999999997,
            0.27799999999999997,
            0.27799999999999997,
            0.32130000000000003,
            1.0,
            1.0,
            1.0,
            1.0,
            1.0,
            1.0,
        ];
        let p: Vec<_> = p.iter().map(|&p| Some(p)).collect();
        for (actual, expected) in adjust(&p).into_iter().zip(expected) {
            assert_close(actual.unwrap(), expected, 1e-9);
        }
    }

    #[test]
    fn nothing_to_adjust() {
        assert_eq!(adjust(&[]), []);
        assert_eq!(adjust(&[None]), [None]);
    }
}
