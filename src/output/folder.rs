//! An output folder that is whole or not there: everything is written into a hidden folder beside it, brought to the
//! disk, and put in its place by one rename, `run.json` written last.
//!
//! A folder of an earlier run is exchanged for the new one in one step, so that whoever is killed, at any moment, leaves
//! the old one or the new one. Only where the folder holds files of other people, or cannot be exchanged, are the files
//! renamed one by one; then the old `run.json` goes first and the new one comes last, so that a folder without one is
//! known to be torn. File names come from a fixed list, never from data. A rename replaces a symbolic link and does not
//! follow it. When the run fails before [`OutputFolder::commit`], the hidden folder goes; when it is killed, the next run
//! beside it clears it away.

use super::error::OutputError;
use crate::table::schema::{ALL, Schema};
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::thread::JoinHandle;
use std::time::Duration;
use tempfile::{NamedTempFile, TempDir};

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

/// A file of a folder in the making; write to it, then hand it to [`OutputFolder::keep`].
#[derive(Debug)]
pub struct StagedFile {
    out: BufWriter<File>,
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
    staging: TempDir,
    /// Held while the folder is in the making, so that no other run takes it for a leftover.
    _lock: Option<File>,
    kept: Vec<Kept>,
}

/// A file that is written, but perhaps not yet on the disk.
#[derive(Debug)]
struct Kept {
    name: String,
    file: File,
    /// What brings it there already.
    underway: Option<JoinHandle<std::io::Result<()>>>,
}

impl Kept {
    /// Sends the file on its way to the disk; where there is no further thread to be had, that waits until it is settled.
    fn start(&mut self) {
        if self.underway.is_none()
            && let Ok(file) = self.file.try_clone()
        {
            self.underway = std::thread::Builder::new().spawn(move || file.sync_all()).ok();
        }
    }

    /// Brings the file to the disk, or waits until it is there.
    fn settle(&mut self) -> std::io::Result<()> {
        match self.underway.take().map(JoinHandle::join) {
            Some(Ok(synced)) => synced,
            _ => self.file.sync_all(),
        }
    }
}

/// Files of so many bytes take the disk long enough to be brought there while the run goes on.
const LARGE: u64 = 1 << 20;

/// How the names of folders in the making begin and end.
const STAGING: (&str, &str) = (".demarche-", ".tmp");
/// Younger folders are never taken for leftovers.
const YOUNG: Duration = Duration::from_secs(60);

impl OutputFolder {
    /// Makes ready for a folder that is not there, or is empty; with `force` also for one that is not.
    pub fn create(path: impl Into<PathBuf>, force: bool) -> Result<Self, OutputError> {
        let path = path.into();
        let there = match fs::metadata(&path) {
            Ok(found) if !found.is_dir() => return Err(OutputError::NotAFolder(path)),
            Ok(_) => {
                let mut entries = fs::read_dir(&path).map_err(OutputError::io(&path))?;
                if !force && entries.next().is_some() {
                    return Err(OutputError::NotEmpty(path));
                }
                true
            }
            Err(_) => false,
        };
        let parent = parent_of(&path);
        if !there {
            fs::create_dir_all(&parent).map_err(OutputError::io(&path))?;
        }
        clear_leftovers(&parent);
        // Who may write into a folder may still not write beside it.
        let staging = match staging_in(&parent) {
            Err(_) if there => staging_in(&path).map_err(OutputError::io(&path))?,
            other => other.map_err(OutputError::io(&path))?,
        };
        let lock = File::open(staging.path()).ok().filter(|folder| folder.try_lock().is_ok());
        Ok(OutputFolder { path, staging, _lock: lock, kept: Vec::new() })
    }

    /// The folder's path as given.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Starts a file.
    pub fn open(&self, file: OutputFile) -> Result<StagedFile, OutputError> {
        let name = file.file_name();
        let path = self.staging.path().join(&name);
        let out = File::create_new(path).map_err(|error| match error.kind() {
            std::io::ErrorKind::AlreadyExists => OutputError::Twice(name.clone()),
            _ => OutputError::io(&self.path.join(&name))(error),
        })?;
        Ok(StagedFile { out: BufWriter::with_capacity(1 << 18, out), name })
    }

