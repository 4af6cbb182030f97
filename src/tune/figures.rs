//! Figures of agreement between labels and predictions, from the cells of their table.
//!
//! All are functions of [`Counts`], so that the bootstrap can draw the counts again.

use super::classes::Class;
use crate::compare::interval::{Interval, quantiles};
use crate::compare::measure::krippendorff::{Level, alpha_of_table};

/// How often each label met each prediction; the last column is no evidence.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Counts {
    /// By label, then by prediction.
    pub cells: [[f64; 4]; 3],
    /// No evidence is an error rather than neutral.
    pub two_class: bool,
}

/// A figure with its interval.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Figure {
    /// `macro_f1`
    pub measure: &'static str,
    /// The class it is about; empty for all.
    pub class: &'static str,
    /// None when it is undefined.
    pub value: Option<f64>,
    /// Lower and upper end of the 95 % interval.
    pub interval: Option<Interval>,
}

impl Counts {
    /// Counts of the class that an absence of evidence counts as included.
    fn table(&self) -> [[f64; 3]; 3] {
        self.cells.map(|[low, middle, high, none]| [low, middle + if self.two_class { 0.0 } else { none }, high])
    }

    fn total(&self) -> f64 {
        self.cells.iter().flatten().sum()
    }

    /// Classes that labels have.
    pub fn classes(&self) -> Vec<Class> {
        Class::ALL.into_iter().filter(|c| !(self.two_class && *c == Class::Middle)).collect()
    }

    /// Share of rows with evidence.
    pub fn coverage(&self) -> Option<f64> {
        ratio(self.total() - self.cells.iter().map(|row| row[3]).sum::<f64>(), self.total())
    }

    /// Share of rows whose label was met.
    pub fn accuracy(&self) -> Option<f64> {
        let table = self.table();
        ratio((0..3).map(|i| table[i][i]).sum(), self.total())
    }

    /// Of the rows predicted to be of this class, the share that are.
    pub fn precision(&self, class: Class) -> Option<f64> {
        let (table, i) = (self.table(), class as usize);
        ratio(table[i][i], table.iter().map(|row| row[i]).sum())
    }

    /// Of the rows of this class, the share predicted to be.
    pub fn recall(&self, class: Class) -> Option<f64> {
        let i = class as usize;
        ratio(self.table()[i][i], self.cells[i].iter().sum())
    }

    /// `2 · tp / (labelled + predicted)`; 0 where nothing of the class was met, undefined where there is none of it.
    pub fn f1(&self, class: Class) -> Option<f64> {
        let (table, i) = (self.table(), class as usize);
        ratio(2.0 * table[i][i], self.cells[i].iter().sum::<f64>() + table.iter().map(|row| row[i]).sum::<f64>())
    }

    /// The mean of the classes' F1.
    pub fn macro_f1(&self) -> Option<f64> {
        mean(self.classes().into_iter().map(|class| self.f1(class)))
    }

    /// The mean F1 of the two classes that take a stand (SemEval-2016 task 6, Mohammad et al. 2016).
    pub fn f_avg(&self) -> Option<f64> {
        mean([Class::Low, Class::High].into_iter().map(|class| self.f1(class)))
    }

    /// Krippendorff's alpha of label and prediction, at the level of ranks; rows without evidence in two-class labels
    /// are left out, as a coder who passed.
    pub fn alpha(&self) -> Option<f64> {
        alpha_of_table(&self.table(), Level::Ordinal)
    }

    /// Every figure, in the order of the report: measure and the class it is about.
    pub fn all(&self) -> Vec<(&'static str, Option<Class>, Option<f64>)> {
        let mut all = vec![
            ("coverage", None, self.coverage()),
            ("accuracy", None, self.accuracy()),
            ("macro_f1", None, self.macro_f1()),
            ("f_avg", None, self.f_avg()),
            ("alpha", None, self.alpha()),
        ];
        for class in self.classes() {
            all.push(("precision", Some(class), self.precision(class)));
            all.push(("recall", Some(class), self.recall(class)));
            all.push(("f1", Some(class), self.f1(class)));
        }
        all
    }
}

/// The 95 % interval of replicates; none when more than 5 % of them are undefined.
pub fn percentile(replicates: impl Iterator<Item = Option<f64>>, estimate: f64) -> Option<Interval> {
    let mut drawn = 0usize;
    let mut values: Vec<f64> = replicates.inspect(|_| drawn += 1).flatten().collect();
    if values.is_empty() || (drawn - values.len()) as f64 > 0.05 * drawn as f64 {
        return None;
    }
    values.sort_unstable_by(f64::total_cmp);
    let (low, high) = quantiles(&values, (0.025, 0.025));
    Some((low.min(estimate), high.max(estimate)))
}

fn ratio(part: f64, whole: f64) -> Option<f64> {
    (whole > 0.0).then(|| part / whole)
}

fn mean(values: impl Iterator<Item = Option<f64>>) -> Option<f64> {
    let values: Option<Vec<f64>> = values.collect();
    values.filter(|v| !v.is_empty()).map(|v| v.iter().sum::<f64>() / v.len() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_of_a_small_table() {
        let cells = [[3.0, 1.0, 0.0, 0.0], [0.0, 1.0, 1.0, 2.0], [1.0, 0.0, 2.0, 1.0]];
        let counts = Counts { cells, two_class: false };
        let near = |found: Option<f64>, wanted: f64| assert!((found.unwrap() - wanted).abs() < 1e-12, "{found:?}");
        near(counts.coverage(), 9.0 / 12.0);
        near(counts.accuracy(), 8.0 / 12.0);
        near(counts.precision(Class::Middle), 3.0 / 5.0);
        near(counts.recall(Class::Middle), 3.0 / 4.0);
        near(counts.f1(Class::Low), 6.0 / 8.0);
        near(counts.macro_f1(), (6.0 / 8.0 + 6.0 / 9.0 + 4.0 / 7.0) / 3.0);
        near(counts.f_avg(), (6.0 / 8.0 + 4.0 / 7.0) / 2.0);
    }

    #[test]
    fn no_evidence_is_an_error_where_labels_are_never_neutral() {
        let counts = Counts { cells: [[1.0, 0.0, 0.0, 1.0], [0.0; 4], [0.0, 0.0, 2.0, 0.0]], two_class: true };
        assert_eq!(counts.accuracy(), Some(0.75));
        assert_eq!(counts.recall(Class::Low), Some(0.5));
        assert_eq!(counts.all().iter().filter(|(_, class, _)| *class == Some(Class::Middle)).count(), 0);
    }
}
