//! `demarche compare`: the main job.

use super::config::Config;
use super::messages::{Failure, Messages};
use super::options::{AnalysisArgs, ExcelArg, FormatArg, InputArgs};
use super::setup::Look;
use super::warnings::Warnings;
use super::worker::{Batch, Wants};
use super::{run, setup};
use crate::compare::{Codebook, Comparison, Measure, Measures, Period, Settings, Tally};
use crate::document::Warning;
use crate::input::{Copies, Rejected};
use crate::lexicon::{Lexicon, WordClass};
use crate::output::{
    CsvFlavor, CsvProfile, Summary, records, write_csv, write_grid, write_json, write_json_lines, write_markdown,
    write_memo,
};
use crate::table::{Table, comparison_tables};
use clap::Args;
use std::io::Write;
use std::mem::ManuallyDrop;
use std::path::PathBuf;

/// Set the positions of the sides of a dispute side by side.
///
/// Reads articles, transcripts and tables, finds who said what, assigns each statement to a side, scores it with the
/// lexicon and compares. The summary goes to standard output; with -o, tables and a report go to a folder.
#[derive(Args, Clone, Debug)]
pub struct CompareArgs {
    #[command(flatten)]
    input: InputArgs,
    #[command(flatten)]
    analysis: AnalysisArgs,
    #[command(flatten)]
    figures: FigureArgs,
    #[command(flatten)]
    output: OutputArgs,
}

/// How figures are made.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Figures")]
pub struct FigureArgs {
    /// Drives the intervals and tests; the same seed gives the same figures [default: 1]
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
    /// Length of a row of timeline.csv: year, quarter, month or week [default: month]
    #[arg(long, value_name = "LENGTH", value_parser = period)]
    pub period: Option<Period>,
    /// More figures, as columns at the end of tables: chi2, fisher, relative-risk, walter, flat-prior, holm, dp-norm,
    /// juilland-d, or all
    #[arg(long, value_name = "NAME,…", value_delimiter = ',', value_parser = measures)]
    pub measure: Vec<Measures>,
}

impl FigureArgs {
    /// The settings of the comparison; what the flags leave open is as the configuration says.
    pub fn settings(&self, config: &Config) -> Result<Settings, Failure> {
        let usual = Settings::default();
        let period = config.period().map_err(Failure::Error)?;
        let configured = config.measures().map_err(Failure::Error)?;
        let measures = if self.measure.is_empty() { &configured } else { &self.measure };
        Ok(Settings {
            seed: self.seed.or(config.seed).unwrap_or(usual.seed),
            period: self.period.or(period).unwrap_or_default(),
            measures: measures.iter().flat_map(|measures| measures.iter()).collect(),
            ..usual
        })
    }
}

/// Where results go.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Output")]
pub struct OutputArgs {
    /// Folder for tables and report; a file or - for comparison.csv alone
    #[arg(short, long, value_name = "DIR|FILE|-")]
    pub output: Option<PathBuf>,
    /// What goes to standard output: the summary as table or, for a memo, markdown; comparison.csv as csv, json, jsonl
    #[arg(short, long, value_name = "FORMAT")]
    pub format: Option<FormatArg>,
    /// CSV for spreadsheet programs; with `semicolon`, also a decimal comma
    #[arg(long, value_name = "PROFILE", num_args = 0..=1, require_equals = true, default_missing_value = "comma")]
    pub excel: Option<ExcelArg>,
    /// Write all tables into one workbook as well
    #[arg(long)]
    pub xlsx: bool,
    /// Write no report.html
    #[arg(long)]
    pub no_report: bool,
    /// Write no matches.csv, which is the largest table by far
    #[arg(long)]
    pub no_matches: bool,
    /// Do not guard text cells that a spreadsheet would run as a formula
    #[arg(long)]
    pub raw: bool,
    /// Replace what an earlier run wrote
    #[arg(long)]
    pub force: bool,
}

impl OutputArgs {
    /// The spreadsheet profile.
    pub fn flavor(&self) -> CsvFlavor {
        match self.excel {
            None => CsvFlavor::Plain,
            Some(ExcelArg::Comma) => CsvFlavor::Excel,
            Some(ExcelArg::Semicolon) => CsvFlavor::ExcelSemicolon,
        }
    }
}

/// What a run found, ready to be written.
pub struct Found<'l> {
    /// The lexicon in force.
    pub lexicon: &'l Lexicon,
    /// The figures.
    pub comparison: Comparison,
    /// Cautions about documents.
    pub warnings: Vec<Warning>,
    /// Documents that could not be read.
    pub rejected: Vec<Rejected>,
}

