//! How the available staff depends on each parameter of its supply, as a text.

use std::fmt::Write;

use super::area::forecast_areas;
use super::{ForecastError, ForecastSpec};
use crate::care::Survey;
use crate::model::Model;
use crate::units::Year;

/// Each parameter is made smaller and greater by this share of itself.
const SHARE: f64 = 0.1;

/// The staff available in an area in a year when one parameter at a time is a tenth smaller or greater.
pub fn sensitivity(model: &Model, request: &ForecastSpec, year: Year) -> Result<String, ForecastError> {
    request.check(model, 1)?;
    let areas = forecast_areas(model, request)?;
    let survey = Survey::new(model)?;
    if let Some(small) = areas.iter().find(|area| area.is_small()) {
        return Err(ForecastError::OnlyDistricts(small.key.to_string()));
    }
    if year <= survey.year || year > model.last_year {
        let (first, last) = (survey.year.0 + 1, model.last_year.0);
        return Err(ForecastError::PlanOutside { what: "sensitivity", year: year.0, first, last });
    }
    let mut text = String::new();
    for area in areas {
        let chosen = |index| area.covers(index);
        let (available, all) = survey.staff_sensitivity(model, &request.care, chosen, (year, SHARE))?;
        // Writing to a String cannot fail.
        let _ = writeln!(
            text,
            "staff available in {} at the end of {}: {available:.0} heads\n{:<26} {:>10} {:>10}",
            area.key, year.0, "one parameter", "a tenth less", "a tenth more"
        );
        for one in all {
            let _ = writeln!(text, "{:<26} {:>12.0} {:>12.0}", one.parameter, one.lower, one.upper);
        }
    }
    Ok(text)
}
