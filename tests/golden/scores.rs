//! What scoring makes of every construction, match by match, kept.
//!
//! For the texts in `tests/fixtures/constructions/` and `tests/fixtures/scores/`, `tests/golden/scores/` holds each
//! statement's matches with their weight, factors and score, the sums by issue and by side, what is left for the
//! document's own voice, and what every sentence says about the sides that it mentions.
//! After a change that is meant, `DEMARCHE_UPDATE=1 cargo test --test golden` writes them anew.

use super::pipeline::{kept, package, read};
use demarche::document::{Document, Span};
use demarche::lexicon::{EntryId, Lexicon, SideId};
use demarche::scoring::{Bearing, Factor, Nested, ScoredDocument, ScoredMatch, Scorer, Settings, Target};
use demarche::table::Names;
use std::fmt::Write as _;

/// Writes what is found in one document.
struct Page<'l> {
    names: Names<'l>,
    lexicon: &'l Lexicon,
    page: String,
}

impl Page<'_> {
    fn side(&self, side: SideId) -> &str {
        &self.lexicon.dispute.sides[usize::from(side.0)].id
    }

    fn pattern(&self, entry: EntryId) -> String {
        self.names.pattern(entry).to_owned()
    }

    fn line(&mut self, kind: &str, parts: &[String]) {
        writeln!(self.page, "{kind} | {}", parts.join(" | ")).expect("a string can be written");
    }

    fn found(&mut self, text: &str, found: &ScoredMatch) {
        let issue = |issue: demarche::lexicon::IssueId| &self.lexicon.dispute.issues[usize::from(issue.0)].id;
        let bearing = match found.bearing {
            Bearing::Term(i, stance) => format!("{} {stance:?}", issue(i)).to_lowercase(),
            Bearing::Evaluation(i) => format!("{} evaluation", issue(i)),
            Bearing::Portrayal(side) => format!("about {}", self.side(side)),
        };
        let reported = if found.reported { " reported" } else { "" };
        let score = format!("{:+} to {:+}{reported}", found.weight.to_f64(), found.counted_score().to_f64());
        let pattern = self.pattern(found.entry);
        self.line("match", &[bearing, words(text, found.span), pattern, score, factors(text, &found.factors)]);
    }

    fn statements(&mut self, scored: &ScoredDocument) {
        let text = &scored.document.text;
        for (at, (statement, score)) in scored.attributed.statements.iter().zip(&scored.scores).enumerate() {
            let said = statement.content.iter().map(|span| words(text, *span)).collect::<Vec<_>>().join(" / ");
            let side = statement.side().map_or("nobody".to_owned(), |side| self.side(side).to_owned());
            let counts = if score.counts_stance { "" } else { " counts for nobody" };
            self.line("statement", &[format!("{at} {side} {} words{counts}", score.tokens), said]);
            score.matches.iter().for_each(|found| self.found(text, found));
            for sum in &score.issues {
                let issue = self.lexicon.dispute.issues[usize::from(sum.issue.0)].id.clone();
                let (favor, against) = (sum.favor.to_f64(), sum.against.to_f64());
                let figures = format!("{} hits {} stances {favor} {against}", sum.hits, sum.stance_matches);
                self.line("issue", &[issue, figures, format!("{:?}", sum.label).to_lowercase()]);
            }
            for sum in &score.portrayals {
                let (good, bad) = (sum.favorable.to_f64(), sum.unfavorable.to_f64());
                let figures = format!("{} mentions {} evaluations {good} {bad}", sum.mentions, sum.evaluations);
                self.line("portrayal", &[self.side(sum.about).to_owned(), figures]);
            }
        }
        self.line("own voice", &[format!("{} of {} words", scored.own_voice_tokens, scored.tokens)]);
        scored.own_voice.iter().for_each(|found| self.found(text, found));
    }

    /// What the sentence of each mention says about it.
    fn mentions(&mut self, scored: &ScoredDocument, scorer: &mut Scorer<'_>) {
        for mention in &scored.attributed.mentions {
            let sentence = scored.text.span(scored.text.sentences[scored.text.sentence_of(mention.tokens.start)]);
            let text = sentence.slice(&scored.document.text);
            let at = scored.text.span(mention.tokens);
            let place = Span::new(at.start - sentence.start, at.end.min(sentence.end) - sentence.start);
            let portrait = scorer.toward(text, &Target::At(place));
            let tone = format!("{:?}", portrait.tone(&self.lexicon.dispute.scoring.portrayal)).to_lowercase();
            self.line("toward", &[format!("{} {tone}", self.side(mention.side)), words(text, place)]);
            for bears in &portrait.evaluations {
                let part = format!("{:?}", bears.part).to_lowercase();
                let score = format!("{} {:+} calm {}", bears.closeness, bears.score.to_f64(), bears.calm.to_f64());
                let pattern = self.pattern(bears.entry);
                self.line("bears", &[part, words(text, bears.span), pattern, score, factors(text, &bears.factors)]);
            }
        }
    }
}

