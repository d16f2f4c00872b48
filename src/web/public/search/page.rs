//! The search page: the form, and below it either a way in by questions, a list, or what went wrong.

use actix_web::http::StatusCode;
use serde::Serialize;

use super::bar::{self, Part};
use super::chips::Chips;
use super::kinds::{self, Kind};
use super::posted::{PostedStart, PostedView};
use super::results::{self, Results};
use super::start::Start;
use crate::addresses::FoundAddress;
use crate::app::Directory;
use crate::app::addresses::TextMeaning;
use crate::app::error::FieldError;
use crate::app::search_parameters::{CURSOR, MAX_MINUTES, NEAR, RADIUS_KM};
use crate::app::search_request::{Reading, SearchRequest};
use crate::gazetteer::Candidate;
use crate::search::{FindError, Query};
use crate::web::public::search::form::Form;
use crate::web::public::search::{distance_limit, relax_filters};
use crate::web::public::view::Link;
use crate::web::shell::pages::View;
use crate::web::shell::query_string::QueryString;
use crate::web::text::messages::Messages;
use crate::web::text::phrases;

#[derive(Debug, Serialize)]
pub(crate) struct SearchPage {
    form: Form,
    /// What was asked for, in a few words.
    bar: Vec<Part>,
    /// The kinds of what is searched, to press.
    kinds: Vec<Kind>,
    /// Filters to press.
    chips: Chips,
    /// Only one of the following says something.
    start: Option<Start>,
    results: Option<Results>,
    unknown_place: Option<UnknownPlace>,
    /// The way back to the first page, when the next one cannot be found any more.
    lost: Option<String>,
    /// Faults of the address that have no field in the form.
    faults: Vec<String>,
    /// That what was typed stands in no link of the page.
    posted: Option<PostedView>,
}

#[derive(Debug, Serialize)]
struct UnknownPlace {
    text: String,
    /// Several bear the name, and one is to be chosen.
    is_ambiguous: bool,
    did_you_mean: Vec<Link>,
}

impl View for SearchPage {
    fn template(&self) -> &'static str {
        if self.start.is_some() { "start.html" } else { "search.html" }
    }

    fn title(&self, messages: &Messages) -> String {
        match (&self.results, &self.unknown_place) {
            (Some(results), _) => results.title().to_owned(),
            // The history of the browser shows titles.
            (None, Some(_)) if self.posted.is_some() => messages.text("search-title"),
            (None, Some(unknown)) => {
                let id = if unknown.is_ambiguous { "ambiguous-place-heading" } else { "unknown-place-title" };
                messages.format(id, [("text", unknown.text.as_str().into())])
            }
            (None, None) => messages.text("search-title"),
        }
    }
}

/// The page of a canonical query. `start` is what was typed, where it must stand in no link.
pub(crate) fn view(
    messages: &Messages,
    directory: &Directory<'_>,
    fields: &QueryString,
    start: Option<&PostedStart>,
) -> (StatusCode, SearchPage) {
    let fields = &start.map_or_else(|| fields.clone(), |start| start.hide(fields));
    let mut page = SearchPage {
        form: Form::new(messages, fields, directory),
        bar: Vec::new(),
        kinds: kinds::kinds(messages, fields, &directory.reference.categories),
        chips: Chips::default(),
        start: None,
        results: None,
        unknown_place: None,
        lost: None,
        faults: Vec::new(),
        posted: start.map(|start| PostedView::new(messages, fields, start)),
    };
    if fields.is_empty() {
        page.start = Some(Start::new(messages, directory));
        return (StatusCode::OK, page);
    }
    page.bar = bar::parts(messages, fields, None, directory);
    let asked =
        SearchRequest::from_pairs(fields.pairs(), Reading::Form, directory.reference).and_then(|request| {
            distance_limit::complete(request.query, fields)
                .map_err(|invalid| vec![FieldError::new(MAX_MINUTES, invalid.into())])
        });
    match asked {
        Ok(query) => {
            match start.map(|start| &start.meaning) {
                Some(TextMeaning::Addresses(several)) => page.ask(messages, several, fields),
                _ => page.answer(messages, &query, fields, directory, start),
            }
            (StatusCode::OK, page)
        }
        Err(errors) => {
            for error in errors {
                let problem = phrases::form_problem(messages, &error.field);
                if !page.form.mark(&error.field, &problem) {
                    page.faults.push(problem);
                }
            }
            (StatusCode::BAD_REQUEST, page)
        }
    }
}

