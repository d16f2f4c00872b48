//! The citizens' pages of the Pflegekarte: server-rendered HTML that is complete without JavaScript,
//! and the files the browser needs beside it, all from our own origin.
//!
//! A handler extracts, calls and answers. What a page says is built in `search_page`, `facility_page`,
//! `advice_page` and `about_pages` as plain structs (`view`), and written by the templates. No template and no handler
//! has words of its own: they stand in `texts/`, one set for each `edition`.

mod public;
mod shell;
mod text;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::http::header::LOCATION;
use actix_web::web::{self, Bytes, Data, Path, PayloadConfig, ServiceConfig, get, post, resource};
use actix_web::{FromRequest, HttpRequest, HttpResponse, ResponseError};

use crate::app::{Directory, State};
use crate::register::exchange;
use crate::search::Snapshot;
use public::about::{self, Prose};
use public::facility::page::Visit;
use public::facility::route_panel::Start;
use public::facility::{self as facility_pages, vcard};
use public::saved_list::{self, Chosen, Drawing};
use public::search::distance_limit;
use public::{advice as advice_pages, schema_org, search as search_pages};
use shell::answer::{self, PageError};
use shell::edition::Edition;
use shell::pages::View;
pub use shell::pages::{Pages, PagesError};
use shell::query_string::QueryString;
pub use shell::site::{Operator, Site};
use shell::{assets, base_map};
use text::words::Words;

/// A search is a line; whatever is longer is no search.
const MOST_OF_A_SEARCH: usize = 16 * 1024;

const VCARD: &str = "text/vcard; charset=utf-8";

/// Registers the pages. They need [`State`] and [`Pages`] as application data.
pub fn configure(config: &mut ServiceConfig) {
    config.route("/einrichtung/{id}.vcf", get().to(card));
    for edition in Edition::ALL {
        let at = |path: &str| format!("{}{path}", edition.base());
        config
            .route(&at("/"), get().to(search))
            .route(&at("/einrichtung/{id}"), get().to(facility))
            .route(&at("/einrichtung/{id}"), post().to(facility_from))
            .route(&at("/merkliste"), get().to(kept))
            .route(&at("/merkliste.vcf"), get().to(kept_cards))
            .route(&at("/merkliste.csv"), get().to(kept_table))
            .route(&at("/vergleich"), get().to(compare))
            .route(&at("/beratung"), get().to(advice))
            .service(
                resource(at("/beratung/suche"))
                    .app_data(PayloadConfig::new(MOST_OF_A_SEARCH))
                    .route(post().to(advice_search)),
            )
            .route(&at("/datenquellen"), get().to(sources));
        for (path, page) in Prose::PAGES {
            config
                .route(&at(path), get().to(move |request, state, pages| prose(request, state, pages, page)));
        }
    }
    for edition in Edition::EMBEDDED {
        let at = |path: &str| format!("{}{path}", edition.base());
        config
            .route(&at("/"), get().to(search))
            .route(&at("/einrichtung/{id}"), get().to(facility))
            .route(&at("/einrichtung/{id}"), post().to(facility_from));
    }
    for (path, page) in Prose::EASY_PAGES {
        config.route(path, get().to(move |request, state, pages| prose(request, state, pages, page)));
    }
    config
        .route("/en", get().to(english))
        .route("/lizenzen", get().to(assets::licences))
        .route("/assets/{path}", get().to(assets::asset))
        .route("/einbetten.js", get().to(assets::embed))
        .route("/karte.svg", get().to(drawn_map))
        .route("/kacheln/{z}/{x}/{y}", get().to(base_map::tile))
        .route("/favicon.svg", get().to(assets::favicon))
        .route("/sitemap.xml", get().to(sitemap))
        .route("/robots.txt", get().to(robots));
}

async fn search(
    request: HttpRequest,
    state: Data<State>,
    pages: Data<Pages>,
) -> Result<HttpResponse, PageError> {
    answer_form(&request, &state, &pages, "/", search_pages::page::view).await
}

/// A page with a form for a search, at its path in each edition.
async fn answer_form<V: View + Send + 'static>(
    request: &HttpRequest,
    state: &Data<State>,
    pages: &Data<Pages>,
    path: &str,
    make: fn(&Words, &Directory<'_>, &str) -> (StatusCode, V),
) -> Result<HttpResponse, PageError> {
    if let Some(elsewhere) = settled(request, path) {
        return Ok(elsewhere);
    }
    let (snapshot, (status, view)) = searched(request, state, pages, request.query_string(), make).await?;
    pages.answer(request, status, &snapshot, &view)
}

