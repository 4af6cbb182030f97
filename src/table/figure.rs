//! Figures, counts and days as digits, and without a detour through the formatter where that is much quicker.

use crate::document::Date;
use std::io::Write;

/// `figure` with fixed decimals; empty when it is not finite, and never `-0`.
pub fn fixed(figure: f64, decimals: usize) -> String {
    if !figure.is_finite() {
        return String::new();
    }
    let written = format!("{figure:.decimals$}");
    match written.strip_prefix('-') {
        Some(rest) if rest.bytes().all(|b| matches!(b, b'0' | b'.')) => rest.to_string(),
        _ => written,
    }
}

/// Adds [`fixed`] with six decimals to `out`.
pub fn write_fixed(figure: f64, out: &mut Vec<u8>) {
    match rounded_millionths(figure.abs()) {
        Some(count) => {
            if figure < 0.0 && count > 0 {
                out.push(b'-');
            }
            let mut digits = Digits::of(count, 7);
            digits.insert_point(6);
            out.extend_from_slice(digits.written());
        }
        None => out.extend_from_slice(fixed(figure, 6).as_bytes()),
    }
}

/// Adds a figure to `out` with as few digits as tell it from all others.
pub fn write_shortest(figure: f64, out: &mut Vec<u8>) {
    match millionths(figure).filter(|count| *count > 0) {
        Some(mut count) => {
            if figure < 0.0 {
                out.push(b'-');
            }
            let mut decimals = 6;
            while decimals > 0 && count % 10 == 0 {
                (count, decimals) = (count / 10, decimals - 1);
            }
            let mut digits = Digits::of(count, decimals + 1);
            if decimals > 0 {
                digits.insert_point(decimals);
            }
            out.extend_from_slice(digits.written());
        }
        // Writing to memory does not fail.
        None => drop(write!(out, "{figure}")),
    }
}

/// Adds the digits of a count to `out`.
pub fn write_integer(count: u64, out: &mut Vec<u8>) {
    match count {
        0..10 => out.push(b'0' + count as u8),
        _ => out.extend_from_slice(Digits::of(count, 1).written()),
    }
}

/// Adds `2014-07-08` to `out`.
pub fn write_date(date: Date, out: &mut Vec<u8>) {
    match u64::try_from(date.year()) {
        Ok(year) => {
            let (month, day) = (date.month().unsigned_abs(), date.day().unsigned_abs());
            let digits = Digits::of(year * 10_000 + u64::from(month) * 100 + u64::from(day), 8);
            let [y, e, a, r, m, n, d, k] = *digits.written() else { return drop(write!(out, "{date}")) };
            out.extend_from_slice(&[y, e, a, r, b'-', m, n, b'-', d, k]);
        }
        Err(_) => drop(write!(out, "{date}")),
    }
}

/// The whole number of millionths that is nearest to a figure without sign, by the figure's own bits; none where two are, and
/// of figures that are too large or none.
fn rounded_millionths(size: f64) -> Option<u64> {
    if size.is_nan() || size >= 1e12 {
        return None;
    }
    let (exponent, fraction) = ((size.to_bits() >> 52) as u32, size.to_bits() & ((1 << 52) - 1));
    let whole = if exponent > 0 { 1 << 52 } else { 0 };
    // The figure is this many times 2^-shift.
    let (count, shift) = (u128::from(whole | fraction) * 1_000_000, 1075 - exponent.max(1));
    if shift > 100 {
        return Some(0);
    }
    let (rest, half) = (count & ((1 << shift) - 1), 1 << (shift - 1));
    (rest != half).then_some((count >> shift) as u64 + u64::from(rest > half))
}

/// The number of millionths that a figure is: of all figures it is the nearest to their quotient. A count under 10^15 has at
/// most fifteen digits, and no two numbers of so few digits are the same figure.
fn millionths(figure: f64) -> Option<u64> {
    let size = figure.abs();
    let count = (size * 1e6 + 0.5) as u64;
    (count < 1_000_000_000_000_000 && count as f64 / 1e6 == size).then_some(count)
}

/// Digits, made from the last one on.
struct Digits {
    bytes: [u8; 24],
    start: usize,
}

impl Digits {
    /// The digits of `count`, at least so many.
    fn of(mut count: u64, least: usize) -> Self {
        let (mut bytes, mut start) = ([b'0'; 24], 24);
        while count > 0 {
            start -= 1;
            bytes[start] = b'0' + (count % 10) as u8;
            count /= 10;
        }
        Digits { bytes, start: start.min(24 - least) }
    }

    /// Puts a point before the last `decimals` digits.
    fn insert_point(&mut self, decimals: usize) {
        let point = 24 - decimals - 1;
        self.bytes.copy_within(self.start..=point, self.start - 1);
        self.bytes[point] = b'.';
        self.start -= 1;
    }

    fn written(&self) -> &[u8] {
        &self.bytes[self.start..]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::written;
    use proptest::prelude::*;

    #[test]
    fn zero_has_no_sign_however_small_the_figure() {
        for figure in [0.0, -0.0, -1e-9, -4.9e-7, 1e-300, -1e-300] {
            assert_eq!(fixed(figure, 6), "0.000000");
        }
        assert_eq!(fixed(-0.0000006, 6), "-0.000001");
        assert_eq!(fixed(-0.4, 0), "0");
    }

    #[test]
    fn figures_at_the_borders_are_those_of_the_formatter() {
        let borders = [0.0, -0.0, 0.5e-6, 1e-6, -1e-6, 0.1 + 0.2, 1e9 - 1e-6, 1e9, 1e15, f64::MAX, f64::MIN_POSITIVE];
        let ties =
            [1.0 / 128.0, -3.0 / 128.0, 5.0 / 128.0, 1e6 + 1.0 / 128.0, 0.5e-6_f64.next_down(), 1e12_f64.next_down()];
        for figure in borders.into_iter().chain(ties).chain([f64::NAN, f64::INFINITY, f64::NEG_INFINITY]) {
            assert_eq!(written(|out| write_fixed(figure, out)), fixed(figure, 6));
            assert_eq!(written(|out| write_shortest(figure, out)), figure.to_string());
        }
    }

    proptest! {
        #[test]
        fn every_figure_prints_as_one_or_as_nothing(figure in any::<f64>()) {
            let written = fixed(figure, 6);
            prop_assert!(written != "-0.000000");
            prop_assert!(written.is_empty() || written.parse::<f64>().is_ok_and(f64::is_finite));
            prop_assert!(written.is_empty() || written.split_once('.').is_some_and(|(_, d)| d.len() == 6));
        }

        #[test]
        fn digits_are_those_of_the_formatter(
            count in -2_000_000_000_000_000i64..2_000_000_000_000_000,
            small in -3_000_000i64..3_000_000,
            step in -2i64..3,
            figure in any::<f64>(),
            usual in -2e6..2e6,
        ) {
            let near = |count: i64| f64::from_bits((count as f64 / 1e6).to_bits().wrapping_add_signed(step));
            let figures = [near(count), near(small), near(small / 1000 * 1000), count as f64, small as f64 / 128.0];
            for figure in figures.into_iter().chain([figure, usual, usual / 1e6]) {
                prop_assert_eq!(written(|out| write_fixed(figure, out)), fixed(figure, 6));
                prop_assert_eq!(written(|out| write_shortest(figure, out)), figure.to_string());
            }
        }
    }
}
