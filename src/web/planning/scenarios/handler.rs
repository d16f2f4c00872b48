//! Answers with areas under several assumptions.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{ServiceConfig, get};

use super::page;
use crate::app::gate::Cost;
use crate::app::planning::RunRequest;
use crate::app::planning::area::{STATE, area};
use crate::app::planning::scenarios::{MOST_AREAS, cases, comparison};
use crate::web::planning::problem;
use crate::web::shell::answer::PageError;
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

async fn scenarios(context: PageContext) -> Result<HttpResponse, PageError> {
    let fields = QueryString::read(context.query());
    let model = context.state().model();
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
        Ok(found) => context.answer(StatusCode::OK, &page::view(context.state(), &found, (&run, &fields))),
        Err(error) => problem::answer(&context, &error),
    }
}
