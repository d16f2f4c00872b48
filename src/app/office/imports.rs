//! Imports that were made, and taking one back as a whole.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::edit::{EditError, as_typed};
use super::typed_facility::read_all;
use crate::app::ReferenceData;
use crate::register::values::{ValueKey, Values, values};
use crate::register::{CategoryTree, Facility};
use crate::store::{Author, ChangeKind, Changes, Database, HistoryEntry, StoredChange};

/// What taking an import back does to one facility of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// It is as the import left it and becomes what it was before; one that was new goes.
    Back,
    /// Somebody has changed since what the import wrote, so that it stays as it is.
    ChangedSince,
    /// It is as before already.
    Settled,
    /// An invented facility that gave way to a real list. It does not come back.
    Example,
}

/// What taking an import back does to a facility as the register has it now.
pub fn step(entry: &HistoryEntry, current: Option<&Facility>, categories: &CategoryTree) -> Step {
    let Some(current) = current else {
        return match entry.kind {
            ChangeKind::Added => Step::Settled,
            ChangeKind::Changed => Step::ChangedSince,
            ChangeKind::Removed => Step::Example,
        };
    };
    let now = values(current);
    let is = |of: fn(&StoredChange) -> &Option<String>| {
        let key = |change| ValueKey::parse(change, categories);
        entry.changes.iter().all(|it| key(&it.key).is_none_or(|key| now.get(&key) == of(it).as_ref()))
    };
    match entry.kind {
        ChangeKind::Removed => Step::Settled,
        // Whatever somebody has added to it since would be lost with it.
        ChangeKind::Added if is(|it| &it.after) && now.len() == entry.changes.len() => Step::Back,
        ChangeKind::Changed if is(|it| &it.after) => Step::Back,
        ChangeKind::Changed if is(|it| &it.before) => Step::Settled,
        ChangeKind::Added | ChangeKind::Changed => Step::ChangedSince,
    }
}

/// The values of a facility as they were before a change.
fn before(entry: &HistoryEntry, current: &Facility, categories: &CategoryTree) -> Values {
    let mut wanted = values(current);
    for change in &entry.changes {
        let Some(key) = ValueKey::parse(&change.key, categories) else { continue };
        match &change.before {
            Some(before) => wanted.insert(key, before.clone()),
            None => wanted.remove(&key),
        };
    }
    as_typed(wanted)
}

/// Takes an import back: facilities that are as it left them become what they were, those that were new go, and those that
/// somebody has changed since, or whose values before cannot be read any more, stay. It is one transaction, and a version
/// and entries of the history of its own. Gives how many are as before now.
///
/// # Errors
/// Where the database does not answer; then nothing is written.
pub fn take_back_import(
    database: &Database,
    reference: &ReferenceData,
    version: u64,
    author: &Author,
    today: NaiveDate,
) -> Result<usize, EditError> {
    let entries = database.history_of_version(version)?;
    let categories = &reference.categories;
    database.write(|writer| {
        let register = by_id(writer.facilities()?);
        let mut changes = Changes { author: Some(author.clone()), ..Changes::default() };
        let mut wanted: Vec<(Values, &Facility)> = Vec::new();
        for entry in &entries {
            let current = register.get(&entry.facility_id);
            let (Step::Back, Some(current)) = (step(entry, current, categories), current) else { continue };
            match entry.kind {
                ChangeKind::Changed => wanted.push((before(entry, current, categories), current)),
                _ => changes.remove.push(entry.facility_id.clone()),
            }
        }
        // At once: reading one by one takes a hundredth of a second each.
        let read = if wanted.is_empty() { Vec::new() } else { read_all(reference, &wanted, today)? };
        changes.update = read.into_iter().flatten().collect();
        writer.apply(&changes)?;
        Ok::<_, EditError>(changes.update.len() + changes.remove.len())
    })
}

/// Facilities by their ids.
pub fn by_id(facilities: Vec<Facility>) -> BTreeMap<String, Facility> {
    facilities.into_iter().map(|facility| (facility.id.clone(), facility)).collect()
}
