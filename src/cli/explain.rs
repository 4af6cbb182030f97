//! `demarche explain`: how each score came about.

use super::messages::{Failure, Messages};
use super::options::{AnalysisArgs, InputArgs};
use super::worker::Wants;
use super::{run, setup};
use crate::input::Copies;
use crate::output::explain as render;
use clap::Args;

/// Show every match, factor and sum under the statement it came from.
#[derive(Args, Clone, Debug)]
pub struct ExplainArgs {
    #[command(flatten)]
    input: InputArgs,
    #[command(flatten)]
    analysis: AnalysisArgs,
}

/// Runs the command.
pub fn explain(args: &ExplainArgs, messages: &Messages) -> Result<(), Failure> {
    let mut args = args.clone();
    setup::configure(&mut args.input, &mut args.analysis)?;
    let (sources, options) = setup::sources(&args.input)?;
    let lexicon = setup::lexicon(&args.input, &args.analysis)?;
    let names = super::worker::names(&lexicon);
    let scoring = setup::scoring(&args.analysis, &lexicon)?;
    let mut failed = None;
    let mut warnings = lexicon.warnings.clone();
    let delivered = super::deliver(None, false, messages, |out| {
        let mut stopped = Ok(());
        let mut first = true;
        let result = run::run(
            messages,
            &lexicon,
            &scoring,
            Wants { documents: true, copies: args.input.dedupe.then_some(Copies::Drop), ..Wants::default() },
            setup::threads(&args.analysis),
            setup::documents(sources, options),
            |mut batch| {
                run::report_rejected(messages, &batch.rejected, args.input.strict)?;
                warnings.append(&mut batch.warnings);
                for scored in &batch.scored {
                    let gap = if std::mem::take(&mut first) { "" } else { "\n" };
                    if let Err(error) = write!(out, "{gap}{}", render(scored, &names)) {
                        stopped = Err(error);
                        return Err(Failure::Error(String::new()));
                    }
                }
                Ok(())
            },
        );
        stopped?;
        result.map(|_| ()).map_err(|failure| {
            failed = Some(failure);
            std::io::Error::other("stopped")
        })
    });
    messages.warnings(&warnings);
    failed.map_or(delivered, Err)
}
