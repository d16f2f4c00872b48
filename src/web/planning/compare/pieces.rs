//! Single cards of comparisons, for a basket: each with what it is about.

use super::question::{Question, Way};
use super::{panels, profile as profiles, relation as relations};
use crate::app::State;
use crate::app::error::Error;
use crate::app::planning::RunRequest;
use crate::app::planning::compare::{compare, districts, relation};
use crate::units::Stop;
use crate::web::planning::table::Card;
use crate::web::shell::query_string::QueryString;

/// The profile of an area.
///
/// # Errors
///
/// An area that is not known, and what the indicators fail with.
pub(in crate::web::planning) fn profile(
    state: &State,
    area: &str,
    stop: &Stop,
) -> Result<Option<(String, Card)>, Error> {
    let question = Question::read(state, Way::Profile, &QueryString::default().with("area", area))?;
    let Some(name) = question.area.as_ref().map(|area| area.name.clone()) else { return Ok(None) };
    let found = compare(state, &question.ids, &question.compared, (chrono::Utc::now(), stop))?;
    Ok(profiles::cards(&question, &found).into_iter().next().map(|card| (name, card)))
}

/// Two indicators over all districts.
///
/// # Errors
///
/// An indicator that is not known.
pub(in crate::web::planning) fn relation_of_districts(
    state: &State,
    (x, y): (&str, &str),
    stop: &Stop,
) -> Result<Option<(String, Card)>, Error> {
    let question = Question::read(state, Way::Relation, &QueryString::default())?;
    let found = relation(state, (x, y), &question.compared, stop)?;
    let card = relations::cards(&question, &found).into_iter().next();
    Ok(card.map(|card| ("Kreise im Vergleich".to_owned(), card)))
}

/// All districts side by side under a run.
///
/// # Errors
///
/// What the forecast fails with.
pub(in crate::web::planning) fn all_districts(
    state: &State,
    word: &str,
    (run, fields): (&RunRequest, &QueryString),
    stop: &Stop,
) -> Result<Option<(String, Card)>, Error> {
    let found = districts(state, run, stop)?;
    let card = panels::cards(&found, Some(word), fields).into_iter().next();
    Ok(card.map(|card| ("Alle Kreise".to_owned(), card)))
}
