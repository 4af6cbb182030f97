//! The model that comes with the program.

use std::sync::{Arc, LazyLock};

use super::{Model, ModelError};

/// Trained on PolNeAR's training articles; see docs/validation.md.
static ENGLISH: &[u8] = include_bytes!("../../../data/attribution-en.model");
static READ: LazyLock<Result<Arc<Model>, ModelError>> = LazyLock::new(|| Model::from_own_bytes(ENGLISH).map(Arc::new));

impl Model {
    /// The model for a language (`en`), if there is one; it is read once.
    pub fn built_in(language: &str) -> Result<Option<Arc<Model>>, ModelError> {
        if language == "en" { READ.clone().map(Some) } else { Ok(None) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_whole_small_and_without_words() {
        let model = Model::built_in("en").expect("it is whole").expect("there is one for English");
        assert!(ENGLISH.len() <= 2 << 20);
        assert_eq!(model.to_bytes(), ENGLISH, "it is written as this version writes");
        assert!(Model::from_bytes(ENGLISH).is_ok(), "its checksum is right");
        assert!(Model::built_in("de").expect("no file, no error").is_none());
        // Hashes and small numbers: letters stand beside one another by chance only.
        let longest = ENGLISH.split(|b| !b.is_ascii_lowercase() && *b != b' ').map(<[u8]>::len).max();
        assert!(longest < Some(16), "{longest:?}");
    }
}
