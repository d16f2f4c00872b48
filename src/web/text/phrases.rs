//! What the pages call the values of the domain: one function for each enumeration.

use std::borrow::Cow;

use chrono::NaiveTime;

use super::format::{date, decimal, whole};
use super::languages::{ENGLISH, GERMAN};
use super::messages::Messages;
use crate::register::fields::{FieldInfo, ValueKind};
use crate::register::{
    Category, CostKind, Counts, Feature, Group, Offer, OnPages, PlaceStatus, ProviderKind,
};
use crate::routing::Mode;
use crate::search::{Radius, Sort};
use crate::units::Seconds;

/// What kind of organisation a provider is; `None` if it is not known.
pub(crate) fn provider_kind(messages: &Messages, kind: ProviderKind) -> Option<String> {
    (kind != ProviderKind::Unknown).then(|| messages.text(&format!("kind-{}", kind.word())))
}

pub(crate) fn feature(messages: &Messages, feature: Feature) -> String {
    messages.text(&format!("feature-{}", feature.word()))
}

/// "mit dem Auto"
pub(crate) fn by(messages: &Messages, mode: Mode) -> String {
    messages.text(&format!("by-{}", mode.word()))
}

pub(crate) fn sort(messages: &Messages, sort: Sort) -> String {
    messages.text(&format!("sort-{}", sort.word()))
}

pub(crate) fn cost_kind(messages: &Messages, kind: CostKind) -> String {
    messages.text(&format!("cost-{}", kind.word()))
}

/// The name of a category.
pub(crate) fn category<'a>(messages: &Messages, category: &'a Category) -> Cow<'a, str> {
    let Category { slug, names, .. } = category;
    given(messages, (&names.de, &names.en), || format!("category-{slug}"))
}

pub(crate) fn group<'a>(messages: &Messages, group: &'a Group) -> Cow<'a, str> {
    given(messages, (&group.names.de, &group.names.en), || format!("category-{}", group.slug))
}

/// The label of a field of the register.
pub(crate) fn field(messages: &Messages, info: &FieldInfo, english: &'static str) -> String {
    given(messages, (info.de, english), || info.label_key()).into_owned()
}

/// A value of a field as people write it; `exported` is how exported files do.
pub(crate) fn value(messages: &Messages, info: &FieldInfo, exported: String) -> String {
    match info.value {
        ValueKind::Date => exported.parse().map_or(exported, |day| date(messages.lang(), day)),
        ValueKind::YesNo => messages.text(&exported),
        _ => exported,
    }
}

/// What the lists of the register say in German and English; in other languages it is a message.
fn given<'a>(
    messages: &Messages,
    (german, english): (&'a str, &'a str),
    id: impl FnOnce() -> String,
) -> Cow<'a, str> {
    match messages.lang() {
        lang if *lang == GERMAN => Cow::Borrowed(german),
        lang if *lang == ENGLISH => Cow::Borrowed(english),
        _ => Cow::Owned(messages.text(&id())),
    }
}

/// One plain line that says what a category is.
pub(crate) fn category_plain(messages: &Messages, category: &Category) -> String {
    of_tree(messages, "plain", category.slug.as_str(), &category.names.plain)
}

pub(crate) fn group_plain(messages: &Messages, group: &Group) -> String {
    of_tree(messages, "plain", &group.slug, &group.names.plain)
}

/// "9 Tagespflegen", "Keine Tagespflege"
pub(crate) fn found(messages: &Messages, slug: &str, page: &OnPages, total: usize) -> String {
    match total {
        _ if *messages.lang() != GERMAN => messages.count(&format!("many-{slug}"), total),
        0 => page.none.clone(),
        1 => format!("1 {}", page.one),
        _ => format!("{} {}", whole(messages.lang(), total), page.many),
    }
}

/// The line below one of the large choices of the first page.
pub(crate) fn tile(messages: &Messages, slug: &str, page: &OnPages) -> String {
    of_tree(messages, "tile", slug, page.tile.as_deref().unwrap_or_default())
}

/// The name of a rarer topic of the first page.
pub(crate) fn link(messages: &Messages, slug: &str, page: &OnPages) -> String {
    of_tree(messages, "link", slug, page.link.as_deref().unwrap_or_default())
}

