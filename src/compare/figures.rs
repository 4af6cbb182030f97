//! From counts to figures: the one place where integers become numbers with decimals.

use super::caution::Cautions;
use super::comparison::{Comparison, Contrast, IssueComparison, Other};
use super::contrast::{Opponents, contrasts, pairs};
use super::ground::Ground;
use super::position::{portrayal, position, speakers, summary};
use super::reading::reading;
use super::settings::Settings;
use super::tally::Tally;
use super::terms::terms;
use super::timeline::timeline;
use crate::lexicon::{Dispute, EntryId, SideId};

/// What a comparison needs to know of the lexicon that scored the documents.
#[derive(Clone, Copy)]
pub struct Codebook<'a> {
    /// Names of sides and issues, and their order.
    pub dispute: &'a Dispute,
    /// The pattern of an entry as its author wrote it, for warnings.
    pub pattern: &'a dyn Fn(EntryId) -> String,
    /// True for lower-case words that keyword lists leave out.
    pub is_stop_word: &'a (dyn Fn(&str) -> bool + Sync),
}

impl Tally {
    /// Sets the sides beside each other: every figure, with its interval, its test, and what to be careful about.
    ///
    /// The same counts and settings give the same bytes, whatever the number of threads.
    pub fn compare(&self, codebook: &Codebook, settings: &Settings) -> Comparison {
        let dispute = codebook.dispute;
        let ground = Ground::new(self, dispute, *settings);
        let mut cautions = Cautions::new(dispute);
        cautions.unit(&ground);
        cautions.balance(&ground);

        let issues = issues(&ground, &mut cautions);
        cautions.dominant_entries(&ground, &issues, codebook.pattern);
        let mut portrayals = Vec::new();
        for side in ground.side_ids() {
            portrayals.extend(ground.side_ids().map(|about| portrayal(&ground, side, about, &mut cautions)));
        }
        Comparison {
            settings: *settings,
            unit: ground.unit,
            documents: self.counts,
            sides: ground.side_ids().map(|side| summary(&ground, side)).collect(),
            issues,
            pairs: pairs(&ground, &mut cautions),
            speakers: speakers(&ground, &mut cautions),
            portrayals,
            terms: terms(&ground, codebook.is_stop_word, &mut cautions),
            timeline: timeline(&ground, &mut cautions),
            warnings: cautions.finish(),
        }
    }
}

fn issues(ground: &Ground, cautions: &mut Cautions) -> Vec<IssueComparison> {
    let contrasts = match ground.dispute.sides.len() {
        0 | 1 => vec![Contrast::default(); ground.dispute.issues.len()],
        _ => contrasts(ground, Opponents { side: SideId(0), other: Other::Side(SideId(1)) }, cautions),
    };
    let labels: Vec<&str> = ground.dispute.sides.iter().map(|side| side.label.as_str()).collect();
    let mut issues = Vec::new();
    for (issue, contrast) in ground.issue_ids().zip(contrasts) {
        let positions: Vec<_> = ground.side_ids().map(|side| position(ground, issue, side, cautions)).collect();
        let reading = reading(&labels, &positions, &contrast);
        issues.push(IssueComparison { issue, positions, contrast, unit: ground.unit, reading });
    }
    issues
}
