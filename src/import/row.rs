//! One row of a list to one parsed offer: a facility with a single offer, not yet merged with its
//! neighbours, and the notes on what was done to it.

use std::sync::Arc;

use chrono::NaiveDate;
use sha2::{Digest, Sha256};

use super::address_text::address_key;
use super::cells::{Cells, RowReader};
use super::left_out::{LeftOut, LeftOutWord};
use super::notes::{Expected, Note, NoteKind, Rejection};
use super::offer_kind::{Kinds, OfferKind};
use super::read::Row;
use super::text::fold;
use super::vocabulary;
use crate::register::fields::Access;
use crate::register::{Address, CategorySlug, CategoryTree, Facility, Field, Position, SourceRef, Text};

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
    /// All that is wrong with it, at least one.
    pub reasons: Vec<Rejection>,
    pub notes: Vec<Note>,
}

/// A row that the layout leaves out on purpose.
#[derive(Debug, Clone)]
pub(super) struct IgnoredRow {
    pub line: usize,
    pub sheet: usize,
    /// The word for which it is left out.
    pub word: String,
}

/// What a row gives, and what of it is left out for a word.
pub(super) struct ReadRow {
    pub content: RowContent,
    pub left_out: Option<LeftOut>,
}

/// What was read of a row.
pub(super) enum RowContent {
    Offers(Vec<Result<ParsedOffer, Box<RejectedRow>>>),
    Ignored(IgnoredRow),
    /// It sums up other rows and is none of the list.
    Sum,
}

