//! Scoring: what each statement says on each issue, every factor kept.
//!
//! A statement's content comes in, split into segments that lie in one sentence each; matches with their weight,
//! factors and score go out, and sums by issue and by the side spoken about. Weights are integers in millionths, so
//! that sums do not depend on their order. The model is described in `docs/method.md`.

mod bear;
mod concordance;
mod examples;
mod modify;
mod part;
mod resolve;
mod score;
mod scorer;
mod segment;
mod statement;
mod toward;
mod voice;

pub use concordance::Concordance;
pub use examples::{ExampleFailure, check_examples};
pub use score::{
    Bearing, Factor, FactorKind, IssueScore, Label, PortrayalScore, ScoredDocument, ScoredMatch, StatementScore,
};
pub use scorer::{Mode, Nested, Scorer, Settings};
pub use toward::{Bears, Portrait, Target, Tone};
