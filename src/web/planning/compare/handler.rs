//! Answers with comparisons, their pictures and their tables.

use actix_web::http::StatusCode;
use actix_web::web::{Path, ServiceConfig, get};
use actix_web::{HttpRequest, HttpResponse};

use super::page::{self, ComparePage, Found};
use super::question::{Question, Way};
use crate::app::State;
use crate::app::error::Error;
use crate::app::gate::Cost;
use crate::app::planning::area::STATE;
use crate::app::planning::compare::{WEIGHT, compare, districts, file, own_index, relation, weights};
use crate::app::planning::{RunRequest, download};
use crate::units::Stop;
use crate::web::planning::table::Card;
use crate::web::planning::{files, problem};
use crate::web::public::about::not_found_page;
use crate::web::shell::answer::{self, PageError};
use crate::web::shell::page_context::PageContext;
use crate::web::shell::query_string::QueryString;

pub(in crate::web::planning) fn mount(config: &mut ServiceConfig) {
    config
        .route("/vergleich", get().to(first))
        .route("/vergleich/tabelle.{ending}", get().to(table))
        .route("/vergleich/bild/{id}.svg", get().to(picture))
        .route("/vergleich/{way}", get().to(one));
}

/// The profile of the chosen area, or all districts.
async fn first(context: PageContext) -> Result<HttpResponse, PageError> {
    let fields = QueryString::read(context.query());
    let has_area = fields.get("area").is_some_and(|key| key != crate::app::planning::area::STATE);
    answer(&context, if has_area { Way::Profile } else { Way::Ranks }, fields).await
}

async fn one(
    request: HttpRequest,
    context: PageContext,
    way: Path<String>,
) -> Result<HttpResponse, PageError> {
    let Some(way) = Way::from_word(&way) else { return Ok(not_found_page(request).await) };
    answer(&context, way, QueryString::read(context.query())).await
}

async fn answer(context: &PageContext, way: Way, fields: QueryString) -> Result<HttpResponse, PageError> {
    match found(context, way, fields).await {
        Ok(page) => context.answer(StatusCode::OK, &page),
        Err(error) => problem::answer(context, &error),
    }
}

/// The cards of the page that an address names, with what they are about.
///
/// # Errors
///
/// A way that is none, and what its comparison fails with.
pub(in crate::web::planning) fn cards(
    state: &State,
    fields: &QueryString,
    stop: &Stop,
) -> Result<(String, Vec<Card>), Error> {
    let way = fields.get(page::WAY).and_then(Way::from_word).unwrap_or(Way::Ranks);
    let fields = if way == Way::Index { with_weights(fields) } else { fields.clone() };
    let question = Question::read(state, way, &fields)?;
    let found = find(state, &question, stop)?;
    let about = match (&question.area, way) {
        (Some(area), Way::Profile) => area.name.clone(),
        _ => format!("{} im Vergleich", question.level_name()),
    };
    Ok((about, page::view(state, &question, &found).into_cards()))
}

async fn found(context: &PageContext, way: Way, fields: QueryString) -> Result<ComparePage, Error> {
    let fields = if way == Way::Index { with_weights(&fields) } else { fields };
    let question = Question::read(context.state(), way, &fields)?;
    let asked = question.clone();
    let found = context.gated(Cost::Large, move |state, stop| find(state, &asked, stop)).await?;
    Ok(page::view(context.state(), &question, &found))
}

/// With the weights of a first visit where there are none, and with a chosen further indicator.
fn with_weights(fields: &QueryString) -> QueryString {
    let has_weights = fields.pairs().any(|(field, _)| field.starts_with(WEIGHT));
    let mut all = fields.without("neu");
    if !has_weights {
        all = page::first_weights().pairs().fold(all, |all, (field, value)| all.with(field, value));
    }
    match fields.get("neu").map(|id| format!("{WEIGHT}{id}")) {
        Some(field) if all.get(&field).is_none() => all.with(&field, "1"),
        _ => all,
    }
}

fn find(state: &State, question: &Question, stop: &Stop) -> Result<Found, Error> {
    let compared = &question.compared;
    Ok(match question.way {
        Way::Profile if question.area.is_none() => Found::Nothing,
        Way::Profile | Way::Ranks => {
            Found::Many(compare(state, &question.ids, compared, (chrono::Utc::now(), stop))?)
        }
        Way::Relation => {
            let (x, y) = page::relation_ids(question);
            Found::Relation(Box::new(relation(state, (&x, &y), compared, stop)?))
        }
        Way::Panels => {
            let run = RunRequest::read(question.fields.pairs(), state.model())?;
            Found::Districts(districts(state, &run, stop)?)
        }
        Way::Index => {
            let parts = weights(question.fields.pairs())?;
            Found::Index(own_index(state, &parts, compared, stop)?)
        }
    })
}

async fn picture(
    request: HttpRequest,
    context: PageContext,
    id: Path<String>,
) -> Result<HttpResponse, PageError> {
    let Some(way) = Way::from_word(&id) else { return Ok(not_found_page(request).await) };
    let fields = QueryString::read(context.query());
    let of = |field: &str| fields.get(field).unwrap_or_default().to_owned();
    let name = files::name("vergleich", &[way.word(), &of("area"), &of("level"), &of("within")], "svg");
    let page = match found(&context, way, fields).await {
        Ok(page) => page,
        Err(error) => return problem::answer(&context, &error),
    };
    match page.picture(&id) {
        Some(svg) => Ok(answer::file(&name, "image/svg+xml", svg.into_bytes())),
        None => Ok(not_found_page(request).await),
    }
}

/// The values behind a profile or a table of ranks as a file.
async fn table(
    request: HttpRequest,
    context: PageContext,
    ending: Path<String>,
) -> Result<HttpResponse, PageError> {
    let Some(form) = download::form(&ending) else { return Ok(not_found_page(request).await) };
    let question = match Question::read(context.state(), Way::Ranks, &QueryString::read(context.query())) {
        Ok(question) => question,
        Err(error) => return problem::answer(&context, &error),
    };
    let within = question.compared.within.as_deref().unwrap_or(STATE);
    let name = files::name("vergleich", &[&question.compared.level, within], &ending);
    let found = context.gated(Cost::Large, move |state, stop| {
        let introduction = page::introduction(state, &question, chrono::Utc::now());
        file(state, &question.ids, &question.compared, (form, introduction), stop)
    });
    match found.await {
        Ok(file) => Ok(answer::file(&name, file.media_type, file.bytes)),
        Err(error) => problem::answer(&context, &error),
    }
}
