//! Addresses as texts: taken apart, and as a key that tells houses apart.

use super::text::fold;
use super::vocabulary::key;
use crate::register::{Address, Text};

/// The parts of an address that a text holds; what it does not hold is empty.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Parts<'a> {
    pub street: &'a str,
    pub house_number: &'a str,
    pub postcode: &'a str,
    pub place: &'a str,
}

/// Takes "Am Markt 5, 19370 Parchim" apart. Without a postcode what stands behind the last comma is the place.
pub(super) fn parts(text: &str) -> Parts<'_> {
    let (before, postcode, after) = match postcode_at(text) {
        Some((start, end)) => (text.get(..start), text.get(start..end), text.get(end..)),
        None => match text.rfind(',') {
            Some(comma) => (text.get(..comma), None, text.get(comma + 1..)),
            None => (Some(text), None, None),
        },
    };
    let before = trim(country_off(before.unwrap_or_default()));
    let before = before.strip_suffix(" in").unwrap_or(before);
    if let (true, Some((place, street))) = (before.is_empty(), after.and_then(street_behind)) {
        let (street, house_number) = street_and_number(street);
        return Parts { street, house_number, postcode: postcode.unwrap_or_default(), place };
    }
    let (street, house_number) = street_and_number(before);
    Parts {
        street,
        house_number,
        postcode: postcode.unwrap_or_default(),
        place: trim(after.unwrap_or_default()),
    }
}

fn trim(part: &str) -> &str {
    part.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '|' | '-' | '–' | '·' | '/'))
}

/// Place and street where the street stands last: "Schwerin, Werderstr. 1". Without a number it may be a part of the town.
fn street_behind(after: &str) -> Option<(&str, &str)> {
    let (place, street) = after.rsplit_once([',', ';', '\n'])?;
    let (place, street) = (trim(place), trim(street));
    let (name, number) = street_and_number(street);
    (!place.is_empty() && !name.is_empty() && !number.is_empty()).then_some((place, street))
}

/// Without the "D-" before a postcode.
fn country_off(before: &str) -> &str {
    let rest = before.trim_end().trim_end_matches('-').trim_end();
    let cut = rest.strip_suffix("DE").or_else(|| rest.strip_suffix('D'));
    cut.filter(|cut| cut.is_empty() || cut.ends_with([' ', ',', ';'])).unwrap_or(before)
}

/// Where five digits stand that belong to no longer number.
pub(super) fn postcode_at(text: &str) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    (0..bytes.len()).find_map(|start| {
        let begins = is_digit(start) && (start == 0 || !is_digit(start - 1));
        let end = start + 5;
        (begins && (start..end).all(is_digit) && !is_digit(end)).then_some((start, end))
    })
}

/// "Am Markt 12 a" to "Am Markt" and "12 a"; without a number the whole is the street. A number that a word follows
/// ("Straße des 17. Juni") is part of the name.
pub(super) fn street_and_number(text: &str) -> (&str, &str) {
    let starts = text.match_indices(' ').map(|(blank, _)| blank + 1);
    let is_number = |rest: &str| {
        rest.starts_with(|c: char| c.is_ascii_digit())
            && rest.split([' ', '-', '/', '–', '+']).all(|part| {
                let letters = part.trim_start_matches(|c: char| c.is_ascii_digit());
                letters.chars().count() <= 1 && letters.chars().all(char::is_alphabetic)
            })
    };
    let found = starts.filter_map(|start| text.split_at_checked(start)).find(|(_, rest)| is_number(rest));
    found.map_or((text, ""), |(street, number)| (street.trim_end_matches([' ', ',']), number))
}

/// The part of an address that tells houses apart: street with number, and postcode or else place.
pub(super) fn address_key(address: &Address) -> String {
    let part = |text: &Option<Text>| fold(text.as_deref().unwrap_or_default());
    let area = address.postcode.as_deref().unwrap_or(&address.place);
    format!("{}{} {}", part(&address.street), part(&address.house_number), fold(area))
}

/// Like [`address_key`] whatever way the street is spelt: "Dorfstr. 12 a" and "Dorfstraße" with "12a". Ids of rows are made
/// of the other one and must stay the same.
pub(super) fn house_key(address: &Address) -> String {
    let area = address.postcode.as_deref().unwrap_or(&address.place);
    let number = address.house_number.as_deref().unwrap_or_default();
    format!("{}{} {}", street_key(address.street.as_deref().unwrap_or_default()), fold(number), fold(area))
}

/// A street whatever way it is spelt.
pub(super) fn street_key(street: &str) -> String {
    key(street).replace("strasse", "str")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_in_one_cell_is_taken_apart() {
        let cases = [
            ("Am Markt 5, 19370 Parchim", ("Am Markt", "5", "19370", "Parchim")),
            ("Lange Straße 12 a; D-18055 Rostock", ("Lange Straße", "12 a", "18055", "Rostock")),
            ("Wegstr. 3 19370 Parchim Telefon", ("Wegstr.", "3", "19370", "Parchim Telefon")),
            (
                "Straße des 17. Juni 4-6, 17033 Neubrandenburg",
                ("Straße des 17. Juni", "4-6", "17033", "Neubrandenburg"),
            ),
            ("19370 Parchim", ("", "", "19370", "Parchim")),
            ("19053 Schwerin, Werderstr. 1", ("Werderstr.", "1", "19053", "Schwerin")),
            ("17192 Waren, OT Warenshof", ("", "", "17192", "Waren, OT Warenshof")),
            ("Werderstr. 2 in 19055 Schwerin", ("Werderstr.", "2", "19055", "Schwerin")),
            ("Dorfstraße 1, Pampow", ("Dorfstraße", "1", "", "Pampow")),
            ("Dorfstraße", ("Dorfstraße", "", "", "")),
            ("", ("", "", "", "")),
        ];
        for (text, (street, house_number, postcode, place)) in cases {
            assert_eq!(parts(text), Parts { street, house_number, postcode, place }, "{text}");
        }
    }

    #[test]
    fn a_number_that_a_word_follows_belongs_to_the_name_of_the_street() {
        assert_eq!(street_and_number("Platz des 8. Mai"), ("Platz des 8. Mai", ""));
        assert_eq!(street_and_number("Platz des 8. Mai 2"), ("Platz des 8. Mai", "2"));
        assert_eq!(street_and_number("Haus 4711b"), ("Haus", "4711b"));
    }
}
