//! `demarche.toml`: settings of a folder, read from the current directory; flags win over them.

use super::options::{AnalysisArgs, AttributionMode, ExcelArg, InputArgs, KindArg, NestedArg};
use crate::compare::{Measures, Period};
use crate::input::read_whole_text;
use clap::ValueEnum;
use serde::Deserialize;
use std::ops::Range;
use std::path::Path;
use toml::de::DeTable;

/// The file's name.
pub const FILE: &str = "demarche.toml";

/// The settings a `demarche.toml` may hold; keys are the long flags' names.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Config {
    lexicon: Option<String>,
    attribution: Option<String>,
    min_confidence: Option<f64>,
    kind: Vec<String>,
    nested: Option<String>,
    sides: Vec<String>,
    threads: Option<u16>,
    text_column: Option<String>,
    speaker_column: Option<String>,
    side_column: Option<String>,
    date_column: Option<String>,
    id_column: Option<String>,
    input_format: Option<String>,
    /// Seed of the intervals.
    pub seed: Option<u64>,
    period: Option<String>,
    measure: Vec<String>,
    dedupe: Option<bool>,
    excel: Option<String>,
    /// Write a workbook.
    pub xlsx: Option<bool>,
    /// Write a report.
    pub report: Option<bool>,
}

impl Config {
    /// Reads `demarche.toml` in `folder`; without the file all settings are absent.
    ///
    /// # Errors
    /// A sentence with file, line and remedy when the file cannot be read or holds an unknown key or value.
    pub fn read(folder: &Path) -> Result<Config, String> {
        let path = folder.join(FILE);
        match read_whole_text(&path, 1 << 20) {
            Ok(text) => Config::parse(&text),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Config::default()),
            Err(error) => Err(format!("{FILE}: cannot be read: {error} (mend or remove the file)")),
        }
    }

    fn parse(text: &str) -> Result<Config, String> {
        let table = DeTable::parse(text).map_err(|error| at(text, error.span(), &mend(error.message())))?;
        if let Some(key) = table.get_ref().keys().find(|key| !KEYS.contains(&&**key.get_ref())) {
            let near = nearest(key.get_ref(), KEYS).map_or(String::new(), |near| format!("did you mean {near}? "));
            let message = format!("unknown key {} ({near}keys: {})", key.get_ref(), KEYS.join(", "));
            return Err(at(text, Some(key.span()), &message));
        }
        let config: Config = toml::from_str(text).map_err(|error| at(text, error.span(), &mend(error.message())))?;
        config.attribution()?;
        config.nested()?;
        config.kinds()?;
        config.excel()?;
        config.period()?;
        config.measures()?;
        if config.min_confidence.is_some_and(|x| !(0.0..=1.0).contains(&x)) {
            return Err(format!("{FILE}: min-confidence must lie between 0 and 1 (write 0.5, for example)"));
        }
        if config.threads == Some(0) {
            return Err(format!("{FILE}: threads = 0 cannot do the work (write 1 or more, or leave it out)"));
        }
        Ok(config)
    }

    /// Fills in what the flags leave open.
    pub fn complete_input(&self, args: &mut InputArgs) {
        let fill = |slot: &mut Option<String>, value: &Option<String>| {
            if slot.is_none() {
                slot.clone_from(value);
            }
        };
        args.dedupe |= self.dedupe.unwrap_or(false);
        fill(&mut args.text_column, &self.text_column);
        fill(&mut args.speaker_column, &self.speaker_column);
        fill(&mut args.side_column, &self.side_column);
        fill(&mut args.date_column, &self.date_column);
        fill(&mut args.id_column, &self.id_column);
        fill(&mut args.input_format, &self.input_format);
    }

    /// Fills in what the flags leave open.
    ///
    /// # Errors
    /// A sentence when a value of the file is not one that the flag takes.
    pub fn complete_analysis(&self, args: &mut AnalysisArgs) -> Result<(), String> {
        args.lexicon = args.lexicon.take().or_else(|| self.lexicon.clone());
        args.min_confidence = args.min_confidence.or(self.min_confidence);
        args.threads = args.threads.or(self.threads);
        args.attribution = args.attribution.or(self.attribution()?);
        args.nested = args.nested.or(self.nested()?);
        if args.kind.is_empty() {
            args.kind = self.kinds()?;
        }
        if args.sides.is_empty() {
            args.sides.clone_from(&self.sides);
        }
        Ok(())
    }

    /// The spreadsheet profile.
    ///
    /// # Errors
    /// A sentence when the value is not one that `--excel` takes.
    pub fn excel(&self) -> Result<Option<ExcelArg>, String> {
        value("excel", self.excel.as_deref())
    }

    /// The length of a period.
    ///
    /// # Errors
    /// A sentence when the value is not one that `--period` takes.
    pub fn period(&self) -> Result<Option<Period>, String> {
        let period = self.period.as_deref().map(super::compare::period).transpose();
        period.map_err(|choose| {
            format!("{FILE}: period = {:?} is not known ({choose})", self.period.as_deref().unwrap_or(""))
        })
    }

    /// The measures to add.
    ///
    /// # Errors
    /// A sentence when a value is not one that `--measure` takes.
    pub fn measures(&self) -> Result<Vec<Measures>, String> {
        let measures = self.measure.iter().map(|name| {
            super::compare::measures(name)
                .map_err(|choose| format!("{FILE}: measure = {name:?} is not known ({choose})"))
        });
        measures.collect()
    }

    fn attribution(&self) -> Result<Option<AttributionMode>, String> {
        value("attribution", self.attribution.as_deref())
    }

    fn nested(&self) -> Result<Option<NestedArg>, String> {
        value("nested", self.nested.as_deref())
    }

    fn kinds(&self) -> Result<Vec<KindArg>, String> {
        self.kind.iter().filter_map(|kind| value("kind", Some(kind)).transpose()).collect()
    }
}

