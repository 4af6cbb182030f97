//! The answer in two sentences, the words for a stance and the sign of a side: what terminal and report say alike.
//!
//! The same words are used for both sides, sides are named in the dispute's order, and no side wins.

pub(crate) use crate::compare::grouped;
use crate::compare::{Comparison, Estimate, Evidence, IssueComparison, Position};
use crate::document::{Warning, WarningCode};
use crate::lexicon::{Dispute, IssueId, SideId};
use crate::table::fixed;
use std::collections::BTreeMap;

/// A stance within this distance of 0 is called divided; the readings of a comparison use the same word.
const DIVIDED: f64 = 0.2;

/// One for each side, so that color is never needed to tell them apart; they repeat after six, as the colors do.
const SIGNS: [&str; 6] = ["●", "▲", "■", "◆", "▼", "★"];

/// The sign of a side.
pub fn sign(side: SideId) -> &'static str {
    SIGNS[usize::from(side.0) % SIGNS.len()]
}

/// `in favor`, `against`, `divided`; nothing without a figure.
pub fn stance_word(stance: Option<f64>) -> Option<&'static str> {
    Some(match stance? {
        value if value >= DIVIDED => "in favor",
        value if value <= -DIVIDED => "against",
        _ => "divided",
    })
}

/// `+0.60`, `-0.25`, `0.00`.
pub fn signed(figure: f64) -> String {
    let written = fixed(figure, 2);
    if figure > 0.0 && written != "0.00" { format!("+{written}") } else { written }
}

/// `+0.60 [+0.20, +0.85]`, or the figure alone; nothing without one.
pub fn with_interval(estimate: &Estimate) -> Option<String> {
    let value = signed(estimate.value?);
    Some(match (estimate.low, estimate.high) {
        (Some(low), Some(high)) => format!("{value} [{}, {}]", signed(low), signed(high)),
        _ => value,
    })
}

/// `7 matches`, `1 match, thin`, `no evidence`.
pub fn evidence(position: &Position) -> String {
    match (position.evidence, position.stance_matches) {
        (Evidence::None, _) => "no evidence".into(),
        (Evidence::Thin, n) => format!("{}, thin", counted(n, "match", "matches")),
        (Evidence::Ok, n) => counted(n, "match", "matches"),
    }
}

/// `1 document`, `1,204 documents`.
pub fn counted(count: u64, one: &str, many: &str) -> String {
    format!("{} {}", grouped(count), if count == 1 { one } else { many })
}

/// What a side is called.
pub fn side_label(dispute: &Dispute, side: SideId) -> &str {
    dispute.sides.get(usize::from(side.0)).map_or("", |side| &side.label)
}

/// What an issue is called.
pub fn issue_label(dispute: &Dispute, issue: IssueId) -> &str {
    dispute.issues.get(usize::from(issue.0)).map_or("", |issue| &issue.label)
}

/// A stretch of the answer: words, or a figure of `comparison.csv` with the way to its cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    /// Words.
    Words(String),
    /// A figure as it is shown.
    Figure {
        /// As it is shown.
        text: String,
        /// Its row.
        issue: IssueId,
        /// Whose column it is.
        side: SideId,
        /// The column without its side; [`MATCHES`] for a count of rows of `matches.csv`.
        column: &'static str,
    },
}

/// Stands for the number of stance-bearing matches, which is a count of rows and no column.
pub const MATCHES: &str = "matches";

impl Part {
    fn words(words: impl Into<String>) -> Part {
        Part::Words(words.into())
    }

    /// What is shown.
    pub fn text(&self) -> &str {
        match self {
            Part::Words(text) | Part::Figure { text, .. } => text,
        }
    }
}

/// Two sentences: what each side talks about most, and where they are furthest apart.
pub fn answer(comparison: &Comparison, dispute: &Dispute) -> [String; 2] {
    answer_parts(comparison, dispute).map(|parts| parts.iter().map(Part::text).collect())
}

/// The same with its figures told apart.
pub fn answer_parts(comparison: &Comparison, dispute: &Dispute) -> [Vec<Part>; 2] {
    [attention(comparison, dispute), distance(comparison, dispute)]
}

fn attention(comparison: &Comparison, dispute: &Dispute) -> Vec<Part> {
    let mut parts = Vec::new();
    for (i, side) in comparison.sides.iter().enumerate() {
        if i > 0 {
            parts.push(Part::words("; "));
        }
        let label = side_label(dispute, side.side);
        if side.statements == 0 {
            parts.push(Part::words(format!("{label} has no statement")));
            continue;
        }
        let of_side = |issue: &&IssueComparison| position(issue, side.side).map_or(0, |p| p.hits);
        // Of equals the first in the dispute's order.
        let most = comparison.issues.iter().rev().max_by_key(of_side).filter(|issue| of_side(issue) > 0);
        let figure = |issue, column, text| Part::Figure { text, issue, side: side.side, column };
        let said = counted(side.statements, "statement", "statements");
        match most.and_then(|issue| Some((issue.issue, position(issue, side.side)?.per_1000?))) {
            Some((issue, rate)) => parts.extend([
                Part::words(format!("{label} talks most about “{}” (", issue_label(dispute, issue))),
                figure(issue, "per_1000", fixed(rate, 1)),
                Part::words(" hits per 1,000 words, "),
                figure(issue, "statements", said),
                Part::words(")"),
            ]),
            None => parts.push(Part::words(format!("{label} touches no issue ({said})"))),
        }
    }
    parts.push(Part::words("."));
    parts
}

