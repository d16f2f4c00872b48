//! Everything that is kept, row by row, for backups and for moving to another database.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::connection::DefaultLoadingMode;
use diesel::prelude::*;
use serde_json::Value;

use super::{Connection, Store};
use crate::store::content::{Cells, ContentError, ContentSink, ContentStore, Row, Table, cell};
use crate::store::tables::schema;
use crate::store::{Backend, StoreError};

/// Rows that are inserted at once: SQLite binds at most 32,766 values.
const CHUNK: usize = 500;

/// From the list of tables with their columns and the order of their rows: their description, and how their rows are read
/// and written.
macro_rules! content {
    ($($kind:ident $table:ident by ($($key:ident),+) { $($column:ident: $type:ty),+ $(,)? })+) => {
        const TABLES: &[Table] = &[$(Table {
            name: stringify!($table),
            columns: &[$(stringify!($column)),+],
            is_lasting: content!(@$kind),
        }),+];

        fn read_table(
            connection: &mut Connection,
            table: &'static Table,
            sink: &mut dyn ContentSink,
        ) -> Result<(), ContentError> {
            match table.name {
                $(stringify!($table) => {
                    let rows = schema::$table::table
                        .select(($(schema::$table::$column,)+))
                        .order(($(schema::$table::$key,)+))
                        .load_iter::<($($type,)+), DefaultLoadingMode>(connection)
                        .map_err(StoreError::from)?;
                    for row in rows {
                        let ($($column,)+) = row.map_err(StoreError::from)?;
                        sink.row(vec![$(Cells::to_cell(&$column)),+])?;
                    }
                })+
                _ => {}
            }
            Ok(())
        }

        fn insert(connection: &mut Connection, table: &Table, rows: &[Row]) -> Result<(), ContentError> {
            match table.name {
                $(stringify!($table) => {
                    let rows = rows.iter().map(|row| {
                        let mut cells = row.iter();
                        Ok(($(schema::$table::$column.eq(
                            cell::<$type>(table, stringify!($column), cells.next())?
                        ),)+))
                    });
                    let rows = rows.collect::<Result<Vec<_>, ContentError>>()?;
                    let insert = diesel::insert_into(schema::$table::table).values(rows);
                    insert.execute(connection).map_err(StoreError::from)?;
                })+
                _ => {}
            }
            Ok(())
        }

        /// How many rows there are in all tables.
        fn count(connection: &mut Connection) -> Result<i64, StoreError> {
            let mut count = 0;
            $(count += schema::$table::table.count().get_result::<i64>(connection)?;)+
            Ok(count)
        }
    };
    (@lasting) => { true };
    (@passing) => { false };
}

