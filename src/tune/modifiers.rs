//! Learning what modifiers multiply by: one factor for each kind and old value, by search over a few plain numbers.
//!
//! Labelled rows come in; for every group of modifiers the old factor, the one that labels ask for, and what it is worth on
//! rows that the search did not see go out. A factor is changed only when every search but one wants it changed the same
//! way and the rows left out gain by it. What counts is macro-F1; of equal values the one nearest to the old.

use super::classes::Class;
use super::figures::{Counts, Figure};
use super::folds::folds;
use super::gold::{Gold, GoldRow, Subject};
use super::predict::Predictor;
use super::write::{self, LexiconFile};
use crate::lexicon::{Entry, Lexicon, LexiconError, ModifierKind, Scope};
use crate::scoring::{Factor, FactorKind};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Rows that a group must act in to be learned.
const ROWS_AT_LEAST: u32 = 20;
/// Times that the search goes through all groups.
const SWEEPS: usize = 3;

/// Modifiers of one kind with one factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    kind: ModifierKind,
    /// In millionths.
    factor: i64,
    /// A question mark, whose factor is a constant of its own.
    question: bool,
}

/// What became of a group of modifiers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ModifierGroup {
    /// What its modifiers do.
    pub kind: ModifierKind,
    /// True for the question mark.
    pub question: bool,
    /// The factor as it was.
    pub old: f64,
    /// What the search over all rows asks for.
    pub asked: f64,
    /// Labelled rows in which it acts.
    pub support: u32,
    /// Of the searches that left a fold out, those that move it the same way.
    pub agree: usize,
    /// Macro-F1 of rows left out, with its new factor alone, less that with the old.
    pub gain: Option<f64>,
    /// It holds, and is written.
    pub kept: bool,
}

/// Factors learned from labels.
pub struct LearnedModifiers {
    /// By kind and old factor.
    pub groups: Vec<ModifierGroup>,
    /// Figures with the old factors, on all rows.
    pub before: Vec<Figure>,
    /// Figures of rows left out, with the factors that are kept.
    pub cross_validated: Vec<Figure>,
    /// Macro-F1 of rows left out, with every factor that the search asks for.
    pub everything: Option<f64>,
    /// The folder's files.
    pub files: Vec<LexiconFile>,
}

/// A factor of a piece: the group, and whether it is the stronger half of a contrast.
type Acting = (usize, bool);

/// What one match adds to a row.
#[derive(Clone, Debug, PartialEq)]
struct Piece {
    base: f64,
    calm: f64,
    acting: Vec<Acting>,
}

/// A labelled row taken apart.
#[derive(Clone, Debug, PartialEq)]
struct Row {
    pieces: Vec<Piece>,
    class: Class,
    turned: bool,
}

/// How a sum becomes a class.
#[derive(Clone, Copy, Debug)]
struct Bands {
    middle: f64,
    neutral_below: f64,
    two_class: bool,
}

/// Learns from `gold` what the modifiers of the lexicon at `name` should multiply by.
///
/// # Errors
/// When the lexicon cannot be read.
pub fn learn_modifiers(
    name: &str,
    gold: &Gold,
    folds_asked: usize,
    seed: u64,
    replicates: u32,
) -> Result<LearnedModifiers, LexiconError> {
    let lexicon = Lexicon::load(name)?;
    let (keys, rows) = read(&lexicon, gold);
    let old: Vec<f64> = keys.iter().map(|key| key.factor as f64 / 1e6).collect();
    let support = support(&rows, keys.len());
    let bands = bands(&lexicon, gold);
    let by_row = folds(gold, folds_asked, seed);
    let groups: Vec<usize> = (0..keys.len()).filter(|&g| support[g] >= ROWS_AT_LEAST).collect();
    let found: Vec<Vec<f64>> = (0..=folds_asked)
        .into_par_iter()
        .map(|fold| {
            let seen: Vec<&Row> = rows.iter().zip(&by_row).filter(|(_, f)| **f != fold).map(|(row, _)| row).collect();
            search(&seen, &keys, &old, &groups, bands)
        })
        .collect();
    let (all, left_out) = found.split_last().expect("one search more than folds");
    let predict = |factors: &dyn Fn(usize) -> Vec<f64>| -> Vec<Option<Class>> {
        let by_fold: Vec<Vec<f64>> = (0..folds_asked).map(factors).collect();
        rows.iter().zip(&by_row).map(|(row, &fold)| row.class(&by_fold[fold], bands)).collect()
    };
    let macro_f1 = |classes: &[Option<Class>]| super::evaluate::figures(gold, classes, seed, 0).0.macro_f1();
    let unchanged = macro_f1(&predict(&|_| old.clone()));
    let with = |fold: usize, wanted: &dyn Fn(usize) -> bool| -> Vec<f64> {
        (0..old.len()).map(|g| if wanted(g) { left_out[fold][g] } else { old[g] }).collect()
    };
    let judged: Vec<ModifierGroup> = (0..keys.len())
        .map(|g| {
            let direction = (all[g] - old[g]).signum();
            let moved = all[g] != old[g];
            let agree = left_out.iter().filter(|f| f[g] != old[g] && (f[g] - old[g]).signum() == direction).count();
            let alone = macro_f1(&predict(&|fold| with(fold, &|other| other == g)));
            let gain = alone.zip(unchanged).map(|(new, old)| new - old).filter(|_| moved);
            let kept = moved && agree + 1 >= folds_asked && gain.is_some_and(|gain| gain > 0.0);
            let Key { kind, question, .. } = keys[g];
            ModifierGroup { kind, question, old: old[g], asked: all[g], support: support[g], agree, gain, kept }
        })
        .collect();
    let everything = macro_f1(&predict(&|fold| left_out[fold].clone()));
    let kept = predict(&|fold| with(fold, &|g| judged[g].kept));
    let (_, cross_validated, _) = super::evaluate::figures(gold, &kept, seed, replicates);
    let before = super::evaluate::evaluate(&lexicon, gold, seed, replicates).figures;
    let files = files(name, &lexicon, &judged)?;
    Ok(LearnedModifiers { groups: judged, before, cross_validated, everything, files })
}

