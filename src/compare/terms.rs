//! Terms: which words the first two sides use more or less than each other (keyness).

use super::alternatives::{Measure, alternatives};
use super::caution::Cautions;
use super::comparison::TermComparison;
use super::estimate::Missing;
use super::ground::Ground;
use super::measure::attention::per_1000;
use super::measure::benjamini_hochberg;
use super::measure::distribution::chi_square_p;
use super::measure::g2::g2;
use super::measure::holm;
use super::measure::log_odds::{log_odds, pooled_prior};
use super::measure::log_ratio::log_ratio;
use super::measure::lrc::lrc;
use super::settings::Settings;
use super::words::Stem;
use crate::lexicon::SideId;
use rayon::prelude::*;
use std::cmp::Ordering;

/// The level of LRC and of q's findings.
const ALPHA: f64 = 0.05;

/// The prior count of every term where the prior is flat (Monroe, Colaresi & Quinn 2008, uninformative).
const FLAT_PRIOR: f64 = 0.01;

/// `terms.csv`: the strongest contrast first, then by stem; stop words left out.
pub(crate) fn terms(
    ground: &Ground,
    stems: Vec<Stem>,
    is_stop_word: &(dyn Fn(&str) -> bool + Sync),
    cautions: &mut Cautions,
) -> Vec<TermComparison> {
    let tokens: Vec<u64> = ground.side_ids().map(|side| ground.side(side).tokens).collect();
    let stems: Vec<Stem> = stems.into_par_iter().filter(|stem| !is_stop_word(&stem.form.to_lowercase())).collect();
    let compared = match tokens[..] {
        [first, second, ..] if first > 0 && second > 0 => Some((first, second)),
        _ => None,
    };
    if compared.is_none() {
        cautions.undefined_rows("terms.csv", "all differences", stems.len(), Missing::OneSilent);
    }
    let family = stems.iter().filter(|stem| stem.counts.iter().take(2).any(|&count| count > 0)).count();
    let mut rows: Vec<TermComparison> =
        stems.into_par_iter().map(|stem| term(stem, &tokens, compared, &ground.settings, family)).collect();
    let p: Vec<Option<f64>> = rows.iter().map(|row| row.g2.map(|g2| chi_square_p(g2.abs()))).collect();
    for (row, q) in rows.iter_mut().zip(benjamini_hochberg::adjust(&p)) {
        row.q = q;
    }
    if ground.settings.measures.has(Measure::Holm) {
        for (row, adjusted) in rows.iter_mut().zip(holm::adjust(&p)) {
            row.p_holm = adjusted;
        }
    }
    let strength = |row: &TermComparison| row.z.map_or(-1.0, f64::abs);
    rows.par_sort_by(|a, b| strength(b).total_cmp(&strength(a)).then_with(|| a.term.cmp(&b.term)));
    rows
}

fn term(
    stem: Stem,
    tokens: &[u64],
    compared: Option<(u64, u64)>,
    settings: &Settings,
    family: usize,
) -> TermComparison {
    let per_1000 = stem.counts.iter().zip(tokens).map(|(&count, &tokens)| per_1000(count, tokens)).collect();
    let mut row = TermComparison {
        term: stem.stem,
        form: stem.form,
        counts: stem.counts,
        per_1000,
        log_odds: None,
        z: None,
        log_ratio: None,
        lrc: None,
        g2: None,
        q: None,
        p_holm: None,
        log_odds_flat: None,
        z_flat: None,
        alternatives: Default::default(),
        leans: None,
    };
    let Some((n1, n2)) = compared else { return row };
    let (c1, c2) = (row.counts[0], row.counts[1]);
    let prior_words = settings.prior_words;
    let odds = pooled_prior(c1, n1, c2, n2, prior_words).and_then(|prior| log_odds(c1, n1, c2, n2, prior, prior_words));
    row.log_odds = odds.map(|odds| odds.delta);
    row.z = odds.map(|odds| odds.z);
    row.log_ratio = log_ratio(c1 as f64, n1 as f64, c2 as f64, n2 as f64);
    row.lrc = lrc(c1, n1, c2, n2, ALPHA / family.max(1) as f64);
    row.g2 = g2(c1, n1, c2, n2);
    row.alternatives = alternatives(settings.measures, c1, n1, c2, n2);
    if settings.measures.has(Measure::FlatPrior) {
        let flat = log_odds(c1, n1, c2, n2, FLAT_PRIOR, FLAT_PRIOR * family as f64);
        row.log_odds_flat = flat.map(|odds| odds.delta);
        row.z_flat = flat.map(|odds| odds.z);
    }
    row.leans = row.log_odds.and_then(|delta| match delta.total_cmp(&0.0) {
        Ordering::Greater => Some(SideId(0)),
        Ordering::Less => Some(SideId(1)),
        Ordering::Equal => None,
    });
    row
}
