//! Lexicon: a dispute and its language pack, loaded, checked and compiled.

mod dispute;
mod entry;
mod language;

pub use dispute::{
    Actor, ActorKind, Dispute, EvaluationRule, Example, ExpectedStance, Issue, IssueId, Scoring, Side, SideId,
};
pub use entry::{Entry, EntryId, Evaluation, Match, Mention, Modifier, ModifierKind, Scope, Stance, Term, Weight};
pub use language::{
    Case, Cue, CueType, Frames, Furniture, FurnitureWhere, Gender, Language, Number, Person, Place, Pronoun, Title,
    TitleKind, WordClass,
};
