//! From arguments to everything a run needs: lexicon, documents, settings.

use super::config::Config;
use super::messages::{Failure, Messages};
use super::options::{AnalysisArgs, AttributionMode, InputArgs, NestedArg};
use crate::attribution::{Attributor, Corrections};
use crate::input::{Documents, FirstLook, Format, InputOptions, Sample, Source, expand, read_whole_text, unguard};
use crate::lexicon::{Lexicon, SideChoice};
use crate::scoring::{Mode, Nested, Settings};
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

/// The lexicon that is used when none is named.
pub const DEFAULT_LEXICON: &str = "us-china-cyber";

/// The `demarche.toml` of the current folder, applied to the arguments that it completes.
pub fn configure(input: &mut InputArgs, analysis: &mut AnalysisArgs) -> Result<Config, Failure> {
    let config = Config::read(Path::new("")).map_err(Failure::Error)?;
    config.complete_input(input);
    config.complete_analysis(analysis).map_err(Failure::Error)?;
    Ok(config)
}

/// Loads the lexicon that the arguments name, with the sides that they pick.
///
/// With a side column the values of that column become the sides, which takes a look at the tables first.
pub fn lexicon(input: &InputArgs, analysis: &AnalysisArgs) -> Result<Lexicon, Failure> {
    Ok(lexicon_with_sides(Look::Whole, input, analysis)?.lexicon)
}

/// How much of the input is looked at for the values of a side column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// The first rows of each table; another value may come later.
    Beginning,
    /// All of it.
    Whole,
}

/// Rows that are the beginning of a table.
const BEGINNING: u64 = 1 << 13;

/// A lexicon and how its sides came about.
pub struct Chosen {
    /// The lexicon in force.
    pub lexicon: Lexicon,
    /// Which sides were picked.
    pub choice: SideChoice,
    /// Where only the beginning of tables was looked at: the values of the side column there, for
    /// [`InputOptions::foreseen_sides`].
    pub foreseen: Option<Vec<String>>,
}

/// Loads the lexicon as [`lexicon`] does, after a look at more or less of the input, and says which sides were picked. A lexicon
/// without sides, such as another program's dictionary, takes the values of the speaker column for sides.
pub fn lexicon_with_sides(look: Look, input: &InputArgs, analysis: &AnalysisArgs) -> Result<Chosen, Failure> {
    if analysis.attribution.unwrap_or_default() == AttributionMode::Auto {
        // Where there is no further thread to be had, the model is read later.
        let _ = std::thread::Builder::new().spawn(|| Attributor::prepare("en"));
    }
    let load = |choice: &SideChoice| Lexicon::load_with(lexicon_name(analysis), choice).map_err(Failure::error);
    let (choice, foreseen) = sides(look, input, analysis)?;
    let lexicon = load(&choice)?;
    if lexicon.dispute.sides.is_empty() && choice == SideChoice::AsWritten && input.speaker_column.is_some() {
        let choice = SideChoice::Only(column_values(input, "--speaker-column", FirstLook::Speakers)?);
        return Ok(Chosen { lexicon: load(&choice)?, choice, foreseen });
    }
    Ok(Chosen { lexicon, choice, foreseen })
}

/// Refuses a lexicon without sides, for commands that compare them.
pub fn need_sides(lexicon: &Lexicon) -> Result<(), Failure> {
    match lexicon.dispute.sides.is_empty() {
        false => Ok(()),
        true => Err(Failure::Error(format!(
            "{} names no sides (take them from a table with --side-column or --speaker-column NAME, or name two speakers \
             with --sides A,B)",
            lexicon.origin
        ))),
    }
}

/// The lexicon that is asked for, or the usual one.
pub fn lexicon_name(analysis: &AnalysisArgs) -> &str {
    analysis.lexicon.as_deref().unwrap_or(DEFAULT_LEXICON)
}

/// The sides that the arguments pick.
pub fn side_choice(input: &InputArgs, analysis: &AnalysisArgs) -> Result<SideChoice, Failure> {
    Ok(sides(Look::Whole, input, analysis)?.0)
}