// In an order in which a row is written after those that it names.
content! {
    lasting register_state by (id) {
        id: i32, version: i64,
    }
    lasting provider by (id) {
        id: i32, name: String, kind: String, association: String,
    }
    lasting facility by (id) {
        id: String, name: String, provider_id: Option<i32>, street: Option<String>,
        house_number: Option<String>, postcode: Option<String>, place: String, locality: Option<String>,
        lat: f64, lon: f64, position_source: String, municipality_ags: String, phone: Option<String>,
        email: Option<String>, website: Option<String>, opening_hours: Option<String>, note: Option<String>,
        source: String, source_id: String, valid_from: Option<NaiveDate>, valid_to: Option<NaiveDate>,
        example: bool, confirmed: Option<bool>,
    }
    lasting facility_feature by (facility_id, feature) {
        facility_id: String, feature: String,
    }
    lasting offer by (facility_id, category) {
        facility_id: String, category: String, places: Option<i32>, places_on: Option<NaiveDate>,
        free_places: Option<i32>, counted_on: Option<NaiveDate>, note: Option<String>, source_id: String,
        valid_from: Option<NaiveDate>, valid_to: Option<NaiveDate>, source: Option<String>,
    }
    lasting offer_costs by (facility_id, category) {
        facility_id: String, category: String, per: String, holds_on: NaiveDate, own_share_cents: Option<i32>,
        care_share_cents: Option<i32>, board_and_lodging_cents: Option<i32>, investment_cents: Option<i32>,
        training_levy_cents: Option<i32>, price_cents: Option<i32>,
    }
    lasting places_history by (id) {
        id: i32, facility_id: String, category: String, places: Option<i32>, places_on: Option<NaiveDate>,
        free_places: Option<i32>, counted_on: Option<NaiveDate>, version: i64,
    }
    lasting facility_change by (id) {
        id: i32, version: i64, facility_id: String, kind: String,
    }
    lasting register_history by (id) {
        id: i32, version: i64, facility_id: String, kind: String, at: NaiveDateTime, account_id: Option<i32>,
        author: String, request_id: String, changes: String,
    }
    lasting import_run by (id) {
        id: i32, version: i64, imported_at: NaiveDateTime, source: String, file_name: String, sha256: String,
        layout: String, rows_total: i32, rows_rejected: i32,
    }
    lasting statistics_import by (id) {
        id: i32, statistic: String, title: String, publisher: String, licence: String,
        imported_at: NaiveDateTime, file_name: String, sha256: String, layout: String, facts: i32,
        left_out: i32, warnings: i32,
    }
    lasting statistics_fact by (id) {
        id: i32, import_id: i32, measure: String, area: String, year: i32, sex: Option<String>,
        age_from: Option<i32>, age_to: Option<i32>, grade: Option<i32>, kind: Option<String>, sign: String,
        number: Option<f64>, quality: Option<String>, reference_date: Option<NaiveDate>,
    }
    lasting statistics_event by (id) {
        id: i32, import_id: i32, kind: String, at: NaiveDateTime,
    }
    lasting statistics_pattern by (measure, year) {
        measure: String, year: i32, cells: String,
    }
    lasting statistics_publication by (id) {
        id: i32, at: NaiveDateTime,
    }
    lasting account by (id) {
        id: i32, name: String, display_name: String, role: String, password_hash: Option<String>,
        disabled: bool, created_at: NaiveDateTime,
    }
    lasting account_facility by (account_id, facility_id) {
        account_id: i32, facility_id: String,
    }
    lasting account_event by (id) {
        id: i32, at: NaiveDateTime, account_id: i32, actor_id: Option<i32>, kind: String,
    }
    passing account_session by (token_hash) {
        token_hash: String, account_id: i32, created_at: NaiveDateTime, last_seen_at: NaiveDateTime,
    }
    passing account_invitation by (token_hash) {
        token_hash: String, account_id: i32, expires_at: NaiveDateTime,
    }
    passing sign_in_failure by (key_hash) {
        key_hash: String, failures: i32, window_start: NaiveDateTime,
    }
}

/// Writes rows into the open transaction, some at once.
struct Inserter<'a> {
    connection: &'a mut Connection,
    table: Option<&'static Table>,
    rows: Vec<Row>,
}

impl Inserter<'_> {
    fn flush(&mut self) -> Result<(), ContentError> {
        let rows = std::mem::take(&mut self.rows);
        match self.table {
            Some(table) if !rows.is_empty() => insert(self.connection, table, &rows),
            _ => Ok(()),
        }
    }
}

impl ContentSink for Inserter<'_> {
    fn table(&mut self, table: &'static Table) -> Result<(), ContentError> {
        self.flush()?;
        self.table = Some(table);
        Ok(())
    }

    fn row(&mut self, row: Vec<Value>) -> Result<(), ContentError> {
        self.rows.push(row);
        if self.rows.len() < CHUNK { Ok(()) } else { self.flush() }
    }
}

impl ContentStore for Store {
    fn tables(&self) -> &'static [Table] {
        TABLES
    }

    fn read_content(&self, sink: &mut dyn ContentSink) -> Result<(), ContentError> {
        self.read(|connection| {
            for table in TABLES {
                sink.table(table)?;
                read_table(connection, table, sink)?;
            }
            Ok(())
        })
    }

    fn write_content(
        &self,
        give: &mut dyn FnMut(&mut dyn ContentSink) -> Result<(), ContentError>,
    ) -> Result<(), ContentError> {
        self.change(|connection| {
            let version: i64 = schema::register_state::table
                .select(schema::register_state::version)
                .first(connection)
                .map_err(StoreError::from)?;
            // An empty database holds one row, the version 0.
            if version != 0 || count(connection)? != 1 {
                return Err(ContentError::NotEmpty { place: self.place() });
            }
            diesel::delete(schema::register_state::table).execute(connection).map_err(StoreError::from)?;
            let mut inserter = Inserter { connection, table: None, rows: Vec::new() };
            give(&mut inserter)?;
            inserter.flush()?;
            Self::after_content(connection)?;
            Ok(())
        })
    }
}
