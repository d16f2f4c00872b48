//! What stands in the answers. Units are in the names; a number that is not known is `null`.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::app::notices::{example_notice, openstreetmap_attribution};
use crate::app::words::{
    ChangeKindWord, CostKindWord, CostPerWord, CountsWord, FeatureWord, GazetteerKindWord, ModeWord,
    PlaceStatusWord, PositionSourceWord, ProviderKindWord, SortWord, TravelSourceWord,
};
use crate::gazetteer;
use crate::register::{self, Category, CategoryTree, Costs, Facility, Group, Offer};
use crate::routing::Travel;
use crate::search::{Reason, ResolvedOrigin, Snapshot, SortUsed};
use crate::store;
use crate::units::GeoPoint;
use crate::units::Lang;

/// Where the figures of an answer come from.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Provenance {
    /// The version of the register; it grows with every change.
    pub register_version: u64,
    /// When the register was read for this answer.
    pub generated_at: DateTime<Utc>,
    /// Present while the register holds invented facilities.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub notice: Option<&'static str>,
    /// Present while the register holds facilities of OpenStreetMap.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub attribution: Option<&'static str>,
}

impl Provenance {
    /// Where the figures of a snapshot come from, with notices in a language.
    pub fn of(snapshot: &Snapshot, lang: Lang) -> Self {
        Self {
            register_version: snapshot.version(),
            generated_at: snapshot.taken_at(),
            notice: snapshot.has_examples().then_some(example_notice(lang)),
            attribution: snapshot.has_openstreetmap().then_some(openstreetmap_attribution(lang)),
        }
    }
}

/// A point in WGS 84.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Location {
    /// WGS 84, decimal degrees.
    pub lat: f64,
    /// WGS 84, decimal degrees.
    pub lon: f64,
}

impl From<GeoPoint> for Location {
    fn from(point: GeoPoint) -> Self {
        Self { lat: point.lat, lon: point.lon }
    }
}

/// Who runs a facility.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ProviderResponse {
    /// As the list writes it.
    pub name: String,
    /// public | non_profit | private | unknown
    #[schema(value_type = ProviderKindWord)]
    pub kind: &'static str,
    /// Welfare association (Dachverband).
    #[schema(required)]
    pub association: Option<String>,
}

/// The address of a facility, and the areas it lies in.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AddressResponse {
    /// Without the house number.
    #[schema(required)]
    pub street: Option<String>,
    /// With its letter.
    #[schema(required)]
    pub house_number: Option<String>,
    /// Five digits.
    #[schema(example = "19288", required)]
    pub postcode: Option<String>,
    /// The municipality or town as people write it.
    #[schema(example = "Ludwigslust")]
    pub place: String,
    /// The part of the town (Ortsteil).
    #[schema(required)]
    pub locality: Option<String>,
    /// AGS of the municipality in which the point lies.
    #[schema(example = "13076090")]
    pub municipality_ags: String,
    /// AGS of its district.
    #[schema(example = "13076")]
    pub district_ags: String,
}

/// One kind of care at one facility.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct OfferResponse {
    /// Slug of the category.
    #[schema(example = "day_care")]
    pub category: String,
    /// Places or dwellings, as the category counts them.
    #[schema(required)]
    pub places: Option<u32>,
    /// Reference date of `places`.
    #[schema(required)]
    pub places_on: Option<NaiveDate>,
    /// Free places on the day of `counted_on`, however old.
    #[schema(required)]
    pub free_places: Option<u32>,
    /// When `free_places` was counted.
    #[schema(required)]
    pub counted_on: Option<NaiveDate>,
    /// free | on_request | full | unknown; a count older than `max_age_days` is unknown.
    #[schema(value_type = PlaceStatusWord)]
    pub status: &'static str,
    /// What it costs its users; null where that is not known.
    #[schema(required)]
    pub costs: Option<CostsResponse>,
    /// What the list remarks on the offer.
    #[schema(required)]
    pub note: Option<String>,
}

/// The price sheet of an offer.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CostsResponse {
    /// month | day | hour | meal: what each amount is paid for.
    #[schema(value_type = CostPerWord)]
    pub per: &'static str,
    /// The day from which, or on which, the amounts hold.
    pub costs_on: NaiveDate,
    /// Whether that is more than a year ago. Charges are agreed for a year as a rule, so they may have risen.
    pub old: bool,
    /// At least one.
    pub amounts: Vec<AmountResponse>,
}

