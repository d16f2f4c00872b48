//! One row of a list to one parsed offer: a facility with a single offer, not yet merged with its
//! neighbours, and the notes on what was done to it.

use std::fmt;
use std::sync::Arc;

use chrono::NaiveDate;
use sha2::{Digest, Sha256};

use super::Context;
use super::address_text::address_key;
use super::columns::Columns;
use super::extent::Extent;
use super::layout::FeatureWord;
use super::notes::{Note, NoteKind, Rejection, Sentence};
use super::offer_kind::{Kinds, OfferKind};
use super::read::Row;
use super::text::{clean, fold, html_entities, is_formula, is_garbled, word_key};
use super::values::{self, DayOf, Found, Phone, Website};
use crate::register::fields::Access;
use crate::register::{
    Address, CategorySlug, CategoryTree, Contact, Facility, Feature, Field, Position, Provider, ProviderKind,
    SourceRef, Text,
};

/// A good row.
#[derive(Debug, Clone)]
pub(super) struct ParsedOffer {
    pub line: usize,
    /// Where its sheet stands among those that were read.
    pub sheet: usize,
    /// With one offer, and without an id.
    pub facility: Facility,
    /// The id of the facility that the row itself names.
    pub facility_id: Option<String>,
    pub has_made_id: bool,
    /// Rows of a lower rank lead a facility.
    pub rank: usize,
    /// The reference date of the row, also where it gives no number of places.
    pub reference_day: Option<NaiveDate>,
    pub notes: Vec<Note>,
}

impl ParsedOffer {
    /// The id of its row.
    pub fn row(&self) -> &SourceRef {
        &self.facility.source
    }

    /// The id of the offer: that of its row, unless the row has several.
    pub fn id(&self) -> SourceRef {
        let offer = self.facility.offers.first().map(|offer| offer.source_id.clone());
        SourceRef { source: self.row().source.clone(), id: offer.unwrap_or_else(|| self.row().id.clone()) }
    }
}

/// A row that is not imported, with what is known of it.
#[derive(Debug, Clone)]
pub(super) struct RejectedRow {
    pub line: usize,
    pub sheet: usize,
    pub id: Option<SourceRef>,
    pub category: Option<CategorySlug>,
    pub reason: Rejection,
    pub notes: Vec<Note>,
}

/// Reads the rows of one table.
pub(super) struct RowReader<'a> {
    pub columns: &'a Columns<'a>,
    pub ctx: &'a Context<'a>,
    pub extent: Extent,
}

/// A row that the layout leaves out on purpose.
#[derive(Debug, Clone)]
pub(super) struct IgnoredRow {
    pub line: usize,
    pub sheet: usize,
    /// The word for which it is left out.
    pub word: String,
}

/// What a row gives.
pub(super) enum ReadRow {
    Offers(Vec<Result<ParsedOffer, Box<RejectedRow>>>),
    Ignored(IgnoredRow),
}

impl RowReader<'_> {
    pub fn read(&self, row: &Row, header_length: usize) -> ReadRow {
        let mut cells = Cells::new(self, row);
        let kinds = cells.check_length(header_length).and_then(|()| cells.kinds());
        let kinds = match kinds {
            Ok(Kinds::Ignored(word)) => {
                return ReadRow::Ignored(IgnoredRow { line: row.line, sheet: row.sheet, word });
            }
            Ok(Kinds::Offers(kinds)) => kinds,
            Err(reason) => {
                let id = cells.given_id().ok().flatten();
                let notes = cells.finished_notes();
                let (line, sheet) = (row.line, row.sheet);
                let row = RejectedRow { line, sheet, id, category: None, reason, notes };
                return ReadRow::Offers(vec![Err(Box::new(row))]);
            }
        };
        let of_row = cells.notes;
        let mut offers: Vec<Result<ParsedOffer, Box<RejectedRow>>> = Vec::new();
        for kind in kinds {
            let mut read = self.offer(row, kind, if offers.is_empty() { of_row.clone() } else { Vec::new() });
            if let Some(first) = offers.first() {
                // What holds for the row as a whole is said once.
                let said = first.as_ref().map_or_else(|row| &row.notes, |parsed| &parsed.notes);
                let notes = read.as_mut().map_or_else(|row| &mut row.notes, |parsed| &mut parsed.notes);
                notes.retain(|note| !said.contains(note));
            }
            offers.push(read);
        }
        ReadRow::Offers(offers)
    }

    fn offer(&self, row: &Row, kind: OfferKind, notes: Vec<Note>) -> Result<ParsedOffer, Box<RejectedRow>> {
        let mut cells = Cells { notes, kind: Some(kind), ..Cells::new(self, row) };
        let parsed = cells.parsed_offer();
        let notes = cells.finished_notes();
        let category = cells.kind.map(|kind| kind.category);
        match parsed {
            Ok(parsed) => Ok(ParsedOffer { notes, ..parsed }),
            Err(reason) => {
                let (line, sheet, id) = (row.line, row.sheet, cells.id);
                Err(Box::new(RejectedRow { line, sheet, id, category, reason, notes }))
            }
        }
    }
}

