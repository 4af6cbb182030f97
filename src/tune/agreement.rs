//! Agreement: how alike several coders label the same texts.
//!
//! Tables of codes come in, one for each coder or one with a column `coder`; for each issue and for all together
//! the share of equal pairs, Cohen's kappa and Krippendorff's alpha go out, with intervals over texts. A code is
//! compared as it is written (nominal) and as a place on the scale against, neutral, favor (ordinal).

use super::classes::{Class, Scale};
use super::figures::percentile;
use super::gold::GoldError;
use super::table::CodeTable;
use crate::compare::hash::document_key;
use crate::compare::interval::Interval;
use crate::compare::measure::kappa::kappa;
use crate::compare::measure::krippendorff::{Level, alpha};
use crate::compare::sample::weight;
use std::collections::{BTreeMap, BTreeSet};

/// What the same text was called by each coder who coded it, in the order of the coders.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Unit {
    codes: BTreeMap<usize, String>,
}

/// The codes of any number of coders.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coding {
    coders: Vec<String>,
    /// By issue, then text.
    units: BTreeMap<String, BTreeMap<String, Unit>>,
}

/// How far coders agree, on one issue or on all.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Agreement {
    /// The issue; empty for all together.
    pub issue: String,
    /// Texts that two coders or more have coded.
    pub units: usize,
    /// Pairs of codes of one text that are the same, of all such pairs; `None` without a pair.
    pub agreement: Option<f64>,
    /// Cohen's kappa, the mean over pairs of coders (Light 1971) where there are more than two.
    pub kappa: Option<f64>,
    /// Krippendorff's alpha of codes as written.
    pub alpha_nominal: Option<f64>,
    /// Its 95 % bootstrap interval over texts.
    pub alpha_nominal_interval: Option<Interval>,
    /// Krippendorff's alpha of codes as ranks; codes that take no stand are neutral.
    pub alpha_ordinal: Option<f64>,
    /// Its 95 % bootstrap interval over texts.
    pub alpha_ordinal_interval: Option<Interval>,
}

/// A text that coders call by different names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disagreement<'c> {
    /// The issue.
    pub issue: &'c str,
    /// The text.
    pub text: &'c str,
    /// Coder and code.
    pub codes: Vec<(&'c str, &'c str)>,
}

impl Coding {
    /// Adds a table with the columns text, stance (or label) and, where there are several issues, issue; a column
    /// `coder` parts the rows, else the whole table is by the coder `name`. Rows without a code are not coded yet.
    ///
    /// # Errors
    /// When a column is missing, or a coder has two codes for one text.
    pub fn add(&mut self, name: &str, table: &str) -> Result<(), GoldError> {
        let table = CodeTable::read(name, table)?;
        let (text, issue, coder) = (table.needed(&["text"])?, table.column("issue"), table.column("coder"));
        let label = table.needed(&["stance", "label"])?;
        for row in table.rows() {
            let (row, line) = row?;
            let cell = |column: Option<usize>| column.and_then(|c| row.get(c)).unwrap_or("").trim();
            let code = cell(Some(label)).to_lowercase();
            if code.is_empty() || cell(Some(text)).is_empty() {
                continue;
            }
            let who = Some(cell(coder)).filter(|c| !c.is_empty()).unwrap_or(name);
            let at = self.coders.iter().position(|c| c == who).unwrap_or_else(|| {
                self.coders.push(who.to_owned());
                self.coders.len() - 1
            });
            let unit = self.units.entry(cell(issue).to_owned()).or_default().entry(cell(Some(text)).to_owned());
            if let Some(before) = unit.or_default().codes.insert(at, code.clone())
                && before != code
            {
                let message =
                    format!("{name}:{line}: {who} has coded this text {before} above and {code} here (keep one)");
                return Err(GoldError(message));
            }
        }
        Ok(())
    }

    /// The coders, in the order in which they were met.
    pub fn coders(&self) -> &[String] {
        &self.coders
    }

    /// A row for each issue, then one for all together when there are several.
    pub fn agreement(&self, seed: u64, replicates: u32) -> Vec<Agreement> {
        let mut rows: Vec<Agreement> =
            self.units.iter().map(|(issue, units)| of(issue, &keyed(issue, units), seed, replicates)).collect();
        if rows.len() > 1 {
            let all: Vec<(u64, &Unit)> = self.units.iter().flat_map(|(issue, units)| keyed(issue, units)).collect();
            rows.push(of("", &all, seed, replicates));
        }
        rows
    }

    /// Texts whose codes differ, by issue and text.
    pub fn disagreements(&self) -> Vec<Disagreement<'_>> {
        let differ = |unit: &&Unit| unit.codes.values().collect::<BTreeSet<_>>().len() > 1;
        self.units
            .iter()
            .flat_map(|(issue, units)| units.iter().map(move |(text, unit)| (issue, text, unit)))
            .filter(|(_, _, unit)| differ(unit))
            .map(|(issue, text, unit)| Disagreement {
                issue,
                text,
                codes: unit.codes.iter().map(|(&c, code)| (self.coders[c].as_str(), code.as_str())).collect(),
            })
            .collect()
    }
}