/// The way to the address that a form's fields stand for, if a form has sent them.
fn settled(request: &HttpRequest, path: &str) -> Option<HttpResponse> {
    let fields = distance_limit::settled(&QueryString::read(request.query_string()))?;
    Some(answer::elsewhere(&format!("{}{path}?{fields}", Edition::of(request).0.base())))
}

/// Makes what a page says about a search, on the register of this moment.
async fn searched<V: Send + 'static>(
    request: &HttpRequest,
    state: &Data<State>,
    pages: &Data<Pages>,
    raw: &str,
    make: fn(&Words, &Directory<'_>, &str) -> V,
) -> Result<(Arc<Snapshot>, V), PageError> {
    let snapshot = state.snapshot();
    let view = {
        let (state, snapshot, pages) = (state.clone(), snapshot.clone(), pages.clone());
        let (edition, raw) = (Edition::of(request).0, raw.to_owned());
        move || make(pages.words_of(edition), &Directory::of(&state, &snapshot), &raw)
    };
    Ok((snapshot, waited(state, view).await?))
}

/// Times on roads are waited for, so what needs them is made on a thread that may.
async fn waited<V: Send + 'static>(
    state: &State,
    make: impl FnOnce() -> V + Send + 'static,
) -> Result<V, PageError> {
    if state.search.router.may_wait() {
        web::block(make).await.map_err(|_| PageError::Stopped)
    } else {
        Ok(make())
    }
}

async fn advice(
    request: HttpRequest,
    state: Data<State>,
    pages: Data<Pages>,
) -> Result<HttpResponse, PageError> {
    answer_form(&request, &state, &pages, "/beratung", advice_pages::page::page).await
}

/// The search of one case. It comes in the body of a request, so that no address holds it.
async fn advice_search(
    request: HttpRequest,
    body: Bytes,
    state: Data<State>,
    pages: Data<Pages>,
) -> Result<HttpResponse, PageError> {
    let raw = String::from_utf8_lossy(&body);
    let (_, (status, view)) = searched(&request, &state, &pages, &raw, advice_pages::page::search).await?;
    Ok(answer::unkept(pages.part(&request, status, &view)?))
}

async fn facility(
    request: HttpRequest,
    id: Path<String>,
    state: Data<State>,
    pages: Data<Pages>,
) -> Result<HttpResponse, PageError> {
    facility_answer(&request, id.into_inner(), None, state, pages).await
}

/// The same with the way from a place or a position. It comes in the body and stands in no address, and
/// nobody keeps the answer.
async fn facility_from(
    request: HttpRequest,
    id: Path<String>,
    body: Bytes,
    state: Data<State>,
    pages: Data<Pages>,
) -> Result<HttpResponse, PageError> {
    let start = Start::of_body(&body);
    let page = facility_answer(&request, id.into_inner(), Some(start), state, pages).await?;
    Ok(answer::unkept(page))
}

async fn facility_answer(
    request: &HttpRequest,
    id: String,
    start: Option<Start>,
    state: Data<State>,
    pages: Data<Pages>,
) -> Result<HttpResponse, PageError> {
    let snapshot = state.snapshot();
    let now = chrono::Utc::now().with_timezone(&chrono_tz::Europe::Berlin).naive_local();
    let raw = request.query_string();
    let view = {
        let (state, snapshot, pages) = (state.clone(), snapshot.clone(), pages.clone());
        let (edition, raw) = (Edition::of(request).0, raw.to_owned());
        move || {
            let visit = Visit { id: &id, raw: &raw, start, now, site: pages.site() };
            facility_pages::page::view(pages.words_of(edition), &Directory::of(&state, &snapshot), &visit)
        }
    };
    match waited(&state, view).await? {
        Some(view) => pages.answer(request, StatusCode::OK, &snapshot, &view),
        None => {
            let view = about::unknown_facility(pages.words(request), raw);
            pages.answer(request, StatusCode::NOT_FOUND, &snapshot, &view)
        }
    }
}

