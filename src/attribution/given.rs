//! Given statements: what a speaker or side column says of a whole text.
//!
//! A document with such columns comes in, its one statement goes out. Tables of this kind are large, so a text is looked
//! at closely (quotations, names, people) only if that can change the result: when somebody on a side may be named in
//! it, or the speaker's own name stands in it. The law in the tests holds the short way against the long one.

use std::cell::RefCell;

use foldhash::fast::FixedState;
use hashbrown::HashMap;

use super::context::Context;
use super::labels::Label;
use super::people::People;
use super::sides::ActorIndex;
use super::statement::{Affiliation, Kind, Region, RegionKind, Rule, Speaker, Statement};
use super::traits::Traits;
use crate::document::{Date, Given, Span};
use crate::lexicon::{SideId, TypeTable};
use crate::text::Text;

/// Labels, and dates of each, that are remembered at most.
const REMEMBERED: usize = 4096;

/// What is remembered by label; with more than [`REMEMBERED`] everything is forgotten.
struct ByLabel<T>(RefCell<HashMap<String, T, FixedState>>);

impl<T> Default for ByLabel<T> {
    fn default() -> Self {
        ByLabel(RefCell::default())
    }
}

impl<T> ByLabel<T> {
    /// What `look` sees of what is remembered of a label, which `make` makes where nothing is.
    fn of<R>(&self, label: &str, make: impl FnOnce() -> T, look: impl FnOnce(&mut T) -> R) -> R {
        let mut known = self.0.borrow_mut();
        if known.len() >= REMEMBERED && !known.contains_key(label) {
            known.clear();
        }
        look(known.entry_ref(label).or_insert_with(make))
    }
}

/// Who the labels of a table are, as far as that does not hang on the texts.
#[derive(Default)]
pub(super) struct Labels {
    known: ByLabel<ByDate>,
    /// What they say by themselves.
    read: ByLabel<Label>,
    /// What their bearers' surnames may be, folded, as far as it matters.
    surnames: ByLabel<Box<[u32]>>,
}

type ByDate = HashMap<Option<Date>, Speaker, FixedState>;

impl Labels {
    fn get(&self, label: &str, date: Option<Date>) -> Option<Speaker> {
        self.known.0.borrow().get(label)?.get(&date).cloned()
    }

    fn keep(&self, label: &str, date: Option<Date>, speaker: &Speaker) {
        self.known.of(label, ByDate::default, |dates| {
            if dates.len() >= REMEMBERED {
                dates.clear();
            }
            dates.insert(date, speaker.clone());
        });
    }

    /// Who a label names in a text that names people.
    fn speaker(&self, context: &Context<'_>, actors: &ActorIndex, people: &People, label: &str) -> Speaker {
        let read = || Label::read(context.lexicon, actors, label);
        self.read.of(label, read, |label| label.speaker(context, actors, people))
    }

    /// True when one of the words of a text may be the surname in a label.
    fn surname_in(&self, label: &str, text: &Text, types: &TypeTable, actors: &ActorIndex) -> bool {
        let read = || {
            let name = label.trim().trim_end_matches(':').trim();
            let matters = |surname: &&str| actors.takes_sides() || !actors.surnamed(surname).is_empty();
            possible_surnames(name).filter(matters).map(TypeTable::fold).collect()
        };
        self.surnames.of(label, read, |wanted| wanted.iter().any(|&surname| types.may_name(&text.tokens, surname)))
    }
}

/// True when names in the text can change its statement or who is mentioned.
///
/// A text can tell who its speaker is only where the speaker's name stands in it; and only for which side he speaks, or
/// that he is not the actor with this surname.
pub(super) fn names_matter(
    given: &Given,
    text: &Text,
    any: Traits,
    types: &TypeTable,
    actors: &ActorIndex,
    labels: &Labels,
) -> bool {
    let label = given.speaker.as_deref().unwrap_or("");
    any.has(Traits::NAME_KEY) || labels.surname_in(label, text, types, actors)
}

/// The last word of a label, and of what stands before the nation that it may name ("MS. RAHMAN OF BANGLADESH").
fn possible_surnames(label: &str) -> impl Iterator<Item = &str> {
    let lower = label.to_ascii_lowercase();
    let marks = [" of the ", " of ", ", ", "("].into_iter().filter_map(move |mark| lower.find(mark));
    marks.map(|at| &label[..at]).chain([label]).filter_map(|name| name.split_whitespace().next_back())
}

/// The whole text, furniture aside, as one statement of the speaker or side that a column gave.
pub(super) fn given_statement(context: &Context<'_>, regions: &[Region], speaker: Speaker) -> Option<Statement> {
    let content: Vec<Span> = regions
        .iter()
        .filter(|region| region.kind != RegionKind::Boilerplate)
        .map(|region| region.span)
        .filter(|span| context.text.count_words(context.text.tokens_in(*span)) > 0)
        .collect();
    (!content.is_empty()).then_some(Statement {
        kind: Kind::Given,
        source: Vec::new(),
        cue: Vec::new(),
        content,
        speaker: Some(speaker),
        confidence: 1.0,
        rule: Rule("given"),
        within: None,
    })
}

