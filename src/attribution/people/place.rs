//! Places that no list knows, by how the text names them.

use super::{EntityKind, People};
use crate::attribution::context::Context;
use crate::attribution::traits::Traits;
use crate::text::TokenClass;

impl People {
    /// Takes for a place what nothing calls a person and what mostly stands behind "in", or behind a comma that follows
    /// such a name: "in Leeds, Maine".
    pub(super) fn find_places(&mut self, context: &Context<'_>) {
        let mut located = vec![0u32; self.entities.len()];
        let mut end_of_place = None;
        for naming in &self.namings {
            let entity = &self.entities[naming.entity as usize];
            let before = naming.tokens.start.wrapping_sub(1);
            let comma = context.class(before) == TokenClass::Comma && end_of_place == Some(before);
            let place = context.traits(before).has(Traits::LOCATIVE) || comma;
            // "in Lee's words"
            if place && !context.traits(naming.tokens.end - 1).has(Traits::POSSESSIVE) {
                end_of_place = Some(naming.tokens.end);
                located[naming.entity as usize] += u32::from(entity.kind == EntityKind::Unknown);
            }
        }
        for (entity, located) in self.entities.iter_mut().zip(located) {
            if located > 0 && located * 2 >= entity.count && entity.titles.is_empty() {
                entity.kind = EntityKind::Place;
            }
        }
    }
}
