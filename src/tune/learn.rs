//! Learning: weights for a lexicon's entries, and new entries, from labelled text.
//!
//! What is reported is cross-validated: each fold is predicted by a model that saw none of its groups nor copies of its
//! texts. What is written is fitted on all rows; evaluating it on the same rows is no test of it.

use super::candidates::{SUPPORT_AT_LEAST, candidates};
use super::classes::Class;
use super::evaluate::figures;
use super::figures::Figure;
use super::folds::folds;
use super::gold::{Gold, Subject};
use super::instances::{Learns, examples};
use super::model::{Example, FitSettings, Model};
use super::write::{self, LexiconFile};
use crate::lexicon::{Lexicon, LexiconError};
use rayon::prelude::*;

/// What is asked of the learner.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LearnSettings {
    /// Of the differences from old weights; more keeps them smaller. `None` takes the best of `PENALTIES` by
    /// cross-validation.
    pub penalty: Option<f64>,
    /// Rows that an entry must be in to be learned.
    pub support: u32,
    /// Folds of the cross-validation.
    pub folds: usize,
    /// Words of the texts may become entries.
    pub new_entries: bool,
    /// Seed of folds and intervals.
    pub seed: u64,
    /// Replicates behind each interval.
    pub replicates: u32,
}

impl Default for LearnSettings {
    fn default() -> Self {
        LearnSettings {
            penalty: None,
            support: SUPPORT_AT_LEAST as u32,
            folds: 5,
            new_entries: true,
            seed: 1,
            replicates: 1000,
        }
    }
}

/// Penalties that are tried when none is given.
pub const PENALTIES: [f64; 6] = [3.0, 10.0, 30.0, 100.0, 300.0, 1000.0];

/// A point of the learning curve.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct CurvePoint {
    /// Rows that were learned from.
    pub rows: usize,
    /// Cross-validated macro-F1.
    pub macro_f1: f64,
}

/// What was learned.
pub struct Learned {
    /// The penalty in force.
    pub penalty: f64,
    /// Figures of the lexicon as it was, on all rows.
    pub before: Vec<Figure>,
    /// Figures of the cross-validation.
    pub cross_validated: Vec<Figure>,
    /// Classes that the model of all rows gives, for a check of what is written.
    pub fitted: Vec<Option<Class>>,
    /// Cross-validated macro-F1 by number of rows.
    pub curve: Vec<CurvePoint>,
    /// The folder's files.
    pub files: Vec<LexiconFile>,
    /// Entries that are new, and entries whose weight was learned.
    pub entries: (usize, usize),
}

impl Learned {
    /// What ten more labelled rows would add to macro-F1, read off the curve's last part; empty without one.
    pub fn ten_more(&self) -> Option<f64> {
        let (first, last) = (self.curve.iter().rev().nth(1)?, self.curve.last()?);
        let (from, to) = (first.rows as f64, last.rows as f64);
        let slope = (last.macro_f1 - first.macro_f1) / libm::log(to / from);
        (from > 0.0 && to > from).then(|| slope * libm::log((to + 10.0) / to))
    }
}

/// Learns from `gold` what the lexicon at `name` should weigh.
///
/// # Errors
/// When the lexicon cannot be read.
pub fn learn(name: &str, gold: &Gold, settings: LearnSettings) -> Result<Learned, LexiconError> {
    let base = Lexicon::load(name)?;
    let learns = match gold.rows.iter().all(|row| matches!(row.subject, Subject::Issue(_))) {
        true => Learns::Terms,
        false => Learns::Evaluations,
    };
    let words = match learns {
        Learns::Evaluations if settings.new_entries => candidates(&base, gold, settings.support as usize),
        _ => Vec::new(),
    };
    let lexicon = Lexicon::load_with_evaluations(name, &write::blank(&words))?;
    let examples = examples(&lexicon, gold, learns);
    let entries = match learns {
        Learns::Evaluations => lexicon.language.evaluations.len(),
        Learns::Terms => lexicon.dispute.terms.len(),
    };
    let fit = |penalty: f64| FitSettings {
        penalty,
        support: settings.support,
        two_class: gold.is_two_class(),
        by_part: learns == Learns::Evaluations,
    };
    let by_row = folds(gold, settings.folds, settings.seed);
    let cross =
        |penalty: f64, share: usize| cross_validate(&examples, &by_row, settings.folds, entries, fit(penalty), share);
    let macro_f1 = |figures: &[Figure]| figures.iter().find(|f| f.measure == "macro_f1").and_then(|f| f.value);
    let tried = settings.penalty.map_or(PENALTIES.to_vec(), |penalty| vec![penalty]);
    let tried = tried.into_iter().map(|penalty| (penalty, cross(penalty, QUARTERS)));
    let quality = |predicted: &[Option<Class>]| macro_f1(&figures(gold, predicted, settings.seed, 0).1).unwrap_or(0.0);
    // Of equally good penalties the larger, which changes less.
    let (penalty, predicted, _) = tried
        .map(|(penalty, predicted)| {
            let quality = quality(&predicted);
            (penalty, predicted, quality)
        })
        .reduce(|best, next| if next.2 >= best.2 { next } else { best })
        .unwrap_or_default();
    let (_, cross_validated, _) = figures(gold, &predicted, settings.seed, settings.replicates);
    let mut curve = Vec::new();
    for share in 1..=QUARTERS {
        let found = match share {
            QUARTERS => macro_f1(&cross_validated),
            _ => macro_f1(&figures(gold, &cross(penalty, share), settings.seed, 0).1),
        };
        let learned_from = gold.rows.len() * (settings.folds - 1) / settings.folds;
        curve.extend(found.map(|macro_f1| CurvePoint { rows: learned_from * share / QUARTERS, macro_f1 }));
    }
    let all: Vec<usize> = (0..examples.len()).collect();
    let model = Model::fit(&examples, &all, entries, fit(penalty));
    let fitted = examples.iter().map(|example| turned(example, model.predict(example))).collect();
    let before = super::evaluate::evaluate(&base, gold, settings.seed, settings.replicates).figures;
    let counts = write::support_by_class(&examples, entries);
    let (files, entries) = write::files(name, &lexicon, learns, &model, &counts, gold.scale, words.len())?;
    Ok(Learned { penalty, before, cross_validated, fitted, curve, files, entries })
}

/// Points of the learning curve.
const QUARTERS: usize = 4;

/// Each row's class by a model that has not seen its fold, learned from a share of the other rows.
fn cross_validate(
    examples: &[Example],
    by_row: &[usize],
    folds: usize,
    entries: usize,
    fit: FitSettings,
    quarters: usize,
) -> Vec<Option<Class>> {
    let models: Vec<Model> = (0..folds)
        .into_par_iter()
        .map(|fold| {
            // The rows of a share are spread over the table.
            let kept = |row: &usize| by_row[*row] != fold && row % QUARTERS < quarters;
            let which: Vec<usize> = (0..examples.len()).filter(kept).collect();
            Model::fit(examples, &which, entries, fit)
        })
        .collect();
    let predicted = examples.iter().zip(by_row).map(|(example, &fold)| turned(example, models[fold].predict(example)));
    predicted.collect()
}

/// Back from the target to the proposition.
fn turned(example: &Example, class: Option<Class>) -> Option<Class> {
    class.map(|class| if example.turned { class.reversed() } else { class })
}
