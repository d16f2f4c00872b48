//! The offer of a row: its places, its free places, and the days on which they were counted.

use chrono::NaiveDate;

use super::cells::Cells;
use super::notes::{Expected, NoteKind, Rejection};
use super::offer_kind::PlacesFrom;
use super::row::{check_validity, plain_fields};
use super::values::{self, DayOf};
use super::vocabulary;
use crate::register::fields::Access;
use crate::register::{CategorySlug, Field, Offer, Text};

impl Cells<'_> {
    /// `words` are those of the features that are to stay as text.
    pub(super) fn offer(
        &mut self,
        category: CategorySlug,
        words: Vec<String>,
        source_id: &str,
        reference_day: Option<NaiveDate>,
    ) -> Result<Offer, Rejection> {
        let (places, mut free) = if self.counts_places(&category) {
            (self.places(&category)?, self.free_places()?)
        } else {
            self.pass_over_numbers(&category)?;
            (None, None)
        };
        if let (Some(places), Some((number, _))) = (places, free)
            && number > places
        {
            free = None;
            let en = format!("{number} free places are more than the {places} places there are; left empty");
            let de = format!(
                "{number} freie Plätze sind mehr als die {places} vorhandenen; die Zahl bleibt leer."
            );
            self.note(NoteKind::LeftOut, (en, de));
        }
        let costs = self.costs(&category)?;
        let note: Vec<String> = self.text(Field::Note)?.into_iter().chain(words).collect();
        let mut offer = Offer {
            places,
            places_on: reference_day.filter(|_| places.is_some()),
            free_places: free.map(|(number, _)| number),
            counted_on: free.map(|(_, day)| day),
            costs,
            note: (!note.is_empty()).then(|| note.join("; ").into()),
            ..Offer::new(category, source_id)
        };
        for field in plain_fields() {
            match field.info().access {
                Access::OfferText(_, slot) => *slot(&mut offer) = self.text(field)?.map(Text::from),
                Access::OfferDate(_, slot) => *slot(&mut offer) = self.date(field)?,
                Access::OfferYesNo(_, slot) => *slot(&mut offer) = self.yes_no(field)?,
                _ => {}
            }
        }
        check_validity(offer.valid_from, offer.valid_to)?;
        Ok(offer)
    }

    pub(super) fn counts_places(&self, category: &CategorySlug) -> bool {
        self.reader.ctx.categories.get(category.as_str()).is_some_and(|category| category.counts_places())
    }

    fn is_placeholder(&self, category: &CategorySlug, number: Option<u32>) -> bool {
        let placeholders = self.reader.columns.layout.placeholders.get(category);
        placeholders.zip(number).is_some_and(|(placeholders, number)| placeholders.contains(&number))
    }

    fn note_placeholder(&mut self, category: &CategorySlug, text: &str) {
        let en = format!("{text} stands for \"not known\" at {category} in this list; no number kept");
        let de = format!("{text} heißt in dieser Liste bei {category}: nicht bekannt.");
        self.note(NoteKind::Placeholder, (en, de));
    }

    /// Where nothing is counted, a number is no capacity whatever it says.
    fn pass_over_numbers(&mut self, category: &CategorySlug) -> Result<(), Rejection> {
        for field in [Field::Places, Field::FreePlaces] {
            let Some((column, text)) = self.named_text(field)? else { continue };
            if self.is_placeholder(category, values::places(&text)) {
                self.note_placeholder(category, &text);
            } else {
                let en = format!("{column} \"{text}\" is not a capacity: {category} counts nothing");
                let de = format!("{column} „{text}“ ist keine Platzzahl: {category} zählt keine Plätze.");
                self.note(NoteKind::NotACapacity, (en, de));
            }
        }
        Ok(())
    }

    fn places(&mut self, category: &CategorySlug) -> Result<Option<u32>, Rejection> {
        match self.kind.as_ref().map(|kind| kind.places) {
            Some(PlacesFrom::Text(number)) => return Ok(Some(number)),
            Some(PlacesFrom::Nowhere) => return Ok(None),
            Some(PlacesFrom::Shared) => {
                self.note_shared_number()?;
                return Ok(None);
            }
            Some(PlacesFrom::Column) | None => {}
        }
        if self.reader.columns.is_merged(self.row, Field::Places) {
            let en = "the number of places stands in a cell merged over several rows; left empty, for it may be their sum";
            let de = "Die Platzzahl steht in einer über mehrere Zeilen verbundenen Zelle; sie bleibt leer, weil sie deren Summe sein kann.";
            self.note(NoteKind::LeftOut, (en, de));
            return Ok(None);
        }
        if self.names_other_kind(category)? {
            return Ok(None);
        }
        let places = self.found_value(Field::Places, values::places_in, values::PLACES_EXPECTED)?;
        match places {
            Some(number) if self.is_placeholder(category, places) => {
                self.note_placeholder(category, &number.to_string());
                Ok(None)
            }
            places => Ok(places),
        }
    }

    /// "12 TP" in the row of a nursing home is not its number of places.
    fn names_other_kind(&mut self, category: &CategorySlug) -> Result<bool, Rejection> {
        let Some((column, text)) = self.named_text(Field::Places)? else { return Ok(false) };
        let tree = self.reader.ctx.categories;
        let place_kind = |slug: &str| tree.get(slug).and_then(|category| category.place_kind);
        let Some(named) = vocabulary::category_of_number(&text) else { return Ok(false) };
        let is_same = named == category.as_str() || place_kind(named) == place_kind(category.as_str());
        if !is_same {
            let en = format!("{column} \"{text}\" names places of {named} and not of {category}; left empty");
            let de = format!("{column} „{text}“ nennt Plätze einer anderen Art von Angebot und bleibt leer.");
            self.note(NoteKind::LeftOut, (en, de));
        }
        Ok(!is_same)
    }

    fn note_shared_number(&mut self) -> Result<(), Rejection> {
        for field in [Field::Places, Field::FreePlaces] {
            let Some((column, text)) = self.named_text(field)? else { continue };
            let en =
                format!("{column} \"{text}\" stands for several offers together; no number kept for each");
            let de = format!(
                "{column} „{text}“ gilt für mehrere Angebote zusammen; je Angebot bleibt die Zahl offen."
            );
            self.note(NoteKind::SharedNumber, (en, de));
        }
        Ok(())
    }

    /// The day to which the row's number of places refers.
    pub(super) fn reference_day(&mut self) -> Result<Option<NaiveDate>, Rejection> {
        let day = self.found_value(Field::PlacesOn, values::day_or_year_in, values::DATE_OR_YEAR_EXPECTED)?;
        if let Some(day) = day.filter(|day| *day > self.reader.ctx.today) {
            let en = format!("the reference date {day} of the places is still to come");
            let de = format!("Der Stand der Plätze, {}, liegt in der Zukunft.", day.format("%d.%m.%Y"));
            self.note(NoteKind::Suspicious, (en, de));
        }
        Ok(day)
    }

    /// Free places and the day they were counted; a day to come counts nothing yet.
    fn free_places(&mut self) -> Result<Option<(u32, NaiveDate)>, Rejection> {
        if self.kind.as_ref().is_some_and(|kind| matches!(kind.places, PlacesFrom::Shared)) {
            return Ok(None);
        }
        let free = self.found_value(Field::FreePlaces, values::places_in, values::PLACES_EXPECTED)?;
        let today = self.reader.ctx.today;
        // Of a month the first day: a count must not look newer than it is.
        let past = |text: &str| values::day_in(text, DayOf::First).filter(|day| day.value <= today);
        let Some(free) = free else {
            if let Some(text) = self.text(Field::CountedOn)? {
                let de = format!("Gezählt am {text}, aber ohne Zahl der freien Plätze.");
                self.note(
                    NoteKind::LeftOut,
                    (format!("counted on {text}, but no number of free places"), de),
                );
            }
            return Ok(None);
        };
        let expected = Expected {
            en: "date of the past; expected 2025-12-31 or 31.12.2025",
            de: "ein vergangenes Datum wie 2025-12-31 oder 31.12.2025",
        };
        match self.found_value(Field::CountedOn, past, expected)? {
            Some(day) => Ok(Some((free, day))),
            None => {
                let column = self.reader.columns.layout.column(Field::CountedOn);
                let en = format!(
                    "{free} free places say nothing without the day on which they were counted; left empty; hint: fill in {column}"
                );
                let de = format!(
                    "{free} freie Plätze sagen ohne den Tag der Zählung nichts aus und bleiben leer; bitte {column} ausfüllen."
                );
                self.note(NoteKind::LeftOut, (en, de));
                Ok(None)
            }
        }
    }
}
