//! Labelled text: a table with one row for each text and what it is about.
//!
//! Stance labels have the columns text, issue, stance; an issue that the dispute does not have needs the columns target
//! (what is argued about) and proposition. Portrayal labels have text, target, label and, where the target stands more
//! than once, start and end (characters). Columns side and group are optional. Every row that cannot be read is an error
//! with its line.

use super::classes::{Class, Scale};
use super::table::CodeTable;
use crate::document::Span;

/// Names of columns that differ from the usual ones.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GoldColumns {
    /// Instead of `text`.
    pub text: Option<String>,
    /// Instead of `stance` or `label`.
    pub label: Option<String>,
    /// Instead of `issue`.
    pub issue: Option<String>,
    /// Instead of `target`.
    pub target: Option<String>,
    /// Instead of `group`.
    pub group: Option<String>,
    /// Instead of `side`.
    pub side: Option<String>,
}

/// What a row is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// An issue of the dispute, by its id.
    Issue(String),
    /// An issue that came with the data.
    Claim {
        /// As the issue column names it.
        issue: String,
        /// What is argued about.
        target: String,
        /// What one can be in favor of or against.
        proposition: String,
    },
    /// A target at a place in the text.
    Target(Span),
}

/// A labelled text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoldRow {
    /// Line in the table.
    pub line: u64,
    /// The text.
    pub text: String,
    /// What the label is about.
    pub subject: Subject,
    /// The label.
    pub class: Class,
    /// Who says it.
    pub side: Option<String>,
    /// What belongs together: rows of one group are never both learned from and tested on.
    pub group: Option<String>,
}

/// Labelled texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gold {
    /// What the labels are.
    pub scale: Scale,
    /// In the order of the table.
    pub rows: Vec<GoldRow>,
}

/// Why a table of labels cannot be read; the message ends with what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct GoldError(pub String);

impl Gold {
    /// Reads a table; `known` tells the issues of the dispute.
    ///
    /// # Errors
    /// When a column is missing or a row cannot be read.
    ///
    /// ```
    /// use demarche::tune::{Class, Gold, GoldColumns, Scale};
    /// let table = "text,target,label\nAda was praised.,Ada,positive\n";
    /// let gold = Gold::read("labels.csv", table, Scale::Portrayal, &GoldColumns::default(), |_| false)?;
    /// assert_eq!(gold.rows[0].class, Class::High);
    /// # Ok::<(), demarche::tune::GoldError>(())
    /// ```
    pub fn read(
        name: &str,
        table: &str,
        scale: Scale,
        columns: &GoldColumns,
        known: impl Fn(&str) -> bool,
    ) -> Result<Gold, GoldError> {
        let table = CodeTable::read(name, table)?;
        let places = Places::find(&table, scale, columns)?;
        let mut rows = Vec::new();
        for record in table.rows() {
            let (record, line) = record?;
            let cell = |column: Option<usize>| column.and_then(|c| record.get(c)).map(|c| c.trim().to_owned());
            let wrong = |message: String| table.wrong(line, &message);
            let text = column_text(&record, places.text);
            if text.trim().is_empty() {
                continue;
            }
            let label = cell(Some(places.label)).unwrap_or_default();
            // A sheet that is coded in part is a table of what is coded.
            if label.is_empty() {
                continue;
            }
            let class = scale.read(&label).ok_or_else(|| {
                let names = Class::ALL.map(|c| scale.name(c)).join(", ");
                wrong(format!("\"{label}\" is no label (write {names})"))
            })?;
            let subject = places.subject(&text, scale, &cell, &known).map_err(wrong)?;
            let filled = |column| cell(column).filter(|c: &String| !c.is_empty());
            rows.push(GoldRow { line, text, subject, class, side: filled(places.side), group: filled(places.group) });
        }
        match rows.is_empty() {
            true => Err(GoldError(format!("{name}: no labelled rows (fill in at least one)"))),
            false => Ok(Gold { scale, rows }),
        }
    }

