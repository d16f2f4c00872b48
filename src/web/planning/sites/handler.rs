//! Answers with what a new offer would change.

use actix_web::http::StatusCode;
use actix_web::web::{Path, ServiceConfig, get};
use actix_web::{HttpRequest, HttpResponse};

use super::{page, table};
use crate::app::State;
use crate::app::error::Error;
use crate::app::gate::Cost;
use crate::app::planning::area::{STATE, area};
use crate::app::planning::download;
use crate::app::planning::sites::{SitesQuestion, sites};
use crate::units::{Lang, Stop};
use crate::web::planning::table::Card;
use crate::web::planning::{files, problem};
use crate::web::public::about::not_found_page;
use crate::web::shell::answer::{self, PageError};
use crate::web::shell::page_context::PageContext;
use crate::web::shell::query_string::QueryString;

pub(in crate::web::planning) fn mount(config: &mut ServiceConfig) {
    config
        .route("/standorte", get().to(new_offer))
        .route("/standorte/gemeinden.{ending}", get().to(municipalities));
}

/// What the page shows of each municipality, as a file to take away.
async fn municipalities(
    request: HttpRequest,
    context: PageContext,
    ending: Path<String>,
) -> Result<HttpResponse, PageError> {
    let Some(form) = download::form(&ending) else { return Ok(not_found_page(request).await) };
    let fields = QueryString::read(context.query());
    let question = match SitesQuestion::read(fields.pairs(), context.state().model()) {
        Ok(question) => question,
        Err(errors) => return problem::answer(&context, &errors.into()),
    };
    let key = fields.get("area").unwrap_or(STATE).to_owned();
    let year = question.year.to_string();
    let name = files::name("standorte", &[&key, &question.category.replace('_', "-"), &year], &ending);
    let written = context.gated(Cost::Large, move |state, stop| {
        let found = sites(state, area(state, &key)?, &question, (chrono::Utc::now(), stop))?;
        let category = page::category(state, question.category);
        let introduction = table::introduction(state, (&found, &question), &category, chrono::Utc::now());
        let document = table::municipalities(&found, &question).with_introduction(introduction);
        document.write_for_people(form, Lang::De).map_err(Error::internal)
    });
    match written.await {
        Ok(bytes) => Ok(answer::file(&name, form.media_type(), bytes)),
        Err(error) => problem::answer(&context, &error),
    }
}

/// The cards of the page with what they are about.
///
/// # Errors
///
/// Wrong values, an area that is not known, and what reach fails with.
pub(in crate::web::planning) fn cards(
    state: &State,
    fields: &QueryString,
    stop: &Stop,
) -> Result<(String, Vec<Card>), Error> {
    let question = SitesQuestion::read(fields.pairs(), state.model())?;
    let area = area(state, fields.get("area").unwrap_or(STATE))?;
    let found = sites(state, area, &question, (chrono::Utc::now(), stop))?;
    Ok((found.area.name.clone(), page::cards(state, &found, &question)))
}

async fn new_offer(context: PageContext) -> Result<HttpResponse, PageError> {
    let fields = QueryString::read(context.query());
    let question = match SitesQuestion::read(fields.pairs(), context.state().model()) {
        Ok(question) => question,
        Err(errors) => return problem::answer(&context, &errors.into()),
    };
    let key = fields.get("area").unwrap_or(STATE).to_owned();
    let asked = question.clone();
    let found = context.gated(Cost::Large, move |state, stop| {
        sites(state, area(state, &key)?, &asked, (chrono::Utc::now(), stop))
    });
    match found.await {
        Ok(found) => context.answer(StatusCode::OK, &page::view(context.state(), &found, &question)),
        Err(error) => problem::answer(&context, &error),
    }
}
