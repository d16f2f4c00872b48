//! Writes a collection as a GeoPackage (OGC 12-128r18, version 1.3): an SQLite file with typed columns and geometries.
//!
//! Figures have a row an area and year, and an outline in each row would be a hundred megabytes. Where items share
//! outlines, each is written once: the layer is a view that joins the rows with their outlines, as the standard allows.

mod geometry;
mod schema;

use std::collections::HashMap;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::query_builder::{BoxedSqlQuery, SqlQuery};
use diesel::sql_types::{BigInt, Binary, Bool, Double, Nullable, Text};
use diesel::sqlite::{Sqlite, SqliteConnection};

use super::StoreError;
use crate::opendata::{Collection, GeometryKind, Items, Shape, Value};
use crate::units::Stop;

/// EPSG:4326, in which all geometries are written: longitude, latitude.
const DEGREES: i32 = 4326;

type Bound<'a> = BoxedSqlQuery<'a, Sqlite, SqlQuery>;

/// The bytes of a GeoPackage with the collection as its first layer; `None` if nobody waits for it any more. They depend
/// on the collection alone.
///
/// # Errors
/// [`StoreError::Query`] where SQLite refuses a statement.
pub fn write_geopackage(
    of: &Collection,
    items: &dyn Items,
    stop: &Stop,
) -> Result<Option<Vec<u8>>, StoreError> {
    let mut connection = SqliteConnection::establish(":memory:")
        .map_err(|error| StoreError::Open { path: ":memory:".into(), cause: error.to_string() })?;
    connection.batch_execute(schema::DOCUMENT)?;
    let outlines = SharedOutlines::of(of, items);
    let is_whole = connection.transaction(|connection| -> Result<bool, StoreError> {
        match &outlines {
            Some(outlines) => write_joined(connection, (of, items), outlines, stop),
            None => {
                connection.batch_execute(&schema::feature_table(of))?;
                schema::describe_features(connection, of, &of.id)?;
                let geometry = |item| Link::Geometry(items.shape(item).map(geometry::blob));
                write_rows(connection, (of, items), &of.id, geometry, stop)
            }
        }
    })?;
    if !is_whole {
        return Ok(None);
    }
    let file = connection.serialize_database_to_buffer();
    Ok(Some(file.try_as_slice()?.to_vec()))
}

/// The outlines of items, of which several have the same.
struct SharedOutlines<'a> {
    each: Vec<Shape<'a>>,
    /// The number of the outline of an item, counted from 1.
    of_item: Vec<Option<i64>>,
}

impl<'a> SharedOutlines<'a> {
    /// `None` where no two items share one. Items of one area hand out the same outline, so its address tells.
    fn of(of: &Collection, items: &'a dyn Items) -> Option<Self> {
        if of.geometry != GeometryKind::MultiPolygon {
            return None;
        }
        let (mut numbers, mut each, mut of_item) = (HashMap::new(), Vec::new(), Vec::new());
        let mut with_outline = 0;
        for item in 0..items.count() {
            let Some(Shape::Outline(outline)) = items.shape(item) else {
                of_item.push(None);
                continue;
            };
            with_outline += 1;
            let number = *numbers.entry(std::ptr::from_ref(outline)).or_insert_with(|| {
                each.push(Shape::Outline(outline));
                each.len() as i64
            });
            of_item.push(Some(number));
        }
        (each.len() < with_outline).then_some(Self { each, of_item })
    }
}

/// Outlines, rows, and the layer that joins them.
fn write_joined(
    connection: &mut SqliteConnection,
    (of, items): (&Collection, &dyn Items),
    outlines: &SharedOutlines<'_>,
    stop: &Stop,
) -> Result<bool, StoreError> {
    connection.batch_execute(&schema::joined_tables(of))?;
    schema::describe_features(connection, of, &of.id)?;
    schema::describe_parts(connection, of)?;
    let insert = format!("INSERT INTO {} (geom) VALUES (?)", schema::quoted(&schema::outlines_of(of)));
    for outline in &outlines.each {
        diesel::sql_query(&insert).bind::<Binary, _>(geometry::blob(*outline)).execute(connection)?;
    }
    let link = |item: usize| Link::Outline(outlines.of_item.get(item).copied().flatten());
    write_rows(connection, (of, items), &schema::rows_of(of), link, stop)
}

/// What a row has in its second column.
enum Link {
    Geometry(Option<Vec<u8>>),
    /// The number of an outline.
    Outline(Option<i64>),
}

fn write_rows(
    connection: &mut SqliteConnection,
    (of, items): (&Collection, &dyn Items),
    table: &str,
    link: impl Fn(usize) -> Link,
    stop: &Stop,
) -> Result<bool, StoreError> {
    let marks = vec!["?"; of.properties.len() + 2].join(", ");
    // The row number is the first column and is given by the database.
    let insert = format!("INSERT INTO {} VALUES (NULL, {marks})", schema::quoted(table));
    for item in 0..items.count() {
        if stop.is_requested() {
            return Ok(false);
        }
        let mut query = diesel::sql_query(&insert).into_boxed::<Sqlite>();
        query = match link(item) {
            Link::Geometry(blob) => query.bind::<Nullable<Binary>, _>(blob),
            Link::Outline(number) => query.bind::<Nullable<BigInt>, _>(number),
        };
        query = query.bind::<Text, _>(items.id(item).into_owned());
        for at in 0..of.properties.len() {
            query = bind(query, items.value(item, at));
        }
        query.execute(connection)?;
    }
    Ok(true)
}

fn bind<'a>(query: Bound<'a>, value: Value<'_>) -> Bound<'a> {
    match value {
        Value::Missing => query.bind::<Nullable<Text>, _>(None::<String>),
        Value::Text(text) => query.bind::<Text, _>(text.into_owned()),
        Value::Whole(number) => query.bind::<BigInt, _>(number),
        Value::Number(number) => query.bind::<Double, _>(number),
        Value::Date(day) => query.bind::<Text, _>(day.to_string()),
        Value::YesNo(yes) => query.bind::<Bool, _>(yes),
    }
}
