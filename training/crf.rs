//! The trainer: conditional log-likelihood of label sequences, by AdaGrad (Duchi, Hazan & Singer 2011) with L1 and L2.
//!
//! Examples come in as numbered features, a row of weights for each feature goes out. Penalties are applied when a
//! feature is met again, for all the steps since, so that a step costs what the example holds and no more. One thread,
//! a fixed order and `libm`: the same examples give the same bytes everywhere.

#![allow(clippy::needless_range_loop)] // labels are numbers, and rows and columns of two tables go together

use demarche::attribution::model::chain::{Chain, FORBIDDEN, Steps};
use demarche::attribution::model::reader::outside;

/// Label sequences with the features of their tokens; a token without features is outside.
#[derive(Default)]
pub struct Examples {
    features: Vec<u32>,
    token_ends: Vec<usize>,
    labels: Vec<u8>,
    ends: Vec<usize>,
    groups: Vec<u32>,
}

impl Examples {
    /// Adds a feature to the token in hand.
    pub fn feature(&mut self, number: u32) {
        self.features.push(number);
    }

    /// Ends the token in hand.
    pub fn token(&mut self, label: u8) {
        self.token_ends.push(self.features.len());
        self.labels.push(label);
    }

    /// Ends the sequence in hand, which belongs to a group (an article) that is kept whole in cross-validation.
    pub fn sequence(&mut self, group: u32) {
        self.ends.push(self.token_ends.len());
        self.groups.push(group);
    }

    /// Number of sequences.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    fn tokens(&self, example: usize) -> std::ops::Range<usize> {
        let start = if example == 0 { 0 } else { self.ends[example - 1] };
        start..self.ends[example]
    }

    fn features(&self, token: usize) -> &[u32] {
        let start = if token == 0 { 0 } else { self.token_ends[token - 1] };
        &self.features[start..self.token_ends[token]]
    }
}

/// How to train.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Times that each example is read.
    pub epochs: u32,
    /// The first step.
    pub rate: f32,
    /// Penalty on absolute weights, for all examples together.
    pub l1: f32,
    /// Penalty on squared weights, for all examples together.
    pub l2: f32,
}

/// A row of weights for each feature number, and the steps between labels.
pub struct Trained<const L: usize> {
    /// By feature number.
    pub rows: Vec<[f32; L]>,
    /// Between labels.
    pub steps: Steps<L>,
}

/// Trains on the examples of the groups that `keep` keeps; `features` is the number of features.
pub fn train<const L: usize>(
    examples: &Examples,
    features: usize,
    settings: Settings,
    keep: impl Fn(u32) -> bool,
) -> Trained<L> {
    let mut order: Vec<usize> = (0..examples.len()).filter(|&e| keep(examples.groups[e])).collect();
    let count = order.len().max(1) as f32;
    let mut learner = Learner {
        rows: vec![Row { weights: [0.0; L], squares: [0.0; L], last: 0 }; features],
        steps: Steps::new(),
        step_squares: [[0.0; L]; L],
        first_squares: [0.0; L],
        rate: settings.rate,
        l1: settings.l1 / count,
        l2: settings.l2 / count,
        now: 0,
    };
    let mut chain = Chain::<L>::default();
    let mut scores = Vec::new();
    let mut random = Random(0x2545_F491_4F6C_DD1D);
    let mut mean = Trained { rows: vec![[0.0; L]; features], steps: Steps::new() };
    let averaged = (settings.epochs / 2).max(1);
    for epoch in 0..settings.epochs {
        random.shuffle(&mut order);
        for &example in &order {
            learner.learn(examples, example, &mut chain, &mut scores);
        }
        if epoch + averaged >= settings.epochs {
            (0..features).for_each(|feature| learner.settle(feature));
            mean.add(&learner, 1.0 / averaged as f32);
        }
    }
    mean
}

