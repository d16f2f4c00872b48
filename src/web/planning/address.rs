//! Addresses of the workspace: which area a page shows, and the run that all its links keep.

use crate::app::planning::RunRequest;
use crate::app::planning::scenarios::{RUN, RUN_NAME};
use crate::web::shell::query_string::QueryString;
use crate::web::text::messages::Messages;

/// Fields that say which run is shown; other fields belong to one page.
const OF_PAGES: [&str; 17] = [
    "q",
    "area",
    "measure",
    "year",
    "care_type",
    "care_grade",
    "sex",
    "age_from",
    "age_to",
    "compare",
    "scenarios",
    "theme",
    PIECE,
    RUN,
    RUN_NAME,
    "titel",
    "text",
];

/// The page of scenarios.
pub(super) const SCENARIOS: &str = "/planung/szenarien";

/// The field of a piece of a basket; it may occur several times.
pub(super) const PIECE: &str = "stueck";

/// The basket with this piece alone; a script adds it to those that the browser has.
pub(super) fn basket(card: &str, of: &str) -> String {
    with("/planung/korb", &QueryString::default().with(PIECE, format!("{card}:{of}")))
}

/// The basket with a card of a page alone, which keeps the fields of the page.
pub(super) fn basket_of_page(page: &str, card: &str, fields: &QueryString) -> String {
    let fields = NOT_OF_PIECES.iter().fold(fields.clone(), |kept, field| kept.without(field));
    basket(page, &with(card, &fields))
}

/// Fields that change nothing of a card: the search, a number of draws, which a basket has once, and what forms add.
pub(super) const NOT_OF_PIECES: [&str; 4] = ["q", "draws", RUN_NAME, PIECE];

/// The fields of the run, as every link of a page keeps them.
pub(super) fn run_fields(fields: &QueryString) -> QueryString {
    OF_PAGES.iter().fold(fields.clone(), |fields, of_page| fields.without(of_page))
}

/// Beginnings of the paths that every language has; the first page has no more than its own.
const TRANSLATED: [&str; 3] = ["/planung/gebiet/", "/planung/bild/", START];

/// The first page.
const START: &str = "/planung";

/// The address of a page in a language, if the page is in that language; else that of the German page.
pub(super) fn in_language(messages: &Messages, address: String) -> String {
    if is_translated(&address) { format!("{}{address}", messages.lang().prefix) } else { address }
}

/// Whether every language has the page of an address.
pub(super) fn is_translated(address: &str) -> bool {
    let path = address.split('?').next().unwrap_or_default();
    TRANSLATED.iter().any(|beginning| match *beginning {
        START => path == START,
        beginning => path.starts_with(beginning),
    })
}

/// An address with fields, if there are any.
pub(super) fn with(path: &str, fields: &QueryString) -> String {
    if fields.is_empty() { path.to_owned() } else { format!("{path}?{fields}") }
}

/// The page of an area.
pub(super) fn area(key: &str, run: &QueryString) -> String {
    with(&format!("/planung/gebiet/{key}"), run)
}

/// The calculation of a figure.
pub(super) fn explanation(area: &str, run: &QueryString, cell: &[(&str, String)]) -> String {
    let fields = cell.iter().fold(run.clone(), |fields, (name, value)| fields.with(name, value));
    with(&format!("/planung/rechenweg/{area}"), &fields)
}

/// The tables of areas as a file.
pub(super) fn download(areas: &[&str], run: &QueryString, ending: &str) -> String {
    with(&format!("/planung/tabelle.{ending}"), &run.with("area", areas.join(",")))
}

/// The call of the API with the same answer; `None` where the run has own values, which are posted.
pub(super) fn api(area: &str, run: &RunRequest, is_whole: bool) -> Option<String> {
    if run.has_own_values() {
        return None;
    }
    let named = [("scenario", &run.scenario), ("prevalence", &run.prevalence), ("care_form", &run.care_form)];
    let mut fields = QueryString::default();
    for (name, value) in named {
        if let Some(value) = value {
            fields = fields.with(name, value);
        }
    }
    let draws = run.draws.unwrap_or(crate::app::planning::run::DEFAULT_DRAWS);
    let fields = match is_whole {
        true if draws > 0 => fields.with("draws", draws),
        true => fields,
        false => fields.with("supply", "register"),
    };
    Some(with(&format!("/api/v1/forecasts/{area}"), &fields.with("to", crate::app::planning::run::LAST_YEAR)))
}
