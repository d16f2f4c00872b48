//! Answers with the overview of an area, and with its tables as files.

use actix_web::http::StatusCode;
use actix_web::web::{Path, ServiceConfig, get};
use actix_web::{HttpRequest, HttpResponse};

use super::page::OverviewPage;
use crate::app::State;
use crate::app::error::Error;
use crate::app::gate::Cost;
use crate::app::planning::area::{STATE, WorkspaceArea, area};
use crate::app::planning::download::FileRun;
use crate::app::planning::scenarios::{Case, cases};
use crate::app::planning::{RunRequest, download, overview};
use crate::tables::Introduction;
use crate::web::planning::scenarios::case;
use crate::web::planning::{address, files, problem};
use crate::web::public::about::not_found_page;
use crate::web::shell::answer::{self, PageError};
use crate::web::shell::page_context::PageContext;
use crate::web::shell::query_string::QueryString;

/// What every language has.
pub(in crate::web::planning) fn mount(config: &mut ServiceConfig) {
    config.route("/gebiet/{key}", get().to(overview_of)).route("/bild/{id}.svg", get().to(picture));
}

/// Files, which are in German.
pub(in crate::web::planning) fn mount_once(config: &mut ServiceConfig) {
    config.route("/tabelle.{ending}", get().to(table));
}

async fn overview_of(context: PageContext, key: Path<String>) -> Result<HttpResponse, PageError> {
    match found(&context, key.into_inner()).await {
        Ok(page) => context.answer(StatusCode::OK, &page),
        Err(error) => problem::answer(&context, &error),
    }
}

/// The overview of an area under the run of the address.
async fn found(context: &PageContext, key: String) -> Result<OverviewPage, Error> {
    let fields = address::run_fields(&QueryString::read(context.query()));
    let run = RunRequest::read(fields.pairs(), context.state().model())?;
    let asked = run.clone();
    let found = context
        .gated(Cost::Large, move |state, stop| overview(state, area(state, &key)?, &asked, stop))
        .await?;
    Ok(OverviewPage::new((context.messages(), context.state()), &found, (&run, &fields)))
}

/// The drawing of a card as a file.
async fn picture(
    request: HttpRequest,
    context: PageContext,
    id: Path<String>,
) -> Result<HttpResponse, PageError> {
    let key = QueryString::read(context.query()).get("area").unwrap_or_default().to_owned();
    let page = match found(&context, key.clone()).await {
        Ok(page) => page,
        Err(error) => return problem::answer(&context, &error),
    };
    match page.picture(&id) {
        Some(svg) => {
            let name = files::name("ueberblick", &[&key, &id], "svg");
            Ok(answer::file(&name, "image/svg+xml", svg.into_bytes()))
        }
        None => Ok(not_found_page(request).await),
    }
}

/// Areas that a file has at most, so that it stays small enough to be written at once.
const MOST_AREAS: usize = 9;

/// Areas that the name of a file names at most.
const MOST_NAMED: usize = 4;

/// The runs with the names that the page of scenarios gives them.
fn named(state: &State, cases: Vec<Case>) -> Vec<FileRun> {
    let of = |case: Case| FileRun { name: case::title(state, &case), run: case.run };
    cases.into_iter().map(of).collect()
}

fn introduction(state: &State, title: &str, (areas, runs): (&[WorkspaceArea], &[FileRun])) -> Introduction {
    let names: Vec<&str> = areas.iter().map(|area| area.name.as_str()).collect();
    let assumed =
        |run: &FileRun| ("Annahmen", format!("{}: {}", run.name, case::values(state, &run.run).join("; ")));
    let mut facts = vec![("Gebiete", names.join(", "))];
    facts.extend(runs.iter().map(assumed));
    let title = format!("{title}: {}", names.join(", "));
    files::introduction(state, title, facts, files::FORECAST_SOURCE, chrono::Utc::now())
}

async fn table(
    request: HttpRequest,
    context: PageContext,
    ending: Path<String>,
) -> Result<HttpResponse, PageError> {
    let Some(form) = download::form(&ending) else { return Ok(not_found_page(request).await) };
    let fields = QueryString::read(context.query());
    let keys: Vec<String> =
        fields.get("area").unwrap_or_default().split(',').take(MOST_AREAS).map(str::to_owned).collect();
    let model = context.state().model();
    // One run, or one for each scenario of a comparison.
    let is_comparison = fields.get("scenarios").is_some();
    let read = match is_comparison {
        true => cases(fields.pairs(), model),
        false => RunRequest::read(fields.pairs(), model).map(|run| vec![Case::of(run)]),
    };
    let cases = match read {
        Ok(cases) => cases,
        Err(errors) => return problem::answer(&context, &errors.into()),
    };
    let (view, title) = match (is_comparison, keys.len()) {
        (true, _) => ("szenarien", "Szenarien"),
        (false, 0 | 1) => ("ueberblick", "Bedarf, Plätze und Personal"),
        (false, _) => ("gebiete", "Bedarf, Plätze und Personal nach Gebieten"),
    };
    let of: Vec<&str> = keys.iter().map(String::as_str).collect();
    // All districts are the state.
    let name = files::name(view, if of.len() > MOST_NAMED { &[STATE] } else { &of }, &ending);
    let found = context.gated(Cost::Large, move |state, stop| {
        let areas = keys.iter().map(|key| area(state, key)).collect::<Result<Vec<_>, _>>()?;
        let runs = named(state, cases);
        let introduction = introduction(state, title, (&areas, &runs));
        download::forecasts(state, (&areas, &runs), (form, introduction), stop)
    });
    match found.await {
        Ok(file) => Ok(answer::file(&name, file.media_type, file.bytes)),
        Err(error) => problem::answer(&context, &error),
    }
}