fn words(text: &str, span: Span) -> String {
    span.slice(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn factors(text: &str, factors: &[Factor]) -> String {
    let one = |f: &Factor| format!("{} {} by {}", f.kind.name(), f.value, words(text, f.cue));
    factors.iter().map(one).collect::<Vec<_>>().join(", ")
}

fn texts() -> Vec<Document> {
    let mut documents = read(&["tests/fixtures/constructions", "tests/fixtures/scores"]);
    documents.retain(|d| !d.id.contains("README"));
    assert!(documents.len() >= 9, "{} texts", documents.len());
    documents
}

#[test]
fn every_match_scores_as_it_did() {
    let lexicon = Lexicon::load("us-china-cyber").expect("the lexicon loads");
    let mut scorer = Scorer::new(&lexicon, Settings::default());
    for document in texts() {
        let scored = scorer.score(document);
        let mut page = Page { names: Names::from(&lexicon), lexicon: &lexicon, page: String::new() };
        page.statements(&scored);
        page.mentions(&scored, &mut scorer);
        kept(&package("tests/golden/scores").join(format!("{}.txt", scored.document.id)), &page.page);
    }
}

#[test]
fn an_entry_that_is_left_out_is_as_if_it_were_not_there() {
    let lexicon = Lexicon::load("us-china-cyber").expect("the lexicon loads");
    let mut scorer = Scorer::new(&lexicon, Settings::default());
    let document = read(&["tests/fixtures/scores/factors.txt"]).remove(0);
    let mut entries = |left_out: Option<EntryId>| -> Vec<EntryId> {
        scorer.leave_out(left_out.map(|entry| lexicon.terms.entry(entry)));
        let scored = scorer.score(document.clone());
        scored.scores.iter().flat_map(|s| &s.matches).map(|m| m.entry).collect()
    };
    let all = entries(None);
    for &entry in &all {
        let rest = entries(Some(entry));
        assert!(!rest.contains(&entry) && !rest.is_empty(), "{entry:?}");
    }
    assert_eq!(entries(None), all);
}

#[test]
fn a_reported_stance_goes_to_its_holder_on_request() {
    let lexicon = Lexicon::load("us-china-cyber").expect("the lexicon loads");
    let document = read(&["tests/fixtures/scores/factors.txt"]).remove(0);
    let scored = |nested| Scorer::new(&lexicon, Settings { nested, ..Settings::default() }).score(document.clone());
    let (nobody, holder) = (scored(Nested::Nobody), scored(Nested::Holder));
    let inner: Vec<bool> = nobody.attributed.statements.iter().map(|s| s.within.is_some()).collect();
    assert!(inner.contains(&true) && inner.contains(&false));
    assert!(nobody.scores.iter().zip(&inner).all(|(score, inner)| score.counts_stance != *inner));
    assert!(holder.scores.iter().all(|score| score.counts_stance));
}
