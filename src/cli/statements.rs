//! `demarche statements`: only who said what.

use super::compare::write_table;
use super::messages::{Failure, Messages};
use super::options::{AnalysisArgs, ExcelArg, FormatArg, InputArgs};
use super::warnings::Warnings;
use super::worker::Wants;
use super::{run, setup};
use crate::input::Copies;
use crate::output::{CsvFlavor, CsvProfile, CsvWriter};
use crate::table::{Row, Table, schema};
use clap::Args;
use std::path::PathBuf;

/// Find who said what, and for which side.
#[derive(Args, Clone, Debug)]
pub struct StatementsArgs {
    #[command(flatten)]
    input: InputArgs,
    #[command(flatten)]
    analysis: AnalysisArgs,
    /// A file, or - for standard output
    #[arg(short, long, value_name = "FILE|-", help_heading = "Output")]
    output: Option<PathBuf>,
    /// csv, json, jsonl, markdown or table [default: csv]
    #[arg(short, long, value_name = "FORMAT", help_heading = "Output")]
    format: Option<FormatArg>,
    /// CSV for spreadsheet programs
    #[arg(
        long,
        value_name = "PROFILE",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "comma",
        help_heading = "Output"
    )]
    excel: Option<ExcelArg>,
    /// Do not guard text cells that a spreadsheet would run as a formula
    #[arg(long, help_heading = "Output")]
    raw: bool,
    /// Replace a file that is there
    #[arg(long, help_heading = "Output")]
    force: bool,
}

/// Runs the command.
pub fn statements(args: &StatementsArgs, messages: &Messages) -> Result<(), Failure> {
    let mut args = args.clone();
    setup::configure(&mut args.input, &mut args.analysis)?;
    let (sources, options) = setup::sources(&args.input)?;
    let lexicon = setup::lexicon(&args.input, &args.analysis)?;
    setup::announce(messages, &lexicon);
    let file = args.output.as_deref().filter(|path| path.as_os_str() != "-");
    let format = args.format.unwrap_or(match file.and_then(super::ending) {
        Some("jsonl") => FormatArg::Jsonl,
        Some("json") => FormatArg::Json,
        Some("md") => FormatArg::Markdown,
        _ => FormatArg::Csv,
    });
    let flavor = match args.excel {
        None => CsvFlavor::Plain,
        Some(ExcelArg::Comma) => CsvFlavor::Excel,
        Some(ExcelArg::Semicolon) => CsvFlavor::ExcelSemicolon,
    };
    let profile = if file.is_some() { CsvProfile::for_file(flavor, args.raw) } else { CsvProfile::for_stream(flavor) };
    let wants = Wants {
        csv: (format == FormatArg::Csv).then_some(profile),
        json_lines: format == FormatArg::Jsonl,
        copies: args.input.dedupe.then_some(Copies::Drop),
        cells: !matches!(format, FormatArg::Csv | FormatArg::Jsonl),
        ..Wants::default()
    };
    let scoring = setup::scoring(&args.analysis, &lexicon)?;
    let mut failed = None;
    let mut warnings = Warnings::of(&lexicon.warnings);
    let sides = &lexicon.dispute.sides;
    let fill = |out: &mut dyn std::io::Write| -> std::io::Result<()> {
        if format == FormatArg::Csv {
            CsvWriter::with_header(&mut *out, profile, &schema::STATEMENTS.layout(sides))?.finish()?;
        }
        let mut rows: Vec<Row<'static>> = Vec::new();
        let mut stopped = Ok(());
        let result = run::run(
            messages,
            &lexicon,
            &scoring,
            wants,
            setup::threads(&args.analysis),
            setup::documents(sources, options),
            |mut batch| {
                run::report_rejected(messages, &batch.rejected, args.input.strict)?;
                warnings.extend(batch.warnings.drain(..));
                rows.append(&mut batch.cells[0]);
                if let Err(error) = out.write_all(&batch.statements) {
                    stopped = Err(error);
                    return Err(Failure::Error(String::new()));
                }
                Ok(())
            },
        );
        stopped?;
        if let Err(failure) = result {
            failed = Some(failure);
            return Err(std::io::Error::other("stopped"));
        }
        if wants.cells {
            write_table(out, &Table::new(&schema::STATEMENTS, sides, rows), format, profile)?;
        }
        Ok(())
    };
    let delivered = super::deliver(file, args.force, messages, fill);
    messages.warnings(&warnings.into_vec());
    failed.map_or(delivered, Err)
}