impl<const L: usize> Trained<L> {
    /// Adds a share of the learner's weights: the mean over the last passes is steadier than any of them.
    fn add(&mut self, learner: &Learner<L>, share: f32) {
        for (sum, row) in self.rows.iter_mut().zip(&learner.rows) {
            for (s, w) in sum.iter_mut().zip(row.weights) {
                *s += share * w;
            }
        }
        for a in 0..L {
            for b in 0..L {
                if self.steps.allows(a, b) {
                    self.steps.step[a][b] += share * learner.steps.step[a][b];
                }
            }
            if self.steps.first[a] > FORBIDDEN / 2.0 {
                self.steps.first[a] += share * learner.steps.first[a];
            }
        }
    }
}

/// What is known of one feature, side by side in memory.
#[derive(Clone, Copy)]
struct Row<const L: usize> {
    weights: [f32; L],
    /// Sums of squared errors.
    squares: [f32; L],
    /// When penalties were last applied.
    last: u32,
}

struct Learner<const L: usize> {
    rows: Vec<Row<L>>,
    steps: Steps<L>,
    step_squares: [[f32; L]; L],
    first_squares: [f32; L],
    rate: f32,
    l1: f32,
    l2: f32,
    now: u32,
}

/// Keeps first steps of rare features small.
const DAMPING: f32 = 0.5;
/// Smaller errors are not learned from.
const NEGLIGIBLE: f32 = 2e-3;

impl<const L: usize> Learner<L> {
    /// Applies the penalties since the feature was last met.
    #[inline]
    fn settle(&mut self, feature: usize) {
        let row = &mut self.rows[feature];
        let since = (self.now - row.last) as f32;
        if since == 0.0 {
            return;
        }
        row.last = self.now;
        if row.weights == [0.0; L] {
            return;
        }
        for (weight, square) in row.weights.iter_mut().zip(row.squares) {
            let rate = self.rate / (square + DAMPING).sqrt() * since;
            let shrunk = *weight / (1.0 + rate * self.l2);
            *weight = shrunk.signum() * (shrunk.abs() - rate * self.l1).max(0.0);
        }
    }

    fn learn(&mut self, examples: &Examples, example: usize, chain: &mut Chain<L>, scores: &mut Vec<[f32; L]>) {
        self.now += 1;
        let tokens = examples.tokens(example);
        scores.clear();
        for token in tokens.clone() {
            if examples.features(token).is_empty() {
                // A token of the cue itself.
                scores.push(outside());
                continue;
            }
            let mut sums = [0.0f32; L];
            for &feature in examples.features(token) {
                self.settle(feature as usize);
                for (sum, weight) in sums.iter_mut().zip(self.rows[feature as usize].weights) {
                    *sum += weight;
                }
            }
            scores.push(sums);
        }
        chain.sum(&self.steps, scores);
        for (at, token) in tokens.clone().enumerate() {
            let mut error = chain.marginals[at];
            error[examples.labels[token] as usize] -= 1.0;
            if error.iter().all(|e| e.abs() < NEGLIGIBLE) {
                continue;
            }
            for &feature in examples.features(token) {
                let row = &mut self.rows[feature as usize];
                for label in 0..L {
                    row.squares[label] += error[label] * error[label];
                    row.weights[label] -= self.rate * error[label] / (row.squares[label] + DAMPING).sqrt();
                }
            }
        }
        self.learn_steps(&examples.labels[tokens], chain);
    }

    fn learn_steps(&mut self, labels: &[u8], chain: &Chain<L>) {
        let mut errors = chain.expected;
        for pair in labels.windows(2) {
            errors[pair[0] as usize][pair[1] as usize] -= 1.0;
        }
        for a in 0..L {
            for b in 0..L {
                if self.steps.allows(a, b) {
                    let square = &mut self.step_squares[a][b];
                    *square += errors[a][b] * errors[a][b];
                    self.steps.step[a][b] -= self.rate * errors[a][b] / (*square + DAMPING).sqrt();
                }
            }
        }
        let Some(&first) = labels.first() else { return };
        for b in 0..L {
            if self.steps.first[b] > FORBIDDEN / 2.0 {
                let error = chain.marginals[0][b] - if b == first as usize { 1.0 } else { 0.0 };
                self.first_squares[b] += error * error;
                self.steps.first[b] -= self.rate * error / (self.first_squares[b] + DAMPING).sqrt();
            }
        }
    }
}

