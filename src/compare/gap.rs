//! Few units: an interval of a gap that stays honest when a handful of units bears on an issue.
//!
//! What comes in are units as two groups speak in them; what goes out is an interval of the difference of their stances. It
//! rests on no resampling: among few units a replicate is by chance a sample of still fewer, so that the bootstrap
//! overstates how much a gap varies. Each group gets two more units of half the mean weight, one in favor and one against
//! (Agresti & Caffo 2000 add a success and a failure to each of two proportions), which moves a stance away from the ends of
//! its scale and leaves none without variance. It is used together with the bootstrap, see
//! [`Ground::gap`](super::ground::Ground).

use super::interval::{Interval, Spread, t_of_difference};
use super::test::{Pair, Ratio, Share};

/// The weight of an added unit, as a share of the mean.
const ADDED: f64 = 0.5;

/// A group's units with the two that are added to them.
struct Group {
    units: u64,
    added: f64,
    ratio: Ratio,
}

impl Group {
    fn of(shares: impl Iterator<Item = Share> + Clone) -> Option<Group> {
        let speaking = shares.filter(|share| share.denominator > 0.0);
        let units = speaking.clone().count() as u64;
        let weight: f64 = speaking.clone().map(|share| share.denominator).sum();
        let added = ADDED * weight / units.max(1) as f64;
        let ratio = Ratio::of(speaking.chain(Group::extra(added)));
        (units > 0).then_some(Group { units: units + 2, added, ratio })
    }

    fn extra(added: f64) -> [Share; 2] {
        [added, -added].map(|numerator| Share { numerator, denominator: added })
    }

    /// How far the stance would move without this unit (the jackknife), scaled to a standard error.
    fn influence(&self, share: Share) -> f64 {
        let n = self.units as f64;
        self.ratio.without(share) * ((n - 1.0) / n).sqrt()
    }

    fn spread(&self, shares: impl Iterator<Item = Share>) -> Spread {
        let speaking = shares.filter(|share| share.denominator > 0.0).chain(Group::extra(self.added));
        Spread::of(self.units, speaking.map(|share| self.influence(share)))
    }
}

/// The 95 % interval of the stance of the first group minus that of the second; `None` when one of them has no unit.
///
/// `R1 - R2 ± t · se`, with R of the enlarged groups; `se² = Σ l1² + Σ l2² + 2 max(0, -Σ l1 l2)`, l being the jackknife's
/// influences of a unit, and t with the degrees of freedom of [`welch_degrees`](super::interval::welch_degrees).
///
/// Agresti, A. & Caffo, B. (2000). Simple and effective confidence intervals for proportions and differences of proportions
/// result from adding two successes and two failures. The American Statistician 54(4).
pub(crate) fn gap_interval(pairs: &[Pair]) -> Option<Interval> {
    let first = Group::of(pairs.iter().map(|pair| pair.first))?;
    let second = Group::of(pairs.iter().map(|pair| pair.second))?;
    let (one, other) =
        (first.spread(pairs.iter().map(|pair| pair.first)), second.spread(pairs.iter().map(|pair| pair.second)));
    let both = pairs.iter().filter(|pair| pair.first.denominator > 0.0 && pair.second.denominator > 0.0);
    let shared: f64 = both.map(|pair| first.influence(pair.first) * second.influence(pair.second)).sum();
    // taken as independent unless units pull the two stances apart: the estimate of what they share is too rough to draw in by
    let variance = one.squares + other.squares + 2.0 * (-shared).max(0.0);
    let reach = t_of_difference(one, other) * variance.sqrt();
    let gap = first.ratio.value - second.ratio.value;
    Some((gap - reach, gap + reach))
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
        // each side: two units of weight 1 that agree, two added of 0.5; R = 2/3 and -2/3
        let pairs =
            [unit(1, true, 1.0, 1.0), unit(2, true, 1.0, 1.0), unit(3, false, -1.0, 1.0), unit(4, false, -1.0, 1.0)];
        let (low, high) = gap_interval(&pairs).unwrap();
        assert!(((low + high) / 2.0 - 4.0 / 3.0).abs() < 1e-12);
        // without one of the two: (1 - 2/3) / 2; without an added one: (0.5 - 1/3) / 2.5 and (-0.5 - 1/3) / 2.5
        let squares: [f64; 4] = [1.0 / 36.0, 1.0 / 36.0, 1.0 / 225.0, 1.0 / 9.0];
        let side = squares.iter().sum::<f64>() * 0.75;
        let fourths = squares.iter().map(|square| square * square).sum::<f64>() * 0.75 * 0.75;
        let degrees = 2.0 * (2.0 * side * side / (fourths - side * side / 4.0)).min(3.0);
        let t = crate::compare::measure::distribution::t_exceeded_by(0.05, degrees);
        assert!(((high - low) / 2.0 - t * (2.0 * side).sqrt()).abs() < 1e-9);
    }

    #[test]
    fn swapping_mirrors_to_the_last_bit() {
        let pairs: Vec<Pair> = (0..9u64)
            .map(|i| unit(i, i % 3 == 0, [0.5, -0.5, 1.5][i as usize % 3] + i as f64 / 7.0 - 0.6, 1.0 + i as f64 / 3.0))
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
