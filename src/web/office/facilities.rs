//! Finding a facility, making one, and changing one.

use actix_web::http::StatusCode;
use chrono::Utc;
use serde::Serialize;

use super::call::{Call, Refusal, Reply};
use super::facility_form::{self, ADD_OFFER, DO, FacilityForm, OTHER, VERSION};
use super::words::{address_line, label, shown};
use crate::accounts::{Permission, Token};
use crate::app::office::edit::{self, Saved, as_typed};
use crate::app::office::typed_facility::{OFFICE_SOURCE, Reading, TypedFault, duplicates, read};
use crate::app::refresh::refresh_register;
use crate::register::Facility;
use crate::register::values::{Values, difference, values};
use crate::store::Author;

/// How many facilities a search shows.
const MOST: usize = 50;

#[derive(Serialize)]
struct Found {
    id: String,
    name: String,
    address: String,
    closed: Option<String>,
}

#[derive(Serialize)]
struct ListPage<'a> {
    text: &'a str,
    found: Vec<Found>,
    more: usize,
    may_edit: bool,
    /// For accounts that see no register: what they are for.
    meaning: Option<&'static str>,
}

/// A value that two people have changed: what is saved, and what was typed.
#[derive(Serialize)]
struct Side {
    label: String,
    saved: String,
    typed: String,
}

#[derive(Serialize)]
struct DuplicateLine {
    id: String,
    name: String,
    address: String,
    score: u32,
    agrees: String,
}

#[derive(Serialize)]
struct EditPage {
    /// `None` for a new facility.
    id: Option<String>,
    name: String,
    version: u64,
    form: FacilityForm,
    hints: Vec<String>,
    sides: Vec<Side>,
    duplicates: Vec<DuplicateLine>,
    saved: bool,
}

pub(super) fn list(call: &Call) -> Result<Reply, Refusal> {
    let role = call.session.as_ref().ok_or(Refusal::NotFound)?.account.role;
    let text = call.query("q").trim();
    let mut page = ListPage {
        text,
        found: Vec::new(),
        more: 0,
        may_edit: role.may(Permission::EditRegister),
        meaning: (!role.may(Permission::ReadRegister)).then(|| role.german_meaning()),
    };
    if page.meaning.is_none() && !text.is_empty() {
        let words: Vec<String> = text.to_lowercase().split_whitespace().map(str::to_owned).collect();
        let (facilities, _) = call.state.database.load()?;
        let is_found = |facility: &&Facility| {
            let all = format!("{} {} {}", facility.name, address_line(facility), facility.id).to_lowercase();
            words.iter().all(|word| all.contains(word))
        };
        let found: Vec<&Facility> = facilities.iter().filter(is_found).collect();
        page.more = found.len().saturating_sub(MOST);
        page.found = found.into_iter().take(MOST).map(|it| line(it, call)).collect();
    }
    Ok(Reply::page("office_start.html", "Verzeichnis pflegen", page))
}

fn line(facility: &Facility, call: &Call) -> Found {
    let closed = facility.valid_to.filter(|day| *day < call.today);
    Found {
        id: facility.id.clone(),
        name: facility.name.clone(),
        address: address_line(facility),
        closed: closed.map(|day| day.format("%d.%m.%Y").to_string()),
    }
}

/// The facility of the path and the version with which it last changed.
pub(super) fn current(call: &Call) -> Result<(Facility, u64), Refusal> {
    let (facility, version) = call
        .state
        .database
        .write(|writer| Ok::<_, Refusal>((writer.facility(&call.id)?, writer.facility_version(&call.id)?)))?;
    Ok((facility.ok_or(Refusal::NotFound)?, version.unwrap_or_default()))
}

pub(super) fn page(call: &Call) -> Result<Reply, Refusal> {
    let (facility, version) = current(call)?;
    let typed = as_typed(values(&facility));
    let page = EditPage { saved: call.query("gespeichert") == "1", ..shown_form(call, &typed, version, &[]) };
    Ok(answer(StatusCode::OK, EditPage { id: Some(facility.id), name: facility.name, ..page }))
}

pub(super) fn new_page(call: &Call) -> Result<Reply, Refusal> {
    Ok(answer(StatusCode::OK, shown_form(call, &Values::new(), 0, &[])))
}

fn answer(status: StatusCode, page: EditPage) -> Reply {
    let title =
        if page.id.is_some() { format!("{} bearbeiten", page.name) } else { "Neue Einrichtung".to_owned() };
    Reply::with_status(status, "office_facility.html", &title, page)
}

fn shown_form(call: &Call, typed: &Values, version: u64, faults: &[TypedFault]) -> EditPage {
    EditPage {
        id: None,
        name: String::new(),
        version,
        form: facility_form::form(&call.state.reference.categories, typed, faults),
        hints: Vec::new(),
        sides: Vec::new(),
        duplicates: Vec::new(),
        saved: false,
    }
}

