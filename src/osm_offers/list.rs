//! The list as CSV. Above its header stands what it is, of which day, and under which licence; the import repeats that in its
//! report, and `pflegeplan region` knows by it of which extract the list was made.

use std::io;

use chrono::NaiveDate;

use super::MappedOffer;
use crate::register::Feature;
use crate::units::formula::neutral;

/// Of which extract a list was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The day of its data, if it is known.
    pub date: Option<NaiveDate>,
    /// Its checksum, in hexadecimal digits.
    pub sha256: String,
}

const TITLE: &str = "Pflegeangebote aus OpenStreetMap, amtlich nicht bestätigt";
const LICENCE: &str =
    "© OpenStreetMap-Mitwirkende, Open Database License 1.0 (ODbL), www.openstreetmap.org/copyright";
/// Before the day and before the checksum.
const DATE: &str = "; Auszug vom ";
const SHA256: &str = "; SHA-256 des Auszugs: ";

/// The columns. `models/import/openstreetmap.toml` reads them.
const COLUMNS: [&str; 18] = [
    "osm_id",
    "name",
    "category",
    "provider",
    "street",
    "house_number",
    "postcode",
    "place",
    "locality",
    "lat",
    "lon",
    "phone",
    "email",
    "website",
    "opening_hours",
    "features",
    "places",
    "places_on",
];

/// Writes offers as CSV (UTF-8, comma).
///
/// # Errors
/// Those of the writer.
pub fn to_csv(offers: &[MappedOffer], origin: &Origin) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    let date = origin.date.map(|date| format!("{DATE}{date}")).unwrap_or_default();
    writer.write_record([format!("{TITLE}; {LICENCE}{date}{SHA256}{}", origin.sha256)])?;
    writer.write_record(COLUMNS)?;
    for offer in offers {
        for value in record(offer) {
            writer.write_field(neutral(&value).as_ref())?;
        }
        // Ends the record.
        writer.write_record(None::<&[u8]>)?;
    }
    writer.into_inner().map_err(|fault| io::Error::other(fault.to_string()).into())
}

/// Of which extract a list was made; `None` for a file that is no such list.
pub fn origin_of(text: &str) -> Option<Origin> {
    let title = text.lines().next().filter(|line| line.contains(TITLE))?;
    let (before, sha256) = title.split_once(SHA256)?;
    let date = before.split_once(DATE).and_then(|(_, day)| day.parse().ok());
    let sha256: String = sha256.chars().take_while(char::is_ascii_hexdigit).collect();
    Some(Origin { date, sha256 })
}

/// The cells of an offer, in the order of [`COLUMNS`]; what is not known is empty.
fn record(offer: &MappedOffer) -> [String; COLUMNS.len()] {
    let tag = |keys: &[&str]| offer.tag(keys).unwrap_or_default().to_owned();
    let several = |keys: &[&str]| tag(keys).split(';').map(str::trim).collect::<Vec<_>>().join(", ");
    // Only a count of a day is a fact of that day; the day of the extract is none.
    let counted_on = tag(&["survey:date", "check_date"]);
    [
        offer.id.clone(),
        offer.name.clone(),
        offer.category.to_string(),
        tag(&["operator"]),
        tag(&["addr:street", "addr:place"]),
        tag(&["addr:housenumber"]),
        tag(&["addr:postcode"]),
        tag(&["addr:city"]),
        tag(&["addr:suburb"]),
        offer.point.lat.to_string(),
        offer.point.lon.to_string(),
        several(&["phone", "contact:phone", "contact:mobile", "mobile"]),
        tag(&["email", "contact:email"]),
        tag(&["website", "contact:website", "url"]),
        tag(&["opening_hours"]),
        feature(offer).map_or_else(String::new, |feature| feature.word().to_owned()),
        offer.places.map(|places| places.to_string()).unwrap_or_default(),
        if offer.places.is_some() { counted_on } else { String::new() },
    ]
}

/// What `wheelchair` says.
fn feature(offer: &MappedOffer) -> Option<Feature> {
    match offer.tag(&["wheelchair"])? {
        "yes" | "designated" => Some(Feature::BarrierFree),
        "limited" => Some(Feature::LowBarrier),
        _ => None,
    }
}
