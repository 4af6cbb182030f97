//! Dictionaries of other programs, read and written: one file per format, reading and writing together.
//!
//! What comes in by [`import`] are files of any known format and encoding; what goes out are the files of a lexicon
//! folder and a list of [`Loss`]es, one for each entry that could not be carried over as it was. [`export`] is the way
//! back. In between stands one format-neutral dictionary. Laws, tested: importing what was exported gives the same
//! lexicon; every entry is in the folder or in the list.

mod folder;
mod lexicoder;
mod liwc;
mod model;
mod quanteda;
mod reading;
mod sniff;
mod table;
mod valence;
mod words;
mod wordstat;
mod writing;
mod yoshikoder;

#[cfg(test)]
mod tests;

use super::error::{LexiconError, Problems, SourceFile};
use super::{Lexicon, NewFile};
use crate::input::decode;
use model::{Dictionary, Losses};
pub use model::{Loss, Outcome};
use reading::{Misread, Reading};

/// A dictionary's text is no longer than this; the largest in use have a few megabytes.
const LONGEST: usize = 64 << 20;

/// A format of dictionaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// LIWC `.dic`
    Liwc,
    /// LIWC-22 `.dicx`
    Liwc22,
    /// Yoshikoder `.ykd`
    Yoshikoder,
    /// Lexicoder 3 `.lc3`
    Lexicoder,
    /// Lexicoder `.lcd`
    LexicoderXml,
    /// WordStat `.cat`
    WordStat,
    /// quanteda YAML
    Quanteda,
    /// VADER's text
    Vader,
    /// AFINN's text
    Afinn,
    /// NRC word lists
    Nrc,
    /// Plain CSV
    Csv,
}

impl Format {
    /// Every format.
    pub const ALL: [Format; 11] = [
        Format::Liwc,
        Format::Liwc22,
        Format::Yoshikoder,
        Format::Lexicoder,
        Format::LexicoderXml,
        Format::WordStat,
        Format::Quanteda,
        Format::Vader,
        Format::Afinn,
        Format::Nrc,
        Format::Csv,
    ];

    /// The names that the command line takes, the usual one first; an extension is among them.
    pub const fn names(self) -> &'static [&'static str] {
        match self {
            Format::Liwc => &["liwc", "dic"],
            Format::Liwc22 => &["liwc22", "dicx"],
            Format::Yoshikoder => &["yoshikoder", "ykd"],
            Format::Lexicoder => &["lexicoder", "lc3"],
            Format::LexicoderXml => &["lcd"],
            Format::WordStat => &["wordstat", "cat"],
            Format::Quanteda => &["quanteda", "yml", "yaml"],
            Format::Vader => &["vader"],
            Format::Afinn => &["afinn"],
            Format::Nrc => &["nrc"],
            Format::Csv => &["csv"],
        }
    }

    /// What a person calls it.
    pub const fn label(self) -> &'static str {
        match self {
            Format::Liwc => "LIWC .dic",
            Format::Liwc22 => "LIWC-22 .dicx",
            Format::Yoshikoder => "Yoshikoder .ykd",
            Format::Lexicoder => "Lexicoder .lc3",
            Format::LexicoderXml => "Lexicoder .lcd",
            Format::WordStat => "WordStat .cat",
            Format::Quanteda => "quanteda YAML",
            Format::Vader => "VADER",
            Format::Afinn => "AFINN",
            Format::Nrc => "NRC",
            Format::Csv => "CSV",
        }
    }

    /// The format of that name or extension, in any case.
    pub fn from_name(name: &str) -> Option<Format> {
        Format::ALL.into_iter().find(|format| format.names().iter().any(|n| n.eq_ignore_ascii_case(name)))
    }
}

/// How files are read.
#[derive(Clone, Debug, Default)]
pub struct ImportOptions {
    /// The id of the lexicon; the first file's name when empty.
    pub id: String,
    /// Read every file as this, whatever its content says.
    pub format: Option<Format>,
    /// The encoding of every file, by a name that browsers know; guessed without it.
    pub encoding: Option<String>,
}

