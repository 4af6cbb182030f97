//! Where the sides stand, drawn in one line each: a mark and an interval between -1 and +1.

use super::{Page, Summary};
use crate::compare::{Evidence, Position};
use crate::lexicon::SideId;
use crate::output::answer::{issue_label, sign};
use crate::text::harmless::{fit, harmless, pad};

/// The widest and the narrowest that the axis is drawn.
const WIDEST: usize = 61;
const NARROWEST: usize = 21;

/// The signs of sides whose evidence is thin, in the order of the full ones.
const HOLLOW: [&str; 6] = ["○", "△", "□", "◇", "▽", "☆"];

impl Summary<'_> {
    pub(super) fn plot(&self, page: &mut Page) {
        let stands = |position: &Position| position.stance.value.is_some();
        if !self.comparison.positions().any(stands) {
            return;
        }
        let names = (page.width / 3).min(36);
        let columns = page.width.saturating_sub(names + 3).clamp(NARROWEST.min(page.width), WIDEST);
        // An odd number has a middle.
        let columns = columns - (columns + 1) % 2;
        page.blank();
        page.heading("Where they stand");
        let half = columns / 2;
        let axis = format!("{}0{}", pad("-1 against", half), format_args!("{:>half$}", "in favor +1"));
        page.faint_line(&format!("{}  {axis}", pad("", names)));
        for issue in self.comparison.issues.iter().filter(|issue| issue.positions.iter().any(stands)) {
            for (i, position) in issue.positions.iter().enumerate() {
                let label = harmless(issue_label(self.dispute, issue.issue));
                let name = if i == 0 { fit(&label, names.saturating_sub(1)) } else { "".into() };
                let line = page
                    .paint
                    .side(position.side, format!("{} {}", sign(position.side), drawn(position, columns)).trim_end());
                page.lines.push(format!("{}{line}", pad(&name, names)));
            }
        }
        page.faint("Lines are 95 % intervals; hollow signs and broken lines rest on fewer than five matches.");
    }
}

/// A position as it lies on the axis; blank without a stance.
fn drawn(position: &Position, columns: usize) -> String {
    let last = columns.saturating_sub(1);
    let at = |figure: f64| ((figure.clamp(-1.0, 1.0) + 1.0) / 2.0 * last as f64).round() as usize;
    let mut cells = vec![" "; columns];
    cells[at(0.0).min(last)] = "┊";
    let Some(value) = position.stance.value else { return cells.concat() };
    let thin = position.evidence == Evidence::Thin;
    if let (Some(low), Some(high)) = (position.stance.low, position.stance.high) {
        let (low, high) = (at(low).min(last), at(high).min(last));
        cells[low..=high].fill(if thin { "╌" } else { "─" });
        (cells[low], cells[high]) = ("├", "┤");
    }
    cells[at(value).min(last)] = if thin { hollow(position.side) } else { sign(position.side) };
    cells.concat()
}

fn hollow(side: SideId) -> &'static str {
    HOLLOW[usize::from(side.0) % HOLLOW.len()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::Estimate;
    use crate::table::sample;

    #[test]
    fn marks_and_intervals_lie_where_they_belong() {
        let mut position = sample::comparison().issues[0].positions[1].clone();
        for (value, low, high, evidence, line) in [
            (Some(0.5), Some(-0.5), Some(1.0), Evidence::Ok, "  ├───▲─┤"),
            (Some(-1.0), None, None, Evidence::Thin, "△   ┊    "),
            (Some(0.0), Some(-1.0), Some(1.0), Evidence::Thin, "├╌╌╌△╌╌╌┤"),
            (None, None, None, Evidence::None, "    ┊    "),
        ] {
            (position.stance, position.evidence) = (Estimate { value, low, high }, evidence);
            assert_eq!(drawn(&position, 9), line);
        }
    }
}
