//! `examples.csv`: texts and what must come out of them.

use super::cells::Reading;
use super::csv::{Columns, Row};
use crate::lexicon::error::{Problems, SourceFile};
use crate::lexicon::{Dispute, Example, ExpectedStance, IssueId, SideId};

const COLUMNS: Columns = Columns { required: &["text", "issue", "stance"], optional: &["side", "note"] };
const TEXT: usize = 0;
const ISSUE: usize = 1;
const STANCE: usize = 2;
const SIDE: usize = 3;
const NOTE: usize = 4;

const STANCES: &[(&str, ExpectedStance)] = &[
    ("favor", ExpectedStance::Favor),
    ("against", ExpectedStance::Against),
    ("neutral", ExpectedStance::Neutral),
    ("topic", ExpectedStance::Topic),
    ("none", ExpectedStance::None),
];

/// Reads the file.
pub fn read(file: &SourceFile, dispute: &Dispute, problems: &mut Problems) -> Vec<Example> {
    Reading { file, problems }.rows(&COLUMNS, |reading, row| example(reading, row, dispute))
}

fn example(reading: &mut Reading<'_, '_>, row: &Row<'_>, dispute: &Dispute) -> Option<Example> {
    let issues = dispute.issues.iter().enumerate().map(|(i, issue)| (issue.id.as_str(), Some(IssueId(i as u16))));
    let issues: Vec<_> = issues.chain([("", None)]).collect();
    let sides = dispute.sides.iter().enumerate().map(|(i, side)| (side.id.as_str(), Some(SideId(i as u8))));
    let sides: Vec<_> = sides.chain([("other", None), ("", None)]).collect();
    let text = reading.filled(row.cell(TEXT), "text");
    let issue = reading.one_of(row.cell(ISSUE), "issue", &issues);
    let stance = reading.one_of(row.cell(STANCE), "stance", STANCES);
    let side = reading.one_of(row.cell(SIDE), "side", &sides);
    let (text, issue, stance, side) = (text?, issue?, stance?, side?);
    if issue.is_none() && stance != ExpectedStance::None {
        reading.problem(row.cell(ISSUE), "issue is empty (name it, or write the stance none)");
        return None;
    }
    Some(Example { text: text.to_owned(), side, issue, stance, note: row.string(NOTE), line: row.line })
}
