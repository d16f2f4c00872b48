//! The tables of a GeoPackage and what it says about its layers.

use diesel::prelude::*;
use diesel::sql_types::{Double, Integer, Nullable, Text};
use diesel::sqlite::SqliteConnection;

use super::DEGREES;
use crate::opendata::{Collection, GeometryKind, Kind};
use crate::store::StoreError;

/// The tables that every GeoPackage has, in the words of the standard. The application id is "GPKG", the version 1.3.0.
pub(super) const DOCUMENT: &str = r#"
PRAGMA application_id = 1196444487;
PRAGMA user_version = 10300;
CREATE TABLE gpkg_spatial_ref_sys (
    srs_name TEXT NOT NULL,
    srs_id INTEGER NOT NULL PRIMARY KEY,
    organization TEXT NOT NULL,
    organization_coordsys_id INTEGER NOT NULL,
    definition TEXT NOT NULL,
    description TEXT
);
INSERT INTO gpkg_spatial_ref_sys VALUES
    ('Undefined Cartesian SRS', -1, 'NONE', -1, 'undefined', 'undefined Cartesian coordinate reference system'),
    ('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', 'undefined geographic coordinate reference system'),
    ('WGS 84', 4326, 'EPSG', 4326,
     'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AXIS["Latitude",NORTH],AXIS["Longitude",EAST],AUTHORITY["EPSG","4326"]]',
     'longitude and latitude in degrees');
CREATE TABLE gpkg_contents (
    table_name TEXT NOT NULL PRIMARY KEY,
    data_type TEXT NOT NULL,
    identifier TEXT UNIQUE,
    description TEXT DEFAULT '',
    last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
    min_x DOUBLE,
    min_y DOUBLE,
    max_x DOUBLE,
    max_y DOUBLE,
    srs_id INTEGER,
    CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id)
);
CREATE TABLE gpkg_geometry_columns (
    table_name TEXT NOT NULL,
    column_name TEXT NOT NULL,
    geometry_type_name TEXT NOT NULL,
    srs_id INTEGER NOT NULL,
    z TINYINT NOT NULL,
    m TINYINT NOT NULL,
    CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
    CONSTRAINT uk_gc_table_name UNIQUE (table_name),
    CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
    CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id)
);
"#;

/// The standard asks for the time of the last change. It is not known of all data, and the file must depend on the data
/// alone, so it is the beginning of the epoch for all.
const LAST_CHANGE: &str = "1970-01-01T00:00:00.000Z";

/// A name in a statement.
pub(super) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// The table with the rows of a layer whose outlines are shared.
pub(super) fn rows_of(of: &Collection) -> String {
    format!("{}_rows", of.id)
}

/// The table with those outlines.
pub(super) fn outlines_of(of: &Collection) -> String {
    format!("{}_outlines", of.id)
}

fn geometry_type(of: &Collection) -> &'static str {
    match of.geometry {
        GeometryKind::Point => "POINT",
        GeometryKind::MultiPolygon => "MULTIPOLYGON",
    }
}

/// The id and the properties, each after a comma.
fn columns(of: &Collection) -> String {
    let mut columns = String::from(", id TEXT NOT NULL");
    for property in &of.properties {
        let kind = match property.kind {
            Kind::Text => "TEXT",
            Kind::Whole => "INTEGER",
            Kind::Number => "DOUBLE",
            Kind::Date => "DATE",
            Kind::YesNo => "BOOLEAN",
        };
        columns.push_str(&format!(", {} {kind}", quoted(&property.name)));
    }
    columns
}

/// The first column of every table.
const NUMBER: &str = "fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL";

/// A table with a geometry in each row.
pub(super) fn feature_table(of: &Collection) -> String {
    format!("CREATE TABLE {} ({NUMBER}, geom {}{});", quoted(&of.id), geometry_type(of), columns(of))
}

/// Outlines, rows that name one each, and the view of both. GDAL takes a column `OGC_FID` of a view as the row number.
pub(super) fn joined_tables(of: &Collection) -> String {
    let (layer, rows, outlines) = (quoted(&of.id), quoted(&rows_of(of)), quoted(&outlines_of(of)));
    let properties: String = of.properties.iter().map(|it| format!(", r.{}", quoted(&it.name))).collect();
    format!(
        "CREATE TABLE {outlines} ({NUMBER}, geom {kind});
         CREATE TABLE {rows} ({NUMBER}, outline INTEGER REFERENCES {outlines}(fid){columns});
         CREATE VIEW {layer} AS SELECT r.fid AS OGC_FID, o.geom AS geom, r.id AS id{properties}
         FROM {rows} r LEFT JOIN {outlines} o ON o.fid = r.outline;",
        kind = geometry_type(of),
        columns = columns(of),
    )
}

/// Says that a table or view is a layer with geometries.
pub(super) fn describe_features(
    connection: &mut SqliteConnection,
    of: &Collection,
    table: &str,
) -> Result<(), StoreError> {
    let title = if table == of.id { of.title_de.clone() } else { format!("{} (Umrisse)", of.title_de) };
    describe(connection, of, (table, "features", &title))?;
    diesel::sql_query("INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', ?, ?, 0, 0)")
        .bind::<Text, _>(table)
        .bind::<Text, _>(geometry_type(of))
        .bind::<Integer, _>(DEGREES)
        .execute(connection)?;
    Ok(())
}

/// Says what the rows and outlines are that a view joins.
pub(super) fn describe_parts(connection: &mut SqliteConnection, of: &Collection) -> Result<(), StoreError> {
    describe_features(connection, of, &outlines_of(of))?;
    describe(connection, of, (&rows_of(of), "attributes", &format!("{} (Tabelle)", of.title_de)))
}

fn describe(
    connection: &mut SqliteConnection,
    of: &Collection,
    (table, kind, title): (&str, &str, &str),
) -> Result<(), StoreError> {
    let bounds = of.bounds.map_or([None; 4], |corners| corners.map(Some));
    let insert = "INSERT INTO gpkg_contents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    let mut query = diesel::sql_query(insert)
        .into_boxed::<diesel::sqlite::Sqlite>()
        .bind::<Text, _>(table)
        .bind::<Text, _>(kind)
        .bind::<Text, _>(title)
        .bind::<Text, _>(format!("{} {}", of.description_de, of.attribution))
        .bind::<Text, _>(LAST_CHANGE);
    for corner in bounds {
        query = query.bind::<Nullable<Double>, _>(corner);
    }
    query.bind::<Integer, _>(DEGREES).execute(connection)?;
    Ok(())
}
