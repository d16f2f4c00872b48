//! The form of assumptions: fields for every axis and value, with unit, range and what is usual.

use serde::Serialize;

use crate::app::State;
use crate::app::forecast::{STATUS_QUO, ScenarioResponse, USUAL_SCENARIOS};
use crate::app::planning::area;
use crate::app::planning::assumptions::{self, Assumption};
use crate::app::planning::run::{AXES, MAX_PLACES, RunRequest};
use crate::app::planning::scenarios::{Comparison, RUN, RUN_NAME};
use crate::areas::Level;
use crate::web::planning::choice::Choice;
use crate::web::planning::labels::{PLACE_KINDS, label_and_unit, place_kind_name};
use crate::web::planning::numbers::in_field as written;
use crate::web::shell::query_string::QueryString;
use crate::web::text::messages::Messages;

#[derive(Debug, Serialize)]
struct Axis {
    name: &'static str,
    label: &'static str,
    choices: Vec<Choice>,
}

/// A field for a number.
#[derive(Debug, Serialize)]
struct NumberField {
    name: &'static str,
    label: &'static str,
    unit: &'static str,
    least: String,
    most: String,
    usual: Option<String>,
    value: Option<String>,
}

#[derive(Debug, Serialize)]
pub(super) struct Form {
    area: String,
    area_name: String,
    scenarios: Vec<Choice>,
    axes: Vec<Axis>,
    beside: Vec<Choice>,
    population: Vec<NumberField>,
    care: Vec<NumberField>,
    own_year: Option<i32>,
    has_own_values: bool,
    /// The district that new places are for; `None` for the state and areas across districts.
    district: Option<String>,
    places: Option<String>,
    places_year: i32,
    most_places: f64,
    kinds: Vec<Choice>,
    first_year: i32,
    /// Named runs, which stay when the form is sent.
    runs: Vec<String>,
    run_field: &'static str,
    name_field: &'static str,
}

/// So many of the assumptions are about the population.
const OF_POPULATION: usize = 5;

fn number_field(one: &Assumption, run: &RunRequest) -> NumberField {
    let (label, unit) = label_and_unit(one.name).unwrap_or((one.name, ""));
    let value = run.own.iter().find(|(name, _)| *name == one.name).map(|(_, value)| *value);
    let shown = if one.is_share { 100.0 } else { 1.0 };
    NumberField {
        name: one.name,
        label,
        unit,
        least: written(one.least),
        most: written(one.most),
        usual: one.usual.map(written),
        value: value.map(|value| written(value * shown)),
    }
}

pub(super) fn form(
    (messages, state): (&Messages, &State),
    found: &Comparison,
    (run, fields): (&RunRequest, &QueryString),
) -> Form {
    let all = ScenarioResponse::all(state.model());
    let of_axis = |axis: &'static str| all.iter().filter(move |one| one.axis == axis);
    let choice = |one: &ScenarioResponse, is_chosen| Choice::new(&one.id, &one.title, is_chosen);
    let shown = |id: &str| found.cases.iter().any(|case| case.scenario.as_deref() == Some(id));
    let chosen = |axis: &str| match axis {
        "prevalence" => run.prevalence.as_deref(),
        "care_form" => run.care_form.as_deref(),
        _ => run.scenario.as_deref(),
    };
    let axis = |(name, axis, label): (&'static str, &'static str, &'static str)| Axis {
        name,
        label,
        choices: of_axis(axis).map(|one| choice(one, chosen(name).unwrap_or(STATUS_QUO) == one.id)).collect(),
    };
    let mut population: Vec<&ScenarioResponse> = of_axis("population").collect();
    // As the tables have them: the usual ones first, from low to high.
    population.sort_by_key(|one| {
        USUAL_SCENARIOS.iter().position(|usual| *usual == one.id).unwrap_or(USUAL_SCENARIOS.len())
    });
    let [of_population, prevalence, care_form] = AXES;
    let mut numbers: Vec<NumberField> =
        assumptions::all(state.model()).iter().map(|one| number_field(one, run)).collect();
    let care = numbers.split_off(OF_POPULATION.min(numbers.len()));
    let first = found.areas.first();
    let kind = run.new_places.as_ref().map_or("residential", |new| new.kind.as_str());
    Form {
        area: first.map(|area| area.key.clone()).unwrap_or_default(),
        area_name: first.map(|area| area.name.clone()).unwrap_or_default(),
        scenarios: population.into_iter().map(|one| choice(one, shown(&one.id))).collect(),
        axes: vec![
            axis((prevalence, "prevalence", "Pflegequoten")),
            axis((care_form, "care_form", "Versorgung")),
            axis((of_population, "population", "Eigene Werte gelten zu")),
        ],
        beside: beside(state, found),
        population: numbers,
        care,
        own_year: run.own_year,
        // New places have fields of their own above.
        has_own_values: !run.own.is_empty() || run.own_year.is_some(),
        district: first.filter(|area| area.is_whole()).and_then(|area| area.district()).map(str::to_owned),
        places: run.new_places.as_ref().map(|new| written(new.places)),
        places_year: run.new_places.as_ref().map_or(found.base_year + 3, |new| new.year),
        most_places: MAX_PLACES,
        kinds: kinds(messages, kind),
        first_year: found.base_year + 1,
        runs: fields.pairs().filter(|(field, _)| *field == RUN).map(|(_, text)| text.to_owned()).collect(),
        run_field: RUN,
        name_field: RUN_NAME,
    }
}

fn kinds(messages: &Messages, chosen: &str) -> Vec<Choice> {
    PLACE_KINDS.map(|kind| Choice::new(kind, place_kind_name(messages, kind), kind == chosen)).into()
}

/// The state, the districts and what else stands beside the area, so that it stays when the form is sent.
fn beside(state: &State, found: &Comparison) -> Vec<Choice> {
    let own = found.areas.first().map(|area| area.key.as_str());
    let shown = |key: &str| found.areas.iter().skip(1).any(|area| area.key == key);
    let land = area::area(state, area::STATE).ok().map(|land| (land.key, land.name));
    let districts = area::inside(state, Level::District, None).into_iter().map(|it| (it.key, it.name));
    let offered: Vec<(String, String)> = land.into_iter().chain(districts).collect();
    let further = found.areas.iter().skip(1).filter(|area| offered.iter().all(|(key, _)| *key != area.key));
    let further: Vec<(String, String)> = further.map(|area| (area.key.clone(), area.name.clone())).collect();
    let all = offered.into_iter().chain(further).filter(|(key, _)| Some(key.as_str()) != own);
    all.map(|(key, name)| Choice::new(&key, name, shown(&key))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_assumption_has_a_german_name() {
        let model = crate::model::load::load(crate::model::load::CURRENT).unwrap().model;
        for one in assumptions::all(&model) {
            assert!(label_and_unit(one.name).is_some(), "{} has no name", one.name);
            assert!(
                one.least < one.most && one.usual.is_none_or(|it| (one.least..=one.most).contains(&it)),
                "{one:?}"
            );
        }
        assert_eq!(assumptions::all(&model).len(), crate::web::planning::labels::LABELS.len());
    }

    #[test]
    fn a_field_shows_a_number_without_needless_decimals() {
        assert_eq!([1.35, 98.0, 2.5, -50.0, 1_000.0].map(written), ["1,35", "98", "2,5", "-50", "1000"]);
    }
}
