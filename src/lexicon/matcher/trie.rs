//! The trie: every sequence of every entry, sharing common starts, as flat sorted arrays.

mod bytes;

use foldhash::fast::FixedState;
use hashbrown::HashMap;

use super::Kinds;
use super::atoms::AtomId;
use super::chance::Marks;
use crate::lexicon::SideId;
use crate::lexicon::stored::stored;

/// A node of a [`Trie`]; the root is 0.
pub(super) type NodeId = u32;

/// One step of a flat sequence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Step {
    /// The next word satisfies an atom.
    Word(AtomId),
    /// The next word, whatever it is.
    AnyWord,
    /// A mention of a side comes next.
    Mention(Whose),
    /// So many words are left out.
    Gap(u8, u8),
}

/// Which side a mention must mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Whose {
    Own,
    Other,
    Side(SideId),
}

stored!(
    enum Whose {
        Own,
        Other,
        Side(side),
    }
);

impl Whose {
    /// True when a mention of `side` is meant, said by somebody of side `own`.
    pub fn means(self, side: SideId, own: Option<SideId>) -> bool {
        match self {
            Whose::Own => own == Some(side),
            Whose::Other => own.is_some_and(|own| own != side),
            Whose::Side(id) => id == side,
        }
    }
}

/// What ends at a node: an entry, under a condition or none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Accept {
    /// Position of the entry (or of the list of entries, in a trie of `unless` patterns).
    pub target: u32,
    /// Only where a sentence, a quotation or what follows a colon begins.
    pub only_initial: bool,
    /// What the target is.
    pub kinds: Kinds,
}

stored!(struct Accept { target, only_initial, kinds });

/// A range of one of the trie's arrays.
#[derive(Clone, Copy, Debug, Default)]
struct Slice(u32, u32);

impl Slice {
    fn len(self) -> u32 {
        self.1 - self.0
    }

    fn of<T>(self, all: &[T]) -> &[T] {
        &all[self.0 as usize..self.1 as usize]
    }
}

/// A node, which fills a line of the processor's memory.
#[derive(Clone, Copy, Debug, Default)]
#[repr(align(64))]
struct Node {
    words: Slice,
    mentions: Slice,
    gaps: Slice,
    accepts: Slice,
    any: Option<NodeId>,
    /// The marks of its edges' atoms together: see [`mark`].
    mask: u64,
    /// The kinds of what ends here.
    ends: Kinds,
    /// The kinds of what ends here or behind it.
    kinds: Kinds,
    /// Paths of several lengths lead here, so the search must not come twice to the same place.
    several_lengths: bool,
}

/// One bit for an atom, so that words and nodes that have nothing in common can be told without a search.
pub(super) const fn mark(atom: AtomId) -> u64 {
    1 << (atom.0.wrapping_mul(0x9e37_79b9) >> 26)
}

/// A node behind a first word, with what leads on from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Lead {
    pub node: NodeId,
    /// The marks of the words that come next.
    pub words: u64,
    /// Something else than a certain word may come next.
    pub more: bool,
}

/// Marks in a quarter of their bits.
pub(super) const fn fold(marks: u64) -> u16 {
    (marks | marks >> 16 | marks >> 32 | marks >> 48) as u16
}

/// All sequences of a matcher.
#[derive(Debug, Default)]
pub(super) struct Trie {
    nodes: Vec<Node>,
    words: Vec<(AtomId, NodeId)>,
    mentions: Vec<(Whose, NodeId)>,
    gaps: Vec<(u8, u8, NodeId)>,
    accepts: Vec<Accept>,
    /// By atom: the root's child, or 0.
    first: Vec<NodeId>,
    /// By atom: its bits as one that comes next to a first word.
    second: Vec<Marks>,
    /// By atom: its bits as one that stands behind a first word and a gap, or behind a mention.
    behind: Vec<Marks>,
    /// The kinds of entry that start with a mention.
    mention_starts: Kinds,
    /// Words among which the second of what begins with a mention is; none where it need not be a certain word.
    mention_reach: Option<usize>,
}

impl Trie {
    pub const ROOT: NodeId = 0;

    #[inline]
    pub fn is_empty(&self) -> bool {
        self.accepts.is_empty()
    }

    /// What leads on from `node`.
    pub fn lead(&self, node: NodeId) -> Lead {
        let Node { mask, any, mentions, gaps, .. } = self.nodes[node as usize];
        Lead { node, words: mask, more: any.is_some() || mentions.0 != mentions.1 || gaps.0 != gaps.1 }
    }

