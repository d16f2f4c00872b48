//! Which measures a forecast does not have for an area, and why.

use super::area::ForecastArea;
use super::{ForecastSpec, Measure, StaffUnit};
use crate::care::PlaceKind;
use crate::units::AreaKey;

/// Measures that are not given of some areas, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Missing {
    /// The areas without rows.
    pub areas: Vec<AreaKey>,
    /// The measures that have none.
    pub measures: Vec<Measure>,
    /// Why, as a sentence.
    pub reason: &'static str,
}

/// What is not known of parts of districts.
pub(crate) fn of(request: &ForecastSpec, areas: &[ForecastArea]) -> Vec<Missing> {
    let areas: Vec<AreaKey> =
        areas.iter().filter(|area| area.is_small()).map(|area| area.key.clone()).collect();
    if areas.is_empty() {
        return Vec::new();
    }
    let missing = |measures: Vec<Measure>, reason| Missing { areas: areas.clone(), measures, reason };
    let places = PlaceKind::ALL.into_iter();
    let places = places.flat_map(|kind| [Measure::PlacesSupply(kind), Measure::PlacesBalance(kind)]);
    let heads = StaffUnit::Heads;
    let mut all = vec![
        missing(
            vec![Measure::Births, Measure::Deaths, Measure::NetMigration],
            "births, deaths and moves are known of whole districts only",
        ),
        missing(
            vec![Measure::StaffAvailable(heads), Measure::StaffGap(heads)],
            "the staff available is known of whole districts only, and with it the gap",
        ),
        missing(
            vec![
                Measure::EntitledToRelief,
                Measure::AssistanceRecipients,
                Measure::AssistanceCost,
                Measure::AssistanceCostWithPrices,
            ],
            "help in everyday life and Hilfe zur Pflege are known of whole districts only",
        ),
    ];
    if request.supply.is_none() {
        all.push(missing(
            places.collect(),
            "the statistics know places of whole districts only; supply=register takes those of the register",
        ));
    }
    all
}
