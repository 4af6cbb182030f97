//! The document's own voice: what is left of it when all that is attributed, and all page furniture, is taken away.

use crate::attribution::{Attributed, RegionKind};
use crate::document::Span;
use crate::text::{Text, TokenRange};

/// The stretches that nobody is credited with, in text order.
pub(super) fn own_voice_parts(text: &Text, attributed: &Attributed) -> Vec<TokenRange> {
    let mut said: Vec<Span> = attributed.statements.iter().flat_map(|s| s.content.iter().copied()).collect();
    said.sort_unstable();
    let voiced = |kind| matches!(kind, RegionKind::Headline | RegionKind::Body);
    let mut parts = Vec::new();
    let mut add = |start: u32, end: u32| {
        let tokens = if start < end { text.tokens_in(Span::new(start, end)) } else { TokenRange::default() };
        if !tokens.is_empty() {
            parts.push(tokens);
        }
    };
    let mut next = 0;
    for region in attributed.regions.iter().filter(|r| voiced(r.kind)) {
        while next < said.len() && said[next].end <= region.span.start {
            next += 1;
        }
        let mut from = region.span.start;
        for span in said[next..].iter().take_while(|s| s.start < region.span.end) {
            add(from, span.start);
            from = from.max(span.end);
        }
        add(from, region.span.end);
    }
    parts
}
