//! Entries that no office has confirmed, such as those of OpenStreetMap, beside those of offices. The two are never merged: what
//! an office lists counts, and the unconfirmed entry of the same facility is left out or closed.

use chrono::NaiveDate;

use super::matching::{Agreement, Match, MatchIndex, NEAR};
use super::notes::{Note, NoteKind};
use crate::register::{CategorySlug, Facility, PositionSource};

/// The open entries of the register by whether an office has confirmed them.
pub(super) struct Overlaps<'a> {
    register: &'a [Facility],
    index: MatchIndex<'a>,
    today: NaiveDate,
}

impl<'a> Overlaps<'a> {
    pub fn new(register: &'a [Facility], today: NaiveDate) -> Self {
        Self { register, index: MatchIndex::new(register), today }
    }

    /// The entry of an office that an unconfirmed facility of a list is, or may be; `None` for any other facility. `known`
    /// is the entry of the register that its rows make up: one that an office has confirmed is a change of it.
    pub fn office_entry(&self, listed: &Facility, known: Option<usize>) -> Option<Match> {
        let is_own = known.and_then(|index| self.register.get(index)).is_some_and(|it| !it.is_unconfirmed());
        if !listed.is_unconfirmed() || is_own {
            return None;
        }
        let is_other = |index: usize| !self.is_open(index, false);
        self.index.best(listed, is_other).or_else(|| self.beside(listed, false).next())
    }

    /// The unconfirmed entries that a facility of an office is, or may be.
    pub fn unconfirmed_entries(&self, listed: &Facility) -> Vec<usize> {
        if listed.is_unconfirmed() {
            return Vec::new();
        }
        let best = self.index.best(listed, |index| !self.is_open(index, true));
        let mut found: Vec<usize> =
            best.into_iter().chain(self.beside(listed, true)).map(|found| found.facility).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    fn is_open(&self, index: usize, is_unconfirmed: bool) -> bool {
        self.register
            .get(index)
            .is_some_and(|it| it.is_unconfirmed() == is_unconfirmed && it.is_valid_on(self.today))
    }

    /// Entries with the same kind of care at the same place, whatever they are called: OpenStreetMap often has neither address
    /// nor telephone, and a name of its own.
    fn beside(&self, listed: &Facility, is_unconfirmed: bool) -> impl Iterator<Item = Match> {
        let is_measured = |it: &Facility| it.position_source == PositionSource::Source;
        let offers = |it: &Facility, category: &CategorySlug| {
            it.offers.iter().any(|offer| offer.category == *category)
        };
        let is_beside = move |(index, it): &(usize, &Facility)| {
            self.is_open(*index, is_unconfirmed)
                && is_measured(it)
                && is_measured(listed)
                && listed.offers.iter().any(|offer| offers(it, &offer.category))
                && (it.point.lat - listed.point.lat).abs() < NEAR_DEGREES
                && it.point.geodesic_to(listed.point) <= NEAR
        };
        let score = Agreement::Point.points();
        let found = self.register.iter().enumerate().filter(is_beside).map(move |(facility, _)| Match {
            facility,
            score,
            is_certain: false,
            agrees: vec![Agreement::Point],
        });
        // A list, so that nothing borrows the closures.
        found.collect::<Vec<_>>().into_iter()
    }

    /// An unconfirmed entry as it is closed: with the day before, so that the map never shows both. `None` if it is not open.
    pub fn closed(&self, index: usize) -> Option<Facility> {
        let facility = self.register.get(index).filter(|_| self.is_open(index, true))?;
        let yesterday = self.today.pred_opt().unwrap_or(self.today);
        Some(Facility { valid_to: Some(yesterday), ..facility.clone() })
    }
}

/// More degrees of latitude than 60 m have, which spares the exact distance to all that is farther.
const NEAR_DEGREES: f64 = 0.001;

/// Says that an unconfirmed row is left to the entry of an office.
pub(super) fn left_to_office(office: &Facility) -> Note {
    let (id, name, source) = (&office.id, &office.name, &office.source.source);
    let en = format!(
        "in the register as {id} \"{name}\" from the list \"{source}\", which counts; nothing is taken from this row, because no office has confirmed it"
    );
    let de = format!(
        "Steht als {id} „{name}“ aus der Liste „{source}“ im Verzeichnis, und deren Angaben gelten. Aus dieser Zeile wird nichts übernommen, weil keine Stelle sie bestätigt hat."
    );
    Note::new(NoteKind::Kept, (en, de))
}

/// Says that the row of an office takes the place of an unconfirmed entry.
pub(super) fn replaces(unconfirmed: &Facility) -> Note {
    let (id, name) = (&unconfirmed.id, &unconfirmed.name);
    let en = format!(
        "takes the place of {id} \"{name}\", which no office has confirmed; that entry is closed and nothing is taken from it"
    );
    let de = format!(
        "Ersetzt {id} „{name}“, das keine Stelle bestätigt hat. Jener Eintrag wird geschlossen, und nichts wird aus ihm übernommen."
    );
    Note::new(NoteKind::Matched, (en, de))
}
