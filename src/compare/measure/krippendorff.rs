//! Krippendorff's alpha: how far any number of coders agree, at four levels of measurement, with gaps allowed.

/// What differences between values mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Names: two values are the same or not.
    Nominal,
    /// Ranks: as far apart as there are values between them.
    Ordinal,
    /// Numbers: by their difference.
    Interval,
    /// Amounts with a true zero, not negative: by their difference over their sum.
    Ratio,
}

/// Krippendorff's alpha. Each unit is the list of the values that coders gave it, in any order; a coder who passed gives none.
///
/// `1 - Do / De`: observed over expected disagreement, both means of the squared differences `δ²` of pairs of values, the
/// first within units (each unit's pairs weigh 1 / (values - 1)), the second over all values. Nominal `δ² = 1` for unequal
/// values; interval `(c - k)²`; ratio `((c - k) / (c + k))²`; ordinal `(Σ n(g) - (n(c) + n(k)) / 2)²`, g from c to k, n being how
/// often a value was given. Units with fewer than two values count for nothing. Empty when there is no pair, when all
/// values are the same, when a value is not a finite number, or is negative at the level of ratios.
///
/// ```
/// use demarche::compare::measure::krippendorff::{Level, alpha};
/// let units = [vec![1.0, 1.0], vec![2.0, 2.0], vec![3.0, 2.0], vec![1.0]];
/// // pairs within units: 1 of 3 differs; among all 6 values 22 of 30 ordered pairs differ
/// assert!((alpha(&units, Level::Nominal).unwrap() - (1.0 - (1.0 / 3.0) / (22.0 / 30.0))).abs() < 1e-12);
/// assert_eq!(alpha(&[vec![1.0, 1.0]], Level::Nominal), None);
/// ```
///
/// Krippendorff, K. (2011). Computing Krippendorff's alpha-reliability. University of Pennsylvania.
pub fn alpha(units: &[Vec<f64>], level: Level) -> Option<f64> {
    let allowed = |value: &f64| value.is_finite() && (level != Level::Ratio || *value >= 0.0);
    let pairable: Vec<&Vec<f64>> = units.iter().filter(|unit| unit.len() > 1).collect();
    if !pairable.iter().all(|unit| unit.iter().all(allowed)) {
        return None;
    }
    // 0 for minus 0, so that the two are one value
    let mut values: Vec<f64> = pairable.iter().flat_map(|unit| unit.iter().map(|value| value + 0.0)).collect();
    let all = values.len() as f64;
    values.sort_by(f64::total_cmp);
    let mut scale: Vec<(f64, f64)> = Vec::new();
    for value in values {
        match scale.last_mut() {
            Some((last, count)) if *last == value => *count += 1.0,
            _ => scale.push((value, 1.0)),
        }
    }
    let distances = distances(&scale, level);
    let place = |value: &f64| scale.partition_point(|(at, _)| at < value);
    let distance = |c: usize, k: usize| distances[c * scale.len() + k];

    let mut observed = 0.0;
    for unit in &pairable {
        let mut counts: Vec<(usize, f64)> = Vec::new();
        for at in unit.iter().map(place) {
            match counts.iter_mut().find(|(seen, _)| *seen == at) {
                Some((_, count)) => *count += 1.0,
                None => counts.push((at, 1.0)),
            }
        }
        counts.sort_by_key(|(at, _)| *at);
        let pairs = counts.iter().flat_map(|&(c, n)| counts.iter().map(move |&(k, m)| n * m * distance(c, k)));
        observed += pairs.sum::<f64>() / (unit.len() - 1) as f64;
    }
    let cells = scale.iter().enumerate().flat_map(|(c, &(_, n))| {
        let distance = &distance;
        scale.iter().enumerate().map(move |(k, &(_, m))| n * m * distance(c, k))
    });
    let expected = cells.sum::<f64>() / (all - 1.0);
    (expected > 0.0).then(|| 1.0 - observed / expected)
}

