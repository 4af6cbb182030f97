//! The interval of a gap: that of each stance, put together.
//!
//! What comes in are units as two groups speak in them; what goes out is an interval of the difference of their stances. Each
//! stance gets an interval of t on the scale of its logit, as in survey statistics for a share in clustered samples (Korn &
//! Graubard 1998), from its units and two added ones of an eighth of their mean weight, one in favor and one against, which
//! leave no stance at the end of its scale and none without variance (after Agresti & Caffo 2000). The two are combined as Newcombe
//! (1998) and Zou & Donner (2008) do (MOVER). It rests on no resampling: among few units a replicate is by chance a sample
//! of still fewer, so that the bootstrap overstates how much a gap varies (`simulation`).

use super::interval::{Interval, Spread, difference, t_of_difference};
use super::test::{Pair, Ratio, Share};

/// The weight of an added unit, as a share of the mean.
const ADDED: f64 = 0.125;

/// A group's units with the two that are added to them.
struct Group {
    /// The stance without the added units.
    stance: f64,
    ratio: Ratio,
    spread: Spread,
}

impl Group {
    fn of(shares: impl Iterator<Item = Share> + Clone) -> Option<Group> {
        let speaking = shares.filter(|share| share.denominator > 0.0);
        let units = speaking.clone().count() as u64;
        let weight: f64 = speaking.clone().map(|share| share.denominator).sum();
        let added = ADDED * weight / units.max(1) as f64;
        let extra = [added, -added].map(|numerator| Share { numerator, denominator: added });
        let stance = Ratio::of(speaking.clone()).value;
        let enlarged = speaking.chain(extra);
        let ratio = Ratio::of(enlarged.clone());
        let spread = Spread::of(units + 2, enlarged.map(|share| ratio.residual(share)));
        (units > 0).then_some(Group { stance, ratio, spread })
    }

    /// `tanh(artanh R ± t · se / (1 - R²))`, artanh being half the logit; drawn out to hold the stance.
    fn interval(&self, t: f64) -> Interval {
        let middle = self.ratio.value;
        let reach = t * self.spread.squares.sqrt() / (1.0 - middle * middle);
        let end = |at: f64| libm::tanh(libm::atanh(middle) + at);
        (end(-reach).min(self.stance), end(reach).max(self.stance))
    }
}

/// The 95 % interval of the stance of the first group minus that of the second; `None` when one of them has no unit.
///
/// Agresti, A. & Caffo, B. (2000). Simple and effective confidence intervals for proportions and differences of proportions
/// result from adding two successes and two failures. The American Statistician 54(4).
/// Korn, E. & Graubard, B. (1998). Confidence intervals for proportions with small expected number of positive counts
/// estimated from survey data. Survey Methodology 24(2).
/// Newcombe, R. (1998). Interval estimation for the difference between independent proportions: comparison of eleven methods.
/// Statistics in Medicine 17(8).
pub(crate) fn gap_interval(pairs: &[Pair]) -> Option<Interval> {
    let first = Group::of(pairs.iter().map(|pair| pair.first))?;
    let second = Group::of(pairs.iter().map(|pair| pair.second))?;
    let t = t_of_difference(first.spread, second.spread);
    let both = pairs.iter().filter(|pair| pair.first.denominator > 0.0 && pair.second.denominator > 0.0);
    let shared: f64 = both.map(|pair| first.ratio.residual(pair.first) * second.ratio.residual(pair.second)).sum();
    let scale = (first.spread.squares * second.spread.squares).sqrt();
    // taken as independent unless units pull the two stances apart: the estimate of what they share is too rough to draw in by
    let correlation = if scale > 0.0 { (shared / scale).clamp(-1.0, 0.0) } else { 0.0 };
    Some(difference((first.stance, first.interval(t)), (second.stance, second.interval(t)), correlation))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(key: u64, first: bool, numerator: f64, denominator: f64) -> Pair {
        let share = Share { numerator, denominator };
        let (first, second) = if first { (share, Share::default()) } else { (Share::default(), share) };
        Pair { key, first, second }
    }

    #[test]
    fn two_units_against_two_by_hand() {
        // each side: one unit of weight 1 in favor, one against, two added of an eighth; R = 0 and Σy = 2.25
        let pairs =
            [unit(1, true, 1.0, 1.0), unit(2, true, -1.0, 1.0), unit(3, false, 1.0, 1.0), unit(4, false, -1.0, 1.0)];
        let (low, high) = gap_interval(&pairs).unwrap();
        // residuals squared: (1 / 2.25)² / (1 - 1 / 2.25), and (0.125 / 2.25)² / (1 - 0.125 / 2.25)
        let (large, small) = (1.0 / 2.25 / 1.25, 0.125 * 0.125 / 2.25 / 2.125);
        let squares: f64 = 2.0 * (large + small);
        let degrees = 2.0 * squares * squares / (2.0 * (large * large + small * small) - squares * squares / 4.0);
        let t = crate::compare::measure::distribution::t_exceeded_by(0.05, 2.0 * degrees.min(3.0));
        let reach = (t * squares.sqrt()).tanh() * 2f64.sqrt();
        assert!((high - reach).abs() < 1e-9 && (low + reach).abs() < 1e-9, "{low} {high} {reach}");
    }

    #[test]
    fn one_unit_against_another_tells_next_to_nothing() {
        let (low, high) = gap_interval(&[unit(1, true, 1.0, 1.0), unit(2, false, -1.0, 1.0)]).unwrap();
        assert!(low < -0.7 && high == 2.0, "{low} {high}");
    }

    #[test]
    fn units_that_pull_apart_widen_and_units_that_hang_together_change_nothing() {
        let both = |key: u64, sign: f64| {
            let share = |numerator: f64| Share { numerator, denominator: 1.0 + key as f64 / 9.0 };
            let first = if key.is_multiple_of(3) { 0.9 } else { -0.2 };
            Pair { key, first: share(first), second: share(sign * first) }
        };
        let apart: Vec<Pair> = (0..9)
            .map(|i| both(i, 1.0))
            .flat_map(|p| [Pair { second: Share::default(), ..p }, Pair { first: Share::default(), ..p }])
            .collect();
        let width = |pairs: &[Pair]| gap_interval(pairs).map(|(low, high)| high - low).unwrap();
        let together: Vec<Pair> = (0..9).map(|i| both(i, 1.0)).collect();
        assert!((width(&together) - width(&apart)).abs() < 1e-12);
        let against: Vec<Pair> = (0..9).map(|i| both(i, -1.0)).collect();
        assert!(width(&against) > 1.2 * width(&together));
    }

    #[test]
    fn swapping_mirrors_to_the_last_bit() {
        let pairs: Vec<Pair> = (0..9u64)
            .map(|i| unit(i, i % 3 == 0, [0.5, -0.5, 1.5][i as usize % 3] + i as f64 / 7.0 - 0.6, 2.0 + i as f64 / 3.0))
            .chain([Pair {
                key: 77,
                first: Share { numerator: 0.3, denominator: 0.7 },
                second: Share { numerator: -0.9, denominator: 1.1 },
            }])
            .collect();
        let swapped: Vec<Pair> = pairs.iter().map(|p| Pair { first: p.second, second: p.first, ..*p }).collect();
        let ((low, high), (back_low, back_high)) = (gap_interval(&pairs).unwrap(), gap_interval(&swapped).unwrap());
        assert_eq!((low, high), (-back_high, -back_low));
    }

    #[test]
    fn a_silent_group_has_no_gap() {
        assert_eq!(gap_interval(&[unit(1, true, 1.0, 1.0)]), None);
    }
}
