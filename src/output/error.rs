//! What can go wrong when results are written.

use std::io;
use std::path::{Path, PathBuf};
use thiserror::Error;

/// Why a result could not be written.
#[derive(Debug, Error)]
pub enum OutputError {
    /// The folder holds files already.
    #[error("{}: the folder is not empty (name a new one, or add --force to replace what an earlier run wrote)", .0.display())]
    NotEmpty(PathBuf),
    /// The file is there already.
    #[error("{}: the file exists (name a new one, or add --force to replace it)", .0.display())]
    Exists(PathBuf),
    /// A folder was asked for where a file stands.
    #[error("{}: this is a file, and the output needs a folder (name another)", .0.display())]
    NotAFolder(PathBuf),
    /// A file was asked for where a folder stands.
    #[error("{}: this is a folder, and the output is one file (name a file in it)", .0.display())]
    NotAFile(PathBuf),
    /// One output was asked for twice.
    #[error("{0}: written twice in one run")]
    Twice(String),
    /// The system refused.
    #[error("{}: cannot be written: {source} (check the path, the rights and the space left)", .path.display())]
    Io {
        /// Which file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The workbook could not be built.
    #[error("the workbook cannot be written: {0} (leave out --xlsx; the CSV files hold the same tables)")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    /// Standard output failed for another reason than that nobody reads it any more.
    #[error("standard output: {0}")]
    Stream(io::Error),
}

impl OutputError {
    /// Names the path of a system error.
    pub(super) fn io(path: &Path) -> impl FnOnce(io::Error) -> OutputError {
        move |source| OutputError::Io { path: path.to_path_buf(), source }
    }
}
