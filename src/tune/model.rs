//! The model that is learned: the scorer's own sum, its weights set free.
//!
//! A row's evaluations add up to `x` (valences) and `c` (calms); the classes' logits are `x - c + high`, 0 and
//! `-x - c + low`, a multinomial logistic regression. The most probable class is the one that the scorer reads off:
//! neutral when `|x - middle| < neutral_below + c`, with `middle = (low - high) / 2` and `neutral_below = -(low + high) / 2`.
//! Each weight is the old one times a common scale plus a difference that is penalised, so that an entry without support
//! keeps its old weight and one with little stays near it.

use super::classes::Class;
use super::solver::minimize;
use crate::lexicon::Part;

/// An entry in a row: what its weights are multiplied by.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Instance {
    /// Position among the entries that can be learned; `None` for one whose weight stays.
    pub entry: Option<u32>,
    /// The target's part.
    pub part: Option<Part>,
    /// Multiplies the valence.
    pub strength: f64,
    /// Multiplies the calm.
    pub closeness: f64,
    /// What the old weights add to `x` and `c`.
    pub old: [f64; 2],
}

/// A labelled row as the model sees it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Example {
    /// Its entries; without any it cannot be predicted.
    pub instances: Vec<Instance>,
    /// Its label, as it would be for a proposition that favors the target.
    pub class: Class,
    /// The proposition speaks against the target, so that the label was reversed.
    pub turned: bool,
}

/// What is asked of a fit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FitSettings {
    /// Half of it times the sum of squared differences is added to the loss.
    pub penalty: f64,
    /// Rows that an entry must be in.
    pub support: u32,
    /// No label is neutral.
    pub two_class: bool,
    /// Valence by part, and calm; without it one weight for each entry, and no `middle`.
    pub by_part: bool,
}

/// Parameters of one entry: valence, valence of agent and of patient on top, and the same of calm.
const PER_ENTRY: usize = 6;
/// Scale of old valences and calms, and the intercepts of low and high.
const COMMON: usize = 4;

/// A fitted model.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    parameters: Vec<f64>,
    settings: FitSettings,
    /// By entry: rows that it is in.
    pub support: Vec<u32>,
    /// By entry: where its parameters begin; none for one with too little support.
    places: Vec<Option<usize>>,
}

/// Weights of one entry.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Weights {
    /// Added to the scaled old valence for no part, agent, patient.
    pub valence: [f64; 3],
    /// Added to the scaled old calm for no part, agent, patient.
    pub calm: [f64; 3],
}

impl Model {
    /// Fits the rows at `which` of `examples`; `entries` can be learned.
    pub fn fit(examples: &[Example], which: &[usize], entries: usize, settings: FitSettings) -> Model {
        let mut support = vec![0u32; entries];
        let mut last = vec![usize::MAX; entries];
        let mut counts = [0.0f64; 3];
        for &row in which {
            counts[examples[row].class as usize] += 1.0;
            for entry in examples[row].instances.iter().filter_map(|i| i.entry) {
                if last[entry as usize] != row {
                    last[entry as usize] = row;
                    support[entry as usize] += 1;
                }
            }
        }
        let mut size = COMMON;
        let mut place = |rows: &u32| {
            let enough = *rows >= settings.support.max(1);
            size += if enough { PER_ENTRY } else { 0 };
            enough.then(|| size - PER_ENTRY)
        };
        let places = support.iter().map(&mut place).collect();
        let mut model = Model { parameters: Vec::new(), settings, support, places };
        // Every class weighs the same in all.
        let classes = counts.iter().filter(|n| **n > 0.0).count() as f64;
        let all: f64 = counts.iter().sum();
        let weight = counts.map(|n| if n > 0.0 { all / (classes * n) } else { 0.0 });
        let mut start = vec![0.0; size];
        start[0] = 1.0;
        start[1] = 1.0;
        model.parameters = start.clone();
        let parameters = minimize(start, 120, 1e-6, |parameters, gradient| {
            gradient.fill(0.0);
            let mut loss = 0.0;
            for &row in which {
                let example = &examples[row];
                if !example.instances.is_empty() {
                    loss += model.row(example, weight[example.class as usize], parameters, gradient);
                }
            }
            for (p, g) in parameters[COMMON..].iter().zip(&mut gradient[COMMON..]) {
                loss += settings.penalty / 2.0 * p * p;
                *g += settings.penalty * p;
            }
            loss
        });
        model.parameters = parameters;
        model
    }

