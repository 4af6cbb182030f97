//! `terms.csv`: the patterns of each issue.

use std::borrow::Cow;

use foldhash::fast::FixedState;
use hashbrown::HashMap;

use super::cells::Reading;
use super::csv::{Columns, Row};
use super::pack::{Patterned, canonical};
use crate::lexicon::error::{Problems, SourceFile};
use crate::lexicon::{Dispute, IssueId, Stance, Term, Weight};

const COLUMNS: Columns =
    Columns { required: &["issue", "pattern", "stance"], optional: &["weight", "unless", "note", "support", "old"] };
const ISSUE: usize = 0;
const PATTERN: usize = 1;
const STANCE: usize = 2;
const WEIGHT: usize = 3;
const UNLESS: usize = 4;
const NOTE: usize = 5;

const STANCES: &[(&str, Stance)] = &[("topic", Stance::Topic), ("favor", Stance::Favor), ("against", Stance::Against)];
/// A weight is a comparison with an ordinary term, so a hundred times one is a slip.
const WEIGHTS: std::ops::RangeInclusive<f64> = 0.01..=100.0;

/// Reads the file.
pub fn read<'a>(file: &'a SourceFile, dispute: &'a Dispute, problems: &mut Problems) -> Vec<Patterned<Term>> {
    let issues: Vec<(&str, IssueId)> =
        dispute.issues.iter().enumerate().map(|(i, issue)| (issue.id.as_str(), IssueId(i as u16))).collect();
    let sides: Vec<&str> = dispute.sides.iter().map(|s| s.id.as_str()).collect();
    let mut reader = TermReader { issues: &issues, sides: &sides, known: HashMap::default() };
    Reading { file, problems }.rows(&COLUMNS, |reading, row| reader.term(reading, row))
}

struct TermReader<'a> {
    issues: &'a [(&'a str, IssueId)],
    sides: &'a [&'a str],
    /// Stance and line of each canonical pattern of an issue.
    known: HashMap<(IssueId, Cow<'a, str>), (Stance, u32), FixedState>,
}

impl<'a> TermReader<'a> {
    fn term(&mut self, reading: &mut Reading<'a, '_>, row: &Row<'a>) -> Option<Patterned<Term>> {
        let TermReader { issues, sides, known } = self;
        let issue = reading.one_of(row.cell(ISSUE), "issue", issues);
        let pattern = reading.pattern(row.cell(PATTERN), sides);
        let stance = reading.one_of(row.cell(STANCE), "stance", STANCES);
        let weight = reading.number(row.cell(WEIGHT), "weight", WEIGHTS, Some(1.0));
        let unless = reading.unless(row.cell(UNLESS), sides);
        let (issue, pattern, stance, weight, unless) = (issue?, pattern?, stance?, weight?, unless?);
        let first = *known.entry((issue, canonical(row.cell(PATTERN), &pattern))).or_insert((stance, row.line));
        if first.1 != row.line {
            let message = match first.0 == stance {
                true => format!("the pattern is in line {} already (remove one)", first.1),
                false => format!(
                    "the pattern is {} in line {} and {} here (keep one; a longer pattern may say otherwise)",
                    name(first.0),
                    first.1,
                    name(stance)
                ),
            };
            reading.problem(row.cell(PATTERN), message);
            return None;
        }
        let row = Term {
            issue,
            pattern: row.string(PATTERN),
            stance,
            weight: Weight::from_f64(weight),
            unless: unless.iter().map(|p| p.as_str().to_owned()).collect(),
            note: row.string(NOTE),
            line: row.line,
        };
        Some(Patterned { row, pattern, unless })
    }
}

fn name(stance: Stance) -> &'static str {
    STANCES.iter().find(|(_, s)| *s == stance).map_or("", |(name, _)| name)
}