/// "Wer kommt ins Haus?"
pub(crate) fn question(messages: &Messages, group: &Group) -> String {
    of_tree(messages, "question", &group.slug, &group.question)
}

/// What the category tree says in German only; in other languages it is a message.
fn of_tree(messages: &Messages, kind: &str, slug: &str, german: &str) -> String {
    if *messages.lang() == GERMAN { german.to_owned() } else { messages.text(&format!("{kind}-{slug}")) }
}

/// "14 Plätze", "1 Wohnung"; `None` where the category counts nothing.
pub(crate) fn places(messages: &Messages, counts: Counts, number: u32) -> Option<String> {
    match counts {
        Counts::Places => Some(messages.count("places", number as usize)),
        Counts::Dwellings => Some(messages.count("dwellings", number as usize)),
        Counts::Nothing => None,
    }
}

/// "14 Plätze, Stand 3.10.2026"
pub(crate) fn as_of(messages: &Messages, places: String, day: chrono::NaiveDate) -> String {
    messages.format("places-on", [("places", places.into()), ("date", date(messages.lang(), day).into())])
}

/// What is known about free places: "2 freie Plätze, Stand 3.10.2026".
pub(crate) fn free_places(messages: &Messages, offer: &Offer, counts: Counts, status: PlaceStatus) -> String {
    match (status, offer.counted_on) {
        (PlaceStatus::Free | PlaceStatus::Full, Some(counted_on)) => {
            let id = if counts == Counts::Dwellings { "free-dwellings" } else { "free-places" };
            as_of(messages, messages.count(id, offer.free_places.unwrap_or(0) as usize), counted_on)
        }
        (PlaceStatus::OnRequest, _) => messages.text("on-request"),
        (_, Some(counted_on)) => {
            messages.format("no-recent-count-since", [("date", date(messages.lang(), counted_on).into())])
        }
        (_, None) => messages.text("no-recent-count"),
    }
}

/// What is wrong with a field of the search form, for the person who filled it in.
pub(crate) fn form_problem(messages: &Messages, field: &str) -> String {
    match field {
        "near" => messages.text("problem-near"),
        "category" => messages.text("problem-category"),
        "radius_km" => {
            messages.format("problem-radius", [("most", decimal(messages.lang(), Radius::MAX_KM).into())])
        }
        "max_minutes" => messages.text("problem-minutes"),
        "mode" => messages.text("problem-mode"),
        "sort" => messages.text("problem-sort"),
        "free_places" => messages.text("problem-free-places"),
        other => messages.format("problem-other", [("field", other.into())]),
    }
}

/// "8 Min.", "1 Std. 5 Min."; never less than a minute.
pub(crate) fn duration(messages: &Messages, duration: Seconds) -> String {
    let minutes = (duration.0 / 60.0).round().max(1.0) as u64;
    match (minutes / 60, minutes % 60) {
        (0, minutes) => messages.format("minutes", [("minutes", minutes.into())]),
        (hours, 0) => messages.format("hours", [("hours", hours.into())]),
        (hours, minutes) => {
            messages.format("hours-minutes", [("hours", hours.into()), ("minutes", minutes.into())])
        }
    }
}