/// Who writes, for the history.
pub(super) fn author(call: &Call) -> Result<Author, Refusal> {
    let session = call.session.as_ref().ok_or(Refusal::NotFound)?;
    Ok(Author {
        account: Some(session.account.id),
        name: session.account.display_name.clone(),
        request_id: call.request_id.clone(),
        at: call.now,
    })
}

/// Lets searches see what was written, at once and not with the next look of the service.
pub(super) fn take_up(call: &Call) {
    if let Err(cause) = refresh_register(&call.state, call.today, Utc::now()) {
        log::error!("the register cannot be read again after a change: {cause}");
    }
}

pub(super) fn change(call: &Call) -> Result<Reply, Refusal> {
    let (old, version) = current(call)?;
    let seen: u64 = call.field(VERSION).parse().map_err(|_| Refusal::UnknownField)?;
    let typed = facility_form::typed(call).ok_or(Refusal::UnknownField)?;
    let of_old = |page: EditPage| EditPage { id: Some(old.id.clone()), name: old.name.clone(), ..page };
    if call.field(DO) == ADD_OFFER {
        return Ok(answer(StatusCode::OK, of_old(shown_form(call, &typed, seen, &[]))));
    }
    let reading = read(&call.state.reference, &typed, Some(&old), &old.id, call.today)?;
    let Reading { facility: Some(facility), hints, .. } = reading else {
        let page = shown_form(call, &typed, seen, &reading.faults);
        return Ok(answer(
            StatusCode::UNPROCESSABLE_ENTITY,
            of_old(EditPage { hints: reading.hints, ..page }),
        ));
    };
    match edit::save(&call.state.database, &facility, Some(seen), &author(call)?)? {
        Saved::Done(_) => {
            take_up(call);
            Ok(Reply::elsewhere(format!("/amt/einrichtungen/{}?gespeichert=1", old.id)))
        }
        Saved::Unchanged => Ok(Reply::elsewhere(format!("/amt/einrichtungen/{}", old.id))),
        Saved::Conflict(saved, _) => {
            let page = shown_form(call, &typed, version, &[]);
            let page = EditPage { hints, sides: sides(call, &saved, &facility), ..page };
            Ok(answer(StatusCode::PRECONDITION_FAILED, of_old(page)))
        }
        Saved::Gone => Err(Refusal::NotFound),
    }
}

/// What is saved and what was typed, where they differ.
fn sides(call: &Call, saved: &Facility, typed: &Facility) -> Vec<Side> {
    let categories = &call.state.reference.categories;
    let side = |change: crate::register::values::ValueChange| Side {
        label: label(categories, &change.key),
        saved: shown(&change.key, change.before.as_deref()),
        typed: shown(&change.key, change.after.as_deref()),
    };
    difference(&values(saved), &values(typed)).into_iter().map(side).collect()
}

pub(super) fn create(call: &Call) -> Result<Reply, Refusal> {
    let typed = facility_form::typed(call).ok_or(Refusal::UnknownField)?;
    if call.field(DO) == ADD_OFFER {
        return Ok(answer(StatusCode::OK, shown_form(call, &typed, 0, &[])));
    }
    let random: String = Token::random()?.reveal().chars().take(10).collect();
    let id = format!("{OFFICE_SOURCE}-{random}");
    let reading = read(&call.state.reference, &typed, None, &id, call.today)?;
    let Some(facility) = reading.facility else {
        let page = EditPage { hints: reading.hints, ..shown_form(call, &typed, 0, &reading.faults) };
        return Ok(answer(StatusCode::UNPROCESSABLE_ENTITY, page));
    };
    if call.field(OTHER) != "ja" {
        let (register, _) = call.state.database.load()?;
        let found = duplicates(&call.state.reference, &typed, &register, call.today)?;
        if !found.is_empty() {
            let line = |it: crate::app::office::typed_facility::Duplicate| DuplicateLine {
                id: it.id,
                name: it.name,
                address: it.address,
                score: it.score,
                agrees: it.agrees.join(", "),
            };
            let page = shown_form(call, &typed, 0, &[]);
            let page = EditPage { duplicates: found.into_iter().map(line).collect(), ..page };
            return Ok(answer(StatusCode::CONFLICT, page));
        }
    }
    match edit::save(&call.state.database, &facility, None, &author(call)?)? {
        Saved::Done(_) => {
            take_up(call);
            Ok(Reply::elsewhere(format!("/amt/einrichtungen/{id}?gespeichert=1")))
        }
        _ => Err(Refusal::NotFound),
    }
}
