//! From entries to a [`Matcher`]: alternatives are multiplied out, words become atoms, sequences go into the trie.

use std::sync::Arc;

use foldhash::fast::FixedState;
use hashbrown::HashMap;

use super::atoms::{Asks, Atoms};
use super::trie::{Accept, Step, Trie, TrieBuilder, Whose};
use super::words::{self, WordReader};
use super::{Detail, Kinds, Matcher, Slot};
use crate::lexicon::pattern::{Comparison, Element, Pattern, Word};
use crate::lexicon::{Entry, EntryId, SideId};
use crate::text::{Segmenter, WordType, normalize};

/// Collects the entries of a matcher.
pub(in crate::lexicon) struct MatcherBuilder<'a> {
    words: WordReader<'a>,
    side: &'a dyn Fn(&str) -> Option<SideId>,
    atoms: Atoms,
    trie: TrieBuilder,
    unless: TrieBuilder,
    unless_ids: HashMap<String, u32, FixedState>,
    /// Entries that each `unless` pattern cancels.
    cancels: Vec<Vec<EntryId>>,
    entries: Vec<Entry>,
    details: Vec<Detail>,
    guarded: Vec<bool>,
    /// The memory of the sequence that was added last.
    flat: Vec<Step>,
}

/// What a pattern is without multiplying out.
enum Flat {
    /// One sequence.
    Whole,
    /// Nothing: it mentions a side that does not exist.
    Never,
    /// Several sequences.
    Choice,
}

impl<'a> MatcherBuilder<'a> {
    /// `side` finds a side by its id; a pattern that mentions another id never matches there, so ids are checked
    /// before.
    pub fn new(segmenter: &'a Segmenter, side: &'a dyn Fn(&str) -> Option<SideId>) -> Self {
        MatcherBuilder {
            words: WordReader::new(segmenter),
            side,
            atoms: Atoms::default(),
            trie: TrieBuilder::default(),
            unless: TrieBuilder::default(),
            unless_ids: HashMap::default(),
            cancels: Vec::new(),
            entries: Vec::new(),
            details: Vec::new(),
            guarded: Vec::new(),
            flat: Vec::new(),
        }
    }

    /// An entry that a pattern finds, unless another pattern cancels it.
    pub fn pattern(&mut self, entry: Entry, pattern: &Pattern, unless: &[Pattern]) {
        let id = self.entry(entry, Detail::Pattern);
        let mut flat = std::mem::take(&mut self.flat);
        flat.clear();
        match self.flatten(&pattern.elements, &mut flat) {
            Flat::Whole => self.insert(&flat, id, false),
            Flat::Never => {}
            Flat::Choice => {
                for sequence in self.sequences(&pattern.elements) {
                    self.insert(&sequence, id, false);
                }
            }
        }
        self.flat = flat;
        for pattern in unless {
            self.guarded[id.0 as usize] = true;
            if let Some(&known) = self.unless_ids.get(pattern.as_str()) {
                self.cancels[known as usize].push(id);
                continue;
            }
            let target = self.cancels.len() as u32;
            self.cancels.push(vec![id]);
            self.unless_ids.insert(pattern.as_str().to_owned(), target);
            for sequence in self.sequences(&pattern.elements) {
                self.unless.insert(&sequence, Accept { target, only_initial: false, kinds: Kinds::ALL });
            }
        }
    }

    /// An entry that a name finds: case as written, possessive ignored. Where a sentence starts, a name that begins
    /// with a small letter ("the Chinese ambassador") may begin with a capital.
    pub fn name(&mut self, entry: Entry, detail: Detail, name: &str) {
        let id = self.entry(entry, detail);
        let name = normalize(name);
        let sequence = self.spelled(&name, Asks::Spelling);
        self.insert(&sequence, id, false);
        let mut letters = name.chars();
        if let Some(first) = letters.next().filter(|c| c.is_lowercase()) {
            let capitalized: String = first.to_uppercase().chain(letters).collect();
            let sequence = self.spelled(&capitalized, Asks::Spelling);
            self.insert(&sequence, id, true);
        }
    }

