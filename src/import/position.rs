//! Where a row lies: its coordinates or, without them, what the gazetteer says of its address; and
//! the municipality around that point.

use super::cells::Cells;
use super::layout::SOURCE_EXPECTED;
use super::notes::{NoteKind, Rejection};
use super::text::fold;
use crate::addresses::Precision;
use crate::areas::Located;
use crate::gazetteer::{AddressFault, Basis, Candidate, Kind, LocatedAddress};
use crate::register::{Address, Field, Position, PositionSource};
use crate::units::{Ags, GeoPoint, Metres};

/// A point this near to a municipality belongs to it: the outlines are simplified.
const BORDER_TOLERANCE: Metres = Metres(1000.0);

impl Cells<'_> {
    /// The point, how it was come by, and its municipality, after which a missing place is named.
    pub(super) fn position(&mut self, address: &mut Address) -> Result<Position, Rejection> {
        let stated = self.value(Field::PositionSource, PositionSource::from_word, SOURCE_EXPECTED)?;
        let has_address =
            !address.place.is_empty() || address.postcode.is_some() || address.locality.is_some();
        let (point, found) = match self.coordinates(has_address)? {
            Some(point) => (point, PositionSource::Source),
            None => match self.by_address(address) {
                Some(found) => found,
                None => (self.gazetteer(address)?, PositionSource::Gazetteer),
            },
        };
        let municipality = self.municipality(point)?;
        self.compare_keys(&municipality)?;
        if found == PositionSource::Source {
            self.compare_address(address, point, &municipality);
        }
        self.check_postcode(address, &municipality);
        if address.place.is_empty() {
            let name = self.reader.ctx.areas.get(municipality.as_str()).map(|area| area.name.clone());
            address.place = name.unwrap_or_default().into();
            let en = format!("no place given; {} is where the point lies", address.place);
            let de = format!("Kein Ort angegeben; der Punkt liegt in {}.", address.place);
            self.note(NoteKind::OtherColumn, (en, de));
        }
        let source = if found == PositionSource::Gazetteer { found } else { stated.unwrap_or(found) };
        Ok(Position { point, source, municipality })
    }

    /// Names a postcode of five digits that the gazetteer does not have: one of post-office boxes, of a neighbouring state, or
    /// mistyped. It stays as it is.
    fn check_postcode(&mut self, address: &Address, municipality: &Ags) {
        let gazetteer = self.reader.ctx.gazetteer;
        let Some(postcode) = address.postcode.as_deref() else { return };
        let is_whole = postcode.len() == 5 && postcode.bytes().all(|byte| byte.is_ascii_digit());
        if !is_whole || gazetteer.knows_postcode(postcode) {
            return;
        }
        let entries = gazetteer.entries();
        let own =
            entries.filter(|entry| entry.kind == Kind::Municipality && entry.municipality == *municipality);
        let known: Vec<&str> = own.flat_map(|entry| entry.postcodes()).take(5).collect();
        let name = self.reader.ctx.areas.get(municipality.as_str()).map_or("", |area| area.name.as_str());
        let known = known.join(", ");
        let en = format!("postcode {postcode} is not listed in the state; {name} has {known}; kept as it is");
        let de = format!(
            "Die Postleitzahl {postcode} ist im Land nicht verzeichnet; {name} hat {known}. Sie bleibt, wie sie ist."
        );
        self.note(NoteKind::Suspicious, (en, de));
    }

    fn municipality(&mut self, point: GeoPoint) -> Result<Ags, Rejection> {
        let GeoPoint { lat, lon } = point;
        match self.reader.ctx.areas.locate(point, BORDER_TOLERANCE) {
            Located::Inside(municipality) => Ok(municipality),
            Located::Near(municipality, Metres(distance)) => {
                let en = format!("the point lies {distance:.0} m outside of {municipality}");
                let de = format!("Der Punkt liegt {distance:.0} m außerhalb von {municipality}.");
                self.note(NoteKind::NearBorder, (en, de));
                Ok(municipality)
            }
            Located::Outside => Err(Rejection::OutsideTheState { lat, lon }),
        }
    }

    /// Where the addresses of the region have it. A house that is listed just so is as good as coordinates; everything else
    /// stays as approximate as a place, and what is open is left to the gazetteer.
    fn by_address(&mut self, address: &Address) -> Option<(GeoPoint, PositionSource)> {
        let found = self.reader.located.house(self.reader.ctx, address)?;
        if self.reader.ctx.areas.locate(found.point, BORDER_TOLERANCE) == Located::Outside {
            return None;
        }
        let (en, de) = match found.precision {
            Precision::House => ("at the house", "am Haus"),
            Precision::Interpolated => ("between its neighbours", "zwischen den Nachbarhäusern"),
            Precision::Street => ("in the middle of the street", "in der Mitte der Straße"),
        };
        let label = &found.label;
        let sentence = (
            format!("without coordinates; placed {en}: {label}"),
            format!("Ohne Koordinaten; Lage {de}: {label}."),
        );
        self.note(NoteKind::Geocoded, sentence);
        let is_exact = found.precision == Precision::House && found.is_sure;
        Some((found.point, if is_exact { PositionSource::Source } else { PositionSource::Gazetteer }))
    }

    fn gazetteer(&mut self, address: &Address) -> Result<GeoPoint, Rejection> {
        let Address { postcode, place, .. } = address;
        let wanted = || {
            let parts = [postcode.as_deref().unwrap_or_default(), place.as_ref()];
            parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
        };
        let found = self.reader.located.locate(self.reader.ctx.gazetteer, address);
        let found = match found {
            Ok(found) if found.also.is_empty() => found,
            Ok(found) => {
                let bearers = [&[found.candidate.clone()][..], &found.also].concat();
                self.by_keys(&bearers, place)?.unwrap_or(found)
            }
            Err(AddressFault::Ambiguous(bearers)) => match self.by_keys(&bearers, place)? {
                Some(found) => found,
                None => {
                    return Err(Rejection::AmbiguousPlace { place: wanted(), candidates: labels(&bearers) });
                }
            },
            Err(AddressFault::Unknown) if wanted().trim().is_empty() => return Err(Rejection::NoPlace),
            Err(AddressFault::Unknown) => return Err(Rejection::UnknownPlace(wanted())),
            Err(AddressFault::Contradiction(candidates)) => {
                let (address, candidates) = (wanted(), labels(&candidates));
                return Err(Rejection::PlaceOutsidePostcode { address, candidates });
            }
        };
        self.note_basis(&found, &wanted());
        if !found.also.is_empty() && found.basis != Basis::PostcodeCentre {
            let (label, others) = (&found.candidate.label, labels(&found.also));
            let en = format!("\"{place}\" taken for {label}; others of the name: {others}");
            let de = format!("„{place}“ gilt hier als {label}; so heißen auch: {others}.");
            self.note(NoteKind::AmbiguousPlace, (en, de));
        }
        Ok(found.candidate.point)
    }

    /// The one of several places of a name that lies in the municipality or the district that the row names.
    fn by_keys(&mut self, bearers: &[Candidate], place: &str) -> Result<Option<LocatedAddress>, Rejection> {
        let municipality = self.text(Field::MunicipalityAgs)?.map(|key| municipality_key(&key));
        let district = self.text(Field::District)?;
        if municipality.is_none() && district.is_none() {
            return Ok(None);
        }
        let areas = self.reader.ctx.areas;
        let fits = |bearer: &&Candidate| {
            let key = bearer.key.get(..5).unwrap_or_default();
            let name = areas.get(key).map_or("", |area| area.name.as_str());
            let in_municipality = municipality.as_ref().is_none_or(|own| bearer.key == *own);
            in_municipality && district.as_ref().is_none_or(|stated| is_district(stated, key, name))
        };
        let mut fitting = bearers.iter().filter(fits);
        let (Some(only), None) = (fitting.next(), fitting.next()) else { return Ok(None) };
        let label = &only.label;
        let (en, de) = if place.is_empty() {
            (
                "the postcode lies in several municipalities".to_owned(),
                "Die Postleitzahl gilt in mehreren Gemeinden".to_owned(),
            )
        } else {
            (format!("several places are called \"{place}\""), format!("Mehrere Orte heißen „{place}“"))
        };
        let en = format!("{en}; municipality or district of the row say {label}");
        let de = format!("{de}; nach Gemeinde oder Kreis der Zeile ist es {label}.");
        self.note(NoteKind::AmbiguousPlace, (en, de));
        Ok(Some(LocatedAddress { candidate: only.clone(), basis: Basis::Named, also: Vec::new() }))
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
            Basis::PostcodeCentre if found.also.is_empty() && !wanted.contains(' ') => return,
            Basis::PostcodeCentre if !found.also.is_empty() => {
                let (own, others) = (label, labels(&found.also));
                (
                    format!(
                        "\"{wanted}\": no place is given, and the postcode also lies in {others}; its centre was taken, {own}"
                    ),
                    format!(
                        "„{wanted}“: Ein Ort fehlt, und die Postleitzahl gilt auch in {others}. Genommen wurde ihre Mitte, {own}."
                    ),
                )
            }
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

    /// The point decides. A key that is not known any more, or is another's, is said; so is another district.
    fn compare_keys(&mut self, located: &Ags) -> Result<(), Rejection> {
        if let Some(key) = self.text(Field::MunicipalityAgs)? {
            match self.reader.ctx.areas.get(&municipality_key(&key)) {
                None => {
                    let en =
                        format!("municipality key {key} is not a current one; the point lies in {located}");
                    let de = format!(
                        "Den Gemeindeschlüssel {key} gibt es nicht mehr; der Punkt liegt in {located}."
                    );
                    self.note(NoteKind::OldMunicipality, (en, de));
                }
                Some(area) if located.as_str().starts_with(&area.key) => {}
                Some(_) => {
                    let en = format!("municipality key {key} is not that of the point, which is {located}");
                    let de = format!("Der Gemeindeschlüssel {key} ist nicht der des Punktes, {located}.");
                    self.note(NoteKind::OtherMunicipality, (en, de));
                }
            }
        }
        self.compare_district(located)
    }

    fn compare_district(&mut self, located: &Ags) -> Result<(), Rejection> {
        let Some(stated) = self.text(Field::District)? else { return Ok(()) };
        let areas = self.reader.ctx.areas;
        let Some(key) = located.district() else { return Ok(()) };
        let name = areas.get(key.as_str()).map_or("", |area| area.name.as_str());
        if !is_district(&stated, key.as_str(), name) {
            let en = format!("district \"{stated}\" is not that of the point, which is {name}");
            let de = format!("Der Kreis „{stated}“ ist nicht der des Punktes: Er liegt in {name}.");
            self.note(NoteKind::OtherDistrict, (en, de));
        }
        Ok(())
    }
}

