//! What there is to write: the plans of all areas, and the places of one of them.

use serde::Serialize;

use super::{Around, VersionLine, store, unreadable};
use crate::app::plan::TextSource;
use crate::app::plan::writing::{self, CurrentTexts, Place, changes, settings, standing};
use crate::areas::Level;
use crate::plan::texts::{NUMBERS, TextFiles};
use crate::plan::{PlanForm, STATE};
use crate::plan_texts::TextStore;
use crate::web::office::call::{Call, Refusal, Reply};

/// In an address: the plan has just been approved.
pub(super) const APPROVED: &str = "freigegeben";

/// A plan in the list.
#[derive(Serialize)]
struct PlanLine {
    name: String,
    href: String,
    /// How its texts stand.
    state: String,
}

#[derive(Serialize)]
struct ListPage {
    plans: Vec<PlanLine>,
}

pub(in crate::web::office) fn list(call: &Call) -> Result<Reply, Refusal> {
    let mut areas: Vec<(String, String)> = call
        .state
        .reference
        .areas
        .level(Level::District)
        .map(|area| (area.key.clone(), area.name.clone()))
        .collect();
    areas.sort_by(|a, b| a.1.cmp(&b.1));
    areas.push((STATE.to_owned(), "Vergleich der Kreise".to_owned()));
    let line = |(key, name): (String, String)| PlanLine {
        name,
        href: format!("/planung/plan/{key}/bearbeiten"),
        state: match &call.state.plan_files.texts {
            TextSource::Folder(_) => "Dateien".to_owned(),
            TextSource::Store(store) => state_line(store.as_ref(), &key),
        },
    };
    let page = ListPage { plans: areas.into_iter().map(line).collect() };
    Ok(Reply::page("office_plan_list.html", "Pflegepläne schreiben", page))
}

/// "noch keine Texte", "freigegeben", "Änderungen sind noch nicht freigegeben"
fn state_line(store: &dyn TextStore, key: &str) -> String {
    match writing::newest(store, key) {
        Ok(None) => "noch keine Texte".to_owned(),
        Ok(Some(version)) if version.is_approved() => "freigegeben".to_owned(),
        Ok(Some(_)) => "Änderungen sind noch nicht freigegeben".to_owned(),
        Err(cause) => cause.german(),
    }
}

/// A place that can be written.
#[derive(Serialize)]
struct PlaceLine {
    title: String,
    /// Of a section of a chapter.
    is_inner: bool,
    href: String,
    detail: String,
    has_text: bool,
    is_changed: bool,
}

/// A file of the plan.
#[derive(Serialize)]
struct FileLink {
    label: &'static str,
    href: String,
}

/// The files that somebody takes along who has just approved a plan.
fn files(call: &Call, around: &Around) -> Vec<FileLink> {
    let is_ready = call.state.plan_files.is_program_ready();
    [PlanForm::Pdf, PlanForm::Xlsx]
        .into_iter()
        .filter(|form| is_ready || !form.needs_program())
        .filter_map(|form| {
            Some(FileLink {
                label: form.label()?,
                href: format!("{}/pflegeplan.{}", around.plan, form.word()),
            })
        })
        .collect()
}

#[derive(Serialize)]
struct StartPage {
    around: Around,
    /// The operator keeps the texts as files.
    is_kept_as_files: bool,
    saved: &'static str,
    /// Right after the approval: the plan as files.
    files: Vec<FileLink>,
    newest: Option<VersionLine>,
    approved: Option<VersionLine>,
    has_changes: bool,
    /// `plan.toml` cannot be read.
    broken: Option<String>,
    front: Vec<PlaceLine>,
    chapters: Vec<PlaceLine>,
    actions: Vec<PlaceLine>,
    targets: Vec<PlaceLine>,
}

