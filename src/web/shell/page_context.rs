//! What every handler needs: the request, its edition, the current register snapshot and the templates.

use std::future::{Ready, ready};
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::error::ErrorInternalServerError;
use actix_web::http::StatusCode;
use actix_web::web::{self, Data};
use actix_web::{FromRequest, HttpRequest, HttpResponse};

use super::answer::PageError;
use super::edition::Edition;
use super::pages::{Pages, View};
use super::site::Site;
use crate::app::error::{Error, Unavailable};
use crate::app::gate::Cost;
use crate::app::{Directory, State};
use crate::routing::Router;
use crate::search::Snapshot;
use crate::units::{Stop, StopOnDrop};
use crate::web::text::messages::Messages;

/// Extracted once for each request. Needs [`State`] and [`Pages`] as application data.
pub(crate) struct PageContext {
    request: HttpRequest,
    state: Data<State>,
    pages: Data<Pages>,
    snapshot: Arc<Snapshot>,
}

impl FromRequest for PageContext {
    type Error = actix_web::Error;
    type Future = Ready<Result<Self, Self::Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let data = (request.app_data::<Data<State>>().cloned(), request.app_data::<Data<Pages>>().cloned());
        ready(match data {
            (Some(state), Some(pages)) => {
                Ok(Self { request: request.clone(), snapshot: state.snapshot(), state, pages })
            }
            _ => Err(ErrorInternalServerError("the pages are not set up")),
        })
    }
}

impl PageContext {
    pub fn edition(&self) -> Edition {
        Edition::of(&self.request).0
    }

    /// The language of the answer.
    pub fn messages(&self) -> &Messages {
        self.pages.messages(self.edition())
    }

    /// The same, to take along to another thread.
    pub fn shared_messages(&self) -> Arc<Messages> {
        self.pages.shared_messages(self.edition())
    }

    /// The facility directory at the time of the request.
    pub fn directory(&self) -> Directory<'_> {
        Directory::of(&self.state, &self.snapshot)
    }

    pub fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    pub fn router(&self) -> &Router {
        &self.state.search.router
    }

    /// Name and region of the site in the language of the answer.
    pub fn names(&self) -> (String, String) {
        self.pages.names(self.messages())
    }

    /// Operator and public address, as the settings give them.
    pub fn site_settings(&self) -> &Site {
        self.pages.site()
    }

    /// The query string as it was sent.
    pub fn query(&self) -> &str {
        self.request.query_string()
    }

    /// Builds a view. Travel times from a road network block, so a view that may need them is built on a
    /// thread for blocking work.
    pub async fn make<V: Send + 'static>(
        &self,
        make: impl FnOnce(&Messages, &Directory<'_>) -> V + Send + 'static,
    ) -> Result<V, PageError> {
        if !self.router().may_wait() {
            return Ok(make(self.messages(), &self.directory()));
        }
        let (state, pages, snapshot) = (self.state.clone(), self.pages.clone(), self.snapshot.clone());
        let edition = self.edition();
        web::block(move || make(pages.messages(edition), &Directory::of(&state, &snapshot)))
            .await
            .map_err(|_| PageError::Stopped)
    }

    /// The parts of the service.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// The same, to take along to another thread.
    pub fn shared_state(&self) -> Data<State> {
        self.state.clone()
    }

    /// Computes behind the gate, on a thread that may wait. If the reader goes, `work` is asked to stop; its permits are
    /// given back when it has ended.
    ///
    /// # Errors
    ///
    /// [`Unavailable::Busy`] if there is no room, or what `work` fails with.
    pub async fn gated<T: Send + 'static>(
        &self,
        cost: Cost,
        work: impl FnOnce(&State, &Stop) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let pass = self.state.gate.enter(cost).await?;
        let stop = Stop::new();
        let on_drop = StopOnDrop(stop.clone());
        let state = self.state.clone();
        let computed = web::block(move || {
            let found = work(&state, &stop);
            drop(pass);
            found
        });
        let found = computed.await.map_err(|_| Error::Unavailable(Unavailable::Stopped))?;
        drop(on_drop);
        found
    }

    /// Renders a page, or answers with 304 if the client has it already.
    pub fn answer<V: View>(&self, status: StatusCode, view: &V) -> Result<HttpResponse, PageError> {
        self.pages.answer(&self.request, status, self.snapshot(), view)
    }

    /// Renders a part of a page, which a script inserts.
    pub fn part<V: View>(&self, status: StatusCode, view: &V) -> Result<HttpResponse, PageError> {
        self.pages.part(&self.request, status, view)
    }

    /// Renders a template without the frame of a page.
    pub fn unframed(&self, template: &str, view: &impl serde::Serialize) -> Result<String, PageError> {
        self.pages.unframed(self.edition(), template, view)
    }
}
