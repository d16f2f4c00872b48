//! What a new offer in a municipality would change: who reaches one in time, and how many places lack.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::area::{self, Found, NamedArea, WorkspaceArea};
use super::fields::{whole, within};
use super::figures::Figures;
use super::run::{LAST_YEAR, NewPlaces, RunRequest};
use crate::app::State;
use crate::app::error::{Code, Error, FieldError};
use crate::app::forecast::{LocatedRequest, compute};
use crate::app::reach::{
    AddOfferRequest, Inputs, OfferChangeRequest, ReachRowResponse, SitesRequest, SitingMethod, WhatIfRequest,
    WhatIfResponse, what_if,
};
use crate::model::Model;
use crate::units::Stop;

/// Kinds of offers that a planner asks about, with the kind of their places.
pub const CATEGORIES: [(&str, Option<&str>); 5] = [
    ("day_care", Some("day_care")),
    ("residential_care", Some("residential")),
    ("short_term_care", Some("short_term")),
    ("night_care", None),
    ("home_care_service", None),
];
/// Sites that are ranked.
const SITES: usize = 5;
/// Near enough, if the address names no time.
const MINUTES: f64 = 15.0;
const MOST_MINUTES: f64 = 120.0;
/// Places of a new offer, if the address names none.
const PLACES: f64 = 20.0;
/// The group that reach is told of.
const GROUP: &str = "65+";

/// What the address of the page asks.
#[derive(Debug, Clone, PartialEq)]
pub struct SitesQuestion {
    /// The slug of the category.
    pub category: &'static str,
    /// car | bicycle | foot
    pub mode: String,
    /// The time limit, one way.
    pub minutes: f64,
    /// The municipality of a new offer, by name or key.
    pub at: Option<String>,
    /// Places of the new offer.
    pub places: f64,
    /// The year at whose end it opens; residents are those of this year.
    pub year: i32,
}

impl SitesQuestion {
    /// Reads the fields of an address.
    ///
    /// # Errors
    ///
    /// Every wrong value with the name of its field.
    pub fn read<'a>(
        pairs: impl Iterator<Item = (&'a str, &'a str)>,
        model: &Model,
    ) -> Result<Self, Vec<FieldError>> {
        let base = model.base_year.0;
        let mut question = Self {
            category: CATEGORIES[0].0,
            mode: "car".to_owned(),
            minutes: MINUTES,
            at: None,
            places: PLACES,
            year: base + 3,
        };
        let mut errors = Vec::new();
        for (field, value) in pairs {
            let years = (u64::try_from(base + 1).unwrap_or(0), u64::try_from(LAST_YEAR).unwrap_or(0));
            let outcome = match field {
                "category" => match CATEGORIES.iter().find(|one| one.0 == value) {
                    Some(one) => {
                        question.category = one.0;
                        Ok(())
                    }
                    None => Err(Code::NoneOf { known: CATEGORIES.map(|one| one.0.to_owned()).into() }),
                },
                "mode" => {
                    question.mode = value.chars().take(20).collect();
                    Ok(())
                }
                "minutes" => within(value, 1.0, MOST_MINUTES).map(|found| question.minutes = found),
                "at" => {
                    question.at = Some(value.chars().take(100).collect());
                    Ok(())
                }
                "places" => within(value, 1.0, 1_000.0).map(|found| question.places = found),
                "year" => {
                    whole(value, years).map(|found| question.year = i32::try_from(found).unwrap_or(base))
                }
                _ => continue,
            };
            errors.extend(outcome.err().map(|code| FieldError::new(field, code)));
        }
        if errors.is_empty() { Ok(question) } else { Err(errors) }
    }

    /// The request of the API with the same answer.
    fn request(&self, area: &WorkspaceArea, point: Option<(f64, f64)>) -> WhatIfRequest {
        let add =
            |(lat, lon)| OfferChangeRequest::Add(AddOfferRequest { lat, lon, places: Some(self.places) });
        WhatIfRequest {
            category: self.category.to_owned(),
            mode: Some(self.mode.clone()),
            minutes: vec![self.minutes],
            area: area.district().is_some().then(|| area.key.clone()),
            level: Some("municipality".to_owned()),
            year: Some(self.year),
            scenario: None,
            changes: point.map(add).into_iter().collect(),
            sites: Some(SitesRequest {
                count: SITES,
                method: SitingMethod::MaximalCovering,
                minutes: Some(self.minutes),
                group: None,
                within: area.district().is_some().then(|| area.key.clone()),
            }),
        }
    }
}

/// A municipality before and after a change, for people from 65 on.
#[derive(Debug, Clone, Serialize)]
pub struct Reached {
    /// Reach today.
    pub before: ReachRowResponse,
    /// Reach with the new offer.
    pub after: ReachRowResponse,
}

impl Reached {
    /// People who reach no offer in time.
    pub fn without(row: &ReachRowResponse) -> f64 {
        with_one_decimal(row.persons - row.persons_reached)
    }

