//! A trie as bytes. Of a node's ranges, which follow one another in the trie's arrays, the lengths are kept.

use super::{Kinds, Node, NodeId, Slice, Trie};
use crate::lexicon::stored::Stored;

impl Stored for Trie {
    fn store(&self, out: &mut Vec<u8>) {
        let Trie { nodes, words, mentions, gaps, accepts, first, second, behind, mention_starts, mention_reach } = self;
        nodes.store(out);
        words.store(out);
        mentions.store(out);
        gaps.store(out);
        accepts.store(out);
        first.store(out);
        second.store(out);
        behind.store(out);
        mention_starts.store(out);
        mention_reach.store(out);
    }

    fn restore(from: &mut &[u8]) -> Option<Self> {
        let mut nodes = Vec::<Node>::restore(from)?;
        let mut ends = [0u32; 4];
        for node in &mut nodes {
            let ranges = [&mut node.words, &mut node.mentions, &mut node.gaps, &mut node.accepts];
            for (range, end) in ranges.into_iter().zip(&mut ends) {
                *range = Slice(*end, end.checked_add(range.1)?);
                *end = range.1;
            }
        }
        Some(Trie {
            nodes,
            words: Stored::restore(from)?,
            mentions: Stored::restore(from)?,
            gaps: Stored::restore(from)?,
            accepts: Stored::restore(from)?,
            first: Stored::restore(from)?,
            second: Stored::restore(from)?,
            behind: Stored::restore(from)?,
            mention_starts: Stored::restore(from)?,
            mention_reach: Stored::restore(from)?,
        })
    }
}

/// Most nodes have no more than one of anything, and no words; lengths of up to two are two bits each.
impl Stored for Node {
    fn store(&self, out: &mut Vec<u8>) {
        let Node { words, mentions, gaps, accepts, any, mask, ends, kinds, several_lengths } = self;
        let lengths = [words, mentions, gaps, accepts].map(|range| range.len());
        let short = lengths.iter().enumerate().fold(0, |bits, (i, &length)| bits | (length.min(3) as u8) << (2 * i));
        short.store(out);
        lengths.iter().filter(|&&length| length >= 3).for_each(|length| length.store(out));
        (ends.bits() | kinds.bits() << 4).store(out);
        (any.unwrap_or(Trie::ROOT) << 1 | NodeId::from(*several_lengths)).store(out);
        if words.len() > 0 {
            mask.to_le_bytes().iter().for_each(|byte| byte.store(out));
        }
    }

    /// Gives ranges that begin at zero.
    fn restore(from: &mut &[u8]) -> Option<Self> {
        let short = u8::restore(from)?;
        let mut ranges = [Slice::default(); 4];
        for (i, range) in ranges.iter_mut().enumerate() {
            range.1 = match short >> (2 * i) & 3 {
                3 => u32::restore(from)?,
                length => u32::from(length),
            };
        }
        let [words, mentions, gaps, accepts] = ranges;
        let kinds = u8::restore(from)?;
        let any = NodeId::restore(from)?;
        let mut mask = 0;
        if words.len() > 0 {
            let (bytes, rest) = from.split_first_chunk()?;
            (mask, *from) = (u64::from_le_bytes(*bytes), rest);
        }
        Some(Node {
            words,
            mentions,
            gaps,
            accepts,
            any: Some(any >> 1).filter(|&child| child != Trie::ROOT),
            mask,
            ends: Kinds::from_bits(kinds),
            kinds: Kinds::from_bits(kinds >> 4),
            several_lengths: any & 1 == 1,
        })
    }
}
