//! The trie: every sequence of every entry, sharing common starts, as flat sorted arrays.

use foldhash::fast::FixedState;
use hashbrown::HashMap;

use super::atoms::AtomId;
use crate::lexicon::SideId;

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
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Accept {
    /// Position of the entry (or of the list of entries, in a trie of `unless` patterns).
    pub target: u32,
    /// Only where a sentence, a quotation or what follows a colon begins.
    pub only_initial: bool,
}

/// A range of one of the trie's arrays.
#[derive(Clone, Copy, Debug, Default)]
struct Slice(u32, u32);

impl Slice {
    fn of<T>(self, all: &[T]) -> &[T] {
        &all[self.0 as usize..self.1 as usize]
    }
}

#[derive(Clone, Copy, Debug, Default)]
struct Node {
    words: Slice,
    mentions: Slice,
    gaps: Slice,
    accepts: Slice,
    any: Option<NodeId>,
    /// The marks of its edges' atoms together: see [`mark`].
    mask: u64,
    /// Paths of several lengths lead here, so the search must not come twice to the same place.
    several_lengths: bool,
}

/// One bit for an atom, so that words and nodes that have nothing in common can be told without a search.
pub(super) const fn mark(atom: AtomId) -> u64 {
    1 << (atom.0.wrapping_mul(0x9e37_79b9) >> 26)
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
}

impl Trie {
    pub const ROOT: NodeId = 0;

    #[inline]
    pub fn is_empty(&self) -> bool {
        self.accepts.is_empty()
    }

    /// The marks of the words that may follow at `node`, when nothing but such words may.
    pub fn next_words(&self, node: NodeId) -> Option<u64> {
        let node = &self.nodes[node as usize];
        let words_only = node.any.is_none() && [node.mentions, node.gaps].iter().all(|s| s.0 == s.1);
        words_only.then_some(node.mask)
    }

    /// False when no child of `node` is for a word whose atoms have these marks; the root is not asked.
    #[inline]
    pub fn may_go_on(&self, node: NodeId, marks: u64) -> bool {
        self.nodes[node as usize].mask & marks != 0
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

    /// True for a node at which nothing can go on.
    #[inline]
    pub fn is_leaf(&self, node: NodeId) -> bool {
        let node = &self.nodes[node as usize];
        node.any.is_none() && [node.words, node.mentions, node.gaps].iter().all(|s| s.0 == s.1)
    }
}

/// Sequences on their way into a [`Trie`].
pub(super) struct TrieBuilder {
    children: HashMap<(NodeId, Step), NodeId, FixedState>,
    accepts: Vec<(NodeId, Accept)>,
    nodes: u32,
}

impl Default for TrieBuilder {
    fn default() -> Self {
        TrieBuilder { children: HashMap::default(), accepts: Vec::new(), nodes: 1 }
    }
}

impl TrieBuilder {
    pub fn insert(&mut self, sequence: &[Step], accept: Accept) {
        let mut node = Trie::ROOT;
        for &step in sequence {
            node = *self.children.entry((node, step)).or_insert_with(|| {
                self.nodes += 1;
                self.nodes - 1
            });
        }
        self.accepts.push((node, accept));
    }

    /// The finished trie; the same sequences in any order of insertion match the same.
    pub fn finish(mut self, atoms: usize) -> Trie {
        let mut edges: Vec<(NodeId, Step, NodeId)> = self.children.into_iter().map(|((n, s), c)| (n, s, c)).collect();
        // A child is numbered after its parent, so one pass in order carries the mark down.
        edges.sort_unstable();
        self.accepts.sort_unstable();
        self.accepts.dedup();
        let mut trie =
            Trie { nodes: vec![Node::default(); self.nodes as usize], first: vec![0; atoms], ..Trie::default() };
        let mut edges = edges.into_iter().peekable();
        let mut accepts = self.accepts.into_iter().peekable();
        for id in 0..self.nodes {
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
        trie
    }
}