async fn kept(
    request: HttpRequest,
    state: Data<State>,
    pages: Data<Pages>,
) -> Result<HttpResponse, PageError> {
    let snapshot = state.snapshot();
    let words = pages.words(&request);
    let view = saved_list::kept(words, &Directory::of(&state, &snapshot), request.query_string());
    pages.answer(&request, StatusCode::OK, &snapshot, &view)
}

async fn compare(
    request: HttpRequest,
    state: Data<State>,
    pages: Data<Pages>,
) -> Result<HttpResponse, PageError> {
    let snapshot = state.snapshot();
    let words = pages.words(&request);
    let view = saved_list::compare(words, &Directory::of(&state, &snapshot), request.query_string());
    pages.answer(&request, StatusCode::OK, &snapshot, &view)
}

/// The map of a printed list, which browsers load when they print.
async fn drawn_map(
    request: HttpRequest,
    state: Data<State>,
    pages: Data<Pages>,
) -> Result<HttpResponse, PageError> {
    let snapshot = state.snapshot();
    match Drawing::new(&Directory::of(&state, &snapshot), request.query_string()) {
        Some(map) => Ok(answer::drawing(pages.unframed(&request, Drawing::TEMPLATE, &map)?)),
        None => Ok(not_found_page(request).await),
    }
}

async fn kept_cards(request: HttpRequest, state: Data<State>, pages: Data<Pages>) -> HttpResponse {
    let snapshot = state.snapshot();
    let chosen = Chosen::read(request.query_string(), &snapshot);
    let cards = vcard::cards(chosen.facilities, &pages.words(&request).text("example"));
    answer::file("pflegekarte.vcf", VCARD, cards.into_bytes())
}

async fn kept_table(request: HttpRequest, state: Data<State>) -> Result<HttpResponse, PageError> {
    let snapshot = state.snapshot();
    let chosen = Chosen::read(request.query_string(), &snapshot);
    let mut table = Vec::new();
    exchange::write_csv(chosen.facilities, &mut table)?;
    Ok(answer::file("pflegekarte.csv", "text/csv; charset=utf-8", table))
}

async fn card(
    request: HttpRequest,
    id: Path<String>,
    state: Data<State>,
    pages: Data<Pages>,
) -> HttpResponse {
    let snapshot = state.snapshot();
    match snapshot.get(&id) {
        Some(facility) => {
            let card = vcard::cards([facility], &pages.words(&request).text("example"));
            answer::file(&format!("{}.vcf", facility.id), VCARD, card.into_bytes())
        }
        None => not_found_page(request).await,
    }
}

async fn robots(pages: Data<Pages>) -> HttpResponse {
    answer::text("text/plain; charset=utf-8", schema_org::robots(pages.site()))
}

async fn sitemap(request: HttpRequest, state: Data<State>, pages: Data<Pages>) -> HttpResponse {
    match schema_org::sitemap(pages.site(), &state.snapshot()) {
        Some(map) => answer::text("application/xml; charset=utf-8", map),
        None => not_found_page(request).await,
    }
}

async fn sources(
    request: HttpRequest,
    state: Data<State>,
    pages: Data<Pages>,
) -> Result<HttpResponse, PageError> {
    let snapshot = state.snapshot();
    let view = about::sources(pages.words(&request), &state.search.router, &snapshot);
    pages.answer(&request, StatusCode::OK, &snapshot, &view)
}

async fn prose(
    request: HttpRequest,
    state: Data<State>,
    pages: Data<Pages>,
    page: Prose,
) -> Result<HttpResponse, PageError> {
    pages.answer(&request, StatusCode::OK, &state.snapshot(), &page)
}

/// The English pages begin at `/en/`.
async fn english() -> HttpResponse {
    HttpResponse::PermanentRedirect().insert_header((LOCATION, "/en/")).finish()
}

/// The answer for a path nobody listens to, for readers who want HTML.
pub async fn not_found_page(request: HttpRequest) -> HttpResponse {
    match <(Data<State>, Data<Pages>)>::extract(&request).await {
        Ok((state, pages)) => pages
            .answer(
                &request,
                StatusCode::NOT_FOUND,
                &state.snapshot(),
                &about::unknown_page(pages.words(&request)),
            )
            .unwrap_or_else(|error| error.error_response()),
        Err(error) => error.error_response(),
    }
}
