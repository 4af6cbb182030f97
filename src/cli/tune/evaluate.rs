//! `demarche tune evaluate`: labels against what the lexicon says.

use super::super::messages::{Failure, Messages};
use super::{GoldArgs, ReportFormat};
use crate::tune::{self, Evaluation, EvaluationReport, Gold, write_predictions};
use clap::Args;
use std::path::PathBuf;

/// Measure a lexicon on labelled text: coverage, accuracy, F1, agreement, and the errors with the entries behind them.
///
/// A text without evidence counts as neutral; where no label is neutral, as an error. All figures have 95 % bootstrap
/// intervals over groups, or over distinct texts where rows have no group.
#[derive(Args, Clone, Debug)]
pub struct EvaluateArgs {
    #[command(flatten)]
    gold: GoldArgs,
    /// Errors to show
    #[arg(long, value_name = "N", default_value_t = 10)]
    errors: usize,
    /// Write every row with its prediction and the entries behind it
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// How to write the figures
    #[arg(short, long, value_name = "FORMAT", default_value = "table")]
    format: ReportFormat,
}

/// Runs the command.
pub fn evaluate(args: &EvaluateArgs, messages: &Messages) -> Result<(), Failure> {
    let lexicon = args.gold.lexicon()?;
    let gold = args.gold.gold(&lexicon)?;
    let found = tune::evaluate(&lexicon, &gold, args.gold.seed, args.gold.replicates);
    if let Some(path) = &args.output {
        super::super::deliver(Some(path), true, messages, |out| write_predictions(out, &gold, &found))?;
    }
    show(args, &gold, &found, messages)
}

fn show(args: &EvaluateArgs, gold: &Gold, found: &Evaluation, messages: &Messages) -> Result<(), Failure> {
    let report = EvaluationReport { gold, evaluation: found, errors: args.errors };
    super::super::deliver(None, false, messages, |out| match args.format {
        ReportFormat::Table => out.write_all(report.text().as_bytes()),
        ReportFormat::Csv => report.csv(out),
        ReportFormat::Json => report.json(out),
    })
}
