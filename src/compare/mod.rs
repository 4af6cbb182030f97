//! Compare: counts that merge, then statistics.

mod comparison;
mod hash;
pub mod interval;
pub mod measure;
mod quote;
mod rows;
mod sample;
mod settings;
mod tally;
pub mod test;
mod words;

pub use comparison::{
    Comparison, Contrast, DocumentCounts, Estimate, Evidence, IssueComparison, Other, PairComparison, PeriodPosition,
    Portrayal, Position, Quote, SideSummary, SpeakerPosition, TermComparison, Unit,
};
pub use settings::{Period, Settings};
pub use tally::{DOCUMENTS_ENOUGH, STATEMENT_ROWS, Tally};
