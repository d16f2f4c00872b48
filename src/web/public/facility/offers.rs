//! The offers of a facility as rows: how many places, how many are free, and since when that is known.

use chrono::NaiveDate;
use serde::Serialize;

use crate::app::Directory;
use crate::register::{Category, CategoryTree, Facility, Offer};
use crate::web::public::costs::{self, CostsView};
use crate::web::public::free_state::FreeState;
use crate::web::public::view::free_text;
use crate::web::text::messages::Messages;
use crate::web::text::{format, phrases};

/// One offer.
#[derive(Debug, Serialize)]
pub(crate) struct OfferRow {
    category: String,
    plain: String,
    /// "18 Plätze"
    places: Option<String>,
    /// The category whose places contain these.
    inside: Option<String>,
    state: FreeState,
    costs: Option<CostsView>,
    note: Option<String>,
    laws: Vec<String>,
}

/// All offers in the order of the category tree.
pub(crate) fn rows(messages: &Messages, facility: &Facility, directory: &Directory<'_>) -> Vec<OfferRow> {
    let tree = &directory.reference.categories;
    let today = directory.snapshot.today();
    let row = |offer: &Offer| {
        let category = tree.get(offer.category.as_str())?;
        let inside = category.inside.as_ref().and_then(|slug| tree.get(slug.as_str()));
        Some(OfferRow {
            category: phrases::category(messages, category).into_owned(),
            plain: phrases::category_plain(messages, category),
            places: offer.places.and_then(|number| phrases::places(messages, category.counts, number)),
            inside: inside.map(|category| phrases::category(messages, category).into_owned()),
            state: FreeState::new(messages, offer, category, today),
            costs: costs::view(messages, offer, category, today),
            note: offer.note.as_deref().map(|note| free_text(messages, note)),
            laws: category.laws_on(today).map(|law| law.text.clone()).collect(),
        })
    };
    facility.offers.iter().filter_map(row).collect()
}

/// The offer that speaks for a facility: the one that was searched for, else the one that leads, else the first.
pub(crate) fn leading<'a>(
    facility: &'a Facility,
    tree: &'a CategoryTree,
    asked: Option<&str>,
) -> Option<(&'a Offer, &'a Category)> {
    let known = || facility.offers.iter().filter_map(|it| Some((it, tree.get(it.category.as_str())?)));
    let asked = known().find(|(_, category)| Some(category.slug.as_str()) == asked);
    asked.or_else(|| known().find(|(_, category)| category.leads)).or_else(|| known().next())
}

/// How old what the page says is: "Freie Plätze vom 23.11.2026", one sentence for each kind of figure.
pub(crate) fn ages(messages: &Messages, facility: &Facility) -> Vec<String> {
    let latest = |day: fn(&Offer) -> Option<NaiveDate>| facility.offers.iter().filter_map(day).max();
    let days = [
        ("age-free-places", latest(|offer| offer.counted_on)),
        ("age-places", latest(|offer| offer.places_on)),
        ("age-costs", latest(|offer| Some(offer.costs.as_ref()?.on))),
    ];
    let sentence = |(id, day): (&str, Option<NaiveDate>)| {
        Some(messages.format(id, [("date", format::date(messages.lang(), day?).into())]))
    };
    days.into_iter().filter_map(sentence).collect()
}
