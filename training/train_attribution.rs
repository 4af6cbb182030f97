//! Trains the attribution model: `cargo run --release --example train-attribution -- --data polnear_train.jsonl --out
//! data/attribution-en.model`.

mod crf;
mod data;
mod examples;
mod judge;
mod measure;

use std::path::PathBuf;
use std::time::Instant;

use clap::Parser;
use demarche::attribution::model::clusters::Clusters;
use demarche::attribution::model::rank::{self, Certainty, Judge, Proposal, overlap};
use demarche::attribution::model::reader::{Reader, Scratch, Stage};
use demarche::attribution::model::weights::Weights;
use demarche::lexicon::Lexicon;

use crf::{Examples, Settings};
use data::Article;
use examples::Features;
use judge::Case;
use measure::{Figures, Predicted};

/// Trains the attribution model.
#[derive(Parser)]
struct Arguments {
    /// Articles with gold attributions, JSON Lines.
    #[arg(long)]
    data: PathBuf,
    /// Folds of the cross-validation.
    #[arg(long, default_value_t = 5)]
    folds: u32,
    /// Only the first folds, to try something.
    #[arg(long)]
    only: Option<u32>,
    /// Where to write the held-out predictions, as the scorer reads them.
    #[arg(long)]
    predictions: Option<PathBuf>,
    /// Lexicon whose language pack is used.
    #[arg(long, default_value = "us-china-cyber")]
    lexicon: String,
    #[arg(long, default_value_t = 10)]
    epochs: u32,
    #[arg(long, default_value_t = 0.15)]
    rate: f32,
    #[arg(long, default_value_t = 0.5)]
    l1: f32,
    #[arg(long, default_value_t = 0.5)]
    l2: f32,
    #[arg(long, default_value_t = 3)]
    support: u8,
    #[arg(long, default_value_t = 0.04)]
    floor: f32,
}

fn main() {
    if let Err(message) = run(&Arguments::parse()) {
        eprintln!("error: {message}");
        std::process::exit(1);
    }
}

/// The two chains.
struct Chains {
    cues: Stage<3>,
    arguments: Stage<5>,
}

fn stage<const L: usize>(features: &Features, examples: &Examples, settings: Settings, keep: impl Fn(u32) -> bool) -> Stage<L> {
    let trained = crf::train::<L>(examples, features.hashes.len(), settings, keep);
    let rows: Vec<(u32, [f32; L])> = features.hashes.iter().copied().zip(trained.rows).collect();
    let weights = Weights::quantise(&rows, 3.0);
    Stage { weights, steps: trained.steps }
}

fn run(arguments: &Arguments) -> Result<(), String> {
    let clock = Instant::now();
    let lexicon = Lexicon::load(&arguments.lexicon).map_err(|e| e.to_string())?;
    let articles = data::read(&arguments.data, &lexicon, &Clusters::default())?;
    eprintln!("{:.1}s {} articles", clock.elapsed().as_secs_f32(), articles.len());
    let settings =
        Settings { epochs: arguments.epochs, rate: arguments.rate, l1: arguments.l1, l2: arguments.l2 };
    let ((cue_features, cue_examples), (argument_features, argument_examples)) = rayon::join(
        || examples::cue_examples(&articles, arguments.support),
        || examples::argument_examples(&articles, arguments.support),
    );
    eprintln!(
        "{:.1}s {} and {} features, {} and {} examples",
        clock.elapsed().as_secs_f32(),
        cue_features.hashes.len(),
        argument_features.hashes.len(),
        cue_examples.len(),
        argument_examples.len()
    );
    let fold_of = |group: u32| group % arguments.folds;
    let folds = arguments.only.unwrap_or(arguments.folds);
    let mut held_out: Vec<Option<Vec<Vec<Proposal>>>> = (0..articles.len()).map(|_| None).collect();
    for fold in 0..folds {
        let (cues, args) = rayon::join(
            || stage::<3>(&cue_features, &cue_examples, settings, |g| fold_of(g) != fold),
            || stage::<5>(&argument_features, &argument_examples, settings, |g| fold_of(g) != fold),
        );
        eprintln!("{:.1}s fold {fold}: {} and {} rows", clock.elapsed().as_secs_f32(), cues.weights.len(), args.weights.len());
        let chains = Chains { cues, arguments: args };
        for (group, article) in articles.iter().enumerate().filter(|(g, _)| fold_of(*g as u32) == fold) {
            held_out[group] = Some(propose(&chains, article, arguments.floor));
        }
        eprintln!("{:.1}s proposed", clock.elapsed().as_secs_f32());
    }
    let mut cases = Vec::new();
    for (group, windows) in held_out.iter().enumerate() {
        let Some(windows) = windows else { continue };
        for (window, proposals) in windows.iter().enumerate() {
            for number in 0..proposals.len() {
                let reading = rank::read(&articles[group].seen, proposals, number, articles[group].seen.windows[window]);
                let right = is_right(&articles[group], &proposals[number]);
                cases.push(Case { reading, right, group: group as u32 });
            }
        }
    }
    eprintln!("{} cases, {} right", cases.len(), cases.iter().filter(|c| c.right).count());
    let judges: Vec<Judge> = (0..folds).map(|fold| judge::train(&cases, |g| fold_of(g) != fold)).collect();
    let mut scored: Vec<Option<Vec<(f32, f32, Predicted)>>> = (0..articles.len()).map(|_| None).collect();
    let mut next = cases.iter();
    for (group, windows) in held_out.iter().enumerate() {
        let Some(windows) = windows else { continue };
        let judge = &judges[fold_of(group as u32) as usize];
        let mut all = Vec::new();
        for proposals in windows {
            let mut list: Vec<(f32, f32, Predicted)> = Vec::new();
            for proposal in proposals {
                let Some(case) = next.next() else { break };
                list.push((judge.probability(&case.reading), proposal.cue.begin, predicted(&articles[group], proposal)));
            }
            all.extend(list);
        }
        scored[group] = Some(all);
    }
    for (name, which) in [("stage one alone", true), ("judge", false)] {
        for threshold in [0.25, 0.3, 0.35, 0.4, 0.45, 0.5] {
            let mut figures = Figures::default();
            for (article, list) in articles.iter().zip(&scored) {
                let Some(list) = list else { continue };
                let list: Vec<_> =
                    list.iter().map(|(p, b, s)| (if which { *b } else { *p }, s.clone())).collect();
                figures.add(article, &settle(list, threshold));
            }
            println!("{name} {threshold} {figures}");
        }
    }
    reliability(&cases, &judges, fold_of);
    eprintln!("{:.1}s", clock.elapsed().as_secs_f32());
    Ok(())
}

