//! Districts, Ämter and municipalities with their outlines.

use std::borrow::Cow;

use chrono::NaiveDate;

use super::around;
use crate::areas::{Area, Areas, Level};
use crate::opendata::{Collection, GeometryKind, Items, Kind, Period, Property, Shape, Value};

/// Whose the outlines and the residents are; the licence asks for it.
pub(super) const ATTRIBUTION: &str = "© GeoBasis-DE / BKG (VG250, VG5000), dl-de/by-2-0, Daten verändert; \
     Einwohner: Statistische Ämter des Bundes und der Länder, dl-de/by-2-0";

/// The day of the residents in the table of areas.
const RESIDENTS_ON: (i32, u32, u32) = (2022, 12, 31);

pub(super) fn collection(areas: &Areas, level: Level, id: String) -> Collection {
    let (de, en, what_de, what_en) = match level {
        Level::District => (
            "Landkreise und kreisfreie Städte",
            "Districts",
            "Die Landkreise und kreisfreien Städte",
            "The districts and the towns that are districts",
        ),
        Level::Amt => {
            ("Ämter", "Ämter (joint authorities)", "Die Ämter", "The joint authorities of municipalities")
        }
        Level::Municipality => ("Gemeinden", "Municipalities", "Die Gemeinden", "The municipalities"),
    };
    let corners = areas.level(level).map(|area| {
        let (low, high) = area.bounds();
        [low.lon, low.lat, high.lon, high.lat]
    });
    Collection {
        id,
        title_de: de.to_owned(),
        title_en: en.to_owned(),
        description_de: format!(
            "{what_de} von Mecklenburg-Vorpommern mit vereinfachten Umrissen, amtlichen Schlüsseln, Fläche und Einwohnern."
        ),
        description_en: format!(
            "{what_en} of Mecklenburg-Vorpommern with simplified outlines, official keys, area and residents."
        ),
        attribution: ATTRIBUTION.to_owned(),
        geometry: GeometryKind::MultiPolygon,
        bounds: corners.reduce(around),
        period: None,
        properties: properties(),
    }
}

/// The properties, in the order in which [`AreaItems::value`] gives them.
fn properties() -> Vec<Property> {
    vec![
        Property::new("key", Kind::Text, "Schlüssel", "AGS of a district or municipality, ARS of an Amt"),
        Property::new("level", Kind::Text, "Ebene", "district, amt or municipality"),
        Property::new("ars", Kind::Text, "Regionalschlüssel", "official regional key"),
        Property::new("name", Kind::Text, "Name", "official name"),
        Property::new("designation", Kind::Text, "Bezeichnung", "such as Landkreis, Amt or Stadt"),
        Property::new("seat", Kind::Text, "Verwaltungssitz", "town of the district's administration"),
        Property::new("parent", Kind::Text, "Liegt in", "key of the area around it"),
        Property::new("population", Kind::Whole, "Einwohner", "residents"),
        Property::new("population_on", Kind::Date, "Stand der Einwohner", "day to which the residents refer"),
        Property::new("area_km2", Kind::Number, "Fläche in km²", "land area in square kilometres"),
    ]
}

/// The areas of a level, by their keys.
pub(super) struct AreaItems<'a>(Vec<&'a Area>);

impl<'a> AreaItems<'a> {
    pub fn new(areas: &'a Areas, level: Level) -> Self {
        Self(areas.level(level).collect())
    }
}

impl Items for AreaItems<'_> {
    fn count(&self) -> usize {
        self.0.len()
    }

    fn id(&self, item: usize) -> Cow<'_, str> {
        self.0.get(item).map_or("", |area| area.key.as_str()).into()
    }

    fn value(&self, item: usize, property: usize) -> Value<'_> {
        let Some(area) = self.0.get(item) else { return Value::Missing };
        let (year, month, day) = RESIDENTS_ON;
        match property {
            0 => Value::text(area.key.as_str()),
            1 => Value::text(area.level.word()),
            2 => Value::of(area.ars.as_ref(), |ars| Value::text(ars.as_str())),
            3 => Value::text(area.name.as_str()),
            4 => Value::text(area.designation.as_str()),
            5 => Value::of(area.seat.as_deref(), Value::text),
            6 => Value::text(area.parent.as_str()),
            7 => Value::Whole(area.population.into()),
            8 => Value::of(NaiveDate::from_ymd_opt(year, month, day), Value::Date),
            9 => Value::number(area.area_km2),
            _ => Value::Missing,
        }
    }

    fn shape(&self, item: usize) -> Option<Shape<'_>> {
        self.0.get(item).map(|area| Shape::Outline(&area.outline))
    }

    fn period(&self, _: usize) -> Option<Period> {
        None
    }
}