    /// People who reach one with the new offer and did not before.
    pub fn gained(&self) -> f64 {
        with_one_decimal(self.after.persons_reached - self.before.persons_reached)
    }
}

/// As the figures have it that a difference is made of; a zero has no minus.
fn with_one_decimal(persons: f64) -> f64 {
    (persons * 10.0).round() / 10.0 + 0.0
}

/// Places less need of the district in a year, without and with the new places.
#[derive(Debug, Clone, Serialize)]
pub struct BalanceOfYear {
    /// The year at whose end it holds.
    pub year: i32,
    /// Places less need without the new offer.
    pub without: f64,
    /// Places less need with it.
    pub with: f64,
}

/// What a new offer would change.
#[derive(Debug)]
pub struct SitesAnswer {
    /// The district or state that is asked about.
    pub area: WorkspaceArea,
    /// The municipality of the new offer; an error where the text names none, with what may be meant.
    pub at: Option<Result<NamedArea, Vec<NamedArea>>>,
    /// The request of the API that gives the same.
    pub request: WhatIfRequest,
    /// Reach before and after, and the ranked sites.
    pub found: WhatIfResponse,
    /// The municipalities of the area.
    pub municipalities: Vec<Reached>,
    /// Of the district; empty where no places are counted.
    pub balance: Vec<BalanceOfYear>,
    /// Whether travel times are estimates.
    pub is_estimated: bool,
}

/// Answers a question about sites.
///
/// # Errors
///
/// What reach and forecast fail with.
pub fn sites(
    state: &State,
    area: WorkspaceArea,
    question: &SitesQuestion,
    (now, stop): (DateTime<Utc>, &Stop),
) -> Result<SitesAnswer, Error> {
    let at = question.at.as_deref().map(|text| municipality(state, text));
    let named = at.as_ref().and_then(|at| at.as_ref().ok());
    let point = named.and_then(|at| {
        let entry = state.reference.gazetteer.entries().find(|entry| {
            entry.kind == crate::gazetteer::Kind::Municipality && entry.municipality.as_str() == at.key
        });
        entry.map(|entry| (entry.point.lat, entry.point.lon))
    });
    let request = question.request(&area, point);
    let snapshot = state.snapshot();
    let inputs = Inputs {
        reference: &state.reference,
        router: &state.search.router,
        snapshot: &snapshot,
        model: state.model(),
        stop,
    };
    let found = what_if(inputs, &request, now)?;
    let district = named.and_then(|at| at.key.get(..5));
    let balance = match (district, CATEGORIES.iter().find(|one| one.0 == question.category)) {
        (Some(district), Some((_, Some(kind)))) => balance(state, (district, kind), question, stop)?,
        _ => Vec::new(),
    };
    let of_group = |rows: &[ReachRowResponse]| -> Vec<ReachRowResponse> {
        rows.iter().filter(|row| row.group == GROUP).cloned().collect()
    };
    let (before, after) = (of_group(&found.before.rows), of_group(&found.after.rows));
    let municipalities =
        before.into_iter().zip(after).map(|(before, after)| Reached { before, after }).collect();
    let is_estimated = found.provenance.travel_source == "estimate";
    Ok(SitesAnswer { area, at, request, found, municipalities, balance, is_estimated })
}

/// The municipality that a text names, or those that may be meant.
fn municipality(state: &State, text: &str) -> Result<NamedArea, Vec<NamedArea>> {
    match area::find(state, text) {
        Found::Area(key) if key.len() == 8 => match state.reference.areas.get(&key) {
            Some(area) => Ok(NamedArea { key, name: area.name.clone() }),
            None => Err(Vec::new()),
        },
        Found::Area(_) => Err(Vec::new()),
        Found::Unknown(meant) => Err(meant.into_iter().filter(|it| it.key.len() == 8).collect()),
    }
}

fn balance(
    state: &State,
    (district, kind): (&str, &str),
    question: &SitesQuestion,
    stop: &Stop,
) -> Result<Vec<BalanceOfYear>, Error> {
    let area = area::area(state, district)?;
    let measure = format!("{kind}_places_balance");
    let figures = |new_places: Option<NewPlaces>| {
        let run = RunRequest { draws: Some(0), new_places, ..RunRequest::default() };
        let located = LocatedRequest::new(run.forecast_request(&area), || state.indicators())?;
        Ok::<_, Error>(Figures::new(&compute(state, &located, stop)?))
    };
    let new = NewPlaces {
        district: district.to_owned(),
        kind: kind.to_owned(),
        places: question.places,
        year: question.year,
    };
    let (without, with) = (figures(None)?, figures(Some(new))?);
    let of_year = |year: i32| {
        let value = |figures: &Figures| figures.of(&measure, year).map(|row| row.value);
        Some(BalanceOfYear { year, without: value(&without)?, with: value(&with)? })
    };
    let mut years = vec![question.year, 2030, 2035, LAST_YEAR];
    years.sort_unstable();
    years.dedup();
    Ok(years.into_iter().filter_map(of_year).collect())
}
