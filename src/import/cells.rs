//! The cells of one row: their texts, as the layout binds them to fields, and the notes on what was done to them.

use std::fmt;

use chrono::NaiveDate;

use super::Context;
use super::columns::{Bound, Columns};
use super::extent::Extent;
use super::known_addresses::KnownAddresses;
use super::left_out::LeftOutWord;
use super::notes::{Expected, Note, NoteKind, Rejection, Sentence};
use super::offer_kind::OfferKind;
use super::read::Row;
use super::text::{clean, fold, html_entities, is_garbled};
use super::values::{self, DayOf, Found};
use crate::register::{Field, SourceRef};
use crate::units::formula::{is_formula, without_mark};
use crate::units::with_article;

/// A telephone number of so few digits, before which another column gives the area code, is this alone.
const LONGEST_AREA_CODE: usize = 7;

/// Reads the rows of one table.
pub(super) struct RowReader<'a> {
    pub columns: &'a Columns<'a>,
    pub ctx: &'a Context<'a>,
    pub extent: Extent,
    pub located: KnownAddresses,
}

/// The cells of a row, and what was found out about it so far.
pub(super) struct Cells<'a> {
    pub(super) reader: &'a RowReader<'a>,
    pub(super) row: &'a Row,
    pub(super) notes: Vec<Note>,
    with_blanks: Vec<&'a str>,
    with_unseen: Vec<&'a str>,
    pub(super) id: Option<SourceRef>,
    /// The word for which the row, or an offer of it, is left out. One that the mapping does not know comes before others.
    pub(super) left_out: Option<LeftOutWord>,
    /// The offer of the row that is read.
    pub(super) kind: Option<OfferKind>,
}

impl<'a> Cells<'a> {
    pub(super) fn new(reader: &'a RowReader<'a>, row: &'a Row) -> Self {
        let (notes, with_blanks, with_unseen) = (Vec::new(), Vec::new(), Vec::new());
        Self { reader, row, notes, with_blanks, with_unseen, id: None, left_out: None, kind: None }
    }

    /// Notes that the row, or an offer of it, is left out for a word.
    pub(super) fn leave_out(&mut self, word: &str, is_listed: bool) {
        if self.left_out.as_ref().is_none_or(|known| known.is_listed && !is_listed) {
            self.left_out = Some(LeftOutWord { word: word.to_owned(), is_listed });
        }
    }

    pub(super) fn note(&mut self, kind: NoteKind, sentence: impl Into<Sentence>) {
        let note = Note::new(kind, sentence);
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    /// The notes, those on blanks and unseen characters in one sentence each.
    pub(super) fn finished_notes(&mut self) -> Vec<Note> {
        let (blanks, unseen) = (std::mem::take(&mut self.with_blanks), std::mem::take(&mut self.with_unseen));
        let blanks_words = ("blanks put in order in", "Leerzeichen geordnet in");
        let unseen_words = ("invisible characters removed from", "Unsichtbare Zeichen entfernt aus");
        let sums =
            [(NoteKind::Blanks, blanks_words, blanks), (NoteKind::InvisibleCharacters, unseen_words, unseen)];
        for (kind, (en, de), columns) in sums {
            if !columns.is_empty() {
                let columns = columns.join(", ");
                self.note(kind, (format!("{en} {columns}"), format!("{de} {columns}.")));
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
        let (garbled, formulas) = (named(is_garbled), named(|cell| is_formula(without_mark(cell))));
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
    pub(super) fn check_length(&self, expected: usize) -> Result<(), Rejection> {
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
        let text = self.readable(column, without_mark(&cleaned.text).to_owned());
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
        if let Some(with) = &bound.join {
            return self.joined(field, bound, &filled, with);
        }
        let Some((index, column, first)) = filled.first().cloned() else { return Ok(self.constant(field)) };
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

    /// The cells that are one value together, and behind it those of further columns. An area code alone is no number.
    fn joined(
        &mut self,
        field: Field,
        bound: &'a Bound,
        filled: &[(usize, &'a str, String)],
        with: &str,
    ) -> Result<Option<(&'a str, String)>, Rejection> {
        let (columns, row) = (self.reader.columns, self.row);
        let is_code_alone = field == Field::Phone
            && bound.cells.len() > 1
            && matches!(filled, [(0, _, code)] if code.len() <= LONGEST_AREA_CODE);
        let parts = if is_code_alone { &[] } else { filled };
        let texts: Vec<&str> = parts.iter().map(|(_, _, text)| text.as_str()).collect();
        let mut found = parts.first().map(|(_, column, _)| (*column, texts.join(with)));
        for cell in &bound.further {
            let (column, raw) = columns.cell(row, *cell);
            let Some(text) = self.cleaned(column, raw)? else { continue };
            match &mut found {
                // The mapping says so; it needs no note.
                Some((_, joined)) if field == Field::Phone && !fold(joined).contains(&fold(&text)) => {
                    joined.push_str(", ");
                    joined.push_str(&text);
                }
                Some((_, joined)) => self.add_further_cell(field, joined, column, &text),
                None => found = Some((column, text)),
            }
        }
        if let (None, [(_, column, code)]) = (&found, filled) {
            let de = format!("{column} „{code}“ ist eine Vorwahl ohne Nummer und bleibt leer.");
            let en = format!("{column} \"{code}\" is an area code without a number; left empty");
            self.note(NoteKind::LeftOut, (en, de));
        }
        Ok(found.or_else(|| self.constant(field)))
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
        expected: Expected,
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
        expected: Expected,
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

    fn note_unreadable(&mut self, column: &str, text: &str, expected: Expected) {
        let en = format!("{column} \"{text}\" is not {}; left empty", with_article(expected.en));
        let de =
            format!("{column} „{text}“ ist nicht lesbar und bleibt leer; erwartet wird {}.", expected.de);
        self.note(NoteKind::LeftOut, (en, de));
    }

    /// A field that identifies rows; a text that cannot be parsed is a reason to reject the row.
    pub(super) fn needed_value<T>(
        &mut self,
        field: Field,
        parse: impl Fn(&str) -> Option<T>,
        expected: Expected,
    ) -> Result<Option<T>, Rejection> {
        let Some((column, text)) = self.named_text(field)? else { return Ok(None) };
        let value = parse(&text);
        value.map(Some).ok_or_else(|| Rejection::Value { column: column.to_owned(), text, expected })
    }
}
