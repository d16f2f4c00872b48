//! The retired names of `src/GLOSSARY.md`, the single list, and where they are used again.

use crate::source::Source;

/// A name that was replaced, as a row of the last table of the glossary says it.
#[derive(Debug, PartialEq)]
pub struct Retired {
    pub name: String,
    /// Whether it is searched among identifiers only, or in any text.
    pub in_code_only: bool,
    pub instead: String,
}

/// The rows below "## Retired names".
pub fn retired(glossary: &str) -> Vec<Retired> {
    let table = glossary.split_once("## Retired names").map_or("", |(_, table)| table);
    let cells = |row: &str| row.split('|').map(|cell| cell.trim().to_owned()).collect::<Vec<_>>();
    let rows = table.lines().filter(|line| line.starts_with("| ")).map(cells);
    rows.filter(|cells| matches!(cells[2].as_str(), "code" | "text"))
        .map(|cells| Retired {
            name: cells[1].trim_matches('`').to_owned(),
            in_code_only: cells[2] == "code",
            instead: cells[3].clone(),
        })
        .collect()
}

/// Every use of a retired name in a file, as `file:line: sentence`.
pub fn faults(path: &str, text: &str, retired: &[Retired]) -> Vec<String> {
    let is_rust = path.ends_with(".rs");
    let is_script = path.ends_with(".ts") || path.ends_with(".mjs");
    let mut faults = Vec::new();
    let mut fault = |line: usize, name: &Retired| {
        faults.push(format!("{path}:{line}: \"{}\" is a retired name; write {}", name.name, name.instead));
    };
    if is_rust {
        for token in Source::identifiers(text) {
            let found = retired.iter().find(|name| name.in_code_only && name.name == token.text);
            found.into_iter().for_each(|name| fault(token.line, name));
        }
    }
    for (number, line) in text.lines().enumerate() {
        let searched = retired.iter().filter(|name| !name.in_code_only || is_script);
        searched.filter(|name| has_word(line, &name.name)).for_each(|name| fault(number + 1, name));
    }
    faults
}

/// Whether a line has a word that is not part of a longer one.
fn has_word(line: &str, word: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let parts: Vec<&str> = line.split(word).collect();
    parts.windows(2).any(|two| {
        let (before, after) = (two[0].chars().next_back(), two[1].chars().next());
        !before.is_some_and(is_part) && !after.is_some_and(is_part)
    })
}
