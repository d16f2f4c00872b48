//! Where a row lies: its coordinates or, without them, what the gazetteer says of its address; and
//! the municipality around that point.

use super::notes::{NoteKind, Rejection};
use super::row::Cells;
use crate::areas::Located;
use crate::gazetteer::{AddressFault, Basis, Candidate, LocatedAddress};
use crate::register::{Address, Field, PositionSource};
use crate::units::{Ags, GeoPoint, Metres};

/// A point this near to a municipality belongs to it: the outlines are simplified.
const BORDER_TOLERANCE: Metres = Metres(1000.0);

impl Cells<'_> {
    /// The point, how it was come by, and its municipality, after which a missing place is named.
    pub(super) fn position(
        &mut self,
        address: &mut Address,
    ) -> Result<(GeoPoint, PositionSource, Ags), Rejection> {
        let stated = self.value(Field::PositionSource, PositionSource::from_word, "source or gazetteer")?;
        let has_address =
            !address.place.is_empty() || address.postcode.is_some() || address.locality.is_some();
        let (point, found) = match self.coordinates(has_address)? {
            Some(point) => (point, PositionSource::Source),
            None => (self.gazetteer(address)?, PositionSource::Gazetteer),
        };
        let municipality = self.municipality(point)?;
        self.compare_keys(&municipality)?;
        if found == PositionSource::Source {
            self.compare_address(address, point, &municipality);
        }
        if address.place.is_empty() {
            let name = self.reader.ctx.areas.get(municipality.as_str()).map(|area| area.name.clone());
            address.place = name.unwrap_or_default().into();
            self.note(
                NoteKind::OtherColumn,
                format!("no place given; {} is where the point lies", address.place),
            );
        }
        let source = if found == PositionSource::Gazetteer { found } else { stated.unwrap_or(found) };
        Ok((point, source, municipality))
    }

    fn municipality(&mut self, point: GeoPoint) -> Result<Ags, Rejection> {
        let GeoPoint { lat, lon } = point;
        match self.reader.ctx.areas.locate(point, BORDER_TOLERANCE) {
            Located::Inside(municipality) => Ok(municipality),
            Located::Near(municipality, Metres(distance)) => {
                let text = format!("the point lies {distance:.0} m outside of {municipality}");
                self.note(NoteKind::NearBorder, text);
                Ok(municipality)
            }
            Located::Outside => Err(Rejection::OutsideTheState { lat, lon }),
        }
    }

    fn gazetteer(&mut self, address: &Address) -> Result<GeoPoint, Rejection> {
        let Address { postcode, place, locality, .. } = address;
        let wanted =
            || [postcode.as_deref(), Some(place)].into_iter().flatten().collect::<Vec<_>>().join(" ");
        let found = self.reader.ctx.gazetteer.locate_address(postcode.as_deref(), place, locality.as_deref());
        let labels = |candidates: &[Candidate]| {
            candidates.iter().map(|candidate| candidate.label.as_str()).collect::<Vec<_>>().join("; ")
        };
        let found = found.map_err(|fault| match fault {
            AddressFault::Unknown => Rejection::UnknownPlace(wanted()),
            AddressFault::Contradiction(candidates) => {
                Rejection::PlaceOutsidePostcode { address: wanted(), candidates: labels(&candidates) }
            }
            AddressFault::Ambiguous(candidates) => {
                Rejection::AmbiguousPlace { place: wanted(), candidates: labels(&candidates) }
            }
        })?;
        self.note_basis(&found, &wanted());
        if !found.also.is_empty() {
            let (label, others) = (&found.candidate.label, labels(&found.also));
            let en = format!("\"{place}\" taken for {label}; others of the name: {others}");
            let de = format!("„{place}“ gilt hier als {label}; so heißen auch: {others}.");
            self.note(NoteKind::AmbiguousPlace, (en, de));
        }
        Ok(found.candidate.point)
    }

    /// Says what a position without coordinates rests on.
    fn note_basis(&mut self, found: &LocatedAddress, wanted: &str) {
        let label = &found.candidate.label;
        let sentence = (
            format!("without coordinates; placed at {label}"),
            format!("Ohne Koordinaten; Lage nach dem Ortsverzeichnis: {label}."),
        );
        self.note(NoteKind::Gazetteer, sentence);
        let (en, de) = match found.basis {
            Basis::Named => return,
            Basis::PostcodeCentre if !wanted.contains(' ') => return,
            Basis::NearPostcode => (
                format!("\"{wanted}\": the place is not listed in this postcode, but lies near it"),
                format!(
                    "„{wanted}“: Der Ort ist zu dieser Postleitzahl nicht verzeichnet, liegt aber in der Nähe."
                ),
            ),
            Basis::KnownPart => (
                format!("\"{wanted}\": only a part of it is known, {label}"),
                format!("„{wanted}“: Bekannt ist davon nur {label}."),
            ),
            Basis::MunicipalityOfPostcode => (
                format!("\"{wanted}\": the place is not known; the postcode lies in {label}"),
                format!("„{wanted}“: Der Ort ist nicht bekannt; die Postleitzahl liegt in {label}."),
            ),
            Basis::PostcodeCentre => (
                format!("\"{wanted}\": the place is not known; the centre of the postcode was taken"),
                format!("„{wanted}“: Der Ort ist nicht bekannt; genommen wurde die Mitte der Postleitzahl."),
            ),
        };
        self.note(NoteKind::PlaceInPart, (en, de));
    }

    /// Says where postcode and place of a row contradict its point.
    fn compare_address(&mut self, address: &Address, point: GeoPoint, municipality: &Ags) {
        let (areas, gazetteer) = (self.reader.ctx.areas, self.reader.ctx.gazetteer);
        let name = areas.get(municipality.as_str()).map_or("", |area| area.name.as_str());
        let Address { postcode, place, .. } = address;
        let key = municipality.as_str();
        for found in gazetteer.address_contradictions(postcode.as_deref(), place, point, key) {
            let (label, km) = (found.label, found.distance.0 / 1000.0);
            let en = format!("the point lies in {name}, {km:.0} km from \"{label}\" of the address");
            let de =
                format!("Der Punkt liegt in {name}, {km:.0} km entfernt von „{label}“ in der Anschrift.");
            self.note(NoteKind::AddressContradictsPoint, (en, de));
        }
    }

    /// The point decides. A key that is not known any more, or is another's, is said.
    fn compare_keys(&mut self, located: &Ags) -> Result<(), Rejection> {
        let Some(key) = self.text(Field::MunicipalityAgs)? else { return Ok(()) };
        match self.reader.ctx.areas.get(&key) {
            None => {
                let text = format!("municipality key {key} is no current one; the point lies in {located}");
                self.note(NoteKind::OldMunicipality, text);
            }
            Some(area) if located.as_str().starts_with(&area.key) => {}
            Some(_) => {
                let text = format!("municipality key {key} is not that of the point, which is {located}");
                self.note(NoteKind::OtherMunicipality, text);
            }
        }
        Ok(())
    }
}
