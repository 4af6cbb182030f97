//! Attribution: who says what, and for which side.
//!
//! A segmented document goes through [`Attributor::attribute`]: layout (headline, page furniture, transcript labels),
//! quotations, cues; then rules propose statements ([`Proposer`]), overlaps are settled, and the speakers behind the
//! sources are resolved to one name and side each. A statement is Pareti's attribution relation: source, cue and
//! content. Rules look at word classes and marks; every word they know comes from the language pack.

mod attributor;
mod candidate;
mod combine;
mod content;
mod context;
mod corrections;
mod cues;
#[cfg(test)]
mod fixture;
mod furniture;
mod given;
mod labels;
#[cfg(test)]
mod laws;
mod layout;
mod mentions;
pub mod model;
mod names;
mod people;
mod phrase;
mod quotes;
mod roles;
mod rules;
mod sides;
mod speakers;
mod statement;
mod traits;
mod transcript;

pub use attributor::Attributor;
pub use candidate::{Candidate, Proposer};
pub use context::{Context, NameHit};
pub use corrections::Corrections;
pub use cues::{CueHit, Form};
pub use layout::{Layout, Role};
pub use phrase::Phrase;
pub use quotes::{Family, Quote, QuoteKind};
pub use rules::Rules;
pub use statement::{Affiliation, Attributed, Kind, Region, RegionKind, Rule, Speaker, Statement};
pub use traits::Traits;