    /// True when no row is neutral: evidence is then missed where there is none.
    pub fn is_two_class(&self) -> bool {
        self.rows.iter().all(|row| row.class != Class::Middle)
    }
}

/// White space counts in offsets, so the text is taken as it stands.
fn column_text(record: &csv::StringRecord, column: usize) -> String {
    record.get(column).map(str::to_owned).unwrap_or_default()
}

/// Where the columns are.
struct Places {
    text: usize,
    label: usize,
    issue: Option<usize>,
    proposition: Option<usize>,
    target: Option<usize>,
    start: Option<usize>,
    end: Option<usize>,
    side: Option<usize>,
    group: Option<usize>,
}

impl Places {
    fn find(table: &CodeTable<'_>, scale: Scale, columns: &GoldColumns) -> Result<Places, GoldError> {
        let usual = |column: &str| table.column(column);
        let chosen = |asked: &Option<String>, usual_name: &str| match asked {
            None => Ok(usual(usual_name)),
            Some(asked) => match usual(asked) {
                Some(column) => Ok(Some(column)),
                None => Err(missing(table, asked)),
            },
        };
        let needed = |found: Option<usize>, column: &str| found.ok_or_else(|| missing(table, column));
        let (label_name, other) = match scale {
            Scale::Stance => ("stance", "label"),
            Scale::Portrayal => ("label", "stance"),
        };
        let label = chosen(&columns.label, label_name)?.or_else(|| usual(other));
        let (issue, target) = (chosen(&columns.issue, "issue")?, chosen(&columns.target, "target")?);
        match scale {
            Scale::Stance => needed(issue.or(target), "issue")?,
            Scale::Portrayal => needed(target, "target")?,
        };
        Ok(Places {
            text: needed(chosen(&columns.text, "text")?, columns.text.as_deref().unwrap_or("text"))?,
            label: needed(label, label_name)?,
            issue,
            target,
            proposition: usual("proposition"),
            start: usual("start"),
            end: usual("end"),
            side: chosen(&columns.side, "side")?,
            group: chosen(&columns.group, "group")?,
        })
    }

    fn subject(
        &self,
        text: &str,
        scale: Scale,
        cell: &impl Fn(Option<usize>) -> Option<String>,
        known: &impl Fn(&str) -> bool,
    ) -> Result<Subject, String> {
        let target = cell(self.target).unwrap_or_default();
        if scale == Scale::Stance {
            let issue = cell(self.issue).unwrap_or_default();
            if known(&issue) {
                return Ok(Subject::Issue(issue));
            }
            if target.is_empty() {
                let remedy = "write an issue of the lexicon, or add the columns target and proposition";
                return Err(format!("there is no issue \"{issue}\" ({remedy})"));
            }
            let proposition = cell(self.proposition).unwrap_or_default();
            let issue = if issue.is_empty() { target.clone() } else { issue };
            return Ok(Subject::Claim { issue, target, proposition });
        }
        let number = |column| cell(column).and_then(|c: String| c.parse::<usize>().ok());
        if let (Some(start), Some(end)) = (number(self.start), number(self.end)) {
            let bytes = |character: usize| {
                text.char_indices().map(|(i, _)| i).chain([text.len()]).nth(character).map(|i| i as u32)
            };
            return match (bytes(start), bytes(end)) {
                (Some(start), Some(end)) if start < end => Ok(Subject::Target(Span::new(start, end))),
                _ => Err(format!("{start} to {end} is no place in the text (count characters from 0)")),
            };
        }
        match text.find(&target).filter(|_| !target.is_empty()) {
            Some(at) => Ok(Subject::Target(Span::new(at as u32, (at + target.len()) as u32))),
            None => Err(format!("the target \"{target}\" is not in the text (write it as it stands there)")),
        }
    }
}

fn missing(table: &CodeTable<'_>, column: &str) -> GoldError {
    let found = table.header().iter().collect::<Vec<_>>().join(", ");
    table.wrong(1, &format!("there is no column {column} (columns: {found}; --{column}-column names another)"))
}