/// The same, and [`Chosen::foreseen`].
fn sides(look: Look, input: &InputArgs, analysis: &AnalysisArgs) -> Result<(SideChoice, Option<Vec<String>>), Failure> {
    if !analysis.sides.is_empty() {
        if analysis.sides.len() < 2 {
            return Err(Failure::Error("--sides needs two names (such as --sides us,china)".to_owned()));
        }
        return Ok((SideChoice::Only(analysis.sides.clone()), None));
    }
    if input.side_column.is_none() {
        return Ok((SideChoice::AsWritten, None));
    }
    let beginning = if look == Look::Beginning { first_sides(input)? } else { None };
    Ok(match beginning {
        Some((values, is_all)) => (SideChoice::Column(values.clone()), (!is_all).then_some(values)),
        None => (SideChoice::Column(column_values(input, "--side-column", FirstLook::Sides)?), None),
    })
}

/// The distinct values of a column, sorted; those of standard input cannot be known before it is read.
fn column_values(input: &InputArgs, flag: &str, look: FirstLook) -> Result<Vec<String>, Failure> {
    let (sources, options) = sources(input)?;
    if sources.iter().any(|source| source.path().is_none()) {
        let message = format!("{flag} on standard input needs the sides' names as well (add --sides A,B)");
        return Err(Failure::Error(message));
    }
    let options = InputOptions { first_look: Some(look), ..options };
    let mut values = BTreeSet::new();
    add_values(Documents::new(sources, options), look, &mut values);
    Ok(values.into_iter().collect())
}

/// The values of the side column in the first rows of each table, sorted, and whether these are all rows. None where only a look
/// at the whole can tell: a table may be sorted by side.
fn first_sides(input: &InputArgs) -> Result<Option<(Vec<String>, bool)>, Failure> {
    let (sources, options) = sources(input)?;
    let counts = options.limit.is_some() || options.sample.is_some();
    if counts || sources.iter().any(|source| source.path().is_none()) {
        return Ok(None);
    }
    let options = InputOptions { first_look: Some(FirstLook::Sides), limit: Some(BEGINNING), ..options };
    let mut values = BTreeSet::new();
    let mut is_all = true;
    for source in sources {
        let documents = Documents::new(vec![source], options.clone());
        is_all &= add_values(documents, FirstLook::Sides, &mut values) < BEGINNING;
    }
    Ok((is_all || values.len() > 1).then(|| (values.into_iter().collect(), is_all)))
}

/// Adds the values of a column, and says how many rows were looked at.
fn add_values(documents: Documents, look: FirstLook, values: &mut BTreeSet<String>) -> u64 {
    let mut rows = 0;
    for document in documents.flatten() {
        rows += 1;
        let value = document.given.and_then(|given| match look {
            FirstLook::Speakers => given.speaker,
            FirstLook::Sides => given.side,
        });
        let value = value.unwrap_or_default();
        let value = value.trim();
        if !value.is_empty() && !values.contains(value) {
            values.insert(value.to_owned());
        }
    }
    rows
}

/// How statements are found and scored.
pub fn scoring(analysis: &AnalysisArgs, lexicon: &Lexicon) -> Result<Settings, Failure> {
    let corrections = match &analysis.statements {
        Some(path) => Some(Arc::new(corrections(path, lexicon)?)),
        None => None,
    };
    Ok(Settings {
        min_confidence: analysis.min_confidence.unwrap_or(0.0),
        kinds: analysis.kind.iter().map(|kind| kind.0).collect(),
        nested: match analysis.nested.unwrap_or_default() {
            NestedArg::Nobody => Nested::Nobody,
            NestedArg::Holder => Nested::Holder,
        },
        mode: match analysis.attribution.unwrap_or_default() {
            AttributionMode::Auto => Mode::Auto,
            AttributionMode::Rules => Mode::Rules,
            AttributionMode::Given => Mode::Given,
        },
        corrections,
    })
}

/// Bytes of a corrected table: rows of some hundred thousand documents.
const MOST_CORRECTED: u64 = 512 << 20;

