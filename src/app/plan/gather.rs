//! Gathers what a plan is written from.

use chrono::NaiveDate;

use super::{PlanRequest, sources};
use crate::app::ReferenceData;
use crate::app::error::{Code, Error};
use crate::app::forecast::{
    Dimension, ForecastRequest, RowResponse, STATUS_QUO, ScenarioResponse, Supply, USUAL_SCENARIOS,
};
use crate::app::indicators::response::{ValueResponse, ValuesResponse};
use crate::app::map_ground;
use crate::app::reach::{self, ReachRequest, ReachRowResponse};
use crate::areas::{Area, Level};
use crate::charts::Unit;
use crate::forecast::{self, ForecastSpec, RegisteredSupply};
use crate::indicators::table::{IndicatorRequest, Years, indicators};
use crate::indicators::{AreaLevel, Base};
use crate::model::Model;
use crate::plan;
use crate::plan::texts::{ADVICE_CENTRES, PlanTexts};
use crate::plan::{
    AdviceReach, Indicator, IndicatorValue, InnerArea, Inputs, OfferLine, PlanArea, ReachLine, Row, STATE,
};
use crate::reach::Group;
use crate::register::{Counts, Facility, ProviderKind};
use crate::routing::{Router, TravelSource};
use crate::search::Snapshot;
use crate::units::Stop;

/// The first counted survey that is shown.
const FIRST_COUNTED: i32 = 2015;
/// Limits of the travel time to an advice centre.
const ADVICE_MINUTES: [u32; 2] = [15, 30];

/// What the plan is computed from.
#[derive(Clone, Copy)]
pub struct Given<'a> {
    /// Categories and areas.
    pub reference: &'a ReferenceData,
    /// The model set.
    pub model: &'a Model,
    /// Catalogue and figures of the indicators.
    pub base: &'a Base,
    /// The register.
    pub snapshot: &'a Snapshot,
    /// Gives travel times.
    pub router: &'a Router,
    /// The day on which the plan is written.
    pub today: NaiveDate,
    /// Ends the computation early.
    pub stop: &'a Stop,
}

/// Everything the plan is written from.
///
/// # Errors
/// See [`super::plan`].
pub fn inputs(given: &Given<'_>, request: &PlanRequest) -> Result<Inputs, Error> {
    let model = given.model;
    let area = area(given.reference, &request.area)?;
    check_texts(&request.texts, &area)?;
    let (first, last) = (model.base_year.0 + 1, model.last_year.0);
    if !(first..=last).contains(&request.last_year) {
        return Err(Error::rule(
            "to",
            format!("is not a year from {first} to {last}, the years of the model"),
        ));
    }
    let all = ScenarioResponse::all(model);
    let scenarios: Vec<(String, String)> = USUAL_SCENARIOS
        .iter()
        .filter_map(|id| {
            let found = all.iter().find(|one| one.axis == "population" && one.id == *id)?;
            Some((found.id.clone(), found.title.clone()))
        })
        .collect();
    let assumptions =
        [("population", "Bevölkerung"), ("prevalence", "Pflegequoten"), ("care_form", "Versorgung")];
    let assumptions = assumptions.iter().filter_map(|(axis, name)| {
        let found = all.iter().find(|one| one.axis == *axis && one.id == STATUS_QUO)?;
        Some(format!("{name} „{}“: {}", found.title, found.text))
    });
    let mut inputs = Inputs {
        rows: rows(given, request, &scenarios)?,
        indicators: catalogue(given)?,
        offers: offers(given, &request.area),
        advice: advice(given, &request.area)?,
        inside: inside(given, &request.area),
        districts: districts(given),
        reference_date: request.reference_date,
        today: given.today,
        has_examples: given.snapshot.has_examples(),
        base_year: model.base_year.0,
        last_year: request.last_year,
        assumptions: assumptions.collect(),
        scenarios,
        sources: sources::sources(model),
        model: (model.id.clone(), model.checksum.clone()),
        texts: request.texts.clone(),
        arms: request.arms.clone(),
        ground: None,
        area,
    };
    inputs.ground = plan::map_frame(&inputs).map(|frame| map_ground::ground(given.reference, frame));
    Ok(inputs)
}

