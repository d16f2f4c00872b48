//! The one list of the pages behind a sign-in: what each needs, which fields its form may have, and who answers. Those of
//! the office stand below `/amt`, those on which a plan is written beside the plan.

use super::call::{Call, Refusal, Reply};
use super::{
    facilities, facility_form, history, invitation, lists, manage_accounts, own_account, places, plan,
    sign_in,
};
use crate::accounts::Permission;
use crate::app::gate::Cost;

/// The largest form: a facility with all its offers has room in it many times.
const MAX_FORM_BYTES: usize = 128 * 1024;
/// The largest form of texts: two of the longest texts, an archive of all of them, or a list of facilities.
const MAX_TEXT_FORM_BYTES: usize = 1 << 20;

/// GET reads and POST writes; there is nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Method {
    Get,
    Post,
}

impl Method {
    pub fn method(self) -> actix_web::http::Method {
        match self {
            Self::Get => actix_web::http::Method::GET,
            Self::Post => actix_web::http::Method::POST,
        }
    }
}

/// Who may use a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Needs {
    /// Anybody, signed in or not.
    Nobody,
    /// Accounts whose role may do this.
    Permission(Permission),
}

/// A page or an action of the office.
pub(super) struct Route {
    pub method: Method,
    /// Below `/amt`, or below `/planung/plan/{key}`.
    pub path: &'static str,
    pub needs: Needs,
    /// Whether the form may have a field of this name. Any other is refused.
    pub fields: fn(&str) -> bool,
    /// What it costs, if that is more than a look into the database.
    pub cost: Option<Cost>,
    /// The field of its form that is a file, if there is one.
    pub file: Option<&'static str>,
    /// The most bytes of its form.
    pub most_bytes: usize,
    pub handler: fn(&Call) -> Result<Reply, Refusal>,
}

const OWN: Needs = Needs::Permission(Permission::OwnAccount);
const READ: Needs = Needs::Permission(Permission::ReadRegister);
const EDIT: Needs = Needs::Permission(Permission::EditRegister);
const IMPORT: Needs = Needs::Permission(Permission::ImportLists);
const WRITE: Needs = Needs::Permission(Permission::WritePlans);
const REPORT: Needs = Needs::Permission(Permission::ReportPlaces);
const MANAGE: Needs = Needs::Permission(Permission::ManageAccounts);

fn none(_: &str) -> bool {
    false
}

