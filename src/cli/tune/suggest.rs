//! `demarche tune suggest`: words that a lexicon lacks.

use super::super::messages::{Failure, Messages};
use super::super::options::{AnalysisArgs, InputArgs};
use super::corpus::Corpus;
use super::read_table;
use crate::scoring::Scorer;
use crate::tune::{Gold, GoldColumns, Scale, SuggestSettings, Suggester, Suggestion, write_suggestions};
use clap::Args;
use std::path::PathBuf;

/// Propose new terms, with contexts and what each would gain, as a table to tick.
///
/// With --gold, from labelled texts: words that texts in favor use more than texts against, or less; gain is rows that
/// would come out right less rows that would come out wrong. Without, from any texts: words that statements with a hit
/// on an issue use more than others; gain is statements that would have their first hit. z is that of the log-odds over
/// texts. Where nothing stands out, for want of texts, up to five leads an issue are offered: words of a text or two, to be
/// judged by their contexts. Write x in the column accept, change what you like, and hand the table to `demarche tune accept`.
#[derive(Args, Clone, Debug)]
pub struct SuggestArgs {
    #[command(flatten)]
    input: InputArgs,
    #[command(flatten)]
    analysis: AnalysisArgs,
    /// Table of labelled texts: columns text, issue, stance; optional side
    #[arg(long, value_name = "FILE")]
    gold: Option<PathBuf>,
    /// Texts that must hold a word [default: 3]
    #[arg(long, value_name = "N")]
    support: Option<u32>,
    /// Suggestions for each issue at most
    #[arg(long, value_name = "N", default_value_t = 20)]
    most: u32,
    /// Least z, either way [default: 1.5]
    #[arg(long, value_name = "Z")]
    least_z: Option<f64>,
    /// Where to write the table [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Write over a table that is there
    #[arg(long)]
    force: bool,
}

/// Runs the command.
pub fn suggest(args: &SuggestArgs, messages: &Messages) -> Result<(), Failure> {
    let usual = SuggestSettings::default();
    let settings = SuggestSettings {
        support: args.support.map_or(usual.support, u64::from),
        most: args.most as usize,
        least_z: args.least_z.unwrap_or(usual.least_z),
    };
    let leads = SuggestSettings { most: SuggestSettings::LEADS.most.min(settings.most), ..SuggestSettings::LEADS };
    let as_usual = args.support.is_none() && args.least_z.is_none();
    if args.gold.is_some() && !args.input.inputs.is_empty() {
        let message = "labelled texts and other texts are two questions (give --gold or INPUT, not both)";
        return Err(Failure::Error(message.to_owned()));
    }
    let corpus = Corpus::open(&args.input, &args.analysis)?;
    let lexicon = &corpus.lexicon;
    let mut suggester = Suggester::new(lexicon);
    // what stands out, else leads
    let either = |of: &mut dyn FnMut(SuggestSettings) -> Vec<Suggestion>| match of(settings) {
        found if found.is_empty() && as_usual => (of(leads), true),
        found => (found, false),
    };
    let (suggestions, only_leads) = match &args.gold {
        Some(path) => {
            let known = |issue: &str| lexicon.dispute.issue(issue).is_some();
            let (name, table) = (path.display().to_string(), read_table(path)?);
            let gold =
                Gold::read(&name, &table, Scale::Stance, &GoldColumns::default(), known).map_err(Failure::error)?;
            either(&mut |settings| suggester.suggest_for(&gold, settings))
        }
        None => {
            let mut scorer = Scorer::new(lexicon, corpus.settings()?);
            corpus.each(messages, |document| {
                let scored = scorer.score(document);
                suggester.add(&scored, scorer.vocabulary());
            })?;
            either(&mut |settings| suggester.suggest(settings))
        }
    };
    super::super::deliver(args.output.as_deref(), args.force, messages, |out| {
        write_suggestions(out, &lexicon.dispute, &suggestions)
    })?;
    if suggestions.is_empty() {
        let message = "nothing stands out (give more texts, or a lower --least-z or --support)";
        return Err(Failure::Nothing(message.to_owned()));
    }
    if only_leads {
        messages.note("nothing stands out in so few texts; these are leads: read their contexts before you tick one");
    }
    let found =
        if suggestions.len() == 1 { "1 suggestion".into() } else { format!("{} suggestions", suggestions.len()) };
    messages.note(format_args!(
        "{found}; next: write x in the column accept, then `demarche tune accept FILE -l {} -o NEW-FOLDER`",
        corpus.lexicon_name()
    ));
    Ok(())
}
