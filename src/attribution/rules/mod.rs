//! Rules: each looks for one way in which news attributes words.

mod according;
mod fronted;
mod headline;
mod noun;
mod passive;
mod verb;

use super::candidate::{Candidate, Proposer};
use super::context::Context;

/// All rules as one proposer.
#[derive(Clone, Copy, Debug, Default)]
pub struct Rules;

impl Proposer for Rules {
    fn propose(&self, context: &Context<'_>, out: &mut Vec<Candidate>) {
        headline::propose(context, out);
        for index in 0..context.cues.len() {
            if fronted::propose(context, index, out)
                || according::propose(context, index, out)
                || verb::propose(context, index, out)
                || passive::propose(context, index, out)
            {
                continue;
            }
            noun::propose(context, index, out);
        }
    }
}
