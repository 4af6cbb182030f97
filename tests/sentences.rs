//! Where sentences end, measured on original sentences with known ends: `tests/data/sentences.txt`.

use demarche::lexicon::Lexicon;
use demarche::text::Vocabulary;
use std::collections::BTreeSet;

/// Paragraphs with the byte offsets at which a sentence ends before the paragraph does.
fn paragraphs() -> Vec<(String, BTreeSet<u32>)> {
    let file = include_str!("data/sentences.txt");
    let kept: Vec<&str> = file.lines().filter(|line| !line.starts_with('#')).collect();
    let blocks = kept.split(|line| line.is_empty()).filter(|block| !block.is_empty());
    blocks
        .map(|block| {
            let mut ends = BTreeSet::new();
            let mut at = 0;
            for sentence in &block[..block.len() - 1] {
                at += sentence.len() as u32;
                ends.insert(at);
                at += 1;
            }
            (block.join(" "), ends)
        })
        .collect()
}

#[test]
fn sentences_end_where_readers_say() {
    let lexicon = Lexicon::load("us-china-cyber").expect("the built-in lexicon loads");
    let mut vocabulary = Vocabulary::default();
    let (mut found, mut wanted, mut right) = (0, 0, 0);
    for (text, ends) in paragraphs() {
        let structure = lexicon.segmenter.segment(&text, &mut vocabulary);
        let inner = &structure.sentences[..structure.sentences.len() - 1];
        let ours: BTreeSet<u32> = inner.iter().map(|&sentence| structure.span(sentence).end).collect();
        (found, wanted, right) = (found + ours.len(), wanted + ends.len(), right + ours.intersection(&ends).count());
        for at in ours.symmetric_difference(&ends).map(|&at| at as usize) {
            let (before, after) = text.split_at(at);
            let kind = if ends.contains(&(at as u32)) { "missed" } else { "false" };
            println!("{kind}: {} | {}", &before[before.floor_char_boundary(at.saturating_sub(40))..], after);
        }
    }
    let (precision, recall) = (right as f64 / found as f64, right as f64 / wanted as f64);
    println!("{wanted} ends, {found} found, {right} right: precision {precision:.3}, recall {recall:.3}");
    assert!(precision > 0.95 && recall > 0.95, "precision {precision:.3}, recall {recall:.3}");
}
