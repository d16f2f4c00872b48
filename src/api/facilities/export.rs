//! Pages of facilities as tables: CSV that `pflegeplan import` reads again, and XLSX.

use rust_xlsxwriter::{Format, Workbook, XlsxError};

use crate::api::facilities::response::example_notice;
use crate::register::exchange::{self, HEADER};
use crate::register::{Category, CategoryTree, Facility, Offer};
use crate::search::{Hit, Page, Snapshot};
use crate::units::Lang;

/// What only an answer knows, behind the columns of the exchange layout.
const ANSWER: [&str; 5] = ["status", "distance_m", "duration_s", "example", "register_version"];

/// Columns that hold numbers a spreadsheet may calculate with; a postcode or a key is text.
const NUMBERS: [&str; 13] = [
    "lat",
    "lon",
    "places",
    "free_places",
    "own_share_eur",
    "care_share_eur",
    "board_and_lodging_eur",
    "investment_eur",
    "training_levy_eur",
    "price_eur",
    "distance_m",
    "duration_s",
    "register_version",
];

/// A page as rows of text, one an offer.
pub struct Table {
    rows: Vec<Vec<String>>,
    has_examples: bool,
}

impl Table {
    pub fn new(page: &Page, snapshot: &Snapshot, tree: &CategoryTree, max_age_days: u32) -> Self {
        let status = |offer: &Offer| {
            let counts = tree.get(offer.category.as_str()).is_some_and(Category::counts_places);
            offer.status(snapshot.today(), max_age_days, counts).word()
        };
        let rows = page.hits.iter().flat_map(|hit| {
            let facility = &snapshot.facilities()[hit.facility as usize];
            facility.offers.iter().map(move |offer| row(facility, offer, hit, status(offer), snapshot))
        });
        Self { rows: rows.collect(), has_examples: snapshot.has_examples() }
    }

    /// UTF-8 with a header line.
    pub fn csv(&self) -> Result<Vec<u8>, csv::Error> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(columns())?;
        for row in &self.rows {
            writer.write_record(row)?;
        }
        writer.into_inner().map_err(|error| error.into_error().into())
    }

    /// A sheet of offers and a sheet that says what the columns mean.
    pub fn xlsx(&self) -> Result<Vec<u8>, XlsxError> {
        let mut workbook = Workbook::new();
        let bold = Format::new().set_bold();
        let sheet = workbook.add_worksheet().set_name("Angebote")?;
        sheet.set_freeze_panes(1, 0)?;
        for (column, name) in (0..).zip(columns()) {
            sheet.write_string_with_format(0, column, name, &bold)?;
        }
        for (line, row) in (1..).zip(&self.rows) {
            for (column, (name, cell)) in (0..).zip(columns().zip(row)) {
                match cell.parse::<f64>() {
                    Ok(number) if NUMBERS.contains(&name) => sheet.write_number(line, column, number)?,
                    _ => sheet.write_string(line, column, cell)?,
                };
            }
        }
        let notes = workbook.add_worksheet().set_name("Hinweise")?;
        notes.write_string(0, 0, "Eine Zeile je Angebot. distance_m: Luftlinie in Metern (WGS 84).")?;
        let costs = "…_eur: Kosten in Euro je costs_per, die ab costs_on gelten. Leer heißt nicht bekannt.";
        notes.write_string(1, 0, costs)?;
        notes.write_string(2, 0, "duration_s: Fahrzeit in Sekunden, geschätzt, keine Route auf Straßen.")?;
        if self.has_examples {
            notes.write_string(3, 0, example_notice(Lang::De))?;
        }
        workbook.save_to_buffer()
    }
}

fn columns() -> impl Iterator<Item = &'static str> {
    HEADER.into_iter().chain(ANSWER)
}

fn row(facility: &Facility, offer: &Offer, hit: &Hit, status: &str, snapshot: &Snapshot) -> Vec<String> {
    let answer = [
        status.to_owned(),
        hit.distance.map(|distance| format!("{:.1}", distance.0)).unwrap_or_default(),
        hit.travel.map(|travel| format!("{:.0}", travel.duration.0)).unwrap_or_default(),
        facility.example.to_string(),
        snapshot.version().to_string(),
    ];
    exchange::record(facility, offer).into_iter().chain(answer).collect()
}
