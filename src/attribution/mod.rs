//! Attribution: who says what, and for which side.

mod statement;

pub use statement::{Affiliation, Attributed, Kind, Region, RegionKind, Rule, Speaker, Statement};
