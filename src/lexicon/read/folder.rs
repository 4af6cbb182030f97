//! A dispute's folder with the language packs that it inherits, merged, not yet compiled.

use sha2::{Digest, Sha256};

use super::dispute::{self, Constants};
use super::manifest::Manifest;
use super::pack::{self, Patterned, Patterns, overlay};
use super::{examples, speakers, terms, vocabulary};
use crate::lexicon::both::both;
use crate::lexicon::error::{LexiconError, Problems, SourceFile, nearest};
use crate::lexicon::source::{DISPUTE, LANGUAGE, Source};
use crate::lexicon::{
    ByWord, Cue, Dispute, Evaluation, Furniture, Gender, Language, Modifier, Place, Pronoun, Term, Title, WordClass,
};

/// Files of a language pack, sorted; a dispute may add rows to each.
const PACK_FILES: &[&str] = &[
    "abbreviations.csv",
    "boilerplate.csv",
    "cues.csv",
    EVALUATIONS,
    "modifiers.csv",
    "names.csv",
    "places.csv",
    "pronouns.csv",
    "stems.csv",
    "titles.csv",
    "words.csv",
];
const EVALUATIONS: &str = "evaluations.csv";
const DISPUTE_FILES: &[&str] = &["examples.csv", "speakers.csv", "terms.csv"];

/// A dispute and its language; the patterns of their rows, taken apart, in the order of the rows.
pub struct Loaded {
    pub dispute: Dispute,
    pub language: Language,
    pub terms: Vec<Patterns>,
    pub evaluations: Vec<Patterns>,
    pub modifiers: Vec<Patterns>,
    pub cues: Vec<Patterns>,
    /// Form and kind.
    pub abbreviations: Vec<(String, String)>,
    /// Form and stem; of a form's stems the last counts.
    pub stems: Vec<(String, String)>,
    /// SHA-256, in hexadecimal, of the names and bytes of every file that was read.
    pub digest: String,
}

/// Reads a dispute's folder and what it inherits; reports all mistakes together.
///
/// `learned` are rows of `evaluations.csv` that are laid over those of the folder.
pub fn read(source: &Source, learned: Option<&str>) -> Result<Loaded, LexiconError> {
    let mut problems = Problems::default();
    let mut digest = Sha256::new();
    let mut folder = Folder { source, problems: &mut problems, digest: &mut digest };
    folder.misspelt(&[PACK_FILES, DISPUTE_FILES, &[DISPUTE]].concat())?;
    let manifest = folder.file(DISPUTE)?;
    if manifest.is_none() {
        folder.missing(DISPUTE, "demarche lexicon new NAME writes one")?;
    }
    let Some((manifest, file)) = manifest.and_then(|m| dispute::read(&m, folder.problems).map(|d| (d, m))) else {
        return Err(problems.into_error());
    };
    let mut dispute = manifest.dispute;
    let ids: Vec<String> = dispute.sides.iter().map(|s| s.id.clone()).collect();
    let sides: Vec<&str> = ids.iter().map(String::as_str).collect();
    let mut layers = Vec::new();
    let mut constants = Constants::default();
    if manifest.inherits.is_empty() {
        let message = "nothing is inherited (write inherits = [\"en\"])";
        folder.problems.push(file.problem(manifest.language.span.clone(), message));
    }
    for name in &manifest.inherits {
        let mut layer = Layer::default();
        let pack = match source.inherited(&name.value) {
            Ok(pack) => pack,
            Err(message) => {
                layer.problems.push(file.problem(name.span.clone(), message));
                layers.push(layer);
                continue;
            }
        };
        let mut pack = Folder { source: &pack, problems: &mut layer.problems, digest: folder.digest };
        pack.misspelt(&[PACK_FILES, &[LANGUAGE]].concat())?;
        let (language, pack_constants) = pack.language()?;
        constants = pack_constants.or(constants);
        if !language.is_empty() && language != manifest.language.value {
            let message =
                format!("language is {} and {} is for {language} (change one)", manifest.language.value, name.value);
            pack.problems.push(file.problem(manifest.language.span.clone(), message));
        }
        layer.files = pack.pack_files()?;
        layers.push(layer);
    }
    let mut own = Layer { sides: &sides, ..Layer::default() };
    own.files = Folder { source, problems: &mut own.problems, digest: folder.digest }.pack_files()?;
    layers.push(own);
    if let Some(text) = learned {
        let file = SourceFile::new(source.label_of(EVALUATIONS), text);
        layers.push(Layer { files: vec![(EVALUATIONS, file)], sides: &sides, ..Layer::default() });
    }
    let mut rows = Rows::default();
    let mut later = Problems::default();
    // Evaluations are most of what is read; mistakes are told in the order of the files.
    let ((evaluations, within), (around, terms)) = both(
        || evaluations(&layers),
        || {
            let around: Vec<[Problems; 2]> = layers.iter().map(|layer| rows.add_layer(layer)).collect();
            let mut folder = Folder { source, problems: &mut later, digest: folder.digest };
            (around, folder.of_dispute(&mut dispute))
        },
    );
    let terms = terms?;
    rows.evaluations = evaluations;
    for ((layer, [before, after]), within) in layers.into_iter().zip(around).zip(within) {
        [layer.problems, before, within, after].into_iter().for_each(|found| problems.append(found));
    }
    problems.append(later);
    match manifest.constants.or(constants).complete() {
        Ok(scoring) => dispute.scoring = scoring,
        Err(missing) => {
            let message = format!("no language pack gives the constant {missing} (write it under [scoring])");
            problems.push(file.whole_file_problem(message));
        }
    }
    let digest = digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    problems.finish(rows.into_loaded(dispute, terms, digest))
}

