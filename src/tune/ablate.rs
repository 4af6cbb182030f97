//! Ablation: what each entry of a lexicon contributes, by taking it out and reading the texts again.
//!
//! Labelled rows or documents come in; for each entry that counted, what changes without it goes out. An entry's texts are
//! scored anew as if the lexicon lacked it, so that what another entry finds in its place is counted, as it would be
//! after deleting the row.

use super::classes::Class;
use super::gold::Gold;
use super::predict::{Predictor, predict_all};
use crate::compare::Tally;
use crate::compare::measure::stance::stance;
use crate::document::Document;
use crate::lexicon::{Entry, Lexicon, LexiconError, SideChoice};
use crate::scoring::{ScoredDocument, Scorer, Settings};
use std::collections::{BTreeMap, BTreeSet};

/// An entry, named as its table names it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct EntryName {
    /// Id of the term's issue; empty for an evaluation.
    pub issue: String,
    /// Its pattern.
    pub pattern: String,
    /// `topic`, `favor`, `against`, or `evaluation`.
    pub stance: &'static str,
}

/// What labelled texts lose or gain without an entry.
#[derive(Clone, Debug, PartialEq)]
pub struct LabelledAblation {
    /// The entry.
    pub entry: EntryName,
    /// Rows in which it counted.
    pub rows: u64,
    /// Of these, rows that are right with it and wrong without.
    pub right_with: u64,
    /// Rows that are wrong with it and right without.
    pub right_without: u64,
    /// Macro-F1 with it, less that without it.
    pub macro_f1: Option<f64>,
}

/// What a comparison loses or gains without an entry.
#[derive(Clone, Debug, PartialEq)]
pub struct ComparedAblation {
    /// The entry.
    pub entry: EntryName,
    /// The issue whose figures are shown.
    pub issue: String,
    /// By side: matches of the entry that count, hits on the issue with it and without it, stance with it and without it.
    pub sides: Vec<SideAblation>,
    /// The gap between the first two sides, with the entry and without it.
    pub gap: [Option<f64>; 2],
}

/// One side's figures with an entry and without it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct SideAblation {
    /// Hits on the issue.
    pub hits: [u64; 2],
    /// Stance on the issue.
    pub stance: [Option<f64>; 2],
}

/// Takes each entry out that counted in the labelled rows; the largest contributions to macro-F1 first.
///
/// # Errors
/// When the lexicon cannot be read again.
pub fn ablate_labelled(name: &str, gold: &Gold) -> Result<Vec<LabelledAblation>, LexiconError> {
    let lexicon = Lexicon::load(name)?;
    let predictions = predict_all(&lexicon, gold);
    let classes: Vec<Option<Class>> = predictions.iter().map(|p| p.class).collect();
    let macro_f1 = |classes: &[Option<Class>]| {
        let (counts, _, _) = super::evaluate::figures(gold, classes, 0, 0);
        counts.macro_f1()
    };
    let whole = macro_f1(&classes);
    let none = if gold.is_two_class() { None } else { Some(Class::Middle) };
    let mut rows_of: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (row, prediction) in predictions.iter().enumerate() {
        let patterns: BTreeSet<&str> = prediction.causes.iter().map(|c| c.pattern.as_str()).collect();
        patterns.into_iter().for_each(|pattern| rows_of.entry(pattern).or_default().push(row));
    }
    let mut found = Vec::new();
    let mut predictor = Predictor::new(&lexicon, gold);
    for (entry, known) in entries(&lexicon) {
        let Some(rows) = rows_of.get(known.pattern.as_str()) else { continue };
        predictor.leave_out(Some(entry));
        let mut changed = classes.clone();
        let (mut right_with, mut right_without) = (0, 0);
        for &row in rows {
            changed[row] = predictor.predict(&gold.rows[row]).class;
            let right = |class: Option<Class>| class.or(none) == Some(gold.rows[row].class);
            right_with += u64::from(right(classes[row]) && !right(changed[row]));
            right_without += u64::from(!right(classes[row]) && right(changed[row]));
        }
        let gain = whole.zip(macro_f1(&changed)).map(|(with, without)| with - without);
        found.push(LabelledAblation {
            entry: known,
            rows: rows.len() as u64,
            right_with,
            right_without,
            macro_f1: gain,
        });
    }
    found.sort_by(|a, b| {
        let size = |x: &LabelledAblation| x.macro_f1.map_or(0.0, f64::abs);
        size(b).total_cmp(&size(a)).then_with(|| a.entry.cmp(&b.entry))
    });
    Ok(found)
}

