//! Who reaches what, and what a change would do. The command line takes the same door.

pub mod figures;
pub mod request;
pub mod response;

use std::sync::Arc;

use actix_web::web::{self, Bytes, Data};
use actix_web::{HttpRequest, HttpResponse, get, post};

use super::travel::read_body;
use crate::api::http::parameters;
use crate::api::http::problem::{ApiError, FieldError, Problem};
use crate::app::{ReferenceData, State};
use crate::areas::Level;
use crate::forecast::{self, Ages, Breakdown, ForecastSpec, Measure};
use crate::gazetteer::{Gazetteer, Kind};
use crate::model::Model;
use crate::reach::{self, Balance, Change, Members, Offer, Residents, Row, Siting, Times, UnknownOffer};
use crate::routing::matrix::Settlement;
use crate::routing::{Router, TravelSource};
use crate::search::Snapshot;
use crate::tables::{Format, TableFormat};
use crate::units::{AreaKey, GeoPoint, Seconds, Year};
use request::{ReachAsk, WhatIfAsk};
use response::{ReachBody, WhatIfBody};

/// What an answer rests on.
#[derive(Clone, Copy)]
pub struct Inputs<'a> {
    pub reference: &'a ReferenceData,
    pub router: &'a Router,
    pub snapshot: &'a Snapshot,
    pub model: &'a Model,
}

/// Reach and balance of a set of offers.
#[derive(Debug, Clone, PartialEq)]
pub struct Variant {
    pub rows: Vec<Row>,
    pub balance: Vec<Balance>,
    /// Places of all offers that tell any.
    pub places: f64,
    pub offers: usize,
}

/// What is asked of, in numbers.
pub struct Reach {
    pub year: Year,
    pub source: TravelSource,
    pub now: Variant,
    /// After the changes, and the sites that help most then.
    pub then: Option<(Variant, Option<Siting>)>,
    pub residents: Vec<Residents>,
}

/// Where people are counted: the point of each municipality, by key.
pub fn settlements(gazetteer: &Gazetteer) -> Vec<Settlement> {
    let mut settlements: Vec<Settlement> = gazetteer
        .entries()
        .filter(|entry| entry.kind == Kind::Municipality)
        .map(|entry| Settlement { key: entry.municipality.to_string(), point: entry.point })
        .collect();
    settlements.sort_by(|a, b| a.key.cmp(&b.key));
    settlements
}

/// The residents of a year by municipality, from the forecast.
pub(crate) fn residents(
    gazetteer: &Gazetteer,
    model: &Model,
    scenario: Option<&str>,
    year: Year,
) -> Result<Vec<Residents>, ApiError> {
    let state = AreaKey::parse("13").map_err(ApiError::internal)?;
    let mut request = ForecastSpec::new(state, model);
    request.level = Some(Level::Municipality);
    (request.from, request.to) = (year, year);
    request.by = Breakdown { age: Ages::Groups, ..Breakdown::default() };
    if let Some(scenario) = scenario {
        scenario.clone_into(&mut request.scenario);
    }
    let forecast = forecast::forecast(model, &request)?;
    let mut residents: Vec<Residents> = settlements(gazetteer)
        .into_iter()
        .map(|settlement| Residents { key: settlement.key, point: settlement.point, persons: [0.0; 3] })
        .collect();
    for row in forecast.rows.iter().filter(|row| row.measure == Measure::Population && row.year == year) {
        let found = residents.binary_search_by(|it| it.key.as_str().cmp(row.area.as_str()));
        let Ok(at) = found else { continue };
        for group in reach::Group::ALL {
            if row.age_from.unwrap_or(0) >= group.first_age() {
                residents[at].persons[group as usize] += row.value;
            }
        }
    }
    Ok(residents)
}

/// The offers of a category as they stand in the register.
fn offers(snapshot: &Snapshot, category: &str) -> Vec<Offer> {
    let of = |facility: &crate::register::Facility| {
        let offer = facility.offers.iter().find(|offer| offer.category.as_str() == category)?;
        let places = offer.places.map(f64::from);
        Some(Offer { id: facility.id.clone(), point: facility.point, places })
    };
    snapshot.facilities().iter().filter_map(of).collect()
}

/// Everything that is asked, from one table of times.
pub fn answer(inputs: Inputs<'_>, ask: &ReachAsk, what_if: Option<&WhatIfAsk>) -> Result<Reach, ApiError> {
    let asked = ask.check(&inputs.reference.categories).map_err(ApiError::BadInput)?;
    let (base, last) = (inputs.model.base_year, inputs.model.last_year);
    let year = ask.year.map_or(base, Year);
    if year < base || year > last {
        let message = format!("{} is not from {} to {}, the years of the model", year.0, base.0, last.0);
        return Err(ApiError::field("year", message));
    }
    let residents = residents(&inputs.reference.gazetteer, inputs.model, ask.scenario.as_deref(), year)?;
    let now = offers(inputs.snapshot, &ask.category);
    let changes: Vec<Change> = match what_if {
        Some(what_if) => what_if.changes().map_err(ApiError::BadInput)?,
        None => Vec::new(),
    };
    let then = reach::apply(&now, &changes)?;
    let siting = what_if.and_then(|what_if| what_if.sites.as_ref());
    let sites: &[Residents] = if siting.is_some() { &residents } else { &[] };
    let points: Vec<GeoPoint> =
        now.iter().chain(&then).map(|offer| offer.point).chain(sites.iter().map(|it| it.point)).collect();
    let times = Times::of(inputs.router, asked.mode, &residents, &points);
    let members = reach::members(&inputs.reference.areas, asked.level, &residents);
    let part = |from: usize, count: usize| times.part(from..from + count);
    let view = |offers: &[Offer], times: &Times| {
        state_of(offers, times, &members, &residents, &asked.minutes, ask.balance_group())
    };
    let times_then = part(now.len(), then.len());
    let after = what_if.map(|_| {
        let siting = siting.map(|siting| {
            let persons: Vec<f64> = residents.iter().map(|it| it.of(siting.group())).collect();
            let today: Vec<Option<Seconds>> = (0..residents.len()).map(|at| times_then.nearest(at)).collect();
            let to_sites = part(now.len() + then.len(), sites.len());
            reach::sites(siting.method(), &persons, &today, &to_sites, siting.count())
        });
        (view(&then, &times_then), siting)
    });
    let view_now = view(&now, &part(0, now.len()));
    Ok(Reach { year, source: times.source(), now: view_now, then: after, residents })
}

