//! `demarche tune label`: a sheet of statements to code next, and the coded sheet as labels.

use super::super::messages::{Failure, Messages};
use super::super::options::{AnalysisArgs, InputArgs};
use super::corpus::Corpus;
use super::read_table;
use crate::scoring::Scorer;
use crate::tune::{Labels, SheetDrawer, write_sheet};
use clap::Args;
use std::path::PathBuf;

/// Make a sheet of the statements that are worth most to code by hand, or take a coded sheet back.
///
/// The sheet holds statements on which the lexicon is in doubt (it speaks both ways, finds a mention without a stand, a sum near
/// zero, one entry alone) and, for what it misses, statements without any hit; sides and issues take turns. Write favor,
/// against or neutral in the column stance; leave empty what you cannot tell. Then --take makes labels of it.
#[derive(Args, Clone, Debug)]
pub struct LabelArgs {
    #[command(flatten)]
    input: InputArgs,
    #[command(flatten)]
    analysis: AnalysisArgs,
    /// Rows of the sheet
    #[arg(short = 'n', long, value_name = "N", default_value_t = 50)]
    rows: u32,
    /// Labels that there are: their texts are not drawn again, and --take adds to them
    #[arg(long, value_name = "FILE")]
    gold: Option<PathBuf>,
    /// Take the coded rows of these sheets and write them as labels
    #[arg(long, value_name = "SHEET", num_args = 1..)]
    take: Vec<PathBuf>,
    /// Seed of the draw
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Where to write the sheet or the labels [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Write over a table that is there
    #[arg(long)]
    force: bool,
}

/// Runs the command.
pub fn label(args: &LabelArgs, messages: &Messages) -> Result<(), Failure> {
    let mut labels = Labels::default();
    let mut taken = 0;
    for path in args.gold.iter().chain(&args.take) {
        taken += labels.take(&path.display().to_string(), &read_table(path)?).map_err(Failure::error)?;
    }
    if !args.take.is_empty() {
        if !args.input.inputs.is_empty() {
            let message = "a sheet is made or taken back (give INPUT or --take, not both)";
            return Err(Failure::Error(message.to_owned()));
        }
        if labels.is_empty() {
            let message = "no row is coded (write favor, against or neutral in the column stance)";
            return Err(Failure::Nothing(message.to_owned()));
        }
        super::super::deliver(args.output.as_deref(), args.force, messages, |out| labels.write(out))?;
        messages.note(format_args!("{taken} labels; next: demarche tune evaluate --gold FILE"));
        return Ok(());
    }
    let corpus = Corpus::open(&args.input, &args.analysis)?;
    let mut scorer = Scorer::new(&corpus.lexicon, corpus.settings()?);
    let mut drawer = SheetDrawer::new(&corpus.lexicon, args.seed, args.rows as usize, labels.texts());
    corpus.each(messages, |document| drawer.offer(&scorer.score(document)))?;
    let rows = drawer.draw();
    super::super::deliver(args.output.as_deref(), args.force, messages, |out| {
        write_sheet(out, &corpus.lexicon, &rows)
    })?;
    if rows.is_empty() {
        let message = "no side has a statement that is left to code (give other texts)";
        return Err(Failure::Nothing(message.to_owned()));
    }
    messages.note(format_args!(
        "{} statements; next: fill the column stance, then `demarche tune label --take FILE`",
        rows.len()
    ));
    Ok(())
}
