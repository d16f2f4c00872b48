//! What a list says anew about a facility of the register, field by field.

use std::sync::{Arc, LazyLock};

use chrono::NaiveDate;
use serde::Serialize;

use super::columns::Columns;
use super::notes::{Note, NoteKind};
use crate::register::fields::Access;
use crate::register::{Costs, Facility, Field, Offer, PositionSource};
use crate::units::Metres;

/// Points this near are the same: programs round coordinates and move them by less.
const SAME_POINT: Metres = Metres(0.1);

/// One field that is to change; `None` is "nothing known".
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The name of the field in reports.
    pub field: String,
    /// The value of the register.
    pub from: Option<String>,
    /// The value of the list.
    pub to: Option<String>,
}

/// What a German report calls a field that the report calls `changed`.
pub(super) fn german_name(changed: &str) -> &str {
    let info = Field::ALL.iter().map(|field| field.info()).find(|info| info.changed == Some(changed));
    info.map_or(changed, |info| info.de)
}

pub(super) type FieldText = (&'static str, Option<String>);

/// Where a change of a field stands in the report: in the order of the list, but the municipality with the position,
/// the row with the note, and the price sheet last.
fn order(field: Field) -> (u8, Field, bool) {
    match field {
        Field::MunicipalityAgs => (0, Field::PositionSource, true),
        Field::Id => (0, Field::Note, true),
        Field::CostsPer | Field::CostsOn => (1, field, false),
        _ if matches!(field.info().access, Access::Amount(_)) => (2, field, false),
        _ => (0, field, false),
    }
}

/// Fields that are compared, with what the report calls them, in its order.
fn compared(of_offer: bool) -> Vec<(Field, &'static str)> {
    let fields = Field::ALL.iter().copied().filter(|field| field.info().is_of_offer() == of_offer);
    let mut compared: Vec<_> = fields.filter_map(|field| Some((field, field.info().changed?))).collect();
    compared.sort_by_key(|(field, _)| order(*field));
    compared
}

static OF_FACILITY: LazyLock<Vec<(Field, &'static str)>> = LazyLock::new(|| compared(false));
static OF_OFFER: LazyLock<Vec<(Field, &'static str)>> = LazyLock::new(|| compared(true));

/// The fields of a facility as texts, without its id, its source and its offers.
pub(super) fn facility_fields(facility: &Facility) -> Vec<FieldText> {
    let value = |field: Field| match field {
        Field::Y => Some(format!("{} {}", facility.point.lat, facility.point.lon)),
        _ => field.info().of_facility(facility),
    };
    OF_FACILITY.iter().map(|(field, word)| (*word, value(*field))).collect()
}

/// The fields of an offer as texts; `row` is the id of its row.
pub(super) fn offer_fields(offer: &Offer) -> Vec<FieldText> {
    let value = |field: Field| match field.info().access {
        Access::Amount(_) => field.info().of_offer(offer).map(|euro| format!("{euro} euro")),
        _ => field.info().of_offer(offer),
    };
    OF_OFFER.iter().map(|(field, word)| (*word, value(*field))).collect()
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
    for field in Field::ALL {
        match field.info().access {
            Access::FacilityText(get, slot) => keep(maps(*field), slot(new), get(old)),
            Access::FacilityDate(get, slot) => keep(maps(*field), slot(new), get(old)),
            Access::FacilityYesNo(get, slot) => keep(maps(*field), slot(new), get(old)),
            _ => {}
        }
    }
    keep(maps(Field::Place), &mut new.address.place, &old.address.place);
    keep(maps(Field::Features), &mut new.features, &old.features);
    let is_guess = new.position_source == PositionSource::Gazetteer;
    if is_guess && old.position_source == PositionSource::Source && new.address == old.address {
        new.point = old.point;
        new.position_source = old.position_source;
        new.municipality.clone_from(&old.municipality);
        let en = "the register has a better position for this address";
        let de = "Das Verzeichnis kennt für diese Anschrift eine genauere Lage.";
        notes.push(Note::new(NoteKind::Kept, (en, de)));
    }
    let is_stated =
        new.position_source == old.position_source && new.position_source == PositionSource::Source;
    if is_stated && new.point.geodesic_to(old.point) <= SAME_POINT {
        new.point = old.point;
    }
    if !maps(Field::FacilityValidTo) {
        notes.extend(reopen(&mut new.valid_to, today, ("it", "Die Einrichtung")));
    }
    notes
}

/// What was closed and stands in a list again is open, and the report says so.
fn reopen(valid_to: &mut Option<NaiveDate>, today: NaiveDate, what: (&str, &str)) -> Option<Note> {
    let end = valid_to.filter(|end| *end <= today)?;
    *valid_to = None;
    let en =
        format!("{} was closed in the register with {end} and stands in the list again: reopened", what.0);
    let de = format!(
        "{} war im Verzeichnis zum {} geschlossen, steht wieder in der Liste und ist wieder geöffnet.",
        what.1,
        end.format("%d.%m.%Y")
    );
    Some(Note::new(NoteKind::Reopened, (en, de)))
}

/// A facility that another list leads: what that list says of it stays, and what it lacks of ways to reach the facility is
/// taken from this one.
pub(super) fn join_facility(new: &mut Facility, old: &Facility, today: NaiveDate) -> Vec<Note> {
    let listed = std::mem::replace(new, Facility { offers: new.offers.clone(), ..old.clone() });
    let mut notes: Vec<Note> =
        reopen(&mut new.valid_to, today, ("it", "Die Einrichtung")).into_iter().collect();
    for info in Field::ALL.iter().map(|field| field.info()).filter(|info| info.taken_from_any_row) {
        if let Access::FacilityText(get, slot) = info.access
            && get(new).is_none()
        {
            slot(new).clone_from(get(&listed));
        }
    }
    new.features.extend(&listed.features);
    new.features.sort_unstable();
    new.features.dedup();
    for change in differing(&facility_fields(new), &facility_fields(&listed)) {
        let Some(text) = change.to.filter(|_| !JOINED_WITHOUT_NOTE.contains(&change.field.as_str())) else {
            continue;
        };
        let source = &old.source.source;
        let en = format!("{} \"{text}\" is not that of the list \"{source}\", which leads", change.field);
        let field = german_name(&change.field);
        let de = format!("{field} „{text}“ weicht von der Liste „{source}“ ab, deren Angabe gilt.");
        notes.push(Note::new(NoteKind::Joined, (en, de)));
    }
    notes
}

/// Fields in which what joins a facility may differ without a word.
pub(super) const JOINED_WITHOUT_NOTE: [&str; 4] = ["position", "position_source", "municipality", "features"];

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

/// The counts of a list.
#[derive(Debug, Clone, Copy)]
pub(super) struct Counts {
    /// The day to which its places refer.
    pub listed_on: Option<NaiveDate>,
    /// Whether places and costs hold although the register has newer ones.
    pub takes_back: bool,
}

/// The same for an offer. A count never gives way to an older one, unless a wrong import is taken back, nor free places to
/// none: providers tell the register between two lists.
pub(super) fn complete_offer(
    new: &mut Offer,
    old: &Offer,
    columns: &Columns,
    counts: Counts,
    today: NaiveDate,
) -> Vec<Note> {
    let mut notes = Vec::new();
    let is_older = old.places_on.zip(counts.listed_on).is_some_and(|(known, listed)| listed < known)
        && !counts.takes_back;
    if is_older && columns.maps(Field::Places) && new.places != old.places {
        notes.push(kept(("places", "Plätze"), old.places, old.places_on));
    }
    if is_older || !columns.maps(Field::Places) {
        (new.places, new.places_on) = (old.places, old.places_on);
    } else if !columns.maps(Field::PlacesOn) && new.places == old.places && !counts.takes_back {
        new.places_on = old.places_on;
    }
    let is_older = old.counted_on.is_some_and(|known| new.counted_on.is_none_or(|counted| counted < known));
    if is_older {
        if new.free_places.is_some() {
            notes.push(kept(("free places", "Freie Plätze"), old.free_places, old.counted_on));
        }
        (new.free_places, new.counted_on) = (old.free_places, old.counted_on);
    }
    notes.extend(complete_costs(&mut new.costs, old.costs.as_ref(), columns, counts));
    let has_text = columns.maps(Field::Note) || columns.maps(Field::Features);
    keep(has_text, &mut new.note, &old.note);
    for field in Field::ALL.iter().filter(|field| !field.info().has_import_rule) {
        match field.info().access {
            Access::OfferText(get, slot) => keep(columns.maps(*field), slot(new), get(old)),
            Access::OfferDate(get, slot) => keep(columns.maps(*field), slot(new), get(old)),
            Access::OfferYesNo(get, slot) => keep(columns.maps(*field), slot(new), get(old)),
            _ => {}
        }
    }
    if !columns.maps(Field::ValidTo) {
        let what = (new.category.as_str(), new.category.as_str());
        notes.extend(reopen(&mut new.valid_to, today, what));
    }
    notes
}

/// A price sheet is taken or kept as a whole, so that amounts of two days never stand together.
fn complete_costs(
    new: &mut Option<Costs>,
    old: Option<&Costs>,
    columns: &Columns,
    counts: Counts,
) -> Option<Note> {
    let maps_costs = Field::amounts().any(|(_, field)| columns.maps(field));
    if !maps_costs {
        *new = old.cloned();
        return None;
    }
    let (given, known) = (new.as_ref()?, old?);
    if known.on <= given.on || counts.takes_back {
        return None;
    }
    let en = format!("costs: those of {} in the register are newer than those of {}", known.on, given.on);
    let (known_on, given_on) = (known.on.format("%d.%m.%Y"), given.on.format("%d.%m.%Y"));
    let de = format!("Kosten: Die vom {known_on} im Verzeichnis sind neuer als die vom {given_on}.");
    *new = Some(known.clone());
    Some(Note::new(NoteKind::Kept, (en, de)))
}

fn kept(what: (&str, &str), number: Option<u32>, on: Option<NaiveDate>) -> Note {
    let number_or = |none: &str| number.map_or_else(|| none.to_owned(), |number| number.to_string());
    let day = on.map(|on| on.to_string()).unwrap_or_default();
    let en = format!("{}: the register's count of {day} ({}) is newer", what.0, number_or("no number"));
    let day = on.map(|on| on.format("%d.%m.%Y").to_string()).unwrap_or_default();
    let de =
        format!("{}: Die Zählung vom {day} im Verzeichnis ({}) ist neuer.", what.1, number_or("keine Zahl"));
    Note::new(NoteKind::Kept, (en, de))
}
