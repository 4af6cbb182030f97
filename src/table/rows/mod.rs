//! Row builders: from a scored document, and from a comparison.

mod comparison;
mod context;
mod document;
mod names;
mod near;
mod notices;

pub use comparison::comparison_tables;
pub use document::DocumentRows;
pub use names::Names;
pub use notices::{rejected_table, warnings_table};

#[cfg(test)]
mod tests;
