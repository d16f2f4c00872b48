//! Facilities and offers of the register: one row each, with the columns of the exchange layout and what the register knows
//! of the areas around them.

use std::borrow::Cow;

use super::around;
use crate::app::ReferenceData;
use crate::app::notices::openstreetmap_attribution;
use crate::opendata::{Collection, GeometryKind, Items, Kind, Period, Property, Shape, Value};
use crate::register::{Facility, Feature, Field, MAX_AGE_DAYS, Offer, fields::ValueKind};
use crate::search::Snapshot;
use crate::units::Lang;

/// Who the register is from; each row names its list in `source`.
const ATTRIBUTION: &str = "Versorgungsdatei: Angaben der Kreise und Träger";

/// The same with what the licence of OpenStreetMap asks for while entries of it are there: they are under another licence than
/// the register.
fn attribution(snapshot: &Snapshot) -> String {
    match snapshot.has_openstreetmap() {
        true => format!("{ATTRIBUTION}. {}", openstreetmap_attribution(Lang::De)),
        false => ATTRIBUTION.to_owned(),
    }
}

/// Where a property of a row comes from.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Column {
    Field(Field),
    /// Of a facility: the category that leads it, and all of them.
    LeadingCategory,
    Categories,
    CategoryName,
    Status,
    MunicipalityName,
    District,
    DistrictName,
    Has(Feature),
    Example,
}

fn of_field(field: Field) -> Option<Property> {
    let info = field.info();
    let kind = match info.value {
        ValueKind::Text | ValueKind::Word => Kind::Text,
        ValueKind::Number => Kind::Whole,
        ValueKind::Euro => Kind::Number,
        ValueKind::Date => Kind::Date,
        ValueKind::YesNo => Kind::YesNo,
        // The geometry has them.
        ValueKind::Coordinate => return None,
    };
    // Each feature is a property of its own.
    let column = info.column.filter(|_| field != Field::Features)?;
    Some(Property::new(column, kind, info.de, info.en))
}

/// The German label of a feature.
fn label(feature: Feature) -> &'static str {
    match feature {
        Feature::BarrierFree => "barrierefrei",
        Feature::LowBarrier => "barrierearm",
        Feature::Dementia => "für Menschen mit Demenz",
        Feature::Ventilation => "Pflege bei Beatmung",
        Feature::VegetativeState => "Pflege im Wachkoma",
        Feature::Palliative => "palliative Pflege",
        Feature::SingleRoom => "Einzelzimmer",
        Feature::Pets => "Haustiere möglich",
        Feature::TransportService => "Fahrdienst",
        Feature::Garden => "Garten",
        Feature::YoungPatients => "für jüngere Menschen",
        Feature::Disability => "für Menschen mit Behinderung",
        Feature::MentalIllness => "für Menschen mit psychischer Erkrankung",
    }
}

impl Column {
    fn property(self) -> Option<Property> {
        use Kind::{Text, YesNo};
        Some(match self {
            Self::Field(field) => return of_field(field),
            Self::LeadingCategory => {
                Property::new("category", Text, "Angebot", "kind of care of the first offer")
            }
            Self::Categories => {
                Property::new("categories", Text, "Angebote", "kinds of care of all offers, separated by |")
            }
            Self::CategoryName => {
                Property::new("category_name", Text, "Art des Angebots", "German name of the kind of care")
            }
            Self::Status => Property::new(
                "status",
                Text,
                "Freie Plätze heute",
                "free, on_request, full or unknown; a count older than 14 days is unknown",
            ),
            Self::MunicipalityName => {
                Property::new("municipality", Text, "Gemeinde", "name of the municipality")
            }
            Self::District => Property::new("district_ags", Text, "Kreisschlüssel", "key of the district"),
            Self::DistrictName => Property::new("district", Text, "Kreis", "name of the district"),
            Self::Has(feature) => Property::new(
                feature.word(),
                YesNo,
                label(feature),
                format!("true where the facility says so ({}); empty where it says nothing", feature.word()),
            ),
            Self::Example => Property::new("example", YesNo, "Erfunden", "true for an invented facility"),
        })
    }

