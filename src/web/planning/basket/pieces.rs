//! From the pieces of an address to their cards. Pieces of one area share its overview.

use std::collections::BTreeMap;

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
    state: &State,
    pieces: &[(String, Piece)],
    (run, fields): (&RunRequest, &QueryString),
    stop: &Stop,
) -> Result<(Vec<Shown>, Vec<String>), Error> {
    let (mut overviews, mut scenarios) = (BTreeMap::new(), BTreeMap::new());
    let (mut all, mut nothing) = (Vec::new(), Vec::new());
    for (text, piece) in pieces {
        let found = match piece {
            Piece::OfArea { card: "profil", area } => compare::profile(state, area, stop),
            Piece::OfArea { card, area } => of_area(state, (card, area), (run, fields), &mut overviews, stop),
            Piece::OfScenarios { card, area, run: own } => {
                of_scenarios(state, (card, area, own), (run, fields), &mut scenarios, stop)
            }
            Piece::OfIndicator { card, id } => of_indicator(state, (card, id), stop),
            Piece::Relation { x, y } => compare::relation_of_districts(state, (x, y), stop),
            Piece::Districts { word } => compare::all_districts(state, word, (run, fields), stop),
        };
        match found {
            Ok(Some((about, card))) => {
                all.push(Shown { text: text.clone(), about, card, quarters: piece.quarters() });
            }
            Ok(None) | Err(Error::NotFound(_) | Error::BadInput(_)) => nothing.push(text.clone()),
            Err(error) => return Err(error),
        }
    }
    Ok((all, nothing))
}

fn of_area(
    state: &State,
    (card, key): (&str, &str),
    (run, fields): (&RunRequest, &QueryString),
    overviews: &mut BTreeMap<String, (String, OverviewPage)>,
    stop: &Stop,
) -> Result<Option<(String, Card)>, Error> {
    if !overviews.contains_key(key) {
        let found = overview(state, area(state, key)?, run, stop)?;
        let name = found.area.name.clone();
        overviews.insert(key.to_owned(), (name, OverviewPage::new(state, &found, (run, fields))));
    }
    let found = overviews.get(key).and_then(|(name, page)| Some((name.clone(), page.card(card)?)));
    Ok(found)
}

/// A card of the scenarios of an area, which are computed once for all pieces of the same area and run.
fn of_scenarios(
    state: &State,
    (card, key, own): (&str, &str, &str),
    (run, fields): (&RunRequest, &QueryString),
    pages: &mut BTreeMap<(String, String), (String, ScenariosPage)>,
    stop: &Stop,
) -> Result<Option<(String, Card)>, Error> {
    let place = (key.to_owned(), own.to_owned());
    if !pages.contains_key(&place) {
        let page = if own.is_empty() {
            scenarios_page(state, key, (run, fields), stop)?
        } else {
            let own = QueryString::read(own);
            // A basket has one number of draws.
            let own = fields.get("draws").map_or(own.clone(), |draws| own.with("draws", draws));
            scenarios_page(state, key, (&RunRequest::read(own.pairs(), state.model())?, &own), stop)?
        };
        pages.insert(place.clone(), (page.about().to_owned(), page));
    }
    let found = pages.get(&place).and_then(|(name, page)| Some((name.clone(), page.card(card)?)));
    Ok(found)
}

fn scenarios_page(
    state: &State,
    key: &str,
    (run, fields): (&RunRequest, &QueryString),
    stop: &Stop,
) -> Result<ScenariosPage, Error> {
    let found = comparison(state, vec![area(state, key)?], cases(fields.pairs(), state.model())?, stop)?;
    Ok(ScenariosPage::new(state, &found, (run, fields)))
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