fn state_of(
    offers: &[Offer],
    times: &Times,
    members: &[Members],
    residents: &[Residents],
    minutes: &[f64],
    group: reach::Group,
) -> Variant {
    Variant {
        rows: reach::rows(members, residents, times, minutes),
        balance: reach::balance(members, residents, offers, times, group),
        places: offers.iter().filter_map(|offer| offer.places).sum(),
        offers: offers.len(),
    }
}

impl From<UnknownOffer> for ApiError {
    fn from(error: UnknownOffer) -> Self {
        Self::BadInput(vec![FieldError::new(&format!("changes[{}]", error.number - 1), error)])
    }
}

/// How many people reach an offer in time, and how many places there are for them.
///
/// Residents of the year come from the forecast and are counted at the one point of their municipality. `balance` is
/// the enhanced two-step floating catchment area method (Luo and Qi 2009) with the weights 1, 0.68 and 0.22
/// within 10, 20 and 30 minutes, for people aged 65 and older.
#[utoipa::path(
    tag = "plan",
    params(
        ("category" = String, Query, description = "Slug of a category", example = "day_care"),
        ("mode" = Option<String>, Query, description = "car (default), bicycle or foot"),
        ("minutes" = Option<String>, Query, description = "Numbers separated by commas, default 15,30,45", example = "15,30"),
        ("level" = Option<String>, Query, description = "state, district (default), amt or municipality"),
        ("year" = Option<i32>, Query, description = "Year of the residents, default the base year of the model"),
        ("scenario" = Option<String>, Query, description = "Id of named assumptions, default status-quo"),
        ("format" = Option<String>, Query, description = "json (default) or csv"),
    ),
    responses(
        (status = 200, description = "Tidy rows", content((ReachBody = "application/json"), (String = "text/csv"))),
        (status = 400, description = "Wrong parameters", body = Problem, content_type = "application/problem+json"),
    ),
)]
#[get("/reach")]
pub async fn get_reach(request: HttpRequest, state: Data<State>) -> Result<HttpResponse, ApiError> {
    let asked = parameters::read(
        request.query_string(),
        &[&crate::api::reach::request::QUERY[..], &["format"]].concat(),
    )?;
    let ask = ReachAsk::from_query(&asked)?;
    let offered = [Format::Json, Format::Table(TableFormat::Csv)];
    let word = asked.text("format").unwrap_or(Format::Json.word());
    let format = Format::among(&offered, word).map_err(|message| ApiError::field("format", message))?;
    let snapshot = state.snapshot();
    let body = on_thread(&state, &snapshot, move |inputs| {
        let reach = answer(inputs, &ask, None)?;
        let body = ReachBody::new(inputs, &ask, &reach, chrono::Utc::now());
        match format {
            Format::Table(form) => body.document().write(form).map_err(ApiError::internal),
            _ => serde_json::to_vec(&body).map_err(ApiError::internal),
        }
    })
    .await?;
    Ok(HttpResponse::Ok().content_type(format.media_type()).body(body))
}

/// What it would change to add, move, close or enlarge offers, and where new ones help most.
///
/// Sites are the points of municipalities, found by adding the best and exchanging as long as that helps (Teitz and
/// Bart 1968), for maximal covering (Church and ReVelle 1974) or the p-median (Hakimi 1964).
#[utoipa::path(
    tag = "plan",
    request_body = WhatIfAsk,
    responses(
        (status = 200, description = "Before, after, and ranked sites", body = WhatIfBody),
        (status = 400, description = "A body that cannot be read, or wrong values in it", body = Problem, content_type = "application/problem+json"),
    ),
)]
#[post("/reach/what-if")]
pub async fn post_what_if(
    request: HttpRequest,
    body: Bytes,
    state: Data<State>,
) -> Result<HttpResponse, ApiError> {
    parameters::none(request.query_string())?;
    let ask: WhatIfAsk = read_body(&body)?;
    let snapshot = state.snapshot();
    let text = on_thread(&state, &snapshot, move |inputs| {
        let reach = answer(inputs, &ask.reach(), Some(&ask))?;
        let body = WhatIfBody::new(inputs, &ask, &reach, chrono::Utc::now());
        serde_json::to_vec(&body).map_err(ApiError::internal)
    })
    .await?;
    Ok(HttpResponse::Ok().content_type("application/json").body(text))
}

/// Work that takes a while, on a thread that may.
async fn on_thread(
    state: &Data<State>,
    snapshot: &Arc<Snapshot>,
    work: impl FnOnce(Inputs<'_>) -> Result<Vec<u8>, ApiError> + Send + 'static,
) -> Result<Vec<u8>, ApiError> {
    let (state, snapshot) = (state.clone(), snapshot.clone());
    web::block(move || {
        let (reference, router, model) = (&state.reference, &state.search.router, state.model());
        work(Inputs { reference, router, snapshot: &snapshot, model })
    })
    .await
    .map_err(ApiError::internal)?
}
