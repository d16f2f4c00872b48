//! Writing what somebody has changed: one transaction, with its entry in the history, and never over a change that the
//! person has not seen.

use chrono::NaiveDate;

use super::typed_facility::{ReadingError, TypedFault, read};
use crate::app::ReferenceData;
use crate::register::values::{ValueKey, Values, values};
use crate::register::{CategorySlug, Facility, Field, PositionSource};
use crate::store::{Author, ChangeKind, Changes, Database, HistoryEntry, StoreError};

/// Why nothing was written for another reason than what was typed.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "each variant shows the sentence of its cause")]
pub enum EditError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Reading(#[from] ReadingError),
}

/// What came of a change.
#[derive(Debug, Clone, PartialEq)]
pub enum Saved {
    /// It is written, with this version of the register.
    Done(u64),
    /// The register says this already.
    Unchanged,
    /// Somebody has changed the facility since it was read; it is now so, with this version.
    Conflict(Box<Facility>, u64),
    /// A facility that was to be changed is no longer in the register, or the id of a new one is taken.
    Gone,
}

/// Writes a facility if the register still has the version that was read; `None` for a new facility.
///
/// # Errors
///
/// Where the database does not answer; then nothing is written.
pub fn save(
    database: &Database,
    facility: &Facility,
    seen: Option<u64>,
    author: &Author,
) -> Result<Saved, StoreError> {
    database.write(|writer| {
        let current = writer.facility(&facility.id)?;
        let version = writer.facility_version(&facility.id)?.unwrap_or_default();
        let author = Some(author.clone());
        let changes = match (current, seen) {
            (Some(current), Some(seen)) if seen != version => {
                return Ok(Saved::Conflict(Box::new(current), version));
            }
            (Some(current), Some(_)) if current == *facility => return Ok(Saved::Unchanged),
            (Some(_), Some(_)) => Changes { update: vec![facility.clone()], author, ..Changes::default() },
            (None, None) => Changes { insert: vec![facility.clone()], author, ..Changes::default() },
            (Some(_), None) | (None, Some(_)) => return Ok(Saved::Gone),
        };
        Ok(Saved::Done(writer.apply(&changes)?))
    })
}

/// What came of taking back a change.
#[derive(Debug, Clone, PartialEq)]
pub enum TakenBack {
    /// The values are as before; that is a change of its own.
    Done,
    /// Values have changed since, so that taking back would lose those changes: their keys.
    ChangedSince(Vec<String>),
    /// The values before cannot be read any more.
    Faults(Vec<TypedFault>),
    /// A facility that was made is closed with a last day, not taken back.
    NotTaken,
}

/// Gives the values of an entry of the history back what they were before it.
///
/// # Errors
///
/// Where the database does not answer; then nothing is written.
pub fn take_back(
    database: &Database,
    reference: &ReferenceData,
    entry: &HistoryEntry,
    author: &Author,
    today: NaiveDate,
) -> Result<TakenBack, EditError> {
    if entry.kind == ChangeKind::Added {
        return Ok(TakenBack::NotTaken);
    }
    let current = database.write(|writer| {
        Ok::<_, StoreError>((
            writer.facility(&entry.facility_id)?,
            writer.facility_version(&entry.facility_id)?,
        ))
    })?;
    let (current, seen) = match (current, entry.kind) {
        ((Some(current), version), ChangeKind::Changed) => (Some(current), version),
        ((None, _), ChangeKind::Removed) => (None, None),
        _ => return Ok(TakenBack::ChangedSince(Vec::new())),
    };
    let now = current.as_ref().map_or_else(Values::new, values);
    let mut wanted = now.clone();
    let mut changed_since = Vec::new();
    for change in &entry.changes {
        let Some(key) = ValueKey::parse(&change.key, &reference.categories) else { continue };
        if now.get(&key) != change.after.as_ref() {
            changed_since.push(change.key.clone());
        }
        match &change.before {
            Some(before) => wanted.insert(key, before.clone()),
            None => wanted.remove(&key),
        };
    }
    if !changed_since.is_empty() {
        return Ok(TakenBack::ChangedSince(changed_since));
    }
    let typed = as_typed(wanted);
    let reading = read(reference, &typed, current.as_ref(), &entry.facility_id, today)?;
    let Some(facility) = reading.facility else { return Ok(TakenBack::Faults(reading.faults)) };
    Ok(match save(database, &facility, seen, author)? {
        Saved::Done(_) | Saved::Unchanged => TakenBack::Done,
        Saved::Conflict(..) | Saved::Gone => TakenBack::ChangedSince(Vec::new()),
    })
}

/// Values as a form has them: a position of the gazetteer has no coordinates of its own.
pub fn as_typed(mut values: Values) -> Values {
    let source = values.remove(&ValueKey::of_facility(Field::PositionSource));
    if source.as_deref() == Some(PositionSource::Gazetteer.word()) {
        values.remove(&ValueKey::of_facility(Field::Y));
        values.remove(&ValueKey::of_facility(Field::X));
    }
    values.remove(&ValueKey::of_facility(Field::MunicipalityAgs));
    values
}

/// What came of a report of free places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reported {
    /// The counts are those of the day.
    Done,
    /// The facility or one of the offers is no longer there.
    Gone,
}

/// Writes how many places are free on a day. Everything else of the facility stays as it is at that moment.
///
/// # Errors
///
/// Where the database does not answer; then nothing is written.
pub fn report_places(
    database: &Database,
    facility: &str,
    counts: &[(CategorySlug, u32)],
    author: &Author,
    today: NaiveDate,
) -> Result<Reported, StoreError> {
    database.write(|writer| {
        let Some(mut reported) = writer.facility(facility)? else { return Ok(Reported::Gone) };
        for (category, free) in counts {
            let Some(offer) = reported.offers.iter_mut().find(|offer| offer.category == *category) else {
                return Ok(Reported::Gone);
            };
            (offer.free_places, offer.counted_on) = (Some(*free), Some(today));
        }
        if !counts.is_empty() {
            let author = Some(author.clone());
            writer.apply(&Changes { update: vec![reported], author, ..Changes::default() })?;
        }
        Ok(Reported::Done)
    })
}
