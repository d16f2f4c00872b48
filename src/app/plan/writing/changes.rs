//! What differs between two versions, place by place and line by line.

use std::collections::BTreeSet;

use similar::{ChangeTag, TextDiff};

use super::edit::Place;
use super::settings;
use crate::plan::texts::{NUMBERS, SETTINGS_FILE, TextFiles};

/// So many lines that are the same stand around lines that are not.
const AROUND: usize = 2;

/// How a line differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineKind {
    /// It is the same.
    Same,
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// Lines that are the same are left out here.
    Gap,
}

/// A line of a comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiffLine {
    /// How it differs.
    pub kind: LineKind,
    /// Its text without the end of the line.
    pub text: String,
}

/// A place that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceChange {
    /// What people call the place.
    pub title: String,
    /// Its lines with what is around them.
    pub lines: Vec<DiffLine>,
}

impl PlaceChange {
    /// What happens to the place, in one German word.
    pub fn german(&self) -> &'static str {
        let all = |kind| self.lines.iter().all(|line| line.kind == kind);
        if all(LineKind::Added) {
            "neu"
        } else if all(LineKind::Removed) {
            "entfernt"
        } else {
            "geändert"
        }
    }

    /// Whether nothing stands at the place afterwards.
    pub fn is_emptied(&self) -> bool {
        self.lines.iter().all(|line| line.kind == LineKind::Removed)
    }
}

/// The places at which two versions differ, in the order of the plan.
pub fn changes(before: &TextFiles, after: &TextFiles) -> Vec<PlaceChange> {
    let mut places = vec![Place::Foreword, Place::Imprint, Place::Before];
    places.extend(NUMBERS.iter().map(|(number, _)| Place::Chapter((*number).to_owned())));
    let mut found = Vec::new();
    if let (Ok(old), Ok(new)) = (settings(before), settings(after)) {
        let actions = old.actions.iter().chain(&new.actions).map(|action| &action.id);
        let targets = old.targets.iter().chain(&new.targets).map(|target| &target.id);
        places.extend(actions.collect::<BTreeSet<_>>().into_iter().cloned().map(Place::Action));
        places.extend(targets.collect::<BTreeSet<_>>().into_iter().cloned().map(Place::Target));
    } else {
        let file = |files: &TextFiles| files.get(SETTINGS_FILE).cloned().unwrap_or_default();
        found.extend(change(SETTINGS_FILE.to_owned(), &file(before), &file(after)));
    }
    found.extend(places.iter().filter_map(|place| {
        let (old, new) = (place.text(before).ok()?, place.text(after).ok()?);
        change(place.german(), &old, &new)
    }));
    found
}

/// How two texts differ; `None` if they do not.
fn change(title: String, before: &str, after: &str) -> Option<PlaceChange> {
    if before == after {
        return None;
    }
    let diff = TextDiff::from_lines(before, after);
    let mut lines = Vec::new();
    for (at, group) in diff.grouped_ops(AROUND).iter().enumerate() {
        if at > 0 {
            lines.push(DiffLine { kind: LineKind::Gap, text: String::new() });
        }
        for change in group.iter().flat_map(|op| diff.iter_changes(op)) {
            let kind = match change.tag() {
                ChangeTag::Equal => LineKind::Same,
                ChangeTag::Insert => LineKind::Added,
                ChangeTag::Delete => LineKind::Removed,
            };
            lines.push(DiffLine { kind, text: change.value().trim_end_matches(['\n', '\r']).to_owned() });
        }
    }
    Some(PlaceChange { title, lines })
}
