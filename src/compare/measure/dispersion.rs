//! Dispersion: whether the hits are spread over the documents as the words are, or heaped in a few.

use super::without_minus_zero;

/// Gries' DP: half the sum of `|share of the words - share of the hits|` over the parts.
///
/// 0 when every part has its share; near 1 when one small part has all. Each part is `(hits, tokens)`. Empty
/// without hits. Parts must come in a fixed order for fixed bytes.
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
    let (hits, tokens) = parts.iter().fold((0, 0), |(h, t), (hits, tokens)| (h + hits, t + tokens));
    if hits == 0 || tokens == 0 {
        return None;
    }
    let distance: f64 = parts.iter().map(|&(h, t)| (t as f64 / tokens as f64 - h as f64 / hits as f64).abs()).sum();
    Some(without_minus_zero(distance / 2.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::measure::assert_close;

    #[test]
    fn equals_the_reference() {
        let toy = |hits: [u64; 5]| dp(hits.into_iter().zip([9, 10, 10, 10, 11])).unwrap();
        assert_close(toy([1, 2, 3, 4, 5]), 0.18, 1e-9);
        assert_close(toy([2, 2, 2, 2, 2]), 0.020000000000000004, 1e-9);
        assert_close(toy([1, 0, 0, 0, 0]), 0.82, 1e-9);
        assert_close(toy([0, 1, 0, 0, 0]), 0.8, 1e-9);
        assert_close(toy([0, 0, 0, 0, 1]), 0.78, 1e-9);
    }

    #[test]
    fn one_part_is_even() {
        assert_eq!(dp([(3, 40)]), Some(0.0));
    }
}
