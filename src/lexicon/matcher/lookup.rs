//! What one matcher asks of each word type.

use foldhash::fast::FixedState;
use hashbrown::HashMap;
use prefetch_index::prefetch_index;
use std::sync::Arc;

use super::atoms::{AtomId, Atoms};
use super::chance::Marks;
use super::classes::{Classes, UNNUMBERED};
use super::pairs::{Pair, Pairs};
use super::trie::{Accept, Lead, NodeId, Trie, fold, mark};
use super::{Chance, Kinds};
use crate::text::{TokenClass, TypeId, WordType};

/// The atoms of one matcher that each word type satisfies, and what follows from them.
pub(super) struct WordLookup {
    atoms: Arc<Atoms>,
    trie: Arc<Trie>,
    unless: Arc<Trie>,
    /// By type: where its atoms end in `satisfied`.
    ends: Vec<u32>,
    satisfied: Vec<AtomId>,
    /// By type: its place in `chances` and `heads`, which few of them have for themselves.
    alike: Vec<u32>,
    /// What words may be part of, apart from the rest, for whole texts are read through them.
    chances: Vec<Chance>,
    /// What a search asks of words.
    heads: Vec<Head>,
    /// The places of both.
    places: HashMap<(Chance, Head), u32, FixedState>,
    /// By type: an `unless` pattern starts with it.
    cancels: Vec<bool>,
    /// The entries that consist of one word.
    alone: Vec<Accept>,
    /// The nodes behind first words from which something leads on.
    leaders: Classes<Lead>,
    /// The atoms that come second in something, next to the first word or behind a gap.
    followers: Classes<AtomId>,
    pairs: Pairs,
    /// The memory of the word type that was looked up last.
    nodes: Vec<NodeId>,
    leads: Vec<Lead>,
    seconds: Vec<AtomId>,
}

/// What a search asks of a word that starts something; two of them fill a line of the processor's memory.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[repr(align(32))]
pub(super) struct Head {
    /// The marks of its atoms together.
    pub marks: u64,
    /// Where the entries that it is by itself stand, and how many they are.
    alone: (u32, u32),
    /// The first of these.
    only: Accept,
    /// The words that may stand behind the gaps of what starts with it.
    pub behind: Marks,
}

impl WordLookup {
    pub fn new(atoms: Arc<Atoms>, trie: Arc<Trie>, unless: Arc<Trie>) -> Self {
        WordLookup {
            atoms,
            trie,
            unless,
            ends: Vec::new(),
            satisfied: Vec::new(),
            alike: Vec::new(),
            chances: Vec::new(),
            heads: Vec::new(),
            places: HashMap::default(),
            cancels: Vec::new(),
            alone: Vec::new(),
            leaders: Classes::default(),
            followers: Classes::default(),
            pairs: Pairs::default(),
            nodes: Vec::new(),
            leads: Vec::new(),
            seconds: Vec::new(),
        }
    }

    /// Looks up the next word type; `folded` is its name in small letters.
    pub fn push(&mut self, word: &WordType, folded: &str) {
        let from = self.satisfied.len();
        let (mut head, mut chance) = (Head::default(), if joins(word.class) { Chance::JOINS } else { Chance::PARTS });
        let mut cancels = false;
        if word.class.is_word() {
            self.atoms.satisfied_by(word, folded, &mut self.satisfied);
            cancels = self.unless.any_word(Trie::ROOT).is_some();
            self.unless.children(Trie::ROOT, &self.satisfied[from..], |_| cancels = true);
            self.push_start(from, &mut head, &mut chance);
            self.push_second(from, &mut head, &mut chance);
        }
        self.cancels.push(cancels);
        let place = *self.places.entry((chance, head)).or_insert_with(|| {
            self.heads.push(head);
            self.chances.push(chance);
            self.chances.len() as u32 - 1
        });
        self.alike.push(place);
        self.ends.push(self.satisfied.len() as u32);
    }

    /// Notes the entries that the word with the atoms from `from` on is by itself, and what may follow it in others.
    fn push_start(&mut self, from: usize, head: &mut Head, chance: &mut Chance) {
        let (trie, nodes) = (&*self.trie, &mut self.nodes);
        nodes.clear();
        trie.children(Trie::ROOT, &self.satisfied[from..], |child| nodes.push(child));
        nodes.extend(trie.any_word(Trie::ROOT));
        if nodes.is_empty() {
            return;
        }
        let mut accepts: Vec<Accept> = nodes.iter().flat_map(|&child| trie.accepts(child)).copied().collect();
        accepts.sort_unstable();
        accepts.dedup_by_key(|accept| accept.target);
        head.only = accepts.first().copied().unwrap_or_default();
        head.alone = (0, accepts.len() as u32);
        if accepts.len() > 1 {
            head.alone.0 = self.alone.len() as u32;
            self.alone.append(&mut accepts);
        }
        let mut free = Kinds::NONE;
        for &child in &*nodes {
            let (gap, gapped) = trie.gap(child);
            let (next, behind) = trie.followers(child);
            free = free.with(trie.ends(child)).with(trie.kinds_at_large(child)).with(gapped);
            chance.next = chance.next.with(next);
            chance.at_large = chance.at_large.with(trie.kinds_at_large(child));
            (chance.gap, head.behind) = (chance.gap.max(gap), head.behind.with(behind));
        }
        chance.next = chance.next.with(Marks::free(free));
        let leads = &mut self.leads;
        leads.clear();
        leads.extend(nodes.iter().filter(|&&child| !trie.is_leaf(child)).map(|&child| trie.lead(child)));
        leads.sort_unstable();
        let marks = |lead: &Lead| {
            let beyond = trie.gaps(lead.node).iter().map(|&(.., beyond)| trie.next_words(beyond));
            beyond.fold(lead.words, |all, marks| all | marks)
        };
        chance.leader = self.leaders.number(leads, || leads.iter().map(marks).fold(0, |all, marks| all | marks));
    }