impl RowReader<'_> {
    pub fn read(&self, row: &Row, header_length: usize) -> ReadRow {
        if self.columns.is_sum_row(row) {
            return ReadRow { content: RowContent::Sum, left_out: None };
        }
        let mut cells = Cells::new(self, row);
        let content = self.content(&mut cells, header_length);
        let word = cells.left_out.take();
        ReadRow { content, left_out: word.map(|word| self.left_out(row, word)) }
    }

    /// What can be read of a row that is left out for a word; what cannot is no fault, for nothing is imported of it.
    fn left_out(&self, row: &Row, word: LeftOutWord) -> LeftOut {
        let mut cells = Cells::new(self, row);
        LeftOut {
            line: row.line,
            sheet: row.sheet,
            word,
            id: cells.given_id().ok().flatten(),
            facility_id: cells.text(Field::FacilityId).ok().flatten(),
            name: cells.text(Field::Name).ok().flatten(),
            address: cells.address().ok(),
        }
    }

    fn content(&self, cells: &mut Cells<'_>, header_length: usize) -> RowContent {
        let row = cells.row;
        let kinds = cells.check_length(header_length).and_then(|()| cells.kinds());
        let kinds = match kinds {
            Ok(Kinds::Ignored(word)) => {
                return RowContent::Ignored(IgnoredRow { line: row.line, sheet: row.sheet, word });
            }
            Ok(Kinds::Offers(kinds)) => kinds,
            Err(reason) => {
                let is_whole = !matches!(reason, Rejection::Ragged { .. });
                let mut reasons = vec![reason];
                if is_whole {
                    cells.needed_parts(&mut reasons);
                }
                let id = cells.given_id().ok().flatten();
                let notes = cells.finished_notes();
                let (line, sheet) = (row.line, row.sheet);
                let row = RejectedRow { line, sheet, id, category: None, reasons, notes };
                return RowContent::Offers(vec![Err(Box::new(row))]);
            }
        };
        let of_row = std::mem::take(&mut cells.notes);
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
        RowContent::Offers(offers)
    }

    fn offer(&self, row: &Row, kind: OfferKind, notes: Vec<Note>) -> Result<ParsedOffer, Box<RejectedRow>> {
        let mut cells = Cells::new(self, row);
        (cells.notes, cells.kind) = (notes, Some(kind));
        let parsed = cells.parsed_offer();
        let notes = cells.finished_notes();
        let category = cells.kind.map(|kind| kind.category);
        match parsed {
            Ok(parsed) => Ok(ParsedOffer { notes, ..parsed }),
            Err(reasons) => {
                let (line, sheet, id) = (row.line, row.sheet, cells.id);
                Err(Box::new(RejectedRow { line, sheet, id, category, reasons, notes }))
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

/// What every row needs, as far as it could be read.
struct NeededParts {
    name: String,
    address: Address,
    position: Position,
    facility_id: Option<String>,
}

/// A value, or its fault put aside, so that a row says all its faults at once.
fn taken<T>(read: Result<T, Rejection>, faults: &mut Vec<Rejection>) -> Option<T> {
    let put_aside = |fault| {
        if !faults.contains(&fault) {
            faults.push(fault);
        }
    };
    read.map_err(put_aside).ok()
}

impl Cells<'_> {
    fn parsed_offer(&mut self) -> Result<ParsedOffer, Vec<Rejection>> {
        let mut faults = Vec::new();
        self.id = taken(self.given_id(), &mut faults).flatten();
        let has_made_id = self.id.is_none();
        let category = self.kind.as_ref().map(|kind| kind.category.clone());
        let category =
            category.ok_or_else(|| Rejection::Empty { column: Field::Category.info().name.to_owned() });
        let category = taken(category, &mut faults);
        let parts = self.needed_parts(&mut faults);
        let (Some(category), Some(parts), true) = (category, parts, faults.is_empty()) else {
            return Err(faults);
        };
        let Some(id) = self.id.clone() else { return Err(faults) };
        let one = |fault| vec![fault];
        let rank = rank(self.reader.ctx.categories, &category);
        let reference_day = self.reference_day().map_err(one)?;
        let facility_id = parts.facility_id.clone();
        let offer_id = self.offer_id(&id, has_made_id);
        let facility = self.facility(parts, id, category, reference_day, offer_id).map_err(one)?;
        let (line, sheet, notes) = (self.row.line, self.row.sheet, Vec::new());
        Ok(ParsedOffer { line, sheet, facility, facility_id, has_made_id, rank, reference_day, notes })
    }

    /// Name, address, position and the id of the facility. What is wrong with each is put to `faults`; `None` if a part
    /// cannot be read.
    fn needed_parts(&mut self, faults: &mut Vec<Rejection>) -> Option<NeededParts> {
        let name = taken(self.name(), faults);
        let written = taken(self.address(), faults);
        let mut address = written.clone();
        let position = address.as_mut().and_then(|address| taken(self.position(address), faults));
        let expected = Expected {
            en: "id of lower-case letters, digits and hyphens",
            de: "eine Kennung aus Kleinbuchstaben, Ziffern und Bindestrichen",
        };
        let facility_id = taken(self.needed_value(Field::FacilityId, facility_id, expected), faults);
        if let (None, Some(name), Some(written)) = (&self.id, &name, &written)
            && let Some(kind) = &self.kind
        {
            // A row that is rejected for its position is still known by its contents.
            let category = kind.category.clone();
            self.id = taken(self.made_id(name, written, &category), faults);
        }
        Some(NeededParts { name: name?, address: address?, position: position?, facility_id: facility_id? })
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
        parts: NeededParts,
        source: SourceRef,
        category: CategorySlug,
        reference_day: Option<NaiveDate>,
        offer_id: String,
    ) -> Result<Facility, Rejection> {
        let NeededParts { name, address, position, .. } = parts;
        let (features, words) = self.features()?;
        let mut facility = Facility {
            provider: self.provider()?.map(Arc::new),
            address,
            contact: self.contact()?,
            opening_hours: self.opening_hours()?,
            features,
            offers: vec![self.offer(category, words, &offer_id, reference_day)?],
            ..Facility::new("", name, position, source)
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
        if let Some(text) = text.as_ref().filter(|text| speaks_of_closing(text)) {
            let en =
                format!("\"{text}\" sounds like a facility that is closed or only planned; kept as open");
            let de = format!(
                "„{text}“ klingt geschlossen oder erst geplant; die Einrichtung gilt hier als offen."
            );
            self.note(NoteKind::Suspicious, (en, de));
        }
        text.ok_or_else(|| Rejection::Empty { column: self.reader.columns.layout.column(Field::Name) })
    }

    /// The list a row is from: its own word for it, or the layout's.
    fn source(&mut self) -> Result<Text, Rejection> {
        let is_slug = |text: &str| text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
        let slug = |text: &str| is_slug(text).then(|| Text::from(text));
        let expected = Expected {
            en: "source; expected lower-case letters and digits",
            de: "ein Kurzname aus Kleinbuchstaben und Ziffern",
        };
        let source = self.needed_value(Field::Source, slug, expected)?;
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
            let de = format!("Ohne Kennung; aus Name, Anschrift und Art wurde {id} gebildet.");
            let en = format!("without id; {id} made from name, address and category");
            self.note(NoteKind::MadeId, (en, de));
        }
        Ok(SourceRef { source: self.source()?, id: id.into() })
    }
}

/// Whether a name says that there is no such facility any more, or not yet.
fn speaks_of_closing(name: &str) -> bool {
    name.split(['(', ')', '-', '–', ',', ';', ':', '[', '*']).any(vocabulary::says_closed)
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
