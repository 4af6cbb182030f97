//! The command line: one file per command, and the engine that runs documents through the pipeline.
//!
//! This is the only room that prints, reads the environment or ends the process. Results go to standard output;
//! everything else goes to standard error. Exit codes: 0 a result, 1 nothing to compare or a failed check, 2 an error
//! of usage, configuration, input or output.

mod compare;
mod completions;
mod config;
mod count;
mod diff;
mod engine;
mod exchange;
mod explain;
mod folder;
mod kwic;
mod lexicon;
mod merge;
mod messages;
mod options;
mod progress;
mod run;
mod setup;
mod statements;
mod tune;
mod warnings;
mod worker;

use crate::output::{Delivered, OutputError, write_file, write_stream};
use clap::{Parser, Subcommand};
use messages::{Failure, Messages};
use std::io::Write;
use std::path::Path;

/// From raw news text to a spreadsheet that sets the two positions of a dispute side by side.
///
/// demarche finds who said what, assigns each statement to a side, scores it with a lexicon, and compares. It
/// measures words, not truth.
#[derive(Parser, Debug)]
#[command(name = "demarche", version, propagate_version = true, arg_required_else_help = true)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    messages: options::MessageArgs,
}

#[derive(Subcommand, Debug)]
enum Command {
    Compare(compare::CompareArgs),
    Count(count::CountArgs),
    Merge(merge::MergeArgs),
    Statements(statements::StatementsArgs),
    Explain(explain::ExplainArgs),
    Kwic(kwic::KwicArgs),
    Lexicon(lexicon::LexiconArgs),
    Tune(tune::TuneArgs),
    Completions(completions::CompletionsArgs),
}

/// Reads the arguments, runs the command and gives the exit code.
pub fn main() -> u8 {
    keep_quiet_about_documents();
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are results; everything else is an error of usage.
            let _ = error.print();
            return error.exit_code() as u8;
        }
    };
    let messages = Messages::new(&cli.messages);
    let done = match &cli.command {
        Command::Compare(args) => compare::compare(args, &messages),
        Command::Count(args) => count::count(args, &messages),
        Command::Merge(args) => merge::merge(args, &messages),
        Command::Statements(args) => statements::statements(args, &messages),
        Command::Explain(args) => explain::explain(args, &messages),
        Command::Kwic(args) => kwic::kwic(args, &messages),
        Command::Lexicon(args) => lexicon::lexicon(args, &messages),
        Command::Tune(args) => tune::tune(args, &messages),
        Command::Completions(args) => completions::completions(args, &messages),
    };
    done.map_or_else(|failure| messages.failure(&failure), |()| 0)
}

/// A panic over a document is a refusal with a reason of its own, so that its message says nothing more.
fn keep_quiet_about_documents() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if std::thread::current().name() != Some(crate::input::ISOLATED_THREAD) {
            usual(panic);
        }
    }));
}

/// Writes a result to a file or to standard output; a closed pipe is success.
fn deliver(
    file: Option<&Path>,
    force: bool,
    messages: &Messages,
    fill: impl FnOnce(&mut dyn Write) -> std::io::Result<()>,
) -> Result<(), Failure> {
    match file {
        Some(path) => {
            let io = |source| OutputError::Io { path: path.to_path_buf(), source };
            write_file(path, force, |out| compressed(path, out, fill).map_err(io)).map_err(Failure::error)?;
            messages.note(format_args!("wrote {}", path.display()));
        }
        None => match write_stream(std::io::stdout().lock(), fill).map_err(Failure::error)? {
            Delivered::Whole | Delivered::Closed => {}
        },
    }
    Ok(())
}

/// Writes through the compression that the ending of a file's name asks for: `.gz`, `.zst`, or none.
fn compressed(
    path: &Path,
    out: &mut dyn Write,
    fill: impl FnOnce(&mut dyn Write) -> std::io::Result<()>,
) -> std::io::Result<()> {
    match path.extension().and_then(|ending| ending.to_str()) {
        Some("gz") => {
            let mut out = flate2::write::GzEncoder::new(out, flate2::Compression::default());
            fill(&mut out)?;
            out.finish().map(drop)
        }
        Some("zst") => {
            let mut out = zstd::Encoder::new(out, zstd::DEFAULT_COMPRESSION_LEVEL)?;
            fill(&mut out)?;
            out.finish().map(drop)
        }
        _ => fill(out),
    }
}

/// What the name of an output file says that it holds: its ending, one of a compression aside.
fn ending(path: &Path) -> Option<&str> {
    let name = path.file_name()?.to_str()?;
    let name = name.strip_suffix(".gz").or_else(|| name.strip_suffix(".zst")).unwrap_or(name);
    name.rsplit_once('.').map(|(_, ending)| ending)
}