    /// The marks of the words for which `node` has an edge.
    pub fn next_words(&self, node: NodeId) -> u64 {
        self.nodes[node as usize].mask
    }

    /// The kinds of what ends at `node` or behind it.
    #[inline]
    pub fn kinds(&self, node: NodeId) -> Kinds {
        self.nodes[node as usize].kinds
    }

    /// The kinds of what ends at `node`.
    pub fn ends(&self, node: NodeId) -> Kinds {
        self.nodes[node as usize].ends
    }

    /// The bits of an atom as one that comes next to a first word.
    pub fn second(&self, atom: AtomId) -> Marks {
        self.second[atom.0 as usize]
    }

    /// The bits of an atom as one that stands behind a first word and a gap, or behind a mention that comes first.
    pub fn behind(&self, atom: AtomId) -> Marks {
        self.behind[atom.0 as usize]
    }

    /// The bits of the words that come next behind `node`, and of those that come behind its gaps.
    pub fn followers(&self, node: NodeId) -> (Marks, Marks) {
        let marks = |node: NodeId, of: &[Marks]| {
            let edges = self.nodes[node as usize].words.of(&self.words).iter();
            edges.fold(Marks::NONE, |marks, &(atom, child)| {
                marks.with(of[atom.0 as usize].and(Marks::all(self.kinds(child))))
            })
        };
        let gaps = self.gaps(node).iter();
        let behind = gaps.fold(Marks::NONE, |all, &(.., beyond)| all.with(marks(beyond, &self.behind)));
        (marks(node, &self.second), behind)
    }

    /// The kinds of entry that start with a mention.
    #[inline]
    pub fn mention_starts(&self) -> Kinds {
        self.mention_starts
    }

    /// Behind a mention that comes first, the words among which the next of the sequence is; none where it need not be a
    /// certain word.
    pub fn mention_reach(&self) -> Option<usize> {
        self.mention_reach
    }

    /// The kinds of what lies behind `node` otherwise than by a certain word, next to it or behind a gap.
    pub fn kinds_at_large(&self, node: NodeId) -> Kinds {
        let open = |node: NodeId| {
            let mentions = self.mentions(node).iter().map(|&(_, child)| child);
            let children = self.any_word(node).into_iter().chain(mentions);
            children.fold(Kinds::NONE, |kinds, child| kinds.with(self.kinds(child)))
        };
        self.gaps(node).iter().fold(open(node), |kinds, &(.., beyond)| {
            let all = !self.gaps(beyond).is_empty() || !self.accepts(beyond).is_empty();
            kinds.with(if all { self.kinds(beyond) } else { open(beyond) })
        })
    }

    /// Of the gaps at `node` the most words that one leaves out, and the kinds of what lies behind them.
    pub fn gap(&self, node: NodeId) -> (u8, Kinds) {
        let widest = |(most, kinds): (u8, Kinds), &(_, max, beyond): &(u8, u8, NodeId)| {
            (most.max(max), kinds.with(self.kinds(beyond)))
        };
        self.gaps(node).iter().fold((0, Kinds::NONE), widest)
    }

    /// The kinds of what lies behind `node` otherwise than by the edge of a certain word.
    pub fn kinds_beyond_words(&self, node: NodeId) -> Kinds {
        let mentions = self.mentions(node).iter().map(|&(_, child)| child);
        let gaps = self.gaps(node).iter().map(|&(.., child)| child);
        let children = self.any_word(node).into_iter().chain(mentions).chain(gaps);
        children.fold(Kinds::NONE, |kinds, child| kinds.with(self.kinds(child)))
    }

    /// False when no child of `node` is for a word whose atoms have these marks; the root is not asked.
    #[inline]
    pub fn may_go_on(&self, node: NodeId, marks: u64) -> bool {
        self.nodes[node as usize].mask & marks != 0
    }

    /// False when neither a word with these marks nor a mention leads on from `node`; the root is not asked.
    #[inline]
    pub fn may_step(&self, node: NodeId, marks: u64) -> bool {
        let node = &self.nodes[node as usize];
        node.mask & marks != 0 || node.any.is_some() || node.mentions.0 != node.mentions.1
    }

