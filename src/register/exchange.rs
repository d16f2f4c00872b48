//! The layout in which facilities leave the register and come back: one row an offer, named as in the
//! API. `models/import/pflegeplan.toml` reads it again.

use std::io;

use chrono::NaiveDate;

use super::{CostKind, Facility, Offer, Text};

/// The columns, in order.
pub const HEADER: [&str; 40] = [
    "facility_id",
    "source",
    "source_id",
    "name",
    "category",
    "provider",
    "provider_kind",
    "association",
    "street",
    "house_number",
    "postcode",
    "place",
    "locality",
    "municipality_ags",
    "lat",
    "lon",
    "position_source",
    "phone",
    "email",
    "website",
    "opening_hours",
    "features",
    "places",
    "places_on",
    "free_places",
    "counted_on",
    "own_share_eur",
    "care_share_eur",
    "board_and_lodging_eur",
    "investment_eur",
    "training_levy_eur",
    "price_eur",
    "costs_per",
    "costs_on",
    "note",
    "valid_from",
    "valid_to",
    "facility_note",
    "facility_valid_from",
    "facility_valid_to",
];

/// Writes facilities as CSV (UTF-8, comma).
pub fn write_csv<'a>(
    facilities: impl IntoIterator<Item = &'a Facility>,
    out: impl io::Write,
) -> Result<(), csv::Error> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(HEADER)?;
    for facility in facilities {
        for offer in &facility.offers {
            writer.write_record(record(facility, offer))?;
        }
    }
    writer.flush()?;
    Ok(())
}

/// The cells of one offer, in the order of [`HEADER`].
pub fn record(facility: &Facility, offer: &Offer) -> [String; HEADER.len()] {
    let text = |text: &Option<Text>| text.as_deref().unwrap_or_default().to_owned();
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let number = |number: Option<u32>| number.map(|number| number.to_string()).unwrap_or_default();
    let costs = offer.costs.as_ref();
    let euro =
        |kind| costs.and_then(|costs| costs.get(kind)).map(|cents| cents.to_string()).unwrap_or_default();
    let provider = facility.provider.as_ref();
    let features: Vec<&str> = facility.features.iter().map(|feature| feature.word()).collect();
    let Facility { address, contact, point, .. } = facility;
    [
        facility.id.clone(),
        facility.source.source.to_string(),
        offer.source_id.to_string(),
        facility.name.clone(),
        offer.category.to_string(),
        provider.map(|provider| provider.name.clone()).unwrap_or_default(),
        provider.map(|provider| provider.kind.word().to_owned()).unwrap_or_default(),
        provider.and_then(|provider| provider.association.clone()).unwrap_or_default(),
        text(&address.street),
        text(&address.house_number),
        text(&address.postcode),
        address.place.to_string(),
        text(&address.locality),
        facility.municipality.to_string(),
        point.lat.to_string(),
        point.lon.to_string(),
        facility.position_source.word().to_owned(),
        text(&contact.phone),
        text(&contact.email),
        text(&contact.website),
        text(&facility.opening_hours),
        features.join("|"),
        number(offer.places),
        day(offer.places_on),
        number(offer.free_places),
        day(offer.counted_on),
        euro(CostKind::OwnShare),
        euro(CostKind::CareShare),
        euro(CostKind::BoardAndLodging),
        euro(CostKind::Investment),
        euro(CostKind::TrainingLevy),
        euro(CostKind::Price),
        costs.map(|costs| costs.per.word().to_owned()).unwrap_or_default(),
        day(costs.map(|costs| costs.on)),
        text(&offer.note),
        day(offer.valid_from),
        day(offer.valid_to),
        text(&facility.note),
        day(facility.valid_from),
        day(facility.valid_to),
    ]
}
