//! Scenarios side by side: several areas, each under several assumptions, and how sure it is that places lack.

use super::area::WorkspaceArea;
use super::figures::Figures;
use super::run::{DEFAULT_DRAWS, LAST_YEAR, RunRequest};
use crate::app::State;
use crate::app::error::{Code, Error, FieldError, excerpt};
use crate::app::forecast::{
    ForecastRequest, LocatedRequest, QuestionRequest, STATUS_QUO, USUAL_SCENARIOS, compute,
};
use crate::model::Model;
use crate::units::Stop;

/// Areas that stand beside each other at most.
pub const MOST_AREAS: usize = 4;
/// Population scenarios that stand beside each other at most.
pub const MOST_SCENARIOS: usize = 4;
/// Named runs that stand beside each other at most.
pub const MOST_RUNS: usize = 4;
/// Characters of the name of a run at most.
const MOST_NAME: usize = 40;
/// Bytes of a run in an address at most: all fields of a form with their names.
const MOST_RUN_BYTES: usize = 1_500;
/// The field of an address that holds a named run; it may occur several times.
pub const RUN: &str = "lauf";
/// The field that gives the run of a form a name.
pub const RUN_NAME: &str = "lauf_name";
/// The first field inside a named run.
const NAME: &str = "name";

/// One set of assumptions.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// The id of its population scenario; `None` for own values and named runs.
    pub scenario: Option<String>,
    /// What the planner called it; `None` for scenarios and for own values without a name.
    pub name: Option<String>,
    /// The assumptions as an address has them.
    pub run: RunRequest,
}

impl Case {
    /// The one run of a page that compares none: its scenario, or its own values.
    pub fn of(run: RunRequest) -> Self {
        let id = || run.scenario.clone().unwrap_or_else(|| STATUS_QUO.to_owned());
        Self { scenario: (!run.has_own_values()).then(id), name: None, run }
    }
}

/// In what share of the draws more places are needed than there are.
#[derive(Debug, Clone)]
pub struct Chance {
    /// The place of its case in [`Comparison::cases`].
    pub case: usize,
    /// Year and share from 0 to 1.
    pub points: Vec<(i32, f64)>,
}

/// Areas under several assumptions.
#[derive(Debug)]
pub struct Comparison {
    /// The areas that are compared.
    pub areas: Vec<WorkspaceArea>,
    /// The sets of assumptions.
    pub cases: Vec<Case>,
    /// By area, then by case.
    pub figures: Vec<Vec<Figures>>,
    /// Of the first area; empty where there are no draws of it.
    pub chances: Vec<Chance>,
    /// The request behind the first of `chances`.
    pub chance_request: Option<ForecastRequest>,
    /// The last counted year, from which the forecast starts.
    pub base_year: i32,
    /// The id of the model set.
    pub model: String,
    /// How many draws are behind `chances`.
    pub draws: usize,
    /// Whether rates of need were drawn too.
    pub draws_rates: bool,
}

/// The assumptions that an address names: its population scenarios, each with its other axes, behind them its own
/// values, if there are any, and its named runs. Own values that a named run has too stand there once.
///
/// # Errors
///
/// Every wrong value with the name of its field.
pub fn cases<'a>(
    pairs: impl Iterator<Item = (&'a str, &'a str)>,
    model: &Model,
) -> Result<Vec<Case>, Vec<FieldError>> {
    let pairs: Vec<(&str, &str)> = pairs.collect();
    let run = RunRequest::read(pairs.iter().copied(), model)?;
    let named =
        pairs.iter().filter(|(field, _)| *field == "scenarios").flat_map(|(_, value)| value.split(','));
    let mut ids: Vec<&str> = named.map(str::trim).filter(|id| !id.is_empty()).collect();
    if ids.is_empty() {
        ids = USUAL_SCENARIOS.to_vec();
    }
    // In the order of the model, each once.
    let known = model.scenarios.iter().map(|one| one.id.as_str());
    if let Some(unknown) = ids.iter().find(|id| !known.clone().any(|one| one == **id)) {
        return Err(vec![FieldError::new("scenarios", Code::NotAScenario { given: excerpt(unknown) })]);
    }
    let shown: Vec<String> = USUAL_SCENARIOS
        .into_iter()
        .chain(known.filter(|id| !USUAL_SCENARIOS.contains(id)))
        .filter(|id| ids.contains(id))
        .take(MOST_SCENARIOS)
        .map(str::to_owned)
        .collect();
    let plain = |id: String| {
        let run = RunRequest { own: Vec::new(), own_year: None, new_places: None, ..run.clone() };
        Case { scenario: Some(id.clone()), name: None, run: RunRequest { scenario: Some(id), ..run } }
    };
    let mut named = named_runs(&pairs, model)?;
    // A page has one number of draws.
    named.iter_mut().for_each(|case| case.run.draws = run.draws);
    let mut all: Vec<Case> = shown.into_iter().map(plain).collect();
    if run.has_own_values() && !named.iter().any(|case| case.run == run) {
        all.push(Case { scenario: None, name: None, run });
    }
    all.extend(named);
    Ok(all)
}

