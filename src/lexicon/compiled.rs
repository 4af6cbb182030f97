//! Lexicons that were compiled with the program: the build script reads them with this code, so that the program need not.

use super::both::both;
use super::error::LexiconError;
use super::load::segmenter;
use super::read;
use super::source::Source;
use super::stored::Stored;
use super::{Language, Lexicon};
use crate::text::SnowballStemmer;

impl Lexicon {
    /// Compiles a folder into bytes: its language, which disputes may share, and what is its own.
    ///
    /// The build script calls this.
    #[allow(dead_code)]
    pub(crate) fn to_bytes(name_or_path: &str) -> Result<(Vec<u8>, Vec<u8>), LexiconError> {
        let source = Source::find(name_or_path)?;
        let loaded = read::read(&source, None)?;
        let (mut language, mut own) = (Vec::new(), Vec::new());
        loaded.language.store(&mut language);
        loaded.abbreviations.store(&mut language);
        loaded.stems.store(&mut language);
        let Lexicon { dispute, terms, names, hints, digest, .. } = Self::of_rows(loaded, &source)?;
        dispute.store(&mut own);
        digest.store(&mut own);
        terms.store(&mut own);
        names.store(&mut own);
        hints.store(&mut own);
        Ok((language, own))
    }

    /// The lexicon that [`Lexicon::to_bytes`] has compiled.
    pub(super) fn from_compiled((mut language, mut own): (&[u8], &[u8]), source: &Source) -> Option<Lexicon> {
        let of_language = || {
            let rows = Language::restore(&mut language)?;
            let abbreviations = Vec::restore(&mut language)?;
            let stemmer = SnowballStemmer::new(&rows.id, Vec::restore(&mut language)?)?;
            let segmenter = segmenter(stemmer, &rows, &abbreviations);
            Some((rows, segmenter))
        };
        let of_dispute = || {
            Some((
                Stored::restore(&mut own)?,
                Stored::restore(&mut own)?,
                Stored::restore(&mut own)?,
                Stored::restore(&mut own)?,
                Stored::restore(&mut own)?,
            ))
        };
        let (of_language, of_dispute) = both(of_language, of_dispute);
        let (language, segmenter) = of_language?;
        let (dispute, digest, terms, names, hints) = of_dispute?;
        Some(Lexicon {
            dispute,
            language,
            terms,
            names,
            hints,
            segmenter,
            warnings: Vec::new(),
            digest,
            origin: source.label(),
            built_in: source.is_built_in(),
            imported: false,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::SideChoice;

    #[test]
    fn what_the_build_script_compiled_is_what_is_read_from_the_files() {
        for name in Lexicon::builtin_names() {
            let source = Source::find(name).expect("it is built in");
            let compiled = source.compiled().expect("it is compiled");
            let (language, own) = Lexicon::to_bytes(name).expect("it is sound");
            assert!(compiled == (&language, &own), "{name}");
            let again = Lexicon::from_compiled(compiled, &source).expect("it is whole");
            let read = Lexicon::compile(&source, &SideChoice::AsWritten, None).expect("it is sound");
            assert_eq!(again.dispute, read.dispute);
            assert_eq!((&again.digest, &again.origin, again.built_in), (&read.digest, &read.origin, read.built_in));
            assert!(again.terms.is_same(&read.terms) && again.names.is_same(&read.names), "{name}");
            let bytes = |lexicon: &Lexicon| {
                let mut bytes = Vec::new();
                lexicon.language.store(&mut bytes);
                lexicon.terms.store(&mut bytes);
                lexicon.names.store(&mut bytes);
                lexicon.hints.store(&mut bytes);
                bytes
            };
            assert!(bytes(&again) == bytes(&read), "{name}");
        }
    }

    #[test]
    fn cut_bytes_are_no_lexicon() {
        let source = Source::find("us-china-cyber").expect("it is built in");
        let (language, own) = source.compiled().expect("it is compiled");
        for cut in [0, 1, 1_000] {
            assert!(Lexicon::from_compiled((&language[..cut], own), &source).is_none());
            assert!(Lexicon::from_compiled((language, &own[..cut]), &source).is_none());
        }
    }
}
