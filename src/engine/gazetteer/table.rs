//! Reads the tables of `models/places` into checked rows.

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::GazetteerError;
use crate::areas::{Areas, Level};
use crate::units::{Ags, GeoPoint};

/// The texts of the files in `models/places`.
#[derive(Debug, Clone, Default)]
pub struct Tables {
    /// Municipalities, localities with their postcodes, and postcodes.
    pub places: String,
    /// Quarters and villages without a postcode of their own.
    pub localities: String,
    /// Further names of municipalities, localities and districts.
    pub aliases: String,
    /// Islands and peninsulas, each with the Ämter and municipalities it consists of.
    pub regions: String,
    /// Outlines of quarters, as GeoJSON; empty where none are known.
    pub quarters: String,
}

impl Tables {
    /// Takes each table from its path below `models/`.
    ///
    /// # Errors
    /// That of the first path which `text` does not find.
    pub fn read<E>(text: impl Fn(&str) -> Result<String, E>) -> Result<Self, E> {
        Ok(Self {
            places: text("places/places.csv")?,
            localities: text("places/localities.csv")?,
            aliases: text("places/aliases.csv")?,
            regions: text("places/regions.csv")?,
            quarters: text("places/quarters.geojson")?,
        })
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RowKind {
    /// The municipality itself: its point and the postcode of its seat.
    Municipality,
    /// A part of a municipality, or the municipality itself in a further postcode.
    Locality,
    /// A quarter of a town.
    Quarter,
    /// The centre of a postcode, and the municipality that lies in.
    Postcode,
}

#[derive(Debug)]
pub(super) struct Row {
    pub table: &'static str,
    pub line: usize,
    pub kind: RowKind,
    pub name: String,
    /// `None` where the table does not say in which postcode of its municipality a locality lies.
    pub postcode: Option<String>,
    pub municipality: Ags,
    pub point: GeoPoint,
}

/// Another name of a municipality, a locality or a district.
#[derive(Debug)]
pub(super) struct Alias {
    pub line: usize,
    pub alias: String,
    pub name: String,
    /// Of a municipality, also that of the locality in it, or of a district.
    pub key: String,
}

/// An island or peninsula.
#[derive(Debug)]
pub(super) struct Region {
    pub key: String,
    pub name: String,
    pub is_island: bool,
    /// Its municipalities.
    pub municipalities: Vec<Ags>,
}

/// The column `source` is for readers of the file.
#[derive(Deserialize)]
struct RawRow {
    kind: String,
    name: String,
    /// Only in the table of places.
    postcode: Option<String>,
    municipality_ags: String,
    lat: f64,
    lon: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawAlias {
    alias: String,
    name: String,
    key: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRegion {
    key: String,
    name: String,
    kind: String,
    members: String,
}

/// The rows of the tables of places and localities.
pub(super) fn read(tables: &Tables, areas: &Areas) -> Result<Vec<Row>, GazetteerError> {
    let mut rows = lines(&tables.places, "the gazetteer", |raw: RawRow, line| {
        let postcode = raw.postcode.clone().unwrap_or_default();
        if postcode.len() != 5 || !postcode.bytes().all(|b| b.is_ascii_digit()) {
            return Err(format!("postcode \"{postcode}\" has not 5 digits"));
        }
        check(raw, "the gazetteer", line, areas)
    })?;
    rows.extend(lines(&tables.localities, "the table of localities", |raw: RawRow, line| {
        match (raw.kind.as_str(), &raw.postcode) {
            ("place" | "quarter", None) => check(raw, "the table of localities", line, areas),
            (_, Some(_)) => Err("a locality of this table has no postcode".into()),
            (other, None) => Err(format!("kind \"{other}\" is none of place, quarter")),
        }
    })?);
    Ok(rows)
}

pub(super) fn read_aliases(tables: &Tables) -> Result<Vec<Alias>, GazetteerError> {
    lines(&tables.aliases, "the table of aliases", |raw: RawAlias, line| {
        Ok(Alias { line, alias: raw.alias, name: raw.name, key: raw.key })
    })
}

pub(super) fn read_regions(tables: &Tables, areas: &Areas) -> Result<Vec<Region>, GazetteerError> {
    lines(&tables.regions, "the table of regions", |raw: RawRegion, _| {
        let is_island = match raw.kind.as_str() {
            "island" => true,
            "peninsula" => false,
            other => return Err(format!("kind \"{other}\" is none of island, peninsula")),
        };
        let mut municipalities = Vec::new();
        for key in raw.members.split('|') {
            let member = areas.get(key).ok_or_else(|| format!("\"{key}\" is not an area"))?;
            for part in areas.within(Level::Municipality, member) {
                municipalities.push(Ags::parse(&part.key).map_err(|error| error.to_string())?);
            }
        }
        Ok(Region { key: raw.key, name: raw.name, is_island, municipalities })
    })
}

/// Reads each line of a table.
fn lines<R: DeserializeOwned, T>(
    text: &str,
    table: &'static str,
    check: impl Fn(R, usize) -> Result<T, String>,
) -> Result<Vec<T>, GazetteerError> {
    let mut checked = Vec::new();
    for (index, raw) in csv::Reader::from_reader(text.as_bytes()).deserialize().enumerate() {
        let line = index + 2;
        checked.push(check(raw?, line).map_err(|reason| GazetteerError::Row { table, line, reason })?);
    }
    Ok(checked)
}

fn check(raw: RawRow, table: &'static str, line: usize, areas: &Areas) -> Result<Row, String> {
    let kind = match raw.kind.as_str() {
        "municipality" => RowKind::Municipality,
        "place" => RowKind::Locality,
        "quarter" => RowKind::Quarter,
        "postcode" => RowKind::Postcode,
        other => return Err(format!("kind \"{other}\" is none of municipality, place, postcode")),
    };
    if (kind == RowKind::Postcode) != raw.name.trim().is_empty() {
        return Err("a municipality or place needs a name, and a postcode has none".into());
    }
    let municipality = Ags::parse(&raw.municipality_ags).map_err(|error| error.to_string())?;
    let area = areas.get(municipality.as_str()).filter(|area| area.level == Level::Municipality);
    let area = area.ok_or_else(|| format!("{municipality} is not a municipality in the table of areas"))?;
    if kind == RowKind::Municipality && raw.name != area.name {
        return Err(format!("{municipality} is \"{}\" here and \"{}\" among the areas", raw.name, area.name));
    }
    let point = GeoPoint::new(raw.lon, raw.lat).map_err(|error| error.to_string())?;
    Ok(Row { table, line, kind, name: raw.name, postcode: raw.postcode, municipality, point })
}
