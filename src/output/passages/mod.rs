//! Passages: what a report and a workbook show of the texts, chosen while documents stream by.
//!
//! Scored documents come in one by one, in the order of reading; out go whole articles, as long as they are few, and for
//! every side and topic the statements with the strongest evidence, at most [`Passages::most`] for each direction, with
//! the number of those that are left out. Strength is that of the quotes of a comparison, so that every quote is among
//! the passages; ties fall by document and statement, so that the order of reading decides nothing.

mod excerpt;
mod passage;

pub use passage::{Found, Leaning, Passage};

use crate::compare::{Direction, Strength, Topic, strength};
use crate::document::Date;
use crate::lexicon::{Dispute, IssueId, SideId};
use crate::scoring::{ScoredDocument, ScoredMatch};
use crate::table::Names;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Bytes of text up to which articles are shown whole; with more there are passages only.
pub const ARTICLE_BUDGET: usize = 300_000;

/// Bytes that an article counts for beyond its text: a million empty ones are not shown.
const ARTICLE_COST: usize = 200;

/// Passages that a report shows in all, as far as that leaves two for each direction.
const PASSAGE_BUDGET: usize = 700;

/// Parts that an article is cut into, to see where in it each side speaks.
pub const PARTS: usize = 20;

/// An article that is shown whole.
#[derive(Debug)]
pub struct Article {
    /// The document with its statements and scores.
    pub scored: ScoredDocument,
    /// Rows of `statements.csv` before its first.
    pub statements_before: u64,
    /// Rows of `matches.csv` before its first.
    pub matches_before: u64,
}

/// The passages of one side on one topic.
#[derive(Debug, Default)]
pub struct Group {
    /// Statements that bear on it, shown or not.
    pub statements: u64,
    /// The strongest, by direction.
    best: BTreeMap<Direction, Vec<Ranked>>,
}

#[derive(Debug)]
struct Ranked {
    strength: Strength,
    passage: Passage,
}

impl Group {
    /// The passages: in favor, against, neither; the strongest first in each.
    pub fn passages(&self) -> impl Iterator<Item = &Passage> {
        self.best.values().flatten().map(|ranked| &ranked.passage)
    }

    /// How many statements are not shown.
    pub fn left_out(&self) -> u64 {
        self.statements.saturating_sub(self.passages().count() as u64)
    }

    fn offer(
        &mut self,
        most: usize,
        direction: Direction,
        rank: Strength,
        at: (&str, u32),
        read: impl FnOnce() -> Passage,
    ) {
        self.statements += 1;
        let best = self.best.entry(direction).or_default();
        let place = best.partition_point(|ranked| {
            let kept = (Reverse(ranked.strength), ranked.passage.document.as_str(), ranked.passage.statement);
            kept < (Reverse(rank), at.0, at.1)
        });
        if place < most {
            best.insert(place, Ranked { strength: rank, passage: read() });
            best.truncate(most);
        }
    }
}

/// What a report shows of the texts.
#[derive(Debug)]
pub struct Passages {
    most: usize,
    sides: usize,
    groups: BTreeMap<(SideId, Topic), Group>,
    articles: Vec<Article>,
    bytes: usize,
    documents: u64,
    statements: u64,
    matches: u64,
    dates: Option<(Date, Date)>,
    parts: Vec<[u64; PARTS]>,
    whole: [u64; PARTS],
}

impl Passages {
    /// Nothing yet.
    pub fn new(dispute: &Dispute) -> Self {
        let sides = dispute.sides.len();
        let groups = (sides * (dispute.issues.len() + sides)).max(1);
        Passages {
            most: (PASSAGE_BUDGET / (3 * groups)).clamp(2, 12),
            sides,
            groups: BTreeMap::new(),
            articles: Vec::new(),
            bytes: 0,
            documents: 0,
            statements: 0,
            matches: 0,
            dates: None,
            parts: vec![[0; PARTS]; sides],
            whole: [0; PARTS],
        }
    }

