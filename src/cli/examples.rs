//! `pflegeplan examples`, and the first start of an empty register.

use clap::Args;

use super::{Outcome, setup};
use crate::app::ReferenceData;
use crate::config::Config;
use crate::examples::{self, OfficialFigures, Site};
use crate::gazetteer::Entry;
use crate::model;
use crate::register::Facility;
use crate::store::{Changes, Database, StoreError};
use crate::units::GeoPoint;

#[derive(Debug, Args)]
pub struct Arguments {
    /// The same seed gives the same facilities on the same day
    #[arg(long, value_name = "NUMBER")]
    seed: Option<u64>,
    /// So many facilities instead of the official numbers of homes and places, for load tests
    #[arg(long, value_name = "FACILITIES")]
    count: Option<usize>,
    /// Allow examples beside real facilities
    #[arg(long)]
    beside_real: bool,
}

/// Puts new examples in place of those that are there.
pub fn run(config: &Config, arguments: &Arguments) -> Outcome {
    let reference = setup::reference_data()?;
    let seed = arguments.seed.unwrap_or(config.example_seed);
    let facilities = invent(&reference, seed, arguments.count)?;
    let database = Database::open(&config.data_dir)?;
    let (removed, added) = database.write(|writer| {
        let remove = writer.example_ids()?;
        let real = writer.count()? - remove.len();
        if real > 0 && !arguments.beside_real {
            return Err(ExampleError::RealRegister(real));
        }
        let counts = (remove.len(), facilities.len());
        writer.apply(&Changes { insert: facilities, remove, ..Changes::default() })?;
        Ok(counts)
    })?;
    eprintln!("{added} invented facilities written (seed {seed}), {removed} earlier ones removed");
    Ok(())
}

#[derive(Debug, thiserror::Error)]
enum ExampleError {
    #[error(
        "the register holds {0} real facilities, and examples beside them mislead; hint: --beside-real if that is meant"
    )]
    RealRegister(usize),
    #[error(transparent)]
    Database(#[from] StoreError),
}

/// Fills a register that has never held anything, so that a new installation shows something.
pub fn fill_if_empty(database: &Database, reference: &ReferenceData, seed: u64) -> Outcome {
    if database.version()? > 0 {
        return Ok(());
    }
    let facilities = invent(reference, seed, None)?;
    let filled = database.write(|writer| {
        // Another process may have been quicker.
        if writer.count()? > 0 {
            return Ok(false);
        }
        writer.apply(&Changes { insert: facilities, ..Changes::default() })?;
        Ok::<_, StoreError>(true)
    })?;
    if filled {
        log::info!("the register was empty and now holds invented examples (examples = false prevents it)");
    }
    Ok(())
}

fn invent(
    reference: &ReferenceData,
    seed: u64,
    count: Option<usize>,
) -> Result<Vec<Facility>, Box<dyn std::error::Error>> {
    let figures = OfficialFigures::from_csv(&model::text("examples/official_2023.csv")?)?;
    let sites: Vec<Site> = reference.gazetteer.entries().flat_map(sites).collect();
    let (areas, tree, today) = (&reference.areas, &reference.categories, setup::today());
    Ok(match count {
        Some(count) => examples::generate_many(&figures, &sites, areas, tree, seed, today, count)?,
        None => examples::generate(&figures, &sites, areas, tree, seed, today)?,
    })
}

/// Where facilities may stand in a place: at its point, and in a town of several postcodes in each of
/// them, so that a city is not one heap. How the residents spread over the postcodes is not known, so
/// each gets an equal part.
fn sites(entry: &Entry) -> Vec<Site> {
    let mut points: Vec<(Option<&str>, GeoPoint)> =
        entry.postcode_points().map(|(postcode, point)| (Some(postcode), point)).collect();
    if points.is_empty() {
        points.push((entry.postcode.as_deref(), entry.point));
    }
    let share = u32::try_from(points.len()).map_or(0, |parts| entry.population / parts);
    let site = |(postcode, point): (Option<&str>, GeoPoint)| Site {
        name: entry.name.clone(),
        postcode: postcode.map(str::to_owned),
        municipality: entry.municipality.clone(),
        point,
        population: share,
    };
    points.into_iter().map(site).collect()
}
