//! Features: hashed observations, never strings.
//!
//! A feature is a template and a few small numbers (a hashed word, a tag, a distance), mixed into 32 bits. The same
//! mixing serves training and use; it belongs to the version of the model file, so changing it, or the order of
//! [`Template`], asks for a new model.

/// A hashed feature.
pub type Feature = u32;

/// What a feature looks at: the word at a place, a pair of places, a distance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
#[allow(missing_docs)] // the names say it, and each is used in one place
pub enum Template {
    Bias,
    // Words, at an offset.
    Form,
    Stem,
    Suffix,
    Prefix,
    Tag,
    Fine,
    Coarse,
    // Neighbours.
    FormPair,
    TagPair,
    TagTriple,
    StemTagBefore,
    StemTagAfter,
    StemTagBoth,
    StemQuote,
    StemSubject,
    StemNext,
    FineTagBefore,
    FineTagAfter,
    FineSubject,
    // Cues of the language pack, and what surrounds a verb.
    Cue,
    CueTags,
    CueQuote,
    CueSubject,
    CueNext,
    Subject,
    SubjectForm,
    Next,
    NextForm,
    Verb,
    VerbStem,
    CueLeft,
    CueRight,
    // Quotation marks and sentences.
    QuoteWindow,
    QuoteSentence,
    Edge,
    Role,
    Title,
    // A token as seen from a cue.
    Key,
    Distance,
    Between,
    BetweenQuote,
    QuoteRelation,
    Clause,
    ClauseTag,
    SentenceEdge,
    CueStem,
    CueStemQuote,
    CueStemTag,
    CueShape,
    CueBefore,
    CueAfter,
    CueAfterDistance,
    WordDistance,
    TagDistance,
    TagKey,
    PairSide,
    PairKey,
    TripleSide,
    OtherCue,
    CueTag,
    CueWord,
    // What the rules found.
    RuleCue,
    RuleIn,
    RuleLabel,
    // A candidate as a whole.
    Bucket,
    Pair,
    CueKind,
    Word,
    WordPair,
    Agreement,
}

const MULTIPLIER: u64 = 0x9E37_79B9_7F4A_7C15;

/// Mixes a template and its values.
#[inline(always)]
pub fn mix<const N: usize>(template: Template, values: [u32; N]) -> Feature {
    let mut hash = (template as u64 + 1).wrapping_mul(MULTIPLIER);
    for value in values {
        hash = (hash ^ u64::from(value)).wrapping_mul(MULTIPLIER);
        hash ^= hash >> 29;
    }
    (hash.wrapping_mul(MULTIPLIER) >> 32) as u32
}

/// Hashes the bytes of a word; 0 is kept for "no word".
pub fn hash_word(word: &str) -> u32 {
    let mut hash = 0xCBF2_9CE4_8422_2325u64;
    for byte in word.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3);
    }
    let hash = hash.wrapping_mul(MULTIPLIER);
    ((hash >> 32) as u32).max(1)
}

/// A distance as one of a few steps, finer near zero.
#[inline]
pub fn step(distance: u32) -> u32 {
    match distance {
        0..=5 => distance,
        6..=7 => 6,
        8..=10 => 7,
        11..=15 => 8,
        16..=23 => 9,
        24..=39 => 10,
        _ => 11,
    }
}

/// Numbers with their widths in bits, side by side.
#[inline(always)]
pub fn pack<const N: usize>(parts: [(u64, u32); N]) -> u64 {
    let mut all = 0;
    for (value, bits) in parts {
        debug_assert!(value < 1 << bits);
        all = all << bits | value;
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn features_keep_their_numbers() {
        // A change here is a change of the model file's version.
        assert_eq!(hash_word("said"), 3_604_947_070);
        assert_eq!(mix(Template::Form, [1, hash_word("said")]), 1_747_280_633);
        assert_ne!(mix(Template::Form, [0, 1]), mix(Template::Form, [1, 0]));
        assert_ne!(mix(Template::Form, [0, 1]), mix(Template::Stem, [0, 1]));
    }

    #[test]
    fn steps_grow() {
        let steps: Vec<u32> = [0, 5, 6, 9, 12, 20, 30, 1000].map(step).to_vec();
        assert_eq!(steps, [0, 5, 6, 7, 8, 9, 10, 11]);
    }
}
