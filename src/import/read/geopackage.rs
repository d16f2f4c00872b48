//! GeoPackage (OGC 12-128): the rows of a layer, their plain columns and the point of their geometry.

use super::features::Features;
use super::shapefile::{others, unread};
use super::sqlite::{Database, TableHead, Value};
use super::table::{Geometry, Kind, Table};
use super::{Fault, Limits, Options, wkb};
use crate::import::notes::Sentence;

fn damaged(cause: impl Into<Sentence>) -> Fault {
    Fault::Damaged { part: "GeoPackage".to_owned(), cause: cause.into() }
}

fn unreadable(table: &str) -> Fault {
    damaged((format!("the table {table} cannot be read"), format!("die Tabelle {table} ist nicht lesbar")))
}

pub(super) fn read(bytes: &[u8], options: &Options, limits: &Limits) -> Result<Table, Fault> {
    let database = Database::open(bytes).ok_or_else(|| {
        damaged(("its head is not that of an SQLite file", "der Anfang ist nicht der einer SQLite-Datei"))
    })?;
    let tables = database.tables().ok_or_else(|| {
        damaged(("its list of tables cannot be read", "das Verzeichnis der Tabellen ist nicht lesbar"))
    })?;
    let contents = rows(&database, &tables, "gpkg_contents", limits)?;
    if contents.is_empty() {
        return Err(Fault::OtherDatabase);
    }
    let geometries = rows(&database, &tables, "gpkg_geometry_columns", limits)?;
    let systems = rows(&database, &tables, "gpkg_spatial_ref_sys", limits)?;
    let names: Vec<String> = ["features", "attributes"]
        .into_iter()
        .flat_map(|kind| contents.iter().filter(move |row| row.text("data_type") == kind))
        .map(|row| row.text("table_name"))
        .collect();
    options.check_sheets(&names)?;
    let is_wanted = |name: &&String| options.sheets.is_empty() || options.sheets.contains(name);
    let layer = names.iter().find(is_wanted).ok_or(Fault::Empty)?;
    let head = tables
        .iter()
        .find(|table| table.name == *layer)
        .ok_or_else(|| damaged(("a layer is missing", "eine Ebene fehlt")))?;
    let geometry = geometries.iter().find(|row| row.text("table_name") == *layer);
    let column = geometry.map(|row| row.text("column_name"));
    let crs = geometry.and_then(|row| system(&systems, &row.text("srs_id")));
    let mut table = layer_rows(&database, head, column.as_deref(), crs, limits)?;
    table.remarks.extend(others(&names, layer));
    table.unread_sheets = unread(&names, layer, options);
    if database.has_log() {
        let en = "the file was open in a program: changes that stand in a file ending in -wal beside it are not read";
        let de = "Die Datei war in einem Programm geöffnet: Änderungen in der Datei daneben, die auf -wal endet, wurden nicht gelesen.";
        table.remarks.push((en, de).into());
    }
    Ok(table)
}

/// A row of one of the tables that describe a GeoPackage.
struct Described<'a> {
    columns: &'a [String],
    values: Vec<Value>,
}

impl Described<'_> {
    fn text(&self, column: &str) -> String {
        let at = self.columns.iter().position(|name| name == column);
        at.and_then(|at| self.values.get(at)).map(Value::text).unwrap_or_default()
    }
}

fn rows<'a>(
    database: &Database,
    tables: &'a [TableHead],
    name: &str,
    limits: &Limits,
) -> Result<Vec<Described<'a>>, Fault> {
    let Some(head) = tables.iter().find(|table| table.name == name) else { return Ok(Vec::new()) };
    let mut rows = Vec::new();
    let read = database.rows(head, &mut |values| {
        rows.push(Described { columns: &head.columns, values });
        rows.len() < limits.rows
    });
    read.ok_or_else(|| unreadable(name))?;
    Ok(rows)
}

/// The name of a coordinate system by its number in the file.
fn system(systems: &[Described], id: &str) -> Option<String> {
    let row = systems.iter().find(|row| row.text("srs_id") == id)?;
    let (authority, code) = (row.text("organization"), row.text("organization_coordsys_id"));
    if authority.eq_ignore_ascii_case("EPSG") {
        return Some(format!("EPSG:{code}"));
    }
    // -1 and 0 stand for "not known".
    (!matches!(id, "-1" | "0")).then(|| row.text("srs_name"))
}

fn layer_rows(
    database: &Database,
    head: &TableHead,
    geometry: Option<&str>,
    crs: Option<String>,
    limits: &Limits,
) -> Result<Table, Fault> {
    let at = geometry.and_then(|name| head.columns.iter().position(|column| column == name));
    let mut features = Features::new(limits);
    let mut fault = None;
    let read = database.rows(head, &mut |values| {
        let point = match at.and_then(|at| values.get(at)) {
            None | Some(Value::Null) => Geometry::Absent,
            Some(Value::Blob(blob)) => wkb::of_geopackage(blob).map_or_else(
                || Geometry::Other("a geometry that cannot be read".to_owned()),
                |shape| shape.into_geometry(),
            ),
            Some(_) => Geometry::Other("no geometry".to_owned()),
        };
        let plain = head.columns.iter().zip(&values).enumerate().filter(|(index, _)| Some(*index) != at);
        let cells = plain.map(|(_, (name, value))| (name.clone(), value.text()));
        fault = features.push(cells, point).err();
        fault.is_none()
    });
    if let Some(fault) = fault {
        return Err(fault);
    }
    read.ok_or_else(|| unreadable(&head.name))?;
    features.finish(Kind::GeoPackage, (format!("layer {}", head.name), format!("Ebene {}", head.name)), crs)
}
