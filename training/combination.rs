//! The whole attribution on articles that the model has not seen: figures, reliability, and what is most often wrong.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use demarche::attribution::model::Model;
use demarche::attribution::model::proposer::trim;
use demarche::attribution::{Attributor, Statement};
use demarche::document::{CharOffsets, Document, Span};
use demarche::lexicon::{Lexicon, TypeTable};
use demarche::text::{TokenRange, Vocabulary};
use serde_json::{Value, json};

use super::data::{Article, overlapping};
use super::measure::{Figures, Predicted, pairs, same_source};
use super::reliability::Reliability;

/// Prints figures, reliability and error classes; `model` is `None` for the rules alone.
pub fn measure(
    lexicon: &Lexicon,
    model: Option<Model>,
    articles: &[Article],
    predictions: Option<&Path>,
) -> Result<(), String> {
    let attributor = match model {
        Some(model) => Attributor::with_model(lexicon, Arc::new(model)),
        None => Attributor::new(lexicon),
    };
    let mut vocabulary = Vocabulary::default();
    let mut types = TypeTable::new(lexicon);
    let mut figures = Figures::default();
    let mut reliability = Reliability::default();
    let mut errors = BTreeMap::new();
    let mut out = String::new();
    for article in articles {
        let document = Document { id: article.id.clone(), text: article.text.clone(), ..Document::default() };
        let text = lexicon.segmenter.segment(&document.text, &mut vocabulary);
        types.update(lexicon, &vocabulary);
        let statements = attributor.attribute(&document, &text, &vocabulary, &types).statements;
        let predicted: Vec<Predicted> = statements.iter().map(|s| in_tokens(article, s)).collect();
        figures.add(article, &predicted);
        let pairs = pairs(article, &predicted);
        for (i, statement) in statements.iter().enumerate() {
            let right = pairs.iter().any(|(_, mine)| *mine == i);
            reliability.add(statement.rule.0, statement.confidence, right);
            out.push_str(&row(lexicon, &article.id, &document.text, statement).to_string());
            out.push('\n');
        }
        count_errors(article, &predicted, &pairs, &mut errors);
    }
    println!("{figures}");
    println!("{reliability}");
    let mut errors: Vec<(&str, u32)> = errors.into_iter().collect();
    errors.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    errors.iter().for_each(|(class, n)| println!("{n:6}  {class}"));
    match predictions {
        Some(path) => std::fs::write(path, out).map_err(|e| format!("{}: {e}", path.display())),
        None => Ok(()),
    }
}

fn in_tokens(article: &Article, statement: &Statement) -> Predicted {
    let ranges = |spans: &[Span]| -> Vec<TokenRange> {
        let range = |s: &Span| trim(&article.seen, overlapping(&article.spans, *s));
        spans.iter().map(range).filter(|r| !r.is_empty()).collect()
    };
    Predicted { source: ranges(&statement.source), cue: ranges(&statement.cue), content: ranges(&statement.content) }
}

/// A statement as the scorer reads it.
fn row(lexicon: &Lexicon, document: &str, text: &str, statement: &Statement) -> Value {
    let offsets = CharOffsets::new(text);
    let chars =
        |spans: &[Span]| -> Vec<[u32; 2]> { spans.iter().map(|s| [offsets.of(s.start), offsets.of(s.end)]).collect() };
    json!({"document": document, "rule": statement.rule.0, "confidence": statement.confidence,
        "speaker": statement.speaker.as_ref().map(|s| s.name.clone()),
        "side": statement.side().map(|s| lexicon.dispute.sides[s.0 as usize].id.clone()),
        "source": chars(&statement.source), "cue": chars(&statement.cue), "content": chars(&statement.content)})
}

/// Sorts what was missed, what is false and whose source is wrong into classes.
fn count_errors(
    article: &Article,
    predicted: &[Predicted],
    pairs: &[(usize, usize)],
    errors: &mut BTreeMap<&'static str, u32>,
) {
    let overlap = |a: &[TokenRange], b: &[TokenRange]| a.iter().any(|x| b.iter().any(|y| x.overlaps(*y)));
    for (number, gold) in article.gold.iter().enumerate() {
        if let Some((_, mine)) = pairs.iter().find(|(g, _)| *g == number) {
            if !same_source(&gold.source, &predicted[*mine].source) {
                *errors.entry("found, but with another source").or_default() += 1;
            }
            continue;
        }
        let known = gold.cue.iter().flat_map(|r| r.indices()).any(|i| article.seen.cue[i].kind > 0);
        let class = if predicted.iter().any(|p| overlap(&p.cue, &gold.cue)) {
            "missed: the cue was found, the limits of the content differ"
        } else if gold.source.is_empty() {
            "missed: the gold has no source"
        } else if predicted.iter().any(|p| overlap(&p.content, &gold.cue)) {
            "missed: inside or across another statement"
        } else if known {
            "missed: a cue that the language pack knows"
        } else if gold.cue.iter().map(|r| r.len()).sum::<u32>() > 1 {
            "missed: a cue of several words that the language pack does not know"
        } else {
            "missed: a cue of one word that the language pack does not know"
        };
        *errors.entry(class).or_default() += 1;
    }
    for (number, mine) in predicted.iter().enumerate() {
        if pairs.iter().any(|(_, p)| *p == number) {
            continue;
        }
        let class = if article.gold.iter().any(|g| overlap(&g.cue, &mine.cue)) {
            "false: the cue is right, the limits of the content differ"
        } else if mine.cue.is_empty() {
            "false: no cue"
        } else if mine.source.is_empty() {
            "false: no such cue, and no source"
        } else {
            "false: no such cue"
        };
        *errors.entry(class).or_default() += 1;
    }
}