/// A file that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportedFile {
    /// As a person would type it.
    pub name: String,
    /// What it turned out to be.
    pub format: Format,
    /// What its bytes were read as.
    pub encoding: &'static str,
    /// The encoding is a guess.
    pub guessed: bool,
}

/// A lexicon made of files of other programs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// The files of its folder.
    pub files: Vec<NewFile>,
    /// What could not be carried over as it was.
    pub losses: Vec<Loss>,
    /// What was read.
    pub sources: Vec<ImportedFile>,
    /// How many categories have entries.
    pub categories: usize,
    /// How many entries they have.
    pub entries: usize,
}

/// Makes a lexicon folder of files, each given by name and bytes; categories of one path are one.
///
/// ```
/// use demarche::lexicon::{ImportOptions, import};
/// let file = ("sheep.cat".to_owned(), b"SHEEP\n\tLAMB (1)\n\tEWE* (2)\n\t:-) (1)\n".to_vec());
/// let imported = import(&[file], &ImportOptions::default())?;
/// assert_eq!((imported.categories, imported.entries), (1, 2));
/// assert_eq!(imported.losses[0].to_string(), "sheep.cat:4: left out \":-)\" of SHEEP: there is no word in it (patterns match words, not punctuation)");
/// # Ok::<(), demarche::lexicon::LexiconError>(())
/// ```
pub fn import(files: &[(String, Vec<u8>)], options: &ImportOptions) -> Result<Imported, LexiconError> {
    let (dictionary, losses, sources) = gather(files, options)?;
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    if dictionary.categories.is_empty() {
        let shown: Vec<String> = losses.list.iter().take(3).map(ToString::to_string).collect();
        return Err(LexiconError::Unreadable {
            path: names.join(", "),
            reason: match shown.is_empty() {
                true => "there is no entry in it".to_owned(),
                false => format!("no entry of it can be carried over: {}", shown.join("; ")),
            },
            remedy: "give a dictionary with at least one category and one word",
        });
    }
    let id =
        folder::slug(if options.id.is_empty() { names.first().map_or("", |name| stem(name)) } else { &options.id });
    let base: Vec<String> = names.iter().map(|name| file_name(name).to_owned()).collect();
    let files = folder::files(&dictionary, if id.is_empty() { "dictionary" } else { &id }, &base, &losses);
    let entries = dictionary.categories.iter().map(|c| c.entries.len()).sum();
    Ok(Imported { files, losses: losses.list, sources, categories: dictionary.categories.len(), entries })
}

/// One dictionary of all files.
fn gather(
    files: &[(String, Vec<u8>)],
    options: &ImportOptions,
) -> Result<(Dictionary, Losses, Vec<ImportedFile>), LexiconError> {
    let mut dictionary = Dictionary::default();
    let names: Vec<String> = files.iter().map(|(name, _)| name.clone()).collect();
    let mut losses = Losses { files: names, list: Vec::new() };
    let mut sources = Vec::with_capacity(files.len());
    for (file, (name, bytes)) in files.iter().enumerate() {
        sources.push(read(file, name, bytes, options, &mut dictionary, &mut losses)?);
    }
    if dictionary.title.is_empty() {
        dictionary.title = model::clean(files.first().map_or("dictionary", |(name, _)| stem(name)));
    }
    dictionary.settle(&mut losses);
    Ok((dictionary, losses, sources))
}

