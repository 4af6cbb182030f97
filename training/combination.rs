//! Rules and model together, on articles that the model has not seen: what each rule adds, and the whole's figures.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex};

use demarche::attribution::model::{Model, Trained};
use demarche::attribution::{Attributor, Candidate, Context, Proposer, Rules};
use demarche::document::{CharOffsets, Document, Span};
use demarche::lexicon::{Lexicon, TypeTable};
use demarche::text::{TokenRange, Vocabulary};
use serde_json::json;

use super::data::{Article, overlapping};
use super::measure::{Figures, Predicted, iou, pairs};
use demarche::attribution::model::proposer::trim;

/// By rule: proposals that the model lacks, and how many of them are right.
type Tally = BTreeMap<&'static str, [u32; 3]>;

/// An article, and what the rules and the model propose in it.
type Proposals = (usize, Vec<Candidate>, Vec<Candidate>);

/// Counts what the rules find beside the model.
struct Counter {
    model: Trained,
    article: Arc<Mutex<usize>>,
    seen: Arc<Mutex<Vec<Proposals>>>,
}

impl Proposer for Counter {
    fn propose(&self, context: &Context<'_>, _: &mut Vec<Candidate>) {
        let (mut rules, mut model) = (Vec::new(), Vec::new());
        Rules.propose(context, &mut rules);
        self.model.propose(context, &mut model);
        if let (Ok(article), Ok(mut seen)) = (self.article.lock(), self.seen.lock()) {
            seen.push((*article, rules, model));
        }
    }
}

/// Prints the figures of the whole attribution and, with the model, what each rule adds.
pub fn measure(
    both: bool,
    lexicon: &Lexicon,
    model: Model,
    articles: &[Article],
    predictions: Option<&Path>,
) -> Result<(), String> {
    let model = Trained::new(Arc::new(model));
    let mut proposers: Vec<Box<dyn Proposer>> = vec![Box::new(Rules)];
    let current = Arc::new(Mutex::new(0));
    let seen = Arc::new(Mutex::new(Vec::new()));
    if both {
        proposers = vec![Box::new(Rules), Box::new(model.clone())];
    }
    let counter = Counter { model, article: current.clone(), seen: seen.clone() };
    let whole = Attributor::with_proposers(lexicon, proposers);
    let counting = Attributor::with_proposers(lexicon, vec![Box::new(counter)]);
    let mut vocabulary = Vocabulary::default();
    let mut types = TypeTable::new(lexicon);
    let mut figures = Figures::default();
    let mut out = String::new();
    for (number, article) in articles.iter().enumerate() {
        let document = Document { id: article.id.clone(), text: article.text.clone(), ..Document::default() };
        let text = lexicon.segmenter.segment(&document.text, &mut vocabulary);
        types.update(lexicon, &vocabulary);
        let attributed = whole.attribute(&document, &text, &vocabulary, &types);
        let offsets = CharOffsets::new(&document.text);
        let mut predicted = Vec::new();
        for statement in &attributed.statements {
            let ranges = |spans: &[Span]| -> Vec<TokenRange> {
                let range = |s: &Span| trim(&article.seen, overlapping(&article.spans, *s));
                spans.iter().map(range).filter(|r| !r.is_empty()).collect()
            };
            predicted.push(Predicted {
                source: ranges(&statement.source),
                cue: ranges(&statement.cue),
                content: ranges(&statement.content),
            });
            let chars = |spans: &[Span]| -> Vec<[u32; 2]> {
                spans.iter().map(|s| [offsets.of(s.start), offsets.of(s.end)]).collect()
            };
            let row = json!({"document": article.id, "rule": statement.rule.0, "confidence": statement.confidence,
                "speaker": statement.speaker.as_ref().map(|s| s.name.clone()),
                "side": statement.side().map(|s| lexicon.dispute.sides[s.0 as usize].id.clone()),
                "source": chars(&statement.source), "cue": chars(&statement.cue), "content": chars(&statement.content)});
            out.push_str(&row.to_string());
            out.push('\n');
        }
        figures.add(article, &predicted);
        if both {
            if let Ok(mut slot) = current.lock() {
                *slot = number;
            }
            counting.attribute(&document, &text, &vocabulary, &types);
        }
    }
    println!("{figures}");
    if let Ok(seen) = seen.lock() {
        let mut tally = Tally::new();
        for (number, rules, model) in seen.iter() {
            count(&articles[*number], rules, model, &mut tally);
        }
        println!("rule: proposals, without a model statement of the same cue or content, right of these");
        tally.iter().for_each(|(rule, [all, fresh, right])| println!("{rule:24} {all:6} {fresh:6} {right:6}"));
    }
    match predictions {
        Some(path) => std::fs::write(path, out).map_err(|e| format!("{}: {e}", path.display())),
        None => Ok(()),
    }
}

fn count(article: &Article, rules: &[Candidate], model: &[Candidate], tally: &mut Tally) {
    let as_predicted = |c: &Candidate| Predicted {
        source: c.source.iter().map(|s| s.tokens).collect(),
        cue: vec![c.cue],
        content: c.content.clone(),
    };
    let found: Vec<Predicted> = model.iter().map(as_predicted).collect();
    let taken: Vec<usize> = pairs(article, &found).into_iter().map(|p| p.0).collect();
    for rule in rules {
        let entry = tally.entry(rule.rule).or_default();
        entry[0] += 1;
        let same =
            model.iter().any(|m| m.cue.overlaps(rule.cue) || iou(&article.letters, &m.content, &rule.content) > 0.5);
        if same {
            continue;
        }
        entry[1] += 1;
        let right = article
            .gold
            .iter()
            .enumerate()
            .any(|(g, gold)| !taken.contains(&g) && iou(&article.letters, &gold.content, &rule.content) >= 0.5);
        entry[2] += u32::from(right);
    }
}
