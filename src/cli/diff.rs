//! `demarche lexicon diff`: what changed between two lexicons, in entries and in what they find.

use super::compare::figures;
use super::messages::{Failure, Messages};
use super::options::{AnalysisArgs, InputArgs};
use super::worker::Wants;
use super::{run, setup};
use crate::compare::{Comparison, Settings};
use crate::input::Copies;
use crate::lexicon::{Change, Lexicon, diff as entries};
use crate::output::harmless;
use clap::Args;
use std::fmt::Write;

/// What `diff` takes.
#[derive(Args, Clone, Debug)]
pub struct DiffArgs {
    /// The old lexicon: built in, a folder, or another program's dictionary
    #[arg(value_name = "OLD")]
    old: String,
    /// The new one
    #[arg(value_name = "NEW")]
    new: String,
    #[command(flatten)]
    input: InputArgs,
    #[command(flatten)]
    analysis: AnalysisArgs,
}

/// Runs the command.
pub fn diff(args: &DiffArgs, messages: &Messages) -> Result<(), Failure> {
    if args.analysis.lexicon.is_some() {
        return Err(Failure::Error("diff names its lexicons itself (leave out --lexicon)".to_owned()));
    }
    let mut text = String::new();
    if args.input.inputs.is_empty() {
        let load = |name: &str| Lexicon::load(name).map_err(Failure::error);
        list(&load(&args.old)?, &load(&args.new)?, &mut text);
    } else {
        if args.input.inputs.iter().any(|input| input == "-") {
            return Err(Failure::Error("diff reads its input twice (name files instead of -)".to_owned()));
        }
        let (old, before) = results(args, &args.old, messages)?;
        let (new, after) = results(args, &args.new, messages)?;
        list(&old, &new, &mut text);
        text.push('\n');
        compare((&old, &before), (&new, &after), &mut text);
    }
    super::deliver(None, false, messages, |out| out.write_all(text.as_bytes()))
}

/// The comparison that one of the lexicons gives.
fn results(args: &DiffArgs, name: &str, messages: &Messages) -> Result<(Lexicon, Comparison), Failure> {
    let (mut input, mut analysis) = (args.input.clone(), args.analysis.clone());
    setup::configure(&mut input, &mut analysis)?;
    analysis.lexicon = Some(name.to_owned());
    let (sources, options) = setup::sources(&input)?;
    let lexicon = setup::lexicon(&input, &analysis)?;
    setup::need_sides(&lexicon)?;
    let scoring = setup::scoring(&analysis, &lexicon)?;
    let copies = input.dedupe.then_some(Copies::Drop);
    let ran = run::run(
        messages,
        &lexicon,
        &scoring,
        Wants { tally: true, copies, ..Wants::default() },
        setup::threads(&analysis),
        setup::documents(sources, options),
        |batch| run::report_rejected(messages, &batch.rejected, input.strict),
    )?;
    let comparison = figures(&ran.tally, &lexicon, &Settings::default());
    Ok((lexicon, comparison))
}

fn list(old: &Lexicon, new: &Lexicon, text: &mut String) {
    let changes = entries(old, new);
    for change in &changes {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{}", harmless(&change.to_string()));
    }
    let count = |kind| changes.iter().filter(|change| change.change == kind).count();
    let (added, removed, changed) = (count(Change::Added), count(Change::Removed), count(Change::Changed));
    let _ = writeln!(text, "entries: {added} added, {removed} removed, {changed} changed");
}

/// The figures of an issue and a side, by their ids.
fn compare(old: (&Lexicon, &Comparison), new: (&Lexicon, &Comparison), text: &mut String) {
    let rows = |(lexicon, comparison): (&Lexicon, &Comparison)| -> Vec<(String, String, [String; 3])> {
        let mut rows = Vec::new();
        for issue in &comparison.issues {
            for position in &issue.positions {
                let issue = lexicon.dispute.issues[usize::from(issue.issue.0)].id.clone();
                let side = lexicon.dispute.sides[usize::from(position.side.0)].id.clone();
                let rate = position.per_1000.map_or("none".to_owned(), |rate| format!("{rate:.2}"));
                let stance = position.stance.value.map_or("none".to_owned(), |stance| format!("{stance:+.2}"));
                rows.push((issue, side, [position.hits.to_string(), rate, stance]));
            }
        }
        rows
    };
    let (before, after) = (rows(old), rows(new));
    let absent = || ["none".to_owned(), "none".to_owned(), "none".to_owned()];
    let find = |rows: &[(String, String, [String; 3])], issue: &str, side: &str| {
        rows.iter().find(|row| row.0 == issue && row.1 == side).map_or_else(absent, |row| row.2.clone())
    };
    let only_before = before.iter().filter(|row| !after.iter().any(|other| (&other.0, &other.1) == (&row.0, &row.1)));
    let (mut lines, mut same) = (Vec::new(), 0);
    for (issue, side, _) in after.iter().chain(only_before) {
        let (was, is) = (find(&before, issue, side), find(&after, issue, side));
        if was == is {
            same += 1;
            continue;
        }
        let cell = |i: usize| if was[i] == is[i] { is[i].clone() } else { format!("{} → {}", was[i], is[i]) };
        lines.push([issue.clone(), side.clone(), cell(0), cell(1), cell(2)]);
    }
    let head = ["issue", "side", "hits", "per 1,000", "stance"].map(str::to_owned);
    if !lines.is_empty() {
        lines.insert(0, head);
    }
    let width = |i: usize| lines.iter().map(|line| line[i].chars().count()).max().unwrap_or(0);
    let widths = [width(0), width(1), width(2), width(3), width(4)];
    for line in &lines {
        let cells = line.iter().zip(widths).map(|(cell, width)| format!("{cell:<width$}"));
        let _ = writeln!(text, "{}", harmless(cells.collect::<Vec<_>>().join("  ").trim_end()));
    }
    let changed = lines.len().saturating_sub(1);
    let _ = writeln!(text, "results: {changed} of {} rows of issue and side changed", changed + same);
}
