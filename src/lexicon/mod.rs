//! Lexicon: a dispute and its language pack, loaded, checked and compiled.
//!
//! What comes in is a folder of CSV and TOML files, built in or on disk ([`Lexicon::load`]); what goes out is a
//! [`Lexicon`]: the [`Dispute`], its [`Language`], a segmenter, and two [`Matcher`]s, one for what is said (terms,
//! evaluations, modifiers) and one for who says it (names, titles, places, cues). Loading is strict: what is not
//! understood is an error with its position. No word list lives in this code.

mod both;
mod check;
mod choose;
mod compiled;
mod create;
mod diff;
mod dispute;
mod entry;
mod error;
mod exchange;
mod hints;
mod language;
mod load;
mod matcher;
mod pattern;
mod read;
mod sides;
mod source;
mod stored;
mod summary;
mod traits;

pub use check::{Finding, Lint, check, stem_collisions};
pub use choose::SideChoice;
pub use create::{NameError, NewFile, new_lexicon, new_lexicon_from};
pub use diff::{Change, EntryChange, diff};
pub use dispute::{
    Actor, ActorKind, Dispute, EvaluationRule, Example, ExpectedStance, Issue, IssueId, Portrayal, Scoring, Side,
    SideId,
};
pub use entry::{
    Entry, EntryId, Evaluation, Match, Mention, Modifier, ModifierKind, Part, Scope, Stance, Term, Weight,
};
pub use error::{LexiconError, Problem};
pub use exchange::{Exported, Format, ImportOptions, Imported, ImportedFile, Loss, Outcome, export, import};
pub use language::{
    ByWord, Case, Cue, CueType, Frames, Furniture, FurnitureWhere, Gender, Language, Number, Person, Place, Pronoun,
    Title, TitleKind, WordClass,
};
pub use load::Lexicon;
pub use matcher::{Chances, Detail, Kinds, Matcher, Search, TypeTable, Within, resolve_longest};
pub use pattern::{MAX_CHARACTERS, MAX_GAP, MAX_GAPS, MAX_SEQUENCES, Pattern, PatternError, PatternMistake};
use sides::is_side_id;
pub use summary::{IssueSummary, SideSummary, Summary};
pub use traits::Traits;
