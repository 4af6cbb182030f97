//! The interval of a stance: Wilson's for a share, with as many independent units as the units are worth.
//!
//! What comes in are the units of one group that bear on a topic; what goes out is an interval of (F - A) / (F + A). A share p in
//! favor is a stance 2p - 1, so Wilson's interval of a share is one of a stance. How many independent units n* the units are worth is
//! read off the variance of the ratio (Korn & Graubard 1998), and Student's t stands for z, since that variance is an estimate;
//! only where each unit is wholly in favor or wholly against is it known with the share, and z is left. Two more units of a quarter of the
//! mean weight, one in favor and one against, see to it that units which agree by chance are not taken for certainty (after
//! Agresti & Caffo 2000); they enter the variance, not the stance. It rests on no resampling, so it needs neither seed nor luck, and it
//! covers better than a bootstrap (`simulation`).

use super::interval::{Interval, Spread, one_sign_bound, t_of};
use super::measure::{Z95, without_minus_zero};
use super::test::{Ratio, Share};

/// The weight of an added unit, as a share of the mean.
const ADDED: f64 = 0.25;

/// The 95 % interval of the stance of units that each have F + A > 0; `None` for fewer than two, unless they are of one sign.
///
/// With R of the units and the two added ones, y = F + A, h = y / Σy and n units in all, the influences of the jackknife are
/// `l = (x - R·y) / Σy / (1 - h) · sqrt((n - 1) / n)`; with t at Satterthwaite's degrees of freedom of l (z where |x| = y in all
/// units), 1 / q = n* / t² and
/// q = t² · Σ l² / (1 - R²), the ends are `(S ± sqrt(q · (1 - S² + q))) / (1 + q)`. Where all units are of one sign, the bound is
/// [`one_sign_bound`].
///
/// Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference. J. American Statistical
/// Association 22(158).
/// Korn, E. & Graubard, B. (1998). Confidence intervals for proportions with small expected number of positive counts
/// estimated from survey data. Survey Methodology 24(2).
pub(crate) fn stance_interval(shares: &[Share]) -> Option<Interval> {
    let units = shares.len() as u64;
    if units > 0 && shares.iter().all(|share| share.numerator == share.denominator) {
        return Some((one_sign_bound(units), 1.0));
    }
    if units > 0 && shares.iter().all(|share| share.numerator == -share.denominator) {
        return Some((-1.0, 0.0 - one_sign_bound(units)));
    }
    (units > 1).then(|| {
        let ratio = Ratio::of(shares.iter().copied());
        let added = ADDED * ratio.total() / units as f64;
        let enlarged = ratio.with_balanced(2.0 * added);
        let extra = [added, -added].map(|numerator| Share { numerator, denominator: added });
        let n = (units + 2) as f64;
        let influences =
            shares.iter().copied().chain(extra).map(|share| enlarged.jackknife(share) * ((n - 1.0) / n).sqrt());
        let spread = Spread::of(units + 2, influences);
        let decided = shares.iter().all(|share| share.numerator.abs() == share.denominator);
        let t = if decided { Z95 } else { t_of(spread) };
        let q = t * t * spread.squares / (1.0 - enlarged.value * enlarged.value);
        let reach = (q * (1.0 - ratio.value * ratio.value + q)).sqrt();
        let end = |reach: f64| without_minus_zero((ratio.value + reach) / (1.0 + q));
        (end(-reach), end(reach))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(numerator: f64, denominator: f64) -> Share {
        Share { numerator, denominator }
    }

    #[test]
    fn many_equal_units_have_wilsons_interval() {
        // 60 of 100 in favor: Wilson's interval of the share is 0.5020 to 0.6906
        let units: Vec<Share> = (0..100).map(|i| share(if i < 60 { 1.0 } else { -1.0 }, 1.0)).collect();
        let (low, high) = stance_interval(&units).unwrap();
        assert!(
            (low - (2.0 * 0.5020 - 1.0)).abs() < 0.01 && (high - (2.0 * 0.6906 - 1.0)).abs() < 0.01,
            "{low} {high}"
        );
    }

    #[test]
    fn two_units_by_hand() {
        // one in favor, one against; two added of a quarter: R = 0, Σy = 2.5
        let square = |own: f64, rest: f64| (own / rest).powi(2) * 0.75;
        let ends = |q: f64| (q * (1.0 + q)).sqrt() / (1.0 + q);
        let (low, high) = stance_interval(&[share(1.0, 1.0), share(-1.0, 1.0)]).unwrap();
        let decided = 2.0 * (square(0.4, 0.6) + square(0.1, 0.9));
        assert!((high - ends(Z95 * Z95 * decided)).abs() < 1e-12 && low == -high, "{low} {high}");
        // units that speak both ways: their variance is estimated
        let (low, high) = stance_interval(&[share(0.5, 1.0), share(-0.5, 1.0)]).unwrap();
        let (large, small) = (square(0.2, 0.6), square(0.1, 0.9));
        let squares = 2.0 * (large + small);
        let degrees = 2.0 * squares * squares / (2.0 * (large * large + small * small) - squares * squares / 4.0);
        let t = crate::compare::measure::distribution::t_exceeded_by(0.05, degrees.min(3.0));
        assert!((high - ends(t * t * squares)).abs() < 1e-12 && low == -high, "{low} {high}");
    }

    #[test]
    fn more_of_the_same_narrows_and_one_heavy_unit_widens() {
        let units = |copies: usize, heavy: f64| -> Vec<Share> {
            let of = |i: usize| share([1.0, 0.5, -1.0][i % 3], 1.0);
            (0..3 * copies).map(of).chain([share(-heavy, heavy)]).collect()
        };
        let width = |copies, heavy| stance_interval(&units(copies, heavy)).map(|(low, high)| high - low).unwrap();
        assert!(width(20, 1.0) < 0.6 * width(5, 1.0));
        assert!(width(20, 30.0) > 1.5 * width(20, 1.0));
    }

    #[test]
    fn against_mirrors_in_favor_to_the_last_bit() {
        let units: Vec<Share> =
            (1..9u32).map(|i| share(f64::from(i * 7 % 5) - 1.3, 3.0 + f64::from(i) / 3.0)).collect();
        let mirrored: Vec<Share> = units.iter().map(|unit| share(-unit.numerator, unit.denominator)).collect();
        let ((low, high), (back_low, back_high)) =
            (stance_interval(&units).unwrap(), stance_interval(&mirrored).unwrap());
        assert_eq!((low, high), (-back_high, -back_low));
    }

    #[test]
    fn one_unit_tells_nothing_unless_it_is_of_one_sign() {
        assert_eq!(stance_interval(&[]), None);
        assert_eq!(stance_interval(&[share(0.5, 1.0)]), None);
        assert_eq!(stance_interval(&[share(1.0, 1.0)]), Some((one_sign_bound(1), 1.0)));
        assert_eq!(stance_interval(&[share(-2.0, 2.0)]), Some((-1.0, 0.95)));
    }
}
