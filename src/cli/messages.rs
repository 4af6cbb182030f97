//! What is said on standard error, and how a command ends.

use super::options::{ColorArg, MessageArgs};
use crate::document::{Warning, WarningCode};
use crate::output::harmless;

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

    /// Cautions: with -v all of them, else the first few that may change what a reader concludes. All are in
    /// `warnings.csv`.
    pub fn warnings<'w>(&self, warnings: impl IntoIterator<Item = &'w Warning>) {
        const SHOWN: usize = 8;
        let routine = |code| matches!(code, WarningCode::Boilerplate | WarningCode::UnknownSpeaker);
        let (mut shown, mut left_out) = (0, 0);
        for warning in warnings {
            if self.verbose == 0 && (routine(warning.code) || shown == SHOWN) {
                left_out += usize::from(!routine(warning.code));
                continue;
            }
            shown += 1;
            let document = warning.document.as_ref().map_or(String::new(), |d| format!("{d}: "));
            self.note(format_args!("warning[{}]: {document}{}", warning.code.as_str(), warning.message));
        }
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

/// The text with whatever would act on a terminal taken out, line by line.
fn lines(text: &str) -> String {
    text.lines().map(harmless).collect::<Vec<_>>().join("\n")
}
