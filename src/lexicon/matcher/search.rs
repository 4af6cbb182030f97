//! The search: one pass over token ids.
//!
//! Most words start no entry before the word that follows them and are skipped by one look at the two. What longer entries ask of
//! the second word and the third is remembered for the pairs met last; only where both are at hand is the trie walked.

use super::chance::Marks;
use super::lookup::{Head, joins};
use super::trie::{NodeId, Trie, fold};
use super::walk::Walk;
use super::{Chance, Chances, Kinds, Matcher, TypeTable, WordLookup};
use crate::lexicon::{EntryId, Match, Mention, SideId};
use crate::text::{Text, TokenClass, TokenRange, fetching};

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
        let mut chances = Chances::default();
        self.chances(text, types, &mut chances);
        let within = Within { text, types, range, mentions, own, chances: &chances };
        self.find_kinds(&mut Search::default(), &within, Kinds::ALL, out);
    }

    /// By token of a text, what it may be part of: for [`Within::chances`].
    pub fn chances(&self, text: &Text, types: &TypeTable, out: &mut Chances) {
        let words = types.words(self.slot);
        out.take(fetching(&text.tokens, |ahead| words.fetch(ahead)).map(|token| words.chance(token.type_id)));
    }

    /// Like [`Matcher::find`] for entries of some kinds, with memory that is used again.
    pub fn find_kinds(&self, search: &mut Search, within: &Within<'_>, kinds: Kinds, out: &mut Vec<Match>) {
        let (sentences, range) = (&within.text.sentences, within.range);
        let first = sentences.partition_point(|s| s.end <= range.start);
        for &sentence in sentences[first..].iter().take_while(|s| s.start < range.end) {
            let range = TokenRange::new(sentence.start.max(range.start), sentence.end.min(range.end));
            self.find_in_sentence(search, &Within { range, ..*within }, sentence, kinds, out);
        }
    }

    /// The same for a range that lies in one sentence.
    pub fn find_in_sentence(
        &self,
        search: &mut Search,
        within: &Within<'_>,
        sentence: TokenRange,
        kinds: Kinds,
        out: &mut Vec<Match>,
    ) {
        let &Within { text, types, range, .. } = within;
        let scene = Scene::new(within, types.words(self.slot));
        let mut starts = scene.chances.starts(range, kinds);
        let mut mentions = self.first_mentions(&scene, range, kinds);
        let (from, walk) = (out.len(), &mut search.walk);
        let mut behind_gap = None;
        let mut word = starts.next();
        loop {
            let mention = mentions.first().map(|m| m.tokens.start);
            let Some(start) = word.into_iter().chain(mention).min() else { break };
            let mut mentioned = false;
            while let Some((mention, others)) = mentions.split_first().filter(|(m, _)| m.tokens.start == start) {
                mentioned |= self.may_start(&scene, mention, range.end);
                mentions = others;
            }
            let is_word = word == Some(start);
            if is_word {
                word = starts.next();
            }
            let rest = TokenRange::new(start + 1, range.end);
            if !(mentioned || is_word && scene.goes_on(start, kinds, rest)) {
                let here = scene.chance(start);
                if !is_word || !here.is_free(kinds) {
                    continue;
                }
                let head = scene.words.head(text.tokens[start as usize].type_id);
                let mut behind_gap = || *behind_gap.get_or_insert_with(|| scene.behind_in(range));
                let goes_on = here.at_large.any(kinds)
                    || head.behind.any(Marks::all(kinds))
                        && head.behind.any(behind_gap())
                        && scene.goes_on_behind_gap(here, head, kinds, rest);
                if !goes_on {
                    for accept in scene.words.alone(head) {
                        if accept.kinds.any(kinds) && (!accept.only_initial || is_initial(text, sentence, start)) {
                            let tokens = TokenRange::new(start, start + 1);
                            out.push(Match { entry: EntryId(accept.target), tokens });
                        }
                    }
                    continue;
                }
            }
            if mentioned {
                walk.from(&self.trie, &scene, kinds, start, range.end, mentioned);
            } else {
                walk.begin(&self.trie, &scene, kinds, start, range.end);
            }
            for &(entry, end, only_initial) in &walk.found {
                if !only_initial || is_initial(text, sentence, start) {
                    out.push(Match { entry: EntryId(entry), tokens: TokenRange::new(start, end) });
                }
            }
        }
        if !self.unless.is_empty() && out[from..].iter().any(|m| self.guarded[m.entry.0 as usize]) {
            let cancelled = self.cancelled(walk, &scene, sentence);
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

    /// The mentions in a range with which an entry of these kinds may start.
    fn first_mentions<'a>(&self, scene: &Scene<'a>, range: TokenRange, kinds: Kinds) -> &'a [Mention] {
        if scene.mentions.is_empty()
            || !self.trie.mention_starts().any(kinds)
            || self.trie.mention_reach().is_some() && !scene.chances.has_behind_mention(range)
        {
            return &[];
        }
        let ahead = &scene.mentions[scene.mentions.partition_point(|m| m.tokens.start < range.start)..];
        &ahead[..ahead.partition_point(|m| m.tokens.start < range.end)]
    }

    /// True when what follows a mention may be what an entry that starts with the mention asks for.
    fn may_start(&self, scene: &Scene<'_>, mention: &Mention, end: u32) -> bool {
        if let Some(reach) = self.trie.mention_reach() {
            let rest = TokenRange::new(mention.tokens.end.min(end), end);
            let mut near = scene.words_in(rest).take(reach);
            if !near.any(|chance| chance.behind.any(Marks::BEHIND_MENTION)) {
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
    pub chances: &'a Chances,
}

/// What a search looks at.
pub(super) struct Scene<'a> {
    pub text: &'a Text,
    pub words: &'a WordLookup,
    mentions: &'a [Mention],
    pub own: Option<SideId>,
    chances: &'a Chances,
}

impl<'a> Scene<'a> {
    fn new(within: &Within<'a>, words: &'a WordLookup) -> Self {
        let &Within { text, mentions, own, chances, .. } = within;
        Scene { text, words, mentions, own, chances }
    }

    /// What some word of a range may be behind a gap or a mention.
    fn behind_in(&self, range: TokenRange) -> Marks {
        self.chances.within(range).iter().fold(Marks::NONE, |all, chance| all.with(chance.behind))
    }

    /// The mentions that start at `token`.
    pub fn mentions_at(&self, token: u32) -> &[Mention] {
        let start = self.mentions.partition_point(|m| m.tokens.start < token);
        let here = self.mentions[start..].iter().take_while(|m| m.tokens.start == token).count();
        &self.mentions[start..start + here]
    }

    /// What the word at `token` may be part of.
    #[inline]
    pub fn chance(&self, token: u32) -> Chance {
        self.chances.of(token)
    }

    /// The marks of the word at `token`.
    #[inline]
    pub fn marks(&self, token: u32) -> u64 {
        self.words.marks(self.text.tokens[token as usize].type_id)
    }

    /// The next word at or after `at` and before `end`, whatever stands before it.
    pub fn next_word(&self, at: u32, end: u32) -> Option<u32> {
        (at..end).find(|&i| self.text.tokens[i as usize].class.is_word())
    }

    /// What the words of a range may be part of, marks left out.
    fn words_in(&self, range: TokenRange) -> impl Iterator<Item = Chance> {
        let tokens = self.text.tokens(range).iter().zip(self.chances.within(range));
        tokens.filter(|(token, _)| token.class.is_word()).map(|(_, &chance)| chance)
    }

    /// True when the word at `start`, which stands before `rest`, may begin an entry of these kinds with the next two words.
    #[inline]
    fn goes_on(&self, start: u32, kinds: Kinds, rest: TokenRange) -> bool {
        let here = self.chance(start);
        if here.leader == 0 {
            return false;
        }
        let Some(second) = self.neighbour(rest.start, rest.end) else { return false };
        let pair = self.words.pair(here, self.chances.of(second));
        let third = || self.neighbour(second + 1, rest.end);
        pair.next.any(kinds)
            && (pair.without_third.any(kinds)
                || third().is_some_and(|third| fold(self.marks(third)) & pair.thirds != 0))
    }

    /// The same for the words behind a gap.
    fn goes_on_behind_gap(&self, here: Chance, head: &Head, kinds: Kinds, rest: TokenRange) -> bool {
        let wanted = head.behind.and(Marks::all(kinds));
        let mut near = self.words_in(rest).take(usize::from(here.gap) + 1);
        near.any(|there| there.behind.any(wanted) && self.words.pair(here, there).behind_gap.any(kinds))
    }

    /// The next word, if nothing before it parts words.
    #[inline]
    pub fn neighbour(&self, at: u32, end: u32) -> Option<u32> {
        if at < end && self.text.tokens[at as usize].class.is_word() {
            return Some(at);
        }
        let next = (at..end).find(|&i| !joins(self.text.tokens[i as usize].class))?;
        self.text.tokens[next as usize].class.is_word().then_some(next)
    }
}

/// The memory of a search, which many searches may use one after another.
#[derive(Default)]
pub struct Search {
    walk: Walk,
}
