//! Cautions: the warnings that a comparison raises, each with what it is about.

use super::comparison::{IssueComparison, Other, Portrayal, Unit};
use super::estimate::Missing;
use super::ground::Ground;
use super::tally::{DOCUMENTS_ENOUGH, STATEMENT_ROWS};
use crate::document::{Warning, WarningCode};
use crate::lexicon::{Dispute, EntryId, IssueId, SideId};

/// A side with this many times the words of another is worth a word.
const UNBALANCED: f64 = 3.0;

/// Documents of a side from which on intervals hold what they promise, by simulation (docs/validation.md).
const DOCUMENTS_SURE: u64 = 20;

/// Warnings as they come up; [`Cautions::finish`] sorts them.
pub(crate) struct Cautions<'a> {
    dispute: &'a Dispute,
    /// By issue.
    takes_stand: Vec<bool>,
    /// Some stance is empty because its issue takes no stand.
    counts_only: bool,
    warnings: Vec<Warning>,
}

impl<'a> Cautions<'a> {
    pub fn new(dispute: &'a Dispute) -> Self {
        Cautions { dispute, takes_stand: dispute.takes_stand(), counts_only: false, warnings: Vec::new() }
    }

    /// All warnings, sorted, each once.
    pub fn finish(mut self) -> Vec<Warning> {
        let counted = self.takes_stand.iter().filter(|takes| !**takes).count();
        if self.counts_only {
            let message = match counted {
                1 => "1 issue of the lexicon has no term in favor or against: its words are counted, stance and gap are empty".to_owned(),
                _ => format!("{counted} issues of the lexicon have no term in favor or against: their words are counted, stance and gap are empty"),
            };
            self.push(Warning::new(WarningCode::Undefined, message));
        }
        self.warnings.sort();
        self.warnings.dedup();
        self.warnings
    }

    /// Cells of one side's figures on an issue that are empty.
    pub fn undefined_position(&mut self, columns: &str, issue: IssueId, side: SideId, missing: Missing) {
        if self.is_counted_only(issue, missing) {
            return;
        }
        let warning = self.undefined("positions.csv", columns, missing);
        self.push(warning.about_issue(self.issue_id(issue)).about_side(self.side_id(side)));
    }

    /// Cells of the difference between two sides on an issue that are empty.
    pub fn undefined_contrast(&mut self, columns: &str, issue: IssueId, side: SideId, other: Other, missing: Missing) {
        if self.is_counted_only(issue, missing) {
            return;
        }
        let other = match other {
            Other::Side(other) => self.side_id(other),
            Other::Rest => "the rest".into(),
        };
        let subject = format!("{} and {other}", self.side_id(side));
        let warning = self.undefined(&subject, columns, missing);
        self.push(warning.about_issue(self.issue_id(issue)));
    }

    /// Cells of a portrayal that are empty.
    pub fn undefined_portrayal(&mut self, columns: &str, portrayal: &Portrayal, missing: Missing) {
        let subject = format!("portrayals.csv, about {}", self.side_id(portrayal.about));
        let warning = self.undefined(&subject, columns, missing);
        self.push(warning.about_side(self.side_id(portrayal.side)));
    }

    /// Empty cells of a long table, by reason and not by row.
    pub fn undefined_rows(&mut self, table: &str, columns: &str, rows: usize, missing: Missing) {
        if rows > 0 {
            let rows = if rows == 1 { "1 row".into() } else { format!("{rows} rows") };
            let warning = self.undefined(&format!("{table}, {rows}"), columns, missing);
            self.push(warning);
        }
    }

    /// What intervals rest on, when it is not documents, or too few of them.
    pub fn unit(&mut self, ground: &Ground) {
        let documents = ground.tally.side_documents();
        for side in ground.side_ids() {
            let n = documents[usize::from(side.0)];
            if n == 0 || n >= DOCUMENTS_SURE || (n >= DOCUMENTS_ENOUGH && ground.unit == Unit::Statement) {
                continue;
            }
            if n >= DOCUMENTS_ENOUGH {
                let message = format!(
                    "{} speaks in {n} documents; with fewer than {DOCUMENTS_SURE}, the 95 % intervals hold the truth in \
                     92 to 100 % of simulated comparisons, so take them as rough",
                    self.side_id(side)
                );
                self.push(Warning::new(WarningCode::IntervalUnit, message).about_side(self.side_id(side)));
                continue;
            }
            let n = if n == 1 { "1 document".into() } else { format!("{n} documents") };
            let message = match ground.unit {
                Unit::Statement => format!(
                    "{} speaks in {n}, so intervals and tests resample statements instead of documents; where \
                     those of one document hang together, a 95 % interval may hold the truth in 70 % of cases only, and three \
                     tests in ten may find what is not there; compare {DOCUMENTS_SURE} documents or more",
                    self.side_id(side)
                ),
                Unit::Document => format!(
                    "{} speaks in {n}, too few for intervals over documents, and with more than {STATEMENT_ROWS} \
                     statements single ones are not kept; compare the documents of fewer speakers",
                    self.side_id(side)
                ),
            };
            self.push(Warning::new(WarningCode::IntervalUnit, message).about_side(self.side_id(side)));
        }
    }

