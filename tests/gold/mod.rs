//! Statements that somebody labelled, and how many of them were found.

use std::collections::BTreeSet;
use std::fmt;

use demarche::attribution::Statement;
use demarche::document::Document;
use demarche::lexicon::Lexicon;
use demarche::scoring::{ScoredDocument, Scorer, Settings};

/// A statement as it should be found; letters are places of letters and digits, in bytes.
#[derive(Clone, Debug)]
pub struct Gold {
    pub speaker: String,
    /// A side's id, `other` or `unknown`.
    pub side: String,
    /// Empty when the label says nothing about it.
    pub kind: String,
    pub content: Vec<(usize, usize)>,
}

/// How well one document was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Score {
    /// Statements in the gold.
    pub gold: usize,
    /// Statements of which at least half of the letters were found in one statement.
    pub found: usize,
    /// Of these, with the right speaker.
    pub speaker: usize,
    /// Of these, with the right side.
    pub side: usize,
    /// Of these, of the right kind.
    pub kind: usize,
    /// Statements on a side that are not in the gold for the most part.
    pub false_on_a_side: usize,
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Score { gold, found, speaker, side, kind, false_on_a_side } = self;
        write!(f, "{found} of {gold} found, {speaker} speakers, {side} sides, {kind} kinds, {false_on_a_side} false")
    }
}

/// The document with its statements.
pub fn read(lexicon: &Lexicon, document: Document) -> ScoredDocument {
    Scorer::new(lexicon, Settings::default()).score(document)
}

fn letters(text: &str, spans: impl IntoIterator<Item = (usize, usize)>) -> BTreeSet<usize> {
    let inside = |(start, end): (usize, usize)| text[start..end].char_indices().map(move |(at, c)| (start + at, c));
    spans.into_iter().flat_map(inside).filter(|(_, c)| c.is_alphanumeric()).map(|(at, _)| at).collect()
}

fn of(text: &str, statement: &Statement) -> BTreeSet<usize> {
    letters(text, statement.content.iter().map(|span| (span.start as usize, span.end as usize)))
}

/// Share of `whole` that lies in `part`.
fn share(whole: &BTreeSet<usize>, part: &BTreeSet<usize>) -> f64 {
    whole.intersection(part).count() as f64 / whole.len().max(1) as f64
}

fn side<'l>(lexicon: &'l Lexicon, statement: &Statement) -> &'l str {
    use demarche::attribution::Affiliation;
    match statement.speaker.as_ref().map(|speaker| speaker.affiliation) {
        Some(Affiliation::Side(side)) => &lexicon.dispute.sides[usize::from(side.0)].id,
        Some(Affiliation::Other) => "other",
        _ => "unknown",
    }
}

/// A speaker's name, without article and case.
fn name(name: &str) -> String {
    let name = name.to_lowercase();
    name.strip_prefix("the ").unwrap_or(&name).to_owned()
}

fn says(statement: &Statement) -> String {
    statement.speaker.as_ref().map_or_else(String::new, |speaker| name(&speaker.name))
}

/// Compares; every miss is a line of the second value.
pub fn score(lexicon: &Lexicon, gold: &[Gold], read: &ScoredDocument) -> (Score, Vec<String>) {
    let text = &read.document.text;
    let found = &read.attributed.statements;
    let found_letters: Vec<_> = found.iter().map(|statement| of(text, statement)).collect();
    let mut score = Score { gold: gold.len(), ..Score::default() };
    let mut misses = Vec::new();
    let mut taken = BTreeSet::new();
    let mut all = BTreeSet::new();
    for gold in gold {
        let wanted = letters(text, gold.content.iter().copied());
        let shown: Vec<&str> = gold.content.iter().map(|&(start, end)| &text[start..end]).collect();
        let shown = shown.join(" | ");
        all.extend(wanted.iter().copied());
        // The one with the right speaker, else the one that covers most, and of these the shortest.
        let candidates =
            (0..found.len()).filter(|at| !taken.contains(at) && share(&wanted, &found_letters[*at]) >= 0.5);
        let best = candidates.max_by(|&a, &b| {
            let rank = |at: usize| {
                let right = says(&found[at]) == name(&gold.speaker);
                (right, share(&wanted, &found_letters[at]), share(&found_letters[at], &wanted))
            };
            rank(a).partial_cmp(&rank(b)).expect("shares are numbers")
        });
        let Some(at) = best else {
            misses.push(format!("not found: {} ({}): {shown}", gold.speaker, gold.side));
            continue;
        };
        taken.insert(at);
        score.found += 1;
        let (speaker, side, kind) = (says(&found[at]), side(lexicon, &found[at]), found[at].kind.as_str());
        for (right, wanted, got, count) in [
            (speaker == name(&gold.speaker), &gold.speaker, speaker.as_str(), &mut score.speaker),
            (side == gold.side, &gold.side, side, &mut score.side),
            (kind == gold.kind || gold.kind.is_empty(), &gold.kind, kind, &mut score.kind),
        ] {
            *count += usize::from(right);
            if !right {
                misses.push(format!("{wanted} became {got}: {shown}"));
            }
        }
    }
    for (statement, letters) in found.iter().zip(&found_letters) {
        if statement.side().is_some() && share(letters, &all) < 0.5 {
            score.false_on_a_side += 1;
            let words: Vec<&str> = statement.content.iter().map(|span| span.slice(text)).collect();
            misses.push(format!("false on {}: {}", side(lexicon, statement), words.join(" | ")));
        }
    }
    (score, misses)
}
