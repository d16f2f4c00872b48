//! From people to need: how many people need care, in which form, and how many places and how much staff that
//! takes, year by year.
//!
//! [`Survey::new`] brings the national rates to what was counted in each district, [`Survey::forecast`]
//! applies them to a projected population under the assumptions of a [`CareRequest`]. Every measure is a sum
//! over sexes and care groups of persons times a weight ([`Weights`]), so that parts add up to the whole
//! and random futures can be summed within each future.

mod error;
mod forecast;
mod further;
mod need;
mod places;
mod population;
mod rates;
mod scenario;
mod staff;
mod survey;

pub use error::CareError;
pub use forecast::{AreaYear, CareForecast, CareYear};
pub use further::{Assistance, FurtherNeed};
pub use need::{Need, Part, Weights};
pub use places::{Balance, Change, DAY_CARE_FROM, PlaceKind, Places, Planned};
pub use population::{care_groups, informal_potential, of_survey, persons_from};
pub use rates::{TypeRates, fit_types, odds_factor, odds_times};
pub use scenario::{CareRequest, CountyAssistance, Own};
pub use staff::{Sensitivity, Staff, StaffAccount, StaffRules, sensitivity, staff_account, supply};
pub use survey::{DistrictSurvey, Survey};

#[cfg(test)]
mod tests;
