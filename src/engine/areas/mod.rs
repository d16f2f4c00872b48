//! Districts, Ämter and municipalities: names, keys, residents and outlines, and in which municipality a point lies.
//!
//! The outlines are simplified by a few hundred metres at most, so a point near the shore or on a border may lie outside
//! all of them; [`Areas::locate`] then gives the nearest municipality with its distance.
//!
//! ```
//! use pflegeplan_engine::areas::{Areas, Level, Located};
//! use pflegeplan_engine::units::{GeoPoint, Metres};
//!
//! let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../models/areas");
//! let read = |name: &str| std::fs::read_to_string(format!("{folder}/{name}")).unwrap();
//! let (districts, amter) = (read("districts.geojson"), read("amter.geojson"));
//! let municipalities = read("municipalities.geojson");
//! let outlines = [
//!     (Level::District, districts.as_str()),
//!     (Level::Amt, amter.as_str()),
//!     (Level::Municipality, municipalities.as_str()),
//! ];
//! let areas = Areas::from_texts(&read("areas.csv"), &outlines).unwrap();
//! assert_eq!(areas.get("13076").unwrap().name, "Ludwigslust-Parchim");
//! let castle = GeoPoint::new(11.4189, 53.6243).unwrap();
//! let Located::Inside(key) = areas.locate(castle, Metres(500.0)) else { panic!("outside of all outlines") };
//! assert_eq!(areas.get(key.as_str()).unwrap().name, "Schwerin");
//! ```

use std::collections::HashMap;

use geo::{BoundingRect, Contains, Intersects, MultiPolygon, Rect};
use serde::Deserialize;

use crate::model::{self, MissingModel};
use crate::units::{Ags, Ars, GeoPoint, Metres};

crate::units::words! {
    /// The level of an area, from the largest to the smallest.
    pub enum Level {
        /// Landkreise and kreisfreie Städte; keys of 5 digits.
        District = "district",
        /// Ämter; keys of 9 digits.
        Amt = "amt",
        /// Municipalities; keys of 8 digits.
        Municipality = "municipality",
    }
}

/// One district, Amt or municipality.
#[derive(Debug, Clone)]
pub struct Area {
    /// Whether it is a district, an Amt or a municipality.
    pub level: Level,
    /// AGS of a district (5 digits) or municipality (8), ARS of an Amt (9).
    pub key: String,
    /// The 12-digit key of a municipality, the 9-digit key of an Amt.
    pub ars: Option<Ars>,
    /// The official name.
    pub name: String,
    /// Landkreis, Amt, Stadt, Ostseebad, …
    pub designation: String,
    /// The town where a district's administration sits.
    pub seat: Option<String>,
    /// The key of the Amt of a municipality, of the district of an Amt, of the state of a district.
    pub parent: String,
    /// Residents.
    pub population: u32,
    /// Land area in square kilometres.
    pub area_km2: f64,
    /// In WGS 84 degrees, simplified.
    pub outline: MultiPolygon<f64>,
    bounds: Rect<f64>,
}

impl Area {
    /// The rings of its outline in longitude and latitude; holes are rings too.
    pub fn rings(&self) -> Vec<Vec<[f64; 2]>> {
        let rings = self.outline.iter();
        rings
            .flat_map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors()))
            .map(|ring| ring.coords().map(|at| [at.x, at.y]).collect())
            .collect()
    }

    /// The district the area lies in; for a district its own key.
    pub fn district(&self) -> &str {
        self.key.get(..5).unwrap_or(&self.key)
    }

    /// South-west and north-east corner of the outline.
    pub fn bounds(&self) -> (GeoPoint, GeoPoint) {
        let corner = |at: geo::Coord<f64>| GeoPoint { lon: at.x, lat: at.y };
        (corner(self.bounds.min()), corner(self.bounds.max()))
    }

    /// Whether a point lies in the outline or on its border.
    pub fn holds(&self, point: GeoPoint) -> bool {
        self.contains(point.to_geo())
    }

    fn contains(&self, point: geo::Point<f64>) -> bool {
        self.bounds.intersects(&point) && self.outline.intersects(&point)
    }
}

