//! Labels: who is meant by a transcript's label or a cell of a speaker column.
//!
//! A name or alias first, then the surname behind the titles, then the office; a person whom the text names in full
//! wins over a row of `speakers.csv` with the same surname. Without any of them the text's head may name the nation.

use super::context::{Context, WINDOW};
use super::people::People;
use super::sides::{ActorIndex, Holder, affiliation, choose};
use super::statement::{Affiliation, Speaker};
use super::traits::Traits;
use crate::lexicon::{ActorKind, Dispute, Lexicon, SideId, WordClass};

/// Entities whose names are compared with a label.
const MOST_ENTITIES: usize = 1000;

/// True when a transcript's label is somebody of the dispute, or begins with a title.
pub fn knows_label(lexicon: &Lexicon, index: &ActorIndex, label: &str) -> bool {
    let words: Vec<&str> = label.split_whitespace().collect();
    let titled = |words: &[&str]| {
        let joined = words.join(" ");
        let joined = joined.trim_end_matches('.');
        lexicon.language.titles.iter().any(|t| t.title.trim_end_matches('.').eq_ignore_ascii_case(joined))
    };
    let class = words.first().and_then(|word| lexicon.language.words.get(&word.to_lowercase()));
    let rest = usize::from(class.is_some_and(|class| class.has(WordClass::DETERMINER)));
    let person = |row: &u32| lexicon.dispute.actors[*row as usize].kind == ActorKind::Person;
    index.named(label).iter().any(person) || (rest + 1..=words.len()).any(|end| titled(&words[rest..end]))
}

/// True when the document's title names this person by surname.
fn in_title(context: &Context<'_>, name: &str) -> bool {
    let title = context.document.title.as_deref().unwrap_or("");
    let mut parts = name.split_whitespace();
    let names: Vec<&str> = title.split(|c: char| !c.is_alphanumeric()).collect();
    parts.any(|part| part.chars().count() > 2 && names.contains(&part))
}

/// Who a label or a cell of a speaker column names.
pub fn label_speaker(context: &Context<'_>, index: &ActorIndex, people: &People, label: &str) -> Speaker {
    Label::read(context.lexicon, index, label).speaker(context, index, people)
}

/// What a label says by itself, whatever text it stands at.
pub(super) struct Label {
    /// Without the nation that it may name.
    text: String,
    nation: Option<SideId>,
    /// Rows with the label for a name, with what is left behind its titles, with that for a surname, and for an office.
    named: Vec<u32>,
    untitled: Vec<u32>,
    surnamed: Vec<u32>,
    office: Vec<u32>,
    /// Words of it that are titles, and the others.
    titles: usize,
    names: usize,
    /// The last word, in small letters.
    surname: String,
}

impl Label {
    /// Takes the titles off, and looks for rows of `speakers.csv`.
    pub fn read(lexicon: &Lexicon, index: &ActorIndex, label: &str) -> Label {
        let (text, nation) = represented(index, &lexicon.dispute, label.trim().trim_end_matches(':').trim());
        let words: Vec<&str> = text.split_whitespace().collect();
        let is_title = |words: &[&str]| {
            let joined = words.join(" ").to_lowercase();
            let joined = joined.trim_end_matches('.');
            lexicon.language.titles.iter().any(|t| t.title.trim_end_matches('.').eq_ignore_ascii_case(joined))
        };
        let mut rest = 0;
        while rest < words.len() {
            match (rest + 1..words.len()).rev().find(|&end| is_title(&words[rest..end])) {
                Some(end) => rest = end,
                None => break,
            }
        }
        let name = words[rest..].join(" ");
        Label {
            nation,
            named: index.named(text).to_vec(),
            untitled: index.named(&name).to_vec(),
            surnamed: index.surnamed(&name).to_vec(),
            office: index.office(&text.to_lowercase()),
            titles: rest,
            names: words.len() - rest,
            surname: words.last().map_or(String::new(), |word| word.to_lowercase()),
            text: text.to_owned(),
        }
    }

