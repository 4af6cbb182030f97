//! Where a lexicon folder is read from: the binary itself, a disk, or a dictionary of another program that is made into
//! one; readers cannot tell the difference.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use include_dir::Dir;

use super::error::{LexiconError, Problem, Problems, SourceFile, did_you_mean};
use super::exchange::{ImportOptions, Imported, import};
use crate::built_in::{COMPILED, LEXICONS};
use crate::input::read_whole;

/// The file that makes a folder a dispute.
pub(super) const DISPUTE: &str = "dispute.toml";
/// The file that makes a folder a language pack.
pub(super) const LANGUAGE: &str = "language.toml";

/// A folder of lexicon files.
#[derive(Clone, Debug)]
pub(super) enum Source {
    /// Built into the binary; the name of the folder.
    BuiltIn(&'static Dir<'static>),
    /// On disk.
    Folder(PathBuf),
    /// Made from a file of another program: the file as messages show it, and what became of it.
    Imported(String, Arc<Imported>),
}

impl Source {
    /// The built-in dispute called `name`, or else the folder at that path. A path (anything with a separator,
    /// `./us-china-cyber`) overrides a built-in of the same name.
    pub fn find(name: &str) -> Result<Source, LexiconError> {
        if let Some(dir) = built_in(name).filter(|dir| has(dir, DISPUTE)) {
            return Ok(Source::BuiltIn(dir));
        }
        let path = Path::new(name);
        if path.is_dir() {
            return Ok(Source::Folder(path.to_owned()));
        }
        if path.is_file() {
            if path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("toml")) {
                return Err(LexiconError::Unreadable {
                    path: name.to_owned(),
                    reason: "this is a file".to_owned(),
                    remedy: "give the folder that holds dispute.toml",
                });
            }
            let bytes = read_whole(path, LARGEST).map_err(|e| LexiconError::Unreadable {
                path: name.to_owned(),
                reason: e.to_string(),
                remedy: "check the path and its permissions",
            })?;
            let imported = import(&[(name.to_owned(), bytes)], &ImportOptions::default())?;
            return Ok(Source::Imported(name.to_owned(), Arc::new(imported)));
        }
        let names = built_in_names(DISPUTE);
        Err(LexiconError::NotFound {
            name: name.to_owned(),
            suggestion: did_you_mean(name, names.iter().copied()),
            builtin: names.join(", "),
        })
    }

    /// The language pack that a dispute in this folder calls `name`: a sibling folder, or else a built-in one.
    pub fn inherited(&self, name: &str) -> Result<Source, String> {
        if let Source::Folder(path) = self {
            let sibling = path.canonicalize().ok().and_then(|p| p.parent().map(|parent| parent.join(name)));
            // The path is shown as given, so that messages do not depend on the machine.
            if sibling.is_some_and(|s| is_plain(name) && s.join(LANGUAGE).is_file()) {
                return Ok(Source::Folder(parent_as_written(path).join(name)));
            }
        }
        match built_in(name) {
            Some(dir) if has(dir, LANGUAGE) => Ok(Source::BuiltIn(dir)),
            Some(_) => Err(format!("{name} is a dispute and cannot be inherited (inherit a language pack such as en)")),
            None => {
                let names = built_in_names(LANGUAGE);
                let suggestion = did_you_mean(name, names.iter().copied());
                let names = names.join(", ");
                Err(format!(
                    "there is no language pack called {name} ({suggestion}built in: {names}; or a folder beside this one)"
                ))
            }
        }
    }

    /// The folder as messages show it.
    pub fn label(&self) -> String {
        match self {
            Source::BuiltIn(dir) => format!("lexicons/{}", dir.path().display()),
            Source::Folder(path) => path.display().to_string(),
            Source::Imported(name, _) => name.clone(),
        }
    }

    /// A file of the folder as messages show it.
    pub fn label_of(&self, file: &str) -> String {
        match self {
            Source::BuiltIn(_) => format!("{}/{file}", self.label()),
            Source::Folder(path) => path.join(file).display().to_string(),
            Source::Imported(name, _) => name.clone(),
        }
    }

    /// What the folder was made from, if it came from another program's file.
    pub fn origin(&self) -> Option<&Imported> {
        match self {
            Source::Imported(_, imported) => Some(imported),
            _ => None,
        }
    }

    /// True for a lexicon that is built into the binary.
    pub fn is_built_in(&self) -> bool {
        matches!(self, Source::BuiltIn(_))
    }

    /// The language and the dispute of a lexicon that was compiled with the program.
    pub fn compiled(&self) -> Option<(&'static [u8], &'static [u8])> {
        let Source::BuiltIn(dir) = self else { return None };
        let (_, language, dispute) = COMPILED.iter().find(|(name, ..)| dir.path().to_str() == Some(name))?;
        Some((language, dispute))
    }

    /// Names of the folder's files, sorted.
    pub fn file_names(&self) -> Result<Vec<String>, LexiconError> {
        let mut names: Vec<String> = match self {
            Source::BuiltIn(dir) => dir.files().filter_map(|f| file_name(f.path())).collect(),
            Source::Folder(path) => std::fs::read_dir(path)
                .map_err(|e| self.unreadable("", &e))?
                .filter_map(|entry| entry.ok().and_then(|entry| file_name(&entry.path())))
                .collect(),
            Source::Imported(_, imported) => imported.files.iter().map(|f| f.name.to_owned()).collect(),
        };
        names.sort();
        Ok(names)
    }

    /// The bytes of a file; `None` when the folder has no such file.
    pub fn read(&self, file: &str) -> Result<Option<Vec<u8>>, LexiconError> {
        match self {
            Source::BuiltIn(dir) => Ok(dir.get_file(dir.path().join(file)).map(|f| f.contents().to_vec())),
            Source::Folder(path) => match read_whole(&path.join(file), LARGEST) {
                Ok(bytes) => Ok(Some(bytes)),
                Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(None),
                Err(e) => Err(self.unreadable(file, &e)),
            },
            Source::Imported(_, imported) => {
                let found = imported.files.iter().find(|f| f.name == file);
                Ok(found.map(|f| f.contents.clone().into_bytes()))
            }
        }
    }

    /// The text of a file without its byte order mark; a byte that is not UTF-8 is a mistake with a position.
    pub fn decode(&self, file: &str, bytes: Vec<u8>, problems: &mut Problems) -> Option<SourceFile> {
        let path = self.label_of(file);
        match String::from_utf8(bytes) {
            Ok(mut text) => {
                if text.starts_with('\u{feff}') {
                    text.drain(..'\u{feff}'.len_utf8());
                }
                Some(SourceFile::new(path, text))
            }
            Err(e) => {
                let at = e.utf8_error().valid_up_to();
                let text = String::from_utf8_lossy(e.as_bytes()).into_owned();
                let file = SourceFile::new(path, text);
                problems.push(file.problem(
                    at..at + 1,
                    "this is not UTF-8 (save the file as UTF-8: in a spreadsheet, \"CSV UTF-8\")",
                ));
                None
            }
        }
    }

    /// A mistake of the folder itself.
    pub fn problem(&self, file: &str, message: impl Into<String>) -> Problem {
        Problem::of_file(self.label_of(file), message)
    }

    fn unreadable(&self, file: &str, error: &std::io::Error) -> LexiconError {
        let path = if file.is_empty() { self.label() } else { self.label_of(file) };
        LexiconError::Unreadable { path, reason: error.to_string(), remedy: "check the path and its permissions" }
    }
}

