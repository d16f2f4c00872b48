//! Turns requests away while a thread that answers them is behind. Beyond its capacity a service cannot answer everybody; without
//! this, everybody would wait longer and longer, and in the end nobody's answer would come in time.
//!
//! Each thread notes when it last had nothing else to do than to look at the clock. While a crowd of requests has come
//! since and that is too long ago, further ones are refused at once, which costs a small part of an answer.

use std::cell::Cell;
use std::rc::Rc;
use std::time::{Duration, Instant};

use actix_web::HttpResponse;
use actix_web::body::{BoxBody, EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{CONTENT_TYPE, HeaderValue, RETRY_AFTER};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;

use super::is_data;
use super::problem::ApiError;
use crate::app::error::Unavailable;

/// How often a thread looks at the clock.
const TICK: Duration = Duration::from_millis(10);
/// A thread that has not looked for so long beyond that is behind.
const BEHIND: Duration = Duration::from_millis(40);
/// So many requests since it looked are a crowd. A single reader never sends so many at once; one dear page, or a machine that
/// stood still for a moment, turns nobody away.
const CROWD: u32 = 32;
/// When whoever was turned away may come again, in seconds.
const COME_AGAIN: &str = "2";

/// What a reader sees, without what would cost more than the answer that could not be given.
const PAGE: &str = "<!doctype html><html lang=\"de\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
     <title>Bitte gleich noch einmal</title><h1>Gerade fragen sehr viele Menschen gleichzeitig</h1>\
     <p>Bitte laden Sie die Seite in ein paar Sekunden noch einmal.</p>\
     <p lang=\"en\">Very many people are asking at the same time. Please load the page again in a few seconds.</p>";

/// How far one thread is behind. Clones are of the same thread.
#[derive(Debug, Clone)]
pub struct Pace(Rc<Cell<(Instant, u32)>>);

impl Pace {
    /// The pace of this thread, which looks at the clock from now on.
    pub fn of_this_thread() -> Self {
        let pace = Self::new();
        let looking = pace.clone();
        actix_web::rt::spawn(async move {
            loop {
                actix_web::rt::time::sleep(TICK).await;
                looking.look();
            }
        });
        pace
    }

    fn new() -> Self {
        Self(Rc::new(Cell::new((Instant::now(), 0))))
    }

    fn look(&self) {
        self.0.set((Instant::now(), 0));
    }

    /// Notes a request at a time; whether it is to be turned away.
    fn is_too_much(&self, now: Instant) -> bool {
        let (looked, requests) = self.0.get();
        self.0.set((looked, requests.saturating_add(1)));
        requests >= CROWD && now.saturating_duration_since(looked) > TICK + BEHIND
    }
}

/// Refuses a request while its thread is behind, except health checks: they say that the service is alive.
///
/// # Errors
/// Those of what answers the request.
pub async fn shed<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B, BoxBody>>, actix_web::Error> {
    let pace = request.app_data::<Pace>();
    let is_too_much = pace.is_some_and(|pace| pace.is_too_much(Instant::now()));
    if !is_too_much || request.path().starts_with("/health/") {
        return Ok(next.call(request).await?.map_into_left_body());
    }
    if is_data(request.path()) {
        let refused = ApiError::from(crate::app::error::Error::Unavailable(Unavailable::Busy));
        return Ok(request.error_response(refused).map_into_right_body());
    }
    let mut answer = HttpResponse::build(StatusCode::SERVICE_UNAVAILABLE);
    answer.insert_header((RETRY_AFTER, COME_AGAIN));
    answer.insert_header((CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")));
    if *request.method() != Method::GET {
        // The body of the request was not read.
        answer.force_close();
    }
    Ok(request.into_response(answer.body(PAGE)).map_into_right_body())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crowd_is_turned_away_while_its_thread_is_behind_and_nobody_else() {
        let pace = Pace::new();
        let (looked, _) = pace.0.get();
        let at = |milliseconds| looked + Duration::from_millis(milliseconds);
        assert!((0..200).all(|_| !pace.is_too_much(at(45))), "a crowd that is answered in time");
        pace.look();
        let (looked, _) = pace.0.get();
        let late = looked + Duration::from_secs(2);
        let refused = (0..40).filter(|_| pace.is_too_much(late)).count();
        assert_eq!(refused, 8, "those beyond the first 32 after a pause");
        pace.look();
        assert!(!pace.is_too_much(Instant::now()), "when it has caught up everybody is welcome");
    }
}
