//! From the pieces of an address to their cards. Pieces of one area share its overview.

use std::collections::BTreeMap;

use super::of_page::Pages;
use super::piece::Piece;
use crate::app::State;
use crate::app::error::Error;
use crate::app::planning::area::area;
use crate::app::planning::indicators::{IndicatorQuestion, view};
use crate::app::planning::scenarios::{cases, comparison};
use crate::app::planning::{RunRequest, overview};
use crate::units::Stop;
use crate::web::planning::overview::OverviewPage;
use crate::web::planning::scenarios::ScenariosPage;
use crate::web::planning::table::Card;
use crate::web::planning::{compare, indicators};
use crate::web::shell::query_string::QueryString;
use crate::web::text::messages::Messages;

/// Runs of their own that the pieces of a basket have together at most: each is computed with its draws.
const MOST_OWN_RUNS: usize = 8;

/// The pages of scenarios of a basket by area and run, and how many runs of their own they have.
#[derive(Default)]
struct Scenarios {
    pages: BTreeMap<(String, String), (String, ScenariosPage)>,
    own_runs: usize,
}

/// A card with what it is about.
#[derive(Debug)]
pub(super) struct Shown {
    /// As the address has it.
    pub text: String,
    /// The area, or what is compared.
    pub about: String,
    pub card: Card,
    /// How much of a page of paper it takes.
    pub quarters: usize,
}

/// The cards of the pieces, and the texts of those that show nothing.
///
/// # Errors
///
/// What the forecast fails with. A piece of an unknown area or indicator shows nothing.
pub(super) fn shown(
    (messages, state): (&Messages, &State),
    pieces: &[(String, Piece)],
    (run, fields): (&RunRequest, &QueryString),
    stop: &Stop,
) -> Result<(Vec<Shown>, Vec<String>), Error> {
    let (mut overviews, mut scenarios) = (BTreeMap::new(), Scenarios::default());
    let mut pages = Pages::default();
    let (mut all, mut nothing) = (Vec::new(), Vec::new());
    for (text, piece) in pieces {
        let found = match piece {
            Piece::OfArea { card: "profil", area } => compare::profile(state, area, stop),
            Piece::OfArea { card, area } => {
                of_area((messages, state), (card, area), (run, fields), &mut overviews, stop)
            }
            Piece::OfScenarios { card, area, run: own } => {
                of_scenarios((messages, state), (card, area, own), (run, fields), &mut scenarios, stop)
            }
            Piece::OfIndicator { card, id } => of_indicator(state, (card, id), stop),
            Piece::Relation { x, y } => compare::relation_of_districts(state, (x, y), stop),
            Piece::Districts { word } => compare::all_districts(state, word, (run, fields), stop),
            Piece::OfPage { page, card, fields: own } => {
                pages.card((messages, state), (*page, card, own), fields.get("draws"), stop)
            }
        };
        match found {
            Ok(Some((about, card))) => {
                all.push(Shown { text: text.clone(), about, quarters: piece.quarters(&card), card });
            }
            Ok(None) | Err(Error::NotFound(_) | Error::BadInput(_)) => {
                nothing.push(text.split('?').next().unwrap_or_default().to_owned());
            }
            Err(error) => return Err(error),
        }
    }
    Ok((all, nothing))
}

fn of_area(
    (messages, state): (&Messages, &State),
    (card, key): (&str, &str),
    (run, fields): (&RunRequest, &QueryString),
    overviews: &mut BTreeMap<String, (String, OverviewPage)>,
    stop: &Stop,
) -> Result<Option<(String, Card)>, Error> {
    if !overviews.contains_key(key) {
        let found = overview(state, area(state, key)?, run, stop)?;
        let name = found.area.name.clone();
        overviews.insert(key.to_owned(), (name, OverviewPage::new((messages, state), &found, (run, fields))));
    }
    let found = overviews.get(key).and_then(|(name, page)| Some((name.clone(), page.card(card)?)));
    Ok(found)
}

/// A card of the scenarios of an area, which are computed once for all pieces of the same area and run. `None` also for a run
/// beyond those that a basket may have.
fn of_scenarios(
    (messages, state): (&Messages, &State),
    (card, key, own): (&str, &str, &str),
    (run, fields): (&RunRequest, &QueryString),
    scenarios: &mut Scenarios,
    stop: &Stop,
) -> Result<Option<(String, Card)>, Error> {
    let place = (key.to_owned(), own.to_owned());
    if !scenarios.pages.contains_key(&place) {
        let model = state.model();
        let (run, fields) = match own.is_empty() {
            true => (run.clone(), fields.clone()),
            false => {
                let own = QueryString::read(own);
                // A basket has one number of draws.
                let own = fields.get("draws").map_or(own.clone(), |draws| own.with("draws", draws));
                (RunRequest::read(own.pairs(), model)?, own)
            }
        };
        let cases = cases(fields.pairs(), model)?;
        if !own.is_empty() {
            // Beside its own runs each has the status quo.
            scenarios.own_runs += 1 + cases.iter().filter(|case| case.scenario.is_none()).count();
            if scenarios.own_runs > MOST_OWN_RUNS {
                return Ok(None);
            }
        }
        let found = comparison(state, vec![area(state, key)?], cases, stop)?;
        let page = ScenariosPage::new((messages, state), &found, (&run, &fields));
        scenarios.pages.insert(place.clone(), (page.about().to_owned(), page));
    }
    let found = scenarios.pages.get(&place);
    Ok(found.and_then(|(name, page)| Some((name.clone(), page.card(card)?))))
}

fn of_indicator(
    state: &State,
    (card, id): (&str, &str),
    stop: &Stop,
) -> Result<Option<(String, Card)>, Error> {
    let question = IndicatorQuestion::default();
    let found = view(state, id, &question, (chrono::Utc::now(), stop))?;
    let about = if card == "reihe" { "Mecklenburg-Vorpommern" } else { "Kreise im Vergleich" };
    Ok(indicators::card(state, &found, card).map(|card| (about.to_owned(), card)))
}
