//! The one list of the routes of the office: what each needs, which fields its form may have, and who answers.

use super::call::{Call, Refusal, Reply};
use super::{facilities, facility_form, history, invitation, manage_accounts, own_account, places, sign_in};
use crate::accounts::Permission;

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
    /// Below `/amt`.
    pub path: &'static str,
    pub needs: Needs,
    /// Whether the form may have a field of this name. Any other is refused.
    pub fields: fn(&str) -> bool,
    pub handler: fn(&Call) -> Result<Reply, Refusal>,
}

const OWN: Needs = Needs::Permission(Permission::OwnAccount);
const READ: Needs = Needs::Permission(Permission::ReadRegister);
const EDIT: Needs = Needs::Permission(Permission::EditRegister);
const REPORT: Needs = Needs::Permission(Permission::ReportPlaces);
const MANAGE: Needs = Needs::Permission(Permission::ManageAccounts);

fn none(_: &str) -> bool {
    false
}

macro_rules! routes {
    ($($method:ident $path:literal, $needs:expr, $fields:expr => $handler:expr;)+) => {
        /// Every route of the office.
        pub(super) static ROUTES: &[Route] = &[$(Route {
            method: Method::$method,
            path: $path,
            needs: $needs,
            fields: $fields,
            handler: $handler,
        }),+];
    };
}

routes! {
    Get "", OWN, none => facilities::list;
    Get "/", OWN, none => facilities::list;
    Get "/anmelden", Needs::Nobody, none => sign_in::page;
    Post "/anmelden", Needs::Nobody, |name| ["name", "passwort"].contains(&name) => sign_in::sign_in;
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
    Get "/plaetze", REPORT, none => places::page;
    Post "/plaetze/{id}", REPORT, places::is_field => places::report;
}