    /// Takes a finished file; a large one is on its way to the disk from now on, and [`OutputFolder::commit`] sees to it that all
    /// are there.
    pub fn keep(&mut self, file: StagedFile) -> Result<(), OutputError> {
        let written = file.out.into_inner().map_err(|failed| failed.into_error());
        let written = written.map_err(OutputError::io(&self.path.join(&file.name)))?;
        let is_large = written.metadata().is_ok_and(|found| found.len() >= LARGE);
        let mut kept = Kept { name: file.name, file: written, underway: None };
        if is_large {
            kept.start();
        }
        self.kept.push(kept);
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

    /// Puts the folder in its place, and returns the names of its files, `run.json` last.
    ///
    /// Of a folder that an earlier run wrote, files which this run did not write are gone, so that figures of two runs
    /// never stand side by side; other people's files stay.
    pub fn commit(mut self) -> Result<Vec<String>, OutputError> {
        let manifest = OutputFile::Run.file_name();
        let mut kept = std::mem::take(&mut self.kept);
        let mut names: Vec<String> = kept.iter().map(|kept| kept.name.clone()).collect();
        names.sort_by_key(|name| *name == manifest);
        let new = self.staging.path();
        for entry in fs::read_dir(new).map_err(OutputError::io(&self.path))?.flatten() {
            if !names.iter().any(|name| entry.file_name() == name.as_str()) {
                fs::remove_file(entry.path()).map_err(OutputError::io(&self.path))?;
            }
        }
        settle_all(&mut kept, new).map_err(|(name, error)| OutputError::io(&self.path.join(name))(error))?;
        // The folder behind a symbolic link that somebody named is the one that is meant.
        let target = fs::canonicalize(&self.path).unwrap_or_else(|_| self.path.clone());
        let is_inside =
            new.parent().is_some_and(|parent| fs::canonicalize(parent).is_ok_and(|parent| parent == target));
        let is_ours = !is_inside && holds_only_ours(&target);
        if !(is_ours && put_in_place(new, &target).is_ok()) {
            replace_files(new, &target, &names)?;
        }
        sync_folder(&parent_of(&target));
        Ok(names)
    }
}

/// The folder in which a folder lies.
fn parent_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_path_buf(),
        _ => PathBuf::from("."),
    }
}

/// A hidden folder, with the rights that new folders have.
fn staging_in(folder: &Path) -> std::io::Result<TempDir> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(STAGING.0).suffix(STAGING.1);
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o777));
    builder.tempdir_in(folder)
}

/// Removes what runs that were killed have left beside the output. A run that is alive holds a lock on its folder;
/// what cannot be locked or removed is left alone.
fn clear_leftovers(parent: &Path) {
    let Ok(entries) = fs::read_dir(parent) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let is_dir = entry.file_type().is_ok_and(|kind| kind.is_dir());
        let is_old = || {
            entry
                .metadata()
                .and_then(|found| found.modified())
                .is_ok_and(|at| at.elapsed().is_ok_and(|age| age > YOUNG))
        };
        if is_dir && name.starts_with(STAGING.0) && name.ends_with(STAGING.1) && is_old() {
            let lock = File::open(entry.path()).ok().filter(|folder| folder.try_lock().is_ok());
            if lock.is_some() && holds_only_ours(&entry.path()) {
                let _ = fs::remove_dir_all(entry.path());
            }
        }
    }
}

/// True when nothing is there, or a folder that holds nothing but files of our names.
fn holds_only_ours(folder: &Path) -> bool {
    let ours: Vec<String> = OutputFile::all().map(OutputFile::file_name).collect();
    let is_ours = |entry: fs::DirEntry| {
        let is_dir = entry.file_type().is_ok_and(|kind| kind.is_dir());
        !is_dir && ours.iter().any(|name| entry.file_name() == name.as_str())
    };
    match fs::read_dir(folder) {
        Ok(mut entries) => entries.all(|entry| entry.is_ok_and(is_ours)),
        Err(error) => error.kind() == std::io::ErrorKind::NotFound,
    }
}

/// Puts the folder `new` where `target` is; what was there goes with the temporary folder.
fn put_in_place(new: &Path, target: &Path) -> std::io::Result<()> {
    // A folder takes the place of nothing, and of an empty folder.
    match fs::rename(new, target) {
        Ok(()) => Ok(()),
        Err(_) => exchange(new, target),
    }
}

