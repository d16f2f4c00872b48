//! The address of a row: from columns of its own, or from one cell that holds several parts of it.

use super::address_text::{parts, postcode_at};
use super::cells::Cells;
use super::notes::{NoteKind, Rejection};
use super::values;
use crate::register::{Address, Field, Text};

/// The place of "23966 Wismar" beside a column that has the postcode already.
fn place_after<'t>(postcode: &str, place: &'t str) -> Option<&'t str> {
    let rest = place.strip_prefix(postcode)?.trim_start_matches([' ', ',']);
    (postcode_at(postcode) == Some((0, postcode.len())) && rest.starts_with(char::is_alphabetic))
        .then_some(rest)
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
        let holds_place = |text: &String| {
            place.is_none() && postcode_at(text).is_some() && text.contains(|c: char| c.is_alphabetic())
        };
        if let Some(text) = postcode.clone().filter(holds_place) {
            // "23966 Wismar" in the column of the postcode.
            (postcode, place) = (None, Some(text));
        }
        if let Some(text) = place.clone().filter(|text| postcode.is_none() && postcode_at(text).is_some()) {
            let parts = parts(&text);
            let name = if parts.place.is_empty() { parts.street } else { parts.place };
            (postcode, place) = (Some(parts.postcode.to_owned()), Some(name.to_owned()));
            self.note_taken_apart(&text);
        }
        let again = || place_after(postcode.as_ref()?, place.as_ref()?).map(str::to_owned);
        if let Some(name) = again() {
            let text = place.replace(name).unwrap_or_default();
            self.note_taken_apart(&text);
        }
        if let Some((text, fault)) =
            postcode.as_ref().and_then(|text| Some((text, values::postcode_fault(text)?)))
        {
            let de = format!("Die Postleitzahl „{text}“ hat nicht fünf Ziffern oder keine, die es gibt.");
            let en = format!("postcode \"{text}\" {fault}");
            self.note(NoteKind::Suspicious, (en, de));
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