    /// Calls `found` with each child of `node` for a word that satisfies `atoms`, which are sorted.
    pub fn children(&self, node: NodeId, atoms: &[AtomId], mut found: impl FnMut(NodeId)) {
        if node == Self::ROOT {
            let first = atoms.iter().map(|atom| self.first.get(atom.0 as usize).copied().unwrap_or(0));
            return first.filter(|&child| child != 0).for_each(found);
        }
        let edges = self.nodes[node as usize].words.of(&self.words);
        if edges.len() <= atoms.len() {
            for (atom, child) in edges {
                if atoms.binary_search(atom).is_ok() {
                    found(*child);
                }
            }
        } else {
            for atom in atoms {
                if let Ok(i) = edges.binary_search_by_key(atom, |e| e.0) {
                    found(edges[i].1);
                }
            }
        }
    }

    #[inline]
    pub fn any_word(&self, node: NodeId) -> Option<NodeId> {
        self.nodes[node as usize].any
    }

    #[inline]
    pub fn mentions(&self, node: NodeId) -> &[(Whose, NodeId)] {
        self.nodes[node as usize].mentions.of(&self.mentions)
    }

    #[inline]
    pub fn gaps(&self, node: NodeId) -> &[(u8, u8, NodeId)] {
        self.nodes[node as usize].gaps.of(&self.gaps)
    }

    #[inline]
    pub fn accepts(&self, node: NodeId) -> &[Accept] {
        self.nodes[node as usize].accepts.of(&self.accepts)
    }

    #[inline]
    pub fn several_lengths(&self, node: NodeId) -> bool {
        self.nodes[node as usize].several_lengths
    }

    /// Carries kinds from the ends to the root; a child is numbered after its parent.
    fn spread_kinds(&mut self) {
        for id in (0..self.nodes.len() as NodeId).rev() {
            let ends = self.accepts(id).iter().fold(Kinds::NONE, |kinds, accept| kinds.with(accept.kinds));
            let words = self.nodes[id as usize].words.of(&self.words).iter();
            let behind = words.fold(self.kinds_beyond_words(id), |kinds, &(_, child)| kinds.with(self.kinds(child)));
            let node = &mut self.nodes[id as usize];
            (node.ends, node.kinds) = (ends, ends.with(behind));
        }
    }

    /// Notes which words may come second: next to a first word, or behind a gap or a mention.
    fn note_seconds(&mut self, atoms: usize) {
        let (mut second, mut behind) = (Seconds::new(atoms), Seconds::new(atoms));
        let note = |noted: &mut Seconds, node: NodeId| {
            for &(atom, child) in self.nodes[node as usize].words.of(&self.words) {
                noted.note(atom, self.kinds(child));
            }
        };
        let words = self.nodes[Self::ROOT as usize].words.of(&self.words).iter().map(|&(_, child)| child);
        for first in words.chain(self.any_word(Self::ROOT)) {
            note(&mut second, first);
            self.gaps(first).iter().for_each(|&(.., beyond)| note(&mut behind, beyond));
        }
        let (second, mut behind) = (second.marks(), behind.marks());
        let (mut reach, mut at_large, mut mention_starts) = (1, false, Kinds::NONE);
        for &(_, first) in self.mentions(Self::ROOT) {
            let nodes = self.gaps(first).iter().map(|&(.., beyond)| beyond).chain([first]);
            for &(atom, _) in nodes.flat_map(|node| self.nodes[node as usize].words.of(&self.words)) {
                let marks = &mut behind[atom.0 as usize];
                *marks = marks.with(Marks::BEHIND_MENTION);
            }
            reach = reach.max(usize::from(self.gap(first).0) + 1);
            at_large |= self.kinds_at_large(first).any(Kinds::ALL) || !self.accepts(first).is_empty();
            mention_starts = mention_starts.with(self.kinds(first));
        }
        (self.second, self.behind) = (second, behind);
        (self.mention_reach, self.mention_starts) = ((!at_large).then_some(reach), mention_starts);
    }

    /// True for a node at which nothing can go on.
    #[inline]
    pub fn is_leaf(&self, node: NodeId) -> bool {
        let node = &self.nodes[node as usize];
        node.any.is_none() && [node.words, node.mentions, node.gaps].iter().all(|s| s.0 == s.1)
    }
}

/// How often each atom comes second, by atom: in terms, and in entries of all other kinds.
struct Seconds([Vec<u32>; 2]);

impl Seconds {
    const GROUPS: [Kinds; 2] = [Kinds::TERM, Kinds::OTHERS];

    fn new(atoms: usize) -> Seconds {
        Seconds([vec![0; atoms], vec![0; atoms]])
    }

    fn note(&mut self, atom: AtomId, kinds: Kinds) {
        for (counts, group) in self.0.iter_mut().zip(Self::GROUPS) {
            counts[atom.0 as usize] += u32::from(kinds.any(group));
        }
    }