/// One amount of a price sheet.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AmountResponse {
    /// own_share (Eigenanteil, before the supplement of § 43c SGB XI) | care_share (einrichtungseinheitlicher
    /// Eigenanteil, § 84 (2)) | board_and_lodging (Unterkunft und Verpflegung, § 87) | investment
    /// (Investitionskosten, § 82 (3) and (4)) | training_levy (Ausbildungszuschlag, § 82a) | price (the charge
    /// before any benefit of an insurance)
    #[schema(value_type = CostKindWord, example = "care_share")]
    pub kind: &'static str,
    /// Euro cents.
    #[schema(example = 145000)]
    pub cents: u32,
}

impl CostsResponse {
    fn new(costs: &Costs, today: NaiveDate) -> Self {
        let amounts =
            costs.lines().map(|(kind, cents)| AmountResponse { kind: kind.word(), cents: cents.get() });
        Self {
            per: costs.per.word(),
            costs_on: costs.on,
            old: costs.are_old(today),
            amounts: amounts.collect(),
        }
    }
}

impl OfferResponse {
    /// The offer of an answer; a count of free places older than `max_age_days` gives the status unknown.
    pub fn new(offer: &Offer, tree: &CategoryTree, today: NaiveDate, max_age_days: u32) -> Self {
        let counts = tree.get(offer.category.as_str()).is_some_and(Category::counts_places);
        Self {
            category: offer.category.to_string(),
            places: offer.places,
            places_on: offer.places_on,
            free_places: offer.free_places,
            counted_on: offer.counted_on,
            status: offer.status(today, max_age_days, counts).word(),
            costs: offer.costs.as_ref().map(|costs| CostsResponse::new(costs, today)),
            note: owned(&offer.note),
        }
    }
}

/// A way to a facility.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TravelResponse {
    /// car | bicycle | foot
    #[schema(value_type = ModeWord)]
    pub mode: &'static str,
    /// Seconds.
    pub duration_s: u64,
    /// Metres on roads; on the straight line for an estimate.
    pub distance_m: u64,
    /// osrm: the quickest way on the roads of OpenStreetMap. estimate: from the straight line alone.
    #[schema(value_type = TravelSourceWord)]
    pub source: &'static str,
}

impl From<Travel> for TravelResponse {
    fn from(travel: Travel) -> Self {
        Self {
            mode: travel.mode.word(),
            duration_s: travel.duration.0.round() as u64,
            distance_m: travel.distance.0.round() as u64,
            source: travel.source.word(),
        }
    }
}

/// A facility in a list: the part before the distance.
#[derive(Serialize)]
pub(crate) struct ItemHead {
    id: String,
    name: String,
    provider: Option<ProviderResponse>,
    categories: Vec<String>,
    address: AddressResponse,
    location: Location,
}

/// A facility in a list: the part behind the way.
#[derive(Serialize)]
pub(crate) struct ItemTail {
    offers: Vec<OfferResponse>,
    phone: Option<String>,
    website: Option<String>,
    features: Vec<&'static str>,
    confirmed: Option<bool>,
    example: bool,
    register_version: u64,
}

/// A facility in a list. Lists are written from prepared parts; a test holds them against this.
#[derive(Serialize, ToSchema)]
pub struct FacilityItem {
    #[schema(example = "lup-249")]
    id: String,
    name: String,
    #[schema(required)]
    provider: Option<ProviderResponse>,
    categories: Vec<String>,
    address: AddressResponse,
    location: Location,
    /// Length of the geodesic on WGS 84 from the origin, within 0.5 m; null without an origin.
    #[schema(required)]
    distance_m: Option<f64>,
    /// Given when `mode`, `max_minutes` or `sort=travel_time` was asked for.
    #[schema(required)]
    travel: Option<TravelResponse>,
    offers: Vec<OfferResponse>,
    #[schema(required)]
    phone: Option<String>,
    #[schema(required)]
    website: Option<String>,
    #[schema(value_type = Vec<FeatureWord>)]
    features: Vec<String>,
    /// False where no office answers for the facility, as for one of OpenStreetMap; null where its list does not say it.
    #[schema(required)]
    confirmed: Option<bool>,
    /// True for an invented facility.
    example: bool,
    register_version: u64,
}

impl ItemHead {
    pub fn new(facility: &Facility) -> Self {
        Self {
            id: facility.id.clone(),
            name: facility.name.clone(),
            provider: provider(facility),
            categories: facility.offers.iter().map(|offer| offer.category.to_string()).collect(),
            address: address(facility),
            location: facility.point.into(),
        }
    }
}

