//! Hints: which word types can begin or hold what is rare in texts, so that most texts need not be searched for it.
//!
//! What comes in are a language's page furniture and demonyms and a dispute's names; what goes out are answers about one
//! spelling, asked once per word type. Invariant: where a hint says no, the thing is not there; where it says yes, it
//! may be. Furniture is told by runs of ASCII letters and digits, which no word boundary cuts.

use aho_corasick::AhoCorasick;
use foldhash::fast::FixedState;
use hashbrown::{HashMap, HashSet};

use super::stored::{Stored, stored};
use super::{Dispute, Furniture, FurnitureWhere, Language, Traits};
use crate::text::{Segmenter, Shape, Text, Vocabulary, WordType};
use std::collections::BTreeMap;
use std::hash::BuildHasher;

type Words = HashSet<Box<str>, FixedState>;

/// Words, each with the bits of the pairs of neighbours that it is in.
type Paired = HashMap<Box<str>, u64, FixedState>;

/// The pairs of neighbours telling page furniture in which a word is the first or the second one, as bits; several pairs share
/// a bit.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Neighbours {
    pub first: u64,
    pub second: u64,
}

/// The bit of the pairs that have this first word, or one with this end.
fn bit(first: &str) -> u64 {
    1 << (FixedState::default().hash_one(first) % 64)
}

/// Beginnings of words by their first byte, or ends of words by their last, each with the bits of its pairs.
#[derive(Default)]
struct Edges(BTreeMap<u8, Vec<(String, u64)>>);

stored!(wrapper Edges);

impl Edges {
    fn add(&mut self, edge: &str, bits: u64, outermost: fn(&[u8]) -> Option<&u8>) {
        let Some(&byte) = outermost(edge.as_bytes()) else { return };
        self.0.entry(byte).or_default().push((edge.to_owned(), bits));
    }

    fn add_beginning(&mut self, beginning: &str, bits: u64) {
        self.add(beginning, bits, <[u8]>::first);
    }

    fn add_end(&mut self, end: &str, bits: u64) {
        self.add(end, bits, <[u8]>::last);
    }

    /// The bits of those with which a word begins.
    fn begin(&self, word: &str) -> u64 {
        let alike = word.as_bytes().first().and_then(|first| self.0.get(first));
        let alike = alike.into_iter().flatten().filter(|(beginning, _)| word.starts_with(beginning.as_str()));
        alike.fold(0, |bits, (_, more)| bits | more)
    }

    /// The bits of those with which a word ends.
    fn end(&self, word: &str) -> u64 {
        let alike = word.as_bytes().last().and_then(|last| self.0.get(last));
        let alike = alike.into_iter().flatten().filter(|(end, _)| word.ends_with(end.as_str()));
        alike.fold(0, |bits, (_, more)| bits | more)
    }
}

/// Finds runs in words.
#[derive(Default)]
struct Finder {
    /// What to find, and the trait of a word that holds it.
    runs: Vec<(String, Traits)>,
    finder: Option<AhoCorasick>,
}

impl Finder {
    fn new(runs: Vec<(String, Traits)>) -> Self {
        Finder { finder: AhoCorasick::new(runs.iter().map(|(run, _)| run)).ok(), runs }
    }
}

impl Stored for Finder {
    fn store(&self, out: &mut Vec<u8>) {
        self.runs.store(out);
    }

    fn restore(from: &mut &[u8]) -> Option<Self> {
        Vec::restore(from).map(Finder::new)
    }
}

/// What is asked of each word type.
#[derive(Default)]
pub(super) struct Hints {
    /// Whole first words of lines of furniture.
    starts: Words,
    /// Of such words, those that some line ends with or goes on from otherwise than by a blank and a second word.
    lone_starts: Words,
    /// Words that are a line of furniture by themselves.
    alone: Words,
    /// Second words of such lines.
    seconds: Paired,
    /// Beginnings of second words.
    open_seconds: Edges,
    /// Beginnings of first words of such lines.
    open_starts: Edges,
    /// First characters of such lines where they are no ASCII letters or digits.
    first_characters: Vec<char>,
    /// First words of the neighbours that tell a line of furniture of any other kind.
    inside_firsts: Paired,
    /// Ends of such words.
    inside_open_firsts: Edges,
    /// Second words of such neighbours.
    inside_seconds: Paired,
    /// Beginnings of such words.
    inside_open_seconds: Edges,
    /// Finds what tells such lines where there are no neighbours; without it every word may be of one.
    inside: Finder,
    demonyms: Words,
    /// First words of names, capitalized.
    name_starts: Words,
    /// Of names that begin with a small letter, a word that they hold.
    name_words: Words,
}

stored!(struct Hints {
    starts, lone_starts, alone, seconds, open_seconds, open_starts, first_characters, inside_firsts, inside_open_firsts,
    inside_seconds, inside_open_seconds, inside, demonyms, name_starts, name_words,
});

