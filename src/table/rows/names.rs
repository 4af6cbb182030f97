//! What the ids in a scored document or a comparison stand for.

use crate::attribution::Affiliation;
use crate::lexicon::{Dispute, Entry, EntryId, IssueId, Language, Lexicon, SideId};

/// The dispute, the language pack and the compiled entries that a run used: turns ids into words.
#[derive(Clone, Copy, Debug)]
pub struct Names<'a> {
    /// Sides, issues and terms.
    pub dispute: &'a Dispute,
    /// Evaluations and modifiers.
    pub language: &'a Language,
    /// The entries of the matcher of terms, evaluations and modifiers, by [`EntryId`].
    pub entries: &'a [Entry],
}

impl<'a> From<&'a Lexicon> for Names<'a> {
    fn from(lexicon: &'a Lexicon) -> Self {
        Names { dispute: &lexicon.dispute, language: &lexicon.language, entries: lexicon.terms.entries() }
    }
}

impl<'a> Names<'a> {
    /// The id of a side.
    pub fn side(&self, side: SideId) -> &'a str {
        side_id(self.dispute, side)
    }

    /// The id of an issue.
    pub fn issue(&self, issue: IssueId) -> &'a str {
        issue_id(self.dispute, issue)
    }

    /// The side column: a side's id, `other`, or empty when nobody can tell.
    pub fn affiliation(&self, affiliation: Affiliation) -> &'a str {
        affiliation_id(self.dispute, affiliation)
    }

    /// The pattern of an entry, as its file has it; empty for an entry that no match can be of.
    pub fn pattern(&self, entry: EntryId) -> &'a str {
        let pattern = match self.entries.get(entry.0 as usize) {
            Some(Entry::Term(i)) => self.dispute.terms.get(*i as usize).map(|t| &t.pattern),
            Some(Entry::Evaluation(i)) => self.language.evaluations.get(*i as usize).map(|e| &e.pattern),
            Some(Entry::Modifier(i)) => self.language.modifiers.get(*i as usize).map(|m| &m.pattern),
            _ => None,
        };
        pattern.map_or("", String::as_str)
    }
}

pub(super) fn side_id(dispute: &Dispute, side: SideId) -> &str {
    dispute.sides.get(usize::from(side.0)).map_or("", |s| &s.id)
}

pub(super) fn issue_id(dispute: &Dispute, issue: IssueId) -> &str {
    dispute.issues.get(usize::from(issue.0)).map_or("", |i| &i.id)
}

pub(super) fn affiliation_id(dispute: &Dispute, affiliation: Affiliation) -> &str {
    match affiliation {
        Affiliation::Side(side) => side_id(dispute, side),
        Affiliation::Other => "other",
        Affiliation::Unknown => "",
    }
}
