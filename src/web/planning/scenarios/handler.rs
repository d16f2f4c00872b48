//! Answers with areas under several assumptions.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{ServiceConfig, get};

use super::page::ScenariosPage;
use crate::app::State;
use crate::app::error::{Code, Error, FieldError, excerpt};
use crate::app::gate::Cost;
use crate::app::planning::RunRequest;
use crate::app::planning::area::{Found, NamedArea, STATE, WorkspaceArea, area, find};
use crate::app::planning::scenarios::{MOST_AREAS, RUN, RUN_NAME, cases, comparison, named_run, run_name};
use crate::web::planning::{address, problem};
use crate::web::shell::answer::{self, PageError};
use crate::web::shell::page_context::PageContext;
use crate::web::shell::query_string::QueryString;

pub(in crate::web::planning) fn mount(config: &mut ServiceConfig) {
    config.route("/szenarien", get().to(scenarios));
}

/// The area of a page and those beside it, each once. Beside it stands what the form offers, or what a planner typed: a name or
/// a key.
///
/// # Errors
///
/// An area that is not known, and [`Error::BadInput`] for a text that names none or more than one, with those that may be meant.
pub(in crate::web::planning) fn areas(
    state: &State,
    fields: &QueryString,
) -> Result<Vec<WorkspaceArea>, Error> {
    let mut all = vec![area(state, fields.get("area").unwrap_or(STATE))?];
    let beside = fields.pairs().filter(|(name, _)| *name == BESIDE).flat_map(|(_, value)| value.split(','));
    for text in beside.map(str::trim).filter(|text| !text.is_empty()) {
        let key = match find(state, text) {
            Found::Area(key) => key,
            Found::Unknown(meant) => return Err(unknown(text, &meant)),
        };
        if !all.iter().any(|known| known.key == key) && all.len() < MOST_AREAS {
            all.push(area(state, &key)?);
        }
    }
    Ok(all)
}

/// The field of an area beside the first.
const BESIDE: &str = "compare";
/// So many areas are named that may be meant.
const MOST_MEANT: usize = 8;

fn unknown(text: &str, meant: &[NamedArea]) -> Error {
    let names: Vec<String> =
        meant.iter().take(MOST_MEANT).map(|it| format!("{} ({})", it.name, it.key)).collect();
    let given = excerpt(text);
    let (german, english) = match names.is_empty() {
        true => (
            format!(
                "„{given}“ ist kein Gebiet, das wir kennen. Bitte den Namen oder den Schlüssel eingeben."
            ),
            format!("\"{given}\" is no area that we know; hint: give its name or its key"),
        ),
        false => (
            format!(
                "„{given}“ können wir keinem Gebiet sicher zuordnen. Gemeint sein kann: {}. Bitte den Schlüssel eingeben.",
                names.join(", ")
            ),
            format!("\"{given}\" may mean {}; hint: give the key", names.join(", ")),
        ),
    };
    vec![FieldError::new(BESIDE, Code::Sentence { english, german })].into()
}

/// The address with the run of the form kept under the name that was given; a run that has this name is replaced.
fn with_named(fields: &QueryString) -> Option<QueryString> {
    let name = fields.get(RUN_NAME)?;
    let rest = fields.without(RUN_NAME);
    let kept = rest.pairs().filter(|(field, text)| *field != RUN || run_name(text).as_deref() != Some(name));
    let kept = kept.fold(QueryString::default(), |all, (field, value)| all.and(field, value));
    let run = address::run_fields(&rest);
    Some(kept.and(RUN, &named_run(name, run.pairs())))
}

async fn scenarios(context: PageContext) -> Result<HttpResponse, PageError> {
    let fields = QueryString::read(context.query());
    let model = context.state().model();
    if let Some(named) = with_named(&fields) {
        // A run that cannot be read is told on the page of its address, where it stands.
        return Ok(answer::elsewhere(&address::with(address::SCENARIOS, &named)));
    }
    let read =
        RunRequest::read(fields.pairs(), model).and_then(|run| Ok((run, cases(fields.pairs(), model)?)));
    let (run, cases) = match read {
        Ok(read) => read,
        Err(errors) => return problem::answer(&context, &errors.into()),
    };
    let asked = fields.clone();
    let found =
        context.gated(Cost::Large, move |state, stop| comparison(state, areas(state, &asked)?, cases, stop));
    match found.await {
        Ok(found) => context.answer(
            StatusCode::OK,
            &ScenariosPage::new((context.messages(), context.state()), &found, (&run, &fields)),
        ),
        Err(error) => problem::answer(&context, &error),
    }
}
