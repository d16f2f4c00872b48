//! Answers with a plan: the list of plans, a chapter, a file.

use actix_web::http::StatusCode;
use actix_web::web::{Path, ServiceConfig, get};
use actix_web::{HttpRequest, HttpResponse};

use super::page::{self, PlanPlace};
use crate::app::error::Error;
use crate::app::gate::Cost;
use crate::app::plan::{TextEdition, current, file};
use crate::plan::{PlanForm, reference_dates};
use crate::web::planning::problem;
use crate::web::public::about::not_found_page;
use crate::web::shell::answer::{self, PageError};
use crate::web::shell::page_context::PageContext;

pub(in crate::web::planning) fn mount(config: &mut ServiceConfig) {
    config
        .route("/plan", get().to(list))
        .route("/plan/{key}/pflegeplan.{form}", get().to(download))
        .route("/plan/{key}", get().to(first))
        .route("/plan/{key}/{number}", get().to(chapter));
}

async fn list(context: PageContext) -> Result<HttpResponse, PageError> {
    let today = context.state().snapshot().today();
    context.answer(StatusCode::OK, &page::list(&context, reference_dates(today)))
}

async fn first(
    request: HttpRequest,
    context: PageContext,
    key: Path<String>,
) -> Result<HttpResponse, PageError> {
    shown(request, context, key.into_inner(), "0".to_owned()).await
}

async fn chapter(
    request: HttpRequest,
    context: PageContext,
    path: Path<(String, String)>,
) -> Result<HttpResponse, PageError> {
    let (key, number) = path.into_inner();
    shown(request, context, key, number).await
}

async fn shown(
    request: HttpRequest,
    context: PageContext,
    key: String,
    number: String,
) -> Result<HttpResponse, PageError> {
    let asked = key.clone();
    let found = context
        .gated(Cost::Large, move |state, stop| current(state, &asked, TextEdition::Approved, stop))
        .await;
    match found {
        Ok(plan) => {
            let place = PlanPlace::public(&key, &context);
            match page::chapter(&plan, place, &number) {
                Some(page) => context.answer(StatusCode::OK, &page),
                None => Ok(not_found_page(request).await),
            }
        }
        Err(error) => problem::answer(&context, &error),
    }
}

async fn download(
    request: HttpRequest,
    context: PageContext,
    path: Path<(String, String)>,
) -> Result<HttpResponse, PageError> {
    let (key, form) = path.into_inner();
    let Some(form) = PlanForm::from_word(&form) else { return Ok(not_found_page(request).await) };
    let name = format!("pflegeplan-{key}.{}", form.word());
    let found = context.gated(Cost::Large, move |state, stop| {
        let plan = current(state, &key, TextEdition::Approved, stop)?;
        file(&plan, form, &state.plan_files).map_err(Error::internal)
    });
    match found.await {
        Ok(bytes) => Ok(answer::file(&name, form.media_type(), bytes)),
        Err(error) => problem::answer(&context, &error),
    }
}
