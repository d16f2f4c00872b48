//! Values of the register in words, the same in forms and in the history.

use chrono::{NaiveDateTime, TimeZone, Utc};
use chrono_tz::Europe::Berlin;

use crate::register::fields::ValueKind;
use crate::register::values::ValueKey;
use crate::register::{CategoryTree, Facility};

/// "Plätze (Tagespflege)".
pub(super) fn label(categories: &CategoryTree, key: &ValueKey) -> String {
    let label = key.field.info().de;
    match key.category.as_ref().map(|slug| (slug, categories.get(slug.as_str()))) {
        None => label.to_owned(),
        Some((_, Some(category))) => format!("{label} ({})", category.names.de),
        Some((slug, None)) => format!("{label} ({slug})"),
    }
}

/// A value as people write it; a dash for nothing known.
pub(super) fn shown(key: &ValueKey, value: Option<&str>) -> String {
    let Some(value) = value else { return "–".to_owned() };
    match key.field.info().value {
        ValueKind::Date => {
            let day: Option<chrono::NaiveDate> = value.parse().ok();
            day.map_or_else(|| value.to_owned(), |day| day.format("%d.%m.%Y").to_string())
        }
        ValueKind::Euro => format!("{} €", value.replace('.', ",")),
        ValueKind::YesNo => if value == "yes" { "ja" } else { "nein" }.to_owned(),
        _ => value.to_owned(),
    }
}

/// A moment in UTC as people here read it: "30.11.2026, 09:12 Uhr".
pub(super) fn moment(at: NaiveDateTime) -> String {
    Utc.from_utc_datetime(&at).with_timezone(&Berlin).format("%d.%m.%Y, %H:%M Uhr").to_string()
}

/// Street and town in one line.
pub(super) fn address_line(facility: &Facility) -> String {
    let address = &facility.address;
    let joined = |parts: [Option<&str>; 2]| parts.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let street = joined([address.street.as_deref(), address.house_number.as_deref()]);
    let town = joined([address.postcode.as_deref(), Some(&address.place)]);
    [street, town].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}
