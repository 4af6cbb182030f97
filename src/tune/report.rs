//! An evaluation as text, CSV and JSON; and its rows, each with the entries behind its prediction.

use super::classes::{Class, Scale};
use super::evaluate::Evaluation;
use super::figures::Figure;
use super::gold::{Gold, GoldRow, Subject};
use super::predict::{Cause, Prediction, name_of};
use crate::text::harmless;
use std::fmt::Write as _;
use std::io::{self, Write};

/// An evaluation, ready to be written.
pub struct EvaluationReport<'a> {
    /// The labels.
    pub gold: &'a Gold,
    /// What came of them.
    pub evaluation: &'a Evaluation,
    /// Errors to show.
    pub errors: usize,
}

impl EvaluationReport<'_> {
    /// For people.
    pub fn text(&self) -> String {
        let mut out = String::new();
        let Evaluation { figures, units, .. } = self.evaluation;
        // Writing to a string cannot fail.
        let _ = writeln!(out, "{} rows, intervals over {units} units\n", self.gold.rows.len());
        let _ = writeln!(out, "{:<22} {:>6}  95 % interval", "measure", "value");
        for figure in figures {
            let name = match figure.class {
                "" => figure.measure.to_owned(),
                class => format!("{} {class}", figure.measure),
            };
            let _ = writeln!(out, "{name:<22} {}", shown(figure));
        }
        self.confusion(&mut out);
        self.mistakes(&mut out);
        out
    }

    fn confusion(&self, out: &mut String) {
        let counts = &self.evaluation.counts;
        let scale = self.evaluation.scale;
        let columns = Class::ALL.into_iter().map(Some).chain([None]);
        let names: Vec<&str> = columns.map(|class| name_of(scale, class)).collect();
        let _ = writeln!(out, "\n{:<12} {:>12} {:>12} {:>12} {:>12}", "label", names[0], names[1], names[2], names[3]);
        for class in counts.classes() {
            let row = counts.cells[class as usize];
            let cells: String = row.iter().map(|cell| format!(" {cell:>12.0}")).collect();
            let _ = writeln!(out, "{:<12}{cells}", scale.name(class));
        }
    }

    fn mistakes(&self, out: &mut String) {
        let wrong: Vec<_> = self.rows().filter(|(row, p)| missed(row, p, self.evaluation.counts.two_class)).collect();
        if self.errors == 0 || wrong.is_empty() {
            return;
        }
        let _ = writeln!(out, "\n{} errors, {} of them:", wrong.len(), self.errors.min(wrong.len()));
        // A spread over the table rather than its beginning.
        for (row, prediction) in wrong.iter().step_by(wrong.len().div_ceil(self.errors)) {
            let (label, found) = names(self.evaluation.scale, row, prediction);
            let _ = writeln!(out, "  line {}: {label}, found {found}: {}", row.line, harmless(&subject(row)));
            let _ = writeln!(out, "    {}", harmless(&shortened(&row.text)));
            if !prediction.causes.is_empty() {
                let _ = writeln!(out, "    from {}", harmless(&causes(&prediction.causes)));
            }
        }
    }

    /// One row a figure.
    ///
    /// # Errors
    /// Of the writer.
    pub fn csv(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut writer = csv::Writer::from_writer(out);
        writer.write_record(["measure", "class", "value", "low", "high"])?;
        let cell = |value: Option<f64>| value.map_or(String::new(), |v| format!("{v:.6}"));
        for Figure { measure, class, value, interval } in &self.evaluation.figures {
            let (low, high) = (cell(interval.map(|i| i.0)), cell(interval.map(|i| i.1)));
            writer.write_record([*measure, *class, &cell(*value), &low, &high])?;
        }
        writer.flush()
    }

    /// One object: rows, units, figures, table.
    ///
    /// # Errors
    /// Of the writer.
    pub fn json(&self, out: &mut dyn Write) -> io::Result<()> {
        let Evaluation { figures, units, counts, scale, .. } = self.evaluation;
        let table: Vec<_> = counts.classes().into_iter().map(|c| (scale.name(c), counts.cells[c as usize])).collect();
        let confusion: serde_json::Map<String, serde_json::Value> = table
            .into_iter()
            .map(|(name, [low, middle, high, none])| {
                let cell = |class| name_of(*scale, class);
                let row = serde_json::json!({
                    cell(Some(Class::Low)): low as u64,
                    cell(Some(Class::Middle)): middle as u64,
                    cell(Some(Class::High)): high as u64,
                    cell(None): none as u64,
                });
                (name.to_owned(), row)
            })
            .collect();
        let value = serde_json::json!({
            "rows": self.gold.rows.len(), "units": units, "figures": figures, "confusion": confusion,
        });
        serde_json::to_writer_pretty(&mut *out, &value)?;
        out.write_all(b"\n")
    }

    fn rows(&self) -> impl Iterator<Item = (&GoldRow, &Prediction)> {
        self.gold.rows.iter().zip(&self.evaluation.predictions)
    }
}

/// Every row with its prediction and the entries behind it.
///
/// # Errors
/// Of the writer.
pub fn write_predictions(out: &mut dyn Write, gold: &Gold, evaluation: &Evaluation) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(["line", "subject", "label", "predicted", "score", "entries", "text"])?;
    for (row, prediction) in gold.rows.iter().zip(&evaluation.predictions) {
        let (label, found) = names(evaluation.scale, row, prediction);
        let (line, score) = (row.line.to_string(), format!("{:.6}", prediction.score));
        writer.write_record([&line, &subject(row), label, found, &score, &causes(&prediction.causes), &row.text])?;
    }
    writer.flush()
}

fn missed(row: &GoldRow, prediction: &Prediction, two_class: bool) -> bool {
    let none = if two_class { None } else { Some(Class::Middle) };
    prediction.class.or(none) != Some(row.class)
}

fn names(scale: Scale, row: &GoldRow, prediction: &Prediction) -> (&'static str, &'static str) {
    (scale.name(row.class), name_of(scale, prediction.class))
}

fn subject(row: &GoldRow) -> String {
    match &row.subject {
        Subject::Issue(issue) => issue.clone(),
        Subject::Claim { issue, .. } => issue.clone(),
        Subject::Target(span) => span.slice(&row.text).to_owned(),
    }
}

fn causes(causes: &[Cause]) -> String {
    let one = |cause: &Cause| format!("{} ({}) {:+.2}", cause.matched, cause.pattern, cause.score);
    causes.iter().filter(|c| c.score != 0.0).map(one).collect::<Vec<_>>().join("; ")
}

fn shown(figure: &Figure) -> String {
    match (figure.value, figure.interval) {
        (Some(value), Some((low, high))) => format!("{value:>6.3}  {low:.3} to {high:.3}"),
        (Some(value), None) => format!("{value:>6.3}"),
        (None, _) => format!("{:>6}", ""),
    }
}

fn shortened(text: &str) -> String {
    const LETTERS: usize = 200;
    let line: Vec<&str> = text.split_whitespace().collect();
    let line = line.join(" ");
    match line.char_indices().nth(LETTERS) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line,
    }
}
