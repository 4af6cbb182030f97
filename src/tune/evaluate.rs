//! Labels against predictions: the table of both, its figures, and their intervals.
//!
//! Intervals are bootstrapped over units: groups where rows have them, else distinct texts, since rows of one text are
//! not independent.

use super::classes::{Class, Scale};
use super::figures::{Counts, Figure, percentile};
use super::gold::{Gold, GoldRow};
use super::predict::{Prediction, predict_all};
use crate::compare::hash::document_key;
use crate::compare::sample::Sample;
use crate::lexicon::Lexicon;
use std::collections::BTreeMap;

/// How well a lexicon does on labelled texts.
#[derive(Clone, Debug, PartialEq)]
pub struct Evaluation {
    /// What the labels are.
    pub scale: Scale,
    /// Labels by predictions.
    pub counts: Counts,
    /// Every figure with its interval.
    pub figures: Vec<Figure>,
    /// One for each row.
    pub predictions: Vec<Prediction>,
    /// Units that were drawn for the intervals.
    pub units: usize,
}

/// Evaluates a lexicon on labelled texts.
pub fn evaluate(lexicon: &Lexicon, gold: &Gold, seed: u64, replicates: u32) -> Evaluation {
    let predictions = predict_all(lexicon, gold);
    let classes: Vec<Option<Class>> = predictions.iter().map(|p| p.class).collect();
    let (counts, figures, units) = figures(gold, &classes, seed, replicates);
    Evaluation { scale: gold.scale, counts, figures, predictions, units }
}

/// Counts and figures of any predictions.
pub fn figures(gold: &Gold, predictions: &[Option<Class>], seed: u64, replicates: u32) -> (Counts, Vec<Figure>, usize) {
    let two_class = gold.is_two_class();
    let mut counts = Counts { two_class, ..Counts::default() };
    let mut units: BTreeMap<&str, [u32; 12]> = BTreeMap::new();
    for (row, class) in gold.rows.iter().zip(predictions) {
        let column = class.map_or(3, |c| c as usize);
        counts.cells[row.class as usize][column] += 1.0;
        units.entry(unit(row)).or_default()[row.class as usize * 4 + column] += 1;
    }
    let mut sample = Sample::new(12);
    for (unit, cells) in &units {
        sample.push(document_key(unit), cells.iter().copied().enumerate());
    }
    let drawn = sample.replicates(seed, replicates);
    let again: Vec<Vec<Option<f64>>> = (0..drawn.count())
        .map(|replicate| {
            let mut counts = Counts { two_class, ..Counts::default() };
            for (i, cell) in counts.cells.iter_mut().flatten().enumerate() {
                *cell = drawn.sum(i, replicate);
            }
            counts.all().into_iter().map(|(_, _, value)| value).collect()
        })
        .collect();
    let figures = counts
        .all()
        .into_iter()
        .enumerate()
        .map(|(i, (measure, class, value))| Figure {
            measure,
            class: class.map_or("", |class| gold.scale.name(class)),
            value,
            interval: value.filter(|_| units.len() > 1).and_then(|v| percentile(again.iter().map(|r| r[i]), v)),
        })
        .collect();
    (counts, figures, units.len())
}

/// What is drawn together.
pub fn unit(row: &GoldRow) -> &str {
    row.group.as_deref().unwrap_or(&row.text)
}