/// The named runs of an address in their order.
fn named_runs(pairs: &[(&str, &str)], model: &Model) -> Result<Vec<Case>, Vec<FieldError>> {
    let mut all: Vec<Case> = Vec::new();
    for (_, text) in pairs.iter().filter(|(field, _)| *field == RUN) {
        let fault = |code| vec![FieldError::new(RUN, code)];
        if text.len() > MOST_RUN_BYTES {
            return Err(fault(Code::TooLong { most: MOST_RUN_BYTES }));
        }
        let fields = fields_of(text);
        let name = name_of(&fields).ok_or_else(|| fault(Code::Empty))?;
        if name.chars().count() > MOST_NAME {
            return Err(fault(Code::TooLong { most: MOST_NAME }));
        }
        if all.iter().any(|case| case.name.as_deref() == Some(name)) {
            return Err(fault(Code::GivenTwice));
        }
        let run =
            RunRequest::read(fields.iter().map(|(field, value)| (field.as_str(), value.as_str())), model)?;
        all.push(Case { scenario: None, name: Some(name.to_owned()), run });
    }
    if all.len() > MOST_RUNS {
        return Err(vec![FieldError::new(RUN, Code::GivenTooOften { most: MOST_RUNS })]);
    }
    Ok(all)
}

/// The fields inside a named run, its name first.
pub fn fields_of(text: &str) -> Vec<(String, String)> {
    form_urlencoded::parse(text.as_bytes()).into_owned().collect()
}

fn name_of(fields: &[(String, String)]) -> Option<&str> {
    let name = fields.iter().find(|(field, _)| field == NAME).map(|(_, value)| value.trim())?;
    (!name.is_empty() && !name.chars().any(char::is_control)).then_some(name)
}

/// A run as the value of [`RUN`] in an address.
pub fn named_run<'a>(name: &str, fields: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    form_urlencoded::Serializer::new(String::new())
        .append_pair(NAME, name.trim())
        .extend_pairs(fields)
        .finish()
}

/// The name of a run in an address; `None` for a text without one.
pub fn run_name(text: &str) -> Option<String> {
    name_of(&fields_of(text)).map(str::to_owned)
}

/// Puts areas side by side under each case. Without draws, but for the probabilities of the first area.
///
/// # Errors
///
/// What the forecast fails with, such as [`Error::BadInput`] for own values that have no effect under an assumption.
pub fn comparison(
    state: &State,
    areas: Vec<WorkspaceArea>,
    cases: Vec<Case>,
    stop: &Stop,
) -> Result<Comparison, Error> {
    let plain = |area: &WorkspaceArea, case: &Case| {
        let run = RunRequest { draws: Some(0), ..case.run.clone() };
        let located = LocatedRequest::new(run.forecast_request(area), || state.indicators())?;
        Ok::<_, Error>(Figures::new(&compute(state, &located, stop)?))
    };
    let of_area =
        |area: &WorkspaceArea| cases.iter().map(|case| plain(area, case)).collect::<Result<Vec<_>, _>>();
    let figures = areas.iter().map(of_area).collect::<Result<Vec<_>, _>>()?;
    let base_year = state.model().base_year.0;
    let (mut chances, mut chance_request) = (Vec::new(), None);
    let mut draws = 0;
    if let Some(area) = areas.first().filter(|area| area.is_whole()) {
        let status_quo = cases.iter().position(|case| case.scenario.as_deref() == Some(STATUS_QUO));
        let own = (0..cases.len()).filter(|at| cases[*at].scenario.is_none());
        for at in std::iter::once(status_quo.unwrap_or(0)).chain(own) {
            let Some(case) = cases.get(at) else { continue };
            let request = chance_request_of(area, &case.run, base_year);
            draws = request.draws.unwrap_or(0);
            let located = LocatedRequest::new(request.clone(), || state.indicators())?;
            let statements = compute(state, &located, stop)?.statements;
            let points = statements.iter().map(|one| (one.asked.year().0, one.share)).collect();
            chances.push(Chance { case: at, points });
            chance_request.get_or_insert(request);
        }
    }
    let model = state.model().id.clone();
    let draws_rates = state.draws_rates();
    Ok(Comparison { areas, cases, figures, chances, chance_request, base_year, model, draws, draws_rates })
}

/// The request with a question a year: are more residential places needed than there are?
pub fn chance_request_of(area: &WorkspaceArea, run: &RunRequest, base_year: i32) -> ForecastRequest {
    let question = |year: i32| QuestionRequest {
        year: Some(year),
        measure: Some("residential_places_needed".to_owned()),
        more_than_measure: Some("residential_places_supply".to_owned()),
        ..QuestionRequest::default()
    };
    ForecastRequest {
        draws: Some(run.draws.unwrap_or(DEFAULT_DRAWS).max(1)),
        questions: (base_year + 1..=LAST_YEAR).map(question).collect(),
        ..run.forecast_request(area)
    }
}