/// Takes each entry out that counted in the documents; the largest changes of a gap first.
///
/// # Errors
/// When the lexicon cannot be read again.
pub fn ablate_compared(
    name: &str,
    sides: &SideChoice,
    settings: &Settings,
    documents: &[Document],
) -> Result<Vec<ComparedAblation>, LexiconError> {
    let lexicon = Lexicon::load_with(name, sides)?;
    let mut scorer = Scorer::new(&lexicon, settings.clone());
    let mut whole = Sums::new(&lexicon);
    let mut own: Vec<Sums> = Vec::with_capacity(documents.len());
    let mut documents_of: BTreeMap<Entry, BTreeSet<usize>> = BTreeMap::new();
    for (at, document) in documents.iter().enumerate() {
        let scored = scorer.score(document.clone());
        for entry in counted(&scored) {
            documents_of.entry(lexicon.terms.entry(entry)).or_default().insert(at);
        }
        let mut sums = Sums::new(&lexicon);
        sums.add(&scored, &scorer);
        whole.merge(&sums, 1);
        own.push(sums);
    }
    let mut found = Vec::new();
    for (entry, known) in entries(&lexicon) {
        let Some(at) = documents_of.get(&entry) else { continue };
        scorer.leave_out(Some(entry));
        let mut changed = whole.clone();
        for &document in at {
            let scored = scorer.score(documents[document].clone());
            let mut sums = Sums::new(&lexicon);
            sums.add(&scored, &scorer);
            changed.merge(&own[document], -1);
            changed.merge(&sums, 1);
        }
        for issue in 0..lexicon.dispute.issues.len() {
            if whole.of(issue) != changed.of(issue) {
                found.push(whole.beside(&changed, &lexicon, issue, known.clone()));
            }
        }
    }
    found.sort_by(|a, b| {
        let change = |x: &ComparedAblation| match x.gap {
            [Some(with), Some(without)] => (with - without).abs(),
            [None, None] => 0.0,
            // A gap that is there only with the entry hangs on it alone.
            _ => f64::INFINITY,
        };
        change(b).total_cmp(&change(a)).then_with(|| (&a.issue, &a.entry).cmp(&(&b.issue, &b.entry)))
    });
    Ok(found)
}

/// Terms and evaluations in the order of their tables.
fn entries(lexicon: &Lexicon) -> Vec<(Entry, EntryName)> {
    let terms = lexicon.dispute.terms.iter().enumerate().map(|(i, term)| {
        let issue = lexicon.dispute.issues[usize::from(term.issue.0)].id.clone();
        (Entry::Term(i as u32), EntryName { issue, pattern: term.pattern.clone(), stance: term.stance.name() })
    });
    let evaluations = lexicon.language.evaluations.iter().enumerate().map(|(i, evaluation)| {
        let pattern = evaluation.pattern.clone();
        (Entry::Evaluation(i as u32), EntryName { issue: String::new(), pattern, stance: "evaluation" })
    });
    terms.chain(evaluations).collect()
}

/// Entries that count toward an issue in some side's statement.
fn counted(scored: &ScoredDocument) -> BTreeSet<crate::lexicon::EntryId> {
    let statements = scored.attributed.statements.iter().zip(&scored.scores);
    let of_sides = statements.filter(|(statement, _)| statement.side().is_some());
    let matches = of_sides.flat_map(|(_, score)| &score.matches);
    matches.filter(|m| m.bearing.issue().is_some()).map(|m| m.entry).collect()
}

/// Hits, favor and against by issue and side, in integers.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Sums {
    sides: usize,
    cells: Vec<[i64; 3]>,
}

impl Sums {
    fn new(lexicon: &Lexicon) -> Self {
        let (issues, sides) = (lexicon.dispute.issues.len(), lexicon.dispute.sides.len());
        Sums { sides, cells: vec![[0; 3]; issues * sides] }
    }

    fn add(&mut self, scored: &ScoredDocument, scorer: &Scorer<'_>) {
        let mut tally = Tally::new(&scorer.lexicon().dispute);
        tally.add(scored, scorer.vocabulary());
        for (side, issue, hits, favor, against) in tally.issue_sums() {
            let cell = &mut self.cells[usize::from(issue.0) * self.sides + usize::from(side.0)];
            *cell = [cell[0] + hits as i64, cell[1] + favor, cell[2] + against];
        }
    }

    fn merge(&mut self, other: &Sums, sign: i64) {
        for (cell, more) in self.cells.iter_mut().zip(&other.cells) {
            cell.iter_mut().zip(more).for_each(|(sum, value)| *sum += sign * value);
        }
    }

    fn of(&self, issue: usize) -> &[[i64; 3]] {
        &self.cells[issue * self.sides..(issue + 1) * self.sides]
    }

    fn beside(&self, without: &Sums, lexicon: &Lexicon, issue: usize, entry: EntryName) -> ComparedAblation {
        let stance_of = |cell: &[i64; 3]| stance(cell[1] as f64, cell[2] as f64);
        let sides: Vec<SideAblation> = self
            .of(issue)
            .iter()
            .zip(without.of(issue))
            .map(|(with, without)| SideAblation {
                hits: [with[0] as u64, without[0] as u64],
                stance: [stance_of(with), stance_of(without)],
            })
            .collect();
        let gap = |which: usize| match sides.as_slice() {
            [first, second, ..] => first.stance[which].zip(second.stance[which]).map(|(a, b)| a - b),
            _ => None,
        };
        let gap = [gap(0), gap(1)];
        ComparedAblation { entry, issue: lexicon.dispute.issues[issue].id.clone(), sides, gap }
    }
}