/// A small generator of fixed sequence (xorshift*; Vigna 2016).
pub struct Random(pub u64);

impl Random {
    /// The next number.
    pub fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    /// Puts items in random order (Fisher–Yates).
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            items.swap(i, (self.next() >> 33) as usize % (i + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use demarche::attribution::model::chain::score_of;

    fn log_likelihood<const L: usize>(
        steps: &Steps<L>,
        scores: &[[f32; L]],
        labels: &[u8],
        chain: &mut Chain<L>,
    ) -> f64 {
        score_of(steps, scores, labels) - chain.sum(steps, scores)
    }

    fn examples() -> Examples {
        let mut examples = Examples::default();
        for group in 0..40u32 {
            // Feature 0 always, 1 where a span begins, 2 inside it.
            for (token, label) in [0u8, 1, 2, 0, if group % 2 == 0 { 1 } else { 0 }].into_iter().enumerate() {
                examples.feature(0);
                if label > 0 {
                    examples.feature(u32::from(label));
                }
                if token == 4 {
                    examples.feature(3);
                }
                examples.token(label);
            }
            examples.sequence(group);
        }
        examples
    }

    #[test]
    fn the_errors_are_the_gradient_of_the_log_likelihood() {
        let mut steps = Steps::<3>::new();
        steps.step[0][1] = 0.3;
        steps.step[1][2] = -0.2;
        let scores = vec![[0.1f32, 0.5, -0.3], [0.2, -0.4, 0.6], [0.0, 0.3, 0.1]];
        let labels = [0, 1, 2];
        let mut chain = Chain::default();
        chain.sum(&steps, &scores);
        let (marginals, expected) = (chain.marginals.clone(), chain.expected);
        let h = 1e-2f32;
        for i in 0..3 {
            for label in 0..3 {
                let mut value = |by: f32| {
                    let mut moved = scores.clone();
                    moved[i][label] += by;
                    log_likelihood(&steps, &moved, &labels, &mut chain)
                };
                let slope = (value(h) - value(-h)) / f64::from(2.0 * h);
                let gold = if labels[i] as usize == label { 1.0 } else { 0.0 };
                assert!((slope - (gold - f64::from(marginals[i][label]))).abs() < 1e-3, "{i} {label}");
            }
        }
        let mut value = |by: f32| {
            let mut moved = steps;
            moved.step[0][1] += by;
            log_likelihood(&moved, &scores, &labels, &mut chain)
        };
        let slope = (value(h) - value(-h)) / f64::from(2.0 * h);
        assert!((slope - (1.0 - f64::from(expected[0][1]))).abs() < 1e-3);
    }

    #[test]
    fn learns_what_the_features_tell_and_the_same_each_time() {
        let settings = Settings { epochs: 20, rate: 0.3, l1: 0.1, l2: 0.1 };
        let trained = train::<3>(&examples(), 5, settings, |_| true);
        assert!(trained.rows[1][1] > 1.0 && trained.rows[2][2] > 0.5);
        assert_eq!(trained.rows[4], [0.0; 3], "a feature that is never met weighs nothing");
        let again = train::<3>(&examples(), 5, settings, |_| true);
        assert_eq!(trained.rows, again.rows);
        assert_eq!(trained.steps, again.steps);
    }

    #[test]
    fn a_strong_penalty_keeps_weights_small() {
        let weak = train::<3>(&examples(), 5, Settings { epochs: 5, rate: 0.3, l1: 0.0, l2: 0.0 }, |_| true);
        let strong = train::<3>(&examples(), 5, Settings { epochs: 5, rate: 0.3, l1: 30.0, l2: 0.0 }, |_| true);
        let size = |t: &Trained<3>| t.rows.iter().flatten().map(|w| w.abs()).sum::<f32>();
        assert!(size(&strong) < size(&weak) / 2.0, "{} and {}", size(&strong), size(&weak));
    }
}