    /// Adds the gradient of one row and gives its loss.
    fn row(&self, example: &Example, weight: f64, parameters: &[f64], gradient: &mut [f64]) -> f64 {
        let (x, c) = self.sums(example, parameters);
        let (low, high) = (parameters[2], parameters[3]);
        let mut logits = [low - x - c, 0.0, high + x - c];
        if self.settings.two_class {
            logits[1] = f64::NEG_INFINITY;
        }
        let top = logits.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let exps = logits.map(|l| libm::exp(l - top));
        let sum: f64 = exps.iter().sum();
        let residual: [f64; 3] =
            std::array::from_fn(|i| weight * (exps[i] / sum - f64::from(u8::from(i == example.class as usize))));
        let (of_x, of_c) = (residual[2] - residual[0], -(residual[0] + residual[2]));
        match self.settings.by_part {
            true => {
                gradient[2] += residual[0];
                gradient[3] += residual[2];
            }
            false => {
                // One neutral band and no middle: both intercepts are the same.
                gradient[2] += (residual[0] + residual[2]) / 2.0;
                gradient[3] += (residual[0] + residual[2]) / 2.0;
            }
        }
        for instance in &example.instances {
            gradient[0] += of_x * instance.old[0];
            gradient[1] += of_c * instance.old[1];
            let Some(at) = self.place(instance) else { continue };
            gradient[at] += of_x * instance.strength;
            if self.settings.by_part && !self.settings.two_class {
                gradient[at + 3] += of_c * instance.closeness;
            }
            if let Some(part) = instance.part.filter(|_| self.settings.by_part) {
                gradient[at + 1 + part as usize] += of_x * instance.strength;
                gradient[at + 4 + part as usize] += of_c * instance.closeness;
            }
        }
        weight * (libm::log(sum) + top - logits[example.class as usize])
    }

    /// Where the parameters of an instance's entry begin; `None` when they stay as they are.
    fn place(&self, instance: &Instance) -> Option<usize> {
        self.places[instance.entry? as usize]
    }

    fn sums(&self, example: &Example, parameters: &[f64]) -> (f64, f64) {
        let (mut x, mut c) = (0.0, 0.0);
        for instance in &example.instances {
            x += parameters[0] * instance.old[0];
            c += parameters[1] * instance.old[1];
            let Some(at) = self.place(instance) else { continue };
            let (mut valence, mut calm) = (parameters[at], parameters[at + 3]);
            if let Some(part) = instance.part {
                valence += parameters[at + 1 + part as usize];
                calm += parameters[at + 4 + part as usize];
            }
            x += valence * instance.strength;
            c += calm * instance.closeness;
        }
        (x, c)
    }

    /// The class of a row; none without entries.
    pub fn predict(&self, example: &Example) -> Option<Class> {
        if example.instances.is_empty() {
            return None;
        }
        let (x, c) = self.sums(example, &self.parameters);
        let x = x - self.middle();
        Some(match x {
            _ if !self.settings.two_class && x.abs() < self.neutral_below() + c => Class::Middle,
            x if x > 0.0 => Class::High,
            _ => Class::Low,
        })
    }

    /// The `x` between low and high.
    pub fn middle(&self) -> f64 {
        (self.parameters[2] - self.parameters[3]) / 2.0
    }

    /// The width of neutral on either side of the middle.
    pub fn neutral_below(&self) -> f64 {
        -(self.parameters[2] + self.parameters[3]) / 2.0
    }

    /// What old valences and calms are multiplied by.
    pub fn scales(&self) -> [f64; 2] {
        [self.parameters[0], self.parameters[1]]
    }

    /// What is added to an entry's old weights.
    pub fn weights(&self, entry: usize) -> Weights {
        let Some(at) = self.places[entry] else { return Weights::default() };
        let p = &self.parameters[at..at + PER_ENTRY];
        Weights { valence: [p[0], p[0] + p[1], p[0] + p[2]], calm: [p[3], p[3] + p[4], p[3] + p[5]] }
    }
}
