//! GeoJSON (RFC 7946), feature by feature: properties are the columns, the geometry gives the position.

use std::collections::BTreeSet;
use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::features::Features;
use super::shape::{MAX_POSITIONS, Position, Shape};
use super::table::{Geometry, Kind, Table};
use super::{Fault, Limits, of_library};
use crate::import::notes::Sentence;

pub(super) fn read(text: &str, encoding: &str, limits: &Limits) -> Result<Table, Fault> {
    let mut collected =
        Collected { features: Features::new(limits), nested: BTreeSet::new(), crs: None, fault: None };
    let mut json = serde_json::Deserializer::from_str(text);
    let seen = Collection(&mut collected).deserialize(&mut json).and_then(|seen| json.end().map(|()| seen));
    if let Some(fault) = collected.fault {
        return Err(fault);
    }
    let seen = seen.map_err(|cause| Fault::GeoJson(of_library(cause)))?;
    if !seen.is_collection || !seen.has_features {
        let hint = "expected {\"type\": \"FeatureCollection\", \"features\": [...]}";
        let german = hint.replace("expected", "erwartet wird");
        return Err(Fault::GeoJson((hint, german).into()));
    }
    let mut details = Sentence::from((encoding, encoding));
    if !collected.nested.is_empty() {
        let names: Vec<&str> = collected.nested.iter().map(String::as_str).collect();
        let names = names.join(", ");
        let de = format!("{encoding}, Objekte innerhalb von Eigenschaften wurden nicht gelesen ({names})");
        details = (format!("{encoding}, objects inside of properties are not read ({names})"), de).into();
    }
    collected.features.finish(Kind::GeoJson, details, collected.crs)
}

struct Collected<'a> {
    features: Features<'a>,
    /// Properties that held an object somewhere.
    nested: BTreeSet<String>,
    /// The coordinate system that the file names.
    crs: Option<String>,
    /// What a limit had to say; the JSON reader knows only its own errors.
    fault: Option<Fault>,
}

impl Collected<'_> {
    fn push(&mut self, feature: Feature) -> Result<(), Fault> {
        let properties = feature.properties.unwrap_or_default().0;
        self.nested
            .extend(properties.iter().filter(|(_, cell)| cell.is_nested).map(|(name, _)| name.clone()));
        let id = feature.id.map(|id| ("id".to_owned(), id.text));
        let cells = id.into_iter().chain(properties.into_iter().map(|(name, cell)| (name, cell.text)));
        let geometry = feature.geometry.map_or(Geometry::Absent, |geometry| geometry.shape().into_geometry());
        self.features.push(cells, geometry)
    }
}

#[derive(Default)]
struct Seen {
    is_collection: bool,
    has_features: bool,
}

struct Collection<'f, 'a>(&'f mut Collected<'a>);

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
                "crs" => self.0.crs = map.next_value::<Option<Crs>>()?.unwrap_or_default().into_name(),
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(seen)
    }
}

struct FeatureList<'f, 'a>(&'f mut Collected<'a>);

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

/// The coordinate system that GeoJSON of before 2016 could name, and that programs still write; by RFC 7946 it is always
/// WGS 84.
#[derive(Deserialize, Default)]
struct Crs {
    #[serde(default)]
    properties: CrsProperties,
}

#[derive(Deserialize, Default)]
struct CrsProperties {
    #[serde(default)]
    name: String,
    /// The oldest way to name it.
    #[serde(default)]
    code: Option<u32>,
}

