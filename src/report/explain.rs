//! The sum behind one figure of need, as a text.

use std::fmt::Write;

use super::area::places;
use super::{ForecastError, ForecastRequest};
use crate::care::{Part, Survey, Term, explain as terms_of};
use crate::params::model::Model;
use crate::projection;
use crate::units::{AreaKey, Sex, Year};

/// The people in need of a district in a year: residents times rate for each cell, and where the rate comes from.
pub fn explain(
    model: &Model,
    request: &ForecastRequest,
    year: Year,
    part: &Part,
) -> Result<String, ForecastError> {
    let AreaKey::District(area) = &request.area else {
        return Err(ForecastError::OnlyDistricts(request.area.to_string()));
    };
    request.check(model, 1)?;
    if year < model.base_year || year > request.to {
        let (first, last) = (model.base_year.0, request.to.0);
        return Err(ForecastError::PlanOutside { what: "explain", year: year.0, first, last });
    }
    let run = projection::Request { futures: None, ..request.run(model, &[], &[], Vec::new())? };
    let projection = projection::project(model, &run)?;
    let survey = Survey::new(model)?;
    let forecast = survey.forecast(model, &projection, &request.care)?;
    let terms = terms_of(model, &survey, &forecast, area, year, part)?;
    Ok(text((area.as_str(), year, part), request, model, &terms))
}

/// Each parameter is made smaller and greater by this share of itself.
const SHARE: f64 = 0.1;

/// The staff available in an area in a year when one parameter at a time is a tenth smaller or greater.
pub fn sensitivity(model: &Model, request: &ForecastRequest, year: Year) -> Result<String, ForecastError> {
    request.check(model, 1)?;
    let places = places(model, request)?;
    let survey = Survey::new(model)?;
    if let Some(small) = places.iter().find(|place| place.is_small()) {
        return Err(ForecastError::OnlyDistricts(small.key.to_string()));
    }
    if year <= survey.year || year > model.last_year {
        let (first, last) = (survey.year.0 + 1, model.last_year.0);
        return Err(ForecastError::PlanOutside { what: "sensitivity", year: year.0, first, last });
    }
    let mut text = String::new();
    for place in places {
        let chosen = |index| place.covers(index);
        let (available, all) = survey.staff_sensitivity(model, &request.care, chosen, (year, SHARE))?;
        let _ = writeln!(
            text,
            "staff available in {} at the end of {}: {available:.0} heads\n{:<26} {:>10} {:>10}",
            place.key, year.0, "one parameter", "a tenth less", "a tenth more"
        );
        for one in all {
            let _ = writeln!(text, "{:<26} {:>12.0} {:>12.0}", one.parameter, one.lower, one.upper);
        }
    }
    Ok(text)
}

fn text(
    (area, year, part): (&str, Year, &Part),
    request: &ForecastRequest,
    model: &Model,
    terms: &[Term],
) -> String {
    let sum: f64 = terms.iter().map(|term| term.persons).sum();
    let mut what = "people in need of care, with grade 1 without services,".to_owned();
    if let Some(kind) = part.kind {
        what = format!("people in need of care, {},", kind.word());
    }
    let mut text = format!(
        "{what} in {area} at the end of {}: {sum:.1}\nscenario {}, prevalence {}, form of care {}, model {}\n\n",
        year.0, request.scenario, request.care.prevalence, request.care.form, model.id
    );
    for term in terms {
        let sex = match term.sex {
            Sex::Male => "men",
            Sex::Female => "women",
        };
        let ages = match term.age_to {
            Some(last) => format!("{}-{last}", term.age_from),
            None => format!("{}+", term.age_from),
        };
        // Writing to a String cannot fail.
        let _ = writeln!(
            text,
            "{sex:<5} {ages:<6} {:>10.1} residents x {:.5} = {:>9.1}",
            term.residents, term.rate, term.persons
        );
        for step in &term.steps {
            let source = if step.source.is_empty() { String::new() } else { format!(" [{}]", step.source) };
            let _ = writeln!(text, "      {:.5}  {}{source}", step.rate, step.what);
        }
    }
    let _ = writeln!(text, "\nsum   {sum:>50.1}");
    text
}