    /// Takes the next document.
    pub fn take(&mut self, scored: ScoredDocument, names: Names) {
        self.bytes = self.bytes.saturating_add(scored.document.text.len() + ARTICLE_COST);
        self.documents += 1;
        if let Some(date) = scored.document.date {
            let (first, last) = self.dates.unwrap_or((date, date));
            self.dates = Some((first.min(date), last.max(date)));
        }
        self.offer(&scored, names);
        self.place(&scored);
        let before = (self.statements, self.matches);
        self.statements += scored.attributed.statements.len() as u64;
        let found: usize = scored.scores.iter().map(|score| score.matches.len()).sum();
        self.matches += (found + scored.own_voice.len()) as u64;
        if self.bytes <= ARTICLE_BUDGET {
            self.articles.push(Article { scored, statements_before: before.0, matches_before: before.1 });
        } else {
            self.articles = Vec::new();
        }
    }

    /// The articles, when all of them are shown; none otherwise.
    pub fn articles(&self) -> &[Article] {
        &self.articles
    }

    /// Documents that were taken.
    pub fn documents(&self) -> u64 {
        self.documents
    }

    /// The first and the last date.
    pub fn dates(&self) -> Option<(Date, Date)> {
        self.dates
    }

    /// The most passages of a side on a topic in one direction.
    pub fn most(&self) -> usize {
        self.most
    }

    /// The passages of a side on an issue.
    pub fn on_issue(&self, issue: IssueId, side: SideId) -> Option<&Group> {
        self.groups.get(&(side, Topic::Issue(issue)))
    }

    /// The passages in which a side speaks about a side.
    pub fn about(&self, side: SideId, about: SideId) -> Option<&Group> {
        self.groups.get(&(side, Topic::About(about)))
    }

    /// Share of the words of all articles that are a side's, in each of `PARTS` equal parts; transcripts and prose
    /// alike, rows of tables left out.
    pub fn shares(&self, side: SideId) -> Option<[f64; PARTS]> {
        let own = self.parts.get(usize::from(side.0))?;
        self.whole.iter().all(|part| *part > 0).then(|| std::array::from_fn(|i| own[i] as f64 / self.whole[i] as f64))
    }

    fn offer(&mut self, scored: &ScoredDocument, names: Names) {
        let mut matches_before = self.matches;
        for (at, (statement, score)) in scored.attributed.statements.iter().zip(&scored.scores).enumerate() {
            let first_match = matches_before;
            matches_before += score.matches.len() as u64;
            let Some(side) = statement.side().filter(|side| usize::from(side.0) < self.sides) else { continue };
            let issues = score.issues.iter().map(|issue| Topic::Issue(issue.issue));
            let topics = issues.chain(score.portrayals.iter().map(|portrayal| Topic::About(portrayal.about)));
            for topic in topics {
                let Some((direction, rank)) = strength(topic, scored, at) else { continue };
                let place = passage::Place {
                    at,
                    article: self.documents as usize - 1,
                    statement_row: self.statements + at as u64 + 1,
                    first_match,
                };
                let key = (scored.document.id.as_str(), at as u32 + 1);
                let group = self.groups.entry((side, topic)).or_default();
                group.offer(self.most, direction, rank, key, || Passage::read(scored, place, topic, names));
            }
        }
    }

    fn place(&mut self, scored: &ScoredDocument) {
        let length = scored.document.text.len() as u64;
        if scored.document.given.is_some() || length == 0 {
            return;
        }
        let part = |byte: u32| (u64::from(byte) * PARTS as u64 / length).min(PARTS as u64 - 1) as usize;
        for token in scored.text.tokens.iter().filter(|token| token.class.is_word()) {
            self.whole[part(token.span.start)] += 1;
        }
        for statement in scored.attributed.statements.iter().filter(|statement| statement.within.is_none()) {
            let Some(parts) = statement.side().and_then(|side| self.parts.get_mut(usize::from(side.0))) else {
                continue;
            };
            for span in &statement.content {
                for token in scored.text.tokens(scored.text.tokens_in(*span)).iter().filter(|t| t.class.is_word()) {
                    parts[part(token.span.start)] += 1;
                }
            }
        }
    }
}

/// True when a match bears on a topic.
fn bears_on(found: &ScoredMatch, topic: Topic) -> bool {
    use crate::scoring::Bearing;
    match (found.bearing, topic) {
        (Bearing::Term(issue, _) | Bearing::Evaluation(issue), Topic::Issue(wanted)) => issue == wanted,
        (Bearing::Portrayal(side), Topic::About(wanted)) => side == wanted,
        _ => false,
    }
}

#[cfg(test)]
mod tests;
