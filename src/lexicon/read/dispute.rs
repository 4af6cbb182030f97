//! `dispute.toml`, and the part of it that `language.toml` shares.

use super::manifest::{Located, Manifest};
use crate::lexicon::error::{Problems, SourceFile, did_you_mean};
use crate::lexicon::sides::{column_collision, is_side_id};
use crate::lexicon::{Dispute, EvaluationRule, Issue, Portrayal, Scoring, Side};

const KEYS: &[&str] =
    &["schema", "id", "title", "language", "version", "licence", "sources", "inherits", "side", "issue", "scoring"];
const RULES: &[(&str, EvaluationRule)] =
    &[("favor", EvaluationRule::Favor), ("against", EvaluationRule::Against), ("none", EvaluationRule::None)];

/// What `dispute.toml` says.
pub struct DisputeFile {
    /// Without actors, terms, examples and constants.
    pub dispute: Dispute,
    /// Language packs, in the order in which they are read.
    pub inherits: Vec<Located<String>>,
    pub language: Located<String>,
    pub constants: Constants,
}

/// Constants of the scoring model, as far as one file gives them.
#[derive(Clone, Copy, Debug, Default)]
pub struct Constants {
    neutral_below: Option<f64>,
    evaluation_weight: Option<f64>,
    negation_reach_words: Option<f64>,
    intensity_reach_words: Option<f64>,
    question_factor: Option<f64>,
    portrayal_half_words: Option<f64>,
    portrayal_middle: Option<f64>,
    portrayal_neutral_below: Option<f64>,
    portrayal_own_words: Option<f64>,
    portrayal_negation_words: Option<f64>,
}

impl Constants {
    const KEYS: [&'static str; 10] = [
        "neutral_below",
        "evaluation_weight",
        "negation_reach_words",
        "intensity_reach_words",
        "question_factor",
        "portrayal_half_words",
        "portrayal_middle",
        "portrayal_neutral_below",
        "portrayal_own_words",
        "portrayal_negation_words",
    ];

    /// The `[scoring]` table of a file.
    pub fn read(manifest: &mut Manifest<'_>, problems: &mut Problems) -> Constants {
        let Some(mut table) = manifest.table("scoring", problems) else { return Constants::default() };
        table.only(&Self::KEYS, problems);
        Constants {
            neutral_below: table.number("neutral_below", 0.0..=10.0, problems),
            evaluation_weight: table.number("evaluation_weight", 0.0..=10.0, problems),
            negation_reach_words: table.number("negation_reach_words", 0.0..=100.0, problems),
            intensity_reach_words: table.number("intensity_reach_words", 0.0..=100.0, problems),
            question_factor: table.number("question_factor", 0.0..=1.0, problems),
            portrayal_half_words: table.number("portrayal_half_words", 0.5..=1000.0, problems),
            portrayal_middle: table.number("portrayal_middle", -10.0..=10.0, problems),
            portrayal_neutral_below: table.number("portrayal_neutral_below", -10.0..=10.0, problems),
            portrayal_own_words: table.number("portrayal_own_words", 0.0..=1.0, problems),
            portrayal_negation_words: table.number("portrayal_negation_words", 0.0..=100.0, problems),
        }
    }

    /// These constants, and those of `earlier` that these leave open.
    pub fn or(self, earlier: Constants) -> Constants {
        Constants {
            neutral_below: self.neutral_below.or(earlier.neutral_below),
            evaluation_weight: self.evaluation_weight.or(earlier.evaluation_weight),
            negation_reach_words: self.negation_reach_words.or(earlier.negation_reach_words),
            intensity_reach_words: self.intensity_reach_words.or(earlier.intensity_reach_words),
            question_factor: self.question_factor.or(earlier.question_factor),
            portrayal_half_words: self.portrayal_half_words.or(earlier.portrayal_half_words),
            portrayal_middle: self.portrayal_middle.or(earlier.portrayal_middle),
            portrayal_neutral_below: self.portrayal_neutral_below.or(earlier.portrayal_neutral_below),
            portrayal_own_words: self.portrayal_own_words.or(earlier.portrayal_own_words),
            portrayal_negation_words: self.portrayal_negation_words.or(earlier.portrayal_negation_words),
        }
    }

    /// All constants, or the name of the first that no file gives.
    pub fn complete(self) -> Result<Scoring, &'static str> {
        let [neutral_below, evaluation_weight, negation, intensity, question, ..] = Self::KEYS;
        Ok(Scoring {
            neutral_below: self.neutral_below.ok_or(neutral_below)?,
            evaluation_weight: self.evaluation_weight.ok_or(evaluation_weight)?,
            negation_reach_words: self.negation_reach_words.ok_or(negation)? as u32,
            intensity_reach_words: self.intensity_reach_words.ok_or(intensity)? as u32,
            question_factor: self.question_factor.ok_or(question)?,
            portrayal: Portrayal {
                half_words: self.portrayal_half_words.unwrap_or(Portrayal::PLAIN.half_words),
                middle: self.portrayal_middle.unwrap_or(Portrayal::PLAIN.middle),
                neutral_below: self.portrayal_neutral_below.unwrap_or(Portrayal::PLAIN.neutral_below),
                own_words: self.portrayal_own_words.unwrap_or(Portrayal::PLAIN.own_words),
                negation_words: self.portrayal_negation_words.map_or(Portrayal::PLAIN.negation_words, |n| n as u32),
            },
        })
    }
}

