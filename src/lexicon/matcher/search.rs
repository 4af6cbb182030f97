//! The search: one pass over token ids.
//!
//! Most words start no entry and are skipped by one look into an array. From a start the trie is walked word by
//! word; a place that paths of several lengths reach is walked once, so that gaps cannot multiply.

use super::trie::{NodeId, Trie};
use super::types::Head;
use super::{Chance, Kinds, Matcher, TypeTable, WordLookup};
use crate::lexicon::{EntryId, Match, Mention, SideId};
use crate::text::{Text, TokenClass, TokenRange, TypeId};

impl Matcher {
    /// Adds every match that starts and ends in `range`, ordered by start, then entry.
    ///
    /// A match is a run of words and numbers of one sentence. Between neighbours hyphens, dashes, quotation marks,
    /// apostrophes and the period of an abbreviation may stand; a comma, semicolon, colon, bracket, question or
    /// exclamation mark parts them, except inside a gap. Per entry and start it is the shortest. A match that an
    /// `unless` pattern of its entry overlaps is left out; that pattern may reach beyond `range`, though not beyond
    /// the sentence, since what a word means does not change where a quotation starts.
    ///
    /// `own` is the speaker's side: `@self` means mentions of it, `@other` of another one; neither matches for
    /// `None`. `mentions` are sorted by their start.
    pub fn find(
        &self,
        text: &Text,
        types: &TypeTable,
        range: TokenRange,
        mentions: &[Mention],
        own: Option<SideId>,
        out: &mut Vec<Match>,
    ) {
        let mut chances = Vec::new();
        self.chances(text, types, &mut chances);
        let within = Within { text, types, range, mentions, own, chances: &chances };
        self.find_kinds(&mut Search::default(), &within, Kinds::ALL, out);
    }

    /// By token of a text, what it may be part of: for [`Within::chances`].
    pub fn chances(&self, text: &Text, types: &TypeTable, out: &mut Vec<Chance>) {
        let words = types.words(self.slot);
        out.clear();
        out.extend(text.tokens.iter().map(|token| words.chance(token.type_id)));
    }

    /// True when some of these kinds of entry may start in a place; said without a search, so it may be said in vain.
    pub fn may_find(&self, within: &Within<'_>, kinds: Kinds) -> bool {
        let words = within.types.words(self.slot);
        let scene = Scene::new(within, words);
        let may_start = |mention: &Mention| self.may_start(&scene, mention, within.range.end);
        scene.next_start(within.range.start, within.range.end, kinds).is_some()
            || self.atoms.mention_starts.any(kinds) && within.mentions.iter().any(may_start)
    }

    /// True when what follows a mention may be what an entry that starts with the mention asks for.
    fn may_start(&self, scene: &Scene<'_>, mention: &Mention, end: u32) -> bool {
        if let Some(reach) = self.trie.mention_reach() {
            let mut near = scene.words_from(mention.tokens.end, end).take(reach);
            if !near.any(|id| scene.words.head(id).behind_mention.any(Kinds::ALL)) {
                return false;
            }
        }
        let edges = self.trie.mentions(Trie::ROOT).iter();
        let mut nodes = edges.filter(|(whose, _)| whose.means(mention.side, scene.own)).map(|&(_, child)| child);
        nodes.any(|node| self.may_go_on(scene, node, mention.tokens.end, end))
    }

    /// True when one of the next words is one that `node`, or what lies behind its gaps, may ask for.
    fn may_go_on(&self, scene: &Scene<'_>, node: NodeId, at: u32, end: u32) -> bool {
        let trie = &self.trie;
        let more_than_words =
            |node| trie.any_word(node).is_some() || !trie.mentions(node).is_empty() || !trie.accepts(node).is_empty();
        let takes = |node, token: u32| {
            let id = scene.text.tokens[token as usize].type_id;
            let mut found = false;
            if trie.may_go_on(node, scene.words.marks(id)) {
                trie.children(node, scene.words.atoms(id), |_| found = true);
            }
            found
        };
        let beyond_gap = |&(_, most, beyond): &(u8, u8, NodeId)| {
            let next = |at: u32| scene.next_word(at, end);
            let mut words = std::iter::successors(next(at), |&token| next(token + 1)).take(usize::from(most) + 1);
            more_than_words(beyond) || !trie.gaps(beyond).is_empty() || words.any(|token| takes(beyond, token))
        };
        more_than_words(node)
            || scene.neighbour(at, end).is_some_and(|token| takes(node, token))
            || trie.gaps(node).iter().any(beyond_gap)
    }

