//! Residents and need of all municipalities out of one run of the whole state. They equal the rows of [`super::forecast`] for
//! each municipality; an indicator of all areas and years needs three measures of twenty, and none of the rows.

use super::{ForecastError, ForecastSpec, area};
use crate::areas::Level;
use crate::care::{CareForecast, CareRequest, Part, PlaceKind, Survey, Weights, care_groups};
use crate::model::Model;
use crate::projection::{self, Group, Projection};
use crate::units::{AreaKey, Year};

/// What the forecast gives for one municipality.
#[derive(Debug, Clone, PartialEq)]
pub struct MunicipalEstimate {
    /// AGS of eight digits.
    pub key: String,
    /// Residents on the base date, by the groups that were asked for, in persons.
    pub residents: Vec<f64>,
    /// From the base year on.
    pub years: Vec<MunicipalNeed>,
}

/// Need of a municipality at the end of a year.
#[derive(Debug, Clone, PartialEq)]
pub struct MunicipalNeed {
    /// The year.
    pub year: Year,
    /// People in need under each of the assumptions that were asked for.
    pub people_in_need: Vec<f64>,
    /// Places in homes that are needed under the first assumption.
    pub residential_places_needed: f64,
}

/// Estimates for all municipalities of districts that consist of several, to the last year of the model, under the scenario of
/// a forecast that names none. `care` has one assumption on need for each figure of
/// [`MunicipalNeed::people_in_need`].
///
/// # Errors
///
/// What [`super::forecast`] fails with.
pub fn municipal_estimates(
    model: &Model,
    groups: &[Group],
    care: &[CareRequest],
) -> Result<Vec<MunicipalEstimate>, ForecastError> {
    let state = AreaKey::parse(STATE).map_err(|_| ForecastError::unknown_area(STATE, model))?;
    let level = Some(Level::Municipality);
    let request = ForecastSpec { level, to: model.last_year, ..ForecastSpec::new(state, model) };
    let areas = area::forecast_areas(model, &request)?;
    let run = request.run(model, &[], false, (Vec::new(), Vec::new(), None))?;
    let projection = projection::project(model, &run)?;
    let survey = Survey::new(model)?;
    let needs: Vec<CareForecast> =
        care.iter().map(|request| survey.forecast(model, &projection, request)).collect::<Result<_, _>>()?;
    let weights = weights(&needs);
    let is_alone = |area: &area::ForecastArea| {
        let district = area.lies_in().and_then(|index| model.districts.get(index));
        let inside = |key: &crate::units::Ags| key.district().as_ref() == district.map(|it| &it.key);
        model.municipalities.iter().filter(|one| inside(&one.key)).count() < 2
    };
    let several = areas.iter().filter(|area| !is_alone(area));
    Ok(several.map(|area| estimate(area, groups, &projection, &weights)).collect())
}

const STATE: &str = "13";

/// What a resident of a district adds to the need under each assumption, and to the places needed under the first.
struct NeedWeights {
    people: Vec<Weights>,
    places: Option<Weights>,
}

/// By year from the base on, and district.
fn weights(needs: &[CareForecast]) -> Vec<(Year, Vec<NeedWeights>)> {
    let Some(first) = needs.first() else { return Vec::new() };
    let of_district = |year: usize, district: usize| NeedWeights {
        people: needs.iter().map(|need| need.need_weights(year, district, &Part::default())).collect(),
        places: Some(first.place_weights(year, district, PlaceKind::Residential)),
    };
    let of_year = |(at, year): (usize, &crate::care::CareYear)| {
        (year.year, (0..year.areas.len()).map(|district| of_district(at, district)).collect())
    };
    first.years.iter().enumerate().map(of_year).collect()
}

fn estimate(
    area: &area::ForecastArea,
    groups: &[Group],
    projection: &Projection,
    weights: &[(Year, Vec<NeedWeights>)],
) -> MunicipalEstimate {
    let populations =
        std::iter::once(&projection.base).chain(projection.years.iter().map(|year| &year.population));
    let years = weights.iter().zip(populations).enumerate().map(|(at, ((year, of_year), population))| {
        let mut need =
            MunicipalNeed { year: *year, people_in_need: Vec::new(), residential_places_needed: 0.0 };
        for (district, table) in area.residents(at, population) {
            let (residents, weights) = (care_groups(&table), of_year.get(district));
            let Some(weights) = weights else { continue };
            need.people_in_need.resize(weights.people.len(), 0.0);
            for (sum, weights) in need.people_in_need.iter_mut().zip(&weights.people) {
                *sum += weights.sum(&residents);
            }
            need.residential_places_needed += weights.places.as_ref().map_or(0.0, |it| it.sum(&residents));
        }
        need
    });
    MunicipalEstimate {
        key: area.key.as_str().to_owned(),
        residents: groups.iter().map(|group| area.persons(0, &projection.base, group)).collect(),
        years: years.collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forecast::{Ages, Breakdown, Forecast, Measure, forecast};
    use crate::model::load::{CURRENT, load};

    fn rows(forecast: &Forecast, measure: Measure) -> Vec<f64> {
        forecast.rows.iter().filter(|row| row.measure == measure).map(|row| row.value).collect()
    }

    fn are_alike(ours: &[f64], theirs: &[f64]) -> bool {
        ours.len() == theirs.len() && ours.iter().zip(theirs).all(|(a, b)| (a - b).abs() < 1e-9 * b.max(1.0))
    }

    #[test]
    fn estimates_of_municipalities_are_the_rows_of_the_forecast() {
        let model = load(CURRENT).unwrap().model;
        let rising = CareRequest { prevalence: "rising".to_owned(), ..CareRequest::default() };
        let by = Breakdown { sex: true, age: Ages::Groups, ..Breakdown::default() };
        let groups = crate::forecast::rows::groups(by);
        let all = municipal_estimates(&model, &groups, &[CareRequest::default(), rising.clone()]).unwrap();
        // Rostock and Schwerin have the figures of their districts.
        assert_eq!(all.len(), model.municipalities.len() - 2);
        for key in ["13076090", "13073088", "13071107", "13072006"] {
            let ours = all.iter().find(|one| one.key == key).unwrap();
            let spec = ForecastSpec {
                to: model.last_year,
                ..ForecastSpec::new(AreaKey::parse(key).unwrap(), &model)
            };
            let plain = forecast(&model, &spec).unwrap();
            let people =
                |at: usize| ours.years.iter().map(|year| year.people_in_need[at]).collect::<Vec<_>>();
            assert!(are_alike(&people(0), &rows(&plain, Measure::PeopleInNeed)), "{key}");
            let places: Vec<f64> = ours.years.iter().map(|year| year.residential_places_needed).collect();
            let needed = rows(&plain, Measure::PlacesNeeded(PlaceKind::Residential));
            assert!(are_alike(&places, &needed), "{key}");
            let risen = forecast(&model, &ForecastSpec { care: rising.clone(), ..spec.clone() }).unwrap();
            assert!(are_alike(&people(1), &rows(&risen, Measure::PeopleInNeed)), "{key}");
            let aged = forecast(&model, &ForecastSpec { by, to: model.base_year, ..spec }).unwrap();
            assert!(are_alike(&ours.residents, &rows(&aged, Measure::Population)), "{key}");
        }
    }
}
