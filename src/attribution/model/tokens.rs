//! The features of a token, one after another: what training learns from, and what the two readers must sum up to.

use super::argument_features::{self, Counts, Likely, View};
use super::argument_parts::{self, TagFromAfar};
use super::cue_features::{self, HERE, Surroundings, TAG_PARTS};
use super::feature::Feature;
use super::observe::Observed;
use super::reader::view_of;
use super::tag::Tag;
use super::words::Word;
use crate::text::TokenRange;

/// Takes a token's features.
pub type Visit<'a> = &'a mut dyn FnMut(Feature);

/// Shows the features of each token of a window for the first stage.
pub fn cue_tokens(
    seen: &Observed,
    window: TokenRange,
    around: &mut Surroundings,
    mut token: impl FnMut(usize, &dyn Fn(Visit)),
) {
    around.read(seen, window);
    let around = &*around;
    for i in window.indices() {
        token(i, &|visit: Visit| {
            for slot in 0..cue_features::SLOTS {
                let k = i as isize + slot as isize - HERE as isize;
                if k >= window.start as isize && k < window.end as isize {
                    cue_features::of_word(seen.word(k as usize), slot, &mut |f| visit(f));
                }
            }
            let tag = |k: isize| {
                let inside = k >= window.start as isize && k < window.end as isize;
                if inside { seen.tag[k as usize] } else { Tag::None }
            };
            for part in 0..TAG_PARTS {
                let first = i as isize + part as isize - HERE as isize;
                let tags = [tag(first), tag(first + 1), tag(first + 2)];
                for slot in cue_features::slots_of(part) {
                    let tag = tag(i as isize + slot as isize - HERE as isize);
                    cue_features::of_tag(tag, slot, &mut |f| visit(f));
                }
                cue_features::of_tags(tags, part, &mut |f| visit(f));
            }
            let marks = around.marks(seen, i);
            around.words(seen, i, &mut |f| visit(f));
            marks.of_window(&mut |f| visit(f));
            around.quoted_word(seen, i, &mut |f| visit(f));
            marks.of_sentence(&mut |f| visit(f));
            around.edges(seen, i).features(&mut |f| visit(f));
            around.features(seen, i, &mut |f| visit(f));
            around.heard(seen, i).features(&mut |f| visit(f));
            around.cues(seen, i).features(&mut |f| visit(f));
        });
    }
}

