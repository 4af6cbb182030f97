//! The files of a language pack that hold patterns: `evaluations.csv`, `modifiers.csv`, `cues.csv`.

use std::borrow::Cow;

use super::cells::Reading;
use super::csv::{Cell, Columns, Row};
use crate::lexicon::error::{Problems, SourceFile, did_you_mean};
use crate::lexicon::{Cue, CueType, Evaluation, Frames, Modifier, ModifierKind, Pattern, Scope, Weight};

/// A row with its patterns taken apart.
#[derive(Debug)]
pub struct Patterned<T> {
    pub row: T,
    pub pattern: Pattern,
    pub unless: Vec<Pattern>,
}

/// The patterns of a row.
#[derive(Debug)]
pub struct Patterns {
    pub pattern: Pattern,
    pub unless: Vec<Pattern>,
}

/// Parts rows from their patterns, both in the same order.
pub fn part<T>(rows: Vec<Patterned<T>>) -> (Vec<T>, Vec<Patterns>) {
    rows.into_iter().map(|p| (p.row, Patterns { pattern: p.pattern, unless: p.unless })).unzip()
}

/// Adds the rows of a later folder; a row with a pattern that is known already takes the place of the known one.
pub fn overlay<T>(rows: &mut Vec<Patterned<T>>, later: Vec<Patterned<T>>) {
    if !rows.is_empty() && !later.is_empty() {
        let replaced: std::collections::HashSet<Cow<'_, str>> = later.iter().map(|p| p.pattern.canonical()).collect();
        rows.retain(|p| !replaced.contains(&p.pattern.canonical()));
    }
    rows.extend(later);
}

/// The canonical form of the pattern in a cell, which is the cell itself for most.
pub fn canonical<'a>(cell: &Cell<'a>, pattern: &Pattern) -> Cow<'a, str> {
    match (pattern.canonical(), &cell.value) {
        (Cow::Borrowed(_), Cow::Borrowed(text)) => Cow::Borrowed(text),
        (form, _) => Cow::Owned(form.into_owned()),
    }
}

/// Refuses a pattern that stands in the same file twice.
#[derive(Default)]
pub struct Once<'a>(hashbrown::HashMap<Cow<'a, str>, u32, foldhash::fast::FixedState>);

impl<'a> Once<'a> {
    /// True for the first row with this key.
    pub fn first(&mut self, reading: &mut Reading<'_, '_>, cell: &Cell<'_>, key: Cow<'a, str>, line: u32) -> bool {
        let first = *self.0.entry(key).or_insert(line);
        if first != line {
            reading.problem(cell, format!("\"{}\" is in line {first} already (remove one)", cell.value));
        }
        first == line
    }
}

/// `support` and `old` are what `tune learn` writes beside a learned weight, for people.
const EVALUATIONS: Columns = Columns {
    required: &["pattern", "valence"],
    optional: &["unless", "note", "agent", "patient", "calm", "agent_calm", "patient_calm", "support", "old"],
};

/// Reads `evaluations.csv`.
pub fn evaluations<'a>(file: &'a SourceFile, sides: &[&str], problems: &mut Problems) -> Vec<Patterned<Evaluation>> {
    let mut once = Once::default();
    let read = |reading: &mut Reading<'a, '_>, row: &Row<'a>| {
        let pattern = reading.pattern(row.cell(0), sides);
        let valence = reading.number(row.cell(1), "valence", -1.0..=1.0, None);
        let unless = reading.unless(row.cell(2), sides);
        let mut weight = |column: usize, default: Option<f64>| {
            reading.number(row.cell(column), EVALUATIONS.optional[column - 2], -1.0..=1.0, default)
        };
        let (agent, patient) = (weight(4, valence.or(Some(0.0))), weight(5, valence.or(Some(0.0))));
        let calm = weight(6, Some(0.0));
        let (agent_calm, patient_calm) = (weight(7, calm.or(Some(0.0))), weight(8, calm.or(Some(0.0))));
        let (pattern, valence, unless) = (pattern?, valence?, unless?);
        let evaluation = Evaluation {
            pattern: row.string(0),
            valence: Weight::from_f64(valence),
            agent: Weight::from_f64(agent?),
            patient: Weight::from_f64(patient?),
            calm: Weight::from_f64(calm?),
            agent_calm: Weight::from_f64(agent_calm?),
            patient_calm: Weight::from_f64(patient_calm?),
            unless: unless.iter().map(|p| p.as_str().to_owned()).collect(),
            line: row.line,
        };
        let first = once.first(reading, row.cell(0), canonical(row.cell(0), &pattern), row.line);
        first.then_some(Patterned { row: evaluation, pattern, unless })
    };
    Reading { file, problems }.rows(&EVALUATIONS, read)
}

