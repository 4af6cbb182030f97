//! `demarche tune agreement`: how alike coders label.

use super::super::messages::{Failure, Messages};
use super::{ReportFormat, read_table};
use crate::output::guard;
use crate::tune::{Agreement, Coding};
use clap::Args;
use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::PathBuf;

/// Measure how far coders agree: share of equal pairs, Cohen's kappa, Krippendorff's alpha with 95 % intervals.
///
/// Tables have the columns text, issue and stance (or label): one table for each coder, or one with a column coder.
/// Rows without a code are not coded yet. Alpha is taken of codes as written, and of against, neutral, favor as ranks.
#[derive(Args, Clone, Debug)]
pub struct AgreementArgs {
    /// Tables of codes
    #[arg(value_name = "FILE", required = true)]
    tables: Vec<PathBuf>,
    /// Write the texts that coders call by different names, to talk about
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// How to write the figures
    #[arg(short, long, value_name = "FORMAT", default_value = "table")]
    format: ReportFormat,
    /// Replicates behind each interval
    #[arg(long, value_name = "N", default_value_t = 1000)]
    replicates: u32,
    /// Seed of everything that is drawn
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
}

/// Runs the command.
pub fn agreement(args: &AgreementArgs, messages: &Messages) -> Result<(), Failure> {
    let mut coding = Coding::default();
    for path in &args.tables {
        let name = path.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
        coding.add(&name, &read_table(path)?).map_err(Failure::error)?;
    }
    if coding.coders().len() < 2 {
        let message = "there is one coder (give another coder's table, or a table with a column coder)";
        return Err(Failure::Nothing(message.to_owned()));
    }
    let rows = coding.agreement(args.seed, args.replicates);
    if let Some(path) = &args.output {
        super::super::deliver(Some(path), true, messages, |out| disagreements(out, &coding))?;
    }
    super::super::deliver(None, false, messages, |out| match args.format {
        ReportFormat::Table => out.write_all(text(&coding, &rows).as_bytes()),
        ReportFormat::Csv => csv(out, &rows),
        ReportFormat::Json => {
            serde_json::to_writer_pretty(&mut *out, &rows)?;
            out.write_all(b"\n")
        }
    })
}

fn text(coding: &Coding, rows: &[Agreement]) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = writeln!(out, "{} coders: {}\n", coding.coders().len(), coding.coders().join(", "));
    let _ = writeln!(
        out,
        "{:<24} {:>6} {:>7} {:>7}  {:<24} {:<24}",
        "issue", "texts", "equal", "kappa", "alpha (names)", "alpha (ranks)"
    );
    let cell = |value: Option<f64>| value.map_or(String::new(), |v| format!("{v:.3}"));
    for row in rows {
        let alpha = |value, interval: Option<(f64, f64)>| match interval {
            Some((low, high)) => format!("{} [{low:.3}, {high:.3}]", cell(value)),
            None => cell(value),
        };
        let name = match row.issue.as_str() {
            "" if rows.len() > 1 => "all",
            issue => issue,
        };
        let line = format!(
            "{name:<24} {:>6} {:>7} {:>7}  {:<24} {:<24}",
            row.units,
            cell(row.agreement),
            cell(row.kappa),
            alpha(row.alpha_nominal, row.alpha_nominal_interval),
            alpha(row.alpha_ordinal, row.alpha_ordinal_interval),
        );
        let _ = writeln!(out, "{}", line.trim_end());
    }
    let _ = writeln!(out, "\n{} texts that coders call by different names", coding.disagreements().len());
    out
}

fn csv(out: &mut dyn Write, rows: &[Agreement]) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    let alpha = ["alpha_nominal", "alpha_nominal_low", "alpha_nominal_high"];
    let ranks = ["alpha_ordinal", "alpha_ordinal_low", "alpha_ordinal_high"];
    writer.write_record(["issue", "units", "agreement", "kappa"].iter().chain(&alpha).chain(&ranks))?;
    let cell = |value: Option<f64>| value.map_or(String::new(), |v| format!("{v:.6}"));
    for row in rows {
        let (nominal, ordinal) = (row.alpha_nominal_interval, row.alpha_ordinal_interval);
        writer.write_record([
            row.issue.clone(),
            row.units.to_string(),
            cell(row.agreement),
            cell(row.kappa),
            cell(row.alpha_nominal),
            cell(nominal.map(|i| i.0)),
            cell(nominal.map(|i| i.1)),
            cell(row.alpha_ordinal),
            cell(ordinal.map(|i| i.0)),
            cell(ordinal.map(|i| i.1)),
        ])?;
    }
    writer.flush()
}

fn disagreements(out: &mut dyn Write, coding: &Coding) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    let coders = coding.coders().iter().map(|coder| guard(coder).into_owned());
    writer.write_record(["issue".to_owned(), "text".to_owned()].into_iter().chain(coders))?;
    for row in coding.disagreements() {
        let code = |coder: &String| row.codes.iter().find(|(who, _)| who == coder).map_or("", |(_, code)| code);
        let codes = coding.coders().iter().map(|coder| guard(code(coder)).into_owned());
        writer.write_record([row.issue.to_owned(), guard(row.text).into_owned()].into_iter().chain(codes))?;
    }
    writer.flush()
}