impl Crs {
    fn into_name(self) -> Option<String> {
        let CrsProperties { name, code } = self.properties;
        code.map(|code| format!("EPSG:{code}")).or((!name.is_empty()).then_some(name))
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
    #[serde(rename = "type", default)]
    kind: String,
    #[serde(default)]
    coordinates: Coordinates,
    #[serde(default)]
    geometries: Members,
}

impl GeometryJson {
    fn shape(self) -> Shape {
        let Self { kind, coordinates, geometries: Members(members) } = self;
        let mut shape = Shape::new(&kind);
        let overflows = coordinates.overflows;
        match kind.as_str() {
            "Point" | "MultiPoint" => {
                coordinates.positions.into_iter().for_each(|point| shape.add_point(point));
            }
            "LineString" | "MultiLineString" => {
                coordinates.lines().into_iter().for_each(|line| shape.add_line(line));
            }
            "Polygon" => shape.add_polygon(coordinates.lines()),
            "MultiPolygon" => {
                coordinates.polygons().into_iter().for_each(|rings| shape.add_polygon(rings));
            }
            _ => {}
        }
        if overflows {
            shape.overflow();
        }
        shape.absorb(members);
        shape
    }
}

/// The geometries of a collection, as one shape.
#[derive(Default)]
struct Members(Shape);

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct List;
        impl<'de> Visitor<'de> for List {
            type Value = Members;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a list of geometries")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Members, A::Error> {
                let mut all = Shape::default();
                while let Some(geometry) = list.next_element::<GeometryJson>()? {
                    all.absorb(geometry.shape());
                }
                Ok(Members(all))
            }
        }
        deserializer.deserialize_seq(List)
    }
}

/// Coordinates nested to any depth, kept flat: positions, and where lines and polygons end among them.
#[derive(Default)]
struct Coordinates {
    positions: Vec<Position>,
    line_ends: Vec<usize>,
    polygon_ends: Vec<usize>,
    overflows: bool,
}

impl Coordinates {
    fn lines(&self) -> Vec<Vec<Position>> {
        // The positions of a lone line end with the list.
        let whole = [self.positions.len()];
        let ends = if self.line_ends.is_empty() { &whole[..] } else { &self.line_ends[..] };
        let mut from = 0;
        let slice = |to: &usize| {
            let line = self.positions.get(from..*to).unwrap_or_default().to_vec();
            from = *to;
            line
        };
        ends.iter().map(slice).collect()
    }

    fn polygons(&self) -> Vec<Vec<Vec<Position>>> {
        let mut lines = self.lines().into_iter();
        let mut from = 0;
        let taken = |to: &usize| {
            let rings = lines.by_ref().take(to.saturating_sub(from)).collect();
            from = *to;
            rings
        };
        self.polygon_ends.iter().map(taken).collect()
    }
}

impl<'de> Deserialize<'de> for Coordinates {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut all = Self::default();
        deserializer.deserialize_any(Level(&mut all))?;
        Ok(all)
    }
}

/// What a value among coordinates is.
#[derive(Clone, Copy, PartialEq)]
enum Height {
    Nothing,
    Number(f64),
    Position,
    Line,
    Polygon,
}

struct Level<'c>(&'c mut Coordinates);

impl<'de> DeserializeSeed<'de> for Level<'_> {
    type Value = Height;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Height, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Level<'_> {
    type Value = Height;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("coordinates")
    }

    fn visit_f64<E>(self, number: f64) -> Result<Height, E> {
        Ok(Height::Number(number))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Height, E> {
        // A coordinate of more digits than the type holds is no position anyway.
        Ok(Height::Number(number as f64))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Height, E> {
        Ok(Height::Number(number as f64))
    }

    fn visit_unit<E>(self) -> Result<Height, E> {
        Ok(Height::Nothing)
    }

    fn visit_str<E>(self, text: &str) -> Result<Height, E> {
        Ok(text.parse().map_or(Height::Nothing, Height::Number))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Height, A::Error> {
        let mut numbers = [f64::NAN; 2];
        let (mut count, mut inside) = (0_usize, Height::Nothing);
        while let Some(height) = list.next_element_seed(Level(&mut *self.0))? {
            if let Height::Number(number) = height
                && let Some(slot) = numbers.get_mut(count)
            {
                *slot = number;
            }
            count += 1;
            inside = height;
        }
        let all = self.0;
        if all.positions.len() + all.line_ends.len() > MAX_POSITIONS {
            all.overflows = true;
            return Ok(inside);
        }
        Ok(match inside {
            Height::Nothing => Height::Nothing,
            Height::Number(_) if count < 2 => Height::Nothing,
            Height::Number(_) => {
                all.positions.push(numbers);
                Height::Position
            }
            Height::Position => {
                all.line_ends.push(all.positions.len());
                Height::Line
            }
            Height::Line => {
                all.polygon_ends.push(all.line_ends.len());
                Height::Polygon
            }
            Height::Polygon => Height::Polygon,
        })
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
