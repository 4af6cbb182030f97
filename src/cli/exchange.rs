//! `demarche lexicon import` and `export`: dictionaries of other programs, with every loss listed.

use super::lexicon::write_files;
use super::messages::{Failure, Messages};
use crate::input::{LARGEST, read_whole};
use crate::lexicon::{Format, ImportOptions, Imported, Lexicon, Loss, NewFile, Outcome};
use crate::output::guard;
use clap::Args;
use std::path::{Path, PathBuf};

/// Losses that are listed on the terminal; with -v all of them.
const SHOWN: usize = 20;

/// What `import` takes.
#[derive(Args, Clone, Debug)]
pub struct ImportArgs {
    /// Dictionaries: LIWC .dic or .dicx, Yoshikoder .ykd, Lexicoder .lc3 or .lcd, WordStat .cat, quanteda YAML, VADER,
    /// AFINN, NRC, CSV; several become one
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// Folder of the new lexicon [default: the first file's name without its extension]
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Read the files as this format [default: told from their content]
    #[arg(long, value_name = "FORMAT", value_parser = format)]
    from: Option<Format>,
    /// Encoding of the files, such as shift_jis or windows-1252 [default: told from their content]
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,
    /// Fail when an entry could not be carried over as it was
    #[arg(long)]
    strict: bool,
    /// Replace the files that are there
    #[arg(long)]
    force: bool,
}

/// What `export` takes.
#[derive(Args, Clone, Debug)]
pub struct ExportArgs {
    /// A built-in lexicon, a folder, or another program's dictionary
    #[arg(value_name = "NAME|PATH")]
    lexicon: String,
    /// liwc, liwc22, yoshikoder, lexicoder, lcd, wordstat, quanteda, vader, afinn, nrc or csv [default: told from the
    /// extension of -o]
    #[arg(long, value_name = "FORMAT", value_parser = format)]
    to: Option<Format>,
    /// A file, or - for standard output
    #[arg(short, long, value_name = "FILE|-")]
    output: Option<PathBuf>,
    /// Write what the format could not say to this CSV file as well
    #[arg(long, value_name = "FILE")]
    losses: Option<PathBuf>,
    /// Fail when an entry could not be carried over as it was
    #[arg(long)]
    strict: bool,
    /// Replace files that are there
    #[arg(long)]
    force: bool,
}

fn format(name: &str) -> Result<Format, String> {
    let names = || Format::ALL.iter().map(|format| format.names()[0]).collect::<Vec<_>>().join(", ");
    Format::from_name(name).ok_or_else(|| format!("no such format (choose {})", names()))
}

/// Runs `import`.
pub fn import(args: &ImportArgs, messages: &Messages) -> Result<(), Failure> {
    let folder = args.output.clone().or_else(|| args.files[0].file_stem().map(PathBuf::from)).unwrap_or_default();
    let id = folder.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
    let options = ImportOptions { id, format: args.from, encoding: args.encoding.clone() };
    let mut imported = read(&args.files, &options)?;
    if !imported.losses.is_empty() {
        imported.files.push(NewFile { name: LOSSES, contents: table(&imported.losses) });
    }
    write_files(&folder, &imported.files, args.force)?;
    for source in &imported.sources {
        let guess = if source.guessed { ", a guess: if letters are wrong, name it with --encoding" } else { "" };
        messages.note(format_args!("read {} ({}, {}{guess})", source.name, source.format.label(), source.encoding));
    }
    let shown = folder.display();
    list(&imported.losses, &format!("all are in {shown}/{LOSSES}"), messages);
    messages.note(format_args!(
        "wrote {shown}: {} in {}, {}",
        of(imported.entries, "entry", "entries"),
        of(imported.categories, "category", "categories"),
        losses(&imported.losses)
    ));
    strictly(args.strict, &imported.losses)
}

/// Reads dictionaries from a disk.
pub fn read(paths: &[PathBuf], options: &ImportOptions) -> Result<Imported, Failure> {
    let mut files = Vec::with_capacity(paths.len());
    for path in paths {
        let shown = path.display();
        let bytes = read_whole(path, LARGEST)
            .map_err(|e| Failure::Error(format!("{shown}: cannot be read: {e} (give a dictionary's file)")))?;
        files.push((shown.to_string(), bytes));
    }
    crate::lexicon::import(&files, options).map_err(Failure::error)
}

/// The loss report in an imported folder.
const LOSSES: &str = "losses.csv";

/// Runs `export`.
pub fn export(args: &ExportArgs, messages: &Messages) -> Result<(), Failure> {
    let file = args.output.as_deref().filter(|path| path.as_os_str() != "-");
    let extension = file.and_then(Path::extension).and_then(|e| e.to_str());
    let Some(format) = args.to.or_else(|| extension.and_then(Format::from_name)) else {
        let names = Format::ALL.iter().map(|format| format.names()[0]).collect::<Vec<_>>().join(", ");
        return Err(Failure::Error(format!("which format? (write --to with one of {names})")));
    };
    let lexicon = Lexicon::load(&args.lexicon).map_err(Failure::error)?;
    let exported = crate::lexicon::export(&lexicon, format);
    if exported.text.is_empty() {
        let first = exported.losses.first().map_or(String::new(), |loss| format!("{loss} "));
        let message =
            format!("{} cannot say any term of {}: {first}(choose another --to)", format.label(), args.lexicon);
        return Err(Failure::Error(message));
    }
    super::deliver(file, args.force, messages, |out| out.write_all(exported.text.as_bytes()))?;
    if let Some(path) = &args.losses {
        super::deliver(Some(path), args.force, messages, |out| out.write_all(table(&exported.losses).as_bytes()))?;
    }
    list(&exported.losses, "add -v, or --losses FILE", messages);
    messages.note(format_args!(
        "{} of {}, {}",
        of(lexicon.dispute.terms.len(), "term", "terms"),
        args.lexicon,
        losses(&exported.losses)
    ));
    strictly(args.strict, &exported.losses)
}

/// Says the first losses, and how to see the others.
pub fn list(losses: &[Loss], remedy: &str, messages: &Messages) {
    let shown = if messages.is_verbose() { losses.len() } else { SHOWN };
    losses.iter().take(shown).for_each(|loss| messages.note(loss));
    if losses.len() > shown {
        messages.note(format_args!("{} more ({remedy})", losses.len() - shown));
    }
}

/// `2 left out, 1 changed`, or that all is there.
fn losses(losses: &[Loss]) -> String {
    let count = |outcome| losses.iter().filter(|loss| loss.outcome == outcome).count();
    match (count(Outcome::LeftOut), count(Outcome::Changed)) {
        (0, 0) => "nothing lost".to_owned(),
        (left_out, changed) => format!("{left_out} left out, {changed} changed"),
    }
}

fn strictly(strict: bool, found: &[Loss]) -> Result<(), Failure> {
    match strict && !found.is_empty() {
        true => Err(Failure::Nothing(format!("{} (read the lines above, or leave out --strict)", losses(found)))),
        false => Ok(()),
    }
}

fn of(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// The loss report: one row a loss.
fn table(losses: &[Loss]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    // Writing to memory cannot fail.
    let _ = writer.write_record(["file", "line", "category", "entry", "outcome", "reason"]);
    for loss in losses {
        let line = if loss.line == 0 { String::new() } else { loss.line.to_string() };
        let cells = [&loss.file, &line, &loss.category, &loss.entry, loss.outcome.as_str(), &loss.reason];
        let cells: Vec<_> = cells.iter().map(|cell| guard(cell)).collect();
        let _ = writer.write_record(cells.iter().map(|cell| cell.as_bytes()));
    }
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}
