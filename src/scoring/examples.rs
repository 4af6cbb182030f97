//! The lexicon's own tests: rows of `examples.csv`, run through the whole pipeline.

use super::{IssueScore, Label, Scorer, Settings};
use crate::document::{Document, Given};
use crate::lexicon::{Example, ExpectedStance, Lexicon};

/// An example that came out otherwise than its row says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExampleFailure {
    /// Line in `examples.csv`.
    pub line: u32,
    /// One sentence: what was expected, what came out, and from which entries.
    pub message: String,
}

/// Runs every example of the dispute and reports those that fail, in file order.
///
/// Each text is scored as one statement whose side came with the data.
pub fn check_examples(lexicon: &Lexicon) -> Vec<ExampleFailure> {
    let mut scorer = Scorer::new(lexicon, Settings::default());
    lexicon.dispute.examples.iter().filter_map(|example| check(lexicon, &mut scorer, example)).collect()
}

fn check(lexicon: &Lexicon, scorer: &mut Scorer<'_>, example: &Example) -> Option<ExampleFailure> {
    let side = example.side.map(|s| lexicon.dispute.sides[s.0 as usize].id.clone());
    let document = Document {
        id: format!("example-{}", example.line),
        text: example.text.clone(),
        given: Some(Given { speaker: None, side }),
        ..Document::default()
    };
    let scored = scorer.score(document);
    let matches: Vec<_> = scored.scores.iter().flat_map(|s| &s.matches).collect();
    let issues: Vec<&IssueScore> = scored.scores.iter().flat_map(|s| &s.issues).collect();
    let got: Vec<String> = issues
        .iter()
        .filter(|s| example.issue.is_none_or(|issue| issue == s.issue))
        .map(|s| format!("{} {}", lexicon.dispute.issues[s.issue.0 as usize].id, name(outcome(s))))
        .collect();
    let met = match example.issue {
        None => issues.is_empty(),
        Some(issue) => {
            let outcome = issues.iter().find(|s| s.issue == issue).map_or(ExpectedStance::None, |s| outcome(s));
            outcome == example.stance
        }
    };
    if met {
        return None;
    }
    let wanted = match example.issue {
        Some(issue) => format!("{} {}", lexicon.dispute.issues[issue.0 as usize].id, name(example.stance)),
        None => "no issue".to_owned(),
    };
    let got = if got.is_empty() { "nothing".to_owned() } else { got.join(", ") };
    let by: Vec<String> = matches
        .iter()
        .filter(|m| m.score.0 != 0)
        .map(|m| format!("`{}` {:+.2}", m.span.slice(&scored.document.text), m.score.to_f64()))
        .collect();
    let by = if by.is_empty() { String::new() } else { format!(" from {}", by.join(", ")) };
    Some(ExampleFailure {
        line: example.line,
        message: format!("expected {wanted}, got {got}{by}: “{}”", example.text),
    })
}

fn outcome(score: &IssueScore) -> ExpectedStance {
    match score.label {
        Some(Label::Favor) => ExpectedStance::Favor,
        Some(Label::Against) => ExpectedStance::Against,
        Some(Label::Neutral) => ExpectedStance::Neutral,
        None => ExpectedStance::Topic,
    }
}

fn name(stance: ExpectedStance) -> &'static str {
    match stance {
        ExpectedStance::Favor => "favor",
        ExpectedStance::Against => "against",
        ExpectedStance::Neutral => "neutral",
        ExpectedStance::Topic => "topic",
        ExpectedStance::None => "none",
    }
}