impl ItemTail {
    pub fn new(facility: &Facility, snapshot: &Snapshot, tree: &CategoryTree, max_age_days: u32) -> Self {
        Self {
            offers: offers(facility, snapshot, tree, max_age_days),
            phone: owned(&facility.contact.phone),
            website: owned(&facility.contact.website),
            features: features(facility),
            confirmed: facility.confirmed,
            example: facility.example,
            register_version: snapshot.version(),
        }
    }
}

fn owned(text: &Option<register::Text>) -> Option<String> {
    text.as_deref().map(str::to_owned)
}

fn provider(facility: &Facility) -> Option<ProviderResponse> {
    facility.provider.as_ref().map(|provider| ProviderResponse {
        name: provider.name.clone(),
        kind: provider.kind.word(),
        association: provider.association.clone(),
    })
}

fn address(facility: &Facility) -> AddressResponse {
    let address = &facility.address;
    AddressResponse {
        street: owned(&address.street),
        house_number: owned(&address.house_number),
        postcode: owned(&address.postcode),
        place: address.place.to_string(),
        locality: owned(&address.locality),
        municipality_ags: facility.municipality.to_string(),
        district_ags: facility.district().to_string(),
    }
}

fn offers(
    facility: &Facility,
    snapshot: &Snapshot,
    tree: &CategoryTree,
    max_age_days: u32,
) -> Vec<OfferResponse> {
    let body = |offer| OfferResponse::new(offer, tree, snapshot.today(), max_age_days);
    facility.offers.iter().map(body).collect()
}

fn features(facility: &Facility) -> Vec<&'static str> {
    facility.features.iter().map(|feature| feature.word()).collect()
}

/// One facility with everything that is known of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct FacilityResponse {
    /// Stable over imports.
    pub id: String,
    /// The name for people.
    pub name: String,
    /// Who runs it; null where that is not known.
    #[schema(required)]
    pub provider: Option<ProviderResponse>,
    /// Slugs of the categories of its offers.
    pub categories: Vec<String>,
    /// Where letters go.
    pub address: AddressResponse,
    /// Where it is.
    pub location: Location,
    /// source | gazetteer: whether the coordinates came with the data, or are the centre of the place.
    #[schema(value_type = PositionSourceWord)]
    pub position_source: &'static str,
    /// One a category.
    pub offers: Vec<OfferResponse>,
    /// As people write it.
    #[schema(required)]
    pub phone: Option<String>,
    /// An e-mail address.
    #[schema(required)]
    pub email: Option<String>,
    /// Always with `https://` or `http://`.
    #[schema(required)]
    pub website: Option<String>,
    /// In the syntax of OpenStreetMap's `opening_hours`.
    #[schema(required)]
    pub opening_hours: Option<String>,
    /// What it has, as it says itself.
    #[schema(value_type = Vec<FeatureWord>)]
    pub features: Vec<&'static str>,
    /// What the list remarks on the facility as a whole.
    #[schema(required)]
    pub note: Option<String>,
    /// The list and the row it came from.
    pub source: SourceResponse,
    /// The first day of the facility; null if it is not known.
    #[schema(required)]
    pub valid_from: Option<NaiveDate>,
    /// The last day of the facility; null if no end is known.
    #[schema(required)]
    pub valid_to: Option<NaiveDate>,
    /// False where no office answers for the facility, as for one of OpenStreetMap; null where its list does not say it.
    #[schema(required)]
    pub confirmed: Option<bool>,
    /// What the places were, oldest first.
    pub places_history: Vec<PlacesRecordResponse>,
    /// True for an invented facility.
    pub example: bool,
    /// The version of the register.
    pub register_version: u64,
    /// Where the figures come from.
    pub provenance: Provenance,
}

/// The list and the row a facility came from.
#[derive(Debug, Serialize, ToSchema)]
pub struct SourceResponse {
    /// The name of the list.
    pub source: String,
    /// The id of the row in its list.
    pub id: String,
}

/// What an offer's places were from a version of the register on.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlacesRecordResponse {
    /// Slug of the category.
    pub category: String,
    /// Places; null if they are not known.
    #[schema(required)]
    pub places: Option<u32>,
    /// The day to which they refer.
    #[schema(required)]
    pub places_on: Option<NaiveDate>,
    /// Free places; null if they are not known.
    #[schema(required)]
    pub free_places: Option<u32>,
    /// The day on which they were counted.
    #[schema(required)]
    pub counted_on: Option<NaiveDate>,
    /// The first version with these figures.
    pub register_version: u64,
}

