//! GeoJSON (RFC 7946), feature by feature: properties are the columns, a point is the position.

use std::collections::{BTreeSet, HashMap};
use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::builder::TableBuilder;
use super::table::{Geometry, Kind, Row, Table};
use super::{Fault, Limits};

pub(super) fn read(text: &str, encoding: &str, limits: &Limits) -> Result<Table, Fault> {
    let mut features = Features {
        builder: TableBuilder::new(limits),
        limits,
        columns: Columns::default(),
        nested: BTreeSet::new(),
        fault: None,
        count: 0,
    };
    let mut json = serde_json::Deserializer::from_str(text);
    let seen = Collection(&mut features).deserialize(&mut json).and_then(|seen| json.end().map(|()| seen));
    if let Some(fault) = features.fault {
        return Err(fault);
    }
    let seen = seen.map_err(|cause| Fault::GeoJson(cause.to_string()))?;
    if !seen.is_collection || !seen.has_features {
        let hint = "expected {\"type\": \"FeatureCollection\", \"features\": [...]}";
        return Err(Fault::GeoJson(hint.into()));
    }
    if features.columns.names.is_empty() {
        return Err(Fault::Empty);
    }
    let mut details = encoding.to_owned();
    if !features.nested.is_empty() {
        let names: Vec<&str> = features.nested.iter().map(String::as_str).collect();
        details.push_str(&format!(", objects inside of properties are not read ({})", names.join(", ")));
    }
    features.builder.finish_with_header(Kind::GeoJson, details, features.columns.names)
}

/// The names of properties in the order in which they first occur.
#[derive(Default)]
struct Columns {
    names: Vec<String>,
    positions: HashMap<String, usize>,
}

impl Columns {
    fn position(&mut self, name: String) -> usize {
        let next = self.names.len();
        let names = &mut self.names;
        *self.positions.entry(name).or_insert_with_key(|name| {
            names.push(name.clone());
            next
        })
    }
}

struct Features<'a> {
    builder: TableBuilder<'a>,
    limits: &'a Limits,
    columns: Columns,
    /// Properties that held an object somewhere.
    nested: BTreeSet<String>,
    /// What a limit had to say; the JSON reader knows only its own errors.
    fault: Option<Fault>,
    count: usize,
}

impl Features<'_> {
    fn push(&mut self, feature: Feature) -> Result<(), Fault> {
        self.count += 1;
        let line = self.count;
        let id = feature.id.map(|id| ("id".to_owned(), id));
        let mut cells = Vec::new();
        for (name, Cell { text, is_nested }) in id.into_iter().chain(feature.properties.unwrap_or_default().0)
        {
            if is_nested {
                self.nested.insert(name.clone());
            }
            let position = self.columns.position(name);
            if position >= self.limits.columns {
                return Err(Fault::Columns { line, limit: self.limits.columns });
            }
            if cells.len() <= position {
                cells.resize(position + 1, String::new());
            }
            if let Some(cell) = cells.get_mut(position) {
                *cell = text;
            }
        }
        let geometry = feature.geometry.map_or(Geometry::Absent, GeometryJson::into_geometry);
        self.builder.push_row(Row { line, cells, geometry, ..Row::default() })
    }
}

#[derive(Default)]
struct Seen {
    is_collection: bool,
    has_features: bool,
}

struct Collection<'f, 'a>(&'f mut Features<'a>);

impl<'de> DeserializeSeed<'de> for Collection<'_, '_> {
    type Value = Seen;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Seen, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Collection<'_, '_> {
    type Value = Seen;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a FeatureCollection")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Seen, A::Error> {
        let mut seen = Seen::default();
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "type" => seen.is_collection = map.next_value::<Cell>()?.text == "FeatureCollection",
                "features" => {
                    map.next_value_seed(FeatureList(&mut *self.0))?;
                    seen.has_features = true;
                }
                "crs" => {
                    map.next_value::<Option<Crs>>()?.unwrap_or_default().check().map_err(A::Error::custom)?
                }
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(seen)
    }
}

struct FeatureList<'f, 'a>(&'f mut Features<'a>);

impl<'de> DeserializeSeed<'de> for FeatureList<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for FeatureList<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a list of features")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while let Some(feature) = list.next_element::<Feature>()? {
            if let Err(fault) = self.0.push(feature) {
                let error = A::Error::custom(&fault);
                self.0.fault = Some(fault);
                return Err(error);
            }
        }
        Ok(())
    }
}

