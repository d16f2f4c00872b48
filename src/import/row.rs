//! One row of a list to one parsed offer: a facility with a single offer, not yet merged with its
//! neighbours, and the notes on what was done to it.

use std::sync::Arc;

use chrono::NaiveDate;
use sha2::{Digest, Sha256};

use super::Context;
use super::columns::Columns;
use super::extent::Extent;
use super::layout::WORD_SEPARATOR;
use super::notes::{Note, NoteKind, Rejection};
use super::read::Row;
use super::text::{clean, did_you_mean, fold, word_key};
use super::values::{self, Website};
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
    pub fn id(&self) -> &SourceRef {
        &self.facility.source
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

impl RowReader<'_> {
    pub fn read(&self, row: &Row, header_length: usize) -> Result<ParsedOffer, Box<RejectedRow>> {
        let mut cells = Cells::new(self, row);
        let parsed = cells.check_length(header_length).and_then(|()| cells.parsed_offer());
        let notes = cells.finished_notes();
        let (id, category) = (cells.id, cells.category);
        match parsed {
            Ok(parsed) => Ok(ParsedOffer { notes, ..parsed }),
            Err(reason) => {
                Err(Box::new(RejectedRow { line: row.line, sheet: row.sheet, id, category, reason, notes }))
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
    category: Option<CategorySlug>,
}

impl<'a> Cells<'a> {
    fn new(reader: &'a RowReader<'a>, row: &'a Row) -> Self {
        let (notes, with_blanks, with_unseen) = (Vec::new(), Vec::new(), Vec::new());
        Self { reader, row, notes, with_blanks, with_unseen, id: None, category: None }
    }

    pub(super) fn note(&mut self, kind: NoteKind, text: impl Into<String>) {
        self.notes.push(Note { kind, text: text.into() });
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
        std::mem::take(&mut self.notes)
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
    fn cleaned(&mut self, column: &'a str, raw: &str) -> Result<Option<String>, Rejection> {
        let cleaned = clean(raw);
        if cleaned.blanks && !self.with_blanks.contains(&column) {
            self.with_blanks.push(column);
        }
        if cleaned.controls && !self.with_unseen.contains(&column) {
            self.with_unseen.push(column);
        }
        if values::is_cell_error(&cleaned.text) {
            return Err(Rejection::CellError { column: column.to_owned(), text: cleaned.text });
        }
        Ok((!cleaned.text.is_empty()).then_some(cleaned.text))
    }

    /// The text of a field and its column: of several columns the first that is not empty.
    pub(super) fn named_text(&mut self, field: Field) -> Result<Option<(&'a str, String)>, Rejection> {
        let (columns, row) = (self.reader.columns, self.row);
        for (index, (column, raw)) in columns.cells(row, field).enumerate() {
            let Some(text) = self.cleaned(column, raw)? else { continue };
            if index > 0 {
                self.note(NoteKind::OtherColumn, format!("\"{text}\" taken from the column {column}"));
            }
            return Ok(Some((column, text)));
        }
        Ok(None)
    }

    pub(super) fn date(&mut self, field: Field) -> Result<Option<NaiveDate>, Rejection> {
        self.value(field, values::date, values::DATE_EXPECTED)
    }

    pub(super) fn text(&mut self, field: Field) -> Result<Option<String>, Rejection> {
        Ok(self.named_text(field)?.map(|(_, text)| text))
    }

    /// A field that is parsed; a text that cannot be is a reason to reject the row.
    pub(super) fn value<T>(
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
        let category = self.category()?;
        self.category = Some(category.clone());
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
        let facility = self.facility(name, address, id, category, reference_day)?;
        let expected = "id of lower-case letters, digits and hyphens";
        let facility_id = self.value(Field::FacilityId, facility_id, expected)?;
        let (line, sheet, notes) = (self.row.line, self.row.sheet, Vec::new());
        Ok(ParsedOffer { line, sheet, facility, facility_id, has_made_id, rank, reference_day, notes })
    }

    fn facility(
        &mut self,
        name: String,
        mut address: Address,
        source: SourceRef,
        category: CategorySlug,
        reference_day: Option<NaiveDate>,
    ) -> Result<Facility, Rejection> {
        let (point, position_source, municipality) = self.position(&mut address)?;
        let (features, words) = self.features()?;
        let mut facility = Facility {
            provider: self.provider()?.map(Arc::new),
            address,
            contact: self.contact()?,
            opening_hours: self.text(Field::OpeningHours)?.map(Text::from),
            features,
            offers: vec![self.offer(category, words, &source.id, reference_day)?],
            ..Facility::new("", name, Position { point, source: position_source, municipality }, source)
        };
        for field in plain_fields() {
            match field.info().access {
                Access::FacilityText(_, slot) => *slot(&mut facility) = self.text(field)?.map(Text::from),
                Access::FacilityDate(_, slot) => *slot(&mut facility) = self.date(field)?,
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
        let source = self.value(Field::Source, slug, "source; expected lower-case letters and digits")?;
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

    fn category(&mut self) -> Result<CategorySlug, Rejection> {
        let (columns, row) = (self.reader.columns, self.row);
        let mut words = Vec::new();
        let mut names = Vec::new();
        for (column, raw) in columns.category_cells(row) {
            words.push(self.cleaned(column, raw)?.unwrap_or_default());
            names.push(column);
        }
        if words.iter().all(String::is_empty) {
            return Err(Rejection::Empty { column: names.join(", ") });
        }
        let word = words.join(WORD_SEPARATOR);
        let known = &columns.layout.categories;
        if let Some(slug) = known.get(&word_key(&word)) {
            return Ok(slug.clone());
        }
        if let Some(category) = self.reader.ctx.categories.get(&word) {
            return Ok(category.slug.clone());
        }
        let candidates = known.keys().map(String::as_str);
        let slugs = self.reader.ctx.categories.categories().map(|category| category.slug.as_str());
        let hint = match did_you_mean(&word_key(&word), candidates.chain(slugs)) {
            Some(meant) => format!("did you mean \"{meant}\"?"),
            None => format!("add it to [category.words] of the layout \"{}\"", columns.layout.name),
        };
        Err(Rejection::UnknownCategory { word, hint })
    }

    fn address(&mut self) -> Result<Address, Rejection> {
        let house_number = self.text(Field::HouseNumber)?;
        if let Some(text) = house_number.as_ref().filter(|text| values::date(text).is_some()) {
            let text = format!("house number \"{text}\" is a date, a spreadsheet may have made it of 1-3");
            self.note(NoteKind::Suspicious, text);
        }
        let postcode = self.text(Field::Postcode)?;
        if let Some((text, fault)) =
            postcode.as_ref().and_then(|text| Some((text, values::postcode_fault(text)?)))
        {
            let text = format!("postcode \"{text}\" {fault}");
            self.note(NoteKind::Suspicious, text);
        }
        Ok(Address {
            street: self.text(Field::Street)?.map(Text::from),
            house_number: house_number.map(Text::from),
            postcode: postcode.map(Text::from),
            place: self.text(Field::Place)?.unwrap_or_default().into(),
            locality: self.text(Field::Locality)?.map(Text::from),
        })
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

    fn contact(&mut self) -> Result<Contact, Rejection> {
        let phone = self.text(Field::Phone)?;
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
                Some(known) => {
                    features.push(known.feature);
                    words.extend(known.keep_text.then_some(part));
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

/// The part of an address that tells houses apart: street, number, and postcode or else place.
pub(super) fn address_key(address: &Address) -> String {
    let part = |text: &Option<Text>| fold(text.as_deref().unwrap_or_default());
    let area = address.postcode.as_deref().unwrap_or(&address.place);
    format!("{} {} {}", part(&address.street), part(&address.house_number), fold(area))
}
