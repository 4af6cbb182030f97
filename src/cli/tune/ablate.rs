//! `demarche tune ablate`: what each entry contributes.

use super::super::messages::{Failure, Messages};
use super::super::options::{AnalysisArgs, InputArgs};
use super::corpus::Corpus;
use super::read_table;
use crate::lexicon::Lexicon;
use crate::output::guard;
use crate::tune::{
    ComparedAblation, EntryName, Gold, GoldColumns, LabelledAblation, Scale, ablate_compared, ablate_labelled,
};
use clap::Args;
use std::io::{self, Write};
use std::path::PathBuf;

/// Show what each entry contributes, by taking it out and reading the texts again.
///
/// With --gold: rows that are right only with the entry, rows that are right only without it, and what it adds to macro-F1.
/// With texts: hits, stance and gap of the issue with the entry and without it. An entry that another one replaces
/// changes nothing. Texts are kept in memory.
#[derive(Args, Clone, Debug)]
pub struct AblateArgs {
    #[command(flatten)]
    input: InputArgs,
    #[command(flatten)]
    analysis: AnalysisArgs,
    /// Table of labelled texts: columns text, issue, stance
    #[arg(long, value_name = "FILE")]
    gold: Option<PathBuf>,
    /// Labels are what a text says about a target: columns text, target, label
    #[arg(long, requires = "gold")]
    portrayals: bool,
    /// Where to write the table [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Write over a table that is there
    #[arg(long)]
    force: bool,
}

/// Runs the command.
pub fn ablate(args: &AblateArgs, messages: &Messages) -> Result<(), Failure> {
    if args.gold.is_some() && !args.input.inputs.is_empty() {
        let message = "labelled texts and other texts are two questions (give --gold or INPUT, not both)";
        return Err(Failure::Error(message.to_owned()));
    }
    let corpus = Corpus::open(&args.input, &args.analysis)?;
    let (name, file) = (corpus.lexicon_name(), args.output.as_deref());
    let rows = if let Some(path) = &args.gold {
        let known = |issue: &str| corpus.lexicon.dispute.issue(issue).is_some();
        let scale = if args.portrayals { Scale::Portrayal } else { Scale::Stance };
        let (shown, table) = (path.display().to_string(), read_table(path)?);
        let gold = Gold::read(&shown, &table, scale, &GoldColumns::default(), known).map_err(Failure::error)?;
        let rows = ablate_labelled(name, &gold).map_err(Failure::error)?;
        super::super::deliver(file, args.force, messages, |out| labelled(out, &rows))?;
        rows.len()
    } else {
        let mut documents = Vec::new();
        corpus.each(messages, |document| documents.push(document))?;
        let rows = ablate_compared(name, &corpus.sides()?, &corpus.settings()?, &documents).map_err(Failure::error)?;
        super::super::deliver(file, args.force, messages, |out| compared(out, &corpus.lexicon, &rows))?;
        rows.len()
    };
    if rows == 0 {
        return Err(Failure::Nothing("no entry counts in these texts (give other texts)".to_owned()));
    }
    Ok(())
}

fn number(value: Option<f64>) -> String {
    value.map_or(String::new(), |v| format!("{:.6}", if v == 0.0 { 0.0 } else { v }))
}

fn named(entry: &EntryName) -> [String; 3] {
    [entry.issue.clone(), guard(&entry.pattern).into_owned(), entry.stance.to_owned()]
}

fn labelled(out: &mut dyn Write, rows: &[LabelledAblation]) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(["issue", "pattern", "stance", "rows", "right_with", "right_without", "macro_f1"])?;
    for row in rows {
        let [issue, pattern, stance] = named(&row.entry);
        let [texts, with, without] = [row.rows, row.right_with, row.right_without].map(|n| n.to_string());
        writer.write_record([issue, pattern, stance, texts, with, without, number(row.macro_f1)])?;
    }
    writer.flush()
}

fn compared(out: &mut dyn Write, lexicon: &Lexicon, rows: &[ComparedAblation]) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    let mut header: Vec<String> = ["issue", "entry_issue", "pattern", "stance"].map(str::to_owned).to_vec();
    for side in &lexicon.dispute.sides {
        let columns = ["hits", "hits_without", "stance", "stance_without"];
        header.extend(columns.map(|column| format!("{}_{column}", side.id)));
    }
    header.extend(["gap", "gap_without", "change"].map(str::to_owned));
    writer.write_record(&header)?;
    for row in rows {
        let mut cells = vec![row.issue.clone()];
        cells.extend(named(&row.entry));
        for side in &row.sides {
            cells.extend(side.hits.map(|hits| hits.to_string()));
            cells.extend(side.stance.map(number));
        }
        cells.extend(row.gap.map(number));
        cells.push(number(row.gap[0].zip(row.gap[1]).map(|(with, without)| with - without)));
        writer.write_record(&cells)?;
    }
    writer.flush()
}
