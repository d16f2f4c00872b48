//! Actions, target values and the imprint as forms with a sentence beside each field that cannot be taken.

use actix_web::http::StatusCode;
use serde::Serialize;

use super::{Around, VERSION, author, seen, store, unreadable, unwritten};
use crate::app::plan::writing::{
    self, ACTION_FIELDS, CurrentTexts, Edit, FieldFault, IMPRINT_LINES, LONGEST_LINE, Saved, TARGET_FIELDS,
    Typed, WritingError,
};
use crate::plan::texts::{
    ActionState, NUMBERS, PlanSettings, PlannedAction, TargetMethod, TargetValue, kinds_of_targets,
};
use crate::plan_texts::Version;
use crate::web::office::call::{Call, Refusal, Reply};
use crate::web::office::input::{Choice, Input};

/// In an address: an entry that is not there yet.
const NEW: &str = "neu";
/// Which button was pressed.
const DO: &str = "tun";
const REMOVE: &str = "entfernen";
/// The field of the version that was the plan before.
const BEFORE: &str = "before";
/// The fewest lines of the imprint that its form has, and how many of them are empty at least.
const FEWEST_LINES: usize = 4;
const EMPTY_LINES: usize = 2;

pub(in crate::web::office) fn is_action_field(name: &str) -> bool {
    [VERSION, DO].contains(&name) || ACTION_FIELDS.contains(&name)
}

pub(in crate::web::office) fn is_target_field(name: &str) -> bool {
    [VERSION, DO].contains(&name) || TARGET_FIELDS.contains(&name)
}

pub(in crate::web::office) fn is_imprint_field(name: &str) -> bool {
    let number = name.strip_prefix("label-").or_else(|| name.strip_prefix("text-"));
    let is_line = |text: &str| text.parse().is_ok_and(|at: usize| (1..=IMPRINT_LINES).contains(&at));
    [VERSION, DO, "decision", BEFORE].contains(&name) || number.is_some_and(is_line)
}

#[derive(Serialize)]
struct EntryPage {
    around: Around,
    title: String,
    intro: &'static str,
    action: String,
    version: u32,
    inputs: Vec<Input>,
    fault_count: usize,
    /// Nothing was kept, and why.
    fault: Option<String>,
    /// What somebody else has written here in the meantime, beside what was typed.
    sides: Option<[String; 2]>,
    may_remove: bool,
}

/// What a form is about.
struct Form {
    title: &'static str,
    intro: &'static str,
    /// Behind the address of the texts.
    path: String,
    may_remove: bool,
    inputs: Vec<Input>,
}

fn page(call: &Call, form: Form, version: u32) -> Result<EntryPage, Refusal> {
    let around = Around::of(call)?;
    Ok(EntryPage {
        title: form.title.to_owned(),
        intro: form.intro,
        action: format!("{}/{}", around.base, form.path),
        version,
        inputs: form.inputs,
        fault_count: 0,
        fault: None,
        sides: None,
        may_remove: form.may_remove,
        around,
    })
}

fn answer(status: StatusCode, page: EntryPage) -> Reply {
    let title = format!("{}: {}", page.title, page.around.area);
    Reply::with_status(status, "office_plan_entry.html", &title, page)
}

/// The texts as they stand, and their settings.
fn current(call: &Call) -> Result<Result<(CurrentTexts, PlanSettings), WritingError>, Refusal> {
    Around::of(call)?;
    let state = writing::standing(store(call)?, &call.area).map_err(WritingError::from);
    Ok(state
        .and_then(|state| Ok((writing::settings(&state.draft)?, state)))
        .map(|(read, state)| (state, read)))
}

/// Keeps a change and answers with the texts of the plan, or with the form and why it was not kept.
fn kept(call: &Call, page: EntryPage, edit: &Edit) -> Result<Reply, Refusal> {
    let store = store(call)?;
    match writing::save(store, &call.area, page.version, edit, &author(call)?) {
        Ok(Saved::Done(_) | Saved::Unchanged) => {
            let done = if call.field(DO) == REMOVE { "entfernt" } else { "1" };
            Ok(Reply::elsewhere(format!("{}?gespeichert={done}", page.around.base)))
        }
        Ok(Saved::Conflict(newest)) => {
            let saved = store.files(&call.area, newest).map_err(WritingError::from);
            match saved.and_then(|files| Ok(edit.place().text(&files)?)) {
                Ok(saved) => {
                    let typed = edit.text().unwrap_or_default();
                    let page = EntryPage { version: newest, sides: Some([saved, typed]), ..page };
                    Ok(answer(StatusCode::PRECONDITION_FAILED, page))
                }
                Err(cause) => Ok(unreadable(cause)),
            }
        }
        Err(cause) => {
            let page = EntryPage { fault: Some(unwritten(&cause)), ..page };
            Ok(answer(StatusCode::INTERNAL_SERVER_ERROR, page))
        }
    }
}

