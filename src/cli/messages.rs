//! What is said on standard error, and how a command ends.

use super::options::{ColorArg, MessageArgs};
use crate::document::{Warning, WarningCode};
use crate::output::harmless;
use std::collections::BTreeMap;

/// Why a command did not give its result.
#[derive(Debug)]
pub enum Failure {
    /// Usage, configuration, input or output: exit code 2.
    Error(String),
    /// It ran, but there is nothing to compare, or a check failed: exit code 1.
    Nothing(String),
}

impl Failure {
    /// An error of any stage.
    pub fn error(error: impl std::fmt::Display) -> Self {
        Failure::Error(error.to_string())
    }
}

/// Speaks to the person at the terminal.
#[derive(Clone, Copy, Debug, Default)]
pub struct Messages {
    quiet: bool,
    verbose: u8,
}

impl Messages {
    /// Sets colour for the whole process and keeps how much to say.
    pub fn new(args: &MessageArgs) -> Self {
        match args.color.unwrap_or_default() {
            ColorArg::Auto => {}
            ColorArg::Always => anstream::ColorChoice::Always.write_global(),
            ColorArg::Never => anstream::ColorChoice::Never.write_global(),
        }
        Messages { quiet: args.quiet, verbose: args.verbose }
    }

    /// True when nothing but errors is to be said.
    pub fn is_quiet(&self) -> bool {
        self.quiet
    }

    /// What happened: `wrote results/comparison.csv`.
    pub fn note(&self, text: impl std::fmt::Display) {
        if !self.quiet {
            anstream::eprintln!("{}", lines(&text.to_string()));
        }
    }

    /// True with -v.
    pub fn is_verbose(&self) -> bool {
        self.verbose > 0
    }

    /// What only the curious want to know.
    pub fn detail(&self, text: impl std::fmt::Display) {
        if self.verbose > 0 {
            self.note(text);
        }
    }

    /// Cautions: with -v all of them, one by one; else the first few that may change what a reader concludes, those about the
    /// whole first, and what is said of many documents once. All are in `warnings.csv`.
    pub fn warnings<'w>(&self, warnings: impl IntoIterator<Item = &'w Warning>) {
        const SHOWN: usize = 8;
        let say = |warning: &Warning, documents: &str| {
            self.note(format_args!("warning[{}]: {documents}{}", warning.code.as_str(), warning.message));
        };
        if self.verbose > 0 {
            for warning in warnings {
                say(warning, &named(&[warning]));
            }
            return;
        }
        let routine = |code| matches!(code, WarningCode::Boilerplate | WarningCode::UnknownSpeaker);
        let mut alike: BTreeMap<(bool, WarningCode, &str), Vec<&Warning>> = BTreeMap::new();
        for warning in warnings.into_iter().filter(|warning| !routine(warning.code)) {
            let about_one = warning.document.is_some();
            alike.entry((about_one, warning.code, &warning.message)).or_default().push(warning);
        }
        for group in alike.values().take(SHOWN) {
            say(group[0], &named(group));
        }
        let left_out: usize = alike.values().skip(SHOWN).map(Vec::len).sum();
        if left_out > 0 {
            self.note(format_args!("{left_out} more warnings (add -v; with -o they are in warnings.csv)"));
        }
    }

    /// Says why the command failed and gives its exit code.
    pub fn failure(&self, failure: &Failure) -> u8 {
        let (text, code) = match failure {
            Failure::Error(text) => (text, 2),
            Failure::Nothing(text) => (text, 1),
        };
        anstream::eprintln!("demarche: {}", lines(text));
        code
    }
}

/// The documents that warnings are about, the first three by name: `a: `, `a, b, c and 9 more: `.
fn named(alike: &[&Warning]) -> String {
    const NAMED: usize = 3;
    let names: Vec<&str> = alike.iter().filter_map(|warning| warning.document.as_deref()).collect();
    let shown = names.iter().take(NAMED).copied().collect::<Vec<_>>().join(", ");
    match names.len() {
        0 => String::new(),
        n if n > NAMED => format!("{shown} and {} more: ", n - NAMED),
        _ => format!("{shown}: "),
    }
}

/// The text with whatever would act on a terminal taken out, line by line.
fn lines(text: &str) -> String {
    text.lines().map(harmless).collect::<Vec<_>>().join("\n")
}
