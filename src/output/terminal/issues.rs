//! The issues: a block each, with the sides in columns, the reading, and the strongest quote of each side.

use super::{Page, Summary};
use crate::compare::{IssueComparison, Position, Quote};
use crate::lexicon::SideId;
use crate::output::answer::{counted, evidence, issue_label, side_label, sign, stance_word, with_interval};
use crate::output::quotation::unquoted;
use crate::text::harmless::{fit, harmless, pad, wrap};

/// Columns of the names of the lines.
const NAMES: usize = 11;

/// The narrowest column of a side.
const SIDE: usize = 24;

/// Lines of a quote.
const QUOTE_LINES: usize = 2;

impl Summary<'_> {
    pub(super) fn issues(&self, page: &mut Page) {
        let silent = |issue: &&IssueComparison| issue.positions.iter().all(|p| p.hits == 0 && p.stance_matches == 0);
        for issue in self.comparison.issues.iter().filter(|issue| !silent(issue)) {
            page.blank();
            self.issue(issue, page);
        }
        let silent: Vec<&str> =
            self.comparison.issues.iter().filter(silent).map(|i| issue_label(self.dispute, i.issue)).collect();
        if !silent.is_empty() {
            page.blank();
            page.plain(&format!("Nobody speaks about: {}.", silent.join(", ")));
        }
    }

    fn issue(&self, issue: &IssueComparison, page: &mut Page) {
        page.heading(issue_label(self.dispute, issue.issue));
        let proposition = self.dispute.issues.get(usize::from(issue.issue.0)).map_or("", |i| i.proposition.as_str());
        // A category of a word list has none, and no stance either.
        if !proposition.is_empty() {
            page.faint(&format!("Proposition: {proposition}"));
        }
        let abreast = (page.width.saturating_sub(NAMES) / SIDE).max(1);
        for positions in issue.positions.chunks(abreast) {
            let room = page.width.saturating_sub(NAMES) / positions.len();
            let head = |p: &Position| format!("{} {}", sign(p.side), side_label(self.dispute, p.side));
            line("", positions, room, page, head);
            line("attention", positions, room, page, attention);
            if !proposition.is_empty() {
                line("stance", positions, room, page, stance);
                line("evidence", positions, room, page, evidence);
            }
        }
        page.plain(&issue.reading);
        for position in &issue.positions {
            if let Some(quote) = &position.quote {
                self.quote(position.side, quote, page);
            }
        }
    }

    fn quote(&self, side: SideId, quote: &Quote, page: &mut Page) {
        let place = harmless(&format!("({}:{})", quote.document, quote.statement)).into_owned();
        let words = harmless(unquoted(&quote.text)).into_owned();
        let room = page.width.saturating_sub(2);
        // The place must not be lost with the end of a long quote.
        let most = (room * QUOTE_LINES).saturating_sub(place.chars().count().min(room / 2) + room / 3);
        let quoted = format!("“{}” {}", fit(&words, most.max(20)), fit(&place, room / 2));
        for (i, line) in wrap(&quoted, room).iter().enumerate() {
            let lead = if i == 0 { sign(side) } else { " " };
            page.lines.push(page.paint.side(side, &format!("{lead} {line}")));
        }
    }
}

/// One line with a cell for each side.
fn line(name: &str, positions: &[Position], room: usize, page: &mut Page, cell: impl Fn(&Position) -> String) {
    let mut line = pad(name, NAMES);
    for (i, position) in positions.iter().enumerate() {
        let text = cell(position);
        let text = harmless(&text);
        let text = fit(&text, room.saturating_sub(1));
        let last = i + 1 == positions.len();
        line += &page.paint.side(position.side, &if last { text.into_owned() } else { pad(&text, room) });
    }
    page.lines.push(line.trim_end().to_string());
}

fn attention(position: &Position) -> String {
    let hits = counted(position.hits, "hit", "hits");
    match position.per_1000 {
        Some(rate) => format!("{rate:.1} per 1,000 ({hits})"),
        None => "no statement".into(),
    }
}

fn stance(position: &Position) -> String {
    match (stance_word(position.stance.value), with_interval(&position.stance)) {
        (Some(word), Some(figure)) => format!("{word} {figure}"),
        _ => "none shown".into(),
    }
}