/// `support` and `old` as in [`EVALUATIONS`].
const MODIFIERS: Columns =
    Columns { required: &["pattern", "type", "factor", "scope"], optional: &["note", "old", "support"] };
const MODIFIER_KINDS: &[(&str, ModifierKind)] = &[
    ("negation", ModifierKind::Negation),
    ("intensifier", ModifierKind::Intensifier),
    ("downtoner", ModifierKind::Downtoner),
    ("hedge", ModifierKind::Hedge),
    ("contrast", ModifierKind::Contrast),
    ("irrealis", ModifierKind::Irrealis),
];
const SCOPES: &[(&str, Scope)] = &[
    ("forward", Scope::Forward),
    ("next", Scope::Next),
    ("backward", Scope::Backward),
    ("clause", Scope::Clause),
    ("sentence", Scope::Sentence),
    ("itself", Scope::Itself),
];

/// Reads `modifiers.csv`.
pub fn modifiers<'a>(file: &'a SourceFile, sides: &[&str], problems: &mut Problems) -> Vec<Patterned<Modifier>> {
    let mut once = Once::default();
    let read = |reading: &mut Reading<'a, '_>, row: &Row<'a>| {
        let pattern = reading.pattern(row.cell(0), sides);
        let kind = reading.one_of(row.cell(1), "type", MODIFIER_KINDS);
        let factor = reading.number(row.cell(2), "factor", -3.0..=3.0, None);
        let scope = reading.one_of(row.cell(3), "scope", SCOPES);
        let (pattern, kind, factor, scope) = (pattern?, kind?, factor?, scope?);
        let modifier = Modifier { pattern: row.string(0), kind, factor, scope, line: row.line };
        let first = once.first(reading, row.cell(0), canonical(row.cell(0), &pattern), row.line);
        first.then_some(Patterned { row: modifier, pattern, unless: Vec::new() })
    };
    Reading { file, problems }.rows(&MODIFIERS, read)
}

const CUES: Columns = Columns { required: &["pattern", "type", "frames"], optional: &["note"] };
const CUE_TYPES: &[(&str, CueType)] = &[
    ("say", CueType::Say),
    ("claim", CueType::Claim),
    ("think", CueType::Think),
    ("ask", CueType::Ask),
    ("pledge", CueType::Pledge),
    ("demand", CueType::Demand),
    ("accuse", CueType::Accuse),
    ("deny", CueType::Deny),
    ("express", CueType::Express),
    ("write", CueType::Write),
    ("agree", CueType::Agree),
    ("warn", CueType::Warn),
    ("announce", CueType::Announce),
    ("learn", CueType::Learn),
    ("according", CueType::According),
    ("noun", CueType::Noun),
];
const FRAMES: &[(&str, Frames)] = &[
    ("that", Frames::THAT),
    ("to", Frames::TO),
    ("np", Frames::NP),
    ("quote", Frames::QUOTE),
    ("invert", Frames::INVERT),
    ("of", Frames::OF),
    ("phrase", Frames::PHRASE),
];

/// Reads `cues.csv`.
pub fn cues<'a>(file: &'a SourceFile, sides: &[&str], problems: &mut Problems) -> Vec<Patterned<Cue>> {
    let mut once = Once::default();
    let read = |reading: &mut Reading<'a, '_>, row: &Row<'a>| {
        let pattern = reading.pattern(row.cell(0), sides);
        let kind = reading.one_of(row.cell(1), "type", CUE_TYPES);
        let frames = frames(reading, row.cell(2));
        let (pattern, kind, frames) = (pattern?, kind?, frames?);
        let cue = Cue { pattern: row.string(0), kind, frames, line: row.line };
        let first = once.first(reading, row.cell(0), canonical(row.cell(0), &pattern), row.line);
        first.then_some(Patterned { row: cue, pattern, unless: Vec::new() })
    };
    Reading { file, problems }.rows(&CUES, read)
}

fn frames(reading: &mut Reading<'_, '_>, cell: &Cell<'_>) -> Option<Frames> {
    let mut bits = 0;
    for name in cell.value.split('|').map(str::trim) {
        let Some((_, frame)) = FRAMES.iter().find(|(known, _)| *known == name) else {
            let names: Vec<&str> = FRAMES.iter().map(|(name, _)| *name).collect();
            let suggestion = did_you_mean(name, names.iter().copied());
            let message = format!("unknown frame \"{name}\" ({suggestion}write one or several of {})", names.join("|"));
            reading.problem(cell, message);
            return None;
        };
        bits |= frame.0;
    }
    Some(Frames(bits))
}
