//! Speakers: names that mean several people, sides nobody speaks for.

use std::collections::BTreeMap;

use super::{Lint, Report};
use crate::lexicon::{Actor, Lexicon, SideId};

pub(super) fn check(lexicon: &Lexicon, report: &mut Report<'_>) {
    let dispute = &lexicon.dispute;
    for (i, side) in dispute.sides.iter().enumerate() {
        if !dispute.actors.iter().any(|a| a.side == Some(SideId(i as u8))) {
            let message =
                format!("side {} has no speaker (add rows, or bring sides with a column of your data)", side.id);
            report.add("speakers.csv", 0, Lint::NoSpeaker, message);
        }
    }
    let mut owners: BTreeMap<&str, &Actor> = BTreeMap::new();
    for actor in &dispute.actors {
        for name in [&actor.name].into_iter().chain(&actor.aliases) {
            let owner = *owners.entry(name).or_insert(actor);
            if owner.name != actor.name && !(is_dated(owner) && is_dated(actor)) {
                let message = format!(
                    "\"{name}\" means {} here and {} in line {} (remove one, or date both rows with from and until)",
                    actor.name, owner.name, owner.line
                );
                report.add("speakers.csv", actor.line, Lint::AmbiguousName, message);
            }
        }
    }
}

fn is_dated(actor: &Actor) -> bool {
    actor.from.is_some() || actor.until.is_some()
}