impl From<store::PlacesRecord> for PlacesRecordResponse {
    fn from(record: store::PlacesRecord) -> Self {
        Self {
            category: record.category,
            places: record.places,
            places_on: record.places_on,
            free_places: record.free_places,
            counted_on: record.counted_on,
            register_version: record.version,
        }
    }
}

impl FacilityResponse {
    /// The answer for a facility.
    pub fn new(
        facility: &Facility,
        snapshot: &Snapshot,
        tree: &CategoryTree,
        history: Vec<store::PlacesRecord>,
    ) -> Self {
        Self {
            id: facility.id.clone(),
            name: facility.name.clone(),
            provider: provider(facility),
            categories: facility.offers.iter().map(|offer| offer.category.to_string()).collect(),
            address: address(facility),
            location: facility.point.into(),
            position_source: facility.position_source.word(),
            offers: offers(facility, snapshot, tree, register::MAX_AGE_DAYS),
            phone: owned(&facility.contact.phone),
            email: owned(&facility.contact.email),
            website: owned(&facility.contact.website),
            opening_hours: owned(&facility.opening_hours),
            features: features(facility),
            note: owned(&facility.note),
            source: SourceResponse {
                source: facility.source.source.to_string(),
                id: facility.source.id.to_string(),
            },
            valid_from: facility.valid_from,
            valid_to: facility.valid_to,
            confirmed: facility.confirmed,
            places_history: history.into_iter().map(Into::into).collect(),
            example: facility.example,
            register_version: snapshot.version(),
            provenance: Provenance::of(snapshot, Lang::De),
        }
    }
}

/// From where distances were measured.
#[derive(Debug, Serialize, ToSchema)]
pub struct OriginResponse {
    /// Decimal degrees.
    pub lat: f64,
    /// Decimal degrees.
    pub lon: f64,
    /// What the gazetteer calls the point; null for coordinates.
    #[schema(required)]
    pub label: Option<String>,
    /// district | amt | municipality | island | peninsula, when the whole area was searched instead of a circle;
    /// the point is its centre then.
    #[schema(value_type = Option<GazetteerKindWord>, required)]
    pub area: Option<&'static str>,
    /// Whether only a part of `near` is known, such as the town of an address: the rest did not count.
    pub known_part_only: bool,
    /// Less known localities and areas of the same name: what `near` takes to search there.
    #[schema(example = json!(["Papendorf (Vorpommern-Greifswald)"]))]
    pub also: Vec<String>,
}

impl From<&ResolvedOrigin> for OriginResponse {
    fn from(origin: &ResolvedOrigin) -> Self {
        Self {
            lat: origin.point.lat,
            lon: origin.point.lon,
            label: origin.label.clone(),
            area: origin.area.as_ref().map(|area| area.kind.word()),
            known_part_only: origin.is_known_part,
            also: origin.also.clone(),
        }
    }
}

/// The order asked for and the order given.
#[derive(Debug, Serialize, ToSchema)]
pub struct SortResponse {
    /// The order of the request; null if it left the order open.
    #[schema(value_type = Option<SortWord>, required)]
    pub asked: Option<&'static str>,
    /// The order of the list.
    #[schema(value_type = SortWord)]
    pub used: &'static str,
    /// What could not be done as it was asked, such as real travel times while the road network is away.
    #[schema(required)]
    pub reason: Option<&'static str>,
}

impl From<SortUsed> for SortResponse {
    fn from(sort: SortUsed) -> Self {
        Self {
            asked: sort.asked.map(|sort| sort.word()),
            used: sort.used.word(),
            reason: sort.reason.map(Reason::sentence),
        }
    }
}

/// A page of facilities.
#[derive(Serialize, ToSchema)]
pub struct FacilityList {
    /// All that match, on whatever page.
    total: usize,
    items: Vec<FacilityItem>,
    /// The address of the next page; null on the last.
    #[schema(required)]
    next: Option<String>,
    #[schema(required)]
    origin: Option<OriginResponse>,
    sort: SortResponse,
    provenance: Provenance,
}

/// A locality, postcode or area that the gazetteer knows.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlaceResponse {
    /// The name, with what sets it apart from others of the same name.
    #[schema(example = "Röbel/Müritz (Mecklenburgische Seenplatte)")]
    pub label: String,
    /// The name alone; of a postcode its digits.
    #[schema(example = "Röbel/Müritz")]
    pub name: String,
    /// district | amt | municipality | place | quarter | island | peninsula | postcode
    #[schema(value_type = GazetteerKindWord)]
    pub kind: &'static str,
    /// The municipality that a place or quarter is part of, and the largest one of a postcode.
    #[schema(required)]
    pub municipality: Option<String>,
    /// The district it lies in; null for a district, and for a city that belongs to none.
    #[schema(required, example = "Mecklenburgische Seenplatte")]
    pub district: Option<String>,
    /// Decimal degrees.
    pub lat: f64,
    /// Decimal degrees.
    pub lon: f64,
    /// AGS of a district or municipality, ARS of an Amt, a word for an island or peninsula.
    #[schema(example = "13071124")]
    pub ags: String,
    /// 0 to 1; 1 for the text itself.
    pub score: f64,
}

