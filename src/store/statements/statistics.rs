//! Imports of official statistics: append only. An import is kept with its manifest and counts once it is released.
//! Released imports of one statistic complete each other; where two have a figure, that of the later release counts.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::{Connection, Store};
use crate::indicators::formula::Ages;
use crate::statistics::{FactKey, Figure, Sign, StatFact};
use crate::store::tables::schema::{
    statistics_event, statistics_fact, statistics_import, statistics_pattern, statistics_publication,
};
use crate::store::{Manifest, ReleaseError, StatisticsImport, StatisticsStore, StoreError, StoredPattern};
use crate::units::Sex;

/// Rows an insert may carry: SQLite binds at most 32,766 values, PostgreSQL 65,535.
const CHUNK: usize = 2_000;

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
    reference_date: Option<NaiveDate>,
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
    reference_date: Option<NaiveDate>,
}

fn count(number: i32) -> u32 {
    u32::try_from(number).unwrap_or_default()
}

fn column(number: u32) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

impl StatisticsStore for Store {
    fn statistics_imports(&self) -> Result<Vec<StatisticsImport>, StoreError> {
        self.read(imports)
    }

    fn statistics_version(&self) -> Result<u64, StoreError> {
        let last: Option<i32> = statistics_event::table
            .select(diesel::dsl::max(statistics_event::id))
            .first(&mut *self.connection()?)?;
        Ok(last.map_or(0, |id| u64::from(id.unsigned_abs())))
    }

    fn released_statistics(&self) -> Result<Vec<(StatisticsImport, Vec<StatFact>)>, StoreError> {
        self.read(|connection| {
            let order = released(connection)?;
            let mut imports: Vec<StatisticsImport> =
                imports(connection)?.into_iter().filter(|import| import.is_released).collect();
            imports.sort_by_key(|import| order.iter().position(|(id, _)| *id == import.id));
            let with_facts = |import: StatisticsImport| Ok((import.clone(), facts(connection, import.id)?));
            imports.into_iter().map(with_facts).collect()
        })
    }

    fn add_statistics(&self, manifest: &Manifest, facts: &[StatFact]) -> Result<u32, StoreError> {
        self.change(|connection| {
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
        self.change(|connection| {
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
        self.change(|connection| {
            let of_statistic = |order: Vec<(u32, String)>| {
                order.into_iter().rev().find(|(_, of)| of == statistic).map(|(id, _)| id)
            };
            let last = of_statistic(released(connection)?);
            let last = last.ok_or_else(|| ReleaseError::NothingReleased(statistic.to_owned()))?;
            event(connection, last, "rollback", at)?;
            Ok((last, of_statistic(released(connection)?)))
        })
    }

    fn withdraw_statistics(&self, id: u32, at: NaiveDateTime) -> Result<(), ReleaseError> {
        self.change(|connection| {
            if !imports(connection)?.iter().any(|import| import.id == id) {
                return Err(ReleaseError::NoImport(id));
            }
            if !released(connection)?.iter().any(|(known, _)| *known == id) {
                return Err(ReleaseError::NotReleased(id));
            }
            event(connection, id, "rollback", at)?;
            Ok(())
        })
    }

    fn patterns(&self) -> Result<(u64, Vec<StoredPattern>), StoreError> {
        self.read(|connection| {
            let rows: Vec<(String, i32, String)> = statistics_pattern::table.load(connection)?;
            let pattern = |(measure, year, cells)| StoredPattern { measure, year, cells };
            Ok((publications(connection)?, rows.into_iter().map(pattern).collect()))
        })
    }

    fn keep_patterns(
        &self,
        seen: u64,
        patterns: &[StoredPattern],
        at: NaiveDateTime,
    ) -> Result<bool, StoreError> {
        self.change(|connection| {
            if publications(connection)? != seen {
                return Ok(false);
            }
            for pattern in patterns {
                diesel::insert_into(statistics_pattern::table)
                    .values((
                        statistics_pattern::measure.eq(&pattern.measure),
                        statistics_pattern::year.eq(pattern.year),
                        statistics_pattern::cells.eq(&pattern.cells),
                    ))
                    .on_conflict((statistics_pattern::measure, statistics_pattern::year))
                    .do_update()
                    .set(statistics_pattern::cells.eq(&pattern.cells))
                    .execute(connection)?;
            }
            diesel::insert_into(statistics_publication::table)
                .values(statistics_publication::at.eq(at))
                .execute(connection)?;
            Ok(true)
        })
    }
}

/// The number of the last change of the patterns.
fn publications(connection: &mut Connection) -> Result<u64, StoreError> {
    let last: Option<i32> = statistics_publication::table
        .select(diesel::dsl::max(statistics_publication::id))
        .first(connection)?;
    Ok(last.map_or(0, |id| u64::from(id.unsigned_abs())))
}

fn event(connection: &mut Connection, id: u32, kind: &str, at: NaiveDateTime) -> Result<(), StoreError> {
    diesel::insert_into(statistics_event::table)
        .values((
            statistics_event::import_id.eq(column(id)),
            statistics_event::kind.eq(kind),
            statistics_event::at.eq(at),
        ))
        .execute(connection)?;
    Ok(())
}

/// Imports that count with their statistics, in the order of their releases. Releases and roll-backs are played in
/// their order; a roll-back takes away the import that it names.
fn released(connection: &mut Connection) -> Result<Vec<(u32, String)>, StoreError> {
    let events: Vec<(i32, String, String)> = statistics_event::table
        .inner_join(statistics_import::table)
        .order(statistics_event::id)
        .select((statistics_event::import_id, statistics_event::kind, statistics_import::statistic))
        .load(connection)?;
    let mut released: Vec<(u32, String)> = Vec::new();
    for (id, kind, statistic) in events {
        released.retain(|(known, _)| *known != count(id));
        if kind == "release" {
            released.push((count(id), statistic));
        }
    }
    Ok(released)
}

/// All imports, oldest first.
fn imports(connection: &mut Connection) -> Result<Vec<StatisticsImport>, StoreError> {
    let rows: Vec<ImportRow> = statistics_import::table.order(statistics_import::id).load(connection)?;
    let order = released(connection)?;
    let is_released = |id: i32| order.iter().any(|(known, _)| *known == count(id));
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

fn facts(connection: &mut Connection, id: u32) -> Result<Vec<StatFact>, StoreError> {
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
        reference_date: fact.date,
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
        date: row.reference_date,
        line: 0,
    })
}