    /// By atom: its bits, the most frequent first.
    fn marks(self) -> Vec<Marks> {
        let mut marks = vec![Marks::NONE; self.0[0].len()];
        for (counts, group) in self.0.iter().zip(Self::GROUPS) {
            let mut ranked: Vec<usize> = (0..counts.len()).filter(|&atom| counts[atom] > 0).collect();
            ranked.sort_by_key(|&atom| std::cmp::Reverse(counts[atom]));
            for (rank, atom) in (0..).zip(ranked) {
                marks[atom] = marks[atom].with(Marks::of(rank, group));
            }
        }
        marks
    }
}

/// Sequences on their way into a [`Trie`].
#[derive(Default)]
pub(super) struct TrieBuilder {
    children: HashMap<(NodeId, Step), NodeId, FixedState>,
    /// By child, less one: what leads to it.
    edges: Vec<(NodeId, Step)>,
    accepts: Vec<(NodeId, Accept)>,
}

impl TrieBuilder {
    pub fn insert(&mut self, sequence: &[Step], accept: Accept) {
        let mut node = Trie::ROOT;
        for &step in sequence {
            node = *self.children.entry((node, step)).or_insert_with(|| {
                self.edges.push((node, step));
                self.edges.len() as NodeId
            });
        }
        self.accepts.push((node, accept));
    }

    /// The finished trie; the same sequences in any order of insertion match the same.
    pub fn finish(mut self, atoms: usize) -> Trie {
        let nodes = self.edges.len() as u32 + 1;
        let edges = by_parent(&self.edges);
        // An entry's node is mostly the newest, so there is little to sort.
        self.accepts.sort();
        self.accepts.dedup();
        let mut trie = Trie { nodes: vec![Node::default(); nodes as usize], first: vec![0; atoms], ..Trie::default() };
        let mut edges = edges.into_iter().peekable();
        let mut accepts = self.accepts.into_iter().peekable();
        // A child is numbered after its parent, so one pass in order carries the mark down.
        for id in 0..nodes {
            let start = (trie.words.len(), trie.mentions.len(), trie.gaps.len(), trie.accepts.len());
            let (mut any, mut mask) = (None, 0);
            while let Some((_, step, child)) = edges.next_if(|e| e.0 == id) {
                let spreads = match step {
                    Step::Word(atom) => {
                        trie.words.push((atom, child));
                        mask |= mark(atom);
                        if id == Trie::ROOT {
                            trie.first[atom.0 as usize] = child;
                        }
                        false
                    }
                    Step::AnyWord => {
                        any = Some(child);
                        false
                    }
                    Step::Mention(whose) => {
                        trie.mentions.push((whose, child));
                        true
                    }
                    Step::Gap(min, max) => {
                        trie.gaps.push((min, max, child));
                        true
                    }
                };
                trie.nodes[child as usize].several_lengths = spreads || trie.nodes[id as usize].several_lengths;
            }
            while let Some((_, accept)) = accepts.next_if(|a| a.0 == id) {
                trie.accepts.push(accept);
            }
            let node = &mut trie.nodes[id as usize];
            node.words = Slice(start.0 as u32, trie.words.len() as u32);
            node.mentions = Slice(start.1 as u32, trie.mentions.len() as u32);
            node.gaps = Slice(start.2 as u32, trie.gaps.len() as u32);
            node.accepts = Slice(start.3 as u32, trie.accepts.len() as u32);
            node.any = any;
            node.mask = mask;
        }
        trie.spread_kinds();
        trie.note_seconds(atoms);
        trie
    }
}

/// Parent, step and child of every edge, in that order. Parents are counted rather than compared.
fn by_parent(edges: &[(NodeId, Step)]) -> Vec<(NodeId, Step, NodeId)> {
    let mut ends = vec![0u32; edges.len() + 1];
    edges.iter().for_each(|&(parent, _)| ends[parent as usize] += 1);
    let mut total = 0;
    for end in &mut ends {
        total += std::mem::replace(end, total);
    }
    let mut ordered = vec![(Trie::ROOT, Step::AnyWord, Trie::ROOT); edges.len()];
    for (child, &(parent, step)) in (1..).zip(edges) {
        let place = &mut ends[parent as usize];
        ordered[*place as usize] = (parent, step, child);
        *place += 1;
    }
    let mut start = 0;
    for end in ends.into_iter().map(|end| end as usize) {
        ordered[start..end].sort_by_key(|&(_, step, _)| step);
        start = end;
    }
    ordered
}
