//! What can be wrong with a file of counts.

/// Why a state cannot be read or merged; each message ends in what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StateError {
    /// Another kind of file.
    #[error("{file}: is no file of counts (make one with `demarche count INPUT -o X.state`)")]
    NotAState {
        /// As the caller named it.
        file: String,
    },
    /// Written by another version of the format.
    #[error("{file}: has format {format}, and this version reads {known} (count the part again with this version)")]
    OtherFormat {
        /// As the caller named it.
        file: String,
        /// Its format.
        format: u64,
        /// The one that is understood.
        known: u32,
    },
    /// Cut off, changed, or not what it says it is.
    #[error("{file}:{line}: {reason}; the file is damaged (count the part again)")]
    Damaged {
        /// As the caller named it.
        file: String,
        /// From 1.
        line: usize,
        /// What was found.
        reason: String,
    },
    /// Counted in another way than the parts before it.
    #[error("{file}: it was counted with another {what}: {theirs}, not {mine} (count all parts alike)")]
    Mixed {
        /// As the caller named it.
        file: String,
        /// Version, lexicon, sides or settings.
        what: &'static str,
        /// Of the parts before it.
        mine: String,
        /// Of this part.
        theirs: String,
    },
    /// The very same part once more.
    #[error("{file}: the same part was given before (name every part once)")]
    Twice {
        /// As the caller named it.
        file: String,
    },
    /// A document is in two parts.
    #[error(
        "{file}: the document {document} was counted before (name every part once, or give documents ids of their own \
         with --id-column)"
    )]
    SharedDocument {
        /// As the caller named it.
        file: String,
        /// Its id.
        document: String,
    },
}
