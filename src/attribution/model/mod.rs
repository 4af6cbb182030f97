//! The trained model: finds statements by example instead of by rule.
//!
//! Two linear chains and a judge. The first chain reads a paragraph for cues; for each possible cue the second chain
//! reads the paragraph again, as seen from that cue, for its source and content, so that nested and overlapping
//! statements cost nothing. Both see what the rules found. The judge looks at each statement as a whole, the model's and
//! the rules', and says how probable it is. All three sum hashed features ([`feature`]) whose weights come from one
//! small file.

pub mod argument_features;
pub mod argument_parts;
mod argument_reader;
mod built_in;
pub mod chain;
pub mod clusters;
pub mod cue_features;
pub mod cue_parts;
mod cue_reader;
pub mod feature;
pub mod file;
mod known;
mod memo;
pub mod observe;
pub mod proposer;
pub mod rank;
pub mod reader;
pub mod sums;
pub mod tag;
pub mod tokens;
pub mod weights;
pub mod words;

use clusters::Clusters;
use rank::{Calibration, Judge};
use reader::Stage;

pub use file::ModelError;
pub use proposer::{Found, Trained};

/// What the `rule` column says of a statement that the model found.
pub const MODEL: &str = "model";

/// A trained model.
#[derive(Clone, Debug)]
pub struct Model {
    /// Finds cues.
    pub cues: Stage<3>,
    /// Finds the source and content of a cue.
    pub arguments: Stage<5>,
    /// Says how probable a statement is.
    pub judge: Judge,
    /// Makes a probability of the judge's.
    pub calibration: Calibration,
    /// Statements below this are not proposed; the attribution F1 of the training's cross-validation is best here.
    pub threshold: f32,
    /// Word clusters.
    pub clusters: Clusters,
}
