//! What `demarche lexicon list` and `show` say of a lexicon.

use serde::Serialize;

use super::{Actor, EvaluationRule, IssueId, Lexicon, SideId, Stance};

/// A lexicon in figures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// What `-l` takes for a built-in.
    pub id: String,
    /// For people.
    pub title: String,
    /// ISO 639-1.
    pub language: String,
    /// The lexicon's own version.
    pub version: String,
    /// SPDX expression.
    pub licence: String,
    /// Where facts in it come from.
    pub sources: Vec<String>,
    /// The folder as messages show it.
    pub origin: String,
    /// True when it came with the program.
    pub built_in: bool,
    /// SHA-256 of its files.
    pub digest: String,
    /// In the dispute's order.
    pub sides: Vec<SideSummary>,
    /// In the dispute's order.
    pub issues: Vec<IssueSummary>,
    /// Speakers of no side.
    pub other_speakers: usize,
    /// Rows of `examples.csv`.
    pub examples: usize,
    /// Evaluations in force.
    pub evaluations: usize,
    /// Modifiers in force.
    pub modifiers: usize,
    /// Reporting verbs and phrases in force.
    pub cues: usize,
}

/// A side in figures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SideSummary {
    /// Column prefix.
    pub id: String,
    /// Full name.
    pub label: String,
    /// Short name.
    pub short: String,
    /// Speakers, each person or body once.
    pub speakers: usize,
}

/// An issue in figures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct IssueSummary {
    /// `commercial-theft`
    pub id: String,
    /// What a report calls it.
    pub label: String,
    /// The sentence one can be in favor of or against.
    pub proposition: String,
    /// `favor`, `against` or `none`.
    pub evaluation: &'static str,
    /// Terms that only mention it.
    pub topic: usize,
    /// Terms in favor.
    pub favor: usize,
    /// Terms against.
    pub against: usize,
    /// Examples.
    pub examples: usize,
}

impl Lexicon {
    /// The lexicon in figures.
    pub fn summary(&self) -> Summary {
        let (dispute, language) = (&self.dispute, &self.language);
        let side = |(i, side): (usize, &super::Side)| SideSummary {
            id: side.id.clone(),
            label: side.label.clone(),
            short: side.short.clone(),
            speakers: count_speakers(&dispute.actors, Some(SideId(i as u8))),
        };
        let issue = |(i, issue): (usize, &super::Issue)| {
            let id = IssueId(i as u16);
            IssueSummary {
                id: issue.id.clone(),
                label: issue.label.clone(),
                proposition: issue.proposition.clone(),
                evaluation: match issue.evaluation {
                    EvaluationRule::Favor => "favor",
                    EvaluationRule::Against => "against",
                    EvaluationRule::None => "none",
                },
                topic: dispute.terms_of(id, Stance::Topic).count(),
                favor: dispute.terms_of(id, Stance::Favor).count(),
                against: dispute.terms_of(id, Stance::Against).count(),
                examples: dispute.examples.iter().filter(|e| e.issue == Some(id)).count(),
            }
        };
        Summary {
            id: dispute.id.clone(),
            title: dispute.title.clone(),
            language: dispute.language.clone(),
            version: dispute.version.clone(),
            licence: dispute.licence.clone(),
            sources: dispute.sources.clone(),
            origin: self.origin.clone(),
            built_in: self.built_in,
            digest: self.digest.clone(),
            sides: dispute.sides.iter().enumerate().map(side).collect(),
            issues: dispute.issues.iter().enumerate().map(issue).collect(),
            other_speakers: count_speakers(&dispute.actors, None),
            examples: dispute.examples.len(),
            evaluations: language.evaluations.len(),
            modifiers: language.modifiers.len(),
            cues: language.cues.len(),
        }
    }
}

fn count_speakers(actors: &[Actor], side: Option<SideId>) -> usize {
    let names: std::collections::BTreeSet<&str> =
        actors.iter().filter(|a| a.side == side).map(|a| a.name.as_str()).collect();
    names.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_of_a_lexicon() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/lexicons/harbour");
        let summary = Lexicon::load(path).unwrap_or_else(|e| panic!("{e}")).summary();
        let speakers: Vec<(&str, usize)> = summary.sides.iter().map(|s| (s.id.as_str(), s.speakers)).collect();
        assert_eq!((speakers, summary.other_speakers), (vec![("town", 1), ("port", 1)], 1));
        let terms: Vec<_> = summary.issues.iter().map(|i| (i.topic, i.favor, i.against, i.examples)).collect();
        assert_eq!(terms, [(1, 1, 1, 1), (1, 0, 0, 0)]);
        assert_eq!((summary.evaluations, summary.modifiers, summary.cues), (2, 2, 1));
        assert!(!summary.built_in);
    }
}