/// The form with what is wrong beside its fields.
fn faulty(mut page: EntryPage, faults: &[FieldFault]) -> Reply {
    page.fault_count = faults.len();
    for input in &mut page.inputs {
        let found = faults.iter().find(|fault| fault.field == input.name);
        input.fault = found.map(|fault| fault.text.clone());
    }
    answer(StatusCode::UNPROCESSABLE_ENTITY, page)
}

fn typed(call: &Call) -> Typed<'_> {
    let is_value = |name: &str| ![VERSION, DO].contains(&name);
    Typed::new(
        call.form.iter().map(|(name, value)| (name.as_str(), value.as_str())).filter(|it| is_value(it.0)),
    )
}

/// How a day can be typed.
const DAY_HINT: &str = "Ein Tag wie 30.06.2027, oder ein Monat wie 12/2027: dann gilt sein letzter Tag.";

fn required(input: Input) -> Input {
    Input { is_required: true, ..input }
}

fn input(name: &str, label: &str, kind: &'static str, value: String, hint: &'static str) -> Input {
    let (name, label) = (name.to_owned(), label.to_owned());
    Input { name, label, kind, value, hint, longest: LONGEST_LINE, ..Input::default() }
}

/// A field to choose from words with labels; a word that is not among them stays as it was typed.
fn choice(name: &str, label: &str, value: &str, words: Vec<(String, String)>) -> Input {
    let is_known = value.is_empty() || words.iter().any(|(word, _)| word == value);
    let own = (!is_known).then(|| (value.to_owned(), value.to_owned()));
    let choice = |(word, label): (String, String)| Choice { is_chosen: word == value, value: word, label };
    let choices = own.into_iter().chain(words).map(choice).collect();
    Input { choices, ..input(name, label, "choice", value.to_owned(), "") }
}

fn with_none(words: impl IntoIterator<Item = (String, String)>, none: &str) -> Vec<(String, String)> {
    std::iter::once((String::new(), none.to_owned())).chain(words).collect()
}

/// A number as it is typed.
fn number(value: f64) -> String {
    value.to_string().replace('.', ",")
}

fn day(day: chrono::NaiveDate) -> String {
    day.format("%d.%m.%Y").to_string()
}

/// Ids and names of the indicators; nothing where they are not put together yet.
fn indicators(call: &Call) -> Option<Vec<(String, String)>> {
    let loaded = call.state.indicators().ok()?;
    let all = &loaded.base.frame.catalogue.indicators;
    Some(all.iter().map(|it| (it.id.clone(), format!("{} {}", it.id, it.name_de))).collect())
}

fn action_form(call: &Call, id: &str, value: impl Fn(&str) -> String) -> Form {
    let chapters = NUMBERS.iter().map(|(number, title)| ((*number).to_owned(), format!("{number} {title}")));
    let states = ActionState::ALL.map(|state| (state.word().to_owned(), state.german().to_owned())).to_vec();
    let indicator = match indicators(call) {
        Some(known) => choice("indicator", "Indikator", &value("indicator"), with_none(known, "keiner")),
        None => input("indicator", "Indikator", "text", value("indicator"), "Die Kennung, zum Beispiel T03."),
    };
    let indicator = Input { hint: "An ihm sieht man später, ob die Maßnahme wirkt.", ..indicator };
    Form {
        title: if id.is_empty() { "Neue Maßnahme" } else { "Maßnahme" },
        intro: "Eine Maßnahme sagt, wer was bis wann tut. Sie steht in Kapitel 11.",
        path: format!("massnahmen/{}", if id.is_empty() { NEW } else { id }),
        may_remove: !id.is_empty(),
        inputs: vec![
            required(input(
                "title",
                "Maßnahme",
                "text",
                value("title"),
                "Zum Beispiel: Tagespflege im Amt Grabow",
            )),
            required(choice(
                "chapter",
                "Zu welchem Kapitel?",
                &value("chapter"),
                with_none(chapters, "bitte wählen"),
            )),
            required(input("responsible", "Wer ist verantwortlich?", "text", value("responsible"), "")),
            required(input("deadline", "Frist", "date", value("deadline"), DAY_HINT)),
            indicator,
            input(
                "target",
                "Zielwert des Indikators",
                "decimal",
                value("target"),
                "Zum Beispiel 4,5. Das Jahr gehört dazu.",
            ),
            input(
                "target_year",
                "Jahr des Zielwerts",
                "number",
                value("target_year"),
                "Wann soll der Wert erreicht sein? Zum Beispiel 2030.",
            ),
            input("review", "Wann wird geprüft?", "date", value("review"), DAY_HINT),
            required(choice("state", "Stand", &value("state"), states)),
        ],
    }
}

