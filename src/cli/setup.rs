//! Builds from the embedded model texts what the commands work with.

use std::error::Error;

use chrono::NaiveDate;

use crate::areas::{Areas, Level};
use crate::params;
use crate::places::Gazetteer;
use crate::register::{CategoryTree, Facility};
use crate::routing::Router;
use crate::search::{Finder, Snapshot};

/// The tree, the areas, the gazetteer and the router.
pub fn finder() -> Result<Finder, Box<dyn Error>> {
    let categories = CategoryTree::from_toml(&params::text("categories.toml")?)?;
    let outlines = [
        (Level::District, params::text("areas/districts.geojson")?),
        (Level::Amt, params::text("areas/amter.geojson")?),
        (Level::Municipality, params::text("areas/municipalities.geojson")?),
    ];
    let outlines: Vec<(Level, &str)> = outlines.iter().map(|(level, text)| (*level, text.as_str())).collect();
    let areas = Areas::from_texts(&params::text("areas/areas.csv")?, &outlines)?;
    let gazetteer = Gazetteer::from_csv(&params::text("places/places.csv")?, &areas)?;
    Ok(Finder { categories, areas, gazetteer, router: Router::Estimate })
}

/// The day as people here count it.
pub fn today() -> NaiveDate {
    chrono::Local::now().date_naive()
}

/// The register as searches see it today.
pub fn snapshot(
    (facilities, version): (Vec<Facility>, u64),
    categories: &CategoryTree,
) -> Result<Snapshot, Box<dyn Error>> {
    Ok(Snapshot::new(facilities, categories, version, today(), chrono::Utc::now())?)
}
