//! Inputs as `run.json` names them: each file, or, where there are too many, each folder.
//!
//! A folder stands for its files with the SHA-256 of the list that `sha256sum` prints of them, in the order in which they
//! were read, so that anybody can still tell whether they have the same.

use super::run::InputRecord;
use sha2::{Digest, Sha256};
use std::collections::HashMap;

/// Files, and folders, that are named one by one.
const NAMED: usize = 1_000;

/// The records themselves when they are few; otherwise one for each folder, or for as many leading folders of a path as
/// keep the list short, in the order in which they were met first.
pub fn sum_up(inputs: Vec<InputRecord>) -> Vec<InputRecord> {
    if inputs.len() <= NAMED {
        return inputs;
    }
    let deepest = inputs.iter().map(|input| input.source.matches('/').count()).max().unwrap_or(0);
    let folders = (0..=deepest).rev().map(|depth| by_folder(&inputs, depth));
    folders.into_iter().find(|folders| folders.len() <= NAMED).unwrap_or_default()
}

/// One record for each folder of so many names.
fn by_folder(inputs: &[InputRecord], depth: usize) -> Vec<InputRecord> {
    let mut places: HashMap<&str, usize> = HashMap::new();
    let mut folders: Vec<(&str, u64, Sha256)> = Vec::new();
    for input in inputs {
        let folder = leading(&input.source, depth);
        let place = *places.entry(folder).or_insert_with(|| {
            folders.push((folder, 0, Sha256::new()));
            folders.len() - 1
        });
        let (_, files, digest) = &mut folders[place];
        *files += 1;
        for part in [&*input.sha256, "  ", &*input.source, "\n"] {
            digest.update(part);
        }
    }
    let record = |(folder, files, digest): (&str, u64, Sha256)| InputRecord {
        source: if folder.is_empty() { "./".to_owned() } else { folder.to_owned() },
        sha256: digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect(),
        files: Some(files),
    };
    folders.into_iter().map(record).collect()
}

/// The folder of a path with its slash, cut after so many slashes; nothing of a bare name.
fn leading(path: &str, depth: usize) -> &str {
    path.match_indices('/').take(depth).last().map_or("", |(at, _)| &path[..=at])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn input(source: String) -> InputRecord {
        InputRecord { source, sha256: "ab".into(), files: None }
    }

    #[test]
    fn few_files_are_named_and_many_are_summed_by_folder() {
        let few: Vec<_> = (0..NAMED).map(|i| input(format!("news/{i}.txt"))).collect();
        assert_eq!(sum_up(few.clone()), few);
        let many: Vec<_> = few.into_iter().chain([input("b.txt".into()), input("news/x/c.txt".into())]).collect();
        let summed = sum_up(many);
        let named: Vec<_> = summed.iter().map(|folder| (folder.source.as_str(), folder.files)).collect();
        assert_eq!(named, [("news/", Some(1_000)), ("./", Some(1)), ("news/x/", Some(1))]);
        // printf 'ab  b.txt\n' | sha256sum
        assert_eq!(summed[1].sha256, "5a3a18d74f45f8e0a304a2961d982419c0715f3ea4e72c11c2f10e0ddf88701e");
    }

    #[test]
    fn many_folders_are_summed_by_the_folder_around_them() {
        let summed = sum_up((0..5_000).map(|i| input(format!("a/{}/{i}.txt", i / 2))).collect());
        assert_eq!(summed.len(), 1);
        assert_eq!((summed[0].source.as_str(), summed[0].files), ("a/", Some(5_000)));
        assert_ne!(
            summed[0].sha256,
            sum_up((1..5_001).map(|i| input(format!("a/{}/{i}.txt", i / 2))).collect())[0].sha256
        );
    }
}
