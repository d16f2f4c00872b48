//! What leaves the register as CSV comes back as it was.

use std::sync::Arc;

use chrono::NaiveDate;
use proptest::collection::{btree_map, btree_set};
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use super::super::Outcome;
use super::super::address_text::postcode_at;
use super::super::values::is_no_value;
use super::fixture::*;
use crate::areas::Located;
use crate::register::exchange::{header, write_csv};
use crate::register::{
    Address, CategorySlug, Cents, Contact, CostKind, CostPer, Costs, Facility, Feature, Field, Offer,
    Position, PositionSource, Provider, ProviderKind, SourceRef, Text,
};
use crate::units::{GeoPoint, Metres};

fn csv(facilities: &[Facility]) -> String {
    let mut out = Vec::new();
    write_csv(facilities, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// A text as it stands in the register: no outer blanks, nothing unseen. Quotes, delimiters and
/// umlauts are there. What says that a value is not known, such as "ka", is no text of a register.
fn text() -> impl Strategy<Value = String> {
    "[A-Za-zÄÖÜäöüß0-9][A-Za-zäöüß0-9,;|\"'/&.()-]{0,12}( [A-Za-zäöü0-9,;\"]{1,8}){0,2}"
        .prop_filter("a word for \"not known\"", |text| !is_no_value(text))
}

fn day_of_2025() -> impl Strategy<Value = NaiveDate> {
    (1_u32..=365).prop_map(|day| NaiveDate::from_yo_opt(2025, day).unwrap())
}

fn dates() -> impl Strategy<Value = (Option<NaiveDate>, Option<NaiveDate>)> {
    of((day_of_2025(), day_of_2025())).prop_map(|pair| match pair {
        Some((a, b)) => (Some(a.min(b)), Some(a.max(b))),
        None => (None, None),
    })
}

fn costs(category: &'static str) -> impl Strategy<Value = Option<Costs>> {
    let fits = |kind: &CostKind| world().categories.get(category).unwrap().may_state(*kind);
    let kinds: Vec<CostKind> = CostKind::ALL.iter().copied().filter(fits).collect();
    let amounts =
        btree_map(select(kinds), (0..=Cents::MAX).prop_map(|cents| Cents::new(cents).unwrap()), 0..4);
    (select(CostPer::ALL.to_vec()), day_of_2025(), amounts)
        .prop_map(|(per, on, amounts)| Costs::new(per, on, amounts))
}

fn offer(category: &'static str) -> impl Strategy<Value = Offer> {
    let counts = world().categories.get(category).unwrap().counts_places();
    (
        of((0_u32..200, of(day_of_2025()))),
        of((0_u32..200, day_of_2025())),
        of(text()),
        dates(),
        costs(category),
    )
        .prop_map(move |(places, free, note, (valid_from, valid_to), costs)| {
            let (places, free) = if counts { (places, free) } else { (None, None) };
            let free =
                free.map(|(number, day)| (places.map_or(number, |(places, _)| number.min(places)), day));
            Offer {
                places: places.map(|(number, _)| number),
                places_on: places.and_then(|(_, day)| day),
                free_places: free.map(|(number, _)| number),
                counted_on: free.map(|(_, day)| day),
                costs,
                note: note.map(Into::into),
                valid_from,
                valid_to,
                ..Offer::new(CategorySlug::new(category), Text::default())
            }
        })
}

/// Offers of different categories in the order in which an import puts them.
fn offers() -> impl Strategy<Value = Vec<Offer>> {
    const SLUGS: [&str; 5] =
        ["residential_care", "home_care_service", "day_care", "short_term_care_embedded", "hospital"];
    subsequence(SLUGS.to_vec(), 1..=4).prop_flat_map(|slugs| slugs.into_iter().map(offer).collect::<Vec<_>>())
}

fn provider() -> impl Strategy<Value = Option<Arc<Provider>>> {
    let kind = select(ProviderKind::ALL.to_vec());
    of((text(), kind, of(text()))
        .prop_map(|(name, kind, association)| Arc::new(Provider { name, kind, association })))
}

/// An import takes a postcode out of the text of a place, so none is part of a place.
fn address() -> impl Strategy<Value = Address> {
    let place = text().prop_filter("holds a postcode", |text| postcode_at(text).is_none());
    (of(text()), of("[0-9]{1,3}[a-z]?"), of("[0-9]{5}"), place, of(text())).prop_map(
        |(street, house_number, postcode, place, locality)| Address {
            street: street.map(Into::into),
            house_number: house_number.map(Into::into),
            postcode: postcode.map(Into::into),
            place: place.into(),
            locality: locality.map(Into::into),
        },
    )
}

fn contact() -> impl Strategy<Value = Contact> {
    let website = of("https?://[a-z]{1,8}\\.de(/[a-z,;]{0,5})?");
    (of("0[0-9]{3,4} [0-9]{3,8}"), of("[a-z]{1,5}@[a-z]{1,5}\\.de"), website).prop_map(
        |(phone, email, website)| Contact {
            phone: phone.map(Into::into),
            email: email.map(Into::into),
            website: website.map(Into::into),
        },
    )
}

/// A point around Ludwigslust and its municipality, which need not be Ludwigslust.
fn place() -> impl Strategy<Value = (GeoPoint, crate::units::Ags)> {
    (11.3_f64..11.7, 53.28_f64..53.5).prop_map(|(lon, lat)| {
        let point = GeoPoint::new(lon, lat).unwrap();
        let (Located::Inside(municipality) | Located::Near(municipality, _)) =
            world().areas.locate(point, Metres(1000.0))
        else {
            panic!("{point:?} lies outside of the state")
        };
        (point, municipality)
    })
}

/// A facility as an import makes it; the id and those of its rows come later.
fn facility() -> impl Strategy<Value = Facility> {
    let features = btree_set(select(Feature::ALL.to_vec()), 0..4);
    let position = select(PositionSource::ALL.to_vec());
    let texts = (text(), of("Mo-Fr [0-9]{2}:00-18:00"), of(text()));
    (texts, provider(), address(), place(), position, contact(), features, offers(), dates()).prop_map(
        |(
            texts,
            provider,
            address,
            (point, municipality),
            position_source,
            contact,
            features,
            offers,
            dates,
        )| Facility {
            provider,
            address,
            contact,
            opening_hours: texts.1.map(Into::into),
            features: features.into_iter().collect(),
            offers,
            note: texts.2.map(Into::into),
            valid_from: dates.0,
            valid_to: dates.1,
            ..Facility::new(
                String::new(),
                texts.0,
                Position { point, source: position_source, municipality },
                SourceRef { source: "lup".into(), id: Text::default() },
            )
        },
    )
}

pub fn facilities() -> impl Strategy<Value = Vec<Facility>> {
    proptest::collection::vec(facility(), 1..6).prop_map(|mut facilities| {
        for (number, facility) in facilities.iter_mut().enumerate() {
            facility.id = format!("lup-{number}");
            for (index, offer) in facility.offers.iter_mut().enumerate() {
                offer.source_id = format!("{number}.{index}").into();
            }
            facility.source.id = facility.offers[0].source_id.clone();
        }
        facilities
    })
}

proptest! {
    #[test]
    fn facilities_come_back_as_they_were(facilities in facilities()) {
        let first = import(&csv(&facilities), &[]);
        prop_assert_eq!(first.report.totals.rejected, 0, "{}", first.report);
        prop_assert_eq!(&first.insert, &facilities);
        let second = import(&csv(&first.insert), &first.insert);
        prop_assert!(second.report.rows.iter().all(|row| row.outcome == Outcome::Unchanged), "{}", second.report);
        prop_assert!(second.report.missing.is_empty());
    }
}

#[test]
fn every_column_of_the_export_is_read_by_its_layout() {
    let plan = import(&format!("{}\n", header().collect::<Vec<_>>().join(",")), &[]);
    assert_eq!(plan.report.file.unread_columns, Vec::<String>::new());
    assert_eq!(plan.report.file.absent_columns, Vec::<String>::new());
    let mapped = shipped("pflegeplan").columns.len();
    assert_eq!(mapped + 1, header().count(), "each field once, and the category");
    assert!(shipped("pflegeplan").columns.contains_key(&Field::FacilityValidTo));
}