fn keyed<'u>(issue: &str, units: &'u BTreeMap<String, Unit>) -> Vec<(u64, &'u Unit)> {
    units
        .iter()
        .filter(|(_, unit)| unit.codes.len() > 1)
        .map(|(text, unit)| (document_key(&format!("{issue}\n{text}")), unit))
        .collect()
}

fn of(issue: &str, units: &[(u64, &Unit)], seed: u64, replicates: u32) -> Agreement {
    let codes: BTreeSet<&String> = units.iter().flat_map(|(_, unit)| unit.codes.values()).collect();
    let nominal = |code: &String| codes.iter().position(|known| *known == code).unwrap_or(0) as f64;
    let ordinal = |code: &String| match Scale::Stance.read(code) {
        Some(Class::Low) => -1.0,
        Some(Class::High) => 1.0,
        _ => 0.0,
    };
    let values = |value: &dyn Fn(&String) -> f64| -> Vec<Vec<f64>> {
        units.iter().map(|(_, unit)| unit.codes.values().map(value).collect()).collect()
    };
    let keys: Vec<u64> = units.iter().map(|(key, _)| *key).collect();
    let measured = |values: &[Vec<f64>], level: Level| {
        let found = alpha(values, level);
        let again = (0..replicates).map(|replicate| {
            let drawn = values
                .iter()
                .zip(&keys)
                .flat_map(|(unit, &key)| std::iter::repeat_n(unit.clone(), weight(seed, replicate, key) as usize));
            alpha(&drawn.collect::<Vec<_>>(), level)
        });
        (found, found.filter(|_| units.len() > 1).and_then(|value| percentile(again, value)))
    };
    let (alpha_nominal, alpha_nominal_interval) = measured(&values(&nominal), Level::Nominal);
    let (alpha_ordinal, alpha_ordinal_interval) = measured(&values(&ordinal), Level::Ordinal);
    Agreement {
        issue: issue.to_owned(),
        units: units.len(),
        agreement: equal_pairs(units),
        kappa: mean_kappa(units),
        alpha_nominal,
        alpha_nominal_interval,
        alpha_ordinal,
        alpha_ordinal_interval,
    }
}

fn equal_pairs(units: &[(u64, &Unit)]) -> Option<f64> {
    let (mut pairs, mut equal) = (0u64, 0u64);
    for (_, unit) in units {
        let codes: Vec<&String> = unit.codes.values().collect();
        for (i, first) in codes.iter().enumerate() {
            for second in &codes[i + 1..] {
                pairs += 1;
                equal += u64::from(first == second);
            }
        }
    }
    (pairs > 0).then(|| equal as f64 / pairs as f64)
}

fn mean_kappa(units: &[(u64, &Unit)]) -> Option<f64> {
    let coders: BTreeSet<usize> = units.iter().flat_map(|(_, unit)| unit.codes.keys().copied()).collect();
    let coders: Vec<usize> = coders.into_iter().collect();
    let mut values = Vec::new();
    for (i, first) in coders.iter().enumerate() {
        for second in &coders[i + 1..] {
            let both = units.iter().filter_map(|(_, u)| Some((u.codes.get(first)?, u.codes.get(second)?)));
            values.extend(kappa(both));
        }
    }
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADA: &str = "text,issue,stance\na,x,favor\nb,x,against\nc,x,favor\nd,x,neutral\ne,y,favor\n";
    const BEN: &str = "text,issue,stance\na,x,favor\nb,x,against\nc,x,against\nd,x,neutral\ne,y,\n";

    #[test]
    fn two_coders() {
        let mut coding = Coding::default();
        coding.add("ada.csv", ADA).unwrap();
        coding.add("ben.csv", BEN).unwrap();
        let rows = coding.agreement(1, 100);
        assert_eq!(rows.iter().map(|r| (r.issue.as_str(), r.units)).collect::<Vec<_>>(), [("x", 4), ("y", 0), ("", 4)]);
        assert_eq!(rows[0].agreement, Some(0.75));
        // Observed 3 of 4; by chance (2·1 + 1·2 + 1·1) / 16.
        assert!((rows[0].kappa.unwrap() - (0.75 - 5.0 / 16.0) / (1.0 - 5.0 / 16.0)).abs() < 1e-12);
        assert_eq!(rows[1].agreement, None);
        let found = coding.disagreements();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].codes, [("ada.csv", "favor"), ("ben.csv", "against")]);
    }

    #[test]
    fn a_column_parts_the_coders_and_a_coder_has_one_code() {
        let mut coding = Coding::default();
        coding.add("all.csv", "coder,text,label\nAda,a,favor\nBen,a,against\n").unwrap();
        assert_eq!(coding.coders(), ["Ada", "Ben"]);
        let error = coding.add("more.csv", "coder,text,label\nAda,a,neutral\n").unwrap_err();
        assert_eq!(error.to_string(), "more.csv:2: Ada has coded this text favor above and neutral here (keep one)");
    }
}
