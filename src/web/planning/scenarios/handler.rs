//! Answers with areas under several assumptions.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{ServiceConfig, get};

use super::page::ScenariosPage;
use crate::app::gate::Cost;
use crate::app::planning::RunRequest;
use crate::app::planning::area::{STATE, area};
use crate::app::planning::scenarios::{MOST_AREAS, RUN, RUN_NAME, cases, comparison, named_run, run_name};
use crate::web::planning::{address, problem};
use crate::web::shell::answer::{self, PageError};
use crate::web::shell::page_context::PageContext;
use crate::web::shell::query_string::QueryString;

pub(in crate::web::planning) fn mount(config: &mut ServiceConfig) {
    config.route("/szenarien", get().to(scenarios));
}

/// The keys of the area of a page and of those beside it, each once.
fn keys(fields: &QueryString) -> Vec<String> {
    let own = fields.get("area").unwrap_or(STATE);
    let beside =
        fields.pairs().filter(|(name, _)| *name == "compare").flat_map(|(_, value)| value.split(','));
    let mut keys: Vec<String> = vec![own.to_owned()];
    for key in beside.map(str::trim).filter(|key| !key.is_empty()) {
        if !keys.iter().any(|known| known == key) && keys.len() < MOST_AREAS {
            keys.push(key.to_owned());
        }
    }
    keys
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
    let keys = keys(&fields);
    let found = context.gated(Cost::Large, move |state, stop| {
        let areas = keys.iter().map(|key| area(state, key)).collect::<Result<Vec<_>, _>>()?;
        comparison(state, areas, cases, stop)
    });
    match found.await {
        Ok(found) => context.answer(
            StatusCode::OK,
            &ScenariosPage::new((context.messages(), context.state()), &found, (&run, &fields)),
        ),
        Err(error) => problem::answer(&context, &error),
    }
}
