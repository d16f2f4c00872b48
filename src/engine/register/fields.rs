//! The list of register fields: what each is called in mapping files, in exported files, in the report of an
//! import and on the wire, what it means, and where its value is kept. Import, comparison, report, exchange layout,
//! the reference of the mapping language and the lines of a facility's page follow from it. A further optional text, date
//! or yes/no of a facility or an offer is one entry here, one field of the struct, and its column in the database.

use std::fmt;

use chrono::NaiveDate;
use serde::de::{self, Deserialize, Deserializer};

use super::{CostKind, Costs, Facility, Offer, Provider, Text};

/// What a field says something about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// The facility as a whole.
    Facility,
    /// Who runs it.
    Provider,
    /// One kind of care at it.
    Offer,
    /// Where the row came from.
    Source,
}

/// What kind of value a field has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueKind {
    /// Any text.
    Text,
    /// One of a closed list of words, or several of them.
    Word,
    /// A whole number from 0 on.
    Number,
    /// Degrees, WGS 84.
    Coordinate,
    /// Euro to the cent.
    Euro,
    /// A day.
    Date,
    /// `yes` or `no` in files; empty is not known.
    YesNo,
}

impl ValueKind {
    /// Whether a spreadsheet may calculate with it.
    pub fn is_number(self) -> bool {
        matches!(self, Self::Number | Self::Coordinate | Self::Euro)
    }
}

/// Where the value of a field is kept.
#[derive(Clone, Copy)]
pub enum Access {
    /// An optional text of the facility: how it is read, and how it is set.
    FacilityText(fn(&Facility) -> &Option<Text>, fn(&mut Facility) -> &mut Option<Text>),
    /// An optional day of the facility.
    FacilityDate(fn(&Facility) -> &Option<NaiveDate>, fn(&mut Facility) -> &mut Option<NaiveDate>),
    /// An optional text of an offer.
    OfferText(fn(&Offer) -> &Option<Text>, fn(&mut Offer) -> &mut Option<Text>),
    /// An optional day of an offer.
    OfferDate(fn(&Offer) -> &Option<NaiveDate>, fn(&mut Offer) -> &mut Option<NaiveDate>),
    /// An optional yes or no of the facility.
    FacilityYesNo(fn(&Facility) -> &Option<bool>, fn(&mut Facility) -> &mut Option<bool>),
    /// An optional yes or no of an offer.
    OfferYesNo(fn(&Offer) -> &Option<bool>, fn(&mut Offer) -> &mut Option<bool>),
    /// An amount of the price sheet.
    Amount(CostKind),
    /// A value of a facility with rules of its own: read only here.
    OfFacility(fn(&Facility) -> Option<String>),
    /// A value of an offer with rules of its own: read only here.
    OfOffer(fn(&Offer) -> Option<String>),
}

/// How the page of a facility shows a field among what is good to know, without a template of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageLine {
    /// The text alone.
    Plain,
    /// Behind a label. The German one is [`FieldInfo::de`], this is the English one; a further language has it as the
    /// message [`FieldInfo::label_key`].
    Labelled(&'static str),
}

/// Everything that is said about a field.
pub struct FieldInfo {
    /// The key in a mapping file.
    pub name: &'static str,
    /// What the field says something about.
    pub scope: Scope,
    /// The kind of its value.
    pub value: ValueKind,
    /// The column of exported files; `None` if it is not exported.
    pub column: Option<&'static str>,
    /// What the report of an import calls a change of it; `None` if it is not compared by itself.
    pub changed: Option<&'static str>,
    /// Where it stands in the JSON of a facility or of an offer; `None` if it is not there.
    pub wire: Option<&'static str>,
    /// How the page of a facility shows it; `None` if it does not, or by a template of its own.
    pub page: Option<PageLine>,
    /// Whether it may name or reach a person.
    pub personal: bool,
    /// Whether a facility takes it from a further row where its leading row has none.
    pub taken_from_any_row: bool,
    /// Whether an import has a rule of its own for it; any other field is taken as it stands.
    pub has_import_rule: bool,
    /// The German label.
    pub de: &'static str,
    /// What the field means, in English.
    pub en: &'static str,
    /// Where its value is kept.
    pub access: Access,
}

