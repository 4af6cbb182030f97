//! The shape of each side, and coordinates of charts, which are shares of the chart's width.

use crate::lexicon::SideId;
use crate::table::fixed;
use maud::{Markup, html};

/// Corners of the shapes after the circle, in the order of the signs, around a center, in tenths of a pixel.
const CORNERS: [&[(i32, i32)]; 5] = [
    &[(0, -72), (70, 55), (-70, 55)],
    &[(-56, -56), (56, -56), (56, 56), (-56, 56)],
    &[(0, -78), (78, 0), (0, 78), (-78, 0)],
    &[(0, 72), (70, -55), (-70, -55)],
    &[(0, -80), (20, -25), (76, -25), (32, 10), (47, 65), (0, 32), (-47, 65), (-32, 10), (-76, -25), (-20, -25)],
];

fn outline(side: SideId, class: &str) -> Markup {
    match usize::from(side.0) % (CORNERS.len() + 1) {
        0 => html! { circle class=(class) r="6" {} },
        n => {
            let corner =
                |&(x, y): &(i32, i32)| format!("{},{}", fixed(f64::from(x) / 10.0, 1), fixed(f64::from(y) / 10.0, 1));
            let points = CORNERS[n - 1].iter().map(corner).collect::<Vec<_>>().join(" ");
            html! { polygon class=(class) points=(points) {} }
        }
    }
}

/// The shape of a side in a line of text; its label stands beside it.
pub fn icon(side: SideId) -> Markup {
    html! { svg class={ "icon " (super::class(side)) } viewBox="-8 -8 16 16" aria-hidden="true" { (outline(side, "mark")) } }
}

/// The shape at a point of a chart; hollow when the evidence is thin.
pub fn mark(side: SideId, x: f64, y: f64, thin: bool) -> Markup {
    html! { svg x=(share(x)) y=(px(y)) overflow="visible" { (outline(side, if thin { "mark thin" } else { "mark" })) } }
}

/// An interval with ends; broken when the evidence is thin.
pub fn interval(low: f64, high: f64, y: f64, thin: bool) -> Markup {
    let class = if thin { "interval thin" } else { "interval" };
    html! {
        line class=(class) x1=(share(low)) x2=(share(high)) y1=(px(y)) y2=(px(y)) {}
        @for end in [low, high] {
            line class="interval" x1=(share(end)) x2=(share(end)) y1=(px(y - 4.0)) y2=(px(y + 4.0)) {}
        }
    }
}

/// A line from top to bottom of a chart.
pub fn rule(class: &str, x: f64, height: f64) -> Markup {
    html! { line class=(class) x1=(share(x)) x2=(share(x)) y1="0" y2=(px(height)) {} }
}

/// Where a figure between -1 and +1 lies, in percent of the chart's width.
pub fn from_minus_one_to_one(figure: f64) -> f64 {
    50.0 + 46.0 * figure.clamp(-1.0, 1.0)
}

/// A step of 1, 2 or 5 times a power of ten, so that few steps reach `most`.
pub fn step(most: f64) -> f64 {
    let rough = most.max(1e-9) / 4.0;
    let power = libm::pow(10.0, libm::floor(libm::log10(rough)));
    [1.0, 2.0, 5.0, 10.0].into_iter().map(|n| n * power).find(|step| *step >= rough).unwrap_or(10.0 * power)
}

/// A share of the chart's width.
pub fn share(x: f64) -> String {
    format!("{}%", fixed(x, 2))
}

/// A coordinate in pixels.
pub fn px(x: f64) -> String {
    fixed(x, 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_round_and_few() {
        for (most, expected) in [(28.2, 10.0), (3.9, 1.0), (100.0, 50.0), (0.8, 0.2), (7.5, 2.0)] {
            assert!((step(most) - expected).abs() < 1e-9, "{most}: {}", step(most));
        }
        assert!(step(0.0) > 0.0);
    }

    #[test]
    fn the_ends_of_the_axis_leave_room_for_the_marks() {
        assert_eq!(
            [-1.0, 0.0, 1.0, 7.0].map(|x| share(from_minus_one_to_one(x))),
            ["4.00%", "50.00%", "96.00%", "96.00%"]
        );
    }
}