    fn value<'a>(
        self,
        facility: &'a Facility,
        offer: &'a Offer,
        (snapshot, reference): (&'a Snapshot, &'a ReferenceData),
    ) -> Value<'a> {
        let name = |key: &str| Value::of(reference.areas.get(key), |area| Value::text(area.name.as_str()));
        let category = || reference.categories.get(offer.category.as_str());
        match self {
            Self::Field(field) => field_value(field, facility, offer),
            Self::LeadingCategory => Value::text(offer.category.as_str()),
            Self::Categories => {
                let all: Vec<&str> = facility.offers.iter().map(|offer| offer.category.as_str()).collect();
                Value::text(all.join("|"))
            }
            Self::CategoryName => Value::of(category(), |category| Value::text(category.names.de.as_str())),
            Self::Status => {
                let counts = category().is_some_and(|category| category.counts_places());
                Value::text(offer.status(snapshot.today(), MAX_AGE_DAYS, counts).word())
            }
            Self::MunicipalityName => name(facility.municipality.as_str()),
            Self::District => Value::text(facility.district().to_string()),
            Self::DistrictName => name(facility.district().as_str()),
            // What is not said is not known.
            Self::Has(feature) => {
                if facility.features.contains(&feature) {
                    Value::YesNo(true)
                } else {
                    Value::Missing
                }
            }
            Self::Example => Value::YesNo(facility.example),
        }
    }
}

fn field_value<'a>(field: Field, facility: &'a Facility, offer: &'a Offer) -> Value<'a> {
    let info = field.info();
    let text = match field {
        // The list of a row is that of its offer.
        Field::Source => Some(facility.row_of(offer).source.to_string()),
        _ if info.is_of_offer() => info.of_offer(offer),
        _ => info.of_facility(facility),
    };
    let kind = of_field(field).map_or(Kind::Text, |property| property.kind);
    Value::of(text, |text| Value::read(kind, Cow::Owned(text)))
}

fn around_all() -> Vec<Column> {
    let mut columns = vec![Column::MunicipalityName, Column::District, Column::DistrictName];
    columns.extend(Feature::ALL.map(Column::Has));
    columns.push(Column::Example);
    columns
}

fn facility_columns() -> Vec<Column> {
    let fields = Field::exported().map(|(field, _)| field);
    let fields = fields.filter(|field| !field.info().is_of_offer() && of_field(*field).is_some());
    let mut columns: Vec<Column> = fields.map(Column::Field).collect();
    columns.extend([Column::LeadingCategory, Column::CategoryName, Column::Categories]);
    columns.extend(around_all());
    columns
}

fn offer_columns() -> Vec<Column> {
    let fields = Field::exported().map(|(field, _)| field).filter(|field| of_field(*field).is_some());
    let mut columns: Vec<Column> = fields.map(Column::Field).collect();
    columns.extend([Column::CategoryName, Column::Status]);
    columns.extend(around_all());
    columns
}

fn properties(columns: &[Column]) -> Vec<Property> {
    columns.iter().filter_map(|column| column.property()).collect()
}

fn bounds(snapshot: &Snapshot) -> Option<[f64; 4]> {
    let points = snapshot.facilities().iter().map(|facility| facility.point);
    points.map(|point| [point.lon, point.lat, point.lon, point.lat]).reduce(around)
}

pub(super) fn facilities(snapshot: &Snapshot, id: String) -> Collection {
    Collection {
        id,
        title_de: "Pflege-Einrichtungen".to_owned(),
        title_en: "Care facilities".to_owned(),
        description_de: "Einrichtungen und Dienste der Versorgungsdatei, ein Punkt je Einrichtung, mit Anschrift, Träger und Merkmalen. Plätze und Kosten stehen bei den Angeboten.".to_owned(),
        description_en: "Facilities and services of the register, a point each, with address, provider and features. Places and costs are those of the offers.".to_owned(),
        attribution: attribution(snapshot),
        geometry: GeometryKind::Point,
        bounds: bounds(snapshot),
        period: None,
        properties: properties(&facility_columns()),
    }
}

pub(super) fn offers(snapshot: &Snapshot, id: String) -> Collection {
    Collection {
        id,
        title_de: "Pflege-Angebote".to_owned(),
        title_en: "Care offers".to_owned(),
        description_de: "Angebote der Versorgungsdatei, eine Zeile je Angebot einer Einrichtung, mit Plätzen, freien Plätzen und Kosten. Leer heißt nicht bekannt.".to_owned(),
        description_en: "Offers of the register, a row for each offer of a facility, with places, free places and costs. Empty means not known.".to_owned(),
        attribution: attribution(snapshot),
        geometry: GeometryKind::Point,
        bounds: bounds(snapshot),
        period: None,
        properties: properties(&offer_columns()),
    }
}

/// The facilities of a snapshot, which has them by their ids.
pub(super) struct FacilityItems<'a> {
    snapshot: &'a Snapshot,
    reference: &'a ReferenceData,
    columns: Vec<Column>,
}

impl<'a> FacilityItems<'a> {
    pub fn new(snapshot: &'a Snapshot, reference: &'a ReferenceData) -> Self {
        Self { snapshot, reference, columns: facility_columns() }
    }
}

