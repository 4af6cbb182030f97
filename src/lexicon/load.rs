//! A loaded lexicon: a dispute and its language, checked and compiled.

use std::sync::Arc;

use super::both::both;
use super::choose::{SideChoice, choose};
use super::error::LexiconError;
use super::hints::Hints;
use super::matcher::{Detail, Matcher, MatcherBuilder, Slot};
use super::read::{self, Loaded};
use super::source::{DISPUTE, Source, built_in_names};
use super::{Case, Dispute, Entry, Imported, Language, Pattern, WordClass};
use crate::document::{Warning, WarningCode};
use crate::text::{Segmenter, SegmenterRules, SnowballStemmer};

/// A dispute and its language, ready to read texts with.
pub struct Lexicon {
    /// The dispute: sides, issues, speakers, terms, examples.
    pub dispute: Dispute,
    /// The language pack, with what the dispute adds to it.
    pub language: Language,
    /// Finds terms, evaluations and modifiers.
    pub terms: Matcher,
    /// Finds actors, titles, places and cues.
    pub names: Matcher,
    /// What is rare in texts, and which words tell it.
    pub(super) hints: Hints,
    /// Cuts texts into the words, sentences and clauses of this language.
    pub segmenter: Segmenter,
    /// What to be careful about, whatever the texts.
    pub warnings: Vec<Warning>,
    /// SHA-256, in hexadecimal, of the names and bytes of every file that was read.
    pub digest: String,
    /// The folder as messages show it: `lexicons/us-china-cyber` for a built-in, else the path as given.
    pub origin: String,
    /// True when it came with the program.
    pub built_in: bool,
    /// True when it was made of another program's dictionary, so that lines of its tables are nowhere.
    pub imported: bool,
}

impl Lexicon {
    /// Loads a built-in lexicon by its name, or a folder by its path; `./name` is always a path.
    ///
    /// Every mistake in the files is reported, up to twenty, each with file, line, column and remedy.
    ///
    /// ```
    /// use demarche::lexicon::Lexicon;
    /// let lexicon = Lexicon::load("us-china-cyber")?;
    /// assert_eq!(lexicon.dispute.sides[0].id, "us");
    /// # Ok::<(), demarche::lexicon::LexiconError>(())
    /// ```
    pub fn load(name_or_path: &str) -> Result<Lexicon, LexiconError> {
        Self::load_with(name_or_path, &SideChoice::AsWritten)
    }

    /// Loads a lexicon as [`load`](Lexicon::load) does, with other sides than it was written for.
    ///
    /// Speakers of a side that is not chosen belong to no side; `@side` atoms of such a side match nothing.
    pub fn load_with(name_or_path: &str, sides: &SideChoice) -> Result<Lexicon, LexiconError> {
        Self::of(&Source::find(name_or_path)?, sides)
    }

    /// Loads a lexicon with other evaluations than its folder has: `evaluations`, a text like `evaluations.csv`, is laid
    /// over them as a folder's own rows are laid over those that it inherits.
    pub fn load_with_evaluations(name_or_path: &str, evaluations: &str) -> Result<Lexicon, LexiconError> {
        Self::compile(&Source::find(name_or_path)?, &SideChoice::AsWritten, Some(evaluations))
    }

    /// The files of a lexicon's own folder that a program reads or a person should: name and bytes, sorted by name.
    pub fn files(name_or_path: &str) -> Result<Vec<(String, Vec<u8>)>, LexiconError> {
        let source = Source::find(name_or_path)?;
        let names = source.file_names()?;
        let mut files = Vec::new();
        for name in names.into_iter().filter(|n| [".csv", ".toml", ".md"].iter().any(|end| n.ends_with(end))) {
            if let Some(bytes) = source.read(&name)? {
                files.push((name, bytes));
            }
        }
        Ok(files)
    }

    /// The names that [`load`](Lexicon::load) takes without a path, sorted.
    pub fn builtin_names() -> Vec<&'static str> {
        built_in_names(DISPUTE)
    }

    pub(super) fn of(source: &Source, sides: &SideChoice) -> Result<Lexicon, LexiconError> {
        let compiled = source.compiled().filter(|_| *sides == SideChoice::AsWritten);
        match compiled.and_then(|compiled| Self::from_compiled(compiled, source)) {
            Some(lexicon) => Ok(lexicon),
            None => Self::compile(source, sides, None),
        }
    }

    /// Reads the files of a folder and compiles what stands there.
    pub(super) fn compile(
        source: &Source,
        sides: &SideChoice,
        evaluations: Option<&str>,
    ) -> Result<Lexicon, LexiconError> {
        let mut loaded = read::read(source, evaluations)?;
        choose(&mut loaded, sides).map_err(LexiconError::Sides)?;
        Self::of_rows(loaded, source)
    }

    /// Compiles what was read.
    pub(super) fn of_rows(mut loaded: Loaded, source: &Source) -> Result<Lexicon, LexiconError> {
        let stems = std::mem::take(&mut loaded.stems);
        let Some(stemmer) = SnowballStemmer::new(&loaded.language.id, stems) else {
            return Err(LexiconError::Unreadable {
                path: source.label_of(DISPUTE),
                reason: format!("there is no stemmer for the language {}", loaded.dispute.language),
                remedy: "write a code such as \"en\", \"de\" or \"fr\"",
            });
        };
        let segmenter = segmenter(stemmer.with_known_stems(), &loaded.language, &loaded.abbreviations);
        let patterns = loaded.terms.iter().flat_map(|term| std::iter::once(&term.pattern).chain(&term.unless));
        let evaluations = loaded.evaluations.iter().flat_map(|e| std::iter::once(&e.pattern).chain(&e.unless));
        let modifiers = loaded.modifiers.iter().map(|modifier| &modifier.pattern);
        let sequences: usize = patterns.chain(evaluations).chain(modifiers).map(Pattern::sequences).sum();
        if sequences > MOST_SEQUENCES {
            return Err(LexiconError::Unreadable {
                path: source.label(),
                reason: format!("its patterns multiply to {sequences} sequences, and {MOST_SEQUENCES} are the most"),
                remedy: "write fewer alternatives in one pattern",
            });
        }
        let of_names =
            || (compile_names(&loaded, &segmenter), Hints::new(&loaded.language, &loaded.dispute, &segmenter));
        let ((names, hints), terms) = both(of_names, || compile_terms(&loaded, &segmenter));
        Ok(Lexicon {
            dispute: loaded.dispute,
            language: loaded.language,
            terms,
            names,
            hints,
            segmenter,
            warnings: source.origin().and_then(loss_warning).into_iter().collect(),
            digest: loaded.digest,
            origin: source.label(),
            built_in: source.is_built_in(),
            imported: source.origin().is_some(),
        })
    }
}

