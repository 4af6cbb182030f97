//! Power in plain words: how much more evidence like that at hand would settle a difference.

use super::comparison::Estimate;

/// Numbers beyond this are not worth saying.
const AT_MOST: f64 = 1e6;

/// About how many more units it would take for the interval to exclude zero, given how many there are: two digits, rounded up.
///
/// The ends of an interval draw in with the square root of the number of units, so the end on the far side of zero reaches zero
/// at `n · (reach / |figure|)²` units, `reach` being its distance from the figure. Empty when the interval already excludes
/// zero, when there is none, and when the figure is so small that a million would not do.
///
/// ```
/// # use demarche::compare::{Estimate, more_units};
/// // an interval that reaches 0.6 from 0.4 towards zero must shrink to two thirds: 2.25 times the units
/// let gap = Estimate { value: Some(0.4), low: Some(-0.2), high: Some(1.0) };
/// assert_eq!(more_units(&gap, 40), Some(50));
/// let settled = Estimate { value: Some(0.4), low: Some(0.1), high: Some(0.7) };
/// assert_eq!(more_units(&settled, 40), None);
/// ```
pub fn more_units(figure: &Estimate, units: u64) -> Option<u64> {
    let (value, low, high) = (figure.value?, figure.low?, figure.high?);
    if figure.excludes_zero() || value == 0.0 || units == 0 {
        return None;
    }
    let reach = if value > 0.0 { value - low } else { high - value };
    let times = (reach / value) * (reach / value);
    let more = (units as f64 * (times - 1.0)).max(1.0);
    // A hair above a whole number is that number.
    (more <= AT_MOST).then(|| two_digits((more - 1e-9).ceil() as u64))
}

fn two_digits(n: u64) -> u64 {
    let mut unit = 1;
    while n / unit >= 100 {
        unit *= 10;
    }
    n.div_ceil(unit) * unit
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn swapping_changes_nothing() {
        let forth = Estimate { value: Some(0.3), low: Some(-0.5), high: Some(0.9) };
        let back = Estimate { value: Some(-0.3), low: Some(-0.9), high: Some(0.5) };
        assert_eq!(more_units(&forth, 17), more_units(&back, 17));
        assert_eq!(more_units(&forth, 17), Some(110)); // 17 · ((0.8 / 0.3)² - 1) = 103.9
    }

    #[test]
    fn no_figure_no_number() {
        assert_eq!(more_units(&Estimate::default(), 9), None);
        assert_eq!(more_units(&Estimate { value: Some(0.0), low: Some(-1.0), high: Some(1.0) }, 9), None);
        assert_eq!(more_units(&Estimate { value: Some(1e-6), low: Some(-1.0), high: Some(1.0) }, 9), None);
    }

    #[test]
    fn two_digits_are_rounded_up() {
        assert_eq!([1, 99, 100, 101, 999, 1201].map(two_digits), [1, 99, 100, 110, 1000, 1300]);
    }
}
