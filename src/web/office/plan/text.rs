//! Texts as Markdown: assessment and recommendation of a chapter, and the greeting.

use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use serde::Serialize;

use super::{Around, VERSION, author, seen, store, unreadable, unwritten};
use crate::app::plan::writing::{self, Edit, Place, Saved};
use crate::plan::html;
use crate::plan::rich;
use crate::plan::texts::{FOREWORD_FILE, NUMBERS, TextKind};
use crate::web::office::call::{Call, Refusal, Reply};

/// The word of the greeting in an address, where chapters have their number.
const FOREWORD: &str = "vorwort";
/// The field of the greeting.
const GREETING: &str = "text";
/// Which button was pressed.
const DO: &str = "tun";
const PREVIEW: &str = "vorschau";

pub(in crate::web::office) fn is_field(name: &str) -> bool {
    [VERSION, DO, GREETING].contains(&name) || TextKind::from_word(name).is_some()
}

/// One text.
#[derive(Serialize)]
struct TextInput {
    name: &'static str,
    label: &'static str,
    hint: &'static str,
    value: String,
    fault: Option<String>,
    /// As the plan shows it.
    preview: Option<String>,
}

#[derive(Serialize)]
struct Neighbour {
    title: String,
    href: String,
}

#[derive(Serialize)]
struct TextPage {
    around: Around,
    title: String,
    action: String,
    version: u32,
    inputs: Vec<TextInput>,
    /// Nothing was kept, and why.
    fault: Option<String>,
    fault_count: usize,
    /// What somebody else has written here in the meantime, beside what was typed.
    sides: Option<[String; 2]>,
    is_saved: bool,
    /// The chapter with its figures.
    figures: String,
    previous: Option<Neighbour>,
    next: Option<Neighbour>,
}

/// The place of the path, and its texts by the names of their fields.
fn place(call: &Call) -> Result<Place, Refusal> {
    if call.id == FOREWORD {
        return Ok(Place::Foreword);
    }
    match NUMBERS.iter().any(|(number, _)| *number == call.id) {
        true => Ok(Place::Chapter(call.id.clone())),
        false => Err(Refusal::NotFound),
    }
}

/// The fields of a place: name, label and what the text is for.
fn fields(place: &Place) -> Vec<(&'static str, &'static str, &'static str)> {
    match place {
        Place::Chapter(_) => vec![
            (
                TextKind::Assessment.word(),
                TextKind::Assessment.german(),
                "Wie beurteilen Sie, was das Kapitel zeigt? Was sagen die Zahlen nicht?",
            ),
            (
                TextKind::Recommendation.word(),
                TextKind::Recommendation.german(),
                "Was folgt daraus? Maßnahmen mit Frist stehen besser bei den Maßnahmen.",
            ),
        ],
        _ => vec![(GREETING, "Grußwort", "Steht vor dem ersten Kapitel.")],
    }
}

/// The name of the file behind a field.
fn file_name(place: &Place, field: &str) -> String {
    match (place, TextKind::from_word(field)) {
        (Place::Chapter(number), Some(kind)) => kind.file_name(number),
        _ => FOREWORD_FILE.to_owned(),
    }
}

fn shown(
    call: &Call,
    place: &Place,
    version: u32,
    value: impl Fn(&str) -> String,
) -> Result<TextPage, Refusal> {
    let around = Around::of(call)?;
    let inputs = fields(place).into_iter().map(|(name, label, hint)| TextInput {
        name,
        label,
        hint,
        value: value(name),
        fault: None,
        preview: None,
    });
    let at = NUMBERS.iter().position(|(number, _)| *number == call.id);
    let neighbour = |at: usize| {
        let (number, title) = NUMBERS.get(at)?;
        Some(Neighbour { title: format!("{number} {title}"), href: format!("{}/text/{number}", around.base) })
    };
    let chapter = call.id.split('.').next().unwrap_or_default();
    let chapter = if *place == Place::Foreword { "0" } else { chapter };
    Ok(TextPage {
        title: place.german(),
        action: format!("{}/text/{}", around.base, call.id),
        version,
        inputs: inputs.collect(),
        fault: None,
        fault_count: 0,
        sides: None,
        is_saved: false,
        figures: format!("{}/entwurf/{chapter}#{}", around.plan, html::anchor(&call.id)),
        previous: at.and_then(|at| at.checked_sub(1)).and_then(neighbour),
        next: at.and_then(|at| neighbour(at + 1)).or_else(|| neighbour(0).filter(|_| at.is_none())),
        around,
    })
}

fn answer(status: StatusCode, page: TextPage) -> Reply {
    let title = format!("{}: {}", page.title, page.around.area);
    Reply::with_status(status, "office_plan_text.html", &title, page)
}

pub(in crate::web::office) fn page(call: &Call) -> Result<Reply, Refusal> {
    let place = place(call)?;
    Around::of(call)?;
    let state = match writing::standing(store(call)?, &call.area) {
        Ok(state) => state,
        Err(cause) => return Ok(unreadable(cause)),
    };
    let value = |field: &str| state.draft.get(&file_name(&place, field)).cloned().unwrap_or_default();
    let page = shown(call, &place, state.number(), value)?;
    Ok(answer(StatusCode::OK, TextPage { is_saved: call.query("gespeichert") == "1", ..page }))
}

pub(in crate::web::office) fn save(call: &Call) -> Result<Reply, Refusal> {
    let (place, version) = (place(call)?, seen(call)?);
    let mut page = shown(call, &place, version, |field| call.field(field).to_owned())?;
    let is_preview = call.field(DO) == PREVIEW;
    for input in &mut page.inputs {
        match rich::read(&input.value) {
            Ok(content) if is_preview && !content.is_empty() => {
                input.preview = Some(html::own(input.label, &content));
            }
            Ok(_) => {}
            Err(fault) => input.fault = Some(fault.german()),
        }
    }
    page.fault_count = page.inputs.iter().filter(|input| input.fault.is_some()).count();
    if page.fault_count > 0 {
        return Ok(answer(StatusCode::UNPROCESSABLE_ENTITY, page));
    }
    if is_preview {
        return Ok(answer(StatusCode::OK, page));
    }
    let texts: BTreeMap<TextKind, String> = page
        .inputs
        .iter()
        .filter_map(|input| Some((TextKind::from_word(input.name)?, input.value.clone())))
        .collect();
    let edit = match &place {
        Place::Chapter(number) => Edit::Chapter { number: number.clone(), texts },
        _ => Edit::Foreword(call.field(GREETING).to_owned()),
    };
    let store = store(call)?;
    match writing::save(store, &call.area, version, &edit, &author(call)?) {
        Ok(Saved::Done(_)) => Ok(Reply::elsewhere(format!("{}?gespeichert=1", page.action))),
        Ok(Saved::Unchanged) => Ok(Reply::elsewhere(page.action)),
        Ok(Saved::Conflict(newest)) => {
            let saved = store.files(&call.area, newest).map_err(writing::WritingError::from);
            let saved = match saved.and_then(|files| Ok(place.text(&files)?)) {
                Ok(saved) => saved,
                Err(cause) => return Ok(unreadable(cause)),
            };
            let typed = edit.text().unwrap_or_default();
            let page = TextPage { version: newest, sides: Some([saved, typed]), ..page };
            Ok(answer(StatusCode::PRECONDITION_FAILED, page))
        }
        Err(cause) => {
            let page = TextPage { fault: Some(unwritten(&cause)), ..page };
            Ok(answer(StatusCode::INTERNAL_SERVER_ERROR, page))
        }
    }
}