impl Hints {
    /// The hints of a language and, of a dispute, of those names that mean a side.
    pub fn new(language: &Language, dispute: &Dispute, segmenter: &Segmenter) -> Self {
        let mut hints = Hints::default();
        let mut inside: Vec<(String, Traits)> = Vec::new();
        for row in &language.furniture {
            hints.add_furniture(row, &mut inside);
        }
        inside.sort_unstable_by(|a, b| (&a.0, a.1.0).cmp(&(&b.0, b.1.0)));
        inside.dedup();
        hints.inside = Finder::new(inside);
        hints.demonyms = language.places.iter().flat_map(|p| &p.demonyms).map(|d| d.as_str().into()).collect();
        let (mut vocabulary, mut text) = (Vocabulary::default(), Text::default());
        for actor in dispute.actors.iter().filter(|actor| actor.side.is_some()) {
            for name in std::iter::once(&actor.name).chain(&actor.aliases).chain(&actor.role) {
                segmenter.segment_into(name, &mut vocabulary, &mut text);
                let words = text.tokens.iter().filter(|t| t.class.is_word());
                hints.add_name(words.map(|t| vocabulary.word(t.type_id)));
            }
        }
        hints
    }

    fn add_furniture(&mut self, row: &Furniture, inside: &mut Vec<(String, Traits)>) {
        let lower = row.pattern.to_lowercase();
        let parts: Vec<&str> = lower.split('*').filter(|part| !part.is_empty()).collect();
        let Some(first) = parts.first() else { return };
        let anchored = match row.place {
            FurnitureWhere::Line => !lower.starts_with('*'),
            FurnitureWhere::Start => true,
            FurnitureWhere::Inside => false,
        };
        if !anchored {
            match neighbours(&parts) {
                Some(pair) => self.add_neighbours(pair),
                None => inside.extend(signs(&parts)),
            }
            return;
        }
        let run = leading_run(first);
        let goes_on = parts.len() > 1 || lower.ends_with('*');
        if run.is_empty() {
            self.first_characters.extend(first.chars().next());
            return;
        }
        if run.len() == first.len() && goes_on {
            self.open_starts.add_beginning(run, 1);
            return;
        }
        if run.len() == first.len() && row.place == FurnitureWhere::Line {
            self.alone.insert(run.into());
            return;
        }
        self.starts.insert(run.into());
        match first[run.len()..].strip_prefix(' ').map(|rest| (rest, leading_run(rest))) {
            Some((rest, second)) if !second.is_empty() => {
                if second.len() == rest.len() && goes_on {
                    self.open_seconds.add_beginning(second, bit(run));
                } else {
                    *self.seconds.entry(second.into()).or_default() |= bit(run);
                }
            }
            _ => {
                self.lone_starts.insert(run.into());
            }
        }
    }

    fn add_neighbours(&mut self, (first, second): (Edge, Edge)) {
        let (Edge::Whole(text) | Edge::Open(text)) = first;
        let bits = bit(text);
        match first {
            Edge::Whole(word) => *self.inside_firsts.entry(word.into()).or_default() |= bits,
            Edge::Open(end) => self.inside_open_firsts.add_end(end, bits),
        }
        match second {
            Edge::Whole(word) => *self.inside_seconds.entry(word.into()).or_default() |= bits,
            Edge::Open(beginning) => self.inside_open_seconds.add_beginning(beginning, bits),
        }
    }

