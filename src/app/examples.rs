//! Invented facilities, so that a new installation shows something before a real register is imported.

use chrono::NaiveDate;

use super::{Caller, ReferenceData};
use crate::examples::{self, ExamplesError, FiguresError, OfficialFigures, Site};
use crate::gazetteer::Entry;
use crate::register::Facility;
use crate::store::{Changes, Database, StoreError};
use crate::units::GeoPoint;

/// What examples are made from.
#[derive(Debug, Clone, Copy)]
pub struct ExampleRequest<'a> {
    /// Official figures of the districts, as CSV.
    pub figures: &'a str,
    /// The same seed gives the same facilities on the same day.
    pub seed: u64,
    /// So many facilities instead of the official numbers, for load tests.
    pub count: Option<usize>,
    /// The day on which free places are counted last.
    pub today: NaiveDate,
}

/// Why no examples were written.
#[derive(Debug, thiserror::Error)]
pub enum ExampleError {
    /// Only an operator may write.
    #[error("only an operator may change the register; nothing was written")]
    NotAllowed,
    /// The register holds real facilities.
    #[error(
        "the register holds {0} real facilities, and examples beside them mislead; hint: --beside-real if that is meant"
    )]
    RealRegister(usize),
    /// The official figures cannot be read.
    #[error(transparent)]
    Figures(#[from] FiguresError),
    /// They cannot be met.
    #[error(transparent)]
    Examples(#[from] ExamplesError),
    /// The database did not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// How many facilities came and went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Replaced {
    /// New examples.
    pub added: usize,
    /// Earlier examples that were removed.
    pub removed: usize,
}

/// Puts new examples in place of those that are there; beside real facilities only if that is allowed.
pub fn replace_examples(
    caller: Caller,
    database: &Database,
    reference: &ReferenceData,
    request: &ExampleRequest,
    beside_real: bool,
) -> Result<Replaced, ExampleError> {
    if !caller.may_write() {
        return Err(ExampleError::NotAllowed);
    }
    let insert = invent(reference, request)?;
    database.write(|writer| {
        let remove = writer.example_ids()?;
        let real = writer.count()?.saturating_sub(remove.len());
        if real > 0 && !beside_real {
            return Err(ExampleError::RealRegister(real));
        }
        let replaced = Replaced { added: insert.len(), removed: remove.len() };
        writer.apply(&Changes { insert, remove, ..Changes::default() })?;
        Ok(replaced)
    })
}

/// Fills a register that has never held anything; whether it did.
pub fn fill_if_empty(
    caller: Caller,
    database: &Database,
    reference: &ReferenceData,
    request: &ExampleRequest,
) -> Result<bool, ExampleError> {
    if !caller.may_write() {
        return Err(ExampleError::NotAllowed);
    }
    if database.version()? > 0 {
        return Ok(false);
    }
    let insert = invent(reference, request)?;
    database.write(|writer| {
        // Another process may have been quicker.
        if writer.count()? > 0 {
            return Ok(false);
        }
        writer.apply(&Changes { insert, ..Changes::default() })?;
        Ok(true)
    })
}

fn invent(reference: &ReferenceData, request: &ExampleRequest) -> Result<Vec<Facility>, ExampleError> {
    let figures = OfficialFigures::from_csv(request.figures)?;
    let sites: Vec<Site> = reference.gazetteer.entries().flat_map(sites).collect();
    let (areas, tree, seed, today) = (&reference.areas, &reference.categories, request.seed, request.today);
    Ok(match request.count {
        Some(count) => examples::generate_many(&figures, &sites, areas, tree, seed, today, count)?,
        None => examples::generate(&figures, &sites, areas, tree, seed, today)?,
    })
}

/// Where facilities may stand in a locality: at its point, and in a town of several postcodes in each of
/// them, so that a city is not one heap. How the residents spread over the postcodes is not known, so
/// each gets an equal part. A locality of unknown postcode gets none: its addresses would have none.
fn sites(entry: &Entry) -> Vec<Site> {
    let points: Vec<(Option<&str>, GeoPoint)> =
        entry.postcode_points().map(|(postcode, point)| (Some(postcode), point)).collect();
    let parts = u32::try_from(points.len()).unwrap_or(u32::MAX);
    let share = entry.population.checked_div(parts).unwrap_or(0);
    let site = |(postcode, point): (Option<&str>, GeoPoint)| Site {
        name: entry.name.clone(),
        postcode: postcode.map(str::to_owned),
        municipality: entry.municipality.clone(),
        point,
        population: share,
    };
    points.into_iter().map(site).collect()
}
