//! The walk: what starts at one place, word by word through the trie.
//!
//! A place that paths of several lengths reach is walked once, so that gaps cannot multiply.

use super::Kinds;
use super::search::Scene;
use super::trie::{NodeId, Trie};

/// The state of a walk through the trie, kept for its memory.
#[derive(Default)]
pub(super) struct Walk {
    /// Node, and the token after the last that was matched.
    open: Vec<(NodeId, u32)>,
    seen: Seen,
    /// Target, end, only where something begins; sorted, each target once, the shortest.
    pub found: Vec<(u32, u32, bool)>,
}

/// Places that were reached: few as a rule, so that looking at each is quickest.
#[derive(Default)]
struct Seen {
    few: Vec<(NodeId, u32)>,
    many: hashbrown::HashSet<(NodeId, u32), foldhash::fast::FixedState>,
}

/// Places that are looked at one by one.
const FEW: usize = 16;

impl Seen {
    fn clear(&mut self) {
        self.few.clear();
        if !self.many.is_empty() {
            self.many.clear();
        }
    }

    /// True the first time.
    fn insert(&mut self, place: (NodeId, u32)) -> bool {
        if self.few.contains(&place) {
            return false;
        }
        if self.few.len() < FEW {
            self.few.push(place);
            return true;
        }
        self.many.insert(place)
    }
}

impl Walk {
    /// Finds what starts with the word at `start`, or with a mention there if one is `mentioned`: everything of these
    /// kinds.
    pub fn from(&mut self, trie: &Trie, scene: &Scene<'_>, kinds: Kinds, start: u32, end: u32, mentioned: bool) {
        self.clear();
        if mentioned {
            self.step(trie, scene, Trie::ROOT, start, end);
        } else {
            self.step_word(trie, scene, Trie::ROOT, start);
        }
        self.follow(trie, scene, kinds, start, end);
    }

    /// The same for a word, in the trie of the entries: what the word is by itself stands in a list, and so does what leads on.
    pub fn begin(&mut self, trie: &Trie, scene: &Scene<'_>, kinds: Kinds, start: u32, end: u32) {
        let Some(leads) = scene.words.leads(scene.chance(start)) else {
            return self.from(trie, scene, kinds, start, end, false);
        };
        self.clear();
        let head = scene.words.head(scene.text.tokens[start as usize].type_id);
        let alone = scene.words.alone(head).iter().filter(|accept| accept.kinds.any(kinds));
        self.found.extend(alone.map(|a| (a.target, start + 1, a.only_initial)));
        let marks = scene.neighbour(start + 1, end).map_or(0, |next| scene.marks(next));
        let leads = leads.iter().filter(|lead| lead.more || lead.words & marks != 0);
        self.open.extend(leads.map(|lead| (lead.node, start + 1)));
        self.follow(trie, scene, kinds, start + 1, end);
    }

    fn clear(&mut self) {
        self.found.clear();
        self.seen.clear();
    }

    /// Goes on from what is open; what ends before or at `known` has been found.
    fn follow(&mut self, trie: &Trie, scene: &Scene<'_>, kinds: Kinds, known: u32, end: u32) {
        while let Some((node, at)) = self.open.pop() {
            if !trie.kinds(node).any(kinds) {
                continue;
            }
            if trie.several_lengths(node) && !self.seen.insert((node, at)) {
                continue;
            }
            let accepts = if at > known { trie.accepts(node) } else { &[] };
            let accepts = accepts.iter().filter(|accept| accept.kinds.any(kinds));
            self.found.extend(accepts.map(|a| (a.target, at, a.only_initial)));
            if trie.is_leaf(node) {
                continue;
            }
            if let Some(next) = scene.neighbour(at, end).filter(|&next| trie.may_step(node, scene.marks(next))) {
                self.step(trie, scene, node, next, end);
            }
            for &(min, max, beyond) in trie.gaps(node) {
                let mut at = at;
                for skipped in 0..=max {
                    let Some(next) = scene.next_word(at, end) else { break };
                    if skipped >= min && trie.may_step(beyond, scene.marks(next)) {
                        self.step(trie, scene, beyond, next, end);
                    }
                    at = next + 1;
                }
            }
        }
        if self.found.len() > 1 {
            self.found.sort_unstable();
            self.found.dedup_by_key(|f| f.0);
        }
    }

    /// Takes every edge of `node` that the word at `token` allows.
    #[inline]
    fn step_word(&mut self, trie: &Trie, scene: &Scene<'_>, node: NodeId, token: u32) {
        let here = &scene.text.tokens[token as usize];
        if here.class.is_word() {
            if node == Trie::ROOT || trie.may_go_on(node, scene.words.marks(here.type_id)) {
                trie.children(node, scene.words.atoms(here.type_id), |child| self.open.push((child, token + 1)));
            }
            self.open.extend(trie.any_word(node).map(|child| (child, token + 1)));
        }
    }

    /// The same, and every edge that a mention at `token` allows.
    fn step(&mut self, trie: &Trie, scene: &Scene<'_>, node: NodeId, token: u32, end: u32) {
        self.step_word(trie, scene, node, token);
        let edges = trie.mentions(node);
        if edges.is_empty() {
            return;
        }
        for mention in scene.mentions_at(token).iter().filter(|m| m.tokens.end <= end && !m.tokens.is_empty()) {
            let meant = edges.iter().filter(|(whose, _)| whose.means(mention.side, scene.own));
            self.open.extend(meant.map(|&(_, child)| (child, mention.tokens.end)));
        }
    }
}
