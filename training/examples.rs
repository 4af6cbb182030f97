//! From articles to numbered training examples for the two chains.

use demarche::attribution::model::argument_features::Likely;
use demarche::attribution::model::cue_features::Surroundings;
use demarche::attribution::model::feature::Feature;
use demarche::attribution::model::reader::{CONTENT, SOURCE, view_of};
use demarche::attribution::model::tokens::{argument_tokens, cue_tokens};
use demarche::text::TokenRange;

use super::crf::Examples;
use super::data::Article;

/// Numbers for the features that are met often enough.
pub struct Features {
    numbers: hashbrown::HashMap<Feature, u32, foldhash::fast::FixedState>,
    /// By number.
    pub hashes: Vec<Feature>,
}

/// Bits of the table that counts features roughly before they are numbered.
const COUNT_BITS: u32 = 26;

impl Features {
    /// Numbers the features that `visit` shows at least `support` times, in the order of their hashes.
    pub fn number(support: u8, visit: impl Fn(&mut dyn FnMut(Feature))) -> Self {
        let mut rough = vec![0u8; 1 << COUNT_BITS];
        visit(&mut |f| {
            let slot = &mut rough[(f >> (32 - COUNT_BITS)) as usize];
            *slot = slot.saturating_add(1);
        });
        let mut counts: hashbrown::HashMap<Feature, u8, foldhash::fast::FixedState> = hashbrown::HashMap::default();
        visit(&mut |f| {
            if rough[(f >> (32 - COUNT_BITS)) as usize] >= support {
                let count = counts.entry(f).or_default();
                *count = count.saturating_add(1);
            }
        });
        let mut hashes: Vec<Feature> = counts.iter().filter(|(_, c)| **c >= support).map(|(f, _)| *f).collect();
        hashes.sort_unstable();
        let numbers = hashes.iter().enumerate().map(|(i, f)| (*f, i as u32)).collect();
        Features { numbers, hashes }
    }

    fn get(&self, feature: Feature) -> Option<u32> {
        self.numbers.get(&feature).copied()
    }
}

/// Writes begin and inside labels of ranges, where nothing is written yet.
pub fn label(labels: &mut [u8], offset: u32, ranges: &[TokenRange], begin: u8) {
    for range in ranges {
        let mut started = false;
        for i in range.start..range.end {
            let Some(slot) = i.checked_sub(offset).and_then(|i| labels.get_mut(i as usize)) else { continue };
            if *slot == 0 {
                *slot = if started { begin + 1 } else { begin };
                started = true;
            } else {
                started = false;
            }
        }
    }
}

/// The first stage's features and examples; an article's group is its position.
pub fn cue_examples(articles: &[Article], support: u8) -> (Features, Examples) {
    let features = Features::number(support, |visit| {
        let mut around = Surroundings::default();
        for article in articles {
            for &window in &article.seen.windows {
                cue_tokens(&article.seen, window, &mut around, |_, show| show(visit));
            }
        }
    });
    let mut examples = Examples::default();
    let mut around = Surroundings::default();
    for (group, article) in articles.iter().enumerate() {
        for (number, &window) in article.seen.windows.iter().enumerate() {
            let mut labels = vec![0; window.len() as usize];
            for gold in article.gold.iter().filter(|g| g.window == number) {
                label(&mut labels, window.start, &gold.cue, 1);
            }
            cue_tokens(&article.seen, window, &mut around, |i, show| {
                show(&mut |f| features.get(f).into_iter().for_each(|n| examples.feature(n)));
                examples.token(labels[i - window.start as usize]);
            });
            examples.sequence(group as u32);
        }
    }
    (features, examples)
}

/// The second stage's features and examples: one for each gold attribution with a cue. `likely` is what a first stage
/// that did not learn from the article says of its tokens.
pub fn argument_examples(articles: &[Article], likely: &[Vec<Likely>], support: u8) -> (Features, Examples) {
    let golds = |article: &'_ Article| -> Vec<(TokenRange, TokenRange, usize)> {
        let of = |(n, g): (usize, &super::data::Gold)| {
            let cue = *g.cue.first()?;
            let window = *article.seen.windows.get(g.window)?;
            window.contains(cue).then_some((window, cue, n))
        };
        article.gold.iter().enumerate().filter_map(of).collect()
    };
    let features = Features::number(support, |visit| {
        let mut view = Default::default();
        for (article, likely) in articles.iter().zip(likely) {
            for (window, cue, _) in golds(article) {
                argument_tokens(&article.seen, likely, window, cue, &mut view, |_, show| show(visit));
            }
        }
    });
    let mut examples = Examples::default();
    let mut view = Default::default();
    for (group, article) in articles.iter().enumerate() {
        for (window, cue, number) in golds(article) {
            let start = view_of(window, cue).start;
            let mut labels = vec![0; view_of(window, cue).len() as usize];
            let gold = &article.gold[number];
            label(&mut labels, start, &gold.source, SOURCE);
            label(&mut labels, start, &gold.content, CONTENT);
            for i in cue.start..cue.end {
                labels[(i - start) as usize] = 0;
            }
            mend(&mut labels);
            argument_tokens(&article.seen, &likely[group], window, cue, &mut view, |i, show| {
                show(&mut |f| features.get(f).into_iter().for_each(|n| examples.feature(n)));
                examples.token(labels[i - start as usize]);
            });
            examples.sequence(group as u32);
        }
    }
    (features, examples)
}

/// An inside label after anything but its own span begins a new one.
fn mend(labels: &mut [u8]) {
    for i in 0..labels.len() {
        let label = labels[i];
        if label > 0 && label.is_multiple_of(2) {
            let before = if i == 0 { 0 } else { labels[i - 1] };
            if before != label && before + 1 != label {
                labels[i] = label - 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_begin_again_after_a_gap() {
        let mut labels = [0u8; 8];
        label(&mut labels, 10, &[TokenRange::new(8, 12), TokenRange::new(13, 16)], 3);
        assert_eq!(labels, [3, 4, 0, 3, 4, 4, 0, 0]);
        labels[4] = 0;
        mend(&mut labels);
        assert_eq!(labels, [3, 4, 0, 3, 0, 3, 0, 0]);
    }
}
