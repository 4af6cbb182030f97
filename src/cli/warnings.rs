//! The warnings of a run while documents are read: many say the same of one document each, so that what they say is kept once, and
//! the documents' names as what differs from one to the next.

use crate::compare::Names;
use crate::document::Warning;
use std::collections::BTreeMap;

/// Warnings in the order in which they came.
#[derive(Default)]
pub struct Warnings {
    /// What is said, by number; without the document.
    said: BTreeMap<Warning, u32>,
    /// What each says, and whether it names a document.
    all: Vec<(u32, bool)>,
    /// The documents of those that name one.
    documents: Names,
}

impl Warnings {
    /// Those that there are before any document is read.
    pub fn of(warnings: &[Warning]) -> Self {
        let mut all = Warnings::default();
        all.extend(warnings.iter().cloned());
        all
    }

    /// Adds warnings.
    pub fn extend(&mut self, warnings: impl IntoIterator<Item = Warning>) {
        for mut warning in warnings {
            let document = warning.document.take();
            let next = self.said.len() as u32;
            self.all.push((*self.said.entry(warning).or_insert(next), document.is_some()));
            if let Some(document) = document {
                self.documents.push(&document);
            }
        }
    }

    /// All of them.
    pub fn into_vec(self) -> Vec<Warning> {
        let mut documents = Vec::new();
        self.documents.each(|name| documents.push(name.to_owned()));
        let mut documents = documents.into_iter();
        let mut said: Vec<(u32, Warning)> = self.said.into_iter().map(|(warning, number)| (number, warning)).collect();
        said.sort_unstable_by_key(|(number, _)| *number);
        let whole = |(number, has_document): (u32, bool)| Warning {
            document: if has_document { documents.next() } else { None },
            ..said[number as usize].1.clone()
        };
        self.all.into_iter().map(whole).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::WarningCode;

    #[test]
    fn warnings_come_back_as_they_came() {
        let boilerplate = |n: u32| Warning::new(WarningCode::Boilerplate, format!("{n} words"));
        let mut expected: Vec<Warning> =
            (0..200).map(|n| boilerplate(n % 3).about_document(format!("a-{n}"))).collect();
        expected.insert(7, boilerplate(1));
        expected.insert(9, boilerplate(9).about_issue("trade").about_document("é"));
        let mut warnings = Warnings::of(&expected[..50]);
        warnings.extend(expected[50..].to_vec());
        assert_eq!(warnings.said.len(), 4);
        assert_eq!(warnings.into_vec(), expected);
    }
}
