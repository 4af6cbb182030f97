//! What a build puts into the program: the lexicons as they are written, and what the build script has made of them.
//!
//! The build script compiles lexicons with the program's own code, for which it has another module of this name.

use include_dir::{Dir, include_dir};

/// The folders of all lexicons.
pub static LEXICONS: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/lexicons");

/// A word of a lexicon, a blank and its English stem on each line.
pub static STEMS: &str = include_str!(concat!(env!("OUT_DIR"), "/stems.txt"));

/// By the name of a dispute: its language and itself, compiled.
pub static COMPILED: &[(&str, &[u8], &[u8])] = include!(concat!(env!("OUT_DIR"), "/compiled.rs"));
