//! Test help: attributes a text with the built-in lexicon and shows statements as lines.

use std::sync::{Arc, Mutex, OnceLock};

use super::{Attributed, Attributor, Candidate, Context, Proposer};
use crate::document::{Document, Span};
use crate::lexicon::{Lexicon, TypeTable};
use crate::text::{TokenRange, Vocabulary};

/// The built-in lexicon.
pub fn lexicon() -> &'static Lexicon {
    static LEXICON: OnceLock<Lexicon> = OnceLock::new();
    LEXICON.get_or_init(|| Lexicon::load("us-china-cyber").expect("the built-in lexicon loads"))
}

/// What attribution finds in a document.
pub fn read(document: &Document) -> Attributed {
    read_by(&Attributor::new(lexicon()), document)
}

fn read_by(attributor: &Attributor<'_>, document: &Document) -> Attributed {
    let lexicon = lexicon();
    let mut vocabulary = Vocabulary::default();
    let mut types = TypeTable::new(lexicon);
    let text = lexicon.segmenter.segment(&document.text, &mut vocabulary);
    types.update(lexicon, &vocabulary);
    attributor.attribute(document, &text, &vocabulary, &types)
}

/// A document of nothing but text.
pub fn document(text: &str) -> Document {
    Document { id: "test".into(), text: text.into(), ..Document::default() }
}

/// What `look` sees of a text once quotations, names and cues are known.
pub fn look<T: Send + 'static>(text: &str, look: impl Fn(&Context<'_>) -> T + Send + Sync + 'static) -> T {
    struct Witness<F, T>(F, Arc<Mutex<Option<T>>>);
    impl<T: Send, F: Fn(&Context<'_>) -> T + Send + Sync> Proposer for Witness<F, T> {
        fn propose(&self, context: &Context<'_>, _: &mut Vec<Candidate>) {
            *self.1.lock().expect("one document at a time") = Some((self.0)(context));
        }
    }
    let seen = Arc::new(Mutex::new(None));
    let witness = Witness(look, seen.clone());
    read_by(&Attributor::with_proposers(lexicon(), vec![Box::new(witness)]), &document(text));
    seen.lock().expect("nobody else looks").take().expect("the text is no transcript")
}

/// Who is implied as the speaker behind a cue that has no source.
pub fn implied(text: &str, cue: &str) -> Option<String> {
    struct Sourceless(String);
    impl Proposer for Sourceless {
        fn propose(&self, context: &Context<'_>, out: &mut Vec<Candidate>) {
            let length = self.0.split(' ').count() as u32;
            let words = |i: &u32| context.words(TokenRange::new(*i, i + length)) == self.0;
            let at = (0..context.len() - length).find(words).expect("the cue stands in the text");
            let content = TokenRange::new(at + length, context.sentence(at).end);
            out.push(Candidate::new("said-that", 1.0, None, TokenRange::new(at, at + length), content));
        }
    }
    let attributor = Attributor::with_proposers(lexicon(), vec![Box::new(Sourceless(cue.to_owned()))]);
    let found = read_by(&attributor, &document(text));
    found.statements.into_iter().find_map(|s| s.speaker).map(|s| s.name)
}

/// Statements as `rule | speaker (side) | content / content`.
pub fn lines(text: &str) -> Vec<String> {
    lines_of(&document(text))
}

/// The same for a whole document.
pub fn lines_of(document: &Document) -> Vec<String> {
    let sides = &lexicon().dispute.sides;
    let words = |spans: &[Span]| spans.iter().map(|s| s.slice(&document.text)).collect::<Vec<_>>().join(" / ");
    read(document)
        .statements
        .iter()
        .map(|s| {
            let side = s.side().map_or(String::new(), |side| format!(" ({})", sides[side.0 as usize].id));
            let speaker = s.speaker.as_ref().map_or("", |s| s.name.as_str());
            format!("{} | {speaker}{side} | {}", s.rule.0, words(&s.content))
        })
        .collect()
}

/// Checks one statement per text; an empty expectation means none.
pub fn check(cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        let found = lines(text);
        let wanted: Vec<String> = if expected.is_empty() { Vec::new() } else { vec![(*expected).to_owned()] };
        assert_eq!(found, wanted, "{text}");
    }
}
