//! Every request of the office goes through here: who it is, whether the route is open to them, and whether what they
//! send comes from a form of ours. Then the handler runs, and its reply becomes an answer that nobody stores.

use std::net::IpAddr;

use actix_web::http::StatusCode;
use actix_web::http::header::{self, CONTENT_TYPE, HeaderName, HeaderValue, ORIGIN, SET_COOKIE};
use actix_web::web::{self, Bytes};
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use chrono::Utc;

use super::call::{Body, Call, Content, OfficePage, Refusal, Reply, SessionChange};
use super::cookies::Cookie;
use super::multipart::{self, FileForm, MultipartFault};
use super::routes::{Method, Needs, Route};
use super::sign_in;
use crate::accounts::{Token, masked, unmasked};
use crate::app::error::Unavailable;
use crate::app::office::session::{self, SignedIn};
use crate::units::Stop;
use crate::web::shell::answer::{self, PageError, elsewhere, unkept};
use crate::web::shell::page_context::PageContext;

const MAX_FORM_FIELDS: usize = 1_000;
/// The field of the token in every form.
pub(super) const TOKEN_FIELD: &str = "formular";
const PURPOSE: &str = "forms";

/// Why a request does not reach its handler.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    NotAllowed,
    Foreign,
    NotAForm,
    TooLarge,
    UnknownField,
    NotFound,
    Outage,
    Busy,
    Failed,
}