/// Texts of another area, and a plan before that was another area's, belong to no plan of this one.
fn check_texts(texts: &PlanTexts, area: &PlanArea) -> Result<(), Error> {
    let refused = |what: (&str, &str), found: &str| {
        let english = format!(
            "{} of the area {found}, not of {}; hint: name the key of the right one",
            what.0, area.key
        );
        let german = format!("{} des Gebiets {found}, nicht von {} ({}).", what.1, area.key, area.name);
        Error::field("texts", Code::Sentence { english, german })
    };
    if let Some(found) = texts.settings.area.as_ref().filter(|found| **found != area.key) {
        return Err(refused(("the texts are those", "Die Texte sind die"), found));
    }
    let before = texts.before.as_ref().and_then(|before| before.area.as_ref());
    match before.filter(|found| **found != area.key) {
        Some(found) => Err(refused(("the plan before is that", "Der Plan davor ist der"), found)),
        None => Ok(()),
    }
}

/// The area of a plan by its key.
///
/// # Errors
/// [`Error::BadInput`] for a key that is neither that of the state nor of a district.
pub fn area(reference: &ReferenceData, key: &str) -> Result<PlanArea, Error> {
    if key == STATE {
        let (name, designation) = ("Mecklenburg-Vorpommern".to_owned(), "Land".to_owned());
        return Ok(PlanArea { key: key.to_owned(), name, designation });
    }
    let found = reference.areas.get(key).filter(|area| area.level == Level::District);
    let found = found.ok_or_else(|| {
        let shown: String = key.chars().take(40).collect();
        Error::rule(
            "area",
            format!("\"{shown}\" is the key of no district; hint: 13076, or 13 for the state"),
        )
    })?;
    let Area { name, designation, .. } = found;
    Ok(PlanArea { key: key.to_owned(), name: name.clone(), designation: designation.clone() })
}

fn districts(given: &Given<'_>) -> Vec<(String, String)> {
    let all = given.reference.areas.level(Level::District);
    all.map(|area| (area.key.clone(), area.name.clone())).collect()
}

/// The planning areas: districts of the state, Ämter of a district.
fn inside(given: &Given<'_>, key: &str) -> Vec<InnerArea> {
    let areas = &given.reference.areas;
    let mut found: Vec<&Area> = match areas.get(key) {
        Some(own) => areas.within(Level::Amt, own).collect(),
        None => areas.level(Level::District).collect(),
    };
    found.sort_by(|a, b| a.name.cmp(&b.name));
    let of = |area: &Area| InnerArea { key: area.key.clone(), name: area.name.clone(), rings: area.rings() };
    found.into_iter().map(of).collect()
}

/// Who reaches an advice centre by car, in the planning areas or, where there are none, in the area.
fn advice(given: &Given<'_>, key: &str) -> Result<AdviceReach, Error> {
    let has_areas = inside(given, key).len() > 1;
    let level = if key == STATE { Level::District } else { Level::Amt };
    let request = ReachRequest {
        category: ADVICE_CENTRES.0.to_owned(),
        minutes: ADVICE_MINUTES.map(f64::from).to_vec(),
        area: (key != STATE).then(|| key.to_owned()),
        level: has_areas.then(|| level.word().to_owned()),
        ..ReachRequest::default()
    };
    let (reference, router, snapshot) = (given.reference, given.router, given.snapshot);
    let asked = reach::Inputs { reference, router, snapshot, model: given.model, stop: given.stop };
    let midnight = given.today.and_time(chrono::NaiveTime::MIN).and_utc();
    let found = reach::reach(asked, &request, midnight)?;
    if found.offers == 0 {
        return Ok(AdviceReach::default());
    }
    let limit =
        |row: &ReachRowResponse| ADVICE_MINUTES.into_iter().find(|limit| f64::from(*limit) == row.minutes);
    let all = found.rows.iter().filter(|row| row.group == Group::All.word());
    let travel = match found.provenance.travel_source {
        word if word == TravelSource::Osrm.word() => {
            "Fahrzeiten auf den Straßen von OpenStreetMap (© OpenStreetMap-Mitwirkende, ODbL)."
        }
        _ => "Fahrzeiten aus der Luftlinie geschätzt.",
    };
    Ok(AdviceReach {
        minutes: ADVICE_MINUTES.to_vec(),
        lines: all
            .filter_map(|row| {
                let (area, name) = (row.area.clone(), row.name.clone());
                Some(ReachLine {
                    area,
                    name,
                    minutes: limit(row)?,
                    persons: row.persons,
                    reached: row.persons_reached,
                })
            })
            .collect(),
        travel: travel.to_owned(),
    })
}

