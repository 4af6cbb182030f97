//! `demarche merge`: the comparison of parts that were counted apart.

use super::compare::{FigureArgs, Found, OutputArgs, figures, nothing_to_compare, print};
use super::folder::{FolderWriter, is_folder};
use super::messages::{Failure, Messages};
use super::options::AnalysisArgs;
use crate::compare::state::{State, StateHead};
use crate::lexicon::{Lexicon, SideChoice};
use crate::output::{InputRecord, sum_up};
use clap::Args;
use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

/// Merge counts of `demarche count` and compare the sides.
///
/// Every figure is to the byte that of one run over all parts. Tables that need the texts (statements, matches,
/// documents, rejected, the report) and cautions about single documents belong to a run over the texts and are not
/// written. With -o X.state the merged counts are written instead, to be merged further.
#[derive(Args, Clone, Debug)]
pub struct MergeArgs {
    /// Files that `demarche count` wrote, each once
    #[arg(value_name = "X.state", required = true)]
    parts: Vec<PathBuf>,
    /// The lexicon, if it is no longer where it was when the parts were counted
    #[arg(short, long, value_name = "NAME|PATH")]
    lexicon: Option<String>,
    #[command(flatten)]
    figures: FigureArgs,
    #[command(flatten)]
    output: OutputArgs,
}

/// Runs the command.
pub fn merge(args: &MergeArgs, messages: &Messages) -> Result<(), Failure> {
    let config = super::config::Config::read(Path::new("")).map_err(Failure::Error)?;
    let mut output = args.output.clone();
    output.excel = output.excel.or(config.excel().map_err(Failure::Error)?);
    output.xlsx |= config.xlsx.unwrap_or(false);
    let state = merged(&args.parts)?;
    let file = output.output.as_deref().filter(|path| path.extension().is_some_and(|e| e == "state"));
    if let Some(file) = file {
        return super::deliver(Some(file), output.force, messages, |out| state.write(out));
    }
    let lexicon = lexicon(&state.head, args.lexicon.as_deref())?;
    super::setup::announce(messages, &lexicon);
    let settings = args.figures.settings(&config)?;
    let folder = output.output.as_deref().filter(|path| is_folder(path));
    let writer = match folder {
        Some(path) => Some(FolderWriter::create(path, &output, &lexicon, settings.measures, false)?),
        None => None,
    };
    let comparison = figures(&state.tally, &lexicon, &settings);
    let found = Found { lexicon: &lexicon, comparison, warnings: Vec::new(), rejected: Vec::new() };
    if let Some(mut writer) = writer {
        writer.count(found.comparison.documents.documents, found.comparison.documents.statements);
        let inputs = state.head.parts.iter().flat_map(|part| &part.inputs);
        let record = |source: &str, sha256: &Option<String>| InputRecord {
            source: source.to_owned(),
            sha256: sha256.clone().unwrap_or_default(),
            files: None,
        };
        let inputs = sum_up(inputs.map(|input| record(&input.source, &input.sha256)).collect());
        writer.finish(&found, inputs, state.head.settings.clone(), messages)?;
    }
    print(&found, &output, folder.is_some(), messages)?;
    nothing_to_compare(&found, &AnalysisArgs::default())
}

fn merged(parts: &[PathBuf]) -> Result<State, Failure> {
    let mut whole: Option<State> = None;
    for path in parts {
        let name = path.display().to_string();
        let file = File::open(path).map_err(|e| {
            Failure::Error(format!("{name}: cannot be read: {e} (name files that demarche count wrote)"))
        })?;
        let part = State::read(BufReader::new(file), &name).map_err(Failure::error)?;
        match &mut whole {
            Some(whole) => whole.merge(part, &name).map_err(Failure::error)?,
            None => whole = Some(part),
        }
    }
    whole.ok_or_else(|| Failure::Error("no counts (name files that demarche count wrote)".to_owned()))
}

/// The lexicon that the parts were counted with, loaded as they did and held against their stamp.
fn lexicon(head: &StateHead, elsewhere: Option<&str>) -> Result<Lexicon, Failure> {
    let choice = match &head.side_choice {
        None => SideChoice::AsWritten,
        Some((false, names)) => SideChoice::Only(names.clone()),
        Some((true, values)) => SideChoice::Column(values.clone()),
    };
    let name = elsewhere.unwrap_or(&head.lexicon.name);
    let lexicon = Lexicon::load_with(name, &choice).map_err(Failure::error)?;
    if lexicon.digest != head.lexicon.sha256 {
        return Err(Failure::Error(format!(
            "the lexicon {name} is not the one that the parts were counted with: {} {} ({}), not {} {} ({}); name that one \
             with -l, or count the parts again",
            lexicon.dispute.id,
            lexicon.dispute.version,
            lexicon.digest,
            head.lexicon.id,
            head.lexicon.version,
            head.lexicon.sha256,
        )));
    }
    if head.version != env!("CARGO_PKG_VERSION") {
        return Err(Failure::Error(format!(
            "the parts were counted by version {}, and this is {}; merge them with that one, or count them again",
            head.version,
            env!("CARGO_PKG_VERSION"),
        )));
    }
    Ok(lexicon)
}
