//! Where a row lies: its coordinates or, without them, what the gazetteer says of its address; and
//! the municipality around that point.

use super::notes::{NoteKind, Rejection};
use super::row::Cells;
use crate::areas::Located;
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
        let found = self.reader.ctx.gazetteer.locate_address(postcode.as_deref(), place, locality.as_deref());
        let wanted =
            || [postcode.as_deref(), Some(place)].into_iter().flatten().collect::<Vec<_>>().join(" ");
        let found = found.ok_or_else(|| Rejection::UnknownPlace(wanted()))?;
        self.note(NoteKind::Gazetteer, format!("without coordinates; placed at {}", found.label));
        Ok(found.point)
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
