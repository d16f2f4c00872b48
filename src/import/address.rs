//! The address of a row: from columns of its own, or from one cell that holds several parts of it.

use super::notes::{NoteKind, Rejection};
use super::row::Cells;
use super::text::fold;
use super::values;
use crate::register::{Address, Field, Text};

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
    let (street, house_number) = street_and_number(trim(country_off(before.unwrap_or_default())));
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

/// Without the "D-" before a postcode.
fn country_off(before: &str) -> &str {
    let rest = before.trim_end().trim_end_matches('-').trim_end();
    let cut = rest.strip_suffix("DE").or_else(|| rest.strip_suffix('D'));
    cut.filter(|cut| cut.is_empty() || cut.ends_with([' ', ',', ';'])).unwrap_or(before)
}

/// Where five digits stand that belong to no longer number.
fn postcode_at(text: &str) -> Option<(usize, usize)> {
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

impl Cells<'_> {
    pub(super) fn address(&mut self) -> Result<Address, Rejection> {
        let mut house_number = self.text(Field::HouseNumber)?;
        if let Some(text) = house_number.as_ref().filter(|text| values::date(text).is_some()) {
            let sentence = (
                format!("house number \"{text}\" is a date, a spreadsheet may have made it of 1-3"),
                format!(
                    "Die Hausnummer „{text}“ ist ein Datum; vielleicht hat die Tabelle es aus 1-3 gemacht."
                ),
            );
            self.note(NoteKind::Suspicious, sentence);
        }
        let mut postcode = self.text(Field::Postcode)?;
        let mut street = self.text(Field::Street)?;
        let mut place = self.text(Field::Place)?;
        for whole in self.address_texts(street.as_ref(), postcode.as_ref(), place.as_ref())? {
            let parts = parts(&whole);
            let part = |text: &str| (!text.is_empty()).then(|| text.to_owned());
            if street.as_ref().is_none_or(|street| *street == whole) {
                street = part(parts.street);
                house_number = house_number.or_else(|| part(parts.house_number));
            }
            postcode = postcode.or_else(|| part(parts.postcode));
            place = place.or_else(|| part(parts.place));
            self.note_taken_apart(&whole);
        }
        if let Some(text) = place.clone().filter(|text| postcode.is_none() && postcode_at(text).is_some()) {
            let parts = parts(&text);
            let name = if parts.place.is_empty() { parts.street } else { parts.place };
            (postcode, place) = (Some(parts.postcode.to_owned()), Some(name.to_owned()));
            self.note_taken_apart(&text);
        }
        if let Some((text, fault)) =
            postcode.as_ref().and_then(|text| Some((text, values::postcode_fault(text)?)))
        {
            let text = format!("postcode \"{text}\" {fault}");
            self.note(NoteKind::Suspicious, text);
        }
        Ok(Address {
            street: street.map(Text::from),
            house_number: house_number.map(Text::from),
            postcode: postcode.map(Text::from),
            place: place.unwrap_or_default().into(),
            locality: self.text(Field::Locality)?.map(Text::from),
        })
    }

    /// Texts that hold a whole address: the cells named for it, or a street with postcode and place behind it where
    /// those have no cell of their own.
    fn address_texts(
        &mut self,
        street: Option<&String>,
        postcode: Option<&String>,
        place: Option<&String>,
    ) -> Result<Vec<String>, Rejection> {
        let (columns, row) = (self.reader.columns, self.row);
        let mut texts = Vec::new();
        for (column, raw) in columns.address_cells(row) {
            texts.extend(self.cleaned(column, raw)?);
        }
        let whole =
            street.filter(|text| postcode.is_none() && place.is_none() && postcode_at(text).is_some());
        texts.extend(whole.cloned());
        Ok(texts)
    }

    fn note_taken_apart(&mut self, text: &str) {
        let sentence = (
            format!("\"{text}\" taken apart as an address"),
            format!("„{text}“ wurde als Anschrift zerlegt."),
        );
        self.note(NoteKind::TakenApart, sentence);
    }
}

/// The part of an address that tells houses apart: street with number, and postcode or else place.
pub(super) fn address_key(address: &Address) -> String {
    let part = |text: &Option<Text>| fold(text.as_deref().unwrap_or_default());
    let area = address.postcode.as_deref().unwrap_or(&address.place);
    format!("{}{} {}", part(&address.street), part(&address.house_number), fold(area))
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