pub(in crate::web::office) fn page(call: &Call) -> Result<Reply, Refusal> {
    let around = Around::of(call)?;
    let title = format!("Texte des Pflegeplans: {}", around.area);
    let (state, is_kept_as_files) = match &call.state.plan_files.texts {
        TextSource::Folder(_) => (standing_of_files(), true),
        TextSource::Store(store) => match standing(store.as_ref(), &call.area) {
            Ok(state) => (state, false),
            Err(cause) => return Ok(unreadable(cause)),
        },
    };
    let saved = match call.query("gespeichert") {
        "1" => "Gespeichert. Der Entwurf zeigt es ab jetzt so.",
        "entfernt" => "Entfernt. Im Verlauf steht es weiterhin.",
        APPROVED => "Freigegeben. Alle sehen den Plan ab jetzt mit diesen Texten.",
        "dateien" => "Übernommen. Der Entwurf hat jetzt die Texte aus den Dateien.",
        "wiederhergestellt" => "Wiederhergestellt. Der Entwurf hat wieder die Texte der früheren Fassung.",
        _ => "",
    };
    let files = if call.query("gespeichert") == APPROVED { files(call, &around) } else { Vec::new() };
    let page = StartPage { files, saved, ..view(around, &state, is_kept_as_files) };
    Ok(Reply::page("office_plan_start.html", &title, page))
}

fn standing_of_files() -> CurrentTexts {
    CurrentTexts { newest: None, approved: None, draft: TextFiles::new(), public: TextFiles::new() }
}

fn view(around: Around, state: &CurrentTexts, is_kept_as_files: bool) -> StartPage {
    let line = |place: Place, href: String| PlaceLine {
        title: place.german(),
        is_inner: false,
        href: format!("{}/{href}", around.base),
        detail: String::new(),
        has_text: place.text(&state.draft).is_ok_and(|text| !text.is_empty()),
        is_changed: place.text(&state.draft).ok() != place.text(&state.public).ok(),
    };
    let chapters = NUMBERS.iter().map(|(number, _)| PlaceLine {
        is_inner: number.contains('.'),
        ..line(Place::Chapter((*number).to_owned()), format!("text/{number}"))
    });
    let read = settings(&state.draft);
    let broken = read.as_ref().err().map(|cause| cause.german());
    let settings = read.unwrap_or_default();
    let actions = settings.actions.iter().map(|action| PlaceLine {
        title: action.title.clone(),
        detail: format!(
            "{}, bis {}, {}",
            action.responsible,
            action.deadline.format("%d.%m.%Y"),
            action.state.german()
        ),
        ..line(Place::Action(action.id.clone()), format!("massnahmen/{}", action.id))
    });
    let targets = settings.targets.iter().map(|target| PlaceLine {
        title: crate::plan::texts::name_of_kind(&target.kind).to_owned(),
        detail: format!("{}, {}", target.german_value(), target.method.german()),
        ..line(Place::Target(target.id.clone()), format!("zielwerte/{}", target.id))
    });
    StartPage {
        is_kept_as_files,
        saved: "",
        files: Vec::new(),
        newest: state.newest.as_ref().map(VersionLine::new),
        approved: state.approved.as_ref().map(VersionLine::new),
        has_changes: state.has_changes() && !changes(&state.public, &state.draft).is_empty(),
        broken,
        front: vec![
            line(Place::Foreword, "text/vorwort".to_owned()),
            line(Place::Imprint, "impressum".to_owned()),
        ],
        chapters: chapters.collect(),
        actions: actions.collect(),
        targets: targets.collect(),
        around,
    }
}

/// All texts as files that the command line takes in again.
pub(in crate::web::office) fn archive(call: &Call) -> Result<Reply, Refusal> {
    Around::of(call)?;
    let files = match standing(store(call)?, &call.area) {
        Ok(state) => state.draft,
        Err(cause) => return Ok(unreadable(cause)),
    };
    let bytes = writing::archive(&call.area, &files).map_err(|cause| Refusal::Archive(cause.to_string()))?;
    Ok(Reply::file(format!("pflegeplan-{}-texte.zip", call.area), "application/zip", bytes))
}