/// The coordinate system that GeoJSON of before 2016 could name; now it is always WGS 84.
#[derive(Deserialize, Default)]
struct Crs {
    #[serde(default)]
    properties: CrsProperties,
}

#[derive(Deserialize, Default)]
struct CrsProperties {
    #[serde(default)]
    name: String,
}

impl Crs {
    fn check(self) -> Result<(), String> {
        let name = self.properties.name;
        if name.is_empty() || name.ends_with("CRS84") || name.ends_with(":4326") {
            return Ok(());
        }
        Err(format!(
            "its coordinates are said to be in {name}, but GeoJSON is in WGS 84 (RFC 7946); hint: export it in EPSG:4326"
        ))
    }
}

#[derive(Deserialize)]
struct Feature {
    #[serde(default)]
    id: Option<Cell>,
    #[serde(default)]
    geometry: Option<GeometryJson>,
    #[serde(default)]
    properties: Option<Properties>,
}

#[derive(Deserialize)]
struct GeometryJson {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    coordinates: Coordinates,
}

impl GeometryJson {
    fn into_geometry(self) -> Geometry {
        match (self.kind.as_str(), self.coordinates.0.as_slice()) {
            ("Point", [lon, lat, ..]) => Geometry::Point { lon: *lon, lat: *lat },
            ("Point", _) => Geometry::Other("a Point without two coordinates".to_owned()),
            _ => Geometry::Other(format!("a {}", self.kind.chars().take(40).collect::<String>())),
        }
    }
}

/// The numbers of a point. Of nested lists, which belong to other geometries, nothing is kept.
#[derive(Default)]
struct Coordinates(Vec<f64>);

impl<'de> Deserialize<'de> for Coordinates {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Numbers;
        impl<'de> Visitor<'de> for Numbers {
            type Value = Coordinates;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("coordinates")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Coordinates, A::Error> {
                let mut numbers = Vec::new();
                while let Some(Cell { text, .. }) = list.next_element()? {
                    if numbers.len() < 2 {
                        numbers.extend(text.parse::<f64>().ok());
                    }
                }
                Ok(Coordinates(numbers))
            }
        }
        deserializer.deserialize_seq(Numbers)
    }
}

/// Far more than columns are allowed; the limit itself is checked when the names are known.
const MAX_PROPERTIES: usize = 10_000;

#[derive(Default)]
struct Properties(Vec<(String, Cell)>);

impl<'de> Deserialize<'de> for Properties {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Pairs;
        impl<'de> Visitor<'de> for Pairs {
            type Value = Properties;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("an object of properties")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Properties, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                    if pairs.len() > MAX_PROPERTIES {
                        return Err(A::Error::custom(
                            "a feature has more properties than any list has columns",
                        ));
                    }
                }
                Ok(Properties(pairs))
            }
        }
        deserializer.deserialize_map(Pairs)
    }
}

/// A value as text: lists of plain values joined by `|`, as our own lists of features are written;
/// an object inside a property is no cell and stays empty.
struct Cell {
    text: String,
    is_nested: bool,
}

impl Cell {
    fn plain(text: String) -> Self {
        Self { text, is_nested: false }
    }
}

impl<'de> Deserialize<'de> for Cell {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(CellVisitor)
    }
}

struct CellVisitor;

impl<'de> Visitor<'de> for CellVisitor {
    type Value = Cell;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_str<E>(self, text: &str) -> Result<Cell, E> {
        Ok(Cell::plain(text.to_owned()))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Cell, E> {
        Ok(Cell::plain(value.to_string()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Cell, E> {
        Ok(Cell::plain(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Cell, E> {
        Ok(Cell::plain(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Cell, E> {
        Ok(Cell::plain(value.to_string()))
    }

    fn visit_unit<E>(self) -> Result<Cell, E> {
        Ok(Cell::plain(String::new()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Cell, A::Error> {
        let mut cell = Cell::plain(String::new());
        while let Some(Cell { text, is_nested }) = list.next_element()? {
            if !cell.text.is_empty() {
                cell.text.push('|');
            }
            cell.text.push_str(&text);
            cell.is_nested |= is_nested;
        }
        Ok(cell)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Cell, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Cell { text: String::new(), is_nested: true })
    }
}