macro_rules! routes {
    ($(#[$doc:meta])* $name:ident: $($method:ident $path:literal, $needs:expr, $fields:expr $(, $option:ident)? => $handler:expr;)+) => {
        $(#[$doc])*
        pub(super) static $name: &[Route] = &[$(Route {
            method: Method::$method,
            path: $path,
            needs: $needs,
            fields: $fields,
            cost: routes!(@cost $($option)?),
            file: routes!(@file $($option)?),
            most_bytes: routes!(@bytes $($option)?),
            handler: $handler,
        }),+];
    };
    (@cost computed) => { Some(Cost::Large) };
    (@cost list) => { Some(Cost::Large) };
    (@cost list_file) => { Some(Cost::Large) };
    (@cost $($other:ident)?) => { None };
    (@file file) => { Some(plan::upload::FILE) };
    (@file list_file) => { Some(plan::upload::FILE) };
    (@file $($other:ident)?) => { None };
    (@bytes texts) => { MAX_TEXT_FORM_BYTES };
    (@bytes file) => { MAX_TEXT_FORM_BYTES };
    (@bytes list) => { MAX_TEXT_FORM_BYTES };
    (@bytes list_file) => { MAX_TEXT_FORM_BYTES };
    (@bytes $($other:ident)?) => { MAX_FORM_BYTES };
}

routes! {
    /// Every route of the office.
    ROUTES:
    Get "", OWN, none => facilities::list;
    Get "/", OWN, none => facilities::list;
    Get "/anmelden", Needs::Nobody, none => sign_in::page;
    Post "/anmelden", Needs::Nobody, |name| ["name", "passwort", sign_in::NEXT].contains(&name) => sign_in::sign_in;
    Post "/abmelden", OWN, none => sign_in::sign_out;
    Get "/einladung", Needs::Nobody, none => invitation::page;
    Post "/einladung", Needs::Nobody, |name| ["schluessel", "passwort", "nochmal"].contains(&name) => invitation::take_up;
    Get "/konto", OWN, none => own_account::page;
    Post "/konto/passwort", OWN, |name| ["alt", "passwort", "nochmal"].contains(&name) => own_account::change_password;
    Post "/konto/abmelden", OWN, none => own_account::sign_out_everywhere;
    Get "/konten", MANAGE, none => manage_accounts::page;
    Post "/konten", MANAGE, |name| ["name", "anzeige", "rolle", "einrichtungen"].contains(&name) => manage_accounts::create;
    Post "/konten/{id}", MANAGE, |name| ["anzeige", "rolle", "einrichtungen", "geschlossen"].contains(&name) => manage_accounts::change;
    Post "/konten/{id}/einladung", MANAGE, none => manage_accounts::invite;
    Get "/neu", EDIT, none => facilities::new_page;
    Post "/neu", EDIT, facility_form::is_field => facilities::create;
    Get "/einrichtungen/{id}", EDIT, none => facilities::page;
    Post "/einrichtungen/{id}", EDIT, facility_form::is_field => facilities::change;
    Get "/einrichtungen/{id}/verlauf", READ, none => history::page;
    Post "/verlauf/{id}/zuruecknehmen", EDIT, none => history::undo;
    Get "/listen", IMPORT, none => lists::page;
    Post "/listen", IMPORT, |name| name == plan::upload::FILE, list_file => lists::upload;
    Post "/listen/vorschau", IMPORT, lists::is_field, list => lists::preview;
    Post "/listen/freigeben", IMPORT, lists::is_field, list => lists::release;
    Get "/listen/{id}", IMPORT, none, computed => lists::import_page;
    Post "/listen/{id}/zuruecknehmen", IMPORT, none, computed => lists::take_back;
    Get "/plaene", WRITE, none => plan::start::list;
    Get "/plaetze", REPORT, none => places::page;
    Post "/plaetze/{id}", REPORT, places::is_field => places::report;
}

routes! {
    /// Every route on which a plan is written.
    PLAN_ROUTES:
    Get "/bearbeiten", WRITE, none => plan::start::page;
    Get "/bearbeiten/text/{id}", WRITE, none => plan::text::page;
    Post "/bearbeiten/text/{id}", WRITE, plan::text::is_field, texts => plan::text::save;
    Get "/bearbeiten/impressum", WRITE, none => plan::entry::imprint_page;
    Post "/bearbeiten/impressum", WRITE, plan::entry::is_imprint_field => plan::entry::save_imprint;
    Get "/bearbeiten/massnahmen/{id}", WRITE, none => plan::entry::action_page;
    Post "/bearbeiten/massnahmen/{id}", WRITE, plan::entry::is_action_field => plan::entry::save_action;
    Get "/bearbeiten/zielwerte/{id}", WRITE, none => plan::entry::target_page;
    Post "/bearbeiten/zielwerte/{id}", WRITE, plan::entry::is_target_field => plan::entry::save_target;
    Get "/bearbeiten/freigabe", WRITE, none => plan::approval::page;
    Post "/bearbeiten/freigabe", WRITE, plan::approval::is_field => plan::approval::approve;
    Get "/bearbeiten/verlauf", WRITE, none => plan::history::page;
    Get "/bearbeiten/verlauf/{id}", WRITE, none => plan::history::version;
    Post "/bearbeiten/verlauf/{id}", WRITE, plan::is_version_field => plan::history::restore;
    Get "/bearbeiten/texte.zip", WRITE, none => plan::start::archive;
    Get "/bearbeiten/dateien", WRITE, none => plan::upload::page;
    Post "/bearbeiten/dateien", WRITE, |name| name == plan::upload::FILE, file => plan::upload::preview;
    Post "/bearbeiten/dateien/uebernehmen", WRITE, plan::upload::is_confirm_field, texts => plan::upload::take_in;
    Get "/entwurf", WRITE, none, computed => plan::draft::first;
    Get "/entwurf/pflegeplan.{id}", WRITE, none, computed => plan::draft::file;
    Get "/entwurf/{id}", WRITE, none, computed => plan::draft::chapter;
}
