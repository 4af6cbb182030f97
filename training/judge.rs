//! Training of the judge: logistic regression by AdaGrad, on proposals that the chains made for articles they had
//! not been trained on.

use demarche::attribution::model::feature::Feature;
use demarche::attribution::model::rank::{DENSE, Judge, Reading, logistic};
use demarche::attribution::model::weights::Weights;

use super::crf::Random;

/// A proposal, as the judge sees it, and whether it is right.
pub struct Case {
    /// What the judge sees.
    pub reading: Reading,
    /// Whether a gold attribution has this content.
    pub right: bool,
    /// The article's position.
    pub group: u32,
}

/// Trains a judge on the cases that `keep` keeps.
pub fn train(cases: &[Case], keep: impl Fn(u32) -> bool) -> Judge {
    let mut counts: hashbrown::HashMap<Feature, u32, foldhash::fast::FixedState> = hashbrown::HashMap::default();
    let kept: Vec<&Case> = cases.iter().filter(|c| keep(c.group)).collect();
    kept.iter().flat_map(|c| &c.reading.features).for_each(|f| *counts.entry(*f).or_default() += 1);
    let mut hashes: Vec<Feature> = counts.iter().filter(|(_, c)| **c >= 5).map(|(f, _)| *f).collect();
    hashes.sort_unstable();
    let number: hashbrown::HashMap<Feature, usize, foldhash::fast::FixedState> =
        hashes.iter().enumerate().map(|(i, f)| (*f, i)).collect();
    let rows: Vec<Vec<usize>> =
        kept.iter().map(|c| c.reading.features.iter().filter_map(|f| number.get(f).copied()).collect()).collect();
    let (mut weights, mut squares) = (vec![0.0f32; hashes.len()], vec![1.0f32; hashes.len()]);
    let (mut dense, mut dense_squares) = ([0.0f32; DENSE], [1.0f32; DENSE]);
    let mut order: Vec<usize> = (0..kept.len()).collect();
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let decay = 4.0 / kept.len().max(1) as f32;
    for _ in 0..12 {
        random.shuffle(&mut order);
        for &i in &order {
            let case = kept[i];
            let mut score: f32 = rows[i].iter().map(|&f| weights[f]).sum();
            score += dense.iter().zip(case.reading.dense).map(|(w, x)| w * x).sum::<f32>();
            let error = logistic(score) - if case.right { 1.0 } else { 0.0 };
            for &f in &rows[i] {
                squares[f] += error * error;
                weights[f] -= 0.1 * (error + weights[f] * decay * 20.0) / squares[f].sqrt();
            }
            for k in 0..DENSE {
                let slope = error * case.reading.dense[k];
                dense_squares[k] += slope * slope;
                dense[k] -= 0.1 * slope / dense_squares[k].sqrt();
            }
        }
    }
    let rows: Vec<(Feature, [f32; 1])> = hashes.iter().zip(weights).map(|(f, w)| (*f, [w])).collect();
    Judge { dense, weights: Weights::quantise(&rows, 2.5) }
}
