//! Imports of official statistics: append only. An import is kept with its manifest; it counts once it is
//! released, and a roll-back puts the release before it in its place.

use std::collections::BTreeMap;

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::SqliteStore;
use super::schema::{statistics_event, statistics_fact, statistics_import};
use crate::indicators::formula::Ages;
use crate::statistics::intake::FactKey;
use crate::statistics::{Figure, Sign, StatFact};
use crate::store::{Manifest, ReleaseError, StatisticsImport, StatisticsStore, StoreError};
use crate::units::Sex;

/// Rows an insert may carry: SQLite binds at most 32,766 values.
const CHUNK: usize = 2_000;

impl From<diesel::result::Error> for ReleaseError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Database(error.into())
    }
}

#[derive(Queryable)]
struct ImportRow {
    id: i32,
    statistic: String,
    title: String,
    publisher: String,
    licence: String,
    imported_at: NaiveDateTime,
    file_name: String,
    sha256: String,
    layout: String,
    facts: i32,
    left_out: i32,
    warnings: i32,
}

#[derive(Queryable)]
struct FactRow {
    _id: i32,
    import_id: i32,
    measure: String,
    area: String,
    year: i32,
    sex: Option<String>,
    age_from: Option<i32>,
    age_to: Option<i32>,
    grade: Option<i32>,
    kind: Option<String>,
    sign: String,
    number: Option<f64>,
    quality: Option<String>,
}

#[derive(Insertable)]
#[diesel(table_name = statistics_fact)]
struct NewFact<'a> {
    import_id: i32,
    measure: &'a str,
    area: &'a str,
    year: i32,
    sex: Option<&'static str>,
    age_from: Option<i32>,
    age_to: Option<i32>,
    grade: Option<i32>,
    kind: Option<&'a str>,
    sign: &'static str,
    number: Option<f64>,
    quality: Option<String>,
}

fn count(number: i32) -> u32 {
    u32::try_from(number).unwrap_or_default()
}

fn column(number: u32) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

impl StatisticsStore for SqliteStore {
    fn statistics_imports(&self) -> Result<Vec<StatisticsImport>, StoreError> {
        self.connection()?.transaction(|connection| imports(connection))
    }

    fn statistics_version(&self) -> Result<u64, StoreError> {
        let last: Option<i32> = statistics_event::table
            .select(diesel::dsl::max(statistics_event::id))
            .first(&mut *self.connection()?)?;
        Ok(last.map_or(0, |id| u64::from(id.unsigned_abs())))
    }

    fn released_statistics(&self) -> Result<Vec<(StatisticsImport, Vec<StatFact>)>, StoreError> {
        self.connection()?.transaction(|connection| {
            let mut released = Vec::new();
            for import in imports(connection)?.into_iter().filter(|import| import.is_released) {
                let facts = facts(connection, import.id)?;
                released.push((import, facts));
            }
            Ok(released)
        })
    }

    fn add_statistics(&self, manifest: &Manifest, facts: &[StatFact]) -> Result<u32, StoreError> {
        self.connection()?.immediate_transaction(|connection| {
            let id: i32 = diesel::insert_into(statistics_import::table)
                .values((
                    statistics_import::statistic.eq(&manifest.statistic),
                    statistics_import::title.eq(&manifest.title),
                    statistics_import::publisher.eq(&manifest.publisher),
                    statistics_import::licence.eq(&manifest.licence),
                    statistics_import::imported_at.eq(manifest.imported_at),
                    statistics_import::file_name.eq(&manifest.file_name),
                    statistics_import::sha256.eq(&manifest.sha256),
                    statistics_import::layout.eq(&manifest.layout),
                    statistics_import::facts.eq(column(manifest.facts)),
                    statistics_import::left_out.eq(column(manifest.left_out)),
                    statistics_import::warnings.eq(column(manifest.warnings)),
                ))
                .returning(statistics_import::id)
                .get_result(connection)?;
            for chunk in facts.chunks(CHUNK) {
                let rows: Vec<NewFact> = chunk.iter().map(|fact| new_fact(id, fact)).collect();
                diesel::insert_into(statistics_fact::table).values(&rows).execute(connection)?;
            }
            Ok(count(id))
        })
    }

    fn release_statistics(&self, id: u32, at: NaiveDateTime) -> Result<(), ReleaseError> {
        self.connection()?.immediate_transaction(|connection| {
            let all = imports(connection)?;
            let import = all.iter().find(|import| import.id == id).ok_or(ReleaseError::NoImport(id))?;
            if import.is_released {
                return Err(ReleaseError::Released(id));
            }
            event(connection, id, "release", at)?;
            Ok(())
        })
    }

