//! Reading a lexicon folder: one reader per file, strict, each mistake with its position.
//!
//! A reader takes a decoded file and the problems found so far, and gives the rows that are sound. Nothing is
//! compiled here.

mod cells;
mod csv;
mod dispute;
mod examples;
mod folder;
mod manifest;
mod pack;
mod speakers;
mod terms;
mod vocabulary;

pub(super) use folder::{Loaded, read};
