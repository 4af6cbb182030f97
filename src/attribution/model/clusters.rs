//! Clusters: which words keep the same company.
//!
//! A table from the hash of a form to one of up to 255 clusters, learned from plain text during training. It lets
//! the model read a rare verb like the frequent ones beside it.

/// Word clusters; sorted by hash.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Clusters {
    hashes: Vec<u32>,
    fine: Vec<u8>,
    /// By fine cluster: its coarse cluster.
    coarse: Vec<u8>,
}

impl Clusters {
    /// Makes a table from forms' hashes with their clusters (from 1), and the coarse cluster of each fine one.
    pub fn new(mut entries: Vec<(u32, u8)>, coarse: Vec<u8>) -> Self {
        entries.sort_unstable();
        entries.dedup_by_key(|e| e.0);
        Clusters { hashes: entries.iter().map(|e| e.0).collect(), fine: entries.iter().map(|e| e.1).collect(), coarse }
    }

    /// The fine and the coarse cluster of a form; zeros for a word without one.
    pub fn of(&self, form: u32) -> (u32, u32) {
        match self.hashes.binary_search(&form) {
            Ok(i) => {
                let fine = self.fine[i];
                (u32::from(fine), self.coarse.get(usize::from(fine)).map_or(0, |&c| u32::from(c)))
            }
            Err(_) => (0, 0),
        }
    }

    /// The entries in order, and the coarse clusters.
    pub fn parts(&self) -> (impl Iterator<Item = (u32, u8)> + '_, &[u8]) {
        (self.hashes.iter().copied().zip(self.fine.iter().copied()), &self.coarse)
    }

    /// Number of words.
    pub fn len(&self) -> usize {
        self.hashes.len()
    }

    /// True for a table without words.
    pub fn is_empty(&self) -> bool {
        self.hashes.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looks_up_by_hash() {
        let clusters = Clusters::new(vec![(9, 2), (3, 1)], vec![0, 7, 8]);
        assert_eq!(clusters.of(9), (2, 8));
        assert_eq!(clusters.of(3), (1, 7));
        assert_eq!(clusters.of(4), (0, 0));
    }
}