    /// Sides of very different length.
    pub fn balance(&mut self, ground: &Ground) {
        let speaking = ground.side_ids().map(|side| (ground.side(side).tokens, side)).filter(|(tokens, _)| *tokens > 0);
        let mut by_length: Vec<_> = speaking.collect();
        by_length.sort();
        if let (Some(&(least, short)), Some(&(most, long))) = (by_length.first(), by_length.last()) {
            let times = most as f64 / least as f64;
            if times >= UNBALANCED {
                let message = format!(
                    "{} has {times:.1} times the words of {}: {most} against {least}; compare rates, not counts",
                    self.side_id(long),
                    self.side_id(short)
                );
                self.push(Warning::new(WarningCode::UnbalancedSides, message).about_side(self.side_id(long)));
            }
        }
    }

    /// A stance that rests on few matches.
    pub fn thin_evidence(&mut self, issue: IssueId, side: SideId, matches: u64) {
        let matches = if matches == 1 { "1 match".into() } else { format!("{matches} matches") };
        let message = format!("only {matches} behind the stance; read the statements before relying on it");
        let warning = Warning::new(WarningCode::ThinEvidence, message);
        self.push(warning.about_issue(self.issue_id(issue)).about_side(self.side_id(side)));
    }

    /// A portrayal that rests on few evaluations.
    pub fn thin_portrayal(&mut self, portrayal: &Portrayal) {
        let n = portrayal.evaluations;
        let evaluations = if n == 1 { "1 evaluation".into() } else { format!("{n} evaluations") };
        let message = format!("only {evaluations} behind the portrayal of {}", self.side_id(portrayal.about));
        let warning = Warning::new(WarningCode::ThinEvidence, message);
        self.push(warning.about_side(self.side_id(portrayal.side)));
    }

    /// A stance most of which one entry makes.
    pub fn dominant_entries(
        &mut self,
        ground: &Ground,
        issues: &[IssueComparison],
        pattern: &dyn Fn(EntryId) -> String,
    ) {
        for ((side, issue, entry), count) in &ground.tally.entries {
            let position = issues.get(usize::from(issue.0)).and_then(|i| i.positions.get(usize::from(side.0)));
            let Some(position) = position.filter(|p| p.stance_matches >= super::Evidence::ENOUGH) else { continue };
            let share =
                (count.favor as f64 + count.against as f64) / 1e6 / (position.favor_weight + position.against_weight);
            if share > 0.5 {
                let message = format!(
                    "the entry `{}` makes {:.0} % of the stance: {} of {} matches; see whether it means here what it says",
                    pattern(*entry),
                    100.0 * share,
                    count.matches,
                    position.stance_matches
                );
                let warning = Warning::new(WarningCode::DominantEntry, message);
                self.push(warning.about_issue(self.issue_id(*issue)).about_side(self.side_id(*side)));
            }
        }
    }

    /// True where a stance cannot be, which is said once and not cell by cell.
    fn is_counted_only(&mut self, issue: IssueId, missing: Missing) -> bool {
        let stance = matches!(missing, Missing::NoStance | Missing::OneWithoutStance);
        let counted = stance && !self.takes_stand[usize::from(issue.0)];
        self.counts_only |= counted;
        counted
    }

    fn undefined(&self, subject: &str, columns: &str, missing: Missing) -> Warning {
        Warning::new(WarningCode::Undefined, format!("{subject}: {columns} empty, since {}", missing.reason()))
    }

    fn push(&mut self, warning: Warning) {
        self.warnings.push(warning);
    }

    fn side_id(&self, side: SideId) -> String {
        self.dispute.sides[usize::from(side.0)].id.clone()
    }

    fn issue_id(&self, issue: IssueId) -> String {
        self.dispute.issues[usize::from(issue.0)].id.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::fixture::World;
    use crate::lexicon::EvaluationRule;

    #[test]
    fn an_issue_that_takes_no_stand_has_one_warning_and_not_one_for_each_cell() {
        let mut dispute = World::TWO.dispute();
        dispute.issues[1].evaluation = EvaluationRule::None;
        let mut cautions = Cautions::new(&dispute);
        for side in [SideId(0), SideId(1)] {
            cautions.undefined_position("stance", IssueId(1), side, Missing::NoStance);
        }
        let warnings = cautions.finish();
        let [warning] = &*warnings else { panic!("{warnings:?}") };
        assert!(warning.message.starts_with("1 issue of the lexicon has no term"), "{warning:?}");

        let mut cautions = Cautions::new(&dispute);
        cautions.undefined_position("stance", IssueId(0), SideId(0), Missing::NoStance);
        cautions.undefined_position("per_1000", IssueId(1), SideId(0), Missing::Silent);
        let warnings = cautions.finish();
        let about: Vec<_> = warnings.iter().map(|w| w.issue.as_deref().unwrap_or_default()).collect();
        assert_eq!(about, ["issue1", "issue0"], "{warnings:?}");
    }
}
