//! The shape of each side in a chart; in a line of text it is the side's sign.

use crate::lexicon::SideId;
use crate::output::harmless::{fit, wrap};
use maud::{Markup, html};

/// Corners of the shapes after the circle, in the order of the signs, around a center, in tenths of a pixel.
const CORNERS: [&[(i32, i32)]; 5] = [
    &[(0, -75), (70, 55), (-70, 55)],
    &[(-60, -60), (60, -60), (60, 60), (-60, 60)],
    &[(0, -80), (80, 0), (0, 80), (-80, 0)],
    &[(0, 75), (70, -55), (-70, -55)],
    &[(0, -80), (20, -25), (76, -25), (32, 10), (47, 65), (0, 32), (-47, 65), (-32, 10), (-76, -25), (-20, -25)],
];

/// The shape at a point of a chart; hollow when the evidence is thin.
pub fn mark(side: SideId, x: f64, y: f64, thin: bool) -> Markup {
    let class = if thin { "mark thin" } else { "mark" };
    match usize::from(side.0) % (CORNERS.len() + 1) {
        0 => html! { circle class=(class) cx=(px(x)) cy=(px(y)) r="6.5" {} },
        n => {
            let corner =
                |&(dx, dy): &(i32, i32)| format!("{},{}", px(x + f64::from(dx) / 10.0), px(y + f64::from(dy) / 10.0));
            let points = CORNERS[n - 1].iter().map(corner).collect::<Vec<_>>().join(" ");
            html! { polygon class=(class) points=(points) {} }
        }
    }
}

/// What an issue is called, in one line or two, beside its rows of a chart.
pub fn issue_name(label: &str, top: f64) -> Markup {
    let lines = wrap(label, 27);
    let second = lines.get(1..).map(|rest| rest.join(" ")).unwrap_or_default();
    html! {
        text x="0" y=(px(top + 16.0)) {
            (lines.first().map_or("", String::as_str))
            @if !second.is_empty() { tspan x="0" dy="18" { (fit(&second, 27)) } }
        }
    }
}

/// A coordinate with one decimal.
pub fn px(x: f64) -> String {
    crate::table::fixed(x, 1)
}
