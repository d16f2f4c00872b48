//! Residents and need of all municipalities out of one run of the whole state. They equal the rows of [`super::forecast`] for
//! each municipality; indicators of all areas and years need few of the measures, and none of the rows.

use super::care_rows::Weighted;
use super::{ForecastError, ForecastSpec, Measure, area};
use crate::areas::Level;
use crate::care::{CareForecast, CareRequest, Part, Survey, care_groups};
use crate::model::Model;
use crate::projection::{self, Group, Projection};
use crate::units::{AreaKey, Year};

/// A measure of need that is wanted of every municipality.
#[derive(Debug, Clone, Copy)]
pub struct WantedNeed {
    /// Which of the assumptions on need, by its position.
    pub assumption: usize,
    /// A measure that is a sum over residents.
    pub measure: Measure,
    /// The part of it.
    pub part: Part,
}

/// What the forecast gives for one municipality.
#[derive(Debug, Clone, PartialEq)]
pub struct MunicipalEstimate {
    /// AGS of eight digits.
    pub key: String,
    /// Residents on the base date, by the groups that were asked for, in persons.
    pub residents: Vec<f64>,
    /// The end of each year from the base year on, with one figure of each measure that was wanted. A measure that is no sum over
    /// residents, or has no such part, is zero.
    pub years: Vec<(Year, Vec<f64>)>,
}

/// Estimates for all municipalities of districts that consist of several, to the last year of the model, under the scenario of
/// a forecast that names none.
///
/// # Errors
///
/// What [`super::forecast`] fails with.
pub fn municipal_estimates(
    model: &Model,
    groups: &[Group],
    care: &[CareRequest],
    wanted: &[WantedNeed],
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
    let of = |one: &WantedNeed| Weighted::new((model, needs.get(one.assumption)?), one.measure, one.part);
    let weights: Vec<Option<Weighted>> = wanted.iter().map(of).collect();
    let is_alone = |area: &area::ForecastArea| {
        let district = area.lies_in().and_then(|index| model.districts.get(index));
        let inside = |key: &crate::units::Ags| key.district().as_ref() == district.map(|it| &it.key);
        model.municipalities.iter().filter(|one| inside(&one.key)).count() < 2
    };
    let several = areas.iter().filter(|area| !is_alone(area));
    Ok(several.map(|area| estimate(area, groups, (model, &projection), &weights)).collect())
}

const STATE: &str = "13";

fn estimate(
    area: &area::ForecastArea,
    groups: &[Group],
    (model, projection): (&Model, &Projection),
    weights: &[Option<Weighted>],
) -> MunicipalEstimate {
    let populations =
        std::iter::once(&projection.base).chain(projection.years.iter().map(|year| &year.population));
    let years = (model.base_year.0..).zip(populations).enumerate().map(|(at, (year, population))| {
        let mut figures = vec![0.0; weights.len()];
        for (district, table) in area.residents(at, population) {
            let residents = care_groups(&table);
            for (sum, weights) in figures.iter_mut().zip(weights) {
                *sum += weights.as_ref().map_or(0.0, |it| it.weights_of(at, district).sum(&residents));
            }
        }
        (Year(year), figures)
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
    use crate::care::PlaceKind;
    use crate::forecast::{Ages, Breakdown, Forecast, StaffUnit, forecast};
    use crate::model::load::{CURRENT, load};
    use crate::units::CareType;

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
        let measures = [
            Measure::PeopleInNeed,
            Measure::PlacesNeeded(PlaceKind::Residential),
            Measure::PlacesNeeded(PlaceKind::DayCare),
            Measure::StaffNeeded(StaffUnit::Heads),
            Measure::PeopleWithDementia,
        ];
        let whole = |(assumption, measure)| WantedNeed { assumption, measure, part: Part::default() };
        let typed = CareType::ALL.map(|kind| WantedNeed {
            part: Part { kind: Some(kind), ..Part::default() },
            ..whole((0, Measure::PeopleInNeed))
        });
        let wanted: Vec<WantedNeed> = measures
            .map(|measure| whole((0, measure)))
            .into_iter()
            .chain([whole((1, Measure::PeopleInNeed))])
            .chain(typed)
            .collect();
        let all =
            municipal_estimates(&model, &groups, &[CareRequest::default(), rising.clone()], &wanted).unwrap();
        // Rostock and Schwerin have the figures of their districts.
        assert_eq!(all.len(), model.municipalities.len() - 2);
        for key in ["13076090", "13073088", "13071107", "13072006"] {
            let ours = all.iter().find(|one| one.key == key).unwrap();
            let spec = ForecastSpec {
                to: model.last_year,
                ..ForecastSpec::new(AreaKey::parse(key).unwrap(), &model)
            };
            let plain = forecast(&model, &spec).unwrap();
            let figures = |at: usize| ours.years.iter().map(|(_, all)| all[at]).collect::<Vec<_>>();
            for (at, measure) in measures.into_iter().enumerate() {
                assert!(are_alike(&figures(at), &rows(&plain, measure)), "{key} {measure:?}");
            }
            let risen = forecast(&model, &ForecastSpec { care: rising.clone(), ..spec.clone() }).unwrap();
            assert!(are_alike(&figures(measures.len()), &rows(&risen, Measure::PeopleInNeed)), "{key}");
            let by_type = Breakdown { care_type: true, ..Breakdown::default() };
            let typed = forecast(&model, &ForecastSpec { by: by_type, ..spec.clone() }).unwrap();
            for (at, kind) in CareType::ALL.into_iter().enumerate() {
                let of_type = |row: &&crate::forecast::Row| {
                    row.measure == Measure::PeopleInNeed && row.care_type == Some(kind)
                };
                let theirs: Vec<f64> = typed.rows.iter().filter(of_type).map(|row| row.value).collect();
                assert!(are_alike(&figures(measures.len() + 1 + at), &theirs), "{key} {kind:?}");
            }
            let aged = forecast(&model, &ForecastSpec { by, to: model.base_year, ..spec }).unwrap();
            assert!(are_alike(&ours.residents, &rows(&aged, Measure::Population)), "{key}");
        }
    }
}
