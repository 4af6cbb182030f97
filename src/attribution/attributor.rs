//! The attributor: from a segmented document to its statements.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::candidate::{Candidate, Proposer};
use super::combine::{Accepted, combine};
use super::context::Context;
use super::corrections::Corrections;
use super::cues::CueTable;
use super::furniture::FurnitureMatcher;
use super::given::{Labels, given_speaker, given_statement, names_matter};
use super::labels::{knows_label, label_speaker};
use super::layout::Layout;
use super::mentions::mentions;
use super::model::{Model, ModelError, Trained};
use super::people::People;
use super::phrase::Phrase;
use super::rules::Rules;
use super::sides::ActorIndex;
use super::speakers::{Resolved, Resolver};
use super::statement::{Attributed, Kind, Rule, Speaker, Statement};
use super::traits::{TokenTraits, Traits};
use super::transcript::{Turn, trim_end, turns};
use crate::document::{Document, Warning, WarningCode};
use crate::lexicon::{Lexicon, TypeTable};
use crate::text::{Text, TokenRange, Vocabulary};

/// Candidates below this are no statements.
const FLOOR: f64 = 0.3;

/// Finds who says what in a document.
pub struct Attributor<'l> {
    lexicon: &'l Lexicon,
    cues: CueTable,
    furniture: FurnitureMatcher,
    actors: ActorIndex,
    proposers: Vec<Box<dyn Proposer>>,
    corrections: Option<Arc<Corrections>>,
    labels: Labels,
    /// Looks at every text closely, also where that can change nothing.
    closely: bool,
}

impl<'l> Attributor<'l> {
    /// An attributor by rules for one lexicon.
    pub fn new(lexicon: &'l Lexicon) -> Self {
        Self::with_proposers(lexicon, vec![Box::new(Rules)])
    }

    /// An attributor by rules and the trained model of the lexicon's language; by rules alone where there is none.
    pub fn trained(lexicon: &'l Lexicon) -> Result<Self, ModelError> {
        Ok(match Model::built_in(&lexicon.dispute.language)? {
            Some(model) => Self::with_model(lexicon, model),
            None => Self::new(lexicon),
        })
    }

    /// Reads the model for a language, so that [`trained`](Attributor::trained) finds it read: for a second thread while
    /// the lexicon is loaded.
    pub fn prepare(language: &str) {
        // What is wrong with it is said when it is used.
        let _ = Model::built_in(language);
    }

    /// An attributor by rules and a model, which weighs what both find.
    pub fn with_model(lexicon: &'l Lexicon, model: Arc<Model>) -> Self {
        Self::with_proposers(lexicon, vec![Box::new(Trained::new(model))])
    }

    /// An attributor with its own choice of proposers.
    pub fn with_proposers(lexicon: &'l Lexicon, proposers: Vec<Box<dyn Proposer>>) -> Self {
        Attributor {
            lexicon,
            cues: CueTable::new(&lexicon.language.cues),
            furniture: FurnitureMatcher::new(&lexicon.language.furniture),
            actors: ActorIndex::new(&lexicon.dispute),
            proposers,
            corrections: None,
            labels: Labels::default(),
            closely: false,
        }
    }

    /// Looks at every text closely, also where that can change nothing.
    #[cfg(test)]
    pub(super) fn closely(mut self) -> Self {
        self.closely = true;
        self
    }

    /// Takes statements as a person has corrected them.
    pub fn correct(&mut self, corrections: Arc<Corrections>) {
        self.corrections = Some(corrections);
    }

