//! `explain`: how each score came about, under the source line it came from.

use crate::document::CharOffsets;
use crate::scoring::{Bearing, IssueScore, Label, PortrayalScore, ScoredDocument, ScoredMatch, StatementScore};
use crate::table::Names;
use crate::text::harmless::harmless;
use std::fmt::Write;

/// Writes every statement of a document with its matches, factors and sums.
///
/// Scores that are shown are rounded to two decimals; the tables hold six. Nothing in it acts on a terminal.
pub fn explain(scored: &ScoredDocument, names: &Names) -> String {
    let mut out = String::new();
    let offsets = CharOffsets::new(&scored.document.text);
    // Writing to a string cannot fail.
    let _ = writeln!(out, "{} · {} words", scored.document.id, scored.tokens);
    for (i, (statement, score)) in scored.attributed.statements.iter().zip(&scored.scores).enumerate() {
        let speaker = statement.speaker.as_ref().map_or("nobody named", |s| s.name.as_str());
        let side = statement.side().map_or("no side", |s| names.dispute.sides[s.0 as usize].label.as_str());
        let _ = write!(out, "\nstatement {} · {speaker} · {side} · {} · ", i + 1, statement.kind.as_str());
        let _ = writeln!(out, "{} {:.2} · {} words", statement.rule.0, statement.confidence, score.tokens);
        if let Some(outer) = statement.within {
            let _ = writeln!(out, "  reported inside statement {}", outer + 1);
        }
        for span in &statement.content {
            let line: Vec<&str> = span.slice(&scored.document.text).split_whitespace().collect();
            let _ = writeln!(out, "  {}-{} | {}", offsets.of(span.start), offsets.of(span.end), line.join(" "));
        }
        explain_matches(&mut out, scored, names, &score.matches);
        explain_sums(&mut out, names, score);
    }
    if !scored.own_voice.is_empty() {
        let _ = writeln!(out, "\nthe document's own voice · {} words · counts for no side", scored.own_voice_tokens);
        explain_matches(&mut out, scored, names, &scored.own_voice);
    }
    out.lines().map(|line| harmless(line) + "\n").collect()
}

fn explain_matches(out: &mut String, scored: &ScoredDocument, names: &Names, matches: &[ScoredMatch]) {
    for found in matches {
        let what = match found.bearing {
            Bearing::Term(issue, _) => names.dispute.issues[issue.0 as usize].id.clone(),
            Bearing::Evaluation(issue) => {
                format!("{} (evaluation)", names.dispute.issues[issue.0 as usize].id)
            }
            Bearing::Portrayal(side) => format!("about {}", names.dispute.sides[side.0 as usize].short),
        };
        let words: Vec<&str> = found.span.slice(&scored.document.text).split_whitespace().collect();
        let _ = write!(out, "    {what:<34} {:>6}  “{}”", signed(found.weight.to_f64()), words.join(" "));
        let _ = writeln!(out, "  [{}]", names.pattern(found.entry));
        for factor in &found.factors {
            let cue = factor.cue.slice(&scored.document.text);
            let _ = writeln!(out, "    {:<34} × {:.2}  {} “{cue}”", "", factor.value, factor.kind.name());
        }
        if !found.factors.is_empty() {
            let _ = writeln!(out, "    {:<34} = {}", "", signed(found.score.to_f64()));
        }
        if found.reported {
            let _ = writeln!(out, "    {:<34} is only reported: a hit, no stance", "");
        }
    }
}

fn explain_sums(out: &mut String, names: &Names, score: &StatementScore) {
    for IssueScore { issue, hits, favor, against, label, .. } in &score.issues {
        let id = &names.dispute.issues[issue.0 as usize].id;
        let stance = match label {
            None => "no stance".to_owned(),
            Some(label) => format!(
                "{} in favor, {} against: {} ({})",
                unsigned(favor.to_f64()),
                unsigned(against.to_f64()),
                signed(favor.to_f64() - against.to_f64()),
                name(*label)
            ),
        };
        let nobody = if score.counts_stance { "" } else { "; counts for nobody" };
        let _ = writeln!(out, "  {id}: {hits} {}, {stance}{nobody}", if *hits == 1 { "hit" } else { "hits" });
    }
    for PortrayalScore { about, mentions, evaluations, favorable, unfavorable } in &score.portrayals {
        if *evaluations > 0 {
            let side = &names.dispute.sides[about.0 as usize].label;
            let _ = writeln!(
                out,
                "  speaks of {side}: {mentions} mention{}, {} favorable, {} unfavorable",
                if *mentions == 1 { "" } else { "s" },
                unsigned(favorable.to_f64()),
                unsigned(unfavorable.to_f64())
            );
        }
    }
}

fn signed(value: f64) -> String {
    format!("{:+.2}", value + 0.0)
}

fn unsigned(value: f64) -> String {
    format!("{:.2}", value + 0.0)
}

fn name(label: Label) -> &'static str {
    match label {
        Label::Favor => "favor",
        Label::Against => "against",
        Label::Neutral => "neutral",
    }
}
