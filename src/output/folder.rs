//! An output folder that is whole or not there: every file is written under a temporary name in the folder, and all
//! are renamed at the end, `run.json` last.
//!
//! File names come from a fixed list, never from data. A rename replaces a symbolic link and does not follow it. When
//! the run fails before [`OutputFolder::commit`], the temporary files go, and so does the folder if it was made here.

use super::error::OutputError;
use crate::table::schema::{ALL, Schema};
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// What a folder may hold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum OutputFile {
    /// A table as CSV.
    Table(&'static Schema),
    /// `demarche.xlsx`
    Workbook,
    /// `report.html`
    Report,
    /// `datapackage.json`
    DataPackage,
    /// `run.json`
    Run,
}

impl OutputFile {
    /// Its name in the folder.
    pub fn file_name(self) -> String {
        match self {
            OutputFile::Table(schema) => schema.file_name(),
            OutputFile::Workbook => "demarche.xlsx".into(),
            OutputFile::Report => "report.html".into(),
            OutputFile::DataPackage => "datapackage.json".into(),
            OutputFile::Run => "run.json".into(),
        }
    }

    fn all() -> impl Iterator<Item = OutputFile> {
        let rest = [OutputFile::Workbook, OutputFile::Report, OutputFile::DataPackage, OutputFile::Run];
        ALL.into_iter().map(OutputFile::Table).chain(rest)
    }
}

/// A file that has no name yet; write to it, then hand it to [`OutputFolder::keep`].
#[derive(Debug)]
pub struct StagedFile {
    out: BufWriter<NamedTempFile>,
    name: String,
}

impl Write for StagedFile {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.out.write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.out.flush()
    }
}

/// A folder in the making.
#[derive(Debug)]
pub struct OutputFolder {
    path: PathBuf,
    created: bool,
    committed: bool,
    kept: Vec<(String, NamedTempFile)>,
}

impl OutputFolder {
    /// Makes the folder, or takes one that is empty; with `force` also one that is not.
    pub fn create(path: impl Into<PathBuf>, force: bool) -> Result<Self, OutputError> {
        let path = path.into();
        let created = match fs::metadata(&path) {
            Ok(found) if !found.is_dir() => return Err(OutputError::NotAFolder(path)),
            Ok(_) => {
                let mut entries = fs::read_dir(&path).map_err(OutputError::io(&path))?;
                if !force && entries.next().is_some() {
                    return Err(OutputError::NotEmpty(path));
                }
                false
            }
            Err(_) => {
                fs::create_dir_all(&path).map_err(OutputError::io(&path))?;
                true
            }
        };
        Ok(OutputFolder { path, created, committed: false, kept: Vec::new() })
    }

    /// The folder's path as given.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Starts a file.
    pub fn open(&self, file: OutputFile) -> Result<StagedFile, OutputError> {
        let name = file.file_name();
        let out = BufWriter::with_capacity(1 << 16, temporary(&self.path)?);
        Ok(StagedFile { out, name })
    }

    /// Takes a finished file; it gets its name in [`OutputFolder::commit`].
    pub fn keep(&mut self, file: StagedFile) -> Result<(), OutputError> {
        let path = self.path.join(&file.name);
        if self.kept.iter().any(|(name, _)| *name == file.name) {
            return Err(OutputError::Twice(file.name));
        }
        let temporary = settle(file.out, &path)?;
        self.kept.push((file.name, temporary));
        Ok(())
    }

    /// Writes one file from start to end.
    pub fn write(
        &mut self,
        file: OutputFile,
        fill: impl FnOnce(&mut StagedFile) -> Result<(), OutputError>,
    ) -> Result<(), OutputError> {
        let mut staged = self.open(file)?;
        fill(&mut staged)?;
        self.keep(staged)
    }

    /// Gives every file its name, `run.json` last, and returns the names in that order.
    ///
    /// Of a folder that an earlier run wrote (it holds `run.json`), files which this run did not write are removed,
    /// so that figures of two runs never stand side by side.
    pub fn commit(mut self) -> Result<Vec<String>, OutputError> {
        let manifest = OutputFile::Run.file_name();
        if fs::symlink_metadata(self.path.join(&manifest)).is_ok() {
            let kept: Vec<&str> = self.kept.iter().map(|(name, _)| name.as_str()).collect();
            let stale = OutputFile::all().map(OutputFile::file_name).filter(|name| !kept.contains(&name.as_str()));
            for path in stale.map(|name| self.path.join(name)) {
                if fs::symlink_metadata(&path).is_ok_and(|found| !found.is_dir()) {
                    fs::remove_file(&path).map_err(OutputError::io(&path))?;
                }
            }
        }
        let mut kept = std::mem::take(&mut self.kept);
        kept.sort_by_key(|(name, _)| *name == manifest);
        let mut names = Vec::with_capacity(kept.len());
        for (name, file) in kept {
            let path = self.path.join(&name);
            file.persist(&path).map_err(|failed| OutputError::Io { path, source: failed.error })?;
            names.push(name);
        }
        self.committed = true;
        sync_folder(&self.path);
        Ok(names)
    }
}

impl Drop for OutputFolder {
    fn drop(&mut self) {
        self.kept.clear();
        if self.created && !self.committed {
            // Fails, as it should, when something else has been put there meanwhile.
            let _ = fs::remove_dir(&self.path);
        }
    }
}