    /// Who says what in one document; `types` must know every type of `text`.
    pub fn attribute(
        &self,
        document: &Document,
        text: &Text,
        vocabulary: &Vocabulary,
        types: &TypeTable,
    ) -> Attributed {
        let traits = TokenTraits::new(text, types);
        let mut layout = Layout::new(document, text, traits, &self.furniture);
        let given = document.given.as_ref().filter(|g| g.speaker.is_some() || g.side.is_some());
        let closely = self.closely
            || given.is_none_or(|given| names_matter(given, text, traits.any, types, &self.actors, &self.labels));
        let mut turns = if given.is_some() {
            Vec::new()
        } else {
            turns(document, text, &mut layout, |name| knows_label(self.lexicon, &self.actors, name))
        };
        let mut context = Context::plain(document, text, vocabulary, types, self.lexicon, layout, traits);
        if closely {
            context.look_closer(&self.cues);
        }
        let people = if closely { People::new(&context, &self.actors) } else { People::default() };
        let regions = context.layout.regions(text);
        let statements = if let Some(given) = given {
            let known = closely.then_some(&people);
            let speaker = given_speaker(&context, &self.actors, known, &self.labels, given);
            given_statement(&context, &regions, speaker).into_iter().collect()
        } else if !turns.is_empty() {
            trim_end(&context, &mut turns);
            // An article may stand above a transcript.
            let start = turns[0].label.start;
            let mut statements = Vec::new();
            if !context.cues_in(TokenRange::new(0, start)).is_empty() {
                let first = text.tokens[start as usize].span.start;
                statements = self.article(&context, &people);
                statements.retain(|s| s.content.iter().all(|c| c.end <= first) && s.within.is_none());
            }
            statements.extend(self.turns(&context, &people, &turns));
            statements
        } else {
            self.article(&context, &people)
        };
        let statements = match &self.corrections {
            Some(corrections) => corrections.apply(&document.id, &document.text, statements),
            None => statements,
        };
        let mentions = mentions(&context, &people, &statements);
        let boilerplate_tokens = context.layout.furniture_words(text);
        let warnings = warnings(&context, &statements, boilerplate_tokens);
        Attributed { statements, mentions, regions, boilerplate_tokens, warnings }
    }

    fn article(&self, context: &Context<'_>, people: &People) -> Vec<Statement> {
        if is_foreign(context) {
            return Vec::new();
        }
        let mut candidates: Vec<Candidate> = Vec::new();
        for proposer in &self.proposers {
            proposer.propose(context, &mut candidates);
        }
        let accepted = combine(context, candidates, FLOOR);
        statements(context, people, &self.actors, accepted)
    }

    fn turns(&self, context: &Context<'_>, people: &People, turns: &[Turn]) -> Vec<Statement> {
        let mut known: BTreeMap<&str, Speaker> = BTreeMap::new();
        turns
            .iter()
            .filter(|turn| !turn.content.is_empty())
            .map(|turn| {
                let speaker =
                    known.entry(&turn.name).or_insert_with(|| label_speaker(context, &self.actors, people, &turn.name));
                let speaker = speaker.clone();
                Statement {
                    kind: Kind::Turn,
                    source: vec![context.span(context.trim(turn.label))],
                    cue: Vec::new(),
                    content: turn.content.iter().map(|c| context.span(*c)).collect(),
                    confidence: speaker.confidence,
                    speaker: Some(speaker),
                    rule: Rule("turn"),
                    within: None,
                }
            })
            .collect()
    }
}

