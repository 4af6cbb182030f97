//! One thing to read: a file or standard input, with the name that people see and the id that its documents get.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::ids::printable;
use super::options::Format;

/// Something to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// What people see: the path as given, or `-`.
    pub name: String,
    /// The file's name without its extensions, made unique by its folder: the id of its document, and the stem of
    /// the ids of its rows.
    pub id: String,
    pub(super) path: Option<PathBuf>,
    /// The name that tells format and id: the path, or a member of an archive, which is never opened by it.
    label: Option<PathBuf>,
}

impl Source {
    /// A file, which need not exist yet.
    pub fn file(path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        let id = Name::of(&path).stem;
        Source { name: printable(&path.to_string_lossy()), id, label: Some(path.clone()), path: Some(path) }
    }

    /// Standard input, or another reader in its place ([`super::Documents::with_stdin`]).
    pub fn stdin() -> Self {
        Source { name: "-".into(), id: "stdin".into(), path: None, label: None }
    }

    /// A member of an archive, as its archive names it.
    pub(super) fn member(archive: &Source, name: &str) -> Self {
        let label = PathBuf::from(name);
        let id = Name::of(&label).stem;
        Source { name: format!("{}/{}", archive.name, printable(name)), id, path: None, label: Some(label) }
    }

    /// The file; none for standard input.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// What the name promises; none when it promises nothing, so that the content decides.
    pub fn format(&self) -> Option<Format> {
        self.label.as_deref().and_then(|path| Format::from_name(&Name::of(path).extension))
    }

    /// The size of the file as it lies there, if the system tells.
    pub fn bytes(&self) -> Option<u64> {
        std::fs::metadata(self.path.as_deref()?).ok().filter(|m| m.is_file()).map(|m| m.len())
    }
}

/// A file's name taken apart: `debates.csv.gz` is `debates` and `csv`.
pub(super) struct Name {
    pub stem: String,
    pub extension: String,
}

impl Name {
    pub fn of(path: &Path) -> Name {
        let name = printable(&path.file_name().unwrap_or(path.as_os_str()).to_string_lossy());
        let unpacked = split(&name).filter(|(_, ext)| matches!(ext.as_str(), "gz" | "zst")).map(|(stem, _)| stem);
        let base = unpacked.unwrap_or(&name);
        match split(base) {
            Some((stem, extension)) if KNOWN.contains(&extension.as_str()) => {
                Name { stem: stem.to_string(), extension }
            }
            // An extension that says nothing stays in the id: `speech.2016` is not `speech`.
            _ => Name { stem: base.to_string(), extension: String::new() },
        }
    }
}

/// What the extension of a name can promise: formats that are read, and formats that are known and refused with
/// advice. A folder is searched for these.
pub(super) const KNOWN: [&str; 22] = [
    "txt", "text", "md", "markdown", "csv", "tsv", "tab", "jsonl", "ndjson", "json", "html", "htm", "xhtml", "docx",
    "doc", "odt", "rtf", "pdf", "xlsx", "xls", "zip", "eml",
];

fn split(name: &str) -> Option<(&str, String)> {
    let (stem, extension) = name.rsplit_once('.')?;
    (!stem.is_empty()).then(|| (stem, extension.to_ascii_lowercase()))
}

/// Gives sources with the same id as many of their folders as it takes to tell them apart: `a/x.txt` and `b/x.txt`
/// are `a/x` and `b/x`. Files of one folder that differ only in their extension keep it: `x.txt`, `x.md`.
pub(super) fn name_apart(sources: &mut [Source]) {
    let mut doubles: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (i, source) in sources.iter().enumerate() {
        doubles.entry(source.id.clone()).or_default().push(i);
    }
    for group in doubles.into_values().filter(|group| group.len() > 1) {
        let deepest = group.iter().map(|&i| folders(&sources[i]).len()).max().unwrap_or(0);
        let candidates = [false, true].into_iter().flat_map(|whole| (1..=deepest.max(1)).map(move |k| (whole, k)));
        for (whole, depth) in candidates {
            let names: Vec<String> = group.iter().map(|&i| qualified(&sources[i], whole, depth)).collect();
            let distinct: std::collections::BTreeSet<&String> = names.iter().collect();
            if distinct.len() == names.len() {
                for (&i, name) in group.iter().zip(names) {
                    sources[i].id = name;
                }
                break;
            }
        }
    }
}

/// The names of the folders that hold a file, outermost first.
fn folders(source: &Source) -> Vec<String> {
    let parent = source.label.as_deref().and_then(Path::parent);
    parent
        .into_iter()
        .flat_map(Path::components)
        .filter_map(|part| match part {
            std::path::Component::Normal(name) => Some(printable(&name.to_string_lossy())),
            std::path::Component::ParentDir => Some("..".to_string()),
            _ => None,
        })
        .collect()
}

/// The id below its last `depth` folders, with the whole file name if asked.
fn qualified(source: &Source, whole: bool, depth: usize) -> String {
    let mut parts = folders(source);
    parts.drain(..parts.len().saturating_sub(depth));
    let file = source.label.as_deref().and_then(Path::file_name).filter(|_| whole);
    parts.push(file.map_or_else(|| source.id.clone(), |name| printable(&name.to_string_lossy())));
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(paths: &[&str]) -> Vec<String> {
        let mut sources: Vec<Source> = paths.iter().map(Source::file).collect();
        name_apart(&mut sources);
        sources.into_iter().map(|s| s.id).collect()
    }

    #[test]
    fn an_id_is_the_name_without_what_is_known_about_it() {
        for (path, id, format) in [
            ("a/x.txt", "x", Some(Format::Text)),
            ("a/x.CSV.gz", "x", Some(Format::Csv)),
            ("x.jsonl.zst", "x", Some(Format::JsonLines)),
            ("speech.2016", "speech.2016", None),
            ("speech", "speech", None),
            (".hidden", ".hidden", None),
            ("x.gz", "x", None),
            ("tab\there.txt", "tab\u{FFFD}here", Some(Format::Text)),
        ] {
            let source = Source::file(path);
            assert_eq!((source.id.as_str(), source.format()), (id, format), "{path}");
        }
    }

    #[test]
    fn folders_tell_equal_names_apart() {
        assert_eq!(ids(&["a/x.txt", "b/x.txt", "b/y.txt"]), ["a/x", "b/x", "y"]);
        assert_eq!(ids(&["n/a/x.txt", "m/a/x.txt"]), ["n/a/x", "m/a/x"]);
        assert_eq!(ids(&["x.txt", "b/x.txt"]), ["x", "b/x"]);
        assert_eq!(ids(&["a/x.txt", "a/x.md"]), ["a/x.txt", "a/x.md"]);
        assert_eq!(ids(&["x.txt", "x.md"]), ["x.txt", "x.md"]);
        assert_eq!(ids(&["../x.txt", "x.txt"]), ["../x", "x"]);
    }
}
