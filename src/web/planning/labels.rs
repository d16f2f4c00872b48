//! The names of assumptions, in German, and of kinds of places.

use crate::web::text::messages::Messages;

/// Names and units of the assumptions.
pub(super) const LABELS: [(&str, &str, &str); 16] = [
    ("tfr", "Kinder je Frau", ""),
    ("life_expectancy_male", "Lebenserwartung der Männer", "Jahre"),
    ("life_expectancy_female", "Lebenserwartung der Frauen", "Jahre"),
    ("external_migration", "Zuzug über die Landesgrenze", "% von heute"),
    ("internal_migration", "Umzüge zwischen den Kreisen", "% von heute"),
    ("day_care_per_100_from_75", "Ziel: Tagespflegeplätze je 100 Menschen ab 75", "Plätze"),
    ("occupancy_residential", "Belegung der Heimplätze", "%"),
    ("occupancy_short_term", "Belegung der Kurzzeitpflege", "%"),
    ("occupancy_day_care", "Belegung der Tagespflege", "%"),
    ("short_term_guests_per_1000_at_home", "Gäste der Kurzzeitpflege je 1.000 zu Hause Gepflegte", "Gäste"),
    ("staff_entries", "Neue Pflegekräfte aus der Ausbildung", "% im Jahr"),
    ("staff_retirement_start", "Pflegekräfte in Rente, anfangs", "% im Jahr"),
    ("staff_retirement_end", "Pflegekräfte in Rente, ab 2030", "% im Jahr"),
    ("staff_early_exit", "Pflegekräfte, die früher aufhören", "% im Jahr"),
    ("staff_return", "Pflegekräfte, die zurückkehren", "% im Jahr"),
    ("assistance_price_increase", "Preisanstieg bei Hilfe zur Pflege", "% im Jahr"),
];

/// Kinds of places as measures begin and as forms offer them.
pub(super) const PLACE_KINDS: [&str; 3] = ["residential", "day_care", "short_term"];

/// "Tagespflege", above a table or in a form.
pub(super) fn place_kind_name(messages: &Messages, kind: &str) -> String {
    messages.text(&format!("planning-kind-{kind}"))
}

/// "Plätze in der Tagespflege", behind a number.
pub(super) fn place_kind(kind: &str) -> &'static str {
    match kind {
        "day_care" => "Plätze der Tagespflege",
        "short_term" => "Plätze der Kurzzeitpflege",
        _ => "Heimplätze",
    }
}

/// The label and the unit of an assumption by its name in an address.
pub(super) fn label_and_unit(name: &str) -> Option<(&'static str, &'static str)> {
    LABELS.iter().find(|one| one.0 == name).map(|one| (one.1, one.2))
}
