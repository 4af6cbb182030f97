//! What the program makes of every construction, step by step, kept.
//!
//! The texts in `tests/fixtures/constructions/` go through many ways in which news attributes words. For each of them
//! `tests/golden/constructions/` holds what each step finds: quotations, cues and names; what the rules propose; what
//! the model proposes, with its numbers; then the statements, the mentions of sides and the layout.
//! After a change that is meant, `DEMARCHE_UPDATE=1 cargo test --test golden` writes them anew.

use std::fmt::{Debug, Write as _};
use std::sync::{Arc, Mutex};

use super::pipeline::{kept, package, read};
use demarche::attribution::model::observe::Observed;
use demarche::attribution::model::{Model, Trained};
use demarche::attribution::{Attributor, Candidate, Context, Proposer, Rules, Statement};
use demarche::document::{Document, Span};
use demarche::lexicon::{Entry, Lexicon, TypeTable};
use demarche::text::{TokenRange, Vocabulary};

/// Writes down what it sees of a document, and proposes what the trained model does.
struct Witness {
    model: Arc<Model>,
    trained: Trained,
    seen: Arc<Mutex<String>>,
}

impl Proposer for Witness {
    fn propose(&self, context: &Context<'_>, out: &mut Vec<Candidate>) {
        let mut page = String::new();
        structure(context, &mut page);
        let mut rules = Vec::new();
        Rules.propose(context, &mut rules);
        for rule in &rules {
            let source = rule.source.map(|s| place(context, s.tokens, s.core)).unwrap_or_default();
            let relative = if rule.source.is_some_and(|s| s.relative) { " (relative)" } else { "" };
            let content = words(context, &rule.content);
            line(
                &mut page,
                "rule",
                [format!("{} {:.6}", rule.rule, rule.confidence), source + relative, context.words(rule.cue), content],
            );
        }
        let seen = Observed::new(context, &self.model.clusters, &rules);
        for found in self.model.judge_all(&seen) {
            let (proposal, sure) = (&found.proposal, &found.proposal.certainty);
            let name = proposal.rule.map_or("model", |rule| rules[seen.rules[rule].candidate].rule);
            let cue = proposal.cue;
            line(
                &mut page,
                "judged",
                [
                    format!("{name} {:.6}", found.confidence),
                    format!("cue {:.6} {:.6}", cue.begin, cue.extent),
                    format!("reading {:.6}", proposal.arguments.log_probability),
                    format!("content {:.6} {:.6} {:.6}", sure.content, sure.begin, sure.end),
                    format!("source {:.6} {:.6}", sure.source, sure.any_source),
                    words(context, &proposal.arguments.source),
                    context.words(cue.tokens),
                    words(context, &proposal.arguments.content),
                ],
            );
        }
        self.seen.lock().expect("no other test panics while it writes").push_str(&page);
        self.trained.propose(context, out);
    }
}

/// Quotations, cues and names.
fn structure(context: &Context<'_>, page: &mut String) {
    for quote in &context.quotes {
        let what = format!("{:?} closed {} goes on {}", quote.kind, quote.closed, quote.goes_on);
        line(page, "quotation", [what, context.words(quote.tokens)]);
    }
    for cue in &context.cues {
        let head = context.words(TokenRange::new(cue.head, cue.head + 1));
        line(page, "cue", [format!("{:?} {:?}", cue.kind, cue.form), head, context.words(cue.tokens)]);
    }
    for name in &context.names {
        let kind = match name.entry {
            Entry::Actor(_) => "actor",
            Entry::Title(_) => "title",
            Entry::Place(_) => "place",
            _ => "other",
        };
        line(page, "name", [kind.to_owned(), context.words(name.tokens)]);
    }
}

/// A phrase, the part that names somebody in brackets when it is not all of it.
fn place(context: &Context<'_>, tokens: TokenRange, core: TokenRange) -> String {
    let all = context.words(tokens);
    if core == tokens { all } else { format!("{all} [{}]", context.words(core)) }
}

fn words(context: &Context<'_>, ranges: &[TokenRange]) -> String {
    ranges.iter().map(|r| context.words(*r)).collect::<Vec<_>>().join(" / ")
}

fn line<const N: usize>(page: &mut String, kind: &str, parts: [String; N]) {
    writeln!(page, "{kind} | {}", parts.join(" | ")).expect("a string can be written");
}

fn debug(value: impl Debug) -> String {
    format!("{value:?}").to_lowercase()
}

/// The page of one document.
fn page(lexicon: &Lexicon, attributor: &Attributor<'_>, seen: &Mutex<String>, document: &Document) -> String {
    let mut vocabulary = Vocabulary::default();
    let mut types = TypeTable::new(lexicon);
    let text = lexicon.segmenter.segment(&document.text, &mut vocabulary);
    types.update(lexicon, &vocabulary);
    let found = attributor.attribute(document, &text, &vocabulary, &types);
    let mut page = std::mem::take(&mut *seen.lock().expect("nothing else writes"));
    let single = |span: &Span| span.slice(&document.text).split_whitespace().collect::<Vec<_>>().join(" ");
    let slices = |spans: &[Span]| spans.iter().map(single).collect::<Vec<_>>().join(" / ");
    let side = |statement: &Statement| statement.side().map(|s| lexicon.dispute.sides[s.0 as usize].id.clone());
    for (number, statement) in found.statements.iter().enumerate() {
        let within = statement.within.map_or(String::new(), |outer| format!(" within {outer}"));
        let speaker = statement.speaker.as_ref().map_or("nobody".to_owned(), |s| {
            let side = side(statement).unwrap_or_else(|| debug(s.affiliation));
            format!("{} ({side}, {} {:.6})", s.name, s.resolution, s.confidence)
        });
        line(
            &mut page,
            "statement",
            [
                format!(
                    "{number}{within} {} {} {:.6}",
                    statement.kind.as_str(),
                    statement.rule.0,
                    statement.confidence
                ),
                speaker,
                slices(&statement.source),
                slices(&statement.cue),
                slices(&statement.content),
            ],
        );
    }
    for mention in &found.mentions {
        let side = &lexicon.dispute.sides[mention.side.0 as usize].id;
        line(&mut page, "mention", [side.clone(), single(&text.span(mention.tokens))]);
    }
    for region in &found.regions {
        line(&mut page, "region", [debug(region.kind), single(&region.span)]);
    }
    for warning in &found.warnings {
        line(&mut page, "warning", [warning.code.as_str().to_owned(), warning.message.clone()]);
    }
    line(&mut page, "boilerplate", [found.boilerplate_tokens.to_string()]);
    page
}

#[test]
fn every_step_is_as_it_was() {
    let lexicon = Lexicon::load("us-china-cyber").expect("the lexicon loads");
    let model = Model::built_in("en").expect("it is whole").expect("there is one for English");
    let seen = Arc::new(Mutex::new(String::new()));
    let witness = Witness { trained: Trained::new(model.clone()), model, seen: seen.clone() };
    let attributor = Attributor::with_proposers(&lexicon, vec![Box::new(witness)]);
    let golden = package("tests/golden/constructions");
    let mut documents = read(&["tests/fixtures/constructions"]);
    documents.retain(|d| d.id != "README");
    assert!(documents.len() >= 8, "{} texts", documents.len());
    for document in &documents {
        let found = page(&lexicon, &attributor, &seen, document);
        kept(&golden.join(format!("{}.txt", document.id)), &found);
    }
}