/// Runs the command.
pub fn compare(args: &CompareArgs, messages: &Messages) -> Result<(), Failure> {
    match compare_after(Look::Beginning, args, messages)? {
        Ended::Done => Ok(()),
        Ended::Unforeseen(side) => {
            let reason = "it comes late in the side column, whose beginning has other values";
            messages.note(format_args!("a further side, \"{side}\": {reason}; reading everything anew"));
            compare_after(Look::Whole, args, messages).map(|_| ())
        }
    }
}

/// How an attempt ended that took the sides from a look at the input.
enum Ended {
    /// With its results.
    Done,
    /// With a side that the look had not found, and without any.
    Unforeseen(String),
}

fn compare_after(look: Look, args: &CompareArgs, messages: &Messages) -> Result<Ended, Failure> {
    let mut args = args.clone();
    let config = setup::configure(&mut args.input, &mut args.analysis)?;
    let (sources, mut options) = setup::sources(&args.input)?;
    args.output.excel = args.output.excel.or(config.excel().map_err(Failure::Error)?);
    args.output.xlsx |= config.xlsx.unwrap_or(false);
    args.output.no_report |= !config.report.unwrap_or(true);
    let settings = args.figures.settings(&config)?;
    let chosen = setup::lexicon_with_sides(look, &args.input, &args.analysis)?;
    // The end of the process frees it, and what is made with it, sooner than taking it apart.
    let lexicon = ManuallyDrop::new(chosen.lexicon);
    options.foreseen_sides = chosen.foreseen;
    setup::need_sides(&lexicon)?;
    setup::announce(messages, &lexicon);
    let folder = args.output.output.as_deref().filter(|path| super::folder::is_folder(path));
    let mut writer = match folder {
        Some(path) => Some(super::folder::FolderWriter::create(path, &args.output, &lexicon, settings.measures, true)?),
        None => None,
    };
    let copies = if args.input.dedupe { Copies::Drop } else { Copies::Warn };
    let wants = Wants { tally: true, copies: Some(copies), ..writer.as_ref().map(|w| w.wants()).unwrap_or_default() };
    let (mut warnings, mut rejected) = (Warnings::of(&lexicon.warnings), Vec::new());
    let scoring = setup::scoring(&args.analysis, &lexicon)?;
    let strict = args.input.strict;
    let run::Ran { tally, inputs, left_out, unforeseen } = run::run(
        messages,
        &lexicon,
        &scoring,
        wants,
        setup::threads(&args.analysis),
        setup::documents(sources, options),
        |mut batch: Batch| {
            run::report_rejected(messages, &batch.rejected, strict)?;
            warnings.extend(batch.warnings.drain(..));
            rejected.append(&mut batch.rejected);
            writer.as_mut().map_or(Ok(()), |w| w.take(batch))
        },
    )?;
    if let Some(side) = unforeseen {
        return Ok(Ended::Unforeseen(side));
    }
    if let Some(writer) = &mut writer {
        writer.end_rows()?;
    }
    let mut tally = ManuallyDrop::new(tally);
    tally.end_adding();
    let comparison = figures(&tally, &lexicon, &settings);
    tally.forget_documents();
    warnings.extend(left_out);
    let found = ManuallyDrop::new(Found { lexicon: &lexicon, comparison, warnings: warnings.into_vec(), rejected });
    if let Some(writer) = writer {
        let scoring = super::folder::scoring_record(&scoring, args.input.dedupe);
        writer.finish(&found, super::folder::input_records(inputs), scoring, messages)?;
    }
    print(&found, &args.output, folder.is_some(), messages)?;
    messages.warnings(found.warnings.iter());
    nothing_to_compare(&found, &args.analysis).map(|()| Ended::Done)
}

/// Reads every figure from the counts.
pub fn figures(tally: &Tally, lexicon: &Lexicon, settings: &Settings) -> Comparison {
    let names = super::worker::names(lexicon);
    let pattern = |entry| names.pattern(entry).to_owned();
    let is_stop_word = |word: &str| lexicon.language.words.get(word).is_some_and(|class| class.has(WordClass::STOP));
    let codebook = Codebook { dispute: &lexicon.dispute, pattern: &pattern, is_stop_word: &is_stop_word };
    tally.compare(&codebook, settings)
}