impl FieldInfo {
    const fn new(name: &'static str, scope: Scope, value: ValueKind, access: Access) -> Self {
        Self {
            name,
            scope,
            value,
            column: Some(name),
            changed: Some(name),
            wire: None,
            page: None,
            personal: false,
            taken_from_any_row: false,
            has_import_rule: false,
            de: "",
            en: "",
            access,
        }
    }

    const fn meaning(self, de: &'static str, en: &'static str) -> Self {
        Self { de, en, ..self }
    }

    const fn column(self, column: &'static str) -> Self {
        Self { column: Some(column), ..self }
    }

    const fn changed(self, changed: &'static str) -> Self {
        Self { changed: Some(changed), ..self }
    }

    const fn not_compared(self) -> Self {
        Self { changed: None, ..self }
    }

    const fn not_exported(self) -> Self {
        Self { column: None, ..self }
    }

    const fn wire(self, wire: &'static str) -> Self {
        Self { wire: Some(wire), ..self }
    }

    const fn on_page(self, line: PageLine) -> Self {
        Self { page: Some(line), ..self }
    }

    const fn personal(self) -> Self {
        Self { personal: true, ..self }
    }

    const fn taken_from_any_row(self) -> Self {
        Self { taken_from_any_row: true, ..self }
    }

    const fn import_rule(self) -> Self {
        Self { has_import_rule: true, ..self }
    }

    /// The key of the label in the page texts.
    pub fn label_key(&self) -> String {
        format!("register-field-{}", self.name)
    }

    /// Whether the value belongs to an offer and not to the facility as a whole.
    pub fn is_of_offer(&self) -> bool {
        matches!(
            self.access,
            Access::OfferText(..)
                | Access::OfferDate(..)
                | Access::OfferYesNo(..)
                | Access::Amount(_)
                | Access::OfOffer(_)
        )
    }

    /// The value as exported files write it, if it belongs to the facility and is known.
    pub fn of_facility(&self, facility: &Facility) -> Option<String> {
        match self.access {
            Access::FacilityText(get, _) => text(get(facility)),
            Access::FacilityDate(get, _) => day(*get(facility)),
            Access::FacilityYesNo(get, _) => yes_no(*get(facility)),
            Access::OfFacility(get) => get(facility),
            Access::OfferText(..)
            | Access::OfferDate(..)
            | Access::OfferYesNo(..)
            | Access::Amount(_)
            | Access::OfOffer(_) => None,
        }
    }

    /// The value as exported files write it, if it belongs to the offer and is known.
    pub fn of_offer(&self, offer: &Offer) -> Option<String> {
        match self.access {
            Access::OfferText(get, _) => text(get(offer)),
            Access::OfferDate(get, _) => day(*get(offer)),
            Access::Amount(kind) => offer.costs.as_ref()?.get(kind).map(|cents| cents.to_string()),
            Access::OfferYesNo(get, _) => yes_no(*get(offer)),
            Access::OfOffer(get) => get(offer),
            Access::FacilityText(..)
            | Access::FacilityDate(..)
            | Access::FacilityYesNo(..)
            | Access::OfFacility(_) => None,
        }
    }
}

fn text(text: &Option<Text>) -> Option<String> {
    text.as_deref().map(str::to_owned)
}

fn day(day: Option<NaiveDate>) -> Option<String> {
    day.map(|day| day.to_string())
}

fn yes_no(value: Option<bool>) -> Option<String> {
    value.map(|value| if value { "yes" } else { "no" }.to_owned())
}

fn number(number: Option<u32>) -> Option<String> {
    number.map(|number| number.to_string())
}

fn provider<'a, T>(facility: &'a Facility, get: impl FnOnce(&'a Provider) -> T) -> Option<T> {
    facility.provider.as_deref().map(get)
}

fn costs(offer: &Offer, get: impl FnOnce(&Costs) -> String) -> Option<String> {
    offer.costs.as_ref().map(get)
}

fn features(facility: &Facility) -> Option<String> {
    let words: Vec<&str> = facility.features.iter().map(|feature| feature.word()).collect();
    (!words.is_empty()).then(|| words.join("|"))
}

macro_rules! facility_text {
    ($($path:ident).+) => { Access::FacilityText(|it| &it.$($path).+, |it| &mut it.$($path).+) };
}
macro_rules! facility_date {
    ($path:ident) => {
        Access::FacilityDate(|it| &it.$path, |it| &mut it.$path)
    };
}
macro_rules! offer_text {
    ($path:ident) => {
        Access::OfferText(|it| &it.$path, |it| &mut it.$path)
    };
}
macro_rules! offer_date {
    ($path:ident) => {
        Access::OfferDate(|it| &it.$path, |it| &mut it.$path)
    };
}

