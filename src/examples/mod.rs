//! The seeded example register: fictional facilities that add up to official figures.
//!
//! Homes and places per district equal the care statistics of 2023, and the state's home-care
//! services are spread by the people they care for. All else is invented: names, providers, contacts,
//! sizes, free places, and how many facilities of every other kind there are. Every facility carries
//! `example: true`, the source `beispiel`, a name with "Beispiel" and a note that it does not exist.
//!
//! Websites and e-mail addresses lie under `example.org`, which RFC 2606 keeps free; telephone
//! numbers are the ones the Bundesnetzagentur keeps free for films and books. None of them reaches
//! anybody.

mod apportion;
mod facility;
mod figures;
mod ground;
mod names;
mod plan;
mod recipes;

#[cfg(test)]
mod tests;

pub use figures::{DistrictFigures, FiguresError, OfficialFigures};

use chrono::NaiveDate;
use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_pcg::Pcg64;

use crate::areas::Areas;
use crate::register::{CategorySlug, CategoryTree, Facility};
use crate::units::{Ags, GeoPoint};

/// A real locality where examples may stand.
#[derive(Debug, Clone, PartialEq)]
pub struct Site {
    /// "Ludwigslust", or the name of a part of a municipality.
    pub name: String,
    /// The postcode of the locality, if the gazetteer has one.
    pub postcode: Option<String>,
    /// The municipality in which the point lies.
    pub municipality: Ags,
    /// Where the facility stands.
    pub point: GeoPoint,
    /// Residents; 0 if not known, which counts like a hamlet.
    pub population: u32,
}

/// Why no examples can be made.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the sentence of each variant says when it occurs")]
pub enum ExamplesError {
    #[error(
        "the official figures name district {0}, which the table of areas does not know (hint: models/areas)"
    )]
    UnknownDistrict(Ags),
    #[error("district {0} has no place where examples could stand: expected at least one site in it")]
    NoSites(Ags),
    #[error(
        "the place \"{site}\" lies in {municipality}: expected a municipality of a district with official figures"
    )]
    SiteOutside { site: String, municipality: Ags },
    #[error(
        "district {0} cannot have {homes} homes with {places} places, {residential} of them residential: expected \
         20 to 130 places a residential home and 10 to 20 on average for each other offer (hint: places include \
         the residential ones)",
        homes = .1.care_homes, places = .1.places, residential = .1.residential_places
    )]
    Impossible(Ags, DistrictFigures),
    #[error("{0} home-care services cannot be spread: the official figures know nobody whom they care for")]
    NobodyCaredFor(u32),
    #[error(
        "category \"{0}\" needs either official figures or an example rule (hint: the key example in \
         models/categories.toml)"
    )]
    Rule(CategorySlug),
    #[error("no example of category \"{category}\" can be made: {why} (hint: models/categories.toml)")]
    BadRule { category: CategorySlug, why: String },
    #[error(
        "examples of \"{0}\" would be made, which is not a category of the tree (hint: models/categories.toml)"
    )]
    UnknownCategory(&'static str),
    #[error("the category tree and the recipe of \"{0}\" do not agree whether it counts places")]
    Counts(CategorySlug),
}

/// The example register. A pure function: the same figures, sites, seed and day give equal
/// facilities, and another day changes nothing but the days on which free places were counted. The
/// official sums hold for every seed. Sorted by id, `beispiel-00001` first.
///
/// Points lie up to 1.2 km from a site with more than 5,000 residents and nearer to smaller ones,
/// inside the outline of its municipality; no two facilities share a point.
pub fn generate(
    figures: &OfficialFigures,
    sites: &[Site],
    areas: &Areas,
    categories: &CategoryTree,
    seed: u64,
    today: NaiveDate,
) -> Result<Vec<Facility>, ExamplesError> {
    make(figures, sites, areas, categories, (seed, today), None)
}

/// Any number of facilities of the same kinds, in the same mix and with the same sizes as
/// [`generate`] makes them, for load tests. They are repeated until there are enough, so **their
/// homes and places do not add up to official figures**.
pub fn generate_many(
    figures: &OfficialFigures,
    sites: &[Site],
    areas: &Areas,
    categories: &CategoryTree,
    seed: u64,
    today: NaiveDate,
    count: usize,
) -> Result<Vec<Facility>, ExamplesError> {
    make(figures, sites, areas, categories, (seed, today), Some(count))
}

/// One of each that is planned, or a number of them in a random order, repeated until there are enough.
fn make(
    figures: &OfficialFigures,
    sites: &[Site],
    areas: &Areas,
    categories: &CategoryTree,
    (seed, today): (u64, NaiveDate),
    count: Option<usize>,
) -> Result<Vec<Facility>, ExamplesError> {
    let invented = recipes::invented(categories)?;
    let mut rng = Pcg64::seed_from_u64(seed);
    let districts = ground::districts(figures, sites, areas)?;
    let mut plan = plan::plan(&districts, figures.home_care_services, &invented, &mut rng)?;
    if let Some(count) = count {
        plan.shuffle(&mut rng);
        plan = plan.iter().cycle().take(count).cloned().collect();
    }
    Ok(facility::Builder::new(areas, today).build(&plan, &mut rng))
}
