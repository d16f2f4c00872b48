//! `care/parameters.toml`: each parameter is declared once, with its bounds and whether a request may replace it.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use serde::Deserialize;
use toml::Spanned;

use crate::algebra::Unit;
use crate::model::citation::{Citation, cite};
use crate::model::table::{File, LoadError};

/// A planning occupancy below one half is a typing error.
const OCCUPANCY: RangeInclusive<f64> = 0.5..=1.0;
/// Shares of the staff that enter or leave in a year.
const STAFF_SHARE: RangeInclusive<f64> = 0.0..=0.3;
/// How an error names the unit of a share.
pub const SHARE: &str = "(a share: 0.9 is 90 percent)";

/// A parameter as the list below declares it.
pub struct Definition {
    /// Its name in `care/parameters.toml`, in requests and in answers.
    pub name: &'static str,
    /// Values outside of it are refused.
    pub range: RangeInclusive<f64>,
    /// Whether a request may have a value of its own.
    pub is_editable: bool,
    /// Its field.
    pub field: fn(&mut Parameters) -> &mut f64,
    /// The unit of the file and of requests, as an error names it behind a value.
    pub file_unit: &'static str,
    /// What it is called where a formula starts from it.
    pub what: &'static str,
    /// The unit in which a formula takes it.
    pub unit: Unit,
    /// Its value in this unit.
    pub quantity: fn(&Parameters) -> f64,
}

/// Definitions are compared by their names.
impl PartialEq for Definition {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl std::fmt::Debug for Definition {
    fn fmt(&self, to: &mut std::fmt::Formatter) -> std::fmt::Result {
        to.write_str(self.name)
    }
}

/// Writes the type of all parameters, the rows of the file, and [`DEFINITIONS`] from one list. A row holds name, bounds,
/// the unit of the file, whether a request may replace the value, and how a formula takes it: what it is called there, its
/// unit, and, where that is not the unit of the file, the conversion.
macro_rules! parameters {
    ($(
        $(#[$doc:meta])*
        $name:ident: $range:expr, $file_unit:expr, editable: $editable:literal,
        in formulas: $what:literal, $unit:ident $(, $convert:expr)?;
    )*) => {
        /// The assumed and derived figures of places, staff and further needs.
        #[derive(Debug, Clone, Default, PartialEq)]
        pub struct Parameters {
            $($(#[$doc])* pub $name: f64,)*
            /// What each figure rests on.
            pub note: BTreeMap<String, String>,
            /// Keys of the sources of each figure, separated by spaces; [`REQUEST`](super::REQUEST) for a value of the
            /// request.
            pub source: BTreeMap<String, String>,
        }

        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Rows {
            $($name: Row,)*
        }

        impl Rows {
            /// In the order of [`DEFINITIONS`].
            fn into_list(self) -> Vec<Row> {
                vec![$(self.$name),*]
            }
        }

        /// All parameters, in the order of the file.
        pub static DEFINITIONS: &[Definition] = &[
            $(Definition {
                name: stringify!($name),
                range: $range,
                is_editable: $editable,
                file_unit: $file_unit,
                field: |all| &mut all.$name,
                what: $what,
                unit: Unit::$unit,
                quantity: |all| {
                    let value = all.$name;
                    $(let value = ($convert as fn(f64) -> f64)(value);)?
                    value
                },
            }),*
        ];

        #[expect(non_camel_case_types, reason = "the rows are named as the parameters")]
        enum RowOf {
            $($name),*
        }

        impl Definition {
            $(
                $(#[$doc])*
                pub fn $name() -> &'static Self {
                    &DEFINITIONS[RowOf::$name as usize]
                }
            )*
        }
    };
}

parameters! {
    /// Share of residential places that is to be occupied.
    occupancy_residential: OCCUPANCY, SHARE, editable: true,
        in formulas: "share of the places that is to be occupied", Share;
    /// Share of dedicated short-term places that is to be occupied.
    occupancy_short_term: OCCUPANCY, SHARE, editable: true,
        in formulas: "share of the places that is to be occupied", Share;
    /// Share of the places of day and night care that is to be occupied.
    occupancy_day_care: OCCUPANCY, SHARE, editable: true,
        in formulas: "share of the places that is to be occupied", Share;
    /// Guests of short-term care on an average day per 1,000 people cared for at home.
    short_term_guests_per_1000_at_home: 0.0..=100.0, "guests per 1,000 people cared for at home", editable: true,
        in formulas: "guests of short-term care for each of them", Ratio, |per_1000| per_1000 / 1_000.0;
    /// Heads that enter in a year, as a share of the staff of the survey.
    staff_entries: STAFF_SHARE, SHARE, editable: true,
        in formulas: "share of them that enters a year", Share;
    /// Share of the staff that retires in [`RETIREMENT_FROM`](super::RETIREMENT_FROM).
    staff_retirement_start: STAFF_SHARE, SHARE, editable: true,
        in formulas: "share that retires a year at first", Share;
    /// Share of the staff that retires in [`RETIREMENT_TO`](super::RETIREMENT_TO) and later.
    staff_retirement_end: STAFF_SHARE, SHARE, editable: true,
        in formulas: "share that retires a year later on", Share;
    /// Share of the staff that leaves in a year before retirement.
    staff_early_exit: STAFF_SHARE, SHARE, editable: true,
        in formulas: "share of the staff that leaves early a year", Share;
    /// Heads that return in a year, as a share of the staff of the survey.
    staff_return: STAFF_SHARE, SHARE, editable: true,
        in formulas: "share of them that returns a year", Share;
    /// Recipients of Hilfe zur Pflege in the state in [`ASSISTANCE_YEAR`](super::ASSISTANCE_YEAR).
    assistance_recipients: 0.0..=1e6, "persons", editable: false,
        in formulas: "recipients in the state", Persons;
    /// Euros that they cost in that year.
    assistance_cost_euro: 0.0..=1e11, "euros a year", editable: false,
        in formulas: "cost in the state", Euro;
    /// Increase of the cost of a recipient from year to year.
    assistance_price_increase: -0.1..=0.3, SHARE, editable: true,
        in formulas: "rise of the cost of a recipient in a year", Factor, |increase| 1.0 + increase;
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    value: Spanned<f64>,
    source: Spanned<String>,
    note: String,
}

pub(super) fn parameters(file: File, citations: &mut Vec<Citation>) -> Result<Parameters, LoadError> {
    let rows: Rows = file.toml()?;
    let mut all = Parameters::default();
    for (definition, row) in DEFINITIONS.iter().zip(rows.into_list()) {
        let name = definition.name;
        cite(file, file.line_of(&row.source), row.source.get_ref(), citations)?;
        all.note.insert(name.to_owned(), row.note);
        all.source.insert(name.to_owned(), row.source.get_ref().clone());
        *(definition.field)(&mut all) = file.within(name, &row.value, definition.range.clone())?;
    }
    Ok(all)
}
