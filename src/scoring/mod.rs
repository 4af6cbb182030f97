//! Scoring: what each statement says on each issue, every factor kept.

mod score;

pub use score::{Bearing, Factor, IssueScore, Label, PortrayalScore, ScoredDocument, ScoredMatch, StatementScore};
