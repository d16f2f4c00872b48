//! What a list says anew about a facility of the register, field by field.

use std::sync::Arc;

use chrono::NaiveDate;
use serde::Serialize;

use super::columns::Columns;
use super::layout::Field;
use super::notes::{Note, NoteKind};
use crate::register::{CostKind, Costs, Facility, Offer, PositionSource, Text};

/// One field that is to change; `None` is "nothing known".
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    pub field: String,
    pub from: Option<String>,
    pub to: Option<String>,
}

pub(super) type FieldText = (&'static str, Option<String>);

fn day(date: Option<NaiveDate>) -> Option<String> {
    date.map(|date| date.to_string())
}

/// The fields of a facility as texts, without its id, its source and its offers.
pub(super) fn facility_fields(facility: &Facility) -> Vec<FieldText> {
    let provider = facility.provider.as_ref();
    let address = &facility.address;
    let features: Vec<&str> = facility.features.iter().map(|feature| feature.word()).collect();
    vec![
        ("name", Some(facility.name.clone())),
        ("provider", provider.map(|provider| provider.name.clone())),
        ("provider_kind", provider.map(|provider| provider.kind.word().to_owned())),
        ("association", provider.and_then(|provider| provider.association.clone())),
        ("street", text(&address.street)),
        ("house_number", text(&address.house_number)),
        ("postcode", text(&address.postcode)),
        ("place", Some(address.place.to_string())),
        ("locality", text(&address.locality)),
        ("position", Some(format!("{} {}", facility.point.lat, facility.point.lon))),
        ("position_source", Some(facility.position_source.word().to_owned())),
        ("municipality", Some(facility.municipality.to_string())),
        ("phone", text(&facility.contact.phone)),
        ("email", text(&facility.contact.email)),
        ("website", text(&facility.contact.website)),
        ("opening_hours", text(&facility.opening_hours)),
        ("features", (!features.is_empty()).then(|| features.join("|"))),
        ("facility_note", text(&facility.note)),
        ("facility_valid_from", day(facility.valid_from)),
        ("facility_valid_to", day(facility.valid_to)),
    ]
}

fn text(text: &Option<Text>) -> Option<String> {
    text.as_deref().map(str::to_owned)
}

/// The fields of an offer as texts; `row` is the id of its row.
pub(super) fn offer_fields(offer: &Offer) -> Vec<FieldText> {
    let costs = offer.costs.as_ref();
    let amount = |kind: &CostKind| {
        (kind.word(), costs.and_then(|costs| costs.get(*kind)).map(|cents| format!("{cents} euro")))
    };
    let mut fields = vec![
        ("category", Some(offer.category.to_string())),
        ("places", offer.places.map(|number| number.to_string())),
        ("places_on", day(offer.places_on)),
        ("free_places", offer.free_places.map(|number| number.to_string())),
        ("counted_on", day(offer.counted_on)),
        ("note", text(&offer.note)),
        ("row", Some(offer.source_id.to_string())),
        ("valid_from", day(offer.valid_from)),
        ("valid_to", day(offer.valid_to)),
        ("costs_per", costs.map(|costs| costs.per.word().to_owned())),
        ("costs_on", day(costs.map(|costs| costs.on))),
    ];
    fields.extend(CostKind::ALL.iter().map(amount));
    fields
}

/// The fields in which two lists of the same fields differ.
pub(super) fn differing(old: &[FieldText], new: &[FieldText]) -> Vec<Change> {
    let pairs = old.iter().zip(new).filter(|((_, from), (_, to))| from != to);
    let change = |((field, from), (_, to)): (&FieldText, &FieldText)| Change {
        field: (*field).to_owned(),
        from: from.clone(),
        to: to.clone(),
    };
    pairs.map(change).collect()
}

fn keep<T: Clone>(is_mapped: bool, new: &mut T, old: &T) {
    if !is_mapped {
        new.clone_from(old);
    }
}

/// Completes what a list says with what the register knows and the list has no column for. Identity
/// is the register's.
pub(super) fn complete_facility(
    new: &mut Facility,
    old: &Facility,
    columns: &Columns,
    today: NaiveDate,
) -> Vec<Note> {
    let maps = |field| columns.maps(field);
    let mut notes = Vec::new();
    new.id.clone_from(&old.id);
    new.source.clone_from(&old.source);
    new.example = old.example;
    complete_provider(new, old, columns);
    keep(maps(Field::Street), &mut new.address.street, &old.address.street);
    keep(maps(Field::HouseNumber), &mut new.address.house_number, &old.address.house_number);
    keep(maps(Field::Postcode), &mut new.address.postcode, &old.address.postcode);
    keep(maps(Field::Place), &mut new.address.place, &old.address.place);
    keep(maps(Field::Locality), &mut new.address.locality, &old.address.locality);
    keep(maps(Field::Phone), &mut new.contact.phone, &old.contact.phone);
    keep(maps(Field::Email), &mut new.contact.email, &old.contact.email);
    keep(maps(Field::Website), &mut new.contact.website, &old.contact.website);
    keep(maps(Field::OpeningHours), &mut new.opening_hours, &old.opening_hours);
    keep(maps(Field::Features), &mut new.features, &old.features);
    keep(maps(Field::FacilityNote), &mut new.note, &old.note);
    keep(maps(Field::FacilityValidFrom), &mut new.valid_from, &old.valid_from);
    keep(maps(Field::FacilityValidTo), &mut new.valid_to, &old.valid_to);
    let is_guess = new.position_source == PositionSource::Gazetteer;
    if is_guess && old.position_source == PositionSource::Source && new.address == old.address {
        new.point = old.point;
        new.position_source = old.position_source;
        new.municipality.clone_from(&old.municipality);
        let text = "the register has a better position for this address".to_owned();
        notes.push(Note { kind: NoteKind::Kept, text });
    }
    if let Some(end) = new.valid_to.filter(|end| *end < today && !maps(Field::FacilityValidTo)) {
        let text = format!("in the register this facility is closed since {end}");
        notes.push(Note { kind: NoteKind::Kept, text });
    }
    notes
}

fn complete_provider(new: &mut Facility, old: &Facility, columns: &Columns) {
    if !columns.maps(Field::Provider) {
        new.provider.clone_from(&old.provider);
    }
    let (Some(provider), Some(known)) = (&mut new.provider, &old.provider) else { return };
    if provider.name != known.name {
        return;
    }
    let maps_kind = columns.maps(Field::ProviderKind);
    let provider = Arc::make_mut(provider);
    keep(maps_kind, &mut provider.kind, &known.kind);
    keep(maps_kind || columns.maps(Field::Association), &mut provider.association, &known.association);
}

/// The same for an offer. A count never gives way to an older one, nor free places to none:
/// providers tell the register between two lists.
pub(super) fn complete_offer(
    new: &mut Offer,
    old: &Offer,
    columns: &Columns,
    reference_day: Option<NaiveDate>,
) -> Vec<Note> {
    let mut notes = Vec::new();
    let is_older = old.places_on.zip(reference_day).is_some_and(|(known, listed)| listed < known);
    if is_older && columns.maps(Field::Places) && new.places != old.places {
        notes.push(kept("places", old.places, old.places_on));
    }
    if is_older || !columns.maps(Field::Places) {
        (new.places, new.places_on) = (old.places, old.places_on);
    } else if !columns.maps(Field::PlacesOn) && new.places == old.places {
        new.places_on = old.places_on;
    }
    let is_older = old.counted_on.is_some_and(|known| new.counted_on.is_none_or(|counted| counted < known));
    if is_older {
        if new.free_places.is_some() {
            notes.push(kept("free places", old.free_places, old.counted_on));
        }
        (new.free_places, new.counted_on) = (old.free_places, old.counted_on);
    }
    notes.extend(complete_costs(&mut new.costs, old.costs.as_ref(), columns));
    let has_text = columns.maps(Field::Note) || columns.maps(Field::Features);
    keep(has_text, &mut new.note, &old.note);
    keep(columns.maps(Field::ValidFrom), &mut new.valid_from, &old.valid_from);
    keep(columns.maps(Field::ValidTo), &mut new.valid_to, &old.valid_to);
    notes
}

/// A price sheet is taken or kept as a whole, so that amounts of two days never stand together.
fn complete_costs(new: &mut Option<Costs>, old: Option<&Costs>, columns: &Columns) -> Option<Note> {
    let maps_costs = CostKind::ALL.iter().any(|kind| columns.maps(Field::of_cost(*kind)));
    if !maps_costs {
        *new = old.cloned();
        return None;
    }
    let (given, known) = (new.as_ref()?, old?);
    if known.on <= given.on {
        return None;
    }
    let text = format!("costs: those of {} in the register are newer than those of {}", known.on, given.on);
    *new = Some(known.clone());
    Some(Note { kind: NoteKind::Kept, text })
}

fn kept(what: &str, number: Option<u32>, on: Option<NaiveDate>) -> Note {
    let number = number.map_or_else(|| "no number".to_owned(), |number| number.to_string());
    let on = on.map(|on| on.to_string()).unwrap_or_default();
    Note { kind: NoteKind::Kept, text: format!("{what}: the register's count of {on} ({number}) is newer") }
}
