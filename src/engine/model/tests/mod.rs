//! The model sets as they are, and small faults put into the first of them.

mod base;
mod care;
mod faults;
mod mv_2026_1;
mod rules;

use std::collections::BTreeMap;

use super::load::{self, ModelSet};

/// The set whose texts and figures these tests know. It is released, so that it never changes.
const FIRST: &str = "mv-2025-1";

/// The texts of the first set by their paths in its folder.
fn files() -> BTreeMap<String, String> {
    let folder = format!("{FIRST}/");
    let paths = super::paths(&folder);
    let texts = paths.iter().filter(|path| !path.ends_with(".md"));
    texts.map(|path| (path.strip_prefix(&folder).unwrap().to_owned(), super::text(path).unwrap())).collect()
}

fn first() -> ModelSet {
    load::load(FIRST).unwrap()
}

/// What is said about the set after one text in a file was replaced.
#[track_caller]
fn after(file: &str, from: &str, to: &str) -> String {
    let mut files = files();
    let text = files.get_mut(file).unwrap();
    assert!(text.contains(from), "{file} does not hold {from:?}");
    *text = text.replacen(from, to, 1);
    load::from_files(FIRST, &files).unwrap_err().to_string()
}
