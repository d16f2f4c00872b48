//! Answers with the page of a facility, and with its contact card.

use actix_web::http::StatusCode;
use actix_web::web::{Bytes, Path, ServiceConfig, get, post};
use actix_web::{HttpRequest, HttpResponse};

use super::page::{self, FacilityPageRequest};
use super::route_panel::RouteOrigin;
use super::vcard;
use crate::web::public::about::{not_found, not_found_page};
use crate::web::shell::answer::{self, PageError};
use crate::web::shell::page_context::PageContext;

pub(in crate::web) fn mount(config: &mut ServiceConfig, base: &str) {
    let path = format!("{base}/einrichtung/{{id}}");
    config.route(&path, get().to(facility)).route(&path, post().to(facility_from));
}

/// Must come before [`mount`], whose path would match the file name as an id.
pub(in crate::web) fn mount_card(config: &mut ServiceConfig) {
    config.route("/einrichtung/{id}.vcf", get().to(card));
}

async fn facility(context: PageContext, id: Path<String>) -> Result<HttpResponse, PageError> {
    answer_facility(&context, id.into_inner(), None).await
}

/// The same with the routes from a locality or position. It comes in the body, so that it appears in no address,
/// and the response is not stored.
async fn facility_from(
    context: PageContext,
    id: Path<String>,
    body: Bytes,
) -> Result<HttpResponse, PageError> {
    let start = RouteOrigin::of_body(&body);
    Ok(answer::unkept(answer_facility(&context, id.into_inner(), Some(start)).await?))
}

async fn answer_facility(
    context: &PageContext,
    id: String,
    start: Option<RouteOrigin>,
) -> Result<HttpResponse, PageError> {
    let now = chrono::Utc::now().with_timezone(&chrono_tz::Europe::Berlin).naive_local();
    let (raw, site) = (context.query().to_owned(), context.site_settings().clone());
    let view = context.make(move |messages, directory| {
        let request = FacilityPageRequest { id: &id, raw: &raw, start, now, site: &site };
        page::view(messages, directory, &request)
    });
    match view.await? {
        Some(view) => context.answer(StatusCode::OK, &view),
        None => {
            let view = not_found::unknown_facility(context.messages(), context.query());
            context.answer(StatusCode::NOT_FOUND, &view)
        }
    }
}

async fn card(request: HttpRequest, context: PageContext, id: Path<String>) -> HttpResponse {
    match context.snapshot().get(&id) {
        Some(facility) => {
            let card = vcard::cards([facility], &context.messages().text("example"));
            answer::file(&format!("{}.vcf", facility.id), vcard::MEDIA_TYPE, card.into_bytes())
        }
        None => not_found_page(request).await,
    }
}
