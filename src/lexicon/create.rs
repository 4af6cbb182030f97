//! `demarche lexicon new`: the files of a dispute that loads, passes its check, and asks what to write instead.

use super::Imported;
use super::source::{DISPUTE, LANGUAGE, built_in_names};

/// The files, as data beside this module; `{{id}}`, `{{title}}` and `{{path}}` are filled in.
const TEMPLATE: [(&str, &str); 5] = [
    ("dispute.toml", include_str!("template/dispute.toml")),
    ("speakers.csv", include_str!("template/speakers.csv")),
    ("terms.csv", include_str!("template/terms.csv")),
    ("examples.csv", include_str!("template/examples.csv")),
    ("README.md", include_str!("template/README.md")),
];

/// A file of a new lexicon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewFile {
    /// `terms.csv`
    pub name: &'static str,
    /// Its text.
    pub contents: String,
}

/// Why a lexicon cannot have a name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// Not small letters, digits, `-` and `_`.
    #[error("\"{name}\" is no name for a lexicon (write small letters, digits, - and _, such as {suggestion})")]
    Malformed {
        /// As asked for.
        name: String,
        /// A name like it.
        suggestion: String,
    },
    /// A built-in lexicon has it.
    #[error("{0} is built in (choose another name)")]
    BuiltIn(String),
}

/// The files of a new dispute called `id` in the folder `path`, which the caller writes.
///
/// ```
/// let files = demarche::lexicon::new_lexicon("harbour", "lexicons/harbour")?;
/// assert!(files.iter().any(|file| file.name == "dispute.toml" && file.contents.contains("id = \"harbour\"")));
/// # Ok::<(), demarche::lexicon::NameError>(())
/// ```
pub fn new_lexicon(id: &str, path: &str) -> Result<Vec<NewFile>, NameError> {
    let is_part = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_');
    if !id.starts_with(|c: char| c.is_ascii_lowercase()) || !id.chars().all(is_part) {
        let dashed: String = id.to_lowercase().chars().map(|c| if is_part(c) { c } else { '-' }).collect();
        let dashed = dashed.trim_matches(|c: char| !c.is_ascii_lowercase() && !c.is_ascii_digit());
        let starts = dashed.starts_with(|c: char| c.is_ascii_lowercase());
        let suggestion = if starts { dashed.to_owned() } else { "my-dispute".to_owned() };
        return Err(NameError::Malformed { name: id.to_owned(), suggestion });
    }
    if built_in_names(DISPUTE).contains(&id) || built_in_names(LANGUAGE).contains(&id) {
        return Err(NameError::BuiltIn(id.to_owned()));
    }
    let title = title(id);
    let fill = |text: &str| text.replace("{{id}}", id).replace("{{title}}", &title).replace("{{path}}", path);
    Ok(TEMPLATE.iter().map(|&(name, text)| NewFile { name, contents: fill(text) }).collect())
}

/// The files of a new dispute whose terms and issues come from a table or another program's dictionary.
///
/// Everything else is the skeleton of [`new_lexicon`]; each issue asks for its proposition.
pub fn new_lexicon_from(id: &str, path: &str, terms: &Imported) -> Result<Vec<NewFile>, NameError> {
    let brought = |name: &str| terms.files.iter().find(|f| f.name == name).map_or("", |f| f.contents.as_str());
    let manifest = brought("dispute.toml");
    let issues = manifest.find("\n[[issue]]").map_or("", |at| &manifest[at + 1..]);
    let asked = issues.split_inclusive("[[issue]]").map(|block| match block.contains("proposition = ") {
        true => block.to_owned(),
        false => block.replace("evaluation = ", ASKED),
    });
    let mut files = new_lexicon(id, path)?;
    for file in &mut files {
        match file.name {
            "terms.csv" => file.contents = brought("terms.csv").to_owned(),
            // The skeleton's are about its own issue.
            "examples.csv" => file.contents = "text,side,issue,stance,note\n".to_owned(),
            "dispute.toml" => {
                // The comments above name [[issue]] as well.
                let skeleton = file.contents.find("\n[[issue]]").map_or(file.contents.len(), |at| at + 1);
                file.contents.truncate(skeleton);
                file.contents.extend(asked.clone());
            }
            "README.md" => {
                let (start, end) = (file.contents.find("### "), file.contents.find("## Speakers"));
                if let (Some(start), Some(end)) = (start, end) {
                    file.contents.replace_range(start..end, CODEBOOK);
                }
            }
            _ => {}
        }
    }
    Ok(files)
}

/// What stands in an issue without a proposition.
const ASKED: &str = "# Which sentence can one be in favor of or against? Without it the words are only counted.\n\
                     # proposition = \"\"\nevaluation = ";
/// What the codebook asks for each issue.
const CODEBOOK: &str = "For each issue: its proposition, what is in favor, what is against, what only mentions it, and the \
                        borderline sentences with what was decided.\n\n";

/// `salt-tax` as `Salt tax`.
fn title(id: &str) -> String {
    let spaced = id.replace(['-', '_'], " ");
    let mut letters = spaced.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::{Lexicon, check};

    #[test]
    fn a_new_lexicon_loads_and_has_nothing_to_find() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().to_str().unwrap();
        for file in new_lexicon("salt-tax", path).unwrap() {
            assert!(!file.contents.contains("{{"), "{}", file.name);
            std::fs::write(folder.path().join(file.name), file.contents).unwrap();
        }
        let lexicon = Lexicon::load(path).unwrap_or_else(|e| panic!("{e}"));
        assert_eq!((lexicon.dispute.id.as_str(), lexicon.dispute.title.as_str()), ("salt-tax", "Salt tax"));
        assert_eq!(check(&lexicon), []);
    }

    #[test]
    fn a_lexicon_out_of_a_spreadsheet_loads_and_passes() {
        let table = b"issue,pattern,stance,proposition\nSalt tax,(raise|keep) <0-2> tax,favor,The tax must stay\nMines,mine,,\n";
        let imported = crate::lexicon::import(&[("terms.csv".to_owned(), table.to_vec())], &Default::default());
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().to_str().unwrap();
        for file in new_lexicon_from("salt", path, &imported.unwrap()).unwrap() {
            assert!(!file.contents.contains("bridge") || file.name == "dispute.toml", "{}", file.contents);
            std::fs::write(folder.path().join(file.name), file.contents).unwrap();
        }
        let lexicon = Lexicon::load(path).unwrap_or_else(|e| panic!("{e}"));
        let propositions: Vec<&str> = lexicon.dispute.issues.iter().map(|i| i.proposition.as_str()).collect();
        assert_eq!(propositions, ["The tax must stay", ""]);
        assert!(check(&lexicon).iter().all(|finding| !finding.lint.is_mistake()));
    }

    #[test]
    fn names_that_are_no_names() {
        for (name, message) in [
            (
                "My Dispute!",
                "\"My Dispute!\" is no name for a lexicon (write small letters, digits, - and _, such as my-dispute)",
            ),
            ("2013", "\"2013\" is no name for a lexicon (write small letters, digits, - and _, such as my-dispute)"),
            ("us-china-cyber", "us-china-cyber is built in (choose another name)"),
        ] {
            assert_eq!(new_lexicon(name, "x").unwrap_err().to_string(), message);
        }
    }
}
