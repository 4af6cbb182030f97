//! From labelled rows to what the model is fitted on: the scorer's own matches, weights set apart from factors.

use super::gold::{Gold, GoldRow, Subject};
use super::model::{Example, Instance};
use super::predict::Predictor;
use crate::lexicon::{Entry, EntryId, Lexicon};
use rayon::prelude::*;

/// What can be learned: the evaluations of the language, or the terms of the dispute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Learns {
    /// Valences and calms of evaluations, for portrayals and claims.
    Evaluations,
    /// Weights of terms, for issues of the dispute.
    Terms,
}

/// Rows as the model sees them, in the order of the table.
pub fn examples(lexicon: &Lexicon, gold: &Gold, learns: Learns) -> Vec<Example> {
    let chunks: Vec<&[GoldRow]> = gold.rows.chunks(256).collect();
    chunks
        .par_iter()
        .map_init(
            || Predictor::new(lexicon, gold),
            |predictor, chunk| {
                chunk
                    .iter()
                    .map(|row| match learns {
                        Learns::Evaluations => of_portrait(lexicon, predictor, row),
                        Learns::Terms => of_statement(lexicon, predictor, row),
                    })
                    .collect::<Vec<_>>()
            },
        )
        .flatten_iter()
        .collect()
}

/// A claim is learned as what it says about its target, so that a weight means the same under every proposition.
fn of_portrait(lexicon: &Lexicon, predictor: &mut Predictor<'_>, row: &GoldRow) -> Example {
    let (portrait, direction) = predictor.portrait(row);
    let instance = |bears: &crate::scoring::Bears| Instance {
        entry: evaluation(lexicon, bears.entry),
        part: bears.part,
        strength: bears.factor() * bears.closeness,
        closeness: bears.closeness,
        old: [bears.score.to_f64(), bears.calm.to_f64()],
    };
    let turned = direction < 0.0;
    let class = if turned { row.class.reversed() } else { row.class };
    Example { instances: portrait.evaluations.iter().map(instance).collect(), class, turned }
}

fn evaluation(lexicon: &Lexicon, entry: EntryId) -> Option<u32> {
    match lexicon.terms.entry(entry) {
        Entry::Evaluation(i) => Some(i),
        _ => None,
    }
}

fn of_statement(lexicon: &Lexicon, predictor: &mut Predictor<'_>, row: &GoldRow) -> Example {
    let Subject::Issue(issue) = &row.subject else { return Example::default() };
    let instances = predictor.scored(row, issue).into_iter().map(|m| {
        let entry = match lexicon.terms.entry(m.entry) {
            Entry::Term(i) => Some(i),
            _ => None,
        };
        let sign = if m.weight.0 < 0 { -1.0 } else { 1.0 };
        let strength = sign * m.factors.iter().map(|f| f.value).product::<f64>();
        Instance { entry, part: None, strength, closeness: 1.0, old: [m.score.to_f64(), 0.0] }
    });
    Example { instances: instances.collect(), class: row.class, turned: false }
}