/// Resolves speakers in the order of the text and makes statements.
fn statements(context: &Context<'_>, people: &People, index: &ActorIndex, accepted: Vec<Accepted>) -> Vec<Statement> {
    let mut resolver = Resolver::new(context, people, index);
    let mut order: Vec<usize> = (0..accepted.len()).collect();
    order.sort_by_key(|&i| {
        let outer = accepted[i].within.unwrap_or(i);
        (
            accepted[outer].candidate.cover().start,
            outer,
            accepted[i].within.is_some(),
            accepted[i].candidate.cover().start,
        )
    });
    let mut position = vec![0usize; accepted.len()];
    let mut made: Vec<Statement> = Vec::with_capacity(accepted.len());
    let mut last: Option<Resolved> = None;
    let mut speakers: Vec<Option<Resolved>> = vec![None; accepted.len()];
    for (at, &i) in order.iter().enumerate() {
        position[i] = at;
        let Accepted { candidate, within } = &accepted[i];
        let resolved = match &candidate.source {
            Some(source) => Some(resolver.resolve(source, within.and_then(|outer| speakers[outer].as_ref()))),
            None if candidate.goes_on => last.clone().map(|mut r| {
                r.speaker.resolution = "continuation";
                r.speaker.confidence *= 0.9;
                r
            }),
            None if within.is_none() => resolver.implied(candidate.cue),
            None => None,
        };
        if let Some(resolved) = &resolved
            && within.is_none()
            && (candidate.source.is_some() || candidate.goes_on)
        {
            let at = candidate.source.map_or(candidate.cover().start, |s| s.core.start);
            resolver.spoke(resolved, candidate.source.as_ref(), at);
            last = Some(resolved.clone());
        }
        speakers[i].clone_from(&resolved);
        made.push(Statement {
            kind: kind(context, candidate),
            source: candidate
                .source
                .map(|s| context.span(trimmed(context, &s)))
                .into_iter()
                .filter(|s| !s.is_empty())
                .collect(),
            cue: [candidate.cue].iter().filter(|c| !c.is_empty()).map(|c| context.span(*c)).collect(),
            content: candidate.content.iter().map(|c| context.span(*c)).collect(),
            speaker: resolved.map(|r| r.speaker),
            confidence: candidate.confidence,
            rule: Rule(candidate.rule),
            within: within.map(|outer| position[outer]),
        });
    }
    made
}

fn trimmed(context: &Context<'_>, source: &Phrase) -> TokenRange {
    context.trim(source.tokens)
}

/// Direct when every word of the content is quoted, indirect when none is.
fn kind(context: &Context<'_>, candidate: &Candidate) -> Kind {
    let start = candidate.cover().start;
    if context.layout.headline.start <= start && start < context.layout.headline.end {
        return Kind::Headline;
    }
    let words = candidate.content.iter().flat_map(|s| s.indices()).filter(|&i| context.class(i as u32).is_word());
    let (mut quoted, mut plain) = (false, false);
    for i in words {
        match context.quote_of(i as u32) {
            Some(_) => quoted = true,
            None => plain = true,
        }
    }
    match (quoted, plain) {
        (true, false) => Kind::Direct,
        (true, true) => Kind::Mixed,
        _ => Kind::Indirect,
    }
}

/// Words from which on a text shows its language.
const SAMPLE: usize = 20;

/// True for a text of which fewer than one word in eight is a function word of the lexicon's language, far fewer than
/// in any running text of it.
fn is_foreign(context: &Context<'_>) -> bool {
    let (mut all, mut known) = (0usize, 0usize);
    for i in context.having(TokenRange::new(0, context.len()), Traits::WORD) {
        all += 1;
        known += usize::from(context.traits(i).any(Traits::FUNCTION));
    }
    all >= SAMPLE && known * 8 < all
}

fn warnings(context: &Context<'_>, statements: &[Statement], boilerplate: u32) -> Vec<Warning> {
    let document = context.document;
    let mut warnings = Vec::new();
    if statements.is_empty() {
        let message = if is_foreign(context) {
            let language = &context.lexicon.dispute.language;
            format!("no statement was looked for: the text hardly holds a word of the lexicon's language ({language})")
        } else {
            "no statement was found in this document".to_owned()
        };
        warnings.push(Warning::new(WarningCode::NoStatements, message).about_document(&document.id));
    }
    if boilerplate > 0 {
        let message = match boilerplate {
            1 => "1 word of page furniture was left out of scoring".to_owned(),
            _ => format!("{boilerplate} words of page furniture were left out of scoring"),
        };
        warnings.push(Warning::new(WarningCode::Boilerplate, message).about_document(&document.id));
    }
    let unsure = statements.iter().filter(|s| s.confidence < 0.5).count();
    if unsure * 2 > statements.len() {
        let message = format!("{unsure} of {} statements have a confidence below 0.5", statements.len());
        warnings.push(Warning::new(WarningCode::UncertainAttribution, message).about_document(&document.id));
    }
    warnings
}
