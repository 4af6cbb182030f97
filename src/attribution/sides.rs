//! Sides: which row of `speakers.csv` a name stands for.
//!
//! A name as written may belong to several rows (an office and its holders over the years). The row of somebody
//! whom the document names wins, then the holder at the document's date; else the office itself speaks, for its
//! side when all rows agree.

use std::collections::BTreeMap;

use super::statement::Affiliation;
use crate::document::Date;
use crate::lexicon::{Actor, ActorKind, Dispute, SideId};

/// Rows of `speakers.csv` by lower-case name.
#[derive(Clone, Debug, Default)]
pub struct ActorIndex {
    by_name: BTreeMap<String, Vec<u32>>,
    by_surname: BTreeMap<String, Vec<u32>>,
    roles: Vec<(String, u32)>,
    /// Aliases that describe: the words of "the Republican nominee" behind the article, with the row.
    epithets: Vec<(Vec<String>, u32)>,
    ranks: BTreeMap<String, Rank>,
    takes_sides: bool,
}

/// Who bears a title: the names of its holders, and their side while all agree.
#[derive(Clone, Debug, Default)]
struct Rank {
    holders: Vec<u32>,
    side: Option<SideId>,
    mixed: bool,
}

/// Holders of one side who make their title the mark of that side.
const HOLDERS: usize = 3;

/// What a name stands for.
#[derive(Clone, Debug, PartialEq)]
pub enum Holder {
    /// One row.
    Actor(u32),
    /// An office whose holder is not known.
    Office(Affiliation),
}

impl ActorIndex {
    /// Reads names and aliases of every row.
    pub fn new(dispute: &Dispute) -> Self {
        let takes_sides = dispute.actors.iter().any(|actor| actor.side.is_some());
        let mut index = ActorIndex { takes_sides, ..ActorIndex::default() };
        for (row, actor) in dispute.actors.iter().enumerate() {
            for name in std::iter::once(&actor.name).chain(&actor.aliases) {
                let rows = index.by_name.entry(key(name)).or_default();
                if rows.last() != Some(&(row as u32)) {
                    rows.push(row as u32);
                }
                if let Some((first, rest)) = name.split_once(' ')
                    && actor.kind == ActorKind::Person
                    && first.chars().all(char::is_lowercase)
                {
                    index.epithets.push((key(rest).split(' ').map(str::to_owned).collect(), row as u32));
                }
            }
            if let Some(role) = &actor.role {
                index.roles.push((key(role), row as u32));
            }
            if actor.kind == ActorKind::Person {
                index.rank_of(dispute, row as u32);
                let name = key(&actor.name);
                for part in [name.split(' ').next_back(), name.split(' ').next()].into_iter().flatten() {
                    let rows = index.by_surname.entry(part.to_owned()).or_default();
                    if rows.last() != Some(&(row as u32)) {
                        rows.push(row as u32);
                    }
                }
            }
        }
        index
    }

    /// Notes the offices and the titles before the surname of a person.
    fn rank_of(&mut self, dispute: &Dispute, row: u32) {
        let actor = &dispute.actors[row as usize];
        let name = key(&actor.name);
        // The surname stands last, or first as in China.
        let names = [Some(name.as_str()), name.split(' ').next_back(), name.split(' ').next()];
        let titles = actor.aliases.iter().filter_map(|alias| {
            let alias = key(alias);
            let title = names.iter().flatten().find_map(|name| alias.strip_suffix(name))?;
            title.strip_suffix(' ').map(str::to_owned)
        });
        for title in titles.chain(actor.role.as_deref().map(key)).filter(|t| !t.is_empty()) {
            let rank = self.ranks.entry(title).or_default();
            let known = |&other: &u32| dispute.actors[other as usize].name == actor.name;
            rank.mixed |= actor.side.is_none() || !rank.holders.is_empty() && rank.side != actor.side;
            rank.side = actor.side;
            if !rank.holders.iter().any(known) {
                rank.holders.push(row);
            }
        }
    }

    /// The side whose officers bear a title or serve under who bears it: "Assistant Attorney General". Several
    /// holders of one side, and none of another, make it so.
    pub fn rank(&self, title: &str, deputy: impl Fn(&str) -> bool) -> Option<SideId> {
        let mut title = key(title);
        loop {
            if let Some(rank) = self.ranks.get(&title) {
                return rank.side.filter(|_| !rank.mixed && rank.holders.len() >= HOLDERS);
            }
            title = match title.split_once(' ') {
                Some((first, rest)) if deputy(first) => rest.to_owned(),
                _ => return None,
            };
        }
    }

