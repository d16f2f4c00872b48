//! The register as a table with the columns of the exchange layout, each of its type: what an import reads.

use std::borrow::Cow;

use super::register::id_of_offer;
use crate::opendata::{Collection, Items, Kind, Period, Property, Shape, Value};
use crate::register::fields::ValueKind;
use crate::register::{Facility, Field, Offer, exchange};
use crate::search::Snapshot;

/// A row an offer, in the order of the other files of the register.
pub(super) struct RegisterTable<'a> {
    rows: Vec<(&'a Facility, &'a Offer, Vec<String>)>,
}

fn kind(field: Field) -> Kind {
    match field.info().value {
        ValueKind::Text | ValueKind::Word => Kind::Text,
        ValueKind::Number => Kind::Whole,
        ValueKind::Coordinate | ValueKind::Euro => Kind::Number,
        ValueKind::Date => Kind::Date,
        ValueKind::YesNo => Kind::YesNo,
    }
}

/// What is said about the table: what is said about the offers, with other columns.
pub(super) fn collection(id: &str, offers: Collection) -> Collection {
    let property = |(field, column): (Field, &'static str)| {
        let info = field.info();
        Property::new(column, kind(field), info.de, info.en)
    };
    Collection {
        id: id.to_owned(),
        title_de: "Versorgungsdatei: Pflege-Angebote".to_owned(),
        title_en: "Register of care offers".to_owned(),
        properties: Field::exported().map(property).collect(),
        ..offers
    }
}

impl<'a> RegisterTable<'a> {
    pub(super) fn new(snapshot: &'a Snapshot) -> Self {
        let row = |(facility, offer)| (facility, offer, exchange::record(facility, offer).collect());
        Self { rows: rows(snapshot).map(row).collect() }
    }
}

/// Every offer with its facility, in the order of both.
pub(super) fn rows(snapshot: &Snapshot) -> impl Iterator<Item = (&Facility, &Offer)> {
    snapshot
        .facilities()
        .iter()
        .flat_map(|facility| facility.offers.iter().map(move |offer| (facility, offer)))
}

impl Items for RegisterTable<'_> {
    fn count(&self) -> usize {
        self.rows.len()
    }

    fn id(&self, item: usize) -> Cow<'_, str> {
        self.rows
            .get(item)
            .map(|(facility, offer, _)| id_of_offer(facility, offer))
            .unwrap_or_default()
            .into()
    }

    fn value(&self, item: usize, property: usize) -> Value<'_> {
        let text = self.rows.get(item).and_then(|(_, _, record)| record.get(property));
        match (text, Field::exported().nth(property)) {
            (Some(text), Some((field, _))) if !text.is_empty() => {
                Value::read(kind(field), text.as_str().into())
            }
            _ => Value::Missing,
        }
    }

    fn shape(&self, item: usize) -> Option<Shape<'_>> {
        self.rows.get(item).map(|(facility, ..)| Shape::Point(facility.point))
    }

    fn period(&self, _item: usize) -> Option<Period> {
        None
    }
}