impl SearchPage {
    /// Asks which of several addresses is meant.
    fn ask(&mut self, messages: &Messages, several: &[FoundAddress], fields: &QueryString) {
        self.form.mark(NEAR, &messages.text("ambiguous-address"));
        let link = |address: &FoundAddress| Link {
            label: address.label.clone(),
            query: fields.without(CURSOR).with(NEAR, &address.label).to_string(),
        };
        self.unknown_place = Some(UnknownPlace {
            text: fields.get(NEAR).unwrap_or_default().to_owned(),
            is_ambiguous: true,
            did_you_mean: several.iter().map(link).collect(),
        });
    }

    fn answer(
        &mut self,
        messages: &Messages,
        query: &Query,
        fields: &QueryString,
        directory: &Directory<'_>,
        start: Option<&PostedStart>,
    ) {
        let query = &start.map_or_else(|| query.clone(), |start| start.begin(query));
        match directory.find_with_counts(query) {
            Ok((page, counts)) => {
                // Where the road network gives no times, filters would promise results by estimates.
                if query.max_minutes.is_none() || page.sort.reason.is_none() {
                    self.form.offer_features(messages, query, &counts.features);
                    self.chips = Chips::new(messages, &page, query, &counts, fields);
                }
                let mut results = results::view(messages, &page, query, fields, &counts, directory);
                let is_area = page.origin.as_ref().is_some_and(|origin| origin.area.is_some());
                self.bar = bar::parts(messages, fields, page.origin.as_ref(), directory);
                if page.total == 0 {
                    // No radius applies to an area, so none can be widened.
                    let fields = if is_area { fields.without(RADIUS_KM) } else { fields.clone() };
                    results.relaxed = relax_filters::links(messages, &fields, directory, start);
                }
                self.results = Some(results);
            }
            Err(FindError::UnknownLocality { text, did_you_mean }) => {
                self.form.mark(NEAR, &messages.text("unknown-place"));
                self.unknown_place = Some(unknown_place(text, &did_you_mean, fields));
            }
            Err(FindError::AmbiguousLocality { text, bearers }) => {
                self.form.mark(NEAR, &messages.text("ambiguous-place"));
                let choices = unknown_place(text, &bearers, fields);
                self.unknown_place = Some(UnknownPlace { is_ambiguous: true, ..choices });
            }
            Err(FindError::LostCursor) => self.lost = Some(fields.without(CURSOR).to_string()),
        }
    }
}

fn unknown_place(text: String, candidates: &[Candidate], fields: &QueryString) -> UnknownPlace {
    let link = |candidate: &Candidate| Link {
        label: candidate.label.clone(),
        query: fields.without(CURSOR).with(NEAR, &candidate.label).to_string(),
    };
    UnknownPlace { text, is_ambiguous: false, did_you_mean: candidates.iter().map(link).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gazetteer::Kind;
    use crate::units::GeoPoint;

    #[test]
    fn did_you_mean_keeps_the_rest_of_the_search() {
        let candidate = Candidate {
            label: "Röbel/Müritz".to_owned(),
            name: "Röbel/Müritz".to_owned(),
            kind: Kind::Municipality,
            point: GeoPoint { lon: 12.6, lat: 53.4 },
            key: "13071124".to_owned(),
            municipality: None,
            district: None,
            is_area: false,
            score: 0.8,
        };
        let fields = QueryString::read("near=Rebel&category=day_care&cursor=61&radius_km=20");
        let unknown = unknown_place("Rebel".to_owned(), &[candidate], &fields);
        let query = "category=day_care&radius_km=20&near=R%C3%B6bel%2FM%C3%BCritz".to_owned();
        assert_eq!(unknown.did_you_mean, [Link { label: "Röbel/Müritz".to_owned(), query }]);
    }
}
