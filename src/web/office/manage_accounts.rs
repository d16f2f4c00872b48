//! The accounts, for their administrators.

use actix_web::http::StatusCode;
use serde::Serialize;

use super::call::{Call, Refusal, Reply};
use crate::accounts::{Role, Token, account_name};
use crate::app::office::accounts;
use crate::store::{Account, NewAccount};

#[derive(Serialize)]
struct RoleChoice {
    word: &'static str,
    name: &'static str,
    meaning: &'static str,
}

#[derive(Serialize)]
struct AccountLine {
    id: i32,
    name: String,
    display_name: String,
    role: &'static str,
    role_name: &'static str,
    facilities: String,
    state: &'static str,
    disabled: bool,
}

/// A one-time link, shown once.
#[derive(Serialize)]
struct NewLink {
    name: String,
    address: String,
}

/// What was typed for a new account.
#[derive(Default, Serialize)]
struct Typed<'a> {
    name: &'a str,
    display_name: &'a str,
    role: &'a str,
    facilities: &'a str,
}

#[derive(Serialize)]
struct AccountsPage<'a> {
    roles: Vec<RoleChoice>,
    accounts: Vec<AccountLine>,
    link: Option<NewLink>,
    fault: Option<String>,
    typed: Typed<'a>,
}

fn line(account: Account) -> AccountLine {
    let state = match (account.disabled, account.has_password) {
        (true, _) => "geschlossen",
        (false, true) => "offen",
        (false, false) => "eingeladen",
    };
    AccountLine {
        id: account.id,
        name: account.name,
        display_name: account.display_name,
        role: account.role.word(),
        role_name: account.role.german(),
        facilities: account.facilities.join(" "),
        state,
        disabled: account.disabled,
    }
}

fn shown(
    call: &Call,
    link: Option<NewLink>,
    fault: Option<String>,
    typed: Typed<'_>,
) -> Result<Reply, Refusal> {
    let choice =
        |role: Role| RoleChoice { word: role.word(), name: role.german(), meaning: role.german_meaning() };
    let status = if fault.is_some() { StatusCode::BAD_REQUEST } else { StatusCode::OK };
    let page = AccountsPage {
        roles: Role::ALL.into_iter().map(choice).collect(),
        accounts: call.state.database.accounts()?.into_iter().map(line).collect(),
        link,
        fault,
        typed,
    };
    Ok(Reply::with_status(status, "office_accounts.html", "Konten", page))
}

pub(super) fn page(call: &Call) -> Result<Reply, Refusal> {
    shown(call, None, None, Typed::default())
}

/// The ids of facilities that stand in a text, or what is wrong with it.
fn facilities(call: &Call) -> Result<Vec<String>, String> {
    let snapshot = call.state.snapshot();
    let text = call.field("einrichtungen");
    let mut ids = Vec::new();
    for id in text.split([' ', ',', ';', '\n', '\r', '\t']).filter(|id| !id.is_empty()) {
        if !snapshot.facilities().iter().any(|facility| facility.id == id) {
            let shown: String = id.chars().take(60).collect();
            return Err(format!("Eine Einrichtung mit der Kennung „{shown}“ gibt es nicht."));
        }
        ids.push(id.to_owned());
    }
    ids.sort();
    ids.dedup();
    Ok(ids)
}

fn display_name(text: &str, name: &str) -> String {
    let text: String = text.trim().chars().filter(|c| !c.is_control()).take(100).collect();
    if text.is_empty() { name.to_owned() } else { text }
}

fn new_link(call: &Call, name: &str, token: &Token) -> NewLink {
    let address = format!("{}/amt/einladung?schluessel={}", call.public_url, token.reveal());
    NewLink { name: name.to_owned(), address }
}

pub(super) fn create(call: &Call) -> Result<Reply, Refusal> {
    let typed = Typed {
        name: call.field("name"),
        display_name: call.field("anzeige"),
        role: call.field("rolle"),
        facilities: call.field("einrichtungen"),
    };
    let wanted = || {
        let name = account_name(typed.name).ok_or_else(|| {
            "Der Anmeldename braucht 3 bis 100 Zeichen: Buchstaben, Ziffern und . - _ @ +".to_owned()
        })?;
        let role = Role::from_word(typed.role).ok_or_else(|| "Bitte eine Rolle wählen.".to_owned())?;
        let facilities = facilities(call)?;
        if role == Role::Provider && facilities.is_empty() {
            return Err("Ein Konto für eine Einrichtung braucht die Kennung der Einrichtung.".to_owned());
        }
        Ok(NewAccount { display_name: display_name(typed.display_name, &name), name, role, facilities })
    };
    let new = match wanted() {
        Ok(new) => new,
        Err(fault) => return shown(call, None, Some(fault), typed),
    };
    match accounts::create(&call.state.database, &new, call.actor(), call.now)? {
        Some((_, token)) => shown(call, Some(new_link(call, &new.name, &token)), None, Typed::default()),
        None => shown(call, None, Some(format!("Das Konto „{}“ gibt es schon.", new.name)), typed),
    }
}

fn named(call: &Call) -> Result<Account, Refusal> {
    let id: i32 = call.id.parse().map_err(|_| Refusal::NotFound)?;
    let accounts = call.state.database.accounts()?;
    accounts.into_iter().find(|account| account.id == id).ok_or(Refusal::NotFound)
}

pub(super) fn change(call: &Call) -> Result<Reply, Refusal> {
    let account = named(call)?;
    let fault = |text: String| shown(call, None, Some(text), Typed::default());
    let Some(role) = Role::from_word(call.field("rolle")) else {
        return fault("Bitte eine Rolle wählen.".to_owned());
    };
    let facilities = match facilities(call) {
        Ok(facilities) => facilities,
        Err(text) => return fault(text),
    };
    let changed = Account {
        display_name: display_name(call.field("anzeige"), &account.name),
        role,
        facilities,
        disabled: call.field("geschlossen") == "ja",
        ..account
    };
    if call.state.database.change_account(&changed, call.actor(), call.now)? {
        return Ok(Reply::elsewhere("/amt/konten"));
    }
    fault("Ohne dieses Konto könnte niemand mehr die Konten verwalten. Nichts wurde geändert.".to_owned())
}

pub(super) fn invite(call: &Call) -> Result<Reply, Refusal> {
    let account = named(call)?;
    if account.disabled {
        let fault = "Das Konto ist geschlossen. Öffnen Sie es zuerst.".to_owned();
        return shown(call, None, Some(fault), Typed::default());
    }
    let token = accounts::invite(&call.state.database, account.id, call.actor(), call.now)?;
    shown(call, Some(new_link(call, &account.name, &token)), None, Typed::default())
}