fn action_value(action: &PlannedAction, field: &str) -> String {
    match field {
        "title" => action.title.clone(),
        "chapter" => action.chapter.clone(),
        "responsible" => action.responsible.clone(),
        "deadline" => day(action.deadline),
        "indicator" => action.indicator.clone().unwrap_or_default(),
        "target" => action.target.map(number).unwrap_or_default(),
        "target_year" => action.target_year.map(|year| year.to_string()).unwrap_or_default(),
        "review" => action.review.map(day).unwrap_or_default(),
        _ => action.state.word().to_owned(),
    }
}

/// The id of an entry in the path; empty for a new one.
fn id(call: &Call) -> &str {
    if call.id == NEW { "" } else { &call.id }
}

pub(in crate::web::office) fn action_page(call: &Call) -> Result<Reply, Refusal> {
    let (state, settings) = match current(call)? {
        Ok(found) => found,
        Err(cause) => return Ok(unreadable(cause)),
    };
    let known = settings.actions.iter().find(|action| action.id == call.id);
    if known.is_none() && call.id != NEW {
        return Err(Refusal::NotFound);
    }
    let value = |field: &str| match (known, field) {
        (Some(action), field) => action_value(action, field),
        (None, "state") => ActionState::Planned.word().to_owned(),
        (None, "chapter") => call.query("kapitel").to_owned(),
        _ => String::new(),
    };
    Ok(answer(StatusCode::OK, page(call, action_form(call, id(call), value), state.number())?))
}

pub(in crate::web::office) fn save_action(call: &Call) -> Result<Reply, Refusal> {
    let form = action_form(call, id(call), |field| call.field(field).to_owned());
    let page = page(call, form, seen(call)?)?;
    if call.field(DO) == REMOVE && call.id != NEW {
        return kept(call, page, &Edit::Action(call.id.clone(), None));
    }
    let known = indicators(call).map(|all| all.into_iter().map(|(id, _)| id).collect::<Vec<_>>());
    match typed(call).action(known.as_deref()) {
        Ok(action) => kept(call, page, &Edit::Action(id(call).to_owned(), Some(action))),
        Err(faults) => Ok(faulty(page, &faults)),
    }
}

fn target_form(id: &str, value: impl Fn(&str) -> String) -> Form {
    let kinds = kinds_of_targets().map(|(word, name)| (word.to_owned(), name.to_owned()));
    let methods = TargetMethod::ALL.map(|method| (method.word().to_owned(), method.german().to_owned()));
    Form {
        title: if id.is_empty() { "Neuer Zielwert" } else { "Zielwert" },
        intro: "Ein Zielwert sagt, wie viel der Kreis anbieten will. Der Plan stellt ihn in Kapitel 10 neben Bedarf und Bestand, den der Beratung in Kapitel 13.",
        path: format!("zielwerte/{}", if id.is_empty() { NEW } else { id }),
        may_remove: !id.is_empty(),
        inputs: vec![
            required(choice("kind", "Angebot", &value("kind"), with_none(kinds, "bitte wählen"))),
            required(choice("method", "Methode", &value("method"), with_none(methods, "bitte wählen"))),
            required(input(
                "value",
                "Wert",
                "decimal",
                value("value"),
                "Richtwert: Plätze je 100 Menschen. Erreichbarkeit: Minuten. Sonst: Plätze oder Standorte.",
            )),
            input(
                "age",
                "Ab welchem Alter?",
                "number",
                value("age"),
                "Nur für einen Richtwert, zum Beispiel 80.",
            ),
            required(input(
                "source",
                "Quelle",
                "text",
                value("source"),
                "Zum Beispiel: Empfehlung der Pflegekonferenz",
            )),
            required(input("date", "Vom", "date", value("date"), "")),
            input(
                "decision",
                "Beschluss",
                "text",
                value("decision"),
                "Wer hat ihn beschlossen? Leer, solange niemand.",
            ),
        ],
    }
}

fn target_value(target: &TargetValue, field: &str) -> String {
    match field {
        "kind" => target.kind.clone(),
        "method" => target.method.word().to_owned(),
        "value" => number(target.value),
        "age" => target.age.map(|age| age.to_string()).unwrap_or_default(),
        "source" => target.source.clone(),
        "date" => day(target.date),
        _ => target.decision.clone().unwrap_or_default(),
    }
}

pub(in crate::web::office) fn target_page(call: &Call) -> Result<Reply, Refusal> {
    let (state, settings) = match current(call)? {
        Ok(found) => found,
        Err(cause) => return Ok(unreadable(cause)),
    };
    let known = settings.targets.iter().find(|target| target.id == call.id);
    if known.is_none() && call.id != NEW {
        return Err(Refusal::NotFound);
    }
    let value = |field: &str| known.map(|target| target_value(target, field)).unwrap_or_default();
    Ok(answer(StatusCode::OK, page(call, target_form(id(call), value), state.number())?))
}

