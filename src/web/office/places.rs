//! Free places: who runs a facility says in ten seconds how many are free today.

use actix_web::http::StatusCode;
use serde::Serialize;

use super::call::{Call, Refusal, Reply};
use super::facilities::{author, take_up};
use crate::app::office::edit::{Reported, report_places};
use crate::register::{CategorySlug, Facility};

/// The field of the number of free places of an offer begins so.
const FREE: &str = "frei.";

#[derive(Serialize)]
struct OfferLine {
    name: String,
    label: String,
    places: Option<u32>,
    free: String,
    counted: Option<String>,
    fault: Option<String>,
}

#[derive(Serialize)]
struct FacilityBlock {
    id: String,
    name: String,
    offers: Vec<OfferLine>,
}

#[derive(Serialize)]
struct PlacesPage {
    facilities: Vec<FacilityBlock>,
    saved: bool,
}

/// Whether the form of free places has a field of this name.
pub(super) fn is_field(name: &str) -> bool {
    let is_slug =
        |text: &str| text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    name.strip_prefix(FREE).is_some_and(is_slug)
}

/// The facilities that are named for the account.
fn own(call: &Call) -> Result<Vec<Facility>, Refusal> {
    let account = &call.session.as_ref().ok_or(Refusal::NotFound)?.account;
    let (facilities, _) = call.state.database.load()?;
    Ok(facilities.into_iter().filter(|facility| account.facilities.contains(&facility.id)).collect())
}

pub(super) fn page(call: &Call) -> Result<Reply, Refusal> {
    shown(call, None)
}

/// The page; `typed` is a facility whose numbers cannot be taken, with the faults by category.
fn shown(call: &Call, typed: Option<(&str, &[(CategorySlug, String)])>) -> Result<Reply, Refusal> {
    let categories = &call.state.reference.categories;
    let block = |facility: Facility| {
        let faults = typed.filter(|(id, _)| *id == facility.id).map(|(_, faults)| faults);
        let offers = facility.offers.iter().filter_map(|offer| {
            let category = categories.get(offer.category.as_str()).filter(|it| it.counts_places())?;
            let name = format!("{FREE}{}", offer.category);
            let kept = offer.free_places.map(|free| free.to_string()).unwrap_or_default();
            let free = if faults.is_some() { call.field(&name).to_owned() } else { kept };
            let fault = faults.and_then(|faults| faults.iter().find(|(slug, _)| *slug == offer.category));
            Some(OfferLine {
                name,
                label: category.names.de.clone(),
                places: offer.places,
                free,
                counted: offer.counted_on.map(|day| day.format("%d.%m.%Y").to_string()),
                fault: fault.map(|(_, text)| text.clone()),
            })
        });
        FacilityBlock { offers: offers.collect(), id: facility.id.clone(), name: facility.name.clone() }
    };
    let facilities = own(call)?.into_iter().map(block).collect();
    let status = if typed.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page = PlacesPage { facilities, saved: call.query("gespeichert") == "1" };
    Ok(Reply::with_status(status, "office_places.html", "Freie Plätze melden", page))
}

pub(super) fn report(call: &Call) -> Result<Reply, Refusal> {
    let facility = own(call)?.into_iter().find(|facility| facility.id == call.id).ok_or(Refusal::NotFound)?;
    let (mut counts, mut faults) = (Vec::new(), Vec::new());
    for (name, text) in &call.form {
        let Some(slug) = name.strip_prefix(FREE) else { continue };
        let offer = facility.offers.iter().find(|offer| offer.category.as_str() == slug);
        let offer = offer.ok_or(Refusal::UnknownField)?;
        let text = text.trim();
        let number: Option<u32> = text.parse().ok();
        match number.filter(|number| offer.places.is_none_or(|places| *number <= places)) {
            Some(number) => counts.push((offer.category.clone(), number)),
            None if text.is_empty() => {}
            None => {
                let most = offer.places.map(|most| format!(" von 0 bis {most}")).unwrap_or_default();
                faults.push((offer.category.clone(), format!("Bitte eine ganze Zahl{most} eintragen.")));
            }
        }
    }
    if !faults.is_empty() {
        return shown(call, Some((&facility.id, &faults)));
    }
    match report_places(&call.state.database, &facility.id, &counts, &author(call)?, call.today)? {
        Reported::Done => {
            take_up(call);
            Ok(Reply::elsewhere("/amt/plaetze?gespeichert=1"))
        }
        Reported::Gone => Err(Refusal::NotFound),
    }
}
