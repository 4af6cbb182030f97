//! Ties between the document's entities and the rows of `speakers.csv`.

use super::cluster::{same_first, subset};
use super::{EntityKind, People};
use crate::attribution::context::Context;
use crate::attribution::names::Run;
use crate::attribution::sides::{ActorIndex, Holder, choose};
use crate::lexicon::{ActorKind, Gender};

impl People {
    /// Ties entities to rows of `speakers.csv`.
    pub(super) fn tie(&mut self, context: &Context<'_>, index: &ActorIndex, runs: &[Run]) {
        let dispute = &context.lexicon.dispute;
        let date = context.document.date;
        let mut rows_of: Vec<Vec<u32>> = vec![Vec::new(); self.entities.len()];
        let mut longest: Vec<usize> = vec![0; self.entities.len()];
        for (run, naming) in runs.iter().zip(&self.namings) {
            let id = naming.entity as usize;
            if !run.actors.is_empty() && run.words.len() > longest[id] {
                longest[id] = run.words.len();
                rows_of[id] = run.actors.clone();
            }
        }
        for (id, entity) in self.entities.iter_mut().enumerate() {
            let mut rows = std::mem::take(&mut rows_of[id]);
            if rows.is_empty() {
                rows = index.named(&entity.name).to_vec();
            }
            // "Chelsea Clinton" is not the actor whose alias is "Clinton".
            rows.retain(|&row| {
                let name: Vec<String> =
                    dispute.actors[row as usize].name.to_lowercase().split_whitespace().map(str::to_owned).collect();
                entity.words.len() < 2
                    || longest[id] >= entity.words.len()
                    || subset(&name, &entity.words)
                    || subset(&entity.words, &name)
                    || same_first(&name[0], &entity.words[0]) && name.last() == entity.words.last()
            });
            if let Some(Holder::Actor(row)) = choose(dispute, &rows, date, |_| false) {
                entity.actor = Some(row);
                let actor = &dispute.actors[row as usize];
                self.by_actor.entry(actor.name.clone()).or_insert(id as u32);
                entity.kind = match actor.kind {
                    ActorKind::Person => EntityKind::Person,
                    _ => EntityKind::Body,
                };
                // Of a bare surname that is a given name as well ("Clinton") the actor's own given name counts.
                let bare = entity.words.len() == 1 && entity.titles.is_empty();
                if actor.kind == ActorKind::Person && (bare || entity.gender == Gender::Any) {
                    let first = actor.name.split_whitespace().next().unwrap_or("").to_lowercase();
                    entity.gender = context.lexicon.language.given_names.get(&first).copied().unwrap_or_default();
                }
            }
        }
    }
}
