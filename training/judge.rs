//! Training of the judge: logistic regression by AdaGrad, on proposals that the chains made for articles they had
//! not been trained on.

use demarche::attribution::model::feature::Feature;
use demarche::attribution::model::rank::{Calibration, DENSE, Judge, Reading, logistic};
use demarche::attribution::model::weights::Weights;

use super::crf::Random;

/// A proposal, as the judge sees it, and whether it is right.
pub struct Case {
    /// What the judge sees.
    pub reading: Reading,
    /// Whether a gold attribution has this content.
    pub right: bool,
    /// What the judge is to say: 0 when wrong, up to 1 the better source, cue and limits are.
    pub worth: f32,
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
            let error = logistic(score) - case.worth;
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

/// Knots of a calibration: proposals in the order of their scores, in groups of equal size, with the share that is
/// right; made to rise by pooling (Ayer et al. 1955).
pub fn calibrate(cases: &[Case], scores: &[f32]) -> Calibration {
    const GROUPS: usize = 24;
    let mut order: Vec<usize> = (0..cases.len()).collect();
    order.sort_by(|a, b| scores[*a].total_cmp(&scores[*b]).then(a.cmp(b)));
    let mut pools: Vec<(f64, f64, f64)> = Vec::new(); // cases, score, right
    for chunk in order.chunks((cases.len() / GROUPS).max(1)) {
        let score: f64 = chunk.iter().map(|&i| f64::from(scores[i])).sum();
        let right = chunk.iter().filter(|&&i| cases[i].right).count() as f64;
        pools.push((chunk.len() as f64, score, right));
        while let [.., a, b] = pools[..]
            && a.2 / a.0 >= b.2 / b.0
        {
            pools.truncate(pools.len() - 2);
            pools.push((a.0 + b.0, a.1 + b.1, a.2 + b.2));
        }
    }
    Calibration::new(pools.iter().map(|p| ((p.1 / p.0) as f32, (p.2 / p.0) as f32)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calibration_rises_and_meets_the_shares() {
        let case = |i: usize| Case { reading: Reading::default(), right: i % 10 < i / 100, worth: 0.0, group: 0 };
        let cases: Vec<Case> = (0..1000).map(case).collect();
        let scores: Vec<f32> = (0..1000).map(|i| (i as f32 / 1000.0).powi(2)).collect();
        let calibration = calibrate(&cases, &scores);
        assert!(calibration.knots().windows(2).all(|k| k[0].1 < k[1].1));
        assert!((calibration.apply(0.9025) - 0.9).abs() < 0.06);
    }
}
