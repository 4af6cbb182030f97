//! Reliability: how often statements of a confidence are right.

use std::collections::BTreeMap;
use std::fmt;

/// Statements, right ones among them, and the sum of their confidences.
type Bin = (u32, u32, f64);

/// Statements by confidence and by rule.
#[derive(Default)]
pub struct Reliability {
    bins: [Bin; 10],
    rules: BTreeMap<String, Bin>,
}

impl Reliability {
    /// Adds a statement.
    pub fn add(&mut self, rule: &str, confidence: f64, right: bool) {
        let bin = ((confidence * 10.0) as usize).min(9);
        let rule = self.rules.entry(rule.to_owned()).or_default();
        for bin in [&mut self.bins[bin], rule] {
            *bin = (bin.0 + 1, bin.1 + u32::from(right), bin.2 + confidence);
        }
    }
}

impl fmt::Display for Reliability {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut line = |name: &str, (n, right, sum): Bin| {
            let share = |x: f64| x / f64::from(n.max(1));
            writeln!(f, "{name:20} {n:6}  confidence {:.3}  right {:.3}", share(sum), share(f64::from(right)))
        };
        for (number, bin) in self.bins.iter().enumerate() {
            line(&format!("{:.1} to {:.1}", number as f64 / 10.0, (number + 1) as f64 / 10.0), *bin)?;
        }
        self.rules.iter().try_for_each(|(rule, bin)| line(rule, *bin))
    }
}