    /// An entry that a title finds: any case, possessive ignored.
    pub fn title(&mut self, entry: Entry, title: &str) {
        let id = self.entry(entry, Detail::Pattern);
        let sequence = self.spelled(&normalize(title), Asks::Folded);
        self.insert(&sequence, id, false);
    }

    /// The finished matcher.
    pub fn finish(self, slot: Slot) -> Matcher {
        Matcher {
            trie: Arc::new(self.trie.finish(self.atoms.len())),
            unless: Arc::new(self.unless.finish(self.atoms.len())),
            cancels: self.cancels,
            entries: self.entries,
            details: self.details,
            guarded: self.guarded,
            atoms: Arc::new(self.atoms),
            slot,
        }
    }

    pub(super) fn atoms(&self) -> &Atoms {
        &self.atoms
    }

    fn entry(&mut self, entry: Entry, detail: Detail) -> EntryId {
        let id = EntryId(self.entries.len() as u32);
        self.entries.push(entry);
        self.details.push(detail);
        self.guarded.push(false);
        id
    }

    fn insert(&mut self, sequence: &[Step], id: EntryId, only_initial: bool) {
        if !sequence.is_empty() {
            let kinds = Kinds::of(self.entries[id.0 as usize]);
            self.trie.insert(sequence, Accept { target: id.0, only_initial, kinds });
        }
    }

    /// The words of a name; a comma in it lets one stand in the text.
    fn spelled(&mut self, name: &str, asks: Asks) -> Vec<Step> {
        let mut sequence = Vec::new();
        for chunk in name.split_whitespace() {
            let bare = chunk.trim_end_matches([',', ';', ':']);
            if bare.chars().any(char::is_alphanumeric) {
                match (words::is_its_own_spelling(bare), asks) {
                    (true, Asks::Spelling) => sequence.push(Step::Word(self.atoms.intern(asks, bare))),
                    (true, _) => sequence.push(Step::Word(self.atoms.intern(asks, &bare.to_lowercase()))),
                    _ => {
                        let words = self.words.words(bare, false);
                        sequence.extend(words.iter().map(|word| Step::Word(self.atom(word, asks))));
                    }
                }
            }
            if bare.len() < chunk.len() && !sequence.is_empty() {
                sequence.push(Step::Gap(0, 0));
            }
        }
        if let Some(Step::Gap(..)) = sequence.last() {
            sequence.pop();
        }
        sequence
    }

    fn atom(&mut self, word: &WordType, asks: Asks) -> super::atoms::AtomId {
        match asks {
            Asks::Stem => self.atoms.intern(asks, &word.stem),
            Asks::Form => self.atoms.intern(asks, &word.form),
            Asks::Spelling => self.atoms.intern(asks, &word.cased),
            Asks::Folded | Asks::Glob => self.atoms.intern(asks, &word.name.to_lowercase()),
        }
    }

    /// Adds the steps of a pattern without alternatives.
    fn flatten(&mut self, elements: &[Element], flat: &mut Vec<Step>) -> Flat {
        if elements.iter().any(|element| matches!(element, Element::Choice(_))) {
            return Flat::Choice;
        }
        for element in elements {
            match element {
                Element::Word(word) => match self.push_steps(word, flat) {
                    Some(()) => {}
                    None => return Flat::Never,
                },
                Element::Gap { min, max } => flat.push(Step::Gap(*min, *max)),
                Element::Choice(_) => return Flat::Choice,
            }
        }
        Flat::Whole
    }

