//! Trains the attribution model.
//!
//! ```text
//! cargo run --release --example train-attribution -- \
//!     --data polnear_train.jsonl --clusters data/attribution-en.model --out attribution-en.model
//! ```
//!
//! Articles with gold attributions come in, one model file goes out. Both chains are trained once for each fold of
//! articles without that fold, so that the judge and its calibration learn from statements in articles that the chains
//! have not seen; the same held-out statements give the cross-validation figures that are printed. Then the chains are
//! trained on everything. The same articles, lexicon and options give the same bytes.

mod combination;
mod crf;
mod data;
mod examples;
mod judge;
mod measure;
mod reliability;
mod word_clusters;

use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Parser;
use demarche::attribution::model::argument_features::Likely;
use demarche::attribution::model::chain::Steps;
use demarche::attribution::model::clusters::Clusters;
use demarche::attribution::model::feature::hash_word;
use demarche::attribution::model::proposer::{marked, propose, settle};
use demarche::attribution::model::rank::{self, Calibration, Judge, Proposal};
use demarche::attribution::model::reader::{Reader, Stage};
use demarche::attribution::model::weights::Weights;
use demarche::attribution::model::{Found, Model};
use demarche::document::{CharOffsets, Span};
use demarche::lexicon::Lexicon;
use demarche::text::TokenRange;
use serde_json::json;

use crf::{Examples, Settings};
use data::Article;
use examples::Features;
use judge::Case;
use measure::{Figures, Predicted};
use rayon::prelude::*;
use reliability::Reliability;

/// Trains the attribution model.
#[derive(Parser)]
struct Arguments {
    /// Articles with gold attributions: JSON Lines of {id, text, quotes: [{source_spans, cue_spans, content_spans}]}.
    #[arg(long)]
    data: PathBuf,
    /// Where to write the model; without it, figures only.
    #[arg(long)]
    out: Option<PathBuf>,
    /// A model to measure on the data instead of training one.
    #[arg(long)]
    measure: Option<PathBuf>,
    /// With --measure: the whole attribution, rules and model together, on the articles of this fold (all without it).
    #[arg(long)]
    fold: Option<u32>,
    /// With --measure: `model` for the judged candidates alone, `rules` for the rules alone, `both` for the whole.
    #[arg(long, default_value = "model")]
    attribution: String,
    /// Where to write each fold's model, to measure combinations of rules and model on articles that it has not seen.
    #[arg(long)]
    fold_models: Option<PathBuf>,
    /// Folds of the cross-validation.
    #[arg(long, default_value_t = 3)]
    folds: u32,
    /// Only the first folds, to try something.
    #[arg(long)]
    only: Option<u32>,
    /// Where to write the held-out (or measured) statements, as the scorer reads them.
    #[arg(long)]
    predictions: Option<PathBuf>,
    /// More text to learn word clusters from: JSON Lines with a field "text". The articles are always read.
    #[arg(long)]
    text: Vec<PathBuf>,
    /// A model whose word clusters are taken over, instead of learning them from text.
    #[arg(long)]
    clusters: Option<PathBuf>,
    /// Lexicon whose language pack is used.
    #[arg(long, default_value = "us-china-cyber")]
    lexicon: String,
    /// Times that each example is read.
    #[arg(long, default_value_t = 7)]
    epochs: u32,
    /// The first step of AdaGrad.
    #[arg(long, default_value_t = 0.04)]
    rate: f32,
    /// Penalty on absolute weights.
    #[arg(long, default_value_t = 1.0)]
    l1: f32,
    /// Penalty on squared weights.
    #[arg(long, default_value_t = 2.0)]
    l2: f32,
    /// Times that a feature must be met.
    #[arg(long, default_value_t = 3)]
    support: u8,
    /// Weights smaller than this are left out.
    #[arg(long, default_value_t = 0.03)]
    prune: f32,
}

fn main() {
    if let Err(message) = run(&Arguments::parse()) {
        eprintln!("error: {message}");
        std::process::exit(1);
    }
}

fn run(arguments: &Arguments) -> Result<(), String> {
    let lexicon = Lexicon::load(&arguments.lexicon).map_err(|e| e.to_string())?;
    if let Some(path) = &arguments.measure {
        return measure_model(arguments, &lexicon, read_model(path)?);
    }
    let mut texts: Vec<&Path> = vec![&arguments.data];
    texts.extend(arguments.text.iter().map(|p| p.as_path()));
    let clock = Instant::now();
    let clusters = match &arguments.clusters {
        Some(path) => read_model(path)?.clusters,
        None => word_clusters::learn(&texts, &lexicon)?,
    };
    eprintln!("{:6.1} s  {} words in clusters", clock.elapsed().as_secs_f32(), clusters.len());
    let articles = data::read(&arguments.data, &lexicon, &clusters)?;
    train(arguments, &articles, clusters)
}

