//! `demarche tune`: how well a lexicon does on labelled text, and weights that do better. One file per subcommand.

mod ablate;
mod accept;
mod agreement;
mod corpus;
mod evaluate;
mod folder;
mod label;
mod learn;
mod suggest;

use super::messages::{Failure, Messages};
use super::setup::DEFAULT_LEXICON;
use crate::input::{LARGEST, read_whole};
use crate::lexicon::Lexicon;
use crate::tune::{Gold, GoldColumns, Scale};
use clap::ValueEnum;
use clap::{Args, Subcommand};
use folder::write_lexicon;
use std::path::{Path, PathBuf};

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
    Suggest(suggest::SuggestArgs),
    Accept(accept::AcceptArgs),
    Label(label::LabelArgs),
    Ablate(ablate::AblateArgs),
    Agreement(agreement::AgreementArgs),
}

/// Values of `-f`.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
enum ReportFormat {
    /// For people
    Table,
    /// One row a figure
    Csv,
    /// One object
    Json,
}

/// Runs the command.
pub fn tune(args: &TuneArgs, messages: &Messages) -> Result<(), Failure> {
    match &args.command {
        TuneCommand::Evaluate(args) => evaluate::evaluate(args, messages),
        TuneCommand::Learn(args) => learn::learn(args, messages),
        TuneCommand::Suggest(args) => suggest::suggest(args, messages),
        TuneCommand::Accept(args) => accept::accept(args, messages),
        TuneCommand::Label(args) => label::label(args, messages),
        TuneCommand::Ablate(args) => ablate::ablate(args, messages),
        TuneCommand::Agreement(args) => agreement::agreement(args, messages),
    }
}

/// A table that a person filled in, as text.
fn read_table(path: &Path) -> Result<String, Failure> {
    let shown = path.display();
    let bytes = read_whole(path, LARGEST)
        .map_err(|e| Failure::Error(format!("{shown}: cannot be read: {e} (give the table as CSV)")))?;
    String::from_utf8(bytes).map_err(|e| {
        let at = e.utf8_error().valid_up_to();
        Failure::Error(format!("{shown}: byte {at} is not UTF-8 (save the table as UTF-8)"))
    })
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
        let table = read_table(&self.gold)?;
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