    /// Every flat sequence of a pattern.
    pub(super) fn sequences(&mut self, elements: &[Element]) -> Vec<Vec<Step>> {
        let mut all: Vec<Vec<Step>> = vec![Vec::new()];
        for element in elements {
            match element {
                Element::Word(word) => match self.steps(word) {
                    Some(steps) => all.iter_mut().for_each(|sequence| sequence.extend(&steps)),
                    None => return Vec::new(),
                },
                Element::Gap { min, max } => all.iter_mut().for_each(|s| s.push(Step::Gap(*min, *max))),
                Element::Choice(choice) => {
                    let choices = self.choices(choice);
                    let joined = |start: &Vec<Step>| {
                        let start = start.clone();
                        choices.iter().map(move |choice| [start.as_slice(), choice.as_slice()].concat())
                    };
                    all = all.iter().flat_map(joined).collect();
                }
            }
        }
        all
    }

    /// The sequences of a group, its single words as one.
    fn choices(&mut self, choice: &[Vec<Element>]) -> Vec<Vec<Step>> {
        let mut single = Vec::new();
        let mut longer = Vec::new();
        for sequence in choice.iter().map(|sequence| self.sequences(sequence)).collect::<Vec<_>>().concat() {
            match sequence[..] {
                [Step::Word(atom)] => single.push(atom),
                _ => longer.push(sequence),
            }
        }
        if !single.is_empty() {
            longer.push(vec![Step::Word(self.atoms.intern_set(single))]);
        }
        longer
    }

    /// `None` for a side that does not exist.
    fn steps(&mut self, word: &Word) -> Option<Vec<Step>> {
        let mut steps = Vec::new();
        self.push_steps(word, &mut steps).map(|()| steps)
    }

    /// Adds the steps of a chunk; `None` for a side that does not exist.
    fn push_steps(&mut self, word: &Word, out: &mut Vec<Step>) -> Option<()> {
        let asks = match word.comparison {
            Comparison::Stem => Asks::Stem,
            Comparison::Exact => Asks::Form,
            Comparison::Cased => Asks::Spelling,
            special => {
                out.push(match special {
                    Comparison::Glob => Step::Word(self.atoms.intern(Asks::Glob, word.text.trim_end_matches('.'))),
                    Comparison::OwnSide => Step::Mention(Whose::Own),
                    Comparison::OtherSide => Step::Mention(Whose::Other),
                    Comparison::Side => Step::Mention(Whose::Side((self.side)(&word.text)?)),
                    _ => Step::AnyWord,
                });
                return Some(());
            }
        };
        // A word of small letters is its own form, which spares most of the work of most entries.
        if word.text.bytes().all(|b| b.is_ascii_lowercase()) {
            let atom = match asks {
                Asks::Stem => self.atoms.intern(asks, &self.words.stem(&word.text)),
                _ => self.atoms.intern(asks, &word.text),
            };
            out.push(Step::Word(atom));
            return Some(());
        }
        let words = self.words.words(&word.text, asks == Asks::Stem);
        out.extend(words.iter().map(|word| Step::Word(self.atom(word, asks))));
        Some(())
    }
}

impl Matcher {
    /// A matcher of one pattern, whose entry is 0; look its words up with [`TypeTable::with_pattern`].
    ///
    /// [`TypeTable::with_pattern`]: super::TypeTable::with_pattern
    pub fn for_pattern(
        pattern: &Pattern,
        lexicon: &crate::lexicon::Lexicon,
    ) -> Result<Matcher, crate::lexicon::PatternError> {
        let sides: Vec<&str> = lexicon.dispute.sides.iter().map(|s| s.id.as_str()).collect();
        pattern.check_sides(&sides)?;
        let side = |id: &str| lexicon.dispute.side(id);
        let mut builder = MatcherBuilder::new(&lexicon.segmenter, &side);
        builder.pattern(Entry::Term(0), pattern, &[]);
        Ok(builder.finish(Slot::Pattern))
    }

    pub(super) fn roots(&self) -> (&Trie, &Trie) {
        (&self.trie, &self.unless)
    }
}