/// One folder on its way in.
struct Folder<'a> {
    source: &'a Source,
    problems: &'a mut Problems,
    digest: &'a mut Sha256,
}

impl Folder<'_> {
    /// The text of a file, if the folder has it; its bytes go into the digest.
    fn file(&mut self, name: &str) -> Result<Option<SourceFile>, LexiconError> {
        let Some(bytes) = self.source.read(name)? else { return Ok(None) };
        self.digest.update(name.as_bytes());
        self.digest.update([0]);
        self.digest.update((bytes.len() as u64).to_le_bytes());
        self.digest.update(&bytes);
        Ok(self.source.decode(name, bytes, self.problems))
    }

    /// The files of a language pack that the folder has, in their order.
    fn pack_files(&mut self) -> Result<Vec<(&'static str, SourceFile)>, LexiconError> {
        let mut files = Vec::new();
        for &name in PACK_FILES {
            files.extend(self.file(name)?.map(|file| (name, file)));
        }
        Ok(files)
    }

    /// Reads the files that only a dispute has; gives its terms.
    fn of_dispute(&mut self, dispute: &mut Dispute) -> Result<Vec<Patterned<Term>>, LexiconError> {
        if let Some(file) = self.file("speakers.csv")? {
            dispute.actors = speakers::read(&file, &dispute.sides, self.problems);
        }
        let terms = match self.file("terms.csv")? {
            Some(file) => terms::read(&file, dispute, self.problems),
            None => {
                self.missing("terms.csv", "start it with issue,pattern,stance")?;
                Vec::new()
            }
        };
        if let Some(file) = self.file("examples.csv")? {
            dispute.examples = examples::read(&file, dispute, self.problems);
        }
        Ok(terms)
    }

    /// Reports a file that should be there; one that cannot be decoded was reported already.
    fn missing(&mut self, name: &str, remedy: &str) -> Result<(), LexiconError> {
        if self.source.read(name)?.is_none() {
            self.problems.push(self.source.problem(name, format!("the file is missing ({remedy})")));
        }
        Ok(())
    }

    /// Reports a file whose name is nearly one that would be read; other files are none of ours.
    fn misspelt(&mut self, known: &[&str]) -> Result<(), LexiconError> {
        for name in self.source.file_names()? {
            let candidate = (name.ends_with(".csv") || name.ends_with(".toml")) && !known.contains(&name.as_str());
            if candidate && let Some(near) = nearest(&name, known.iter().copied()) {
                self.problems.push(self.source.problem(&name, format!("the file is not read (rename it to {near}?)")));
            }
        }
        Ok(())
    }

    /// The language that a pack is for, and its constants.
    fn language(&mut self) -> Result<(String, Constants), LexiconError> {
        let Some(file) = self.file(LANGUAGE)? else { return Ok((String::new(), Constants::default())) };
        let Some(mut manifest) = Manifest::parse(&file, self.problems) else {
            return Ok((String::new(), Constants::default()));
        };
        let keys = ["schema", "id", "title", "language", "version", "licence", "sources", "scoring"];
        manifest.only(&keys, self.problems);
        manifest.schema(self.problems);
        for key in ["id", "title", "version"] {
            manifest.required(key, self.problems);
        }
        manifest.optional("licence", self.problems);
        manifest.strings("sources", self.problems);
        let language = manifest.required("language", self.problems).value;
        Ok((language, Constants::read(&mut manifest, self.problems)))
    }
}

/// The files of a language pack in one folder.
#[derive(Default)]
struct Layer<'a> {
    files: Vec<(&'static str, SourceFile)>,
    sides: &'a [&'a str],
    /// Mistakes that were found on the way to the files.
    problems: Problems,
}