/// Issues of a dispute: the tables have a row for each with each side, and each is resampled.
const MOST_ISSUES: usize = 4_000;

/// Reads `dispute.toml`.
pub fn read(file: &SourceFile, problems: &mut Problems) -> Option<DisputeFile> {
    let mut manifest = Manifest::parse(file, problems)?;
    manifest.only(KEYS, problems);
    manifest.schema(problems);
    let id = manifest.required("id", problems);
    let title = manifest.required("title", problems);
    let language = manifest.required("language", problems);
    let version = manifest.required("version", problems);
    let licence = manifest.optional("licence", problems).unwrap_or_default();
    let sources = manifest.strings("sources", problems).into_iter().map(|s| s.value).collect();
    let inherits = manifest.strings("inherits", problems);
    let constants = Constants::read(&mut manifest, problems);
    let sides = sides(file, manifest.tables("side", problems), problems);
    let issues = issues(file, manifest.tables("issue", problems), problems);
    let scoring = Scoring {
        neutral_below: 0.0,
        evaluation_weight: 0.0,
        negation_reach_words: 0,
        intensity_reach_words: 0,
        question_factor: 0.0,
        portrayal: Portrayal::PLAIN,
    };
    let dispute = Dispute {
        id: id.value,
        title: title.value,
        language: language.value.clone(),
        version: version.value,
        licence,
        sources,
        sides,
        issues,
        actors: Vec::new(),
        terms: Vec::new(),
        examples: Vec::new(),
        scoring,
    };
    Some(DisputeFile { dispute, inherits, language, constants })
}

fn sides(file: &SourceFile, tables: Vec<Manifest<'_>>, problems: &mut Problems) -> Vec<Side> {
    let end = file.text.len();
    // Without any, they come from the data.
    if tables.len() == 1 {
        let message = "a dispute needs two sides and has 1 (write [[side]] with id, label and short)";
        let at = tables.first().map_or(end..end, Manifest::span);
        problems.push(file.problem(at, message));
    }
    if let Some(table) = tables.get(usize::from(u8::MAX)) {
        problems.push(file.problem(table.span(), "too many sides (255 at most)"));
    }
    let mut sides: Vec<Side> = Vec::new();
    for mut table in tables.into_iter().take(usize::from(u8::MAX)) {
        table.only(&["id", "label", "short"], problems);
        let id = table.required("id", problems);
        let label = table.required("label", problems);
        let short = table.optional("short", problems).filter(|s| !s.trim().is_empty());
        let known: Vec<&str> = sides.iter().map(|s| s.id.as_str()).collect();
        let mistake = if id.value.is_empty() {
            None
        } else if !is_side_id(&id.value) {
            Some(format!(
                "side id \"{}\" is no name for a column (write small letters, digits and _, such as \"us\")",
                id.value
            ))
        } else if known.contains(&id.value.as_str()) {
            Some(format!("side {} is there twice (remove one)", id.value))
        } else {
            column_collision(&id.value, &known).map(|column| {
                format!("side id \"{}\" would be mistaken for the column {column} (choose another)", id.value)
            })
        };
        if let Some(message) = mistake {
            problems.push(file.problem(id.span, message));
        }
        let short = short.unwrap_or_else(|| label.value.clone());
        sides.push(Side { id: id.value, label: label.value, short });
    }
    sides
}

fn issues(file: &SourceFile, tables: Vec<Manifest<'_>>, problems: &mut Problems) -> Vec<Issue> {
    let end = file.text.len();
    if tables.is_empty() {
        let message = "a dispute needs an issue (write [[issue]] with id, label, proposition and evaluation)";
        problems.push(file.problem(end..end, message));
    }
    if let Some(table) = tables.get(MOST_ISSUES) {
        problems.push(file.problem(table.span(), format!("too many issues ({MOST_ISSUES} at most)")));
    }
    let mut issues: Vec<Issue> = Vec::new();
    for mut table in tables.into_iter().take(MOST_ISSUES) {
        table.only(&["id", "label", "proposition", "evaluation"], problems);
        let id = table.required("id", problems);
        let label = table.required("label", problems);
        // An issue that nothing can speak for or against, such as a category of a word list, has no proposition.
        let proposition = table.optional("proposition", problems).unwrap_or_default();
        let rule = table.required("evaluation", problems);
        if !id.value.is_empty() && !is_issue_id(&id.value) {
            let message = format!("issue id \"{}\" is no id (write small letters, digits, - and _)", id.value);
            problems.push(file.problem(id.span.clone(), message));
        }
        if issues.iter().any(|i| i.id == id.value) {
            problems.push(file.problem(id.span.clone(), format!("issue {} is there twice (remove one)", id.value)));
        }
        let evaluation = RULES.iter().find(|(name, _)| *name == rule.value).map(|(_, rule)| *rule);
        if evaluation.is_none() && !rule.value.is_empty() {
            let suggestion = did_you_mean(&rule.value, RULES.iter().map(|(name, _)| *name));
            let message = format!("unknown evaluation \"{}\" ({suggestion}write favor, against or none)", rule.value);
            problems.push(file.problem(rule.span, message));
        }
        issues.push(Issue {
            id: id.value,
            label: label.value,
            proposition,
            evaluation: evaluation.unwrap_or(EvaluationRule::None),
        });
    }
    issues
}

fn is_issue_id(id: &str) -> bool {
    id.starts_with(|c: char| c.is_ascii_lowercase())
        && id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'_' | b'-'))
}
