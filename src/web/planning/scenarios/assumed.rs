//! What runs assume, in words: beside the charts and on paper, where no form stands.

use serde::Serialize;

use super::{case, effect};
use crate::app::State;
use crate::app::planning::scenarios::{Case, Comparison, RUN, run_name};
use crate::web::planning::address;
use crate::web::planning::table::Link;
use crate::web::shell::query_string::QueryString;

/// A run with what it assumes.
#[derive(Debug, Serialize)]
pub(super) struct Assumed {
    name: String,
    /// Each a value with its unit, and what the model takes instead.
    values: Vec<String>,
    /// What it changes in the last year.
    effect: Option<String>,
    /// Takes a named run off the page.
    remove: Option<Link>,
    /// Shows the values of a named run in the form.
    open: Option<Link>,
}

impl Assumed {
    /// What it changes in the last year.
    pub fn effect(&self) -> Option<&str> {
        self.effect.as_deref()
    }

    /// "Ausbau: +60 Heimplätze in Schwerin ab Ende 2028"
    pub fn in_one_line(&self) -> String {
        format!("{}: {}", self.name, self.values.join("; "))
    }
}

/// The runs of a page that are no named scenario.
pub(super) fn all(
    state: &State,
    (found, titles): (&Comparison, &[&str]),
    fields: &QueryString,
) -> Vec<Assumed> {
    let of = |(at, case): (usize, &Case)| Assumed {
        name: case::title(state, case),
        values: case::values(state, &case.run),
        effect: effect::of(found, titles, at),
        remove: case.name.as_deref().and_then(|name| remove(fields, name)),
        open: case.name.as_deref().and_then(|name| open(fields, name)),
    };
    found.cases.iter().enumerate().filter(|(_, case)| case.scenario.is_none()).map(of).collect()
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

#[cfg(test)]
mod tests {
    use super::*;

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
