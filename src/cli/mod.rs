//! The command line: one file per command, and the engine that runs documents through the pipeline.
//!
//! This is the only room that prints, reads the environment or ends the process. Results go to standard output;
//! everything else goes to standard error.

pub mod engine;
pub mod options;