fn read_model(path: &Path) -> Result<Model, String> {
    let bytes = std::fs::read(path).map_err(|e| format!("{}: {e}", path.display()))?;
    Model::from_bytes(&bytes).map_err(|e| format!("{}: {e}", path.display()))
}

/// Measures a model on articles that it was not trained on.
fn measure_model(arguments: &Arguments, lexicon: &Lexicon, model: Model) -> Result<(), String> {
    let mut articles = data::read(&arguments.data, lexicon, &model.clusters)?;
    articles.retain(|a| arguments.fold.is_none_or(|fold| hash_word(&a.id) % arguments.folds == fold));
    if arguments.attribution != "model" {
        let model = Some(model).filter(|_| arguments.attribution != "rules");
        return combination::measure(lexicon, model, &articles, arguments.predictions.as_deref());
    }
    let clock = Instant::now();
    let found: Vec<Vec<Found>> = articles.iter().map(|a| model.judge_all(&a.seen)).collect();
    let tokens: usize = articles.iter().map(|a| a.seen.word.len()).sum();
    println!("{:.0} tokens a second", tokens as f64 / clock.elapsed().as_secs_f64());
    println!("{}", figures(&articles, &found, model.threshold));
    reliability(&articles, &found, model.threshold);
    write_predictions(arguments, &articles, &found, model.threshold)
}

fn train(arguments: &Arguments, articles: &[Article], clusters: Clusters) -> Result<(), String> {
    let clock = Instant::now();
    let say = |what: String| eprintln!("{:6.1} s  {what}", clock.elapsed().as_secs_f32());
    let folds: Vec<u32> = articles.iter().map(|a| hash_word(&a.id) % arguments.folds).collect();
    let fold_of = |group: u32| folds[group as usize];
    let wanted: Vec<u32> = (0..arguments.only.unwrap_or(arguments.folds)).collect();

    let (features, examples) = examples::cue_examples(articles, arguments.support);
    say(format!("{} windows with {} features", examples.len(), features.hashes.len()));
    // The last one learns from everything.
    let excluded: Vec<Option<u32>> = (0..arguments.folds).map(Some).chain([None]).collect();
    let mut cue_stages: Vec<Stage<3>> =
        excluded.par_iter().map(|fold| stage(&features, &examples, arguments, |g| Some(fold_of(g)) != *fold)).collect();
    drop((features, examples));
    say(format!("cues: {} rows", cue_stages[0].weights.len()));
    let likely: Vec<Vec<Likely>> =
        articles.iter().zip(&folds).map(|(article, fold)| likely(&cue_stages[*fold as usize], article)).collect();

    let (features, examples) = examples::argument_examples(articles, &likely, arguments.support);
    say(format!("{} attributions with {} features", examples.len(), features.hashes.len()));
    let whole = arguments.out.as_ref().map(|_| None);
    let excluded: Vec<Option<u32>> = wanted.iter().copied().map(Some).chain(whole).collect();
    let mut argument_stages: Vec<Stage<5>> =
        excluded.par_iter().map(|fold| stage(&features, &examples, arguments, |g| Some(fold_of(g)) != *fold)).collect();
    drop((features, examples));
    say(format!("arguments: {} rows", argument_stages[0].weights.len()));

    let mut held_out: Vec<Vec<Vec<Proposal>>> = vec![Vec::new(); articles.len()];
    for ((article, proposals), fold) in articles.iter().zip(&mut held_out).zip(&folds) {
        if let Some(arguments) = argument_stages.get(*fold as usize).filter(|_| wanted.contains(fold)) {
            *proposals = propose_all(&cue_stages[*fold as usize], arguments, article);
        }
    }
    let cases = cases(articles, &held_out);
    let right = cases.iter().filter(|c| c.right).count();
    say(format!("{} proposals, {right} right", cases.len()));
    let judges: Vec<Judge> = (0..arguments.folds).map(|fold| judge::train(&cases, |g| fold_of(g) != fold)).collect();
    let scores: Vec<f32> = cases.iter().map(|c| judges[fold_of(c.group) as usize].probability(&c.reading)).collect();
    let calibration = judge::calibrate(&cases, &scores);
    let found = found(articles, &held_out, &scores, &calibration);
    let kept: Vec<bool> = folds.iter().map(|f| *f < arguments.only.unwrap_or(arguments.folds)).collect();
    let mut best = (0.0, 0.0f32);
    for step in 10..30 {
        let threshold = step as f32 * 0.02;
        let figures = figures_of(articles, &found, threshold, &kept);
        println!("threshold {threshold:.2}  {figures}");
        let value = figures.attribution.figures()[2];
        if value > best.0 {
            best = (value, threshold);
        }
    }
    println!("cross-validation at {:.2}  {}", best.1, figures_of(articles, &found, best.1, &kept));
    reliability(articles, &found, best.1);
    if arguments.only.is_none() {
        write_predictions(arguments, articles, &found, best.1)?;
    }
    if let Some(folder) = &arguments.fold_models {
        for fold in 0..wanted.len() {
            let model = Model {
                cues: cue_stages[fold].clone(),
                arguments: argument_stages[fold].clone(),
                judge: judges[fold].clone(),
                calibration: calibration.clone(),
                threshold: best.1,
                clusters: clusters.clone(),
            };
            let path = folder.join(format!("fold-{fold}.model"));
            std::fs::write(&path, model.to_bytes()).map_err(|e| format!("{}: {e}", path.display()))?;
        }
    }
    let Some(out) = &arguments.out else { return Ok(()) };
    let (Some(cues), Some(stage_two)) = (cue_stages.pop(), argument_stages.pop()) else { return Ok(()) };
    let judge = judge::train(&cases, |_| true);
    let model = Model { cues, arguments: stage_two, judge, calibration, threshold: best.1, clusters };
    let bytes = model.to_bytes();
    std::fs::write(out, &bytes).map_err(|e| format!("{}: {e}", out.display()))?;
    say(format!(
        "wrote {} ({} bytes, {} and {} and {} rows)",
        out.display(),
        bytes.len(),
        model.cues.weights.len(),
        model.arguments.weights.len(),
        model.judge.weights.len()
    ));
    Ok(())
}