/// The evaluations of several folders, one over the other, and by folder the mistakes in them.
fn evaluations(layers: &[Layer<'_>]) -> (Vec<Patterned<Evaluation>>, Vec<Problems>) {
    let mut rows = Vec::new();
    let mut found = Vec::new();
    for layer in layers {
        let mut problems = Problems::default();
        for (_, file) in layer.files.iter().filter(|(name, _)| *name == EVALUATIONS) {
            overlay(&mut rows, pack::evaluations(file, layer.sides, &mut problems));
        }
        found.push(problems);
    }
    (rows, found)
}

/// Rows of several folders, one over the other.
#[derive(Default)]
struct Rows {
    evaluations: Vec<Patterned<Evaluation>>,
    modifiers: Vec<Patterned<Modifier>>,
    cues: Vec<Patterned<Cue>>,
    titles: Vec<Title>,
    places: Vec<Place>,
    furniture: Vec<Furniture>,
    pronouns: ByWord<Pronoun>,
    given_names: ByWord<Gender>,
    words: ByWord<WordClass>,
    abbreviations: Vec<(String, String)>,
    stems: Vec<(String, String)>,
}

impl Rows {
    /// Adds a folder's rows but its evaluations; what it says again, it says anew. Gives the mistakes in files before and
    /// after `evaluations.csv`.
    fn add_layer(&mut self, layer: &Layer<'_>) -> [Problems; 2] {
        let mut problems = <[Problems; 2]>::default();
        for (name, file) in &layer.files {
            self.add(name, file, layer.sides, &mut problems[usize::from(*name > EVALUATIONS)]);
        }
        problems
    }

    /// Adds the rows of a file.
    fn add(&mut self, name: &str, file: &SourceFile, sides: &[&str], problems: &mut Problems) {
        match name {
            "abbreviations.csv" => {
                let later = vocabulary::abbreviations(file, problems);
                replace(&mut self.abbreviations, later, |row| row.0.clone());
            }
            "boilerplate.csv" => {
                let later = vocabulary::furniture(file, problems);
                replace(&mut self.furniture, later, |row| row.pattern.to_lowercase());
            }
            "cues.csv" => overlay(&mut self.cues, pack::cues(file, sides, problems)),
            "modifiers.csv" => overlay(&mut self.modifiers, pack::modifiers(file, sides, problems)),
            "names.csv" => self.given_names.extend(vocabulary::names(file, problems)),
            "places.csv" => {
                let later = vocabulary::places(file, problems);
                replace(&mut self.places, later, |row| row.name.clone());
            }
            "pronouns.csv" => {
                let mut later: ByWord<Pronoun> = ByWord::default();
                for (form, pronoun) in vocabulary::pronouns(file, problems) {
                    later.entry(form).or_insert(pronoun);
                }
                self.pronouns.extend(later);
            }
            "stems.csv" => self.stems.extend(vocabulary::stems(file, problems)),
            "titles.csv" => {
                let later = vocabulary::titles(file, problems);
                replace(&mut self.titles, later, |row| row.title.to_lowercase());
            }
            "words.csv" => {
                let mut later: ByWord<WordClass> = ByWord::default();
                for (form, class) in vocabulary::words(file, problems) {
                    later.entry(form).or_default().0 |= class.0;
                }
                self.words.extend(later);
            }
            _ => {}
        }
    }

    fn into_loaded(self, mut dispute: Dispute, terms: Vec<Patterned<Term>>, digest: String) -> Loaded {
        let (rows, terms) = pack::part(terms);
        dispute.terms = rows;
        let (evaluation_rows, evaluations) = pack::part(self.evaluations);
        let (modifier_rows, modifiers) = pack::part(self.modifiers);
        let (cue_rows, cues) = pack::part(self.cues);
        let language = Language {
            id: dispute.language.clone(),
            evaluations: evaluation_rows,
            modifiers: modifier_rows,
            cues: cue_rows,
            titles: self.titles,
            places: self.places,
            furniture: self.furniture,
            pronouns: self.pronouns,
            given_names: self.given_names,
            words: self.words,
        };
        Loaded {
            dispute,
            language,
            terms,
            evaluations,
            modifiers,
            cues,
            abbreviations: self.abbreviations,
            stems: self.stems,
            digest,
        }
    }
}

fn replace<T>(rows: &mut Vec<T>, later: Vec<T>, key: impl Fn(&T) -> String) {
    if !rows.is_empty() {
        let replaced: std::collections::BTreeSet<String> = later.iter().map(&key).collect();
        rows.retain(|row| !replaced.contains(&key(row)));
    }
    rows.extend(later);
}