/// The proposals for an article, by window.
fn propose(chains: &Chains, article: &Article, floor: f32) -> Vec<Vec<Proposal>> {
    let reader = Reader::new(&chains.cues, &chains.arguments);
    let mut scratch = Scratch::default();
    reader.start(&article.seen, &mut scratch);
    let mut out = Vec::new();
    for &window in &article.seen.windows {
        let mut cues = Vec::new();
        reader.cues(&article.seen, window, floor, &mut scratch, &mut cues);
        let proposals = cues
            .into_iter()
            .map(|cue| {
                let arguments = reader.arguments(&article.seen, window, cue.tokens, &mut scratch);
                let certainty = Certainty::new(&arguments, &scratch.argument_chain.marginals);
                Proposal { cue, arguments, certainty }
            })
            .filter(|p| !p.arguments.content.is_empty())
            .collect();
        out.push(proposals);
    }
    out
}

fn predicted(article: &Article, proposal: &Proposal) -> Predicted {
    let trim = |ranges: &[demarche::text::TokenRange]| {
        ranges.iter().map(|r| data::trim(&article.seen, *r)).filter(|r| !r.is_empty()).collect::<Vec<_>>()
    };
    Predicted {
        source: trim(&proposal.arguments.source),
        cue: trim(&[proposal.cue.tokens]),
        content: trim(&proposal.arguments.content),
    }
}

fn is_right(article: &Article, proposal: &Proposal) -> bool {
    let mine = predicted(article, proposal);
    article.gold.iter().any(|g| {
        g.cue.iter().any(|c| c.overlaps(proposal.cue.tokens))
            && measure::iou(&article.letters, &g.content, &mine.content) >= 0.5
    })
}

/// The statements that stand: the most probable first, none with the cue or the content of another.
fn settle(mut list: Vec<(f32, Predicted)>, threshold: f32) -> Vec<Predicted> {
    list.retain(|(p, s)| *p >= threshold && !s.content.is_empty());
    list.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut kept: Vec<Predicted> = Vec::new();
    for (_, mine) in list {
        let clash = kept.iter().any(|k| {
            k.cue.iter().any(|c| mine.cue.iter().any(|m| c.overlaps(*m))) || overlap(&k.content, &mine.content) > 0.7
        });
        if !clash {
            kept.push(mine);
        }
    }
    kept
}

/// Prints how often candidates of a confidence are right.
fn reliability(cases: &[Case], judges: &[Judge], fold_of: impl Fn(u32) -> u32) {
    let mut bins = [(0u32, 0u32, 0.0f64); 10];
    for case in cases {
        let p = judges[fold_of(case.group) as usize].probability(&case.reading);
        let bin = &mut bins[((p * 10.0) as usize).min(9)];
        *bin = (bin.0 + 1, bin.1 + u32::from(case.right), bin.2 + f64::from(p));
    }
    for (n, right, sum) in bins {
        println!("confidence {:.3} right {:.3} of {n}", sum / f64::from(n.max(1)), f64::from(right) / f64::from(n.max(1)));
    }
}