    fn add_name<'w>(&mut self, words: impl Iterator<Item = &'w WordType>) {
        let words: Vec<&WordType> = words.collect();
        let Some(first) = words.first() else { return };
        if first.shape.has(Shape::CAPITALIZED) {
            self.name_starts.insert(key(first));
            return;
        }
        let capitalized = words.iter().find(|word| word.shape.has(Shape::CAPITALIZED));
        let telling = capitalized.or_else(|| words.iter().max_by_key(|word| word.name.len()));
        self.name_words.extend(telling.map(|word| key(word)));
    }

    /// The traits of a spelling that have to do with furniture, and the neighbours that it may be one of.
    pub fn furniture(&self, surface: &str) -> (Traits, Neighbours) {
        let lower = surface.to_lowercase();
        let run = leading_run(&lower);
        let starts = if run.is_empty() {
            lower.chars().next().is_some_and(|c| self.first_characters.contains(&c))
        } else {
            self.lone_starts.contains(run) || self.open_starts.begin(run) != 0
        };
        // A small sigma is written in two ways, by what follows it.
        let unsure = lower.contains(['σ', 'ς']);
        let (mut traits, mut pairs) = (Traits::default(), Neighbours::default());
        let known = |words: &Paired, word: &str| words.get(word).copied().unwrap_or(0);
        if starts || unsure {
            traits = traits.with(Traits::FURNITURE_START);
        }
        if self.alone.contains(run) {
            traits = traits.with(Traits::FURNITURE_ALONE);
        }
        if self.starts.contains(run) {
            traits = traits.with(Traits::FURNITURE_FIRST);
            pairs.first |= bit(run);
        }
        let second = if unsure { u64::MAX } else { known(&self.seconds, run) | self.open_seconds.begin(run) };
        let inner = known(&self.inside_firsts, &lower) | self.inside_open_firsts.end(&lower);
        let inner_second = known(&self.inside_seconds, &lower) | self.inside_open_seconds.begin(&lower);
        for (bits, name) in [
            (second, Traits::FURNITURE_SECOND),
            (inner, Traits::FURNITURE_INNER),
            (inner_second, Traits::FURNITURE_INNER_SECOND),
        ] {
            if bits != 0 {
                traits = traits.with(name);
            }
        }
        pairs.first |= inner;
        pairs.second |= second | inner_second;
        let traits = match &self.inside.finder {
            Some(finder) if !unsure => {
                let found = finder.find_overlapping_iter(lower.as_str()).map(|at| self.inside.runs[at.pattern()].1);
                found.fold(traits, Traits::with)
            }
            _ => traits.with(Traits::FURNITURE_INSIDE),
        };
        (traits, pairs)
    }

    /// True for a word that stands for a place as an adjective.
    pub fn is_demonym(&self, name: &str) -> bool {
        self.demonyms.contains(name)
    }

    /// True for a word without which no name of a side's actor is written, and no run of words that is taken for one.
    pub fn is_name_key(&self, word: &WordType) -> bool {
        let key = key(word);
        word.shape.has(Shape::CAPITALIZED) && self.name_starts.contains(&key) || self.name_words.contains(&key)
    }
}

/// A word that tells furniture, or where its pattern may begin or end inside a word, what that word ends or begins with.
enum Edge<'p> {
    Whole(&'p str),
    Open(&'p str),
}

/// Two runs of ASCII letters and digits with one blank between: of those in `parts` the pair that fewest texts hold, in which the
/// shorter run is longest, or else both together.
fn neighbours<'p>(parts: &[&'p str]) -> Option<(Edge<'p>, Edge<'p>)> {
    let sides = parts.iter().flat_map(|part| part.match_indices(' ').map(|(at, _)| (&part[..at], &part[at + 1..])));
    let pairs = sides.map(|(before, behind)| (before, trailing_run(before), leading_run(behind), behind));
    let pairs = pairs.filter(|(_, first, second, _)| !first.is_empty() && !second.is_empty());
    let (before, first, second, behind) = pairs.max_by_key(|(_, a, b, _)| (a.len().min(b.len()), a.len() + b.len()))?;
    let edge = |run, is_whole| if is_whole { Edge::Whole(run) } else { Edge::Open(run) };
    let before = &before[..before.len() - first.len()];
    Some((edge(first, before.ends_with(' ')), edge(second, behind[second.len()..].starts_with(' '))))
}

/// Marks that prose is full of.
const PROSE: &str = ".,-'()";

/// What tells furniture without neighbours that may stand anywhere in a line, each with the trait of a word that holds it: the
/// longest run and a mark that prose hardly has, or what of these there is.
fn signs(parts: &[&str]) -> Vec<(String, Traits)> {
    let is_mark = |c: &char| !c.is_whitespace() && !c.is_ascii_alphanumeric() && !PROSE.contains(*c);
    let mark = parts.iter().flat_map(|part| part.chars()).filter(is_mark).max().map(String::from);
    let runs = parts.iter().flat_map(|part| part.split(|c: char| !c.is_ascii_alphanumeric()));
    let longest = runs.filter(|run| !run.is_empty()).max_by_key(|run| run.len()).map(str::to_owned);
    match (mark, longest) {
        (Some(mark), Some(run)) => vec![(mark, Traits::FURNITURE_MARK), (run, Traits::FURNITURE_WITH_MARK)],
        (mark, run) => vec![(mark.or(run).unwrap_or_default(), Traits::FURNITURE_INSIDE)],
    }
}

/// The ASCII letters and digits at the start.
fn leading_run(text: &str) -> &str {
    let end = text.bytes().position(|b| !b.is_ascii_alphanumeric()).unwrap_or(text.len());
    &text[..end]
}

/// The ASCII letters and digits at the end.
fn trailing_run(text: &str) -> &str {
    let length = text.bytes().rev().position(|b| !b.is_ascii_alphanumeric()).unwrap_or(text.len());
    &text[text.len() - length..]
}

/// Names are compared in small letters and without periods.
fn key(word: &WordType) -> Box<str> {
    if word.name.bytes().all(|byte| byte.is_ascii() && byte != b'.') {
        return word.name.to_ascii_lowercase().into();
    }
    word.name.chars().filter(|&c| c != '.').flat_map(char::to_lowercase).collect::<String>().into()
}
