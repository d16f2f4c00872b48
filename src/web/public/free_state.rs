//! Whether a place is free, in few words and with its age: a count without its day misleads.

use chrono::NaiveDate;
use serde::Serialize;

use crate::register::{Category, Counts, MAX_AGE_DAYS, Offer, PlaceStatus};
use crate::web::text::format;
use crate::web::text::messages::Messages;

/// What is known about the free places of one offer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct FreeState {
    /// The name of the status, for its shape and colour.
    pub status: &'static str,
    /// "2 Plätze frei"
    pub title: String,
    /// "gemeldet vor 2 Tagen"
    pub age: String,
    /// The day of the count, for paper, on which "vor 2 Tagen" ages.
    pub counted_on: Option<String>,
}

impl FreeState {
    pub fn new(messages: &Messages, offer: &Offer, category: &Category, today: NaiveDate) -> Self {
        let status = offer.status(today, MAX_AGE_DAYS, category.counts_places());
        let counted_on = offer.counted_on.map(|day| format::date(messages.lang(), day));
        let age = match (status, offer.counted_on) {
            (PlaceStatus::Free | PlaceStatus::Full, Some(day)) => reported(messages, day, today),
            (PlaceStatus::OnRequest, _) => messages.text("state-on-request"),
            (_, Some(day)) => {
                let date = format::date(messages.lang(), day);
                messages.format("state-reported-last", [("date", date.into())])
            }
            (_, None) => messages.text("state-no-report"),
        };
        Self {
            status: status.word(),
            title: title(messages, offer, category.counts, status),
            age,
            counted_on,
        }
    }

    /// Whether at least one place is free.
    pub fn is_free(&self) -> bool {
        self.status == PlaceStatus::Free.word()
    }
}

fn title(messages: &Messages, offer: &Offer, counts: Counts, status: PlaceStatus) -> String {
    let number = offer.free_places.unwrap_or(0) as usize;
    match (status, counts) {
        (PlaceStatus::Free, Counts::Dwellings) => messages.count("state-free-dwellings", number),
        (PlaceStatus::Free, _) => messages.count("state-free", number),
        (PlaceStatus::Full, Counts::Dwellings) => messages.text("state-full-dwellings"),
        (PlaceStatus::Full, _) => messages.text("state-full"),
        (PlaceStatus::OnRequest | PlaceStatus::Unknown, _) => messages.text("state-ask"),
    }
}

/// "gemeldet vor 2 Tagen"
fn reported(messages: &Messages, day: NaiveDate, today: NaiveDate) -> String {
    match today.signed_duration_since(day).num_days() {
        0 => messages.text("reported-today"),
        1 => messages.text("reported-yesterday"),
        days => messages.format("reported-days", [("days", days.into())]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::register::{CategorySlug, CategoryTree};
    use crate::web::text::languages::GERMAN;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn said(category: &str, free: Option<(u32, &str)>) -> (&'static str, String, String) {
        let tree = CategoryTree::from_toml(include_str!("../../../models/categories.toml")).unwrap();
        let offer = Offer {
            free_places: free.map(|(number, _)| number),
            counted_on: free.map(|(_, on)| day(on)),
            ..Offer::new(CategorySlug::new(category), "1")
        };
        let messages = Messages::read(&GERMAN).unwrap();
        let state = FreeState::new(&messages, &offer, tree.get(category).unwrap(), day("2026-11-25"));
        (state.status, state.title, state.age)
    }

    #[test]
    fn a_count_is_said_with_its_age_and_an_old_one_asks_for_a_call() {
        let is = |category, free, expected: (&'static str, &str, &str)| {
            let (status, title, age) = said(category, free);
            assert_eq!((status, title.as_str(), age.as_str()), expected);
        };
        is("day_care", Some((2, "2026-11-23")), ("free", "2 Plätze frei", "gemeldet vor 2 Tagen"));
        is("day_care", Some((1, "2026-11-24")), ("free", "1 Platz frei", "gemeldet gestern"));
        is("day_care", Some((0, "2026-11-25")), ("full", "Kein Platz frei", "gemeldet heute"));
        is("day_care", Some((3, "2026-11-11")), ("free", "3 Plätze frei", "gemeldet vor 14 Tagen"));
        is(
            "day_care",
            Some((3, "2026-11-10")),
            ("unknown", "Bitte anrufen", "zuletzt gemeldet am 10.11.2026"),
        );
        is("day_care", None, ("unknown", "Bitte anrufen", "keine Angabe zu freien Plätzen"));
        is("assisted_living", Some((1, "2026-11-25")), ("free", "1 Wohnung frei", "gemeldet heute"));
        is("assisted_living", Some((0, "2026-11-25")), ("full", "Keine Wohnung frei", "gemeldet heute"));
        is("home_care_service", None, ("on_request", "Bitte anrufen", "freie Termine am Telefon"));
    }
}