/// The figures of all forecasts of the plan.
fn rows(given: &Given<'_>, request: &PlanRequest, scenarios: &[(String, String)]) -> Result<Vec<Row>, Error> {
    let plain =
        ForecastRequest { area: request.area.clone(), to: Some(request.last_year), ..Default::default() };
    let by = |dimensions: &[Dimension]| ForecastRequest { by: dimensions.to_vec(), ..plain.clone() };
    let is_state = request.area == STATE;
    let mut asked = vec![
        ForecastRequest {
            draws: Some(request.draws).filter(|draws| *draws > 0),
            from: Some(FIRST_COUNTED),
            ..plain.clone()
        },
        ForecastRequest { from: Some(FIRST_COUNTED), ..by(&[Dimension::CareType]) },
        by(&[Dimension::CareGrade]),
        by(&[Dimension::Age, Dimension::Sex]),
    ];
    let level = if is_state { Level::District } else { Level::Amt };
    let supply = (!is_state).then_some(Supply::Register);
    // A city that is its own only Amt has no areas inside.
    if inside(given, &request.area).len() > 1 {
        asked.push(ForecastRequest { level: Some(level), supply, ..plain.clone() });
        asked.push(ForecastRequest { level: Some(level), ..by(&[Dimension::Age]) });
    }
    let others = scenarios.iter().filter(|(id, _)| id != crate::plan::STATUS_QUO);
    asked.extend(others.map(|(id, _)| ForecastRequest { scenario: Some(id.clone()), ..plain.clone() }));
    let register = RegisteredSupply::new(
        &given.reference.categories,
        given.snapshot.facilities(),
        given.snapshot.version(),
    );
    let mut rows = Vec::new();
    for asked in asked {
        let spec = asked.spec(given.model, None).map_err(Error::BadInput)?;
        let supply = asked.supply.is_some().then(|| register.clone());
        let spec = ForecastSpec { supply, stop: given.stop.clone(), ..spec };
        let found = forecast::forecast(given.model, &spec)?;
        // What a divided run repeats undivided is already there.
        let is_divided = !asked.by.is_empty();
        let kept = found.rows.iter().map(RowResponse::from).map(row);
        rows.extend(kept.filter(|row| !is_divided || is_wanted(row, &asked)));
    }
    Ok(rows)
}

/// Whether a row of a divided run is one that the plan looks up: residents by age, need by form or grade.
fn is_wanted(row: &Row, asked: &ForecastRequest) -> bool {
    let is_by_age = asked.by.contains(&Dimension::Age);
    match row.measure {
        "population" => is_by_age && row.ages.is_some(),
        // Counted totals are rows of the undivided run as well.
        "people_in_need" => !is_by_age && (row.care_type.is_some() || row.care_grade.is_some()),
        _ => false,
    }
}

fn row(from: RowResponse) -> Row {
    Row {
        ages: from.age_from.map(|first| (first, from.age_to)),
        area: from.area,
        scenario: from.scenario,
        measure: from.measure,
        year: from.year,
        sex: from.sex,
        care_type: from.care_type,
        care_grade: from.care_grade,
        value: from.value,
        band: from.quantiles.map(|it| (it.q10, it.q90)),
    }
}