/// Base, calm and acting modifiers of each match of a row; its label; whether its proposition speaks against the target.
type Apart = (Vec<(f64, f64, Vec<(Key, bool)>)>, Class, bool);

/// Groups that act anywhere, in order, and the rows.
fn read(lexicon: &Lexicon, gold: &Gold) -> (Vec<Key>, Vec<Row>) {
    let chunks: Vec<&[GoldRow]> = gold.rows.chunks(256).collect();
    let unnamed: Vec<Apart> = chunks
        .par_iter()
        .map_init(
            || Predictor::new(lexicon, gold),
            |predictor, chunk| chunk.iter().map(|row| taken_apart(lexicon, predictor, row)).collect::<Vec<_>>(),
        )
        .flatten_iter()
        .collect();
    let pieces = unnamed.iter().flat_map(|(pieces, ..)| pieces);
    let mut ids: BTreeMap<Key, usize> = pieces.flat_map(|p| &p.2).map(|(key, _)| (*key, 0)).collect();
    ids.values_mut().enumerate().for_each(|(i, id)| *id = i);
    let named = |(pieces, class, turned): Apart| Row {
        pieces: pieces
            .into_iter()
            .map(|(base, calm, acting)| {
                let acting = acting.into_iter().map(|(key, stronger)| (ids[&key], stronger)).collect();
                Piece { base, calm, acting }
            })
            .collect(),
        class,
        turned,
    };
    let rows = unnamed.into_iter().map(named).collect();
    (ids.into_keys().collect(), rows)
}

fn taken_apart(lexicon: &Lexicon, predictor: &mut Predictor<'_>, row: &GoldRow) -> Apart {
    let acting = |factors: &[Factor]| factors.iter().filter_map(|f| key(f, &row.text)).collect::<Vec<_>>();
    if let Subject::Issue(issue) = &row.subject {
        let matches = predictor.scored(row, issue);
        let pieces = matches.iter().map(|m| (m.weight.to_f64(), 0.0, acting(&m.factors))).collect();
        return (pieces, row.class, false);
    }
    let (portrait, direction) = predictor.portrait(row);
    let pieces = portrait.evaluations.iter().map(|e| {
        let valence = match lexicon.terms.entry(e.entry) {
            Entry::Evaluation(i) => lexicon.language.evaluations[i as usize].valence_for(e.part).to_f64(),
            _ => 0.0,
        };
        (valence * e.closeness, e.calm.to_f64(), acting(&e.factors))
    });
    (pieces.collect(), row.class, direction < 0.0)
}

/// The group of a factor; none for a distance, which is no modifier's.
fn key(factor: &Factor, text: &str) -> Option<(Key, bool)> {
    let FactorKind::Modifier(kind) = factor.kind else { return None };
    // "but" makes what follows it stronger by as much as it makes what stands before it weaker.
    let stronger = kind == ModifierKind::Contrast && factor.value > 1.0;
    let value = if stronger { 2.0 - factor.value } else { factor.value };
    let question = kind == ModifierKind::Irrealis && factor.cue.slice(text) == "?";
    Some((Key { kind, factor: (value * 1e6).round() as i64, question }, stronger))
}

