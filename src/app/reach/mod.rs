//! Who reaches which offers, and what a change of them would do: residents from the forecast, offers from the
//! register, travel times from the router.

pub mod figures;
pub mod ground;
mod request;
mod response;

pub use request::{
    AddOfferRequest, OfferChangeRequest, ReachParameters, ReachRequest, RowsForm, SitesRequest, SitingMethod,
    WhatIfRequest,
};
pub use response::{
    BalanceResponse, ReachResponse, ReachRowResponse, SiteResponse, WhatIfResponse, reach_header,
};

use chrono::{DateTime, Utc};

use super::ReferenceData;
use super::error::{Error, Unavailable};
use crate::areas::Level;
use crate::model::Model;
use crate::reach::{self, Group, Offer, ReachSpec, Residents, UnknownOffer};
use crate::routing::Router;
use crate::search::Snapshot;
use crate::units::{Stop, Year};
use ground::settlements;
use request::Checked;

/// What an answer rests on.
#[derive(Clone, Copy)]
pub struct Inputs<'a> {
    /// Areas and categories.
    pub reference: &'a ReferenceData,
    /// Gives travel times.
    pub router: &'a Router,
    /// The register.
    pub snapshot: &'a Snapshot,
    /// Gives the residents.
    pub model: &'a Model,
    /// Ends the work early.
    pub stop: &'a Stop,
}

/// Whom the balance of places counts: most who need care are 65 and older.
const BALANCE_GROUP: Group = Group::From65;

/// Who reaches an offer of a category, as the register stands.
///
/// # Errors
///
/// [`Error::BadInput`] with every wrong value.
pub fn reach(inputs: Inputs<'_>, request: &ReachRequest, now: DateTime<Utc>) -> Result<ReachResponse, Error> {
    let question = Question::new(inputs, request)?;
    let found = reach::reach(&question.spec(inputs), &question.offers);
    not_stopped(inputs.stop)?;
    Ok(ReachResponse::new((inputs, &question), request, found, now))
}

/// The residents of the base year, whom [`reach_by_level`] counts.
///
/// # Errors
///
/// What the forecast fails with.
pub fn base_residents(reference: &ReferenceData, model: &Model) -> Result<Vec<Residents>, Error> {
    ground::residents(&reference.gazetteer, model, None, model.base_year)
}

/// Who reaches an offer of a category, by areas of each level, for residents that were computed before.
///
/// # Errors
///
/// [`Error::BadInput`] with every wrong value.
pub fn reach_by_level(
    inputs: Inputs<'_>,
    request: &ReachRequest,
    residents: Vec<Residents>,
    now: DateTime<Utc>,
) -> Result<Vec<ReachResponse>, Error> {
    let (categories, areas) = (&inputs.reference.categories, &inputs.reference.areas);
    let checked = request.check(categories, areas).map_err(Error::BadInput)?;
    let offers = offers(inputs.snapshot, &request.category);
    let question = Question { checked, year: inputs.model.base_year, residents, offers };
    let found = reach::reach_by_level(&question.spec(inputs), &question.offers, &Level::ALL);
    not_stopped(inputs.stop)?;
    let answer = |found| ReachResponse::new((inputs, &question), request, found, now);
    Ok(found.into_iter().map(answer).collect())
}

/// What changes of the offers would do, and which sites help most after them.
///
/// # Errors
///
/// [`Error::BadInput`] with every wrong value, or for a change of an offer that does not exist.
pub fn what_if(
    inputs: Inputs<'_>,
    request: &WhatIfRequest,
    now: DateTime<Utc>,
) -> Result<WhatIfResponse, Error> {
    let of_reach = request.reach();
    let question = Question::new(inputs, &of_reach)?;
    let areas = &inputs.reference.areas;
    let changes = request.changes(areas).map_err(Error::BadInput)?;
    let gazetteer = &inputs.reference.gazetteer;
    let siting = request.sites.as_ref().map(|sites| sites.spec(areas, settlements(gazetteer)));
    let found = reach::what_if(&question.spec(inputs), &question.offers, &changes, siting.as_ref())?;
    not_stopped(inputs.stop)?;
    Ok(WhatIfResponse::new((inputs, &question), &of_reach, (found, siting.as_ref()), now))
}

/// What was computed up to a stop is incomplete and is given to nobody.
fn not_stopped(stop: &Stop) -> Result<(), Error> {
    if stop.is_requested() { Err(Error::Unavailable(Unavailable::Stopped)) } else { Ok(()) }
}

/// A checked question with the figures it is about.
struct Question {
    checked: Checked,
    year: Year,
    residents: Vec<Residents>,
    offers: Vec<Offer>,
}

impl Question {
    fn new(inputs: Inputs<'_>, request: &ReachRequest) -> Result<Self, Error> {
        let checked =
            request.check(&inputs.reference.categories, &inputs.reference.areas).map_err(Error::BadInput)?;
        let (base, last) = (inputs.model.base_year, inputs.model.last_year);
        let year = request.year.map_or(base, Year);
        if year < base || year > last {
            let (year, base, last) = (year.0, base.0, last.0);
            let message = format!("{year} is not from {base} to {last}, the years of the model");
            return Err(Error::rule("year", message));
        }
        let gazetteer = &inputs.reference.gazetteer;
        let residents = ground::residents(gazetteer, inputs.model, request.scenario.as_deref(), year)?;
        let offers = offers(inputs.snapshot, &request.category);
        Ok(Self { checked, year, residents, offers })
    }

    fn spec<'a>(&'a self, inputs: Inputs<'a>) -> ReachSpec<'a> {
        ReachSpec {
            router: inputs.router,
            areas: &inputs.reference.areas,
            residents: &self.residents,
            mode: self.checked.mode,
            minutes: &self.checked.minutes,
            level: self.checked.level,
            group: BALANCE_GROUP,
            stop: inputs.stop,
        }
    }
}

/// The offers of a category as they stand in the register, without those that no office has confirmed.
fn offers(snapshot: &Snapshot, category: &str) -> Vec<Offer> {
    let of = |facility: &crate::register::Facility| {
        let offer = facility.offers.iter().find(|offer| offer.category.as_str() == category)?;
        let places = offer.places.map(f64::from);
        Some(Offer { id: facility.id.clone(), point: facility.point, places })
    };
    snapshot.facilities().iter().filter(|facility| !facility.is_unconfirmed()).filter_map(of).collect()
}

impl From<UnknownOffer> for Error {
    fn from(error: UnknownOffer) -> Self {
        Self::rule(&format!("changes[{}]", error.number - 1), error)
    }
}