/// Standard output, or the one file that `-o` names.
pub fn print(found: &Found, output: &OutputArgs, in_folder: bool, messages: &Messages) -> Result<(), Failure> {
    let file = output.output.as_deref().filter(|path| !in_folder && path.as_os_str() != "-");
    let format = output.format.unwrap_or(match output.output {
        Some(_) if !in_folder => FormatArg::Csv,
        _ => FormatArg::Table,
    });
    let fill = |out: &mut dyn Write| -> std::io::Result<()> {
        if format == FormatArg::Table && file.is_none() {
            return out.write_all(summary(found).as_bytes());
        }
        if format == FormatArg::Markdown {
            return write_memo(out, &found.comparison, &found.lexicon.dispute);
        }
        let profile = match file {
            Some(_) => CsvProfile::for_file(output.flavor(), output.raw),
            None => CsvProfile::for_stream(output.flavor()),
        };
        let tables = comparison_tables(&found.comparison, &found.lexicon.dispute);
        tables.first().map_or(Ok(()), |table| write_table(out, table, format, profile))
    };
    super::deliver(file, output.force, messages, fill)
}

/// A table in one of the formats of `-f`.
pub fn write_table(out: &mut dyn Write, table: &Table, format: FormatArg, profile: CsvProfile) -> std::io::Result<()> {
    match format {
        FormatArg::Csv => write_csv(out, table, profile),
        FormatArg::Json => write_json(out, records(table)),
        FormatArg::Jsonl => write_json_lines(out, records(table)),
        FormatArg::Markdown => write_markdown(out, table),
        FormatArg::Table => write_grid(out, table, terminal_width()),
    }
}

fn summary(found: &Found) -> String {
    let color = anstream::AutoStream::choice(&std::io::stdout()) != anstream::ColorChoice::Never;
    let summary =
        Summary { comparison: &found.comparison, dispute: &found.lexicon.dispute, width: terminal_width(), color };
    summary.render()
}

/// Columns of the terminal; 100 for a file or a pipe.
pub fn terminal_width() -> usize {
    let columns = std::env::var("COLUMNS").ok().and_then(|c| c.parse().ok());
    columns.or_else(|| terminal_size::terminal_size_of(std::io::stdout()).map(|(w, _)| w.0.into())).unwrap_or(100)
}

/// Says why there is nothing to compare, and what to try.
/// Fails when fewer than two sides have a statement, and says what to try.
pub fn nothing_to_compare(found: &Found, analysis: &AnalysisArgs) -> Result<(), Failure> {
    let comparison = &found.comparison;
    if comparison.sides_with_statements() >= 2 {
        return Ok(());
    }
    let counts = &comparison.documents;
    let of = |count: u64, thing: &str| format!("{count} {thing}{}", if count == 1 { "" } else { "s" });
    let documents = of(counts.documents, "document");
    let filtered = analysis.min_confidence.is_some_and(|least| least > 0.0) || !analysis.kind.is_empty();
    if counts.statements == 0 && !filtered {
        return Err(Failure::Nothing(format!(
            "nothing to compare: nobody says anything in {documents} (give news text that quotes or reports people, a \
             transcript with lines such as `NAME: text`, or a table with --speaker-column or --side-column)"
        )));
    }
    let silent: Vec<&str> = comparison
        .sides
        .iter()
        .filter(|side| side.statements == 0)
        .map(|side| found.lexicon.dispute.sides[usize::from(side.side.0)].label.as_str())
        .collect();
    let mut remedies = vec!["look at who was found with `demarche statements`".to_owned()];
    if analysis.sides.is_empty() {
        remedies.push("try another lexicon (-l)".to_owned());
    } else {
        remedies.push("write names for --sides as they stand in the columns side and speaker there".to_owned());
    }
    if analysis.min_confidence.is_some_and(|least| least > 0.0) {
        remedies.push("lower --min-confidence".to_owned());
    }
    if !analysis.kind.is_empty() {
        remedies.push("keep more kinds (--kind)".to_owned());
    }
    let nobodys = match counts.other_statements + counts.unknown_statements {
        0 => String::new(),
        count => format!(", but {} of nobody's side", of(count, "statement")),
    };
    Err(Failure::Nothing(format!(
        "nothing to compare: no statement of {} in {documents}{nobodys} ({})",
        silent.join(" or "),
        remedies.join(", or "),
    )))
}

/// Reads a value of `--measure`.
pub fn measures(text: &str) -> Result<Measures, String> {
    if text == "all" {
        return Ok(Measures::all());
    }
    let names = Measure::ALL.map(Measure::as_str);
    let measure = Measure::ALL.into_iter().find(|measure| measure.as_str() == text);
    measure.map(|measure| Measures::from_iter([measure])).ok_or_else(|| format!("choose {}, all", names.join(", ")))
}

/// Reads a value of `--period`.
pub fn period(text: &str) -> Result<Period, String> {
    let names = Period::ALL.map(Period::as_str);
    Period::ALL.into_iter().find(|period| period.as_str() == text).ok_or_else(|| format!("choose {}", names.join(", ")))
}