    /// Who is named. By full name first, then by surname.
    pub fn speaker(&self, context: &Context<'_>, index: &ActorIndex, people: &People) -> Speaker {
        let (dispute, date) = (&context.lexicon.dispute, context.document.date);
        let none = |_: &str| false;
        let make = |holder: Option<Holder>, resolution: &'static str, confidence: f64| match holder {
            Some(Holder::Actor(row)) => {
                let actor = &dispute.actors[row as usize];
                Some(Speaker { name: actor.name.clone(), affiliation: affiliation(actor), resolution, confidence })
            }
            Some(Holder::Office(side)) => {
                Some(Speaker { name: self.text.clone(), affiliation: side, resolution: "office", confidence })
            }
            None => None,
        };
        for rows in [&self.named, &self.untitled] {
            if let Some(speaker) = make(choose(dispute, rows, date, none), "name", 0.95) {
                return speaker;
            }
        }
        let surname = &self.surname;
        let titled = self.titles > 0 && self.names == 1;
        let full = people.entities.iter().take(MOST_ENTITIES).find(|e| {
            let ends = e.words.last() == Some(surname) || titled && e.words.first() == Some(surname);
            ends && e.may_be_person() && e.words.len() > 1 && e.name.chars().any(char::is_lowercase)
        });
        // Of a surname the document's own bearer is meant before a row of `speakers.csv`.
        if self.names == 1
            && full.is_none_or(|e| e.actor.is_some())
            && let Some(speaker) = make(choose(dispute, &self.surnamed, date, none), "surname", 0.9)
        {
            return speaker;
        }
        let in_title = |name: &str| in_title(context, name);
        if let Some(speaker) = make(choose(dispute, &self.office, date, in_title), "office", 0.8) {
            return speaker;
        }
        let nation = || {
            let nation = self.nation.or_else(|| nation_of(context, index, surname));
            nation.map_or(Affiliation::Unknown, Affiliation::Side)
        };
        if let Some(entity) = full {
            let affiliation = if entity.affiliation.side().is_some() { entity.affiliation } else { nation() };
            return Speaker { name: entity.name.clone(), affiliation, resolution: "surname", confidence: 0.8 };
        }
        let affiliation = if surname.chars().count() > 1 { nation() } else { Affiliation::Unknown };
        Speaker { name: title_case(&self.text), affiliation, resolution: "label", confidence: 0.6 }
    }
}

/// "MS. RAHMAN OF BANGLADESH", "Mr. Wang (China)", "ZAHER, EGYPT": the label without the nation it speaks for, and that
/// nation's side. A label that is an alias as it stands, or that names no side behind its name, stays whole.
fn represented<'l>(index: &ActorIndex, dispute: &Dispute, label: &'l str) -> (&'l str, Option<SideId>) {
    let bare = label.split_once('(').map_or(label, |(head, _)| head.trim_end());
    if !index.named(bare).is_empty() {
        return (bare, None);
    }
    let lower = label.to_ascii_lowercase();
    let cuts = [" of the ", " of ", ", ", " ("].into_iter().filter_map(|mark| Some((lower.find(mark)?, mark.len())));
    for (at, length) in cuts {
        let nation = label[at + length..].trim_end_matches(')').trim();
        let side = index.named(nation).iter().find_map(|&row| {
            let actor = &dispute.actors[row as usize];
            actor.side.filter(|_| actor.kind != ActorKind::Person)
        });
        if side.is_some() && at > 0 {
            return (label[..at].trim_end(), side);
        }
    }
    (bare, None)
}

/// "PRESIDENT HOLLAND OF THE UNITED STATES": the side of the nation that the text's head gives a surname.
fn nation_of(context: &Context<'_>, index: &ActorIndex, surname: &str) -> Option<SideId> {
    let actors = &context.lexicon.dispute.actors;
    let end = context.len().min(WINDOW);
    let word = |i: u32| context.word(i).name.to_lowercase();
    (0..end.saturating_sub(2)).filter(|&i| context.traits(i + 1).has(Traits::GENITIVE) && word(i) == surname).find_map(
        |i| {
            let start = i + 2 + u32::from(context.traits(i + 2).has(Traits::DETERMINER));
            (start + 1..=end.min(start + 4)).rev().find_map(|stop| {
                let name: Vec<String> = (start..stop).map(word).collect();
                index.named(&name.join(" ")).iter().find_map(|&row| actors[row as usize].side)
            })
        },
    )
}

/// `MS. JEAN-PIERRE` as people write it.
fn title_case(label: &str) -> String {
    if label.chars().any(char::is_lowercase) || label.chars().count() <= 2 {
        return label.to_owned();
    }
    let mut out = String::with_capacity(label.len());
    let mut start = true;
    for c in label.chars() {
        if start {
            out.push(c);
        } else {
            out.extend(c.to_lowercase());
        }
        start = !c.is_alphanumeric() && c != '\'' && c != '’';
    }
    out
}

#[cfg(test)]
mod tests {
    use crate::attribution::fixture::read;
    use crate::document::{Date, Document, Given};

    #[test]
    fn an_office_means_whom_the_title_names_or_else_its_holder_then() {
        let then = Some(Date::constant(2010, 6, 1));
        for (office, title, date, speaker) in [
            ("Secretary of State", "", then, "Hillary Clinton"),
            ("Secretary of State", "Kerry on trade", then, "John Kerry"),
            ("Secretary of State", "Kerry and Clinton on trade", then, "Hillary Clinton"),
            ("Secretary of State", "The kerry boats", then, "Hillary Clinton"),
            ("Secretary of State", "A day in Kerrytown", then, "Hillary Clinton"),
            ("Secretary of State", "", None, "Secretary of State"),
        ] {
            let found = read(&Document {
                text: "The talks go on.".to_owned(),
                title: Some(title.to_owned()),
                date,
                given: Some(Given { speaker: Some(office.to_owned()), side: None }),
                ..Document::default()
            });
            let named = found.statements[0].speaker.as_ref().map(|s| s.name.as_str());
            assert_eq!(named, Some(speaker), "{office}, {title:?}");
        }
    }
}
