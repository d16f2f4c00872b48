//! Pages of facilities as tables: CSV that `pflegeplan import` reads again, and XLSX.

use chrono::NaiveDate;
use rust_xlsxwriter::{Format, Workbook, XlsxError};
use serde::Serialize;
use serde_json::{Map, Value};

use super::wire::{EXAMPLE_NOTICE, OfferBody};
use crate::register::{CategoryTree, Facility};
use crate::search::{Hit, Page, Snapshot};

/// One row an offer. The names are those of the exchange layout (`models/import/pflegeplan.toml`); what
/// only an answer knows stands behind them.
#[derive(Debug, Default, Serialize)]
struct Row {
    facility_id: String,
    name: String,
    category: String,
    provider: Option<String>,
    provider_kind: Option<&'static str>,
    provider_association: Option<String>,
    street: Option<String>,
    house_number: Option<String>,
    postcode: Option<String>,
    place: String,
    locality: Option<String>,
    municipality_ags: String,
    lat: f64,
    lon: f64,
    phone: Option<String>,
    email: Option<String>,
    website: Option<String>,
    opening_hours: Option<String>,
    features: String,
    places: Option<u32>,
    places_on: Option<NaiveDate>,
    free_places: Option<u32>,
    counted_on: Option<NaiveDate>,
    note: Option<String>,
    valid_from: Option<NaiveDate>,
    valid_to: Option<NaiveDate>,
    status: &'static str,
    distance_m: Option<f64>,
    duration_s: Option<f64>,
    example: bool,
    register_version: u64,
}

impl Row {
    fn new(facility: &Facility, offer: &OfferBody, hit: &Hit, version: u64) -> Self {
        let provider = facility.provider.as_ref();
        let address = facility.address.clone();
        let contact = facility.contact.clone();
        let features: Vec<&str> = facility.features.iter().map(|feature| feature.word()).collect();
        Self {
            facility_id: facility.id.clone(),
            name: facility.name.clone(),
            category: offer.category.clone(),
            provider: provider.map(|provider| provider.name.clone()),
            provider_kind: provider.map(|provider| provider.kind.word()),
            provider_association: provider.and_then(|provider| provider.association.clone()),
            street: address.street,
            house_number: address.house_number,
            postcode: address.postcode,
            place: address.place,
            locality: address.locality,
            municipality_ags: facility.municipality.to_string(),
            lat: facility.point.lat,
            lon: facility.point.lon,
            phone: contact.phone,
            email: contact.email,
            website: contact.website,
            opening_hours: facility.opening_hours.clone(),
            features: features.join("|"),
            places: offer.places,
            places_on: offer.places_on,
            free_places: offer.free_places,
            counted_on: offer.counted_on,
            note: offer.note.clone(),
            valid_from: facility.valid_from,
            valid_to: facility.valid_to,
            status: offer.status,
            distance_m: hit.distance.map(|distance| (distance.0 * 10.0).round() / 10.0),
            duration_s: hit.travel.map(|travel| travel.duration.0.round()),
            example: facility.example,
            register_version: version,
        }
    }

    /// Column names and values in order.
    fn cells(&self) -> Map<String, Value> {
        match serde_json::to_value(self) {
            Ok(Value::Object(cells)) => cells,
            _ => Map::new(),
        }
    }
}

/// A page as rows.
pub struct Table {
    rows: Vec<Row>,
    has_examples: bool,
}

impl Table {
    pub fn new(page: &Page, snapshot: &Snapshot, tree: &CategoryTree, max_age_days: u32) -> Self {
        let rows = page.hits.iter().flat_map(|hit| {
            let facility = &snapshot.facilities()[hit.facility as usize];
            facility.offers.iter().map(move |offer| {
                let offer = OfferBody::new(offer, tree, snapshot.today(), max_age_days);
                Row::new(facility, &offer, hit, snapshot.version())
            })
        });
        Self { rows: rows.collect(), has_examples: snapshot.has_examples() }
    }

    /// UTF-8 with a header line, comma and CRLF as in RFC 4180.
    pub fn csv(&self) -> Result<Vec<u8>, csv::Error> {
        let mut writer = csv::WriterBuilder::new()
            .has_headers(false)
            .terminator(csv::Terminator::CRLF)
            .from_writer(Vec::new());
        writer.write_record(Row::default().cells().keys())?;
        for row in &self.rows {
            writer.serialize(row)?;
        }
        writer.into_inner().map_err(|error| error.into_error().into())
    }

    /// A sheet of offers and a sheet that says what the columns mean.
    pub fn xlsx(&self) -> Result<Vec<u8>, XlsxError> {
        let mut workbook = Workbook::new();
        let bold = Format::new().set_bold();
        let sheet = workbook.add_worksheet().set_name("Angebote")?;
        sheet.set_freeze_panes(1, 0)?;
        for (column, name) in (0..).zip(Row::default().cells().keys()) {
            sheet.write_string_with_format(0, column, name, &bold)?;
        }
        for (line, row) in (1..).zip(&self.rows) {
            for (column, cell) in (0..).zip(row.cells().values()) {
                match cell {
                    Value::Null => {}
                    Value::Number(number) => {
                        sheet.write_number(line, column, number.as_f64().unwrap_or(f64::NAN))?;
                    }
                    Value::Bool(truth) => {
                        sheet.write_boolean(line, column, *truth)?;
                    }
                    other => {
                        sheet.write_string(line, column, other.as_str().unwrap_or_default())?;
                    }
                }
            }
        }
        let notes = workbook.add_worksheet().set_name("Hinweise")?;
        notes.write_string(0, 0, "Eine Zeile je Angebot. distance_m: Luftlinie in Metern (WGS 84).")?;
        notes.write_string(1, 0, "duration_s: Fahrzeit in Sekunden, geschätzt, keine Route auf Straßen.")?;
        if self.has_examples {
            notes.write_string(2, 0, EXAMPLE_NOTICE)?;
        }
        workbook.save_to_buffer()
    }
}
