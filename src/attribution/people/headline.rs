//! Names in a headline whose words are all capitalized.

use std::collections::BTreeMap;

use super::{EntityKind, Naming, People};
use crate::attribution::context::Context;
use crate::attribution::traits::Traits;
use crate::text::TokenRange;

impl People {
    /// In a headline whose words are all capitalized only names that the text gives are told apart.
    pub(super) fn read_headline(&mut self, context: &Context<'_>) {
        let mut known: BTreeMap<String, u32> = BTreeMap::new();
        for (id, entity) in self.entities.iter().enumerate() {
            known.insert(entity.words.join(" "), id as u32);
            if let Some(last) = entity.words.last().filter(|_| entity.kind == EntityKind::Person) {
                known.entry(last.clone()).or_insert(id as u32);
            }
        }
        let headline = context.layout.headline;
        let mut found = Vec::new();
        let mut i = headline.start;
        while i < headline.end {
            let name = (1..=5).rev().filter(|n| i + n <= headline.end).find_map(|n| {
                let words: Vec<String> = (i..i + n)
                    .filter(|&k| context.class(k).is_word())
                    .map(|k| context.word(k).name.to_lowercase())
                    .collect();
                known.get(&words.join(" ")).map(|&id| (n, id))
            });
            match name {
                Some((n, entity)) if context.traits(i).has(Traits::CAPITAL) => {
                    found.push(Naming { tokens: TokenRange::new(i, i + n), entity });
                    i += n;
                }
                _ => i += 1,
            }
        }
        self.namings.extend(found);
        self.namings.sort_by_key(|n| n.tokens);
    }
}
