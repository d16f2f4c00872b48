//! Answers with the page of a facility, with its contact card and with a visit for a calendar.

use actix_web::http::StatusCode;
use actix_web::web::{Bytes, Path, PayloadConfig, ServiceConfig, get, post, resource};
use actix_web::{HttpRequest, HttpResponse};

use super::page::{self, FacilityPageRequest};
use super::route_panel::RouteOrigin;
use super::vcard::{self, VCardVersion};
use super::visit;
use crate::web::public::about::{not_found, not_found_page};
use crate::web::shell::answer::{self, PageError};
use crate::web::shell::forms::{FormAddress, MAX_FORM_BYTES};
use crate::web::shell::page_context::PageContext;

/// The files come first: the path of the page would match their names as ids.
pub(in crate::web) fn mount(config: &mut ServiceConfig, base: &str) {
    let path = format!("{base}/einrichtung/{{id}}");
    config
        .route(&format!("{path}.vcf"), get().to(card))
        .route(&format!("{path}.ics"), get().to(calendar))
        .service(
            resource(path)
                .app_data(PayloadConfig::new(MAX_FORM_BYTES))
                .route(get().to(facility))
                .route(post().to(facility_from)),
        );
}

/// What takes a body.
pub(in crate::web) fn forms(base: &str) -> Vec<FormAddress> {
    vec![FormAddress::public(format!("{base}/einrichtung/{{id}}"), true)]
}

async fn facility(context: PageContext, id: Path<String>) -> Result<HttpResponse, PageError> {
    answer_facility(&context, id.into_inner(), Asked::default()).await
}

/// The same with the routes from a locality or position. It comes in the body, so that it appears in no address,
/// and the response is not stored.
async fn facility_from(
    context: PageContext,
    id: Path<String>,
    body: Bytes,
) -> Result<HttpResponse, PageError> {
    let index = context.state().addresses.index();
    let gazetteer = &context.state().reference.gazetteer;
    let start = RouteOrigin::of_body(&body).with_addresses(gazetteer, index.as_deref());
    let asked = Asked { start: Some(start), wrong_visit: false };
    Ok(answer::unkept(answer_facility(&context, id.into_inner(), asked).await?))
}

/// What is asked of the page beside the facility.
#[derive(Default)]
struct Asked {
    start: Option<RouteOrigin>,
    wrong_visit: bool,
}

async fn answer_facility(context: &PageContext, id: String, asked: Asked) -> Result<HttpResponse, PageError> {
    let now = chrono::Utc::now().with_timezone(&chrono_tz::Europe::Berlin).naive_local();
    let (raw, site) = (context.query().to_owned(), context.site_settings().clone());
    let Asked { start, wrong_visit } = asked;
    let view = context.make(move |messages, directory| {
        let request = FacilityPageRequest { id: &id, raw: &raw, start, now, site: &site, wrong_visit };
        page::view(messages, directory, &request)
    });
    let status = if wrong_visit { StatusCode::BAD_REQUEST } else { StatusCode::OK };
    match view.await? {
        Some(view) => context.answer(status, &view),
        None => {
            let view = not_found::unknown_facility(context.messages(), context.query());
            context.answer(StatusCode::NOT_FOUND, &view)
        }
    }
}

async fn card(request: HttpRequest, context: PageContext, id: Path<String>) -> HttpResponse {
    match context.snapshot().get(&id) {
        Some(facility) => {
            let version = VCardVersion::of_query(context.query());
            let card = vcard::cards([facility], context.messages(), version);
            answer::file(&format!("{}.vcf", facility.id), vcard::MEDIA_TYPE, card.into_bytes())
        }
        None => not_found_page(request).await,
    }
}

/// A visit for a calendar. Without a date and a time that can be read the page asks for them again.
async fn calendar(context: PageContext, id: Path<String>) -> Result<HttpResponse, PageError> {
    let found = visit::moment(context.query()).zip(context.snapshot().get(&id));
    let Some((start, facility)) = found else {
        return answer_facility(&context, id.into_inner(), Asked { wrong_visit: true, start: None }).await;
    };
    let url = context.site_settings().public_url.as_ref();
    let address = url.map(|url| format!("{url}{}/einrichtung/{}", context.edition().base(), facility.id));
    let now = chrono::Utc::now();
    let text = visit::calendar(context.messages(), facility, start, now, address.as_deref());
    Ok(answer::unkept(answer::file(&format!("{}.ics", facility.id), visit::MEDIA_TYPE, text.into_bytes())))
}
