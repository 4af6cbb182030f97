//! The trained model: finds statements by example instead of by rule.
//!
//! Two linear chains and a judge. The first chain reads a paragraph for cues; for each possible cue the second chain
//! reads the paragraph again, as seen from that cue, for its source and content, so that nested and overlapping
//! statements cost nothing; the judge looks at each statement as a whole and says how probable it is. All three sum
//! hashed features ([`feature`]) whose weights come from one small file.

pub mod argument_features;
pub mod chain;
pub mod clusters;
pub mod cue_features;
pub mod feature;
pub mod observe;
pub mod rank;
pub mod reader;
pub mod tag;
pub mod weights;
