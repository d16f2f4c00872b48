//! The files of `models/basemap/`, read once.

use super::names::{self, Name};
use super::topojson::{Line, Polygon, Topology};
use super::view::{Point, project};
use crate::areas::Areas;
use crate::gazetteer::Gazetteer;
use crate::model::{self, MissingModel};

/// A file of the base layer is missing or faulty.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the sentence of each variant says when it occurs")]
pub enum LayersError {
    #[error(transparent)]
    Missing(#[from] MissingModel),
    #[error("models/basemap/{file} cannot be read: {fault}; hint: scripts/basemap writes it anew")]
    Faulty { file: String, fault: String },
}

/// The levels of detail: the end of their file names, and the zoom level from which on the next one is shown.
pub(super) const LEVELS: [(&str, f64); 3] = [("450", 8.75), ("150", 10.75), ("40", f64::INFINITY)];

/// One level of detail.
#[derive(Debug)]
pub(super) struct Level {
    pub land: Vec<Polygon>,
    pub coast: Vec<Line>,
    pub state: Vec<Line>,
    pub districts: Vec<Line>,
    pub amter: Vec<Line>,
    pub municipalities: Vec<Line>,
    pub neighbours: Vec<Polygon>,
    pub neighbour_coast: Vec<Line>,
    pub lakes: Vec<Polygon>,
    pub rivers: Vec<Line>,
    pub settled: Vec<Polygon>,
    /// Settled land of which only the square kilometre is known.
    pub scattered: Vec<Polygon>,
}

/// The built-in base layer.
#[derive(Debug)]
pub struct Layers {
    pub(super) levels: Vec<Level>,
    pub(super) surroundings: Vec<Polygon>,
    pub(super) surrounding_coast: Vec<Line>,
    pub(super) stations: Vec<Point>,
    pub(super) names: Vec<Name>,
}

#[derive(serde::Deserialize)]
struct Station {
    lat: f64,
    lon: f64,
}

impl Layers {
    /// Reads the files in the binary. Towns and villages are named as in the gazetteer; seats of districts
    /// are those of the areas.
    ///
    /// # Errors
    /// [`LayersError`] names the file that is missing or faulty.
    pub fn read(areas: &Areas, gazetteer: &Gazetteer) -> Result<Self, LayersError> {
        let around = topology("surroundings.topojson")?;
        let stations = text("stations.csv")?;
        let stations = csv::Reader::from_reader(stations.as_bytes())
            .deserialize()
            .map(|row| row.map(|Station { lat, lon }| project(lon, lat)))
            .collect::<Result<_, csv::Error>>()
            .map_err(|error| faulty("stations.csv", &error))?;
        let names = names::read(&text("names.csv")?, &text("municipalities.csv")?, areas, gazetteer)
            .map_err(|error| faulty("names.csv or municipalities.csv", &error))?;
        Ok(Self {
            levels: LEVELS.iter().map(|(name, _)| level(name)).collect::<Result<_, _>>()?,
            surroundings: around.polygons("neighbours")?,
            surrounding_coast: around.lines("neighbour_coast")?,
            stations,
            names,
        })
    }

    /// The level of detail for a zoom level.
    pub(super) fn level(&self, zoom: f64) -> Option<&Level> {
        let at = LEVELS.iter().position(|(_, end)| zoom < *end)?;
        self.levels.get(at)
    }
}

/// A file with the name of what is missing in it.
struct NamedTopology {
    file: String,
    topology: Topology,
}

impl NamedTopology {
    fn polygons(&self, name: &str) -> Result<Vec<Polygon>, LayersError> {
        self.topology.polygons(name).map_err(|fault| faulty(&self.file, &fault))
    }

    fn lines(&self, name: &str) -> Result<Vec<Line>, LayersError> {
        self.topology.lines(name).map_err(|fault| faulty(&self.file, &fault))
    }
}

fn level(name: &str) -> Result<Level, LayersError> {
    let areas = topology(&format!("areas-{name}.topojson"))?;
    let water = topology(&format!("water-{name}.topojson"))?;
    let settled = topology(&format!("settled-{name}.topojson"))?;
    Ok(Level {
        land: areas.polygons("land")?,
        coast: areas.lines("coast_lines")?,
        state: areas.lines("state_lines")?,
        districts: areas.lines("districts_lines")?,
        amter: areas.lines("amter_lines")?,
        municipalities: areas.lines("municipalities_lines")?,
        neighbours: water.polygons("neighbours")?,
        neighbour_coast: water.lines("neighbour_coast")?,
        lakes: water.polygons("lakes")?,
        rivers: water.lines("rivers")?,
        settled: settled.polygons("settled")?,
        scattered: settled.polygons("scattered")?,
    })
}

fn topology(file: &str) -> Result<NamedTopology, LayersError> {
    let topology = Topology::parse(&text(file)?).map_err(|fault| faulty(file, &fault))?;
    Ok(NamedTopology { file: file.to_owned(), topology })
}

fn text(file: &str) -> Result<String, LayersError> {
    Ok(model::text(&format!("basemap/{file}"))?)
}

fn faulty(file: &str, fault: &dyn std::fmt::Display) -> LayersError {
    LayersError::Faulty { file: file.to_owned(), fault: fault.to_string() }
}