/// What the first stage says of an article's tokens.
fn likely(stage: &Stage<3>, article: &Article) -> Vec<Likely> {
    let nothing = Stage { weights: Weights::new([].into_iter(), 1.0), steps: Steps::new() };
    let mut reader = Reader::new(stage, &nothing);
    reader.start(&article.seen);
    for window in &article.seen.windows {
        reader.cues(&article.seen, *window, 1.0, &mut Vec::new());
    }
    reader.likely().to_vec()
}

fn stage<const L: usize>(
    features: &Features,
    examples: &Examples,
    arguments: &Arguments,
    keep: impl Fn(u32) -> bool,
) -> Stage<L> {
    let settings = Settings { epochs: arguments.epochs, rate: arguments.rate, l1: arguments.l1, l2: arguments.l2 };
    let trained = crf::train::<L>(examples, features.hashes.len(), settings, keep);
    let small = |w: f32| if w.abs() < arguments.prune { 0.0 } else { w };
    let rows: Vec<(u32, [f32; L])> =
        features.hashes.iter().copied().zip(trained.rows.iter().map(|r| r.map(small))).collect();
    let largest = rows.iter().flat_map(|r| r.1).fold(0.5f32, |top, w| top.max(w.abs()));
    Stage { weights: Weights::quantise(&rows, largest.min(3.0)), steps: trained.steps }
}

/// The proposals for an article, by window.
fn propose_all(cues: &Stage<3>, arguments: &Stage<5>, article: &Article) -> Vec<Vec<Proposal>> {
    let mut reader = Reader::new(cues, arguments);
    reader.start(&article.seen);
    article.seen.windows.iter().map(|w| propose(&mut reader, &article.seen, *w)).collect()
}

/// What the judge learns from, in the order of articles, windows and proposals.
fn cases(articles: &[Article], held_out: &[Vec<Vec<Proposal>>]) -> Vec<Case> {
    let mut cases = Vec::new();
    for (group, (article, windows)) in articles.iter().zip(held_out).enumerate() {
        for (proposals, window) in windows.iter().zip(&article.seen.windows) {
            for number in 0..proposals.len() {
                let reading = rank::read(&article.seen, proposals, number, *window);
                let worth = worth(article, &proposals[number]);
                cases.push(Case { reading, right: worth > 0.0, worth, group: group as u32 });
            }
        }
    }
    cases
}