/// Krippendorff's alpha of two coders who gave every unit one of `N` values in order, from the table of how often the
/// first gave one and the second the other.
///
/// ```
/// use demarche::compare::measure::krippendorff::{Level, alpha, alpha_of_table};
/// let units = [vec![1.0, 1.0], vec![1.0, 2.0], vec![2.0, 2.0], vec![3.0, 2.0]];
/// let table = [[1.0, 1.0, 0.0], [0.0, 1.0, 0.0], [0.0, 1.0, 0.0]];
/// let (of_units, of_table) = (alpha(&units, Level::Ordinal).unwrap(), alpha_of_table(&table, Level::Ordinal).unwrap());
/// assert!((of_units - of_table).abs() < 1e-12);
/// ```
pub fn alpha_of_table<const N: usize>(table: &[[f64; N]; N], level: Level) -> Option<f64> {
    let given = |c: usize| (0..N).map(|k| table[c][k] + table[k][c]).sum::<f64>();
    let scale: Vec<(f64, f64)> = (0..N).map(|c| (c as f64, given(c))).collect();
    let all: f64 = scale.iter().map(|(_, count)| count).sum();
    let distances = distances(&scale, level);
    let pairs = || (0..N).flat_map(|c| (0..N).map(move |k| (c, k)));
    let observed: f64 = pairs().map(|(c, k)| 2.0 * table[c][k] * distances[c * N + k]).sum();
    let expected = pairs().map(|(c, k)| scale[c].1 * scale[k].1 * distances[c * N + k]).sum::<f64>() / (all - 1.0);
    (expected > 0.0).then(|| 1.0 - observed / expected)
}

/// Squared differences of all pairs of values, by row; `scale` has each value with how often it was given.
fn distances(scale: &[(f64, f64)], level: Level) -> Vec<f64> {
    let between = |c: usize, k: usize| {
        let (from, to) = (c.min(k), c.max(k));
        let given: f64 = scale[from..=to].iter().map(|(_, count)| count).sum();
        given - (scale[from].1 + scale[to].1) / 2.0
    };
    let mut distances = Vec::with_capacity(scale.len() * scale.len());
    for c in 0..scale.len() {
        for k in 0..scale.len() {
            let (a, b) = (scale[c].0, scale[k].0);
            let distance = match level {
                _ if c == k => 0.0,
                Level::Nominal => 1.0,
                Level::Ordinal => between(c, k),
                Level::Interval => a - b,
                Level::Ratio => (a - b) / (a + b),
            };
            distances.push(distance * distance);
        }
    }
    distances
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::measure::assert_close;

    /// A row for each coder, `None` where the coder passed.
    fn by_coder<const N: usize>(coders: &[[u8; N]]) -> Vec<Vec<f64>> {
        (0..N).map(|at| coders.iter().map(|c| c[at]).filter(|&v| v > 0).map(f64::from).collect()).collect()
    }

    #[test]
    fn equals_the_reference() {
        // 0 stands for a value that was not given; computed with krippendorff 0.9.0
        let three = by_coder(&[
            [0, 0, 0, 0, 0, 3, 4, 1, 2, 1, 1, 3, 3, 0, 3],
            [1, 0, 2, 1, 3, 3, 4, 3, 0, 0, 0, 0, 0, 0, 0],
            [0, 0, 2, 1, 3, 4, 4, 0, 2, 1, 1, 3, 3, 0, 4],
        ]);
        let four = by_coder(&[
            [1, 2, 3, 3, 2, 1, 4, 1, 2, 0, 0, 0],
            [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, 0, 0],
            [0, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 3],
            [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, 0],
        ]);
        for (level, of_three, of_four) in [
            (Level::Nominal, 0.691358024691358, 0.743421052631579),
            (Level::Ordinal, 0.8067214199413153, 0.8153875037548814),
            (Level::Interval, 0.8108448928121059, 0.8491071428571428),
            (Level::Ratio, 0.8089436707842471, 0.7974027747116121),
        ] {
            assert_close(alpha(&three, level).unwrap(), of_three, 1e-9);
            assert_close(alpha(&four, level).unwrap(), of_four, 1e-9);
        }
    }

    #[test]
    fn what_cannot_be_told_is_empty() {
        assert_eq!(alpha(&[], Level::Nominal), None);
        assert_eq!(alpha(&[vec![1.0], vec![2.0]], Level::Interval), None);
        assert_eq!(alpha(&[vec![-1.0, 1.0]], Level::Ratio), None);
        assert_eq!(alpha(&[vec![f64::NAN, 1.0]], Level::Nominal), None);
        assert_eq!(alpha(&[vec![0.0, -0.0], vec![0.0, 0.0]], Level::Ratio), None);
        assert_eq!(alpha(&[vec![0.0, 0.0], vec![1.0, 1.0]], Level::Ratio), Some(1.0));
    }
}