/// Residential care leads whatever is offered beside it, then the order of the category tree.
pub(super) fn rank(categories: &CategoryTree, category: &CategorySlug) -> usize {
    if categories.get(category.as_str()).is_some_and(|category| category.leads) {
        return 0;
    }
    1 + categories.position(category).unwrap_or(usize::MAX - 1)
}

/// The cells of a row, and what was found out about it so far.
pub(super) struct Cells<'a> {
    pub(super) reader: &'a RowReader<'a>,
    pub(super) row: &'a Row,
    notes: Vec<Note>,
    with_blanks: Vec<&'a str>,
    with_unseen: Vec<&'a str>,
    id: Option<SourceRef>,
    /// The offer of the row that is read.
    pub(super) kind: Option<OfferKind>,
}

impl<'a> Cells<'a> {
    fn new(reader: &'a RowReader<'a>, row: &'a Row) -> Self {
        let (notes, with_blanks, with_unseen) = (Vec::new(), Vec::new(), Vec::new());
        Self { reader, row, notes, with_blanks, with_unseen, id: None, kind: None }
    }

    pub(super) fn note(&mut self, kind: NoteKind, sentence: impl Into<Sentence>) {
        let note = Note::new(kind, sentence);
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    /// The notes, those on blanks and unseen characters in one sentence each.
    fn finished_notes(&mut self) -> Vec<Note> {
        let sums = [
            (NoteKind::Blanks, "blanks put in order in", std::mem::take(&mut self.with_blanks)),
            (
                NoteKind::InvisibleCharacters,
                "invisible characters removed from",
                std::mem::take(&mut self.with_unseen),
            ),
        ];
        for (kind, what, columns) in sums {
            if !columns.is_empty() {
                self.note(kind, format!("{what} {}", columns.join(", ")));
            }
        }
        self.note_strange_texts();
        std::mem::take(&mut self.notes)
    }

    /// Texts that would go live as they are: read in a wrong encoding, or a formula where a person opens an export.
    fn note_strange_texts(&mut self) {
        let header = self.reader.columns.header();
        let named = |test: fn(&str) -> bool| -> Vec<&str> {
            let cells = header.iter().zip(&self.row.cells).filter(|(_, cell)| test(cell));
            cells.map(|(name, _)| name.as_str()).collect()
        };
        let (garbled, formulas) = (named(is_garbled), named(is_formula));
        if !garbled.is_empty() {
            let columns = garbled.join(", ");
            let en = format!(
                "{columns} looks garbled, as if read in a wrong encoding; hint: try --encoding, or save the file as UTF-8"
            );
            let de = format!(
                "{columns}: Die Zeichen sehen falsch aus, wohl wegen der Kodierung; mit --encoding lesen."
            );
            self.note(NoteKind::Garbled, (en, de));
        }
        if !formulas.is_empty() {
            let columns = formulas.join(", ");
            let en = format!("{columns} begins like a formula of a spreadsheet; kept as a text");
            let de = format!("{columns} beginnt wie eine Formel und bleibt als Text stehen.");
            self.note(NoteKind::Formula, (en, de));
        }
    }

    /// Cells behind the header are no fault as long as nothing stands in them.
    fn check_length(&self, expected: usize) -> Result<(), Rejection> {
        let mut surplus = self.row.cells.iter().skip(expected);
        if self.row.cells.len() < expected || surplus.any(|cell| !cell.trim().is_empty()) {
            return Err(Rejection::Ragged { found: self.row.cells.len(), expected });
        }
        Ok(())
    }

    /// The cleaned text of a cell; `None` if it is empty.
    pub(super) fn cleaned(&mut self, column: &'a str, raw: &str) -> Result<Option<String>, Rejection> {
        let cleaned = clean(raw);
        if cleaned.blanks && !self.with_blanks.contains(&column) {
            self.with_blanks.push(column);
        }
        if cleaned.controls && !self.with_unseen.contains(&column) {
            self.with_unseen.push(column);
        }
        let text = self.readable(column, cleaned.text);
        Ok((!text.is_empty()).then_some(text))
    }

    /// A text without what is no text: an error of a formula, a word for "not known", HTML entities.
    fn readable(&mut self, column: &str, text: String) -> String {
        if values::is_cell_error(&text) {
            let de = format!("{column} enthält den Fehler {text} einer Formel und bleibt leer.");
            self.note(
                NoteKind::LeftOut,
                (format!("{column} holds the spreadsheet error {text}; left empty"), de),
            );
            return String::new();
        }
        if values::is_no_value(&text) {
            let de = format!("{column} „{text}“ heißt: nicht bekannt.");
            self.note(NoteKind::NoValue, (format!("{column} \"{text}\" read as not known"), de));
            return String::new();
        }
        let Some(decoded) = html_entities(&text) else { return text };
        let de = format!("{column} „{text}“ enthält HTML-Zeichen, gelesen als „{decoded}“.");
        let en = format!("{column} \"{text}\" holds HTML entities; read as \"{decoded}\"");
        self.note(NoteKind::HtmlEntities, (en, de));
        clean(&decoded).text
    }

    /// The text of a field and its column: of several columns the first that is filled, or all of them joined, as the
    /// layout says; without any the constant of the layout.
    pub(super) fn named_text(&mut self, field: Field) -> Result<Option<(&'a str, String)>, Rejection> {
        let (columns, row) = (self.reader.columns, self.row);
        let offer = self.kind.as_ref().and_then(|kind| kind.offer);
        let Some(bound) = columns.bound(field, offer) else { return Ok(self.constant(field)) };
        let mut filled: Vec<(usize, &str, String)> = Vec::new();
        for (index, cell) in bound.cells.iter().enumerate() {
            let (column, raw) = columns.cell(row, *cell);
            filled.extend(self.cleaned(column, raw)?.map(|text| (index, column, text)));
        }
        let Some((index, column, first)) = filled.first().cloned() else { return Ok(self.constant(field)) };
        if let Some(with) = &bound.join {
            let texts: Vec<&str> = filled.iter().map(|(_, _, text)| text.as_str()).collect();
            return Ok(Some((column, texts.join(with))));
        }
        if index > 0 {
            let de = format!("„{first}“ stammt aus der Spalte {column}.");
            self.note(NoteKind::OtherColumn, (format!("\"{first}\" taken from the column {column}"), de));
        }
        let mut text = first;
        for (_, further, other) in filled.iter().skip(1) {
            self.add_further_cell(field, &mut text, further, other);
        }
        Ok(Some((column, text)))
    }

    /// A further filled cell of a field that is not joined by the layout: every telephone number counts, and the letter
    /// behind a house number; anything else is said and left out.
    fn add_further_cell(&mut self, field: Field, text: &mut String, column: &str, other: &str) {
        let is_said = fold(text).contains(&fold(other));
        if is_said {
            return;
        }
        let is_addition =
            other.chars().filter(|c| c.is_alphabetic()).count() <= 2 && other.chars().count() <= 4;
        let glue = match field {
            Field::Phone => ", ",
            Field::HouseNumber if is_addition && text.ends_with(|c: char| c.is_ascii_digit()) => "",
            _ => {
                let en = format!("\"{other}\" in the column {column} not used, \"{text}\" stands before it");
                let de = format!("„{other}“ aus der Spalte {column} bleibt weg, denn „{text}“ steht davor.");
                return self.note(NoteKind::NotUsed, (en, de));
            }
        };
        let en = format!("\"{other}\" of the column {column} joined to \"{text}\"");
        let de = format!("„{other}“ aus der Spalte {column} wurde an „{text}“ angefügt.");
        self.note(NoteKind::JoinedColumns, (en, de));
        text.push_str(glue);
        text.push_str(other);
    }

    fn constant(&self, field: Field) -> Option<(&'a str, String)> {
        let constant = self.reader.columns.layout.constants.get(&field)?;
        Some((field.info().name, constant.clone()))
    }

    pub(super) fn date(&mut self, field: Field) -> Result<Option<NaiveDate>, Rejection> {
        let of =
            if matches!(field, Field::ValidTo | Field::FacilityValidTo) { DayOf::Last } else { DayOf::First };
        self.found_value(field, |text| values::day_in(text, of), values::DATE_EXPECTED)
    }

    pub(super) fn yes_no(&mut self, field: Field) -> Result<Option<bool>, Rejection> {
        self.value(field, values::yes_no, values::YES_NO_EXPECTED)
    }

    pub(super) fn text(&mut self, field: Field) -> Result<Option<String>, Rejection> {
        Ok(self.named_text(field)?.map(|(_, text)| text))
    }

    /// A field that is parsed. What cannot be is left out with a note, for the rest of the row is as good as before.
    pub(super) fn value<T>(
        &mut self,
        field: Field,
        parse: impl Fn(&str) -> Option<T>,
        expected: &'static str,
    ) -> Result<Option<T>, Rejection> {
        let Some((column, text)) = self.named_text(field)? else { return Ok(None) };
        let value = parse(&text);
        if value.is_none() {
            self.note_unreadable(column, &text, expected);
        }
        Ok(value)
    }

    /// Like [`Self::value`] for a value that may stand in a longer text, which is noted.
    pub(super) fn found_value<T: fmt::Display>(
        &mut self,
        field: Field,
        parse: impl Fn(&str) -> Option<Found<T>>,
        expected: &'static str,
    ) -> Result<Option<T>, Rejection> {
        let Some((column, text)) = self.named_text(field)? else { return Ok(None) };
        let Some(Found { value, is_exact }) = parse(&text) else {
            self.note_unreadable(column, &text, expected);
            return Ok(None);
        };
        if !is_exact {
            let de = format!("{column} „{text}“ als {value} gelesen.");
            self.note(NoteKind::ReadFromText, (format!("{column} \"{text}\" read as {value}"), de));
        }
        Ok(Some(value))
    }

    fn note_unreadable(&mut self, column: &str, text: &str, expected: &str) {
        let de = format!("{column} „{text}“ ist nicht lesbar und bleibt leer.");
        self.note(NoteKind::LeftOut, (format!("{column} \"{text}\" is no {expected}; left empty"), de));
    }

    /// A field that identifies rows; a text that cannot be parsed is a reason to reject the row.
    pub(super) fn needed_value<T>(
        &mut self,
        field: Field,
        parse: impl Fn(&str) -> Option<T>,
        expected: &'static str,
    ) -> Result<Option<T>, Rejection> {
        let Some((column, text)) = self.named_text(field)? else { return Ok(None) };
        let value = parse(&text);
        value.map(Some).ok_or_else(|| Rejection::Value { column: column.to_owned(), text, expected })
    }

    fn parsed_offer(&mut self) -> Result<ParsedOffer, Rejection> {
        self.id = self.given_id()?;
        let category = self.kind.as_ref().map(|kind| kind.category.clone());
        let category =
            category.ok_or_else(|| Rejection::Empty { column: Field::Category.info().name.to_owned() })?;
        let name = self.name()?;
        let address = self.address()?;
        let has_made_id = self.id.is_none();
        let id = match self.id.clone() {
            Some(id) => id,
            None => self.made_id(&name, &address, &category)?,
        };
        self.id = Some(id.clone());
        let rank = rank(self.reader.ctx.categories, &category);
        let reference_day = self.reference_day()?;
        let offer_id = self.offer_id(&id, has_made_id);
        let facility = self.facility(name, address, id, category, reference_day, offer_id)?;
        let expected = "id of lower-case letters, digits and hyphens";
        let facility_id = self.needed_value(Field::FacilityId, facility_id, expected)?;
        let (line, sheet, notes) = (self.row.line, self.row.sheet, Vec::new());
        Ok(ParsedOffer { line, sheet, facility, facility_id, has_made_id, rank, reference_day, notes })
    }

    /// The id of the offer that is read: that of the row and, where the row has several, the category.
    fn offer_id(&self, row: &SourceRef, has_made_id: bool) -> String {
        match &self.kind {
            Some(kind) if kind.is_one_of_several && !has_made_id => format!("{}/{}", row.id, kind.category),
            _ => row.id.to_string(),
        }
    }

    fn facility(
        &mut self,
        name: String,
        mut address: Address,
        source: SourceRef,
        category: CategorySlug,
        reference_day: Option<NaiveDate>,
        offer_id: String,
    ) -> Result<Facility, Rejection> {
        let (point, position_source, municipality) = self.position(&mut address)?;
        let (features, words) = self.features()?;
        let mut facility = Facility {
            provider: self.provider()?.map(Arc::new),
            address,
            contact: self.contact()?,
            opening_hours: self.text(Field::OpeningHours)?.map(Text::from),
            features,
            offers: vec![self.offer(category, words, &offer_id, reference_day)?],
            ..Facility::new("", name, Position { point, source: position_source, municipality }, source)
        };
        for field in plain_fields() {
            match field.info().access {
                Access::FacilityText(_, slot) => *slot(&mut facility) = self.text(field)?.map(Text::from),
                Access::FacilityDate(_, slot) => *slot(&mut facility) = self.date(field)?,
                Access::FacilityYesNo(_, slot) => *slot(&mut facility) = self.yes_no(field)?,
                _ => {}
            }
        }
        check_validity(facility.valid_from, facility.valid_to)?;
        Ok(facility)
    }

    fn name(&mut self) -> Result<String, Rejection> {
        let text = self.text(Field::Name)?;
        text.ok_or_else(|| Rejection::Empty { column: self.reader.columns.layout.column(Field::Name) })
    }

    /// The list a row is from: its own word for it, or the layout's.
    fn source(&mut self) -> Result<Text, Rejection> {
        let is_slug = |text: &str| text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
        let slug = |text: &str| is_slug(text).then(|| Text::from(text));
        let source =
            self.needed_value(Field::Source, slug, "source; expected lower-case letters and digits")?;
        Ok(source.unwrap_or_else(|| self.reader.columns.layout.source.as_str().into()))
    }

    fn given_id(&mut self) -> Result<Option<SourceRef>, Rejection> {
        let source = self.source()?;
        Ok(self.text(Field::Id)?.map(|id| SourceRef { source, id: id.into() }))
    }

    /// An id for a row without one, the same whenever name, address and category are.
    fn made_id(
        &mut self,
        name: &str,
        address: &Address,
        category: &CategorySlug,
    ) -> Result<SourceRef, Rejection> {
        let mut hasher = Sha256::new();
        for part in [&fold(name), &address_key(address), category.as_str()] {
            hasher.update(part);
            hasher.update("\n");
        }
        let id: String = hasher.finalize().iter().take(6).map(|byte| format!("{byte:02x}")).collect();
        if self.reader.columns.maps(Field::Id) {
            self.note(NoteKind::MadeId, format!("without id; {id} made from name, address and category"));
        }
        Ok(SourceRef { source: self.source()?, id: id.into() })
    }

    fn provider(&mut self) -> Result<Option<Provider>, Rejection> {
        let name = self.text(Field::Provider)?;
        let word = self.text(Field::ProviderKind)?;
        let known = word.as_ref().map(|word| {
            let listed = self.reader.columns.layout.provider_kinds.get(&word_key(word)).cloned();
            listed
                .map(|known| (known.kind, known.association))
                .or_else(|| Some((ProviderKind::from_word(word)?, None)))
        });
        let (kind, of_kind) = match known {
            None => (ProviderKind::Unknown, None),
            Some(Some(known)) => known,
            Some(None) => {
                let word = word.as_deref().unwrap_or_default();
                self.note(
                    NoteKind::UnknownProviderKind,
                    format!("\"{word}\" is no kind of provider known here"),
                );
                (ProviderKind::Unknown, None)
            }
        };
        let association = self.text(Field::Association)?.or(of_kind);
        if name.is_none() && (word.is_some() || association.is_some()) {
            let what = word.or_else(|| association.clone()).unwrap_or_default();
            self.note(
                NoteKind::LeftOut,
                format!("\"{what}\" says something about a provider that has no name"),
            );
        }
        Ok(name.map(|name| Provider { name, kind, association }))
    }

    /// The telephone numbers as they stand, with the zero that a spreadsheet takes from a number.
    fn phone(&mut self) -> Result<Option<String>, Rejection> {
        let Some(text) = self.text(Field::Phone)? else { return Ok(None) };
        Ok(match values::phone(&text) {
            Phone::Kept => Some(text),
            Phone::Restored(phone) => {
                let de =
                    format!("Telefon „{text}“ hat in einer Tabelle sein erstes Zeichen verloren: {phone}.");
                let en =
                    format!("telephone \"{text}\" has lost its first sign to a spreadsheet; kept as {phone}");
                self.note(NoteKind::PhoneRestored, (en, de));
                Some(phone)
            }
            Phone::Short => {
                let de = format!("Telefon „{text}“ hat keine Vorwahl.");
                self.note(NoteKind::Suspicious, (format!("telephone \"{text}\" has no area code"), de));
                Some(text)
            }
            Phone::Lost => {
                let de = format!("Telefon „{text}“ hat in einer Tabelle Ziffern verloren und bleibt leer.");
                let en = format!("telephone \"{text}\" has lost digits to a spreadsheet; left empty");
                self.note(NoteKind::LeftOut, (en, de));
                None
            }
        })
    }

    fn contact(&mut self) -> Result<Contact, Rejection> {
        let phone = self.phone()?;
        let email = self.text(Field::Email)?;
        let email = match email {
            Some(text) if !values::is_email(&text) => {
                self.note(NoteKind::LeftOut, format!("\"{text}\" is no e-mail address"));
                None
            }
            email => email,
        };
        let website = match self.text(Field::Website)? {
            None => None,
            Some(text) => match values::website(&text) {
                Website::Complete(url) => Some(url),
                Website::Completed(url) => {
                    self.note(NoteKind::WebsiteScheme, format!("\"{text}\" kept as {url}"));
                    Some(url)
                }
                Website::Bad => {
                    self.note(NoteKind::LeftOut, format!("\"{text}\" is no address of a website"));
                    None
                }
            },
        };
        Ok(Contact {
            phone: phone.map(Text::from),
            email: email.map(Text::from),
            website: website.map(Text::from),
        })
    }

    /// The features, sorted, and the words that stay as text.
    fn features(&mut self) -> Result<(Vec<Feature>, Vec<String>), Rejection> {
        let text = self.text(Field::Features)?.unwrap_or_default();
        let layout = self.reader.columns.layout;
        let parts: Vec<String> = match &layout.feature_separator {
            Some(separator) => text.split(separator.as_str()).map(|part| part.trim().to_owned()).collect(),
            None => vec![text],
        };
        let (mut features, mut words) = (Vec::new(), Vec::new());
        for part in parts.into_iter().filter(|part| !part.is_empty()) {
            match layout.features.get(&word_key(&part)) {
                Some(FeatureWord::Ignore) => {}
                Some(FeatureWord::Feature { feature, keep_text }) => {
                    features.push(*feature);
                    words.extend(keep_text.then_some(part));
                }
                None => match Feature::from_word(&part) {
                    Some(feature) => features.push(feature),
                    None => {
                        self.note(NoteKind::WordsToNote, format!("\"{part}\" kept as a note"));
                        words.push(part);
                    }
                },
            }
        }
        features.sort_unstable();
        features.dedup();
        Ok((features, words))
    }
}

/// Fields that are taken as they stand.
pub(super) fn plain_fields() -> impl Iterator<Item = Field> {
    Field::ALL.iter().copied().filter(|field| !field.info().has_import_rule)
}

pub(super) fn check_validity(from: Option<NaiveDate>, to: Option<NaiveDate>) -> Result<(), Rejection> {
    match (from, to) {
        (Some(from), Some(to)) if to < from => Err(Rejection::ValidityEndsFirst { from, to }),
        _ => Ok(()),
    }
}

fn facility_id(text: &str) -> Option<String> {
    let allowed = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    text.bytes().all(allowed).then(|| text.to_owned())
}
