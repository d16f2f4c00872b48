//! Imports that were made, and taking one back as a whole.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::edit::{EditError, as_typed};
use super::typed_facility::read;
use crate::app::ReferenceData;
use crate::register::Facility;
use crate::register::values::{ValueKey, Values, values};
use crate::store::{Author, ChangeKind, Changes, Database, HistoryEntry, StoredChange};

/// What taking an import back does to one facility of it.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// It is as the import left it and becomes what it was before; one that was new goes.
    Back(Option<Box<Facility>>),
    /// Somebody has changed since what the import wrote, so that it stays as it is.
    ChangedSince,
    /// It is as before already.
    Settled,
    /// An invented facility that gave way to a real list. It does not come back.
    Example,
    /// Its values before cannot be read any more.
    Unreadable(String),
}

/// What taking an import back would do, facility by facility, in the order of the import.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TakingBack(pub Vec<(HistoryEntry, Step)>);

impl TakingBack {
    /// How many facilities become what they were.
    pub fn count_back(&self) -> usize {
        self.0.iter().filter(|(_, step)| matches!(step, Step::Back(_))).count()
    }
}

/// Compares what an import wrote with facilities of the register.
///
/// # Errors
/// Where the layout of the exchange files is broken.
pub fn taking_back(
    entries: Vec<HistoryEntry>,
    register: &BTreeMap<String, Facility>,
    reference: &ReferenceData,
    today: NaiveDate,
) -> Result<TakingBack, EditError> {
    let step = |entry: HistoryEntry| {
        let current = register.get(&entry.facility_id);
        let step = step(&entry, current, reference, today)?;
        Ok((entry, step))
    };
    Ok(TakingBack(entries.into_iter().map(step).collect::<Result<_, EditError>>()?))
}

fn step(
    entry: &HistoryEntry,
    current: Option<&Facility>,
    reference: &ReferenceData,
    today: NaiveDate,
) -> Result<Step, EditError> {
    let Some(current) = current else {
        return Ok(match entry.kind {
            ChangeKind::Added => Step::Settled,
            ChangeKind::Changed => Step::ChangedSince,
            ChangeKind::Removed => Step::Example,
        });
    };
    let now = values(current);
    let keyed = |change: &StoredChange| ValueKey::parse(&change.key, &reference.categories);
    let is = |of: fn(&StoredChange) -> &Option<String>| {
        entry
            .changes
            .iter()
            .all(|change| keyed(change).is_none_or(|key| now.get(&key) == of(change).as_ref()))
    };
    match entry.kind {
        ChangeKind::Removed => return Ok(Step::Settled),
        // Whatever somebody has added to it since would be lost with it.
        ChangeKind::Added if is(|change| &change.after) && now.len() == entry.changes.len() => {
            return Ok(Step::Back(None));
        }
        ChangeKind::Added => return Ok(Step::ChangedSince),
        ChangeKind::Changed if is(|change| &change.after) => {}
        ChangeKind::Changed if is(|change| &change.before) => return Ok(Step::Settled),
        ChangeKind::Changed => return Ok(Step::ChangedSince),
    }
    let mut wanted: Values = now;
    for change in &entry.changes {
        let Some(key) = keyed(change) else { continue };
        match &change.before {
            Some(before) => wanted.insert(key, before.clone()),
            None => wanted.remove(&key),
        };
    }
    let reading = read(reference, &as_typed(wanted), Some(current), &entry.facility_id, today)?;
    Ok(match reading.facility {
        Some(facility) => Step::Back(Some(Box::new(facility))),
        None => {
            let faults: Vec<String> = reading.faults.into_iter().map(|fault| fault.text).collect();
            Step::Unreadable(faults.join(" "))
        }
    })
}

/// Takes an import back: facilities that are as it left them become what they were, those that were new go, and those that
/// somebody has changed since stay. It is one transaction, and a version and entries of the history of its own.
///
/// # Errors
/// Where the database does not answer; then nothing is written.
pub fn take_back_import(
    database: &Database,
    reference: &ReferenceData,
    version: u64,
    author: &Author,
    today: NaiveDate,
) -> Result<TakingBack, EditError> {
    let entries = database.history_of_version(version)?;
    database.write(|writer| {
        let register = by_id(writer.facilities()?);
        let taking_back = taking_back(entries, &register, reference, today)?;
        let mut changes = Changes { author: Some(author.clone()), ..Changes::default() };
        for (entry, step) in &taking_back.0 {
            match step {
                Step::Back(Some(facility)) => changes.update.push((**facility).clone()),
                Step::Back(None) => changes.remove.push(entry.facility_id.clone()),
                _ => {}
            }
        }
        writer.apply(&changes)?;
        Ok::<_, EditError>(taking_back)
    })
}

/// Facilities by their ids.
pub fn by_id(facilities: Vec<Facility>) -> BTreeMap<String, Facility> {
    facilities.into_iter().map(|facility| (facility.id.clone(), facility)).collect()
}
