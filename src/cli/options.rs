//! Options that several commands share, as clap sees them.

use crate::attribution::Kind;
use clap::{ArgAction, Args, ValueEnum};
use std::ffi::OsString;
use std::path::PathBuf;

/// Where documents come from.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Input")]
pub struct InputArgs {
    /// Files, folders, globs, or - for standard input
    #[arg(value_name = "INPUT")]
    pub inputs: Vec<OsString>,
    /// Column of a table that holds the text
    #[arg(long, value_name = "NAME")]
    pub text_column: Option<String>,
    /// Column that holds the speaker: each row is then one statement
    #[arg(long, value_name = "NAME")]
    pub speaker_column: Option<String>,
    /// Column that holds the side: its values become the sides
    #[arg(long, value_name = "NAME")]
    pub side_column: Option<String>,
    /// Column that holds the date
    #[arg(long, value_name = "NAME")]
    pub date_column: Option<String>,
    /// Column that holds a row's name
    #[arg(long, value_name = "NAME")]
    pub id_column: Option<String>,
    /// Read inputs as this format, whatever their names say
    #[arg(long, value_name = "FORMAT")]
    pub input_format: Option<String>,
    /// Stop after so many documents
    #[arg(long, value_name = "N")]
    pub limit: Option<u64>,
    /// Keep N documents, chosen by a hash of their names: the same ones every time
    #[arg(long, value_name = "N")]
    pub sample: Option<u64>,
    /// Leave out documents that copy an earlier one, word for word or nearly
    #[arg(long)]
    pub dedupe: bool,
    /// Stop at the first document that cannot be read
    #[arg(long)]
    pub strict: bool,
}

/// How statements are found and scored.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Analysis")]
pub struct AnalysisArgs {
    /// A built-in lexicon, a folder, or another program's dictionary [default: us-china-cyber]
    #[arg(short, long, value_name = "NAME|PATH")]
    pub lexicon: Option<String>,
    /// Who finds statements: rules and model, rules alone, or only columns and transcripts [default: auto]
    #[arg(long, value_name = "MODE")]
    pub attribution: Option<AttributionMode>,
    /// Take the statements of this table instead of looking for them
    #[arg(long, value_name = "FILE")]
    pub statements: Option<PathBuf>,
    /// Leave out statements with a lower confidence, 0 to 1
    #[arg(long, value_name = "X", value_parser = share)]
    pub min_confidence: Option<f64>,
    /// Keep only these kinds of statement
    #[arg(long, value_name = "KIND,…", value_delimiter = ',')]
    pub kind: Vec<KindArg>,
    /// What becomes of the stance of a statement inside a statement [default: nobody]
    #[arg(long, value_name = "WHOSE")]
    pub nested: Option<NestedArg>,
    /// Two sides or speakers to compare, in this order
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    pub sides: Vec<String>,
    /// Worker threads [default: all processors]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
}

/// How much is said on standard error.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Messages")]
pub struct MessageArgs {
    /// Say nothing but errors
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// Say more
    #[arg(short, long, global = true, action = ArgAction::Count)]
    pub verbose: u8,
    /// When to colour [default: auto]
    #[arg(long, global = true, value_name = "WHEN")]
    pub color: Option<ColorArg>,
}

/// Values of `--attribution`.
#[derive(ValueEnum, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AttributionMode {
    /// Rules and model
    #[default]
    Auto,
    /// Rules alone
    Rules,
    /// Only columns and transcript labels
    Given,
}

/// Values of `--nested`.
#[derive(ValueEnum, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NestedArg {
    /// It counts for nobody
    #[default]
    Nobody,
    /// It counts for the one who is reported to hold it
    Holder,
}

/// Values of `--color`.
#[derive(ValueEnum, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ColorArg {
    /// On a terminal
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// Values of `--kind`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KindArg(pub Kind);

impl ValueEnum for KindArg {
    fn value_variants<'a>() -> &'a [Self] {
        const ALL: [KindArg; 6] = [
            KindArg(Kind::ALL[0]),
            KindArg(Kind::ALL[1]),
            KindArg(Kind::ALL[2]),
            KindArg(Kind::ALL[3]),
            KindArg(Kind::ALL[4]),
            KindArg(Kind::ALL[5]),
        ];
        &ALL
    }

    fn to_possible_value(&self) -> Option<clap::builder::PossibleValue> {
        Some(clap::builder::PossibleValue::new(self.0.as_str()))
    }
}

/// Values of `-f`.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormatArg {
    /// For people, on a terminal
    Table,
    /// Comma-separated values
    Csv,
    /// One JSON value
    Json,
    /// One JSON object a line
    Jsonl,
    /// To paste into a memo
    Markdown,
}

/// Values of `--excel`.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExcelArg {
    /// Byte order mark, CRLF, comma
    Comma,
    /// Byte order mark, CRLF, semicolon, decimal comma
    Semicolon,
}

fn share(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(x) if (0.0..=1.0).contains(&x) => Ok(x),
        _ => Err("write a number between 0 and 1, such as 0.5".to_owned()),
    }
}
