//! What the domain names in English, in the words of the pages.

use super::format::{date, decimal};
use super::words::Words;
use crate::register::{Category, Counts, Feature, Group, Offer, PlaceStatus, ProviderKind};
use crate::routing::Mode;
use crate::search::{Radius, Sort};
use crate::units::Lang;

pub(crate) fn provider_kind(words: &Words, kind: ProviderKind) -> Option<String> {
    (kind != ProviderKind::Unknown).then(|| words.text(&format!("kind-{}", kind.word())))
}

pub(crate) fn feature(words: &Words, feature: Feature) -> String {
    words.text(&format!("feature-{}", feature.word()))
}

pub(crate) fn by(words: &Words, mode: Mode) -> String {
    words.text(&format!("by-{}", mode.word()))
}

pub(crate) fn sort(words: &Words, sort: Sort) -> String {
    words.text(&format!("sort-{}", sort.word()))
}

pub(crate) fn category<'a>(words: &Words, category: &'a Category) -> &'a str {
    match words.lang() {
        Lang::De => &category.names.de,
        Lang::En => &category.names.en,
    }
}

/// One plain line that says what a category is.
pub(crate) fn category_plain(words: &Words, category: &Category) -> String {
    plain(words, category.slug.as_str(), &category.names.plain)
}

pub(crate) fn group<'a>(words: &Words, group: &'a Group) -> &'a str {
    match words.lang() {
        Lang::De => &group.names.de,
        Lang::En => &group.names.en,
    }
}

pub(crate) fn group_plain(words: &Words, group: &Group) -> String {
    plain(words, &group.slug, &group.names.plain)
}

/// The category tree speaks German; what it says in other languages stands beside the other texts.
fn plain(words: &Words, slug: &str, german: &str) -> String {
    match words.lang() {
        Lang::De => german.to_owned(),
        Lang::En => words.text(&format!("plain-{slug}")),
    }
}

/// "Wer kommt ins Haus?"
pub(crate) fn question(words: &Words, group: &Group) -> String {
    match words.lang() {
        Lang::De => group.question.clone(),
        Lang::En => words.text(&format!("question-{}", group.slug)),
    }
}

/// "14 Plätze", "1 Wohnung"; `None` where the category counts nothing.
pub(crate) fn places(words: &Words, counts: Counts, number: u32) -> Option<String> {
    match counts {
        Counts::Places => Some(words.counted("places", number as usize)),
        Counts::Dwellings => Some(words.counted("dwellings", number as usize)),
        Counts::Nothing => None,
    }
}

/// "14 Plätze, Stand 3.10.2026"
pub(crate) fn as_of(words: &Words, places: String, day: chrono::NaiveDate) -> String {
    words.tell("places-on", [("places", places.into()), ("date", date(words.lang(), day).into())])
}

/// What is known about free places: "2 freie Plätze, Stand 3.10.2026".
pub(crate) fn free_places(words: &Words, offer: &Offer, counts: Counts, status: PlaceStatus) -> String {
    match (status, offer.counted_on) {
        (PlaceStatus::Free | PlaceStatus::Full, Some(counted_on)) => {
            let id = if counts == Counts::Dwellings { "free-dwellings" } else { "free-places" };
            as_of(words, words.counted(id, offer.free_places.unwrap_or(0) as usize), counted_on)
        }
        (PlaceStatus::OnRequest, _) => words.text("on-request"),
        (_, Some(counted_on)) => {
            words.tell("no-recent-count-since", [("date", date(words.lang(), counted_on).into())])
        }
        (_, None) => words.text("no-recent-count"),
    }
}

/// What is wrong with a field of the search form, for the person who filled it in.
pub(crate) fn form_problem(words: &Words, field: &str) -> String {
    match field {
        "near" => words.text("problem-near"),
        "category" => words.text("problem-category"),
        "radius_km" => words.tell("problem-radius", [("most", decimal(words.lang(), Radius::MAX_KM).into())]),
        "max_minutes" => words.text("problem-minutes"),
        "mode" => words.text("problem-mode"),
        "sort" => words.text("problem-sort"),
        "free_places" => words.text("problem-free-places"),
        other => words.tell("problem-other", [("field", other.into())]),
    }
}