/// All indicators of the state, the districts and the area, each for its last year with a counted value, or else with an estimate.
fn catalogue(given: &Given<'_>) -> Result<Vec<Indicator>, Error> {
    let base = given.base;
    let tree = &base.frame.tree;
    let districts = tree.level(AreaLevel::District);
    let areas: Vec<usize> = tree.get(STATE).into_iter().chain(districts).collect();
    let table =
        indicators(base, &IndicatorRequest { ids: Vec::new(), areas, years: Years::Latest }, given.stop)?;
    let midnight = given.today.and_time(chrono::NaiveTime::MIN).and_utc();
    let values = ValuesResponse::new(base, &table, given.model, given.snapshot.version(), midnight).items;
    let of = |indicator: &crate::indicators::Indicator| {
        let own: Vec<&ValueResponse> = values.iter().filter(|value| value.id == indicator.id).collect();
        let source = match indicator.table.as_str() {
            "" => indicator.source.clone(),
            table => format!("{}, Tabelle {table}", indicator.source),
        };
        Indicator {
            id: indicator.id.clone(),
            official_id: indicator.official_id.clone(),
            name: indicator.name_de.clone(),
            definition: indicator.definition_de.clone(),
            unit: indicator.unit.german.clone(),
            kind: Unit::of_indicator(&indicator.unit.text),
            source,
            year: own.first().map_or(base.frame.current_year, |value| value.year),
            values: own.into_iter().map(value).collect(),
        }
    };
    Ok(base.frame.catalogue.indicators.iter().map(of).collect())
}

fn value(from: &ValueResponse) -> IndicatorValue {
    IndicatorValue {
        area: from.area.clone(),
        value: from.value,
        status: from.status,
        reason: from.reason_de.clone(),
    }
}

/// "19370 Parchim"
fn town(facility: &Facility) -> String {
    let address = &facility.address;
    let postcode = address.postcode.iter().map(ToString::to_string);
    postcode.chain([address.place.to_string()]).collect::<Vec<_>>().join(" ")
}

/// The offers of the register inside the area that are valid on the day of the plan; what no office has confirmed is none.
fn offers(given: &Given<'_>, key: &str) -> Vec<OfferLine> {
    let areas = &given.reference.areas;
    let is_inside =
        |facility: &&Facility| facility.municipality.as_str().starts_with(key) && !facility.is_unconfirmed();
    let mut lines = Vec::new();
    for facility in given.snapshot.facilities().iter().filter(is_inside) {
        let amt = areas.get(facility.municipality.as_str()).map(|area| area.parent.clone());
        let inside =
            if key == STATE { facility.municipality.as_str().get(..5).map(str::to_owned) } else { amt };
        for offer in facility.offers.iter().filter(|offer| offer.is_valid_on(given.today)) {
            let Some(category) = given.reference.categories.get(offer.category.as_str()) else { continue };
            let provider = facility.provider.as_ref();
            lines.push(OfferLine {
                category: category.slug.as_str().to_owned(),
                category_name: category.names.de.clone(),
                section: category.plan_section.clone(),
                facility: facility.name.clone(),
                provider: provider.map(|it| it.name.to_string()).unwrap_or_default(),
                provider_kind: provider.map_or(ProviderKind::Unknown, |it| it.kind).word(),
                town: town(facility),
                inside: inside.clone().unwrap_or_default(),
                places: offer.places,
                places_on: offer.places_on,
                is_embedded: category.inside.is_some(),
                counts_dwellings: category.counts == Counts::Dwellings,
            });
        }
    }
    // Each area then lists its kinds of offers in the same order.
    let categories = &given.reference.categories;
    lines.sort_by_cached_key(|line: &OfferLine| {
        categories.categories().position(|one| one.slug.as_str() == line.category)
    });
    lines
}

#[cfg(test)]
mod tests {
    use super::plan;
    use crate::register::CategoryTree;

    #[test]
    fn offers_of_every_category_are_counted_in_a_section_of_the_plan() {
        let tree = CategoryTree::from_toml(include_str!("../../../models/categories.toml")).unwrap();
        for category in tree.categories() {
            let section = &category.plan_section;
            assert!(plan::supply_sections().any(|known| known == section), "{}: {section}", category.slug);
        }
    }
}
