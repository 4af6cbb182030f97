//! `demarche count`: the counts of a part of a corpus, to be merged with those of other parts.

use super::folder::scoring_record;
use super::messages::{Failure, Messages};
use super::options::{AnalysisArgs, InputArgs};
use super::setup::Look;
use super::warnings::Warnings;
use super::worker::{Batch, Wants};
use super::{run, setup};
use crate::compare::state::{CountedInput, LexiconStamp, State, StateHead};
use crate::input::Copies;
use crate::lexicon::SideChoice;
use clap::Args;
use std::path::PathBuf;

/// Count a part of a corpus, for `demarche merge`.
///
/// Writes counts as whole numbers, without the texts. Merging the parts gives the same figures, to the byte, as
/// comparing everything in one run. Parts must be counted with one lexicon, one version and the same settings, and
/// documents need ids of their own across parts. Copies are looked for within the part only.
#[derive(Args, Clone, Debug)]
pub struct CountArgs {
    #[command(flatten)]
    input: InputArgs,
    #[command(flatten)]
    analysis: AnalysisArgs,
    /// File for the counts
    #[arg(short, long, value_name = "X.state", help_heading = "Output")]
    output: PathBuf,
    /// Replace the file
    #[arg(long, help_heading = "Output")]
    force: bool,
}

/// Runs the command.
pub fn count(args: &CountArgs, messages: &Messages) -> Result<(), Failure> {
    let mut args = args.clone();
    setup::configure(&mut args.input, &mut args.analysis)?;
    let (sources, options) = setup::sources(&args.input)?;
    let name = setup::lexicon_name(&args.analysis);
    let setup::Chosen { lexicon, choice, .. } = setup::lexicon_with_sides(Look::Whole, &args.input, &args.analysis)?;
    setup::need_sides(&lexicon)?;
    setup::announce(messages, &lexicon);
    let scoring = setup::scoring(&args.analysis, &lexicon)?;
    let copies = if args.input.dedupe { Copies::Drop } else { Copies::Warn };
    let mut warnings = Warnings::of(&lexicon.warnings);
    let ran = run::run(
        messages,
        &lexicon,
        &scoring,
        Wants { tally: true, copies: Some(copies), ..Wants::default() },
        setup::threads(&args.analysis),
        setup::documents(sources, options),
        |mut batch: Batch| {
            run::report_rejected(messages, &batch.rejected, args.input.strict)?;
            warnings.extend(batch.warnings.drain(..));
            Ok(())
        },
    )?;
    warnings.extend(ran.left_out);
    let dispute = &lexicon.dispute;
    let head = StateHead {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        lexicon: LexiconStamp {
            name: name.to_owned(),
            id: dispute.id.clone(),
            version: dispute.version.clone(),
            sha256: lexicon.digest.clone(),
        },
        sides: dispute.sides.iter().map(|side| side.id.clone()).collect(),
        side_choice: match choice {
            SideChoice::AsWritten => None,
            SideChoice::Only(names) => Some((false, names)),
            SideChoice::Column(values) => Some((true, values)),
        },
        settings: scoring_record(&scoring, args.input.dedupe),
        parts: Vec::new(),
    };
    let inputs = ran.inputs.into_iter().map(|i| CountedInput { source: i.source, sha256: i.sha256 }).collect();
    let state = State::new(head, inputs, ran.tally);
    super::deliver(Some(&args.output), args.force, messages, |out| state.write(out))?;
    messages.warnings(&warnings.into_vec());
    Ok(())
}
