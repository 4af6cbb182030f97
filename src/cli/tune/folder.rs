//! A new lexicon folder: written beside its place, read to see that it is right, then put there.

use super::super::messages::Failure;
use crate::lexicon::Lexicon;
use crate::output::{OutputError, write_file};
use crate::tune::LexiconFile;
use std::path::Path;

/// Refuses a place where something is, unless it may be written over.
pub fn vacant(target: &Path, force: bool) -> Result<(), Failure> {
    let occupied = std::fs::read_dir(target).is_ok_and(|mut entries| entries.next().is_some());
    if target.is_file() || occupied && !force {
        let shown = target.display();
        return Err(Failure::Error(format!("{shown}: there is something already (name another folder, or --force)")));
    }
    Ok(())
}

/// Writes the folder `target` and reads it; without a mistake it is kept, else nothing is left behind.
pub fn write_lexicon(target: &Path, files: &[LexiconFile], force: bool) -> Result<Lexicon, Failure> {
    vacant(target, force)?;
    let shown = target.display().to_string();
    let unmade =
        |e: std::io::Error| Failure::Error(format!("{shown}: cannot be made: {e} (name another folder with -o)"));
    let parent = target.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::create_dir_all(parent).map_err(unmade)?;
    // Beside its place, so that language packs that are its siblings are found.
    let trial = tempfile::Builder::new().prefix(".lexicon-").tempdir_in(parent).map_err(unmade)?;
    put(trial.path(), files)?;
    let trial_path = trial.path().display().to_string();
    Lexicon::load(&trial_path).map_err(|mistakes| Failure::Error(mistakes.to_string().replace(&trial_path, &shown)))?;
    std::fs::create_dir_all(target).map_err(unmade)?;
    put(target, files)?;
    // A name without a separator could be that of a built-in lexicon.
    let path = if shown.contains(std::path::MAIN_SEPARATOR) { shown } else { format!("./{shown}") };
    Lexicon::load(&path).map_err(Failure::error)
}

fn put(folder: &Path, files: &[LexiconFile]) -> Result<(), Failure> {
    for file in files {
        let path = folder.join(&file.name);
        let io = |source| OutputError::Io { path: path.clone(), source };
        write_file(&path, true, |out| out.write_all(&file.contents).map_err(io)).map_err(Failure::error)?;
    }
    Ok(())
}
