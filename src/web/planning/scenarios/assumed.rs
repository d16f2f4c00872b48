//! What runs assume, in words: beside the charts and on paper, where no form stands.

use serde::Serialize;

use crate::app::State;
use crate::app::planning::area;
use crate::app::planning::assumptions::{self, Assumption};
use crate::app::planning::run::{DEFAULT_OWN_YEAR, RunRequest};
use crate::app::planning::scenarios::{Case, Comparison, RUN, run_name};
use crate::web::planning::address;
use crate::web::planning::labels::{label_and_unit, place_kind};
use crate::web::planning::numbers::{in_field, with_sign};
use crate::web::planning::table::Link;
use crate::web::shell::query_string::QueryString;

/// A run with what it assumes.
#[derive(Debug, Serialize)]
pub(super) struct Assumed {
    name: String,
    /// Each a value with its unit, and what the model takes instead.
    values: Vec<String>,
    /// Takes a named run off the page.
    remove: Option<Link>,
    /// Shows the values of a named run in the form.
    open: Option<Link>,
}

impl Assumed {
    /// "Ausbau: +60 Heimplätze in Schwerin ab Ende 2028"
    pub fn in_one_line(&self) -> String {
        format!("{}: {}", self.name, self.values.join("; "))
    }
}

/// The runs of a page that are no named scenario.
pub(super) fn all(state: &State, found: &Comparison, fields: &QueryString) -> Vec<Assumed> {
    let of = |case: &Case| Assumed {
        name: case.name.clone().unwrap_or_else(|| "Eigene Werte".to_owned()),
        values: values(state, &case.run),
        remove: case.name.as_deref().and_then(|name| remove(fields, name)),
        open: case.name.as_deref().and_then(|name| open(fields, name)),
    };
    found.cases.iter().filter(|case| case.scenario.is_none()).map(of).collect()
}

/// The value of a named run in an address.
fn value_of<'a>(fields: &'a QueryString, name: &str) -> Option<&'a str> {
    let named = |(field, text): &(&str, &str)| *field == RUN && run_name(text).as_deref() == Some(name);
    fields.pairs().find(named).map(|(_, text)| text)
}

fn remove(fields: &QueryString, name: &str) -> Option<Link> {
    let rest = fields.without_pair(RUN, value_of(fields, name)?);
    Some(Link::new("entfernen", address::with(address::SCENARIOS, &rest)))
}

/// The page with the fields of the run in the place of those of the form.
fn open(fields: &QueryString, name: &str) -> Option<Link> {
    let of_run = crate::app::planning::scenarios::fields_of(value_of(fields, name)?);
    let form = address::run_fields(fields);
    let rest = form.pairs().fold(fields.clone(), |rest, (field, _)| rest.without(field));
    let filled = of_run.iter().skip(1).fold(rest, |all, (field, value)| all.and(field, value));
    Some(Link::new("bearbeiten", address::with(address::SCENARIOS, &filled)))
}

fn values(state: &State, run: &RunRequest) -> Vec<String> {
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
    let (label, unit) = label_and_unit(assumption.name).unwrap_or((assumption.name, ""));
    let shown = if assumption.is_share { 100.0 * value } else { value };
    let unit = if unit.is_empty() { String::new() } else { format!("\u{a0}{unit}") };
    let until = if assumption.is_of_population() { format!(" bis {year}") } else { String::new() };
    let usual = assumption.usual.map_or_else(String::new, |usual| format!(" (Modell: {})", in_field(usual)));
    format!("{label} {}{unit}{until}{usual}", in_field(shown))
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
    fn a_named_run_is_taken_off_or_into_the_form_and_the_rest_stays() {
        let run = crate::app::planning::scenarios::named_run("A & B", [("tfr", "1,5")].into_iter());
        let fields = QueryString::default().with("area", "13076").with("tfr", "1,2").with(RUN, &run);
        assert_eq!(remove(&fields, "A & B").unwrap().href, "/planung/szenarien?area=13076&tfr=1%2C2");
        let open = QueryString::read(open(&fields, "A & B").unwrap().href.split_once('?').unwrap().1);
        assert_eq!(
            (open.get("tfr"), open.get("area"), open.get(RUN)),
            (Some("1,5"), Some("13076"), Some(&*run))
        );
    }
}
