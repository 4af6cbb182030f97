//! Stems that were found when the program was built: of the words in the built-in lexicons, and so of the better part of
//! the words in any text. They are Snowball's for English, only quicker.

use std::sync::LazyLock;

use foldhash::fast::FixedState;
use hashbrown::HashMap;

use crate::built_in::STEMS;

type Stems = HashMap<&'static str, &'static str, FixedState>;

static ENGLISH: LazyLock<Stems> = LazyLock::new(|| {
    let mut stems = Stems::with_capacity_and_hasher(STEMS.lines().count(), FixedState::default());
    stems.extend(STEMS.lines().filter_map(|line| line.split_once(' ')));
    stems
});

/// The known stems of English words.
pub fn english() -> &'static Stems {
    &ENGLISH
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_stems_are_those_of_the_stemmer() {
        let stemmer = rust_stemmers::Stemmer::create(rust_stemmers::Algorithm::English);
        assert!(english().len() > 5_000);
        for (word, stem) in english() {
            assert_eq!(stemmer.stem(word), *stem, "{word}");
        }
    }
}
