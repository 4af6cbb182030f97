//! Compare: counts that merge, then statistics.
//!
//! Each worker adds its scored documents to a [`Tally`] of integers; tallies merge in any order and any partition to
//! the same bytes. [`Tally::compare`] then reads every figure from the sums: the measures (one module each), intervals
//! by the bootstrap over documents, tests over documents, and a plain line for every issue. A figure without
//! evidence is empty, with a warning that says why. Swapping the order of the two sides negates every difference and
//! changes nothing else.

mod alternatives;
mod attention;
#[cfg(test)]
mod cases;
mod caution;
mod comparison;
mod contrast;
mod documents;
mod estimate;
mod evidence;
mod figures;
#[cfg(test)]
mod fixture;
mod gap;
mod grid;
mod ground;
pub(crate) mod hash;
pub mod interval;
#[cfg(test)]
mod laws;
pub mod measure;
mod names;
mod pack;
mod position;
mod power;
mod quote;
mod reading;
mod robustness;
mod rows;
pub(crate) mod sample;
mod settings;
#[cfg(test)]
mod simulation;
mod sparse;
mod speakers;
pub mod state;
mod store;
mod tally;
mod terms;
pub mod test;
mod timeline;
mod wilson;
mod words;

pub use alternatives::{Alternatives, Measure, Measures};
pub use comparison::{
    Comparison, Contrast, DocumentCounts, Estimate, Evidence, IssueComparison, LeftOut, Other, PairComparison,
    PeriodPosition, Portrayal, Position, Quote, Robustness, SideSummary, SpeakerPosition, TermComparison, Unit,
};
pub use figures::Codebook;
pub(crate) use names::Names;
pub use power::more_units;
pub(crate) use quote::{Direction, Strength, strength};
pub(crate) use reading::grouped;
pub(crate) use rows::Topic;
pub use settings::{Period, Settings};
pub use tally::{DOCUMENTS_ENOUGH, STATEMENT_ROWS, Tally};
