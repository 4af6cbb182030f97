//! `run.json`: what it takes to repeat a run and to know that nothing has changed since.
//!
//! It holds no time and nothing that depends on the machine's speed, so that the same run writes the same bytes.

use serde::Serialize;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// The record of a run.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RunRecord {
    /// `demarche`
    pub program: String,
    /// Its version.
    pub version: String,
    /// What to type to repeat it; see [`command_line`].
    pub command: String,
    /// Drives every resampling.
    pub seed: u64,
    /// The lexicon in force.
    pub lexicon: LexiconRecord,
    /// What was read, in the order of reading.
    pub inputs: Vec<InputRecord>,
    /// Every setting in force, given or not.
    pub settings: Map<String, Value>,
    /// Counts of the run: documents, statements, tokens, rows of each table.
    pub counts: BTreeMap<String, u64>,
}

/// Which lexicon.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LexiconRecord {
    /// The dispute's id.
    pub id: String,
    /// The lexicon's own version.
    pub version: String,
    /// SHA-256 over the names and bytes of its files, in hexadecimal.
    pub sha256: String,
}

/// A file that was read, or, of many, a folder: see [`sum_up`](super::sum_up).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct InputRecord {
    /// Its path as given, or `-`.
    pub source: String,
    /// SHA-256 of its bytes, in hexadecimal; of a folder, of the list of its files as `sha256sum` prints it.
    pub sha256: String,
    /// Of a folder: how many files were read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub files: Option<u64>,
}

impl RunRecord {
    /// The file's content.
    pub fn to_json(&self) -> String {
        let mut json = serde_json::to_string_pretty(self).expect("maps have string keys, figures are finite");
        json.push('\n');
        json
    }
}

/// Options that never change a figure: where results go, how fast, and how much is said meanwhile. With `true`, the
/// option takes a value.
const SILENT_OPTIONS: [(&str, bool); 10] = [
    ("-o", true),
    ("--output", true),
    ("--threads", true),
    ("--color", true),
    ("--force", false),
    ("-q", false),
    ("--quiet", false),
    ("-v", false),
    ("--verbose", false),
    ("-vv", false),
];

/// The command as one would type it, without options that never change a figure: two runs that differ only in their
/// threads or their output folder have one command.
///
/// ```
/// use demarche::output::command_line;
/// let typed = ["compare", "my news/", "--threads", "8", "-o", "out", "--seed", "7"];
/// assert_eq!(command_line("demarche", typed), "demarche compare 'my news/' --seed 7");
/// ```
pub fn command_line<'a>(program: &str, arguments: impl IntoIterator<Item = &'a str>) -> String {
    let mut command = program.to_string();
    let mut arguments = arguments.into_iter();
    let mut only_inputs = false;
    while let Some(argument) = arguments.next() {
        only_inputs |= argument == "--";
        let silent = SILENT_OPTIONS.iter().find(|(option, takes_value)| {
            let attached = match argument.strip_prefix(option) {
                Some(rest) if option.starts_with("--") => rest.starts_with('='),
                Some(rest) => !rest.is_empty(),
                None => false,
            };
            argument == *option || (*takes_value && attached)
        });
        match silent.filter(|_| !only_inputs) {
            Some((option, takes_value)) => {
                if *takes_value && argument == *option {
                    arguments.next();
                }
            }
            None => {
                command.push(' ');
                command.push_str(&quoted(argument));
            }
        }
    }
    command
}

/// An argument as a shell takes it.
fn quoted(argument: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./,:=@%+".contains(c);
    if !argument.is_empty() && argument.chars().all(plain) {
        argument.to_string()
    } else {
        format!("'{}'", argument.replace('\'', "'\\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_keeps_what_changes_a_figure() {
        for (typed, kept) in [
            (&["compare", "a.txt", "-oout", "--threads=2"][..], "d compare a.txt"),
            (&["compare", "--output", "x", "--only", "y"], "d compare --only y"),
            (&["compare", "-q", "--", "-o", "file"], "d compare -- -o file"),
            (&["kwic", "it's <0-2>", ""], "d kwic 'it'\\''s <0-2>' ''"),
            (&["compare", "--outputs"], "d compare --outputs"),
            (&["compare", "-o"], "d compare"),
        ] {
            assert_eq!(command_line("d", typed.iter().copied()), kept);
        }
    }

    #[test]
    fn the_record_is_stable() {
        let record = RunRecord {
            program: "demarche".into(),
            version: "0.1.0".into(),
            command: "demarche compare a.txt".into(),
            seed: 1,
            lexicon: LexiconRecord { id: "river".into(), version: "1.0.0".into(), sha256: "ab".into() },
            inputs: vec![InputRecord { source: "a.txt".into(), sha256: "cd".into(), files: None }],
            settings: Map::from_iter([("replicates".to_string(), Value::from(1000))]),
            counts: BTreeMap::from([("statements".to_string(), 3), ("documents".to_string(), 1)]),
        };
        insta::assert_snapshot!(record.to_json());
    }
}
