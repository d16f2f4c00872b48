//! How a case is called, and what it assumes, in words.

use crate::app::State;
use crate::app::forecast::ScenarioResponse;
use crate::app::planning::area;
use crate::app::planning::assumptions::{self, Assumption};
use crate::app::planning::run::{DEFAULT_OWN_YEAR, NewPlaces, RunRequest};
use crate::app::planning::scenarios::Case;
use crate::web::planning::labels::{label_and_unit, place_kind};
use crate::web::planning::numbers::{counted, in_field, with_sign};

/// Longer names of own values would fill a column or the edge of a chart.
const MOST_LETTERS: usize = 40;

/// The name of a case: that of its scenario, the one that the planner gave, or what was changed.
pub(in crate::web::planning) fn title(state: &State, case: &Case) -> String {
    match (&case.scenario, &case.name) {
        (Some(id), _) => scenario_title(state, id),
        (None, Some(name)) => name.clone(),
        (None, None) => changed(&assumptions::all(state.model()), &case.run),
    }
}

fn scenario_title(state: &State, id: &str) -> String {
    let all = ScenarioResponse::all(state.model());
    let found = all.into_iter().find(|one| one.axis == "population" && one.id == id);
    found.map_or_else(|| id.to_owned(), |one| one.title)
}

/// "60 Heimplätze 2028", "Kinder je Frau 1,5", "60 Heimplätze 2028, Kinder je Frau 1,5", or how many values are one's own.
fn changed(known: &[Assumption], run: &RunRequest) -> String {
    let mut all: Vec<String> = run.new_places.as_ref().map(places).into_iter().collect();
    let of = |name: &str| known.iter().find(|one| one.name == name);
    all.extend(run.own.iter().filter_map(|(name, value)| Some(value_in_words(of(name)?, *value))));
    let name = all.join(", ");
    match (name.chars().count(), all.len()) {
        (0, _) => "Eigene Werte".to_owned(),
        (..=MOST_LETTERS, _) => name,
        (_, 1) => "1 eigener Wert".to_owned(),
        (_, count) => format!("{count} eigene Werte"),
    }
}

/// "60 Heimplätze 2028", "60 Heimplätze weniger 2028"
fn places(new: &NewPlaces) -> String {
    let fewer = if new.places < 0.0 { " weniger" } else { "" };
    format!("{} {}{fewer} {}", counted(new.places.abs()), place_kind(&new.kind), new.year)
}

/// What a run assumes, each a value with its unit and what the model takes instead.
pub(in crate::web::planning) fn values(state: &State, run: &RunRequest) -> Vec<String> {
    let mut all: Vec<String> = axes(state, run);
    let known = assumptions::all(state.model());
    let own = run.own.iter().filter_map(|(name, value)| {
        let assumption = known.iter().find(|one| one.name == *name)?;
        Some(in_words(assumption, *value, run.own_year.unwrap_or(DEFAULT_OWN_YEAR)))
    });
    all.extend(own);
    all.extend(run.new_places.as_ref().map(|new| {
        let district =
            area::area(state, &new.district).map_or_else(|_| new.district.clone(), |area| area.name);
        let kind = place_kind(&new.kind);
        format!("{} {kind} in {district} ab Ende {}", with_sign(new.places), new.year)
    }));
    all
}

/// The assumptions of the model that the run names, as their titles.
fn axes(state: &State, run: &RunRequest) -> Vec<String> {
    let all = crate::app::forecast::ScenarioResponse::all(state.model());
    let title = |axis: &str, id: &Option<String>| {
        let id = id.as_deref()?;
        Some(all.iter().find(|one| one.axis == axis && one.id == id)?.title.clone())
    };
    [
        title("population", &run.scenario).map(|title| format!("Bevölkerung: {title}")),
        title("prevalence", &run.prevalence).map(|title| format!("Pflegequoten: {title}")),
        title("care_form", &run.care_form).map(|title| format!("Versorgung: {title}")),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// "Kinder je Frau 1,5 bis 2035 (Modell: 1,35)"
fn in_words(assumption: &Assumption, value: f64, year: i32) -> String {
    let until = if assumption.is_of_population() { format!(" bis {year}") } else { String::new() };
    let usual = assumption.usual.map_or_else(String::new, |usual| format!(" (Modell: {})", in_field(usual)));
    format!("{}{until}{usual}", value_in_words(assumption, value))
}

/// "Kinder je Frau 1,5"
fn value_in_words(assumption: &Assumption, value: f64) -> String {
    let (label, unit) = label_and_unit(assumption.name).unwrap_or((assumption.name, ""));
    let shown = if assumption.is_share { 100.0 * value } else { value };
    let unit = if unit.is_empty() { String::new() } else { format!("\u{a0}{unit}") };
    format!("{label} {}{unit}", in_field(shown))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_stands_with_its_unit_its_year_and_what_the_model_takes() {
        let model = crate::model::load::load(crate::model::load::CURRENT).unwrap().model;
        let all = assumptions::all(&model);
        let named = |name: &str| all.iter().find(|one| one.name == name).unwrap();
        let usual = in_field(named("tfr").usual.unwrap());
        assert_eq!(
            in_words(named("tfr"), 1.5, 2035),
            format!("Kinder je Frau 1,5 bis 2035 (Modell: {usual})")
        );
        let occupancy = named("occupancy_residential");
        let usual = in_field(occupancy.usual.unwrap());
        assert_eq!(
            in_words(occupancy, 0.95, 2035),
            format!("Belegung der Heimplätze 95\u{a0}% (Modell: {usual})")
        );
    }

    #[test]
    fn own_values_are_called_by_what_was_changed() {
        let new = |places| NewPlaces {
            district: "13076".to_owned(),
            kind: "residential".to_owned(),
            places,
            year: 2028,
        };
        let model = crate::model::load::load(crate::model::load::CURRENT).unwrap().model;
        let known = assumptions::all(&model);
        let of = |places: Option<f64>, own: &[(&'static str, f64)]| {
            changed(
                &known,
                &RunRequest { own: own.to_vec(), new_places: places.map(new), ..RunRequest::default() },
            )
        };
        assert_eq!(of(Some(60.0), &[]), "60 Heimplätze 2028");
        assert_eq!(of(Some(-60.0), &[]), "60 Heimplätze weniger 2028");
        assert_eq!(of(None, &[("tfr", 1.5)]), "Kinder je Frau 1,5");
        assert_eq!(of(Some(6.0), &[("tfr", 1.5)]), "6 Heimplätze 2028, Kinder je Frau 1,5");
        assert_eq!(of(Some(60.0), &[("tfr", 1.5), ("occupancy_residential", 0.95)]), "3 eigene Werte");
        assert_eq!(of(None, &[("occupancy_residential", 0.95)]), "Belegung der Heimplätze 95\u{a0}%");
        assert_eq!(of(None, &[("staff_retirement_start", 0.03)]), "1 eigener Wert");
    }
}