pub(in crate::web::office) fn save_target(call: &Call) -> Result<Reply, Refusal> {
    let form = target_form(id(call), |field| call.field(field).to_owned());
    let page = page(call, form, seen(call)?)?;
    if call.field(DO) == REMOVE && call.id != NEW {
        return kept(call, page, &Edit::Target(call.id.clone(), None));
    }
    match typed(call).target() {
        Ok(target) => kept(call, page, &Edit::Target(id(call).to_owned(), Some(target))),
        Err(faults) => Ok(faulty(page, &faults)),
    }
}

/// The form of the imprint with so many lines; `versions` can be the plan before.
fn imprint_form(lines: usize, versions: &[Version], value: impl Fn(&str) -> String) -> Form {
    let mut inputs = vec![input(
        "decision",
        "Beschluss",
        "text",
        value("decision"),
        "Wer hat den Plan beschlossen, und wann? Zum Beispiel: Kreistag, 27.03.2025",
    )];
    let words = versions.iter().map(|version| {
        let day = version.author.at.format("%d.%m.%Y");
        (version.number.to_string(), format!("Fassung {}, freigegeben am {day}", version.number))
    });
    inputs.push(Input {
        hint: "Kapitel 11 sagt dann, was aus seinen Maßnahmen geworden ist. Wie auch seine Zahlen verglichen werden, steht in der Anleitung „Den Pflegeplan schreiben“.",
        ..choice(BEFORE, "Plan davor", &value(BEFORE), with_none(words, "keiner"))
    });
    for at in 1..=lines.clamp(FEWEST_LINES, IMPRINT_LINES) {
        let [label, text] = [format!("label-{at}"), format!("text-{at}")];
        let hint = if at == 1 { "Zum Beispiel: Leitung, Mitwirkende, Redaktion" } else { "" };
        inputs.push(input(&label, &format!("Bezeichnung {at}"), "text", value(&label), hint));
        inputs.push(input(&text, &format!("Text {at}"), "text", value(&text), ""));
    }
    Form {
        title: "Impressum und Beschluss",
        intro: "Wer den Plan geschrieben hat, wer mitgewirkt hat und wer ihn beschlossen hat. Es steht auf dem Titelblatt.",
        path: "impressum".to_owned(),
        may_remove: false,
        inputs,
    }
}

/// The approved versions of the texts.
fn versions(call: &Call) -> Result<Result<Vec<Version>, WritingError>, Refusal> {
    Ok(writing::approved_versions(store(call)?, &call.area).map_err(WritingError::from))
}

pub(in crate::web::office) fn imprint_page(call: &Call) -> Result<Reply, Refusal> {
    let (state, settings) = match current(call)? {
        Ok(found) => found,
        Err(cause) => return Ok(unreadable(cause)),
    };
    let lines: Vec<(&String, &String)> = settings.imprint.iter().collect();
    let value = |field: &str| {
        let line = |number: &str| lines.get(number.parse::<usize>().ok()?.checked_sub(1)?);
        match (field.strip_prefix("label-"), field.strip_prefix("text-")) {
            (Some(at), _) => line(at).map(|(label, _)| (*label).clone()).unwrap_or_default(),
            (_, Some(at)) => line(at).map(|(_, text)| (*text).clone()).unwrap_or_default(),
            _ if field == BEFORE => settings.before_version.map(|it| it.to_string()).unwrap_or_default(),
            _ => settings.decision.clone().unwrap_or_default(),
        }
    };
    let versions = match versions(call)? {
        Ok(found) => found,
        Err(cause) => return Ok(unreadable(cause)),
    };
    let form = imprint_form(lines.len() + EMPTY_LINES, &versions, value);
    Ok(answer(StatusCode::OK, page(call, form, state.number())?))
}

pub(in crate::web::office) fn save_imprint(call: &Call) -> Result<Reply, Refusal> {
    let lines = call.form.iter().filter(|(name, _)| name.starts_with("label-")).count();
    let versions = match versions(call)? {
        Ok(found) => found,
        Err(cause) => return Ok(unreadable(cause)),
    };
    let form = imprint_form(lines, &versions, |field| call.field(field).to_owned());
    let page = page(call, form, seen(call)?)?;
    let numbers: Vec<u32> = versions.iter().map(|version| version.number).collect();
    match typed(call).imprint(&numbers) {
        Ok(edit) => kept(call, page, &edit),
        Err(faults) => Ok(faulty(page, &faults)),
    }
}
