//! Portrayals: a matrix of who speaks how about whom.

use super::{Page, Summary};
use crate::compare::{Evidence, Portrayal};
use crate::output::answer::{grouped, side_label, sign, with_interval};
use crate::text::harmless::{fit, harmless, pad};

/// Columns of the names of the rows.
const NAMES: usize = 20;

/// The narrowest column of a side.
const CELL: usize = 18;

impl Summary<'_> {
    pub(super) fn portrayals(&self, page: &mut Page) {
        let portrayals = &self.comparison.portrayals;
        if portrayals.iter().all(|portrayal| portrayal.mentions == 0) {
            return;
        }
        page.blank();
        page.heading("How each side speaks about whom: valence from -1 to +1, and mentions");
        let abouts: Vec<_> = self.sides().collect();
        let abreast = (page.width.saturating_sub(NAMES) / CELL).max(1);
        for abouts in abouts.chunks(abreast) {
            let room = page.width.saturating_sub(NAMES) / abouts.len();
            let cell = |text: &str| pad(&fit(&harmless(text), room.saturating_sub(1)), room);
            let heads: String =
                abouts.iter().map(|about| cell(&format!("about {}", side_label(self.dispute, *about)))).collect();
            page.lines.push(format!("{}{heads}", pad("", NAMES)).trim_end().to_string());
            for side in self.sides() {
                let name = format!("{} {}", sign(side), side_label(self.dispute, side));
                let mut line = pad(&fit(&harmless(&name), NAMES - 1), NAMES);
                for about in abouts {
                    let found = portrayals.iter().find(|p| p.side == side && p.about == *about);
                    line += &cell(&found.map_or(String::new(), valence));
                }
                page.lines.push(page.paint.side(side, line.trim_end()));
            }
        }
    }
}

fn valence(portrayal: &Portrayal) -> String {
    let mentions = grouped(portrayal.mentions);
    match (with_interval(&portrayal.valence), portrayal.evidence) {
        (None, _) if portrayal.mentions == 0 => "not mentioned".into(),
        (None, _) => format!("no valence, {mentions}"),
        (Some(figure), Evidence::Thin) => format!("{figure} thin, {mentions}"),
        (Some(figure), _) => format!("{figure}, {mentions}"),
    }
}
