//! The summary of a comparison on a terminal: the sides set side by side, issue by issue.
//!
//! A comparison comes in, lines of at most the given width go out; words of the texts are made harmless. Sides are
//! told apart by label and sign, and by color where it is asked for.

mod issues;
mod paint;
mod plot;
mod portrayals;

use super::answer::{answer, caution, cautions, counted, grouped, side_label, sign};
use crate::compare::Comparison;
use crate::lexicon::{Dispute, SideId};
use crate::text::harmless::{fit, harmless, wrap};
use paint::Paint;

/// The narrowest terminal that the summary is laid out for.
const NARROWEST: usize = 40;

/// Sets a comparison in lines.
#[derive(Clone, Copy, Debug)]
pub struct Summary<'a> {
    /// What was found.
    pub comparison: &'a Comparison,
    /// Its names.
    pub dispute: &'a Dispute,
    /// Columns of the terminal; 80 where nobody knows.
    pub width: usize,
    /// Whether to use color and weight.
    pub color: bool,
}

impl Summary<'_> {
    /// The summary, each line ended.
    pub fn render(&self) -> String {
        let mut page = Page { lines: Vec::new(), width: self.width.max(NARROWEST), paint: Paint { color: self.color } };
        self.opening(&mut page);
        self.plot(&mut page);
        self.issues(&mut page);
        self.portrayals(&mut page);
        self.cautions(&mut page);
        let mut text = page.lines.join("\n");
        text.push('\n');
        text
    }

    fn opening(&self, page: &mut Page) {
        page.heading(&self.dispute.title);
        let counts = &self.comparison.documents;
        page.plain(&format!(
            "{} in {}, {} words",
            counted(counts.statements, "statement", "statements"),
            counted(counts.documents, "document", "documents"),
            grouped(counts.tokens)
        ));
        for side in &self.comparison.sides {
            let line = format!(
                "{} {}: {}, {} words",
                sign(side.side),
                side_label(self.dispute, side.side),
                counted(side.statements, "statement", "statements"),
                grouped(side.tokens),
            );
            let line = fit(&harmless(&line), page.width).into_owned();
            page.lines.push(page.paint.side(side.side, &line));
        }
        page.blank();
        for sentence in answer(self.comparison, self.dispute) {
            page.plain(&sentence);
        }
    }

    fn cautions(&self, page: &mut Page) {
        let warnings = &self.comparison.warnings;
        if warnings.is_empty() {
            return;
        }
        page.blank();
        page.heading("Read with care");
        for (code, alike) in cautions(warnings) {
            let Some(first) = alike.first() else { continue };
            let more = match alike.len() - 1 {
                0 => String::new(),
                more => format!(" ({more} more in warnings.csv)"),
            };
            page.item(&format!("{}: {}{more}", code.as_str(), caution(first, self.dispute)));
        }
        page.blank();
        page.faint("Figures count words of a lexicon. They say what was said, not what is true.");
    }

    fn sides(&self) -> impl Iterator<Item = SideId> + use<> {
        (0..self.dispute.sides.len()).map(|i| SideId(i as u8))
    }
}

/// Lines in the making.
struct Page {
    lines: Vec<String>,
    width: usize,
    paint: Paint,
}

impl Page {
    fn blank(&mut self) {
        self.lines.push(String::new());
    }

    fn heading(&mut self, text: &str) {
        let text = harmless(text);
        self.lines.push(self.paint.strong(&fit(&text, self.width)));
    }

    fn plain(&mut self, text: &str) {
        self.lines.extend(wrap(&harmless(text), self.width));
    }

    fn faint(&mut self, text: &str) {
        let lines = wrap(&harmless(text), self.width);
        self.lines.extend(lines.iter().map(|line| self.paint.faint(line)));
    }

    /// A line that is not broken.
    fn faint_line(&mut self, text: &str) {
        self.lines.push(self.paint.faint(text.trim_end()));
    }

    fn item(&mut self, text: &str) {
        let lines = wrap(&harmless(text), self.width.saturating_sub(2));
        let dash = |i| if i == 0 { "- " } else { "  " };
        self.lines.extend(lines.iter().enumerate().map(|(i, line)| format!("{}{line}", dash(i))));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Warning, WarningCode};
    use crate::table::sample;
    use crate::text::harmless::width;

    fn rendered(columns: usize, color: bool) -> String {
        let (comparison, dispute) = (sample::comparison(), sample::dispute());
        Summary { comparison: &comparison, dispute: &dispute, width: columns, color }.render()
    }

    #[test]
    fn eighty_columns_and_forty() {
        insta::assert_snapshot!("eighty", rendered(80, false));
        insta::assert_snapshot!("forty", rendered(40, false));
    }

    #[test]
    fn no_line_is_wider_than_the_terminal_and_color_changes_no_word() {
        for columns in [40, 57, 80, 133, 240] {
            let plain = rendered(columns, false);
            for line in plain.lines() {
                assert!(width(line) <= columns, "{columns}: {line}");
            }
            let colored = anstream::adapter::strip_str(&rendered(columns, true)).to_string();
            assert_eq!(colored, plain);
        }
    }

    #[test]
    fn words_of_a_text_cannot_act_on_the_terminal() {
        let (mut comparison, mut dispute) = (sample::comparison(), sample::dispute());
        let nasty = "\u{1b}]0;owned\u{7}\u{202e}\u{9b}2J\nnext";
        dispute.title = nasty.into();
        dispute.sides[0].label = nasty.into();
        dispute.issues[0].label = nasty.into();
        dispute.issues[0].proposition = nasty.into();
        comparison.issues[0].reading = nasty.into();
        comparison.issues[0].positions[1].quote.as_mut().unwrap().text = nasty.into();
        comparison.warnings.push(Warning::new(WarningCode::Encoding, nasty));
        let text = Summary { comparison: &comparison, dispute: &dispute, width: 80, color: false }.render();
        assert!(text.chars().all(|c| c == '\n' || !c.is_control()), "{text:?}");
        assert!(!text.contains('\u{202e}'));
    }

    #[test]
    fn three_sides_and_long_lists_of_cautions() {
        let (mut comparison, mut dispute) = (sample::comparison(), sample::dispute());
        let mut east = dispute.sides[0].clone();
        east.label = "East".into();
        dispute.sides.push(east);
        for issue in &mut comparison.issues {
            let mut third = issue.positions[0].clone();
            third.side = SideId(2);
            issue.positions.push(third);
        }
        for i in 0..20 {
            comparison.warnings.push(Warning::new(WarningCode::Boilerplate, format!("caution {i}")));
        }
        let text = Summary { comparison: &comparison, dispute: &dispute, width: 80, color: false }.render();
        assert!(text.contains("■ East") && text.contains("boilerplate: caution 0 (19 more in warnings.csv)"), "{text}");
    }
}
