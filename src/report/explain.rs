//! The sum behind one figure of need, as a text.

use std::fmt::Write;

use super::area::places;
use super::{ForecastError, ForecastRequest};
use crate::care::{
    AreaYear, DAY_CARE_FROM, Part, PlaceKind, Survey, Term, explain as terms_of, persons_from,
};
use crate::params::care::care_ages;
use crate::params::model::Model;
use crate::projection;
use crate::units::{AreaKey, CareType, Sex, Year};

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
    let mut text = text((area.as_str(), year, part), request, model, &terms);
    let index = forecast.areas.iter().position(|known| known == area);
    let found = forecast.years.iter().find(|one| one.year == year).zip(index);
    if let Some((of_year, index)) = found.filter(|_| *part == Part::default()) {
        write_derived(&mut text, model, &of_year.areas[index]);
    }
    Ok(text)
}

/// What follows from need and residents: each figure as a number of persons times what one of them takes.
fn write_derived(text: &mut String, model: &Model, of: &AreaYear) {
    let (homes, services) = (of.need.of(CareType::Residential), of.need.of(CareType::HomeCare));
    let at_home = of.need.of(CareType::AllowanceOnly) + services;
    let needed = |kind: PlaceKind| of.places.needed.of(kind);
    let from_75 = persons_from(&of.population, DAY_CARE_FROM);
    let rows = [
        (
            "residential_places_needed",
            needed(PlaceKind::Residential),
            homes,
            "people in homes",
            "one over the occupancy [LPFLEGEG-11]",
        ),
        (
            "short_term_places_needed",
            needed(PlaceKind::ShortTerm),
            at_home,
            "people cared for at home",
            "guests per person over the occupancy [LAIV-2023 LPFLEGEG-11]",
        ),
        (
            "day_care_places_needed",
            needed(PlaceKind::DayCare),
            from_75,
            "residents of 75 and older",
            "places of the survey per resident [RDB-CARE-2023], or the target of the request",
        ),
        (
            "staff_needed_heads, homes",
            of.staff.homes_needed,
            homes,
            "people in homes",
            "heads of the survey per resident [PFLEGEOPTIX]",
        ),
        (
            "staff_needed_heads, services",
            of.staff.services_needed,
            services,
            "clients of services",
            "heads of the survey per client [INKAR STATA-CARE-2023]",
        ),
    ];
    text.push_str("\nwhat follows from it\n");
    for (measure, value, persons, who, how) in rows {
        // Writing to a String cannot fail.
        let _ = writeln!(
            text,
            "{measure:<28} {persons:>10.1} {who} x {:.5} = {value:>8.1}\n      {how}",
            value / persons
        );
    }
    let _ = writeln!(
        text,
        "{:<28} {:>10.1}\n      heads of the survey, with entries, retirements, exits and returns of each year since [DAK-2024 PFLEGEPLAN]",
        "staff_available_heads", of.staff.available
    );
    let _ = writeln!(text, "{:<28} {:>10.1}", "people_with_dementia", of.further.people_with_dementia);
    for (group, share) in model.care.dementia.iter().enumerate().filter(|(_, share)| **share > 0.0) {
        let residents: f64 = of.population.iter().map(|row| row[group]).sum();
        let ages = care_ages(group);
        let _ = writeln!(
            text,
            "      {}-{:<4} {residents:>10.1} residents x {share:.3} = {:>8.1} [BICKEL-2000 DALZG]",
            ages.start(),
            ages.end(),
            residents * share
        );
    }
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
