//! `demarche tune`: how well a lexicon does on labelled text, and weights that do better. One file per subcommand.

mod evaluate;
mod learn;

use super::messages::{Failure, Messages};
use super::setup::DEFAULT_LEXICON;
use crate::lexicon::Lexicon;
use crate::tune::{Gold, GoldColumns, Scale};
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// Measure and better a lexicon with labelled text.
#[derive(Args, Clone, Debug)]
pub struct TuneArgs {
    #[command(subcommand)]
    command: TuneCommand,
}

#[derive(Subcommand, Clone, Debug)]
enum TuneCommand {
    Evaluate(evaluate::EvaluateArgs),
    Learn(learn::LearnArgs),
}

/// Runs the command.
pub fn tune(args: &TuneArgs, messages: &Messages) -> Result<(), Failure> {
    match &args.command {
        TuneCommand::Evaluate(args) => evaluate::evaluate(args, messages),
        TuneCommand::Learn(args) => learn::learn(args, messages),
    }
}

/// Where labelled texts come from, and the lexicon that is tried on them.
#[derive(Args, Clone, Debug)]
pub struct GoldArgs {
    /// Table of labelled texts: columns text, issue, stance (optional: side, group, target, proposition); with
    /// --portrayals: text, target, label (optional: start, end, group)
    #[arg(long, value_name = "FILE")]
    gold: PathBuf,
    /// Labels are what a text says about a target: positive, neutral or negative
    #[arg(long)]
    portrayals: bool,
    /// A built-in lexicon or a folder
    #[arg(short, long, value_name = "NAME|PATH", default_value = DEFAULT_LEXICON)]
    lexicon: String,
    /// Column that holds the text
    #[arg(long, value_name = "NAME")]
    text_column: Option<String>,
    /// Column that holds the label
    #[arg(long, value_name = "NAME")]
    label_column: Option<String>,
    /// Column that holds the issue
    #[arg(long, value_name = "NAME")]
    issue_column: Option<String>,
    /// Column that holds the target
    #[arg(long, value_name = "NAME")]
    target_column: Option<String>,
    /// Column that holds what belongs together, such as the document
    #[arg(long, value_name = "NAME")]
    group_column: Option<String>,
    /// Column that holds the side of the speaker
    #[arg(long, value_name = "NAME")]
    side_column: Option<String>,
    /// Replicates behind each interval
    #[arg(long, value_name = "N", default_value_t = 1000)]
    replicates: u32,
    /// Seed of everything that is drawn
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
}

impl GoldArgs {
    fn lexicon(&self) -> Result<Lexicon, Failure> {
        Lexicon::load(&self.lexicon).map_err(Failure::error)
    }

    fn gold(&self, lexicon: &Lexicon) -> Result<Gold, Failure> {
        let shown = self.gold.display().to_string();
        let bytes = std::fs::read(&self.gold)
            .map_err(|e| Failure::Error(format!("{shown}: cannot be read: {e} (give the table of labels)")))?;
        let table = String::from_utf8(bytes).map_err(|e| {
            let at = e.utf8_error().valid_up_to();
            Failure::Error(format!("{shown}: byte {at} is not UTF-8 (save the table as UTF-8)"))
        })?;
        let scale = if self.portrayals { Scale::Portrayal } else { Scale::Stance };
        let columns = GoldColumns {
            text: self.text_column.clone(),
            label: self.label_column.clone(),
            issue: self.issue_column.clone(),
            target: self.target_column.clone(),
            group: self.group_column.clone(),
            side: self.side_column.clone(),
        };
        let known = |issue: &str| lexicon.dispute.issue(issue).is_some();
        Gold::read(&shown, &table, scale, &columns, known).map_err(Failure::error)
    }
}
