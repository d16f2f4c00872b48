//! The history of the register as rows.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::Connection;
use crate::register::Facility;
use crate::register::values::{Values, difference, values};
use crate::store::tables::schema::register_history;
use crate::store::{Author, ChangeKind, HistoryEntry, StoreError, StoredChange};

type Row = (i32, i64, String, String, NaiveDateTime, Option<i32>, String, String, String);

/// One value as JSON has it: its key, before and after.
type JsonChange = (String, Option<String>, Option<String>);

/// Notes how a facility changed. A change of nothing leaves no entry.
pub(super) fn note(
    connection: &mut Connection,
    author: &Author,
    version: i64,
    (before, after): (Option<&Facility>, Option<&Facility>),
) -> Result<(), StoreError> {
    let of = |facility: Option<&Facility>| facility.map_or_else(Values::new, values);
    let Some(id) = after.or(before).map(|facility| &facility.id) else { return Ok(()) };
    let kind = match (before, after) {
        (None, _) => ChangeKind::Added,
        (_, None) => ChangeKind::Removed,
        _ => ChangeKind::Changed,
    };
    let changes: Vec<JsonChange> = difference(&of(before), &of(after))
        .into_iter()
        .map(|change| (change.key.to_string(), change.before, change.after))
        .collect();
    if changes.is_empty() {
        return Ok(());
    }
    let text = serde_json::to_string(&changes).map_err(|error| StoreError::Query(error.to_string()))?;
    diesel::insert_into(register_history::table)
        .values((
            register_history::version.eq(version),
            register_history::facility_id.eq(id),
            register_history::kind.eq(kind.word()),
            register_history::at.eq(author.at),
            register_history::account_id.eq(author.account),
            register_history::author.eq(&author.name),
            register_history::request_id.eq(&author.request_id),
            register_history::changes.eq(text),
        ))
        .execute(connection)?;
    Ok(())
}

/// The entries of a facility, newest first.
pub(super) fn of_facility(
    connection: &mut Connection,
    id: &str,
    limit: i64,
) -> Result<Vec<HistoryEntry>, StoreError> {
    let rows: Vec<Row> = register_history::table
        .filter(register_history::facility_id.eq(id))
        .order(register_history::id.desc())
        .limit(limit)
        .load(connection)?;
    rows.into_iter().map(entry).collect()
}

/// The entries of a version, oldest first.
pub(super) fn of_version(connection: &mut Connection, version: i64) -> Result<Vec<HistoryEntry>, StoreError> {
    let rows: Vec<Row> = register_history::table
        .filter(register_history::version.eq(version))
        .order(register_history::id)
        .load(connection)?;
    rows.into_iter().map(entry).collect()
}

/// One entry.
pub(super) fn by_number(connection: &mut Connection, id: i32) -> Result<Option<HistoryEntry>, StoreError> {
    let row: Option<Row> = register_history::table.find(id).first(connection).optional()?;
    row.map(entry).transpose()
}

fn entry(row: Row) -> Result<HistoryEntry, StoreError> {
    let (id, version, facility_id, kind, at, account, author, request_id, changes) = row;
    let bad = |what: String| StoreError::BadRow { facility: facility_id.clone(), what };
    let kind = ChangeKind::ALL
        .into_iter()
        .find(|known| known.word() == kind)
        .ok_or_else(|| bad(format!("a change of kind \"{kind}\"")))?;
    let changes: Vec<JsonChange> =
        serde_json::from_str(&changes).map_err(|error| bad(format!("an entry of its history: {error}")))?;
    let stored = |(key, before, after)| StoredChange { key, before, after };
    Ok(HistoryEntry {
        id,
        version: version.unsigned_abs(),
        kind,
        author: Author { account, name: author, request_id, at },
        changes: changes.into_iter().map(stored).collect(),
        facility_id,
    })
}