/// Shows the features of each token around a cue for the second stage.
pub fn argument_tokens(
    seen: &Observed,
    likely: &[Likely],
    window: TokenRange,
    cue: TokenRange,
    (counts, view): &mut (Counts, View),
    mut token: impl FnMut(usize, &dyn Fn(Visit)),
) {
    let paragraph = window;
    let window = view_of(window, cue);
    counts.read(seen, likely, paragraph);
    view.read(seen, window, cue);
    let (counts, view) = (&*counts, &*view);
    let tag = |k: usize| if window.indices().contains(&k) { seen.tag[k] } else { Tag::None };
    for i in window.indices() {
        token(i, &|visit: Visit| {
            let Some(place) = view.place(seen, counts, i) else { return };
            for offset in -2..=2isize {
                let k = i as isize + offset;
                let slot = argument_features::slot(offset, place.right);
                let inside = k >= paragraph.start as isize && k < paragraph.end as isize;
                if inside {
                    argument_features::of_word(seen.word(k as usize), slot, &mut |f| visit(f));
                }
                let tag = if inside { seen.tag[k as usize] } else { Tag::None };
                argument_features::of_tag(tag, slot, &mut |f| visit(f));
            }
            argument_features::of_token(seen, paragraph, i, place.right, &mut |f| visit(f));
            let distance = view.distance(i, place);
            view.between(place, &mut |_, f| visit(f));
            view.at_distance(place, distance, &mut |f| visit(f));
            view.distant(place, distance).features(&mut |f| visit(f));
            view.tags(seen, i, place, false).features(&mut |f| visit(f));
            view.tags(seen, i, place, true).features(&mut |f| visit(f));
            TagFromAfar::new(tag(i), place, distance).features(&mut |f| visit(f));
            let from_cue = view.tag_from_cue(tag(i), place, distance);
            from_cue.of_shape(&mut |f| visit(f));
            let heard = view.heard(i, place);
            heard.features(&mut |f| visit(f));
            heard.tag_features(tag(i), tag(i + 1), &mut |f| visit(f));
            let before = if i > window.start as usize { *seen.word(i - 1) } else { Word::default() };
            argument_parts::of_word_at_place(&before, place.key, 1, &mut |f| visit(f));
            argument_parts::of_word_at_place(seen.word(i), place.key, 0, &mut |f| visit(f));
            from_cue.of_stem(&mut |f| visit(f));
            view.features(seen, (counts, likely), i, place, distance, &mut |f| visit(f));
        });
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;
    use crate::attribution::fixture::{document, lexicon};
    use crate::attribution::model::Model;
    use crate::attribution::model::reader::Reader;
    use crate::attribution::model::sums::Batch;
    use crate::attribution::{Attributor, Candidate, Context, Proposer, Rules};
    use crate::lexicon::TypeTable;
    use crate::text::Vocabulary;

    struct Recorder(Arc<Mutex<Vec<Observed>>>, Arc<Model>);

    impl Proposer for Recorder {
        fn propose(&self, context: &Context<'_>, _: &mut Vec<Candidate>) {
            let mut rules = Vec::new();
            Rules.propose(context, &mut rules);
            self.0.lock().unwrap().push(Observed::new(context, &self.1.clusters, &rules));
        }
    }

    fn observed(model: &Arc<Model>, texts: &[&str]) -> Vec<Observed> {
        let lexicon = lexicon();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let attributor = Attributor::with_proposers(lexicon, vec![Box::new(Recorder(seen.clone(), model.clone()))]);
        let mut vocabulary = Vocabulary::default();
        let mut types = TypeTable::new(lexicon);
        for text in texts {
            let document = document(text);
            let text = lexicon.segmenter.segment(&document.text, &mut vocabulary);
            types.update(lexicon, &vocabulary);
            attributor.attribute(&document, &text, &vocabulary, &types);
        }
        drop(attributor);
        Arc::into_inner(seen).unwrap().into_inner().unwrap()
    }

    #[test]
    fn readers_sum_what_training_sees() {
        let model = Model::built_in("en").unwrap().unwrap();
        let texts = [
            include_str!("../../../examples/press-conference.txt"),
            include_str!("../../../examples/summit-on-cyber.txt"),
            "“We wait,” Cui said. “The U.S. — not China — must act; it told us so,” he added, according to aides who said \
             that Beijing denied, as Mr. Kerry put it, that “nothing” had been promised: He warned them, she claims.",
        ];
        let mut reader = Reader::new(&model.cues, &model.arguments);
        let (mut around, mut counts_and_view) = (Surroundings::default(), Default::default());
        let (mut tokens, mut cues_read) = (0, 0);
        for seen in &observed(&model, &texts) {
            reader.start(seen);
            for &window in &seen.windows {
                let mut cues = Vec::new();
                reader.cues(seen, window, 0.02, &mut cues);
                cue_tokens(seen, window, &mut around, |i, show| {
                    let mut batch = Batch::new(&model.cues.weights);
                    show(&mut |f| batch.add(f));
                    assert_eq!(reader.cue_sums()[i - window.start as usize], batch.finish());
                    tokens += 1;
                });
                for cue in cues {
                    let view = reader.arguments(seen, cue.tokens).window;
                    let likely = reader.likely();
                    argument_tokens(seen, likely, window, cue.tokens, &mut counts_and_view, |i, show| {
                        let mut batch = Batch::new(&model.arguments.weights);
                        show(&mut |f| batch.add(f));
                        if !cue.tokens.indices().contains(&i) {
                            let scores = model.arguments.weights.scores(&batch.finish());
                            assert_eq!(reader.argument_scores()[i - view.start as usize], scores);
                        }
                    });
                    cues_read += 1;
                }
            }
        }
        assert!(tokens > 500 && cues_read > 20, "{tokens} {cues_read}");
    }
}
