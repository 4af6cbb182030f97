//! Compare: counts that merge, then statistics.

mod comparison;
mod settings;

pub use comparison::{
    Comparison, Contrast, DocumentCounts, Estimate, Evidence, IssueComparison, Other, PairComparison, PeriodPosition,
    Portrayal, Position, Quote, SideSummary, SpeakerPosition, TermComparison, Unit,
};
pub use settings::{Period, Settings};
