//! Terms that can never score: cancelled by themselves, or always beaten by another term of their issue.

use std::collections::BTreeMap;

use super::{Lint, Report};
use crate::lexicon::matcher::{Coverage, MatcherBuilder, Sequence};
use crate::lexicon::{IssueId, Lexicon, Pattern, Stance, Term};

/// A term with the flat sequences of its patterns.
struct Flat<'a> {
    term: &'a Term,
    sequences: Vec<Sequence>,
    unless: Vec<Sequence>,
}

pub(super) fn check(lexicon: &Lexicon, report: &mut Report<'_>) {
    let side = |id: &str| lexicon.dispute.side(id);
    let mut builder = MatcherBuilder::new(&lexicon.segmenter, &side);
    let mut flat = |pattern: &str| match Pattern::parse(pattern) {
        Ok(pattern) => builder.flat(&pattern),
        Err(_) => Vec::new(),
    };
    let terms: Vec<Flat<'_>> = lexicon
        .dispute
        .terms
        .iter()
        .map(|term| Flat {
            term,
            sequences: flat(&term.pattern),
            unless: term.unless.iter().flat_map(|pattern| flat(pattern)).collect(),
        })
        .collect();
    let coverage = Coverage::new(&builder, lexicon.segmenter.stemmer());
    for term in &terms {
        if !term.sequences.is_empty() && term.sequences.iter().all(|s| is_cancelled(&coverage, term, s)) {
            let message = format!("\"{}\" never matches, for its unless always does (change one)", term.term.pattern);
            report.add("terms.csv", term.term.line, Lint::Dead, message);
        }
    }
    let mut issues: BTreeMap<IssueId, Vec<&Flat<'_>>> = BTreeMap::new();
    for term in terms.iter().filter(|t| !t.sequences.is_empty()) {
        issues.entry(term.term.issue).or_default().push(term);
    }
    issues.values().for_each(|terms| compare(&coverage, terms, report));
}

fn is_cancelled(coverage: &Coverage<'_>, term: &Flat<'_>, sequence: &Sequence) -> bool {
    term.unless.iter().any(|unless| coverage.lies_in(unless, sequence))
}

/// Compares the terms of one issue.
fn compare(coverage: &Coverage<'_>, terms: &[&Flat<'_>], report: &mut Report<'_>) {
    let mut by_length: BTreeMap<usize, Vec<(usize, &Sequence)>> = BTreeMap::new();
    for (i, term) in terms.iter().enumerate() {
        for sequence in &term.sequences {
            by_length.entry(sequence.len()).or_default().push((i, sequence));
        }
    }
    for (i, term) in terms.iter().enumerate() {
        let winners: Vec<Option<usize>> = term
            .sequences
            .iter()
            .map(|sequence| {
                let same_length = by_length.get(&sequence.len()).into_iter().flatten();
                let mut wider = same_length
                    .filter(|(other, wide)| beats(terms[*other], term) && takes(coverage, wide, sequence, term));
                wider.next().map(|(other, _)| *other)
            })
            .collect();
        if let Some(winner) = winners.iter().copied().collect::<Option<Vec<usize>>>().and_then(|w| w.first().copied()) {
            let mutual = winner != i && is_covered(coverage, terms[winner], term);
            report_beaten(term.term, terms[winner].term, mutual, report);
        }
    }
}

/// True when `other` scores and `term` does not, wherever both match the same words.
fn beats(other: &Flat<'_>, term: &Flat<'_>) -> bool {
    if other.term.line == term.term.line || !other.unless.is_empty() {
        return false;
    }
    match (other.term.stance, term.term.stance) {
        // A topic only says that the issue is there, which any other term says as well.
        (Stance::Topic, Stance::Topic) => other.term.line < term.term.line,
        (_, Stance::Topic) => true,
        (Stance::Topic, _) => false,
        _ => other.term.line < term.term.line,
    }
}

/// A topic is only counted, so any match from the same start takes its place; another stance needs the same words.
fn takes(coverage: &Coverage<'_>, wide: &Sequence, narrow: &Sequence, term: &Flat<'_>) -> bool {
    match term.term.stance {
        Stance::Topic => coverage.covers(wide, narrow),
        _ => coverage.takes(wide, narrow),
    }
}

fn is_covered(coverage: &Coverage<'_>, term: &Flat<'_>, by: &Flat<'_>) -> bool {
    term.sequences.iter().all(|narrow| by.sequences.iter().any(|wide| coverage.covers(wide, narrow)))
}

fn report_beaten(term: &Term, winner: &Term, mutual: bool, report: &mut Report<'_>) {
    let (pattern, other) = (&term.pattern, &winner.pattern);
    let opposite = term.stance != winner.stance && term.stance != Stance::Topic;
    let (lint, message) = if opposite {
        (
            Lint::Contradictory,
            format!(
                "\"{pattern}\" never scores, for \"{other}\" in line {} takes its words and says the opposite (keep one, or put this one first)",
                winner.line
            ),
        )
    } else if mutual {
        (Lint::Duplicate, format!("\"{pattern}\" matches the same as \"{other}\" in line {} (remove one)", winner.line))
    } else {
        (
            Lint::Shadowed,
            format!(
                "\"{pattern}\" never counts, for \"{other}\" in line {} matches wherever it does (remove it)",
                winner.line
            ),
        )
    };
    report.add("terms.csv", term.line, lint, message);
}