impl Fault {
    fn status(self) -> StatusCode {
        match self {
            Self::NotAllowed | Self::Foreign => StatusCode::FORBIDDEN,
            Self::NotAForm => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::UnknownField => StatusCode::BAD_REQUEST,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Outage => StatusCode::SERVICE_UNAVAILABLE,
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::Failed => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Title and text of its page.
    fn text(self) -> (&'static str, &'static str) {
        match self {
            Self::NotAllowed => {
                ("Das darf dieses Konto nicht", "Fragen Sie die Verwaltung der Konten, wenn Sie es brauchen.")
            }
            Self::Foreign => (
                "Das Formular ist abgelaufen",
                "Nichts wurde gespeichert. Bitte gehen Sie zurück, laden Sie die Seite neu und senden Sie noch einmal.",
            ),
            Self::NotAForm => ("Das ist kein Formular dieser Seiten", "Nichts wurde gespeichert."),
            Self::TooLarge => ("Das ist zu groß", "Nichts wurde gespeichert. Bitte kürzen Sie die Texte."),
            Self::UnknownField => (
                "Das Formular hat ein Feld, das es nicht gibt",
                "Nichts wurde gespeichert. Bitte laden Sie die Seite neu.",
            ),
            Self::NotFound => (
                "Das gibt es hier nicht",
                "Vielleicht wurde es inzwischen entfernt, oder der Link ist zu alt.",
            ),
            Self::Busy => (
                "Gerade wird zu viel gerechnet",
                "Bitte laden Sie die Seite in ein paar Sekunden noch einmal.",
            ),
            Self::Outage => (
                "Die Datenbank antwortet gerade nicht",
                "Suchen geht weiter, Speichern im Moment nicht. Bitte gehen Sie in einer Minute zurück und senden Sie noch einmal: Was Sie geschrieben haben, steht noch im Formular.",
            ),
            Self::Failed => (
                "Das hat nicht geklappt",
                "Nichts wurde gespeichert. Der Fehler ist vermerkt, bitte versuchen Sie es später noch einmal.",
            ),
        }
    }
}

/// What is known of a request before its handler runs.
struct Visitor {
    context: PageContext,
    is_secure: bool,
    session: Option<SignedIn>,
    /// Why it is not known whether somebody is signed in.
    lookup_fault: Option<Fault>,
    guest: Option<Token>,
    /// Whether the cookie of a guest is new.
    is_new_guest: bool,
    path: String,
}

/// Answers a request at a route of the office.
pub(super) async fn dispatch(
    route: &'static Route,
    request: HttpRequest,
    body: Bytes,
) -> Result<HttpResponse, actix_web::Error> {
    let context = PageContext::from_request(&request, &mut actix_web::dev::Payload::None).await?;
    let mut visitor = Visitor::new(context, &request).await?;
    // Whoever is sent to the sign-in here would lose what was typed.
    if let Some(fault) = visitor.lookup_fault {
        return Ok(visitor.fault(fault)?);
    }
    if visitor.session.is_none() && route.needs != Needs::Nobody {
        return Ok(unkept(elsewhere(&sign_in::address(&visitor.path))));
    }
    let checked = visitor.check(route, &request, &body).await;
    let form = match checked {
        Ok(form) => form,
        Err(fault) => return Ok(visitor.fault(fault)?),
    };
    let request_id = request_id()?;
    let call = visitor.call(&request, form, request_id.clone());
    let reply = answered(route, call, &visitor.context).await?;
    match reply {
        Ok(reply) => Ok(visitor.reply(reply)?),
        Err(Refusal::NotFound) => Ok(visitor.fault(Fault::NotFound)?),
        Err(Refusal::UnknownField) => Ok(visitor.fault(Fault::UnknownField)?),
        Err(cause) if cause.is_outage() => {
            log::error!("a page of the office failed, request {request_id}: {cause}");
            Ok(visitor.fault(Fault::Outage)?)
        }
        Err(Refusal::Busy(_)) => Ok(visitor.fault(Fault::Busy)?),
        Err(cause) => {
            log::error!("a page of the office failed, request {request_id}: {cause}");
            Ok(visitor.fault(Fault::Failed)?)
        }
    }
}

/// Runs the handler on a thread that may wait; what computes much goes through the gate.
async fn answered(
    route: &'static Route,
    call: Call,
    context: &PageContext,
) -> Result<Result<Reply, Refusal>, PageError> {
    let handler = route.handler;
    let Some(cost) = route.cost else {
        return web::block(move || handler(&call)).await.map_err(|_| PageError::Stopped);
    };
    let computed =
        context.gated(cost, move |_, stop| Ok(handler(&Call { stop: stop.clone(), ..call }))).await;
    Ok(computed.unwrap_or_else(|cause| Err(Refusal::Busy(cause))))
}

impl Visitor {
    async fn new(context: PageContext, request: &HttpRequest) -> Result<Self, PageError> {
        let public_url = context.site_settings().public_url.as_deref();
        let is_secure = public_url.is_some_and(|url| url.starts_with("https://"));
        let cookie = Cookie::Session.read(request, is_secure);
        let guest = Cookie::Guest.read(request, is_secure);
        let mut lookup_fault = None;
        let session = match cookie {
            Some(token) => {
                let (database, now) = (context.state().database.clone(), Utc::now().naive_utc());
                let found = web::block(move || session::find(&database, &token, now)).await;
                found.map_err(|_| PageError::Stopped)?.unwrap_or_else(|cause| {
                    log::error!("a session cannot be looked up: {cause}");
                    lookup_fault = Some(if cause.is_outage() { Fault::Outage } else { Fault::Failed });
                    None
                })
            }
            None => None,
        };
        let path = request.path().trim_end_matches('/').to_owned();
        Ok(Self { context, is_secure, session, lookup_fault, guest, is_new_guest: false, path })
    }

    /// Holds a request to its route; gives its form.
    async fn check(&self, route: &Route, request: &HttpRequest, body: &Bytes) -> Result<FileForm, Fault> {
        if let (Needs::Permission(permission), Some(session)) = (route.needs, &self.session)
            && !session.account.role.may(permission)
        {
            return Err(Fault::NotAllowed);
        }
        if route.method == Method::Get {
            return Ok(FileForm::default());
        }
        if !self.is_own_origin(request) {
            return Err(Fault::Foreign);
        }
        let form = read_form(request, body, route).await?;
        let fields = &form.fields;
        let sent = fields.iter().find(|(name, _)| name == TOKEN_FIELD).and_then(|(_, value)| unmasked(value));
        let expected = self.form_token().ok_or(Fault::Foreign)?;
        if !sent.is_some_and(|sent| sent.is(&expected)) {
            return Err(Fault::Foreign);
        }
        let mut seen = std::collections::BTreeSet::new();
        let is_known = |name: &str| name == TOKEN_FIELD || (route.fields)(name);
        if fields.iter().any(|(name, _)| !is_known(name) || !seen.insert(name.as_str())) {
            return Err(Fault::UnknownField);
        }
        Ok(form)
    }

    /// Whether the request comes from a page of ours, as far as the browser says it.
    fn is_own_origin(&self, request: &HttpRequest) -> bool {
        let text = |name: HeaderName| request.headers().get(name).map(|it| it.to_str().unwrap_or("?"));
        if text(HeaderName::from_static("sec-fetch-site"))
            .is_some_and(|it| it != "same-origin" && it != "none")
        {
            return false;
        }
        let Some(origin) = text(ORIGIN) else { return true };
        let host = text(header::HOST).unwrap_or_default();
        match &self.context.site_settings().public_url {
            Some(url) => origin == url,
            None => origin.split_once("://").is_some_and(|(_, of_origin)| of_origin == host),
        }
    }

    /// What the forms of this browser prove.
    fn form_token(&self) -> Option<Token> {
        let secret = self.session.as_ref().map(|session| &session.token).or(self.guest.as_ref())?;
        Some(secret.derived(PURPOSE))
    }

    fn call(&self, request: &HttpRequest, form: FileForm, request_id: String) -> Call {
        let query = form_urlencoded::parse(request.query_string().as_bytes()).into_owned().collect();
        let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
        let here = || format!("http://{}", host.unwrap_or_default());
        Call {
            state: self.context.shared_state(),
            session: self.session.clone(),
            id: request.match_info().get("id").unwrap_or_default().to_owned(),
            area: request.match_info().get("key").unwrap_or_default().to_owned(),
            stop: Stop::never(),
            query,
            form: form.fields,
            file: form.file,
            file_name: form.file_name,
            now: Utc::now().naive_utc(),
            today: self.context.snapshot().today(),
            address: client_address(request),
            request_id,
            public_url: self.context.site_settings().public_url.clone().unwrap_or_else(here),
        }
    }

    fn fault(&mut self, fault: Fault) -> Result<HttpResponse, PageError> {
        let (title, text) = fault.text();
        let mut response = self.reply(Reply::fault(fault.status(), title, text))?;
        if fault == Fault::Outage {
            let seconds = Unavailable::Database.retry_after_s();
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        Ok(response)
    }

    fn reply(&mut self, reply: Reply) -> Result<HttpResponse, PageError> {
        match &reply.session {
            SessionChange::Keep => {}
            SessionChange::Begin(_) | SessionChange::End => self.session = None,
        }
        let response = match reply.body {
            Body::Elsewhere(address) => elsewhere(&address),
            Body::Page(status, content) => self.page(status, content)?,
            Body::File(file) => answer::file(&file.name, file.media_type, file.bytes),
        };
        let mut response = unkept(response);
        // The browser names the page from which a form comes; with "no-referrer" it would not.
        let policy = (HeaderName::from_static("referrer-policy"), HeaderValue::from_static("same-origin"));
        response.headers_mut().insert(policy.0, policy.1);
        let mut cookies = Vec::new();
        match &reply.session {
            SessionChange::Keep => {}
            SessionChange::Begin(token) => {
                cookies.push(Cookie::Session.set(token, self.is_secure));
                cookies.push(Cookie::Guest.unset(self.is_secure));
            }
            SessionChange::End => cookies.push(Cookie::Session.unset(self.is_secure)),
        }
        if let Some(guest) = self.guest.as_ref().filter(|_| self.is_new_guest) {
            cookies.push(Cookie::Guest.set(guest, self.is_secure));
        }
        for cookie in cookies {
            if let Ok(value) = HeaderValue::from_str(&cookie) {
                response.headers_mut().append(SET_COOKIE, value);
            }
        }
        Ok(response)
    }

    fn page(&mut self, status: StatusCode, content: Content) -> Result<HttpResponse, PageError> {
        if self.session.is_none() && self.guest.is_none() {
            self.guest = Token::random().ok();
            self.is_new_guest = true;
        }
        let token = self.form_token().and_then(|token| masked(&token).ok()).unwrap_or_default();
        let page = OfficePage::new(content, self.session.as_ref(), &self.path, token);
        self.context.answer(status, &page)
    }
}

/// A number for a request that no other has.
fn request_id() -> Result<String, actix_web::Error> {
    let token = Token::random().map_err(actix_web::error::ErrorInternalServerError)?;
    Ok(token.hash().chars().take(12).collect())
}

/// The form of a request: with a file where the route takes one, and otherwise without.
async fn read_form(request: &HttpRequest, body: &Bytes, route: &Route) -> Result<FileForm, Fault> {
    let kind = request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let expected =
        if route.file.is_some() { "multipart/form-data" } else { "application/x-www-form-urlencoded" };
    if !kind.starts_with(expected) {
        return Err(Fault::NotAForm);
    }
    if body.len() > route.most_bytes {
        return Err(Fault::TooLarge);
    }
    if let Some(field) = route.file {
        return multipart::read(request, body, field).await.map_err(|fault| match fault {
            MultipartFault::Broken => Fault::NotAForm,
            MultipartFault::TooLarge => Fault::TooLarge,
        });
    }
    let fields: Vec<(String, String)> =
        form_urlencoded::parse(body).into_owned().take(MAX_FORM_FIELDS + 1).collect();
    if fields.len() > MAX_FORM_FIELDS {
        return Err(Fault::TooLarge);
    }
    Ok(FileForm { fields, ..FileForm::default() })
}

/// Where a request comes from. Behind a web server on the same machine it is the last address that the server has noted;
/// whoever reaches this service directly cannot choose it.
fn client_address(request: &HttpRequest) -> Option<IpAddr> {
    let peer = request.peer_addr()?.ip();
    if !peer.is_loopback() {
        return Some(peer);
    }
    let noted = request.headers().get_all(HeaderName::from_static("x-forwarded-for")).last();
    let last = noted.and_then(|value| value.to_str().ok()).and_then(|value| value.rsplit(',').next());
    last.and_then(|text| text.trim().parse().ok()).or(Some(peer))
}
