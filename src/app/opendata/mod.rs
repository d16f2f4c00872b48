//! What this service publishes for GIS programs, as collections of items with typed properties and a geometry.
//!
//! An indicator is a collection of its own, and so is the reach of a category. All indicators in one would be millions of
//! rows of different units, of which a map shows one; a layer of a map has one unit, a name that says what it shows, and
//! is computed in a moment.

mod area_table;
mod areas;
pub mod bulk;
pub mod catalogue;
mod forecast;
pub mod geojson;
mod indicators;
mod kept;
mod reach;
mod register;
mod register_table;

pub use kept::KeptTables;

use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::error::{Error, Missing, Unavailable};
use super::gate::Cost;
use super::state::{LoadedIndicators, State};
use crate::areas::{Areas, Level};
use crate::opendata::{Collection, Items};
use crate::search::Snapshot;
use crate::units::Stop;
use area_table::AreaTable;
use areas::AreaItems;
use register::{FacilityItems, OfferItems};

/// What an answer rests on: it stays as it is for as long as it is held.
#[derive(Clone)]
pub struct Holdings {
    snapshot: Arc<Snapshot>,
    /// `None` right after the start.
    indicators: Option<(Arc<LoadedIndicators>, Arc<kept::Years>)>,
}

/// What a collection is taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Source<'a> {
    Facilities,
    Offers,
    Areas(Level),
    Forecast,
    /// By its index in the catalogue.
    Indicator(usize),
    /// By the slug of a category.
    Reach(&'a str),
}

/// The beginnings of ids of which there are several.
const INDICATOR: &str = "indicator-";
const REACH: &str = "reach-";

/// The id of the areas of a level.
fn level_id(level: Level) -> &'static str {
    match level {
        Level::District => "districts",
        Level::Amt => "amter",
        Level::Municipality => "municipalities",
    }
}

impl Holdings {
    /// What the service holds now.
    pub fn now(state: &State) -> Self {
        let indicators = state.indicators().ok().map(|loaded| {
            let compute = || indicators::years_of_all(&loaded.base);
            let years = state.tables.years(loaded.version, compute);
            (loaded, years)
        });
        Self { snapshot: state.snapshot(), indicators }
    }

    /// The register of the answer.
    pub fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    /// Every collection, in the order of a list: register, areas, forecast, reach, indicators.
    pub fn collections(&self, state: &State) -> Vec<Collection> {
        let sources = self.sources(state);
        sources.into_iter().map(|source| self.describe(state, source)).collect()
    }

    /// The collection of an id.
    ///
    /// # Errors
    /// [`Missing::Collection`], and [`Unavailable::Indicators`] right after the start.
    pub fn collection(&self, state: &State, id: &str) -> Result<Collection, Error> {
        Ok(self.describe(state, self.source(state, id)?))
    }

    /// What it costs to read items of a collection.
    ///
    /// # Errors
    /// See [`Self::collection`].
    pub fn cost(&self, state: &State, id: &str) -> Result<Cost, Error> {
        Ok(match self.source(state, id)? {
            Source::Facilities | Source::Offers | Source::Areas(_) => Cost::Small,
            Source::Forecast | Source::Indicator(_) | Source::Reach(_) => Cost::Large,
        })
    }

    /// Which state of its data a collection shows; a newer one has another text. `None` where that is not known in advance.
    ///
    /// # Errors
    /// See [`Self::collection`].
    pub fn version(&self, state: &State, id: &str) -> Result<Option<String>, Error> {
        let register = || format!("{} {}", self.snapshot.version(), self.snapshot.today());
        Ok(match self.source(state, id)? {
            Source::Facilities | Source::Offers => Some(register()),
            Source::Areas(_) => Some(String::new()),
            Source::Forecast => Some(state.model().checksum.clone()),
            Source::Indicator(_) => self.indicators.as_ref().map(|(loaded, _)| loaded.version.to_string()),
            // Times on roads change without the register.
            Source::Reach(_) if state.search.router.may_wait() => None,
            Source::Reach(_) => Some(register() + &state.model().checksum),
        })
    }

    /// The items of a collection.
    ///
    /// # Errors
    /// See [`Self::collection`]; and what a figure fails with that is computed.
    pub fn open<'a>(&'a self, state: &'a State, id: &str, stop: &Stop) -> Result<Box<dyn Items + 'a>, Error> {
        let areas = &state.reference.areas;
        Ok(match self.source(state, id)? {
            Source::Facilities => Box::new(FacilityItems::new(&self.snapshot, &state.reference)),
            Source::Offers => Box::new(OfferItems::new(&self.snapshot, &state.reference)),
            Source::Areas(level) => Box::new(AreaItems::new(areas, level)),
            Source::Forecast => {
                let rows = state
                    .tables
                    .rows("forecast", &state.model().checksum, || forecast::rows(state.model(), stop))?;
                Box::new(AreaTable::new(areas, rows, forecast::columns()))
            }
            Source::Indicator(index) => {
                let loaded = self.indicators()?;
                let base = &loaded.base;
                let version = loaded.version.to_string();
                let computed = || indicators::rows(base, areas, index, stop);
                let rows = state.tables.rows(id, &version, computed)?;
                Box::new(AreaTable::new(areas, rows, indicators::columns(base, index)))
            }
            Source::Reach(slug) => {
                let computed = || reach::rows(state, &self.snapshot, slug, stop);
                let rows = match self.version(state, id)? {
                    Some(version) => state.tables.rows(id, &version, computed)?,
                    None => Arc::new(computed()?),
                };
                Box::new(AreaTable::new(areas, rows, reach::columns(&state.reference, slug)))
            }
        })
    }