impl Items for FacilityItems<'_> {
    fn count(&self) -> usize {
        self.snapshot.facilities().len()
    }

    fn id(&self, item: usize) -> Cow<'_, str> {
        self.snapshot.facilities().get(item).map_or("", |facility| facility.id.as_str()).into()
    }

    fn value(&self, item: usize, property: usize) -> Value<'_> {
        let facility = self.snapshot.facilities().get(item);
        let (Some(facility), Some(column)) = (facility, self.columns.get(property)) else {
            return Value::Missing;
        };
        // Offers stand in the order of the category tree, and a snapshot has no facility without one.
        let Some(leading) = facility.offers.first() else { return Value::Missing };
        column.value(facility, leading, (self.snapshot, self.reference))
    }

    fn shape(&self, item: usize) -> Option<Shape<'_>> {
        self.snapshot.facilities().get(item).map(|facility| Shape::Point(facility.point))
    }

    fn period(&self, item: usize) -> Option<Period> {
        let facility = self.snapshot.facilities().get(item)?;
        Some(Period { from: facility.valid_from, to: facility.valid_to })
    }
}

/// Stands between the id of a facility and the slug of a category. It comes before every sign of an id, so that the ids of
/// offers ascend as those of their facilities do.
const BEFORE_CATEGORY: char = ',';

/// The id of an offer among all offers.
pub(super) fn id_of_offer(facility: &Facility, offer: &Offer) -> String {
    format!("{}{BEFORE_CATEGORY}{}", facility.id, offer.category)
}

/// The offers of a snapshot, by facility and slug.
pub(super) struct OfferItems<'a> {
    snapshot: &'a Snapshot,
    reference: &'a ReferenceData,
    columns: Vec<Column>,
    offers: Vec<(&'a Facility, &'a Offer)>,
}

impl<'a> OfferItems<'a> {
    pub fn new(snapshot: &'a Snapshot, reference: &'a ReferenceData) -> Self {
        let mut offers = Vec::new();
        for facility in snapshot.facilities() {
            let first = offers.len();
            offers.extend(facility.offers.iter().map(|offer| (facility, offer)));
            if let Some(own) = offers.get_mut(first..) {
                own.sort_by(|(_, one), (_, other)| one.category.cmp(&other.category));
            }
        }
        Self { snapshot, reference, columns: offer_columns(), offers }
    }
}

impl Items for OfferItems<'_> {
    fn count(&self) -> usize {
        self.offers.len()
    }

    fn id(&self, item: usize) -> Cow<'_, str> {
        self.offers.get(item).map(|(facility, offer)| id_of_offer(facility, offer)).unwrap_or_default().into()
    }

    fn value(&self, item: usize, property: usize) -> Value<'_> {
        match (self.offers.get(item), self.columns.get(property)) {
            (Some((facility, offer)), Some(column)) => {
                column.value(facility, offer, (self.snapshot, self.reference))
            }
            _ => Value::Missing,
        }
    }

    fn shape(&self, item: usize) -> Option<Shape<'_>> {
        self.offers.get(item).map(|(facility, _)| Shape::Point(facility.point))
    }

    fn period(&self, item: usize) -> Option<Period> {
        let (facility, offer) = self.offers.get(item)?;
        let from = offer.valid_from.or(facility.valid_from);
        Some(Period { from, to: offer.valid_to.or(facility.valid_to) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::register::{CategorySlug, CategoryTree, OPENSTREETMAP, Position, PositionSource, SourceRef};
    use crate::units::{Ags, GeoPoint};

    #[test]
    fn both_collections_name_the_licence_of_entries_of_openstreetmap() {
        let tree = CategoryTree::from_toml(include_str!("../../../models/categories.toml")).unwrap();
        let of = |source: &str| {
            let position = Position {
                point: GeoPoint { lon: 11.4957, lat: 53.3249 },
                source: PositionSource::Source,
                municipality: Ags::parse("13076090").unwrap(),
            };
            let source = SourceRef { source: source.into(), id: "1".into() };
            let facility = Facility {
                offers: vec![Offer::new(CategorySlug::new("day_care"), "1")],
                ..Facility::new("a", "A", position, source)
            };
            let taken_at = chrono::DateTime::<chrono::Utc>::UNIX_EPOCH;
            let snapshot = Snapshot::new(vec![facility], &tree, 1, taken_at.date_naive(), taken_at).unwrap();
            [facilities(&snapshot, "f".to_owned()), offers(&snapshot, "o".to_owned())]
                .map(|it| it.attribution)
        };
        assert!(of("lup").iter().all(|text| text == ATTRIBUTION));
        assert!(of(OPENSTREETMAP).iter().all(|text| {
            text.starts_with(ATTRIBUTION) && text.contains("Open Database License (ODbL) 1.0")
        }));
    }
}