/// Where a point lies.
#[derive(Debug, Clone, PartialEq)]
pub enum Located {
    /// In the outline of a municipality.
    Inside(Ags),
    /// Outside all outlines, but this near to a municipality.
    Near(Ags, Metres),
    /// Farther from every outline than the tolerance.
    Outside,
}

/// Why tables and outlines are not usable.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the sentence of each variant says when it occurs")]
pub enum AreaError {
    #[error(transparent)]
    Missing(#[from] MissingModel),
    #[error("the table of areas cannot be read: {0}")]
    Table(#[from] csv::Error),
    #[error("the outlines of level {level} cannot be read: {cause}")]
    Outlines { level: &'static str, cause: String },
    #[error("the table of areas, line {line}: {reason}")]
    Row { line: usize, reason: String },
    #[error("area {0} has no outline")]
    NoOutline(String),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    level: String,
    key: String,
    ars: String,
    name: String,
    designation: String,
    seat: String,
    parent: String,
    population: u32,
    area_km2: f64,
}

/// All areas of the state, in the order of their keys within each level.
#[derive(Debug)]
pub struct Areas {
    areas: Vec<Area>,
    by_key: HashMap<String, usize>,
}

impl Areas {
    /// The districts, Ämter and municipalities of the embedded models, with their outlines.
    ///
    /// # Errors
    /// [`AreaError`] where a file is missing from this build or is faulty.
    pub fn of_models() -> Result<Self, AreaError> {
        let outlines = [
            (Level::District, model::text("areas/districts.geojson")?),
            (Level::Amt, model::text("areas/amter.geojson")?),
            (Level::Municipality, model::text("areas/municipalities.geojson")?),
        ];
        let outlines: Vec<(Level, &str)> =
            outlines.iter().map(|(level, text)| (*level, text.as_str())).collect();
        Self::from_texts(&model::text("areas/areas.csv")?, &outlines)
    }

    /// Reads the table (`models/areas/areas.csv`) and one GeoJSON text of outlines for each level.
    ///
    /// # Errors
    /// [`AreaError`] with the line or key of the first fault.
    pub fn from_texts(table: &str, outlines: &[(Level, &str)]) -> Result<Self, AreaError> {
        let mut shapes = HashMap::new();
        for (level, text) in outlines {
            read_outlines(*level, text, &mut shapes)?;
        }
        let mut areas = Vec::new();
        let mut reader = csv::Reader::from_reader(table.as_bytes());
        for (index, row) in reader.deserialize().enumerate() {
            areas.push(area(row?, index + 2, &mut shapes)?);
        }
        areas.sort_by(|a: &Area, b| (a.level, &a.key).cmp(&(b.level, &b.key)));
        let by_key = areas.iter().enumerate().map(|(i, area)| (area.key.clone(), i)).collect();
        Ok(Self { areas, by_key })
    }

    /// The area of a key: AGS of a district or municipality, ARS of an Amt or municipality.
    pub fn get(&self, key: &str) -> Option<&Area> {
        let index = self.by_key.get(key).copied().or_else(|| {
            let is = |area: &Area| area.ars.as_ref().is_some_and(|ars| ars.as_str() == key);
            self.areas.iter().position(is)
        })?;
        self.areas.get(index)
    }

    /// All areas of a level.
    pub fn level(&self, level: Level) -> impl Iterator<Item = &Area> {
        self.areas.iter().filter(move |area| area.level == level)
    }

    /// The areas of a level inside another area.
    pub fn within<'a>(&'a self, level: Level, outer: &'a Area) -> impl Iterator<Item = &'a Area> {
        self.level(level).filter(move |area| match outer.level {
            Level::District => area.district() == outer.key,
            Level::Amt => area.key == outer.key || area.parent == outer.key,
            Level::Municipality => area.key == outer.key,
        })
    }

    /// The municipality in whose outline a point lies.
    pub fn municipality_at(&self, point: GeoPoint) -> Option<&Area> {
        let at = point.to_geo();
        self.level(Level::Municipality).find(|area| area.contains(at))
    }

    /// Whether a point lies in or near the box around all areas; elsewhere there is no need to look.
    pub fn may_hold(&self, point: GeoPoint) -> bool {
        /// Degrees: more than ten kilometres in either direction.
        const MARGIN: f64 = 0.2;
        let is_near = |area: &Area| {
            let (low, high) = area.bounds();
            (low.lon - MARGIN..=high.lon + MARGIN).contains(&point.lon)
                && (low.lat - MARGIN..=high.lat + MARGIN).contains(&point.lat)
        };
        self.level(Level::District).any(is_near)
    }

    /// The municipality a point lies in, or the nearest one no further away than `tolerance`.
    pub fn locate(&self, point: GeoPoint, tolerance: Metres) -> Located {
        if let Some(key) = self.municipality_at(point).and_then(|area| Ags::parse(&area.key).ok()) {
            return Located::Inside(key);
        }
        self.level(Level::Municipality)
            .filter_map(|area| Some((area, area.distance_to(point)?)))
            .filter(|(_, distance)| *distance <= tolerance)
            .min_by(|(_, a), (_, b)| a.0.total_cmp(&b.0))
            .and_then(|(area, distance)| Some(Located::Near(Ags::parse(&area.key).ok()?, distance)))
            .unwrap_or(Located::Outside)
    }

    /// Whether the point lies in the outline of the area with this key.
    pub fn contains(&self, key: &str, point: GeoPoint) -> bool {
        self.get(key).is_some_and(|area| area.outline.contains(&point.to_geo()))
    }
}

impl Area {
    /// Distance from a point outside to the outline. The nearest vertex or edge is found on a plane scaled by the cosine
    /// of the latitude; its distance is measured on the ellipsoid.
    fn distance_to(&self, point: GeoPoint) -> Option<Metres> {
        let shrink = point.lat.to_radians().cos();
        let flat = |at: geo::Coord<f64>| ((at.x - point.lon) * shrink, at.y - point.lat);
        let nearest = self
            .outline
            .iter()
            .flat_map(|polygon| polygon.exterior().lines())
            .map(|line| {
                let ((x1, y1), (x2, y2)) = (flat(line.start), flat(line.end));
                let (dx, dy) = (x2 - x1, y2 - y1);
                let length = dx * dx + dy * dy;
                let along = if length > 0.0 { (-(x1 * dx + y1 * dy) / length).clamp(0.0, 1.0) } else { 0.0 };
                (x1 + along * dx, y1 + along * dy)
            })
            .min_by(|a, b| (a.0 * a.0 + a.1 * a.1).total_cmp(&(b.0 * b.0 + b.1 * b.1)))?;
        let there = GeoPoint { lon: point.lon + nearest.0 / shrink, lat: point.lat + nearest.1 };
        Some(point.geodesic_to(there))
    }
}

fn read_outlines(
    level: Level,
    text: &str,
    shapes: &mut HashMap<String, MultiPolygon<f64>>,
) -> Result<(), AreaError> {
    let error = |cause: String| AreaError::Outlines { level: level.word(), cause };
    let collection: geojson::FeatureCollection =
        text.parse().map_err(|cause: geojson::Error| error(cause.to_string()))?;
    for feature in collection.features {
        let Some(geojson::feature::Id::String(key)) = feature.id else {
            return Err(error("a feature has no id".into()));
        };
        let geometry = feature.geometry.ok_or_else(|| error(format!("{key} has no geometry")))?;
        let shape = MultiPolygon::<f64>::try_from(geometry)
            .map_err(|cause| error(format!("{key} is not a MultiPolygon: {cause}")))?;
        shapes.insert(key, shape);
    }
    Ok(())
}

fn area(row: Row, line: usize, shapes: &mut HashMap<String, MultiPolygon<f64>>) -> Result<Area, AreaError> {
    let fault = |reason: String| AreaError::Row { line, reason };
    let level =
        Level::from_word(&row.level).ok_or_else(|| fault(format!("unknown level \"{}\"", row.level)))?;
    if row.key.len() < 5 || !row.key.bytes().all(|b| b.is_ascii_digit()) {
        return Err(fault(format!("\"{}\" is not an official key", row.key)));
    }
    let outline = shapes.remove(&row.key).ok_or_else(|| AreaError::NoOutline(row.key.clone()))?;
    let bounds = outline.bounding_rect().ok_or_else(|| AreaError::NoOutline(row.key.clone()))?;
    let text = |text: String| (!text.is_empty()).then_some(text);
    Ok(Area {
        level,
        ars: text(row.ars)
            .map(|ars| Ars::parse(&ars))
            .transpose()
            .map_err(|error| fault(error.to_string()))?,
        key: row.key,
        name: row.name,
        designation: row.designation,
        seat: text(row.seat),
        parent: row.parent,
        population: row.population,
        area_km2: row.area_km2,
        outline,
        bounds,
    })
}

#[cfg(test)]
impl Areas {
    /// Those that come with the program.
    pub(crate) fn of_the_state() -> Self {
        Self::with_table(include_str!("../../../models/areas/areas.csv"))
    }

    /// The same outlines with another table.
    pub(crate) fn with_table(table: &str) -> Self {
        let outlines = [
            (Level::District, include_str!("../../../models/areas/districts.geojson")),
            (Level::Amt, include_str!("../../../models/areas/amter.geojson")),
            (Level::Municipality, include_str!("../../../models/areas/municipalities.geojson")),
        ];
        // invariant: another test reads the same files
        Self::from_texts(table, &outlines).expect("the areas of the program can be read")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(lon: f64, lat: f64) -> GeoPoint {
        GeoPoint::new(lon, lat).unwrap()
    }

    #[test]
    fn the_state_has_8_districts_116_amter_and_726_municipalities() {
        let areas = Areas::of_the_state();
        let count = |level| areas.level(level).count();
        assert_eq!((count(Level::District), count(Level::Amt), count(Level::Municipality)), (8, 116, 726));
    }

    #[test]
    fn residents_of_the_parts_sum_to_the_district_and_the_sum_differs_from_each_part() {
        let areas = Areas::of_the_state();
        for district in areas.level(Level::District) {
            for level in [Level::Amt, Level::Municipality] {
                let parts: Vec<u32> = areas.within(level, district).map(|area| area.population).collect();
                assert_eq!(parts.iter().sum::<u32>(), district.population, "{} {level:?}", district.key);
                assert!(parts.len() == 1 || parts.iter().all(|part| *part < district.population));
            }
        }
    }

    #[test]
    fn the_town_hall_of_ludwigslust_lies_in_ludwigslust() {
        let areas = Areas::of_the_state();
        let found = areas.locate(point(11.4957, 53.3249), Metres(1000.0));
        assert_eq!(found, Located::Inside(Ags::parse("13076090").unwrap()));
        assert!(areas.contains("13076", point(11.4957, 53.3249)));
        assert!(!areas.contains("13075", point(11.4957, 53.3249)));
    }

    #[test]
    fn a_point_off_the_shore_is_near_and_berlin_is_outside() {
        let areas = Areas::of_the_state();
        // 500 m north of the northernmost corner of all outlines, so no other area can be nearer.
        let (key, top) = areas
            .level(Level::Municipality)
            .flat_map(|area| area.outline.iter().map(move |polygon| (area, polygon)))
            .flat_map(|(area, polygon)| polygon.exterior().coords().map(move |at| (&area.key, at)))
            .max_by(|a, b| a.1.y.total_cmp(&b.1.y))
            .unwrap();
        let off = point(top.x, top.y + 0.0045);
        let Located::Near(found, distance) = areas.locate(off, Metres(2000.0)) else {
            panic!("expected a municipality nearby");
        };
        assert_eq!(found.as_str(), key);
        // 0.0045 degrees of latitude are 501 m at 54.7 degrees north.
        assert!((distance.0 - 501.0).abs() < 1.0, "{distance:?}");
        assert_eq!(areas.locate(off, Metres(10.0)), Located::Outside);
        assert_eq!(areas.locate(point(13.4, 52.5), Metres(2000.0)), Located::Outside);
    }

    #[test]
    fn every_key_finds_its_area_and_an_ars_finds_the_municipality() {
        let areas = Areas::of_the_state();
        assert_eq!(areas.get("13076").unwrap().name, "Ludwigslust-Parchim");
        assert_eq!(areas.get("130765652").map(|area| area.level), Some(Level::Amt));
        let town = areas.get("13076090").unwrap();
        let ars = town.ars.as_ref().unwrap().as_str();
        assert_eq!(areas.get(ars).unwrap().key, "13076090");
        assert!(areas.get("99999").is_none());
    }
}
