//! Answers with a basket, and adds pieces to it.

use actix_web::HttpResponse;
use actix_web::guard::Guard;
use actix_web::http::StatusCode;
use actix_web::web::{ServiceConfig, get, resource};

use super::embed;
use super::page::{self, AGAIN, Form, MOST_PIECES};
use super::piece::{Piece, Pieces, read_all};
use super::pieces::{Shown, shown};
use crate::app::State;
use crate::app::error::Error;
use crate::app::gate::Cost;
use crate::app::planning::RunRequest;
use crate::units::Stop;
use crate::web::planning::{address, problem};
use crate::web::shell::answer::{self, PageError};
use crate::web::shell::page_context::PageContext;
use crate::web::shell::query_string::QueryString;

pub(in crate::web::planning) fn mount(config: &mut ServiceConfig) {
    config
        .route("/korb", get().to(basket))
        .route("/korb/handzettel", get().to(handout))
        .route("/korb/folien", get().to(slides));
}

/// Registers the page of a single chart, which stands outside of the workspace.
pub(in crate::web::planning) fn mount_embed(config: &mut ServiceConfig, guard: impl Guard + 'static) {
    config.service(resource(embed::PATH).guard(guard).route(get().to(embedded)));
}

async fn embedded(context: PageContext) -> Result<HttpResponse, PageError> {
    let fields = QueryString::read(context.query());
    let mut pieces = read_all(&fields).known;
    pieces.truncate(1);
    match find(&context, pieces, &fields).await {
        Ok((shown, _)) => {
            let page = embed::view(context.state(), &fields, shown);
            let status = if page.has_chart() { StatusCode::OK } else { StatusCode::NOT_FOUND };
            context.answer(status, &page)
        }
        Err(error) => problem::answer(&context, &error),
    }
}

async fn basket(context: PageContext) -> Result<HttpResponse, PageError> {
    let fields = QueryString::read(context.query());
    match with_added(&fields) {
        Some(added) => Ok(answer::elsewhere(&address::with(Form::All.path(), &added))),
        None => show(context, Form::All, fields).await,
    }
}

async fn handout(context: PageContext) -> Result<HttpResponse, PageError> {
    let fields = QueryString::read(context.query());
    show(context, Form::Handout, fields).await
}

async fn slides(context: PageContext) -> Result<HttpResponse, PageError> {
    let fields = QueryString::read(context.query());
    show(context, Form::Slides, fields).await
}

/// The address with the piece that a form adds; `None` where none is added.
fn with_added(fields: &QueryString) -> Option<QueryString> {
    let new = match (fields.get("bild"), fields.get("gebiet"), fields.get("indikator")) {
        (Some(card), Some(area), _) => format!("{card}:{area}"),
        (Some(card), None, Some(id)) => format!("{card}:{id}"),
        _ => return None,
    };
    let rest = ["bild", "gebiet", "indikator"].iter().fold(fields.clone(), |all, field| all.without(field));
    let rest = rest.without(AGAIN);
    let Some(piece) = Piece::read(&new) else { return Some(rest) };
    let is_there = read_all(&rest).known.iter().any(|(_, known)| *known == piece);
    Some(if is_there { rest.with(AGAIN, "ja") } else { rest.and(address::PIECE, &new) })
}

async fn show(context: PageContext, form: Form, fields: QueryString) -> Result<HttpResponse, PageError> {
    let Pieces { known: mut pieces, mut unknown, again } = read_all(&fields);
    let has_again = again > 0 || fields.get(AGAIN).is_some();
    unknown.extend(pieces.drain(MOST_PIECES.min(pieces.len())..).map(|(text, _)| text));
    match find(&context, pieces, &fields).await {
        Ok((shown, nothing)) => {
            unknown.extend(nothing);
            let page = page::view(
                (context.messages(), context.state()),
                form,
                &fields,
                (shown, unknown, has_again),
                chrono::Utc::now(),
            );
            context.answer(StatusCode::OK, &page)
        }
        Err(error) => problem::answer(&context, &error),
    }
}

/// The cards of the pieces under the run of the address.
async fn find(
    context: &PageContext,
    pieces: Vec<(String, Piece)>,
    fields: &QueryString,
) -> Result<(Vec<Shown>, Vec<String>), Error> {
    let run_fields = address::run_fields(fields);
    let run = RunRequest::read(run_fields.pairs(), context.state().model())?;
    let messages = context.shared_messages();
    let work =
        move |state: &State, stop: &Stop| shown((&messages, state), &pieces, (&run, &run_fields), stop);
    context.gated(Cost::Large, work).await
}