/// The issue with the widest gap; of those with enough evidence on both sides, when there is one.
fn widest_gap(comparison: &Comparison) -> Option<&IssueComparison> {
    let enough = |issue: &IssueComparison| issue.positions.iter().take(2).all(|p| p.evidence == Evidence::Ok);
    let gap = |issue: &IssueComparison| issue.contrast.gap.value.map(f64::abs);
    let measured = comparison.issues.iter().filter(|issue| gap(issue).is_some());
    // Of equals the first in the dispute's order.
    measured.rev().max_by(|a, b| {
        let width = |issue| gap(issue).unwrap_or(0.0);
        enough(a).cmp(&enough(b)).then(width(a).total_cmp(&width(b)))
    })
}

fn distance(comparison: &Comparison, dispute: &Dispute) -> Vec<Part> {
    let Some(issue) = widest_gap(comparison) else {
        if !dispute.takes_stand().contains(&true) {
            return vec![Part::words(
                "The lexicon counts words and takes no stand, so there is no distance to measure.",
            )];
        }
        return vec![Part::words(
            "On no issue do both of the first two sides show where they stand, so there is no distance to measure.",
        )];
    };
    let label = issue_label(dispute, issue.issue);
    let mut parts = vec![Part::words(format!("They are furthest apart on “{label}”: "))];
    for (i, position) in issue.positions.iter().take(2).enumerate() {
        if i > 0 {
            parts.push(Part::words(", "));
        }
        let figure = |column, text| Part::Figure { text, issue: issue.issue, side: position.side, column };
        let word = stance_word(position.stance.value).unwrap_or("without a stance");
        parts.push(Part::words(format!("{} {word} (", side_label(dispute, position.side))));
        let Estimate { value, low, high } = position.stance;
        parts.extend(value.map(|value| figure("stance", signed(value))));
        if let (Some(low), Some(high)) = (low, high) {
            let (low, high) = (figure("stance_low", signed(low)), figure("stance_high", signed(high)));
            parts.extend([Part::words(" ["), low, Part::words(", "), high, Part::words("]")]);
        }
        parts.extend([Part::words(", "), figure(MATCHES, evidence(position)), Part::words(")")]);
    }
    if issue.positions.iter().take(2).any(|position| position.evidence == Evidence::Thin) {
        parts.push(Part::words("; the evidence is thin, so read the passages before the figure"));
    }
    let n = issue.positions.first().map_or("statements", |position| position.unit.plural());
    parts.push(Part::words(format!("; brackets hold 95 % intervals over {n}.")));
    parts
}

/// Cautions by code, in the order of the codes, each with those that say so.
pub fn cautions(warnings: &[Warning]) -> BTreeMap<WarningCode, Vec<&Warning>> {
    let mut cautions: BTreeMap<WarningCode, Vec<&Warning>> = BTreeMap::new();
    for warning in warnings {
        cautions.entry(warning.code).or_default().push(warning);
    }
    cautions
}

/// A caution with what it is about: `Talks, North: only 2 matches …`.
pub fn caution(warning: &Warning, dispute: &Dispute) -> String {
    let issue = warning.issue.as_deref().map(|id| dispute.issue(id).map_or(id, |issue| issue_label(dispute, issue)));
    let side = warning.side.as_deref().map(|id| dispute.side(id).map_or(id, |side| side_label(dispute, side)));
    let document = warning.document.as_deref();
    let about: Vec<&str> = [document, issue, side].into_iter().flatten().collect();
    if about.is_empty() { warning.message.clone() } else { format!("{}: {}", about.join(", "), warning.message) }
}

/// The position of a side on an issue.
pub fn position(issue: &IssueComparison, side: SideId) -> Option<&Position> {
    issue.positions.iter().find(|position| position.side == side)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::sample;

    #[test]
    fn says_what_each_side_talks_about_and_that_evidence_is_thin() {
        let (mut comparison, dispute) = (sample::comparison(), sample::dispute());
        insta::assert_snapshot!("answer", answer(&comparison, &dispute).join("\n"));
        comparison.issues[1].contrast.gap.value = Some(1.25);
        comparison.issues[1].positions[1].stance.value = Some(-0.25);
        insta::assert_snapshot!("answer_with_a_gap", answer(&comparison, &dispute).join("\n"));
    }

    #[test]
    fn words_and_signs() {
        let words = [-1.0, -0.2, -0.1, 0.0, 0.19, 0.2].map(|value| stance_word(Some(value)).unwrap_or(""));
        assert_eq!(words, ["against", "against", "divided", "divided", "divided", "in favor"]);
        assert_eq!([0.6, -0.25, 0.001, -0.001].map(signed), ["+0.60", "-0.25", "0.00", "0.00"]);
        assert_eq!([0, 999, 1000, 1234567].map(grouped), ["0", "999", "1,000", "1,234,567"]);
    }
}