macro_rules! fields {
    ($($(#[$doc:meta])* $variant:ident = $info:expr;)+) => {
        /// A field of the register, in the order of the columns of exported files.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[expect(missing_docs, reason = "the meaning of each field stands in its entry")]
        pub enum Field { $($(#[$doc])* $variant),+ }

        impl Field {
            /// Every field, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// What is said about the field.
            pub fn info(self) -> &'static FieldInfo {
                match self {
                    $(Self::$variant => {
                        static INFO: FieldInfo = $info;
                        &INFO
                    })+
                }
            }
        }
    };
}

use Access::{Amount, OfFacility, OfOffer};
use Scope::{Facility as OnFacility, Offer as OnOffer, Provider as OnProvider, Source as OnSource};
use ValueKind::{Coordinate, Date, Euro, Number, Text as Words, Word, YesNo};

fields! {
    /// The id of the facility in our register, as in our own exports.
    FacilityId = FieldInfo::new("facility_id", OnSource, Words, OfFacility(|it| Some(it.id.clone())))
        .not_compared().import_rule().wire("id")
        .meaning("Kennung der Einrichtung", "id of the facility in the register; rows that share it are one facility");
    Source = FieldInfo::new("source", OnSource, Words, OfFacility(|it| Some(it.source.source.to_string())))
        .not_compared().import_rule().wire("source.source")
        .meaning("Liste", "name of the list a row is from: lower-case letters and digits");
    /// The row's own id in the list.
    Id = FieldInfo::new("id", OnSource, Words, OfOffer(|it| Some(it.source_id.to_string())))
        .column("source_id").changed("row").import_rule().wire("source.id")
        .meaning("Kennung der Zeile", "id of the row in its list, the same from file to file");
    Name = FieldInfo::new("name", OnFacility, Words, OfFacility(|it| Some(it.name.clone())))
        .import_rule().wire("name")
        .meaning("Name", "name of the facility; needed");
    /// Has its own section in a mapping file.
    Category = FieldInfo::new("category", OnOffer, Word, OfOffer(|it| Some(it.category.to_string())))
        .import_rule().wire("category")
        .meaning("Angebot", "kind of care; needed");
    Provider = FieldInfo::new("provider", OnProvider, Words, OfFacility(|it| provider(it, |one| one.name.clone())))
        .import_rule().wire("provider.name").personal()
        .meaning("Träger", "who runs the facility");
    ProviderKind = FieldInfo::new("provider_kind", OnProvider, Word,
            OfFacility(|it| provider(it, |one| one.kind.word().to_owned())))
        .import_rule().wire("provider.kind")
        .meaning("Trägerart", "public, non_profit, private or unknown");
    Association = FieldInfo::new("association", OnProvider, Words,
            OfFacility(|it| provider(it, |one| one.association.clone()).flatten()))
        .import_rule().wire("provider.association")
        .meaning("Dachverband", "welfare association of the provider");
    Street = FieldInfo::new("street", OnFacility, Words, facility_text!(address.street))
        .import_rule().wire("address.street")
        .meaning("Straße", "street");
    HouseNumber = FieldInfo::new("house_number", OnFacility, Words, facility_text!(address.house_number))
        .import_rule().wire("address.house_number")
        .meaning("Hausnummer", "house number");
    Postcode = FieldInfo::new("postcode", OnFacility, Words, facility_text!(address.postcode))
        .import_rule().wire("address.postcode")
        .meaning("Postleitzahl", "postcode");
    Place = FieldInfo::new("place", OnFacility, Words, OfFacility(|it| Some(it.address.place.to_string())))
        .import_rule().wire("address.place")
        .meaning("Ort", "municipality or town as people write it");
    Locality = FieldInfo::new("locality", OnFacility, Words, facility_text!(address.locality))
        .import_rule().wire("address.locality")
        .meaning("Ortsteil", "part of the town");
    MunicipalityAgs = FieldInfo::new("municipality_ags", OnFacility, Words,
            OfFacility(|it| Some(it.municipality.to_string())))
        .changed("municipality").import_rule().wire("address.municipality_ags")
        .meaning("Gemeindeschlüssel", "key of the municipality; the point decides");
    /// Not kept: the municipality has it. Only compared with the point.
    District = FieldInfo::new("district", OnFacility, Words, OfFacility(|_| None))
        .not_exported().not_compared().import_rule()
        .meaning("Kreis", "name, key or registration mark of the district; checked against the point, which decides");
    /// Latitude, or the northing of a projected system. A change of the point is reported here.
    Y = FieldInfo::new("y", OnFacility, Coordinate, OfFacility(|it| Some(it.point.lat.to_string())))
        .column("lat").changed("position").import_rule().wire("location.lat")
        .meaning("Breite", "latitude, or the northing of a projected system");
    /// Longitude, or the easting of a projected system.
    X = FieldInfo::new("x", OnFacility, Coordinate, OfFacility(|it| Some(it.point.lon.to_string())))
        .column("lon").not_compared().import_rule().wire("location.lon")
        .meaning("Länge", "longitude, or the easting of a projected system");
    PositionSource = FieldInfo::new("position_source", OnFacility, Word,
            OfFacility(|it| Some(it.position_source.word().to_owned())))
        .import_rule().wire("position_source")
        .meaning("Herkunft der Lage", "source or gazetteer: where the position is from");
    Phone = FieldInfo::new("phone", OnFacility, Words, facility_text!(contact.phone))
        .import_rule().taken_from_any_row().wire("phone").personal()
        .meaning("Telefon", "phone number");
    Email = FieldInfo::new("email", OnFacility, Words, facility_text!(contact.email))
        .import_rule().taken_from_any_row().wire("email").personal()
        .meaning("E-Mail", "e-mail address");
    Website = FieldInfo::new("website", OnFacility, Words, facility_text!(contact.website))
        .import_rule().taken_from_any_row().wire("website")
        .meaning("Internetseite", "address of the website");
    OpeningHours = FieldInfo::new("opening_hours", OnFacility, Words, facility_text!(opening_hours))
        .import_rule().taken_from_any_row().wire("opening_hours")
        .meaning("Öffnungszeiten", "opening hours in the syntax of OpenStreetMap or in German words");
    Features = FieldInfo::new("features", OnFacility, Word, OfFacility(features))
        .import_rule().wire("features")
        .meaning("Merkmale", "features of the facility");
    Places = FieldInfo::new("places", OnOffer, Number, OfOffer(|it| number(it.places)))
        .import_rule().wire("places")
        .meaning("Plätze", "places, beds or dwellings, as the category counts them");
    PlacesOn = FieldInfo::new("places_on", OnOffer, Date, OfOffer(|it| day(it.places_on)))
        .import_rule().wire("places_on")
        .meaning("Stand der Plätze", "day to which the number of places refers; a year is its 31 December");
    FreePlaces = FieldInfo::new("free_places", OnOffer, Number, OfOffer(|it| number(it.free_places)))
        .import_rule().wire("free_places")
        .meaning("Freie Plätze", "free places; needs counted_on");
    CountedOn = FieldInfo::new("counted_on", OnOffer, Date, OfOffer(|it| day(it.counted_on)))
        .import_rule().wire("counted_on")
        .meaning("Gezählt am", "day on which the free places were counted");
    OwnShareEur = FieldInfo::new("own_share_eur", OnOffer, Euro, Amount(CostKind::OwnShare))
        .changed("own_share").import_rule().wire("costs")
        .meaning("Eigenanteil", "own share in all");
    CareShareEur = FieldInfo::new("care_share_eur", OnOffer, Euro, Amount(CostKind::CareShare))
        .changed("care_share").import_rule().wire("costs")
        .meaning("Einrichtungseinheitlicher Eigenanteil", "uniform care share (EEE), residential care only");
    BoardAndLodgingEur = FieldInfo::new("board_and_lodging_eur", OnOffer, Euro, Amount(CostKind::BoardAndLodging))
        .changed("board_and_lodging").import_rule().wire("costs")
        .meaning("Unterkunft und Verpflegung", "board and lodging");
    InvestmentEur = FieldInfo::new("investment_eur", OnOffer, Euro, Amount(CostKind::Investment))
        .changed("investment").import_rule().wire("costs")
        .meaning("Investitionskosten", "investment costs");
    TrainingLevyEur = FieldInfo::new("training_levy_eur", OnOffer, Euro, Amount(CostKind::TrainingLevy))
        .changed("training_levy").import_rule().wire("costs")
        .meaning("Ausbildungszuschlag", "training levy, where it is shown apart");
    PriceEur = FieldInfo::new("price_eur", OnOffer, Euro, Amount(CostKind::Price))
        .changed("price").import_rule().wire("costs")
        .meaning("Preis", "whole price before any benefit of an insurance");
    CostsPer = FieldInfo::new("costs_per", OnOffer, Word, OfOffer(|it| costs(it, |sheet| sheet.per.word().to_owned())))
        .import_rule().wire("costs.per")
        .meaning("Kosten je", "month, day, hour or meal: what an amount is paid for");
    CostsOn = FieldInfo::new("costs_on", OnOffer, Date, OfOffer(|it| costs(it, |sheet| sheet.on.to_string())))
        .import_rule().wire("costs.costs_on")
        .meaning("Kosten ab", "day from which the amounts hold");
    Note = FieldInfo::new("note", OnOffer, Words, offer_text!(note))
        .import_rule().wire("note")
        .meaning("Bemerkung zum Angebot", "note on the offer");
    ValidFrom = FieldInfo::new("valid_from", OnOffer, Date, offer_date!(valid_from))
        .meaning("Angebot ab", "first day of the offer");
    ValidTo = FieldInfo::new("valid_to", OnOffer, Date, offer_date!(valid_to))
        .meaning("Angebot bis", "last day of the offer");
    FacilityNote = FieldInfo::new("facility_note", OnFacility, Words, facility_text!(note))
        .wire("note").on_page(PageLine::Plain)
        .meaning("Bemerkung zur Einrichtung", "note on the facility as a whole");
    FacilityValidFrom = FieldInfo::new("facility_valid_from", OnFacility, Date, facility_date!(valid_from))
        .wire("valid_from")
        .meaning("Erster Tag", "first day of the facility");
    FacilityValidTo = FieldInfo::new("facility_valid_to", OnFacility, Date, facility_date!(valid_to))
        .wire("valid_to")
        .meaning("Letzter Tag", "last day of the facility");
    Confirmed = FieldInfo::new("confirmed", OnFacility, YesNo,
            Access::FacilityYesNo(|it| &it.confirmed, |it| &mut it.confirmed))
        .wire("confirmed")
        .meaning("Amtlich bestätigt", "`no` where no office answers for the facility; empty counts as yes");
}

impl Field {
    /// The field of a key in the `[columns]` of a mapping file. The category has a section of its own there.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::importable().find(|field| field.info().name == name)
    }

    /// Fields that `[columns]` of a mapping file may name.
    pub fn importable() -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(|field| *field != Self::Category)
    }

    /// Fields that are exported, each with its column, in order.
    pub fn exported() -> impl Iterator<Item = (Self, &'static str)> {
        Self::ALL.iter().filter_map(|field| Some((*field, field.info().column?)))
    }

    /// The amounts of a price sheet and where each stands.
    pub fn amounts() -> impl Iterator<Item = (CostKind, Self)> {
        Self::ALL.iter().filter_map(|field| match field.info().access {
            Access::Amount(kind) => Some((kind, *field)),
            _ => None,
        })
    }
}

impl<'de> Deserialize<'de> for Field {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Name;
        impl de::Visitor<'_> for Name {
            type Value = Field;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the name of a field")
            }

            fn visit_str<E: de::Error>(self, name: &str) -> Result<Field, E> {
                Field::from_name(name).ok_or_else(|| {
                    let known: Vec<String> =
                        Field::importable().map(|field| format!("`{}`", field.info().name)).collect();
                    E::custom(format!("unknown variant `{name}`, expected one of {}", known.join(", ")))
                })
            }
        }
        deserializer.deserialize_identifier(Name)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn names_and_columns_stand_once_and_every_field_has_a_meaning() {
        let names: BTreeSet<&str> = Field::ALL.iter().map(|field| field.info().name).collect();
        assert_eq!(names.len(), Field::ALL.len());
        let columns: BTreeSet<&str> = Field::exported().map(|(_, column)| column).collect();
        assert_eq!(columns.len(), Field::exported().count());
        assert!(Field::ALL.iter().all(|field| !field.info().de.is_empty() && !field.info().en.is_empty()));
    }

    #[test]
    fn every_kind_of_cost_has_one_field() {
        let kinds: Vec<CostKind> = Field::amounts().map(|(kind, _)| kind).collect();
        assert_eq!(kinds, CostKind::ALL);
    }
}
