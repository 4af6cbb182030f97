//! Word clusters from plain text: words that stand between the same words belong together.
//!
//! The most frequent forms are vectors of positive pointwise mutual information with the word before and the word
//! after (Bullinaria & Levy 2007), grouped by spherical k-means from fixed starts; the groups' centres are grouped
//! again for the coarse clusters. One thread, a fixed order: the same texts give the same table.

use std::io::{BufRead, BufReader};
use std::path::Path;

use demarche::attribution::model::clusters::Clusters;
use demarche::attribution::model::feature::hash_word;
use demarche::lexicon::Lexicon;
use demarche::text::Vocabulary;
use serde_json::Value;

use super::crf::Random;

/// Forms that get a cluster.
const WORDS: usize = 16_000;
/// Most frequent words that count as neighbours.
const NEIGHBOURS: usize = 400;
const FINE: usize = 200;
const COARSE: usize = 40;
const ROUNDS: usize = 12;
/// A form must be met so often.
const SUPPORT: u32 = 12;

/// Learns clusters from the `text` fields of JSON Lines files.
pub fn learn(paths: &[&Path], lexicon: &Lexicon) -> Result<Clusters, String> {
    let mut forms: hashbrown::HashMap<std::sync::Arc<str>, u32, foldhash::fast::FixedState> =
        hashbrown::HashMap::default();
    let mut stream: Vec<u32> = Vec::new();
    for path in paths {
        let file = std::fs::File::open(path).map_err(|e| format!("{}: {e}", path.display()))?;
        let mut vocabulary = Vocabulary::default();
        let mut numbers: Vec<u32> = Vec::new();
        for line in BufReader::new(file).lines() {
            let line = line.map_err(|e| format!("{}: {e}", path.display()))?;
            let row: Value = serde_json::from_str(&line).map_err(|e| format!("{}: {e}", path.display()))?;
            let text = lexicon.segmenter.segment(row["text"].as_str().unwrap_or(""), &mut vocabulary);
            for token in &text.tokens {
                let id = token.type_id.0 as usize;
                while numbers.len() <= id {
                    let word = vocabulary.words()[numbers.len()].form.clone();
                    let next = forms.len() as u32;
                    numbers.push(*forms.entry(word).or_insert(next));
                }
                stream.push(numbers[id]);
            }
        }
    }
    let mut counts = vec![0u32; forms.len()];
    stream.iter().for_each(|w| counts[*w as usize] += 1);
    let mut names: Vec<(&str, u32)> = forms.iter().map(|(f, n)| (&**f, *n)).collect();
    names.sort_by(|a, b| counts[b.1 as usize].cmp(&counts[a.1 as usize]).then(a.0.cmp(b.0)));
    names.retain(|(_, n)| counts[*n as usize] >= SUPPORT);
    names.truncate(WORDS);
    let mut rank = vec![u32::MAX; forms.len()];
    names.iter().enumerate().for_each(|(r, (_, n))| rank[*n as usize] = r as u32);

    let width = 2 * NEIGHBOURS;
    let mut vectors = vec![0.0f32; names.len() * width];
    for pair in stream.windows(2) {
        let (a, b) = (rank[pair[0] as usize] as usize, rank[pair[1] as usize] as usize);
        if a < names.len() && b < NEIGHBOURS {
            vectors[a * width + NEIGHBOURS + b] += 1.0;
        }
        if b < names.len() && a < NEIGHBOURS {
            vectors[b * width + a] += 1.0;
        }
    }
    let total = stream.len() as f32;
    let count = |r: usize| counts[names[r].1 as usize] as f32;
    for (word, vector) in vectors.chunks_mut(width).enumerate() {
        for (k, value) in vector.iter_mut().enumerate() {
            let expected = count(word) * count(k % NEIGHBOURS) / total;
            *value = libm::logf((*value / expected).max(1.0)) * (*value / (*value + 2.0));
        }
        unit(vector);
    }
    let (fine, centres) = group(&vectors, width, FINE);
    let (coarse, _) = group(&centres, width, COARSE);
    let entries = names.iter().zip(&fine).map(|((f, _), c)| (hash_word(f), *c as u8 + 1)).collect();
    let coarse = std::iter::once(0).chain(coarse.iter().map(|c| *c as u8 + 1)).collect();
    Ok(Clusters::new(entries, coarse))
}

fn unit(vector: &mut [f32]) {
    let length = vector.iter().map(|v| v * v).sum::<f32>().sqrt();
    if length > 0.0 {
        vector.iter_mut().for_each(|v| *v /= length);
    }
}

/// Spherical k-means: the group of each vector, and the centres.
fn group(vectors: &[f32], width: usize, groups: usize) -> (Vec<usize>, Vec<f32>) {
    let count = vectors.len() / width;
    let groups = groups.min(count.max(1));
    // The first starts are frequent words, spread over the ranks.
    let mut random = Random(0xA076_1D64_78BD_642F);
    let mut order: Vec<usize> = (0..count.min(groups * 6)).collect();
    random.shuffle(&mut order);
    let mut centres: Vec<f32> =
        order.iter().take(groups).flat_map(|&i| vectors[i * width..(i + 1) * width].to_vec()).collect();
    let mut member = vec![0usize; count];
    for _ in 0..ROUNDS {
        for (i, vector) in vectors.chunks(width).enumerate() {
            let mut best = (f32::MIN, 0);
            for (g, centre) in centres.chunks(width).enumerate() {
                let near: f32 = eight(vector, centre);
                if near > best.0 {
                    best = (near, g);
                }
            }
            member[i] = best.1;
        }
        centres.fill(0.0);
        for (i, vector) in vectors.chunks(width).enumerate() {
            let centre = &mut centres[member[i] * width..(member[i] + 1) * width];
            centre.iter_mut().zip(vector).for_each(|(c, v)| *c += v);
        }
        centres.chunks_mut(width).for_each(unit);
    }
    (member, centres)
}

/// A dot product in eight lanes, so that the order of addition is fixed and quick.
fn eight(a: &[f32], b: &[f32]) -> f32 {
    let mut lanes = [0.0f32; 8];
    for (x, y) in a.chunks_exact(8).zip(b.chunks_exact(8)) {
        for k in 0..8 {
            lanes[k] += x[k] * y[k];
        }
    }
    lanes.iter().sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn like_vectors_share_a_group() {
        let mut vectors = Vec::new();
        for i in 0..20 {
            let mut v = [0.1f32; 8];
            v[if i % 2 == 0 { 0 } else { 5 }] = 1.0;
            unit(&mut v);
            vectors.extend(v);
        }
        let (member, _) = group(&vectors, 8, 2);
        assert_eq!(member[0], member[2]);
        assert_eq!(member[1], member[19]);
    }
}
