//! Cohen's kappa: how far two coders agree beyond what their habits alone would make them.

use std::collections::BTreeMap;

/// Cohen's kappa of two coders who labelled the same units, as pairs of their labels.
///
/// `(Po - Pe) / (1 - Pe)`: `Po` is the share of units with equal labels, `Pe` the share that two independent coders with the same
/// habits would label alike. 1 is full agreement, 0 what chance gives. Empty without units and when both coders use one and
/// the same label throughout, for then nothing tells agreement from habit.
///
/// ```
/// use demarche::compare::measure::kappa::kappa;
/// // 20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no: Po = 0.7, Pe = 0.5
/// let cells = [(1, 1, 20), (1, 0, 5), (0, 1, 10), (0, 0, 15)];
/// let pairs = cells.into_iter().flat_map(|(a, b, n)| std::iter::repeat_n((a, b), n));
/// assert!((kappa(pairs).unwrap() - 0.4).abs() < 1e-12);
/// assert_eq!(kappa([("favor", "favor")]), None);
/// ```
///
/// Cohen, J. (1960). A coefficient of agreement for nominal scales. Educational and Psychological Measurement 20(1).
pub fn kappa<L: Ord>(pairs: impl IntoIterator<Item = (L, L)>) -> Option<f64> {
    let mut uses: BTreeMap<L, [u64; 2]> = BTreeMap::new();
    let (mut units, mut agreed) = (0u64, 0u64);
    for (first, second) in pairs {
        units += 1;
        agreed += u64::from(first == second);
        uses.entry(first).or_default()[0] += 1;
        uses.entry(second).or_default()[1] += 1;
    }
    // shares times units squared, whole numbers to the end
    let squared = u128::from(units) * u128::from(units);
    let expected: u128 = uses.values().map(|[first, second]| u128::from(*first) * u128::from(*second)).sum();
    let observed = u128::from(agreed) * u128::from(units);
    if expected == squared {
        return None;
    }
    Some((observed as f64 - expected as f64) / (squared - expected) as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agreement_and_its_opposite() {
        assert_eq!(kappa([(1, 1), (2, 2), (3, 3)]), Some(1.0));
        assert_eq!(kappa([(1, 2), (2, 1)]), Some(-1.0));
        assert_eq!(kappa([(1, 1), (1, 2), (2, 1), (2, 2)]), Some(0.0));
    }

    #[test]
    fn nothing_to_agree_on() {
        assert_eq!(kappa::<u8>([]), None);
        assert_eq!(kappa([(7, 7), (7, 7)]), None);
    }
}