/// One output file, written under a temporary name beside it and renamed; a device or a pipe is written to directly.
///
/// A file that holds something is refused unless `force`; a symbolic link is replaced, not followed.
pub fn write_file(
    path: &Path,
    force: bool,
    fill: impl FnOnce(&mut dyn Write) -> Result<(), OutputError>,
) -> Result<(), OutputError> {
    match fs::metadata(path) {
        Ok(found) if found.is_dir() => return Err(OutputError::NotAFile(path.to_path_buf())),
        Ok(found) if !found.is_file() => {
            let device = fs::OpenOptions::new().write(true).open(path).map_err(OutputError::io(path))?;
            let mut out = BufWriter::new(device);
            fill(&mut out)?;
            return out.flush().map_err(OutputError::io(path));
        }
        Ok(found) if found.len() > 0 && !force => return Err(OutputError::Exists(path.to_path_buf())),
        _ => {}
    }
    let folder = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let mut out = BufWriter::with_capacity(1 << 16, temporary(folder)?);
    fill(&mut out)?;
    let file = settle(out, path)?;
    file.persist(path).map_err(|failed| OutputError::Io { path: path.to_path_buf(), source: failed.error })?;
    sync_folder(folder);
    Ok(())
}

/// A new file of a name that nobody has, with the rights that new files have.
fn temporary(folder: &Path) -> Result<NamedTempFile, OutputError> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".demarche-").suffix(".tmp");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder).map_err(OutputError::io(folder))
}

/// Brings everything that was written to the disk.
fn settle(out: BufWriter<NamedTempFile>, path: &Path) -> Result<NamedTempFile, OutputError> {
    let file = out.into_inner().map_err(|failed| failed.into_error()).map_err(OutputError::io(path))?;
    file.as_file().sync_all().map_err(OutputError::io(path))?;
    Ok(file)
}

/// Makes the renames last; where a folder cannot be synced, the files themselves are.
fn sync_folder(folder: &Path) {
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::schema;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<_> =
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    fn put(folder: &mut OutputFolder, file: OutputFile, text: &str) {
        folder.write(file, |out| out.write_all(text.as_bytes()).map_err(OutputError::Stream)).unwrap();
    }

    #[test]
    fn files_appear_together_and_the_manifest_last() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("a/b");
        let mut folder = OutputFolder::create(&path, false).unwrap();
        put(&mut folder, OutputFile::Run, "{}");
        put(&mut folder, OutputFile::Table(&schema::TERMS), "term\n");
        assert!(names(&path).iter().all(|name| name.ends_with(".tmp")));
        assert_eq!(folder.commit().unwrap(), ["terms.csv", "run.json"]);
        assert_eq!(names(&path), ["run.json", "terms.csv"]);
    }

    #[test]
    fn a_run_that_fails_leaves_nothing() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("out");
        let mut folder = OutputFolder::create(&path, false).unwrap();
        put(&mut folder, OutputFile::Report, "half");
        let open = folder.open(OutputFile::Run).unwrap();
        drop((open, folder));
        assert!(!path.exists());
    }

    #[test]
    fn a_folder_with_files_is_refused_unless_forced_and_stale_tables_go() {
        let home = tempfile::tempdir().unwrap();
        for (file, text) in [("run.json", "{}"), ("pairs.csv", "old"), ("notes.txt", "mine")] {
            fs::write(home.path().join(file), text).unwrap();
        }
        let refused = OutputFolder::create(home.path(), false).unwrap_err().to_string();
        assert!(refused.contains("not empty") && refused.contains("--force"), "{refused}");
        let mut folder = OutputFolder::create(home.path(), true).unwrap();
        put(&mut folder, OutputFile::Run, "{\"new\":1}");
        folder.commit().unwrap();
        assert_eq!(names(home.path()), ["notes.txt", "run.json"]);
    }

    #[test]
    fn a_file_where_a_folder_should_be_is_refused() {
        let file = tempfile::NamedTempFile::new().unwrap();
        assert!(matches!(OutputFolder::create(file.path(), true), Err(OutputError::NotAFolder(_))));
    }

    #[cfg(unix)]
    #[test]
    fn a_symbolic_link_is_replaced_and_never_followed() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let home = tempfile::tempdir().unwrap();
        let precious = home.path().join("precious");
        fs::write(&precious, "keep me").unwrap();
        let out = home.path().join("out");
        fs::create_dir(&out).unwrap();
        symlink(&precious, out.join("run.json")).unwrap();
        let mut folder = OutputFolder::create(&out, true).unwrap();
        put(&mut folder, OutputFile::Run, "new");
        folder.commit().unwrap();
        assert_eq!(fs::read_to_string(&precious).unwrap(), "keep me");
        let written = fs::symlink_metadata(out.join("run.json")).unwrap();
        assert!(written.is_file());
        assert_ne!(written.permissions().mode() & 0o044, 0, "others may read it where the umask allows");
    }

    #[test]
    fn a_single_file_is_refused_unless_forced() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("out.csv");
        let write = |force, text: &'static [u8]| {
            write_file(&path, force, |out| out.write_all(text).map_err(OutputError::Stream))
        };
        write(false, b"one").unwrap();
        assert!(matches!(write(false, b"two"), Err(OutputError::Exists(_))));
        write(true, b"three").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "three");
        assert!(matches!(write_file(home.path(), true, |_| Ok(())), Err(OutputError::NotAFile(_))));
        assert_eq!(names(home.path()), ["out.csv"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_device_is_written_to_and_not_replaced() {
        write_file(Path::new("/dev/null"), false, |out| out.write_all(b"x").map_err(OutputError::Stream)).unwrap();
        assert!(!fs::metadata("/dev/null").unwrap().is_file());
    }
}
