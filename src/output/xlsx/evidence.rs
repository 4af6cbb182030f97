//! The sheet of evidence: the strongest statements behind each figure, where the links of the figures lead.
//!
//! Passages come in; a sheet goes out, with a block of rows for each issue and side and for each side and whom it speaks
//! about, and the links from the cells of `comparison`, `positions` and `portrayals` to the first row of their block.

use super::sheet::header;
use super::{OutputError, printed, words};
use crate::compare::Comparison;
use crate::output::passages::{Group, Passage, Passages};
use crate::table::Names;
use rust_xlsxwriter::{Format, FormatAlign, FormatUnderline, Url, Worksheet};

/// The sheet's name.
pub const NAME: &str = "evidence";

/// What a row says, and how wide the column is.
const COLUMNS: [(&str, f64); 9] = [
    ("topic", 30.0),
    ("side", 12.0),
    ("document", 26.0),
    ("statement", 11.0),
    ("date", 12.0),
    ("speaker", 26.0),
    ("score", 9.0),
    ("matched", 44.0),
    ("words", 110.0),
];

/// From a cell to a place in the workbook.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    pub table: &'static str,
    /// From 0; the header is row 0.
    pub row: u32,
    pub column: String,
    pub target: String,
}

/// The sheet in the making.
pub struct Evidence {
    sheet: Worksheet,
    next: u32,
    pub links: Vec<Link>,
}

impl Evidence {
    /// The sheet and the links to it.
    pub fn new(comparison: &Comparison, names: Names, passages: &Passages) -> Result<Self, OutputError> {
        let mut sheet = Worksheet::new();
        sheet.set_name(NAME)?.set_freeze_panes(1, 0)?;
        for (column, (name, width)) in (0u16..).zip(COLUMNS) {
            words(&mut sheet, (0, column), name, &header(None))?;
            sheet.set_column_width(column, width)?;
        }
        let mut evidence = Evidence { sheet, next: 1, links: Vec::new() };
        evidence.issues(comparison, names, passages)?;
        evidence.portrayals(comparison, names, passages)?;
        printed(&mut evidence.sheet)?;
        evidence.sheet.autofilter(0, 0, evidence.next.saturating_sub(1).max(1), COLUMNS.len() as u16 - 1)?;
        Ok(evidence)
    }

    pub fn into_sheet(self) -> Worksheet {
        self.sheet
    }

    fn issues(&mut self, comparison: &Comparison, names: Names, passages: &Passages) -> Result<(), OutputError> {
        for (row, position) in (1u32..).zip(comparison.positions()) {
            let side = names.side(position.side);
            let group = passages.on_issue(position.issue, position.side);
            let issue = u32::from(position.issue.0) + 1;
            if let Some(target) = self.block(names.issue(position.issue), side, group)? {
                for column in ["hits", "per_1000", "stance"] {
                    self.link("comparison", issue, format!("{side}_{column}"), &target);
                    self.link("positions", row, column.to_owned(), &target);
                }
            }
            let quote = position.quote.as_ref().map(|quote| (&quote.document, quote.statement));
            if let Some(row) = quote.and_then(|place| statement_row(group, place)) {
                self.link(
                    "comparison",
                    issue,
                    format!("{side}_quote_statement"),
                    &format!("internal:'statements'!A{row}"),
                );
            }
        }
        Ok(())
    }

    fn portrayals(&mut self, comparison: &Comparison, names: Names, passages: &Passages) -> Result<(), OutputError> {
        for (row, portrayal) in (1u32..).zip(&comparison.portrayals) {
            let group = passages.about(portrayal.side, portrayal.about);
            let about = format!("about {}", names.side(portrayal.about));
            if let Some(target) = self.block(&about, names.side(portrayal.side), group)? {
                for column in ["mentions", "valence"] {
                    self.link("portrayals", row, column.to_owned(), &target);
                }
            }
            let quote = portrayal.quote.as_ref().map(|quote| (&quote.document, quote.statement));
            if let Some(at) = quote.and_then(|place| statement_row(group, place)) {
                self.link("portrayals", row, "quote_statement".to_owned(), &format!("internal:'statements'!A{at}"));
            }
        }
        Ok(())
    }

    fn link(&mut self, table: &'static str, row: u32, column: String, target: &str) {
        self.links.push(Link { table, row, column, target: target.to_owned() });
    }

    /// The rows of a group, and the link to the first.
    fn block(&mut self, topic: &str, side: &str, group: Option<&Group>) -> Result<Option<String>, OutputError> {
        let first = self.next;
        for passage in group.into_iter().flat_map(Group::passages) {
            self.row(topic, side, passage)?;
        }
        Ok((self.next > first).then(|| format!("internal:'{NAME}'!A{}", first + 1)))
    }

    fn row(&mut self, topic: &str, side: &str, passage: &Passage) -> Result<(), OutputError> {
        let top = Format::new().set_align(FormatAlign::Top);
        let wrapped = top.clone().set_text_wrap();
        let (row, sheet) = (self.next, &mut self.sheet);
        for (column, text) in [(0, topic), (1, side), (2, &passage.document), (5, &passage.speaker)] {
            words(sheet, (row, column), text, &top)?;
        }
        let number = f64::from(passage.statement);
        if passage.statement_row < u64::from(super::sheet::ROWS) {
            let target = format!("internal:'statements'!A{}", passage.statement_row + 1);
            sheet.write_url_with_format(row, 3, Url::new(target), &linked(top.clone()))?;
        }
        sheet.write_number_with_format(row, 3, number, &linked(top.clone()))?;
        if let Some(day) = passage.date {
            match super::sheet::day(day) {
                Some(date) => {
                    sheet.write_datetime_with_format(row, 4, date, &top.clone().set_num_format("yyyy-mm-dd"))?;
                }
                None => words(sheet, (row, 4), &day.to_string(), &top)?,
            }
        }
        let score: f64 = passage.found.iter().map(|found| found.score).sum();
        let score = (score * 1e6).round() / 1e6 + 0.0;
        sheet.write_number_with_format(row, 6, score, &top.clone().set_num_format("0.000"))?;
        let matched: Vec<&str> = passage.found.iter().map(|found| found.matched.as_str()).collect();
        words(sheet, (row, 7), &matched.join(" | "), &wrapped)?;
        let said: String = passage.words.iter().map(|words| words.text.as_str()).collect();
        words(sheet, (row, 8), &said, &wrapped)?;
        let lines = |text: &str, width: f64| (text.chars().count() as f64 / width).ceil().max(1.0);
        let lines = lines(&said, COLUMNS[8].1).max(lines(&matched.join(" | "), COLUMNS[7].1)).min(20.0);
        sheet.set_row_height(row, 15.0 * lines)?;
        self.next += 1;
        Ok(())
    }
}

/// The row of a quoted statement in the sheet of statements, from 1, its header counted.
fn statement_row(group: Option<&Group>, (document, statement): (&String, u32)) -> Option<u64> {
    let mut passages = group?.passages();
    let passage = passages.find(|passage| passage.document == *document && passage.statement == statement)?;
    Some(passage.statement_row + 1).filter(|row| *row <= u64::from(super::sheet::ROWS))
}

/// A cell that leads somewhere.
pub fn linked(format: Format) -> Format {
    format.set_underline(FormatUnderline::Single)
}