/// Every key, in the order of the fields.
const KEYS: [&str; 20] = [
    "lexicon",
    "attribution",
    "min-confidence",
    "kind",
    "nested",
    "sides",
    "threads",
    "text-column",
    "speaker-column",
    "side-column",
    "date-column",
    "id-column",
    "input-format",
    "seed",
    "period",
    "measure",
    "dedupe",
    "excel",
    "xlsx",
    "report",
];

/// A message with the line and column of the file that it is about.
fn at(text: &str, span: Option<Range<usize>>, message: &str) -> String {
    let start = span.map_or(0, |span| span.start).min(text.len());
    let before = &text[..text.floor_char_boundary(start)];
    let line = before.matches('\n').count() + 1;
    let column = before.chars().rev().take_while(|&c| c != '\n').count() + 1;
    format!("{FILE}:{line}:{column}: {message}")
}

/// What the parser says, in words for people who do not program, with what to do.
fn mend(message: &str) -> String {
    let message = message.replace('\n', ", ");
    match message.split_once(", expected ") {
        Some((found, "u64" | "u16")) => format!("{found}, where a whole number belongs (write 7, without quotes)"),
        Some((found, "f64")) => format!("{found}, where a number belongs (write 0.5, without quotes)"),
        Some((found, "a boolean")) => format!("{found}, where true or false belongs (write it without quotes)"),
        Some((found, "a string")) => format!("{found}, where words belong (put them in double quotes)"),
        Some((found, "a sequence")) => format!("{found}, where a list belongs (write [\"…\", \"…\"])"),
        _ => format!("{message} (TOML: key = \"value\")"),
    }
}

fn nearest<'k>(given: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let distance = |key: &&str| strsim::damerau_levenshtein(given, key);
    let near = known.into_iter().min_by_key(distance)?;
    (distance(&near) <= 1 + near.chars().count() / 4).then_some(near)
}

fn value<T: ValueEnum>(key: &str, text: Option<&str>) -> Result<Option<T>, String> {
    let Some(text) = text else { return Ok(None) };
    T::from_str(text, false).map(Some).map_err(|_| {
        let names: Vec<String> =
            T::value_variants().iter().filter_map(|v| v.to_possible_value()).map(|v| v.get_name().to_owned()).collect();
        format!("{FILE}: {key} = {text:?} is not known (choose {})", names.join(", "))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_win_over_the_file() {
        let config = Config::parse("lexicon = \"mine\"\nkind = [\"direct\"]\nthreads = 2\n").unwrap();
        let mut args = AnalysisArgs { lexicon: Some("theirs".into()), ..AnalysisArgs::default() };
        config.complete_analysis(&mut args).unwrap();
        assert_eq!(args.lexicon.as_deref(), Some("theirs"));
        assert_eq!(args.threads, Some(2));
        assert_eq!(args.kind.len(), 1);
    }

    #[test]
    fn every_key_is_known() {
        // a value of no type at all: the parser names the field, never an unknown one
        for key in KEYS {
            let error = Config::parse(&format!("{key} = {{}}\n")).unwrap_err();
            assert!(error.starts_with("demarche.toml:1:") && !error.contains("unknown"), "{error}");
        }
    }

    #[test]
    fn unknown_keys_and_values_are_refused_with_their_place() {
        let error = Config::parse("seed = 1\nlexikon = \"x\"\n").unwrap_err();
        assert!(error.starts_with("demarche.toml:2:1: unknown key lexikon (did you mean lexicon? keys: "), "{error}");
        let error = Config::parse("seed = 1\nthreads = \"two\"\n").unwrap_err();
        assert_eq!(
            error,
            "demarche.toml:2:11: invalid type: string \"two\", where a whole number belongs (write 7, without quotes)"
        );
        let error = Config::parse("attribution = \"magic\"").unwrap_err();
        assert_eq!(error, "demarche.toml: attribution = \"magic\" is not known (choose auto, rules, given)");
    }
}