fn read(
    file: usize,
    name: &str,
    bytes: &[u8],
    options: &ImportOptions,
    dictionary: &mut Dictionary,
    losses: &mut Losses,
) -> Result<ImportedFile, LexiconError> {
    let unreadable = |reason: String, remedy| LexiconError::Unreadable { path: name.to_owned(), reason, remedy };
    let declared = options.encoding.clone().or_else(|| declared_encoding(bytes));
    let decoded = decode(bytes, declared.as_deref(), LONGEST)
        .map_err(|reason| unreadable(reason, "give a dictionary, and its encoding with --encoding"))?;
    let text = decoded.text.replace("\r\n", "\n").replace('\r', "\n");
    if decoded.broken > 0 {
        let at = model::At { file, line: 0 };
        let reason =
            format!("{} places are no {} (name the encoding with --encoding)", decoded.broken, decoded.encoding);
        losses.changed(at, &[], "", reason);
    }
    let sniffed = || match sniff::sniff(&text) {
        // The two are alike where one category is on top of all; here alone the name decides.
        Some(Format::Yoshikoder) if name.to_lowercase().ends_with(".lcd") => Some(Format::LexicoderXml),
        sniffed => sniffed,
    };
    let format = options.format.or_else(sniffed).ok_or_else(|| {
        let known: Vec<&str> = Format::ALL.iter().map(|f| f.label()).collect();
        unreadable(
            format!("this is no dictionary in a format that is known ({})", known.join(", ")),
            "save it in one of them, or name it with --from",
        )
    })?;
    let mut reading = Reading { text: &text, file, stem: stem(name), dictionary, losses };
    let done = match format {
        Format::Liwc => liwc::read(&mut reading),
        Format::Liwc22 => table::read_dicx(&mut reading),
        Format::Yoshikoder => yoshikoder::read(&mut reading, true),
        Format::LexicoderXml => yoshikoder::read(&mut reading, false),
        Format::Lexicoder => lexicoder::read(&mut reading),
        Format::WordStat => wordstat::read(&mut reading),
        Format::Quanteda => quanteda::read(&mut reading),
        Format::Vader | Format::Afinn => valence::read(&mut reading),
        Format::Nrc => table::read_nrc(&mut reading),
        Format::Csv => table::read(&mut reading),
    };
    if let Err(Misread { line, message }) = done {
        let mut problems = Problems::default();
        let start = match line {
            0 => None,
            _ => text.split_inclusive('\n').take(line as usize - 1).map(str::len).reduce(|a, b| a + b).or(Some(0)),
        };
        let source = SourceFile::new(name, text);
        problems.push(match start {
            Some(start) => source.problem(start..start, message),
            None => source.whole_file_problem(message),
        });
        return Err(problems.into_error());
    }
    Ok(ImportedFile { name: name.to_owned(), format, encoding: decoded.encoding, guessed: decoded.guessed })
}

/// The encoding that an XML file names, where it is not UTF-8 anyway.
fn declared_encoding(bytes: &[u8]) -> Option<String> {
    if std::str::from_utf8(bytes).is_ok() || !bytes.starts_with(b"<?xml") {
        return None;
    }
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(200)]).into_owned();
    let rest = head.split("encoding=").nth(1)?;
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    rest[1..].split(quote).next().map(str::to_owned)
}

fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

fn stem(path: &str) -> &str {
    let name = file_name(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem).trim_start_matches('.')
}

/// A lexicon in another program's format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exported {
    /// The file.
    pub text: String,
    /// What the format could not say.
    pub losses: Vec<Loss>,
}

/// Writes the terms of a lexicon in a format.
pub fn export(lexicon: &Lexicon, format: Format) -> Exported {
    let dictionary = folder::of_lexicon(lexicon);
    let file = if lexicon.imported { lexicon.origin.clone() } else { format!("{}/terms.csv", lexicon.origin) };
    let mut losses = Losses { files: vec![file], list: Vec::new() };
    let text = written(&dictionary, format, &mut losses);
    Exported { text, losses: losses.list }
}

fn written(dictionary: &Dictionary, format: Format, losses: &mut Losses) -> String {
    match format {
        Format::Liwc => liwc::write(dictionary, losses),
        Format::Liwc22 => table::write_dicx(dictionary, losses),
        Format::Yoshikoder => yoshikoder::write(dictionary, true, losses),
        Format::LexicoderXml => yoshikoder::write(dictionary, false, losses),
        Format::Lexicoder => lexicoder::write(dictionary, losses),
        Format::WordStat => wordstat::write(dictionary, losses),
        Format::Quanteda => quanteda::write(dictionary, losses),
        Format::Vader => valence::write_vader(dictionary, losses),
        Format::Afinn => valence::write_afinn(dictionary, losses),
        Format::Nrc => table::write_nrc(dictionary, losses),
        Format::Csv => table::write(dictionary),
    }
}
