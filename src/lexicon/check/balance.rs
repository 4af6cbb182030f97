//! Disputes and issues that stand on one leg: their terms, their examples, their speakers.

use super::{Lint, Report};
use crate::lexicon::source::DISPUTE;
use crate::lexicon::{ExpectedStance, IssueId, Lexicon, SideId, Stance};

/// Terms of an issue of one stance for each of the other, at most.
const RATIO: usize = 4;
/// The same for all issues together, where chance evens out.
const WHOLE: usize = 2;
/// Names by which one side is known for each of another, at most.
const NAMES: usize = 3;
/// Terms or names from which on the whole is judged.
const ENOUGH: usize = 10;

pub(super) fn check(lexicon: &Lexicon, report: &mut Report<'_>) {
    let dispute = &lexicon.dispute;
    stances(lexicon, report);
    speakers(lexicon, report);
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
        if issue.proposition.is_empty() && favor + against > 0 {
            let message = format!(
                "issue {label} has {} terms that take a stand and no proposition to take it on (write proposition = \"…\")",
                favor + against
            );
            report.add(DISPUTE, 0, Lint::NoProposition, message);
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

/// All issues together: who mostly argues for what is proposed is then found more often than who argues against it.
fn stances(lexicon: &Lexicon, report: &mut Report<'_>) {
    let count = |stance| lexicon.dispute.terms.iter().filter(|t| t.stance == stance).count();
    let (favor, against) = (count(Stance::Favor), count(Stance::Against));
    if lexicon.dispute.issues.len() > 1 && favor + against >= ENOUGH && favor.max(against) > WHOLE * favor.min(against)
    {
        let message = format!(
            "the dispute has {favor} terms in favor and {against} against, over all issues (write the missing ones, or turn a proposition round)"
        );
        report.add("terms.csv", 0, Lint::OneSided, message);
    }
}

/// Names and aliases by side: a side with few of them is heard less often than it speaks.
fn speakers(lexicon: &Lexicon, report: &mut Report<'_>) {
    let dispute = &lexicon.dispute;
    let names = |side: usize| {
        let own = dispute.actors.iter().filter(|a| a.side == Some(SideId(side as u8)));
        own.map(|a| 1 + a.aliases.len()).sum::<usize>()
    };
    let counts: Vec<usize> = (0..dispute.sides.len()).map(names).collect();
    let Some((most, least)) = counts.iter().max().zip(counts.iter().min()) else { return };
    // A side without any speaker has a finding of its own.
    if *least > 0 && counts.iter().sum::<usize>() >= ENOUGH && *most > NAMES * least {
        let each = dispute.sides.iter().zip(&counts).map(|(side, n)| format!("{} by {n}", side.id)).collect::<Vec<_>>();
        let message = format!(
            "sides are not known by equally many names: {} (add the speakers and aliases of the lesser known)",
            each.join(", ")
        );
        report.add("speakers.csv", 0, Lint::OneSided, message);
    }
}
