//! What a handler of the office takes and gives.

use std::net::IpAddr;

use actix_web::http::StatusCode;
use actix_web::web::{Bytes, Data};
use chrono::{NaiveDate, NaiveDateTime};
use minijinja::Value;
use serde::Serialize;

use crate::accounts::{Permission, RandomError, Token};
use crate::app::State;
use crate::app::error::Error;
use crate::app::office::OfficeError;
use crate::app::office::edit::EditError;
use crate::app::office::session::SignedIn;
use crate::app::office::typed_facility::ReadingError;
use crate::store::StoreError;
use crate::units::Stop;
use crate::web::shell::pages::View;
use crate::web::text::messages::Messages;

/// A request that has passed all checks of its route.
pub(super) struct Call {
    pub state: Data<State>,
    pub session: Option<SignedIn>,
    /// The part of the path that the route leaves open.
    pub id: String,
    /// The key of the area, for routes of a plan.
    pub area: String,
    /// Asked to end what is computed when the reader has gone.
    pub stop: Stop,
    pub query: Vec<(String, String)>,
    pub form: Vec<(String, String)>,
    /// The file of the form; empty if there is none.
    pub file: Bytes,
    /// Its name, without a folder.
    pub file_name: String,
    pub now: NaiveDateTime,
    pub today: NaiveDate,
    pub address: Option<IpAddr>,
    /// Tells this request apart in the history and in the log.
    pub request_id: String,
    /// `https://pflege.example.org`, for links that leave the page.
    pub public_url: String,
}

impl Call {
    /// The value of a form field; empty if it was not sent.
    pub fn field(&self, name: &str) -> &str {
        value(&self.form, name)
    }

    /// The value of a field of the address; empty if it is not there.
    pub fn query(&self, name: &str) -> &str {
        value(&self.query, name)
    }

    /// The number of the account that is signed in.
    pub fn actor(&self) -> Option<i32> {
        self.session.as_ref().map(|session| session.account.id)
    }
}

fn value<'a>(fields: &'a [(String, String)], name: &str) -> &'a str {
    fields.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value)
}

/// Why a handler gives no page of its own.
#[derive(Debug, thiserror::Error)]
pub(super) enum Refusal {
    #[error("there is nothing at this address")]
    NotFound,
    #[error("the form has a field that it does not have here")]
    UnknownField,
    #[error("there is too much to compute")]
    Busy(Error),
    #[error("{0}")]
    Archive(String),
    #[error(transparent)]
    Reading(#[from] ReadingError),
    #[error(transparent)]
    Edit(#[from] EditError),
    #[error(transparent)]
    Random(#[from] RandomError),
    #[error(transparent)]
    Office(#[from] OfficeError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Refusal {
    /// Whether the database cannot be used at present.
    pub fn is_outage(&self) -> bool {
        match self {
            Self::Store(cause)
            | Self::Office(OfficeError::Store(cause))
            | Self::Edit(EditError::Store(cause)) => cause.is_outage(),
            _ => false,
        }
    }
}

/// What happens to the session of the browser.
#[derive(Debug)]
pub(super) enum SessionChange {
    Keep,
    Begin(Token),
    End,
}

/// What a handler gives.
pub(super) struct Reply {
    pub body: Body,
    pub session: SessionChange,
}

pub(super) enum Body {
    Page(StatusCode, Content),
    Elsewhere(String),
    File(Download),
}

/// A file to keep.
pub(super) struct Download {
    pub name: String,
    pub media_type: &'static str,
    pub bytes: Vec<u8>,
}

impl Reply {
    pub fn page(template: &'static str, title: &str, values: impl Serialize) -> Self {
        Self::with_status(StatusCode::OK, template, title, values)
    }

    pub fn with_status(
        status: StatusCode,
        template: &'static str,
        title: &str,
        values: impl Serialize,
    ) -> Self {
        let values = Value::from_serialize(values);
        let content = Content { template, title: title.to_owned(), values };
        Self { body: Body::Page(status, content), session: SessionChange::Keep }
    }

    /// A page of the office, which is read with GET after what was posted.
    pub fn elsewhere(address: impl Into<String>) -> Self {
        Self { body: Body::Elsewhere(address.into()), session: SessionChange::Keep }
    }

    /// A file to keep.
    pub fn file(name: String, media_type: &'static str, bytes: Vec<u8>) -> Self {
        let file = Download { name, media_type, bytes };
        Self { body: Body::File(file), session: SessionChange::Keep }
    }

    /// A page that says in a sentence why there is no other.
    pub fn fault(status: StatusCode, title: &str, text: &str) -> Self {
        Self::with_status(status, "office_fault.html", title, FaultText { title, text })
    }

    pub fn session(self, session: SessionChange) -> Self {
        Self { session, ..self }
    }
}

/// What the page of a fault says.
#[derive(Serialize)]
struct FaultText<'a> {
    title: &'a str,
    text: &'a str,
}

/// The values of a page, its template and its title.
pub(super) struct Content {
    pub template: &'static str,
    pub title: String,
    pub values: Value,
}

/// A link of the menu.
#[derive(Serialize)]
struct Tab {
    label: &'static str,
    href: &'static str,
    is_current: bool,
}

/// A page with what stands around it.
#[derive(Serialize)]
pub(super) struct OfficePage {
    #[serde(skip)]
    template: &'static str,
    #[serde(skip)]
    title: String,
    /// The display name of who is signed in.
    who: Option<String>,
    tabs: Vec<Tab>,
    /// Proves with each form that it is ours.
    token: String,
    content: Value,
}

impl OfficePage {
    pub fn new(content: Content, session: Option<&SignedIn>, path: &str, token: String) -> Self {
        let account = session.map(|session| &session.account);
        let links = [
            ("Einrichtungen", "/amt", Permission::ReadRegister),
            ("Listen", "/amt/listen", Permission::ImportLists),
            ("Pflegepläne", "/amt/plaene", Permission::WritePlans),
            ("Freie Plätze", "/amt/plaetze", Permission::ReportPlaces),
            ("Konten", "/amt/konten", Permission::ManageAccounts),
            ("Mein Konto", "/amt/konto", Permission::OwnAccount),
        ];
        let may = |permission| account.is_some_and(|account| account.role.may(permission));
        // Editors report in the form of the facility, unless one is named for their account.
        let has_own = account.is_some_and(|account| !account.facilities.is_empty());
        let is_shown = |permission| may(permission) && (permission != Permission::ReportPlaces || has_own);
        let tabs = links.into_iter().filter(|(.., permission)| is_shown(*permission));
        Self {
            template: content.template,
            title: content.title,
            who: account.map(|account| account.display_name.clone()),
            tabs: tabs.map(|(label, href, _)| Tab { label, href, is_current: is_at(path, href) }).collect(),
            token,
            content: content.values,
        }
    }
}

/// Whether a path belongs to a tab; the pages of plans stand with the plans, those of a list with the lists.
fn is_at(path: &str, href: &str) -> bool {
    path == href
        || (href == "/amt/plaene" && path.starts_with("/planung/"))
        || (href == "/amt/listen" && path.starts_with("/amt/listen/"))
}

impl View for OfficePage {
    fn template(&self) -> &'static str {
        self.template
    }

    fn title(&self, _: &Messages) -> String {
        self.title.clone()
    }

    fn has_counterpart(&self) -> bool {
        false
    }
}
