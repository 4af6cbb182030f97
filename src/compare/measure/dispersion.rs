//! Dispersion: whether the hits are spread over the documents as the words are, or heaped in a few.
//!
//! Each part is `(hits, tokens)`; parts must come in a fixed order for fixed bytes. All three figures are empty without
//! hits.

use super::without_minus_zero;

/// Gries' DP: half the sum of `|share of the words - share of the hits|` over the parts.
///
/// 0 when every part has its share; near 1 when one small part has all.
///
/// ```
/// use demarche::compare::measure::dispersion::dp;
/// // five parts of 9, 10, 10, 10 and 11 words with 1, 2, 3, 4 and 5 hits (the toy corpus of Gries 2008)
/// let x = dp([(1, 9), (2, 10), (3, 10), (4, 10), (5, 11)]).unwrap();
/// assert!((x - 0.18).abs() < 1e-15);
/// assert_eq!(dp([(0, 9), (0, 10)]), None);
/// ```
///
/// Gries, S. Th. (2008). Dispersions and adjusted frequencies in corpora. International Journal of Corpus Linguistics 13(4).
pub fn dp(parts: impl IntoIterator<Item = (u64, u64)>) -> Option<f64> {
    let parts: Vec<(u64, u64)> = parts.into_iter().collect();
    let (hits, tokens) = sums(&parts);
    if hits == 0 || tokens == 0 {
        return None;
    }
    let distance: f64 = parts.iter().map(|&(h, t)| (t as f64 / tokens as f64 - h as f64 / hits as f64).abs()).sum();
    Some(without_minus_zero(distance / 2.0))
}

/// DP as a share of the largest DP that the parts allow: `DP / (1 - least share of the words)`.
///
/// Empty also when there is only one part, which allows no difference.
///
/// ```
/// use demarche::compare::measure::dispersion::dp_norm;
/// let x = dp_norm([(1, 9), (2, 10), (3, 10), (4, 10), (5, 11)]).unwrap();
/// assert!((x - 0.2195121951219512).abs() < 1e-12); // 0.18 / (1 - 9/50)
/// assert_eq!(dp_norm([(3, 40)]), None);
/// ```
///
/// Lijffijt, J. & Gries, S. Th. (2012). Correction to Stefan Th. Gries' "Dispersions and adjusted frequencies in corpora".
/// International Journal of Corpus Linguistics 17(1).
pub fn dp_norm(parts: impl IntoIterator<Item = (u64, u64)>) -> Option<f64> {
    let parts: Vec<(u64, u64)> = parts.into_iter().filter(|(_, tokens)| *tokens > 0).collect();
    let (_, tokens) = sums(&parts);
    let least = parts.iter().map(|(_, tokens)| *tokens).min()?;
    let most = 1.0 - least as f64 / tokens as f64;
    (most > 0.0).then(|| dp(parts)).flatten().map(|dp| (dp / most).min(1.0))
}

/// Juilland's D: `1 - V / sqrt(n - 1)`, V being the population standard deviation of the n parts' rates over their mean.
///
/// 1 when every part has the same rate, 0 when one part has all. Parts without words are left out. Empty also when there
/// is only one part.
///
/// ```
/// use demarche::compare::measure::dispersion::juilland_d;
/// let x = juilland_d([(1, 9), (2, 10), (3, 10), (4, 10), (5, 11)]).unwrap();
/// assert!((x - 0.7851504534504508).abs() < 1e-12);
/// assert_eq!(juilland_d([(3, 40)]), None);
/// ```
///
/// Juilland, A., Brodin, D. & Davidovitch, C. (1970). Frequency Dictionary of French Words. Mouton.
pub fn juilland_d(parts: impl IntoIterator<Item = (u64, u64)>) -> Option<f64> {
    let parts: Vec<(u64, u64)> = parts.into_iter().filter(|(_, tokens)| *tokens > 0).collect();
    let rates: Vec<f64> = parts.iter().map(|&(hits, tokens)| hits as f64 / tokens as f64).collect();
    let n = rates.len() as f64;
    if rates.len() < 2 || sums(&parts).0 == 0 {
        return None;
    }
    let mean = rates.iter().sum::<f64>() / n;
    let variance = rates.iter().map(|rate| (rate - mean) * (rate - mean)).sum::<f64>() / n;
    // one part with everything gives 1 - 1 up to rounding
    Some((1.0 - variance.sqrt() / mean / (n - 1.0).sqrt()).clamp(0.0, 1.0))
}

fn sums(parts: &[(u64, u64)]) -> (u64, u64) {
    parts.iter().fold((0, 0), |(h, t), (hits, tokens)| (h + hits, t + tokens))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::measure::assert_close;

    #[test]
    fn equals_the_reference() {
        // hits in five parts; DP, DPnorm, D
        for (hits, expected_dp, expected_norm, expected_d) in [
            ([1, 2, 3, 4, 5], 0.18, 0.2195121951219512, 0.7851504534504508),
            ([2, 2, 2, 2, 2], 0.020000000000000004, 0.02439024390243903, 0.9680910432049221),
            ([1, 1, 1, 1, 1], 0.020000000000000004, 0.02439024390243903, 0.9680910432049221),
            ([1, 0, 0, 0, 0], 0.82, 0.9999999999999999, 0.0),
            ([0, 1, 0, 0, 0], 0.7999999999999999, 0.9756097560975608, 0.0),
            ([0, 0, 0, 0, 1], 0.78, 0.9512195121951219, 0.0),
        ] {
            let parts = || hits.into_iter().zip([9, 10, 10, 10, 11]);
            assert_close(dp(parts()).unwrap(), expected_dp, 1e-9);
            assert_close(dp_norm(parts()).unwrap(), expected_norm, 1e-9);
            assert!((juilland_d(parts()).unwrap() - expected_d).abs() <= 1e-9);
        }
    }

    #[test]
    fn one_part_is_even() {
        assert_eq!(dp([(3, 40)]), Some(0.0));
    }

    #[test]
    fn without_hits_nothing_is_dispersed() {
        for parts in [vec![], vec![(0, 9), (0, 10)], vec![(0, 0), (0, 0)]] {
            assert_eq!((dp(parts.clone()), dp_norm(parts.clone()), juilland_d(parts)), (None, None, None));
        }
    }
}