/// Bytes that a file of a lexicon may have.
const LARGEST: u64 = 16 << 20;

/// Names of the built-in folders that hold the file `marker`, sorted.
pub(super) fn built_in_names(marker: &str) -> Vec<&'static str> {
    let mut names: Vec<&str> =
        LEXICONS.dirs().filter(|dir| has(dir, marker)).filter_map(|dir| dir.path().to_str()).collect();
    names.sort_unstable();
    names
}

/// The text of a file of a built-in folder.
pub(super) fn built_in_file(folder: &str, file: &str) -> Option<&'static str> {
    let dir = built_in(folder)?;
    dir.get_file(dir.path().join(file))?.contents_utf8()
}

fn built_in(name: &str) -> Option<&'static Dir<'static>> {
    LEXICONS.dirs().find(|dir| dir.path().to_str() == Some(name))
}

fn has(dir: &Dir<'_>, file: &str) -> bool {
    dir.get_file(dir.path().join(file)).is_some()
}

fn file_name(path: &Path) -> Option<String> {
    path.file_name().and_then(|n| n.to_str()).map(str::to_owned)
}

fn is_plain(name: &str) -> bool {
    !name.is_empty() && !name.starts_with('.') && !name.contains(['/', '\\'])
}

fn parent_as_written(path: &Path) -> PathBuf {
    match path.parent() {
        Some(parent) if path.file_name().is_some() && !path.ends_with("..") => parent.to_owned(),
        _ => path.join(".."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn built_ins_are_found_by_name_and_unknown_names_get_a_suggestion() {
        assert!(Source::find("us-china-cyber").unwrap().is_built_in());
        assert_eq!(Source::find("us-china-cyber").unwrap().label_of("terms.csv"), "lexicons/us-china-cyber/terms.csv");
        let message = Source::find("us-china-ciber").unwrap_err().to_string();
        assert_eq!(
            message,
            "there is no lexicon called us-china-ciber (did you mean us-china-cyber? built in: climate-finance, nile-dam, us-china-cyber, us-eu-trade; or give the path of a folder)"
        );
        assert!(Source::find("Cargo.toml").unwrap_err().to_string().contains("give the folder"));
    }

    #[test]
    fn what_is_not_a_language_pack_cannot_be_inherited() {
        let dispute = Source::find("us-china-cyber").unwrap();
        assert!(dispute.inherited("us-china-cyber").unwrap_err().contains("is a dispute"));
        assert!(dispute.inherited("eng").unwrap_err().contains("no language pack called eng"));
    }

    #[test]
    fn invalid_utf8_has_a_position() {
        let mut problems = Problems::default();
        let source = Source::find("us-china-cyber").unwrap();
        assert!(source.decode("terms.csv", b"issue,pattern\nx,caf\xe9\n".to_vec(), &mut problems).is_none());
        let error = problems.finish(()).unwrap_err().to_string();
        assert!(error.starts_with("lexicons/us-china-cyber/terms.csv:2:6: this is not UTF-8"), "{error}");
    }
}
