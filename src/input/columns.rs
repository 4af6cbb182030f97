//! Which column of a table, field of an object or key of a front matter plays which part in a document.
//!
//! An option names a column (`--text-column Statement`); without one the usual names are looked for, in any case.
//! The names below are the only ones that are recognised, so that a table is never read in a way that nobody
//! expects: a column `Line` or `doc` is no id, and `author` is not who speaks.

use serde::Serialize;

use super::error::{Cause, Fault};
use super::expand::nearest;
use super::options::InputOptions;

/// The part that a column plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    Text,
    Speaker,
    Side,
    Date,
    Title,
    Id,
    Source,
    Url,
    Author,
}

const ROLES: usize = 9;

/// The names that are recognised, in order of preference.
const NAMES: [(Role, &[&str]); ROLES] = [
    (
        Role::Text,
        &["text", "content", "body", "statement", "article", "full_text", "fulltext", "maintext", "transcript"],
    ),
    (Role::Speaker, &["speaker"]),
    (Role::Side, &["side"]),
    (
        Role::Date,
        &[
            "date",
            "published",
            "published_at",
            "publishedat",
            "published_time",
            "publication_date",
            "pub_date",
            "pubdate",
            "date_published",
            "date_publish",
            "created_at",
        ],
    ),
    (Role::Title, &["title", "headline"]),
    (Role::Id, &["id", "doc_id", "docid", "document_id"]),
    (Role::Source, &["source", "outlet", "publication", "publisher", "newspaper"]),
    (Role::Url, &["source_url", "url", "link"]),
    (Role::Author, &["author", "authors", "byline"]),
];

/// The columns that a reader looks for.
#[derive(Clone, Debug)]
pub(super) struct Wanted {
    named: [Option<String>; ROLES],
}

impl Wanted {
    pub fn new(options: &InputOptions) -> Self {
        let mut named: [Option<String>; ROLES] = Default::default();
        named[Role::Text as usize] = options.text_column.clone();
        named[Role::Speaker as usize] = options.speaker_column.clone();
        named[Role::Side as usize] = options.side_column.clone();
        named[Role::Date as usize] = options.date_column.clone();
        named[Role::Id as usize] = options.id_column.clone();
        Wanted { named }
    }

    /// The parts that a column of this name can play, each with a rank: the lowest rank of all columns gets the part.
    pub fn roles<'a>(&'a self, key: &'a str) -> impl Iterator<Item = (Role, usize)> + 'a {
        let key = key.trim();
        let is_named = self.named.iter().flatten().any(|name| name == key);
        NAMES.iter().filter_map(move |(role, names)| {
            let rank = match &self.named[*role as usize] {
                Some(name) if name == key => Some(0),
                Some(name) => name.trim().eq_ignore_ascii_case(key).then_some(1),
                // A column that an option gave one part does not take another by its name alone.
                None if is_named => None,
                None => names.iter().position(|name| name.eq_ignore_ascii_case(key)),
            };
            rank.map(|rank| (*role, rank))
        })
    }

    /// Whether a column of this name can hold the text.
    pub fn is_text(&self, key: &str) -> bool {
        self.roles(key).any(|(role, _)| role == Role::Text)
    }

    /// Finds the columns of a table.
    pub fn find(&self, header: &[String]) -> Result<Found, Fault> {
        let mut found = Found::default();
        let mut ranks = [usize::MAX; ROLES];
        for (column, name) in header.iter().enumerate() {
            for (role, rank) in self.roles(name) {
                if rank < ranks[role as usize] {
                    ranks[role as usize] = rank;
                    found.at[role as usize] = Some(column);
                }
            }
        }
        for ((role, _), name) in NAMES.iter().zip(&self.named) {
            if let Some(name) = name.as_ref().filter(|_| found.of(*role).is_none()) {
                return Err(absent(name, header));
            }
        }
        // One column needs no name to be found.
        if found.of(Role::Text).is_none() && header.len() == 1 {
            found.at[Role::Text as usize] = Some(0);
        }
        if found.of(Role::Text).is_none() {
            let columns = list(header);
            return Err(Fault::new(
                Cause::Columns,
                format!("no column is known to hold the text (name it with --text-column; columns: {columns})"),
            ));
        }
        Ok(found)
    }
}

fn absent(name: &str, header: &[String]) -> Fault {
    let hint = match nearest(name, header) {
        Some(near) => format!("did you mean \"{near}\"? columns: {}", list(header)),
        None => format!("columns: {}", list(header)),
    };
    Fault::new(Cause::Columns, format!("there is no column \"{name}\" ({hint})"))
}