    /// Like [`Matcher::find`] for entries of some kinds, with memory that is used again.
    pub fn find_kinds(&self, search: &mut Search, within: &Within<'_>, kinds: Kinds, out: &mut Vec<Match>) {
        let &Within { text, types, range, mentions, .. } = within;
        let words = types.words(self.slot);
        let scene = Scene::new(within, words);
        let (trie, unless) = self.roots();
        let mentions = if self.atoms.mention_starts.any(kinds) { mentions } else { &[] };
        let is_wanted = |entry: u32| self.kinds[entry as usize].any(kinds);
        let walk = &mut search.walk;
        let first = text.sentences.partition_point(|s| s.end <= range.start);
        for sentence in text.sentences[first..].iter().take_while(|s| s.start < range.end) {
            let within = TokenRange::new(sentence.start.max(range.start), sentence.end.min(range.end));
            let from = out.len();
            let mut ahead = &mentions[mentions.partition_point(|m| m.tokens.start < within.start)..];
            let mut behind_gap = None;
            let mut word = scene.next_start(within.start, within.end, kinds);
            loop {
                let mention = ahead.first().map(|m| m.tokens.start).filter(|&start| start < within.end);
                let Some(start) = word.into_iter().chain(mention).min() else { break };
                let is_word = word == Some(start);
                if is_word {
                    word = scene.next_start(start + 1, within.end, kinds);
                }
                let mut mentioned = false;
                while let Some((mention, others)) = ahead.split_first().filter(|(m, _)| m.tokens.start == start) {
                    mentioned |= self.may_start(&scene, mention, within.end);
                    ahead = others;
                }
                if !is_word && !mentioned {
                    continue;
                }
                let id = text.tokens[start as usize].type_id;
                let head = words.head(id);
                let mut goes_on = || {
                    let rest = TokenRange::new(start + 1, within.end);
                    scene.goes_on(id, head, kinds, rest)
                        || head.gapped.any(kinds)
                            && behind_gap.get_or_insert_with(|| scene.chances_in(within).behind_gap()).any(kinds)
                            && scene.goes_on_behind_gap(id, head, kinds, rest)
                };
                if !mentioned && !goes_on() {
                    for accept in words.alone(head) {
                        if is_wanted(accept.target) && (!accept.only_initial || is_initial(text, *sentence, start)) {
                            let tokens = TokenRange::new(start, start + 1);
                            out.push(Match { entry: EntryId(accept.target), tokens });
                        }
                    }
                    continue;
                }
                walk.from(trie, &scene, kinds, start, within.end, mentioned);
                for &(entry, end, only_initial) in &walk.found {
                    if is_wanted(entry) && (!only_initial || is_initial(text, *sentence, start)) {
                        out.push(Match { entry: EntryId(entry), tokens: TokenRange::new(start, end) });
                    }
                }
            }
            if !unless.is_empty() && out[from..].iter().any(|m| self.guarded[m.entry.0 as usize]) {
                let cancelled = self.cancelled(walk, &scene, *sentence);
                let is_cancelled =
                    |m: &Match| cancelled.iter().any(|(e, tokens)| *e == m.entry && tokens.overlaps(m.tokens));
                let mut kept = from;
                for i in from..out.len() {
                    if !is_cancelled(&out[i]) {
                        out[kept] = out[i];
                        kept += 1;
                    }
                }
                out.truncate(kept);
            }
        }
    }

    /// Where `unless` patterns match in a sentence, and the entries they cancel.
    fn cancelled(&self, walk: &mut Walk, scene: &Scene<'_>, sentence: TokenRange) -> Vec<(EntryId, TokenRange)> {
        let (_, unless) = self.roots();
        let mut cancelled = Vec::new();
        let mentions_start = !unless.mentions(Trie::ROOT).is_empty();
        for start in sentence.start..sentence.end {
            let mentioned = mentions_start && !scene.mentions_at(start).is_empty();
            if !mentioned && !scene.words.cancels(scene.text.tokens[start as usize].type_id) {
                continue;
            }
            walk.from(unless, scene, Kinds::ALL, start, sentence.end, mentioned);
            for &(list, end, _) in &walk.found {
                let tokens = TokenRange::new(start, end);
                cancelled.extend(self.cancels[list as usize].iter().map(|&entry| (entry, tokens)));
            }
        }
        cancelled
    }
}

/// True where a sentence, a quotation, a bracket or what follows a colon or dash begins.
fn is_initial(text: &Text, sentence: TokenRange, start: u32) -> bool {
    use TokenClass::{BracketOpen, Colon, Dash, QuoteOpen};
    start == sentence.start || matches!(text.tokens[start as usize - 1].class, QuoteOpen | BracketOpen | Colon | Dash)
}

/// Where a search looks.
#[derive(Clone, Copy)]
pub struct Within<'a> {
    /// The document's structure.
    pub text: &'a Text,
    /// What is known of its words.
    pub types: &'a TypeTable,
    /// Matches start and end in it.
    pub range: TokenRange,
    /// Sorted by their start.
    pub mentions: &'a [Mention],
    /// The speaker's side.
    pub own: Option<SideId>,
    /// What [`Matcher::chances`] gave for the text.
    pub chances: &'a [Chance],
}

/// What a search looks at.
struct Scene<'a> {
    text: &'a Text,
    words: &'a WordLookup,
    mentions: &'a [Mention],
    own: Option<SideId>,
    chances: &'a [Chance],
}

