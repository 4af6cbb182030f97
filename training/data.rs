//! Articles with gold attributions, as observations and token ranges.

use std::path::Path;
use std::sync::{Arc, Mutex};

use demarche::attribution::model::clusters::Clusters;
use demarche::attribution::model::observe::Observed;
use demarche::attribution::model::proposer::trim;
use demarche::attribution::{Attributor, Candidate, Context, Proposer, Rules};
use demarche::document::{Document, Span};
use demarche::lexicon::{Lexicon, TypeTable};
use demarche::text::{TokenRange, Vocabulary};
use serde_json::Value;

/// A gold attribution in tokens, punctuation trimmed.
pub struct Gold {
    /// The words that name the source.
    pub source: Vec<TokenRange>,
    /// The words that attribute.
    pub cue: Vec<TokenRange>,
    /// What was said.
    pub content: Vec<TokenRange>,
    /// The window of its cue.
    pub window: usize,
}

/// An article, observed.
pub struct Article {
    /// Its id.
    pub id: String,
    /// Its text.
    pub text: String,
    /// What the model sees.
    pub seen: Observed,
    /// By token.
    pub spans: Vec<Span>,
    /// By token: letters and digits.
    pub letters: Vec<u16>,
    /// Its attributions.
    pub gold: Vec<Gold>,
}

/// Keeps what the model sees when a document passes through the attributor.
struct Recorder {
    clusters: Clusters,
    seen: Mutex<Option<Observed>>,
}

struct Shared(Arc<Recorder>);

impl Proposer for Shared {
    fn propose(&self, context: &Context<'_>, _: &mut Vec<Candidate>) {
        let mut rules = Vec::new();
        Rules.propose(context, &mut rules);
        let seen = Observed::new(context, &self.0.clusters, &rules);
        if let Ok(mut slot) = self.0.seen.lock() {
            *slot = Some(seen);
        }
    }
}

/// Reads and observes the articles of a JSON Lines file, sorted by id.
pub fn read(path: &Path, lexicon: &Lexicon, clusters: &Clusters) -> Result<Vec<Article>, String> {
    let file = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let recorder = Arc::new(Recorder { clusters: clusters.clone(), seen: Mutex::new(None) });
    let attributor = Attributor::with_proposers(lexicon, vec![Box::new(Shared(recorder.clone()))]);
    let mut vocabulary = Vocabulary::default();
    let mut types = TypeTable::new(lexicon);
    let mut articles = Vec::new();
    for (number, line) in file.lines().enumerate() {
        let fail = |what: &str| format!("{}:{}: {what}", path.display(), number + 1);
        let row: Value = serde_json::from_str(line).map_err(|e| fail(&e.to_string()))?;
        let field = |key: &str| row[key].as_str().map(str::to_owned).ok_or_else(|| fail(&format!("no {key:?}")));
        let document = Document { id: field("id")?, text: field("text")?, ..Document::default() };
        let text = lexicon.segmenter.segment(&document.text, &mut vocabulary);
        types.update(lexicon, &vocabulary);
        attributor.attribute(&document, &text, &vocabulary, &types);
        let Some(seen) = recorder.seen.lock().ok().and_then(|mut s| s.take()) else { continue };
        let bytes = byte_offsets(&document.text);
        let spans: Vec<Span> = text.tokens.iter().map(|t| t.span).collect();
        let letters = |s: &Span| s.slice(&document.text).chars().filter(|c| c.is_alphanumeric()).count() as u16;
        let ranges = |key: &str, quote: &Value| -> Vec<TokenRange> {
            let pairs = quote[key].as_array().map_or(&[][..], |a| a);
            let pair = |p: &Value| Some((p[0].as_u64()? as usize, p[1].as_u64()? as usize));
            let mut out: Vec<TokenRange> = pairs
                .iter()
                .filter_map(pair)
                .filter_map(|(s, e)| Some(Span::new(*bytes.get(s)?, *bytes.get(e)?)))
                .map(|span| trim(&seen, overlapping(&spans, span)))
                .filter(|r| !r.is_empty())
                .collect();
            out.sort();
            out
        };
        let mut gold = Vec::new();
        for quote in row["quotes"].as_array().map_or(&[][..], |a| a) {
            let (source, cue) = (ranges("source_spans", quote), ranges("cue_spans", quote));
            let content = ranges("content_spans", quote);
            let Some(anchor) = cue.first().or(content.first()) else { continue };
            let window = seen.windows.partition_point(|w| w.end <= anchor.start);
            gold.push(Gold { source, cue, content, window });
        }
        let letters = spans.iter().map(letters).collect();
        articles.push(Article { id: document.id, text: document.text, seen, spans, letters, gold });
    }
    articles.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(articles)
}

/// The byte at which each character begins, and the text's end.
fn byte_offsets(text: &str) -> Vec<u32> {
    text.char_indices().map(|(i, _)| i as u32).chain([text.len() as u32]).collect()
}

/// The tokens that share a byte with a span.
pub fn overlapping(spans: &[Span], span: Span) -> TokenRange {
    let start = spans.partition_point(|t| t.end <= span.start);
    let end = spans.partition_point(|t| t.start < span.end);
    TokenRange::new(start as u32, end.max(start) as u32)
}
