//! Who is found in the texts of `tests/fixtures/constructions`: every name, and everybody whom the names make.

use super::People;
use super::cluster::same_first;
use crate::attribution::Context;
use crate::attribution::fixture::{lexicon, look};
use crate::attribution::names::runs;
use crate::attribution::sides::ActorIndex;
use crate::text::TokenRange;

fn page(context: &Context<'_>) -> String {
    let index = ActorIndex::new(&lexicon().dispute);
    let people = People::new(context, &index);
    let actor = |row: &u32| lexicon().dispute.actors[*row as usize].name.clone();
    let words = |ranges: &[TokenRange]| ranges.iter().map(|r| context.words(*r)).collect::<Vec<_>>().join(" / ");
    let names = runs(context, &index).into_iter().map(|run| {
        let title = run.title.map_or(String::new(), |(title, gender)| format!(" | {title} {gender:?}"));
        let body = if run.body { " | a body" } else { "" };
        let mut actors: Vec<String> = run.actors.iter().map(actor).collect();
        actors.dedup();
        format!("name | {} | {}{title}{body}{}\n", context.words(run.tokens), run.words.join(" "), actors.join(", "))
    });
    let entities = people.entities.iter().map(|e| {
        let (titles, heads, described) = (e.titles.join(", "), e.heads.join(", "), words(&e.described));
        let known = e.actor.as_ref().map(actor).unwrap_or_default();
        let (kind, gender, side) = (e.kind, e.gender, e.affiliation);
        let count = e.count;
        format!(
            "{kind:?} | {} | {gender:?} | {side:?} | {known} | {count} | {titles} | {heads} | {described}\n",
            e.name
        )
    });
    names.chain(entities).collect()
}

#[test]
fn first_names_are_shortened() {
    for (a, b) in [("rob", "robert"), ("j.", "john"), ("john", "j"), ("ann", "ann"), ("a", "a.")] {
        assert!(same_first(a, b) && same_first(b, a), "{a} {b}");
    }
    for (a, b) in [("john", "jane"), ("jo", "john"), ("j", "kate"), ("robert", "bob")] {
        assert!(!same_first(a, b) && !same_first(b, a), "{a} {b}");
    }
}

#[test]
fn everybody_is_found() {
    for (name, text) in [
        ("people", include_str!("../../../tests/fixtures/constructions/people.txt")),
        ("subject-first", include_str!("../../../tests/fixtures/constructions/subject-first.txt")),
        ("nouns-and-phrases", include_str!("../../../tests/fixtures/constructions/nouns-and-phrases.txt")),
        ("longer-report", include_str!("../../../tests/fixtures/constructions/longer-report.txt")),
        ("names", include_str!("../../../tests/fixtures/constructions/names.txt")),
    ] {
        insta::assert_snapshot!(name, look(text, page));
    }
}
