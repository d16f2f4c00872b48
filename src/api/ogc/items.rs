//! Pages of items, and single ones.

use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use chrono::{SecondsFormat, Utc};

use super::call::{Call, DEFAULT_LIMIT, Form, MAX_LIMIT, PARAMETERS, as_page, link};
use super::crs::Named;
use super::{GEOJSON, HTML, JSON, html};
use crate::api::http::parameters::{self, Parameters};
use crate::api::http::problem::ApiError;
use crate::api::http::{CONTENT_CRS, Validator, gate};
use crate::app::State;
use crate::app::error::{Error, Missing, Unavailable};
use crate::app::opendata::Holdings;
use crate::app::opendata::geojson::{push_json, push_open_feature};
use crate::app::search_request::with_cursor;
use crate::app::values;
use crate::opendata::{Collection, Items, Page, Period, Region, Selection, filter, find, select};
use crate::search::Cursor;

const FILTER_LANGUAGE: &str = "cql2-text";

/// What is asked of a collection.
struct ItemsRequest {
    selection: Selection,
    limit: usize,
    after: Option<String>,
    crs: Named,
}

impl ItemsRequest {
    fn read(given: &Parameters, of: &Collection) -> Result<Self, ApiError> {
        let bounds_crs = Named::read(given, "bbox-crs")?;
        let region = given.text("bbox").map(|text| Region::read(text, &bounds_crs.crs)).transpose();
        let period = given.text("datetime").map(Period::read).transpose();
        let after = given.text("cursor").map(values::cursor).transpose();
        Ok(Self {
            selection: Selection {
                region: region.map_err(|error| ApiError::field("bbox", error))?,
                period: period.map_err(|error| ApiError::field("datetime", error))?,
                filter: read_filter(given, of)?,
            },
            limit: read_limit(given)?,
            after: after.map_err(|code| ApiError::field("cursor", code))?,
            crs: Named::read(given, "crs")?,
        })
    }
}

fn read_limit(given: &Parameters) -> Result<usize, ApiError> {
    let limit = given.number("limit", 1, u64::MAX)?.unwrap_or(DEFAULT_LIMIT).min(MAX_LIMIT);
    Ok(usize::try_from(limit).unwrap_or(usize::MAX))
}

/// The filter of a request: what is written in CQL2, and each property that is named with a value.
fn read_filter(given: &Parameters, of: &Collection) -> Result<Option<filter::Filter>, ApiError> {
    if given.text("filter-lang").is_some_and(|lang| lang != FILTER_LANGUAGE) {
        return Err(ApiError::field("filter-lang", format!("expected {FILTER_LANGUAGE}")));
    }
    let crs = Named::read(given, "filter-crs")?;
    let mut filters = Vec::new();
    if let Some(text) = given.text("filter") {
        let found = filter::parse(text, &of.properties, Some(&crs.crs));
        filters.push(found.map_err(|error| ApiError::field("filter", error))?);
    }
    for (index, property) in of.properties.iter().enumerate() {
        let Some(text) = given.text(&property.name) else { continue };
        let found = filter::equals(&of.properties, index, text);
        filters.push(found.map_err(|error| ApiError::field(&property.name, error))?);
    }
    Ok(filter::Filter::all(filters))
}

#[actix_web::get("/ogc/collections/{id}/items")]
pub(super) async fn list_items(
    request: HttpRequest,
    id: Path<String>,
    state: Data<State>,
) -> Result<HttpResponse, ApiError> {
    let holdings = Holdings::now(&state);
    let collection = holdings.collection(&state, &id)?;
    let names = collection.properties.iter().map(|property| property.name.as_ref());
    let known: Vec<&str> = PARAMETERS.into_iter().chain(names).collect();
    let given = parameters::read(request.query_string(), &known)?;
    let asked = ItemsRequest::read(&given, &collection)?;
    let call = Call::new(&request, &state, &given)?;
    let version = holdings.version(&state, &id)?;
    let validator = validator(&call, version.as_deref());
    if version.is_some() && validator.matches(&request) {
        return Ok(validator.not_modified());
    }
    let (form, crs) = (call.form, asked.crs.uri);
    let links = PageLinks::new(&call, &collection);
    let cost = holdings.cost(&state, &id)?;
    let body = gate::gated(&state, cost, move |state, stop| {
        let items = holdings.open(state, &collection.id, stop)?;
        let after = asked.after.as_deref();
        let page = select(items.as_ref(), &asked.selection, after, asked.limit, stop);
        let page = page.ok_or(Error::Unavailable(Unavailable::Stopped))?;
        let found = (items.as_ref(), &page);
        Ok(match form {
            Form::Json => feature_collection(&collection, found, &asked.crs, &links),
            Form::Html => html::items(&links.base, &collection, found, &links.pages(&page)),
        })
    });
    Ok(finished(validator.answer(media_type(form), body.await?), form, crs))
}

