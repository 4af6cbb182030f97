//! Linear chains: sums and best paths over label sequences (Lafferty, McCallum & Pereira 2001).
//!
//! Scores come in, one row of label scores a token; marginals or the best labels go out. The forward and backward
//! passes are scaled at every token, so that no length overflows.
#![allow(clippy::needless_range_loop)] // labels are numbers, and rows and columns of two tables go together

/// The score of a step that is not allowed.
pub const FORBIDDEN: f32 = -1.0e4;

/// What a chain says of the step from one label to the next.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Steps<const L: usize> {
    /// Of the first label.
    pub first: [f32; L],
    /// `step[a][b]`: from a to b.
    pub step: [[f32; L]; L],
}

impl<const L: usize> Steps<L> {
    /// Steps that weigh nothing, but for the inside labels: these follow only their own begin or inside label.
    ///
    /// Labels are 0 for outside, then pairs of begin (odd) and inside (even).
    pub fn new() -> Self {
        let mut steps = Steps { first: [0.0; L], step: [[0.0; L]; L] };
        for inside in (2..L).step_by(2) {
            steps.first[inside] = FORBIDDEN;
            for from in 0..L {
                if from != inside && from + 1 != inside {
                    steps.step[from][inside] = FORBIDDEN;
                }
            }
        }
        steps
    }

    /// True when the step is allowed.
    pub fn allows(&self, from: usize, to: usize) -> bool {
        self.step[from][to] > FORBIDDEN / 2.0
    }
}

impl<const L: usize> Default for Steps<L> {
    fn default() -> Self {
        Self::new()
    }
}

/// Steps as factors, for sums.
#[derive(Clone, Copy, Debug)]
pub struct Factors<const L: usize> {
    first: [f32; L],
    step: [[f32; L]; L],
    /// `back[b][a]`: from a to b.
    back: [[f32; L]; L],
}

impl<const L: usize> Factors<L> {
    /// e to the power of each step's weight.
    pub fn new(steps: &Steps<L>) -> Self {
        let step = steps.step.map(|row| row.map(libm::expf));
        let back = std::array::from_fn(|b| std::array::from_fn(|a| step[a][b]));
        Factors { first: steps.first.map(libm::expf), step, back }
    }
}

/// The work space of one chain, used again for every sequence.
#[derive(Clone, Debug)]
pub struct Chain<const L: usize> {
    /// By token: P(label).
    pub marginals: Vec<[f32; L]>,
    /// The best labels.
    pub best: Vec<u8>,
    /// Expected number of each step over the whole sequence.
    pub expected: [[f32; L]; L],
    potential: Vec<[f32; L]>,
    forward: Vec<[f32; L]>,
    back: Vec<[u8; L]>,
    /// What was taken off the scores.
    taken: f64,
}

impl<const L: usize> Default for Chain<L> {
    fn default() -> Self {
        Chain {
            marginals: Vec::new(),
            best: Vec::new(),
            expected: [[0.0; L]; L],
            potential: Vec::new(),
            forward: Vec::new(),
            back: Vec::new(),
            taken: 0.0,
        }
    }
}

impl<const L: usize> Chain<L> {
    /// Starts a sequence for [`Chain::push`].
    pub fn clear(&mut self) {
        self.potential.clear();
        self.taken = 0.0;
    }

    /// Adds a token by e to the power of each score less `top`.
    #[inline]
    pub fn push(&mut self, potential: [f32; L], top: f32) {
        self.potential.push(potential);
        self.taken += f64::from(top);
    }

    /// Fills `marginals` and `expected`; returns the logarithm of the sum over all label sequences.
    pub fn sum(&mut self, steps: &Steps<L>, scores: &[[f32; L]]) -> f64 {
        self.clear();
        for row in scores {
            let top = row.iter().copied().fold(f32::MIN, f32::max);
            self.push(row.map(|s| libm::expf(s - top)), top);
        }
        self.pass::<true>(&Factors::new(steps))
    }

    /// Fills `marginals` for the tokens that were pushed; returns the logarithm of the sum over all label sequences.
    pub fn sum_pushed(&mut self, factors: &Factors<L>) -> f64 {
        self.pass::<false>(factors)
    }

    fn pass<const EXPECT: bool>(&mut self, factors: &Factors<L>) -> f64 {
        let count = self.potential.len();
        self.marginals.clear();
        self.forward.clear();
        if EXPECT {
            self.expected = [[0.0; L]; L];
        }
        let step = &factors.step;
        let mut total = Logarithm::new(self.taken);
        let mut previous = [0.0f32; L];
        for (i, potential) in self.potential.iter_mut().enumerate() {
            let mut here = [0.0f32; L];
            if i == 0 {
                here = factors.first;
            } else {
                for a in 0..L {
                    for b in 0..L {
                        here[b] += previous[a] * step[a][b];
                    }
                }
            }
            for b in 0..L {
                here[b] *= potential[b];
            }
            let sum = here.iter().fold(0.0f32, |sum, v| sum + v).max(f32::MIN_POSITIVE);
            let scale = 1.0 / sum;
            total.times(sum);
            for b in 0..L {
                previous[b] = here[b] * scale;
                potential[b] *= scale;
            }
            self.forward.push(previous);
        }
        self.marginals.resize(count, [0.0; L]);
        let mut backward = [1.0f32; L];
        for i in (0..count).rev() {
            let forward = self.forward[i];
            for b in 0..L {
                self.marginals[i][b] = forward[b] * backward[b];
            }
            if i == 0 {
                break;
            }
            let mut message = [0.0f32; L];
            for b in 0..L {
                message[b] = backward[b] * self.potential[i][b];
            }
            let mut next = [0.0f32; L];
            for b in 0..L {
                for a in 0..L {
                    let flow = factors.back[b][a] * message[b];
                    next[a] += flow;
                    if EXPECT {
                        self.expected[a][b] += self.forward[i - 1][a] * flow;
                    }
                }
            }
            backward = next;
        }
        total.finish()
    }

