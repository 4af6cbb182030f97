//! Documents in which a side speaks, packed: their counts by key, and their names.

use super::names::Names;
use super::pack::PackedDocument;
use super::store::Store;

/// Counts and names of documents, by hash of the name.
#[derive(Clone, Debug, Default)]
pub(crate) struct Documents {
    rows: Store<u64>,
    /// In the order in which they came first.
    names: Names,
}

impl Documents {
    /// The counts of a document.
    pub fn get(&self, key: u64) -> Option<PackedDocument<'_>> {
        self.rows.get(key).map(PackedDocument::of)
    }

    /// Stores packed counts under a key that has some; those are gone.
    pub fn put(&mut self, key: u64, bytes: &[u8]) {
        self.rows.put(key, bytes);
    }

    /// Stores name and packed counts under a key that has none yet; false where it has.
    pub fn put_new(&mut self, key: u64, name: &str, bytes: &[u8]) -> bool {
        let is_new = self.rows.put_new(key, bytes);
        if is_new {
            self.names.push(name);
        }
        is_new
    }

    /// Frees what only looking up by key needs.
    pub fn close(&mut self) {
        self.rows.close();
    }

    /// Tells key, name and packed counts of all documents, in the order in which they came first.
    pub fn each(&self, mut tell: impl FnMut(u64, &str, &[u8])) {
        let mut rows = self.rows.iter();
        self.names.each(|name| {
            if let Some((key, bytes)) = rows.next() {
                tell(key, name, bytes);
            }
        });
    }

    /// The keys of all documents, in the order in which they came first.
    pub fn keys(&self) -> &[u64] {
        self.rows.keys()
    }

    /// The counts of all documents, in the order in which they came first.
    pub fn counts(&self) -> impl Iterator<Item = PackedDocument<'_>> + Clone {
        self.rows.iter().map(|(_, bytes)| PackedDocument::of(bytes))
    }

    /// The documents in the order of their keys, for [`Documents::nth`] and [`Documents::name`].
    pub fn order(&self) -> Vec<u32> {
        self.rows.order()
    }

    /// A document's key and counts.
    pub fn nth(&self, document: u32) -> (u64, PackedDocument<'_>) {
        let (key, bytes) = self.rows.nth(document);
        (key, PackedDocument::of(bytes))
    }

    /// A document's name.
    pub fn name(&self, document: u32) -> String {
        self.names.get(document as usize)
    }

    /// Names and counts in the order of the keys.
    pub fn sorted(&self) -> impl Iterator<Item = (String, PackedDocument<'_>)> {
        self.order().into_iter().map(|document| (self.name(document), self.nth(document).1))
    }

    /// The name of the document with the least key that is here and there.
    pub fn shared(&self, other: &Documents) -> Option<String> {
        let is_shared = |document: &u32| other.rows.get(self.rows.nth(*document).0).is_some();
        self.order().into_iter().find(is_shared).map(|document| self.name(document))
    }
}

/// The order in which documents came plays no part.
impl PartialEq for Documents {
    fn eq(&self, other: &Self) -> bool {
        let names =
            |documents: &Documents| documents.order().into_iter().map(|n| documents.name(n)).collect::<Vec<_>>();
        self.rows == other.rows && names(self) == names(other)
    }
}
