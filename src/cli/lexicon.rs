//! `demarche lexicon`: what lexicons there are, what is in one, whether it is right, and a new one.

use super::messages::{Failure, Messages};
use super::setup::DEFAULT_LEXICON;
use crate::lexicon::{ImportOptions, Lexicon, NewFile, Summary, check, new_lexicon, new_lexicon_from};
use crate::output::{harmless, write_file};
use crate::scoring::check_examples;
use clap::{Args, Subcommand};
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// List, show, check, make, bring and hand on lexicons.
#[derive(Args, Clone, Debug)]
pub struct LexiconArgs {
    #[command(subcommand)]
    command: LexiconCommand,
}

#[derive(Subcommand, Clone, Debug)]
enum LexiconCommand {
    /// List the built-in lexicons
    List,
    /// Show the sides, issues and counts of a lexicon
    Show {
        /// A built-in lexicon, a folder, or another program's dictionary
        #[arg(value_name = "NAME|PATH", default_value = DEFAULT_LEXICON)]
        lexicon: String,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Read a lexicon, look for weak entries and run its examples
    Check {
        /// A built-in lexicon, a folder, or another program's dictionary
        #[arg(value_name = "NAME|PATH", default_value = DEFAULT_LEXICON)]
        lexicon: String,
        /// Fail on every finding, not on mistakes alone
        #[arg(long)]
        strict: bool,
    },
    /// Make a lexicon of dictionaries of other programs
    Import(super::exchange::ImportArgs),
    /// Write the terms of a lexicon for another program
    Export(super::exchange::ExportArgs),
    /// Show what changed from one lexicon to another, in entries and, with inputs, in results
    Diff(Box<super::diff::DiffArgs>),
    /// Write the skeleton of a new lexicon, with the questions to answer
    New {
        /// Its name: small letters, digits, - and _
        name: String,
        /// Where to write it [default: a folder of that name]
        #[arg(short, long, value_name = "DIR")]
        output: Option<PathBuf>,
        /// Take terms and issues from a table (columns issue, pattern, stance, …) or another program's dictionary
        #[arg(long, value_name = "FILE")]
        from: Option<PathBuf>,
        /// Replace the files that are there
        #[arg(long)]
        force: bool,
    },
}

/// Runs the command.
pub fn lexicon(args: &LexiconArgs, messages: &Messages) -> Result<(), Failure> {
    match &args.command {
        LexiconCommand::List => list(messages),
        LexiconCommand::Show { lexicon, json } => show(lexicon, *json, messages),
        LexiconCommand::Check { lexicon, strict } => run_check(lexicon, *strict, messages),
        LexiconCommand::Diff(args) => super::diff::diff(args, messages),
        LexiconCommand::Import(args) => super::exchange::import(args, messages),
        LexiconCommand::Export(args) => super::exchange::export(args, messages),
        LexiconCommand::New { name, output, from, force } => {
            new(name, output.as_deref(), from.as_deref(), *force, messages)
        }
    }
}

fn list(messages: &Messages) -> Result<(), Failure> {
    let mut text = String::new();
    for name in Lexicon::builtin_names() {
        let lexicon = Lexicon::load(name).map_err(Failure::error)?;
        let Summary { title, version, issues, .. } = lexicon.summary();
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{name:<20} {title} ({} issues, version {version})", issues.len());
    }
    super::deliver(None, false, messages, |out| out.write_all(text.as_bytes()))
}

fn show(name: &str, json: bool, messages: &Messages) -> Result<(), Failure> {
    let summary = Lexicon::load(name).map_err(Failure::error)?.summary();
    if json {
        return super::deliver(None, false, messages, |out| {
            serde_json::to_writer_pretty(&mut *out, &summary)?;
            out.write_all(b"\n")
        });
    }
    let mut text = String::new();
    let _ = writeln!(text, "{} {}: {}", summary.id, summary.version, harmless(&summary.title));
    let place = if summary.built_in { "built in" } else { summary.origin.as_str() };
    let licence = if summary.licence.is_empty() { "none named" } else { summary.licence.as_str() };
    let _ = writeln!(text, "{place}, language {}, licence {licence}, sha256 {}", summary.language, summary.digest);
    if summary.sides.is_empty() {
        let _ = writeln!(text, "\nno sides: they come from the data (--side-column, --speaker-column, --sides)");
    }
    for side in &summary.sides {
        let _ = writeln!(text, "\nside {}: {} ({} speakers)", side.id, harmless(&side.label), side.speakers);
    }
    let _ = writeln!(
        text,
        "\n{:<24} {:>5} {:>5} {:>7} {:>8}  proposition",
        "issue", "topic", "favor", "against", "examples"
    );
    for issue in &summary.issues {
        let (topic, favor, against) = (issue.topic, issue.favor, issue.against);
        let proposition = match issue.proposition.as_str() {
            "" => "(none: its words are counted)".into(),
            proposition => harmless(proposition),
        };
        let _ =
            writeln!(text, "{:<24} {topic:>5} {favor:>5} {against:>7} {:>8}  {proposition}", issue.id, issue.examples);
    }
    let Summary { evaluations, modifiers, cues, other_speakers, .. } = summary;
    let _ = writeln!(
        text,
        "\nin force as well: {evaluations} evaluations, {modifiers} modifiers, {cues} cues, {other_speakers} speakers of no side"
    );
    super::deliver(None, false, messages, |out| out.write_all(text.as_bytes()))
}

fn run_check(name: &str, strict: bool, messages: &Messages) -> Result<(), Failure> {
    let lexicon = Lexicon::load(name).map_err(Failure::error)?;
    let findings = check(&lexicon);
    let failures = check_examples(&lexicon);
    let mut text = String::new();
    for finding in &findings {
        let _ = writeln!(text, "{finding}");
    }
    for failure in &failures {
        let _ =
            writeln!(text, "{}/examples.csv:{}: example: {}", lexicon.origin, failure.line, harmless(&failure.message));
    }
    let examples = lexicon.dispute.examples.len();
    let _ = writeln!(
        text,
        "{}: {} terms, {examples} examples, {} of them right, {} findings",
        lexicon.dispute.id,
        lexicon.dispute.terms.len(),
        examples - failures.len(),
        findings.len()
    );
    super::deliver(None, false, messages, |out| out.write_all(text.as_bytes()))?;
    let mistakes = findings.iter().filter(|finding| strict || finding.lint.is_mistake()).count();
    if mistakes + failures.len() > 0 {
        let of = |count: usize, thing: &str| format!("{count} {thing}{}", if count == 1 { "" } else { "s" });
        let message =
            format!("{} and {} (mend the lines above)", of(mistakes, "mistake"), of(failures.len(), "failing example"));
        return Err(Failure::Nothing(message));
    }
    Ok(())
}

fn new(
    name: &str,
    output: Option<&Path>,
    from: Option<&Path>,
    force: bool,
    messages: &Messages,
) -> Result<(), Failure> {
    let folder = output.map_or_else(|| PathBuf::from(name), Path::to_path_buf);
    let shown = folder.display().to_string();
    let files = match from {
        None => new_lexicon(name, &shown),
        Some(table) => {
            let imported = super::exchange::read(&[table.to_path_buf()], &ImportOptions::default())?;
            super::exchange::list(&imported.losses, "add -v for all", messages);
            new_lexicon_from(name, &shown, &imported)
        }
    }
    .map_err(Failure::error)?;
    write_files(&folder, &files, force)?;
    messages.note(format_args!("wrote {shown}: {}", files.iter().map(|f| f.name).collect::<Vec<_>>().join(" ")));
    messages.note(format_args!(
        "next: answer the questions in {shown}/dispute.toml, then `demarche lexicon check ./{shown}`"
    ));
    Ok(())
}

/// Writes the files of a lexicon into a folder that is not there yet, or is empty, or may be written over.
pub fn write_files(folder: &Path, files: &[NewFile], force: bool) -> Result<(), Failure> {
    let shown = folder.display();
    let occupied = std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some());
    if (occupied && !force) || folder.is_file() {
        let remedy = if force { "name a folder with -o" } else { "name another folder with -o, or add --force" };
        return Err(Failure::Error(format!("{shown}: there is something already ({remedy})")));
    }
    std::fs::create_dir_all(folder)
        .map_err(|e| Failure::Error(format!("{shown}: cannot be made: {e} (name another folder with -o)")))?;
    for file in files {
        let path = folder.join(file.name);
        write_file(&path, force, |out| {
            out.write_all(file.contents.as_bytes())
                .map_err(|source| crate::output::OutputError::Io { path: path.clone(), source })
        })
        .map_err(Failure::error)?;
    }
    Ok(())
}