/// The speaker of a row. Without `people` the text names nobody who could be the speaker.
pub(super) fn given_speaker(
    context: &Context<'_>,
    actors: &ActorIndex,
    people: Option<&People>,
    labels: &Labels,
    given: &Given,
) -> Speaker {
    let dispute = &context.lexicon.dispute;
    let mut speaker = match given.speaker.as_deref().map(str::trim).filter(|s| !s.is_empty()) {
        Some(name) => {
            let known = match people {
                Some(people) => labels.speaker(context, actors, people, name),
                None => remembered(context, actors, labels, name),
            };
            let name = if known.affiliation == Affiliation::Unknown { name.to_owned() } else { known.name };
            Speaker { name, affiliation: known.affiliation, resolution: "given", confidence: 1.0 }
        }
        None => {
            Speaker { name: String::new(), affiliation: Affiliation::Unknown, resolution: "given", confidence: 1.0 }
        }
    };
    if let Some(side) = given.side.as_deref().map(str::trim).filter(|s| !s.is_empty()) {
        let found = dispute
            .sides
            .iter()
            .position(|s| [&s.id, &s.label, &s.short].into_iter().any(|n| n.eq_ignore_ascii_case(side)));
        speaker.affiliation = match found {
            Some(i) => Affiliation::Side(SideId(i as u8)),
            None => Affiliation::Other,
        };
        if speaker.name.is_empty() {
            speaker.name = found.map_or_else(|| side.to_owned(), |i| dispute.sides[i].label.clone());
        }
    }
    speaker
}

/// A title can settle who holds an office, so only documents without one share what is known of a label.
fn remembered(context: &Context<'_>, actors: &ActorIndex, labels: &Labels, label: &str) -> Speaker {
    let date = context.document.date;
    let shared = context.document.title.is_none();
    if shared && let Some(speaker) = labels.get(label, date) {
        return speaker;
    }
    let speaker = labels.speaker(context, actors, &People::default(), label);
    if shared {
        labels.keep(label, date, &speaker);
    }
    speaker
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attribution::Attributor;
    use crate::attribution::fixture::lexicon;
    use crate::document::Document;
    use crate::text::Vocabulary;
    use proptest::prelude::*;
    use proptest::test_runner::TestRunner;

    const WORDS: [&str; 35] = [
        "we",
        "They",
        "it",
        "China",
        "Chinese",
        "U.S.",
        "US",
        "Beijing",
        "the",
        "President",
        "Xi",
        "Cui",
        "Holland",
        "Q",
        "spokesman",
        "said",
        "our",
        "hacking",
        "is",
        "good",
        "Menu",
        "Load more",
        "newsletter",
        "of",
        "ministry",
        ".",
        ",",
        "the United States",
        "\n",
        "\n\n",
        "“",
        "”",
        "%",
        "{ad}",
        "OBAMA",
    ];
    const SPEAKERS: [&str; 10] = [
        "",
        "Q",
        "MS. HOLLAND",
        "President Xi",
        "Cui Tiankai",
        "the ambassador",
        "Mr. Hacking",
        "China",
        "MS. HOLLAND OF CHINA",
        "Holland (Beijing)",
    ];

    /// Looking closely at a text that need not be looked at closely changes nothing.
    #[test]
    fn the_short_way_is_the_long_way() {
        let lexicon = lexicon();
        let (short, long) = (Attributor::new(lexicon), Attributor::new(lexicon).closely());
        let memory = RefCell::new((Vocabulary::default(), TypeTable::new(lexicon)));
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let given = (
            prop::collection::vec(prop::sample::select(&WORDS[..]), 1..40),
            prop::sample::select(&SPEAKERS[..]),
            prop::sample::select(&["", "us", "China", "b"][..]),
            prop::sample::select(&["2013-06-01", "2023-06-01"][..]),
        );
        let law = |(words, speaker, side, day): (Vec<&str>, &str, &str, &str)| {
            let document = Document {
                id: "d".into(),
                text: words.join(" "),
                date: day.parse().ok(),
                given: Some(Given { speaker: some(speaker), side: some(side) }),
                ..Document::default()
            };
            let (vocabulary, types) = &mut *memory.borrow_mut();
            let text = lexicon.segmenter.segment(&document.text, vocabulary);
            types.update(lexicon, vocabulary);
            let [short, long] = [&short, &long].map(|a| a.attribute(&document, &text, vocabulary, types));
            prop_assert_eq!(short.statements, long.statements);
            prop_assert_eq!(short.mentions, long.mentions);
            prop_assert_eq!(short.regions, long.regions);
            prop_assert_eq!(short.warnings, long.warnings);
            Ok(())
        };
        TestRunner::new(ProptestConfig::with_cases(400)).run(&given, law).unwrap();
    }
}
