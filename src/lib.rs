#![doc = "demarche"]

pub mod attribution;
pub mod cli;
pub mod compare;
pub mod document;
pub mod input;
pub mod lexicon;
pub mod output;
pub mod scoring;
pub mod table;
pub mod text;
pub mod tune;