impl<'a> Scene<'a> {
    fn new(within: &Within<'a>, words: &'a WordLookup) -> Self {
        let &Within { text, mentions, own, chances, .. } = within;
        Scene { text, words, mentions, own, chances }
    }

    /// What some word of a range may be part of.
    fn chances_in(&self, range: TokenRange) -> Chance {
        self.chances[range.indices()].iter().fold(Chance::default(), |all, &chance| all.with(chance))
    }

    /// The first word at or after `at` and before `end` that may start an entry of these kinds; marks start none.
    #[inline]
    fn next_start(&self, at: u32, end: u32, kinds: Kinds) -> Option<u32> {
        let ahead = &self.chances[at as usize..end as usize];
        let before_next = ahead.windows(2).position(|pair| pair[0].starts_before(pair[1]).any(kinds));
        let last = ahead.last().is_some_and(|last| last.starts_before(Chance::NONE).any(kinds));
        before_next.map(|skipped| at + skipped as u32).or(last.then(|| end - 1))
    }

    fn mentions_at(&self, token: u32) -> &[Mention] {
        let start = self.mentions.partition_point(|m| m.tokens.start < token);
        let here = self.mentions[start..].iter().take_while(|m| m.tokens.start == token).count();
        &self.mentions[start..start + here]
    }

    /// The marks of the word at `token`.
    #[inline]
    fn marks(&self, token: u32) -> u64 {
        self.words.marks(self.text.tokens[token as usize].type_id)
    }

    /// The next word at or after `at` and before `end`, whatever stands before it.
    fn next_word(&self, at: u32, end: u32) -> Option<u32> {
        (at..end).find(|&i| self.text.tokens[i as usize].class.is_word())
    }

    /// The words from `at` on and before `end`, whatever stands before them.
    fn words_from(&self, at: u32, end: u32) -> impl Iterator<Item = TypeId> {
        let tokens = self.text.tokens(TokenRange::new(at.min(end), end)).iter();
        tokens.filter(|token| token.class.is_word()).map(|token| token.type_id)
    }

    /// True when the word `id`, which stands before `rest`, may begin a longer entry of these kinds with the next word, or
    /// with something that is no certain word.
    #[inline]
    fn goes_on(&self, id: TypeId, head: Head, kinds: Kinds, rest: TokenRange) -> bool {
        head.at_large.any(kinds)
            || head.seconds != 0
                && self.neighbour(rest.start, rest.end).is_some_and(|next| {
                    let next = self.text.tokens[next as usize].type_id;
                    self.words.marks(next) & head.seconds != 0 && self.words.pair(id, next).next.any(kinds)
                })
    }

    /// The same for the words behind a gap.
    fn goes_on_behind_gap(&self, id: TypeId, head: Head, kinds: Kinds, rest: TokenRange) -> bool {
        let tokens = self.text.tokens(rest).iter().zip(&self.chances[rest.indices()]);
        let mut near = tokens.filter(|(token, _)| token.class.is_word()).take(usize::from(head.gap) + 1);
        near.any(|(token, chance)| {
            chance.behind_gap().any(kinds) && self.words.pair(id, token.type_id).behind_gap.any(kinds)
        })
    }

    /// The next word, if nothing before it parts words.
    #[inline]
    fn neighbour(&self, at: u32, end: u32) -> Option<u32> {
        if at < end && self.text.tokens[at as usize].class.is_word() {
            return Some(at);
        }
        let next = (at..end).find(|&i| !joins(self.text.tokens[i as usize].class))?;
        self.text.tokens[next as usize].class.is_word().then_some(next)
    }
}

/// True for marks that may stand between neighbours.
const fn joins(class: TokenClass) -> bool {
    use TokenClass::{Dash, Hyphen, Other, Period, QuoteClose, QuoteOpen};
    matches!(class, Hyphen | Dash | QuoteOpen | QuoteClose | Period | Other)
}

/// The memory of a search, which many searches may use one after another.
#[derive(Default)]
pub struct Search {
    walk: Walk,
}

/// The state of a walk through the trie, kept for its memory.
#[derive(Default)]
struct Walk {
    /// Node, and the token after the last that was matched.
    open: Vec<(NodeId, u32)>,
    seen: Seen,
    /// Target, end, only where something begins; sorted, each target once, the shortest.
    found: Vec<(u32, u32, bool)>,
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
    /// kinds, and perhaps others.
    fn from(&mut self, trie: &Trie, scene: &Scene<'_>, kinds: Kinds, start: u32, end: u32, mentioned: bool) {
        self.found.clear();
        self.seen.clear();
        if mentioned {
            self.step(trie, scene, Trie::ROOT, start, end);
        } else {
            self.step_word(trie, scene, Trie::ROOT, start);
        }
        while let Some((node, at)) = self.open.pop() {
            if !trie.kinds(node).any(kinds) {
                continue;
            }
            if trie.several_lengths(node) && !self.seen.insert((node, at)) {
                continue;
            }
            self.found.extend(trie.accepts(node).iter().map(|a| (a.target, at, a.only_initial)));
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