/// What the judge is to say of a proposal: 0 unless a gold attribution has a part of this cue and most of this content,
/// then more when the source is right and when cue and content are the annotator's to the word.
fn worth(article: &Article, proposal: &Proposal) -> f32 {
    let arguments = &proposal.arguments;
    let of = |gold: &data::Gold| {
        let cue = gold.cue.iter().any(|c| c.overlaps(proposal.cue.tokens));
        if !cue || measure::iou(&article.letters, &gold.content, &arguments.content) < 0.5 {
            return 0.0;
        }
        let source = measure::same_source(&gold.source, &arguments.source);
        let exact = gold.source == arguments.source;
        let cue = gold.cue.contains(&proposal.cue.tokens);
        let points = 3 * u32::from(source)
            + u32::from(exact)
            + 2 * u32::from(cue)
            + 2 * u32::from(gold.content == arguments.content);
        0.6 + 0.05 * points as f32
    };
    article.gold.iter().map(of).fold(0.0, f32::max)
}

/// Proposals with their scores, by article.
fn found(
    articles: &[Article],
    held_out: &[Vec<Vec<Proposal>>],
    scores: &[f32],
    calibration: &Calibration,
) -> Vec<Vec<Found>> {
    let mut scores = scores.iter();
    let mut judged = |proposal: &Proposal| {
        let score = scores.next().copied().unwrap_or_default();
        Found { proposal: proposal.clone(), confidence: calibration.apply(score) }
    };
    let of = |(article, windows): (&Article, &Vec<Vec<Proposal>>)| -> Vec<Found> {
        let judged: Vec<Found> = windows.iter().flatten().map(&mut judged).collect();
        judged.into_iter().chain(marked(&article.seen).filter(|_| !windows.is_empty())).collect()
    };
    articles.iter().zip(held_out).map(of).collect()
}

fn predicted(found: &Found) -> Predicted {
    let arguments = &found.proposal.arguments;
    Predicted {
        source: arguments.source.clone(),
        cue: Some(found.proposal.cue.tokens).into_iter().filter(|c| !c.is_empty()).collect(),
        content: arguments.content.clone(),
    }
}

fn figures(articles: &[Article], found: &[Vec<Found>], threshold: f32) -> Figures {
    figures_of(articles, found, threshold, &vec![true; articles.len()])
}

fn figures_of(articles: &[Article], found: &[Vec<Found>], threshold: f32, kept: &[bool]) -> Figures {
    let mut figures = Figures::default();
    for ((article, found), _) in articles.iter().zip(found).zip(kept).filter(|(_, kept)| **kept) {
        let statements: Vec<Predicted> = settle(found.clone(), threshold).iter().map(predicted).collect();
        figures.add(article, &statements);
    }
    figures
}

/// Prints how often statements of a confidence are right.
fn reliability(articles: &[Article], found: &[Vec<Found>], threshold: f32) {
    let mut reliability = Reliability::default();
    for (article, found) in articles.iter().zip(found) {
        let statements = settle(found.clone(), threshold);
        let predicted: Vec<Predicted> = statements.iter().map(predicted).collect();
        let pairs = measure::pairs(article, &predicted);
        for (i, statement) in statements.iter().enumerate() {
            let right = pairs.iter().any(|(_, mine)| *mine == i);
            let rule = if statement.proposal.rule.is_some() { "rules" } else { "model" };
            reliability.add(rule, f64::from(statement.confidence), right);
        }
    }
    println!("{reliability}");
}

fn write_predictions(
    arguments: &Arguments,
    articles: &[Article],
    found: &[Vec<Found>],
    threshold: f32,
) -> Result<(), String> {
    let Some(path) = &arguments.predictions else { return Ok(()) };
    let mut out = String::new();
    for (article, found) in articles.iter().zip(found) {
        let offsets = CharOffsets::new(&article.text);
        let spans = |ranges: &[TokenRange]| -> Vec<[u32; 2]> {
            let span = |r: &TokenRange| {
                let span = Span::new(article.spans[r.start as usize].start, article.spans[r.end as usize - 1].end);
                [offsets.of(span.start), offsets.of(span.end)]
            };
            ranges.iter().map(span).collect()
        };
        for statement in settle(found.clone(), threshold) {
            let statement = (predicted(&statement), statement.confidence);
            let row = json!({
                "document": article.id,
                "source": spans(&statement.0.source),
                "cue": spans(&statement.0.cue),
                "content": spans(&statement.0.content),
                "confidence": statement.1,
                "speaker": null,
                "side": null,
            });
            out.push_str(&row.to_string());
            out.push('\n');
        }
    }
    std::fs::write(path, out).map_err(|e| format!("{}: {e}", path.display()))
}
