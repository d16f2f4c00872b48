//! From residents to need: how many people need care, in which form, and how many places and how much staff they
//! need, year by year.
//!
//! [`Survey::new`] fits the model's rates to the counts of each district, [`Survey::forecast`]
//! applies them to a projected population under the assumptions of a [`CareRequest`]. Every measure is a sum
//! over sexes and care groups of persons times a weight ([`Weights`]), so that parts add up to the whole
//! and draws can be summed within each draw.
//!
//! The formulas are written once over [`Quantity`](crate::algebra::Quantity) and take their values from a [`Reading`]:
//! [`Inputs`] reads them as plain numbers, `explain` as figures with operands, units and sources. The explanation of a
//! new measure therefore comes from running its formula.

mod error;
mod forecast;
pub mod formulas;
mod further;
mod inputs;
mod need;
mod places;
mod population;
mod rates;
mod reading;
mod scenario;
mod staff;
mod supply;
mod survey;

pub use crate::units::PlaceKind;
pub use error::CareError;
pub use forecast::{AreaYear, CareForecast, CareYear};
pub use further::{Assistance, FurtherNeed, cost, recipients, with_prices};
pub use inputs::{Input, Inputs};
pub use need::{Need, Part, Weights};
pub use places::{Balance, places_needed, places_of_survey};
pub use population::{DAY_CARE_FROM, care_groups, informal_potential, of_survey, persons_from};
pub use rates::{TypeRates, fit_types, odds_factor, odds_times};
pub use reading::Reading;
pub use scenario::{CareRequest, CountyAssistance, DAY_CARE_BOUNDS, Own, surveys_between};
pub use staff::{
    Sensitivity, Staff, StaffRules, heads_available, heads_in_homes, heads_in_services, sensitivity,
};
pub use supply::{Change, Places, Planned, supply};
pub use survey::{DistrictSurvey, Survey, district_counts, type_counts};

#[cfg(test)]
mod tests;
