//! `demarche completions`: what a shell needs to complete commands and flags.

use super::Cli;
use super::messages::{Failure, Messages};
use clap::{Args, CommandFactory};
use clap_complete::Shell;

/// Write a completion script for a shell to standard output.
#[derive(Args, Clone, Debug)]
pub struct CompletionsArgs {
    /// bash, zsh, fish, elvish or powershell
    shell: Shell,
}

/// Runs the command.
pub fn completions(args: &CompletionsArgs, messages: &Messages) -> Result<(), Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "demarche", &mut script);
    super::deliver(None, false, messages, |out| out.write_all(&script))
}