/// Says how much of another program's dictionary is not there.
fn loss_warning(imported: &Imported) -> Option<Warning> {
    let count = imported.losses.len();
    let first = imported.losses.first()?;
    let message = format!(
        "{count} {} of {} could not be carried over as {}: line {}, {} ({}) (demarche lexicon import lists all)",
        if count == 1 { "entry" } else { "entries" },
        first.file,
        if count == 1 { "it was" } else { "they were" },
        first.line,
        if first.entry.is_empty() { &first.category } else { &first.entry },
        first.reason,
    );
    Some(Warning::new(WarningCode::LexiconLoss, message))
}

/// Sequences that all patterns of a lexicon may multiply to; the largest built-in one has a few thousand.
const MOST_SEQUENCES: usize = 1_000_000;

/// Cuts texts of a language.
pub(super) fn segmenter(
    stemmer: SnowballStemmer,
    language: &Language,
    abbreviations: &[(String, String)],
) -> Segmenter {
    Segmenter::new(Arc::new(stemmer), segmenter_rules(language, abbreviations))
}

fn segmenter_rules(language: &Language, abbreviations: &[(String, String)]) -> SegmenterRules {
    let openers = [WordClass::CONJUNCTION, WordClass::SUBORDINATOR, WordClass::RELATIVE];
    let starters = [
        WordClass::DETERMINER,
        WordClass::PREPOSITION,
        WordClass::SUBORDINATOR,
        WordClass::CONJUNCTION,
        WordClass::TIME_ADVERB,
    ];
    let of_class = |classes: &[WordClass]| -> Vec<String> {
        let some = |class: &WordClass| classes.iter().any(|c| class.has(*c));
        language.words.iter().filter(|(_, class)| some(class)).map(|(form, _)| form.clone()).collect()
    };
    let mut sentence_starters = of_class(&starters);
    sentence_starters.extend(language.pronouns.keys().cloned());
    let subjects = language.pronouns.iter().filter(|(_, p)| p.case == Case::Subject);
    SegmenterRules {
        abbreviations: abbreviations.to_vec(),
        clause_openers: of_class(&openers),
        sentence_starters,
        subjects: subjects.map(|(form, _)| form.clone()).collect(),
    }
}

fn compile_terms(loaded: &Loaded, segmenter: &Segmenter) -> Matcher {
    let side = |id: &str| loaded.dispute.side(id);
    let mut builder = MatcherBuilder::new(segmenter, &side);
    for (i, term) in loaded.terms.iter().enumerate() {
        builder.pattern(Entry::Term(i as u32), &term.pattern, &term.unless);
    }
    for (i, evaluation) in loaded.evaluations.iter().enumerate() {
        builder.pattern(Entry::Evaluation(i as u32), &evaluation.pattern, &evaluation.unless);
    }
    for (i, modifier) in loaded.modifiers.iter().enumerate() {
        builder.pattern(Entry::Modifier(i as u32), &modifier.pattern, &[]);
    }
    builder.finish(Slot::Terms)
}

fn compile_names(loaded: &Loaded, segmenter: &Segmenter) -> Matcher {
    let side = |id: &str| loaded.dispute.side(id);
    let mut builder = MatcherBuilder::new(segmenter, &side);
    for (i, actor) in loaded.dispute.actors.iter().enumerate() {
        let entry = Entry::Actor(i as u32);
        builder.name(entry, Detail::Name, &actor.name);
        for (n, alias) in actor.aliases.iter().enumerate() {
            builder.name(entry, Detail::Alias(n as u32), alias);
        }
        // A role that many may have ("candidate", "campaign") names nobody.
        if let Some(role) = actor.role.as_ref().filter(|_| !actor.has_common_role()) {
            builder.name(entry, Detail::Role, role);
        }
    }
    for (i, title) in loaded.language.titles.iter().enumerate() {
        builder.title(Entry::Title(i as u32), &title.title);
    }
    for (i, place) in loaded.language.places.iter().enumerate() {
        let entry = Entry::Place(i as u32);
        builder.name(entry, Detail::Name, &place.name);
        for (n, demonym) in place.demonyms.iter().enumerate() {
            builder.name(entry, Detail::Demonym(n as u32), demonym);
        }
        if let Some(capital) = &place.capital {
            builder.name(entry, Detail::Capital, capital);
        }
        for (n, body) in place.bodies.iter().enumerate() {
            builder.name(entry, Detail::Body(n as u32), body);
        }
    }
    for (i, cue) in loaded.cues.iter().enumerate() {
        builder.pattern(Entry::Cue(i as u32), &cue.pattern, &[]);
    }
    builder.finish(Slot::Names)
}