/// A time of day as people say it: "8", "8:30", in English "8am", "8:30am"; 24 o'clock is the end of a day. Tables keep the
/// digits of a clock.
pub(crate) fn clock(messages: &Messages, hour: u32, minute: u32) -> String {
    let id = match (hour, minute) {
        (0, 0) => "clock-start-of-day",
        (12, 0) => "clock-noon",
        (24, 0) => "clock-end-of-day",
        _ => {
            let [on_the_hour, between] = messages.lang().clock;
            let time = NaiveTime::from_hms_opt(hour % 24, minute % 60, 0).unwrap_or_default();
            return time.format(if minute == 0 { on_the_hour } else { between }).to_string();
        }
    };
    messages.text(id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::register::fields::PageLine;
    use crate::register::{CategoryTree, Field};
    use crate::web::text::languages::{LANGUAGES, Language};

    /// A missing message is shown as its name, such as "feature-garden".
    #[test]
    fn every_value_has_its_phrase_in_every_language() {
        let tree = CategoryTree::from_toml(include_str!("../../../models/categories.toml")).unwrap();
        for language in LANGUAGES {
            let messages = &Messages::read(language).unwrap();
            let mut phrases: Vec<String> = Vec::new();
            phrases.extend(ProviderKind::ALL.iter().filter_map(|kind| provider_kind(messages, *kind)));
            phrases.extend(Feature::ALL.iter().map(|it| feature(messages, *it)));
            phrases.extend(Mode::ALL.iter().map(|mode| by(messages, *mode)));
            phrases.extend(Sort::ALL.iter().map(|it| sort(messages, *it)));
            phrases.extend(CostKind::ALL.iter().map(|kind| cost_kind(messages, *kind)));
            for one in tree.groups() {
                phrases.extend([
                    group(messages, one).into_owned(),
                    group_plain(messages, one),
                    question(messages, one),
                ]);
                let mut pages = vec![(one.slug.as_str(), one.page.as_ref())];
                pages.extend(one.categories.iter().map(|one| (one.slug.as_str(), one.page.as_ref())));
                for (slug, page) in pages {
                    let page = page.unwrap();
                    phrases.extend([0, 1, 2].map(|total| found(messages, slug, page, total)));
                    phrases.extend(page.tile.as_ref().map(|_| tile(messages, slug, page)));
                    phrases.extend(page.link.as_ref().map(|_| link(messages, slug, page)));
                }
                for one in &one.categories {
                    phrases.extend([category(messages, one).into_owned(), category_plain(messages, one)]);
                }
            }
            for info in Field::ALL.iter().map(|field| field.info()) {
                if let Some(PageLine::Labelled(english)) = info.page {
                    phrases.push(field(messages, info, english));
                }
            }
            let names = [
                "kind-",
                "feature-",
                "by-",
                "sort-",
                "cost-",
                "category-",
                "plain-",
                "question-",
                "register-field-",
                "many-",
                "tile-",
                "link-",
            ];
            let missing = phrases.iter().filter(|phrase| names.iter().any(|name| phrase.starts_with(name)));
            let missing: Vec<&String> = missing.collect();
            assert!(missing.is_empty(), "in \"{}\" there are no messages {missing:?}", language.tag);
        }
    }

    /// The search form has a message `field-category` of its own, so a label has a name that no other message has.
    #[test]
    fn labels_of_a_further_language_are_messages_of_their_own() {
        static DANISH: Language = Language {
            tag: "da",
            prefix: "/da",
            messages: "register-field-note = Bemærkning\nfield-note = Hvad leder du efter?\n",
            prose: "",
            plain_prose: &[],
            decimal_mark: ',',
            thousands_mark: '.',
            euro: "{} €",
            date: "%-d.%-m.%Y",
            clock: ["%-H", "%-H.%M"],
        };
        let messages = Messages::read(&DANISH).unwrap();
        assert_eq!(field(&messages, Field::Note.info(), "Note"), "Bemærkning");
        assert_eq!(field(&Messages::read(&ENGLISH).unwrap(), Field::Note.info(), "Note"), "Note");
        assert_eq!(
            field(&Messages::read(&GERMAN).unwrap(), Field::Note.info(), "Note"),
            "Bemerkung zum Angebot"
        );
    }

    #[test]
    fn times_of_day_are_said_as_people_say_them() {
        let said = |lang, (hour, minute)| clock(&Messages::read(lang).unwrap(), hour, minute);
        for (time, german, english) in [
            ((0, 0), "0", "midnight"),
            ((0, 30), "0:30", "12:30am"),
            ((8, 0), "8", "8am"),
            ((8, 5), "8:05", "8:05am"),
            ((12, 0), "12", "midday"),
            ((12, 30), "12:30", "12:30pm"),
            ((16, 0), "16", "4pm"),
            ((23, 45), "23:45", "11:45pm"),
            ((24, 0), "24", "midnight"),
        ] {
            assert_eq!((said(&GERMAN, time).as_str(), said(&ENGLISH, time).as_str()), (german, english));
        }
    }

    #[test]
    fn durations_have_hours_from_sixty_minutes_on() {
        let messages = Messages::read(&GERMAN).unwrap();
        assert_eq!(duration(&messages, Seconds(10.0)), "1 Min.");
        assert_eq!(duration(&messages, Seconds(479.0)), "8 Min.");
        assert_eq!(duration(&messages, Seconds(3_580.0)), "1 Std.");
        assert_eq!(duration(&messages, Seconds(3_900.0)), "1 Std. 5 Min.");
    }
}
