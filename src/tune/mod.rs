//! Tuning: how well a lexicon does on labelled text, and what weights the labels would give it.
//!
//! Labelled rows come in ([`Gold`]), figures with intervals go out ([`Evaluation`]), and new entries and constants for a
//! lexicon folder ([`Learned`]). What is learned can always be written as a lexicon: evaluating the written folder
//! gives what the learner reported for it.

mod ablate;
mod agreement;
mod candidates;
mod classes;
mod evaluate;
mod figures;
mod folds;
mod gold;
mod instances;
mod learn;
mod model;
mod modifiers;
mod predict;
mod report;
mod sheet;
mod solver;
mod suggest;
mod suggestions;
mod table;
mod words;
mod write;

pub use ablate::{ComparedAblation, EntryName, LabelledAblation, SideAblation, ablate_compared, ablate_labelled};
pub use agreement::{Agreement, Coding, Disagreement};
pub use classes::{Class, Scale};
pub use evaluate::{Evaluation, evaluate};
pub use figures::{Counts, Figure};
pub use gold::{Gold, GoldColumns, GoldError, GoldRow, Subject};
pub use learn::{CurvePoint, LearnSettings, Learned, learn};
pub use modifiers::{LearnedModifiers, ModifierGroup, learn_modifiers};
pub use predict::{Cause, Prediction, Predictor};
pub use report::{EvaluationReport, write_predictions};
pub use sheet::{Labels, Reason, SheetDrawer, SheetRow, write_sheet};
pub use suggest::{SuggestSettings, Suggester, Suggestion};
pub use suggestions::{AcceptedTerm, accepted, with_terms, write_suggestions};
pub use write::LexiconFile;