    /// Fills `best` with the best label sequence and returns its score.
    pub fn search(&mut self, steps: &Steps<L>, scores: &[[f32; L]]) -> f32 {
        self.best.clear();
        self.back.clear();
        let Some(first) = scores.first() else { return 0.0 };
        let mut here: [f32; L] = std::array::from_fn(|b| steps.first[b] + first[b]);
        for row in &scores[1..] {
            let mut next = [0.0f32; L];
            let mut from = [0u8; L];
            for b in 0..L {
                let mut top = f32::MIN;
                for a in 0..L {
                    let value = here[a] + steps.step[a][b];
                    if value > top {
                        (top, from[b]) = (value, a as u8);
                    }
                }
                next[b] = top + row[b];
            }
            self.back.push(from);
            here = next;
        }
        let mut label = (0..L).fold(0, |top, b| if here[b] > here[top] { b } else { top });
        let score = here[label];
        self.best.resize(scores.len(), 0);
        for i in (0..scores.len()).rev() {
            self.best[i] = label as u8;
            if i > 0 {
                label = self.back[i - 1][label] as usize;
            }
        }
        score
    }
}

/// The logarithm of a long product, which is taken only where the product gets too large or too small.
struct Logarithm {
    sum: f64,
    product: f64,
}

impl Logarithm {
    fn new(sum: f64) -> Self {
        Logarithm { sum, product: 1.0 }
    }

    #[inline]
    fn times(&mut self, factor: f32) {
        self.product *= f64::from(factor);
        if !(1e-200..1e200).contains(&self.product) {
            self.sum += libm::log(self.product);
            self.product = 1.0;
        }
    }

    fn finish(self) -> f64 {
        self.sum + libm::log(self.product)
    }
}

/// The score of one label sequence.
pub fn score_of<const L: usize>(steps: &Steps<L>, scores: &[[f32; L]], labels: &[u8]) -> f64 {
    let mut total = 0.0;
    let mut previous = None;
    for (row, &label) in scores.iter().zip(labels) {
        let label = label as usize;
        total += f64::from(row[label]);
        total += f64::from(previous.map_or(steps.first[label], |a: usize| steps.step[a][label]));
        previous = Some(label);
    }
    total
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Every label sequence with its score.
    fn all(steps: &Steps<3>, scores: &[[f32; 3]]) -> Vec<(Vec<u8>, f64)> {
        (0..3usize.pow(scores.len() as u32))
            .map(|n| {
                let labels: Vec<u8> = (0..scores.len()).map(|i| (n / 3usize.pow(i as u32) % 3) as u8).collect();
                let score = score_of(steps, scores, &labels);
                (labels, score)
            })
            .collect()
    }

    #[test]
    fn an_inside_label_follows_its_own_begin_or_itself() {
        let steps = Steps::<5>::new();
        let before = |to: usize| (0..5).filter(|&from| steps.allows(from, to)).collect::<Vec<_>>();
        assert_eq!([before(2), before(4)], [vec![1, 2], vec![3, 4]]);
        assert_eq!([before(0), before(1), before(3)], [(); 3].map(|()| vec![0, 1, 2, 3, 4]));
    }

    proptest! {
        #[test]
        fn equals_the_sum_and_the_best_over_all_sequences(
            scores in prop::collection::vec(prop::array::uniform3(-3.0f32..3.0), 1..6),
            step in prop::array::uniform3(prop::array::uniform3(-1.0f32..1.0)),
        ) {
            let mut steps = Steps::<3>::new();
            for a in 0..3 { for b in 0..3 { if steps.allows(a, b) { steps.step[a][b] = step[a][b]; } } }
            let all = all(&steps, &scores);
            let sum: f64 = all.iter().map(|(_, s)| s.exp()).sum();
            let mut chain = Chain::default();
            let total = chain.sum(&steps, &scores);
            prop_assert!((total - sum.ln()).abs() < 1e-4);
            for i in 0..scores.len() {
                for label in 0..3u8 {
                    let part: f64 = all.iter().filter(|(l, _)| l[i] == label).map(|(_, s)| s.exp()).sum();
                    prop_assert!((f64::from(chain.marginals[i][label as usize]) - part / sum).abs() < 1e-4);
                }
            }
            let best = all.iter().map(|(_, s)| *s).fold(f64::MIN, f64::max);
            prop_assert!((f64::from(chain.search(&steps, &scores)) - best).abs() < 1e-4);
            prop_assert!((score_of(&steps, &scores, &chain.best) - best).abs() < 1e-4);
        }
    }

    #[test]
    fn long_sequences_neither_overflow_nor_step_where_they_must_not() {
        let scores = vec![[30.0f32, -30.0, 40.0]; 5000];
        let mut chain = Chain::default();
        let total = chain.sum(&Steps::new(), &scores);
        assert!(total.is_finite() && total > 5000.0 * 29.0);
        chain.search(&Steps::new(), &scores);
        assert_eq!(chain.best[..2], [1, 2]);
    }
}
