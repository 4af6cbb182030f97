//! `demarche.toml`: settings of a folder, read from the current directory; flags win over them.

use super::options::{AnalysisArgs, AttributionMode, ExcelArg, InputArgs, KindArg, NestedArg};
use clap::ValueEnum;
use serde::Deserialize;
use std::path::Path;

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
        match std::fs::read_to_string(&path) {
            Ok(text) => Config::parse(&text),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Config::default()),
            Err(error) => Err(format!("{FILE}: cannot be read: {error} (mend or remove the file)")),
        }
    }

    fn parse(text: &str) -> Result<Config, String> {
        let config: Config = toml::from_str(text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start).min(text.len());
            let before = &text.as_bytes()[..at];
            let line = before.iter().filter(|&&b| b == b'\n').count() + 1;
            let column = at - before.iter().rposition(|&b| b == b'\n').map_or(0, |i| i + 1) + 1;
            format!(
                "{FILE}:{line}:{column}: {} (keys are the long flags of `demarche compare --help`)",
                error.message()
            )
        })?;
        config.attribution()?;
        config.nested()?;
        config.kinds()?;
        config.excel()?;
        if config.min_confidence.is_some_and(|x| !(0.0..=1.0).contains(&x)) {
            return Err(format!("{FILE}: min-confidence must lie between 0 and 1 (write 0.5, for example)"));
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
    fn unknown_keys_and_values_are_refused_with_their_place() {
        let error = Config::parse("seed = 1\nlexikon = \"x\"\n").unwrap_err();
        assert!(error.starts_with("demarche.toml:2:1: unknown field `lexikon`"), "{error}");
        let error = Config::parse("attribution = \"magic\"").unwrap_err();
        assert_eq!(error, "demarche.toml: attribution = \"magic\" is not known (choose auto, rules, given)");
    }
}