/// The candidates that a sentence names.
fn labels(candidates: &[Candidate]) -> String {
    const NAMED: usize = 5;
    candidates.iter().take(NAMED).map(|candidate| candidate.label.as_str()).collect::<Vec<_>>().join("; ")
}

/// A regional key of twelve digits without its association: the key of the municipality.
fn municipality_key(key: &str) -> String {
    match (key.get(..5), key.get(9..12), key.len()) {
        (Some(district), Some(municipality), 12) => format!("{district}{municipality}"),
        _ => key.to_owned(),
    }
}

/// Registration marks of the districts, which lists write for their names.
pub(super) const MARKS: [(&str, &str); 8] = [
    ("13003", "hro"),
    ("13004", "sn"),
    ("13071", "mse"),
    ("13072", "lro"),
    ("13073", "vr"),
    ("13074", "nwm"),
    ("13075", "vg"),
    ("13076", "lup"),
];

/// Words that say what kind of area a name is of.
const DISTRICT_WORDS: [&str; 8] = [
    "landkreis",
    "lk",
    "kreis",
    "hansestadt",
    "landeshauptstadt",
    "universitaetsundhansestadt",
    "kreisfreiestadt",
    "stadt",
];

/// Whether a text names a district: by its key, its registration mark, or its name with or without what kind of area it is.
fn is_district(text: &str, key: &str, name: &str) -> bool {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    if digits.len() >= 3 && digits.len() == text.trim().len() {
        return digits.starts_with(key) || (digits.len() == 3 && key.ends_with(&digits));
    }
    let text = fold(text);
    if MARKS.contains(&(key, text.as_str())) {
        return true;
    }
    let is_rural = |text: &str| text.contains("landkreis") || text.starts_with("lk");
    let bare = |text: &str| DISTRICT_WORDS.iter().fold(text.to_owned(), |text, word| text.replace(word, ""));
    let wanted = fold(name);
    // The city and the district of Rostock share their name.
    let are_kin = bare(&text) == bare(&wanted);
    let is_rural_key = key.get(3..4) == Some("7");
    let contradicts = (is_rural(&text) && !is_rural_key) || (text.contains("stadt") && is_rural_key);
    are_kin && !contradicts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_district_is_known_by_key_mark_and_name() {
        let (lup, name) = ("13076", "Ludwigslust-Parchim");
        for text in
            ["13076", "130760000000", "LUP", "Landkreis Ludwigslust-Parchim", "LK Ludwigslust-Parchim", "076"]
        {
            assert!(is_district(text, lup, name), "{text}");
        }
        for text in ["13075", "NWM", "Landkreis Rostock", "Schwerin"] {
            assert!(!is_district(text, lup, name), "{text}");
        }
        assert!(is_district("Hansestadt Rostock", "13003", "Rostock"));
        assert!(!is_district("Hansestadt Rostock", "13072", "Landkreis Rostock"));
        assert!(is_district("Landkreis Rostock", "13072", "Rostock"));
        assert!(!is_district("LK Rostock", "13003", "Rostock"));
        assert_eq!(municipality_key("130765656014"), "13076014");
    }
}
