//! Figures on the page: each is read from the cell of a table, says which, and leads to its passages.
//!
//! `data-cell="positions/3/stance"` names the table, the row (from 1) and the column, so that a program can compare the
//! page with the CSV files; a figure that is a sum or a count of rows says so in `data-sum` and `data-rows`.

use super::Page;
use crate::lexicon::{IssueId, SideId};
use crate::output::answer::grouped;
use crate::table::{Cell, fixed};
use maud::{Markup, html};

/// A cell: table, row from 1, column.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct At<'c> {
    pub table: &'static str,
    pub row: usize,
    pub column: &'c str,
}

/// How a figure is written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Form {
    /// `+0.60`
    Signed,
    /// `0.60`, with as many decimals.
    Plain(usize),
    /// `1,204`
    Count,
}

impl Form {
    pub fn write(self, cell: &Cell) -> Option<String> {
        match (cell, self) {
            (Cell::Integer(count), _) => Some(grouped(*count)),
            (Cell::Number(figure), Form::Plain(decimals)) => Some(minus(&fixed(*figure, decimals))),
            (Cell::Number(figure), _) => Some(minus(&crate::output::answer::signed(*figure))),
            _ => None,
        }
    }
}

/// Hyphens that stand for a minus sign become one.
pub fn minus(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = ' ';
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let sign = c == '-' && !before.is_alphanumeric() && rest.peek().is_some_and(char::is_ascii_digit);
        out.push(if sign { '−' } else { c });
        before = c;
    }
    out
}

impl<'a> Page<'a> {
    /// The cell, if there is one.
    pub fn cell(&self, at: At) -> Option<&'a Cell<'a>> {
        let table = self.report.tables.iter().find(|table| table.layout.schema.name == at.table)?;
        let column = table.layout.position(at.column)?;
        table.rows.get(at.row.checked_sub(1)?)?.get(column)
    }

    /// True for a count of one.
    pub fn is_one(&self, at: At) -> bool {
        self.cell(at) == Some(&Cell::Integer(1))
    }

    /// The figure as a link; nothing where it is undefined.
    pub fn figure(&self, at: At, form: Form, href: &str) -> Option<Markup> {
        let shown = form.write(self.cell(at)?)?;
        Some(html! { a class="fig" href=(href) data-cell=(address(at)) { (shown) } })
    }

    /// The figure with its interval in a second line.
    pub fn estimate(&self, at: At, form: Form, href: &str) -> Option<Markup> {
        let value = self.figure(at, form, href)?;
        let end = |end: &str| {
            let column = format!("{}_{end}", at.column);
            let at = At { column: &column, ..at };
            let shown = form.write(self.cell(at)?)?;
            Some(html! { span data-cell=(address(at)) { (shown) } })
        };
        let ends = end("low").zip(end("high"));
        Some(html! {
            (value)
            @if let Some((low, high)) = ends { " " span class="ci" { "[" (low) ", " (high) "]" } }
        })
    }

    /// Words of a table, as they stand there.
    pub fn told(&self, at: At) -> Option<Markup> {
        match self.cell(at)? {
            Cell::Text(words) => Some(html! { span data-cell=(address(at)) { (minus(words)) } }),
            _ => None,
        }
    }

    /// The row of `positions.csv`, from 1.
    pub fn position_row(&self, issue: IssueId, side: SideId) -> usize {
        usize::from(issue.0) * self.dispute().sides.len() + usize::from(side.0) + 1
    }

    /// A cell of `positions.csv`.
    pub fn position<'c>(&self, issue: IssueId, side: SideId, column: &'c str) -> At<'c> {
        At { table: "positions", row: self.position_row(issue, side), column }
    }

    /// The row of `portrayals.csv`, from 1.
    pub fn portrayal<'c>(&self, side: SideId, about: SideId, column: &'c str) -> At<'c> {
        let row = usize::from(side.0) * self.dispute().sides.len() + usize::from(about.0) + 1;
        At { table: "portrayals", row, column }
    }

    /// How many matches stand behind a stance: a count of rows of `matches.csv`.
    pub fn matches(&self, issue: IssueId, side: SideId, shown: &str, href: &str) -> Markup {
        let rows =
            format!("matches/issue={}/side={}/score", self.report.names.issue(issue), self.report.names.side(side));
        html! { a class="fig quiet" href=(href) data-rows=(rows) { (shown) } }
    }
}

/// `positions/3/stance`
pub fn address(at: At) -> String {
    format!("{}/{}/{}", at.table, at.row, at.column)
}

/// The id of the passages of a side on an issue.
pub fn passages_id(issue: IssueId, side: SideId) -> String {
    format!("p-{}-{}", issue.0, side.0)
}

/// The id of the passages in which a side speaks about a side.
pub fn about_id(side: SideId, about: SideId) -> String {
    format!("v-{}-{}", side.0, about.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hyphens_in_words_stay_and_signs_become_minus() {
        assert_eq!(
            minus("95 % interval -0.86 to +1.42, cyber-2 (-0.50)"),
            "95 % interval −0.86 to +1.42, cyber-2 (−0.50)"
        );
        assert_eq!(Form::Signed.write(&Cell::Number(-0.25)).as_deref(), Some("−0.25"));
        assert_eq!(Form::Plain(1).write(&Cell::Number(28.17)).as_deref(), Some("28.2"));
        assert_eq!(Form::Count.write(&Cell::Integer(1204)).as_deref(), Some("1,204"));
        assert_eq!(Form::Count.write(&Cell::Empty), None);
    }
}