/// Reads a corrected table of statements, in any of the profiles in which it is written.
fn corrections(path: &Path, lexicon: &Lexicon) -> Result<Corrections, Failure> {
    let shown = path.display();
    let text = read_whole_text(path, MOST_CORRECTED).map_err(|e| {
        let remedy = "give the table that you corrected as UTF-8; the column text may go";
        Failure::Error(format!("{shown}: cannot be read: {e} ({remedy})"))
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let first = text.lines().next().unwrap_or("");
    let delimiter = if first.matches(';').count() > first.matches(',').count() { b';' } else { b',' };
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(text.as_bytes());
    let misread = |e: csv::Error| Failure::Error(format!("{shown}: {e} (save it as CSV again)"));
    let header = reader.headers().map_err(misread)?.clone();
    let mut records = Vec::new();
    for record in reader.records() {
        let record = record.map_err(misread)?;
        records.push((record.position().map_or(0, csv::Position::line), record));
    }
    let rows = records.iter().map(|(line, record)| (*line, record.iter().map(unguard).collect()));
    Corrections::read(&header.iter().collect::<Vec<_>>(), rows, &lexicon.dispute)
        .map_err(|message| Failure::Error(format!("{shown}:{message}")))
}

/// The sources that the arguments name, sorted, and how to read them.
pub fn sources(args: &InputArgs) -> Result<(Vec<Source>, InputOptions), Failure> {
    if args.inputs.is_empty() {
        let message = "no input (name files, folders or globs, or write - to read standard input)";
        return Err(Failure::Error(message.to_owned()));
    }
    let input_format = match &args.input_format {
        Some(name) => Some(Format::from_name(name).ok_or_else(|| {
            let names = Format::ALL.map(Format::as_str).join(", ");
            Failure::Error(format!("--input-format {name}: no such format (choose {names})"))
        })?),
        None => None,
    };
    let sources = expand(&args.inputs).map_err(Failure::error)?;
    let mut options = InputOptions {
        text_column: args.text_column.clone(),
        speaker_column: args.speaker_column.clone(),
        side_column: args.side_column.clone(),
        date_column: args.date_column.clone(),
        id_column: args.id_column.clone(),
        input_format,
        limit: args.limit,
        strict: args.strict,
        ..InputOptions::default()
    };
    if let Some(wanted) = args.sample {
        options.sample = Some(sample(&sources, &options, wanted)?);
    }
    Ok((sources, options))
}

/// Seed of the hash that chooses a sample; fixed, so that the same documents are chosen in every run.
const SAMPLE_SEED: u64 = 1;

/// The share that keeps `wanted` documents; takes a look at all of them first.
fn sample(sources: &[Source], options: &InputOptions, wanted: u64) -> Result<Sample, Failure> {
    if sources.iter().any(|source| source.path().is_none()) {
        let message = "--sample needs to read its input twice, which standard input does not allow (name a file)";
        return Err(Failure::Error(message.to_owned()));
    }
    let mut places: Vec<f64> = Documents::new(sources.to_vec(), options.clone())
        .flatten()
        .map(|document| Sample::place(SAMPLE_SEED, &document.id))
        .collect();
    places.sort_unstable_by(f64::total_cmp);
    let share = places.get(wanted as usize).copied().unwrap_or(1.0);
    Ok(Sample { share, seed: SAMPLE_SEED })
}

/// The documents of the sources; standard input is read where a source says so.
pub fn documents(sources: Vec<Source>, options: InputOptions) -> Documents {
    Documents::new(sources, options).with_stdin(std::io::stdin())
}

/// Worker threads: what was asked for, or all processors.
pub fn threads(analysis: &AnalysisArgs) -> usize {
    match analysis.threads {
        Some(threads) => usize::from(threads),
        None => std::thread::available_parallelism().map_or(1, usize::from),
    }
}

/// Says what the lexicon is.
pub fn announce(messages: &Messages, lexicon: &Lexicon) {
    messages.detail(format_args!(
        "lexicon {} {} ({} terms, {} evaluations, {} names)",
        lexicon.dispute.id,
        lexicon.dispute.version,
        lexicon.dispute.terms.len(),
        lexicon.language.evaluations.len(),
        lexicon.dispute.actors.len()
    ));
}
