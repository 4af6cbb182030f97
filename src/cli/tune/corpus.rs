//! The documents that a subcommand of `tune` reads, one after the other.

use super::super::messages::{Failure, Messages};
use super::super::options::{AnalysisArgs, InputArgs};
use super::super::{run, setup};
use crate::document::Document;
use crate::lexicon::{Lexicon, SideChoice};
use crate::scoring::Settings;

/// Inputs with their lexicon and settings, ready to be read.
pub struct Corpus {
    input: InputArgs,
    analysis: AnalysisArgs,
    /// The lexicon that texts are read with.
    pub lexicon: Lexicon,
}

impl Corpus {
    /// Opens the lexicon; the settings file counts as it does for `compare`.
    pub fn open(input: &InputArgs, analysis: &AnalysisArgs) -> Result<Corpus, Failure> {
        let (mut input, mut analysis) = (input.clone(), analysis.clone());
        setup::configure(&mut input, &mut analysis)?;
        let lexicon = setup::lexicon(&input, &analysis)?;
        Ok(Corpus { input, analysis, lexicon })
    }

    /// The lexicon's name or path.
    pub fn lexicon_name(&self) -> &str {
        setup::lexicon_name(&self.analysis)
    }

    /// The sides that were asked for.
    pub fn sides(&self) -> Result<SideChoice, Failure> {
        setup::side_choice(&self.input, &self.analysis)
    }

    /// How statements are found and scored.
    pub fn settings(&self) -> Result<Settings, Failure> {
        setup::scoring(&self.analysis, &self.lexicon)
    }

    /// Hands over every document that can be read; what cannot be is told.
    pub fn each(&self, messages: &Messages, mut take: impl FnMut(Document)) -> Result<(), Failure> {
        let (sources, options) = setup::sources(&self.input)?;
        let mut reading = run::Reading::default();
        for document in setup::documents(sources, options) {
            match document {
                Ok(document) => {
                    reading.take(1, &[]);
                    take(document);
                }
                Err(rejected) => {
                    let rejected = [rejected];
                    run::report_rejected(messages, &rejected, self.input.strict)?;
                    reading.take(0, &rejected);
                }
            }
        }
        reading.finish()
    }
}
