//! Where examples stand: the real localities of each district, and points scattered around them.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashSet};

use geo::line_measures::{Destination, Geodesic};
use rand::RngExt;
use rand_pcg::Pcg64;

use crate::areas::{Area, Areas, Level};
use crate::units::{Ags, GeoPoint};

use super::{DistrictFigures, ExamplesError, OfficialFigures, Site};

/// One district with its figures and its localities.
pub(super) struct District<'a> {
    pub key: &'a Ags,
    pub figures: &'a DistrictFigures,
    pub population: u32,
    /// The largest localities first.
    spots: Vec<Spot<'a>>,
    /// Sum of the weights of the spots up to and including each.
    weights: Vec<u64>,
}

/// A site together with its municipality.
#[derive(Clone, Copy)]
pub(super) struct Spot<'a> {
    pub site: &'a Site,
    pub municipality: &'a Area,
}

/// The least weight of a locality: for fewer residents, or an unknown number.
const HAMLET: u32 = 20;

/// The districts of the figures in the order of their keys, each with its sites.
pub(super) fn districts<'a>(
    figures: &'a OfficialFigures,
    sites: &'a [Site],
    areas: &'a Areas,
) -> Result<Vec<District<'a>>, ExamplesError> {
    let mut spots: BTreeMap<&Ags, Vec<Spot>> = figures.districts.keys().map(|key| (key, vec![])).collect();
    for site in sites {
        let outside = || ExamplesError::SiteOutside {
            site: site.name.clone(),
            municipality: site.municipality.clone(),
        };
        let municipality = areas
            .get(site.municipality.as_str())
            .filter(|area| area.level == Level::Municipality)
            .ok_or_else(outside)?;
        let district = site.municipality.district().ok_or_else(outside)?;
        spots.get_mut(&district).ok_or_else(outside)?.push(Spot { site, municipality });
    }
    let district = |(key, spots)| -> Result<District, ExamplesError> {
        let unknown = || ExamplesError::UnknownDistrict(Clone::clone(key));
        let area = areas.get(Ags::as_str(key)).ok_or_else(unknown)?;
        let figures = figures.districts.get(key).ok_or_else(unknown)?;
        District::new(key, figures, area.population, spots)
    };
    spots.into_iter().map(district).collect()
}

impl<'a> District<'a> {
    fn new(
        key: &'a Ags,
        figures: &'a DistrictFigures,
        population: u32,
        mut spots: Vec<Spot<'a>>,
    ) -> Result<Self, ExamplesError> {
        if spots.is_empty() {
            return Err(ExamplesError::NoSites(key.clone()));
        }
        // The order in which the caller lists the sites must not change the examples.
        spots.sort_by_key(|spot| {
            let Site { name, postcode, municipality, point, population } = spot.site;
            let point = (point.lon.to_bits(), point.lat.to_bits());
            (Reverse(*population), municipality, name, postcode, point)
        });
        let weights = spots
            .iter()
            .scan(0, |sum, spot| {
                *sum += u64::from(spot.site.population.max(HAMLET));
                Some(*sum)
            })
            .collect();
        Ok(Self { key, figures, population, spots, weights })
    }

    /// A locality with at least this many residents, drawn by population, or the largest one if
    /// the district has none of them.
    pub fn draw(&self, smallest_place: u32, rng: &mut Pcg64) -> Option<Spot<'a>> {
        let large = self.spots.partition_point(|spot| spot.site.population >= smallest_place);
        let weights = self.weights.get(..large.max(1))?;
        let drawn = rng.random_range(0..*weights.last()?);
        self.spots.get(weights.partition_point(|sum| *sum <= drawn)).copied()
    }
}

/// Points given so far, so that no two facilities stand at the same one.
pub(super) struct Points<'a> {
    areas: &'a Areas,
    taken: HashSet<(i64, i64)>,
}

/// How often a scattered point is sought; each time nearer to the site.
const TRIES: u32 = 24;
const NEARER: f64 = 0.85;

impl<'a> Points<'a> {
    pub fn new(areas: &'a Areas) -> Self {
        Self { areas, taken: HashSet::new() }
    }

    /// A free point around a locality and inside its municipality. Where the outline leaves none, the
    /// point of the locality itself, or the next free one beside it.
    pub fn near(&mut self, spot: Spot, rng: &mut Pcg64) -> GeoPoint {
        let centre = spot.site.point;
        let mut radius_m = scatter_m(spot.site.population);
        for _ in 0..TRIES {
            let bearing = rng.random_range(0.0..360.0);
            // The root spreads the points evenly over the disc.
            let point = moved(centre, bearing, radius_m * rng.random_range(0.0..1.0f64).sqrt());
            if self.areas.contains(&spot.municipality.key, point) && self.take(point) {
                return point;
            }
            radius_m *= NEARER;
        }
        let mut step = 0.0;
        loop {
            // Steps of a sunflower: at the golden angle, neighbours are about 15 m apart.
            let point = moved(centre, (step * 137.508) % 360.0, 15.0 * f64::sqrt(step));
            if self.take(point) {
                return point;
            }
            step += 1.0;
        }
    }

    fn take(&mut self, point: GeoPoint) -> bool {
        self.taken.insert(((point.lon * GRID).round() as i64, (point.lat * GRID).round() as i64))
    }
}

/// Coordinates are rounded to five decimals, about a metre.
const GRID: f64 = 100_000.0;

fn moved(from: GeoPoint, bearing_degrees: f64, distance_m: f64) -> GeoPoint {
    let to = Geodesic.destination(from.to_geo(), bearing_degrees, distance_m);
    GeoPoint { lon: (to.x() * GRID).round() / GRID, lat: (to.y() * GRID).round() / GRID }
}

/// How far facilities stand from the point of their locality at most, in metres.
fn scatter_m(population: u32) -> f64 {
    match population {
        5_001.. => 1_200.0,
        _ => 150.0 + f64::from(population) * 0.07,
    }
}
