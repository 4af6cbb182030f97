//! Alternatives: measures that tables have only when asked for, each beside the one that is always there.
//!
//! What comes in are the counts of two sides; what goes out are the figures of the measures that were asked for. All of
//! them treat words as independent, so none of them decides: p and q of the comparison do.

use super::comparison::Estimate;
use super::measure::chi_square::chi_square;
use super::measure::fisher;
use super::measure::log_ratio_walter::walter;
use super::measure::relative_risk::relative_risk;

/// A measure that `--measure` adds to the tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Measure {
    /// Pearson's chi-square beside G2.
    ChiSquare,
    /// Fisher's exact test beside G2.
    Fisher,
    /// The relative risk with the interval of Katz beside the log ratio.
    RelativeRisk,
    /// Walter's log ratio and interval beside the log ratio.
    Walter,
    /// The weighted log-odds with a flat prior beside that with the informative one.
    FlatPrior,
    /// Holm's adjustment beside that of Benjamini and Hochberg.
    Holm,
    /// DPnorm beside DP.
    DpNorm,
    /// Juilland's D beside DP.
    JuillandD,
}

impl Measure {
    /// All of them, in the order of their columns.
    pub const ALL: [Measure; 8] = [
        Measure::ChiSquare,
        Measure::Fisher,
        Measure::RelativeRisk,
        Measure::Walter,
        Measure::FlatPrior,
        Measure::Holm,
        Measure::DpNorm,
        Measure::JuillandD,
    ];

    /// The word that `--measure` takes.
    pub const fn as_str(self) -> &'static str {
        match self {
            Measure::ChiSquare => "chi2",
            Measure::Fisher => "fisher",
            Measure::RelativeRisk => "relative-risk",
            Measure::Walter => "walter",
            Measure::FlatPrior => "flat-prior",
            Measure::Holm => "holm",
            Measure::DpNorm => "dp-norm",
            Measure::JuillandD => "juilland-d",
        }
    }
}

/// A set of measures.
///
/// ```
/// use demarche::compare::{Measure, Measures};
/// let asked: Measures = [Measure::Holm, Measure::Fisher].into_iter().collect();
/// assert!(asked.has(Measure::Fisher) && !asked.has(Measure::Walter));
/// assert_eq!(asked.iter().map(Measure::as_str).collect::<Vec<_>>(), ["fisher", "holm"]);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Measures(u16);

impl Measures {
    /// None but the usual ones.
    pub const NONE: Measures = Measures(0);

    /// Every measure.
    pub fn all() -> Self {
        Measure::ALL.into_iter().collect()
    }

    /// True when `measure` is among them.
    pub const fn has(self, measure: Measure) -> bool {
        self.0 & 1 << measure as u16 != 0
    }

    /// Its measures in the order of their columns.
    pub fn iter(self) -> impl Iterator<Item = Measure> {
        Measure::ALL.into_iter().filter(move |measure| self.has(*measure))
    }
}

impl FromIterator<Measure> for Measures {
    fn from_iter<I: IntoIterator<Item = Measure>>(measures: I) -> Self {
        Measures(measures.into_iter().fold(0, |set, measure| set | 1 << measure as u16))
    }
}

/// Figures of two rates that were asked for; the rest is empty.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Alternatives {
    /// Signed chi-square over four cells.
    pub chi2: Option<f64>,
    /// Two-sided p of Fisher's exact test.
    pub fisher_p: Option<f64>,
    /// First rate over second rate.
    pub relative_risk: Estimate,
    /// Walter's log ratio.
    pub walter: Estimate,
}

/// The figures that were asked for, of `count1` in `tokens1` words against `count2` in `tokens2`.
pub(crate) fn alternatives(asked: Measures, count1: u64, tokens1: u64, count2: u64, tokens2: u64) -> Alternatives {
    let mut figures = Alternatives::default();
    if asked.has(Measure::ChiSquare) {
        figures.chi2 = chi_square(count1, tokens1, count2, tokens2);
    }
    if asked.has(Measure::Fisher) {
        figures.fisher_p = fisher::p_value(count1, tokens1, count2, tokens2);
    }
    if asked.has(Measure::RelativeRisk)
        && let Some(risk) = relative_risk(count1, tokens1, count2, tokens2)
    {
        figures.relative_risk = estimate(risk.value, risk.interval);
    }
    if asked.has(Measure::Walter)
        && let Some(ratio) = walter(count1, tokens1, count2, tokens2)
    {
        figures.walter = estimate(ratio.value, Some(ratio.interval));
    }
    figures
}

fn estimate(value: f64, interval: Option<(f64, f64)>) -> Estimate {
    let (low, high) = interval.unzip();
    Estimate { value: Some(value), low, high }
}
