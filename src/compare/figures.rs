//! From counts to figures: the one place where integers become numbers with decimals.

use super::caution::Cautions;
use super::comparison::{Comparison, Contrast, IssueComparison, Other, Robustness};
use super::contrast::{Opponents, contrasts, pairs};
use super::ground::Ground;
use super::position::{portrayal, position, speakers, summary};
use super::reading::{attention_reading, reading};
use super::robustness::robustness;
use super::settings::Settings;
use super::tally::Tally;
use super::terms::terms;
use super::timeline::{periods, timeline};
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
        let stems = || self.words.stems(settings.term_count_at_least.max(1));
        let (ground, stems) = rayon::join(|| Ground::new(self, dispute, *settings), stems);
        let mut cautions = Cautions::new(dispute);
        cautions.unit(&ground);
        cautions.balance(&ground);

        let robustness = robustness(&ground, codebook, &mut cautions);
        let issues = issues(&ground, &robustness, &mut cautions);
        cautions.dominant_entries(&ground, &issues, codebook.pattern);
        let mut portrayals = Vec::new();
        for side in ground.side_ids() {
            portrayals.extend(ground.side_ids().map(|about| portrayal(&ground, side, about, &mut cautions)));
        }
        let is_stop_word = codebook.is_stop_word;
        let (terms, periods) = rayon::join(|| terms(&ground, stems, is_stop_word, &mut cautions), || periods(&ground));
        Comparison {
            settings: *settings,
            unit: ground.unit,
            documents: self.counts,
            sides: ground.side_ids().map(|side| summary(&ground, side)).collect(),
            issues,
            pairs: pairs(&ground, &mut cautions),
            robustness,
            speakers: speakers(&ground, &mut cautions),
            portrayals,
            terms,
            timeline: timeline(&ground, periods, &mut cautions),
            warnings: cautions.finish(),
        }
    }
}

fn issues(ground: &Ground, robustness: &[Robustness], cautions: &mut Cautions) -> Vec<IssueComparison> {
    let contrasts = match ground.dispute.sides.len() {
        0 | 1 => vec![Contrast::default(); ground.dispute.issues.len()],
        _ => contrasts(ground, Opponents { side: SideId(0), other: Other::Side(SideId(1)) }, cautions),
    };
    let labels: Vec<&str> = ground.dispute.sides.iter().map(|side| side.label.as_str()).collect();
    let takes_stand = ground.dispute.takes_stand();
    let mut issues = Vec::new();
    for (issue, contrast) in ground.issue_ids().zip(contrasts) {
        let positions: Vec<_> = ground.side_ids().map(|side| position(ground, issue, side, cautions)).collect();
        let first_two =
            |row: &&Robustness| (row.issue, row.side, row.other) == (issue, SideId(0), Other::Side(SideId(1)));
        let robustness: Vec<&Robustness> = robustness.iter().filter(first_two).collect();
        let reading = match takes_stand[usize::from(issue.0)] {
            true => reading(&labels, &positions, &contrast, &robustness),
            false => attention_reading(&labels, &positions, &contrast),
        };
        issues.push(IssueComparison { issue, positions, contrast, unit: ground.unit, reading });
    }
    issues
}
