//! Issues whose terms or examples stand on one leg.

use super::{Lint, Report};
use crate::lexicon::{ExpectedStance, IssueId, Lexicon, Stance};

/// Terms of one stance for each of the other, at most.
const RATIO: usize = 4;

pub(super) fn check(lexicon: &Lexicon, report: &mut Report<'_>) {
    let dispute = &lexicon.dispute;
    for (i, issue) in dispute.issues.iter().enumerate() {
        let id = IssueId(i as u16);
        let label = &issue.id;
        let count = |stance| dispute.terms_of(id, stance).count();
        let (topic, favor, against) = (count(Stance::Topic), count(Stance::Favor), count(Stance::Against));
        if topic + favor + against == 0 {
            report.add(
                "terms.csv",
                0,
                Lint::NoTerms,
                format!("issue {label} has no term (add rows, or remove the issue)"),
            );
            continue;
        }
        if favor.max(against) > RATIO * favor.min(against) {
            let (few, stance) = if favor < against { (favor, "in favor") } else { (against, "against") };
            let many = favor.max(against);
            let message = format!(
                "issue {label} has {many} terms of one stance and {few} {stance} (write what the other side would say)"
            );
            report.add("terms.csv", 0, Lint::OneSided, message);
        }
        let expected = |stance| dispute.examples.iter().any(|e| e.issue == Some(id) && e.stance == stance);
        let wanted = [
            (favor, ExpectedStance::Favor, "in favor"),
            (against, ExpectedStance::Against, "against"),
            (topic + favor + against, ExpectedStance::None, "that looks like it and is none"),
        ];
        for (_, _, what) in wanted.iter().filter(|(terms, stance, _)| *terms > 0 && !expected(*stance)) {
            report.add("examples.csv", 0, Lint::NoExample, format!("issue {label} has no example {what} (add one)"));
        }
    }
}
