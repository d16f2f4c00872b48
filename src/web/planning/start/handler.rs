//! Answers with the first page, and the search for an area.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{ServiceConfig, get};

use super::cards::Figures;
use super::page;
use crate::app::State;
use crate::app::error::{Error, Unavailable};
use crate::app::gate::Cost;
use crate::app::planning::area::find;
use crate::app::planning::districts::districts;
use crate::app::planning::{Found, RunRequest};
use crate::web::planning::{address, problem};
use crate::web::shell::answer::{self, PageError};
use crate::web::shell::page_context::PageContext;
use crate::web::shell::query_string::QueryString;
use crate::web::text::messages::Messages;

pub(in crate::web::planning) fn mount(config: &mut ServiceConfig) {
    config.route("", get().to(start)).route("/", get().to(start));
}

async fn start(context: PageContext) -> Result<HttpResponse, PageError> {
    let fields = QueryString::read(context.query());
    let run = address::run_fields(&fields);
    let Some(text) = fields.get("q") else {
        return match figures(&context, &run).await {
            Ok(figures) => {
                context.answer(StatusCode::OK, &page::view(written(&context), &run, figures, None))
            }
            Err(error) => problem::answer(&context, &error),
        };
    };
    match find(context.state(), text) {
        Found::Area(key) => {
            let area = address::in_language(context.messages(), address::area(&key, &run));
            Ok(answer::elsewhere(&area))
        }
        Found::Unknown(meant) => {
            context.answer(StatusCode::OK, &page::view(written(&context), &run, None, Some((text, meant))))
        }
    }
}

/// Language, state, and whether there are accounts.
fn written(context: &PageContext) -> (&Messages, &State, bool) {
    let has_office = context.site_settings().office_open && context.state().office.is_open();
    (context.messages(), context.state(), has_office)
}

/// The state and its districts under the run of the address. The page is of use without them, so it does not wait where
/// too much else is computed.
async fn figures(context: &PageContext, fields: &QueryString) -> Result<Option<Figures>, Error> {
    let run = RunRequest::read(fields.pairs(), context.state().model())?;
    match context.gated(Cost::Large, move |state, stop| districts(state, &run, stop)).await {
        Ok(found) => Ok(Some(Figures::new((context.messages(), context.state()), &found, fields))),
        Err(Error::Unavailable(Unavailable::Busy)) => Ok(None),
        Err(error) => Err(error),
    }
}
