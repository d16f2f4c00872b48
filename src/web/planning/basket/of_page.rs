//! Cards of pages with the fields of the page: the same as the page shows for the same address.

use std::collections::BTreeMap;

use super::piece::Page;
use crate::app::State;
use crate::app::error::Error;
use crate::app::planning::RunRequest;
use crate::app::planning::area::{STATE, area};
use crate::app::planning::data::data_state;
use crate::app::planning::districts::districts;
use crate::app::planning::indicators::{IndicatorQuestion, view};
use crate::app::planning::scenarios::{cases, comparison};
use crate::units::Stop;
use crate::web::planning::scenarios::ScenariosPage;
use crate::web::planning::table::Card;
use crate::web::planning::{compare, data, indicators, scenarios, sites, start};
use crate::web::shell::query_string::QueryString;
use crate::web::text::messages::Messages;

/// Pages that the pieces of a basket come from at most: each is computed as a whole.
const MOST_PAGES: usize = 6;

/// What a page is about, and its cards.
type Cards = (String, Vec<Card>);

/// The pages of a basket, each computed once for all of its pieces.
#[derive(Default)]
pub(super) struct Pages(BTreeMap<(Page, String), Cards>);

impl Pages {
    /// A card with what it is about; `None` for one that the page does not have, and beyond the pages that a basket may have.
    ///
    /// # Errors
    ///
    /// What the page fails with.
    pub fn card(
        &mut self,
        written: (&Messages, &State),
        (page, card, fields): (Page, &str, &str),
        draws: Option<&str>,
        stop: &Stop,
    ) -> Result<Option<(String, Card)>, Error> {
        let place = (page, fields.to_owned());
        if !self.0.contains_key(&place) {
            if self.0.len() >= MOST_PAGES {
                return Ok(None);
            }
            let fields = QueryString::read(fields);
            // A basket has one number of draws.
            let fields = draws.map_or(fields.clone(), |draws| fields.with("draws", draws));
            self.0.insert(place.clone(), cards(written, page, &fields, stop)?);
        }
        let found = self.0.get(&place);
        Ok(found.and_then(|(about, cards)| {
            Some((about.clone(), cards.iter().find(|one| one.id == card)?.clone()))
        }))
    }
}

fn cards(
    (messages, state): (&Messages, &State),
    page: Page,
    fields: &QueryString,
    stop: &Stop,
) -> Result<Cards, Error> {
    let model = state.model();
    Ok(match page {
        Page::Start => {
            let run = RunRequest::read(fields.pairs(), model)?;
            let found = districts(state, &run, stop)?;
            ("Land und Kreise".to_owned(), start::cards((messages, state), &found, fields).into())
        }
        Page::Scenarios => {
            let run = RunRequest::read(fields.pairs(), model)?;
            let areas = scenarios::areas(state, fields)?;
            let found = comparison(state, areas, cases(fields.pairs(), model)?, stop)?;
            let page = ScenariosPage::new((messages, state), &found, (&run, fields));
            (page.about().to_owned(), page.into_areas())
        }
        Page::Sites => sites::cards(state, fields, stop)?,
        Page::Indicator => {
            let question = IndicatorQuestion::read(fields.pairs())?;
            let id = fields.get(indicators::ID).unwrap_or_default();
            let found = view(state, id, &question, (chrono::Utc::now(), stop))?;
            let within = area(state, found.within.as_deref().unwrap_or(STATE))?.name;
            (format!("{} in {within}", indicators::level_name(found.level)), indicators::cards(state, &found))
        }
        Page::Compare => compare::cards_of_page(state, fields, stop)?,
        Page::Data => {
            let found = data_state(state, state.snapshot().today(), stop)?;
            ("Daten der Planung".to_owned(), data::cards(&found))
        }
    })
}