#[actix_web::get("/ogc/collections/{id}/items/{item}")]
pub(super) async fn get_item(
    request: HttpRequest,
    path: Path<(String, String)>,
    state: Data<State>,
) -> Result<HttpResponse, ApiError> {
    let (id, item) = path.into_inner();
    let holdings = Holdings::now(&state);
    let collection = holdings.collection(&state, &id)?;
    let given = parameters::read(request.query_string(), &["f", "crs"])?;
    let crs = Named::read(&given, "crs")?;
    let call = Call::new(&request, &state, &given)?;
    let version = holdings.version(&state, &id)?;
    let validator = validator(&call, version.as_deref());
    let (form, uri) = (call.form, crs.uri);
    let links = PageLinks::new(&call, &collection);
    let cost = holdings.cost(&state, &id)?;
    let body = gate::gated(&state, cost, move |state, stop| {
        let items = holdings.open(state, &collection.id, stop)?;
        let at = find(items.as_ref(), &item).ok_or(Error::NotFound(Missing::Item))?;
        if form == Form::Html {
            return Ok(html::item(&links.base, &collection, (items.as_ref(), at), &links.json));
        }
        let mut text = String::new();
        push_open_feature(&mut text, &collection, (items.as_ref(), at), crs.plane());
        text.push_str(",\"links\":");
        push_json(&mut text, &links.of_document());
        text.push('}');
        Ok(text)
    });
    let body = body.await?;
    // Only an item that is there may be held.
    if version.is_some() && validator.matches(&request) {
        return Ok(validator.not_modified());
    }
    Ok(finished(validator.answer(media_type(form), body), form, uri))
}

/// An answer whose version is not known in advance is the same as no other.
fn validator(call: &Call<'_>, version: Option<&str>) -> Validator {
    let now = version.is_none().then(|| Utc::now().to_rfc3339_opts(SecondsFormat::Nanos, true));
    let request = call.request;
    Validator::new(0, (request.path(), request.query_string(), call.form, &call.base, version, now))
}

fn media_type(form: Form) -> &'static str {
    match form {
        Form::Json => GEOJSON,
        Form::Html => HTML,
    }
}

/// Names the coordinate system of a GeoJSON answer; a page has its policy.
fn finished(mut answer: HttpResponse, form: Form, crs: &str) -> HttpResponse {
    if form == Form::Html {
        return as_page(answer);
    }
    if let Ok(value) = HeaderValue::try_from(format!("<{crs}>")) {
        answer.headers_mut().insert(HeaderName::from_static(CONTENT_CRS), value);
    }
    answer
}

/// The addresses that an answer leads to.
struct PageLinks {
    base: String,
    /// This answer in each form.
    json: String,
    html: String,
    collection: String,
    path: String,
    query: String,
}

impl PageLinks {
    fn new(call: &Call<'_>, of: &Collection) -> Self {
        Self {
            base: call.base.clone(),
            json: call.address(Form::Json),
            html: call.address(Form::Html),
            collection: format!("{}/collections/{}", call.base, of.id),
            path: format!("{}/collections/{}/items", call.base, of.id),
            query: call.request.query_string().to_owned(),
        }
    }

    fn next(&self, page: &Page) -> Option<String> {
        let cursor = Cursor { id: page.next.clone()? };
        Some(format!("{}?{}", self.path, with_cursor(&self.query, &cursor)))
    }

    fn of_document(&self) -> Vec<serde_json::Value> {
        vec![
            link(self.json.clone(), "self", GEOJSON, "Dieses Dokument · this document"),
            link(self.html.clone(), "alternate", HTML, "Als Seite · as a page"),
            link(self.collection.clone(), "collection", JSON, "Datensatz · collection"),
        ]
    }

    /// For a page of people: the same for programs, and the next page.
    fn pages(&self, page: &Page) -> html::Around {
        html::Around { json: self.json.clone(), next: self.next(page) }
    }
}

fn feature_collection(
    of: &Collection,
    (items, page): (&dyn Items, &Page),
    crs: &Named,
    links: &PageLinks,
) -> String {
    let mut all_links = links.of_document();
    if let Some(next) = links.next(page) {
        all_links.push(link(next, "next", GEOJSON, "Nächste Seite · next page"));
    }
    let mut text = String::from("{\"type\":\"FeatureCollection\",\"timeStamp\":");
    push_json(&mut text, &Utc::now().to_rfc3339_opts(SecondsFormat::Secs, true));
    text.push_str(&format!(",\"numberMatched\":{},\"numberReturned\":{}", page.matched, page.items.len()));
    text.push_str(",\"attribution\":");
    push_json(&mut text, &of.attribution);
    text.push_str(",\"links\":");
    push_json(&mut text, &all_links);
    text.push_str(",\"features\":[");
    for (at, item) in page.items.iter().enumerate() {
        if at > 0 {
            text.push(',');
        }
        push_open_feature(&mut text, of, (items, *item), crs.plane());
        text.push('}');
    }
    text.push_str("]}");
    text
}
