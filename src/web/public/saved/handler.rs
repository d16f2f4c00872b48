//! Answers with the saved list that an address names: as a page, side by side, as contact cards and as a table.

use actix_web::http::StatusCode;
use actix_web::web::{ServiceConfig, get};
use actix_web::{HttpRequest, HttpResponse};

use super::drawing::PrintMapDrawing;
use super::saved_list::SavedList;
use super::{comparison, page, table};
use crate::tables::TableFormat;
use crate::web::public::about::not_found_page;
use crate::web::public::facility::vcard::{self, VCardVersion};
use crate::web::shell::answer::{self, PageError};
use crate::web::shell::page_context::PageContext;

pub(in crate::web) fn mount(config: &mut ServiceConfig, base: &str) {
    config
        .route(&format!("{base}/merkliste"), get().to(saved_list))
        .route(&format!("{base}/merkliste.vcf"), get().to(cards))
        .route(&format!("{base}/vergleich"), get().to(compare));
    for form in TableFormat::ALL {
        let path = format!("{base}/merkliste.{}", form.ending());
        config.route(&path, get().to(move |context: PageContext| table_file(context, form)));
    }
}

/// The map of a printed list, which browsers load when they print.
pub(in crate::web) fn mount_once(config: &mut ServiceConfig) {
    config.route("/karte.svg", get().to(drawing));
}

async fn drawing(request: HttpRequest, context: PageContext) -> Result<HttpResponse, PageError> {
    match PrintMapDrawing::new(&context.directory(), context.query()) {
        Some(map) => Ok(answer::drawing(context.unframed(PrintMapDrawing::TEMPLATE, &map)?)),
        None => Ok(not_found_page(request).await),
    }
}

async fn saved_list(context: PageContext) -> Result<HttpResponse, PageError> {
    let view = page::view(context.messages(), &context.directory(), context.query());
    context.answer(StatusCode::OK, &view)
}

async fn compare(context: PageContext) -> Result<HttpResponse, PageError> {
    let view = comparison::view(context.messages(), &context.directory(), context.query());
    context.answer(StatusCode::OK, &view)
}

async fn cards(context: PageContext) -> HttpResponse {
    let list = SavedList::read(context.query(), context.snapshot());
    let version = VCardVersion::of_query(context.query());
    let cards = vcard::cards(list.facilities, context.messages(), version);
    answer::file("pflegekarte.vcf", vcard::MEDIA_TYPE, cards.into_bytes())
}

/// The facilities that the address names, for a spreadsheet of the page's language.
async fn table_file(context: PageContext, format: TableFormat) -> Result<HttpResponse, PageError> {
    let raw = context.query().to_owned();
    let written = context.make(move |messages, directory| {
        let list = SavedList::read_for_table(&raw, directory.snapshot);
        table::document(messages, &list, directory).write_for_people(format, table::language(messages))
    });
    let name = format!("pflegekarte.{}", format.ending());
    Ok(answer::file(&name, format.media_type(), written.await??))
}
