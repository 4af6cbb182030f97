//! Positions: every side by itself, on every issue and about every side.

use super::alternatives::Measure;
use super::caution::Cautions;
use super::comparison::{Evidence, Portrayal, Position, SideSummary, SpeakerPosition};
use super::estimate::Missing;
use super::ground::Ground;
use super::measure::attention::{per_1000, share};
use super::measure::dispersion::{dp, dp_norm, juilland_d};
use super::measure::stance::{logit, stance};
use super::rows::Topic;
use crate::lexicon::{IssueId, SideId, Weight};

/// A side over all issues.
pub(crate) fn summary(ground: &Ground, side: SideId) -> SideSummary {
    let total = ground.side(side);
    let hits = ground.issue_ids().map(|issue| ground.cell(side, Topic::Issue(issue)).hits).sum();
    let speakers = ground.tally.speakers.sorted();
    SideSummary {
        side,
        documents: total.documents,
        statements: total.statements,
        tokens: total.tokens,
        hits,
        statements_with_hit: total.statements_with_hit,
        coverage: share(total.statements_with_hit, total.statements),
        speakers: speakers.iter().filter(|(_, of, row)| of.side() == Some(side) && row.statements > 0).count() as u64,
    }
}

/// A side on an issue.
pub(crate) fn position(ground: &Ground, issue: IssueId, side: SideId, cautions: &mut Cautions) -> Position {
    let topic = Topic::Issue(issue);
    let (total, cell) = (ground.side(side), ground.cell(side, topic));
    let stance = ground.stance(&[side], topic);
    let (favor, against) = (Weight(cell.favor).to_f64(), Weight(cell.against).to_f64());
    let parts = || ground.documents.parts(side, topic);
    let asked = |measure| ground.settings.measures.has(measure);
    let dispersion = dp(ground.documents.parts_with_hits(side, topic));

    let evidence = Evidence::of(cell.stance_matches);
    if evidence == Evidence::Thin {
        cautions.thin_evidence(issue, side, cell.stance_matches);
    }
    if total.tokens == 0 {
        cautions.undefined_position("per_1000, statement_share and dispersion", issue, side, Missing::Silent);
    } else if cell.hits == 0 {
        cautions.undefined_position("dispersion", issue, side, Missing::NoOwnHits);
    }
    if let Some(missing) = stance.missing {
        let columns = match stance.estimate.value {
            None => "stance, its interval and logit",
            Some(_) => "stance_low and stance_high",
        };
        cautions.undefined_position(columns, issue, side, missing);
    }
    Position {
        issue,
        side,
        documents: total.documents,
        statements: total.statements,
        tokens: total.tokens,
        hits: cell.hits,
        per_1000: per_1000(cell.hits, total.tokens),
        statement_share: share(cell.statements, total.statements),
        favor: cell.labels[0],
        against: cell.labels[1],
        neutral: cell.labels[2],
        favor_weight: favor,
        against_weight: against,
        stance_matches: cell.stance_matches,
        stance: stance.estimate,
        logit: logit(favor, against),
        dispersion,
        dp_norm: asked(Measure::DpNorm).then(|| dp_norm(parts())).flatten(),
        juilland_d: asked(Measure::JuillandD).then(|| juilland_d(parts())).flatten(),
        evidence,
        unit: ground.unit,
        quote: ground.tally.quotes.pick(side, topic, stance.estimate.value),
    }
}

/// A side about a side.
pub(crate) fn portrayal(ground: &Ground, side: SideId, about: SideId, cautions: &mut Cautions) -> Portrayal {
    let topic = Topic::About(about);
    let cell = ground.cell(side, topic);
    let valence = ground.stance(&[side], topic);
    let portrayal = Portrayal {
        side,
        about,
        mentions: cell.hits,
        favorable: Weight(cell.favor).to_f64(),
        unfavorable: Weight(cell.against).to_f64(),
        valence: valence.estimate,
        evaluations: cell.stance_matches,
        evidence: Evidence::of(cell.stance_matches),
        quote: ground.tally.quotes.pick(side, topic, valence.estimate.value),
    };
    if portrayal.evidence == Evidence::Thin {
        cautions.thin_portrayal(&portrayal);
    }
    match valence.missing {
        Some(Missing::NoStance) => {
            cautions.undefined_portrayal("valence and its interval", &portrayal, Missing::NoEvaluation);
        }
        Some(missing) => cautions.undefined_portrayal("valence_low and valence_high", &portrayal, missing),
        None => {}
    }
    portrayal
}

/// Every speaker on every issue the speaker has a hit or a stance on.
pub(crate) fn speakers(ground: &Ground, cautions: &mut Cautions) -> Vec<SpeakerPosition> {
    let mut rows = Vec::new();
    for (name, affiliation, row) in ground.tally.speakers.sorted() {
        for cell in &row.cells {
            let Topic::Issue(issue) = cell.topic else { continue };
            rows.push(SpeakerPosition {
                speaker: name.to_owned(),
                affiliation,
                issue,
                statements: u64::from(row.statements),
                tokens: u64::from(row.tokens),
                hits: u64::from(cell.hits),
                stance: stance(Weight(cell.favor).to_f64(), Weight(cell.against).to_f64()),
                evidence: Evidence::of(u64::from(cell.stance_matches)),
            });
        }
    }
    let empty = rows.iter().filter(|row| row.stance.is_none()).count();
    cautions.undefined_rows("speakers.csv", "stance", empty, Missing::NoStance);
    rows
}