fn support(rows: &[Row], groups: usize) -> Vec<u32> {
    let mut support = vec![0; groups];
    for row in rows {
        let mut here = vec![false; groups];
        row.pieces.iter().flat_map(|p| &p.acting).for_each(|(group, _)| here[*group] = true);
        support.iter_mut().zip(here).for_each(|(n, here)| *n += u32::from(here));
    }
    support
}

fn bands(lexicon: &Lexicon, gold: &Gold) -> Bands {
    let (scoring, two_class) = (&lexicon.dispute.scoring, gold.is_two_class());
    match gold.rows.iter().all(|row| matches!(row.subject, Subject::Issue(_))) {
        true => Bands { middle: 0.0, neutral_below: scoring.neutral_below, two_class },
        false => {
            let portrayal = &scoring.portrayal;
            Bands { middle: portrayal.middle, neutral_below: portrayal.neutral_below, two_class }
        }
    }
}

impl Row {
    fn class(&self, factors: &[f64], bands: Bands) -> Option<Class> {
        if self.pieces.is_empty() {
            return None;
        }
        let (mut x, mut calm) = (-bands.middle, 0.0);
        for piece in &self.pieces {
            let value = |&(group, stronger): &Acting| if stronger { 2.0 - factors[group] } else { factors[group] };
            x += piece.base * piece.acting.iter().map(value).product::<f64>();
            calm += piece.calm;
        }
        let class = match x {
            _ if bands.two_class && x == 0.0 => return None,
            _ if !bands.two_class && (x == 0.0 || x.abs() < bands.neutral_below + calm) => Class::Middle,
            x if x > 0.0 => Class::High,
            _ => Class::Low,
        };
        Some(if self.turned { class.reversed() } else { class })
    }
}

/// The values that are tried for a kind of modifier.
fn values(kind: ModifierKind) -> &'static [f64] {
    match kind {
        ModifierKind::Negation => &[-1.0, -0.85, -0.74, -0.6, -0.5, -0.37, -0.2, 0.0, 0.2, 0.35, 0.5, 0.7, 1.0],
        ModifierKind::Intensifier => &[1.0, 1.15, 1.29, 1.5, 1.75, 2.0],
        _ => &[0.0, 0.2, 0.35, 0.5, 0.6, 0.7, 0.74, 0.85, 1.0],
    }
}

/// Coordinate search: one group after another takes the value that is best while the others stay.
fn search(rows: &[&Row], keys: &[Key], old: &[f64], groups: &[usize], bands: Bands) -> Vec<f64> {
    let mut factors = old.to_vec();
    let quality = |factors: &[f64]| {
        let mut counts = Counts { two_class: bands.two_class, ..Counts::default() };
        for row in rows {
            counts.cells[row.class as usize][row.class(factors, bands).map_or(3, |c| c as usize)] += 1.0;
        }
        counts.macro_f1().unwrap_or(0.0)
    };
    for _ in 0..SWEEPS {
        let start = factors.clone();
        for &group in groups {
            let mut tried: Vec<f64> = values(keys[group].kind).to_vec();
            tried.push(old[group]);
            tried.sort_by(|a, b| (a - old[group]).abs().total_cmp(&(b - old[group]).abs()).then(a.total_cmp(b)));
            let mut best = (f64::NEG_INFINITY, old[group]);
            for value in tried {
                factors[group] = value;
                let found = quality(&factors);
                if found > best.0 {
                    best = (found, value);
                }
            }
            factors[group] = best.1;
        }
        if factors == start {
            break;
        }
    }
    factors
}

fn files(name: &str, lexicon: &Lexicon, groups: &[ModifierGroup]) -> Result<Vec<LexiconFile>, LexiconError> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    // Writing to memory cannot fail.
    let _ = writer.write_record(["pattern", "type", "factor", "scope", "old", "support"]);
    for modifier in &lexicon.language.modifiers {
        let is_its = |g: &&ModifierGroup| g.kept && !g.question && g.kind == modifier.kind && g.old == modifier.factor;
        let changed = groups.iter().find(is_its).filter(|_| modifier.scope != Scope::Itself);
        let factor = write::cell(changed.map_or(modifier.factor, |g| g.asked));
        let (old, support) = changed.map_or_else(Default::default, |g| (write::cell(g.old), g.support.to_string()));
        let row = [&modifier.pattern, modifier.kind.name(), &factor, modifier.scope.name(), &old, &support];
        let _ = writer.write_record(row);
    }
    let table = String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default();
    let question = groups.iter().find(|g| g.question && g.kept).map(|g| ("question_factor", g.asked));
    write::with_table(name, "modifiers.csv", table, &question.into_iter().collect::<Vec<_>>())
}
