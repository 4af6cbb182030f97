//! `demarche kwic`: a pattern in context, by side.

use super::compare::write_table;
use super::messages::{Failure, Messages};
use super::options::{AnalysisArgs, FormatArg, InputArgs};
use super::setup;
use crate::lexicon::{Pattern, PatternError};
use crate::output::{CsvFlavor, CsvProfile};
use crate::scoring::{Concordance, Scorer};
use crate::table::{DocumentRows, Row, Table, schema};
use clap::Args;

/// Show a pattern of the lexicon's language in context, by side.
///
/// PATTERN is written as in terms.csv: `steal`, `"stealing"`, `hack*`, `restore <0-2> confidence`, `(hurt|harm)
/// interests`, `=US`, `@other <0-5> tear down`.
#[derive(Args, Clone, Debug)]
pub struct KwicArgs {
    /// What to look for
    #[arg(value_name = "PATTERN")]
    pattern: String,
    #[command(flatten)]
    input: InputArgs,
    #[command(flatten)]
    analysis: AnalysisArgs,
    /// csv, json, jsonl, markdown or table [default: table]
    #[arg(short, long, value_name = "FORMAT", help_heading = "Output")]
    format: Option<FormatArg>,
}

/// Runs the command.
pub fn kwic(args: &KwicArgs, messages: &Messages) -> Result<(), Failure> {
    let mut args = args.clone();
    setup::configure(&mut args.input, &mut args.analysis)?;
    let misread = |e: PatternError| Failure::Error(format!("pattern:{}: {e}", e.column()));
    let pattern = Pattern::parse(&args.pattern).map_err(misread)?;
    let (sources, options) = setup::sources(&args.input)?;
    let lexicon = setup::lexicon(&args.input, &args.analysis)?;
    let names = super::worker::names(&lexicon);
    let mut concordance = Concordance::new(&lexicon, &pattern).map_err(misread)?;
    let mut scorer = Scorer::new(&lexicon, setup::scoring(&args.analysis, &lexicon)?);
    let mut rows: Vec<Row<'static>> = Vec::new();
    for document in setup::documents(sources, options) {
        let document = match document {
            Ok(document) => document,
            Err(rejected) => {
                super::run::report_rejected(messages, &[rejected], args.input.strict)?;
                continue;
            }
        };
        let scored = scorer.score(document);
        let found = concordance.find(&scored, scorer.vocabulary());
        let document = DocumentRows::new(&scored, names);
        let owned = |row: Row<'_>| row.into_iter().map(|cell| cell.into_owned()).collect();
        rows.extend(
            found.into_iter().map(|(statement, at)| owned(document.occurrence(statement, scored.text.span(at)))),
        );
    }
    let count = rows.len();
    let table = Table::new(&schema::KWIC, &lexicon.dispute.sides, rows);
    let profile = CsvProfile::for_stream(CsvFlavor::Plain);
    super::deliver(None, false, messages, |out| {
        write_table(out, &table, args.format.unwrap_or(FormatArg::Table), profile)
    })?;
    if count == 0 {
        return Err(Failure::Nothing(format!("`{}` does not occur", args.pattern)));
    }
    messages.detail(format_args!("{count} occurrences"));
    Ok(())
}
