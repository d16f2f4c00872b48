//! The office over HTTP: who may do what, and what an attacker may not.

mod attacks;
mod editing;
mod free_places;
mod lists;
mod plans;
mod roles;

use actix_web::App;
use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderMap};
use actix_web::test::{TestRequest, call_service, init_service, read_body};
use actix_web::web::{Data, PayloadConfig, to};
use chrono::Utc;

use crate::accounts::Role;
use crate::app::State;
use crate::app::office::accounts;
use crate::app::office::session::begin;
use crate::app::plan::TextSource;
use crate::routing::Router;
use crate::search::SearchService;
use crate::store::{Changes, Database, NewAccount};
use crate::web::tests::{Folder, facilities, forecasts, reference, snapshot};
use crate::web::{Pages, Site, configure, not_found_page};

const PASSWORD: &str = "Regen Kutter Apfel 7";

/// A service on a register of a few facilities, with an account of each role.
struct Office {
    state: Data<State>,
    pages: Data<Pages>,
    folder: Folder,
}

/// What came back.
struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    html: String,
}

impl Answer {
    fn location(&self) -> &str {
        self.headers.get(header::LOCATION).map_or("", |value| value.to_str().unwrap())
    }

    fn cookies(&self) -> Vec<String> {
        let values = self.headers.get_all(header::SET_COOKIE);
        values.map(|value| value.to_str().unwrap().to_owned()).collect()
    }

    /// The token of the first form.
    fn token(&self) -> &str {
        let start = "name=\"formular\" value=\"";
        let rest = self.html.split_once(start).map_or("", |(_, rest)| rest);
        rest.split('"').next().unwrap_or_default()
    }
}

/// A browser: it keeps cookies.
#[derive(Clone, Default)]
struct Browser {
    cookies: Vec<(String, String)>,
}

impl Browser {
    fn header(&self) -> String {
        self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
    }

    fn take(&mut self, answer: &Answer) {
        for cookie in answer.cookies() {
            let (name, rest) = cookie.split_once('=').unwrap();
            let value = rest.split(';').next().unwrap();
            self.cookies.retain(|(known, _)| known != name);
            if !value.is_empty() {
                self.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
    }
}

impl Office {
    fn site() -> Site {
        Site { office_open: true, planning_open: true, ..Site::default() }
    }

    fn new() -> Self {
        Self::of(Self::site())
    }

    fn of(site: Site) -> Self {
        Self::with(site, plans::source)
    }

    /// The same with texts of plans from somewhere in its folder.
    fn with(site: Site, texts: impl FnOnce(&std::path::Path) -> TextSource) -> Self {
        let (folder, reference) = (Folder::new(), reference());
        let database = Database::open(&folder.0).unwrap();
        let changes = Changes { insert: facilities(), ..Changes::default() };
        database.write(|writer| writer.apply(&changes)).unwrap();
        let snapshot = snapshot(facilities(), &reference);
        let search = SearchService::new(reference.gazetteer.clone(), Router::Estimate);
        let mut state = State::new(reference, search, database, forecasts(), snapshot);
        state.plan_files.texts = texts(&folder.0);
        for role in Role::ALL {
            let facilities = if role == Role::Provider { vec!["a-1".to_owned()] } else { Vec::new() };
            let (name, display_name) = (role.word().to_owned(), role.german().to_owned());
            let new = NewAccount { name, display_name, role, facilities };
            let now = Utc::now().naive_utc();
            state.database.add_account(&new, None, now).unwrap().unwrap();
        }
        state.office.refresh(&state.database).unwrap();
        Self { state: Data::new(state), pages: Data::new(Pages::new(site).unwrap()), folder }
    }

    /// A browser in which an account of a role is signed in.
    fn signed_in(&self, role: Role) -> Browser {
        let (account, _) = self.state.database.account_named(role.word()).unwrap().unwrap();
        let session = begin(&self.state.database, account, Utc::now().naive_utc()).unwrap();
        Browser { cookies: vec![("pflegeplan-amt".to_owned(), session.token.reveal().to_owned())] }
    }

    fn set_password(&self, role: Role) {
        let (account, _) = self.state.database.account_named(role.word()).unwrap().unwrap();
        let (office, database) = (&self.state.office, &self.state.database);
        let now = Utc::now().naive_utc();
        accounts::set_password(office, database, account.id, (role.word(), PASSWORD), now).unwrap().unwrap();
    }

    async fn send(&self, browser: &mut Browser, request: TestRequest) -> Answer {
        let app = App::new()
            .app_data(PayloadConfig::new(1 << 20))
            .app_data(self.state.clone())
            .app_data(self.pages.clone())
            .configure(configure)
            .default_service(to(not_found_page));
        let request = request.insert_header((header::COOKIE, browser.header()));
        let response = call_service(&init_service(app).await, request.to_request()).await;
        let (status, headers) = (response.status(), response.headers().clone());
        let html = String::from_utf8_lossy(&read_body(response).await).replace("&#x2f;", "/");
        let answer = Answer { status, headers, html };
        browser.take(&answer);
        answer
    }

    async fn get(&self, browser: &mut Browser, path: &str) -> Answer {
        self.send(browser, TestRequest::get().uri(path)).await
    }

    /// Posts a form with the token of a page that the browser has just read.
    async fn post(&self, browser: &mut Browser, path: &str, fields: &[(&str, &str)]) -> Answer {
        let form = self.get(browser, "/amt/anmelden").await;
        let token = form.token().to_owned();
        let token = if token.is_empty() { self.get(browser, "/amt").await.token().to_owned() } else { token };
        self.post_with(browser, path, &token, fields).await
    }

    async fn post_with(
        &self,
        browser: &mut Browser,
        path: &str,
        token: &str,
        fields: &[(&str, &str)],
    ) -> Answer {
        let mut body = form_urlencoded::Serializer::new(String::new());
        body.append_pair("formular", token).extend_pairs(fields);
        let request = TestRequest::post()
            .uri(path)
            .insert_header((header::CONTENT_TYPE, "application/x-www-form-urlencoded"))
            .set_payload(body.finish());
        self.send(browser, request).await
    }
}