#[cfg(target_os = "linux")]
fn exchange(new: &Path, target: &Path) -> std::io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, new, CWD, target, RenameFlags::EXCHANGE)?)
}

/// Elsewhere two renames do it; in between, the old folder lies under another name.
#[cfg(not(target_os = "linux"))]
fn exchange(new: &Path, target: &Path) -> std::io::Result<()> {
    let old = new.with_extension("old");
    fs::rename(target, &old)?;
    if let Err(error) = fs::rename(new, target) {
        fs::rename(&old, target)?;
        return Err(error);
    }
    fs::remove_dir_all(&old)
}

/// Renames file by file into a folder that cannot be exchanged: the old manifest goes first, the new one comes last.
fn replace_files(new: &Path, target: &Path, names: &[String]) -> Result<(), OutputError> {
    fs::create_dir_all(target).map_err(OutputError::io(target))?;
    let manifest = target.join(OutputFile::Run.file_name());
    if fs::symlink_metadata(&manifest).is_ok() {
        fs::remove_file(&manifest).map_err(OutputError::io(&manifest))?;
        let stale = OutputFile::all().map(OutputFile::file_name).filter(|name| !names.contains(name));
        for path in stale.map(|name| target.join(name)) {
            if fs::symlink_metadata(&path).is_ok_and(|found| !found.is_dir()) {
                fs::remove_file(&path).map_err(OutputError::io(&path))?;
            }
        }
    }
    for name in names {
        let path = target.join(name);
        fs::rename(new.join(name), &path).map_err(OutputError::io(&path))?;
    }
    sync_folder(target);
    Ok(())
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
    let folder = &parent_of(path);
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

/// Brings all files and the folder in which they lie to the disk at once, for a disk takes many requests in hardly more
/// time than one; an error comes with the name of its file.
fn settle_all(kept: &mut [Kept], folder: &Path) -> Result<(), (String, std::io::Error)> {
    kept.iter_mut().for_each(Kept::start);
    sync_folder(folder);
    kept.iter_mut().try_for_each(|kept| kept.settle().map_err(|error| (kept.name.clone(), error)))
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
        assert!(!path.exists());
        let forgotten = folder.open(OutputFile::Report).unwrap();
        assert_eq!(folder.commit().unwrap(), ["terms.csv", "run.json"]);
        drop(forgotten);
        assert_eq!(names(&path), ["run.json", "terms.csv"]);
        assert_eq!(names(&home.path().join("a")), ["b"]);
    }

    #[test]
    fn a_folder_of_an_earlier_run_is_exchanged_as_a_whole() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("out");
        fs::create_dir(&path).unwrap();
        for name in ["run.json", "pairs.csv", "report.html"] {
            fs::write(path.join(name), "old").unwrap();
        }
        let before = File::open(&path).unwrap();
        let mut folder = OutputFolder::create(&path, true).unwrap();
        put(&mut folder, OutputFile::Run, "new");
        assert_eq!(names(&path), ["pairs.csv", "report.html", "run.json"], "the old one stays until the end");
        folder.commit().unwrap();
        assert_eq!(names(&path), ["run.json"]);
        assert_eq!(names(home.path()), ["out"]);
        drop(before);
    }

    #[cfg(unix)]
    #[test]
    fn leftovers_of_killed_runs_are_cleared_away_and_nothing_else() {
        let home = tempfile::tempdir().unwrap();
        let old = std::time::SystemTime::now() - 10 * YOUNG;
        for (name, file) in [(".demarche-dead.tmp", "run.json"), (".demarche-mine.tmp", "notes.txt")] {
            let path = home.path().join(name);
            fs::create_dir(&path).unwrap();
            fs::write(path.join(file), "x").unwrap();
            File::open(&path).unwrap().set_modified(old).unwrap();
        }
        let alive = OutputFolder::create(home.path().join("one"), false).unwrap();
        let alive_name = alive.staging.path().file_name().unwrap().to_str().unwrap().to_owned();
        File::open(alive.staging.path()).unwrap().set_modified(old).unwrap();
        let mut folder = OutputFolder::create(home.path().join("two"), false).unwrap();
        put(&mut folder, OutputFile::Run, "{}");
        folder.commit().unwrap();
        let mut expected = vec![".demarche-mine.tmp".to_owned(), alive_name, "two".to_owned()];
        expected.sort();
        assert_eq!(names(home.path()), expected);
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