/// A point to look from.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PointRequest {
    /// Decimal degrees.
    #[schema(minimum = -90, maximum = 90, example = 53.3249)]
    pub lat: f64,
    /// Decimal degrees.
    #[schema(minimum = -180, maximum = 180, example = 11.4957)]
    pub lon: f64,
}

/// The locality at a point.
#[derive(Debug, Serialize, ToSchema)]
pub struct NearestPlaceResponse {
    /// The locality.
    #[serde(flatten)]
    pub place: PlaceResponse,
    /// From the point to the centre of the place, on WGS 84.
    pub distance_m: f64,
}

impl From<gazetteer::Candidate> for PlaceResponse {
    fn from(candidate: gazetteer::Candidate) -> Self {
        Self {
            label: candidate.label,
            name: candidate.name,
            municipality: candidate.municipality,
            district: candidate.district,
            kind: candidate.kind.word(),
            lat: candidate.point.lat,
            lon: candidate.point.lon,
            ags: candidate.key,
            score: candidate.score,
        }
    }
}

/// Names of a category or group.
#[derive(Debug, Serialize, ToSchema)]
pub struct NamesResponse {
    /// In German.
    pub de: String,
    /// In English.
    pub en: String,
    /// One line in plain German.
    pub plain: String,
}

impl From<&register::Names> for NamesResponse {
    fn from(names: &register::Names) -> Self {
        Self { de: names.de.clone(), en: names.en.clone(), plain: names.plain.clone() }
    }
}

/// Categories that answer one question of a family.
#[derive(Debug, Serialize, ToSchema)]
pub struct GroupResponse {
    /// What requests name it by.
    pub slug: String,
    /// Its names.
    pub names: NamesResponse,
    /// The question of a family that it answers, in German.
    #[schema(example = "Wer kommt ins Haus?")]
    pub question: String,
    /// Its categories, in order.
    pub categories: Vec<CategoryResponse>,
}

/// A category of care.
#[derive(Debug, Serialize, ToSchema)]
pub struct CategoryResponse {
    /// What requests name it by; it never changes its meaning.
    #[schema(example = "day_care")]
    pub slug: String,
    /// Its names.
    pub names: NamesResponse,
    /// places | dwellings | none: what `offers[].places` means.
    #[schema(value_type = CountsWord)]
    pub counts: &'static str,
    /// The category whose places already contain these; they are not added to them.
    #[schema(required)]
    pub inside: Option<String>,
    /// The provisions that define it on the reference date.
    #[schema(example = json!(["§ 41 SGB XI"]))]
    pub law: Vec<String>,
    /// Facilities with such an offer.
    pub count: usize,
}

impl GroupResponse {
    /// The group with how many facilities each category has on a day.
    pub fn new(group: &Group, tree: &CategoryTree, snapshot: &Snapshot, on: NaiveDate) -> Self {
        Self {
            slug: group.slug.clone(),
            names: (&group.names).into(),
            question: group.question.clone(),
            categories: group
                .categories
                .iter()
                .map(|category| CategoryResponse::new(category, tree, snapshot, on))
                .collect(),
        }
    }
}

impl CategoryResponse {
    fn new(category: &Category, tree: &CategoryTree, snapshot: &Snapshot, on: NaiveDate) -> Self {
        Self {
            slug: category.slug.to_string(),
            names: (&category.names).into(),
            counts: category.counts.word(),
            inside: category.inside.as_ref().map(ToString::to_string),
            law: category.laws_on(on).map(|law| law.text.clone()).collect(),
            count: tree.position(&category.slug).map_or(0, |position| snapshot.count(position)),
        }
    }
}

/// One entry of the change feed.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChangeResponse {
    /// The version that it came with.
    pub register_version: u64,
    /// The id of the facility.
    pub id: String,
    /// added | changed | removed
    #[schema(value_type = ChangeKindWord)]
    pub kind: &'static str,
}

impl From<store::Change> for ChangeResponse {
    fn from(change: store::Change) -> Self {
        Self { register_version: change.version, id: change.facility_id, kind: change.kind.word() }
    }
}