    /// Notes what the word with the atoms from `from` on may continue.
    fn push_second(&mut self, from: usize, head: &mut Head, chance: &mut Chance) {
        self.seconds.clear();
        for &atom in &self.satisfied[from..] {
            head.marks |= mark(atom);
            let (second, behind) = (self.trie.second(atom), self.trie.behind(atom));
            (chance.second, chance.behind) = (chance.second.with(second), chance.behind.with(behind));
            if second != Marks::NONE || behind != Marks::NONE {
                self.seconds.push(atom);
            }
        }
        let marks = || self.seconds.iter().fold(0, |marks, &atom| marks | mark(atom));
        chance.follower = self.followers.number(&self.seconds, marks);
    }

    /// The entries that are this word and no more.
    #[inline]
    pub fn alone<'a>(&'a self, head: &'a Head) -> &'a [Accept] {
        match head.alone {
            (_, 1) => std::slice::from_ref(&head.only),
            (start, count) => &self.alone[start as usize..][..count as usize],
        }
    }

    /// The nodes behind a first word from which something leads on; none for a word whose beginnings have no number.
    #[inline]
    pub fn leads(&self, first: Chance) -> Option<&[Lead]> {
        (first.leader != UNNUMBERED).then(|| self.leaders.set(first.leader))
    }

    /// What a search asks of a word that starts something.
    #[inline]
    pub fn head(&self, id: TypeId) -> &Head {
        &self.heads[self.alike[id.0 as usize] as usize]
    }

    /// What longer entries start with a word and have another for a second.
    #[inline]
    pub fn pair(&self, first: Chance, second: Chance) -> Pair {
        match (first.leader, second.follower) {
            (0, _) | (_, 0) => Pair::default(),
            (UNNUMBERED, _) | (_, UNNUMBERED) => Pair::ANY,
            (leader, follower) if self.leaders.marks(leader) & self.followers.marks(follower) == 0 => Pair::default(),
            (leader, follower) => self.pairs.get(leader, follower, || self.look_up_pair(leader, follower)),
        }
    }

    fn look_up_pair(&self, leader: u16, follower: u16) -> Pair {
        let (trie, atoms) = (&*self.trie, self.followers.set(follower));
        let marks = self.followers.marks(follower);
        let mut pair = Pair::default();
        for lead in self.leaders.set(leader) {
            if lead.words & marks != 0 {
                trie.children(lead.node, atoms, |second| {
                    pair.next = pair.next.with(trie.kinds(second));
                    let without_third = trie.ends(second).with(trie.kinds_beyond_words(second));
                    pair.without_third = pair.without_third.with(without_third);
                    pair.thirds |= fold(trie.next_words(second));
                });
            }
            for &(.., beyond) in trie.gaps(lead.node) {
                if trie.may_go_on(beyond, marks) {
                    let mut behind_gap = pair.behind_gap;
                    trie.children(beyond, atoms, |second| behind_gap = behind_gap.with(trie.kinds(second)));
                    pair.behind_gap = behind_gap;
                }
            }
        }
        pair
    }

    /// True when an `unless` pattern starts with the word.
    #[inline]
    pub fn cancels(&self, id: TypeId) -> bool {
        self.cancels[id.0 as usize]
    }

    /// The marks of a word's atoms together.
    #[inline]
    pub fn marks(&self, id: TypeId) -> u64 {
        self.head(id).marks
    }

    /// The atoms that a word satisfies, sorted.
    #[inline]
    pub fn atoms(&self, id: TypeId) -> &[AtomId] {
        let id = id.0 as usize;
        let start = if id == 0 { 0 } else { self.ends[id - 1] };
        &self.satisfied[start as usize..self.ends[id] as usize]
    }

    /// Fetches what [`WordLookup::chance`] will be asked for.
    #[inline]
    pub fn fetch(&self, id: TypeId) {
        prefetch_index(&self.alike, id.0 as usize);
    }

    /// What a word may be part of.
    #[inline]
    pub fn chance(&self, id: TypeId) -> Chance {
        self.chances[self.alike[id.0 as usize] as usize]
    }
}

/// True for marks that may stand between neighbours.
pub(super) const fn joins(class: TokenClass) -> bool {
    use TokenClass::{Dash, Hyphen, Other, Period, QuoteClose, QuoteOpen};
    matches!(class, Hyphen | Dash | QuoteOpen | QuoteClose | Period | Other)
}
