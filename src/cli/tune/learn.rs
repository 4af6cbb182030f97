//! `demarche tune learn`: weights from labels, as a new lexicon folder.

use super::super::messages::{Failure, Messages};
use super::GoldArgs;
use super::folder::{vacant, write_lexicon};
use crate::tune::{self, Figure, Gold, LearnSettings, Learned, LearnedModifiers, ModifierGroup};
use clap::Args;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Learn weights from labelled text and write them as a new lexicon folder.
///
/// Labels of the dispute's issues teach the weights of its terms; labels of portrayals, or of claims with their own
/// target, teach valence and calm of evaluations and add words of the texts as entries (never names or pronouns). The
/// figures shown are cross-validated: rows of one group, of one issue that came with the data, and near copies are
/// never both learned from and tested on.
#[derive(Args, Clone, Debug)]
pub struct LearnArgs {
    #[command(flatten)]
    gold: GoldArgs,
    /// Folder to write
    #[arg(short, long, value_name = "DIR")]
    output: PathBuf,
    /// Write into a folder that is not empty
    #[arg(long)]
    force: bool,
    /// How strongly weights are held to the old ones [default: the best of 3, 10, 30, 100, 300 and 1000 in the
    /// cross-validation]
    #[arg(long, value_name = "X")]
    penalty: Option<f64>,
    /// Rows that an entry must be in
    #[arg(long, value_name = "N", default_value_t = 4)]
    support: u32,
    /// Folds of the cross-validation
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u16).range(2..=100))]
    folds: u16,
    /// Learn the weights of the entries that there are, and add none
    #[arg(long)]
    no_new_entries: bool,
    /// Learn what modifiers multiply by (negations, intensifiers, hedges …) instead of the weights of entries
    #[arg(long, conflicts_with_all = ["penalty", "support", "no_new_entries"])]
    modifiers: bool,
}

/// Runs the command.
pub fn learn(args: &LearnArgs, messages: &Messages) -> Result<(), Failure> {
    let folder = args.output.display().to_string();
    vacant(&args.output, args.force)?;
    if args.penalty.is_some_and(|p| !(p > 0.0 && p.is_finite())) {
        return Err(Failure::Error("--penalty must be above 0 (such as 3)".to_owned()));
    }
    let gold = args.gold.gold(&args.gold.lexicon()?)?;
    if args.modifiers {
        return modifiers(args, &gold, messages);
    }
    let settings = LearnSettings {
        penalty: args.penalty,
        support: args.support,
        folds: usize::from(args.folds),
        new_entries: !args.no_new_entries,
        seed: args.gold.seed,
        replicates: args.gold.replicates,
    };
    let learned = tune::learn(&args.gold.lexicon, &gold, settings).map_err(Failure::error)?;
    write_lexicon(&args.output, &learned.files, args.force)?;
    let text = report(&learned, gold.rows.len(), &args.output);
    super::super::deliver(None, false, messages, |out| out.write_all(text.as_bytes()))?;
    messages.note(format_args!("wrote {folder}"));
    Ok(())
}

fn modifiers(args: &LearnArgs, gold: &Gold, messages: &Messages) -> Result<(), Failure> {
    let GoldArgs { lexicon, seed, replicates, .. } = &args.gold;
    let learned =
        tune::learn_modifiers(lexicon, gold, usize::from(args.folds), *seed, *replicates).map_err(Failure::error)?;
    write_lexicon(&args.output, &learned.files, args.force)?;
    let text = report_modifiers(&learned, gold.rows.len(), args.folds);
    super::super::deliver(None, false, messages, |out| out.write_all(text.as_bytes()))?;
    messages.note(format_args!("wrote {}", args.output.display()));
    Ok(())
}

fn report_modifiers(learned: &LearnedModifiers, rows: usize, folds: u16) -> String {
    let mut out = String::new();
    let changed = learned.groups.iter().filter(|g| g.kept).count();
    // Writing to a string cannot fail.
    let _ = writeln!(out, "{rows} rows; {} groups of modifiers act in them, {changed} changed\n", learned.groups.len());
    let _ = writeln!(
        out,
        "{:<12} {:>6} {:>6} {:>7} {:>6}  {:>8}  kept",
        "modifiers", "old", "asked", "support", "folds", "held out"
    );
    for group in &learned.groups {
        let name = if group.question { "question" } else { group.kind.name() };
        let gain = group.gain.map_or(String::new(), |gain| format!("{gain:+.4}"));
        let ModifierGroup { old, asked, support, agree, .. } = group;
        let kept = if group.kept { "yes" } else { "" };
        let of = if group.gain.is_some() { format!("{agree}/{folds}") } else { String::new() };
        let _ = writeln!(out, "{name:<12} {old:>6.2} {asked:>6.2} {support:>7} {of:>6}  {gain:>8}  {kept}");
    }
    let _ = writeln!(out, "\nmacro-F1 of rows left out with every change asked for: {}\n", cell(learned.everything));
    figures(&mut out, &learned.before, &learned.cross_validated);
    out
}

fn figures(out: &mut String, before: &[Figure], learned: &[Figure]) {
    let _ = writeln!(out, "{:<22} {:>8}  {:>8}  95 % interval (cross-validated)", "measure", "before", "learned");
    for (before, after) in before.iter().zip(learned) {
        let name = match after.class {
            "" => after.measure.to_owned(),
            class => format!("{} {class}", after.measure),
        };
        let _ = writeln!(out, "{name:<22} {:>8}  {:>8}  {}", cell(before.value), cell(after.value), interval(after));
    }
}

fn report(learned: &Learned, rows: usize, folder: &Path) -> String {
    let mut out = String::new();
    let (new, weighed) = learned.entries;
    // Writing to a string cannot fail.
    let _ = writeln!(out, "{rows} rows; {weighed} entries with a learned weight, {new} words tried as new entries");
    let _ = writeln!(
        out,
        "penalty {} (where several were tried, the one that did best on the same folds)\n",
        learned.penalty
    );
    figures(&mut out, &learned.before, &learned.cross_validated);
    let _ = writeln!(out, "\nlearning curve (macro-F1 by rows learned from)");
    for point in &learned.curve {
        let _ = writeln!(out, "{:>8}  {:.3}", point.rows, point.macro_f1);
    }
    if let Some(gain) = learned.ten_more() {
        let _ = writeln!(out, "ten more labels would add about {:+.4}", gain);
    }
    let _ = writeln!(out, "\nnext: demarche tune evaluate -l {} --gold OTHER-LABELS", folder.display());
    out
}

fn cell(value: Option<f64>) -> String {
    value.map_or(String::new(), |v| format!("{v:.3}"))
}

fn interval(figure: &Figure) -> String {
    figure.interval.map_or(String::new(), |(low, high)| format!("{low:.3} to {high:.3}"))
}