    fn indicators(&self) -> Result<&LoadedIndicators, Error> {
        let loaded = self.indicators.as_ref().map(|(loaded, _)| loaded.as_ref());
        loaded.ok_or(Error::Unavailable(Unavailable::Indicators))
    }

    /// The years of an indicator that is shown.
    fn years(&self, index: usize) -> Option<(i32, i32)> {
        let (_, years) = self.indicators.as_ref()?;
        years.get(index).copied().flatten()
    }

    fn sources<'a>(&self, state: &'a State) -> Vec<Source<'a>> {
        let mut sources = vec![Source::Facilities, Source::Offers];
        sources.extend(Level::ALL.map(Source::Areas));
        sources.push(Source::Forecast);
        let categories = state.reference.categories.categories().enumerate();
        let offered = categories.filter(|(position, _)| self.snapshot.count(*position) > 0);
        sources.extend(offered.map(|(_, category)| Source::Reach(category.slug.as_str())));
        let count = self.indicators.as_ref().map_or(0, |(_, years)| years.len());
        let shown = (0..count).filter(|index| self.years(*index).is_some());
        sources.extend(shown.map(Source::Indicator));
        sources
    }

    fn source<'a>(&self, state: &'a State, id: &str) -> Result<Source<'a>, Error> {
        let missing = || Error::NotFound(Missing::Collection);
        let level = Level::ALL.into_iter().find(|level| level_id(*level) == id);
        if let Some(level) = level {
            return Ok(Source::Areas(level));
        }
        if let Some(indicator) = id.strip_prefix(INDICATOR) {
            let base = &self.indicators()?.base;
            let index = base.frame.catalogue.position(indicator);
            return index
                .filter(|index| self.years(*index).is_some())
                .map(Source::Indicator)
                .ok_or_else(missing);
        }
        if let Some(slug) = id.strip_prefix(REACH) {
            let mut categories = state.reference.categories.categories().enumerate();
            let found = categories.find(|(_, category)| category.slug.as_str() == slug);
            return found
                .filter(|(position, _)| self.snapshot.count(*position) > 0)
                .map(|(_, category)| Source::Reach(category.slug.as_str()))
                .ok_or_else(missing);
        }
        match id {
            "facilities" => Ok(Source::Facilities),
            "offers" => Ok(Source::Offers),
            "forecast" => Ok(Source::Forecast),
            _ => Err(missing()),
        }
    }

    fn id(&self, source: Source<'_>) -> String {
        match source {
            Source::Facilities => "facilities".to_owned(),
            Source::Offers => "offers".to_owned(),
            Source::Areas(level) => level_id(level).to_owned(),
            Source::Forecast => "forecast".to_owned(),
            Source::Indicator(index) => {
                let loaded = self.indicators.as_ref();
                let indicators = loaded.map(|(it, _)| &it.base.frame.catalogue.indicators);
                let id = indicators.and_then(|all| all.get(index)).map(|it| it.id.as_str());
                format!("{INDICATOR}{}", id.unwrap_or_default())
            }
            Source::Reach(slug) => format!("{REACH}{slug}"),
        }
    }

    fn describe(&self, state: &State, source: Source<'_>) -> Collection {
        let id = self.id(source);
        let areas = &state.reference.areas;
        match source {
            Source::Facilities => register::facilities(&self.snapshot, id),
            Source::Offers => register::offers(&self.snapshot, id),
            Source::Areas(level) => areas::collection(areas, level, id),
            Source::Forecast => forecast::collection(state.model(), state_bounds(areas), id),
            Source::Indicator(index) => match &self.indicators {
                Some((loaded, _)) => {
                    let of = (index, self.years(index));
                    indicators::collection(&loaded.base, of, state_bounds(areas), id)
                }
                None => areas::collection(areas, Level::District, id),
            },
            Source::Reach(slug) => reach::collection(state, slug, state_bounds(areas), id),
        }
    }
}

/// West, south, east and north of all areas.
fn state_bounds(areas: &Areas) -> Option<[f64; 4]> {
    let corners = areas.level(Level::District).map(|area| {
        let (low, high) = area.bounds();
        [low.lon, low.lat, high.lon, high.lat]
    });
    corners.reduce(around)
}

/// The box around two.
fn around(one: [f64; 4], other: [f64; 4]) -> [f64; 4] {
    let [west, south, east, north] = one;
    [west.min(other[0]), south.min(other[1]), east.max(other[2]), north.max(other[3])]
}

/// SHA-256 in hexadecimal digits.
fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Stops where nobody waits any more.
fn not_stopped(stop: &Stop) -> Result<(), Error> {
    if stop.is_requested() { Err(Error::Unavailable(Unavailable::Stopped)) } else { Ok(()) }
}