/// Names for a message; a table may have hundreds.
pub(super) fn list(names: &[String]) -> String {
    let mut shown: Vec<String> = names.iter().take(12).map(|name| name.chars().take(40).collect()).collect();
    if names.len() > shown.len() {
        shown.push(format!("and {} more", names.len() - shown.len()));
    }
    shown.join(", ")
}

/// Where the columns of one table are.
#[derive(Clone, Debug, Default)]
pub(super) struct Found {
    at: [Option<usize>; ROLES],
}

impl Found {
    /// The position of the column that plays `role`.
    pub fn of(&self, role: Role) -> Option<usize> {
        self.at[role as usize]
    }

    /// The choice by name, for the record of the run.
    pub fn chosen(&self, header: &[String]) -> Columns {
        let mut columns = Columns::default();
        for (role, _) in NAMES {
            if let Some(name) = self.of(role).and_then(|i| header.get(i)) {
                columns.set(role, name);
            }
        }
        columns
    }
}

/// The columns that a table's documents were read from, by name: part of the record of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Columns {
    /// Holds the text.
    pub text: Option<String>,
    /// Holds the speaker's name.
    pub speaker: Option<String>,
    /// Holds the side.
    pub side: Option<String>,
    /// Holds the date.
    pub date: Option<String>,
    /// Holds the title.
    pub title: Option<String>,
    /// Holds the document's id.
    pub id: Option<String>,
    /// Holds the outlet.
    pub source: Option<String>,
    /// Holds the address.
    pub url: Option<String>,
    /// Holds the author.
    pub author: Option<String>,
}

impl Columns {
    /// Records a choice, unless one was made before.
    pub(super) fn set(&mut self, role: Role, name: &str) {
        let slot = match role {
            Role::Text => &mut self.text,
            Role::Speaker => &mut self.speaker,
            Role::Side => &mut self.side,
            Role::Date => &mut self.date,
            Role::Title => &mut self.title,
            Role::Id => &mut self.id,
            Role::Source => &mut self.source,
            Role::Url => &mut self.url,
            Role::Author => &mut self.author,
        };
        slot.get_or_insert_with(|| name.to_string());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(names: &str) -> Vec<String> {
        names.split(',').map(String::from).collect()
    }

    fn choose(options: InputOptions, names: &str) -> Result<Columns, String> {
        let header = header(names);
        Wanted::new(&options).find(&header).map(|found| found.chosen(&header)).map_err(|fault| fault.reason)
    }

    #[test]
    fn usual_names_are_found_in_any_case() {
        let columns = choose(InputOptions::default(), "Line,Speaker,Text,Date").unwrap();
        assert_eq!(columns.text.as_deref(), Some("Text"));
        assert_eq!(columns.speaker.as_deref(), Some("Speaker"));
        assert_eq!(columns.date.as_deref(), Some("Date"));
        assert_eq!(columns.id, None, "Line is no id");
    }

    #[test]
    fn text_goes_before_content_wherever_it_stands() {
        assert_eq!(choose(InputOptions::default(), "content,text").unwrap().text.as_deref(), Some("text"));
    }

    #[test]
    fn one_column_may_play_two_parts() {
        let options = InputOptions {
            speaker_column: Some("party".into()),
            side_column: Some("party".into()),
            text_column: Some("title".into()),
            ..InputOptions::default()
        };
        let columns = choose(options, "Party,title,text").unwrap();
        assert_eq!(columns.speaker.as_deref(), Some("Party"));
        assert_eq!(columns.side.as_deref(), Some("Party"));
        assert_eq!(columns.text.as_deref(), Some("title"));
        assert_eq!(columns.title, None, "a named column does not take a second part by itself");
    }

    #[test]
    fn a_table_of_one_column_needs_no_name() {
        assert_eq!(choose(InputOptions::default(), "utterance").unwrap().text.as_deref(), Some("utterance"));
    }

    #[test]
    fn what_is_missing_is_named_with_what_there_is() {
        let options = InputOptions { speaker_column: Some("Speker".into()), ..InputOptions::default() };
        let reason = choose(options, "Line,Speaker,Text").unwrap_err();
        assert_eq!(reason, "there is no column \"Speker\" (did you mean \"Speaker\"? columns: Line, Speaker, Text)");
        let reason = choose(InputOptions::default(), "a,b").unwrap_err();
        assert_eq!(reason, "no column is known to hold the text (name it with --text-column; columns: a, b)");
    }
}