    fn roll_back_statistics(
        &self,
        statistic: &str,
        at: NaiveDateTime,
    ) -> Result<(u32, Option<u32>), ReleaseError> {
        self.connection()?.immediate_transaction(|connection| {
            let all = imports(connection)?;
            let released = all.iter().find(|it| it.is_released && it.manifest.statistic == statistic);
            let released = released.ok_or_else(|| ReleaseError::NothingReleased(statistic.to_owned()))?.id;
            event(connection, released, "rollback", at)?;
            let now = imports(connection)?;
            let before = now.iter().find(|it| it.is_released && it.manifest.statistic == statistic);
            Ok((released, before.map(|import| import.id)))
        })
    }
}

fn event(
    connection: &mut SqliteConnection,
    id: u32,
    kind: &str,
    at: NaiveDateTime,
) -> Result<(), StoreError> {
    diesel::insert_into(statistics_event::table)
        .values((
            statistics_event::import_id.eq(column(id)),
            statistics_event::kind.eq(kind),
            statistics_event::at.eq(at),
        ))
        .execute(connection)?;
    Ok(())
}

/// All imports; releases and roll-backs are played in their order, a statistic is a stack of them.
fn imports(connection: &mut SqliteConnection) -> Result<Vec<StatisticsImport>, StoreError> {
    let rows: Vec<ImportRow> = statistics_import::table.order(statistics_import::id).load(connection)?;
    let events: Vec<(i32, String, String)> = statistics_event::table
        .inner_join(statistics_import::table)
        .order(statistics_event::id)
        .select((statistics_event::import_id, statistics_event::kind, statistics_import::statistic))
        .load(connection)?;
    let mut stacks: BTreeMap<String, Vec<i32>> = BTreeMap::new();
    for (id, kind, statistic) in events {
        let stack = stacks.entry(statistic).or_default();
        match kind.as_str() {
            "release" => stack.push(id),
            _ => drop(stack.pop()),
        }
    }
    let is_released = |id: i32| stacks.values().any(|stack| stack.last() == Some(&id));
    let imports = rows.into_iter().map(|row| StatisticsImport {
        id: count(row.id),
        is_released: is_released(row.id),
        manifest: Manifest {
            statistic: row.statistic,
            title: row.title,
            publisher: row.publisher,
            licence: row.licence,
            imported_at: row.imported_at,
            file_name: row.file_name,
            sha256: row.sha256,
            layout: row.layout,
            facts: count(row.facts),
            left_out: count(row.left_out),
            warnings: count(row.warnings),
        },
    });
    Ok(imports.collect())
}

fn facts(connection: &mut SqliteConnection, id: u32) -> Result<Vec<StatFact>, StoreError> {
    let rows: Vec<FactRow> = statistics_fact::table
        .filter(statistics_fact::import_id.eq(column(id)))
        .order(statistics_fact::id)
        .load(connection)?;
    rows.into_iter().map(fact).collect()
}

fn new_fact(import_id: i32, fact: &StatFact) -> NewFact<'_> {
    let key = &fact.key;
    NewFact {
        import_id,
        measure: &key.measure,
        area: &key.area,
        year: key.year,
        sex: key.sex.map(|sex| if sex == Sex::Male { "m" } else { "f" }),
        age_from: key.ages.map(|ages| i32::from(ages.from)),
        age_to: key.ages.and_then(|ages| ages.to).map(i32::from),
        grade: key.grade.map(i32::from),
        kind: key.kind.as_deref(),
        sign: fact.figure.sign.word(),
        number: fact.figure.number,
        quality: fact.figure.quality.map(String::from),
    }
}

fn fact(row: FactRow) -> Result<StatFact, StoreError> {
    let bad = |what: &str| StoreError::BadFigure { import: count(row.import_id), what: what.to_owned() };
    let small = |number: Option<i32>, what: &str| {
        number.map(|number| u8::try_from(number).map_err(|_| bad(what))).transpose()
    };
    let (from, to) = (small(row.age_from, "age_from")?, small(row.age_to, "age_to")?);
    let sex = match row.sex.as_deref() {
        None => None,
        Some("m") => Some(Sex::Male),
        Some("f") => Some(Sex::Female),
        Some(_) => return Err(bad("sex")),
    };
    Ok(StatFact {
        key: FactKey {
            measure: row.measure,
            area: row.area,
            year: row.year,
            sex,
            ages: from.map(|from| Ages { from, to }),
            grade: small(row.grade, "grade")?,
            kind: row.kind,
        },
        figure: Figure {
            sign: Sign::from_word(&row.sign).ok_or_else(|| StoreError::BadFigure {
                import: count(row.import_id),
                what: "sign".to_owned(),
            })?,
            number: row.number,
            quality: row.quality.and_then(|quality| quality.chars().next()),
        },
        line: 0,
    })
}
