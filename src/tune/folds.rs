//! Folds of a cross-validation: groups stay whole, and texts that are copies of each other stay together.

use super::evaluate::unit;
use super::gold::{Gold, GoldRow, Subject};
use crate::compare::hash::{document_key, mix2};
use crate::input::CopyFinder;
use std::collections::BTreeMap;

/// The fold of each row, of `folds` that are about equally large.
pub fn folds(gold: &Gold, folds: usize, seed: u64) -> Vec<usize> {
    let groups = groups(gold);
    let mut sizes: BTreeMap<&str, usize> = BTreeMap::new();
    groups.iter().for_each(|group| *sizes.entry(group).or_default() += 1);
    // Large groups first, each to the fold that has least; equally large ones by hash.
    let mut order: Vec<(&str, usize)> = sizes.iter().map(|(group, size)| (*group, *size)).collect();
    order.sort_by_key(|&(group, size)| (std::cmp::Reverse(size), mix2(seed, document_key(group))));
    let mut filled = vec![0usize; folds];
    let mut place: BTreeMap<&str, usize> = BTreeMap::new();
    for (group, size) in order {
        let fold = (0..folds).min_by_key(|&fold| (filled[fold], fold)).unwrap_or(0);
        filled[fold] += size;
        place.insert(group, fold);
    }
    groups.iter().map(|group| place[group.as_str()]).collect()
}

/// The group of each row: its own, else the issue that came with it, else its text; a near copy joins the group of
/// what it copies.
pub fn groups(gold: &Gold) -> Vec<String> {
    let own: Vec<String> = gold.rows.iter().map(own_group).collect();
    let mut leader: BTreeMap<String, String> = BTreeMap::new();
    let mut finder = CopyFinder::default();
    for (row, group) in gold.rows.iter().zip(&own) {
        if let Some((first, _)) = finder.find(group, &row.text) {
            let (a, b) = (root(&leader, first), root(&leader, group));
            if a != b {
                leader.insert(b, a);
            }
        }
    }
    own.iter().map(|group| root(&leader, group)).collect()
}

fn own_group(row: &GoldRow) -> String {
    match &row.subject {
        Subject::Claim { issue, .. } if row.group.is_none() => issue.clone(),
        _ => unit(row).to_owned(),
    }
}

fn root(leader: &BTreeMap<String, String>, group: &str) -> String {
    let mut at = group;
    while let Some(next) = leader.get(at) {
        at = next;
    }
    at.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tune::{GoldColumns, Scale};

    #[test]
    fn groups_and_copies_share_a_fold() {
        let long = "The council of the harbour town met late on Monday and heard the engineers, who said that the old \
                    sea wall would not hold another winter and that its repair could not wait for the next budget";
        let table = format!(
            "text,target,label,group\n\"{long}\",council,neutral,a\n\"{long} at all\",council,neutral,b\nThe council \
             failed.,council,negative,a\nThe council won.,council,positive,c\n"
        );
        let gold = Gold::read("x", &table, Scale::Portrayal, &GoldColumns::default(), |_| false).unwrap();
        let found = groups(&gold);
        assert_eq!(found, ["a", "a", "a", "c"]);
        let folds = folds(&gold, 2, 1);
        assert!(folds[0] == folds[1] && folds[0] == folds[2] && folds[0] != folds[3]);
    }
}