    /// True when some row is on a side.
    pub fn takes_sides(&self) -> bool {
        self.takes_sides
    }

    /// Rows with this name or alias, in any case.
    pub fn named(&self, name: &str) -> &[u32] {
        self.by_name.get(&key(name)).map_or(&[], Vec::as_slice)
    }

    /// Rows whose office this is: "the vice president" is the Vice President of the United States.
    pub fn office(&self, title: &str) -> Vec<u32> {
        let title = key(title);
        let rest = title.split_once(' ').map_or("", |(_, rest)| rest);
        let matches = |role: &str, wanted: &str| {
            !wanted.is_empty()
                && role.strip_prefix(wanted).is_some_and(|tail| tail.is_empty() || tail.starts_with(" of "))
        };
        self.roles
            .iter()
            .filter(|(role, _)| matches(role, &title) || matches(role, rest))
            .map(|(_, row)| *row)
            .collect()
    }

    /// The rows whose describing alias stands word by word in a longer description that ends as it does:
    /// "the Republican presidential nominee" for the alias "the Republican nominee".
    pub fn epithet(&self, words: &[String]) -> Vec<u32> {
        let inside = |alias: &[String]| {
            let mut wanted = alias.iter().peekable();
            for word in words {
                wanted.next_if(|next| *next == word);
            }
            wanted.peek().is_none() && alias.last() == words.last()
        };
        self.epithets.iter().filter(|(alias, _)| inside(alias)).map(|(_, row)| *row).collect()
    }

    /// Persons whose canonical name begins or ends with this word.
    pub fn surnamed(&self, word: &str) -> &[u32] {
        self.by_surname.get(&key(word)).map_or(&[], Vec::as_slice)
    }
}

/// Lower case, periods and articles dropped, blanks single.
fn key(name: &str) -> String {
    let mut key = String::with_capacity(name.len());
    let mut in_word = false;
    for c in name.chars() {
        if c.is_whitespace() {
            in_word = false;
            continue;
        }
        if !in_word && !key.is_empty() {
            key.push(' ');
        }
        in_word = true;
        match c {
            '.' => {}
            c if c.is_ascii() => key.push(c.to_ascii_lowercase()),
            c => key.extend(c.to_lowercase()),
        }
    }
    key
}

/// Chooses among the rows that share a name.
pub fn choose(dispute: &Dispute, rows: &[u32], date: Option<Date>, named: impl Fn(&str) -> bool) -> Option<Holder> {
    let actor = |row: u32| &dispute.actors[row as usize];
    let (&first, rest) = rows.split_first()?;
    if rest.iter().all(|&row| actor(row).name == actor(first).name) {
        let row = date.and_then(|d| rows.iter().copied().find(|&row| in_office(actor(row), d)));
        return Some(Holder::Actor(row.unwrap_or(first)));
    }
    let mentioned: Vec<u32> = rows.iter().copied().filter(|&row| named(&actor(row).name)).collect();
    if let Some(&row) = mentioned.first()
        && mentioned.iter().all(|&other| actor(other).name == actor(row).name)
    {
        return Some(Holder::Actor(row));
    }
    if let Some(date) = date {
        let pool = if mentioned.is_empty() { rows } else { &mentioned };
        if let Some(&row) = pool.iter().find(|&&row| in_office(actor(row), date)) {
            return Some(Holder::Actor(row));
        }
    }
    let side = actor(first).side;
    let agreed = rest.iter().all(|&row| actor(row).side == side);
    Some(Holder::Office(match side {
        Some(side) if agreed => Affiliation::Side(side),
        None if agreed => Affiliation::Other,
        _ => Affiliation::Unknown,
    }))
}

/// True when the row's office was held on `date`; rows without dates hold always.
pub fn in_office(actor: &Actor, date: Date) -> bool {
    actor.from.is_none_or(|from| from <= date) && actor.until.is_none_or(|until| date <= until)
}

/// The affiliation that a row gives.
pub fn affiliation(actor: &Actor) -> Affiliation {
    actor.side.map_or(Affiliation::Other, Affiliation::Side)
}
