//! From what somebody named on the command line to a list of files.
//!
//! Files, folders (searched through, hidden files and circular links left out), patterns such as `articles/*.txt`
//! for shells that do not expand them, and `-` for standard input go in; sources sorted by path, each file once,
//! come out. The list does not depend on the order in which things were named.

use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};

use globset::{GlobBuilder, GlobMatcher};
use hashbrown::HashSet;
use walkdir::{DirEntry, WalkDir};

use super::error::InputError;
use super::source::{KNOWN, Name, Source, name_apart};

/// Files of a run.
const MOST_FILES: usize = 1_000_000;

/// Lists the files behind `inputs`, in the order of their paths; a file that is reached twice is listed once.
///
/// Folders are searched for the extensions that this program knows; hidden files, and folders that this program
/// wrote (they hold a `run.json` and a `datapackage.json`), are passed over. A file that is named itself, or caught
/// by a pattern, is taken whatever it is called.
pub fn expand<S: AsRef<OsStr>>(inputs: &[S]) -> Result<Vec<Source>, InputError> {
    let mut paths = Vec::new();
    let mut stdin = false;
    for input in inputs {
        let input = input.as_ref();
        if input == "-" {
            stdin = true;
            continue;
        }
        let path = Path::new(input);
        match input.to_str().filter(|_| !exists(path)) {
            Some(pattern) if pattern.contains(['*', '?', '[', '{']) => glob(pattern, &mut paths)?,
            _ if path.is_dir() => folder(path, &mut paths)?,
            _ if exists(path) => paths.push(path.to_path_buf()),
            _ => return Err(missing(path)),
        }
    }
    if paths.len() > MOST_FILES {
        return Err(InputError::TooMany { most: MOST_FILES });
    }
    // Sorted before the doubles go, so that which of two names stays does not depend on the order of the arguments.
    paths.sort();
    let mut seen = HashSet::new();
    paths.retain(|path| seen.insert(std::fs::canonicalize(path).unwrap_or_else(|_| path.clone())));
    let mut sources: Vec<Source> = stdin.then(Source::stdin).into_iter().collect();
    sources.extend(paths.into_iter().map(Source::file));
    name_apart(&mut sources);
    Ok(sources)
}

/// Unlike `Path::exists`, false only when there is nothing: a file that may not be looked at is refused later, with
/// the system's own reason.
fn exists(path: &Path) -> bool {
    !matches!(std::fs::metadata(path), Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory | io::ErrorKind::InvalidInput | io::ErrorKind::InvalidFilename))
}

fn folder(root: &Path, paths: &mut Vec<PathBuf>) -> Result<(), InputError> {
    let before = paths.len();
    walk(
        root,
        usize::MAX,
        |entry| entry.depth() == 0 || !is_hidden(entry) && !is_our_output(entry),
        |path| {
            if !Name::of(path).extension.is_empty() {
                paths.push(path.to_path_buf());
            }
        },
    )?;
    if paths.len() == before {
        let looked_for = KNOWN.map(|extension| format!(".{extension}")).join(" ");
        return Err(InputError::Empty { path: root.to_path_buf(), looked_for });
    }
    Ok(())
}

fn glob(pattern: &str, paths: &mut Vec<PathBuf>) -> Result<(), InputError> {
    let matcher = compile(pattern)?;
    let is_literal = |part: &&str| !part.contains(['*', '?', '[', '{']);
    let parts: Vec<&str> = pattern.split('/').collect();
    let literal = parts.iter().take_while(|part| is_literal(part)).count();
    let base = parts[..literal].join("/");
    let base = if literal == 0 { Path::new(".") } else { Path::new(if base.is_empty() { "/" } else { &base }) };
    let depth = if pattern.contains("**") { usize::MAX } else { parts.len() - literal };
    let wants_hidden = parts[literal..].iter().any(|part| part.starts_with('.'));
    let mut found = Vec::new();
    if base.is_dir() {
        walk(
            base,
            depth,
            |entry| entry.depth() == 0 || wants_hidden || !is_hidden(entry),
            |path| {
                let path = if literal == 0 { path.strip_prefix(".").unwrap_or(path) } else { path };
                if matcher.is_match(path) {
                    found.push(path.to_path_buf());
                }
            },
        )?;
    }
    if found.is_empty() {
        return Err(InputError::NoMatch { pattern: pattern.to_string() });
    }
    paths.append(&mut found);
    Ok(())
}

fn compile(pattern: &str) -> Result<GlobMatcher, InputError> {
    match GlobBuilder::new(pattern).literal_separator(true).build() {
        Ok(glob) => Ok(glob.compile_matcher()),
        Err(error) => Err(InputError::Pattern { pattern: pattern.to_string(), reason: error.kind().to_string() }),
    }
}

/// Calls `take` for every file below `root` that `enter` lets through; follows links, though not in circles.
fn walk(
    root: &Path,
    depth: usize,
    enter: impl FnMut(&DirEntry) -> bool,
    mut take: impl FnMut(&Path),
) -> Result<(), InputError> {
    for entry in WalkDir::new(root).follow_links(true).max_depth(depth).into_iter().filter_entry(enter) {
        match entry {
            Ok(entry) if entry.file_type().is_dir() => {}
            Ok(entry) => take(entry.path()),
            Err(error) if error.loop_ancestor().is_some() => {}
            // A link that leads nowhere is not a document that somebody misses.
            Err(error) if error.io_error().is_some_and(|e| e.kind() == io::ErrorKind::NotFound) => {}
            Err(error) => {
                let path = error.path().unwrap_or(root).to_path_buf();
                let error = error.into_io_error().unwrap_or_else(|| io::Error::other("it cannot be listed"));
                return Err(InputError::Unreadable { path, error });
            }
        }
    }
    Ok(())
}

fn is_hidden(entry: &DirEntry) -> bool {
    entry.file_name().as_encoded_bytes().starts_with(b".")
}

/// Results that lie among the articles are not articles.
fn is_our_output(entry: &DirEntry) -> bool {
    entry.file_type().is_dir() && ["run.json", "datapackage.json"].iter().all(|name| entry.path().join(name).is_file())
}

fn missing(path: &Path) -> InputError {
    let parent = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let remedy = match std::fs::read_dir(parent) {
        Err(_) => format!("there is no folder {} either; check where you are", parent.display()),
        Ok(entries) => {
            let wanted = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let mut names: Vec<String> =
                entries.filter_map(|e| Some(e.ok()?.file_name().to_string_lossy().into_owned())).collect();
            names.sort();
            match nearest(&wanted, &names) {
                Some(name) => format!("did you mean {}?", path.with_file_name(name).display()),
                None => "check the spelling and the folder".to_string(),
            }
        }
    };
    InputError::Missing { path: path.to_path_buf(), remedy }
}

/// The name that is most like `wanted`, if one is like it at all; the first of equals.
pub(super) fn nearest<'a>(wanted: &str, names: impl IntoIterator<Item = &'a String>) -> Option<&'a String> {
    let wanted = wanted.to_lowercase();
    let likeness = |name: &str| {
        let name = name.to_lowercase();
        let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
        strsim::normalized_damerau_levenshtein(&wanted, &name)
            .max(strsim::normalized_damerau_levenshtein(&wanted, stem))
    };
    let mut best: Option<(f64, &String)> = None;
    for name in names {
        let this = likeness(name);
        if this >= 0.6 && best.is_none_or(|(most, _)| this > most) {
            best = Some((this, name));
        }
    }
    best.map(|(_, name)| name)
}
