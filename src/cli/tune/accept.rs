//! `demarche tune accept`: ticked suggestions, as a new lexicon folder.

use super::super::messages::{Failure, Messages};
use super::super::setup::DEFAULT_LEXICON;
use super::{read_table, write_lexicon};
use crate::lexicon::{Lexicon, check};
use crate::tune::{LexiconFile, accepted, with_terms};
use clap::Args;
use std::path::PathBuf;

/// Take the ticked rows of a table of suggestions into a new lexicon folder.
///
/// A row is ticked when its column accept holds anything but 0, n, no or false. The new folder is read and checked before
/// it is kept; what was there before stays as it was.
#[derive(Args, Clone, Debug)]
pub struct AcceptArgs {
    /// Table of suggestions, as `demarche tune suggest` wrote it
    #[arg(value_name = "FILE")]
    suggestions: PathBuf,
    /// A built-in lexicon or a folder
    #[arg(short, long, value_name = "NAME|PATH", default_value = DEFAULT_LEXICON)]
    lexicon: String,
    /// Folder to write
    #[arg(short, long, value_name = "DIR")]
    output: PathBuf,
    /// Write into a folder that is not empty
    #[arg(long)]
    force: bool,
}

/// Runs the command.
pub fn accept(args: &AcceptArgs, messages: &Messages) -> Result<(), Failure> {
    let name = args.suggestions.display().to_string();
    let rows = accepted(&name, &read_table(&args.suggestions)?).map_err(Failure::error)?;
    let mut files = Vec::new();
    for (file, contents) in Lexicon::files(&args.lexicon).map_err(Failure::error)? {
        let contents = match file.as_str() {
            "terms.csv" => {
                let text = String::from_utf8_lossy(&contents);
                with_terms("terms.csv", &text, &rows).map_err(Failure::error)?.into_bytes()
            }
            _ => contents,
        };
        files.push(LexiconFile { name: file, contents });
    }
    let lexicon = write_lexicon(&args.output, &files, args.force)?;
    let findings = check(&lexicon);
    findings.iter().for_each(|finding| messages.note(format_args!("{finding}")));
    let folder = args.output.display();
    let terms = if rows.len() == 1 { "new term" } else { "new terms" };
    messages.note(format_args!("wrote {folder}: {} {terms}", rows.len()));
    messages.note(format_args!(
        "next: demarche lexicon check {folder}, then demarche tune evaluate -l {folder} --gold LABELS"
    ));
    Ok(())
}
