//! Time limits of connections. A connection that waits, sends its request or takes its answer too slowly is closed, and
//! those that only wait are closed first when connections run short, so that slow callers cannot shut others out.
//!
//! The web framework limits the time of the first request head of a connection only. Everything else is limited here, by
//! a second handle on the socket: shutting it down ends the connection, and with it the handler that computes for it.
//!
//! A request whose head cannot be read never comes here: the framework answers it with 400 and closes the connection. On a
//! connection that had an earlier request this answer lacks `Connection: close`, because the framework's encoder goes on with
//! what that request asked for and lets nobody change the answer (actix-http 3, `h1::Dispatcher`). HTTP allows it (RFC 9112,
//! section 9.6, says "should"), and callers see the end of the connection. Only a parser of our own in front of it could say more.

use std::any::Any;
use std::collections::HashMap;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use actix_web::HttpMessage;
use actix_web::body::{BodySize, BoxBody, EitherBody, MessageBody};
use actix_web::dev::{Extensions, Payload, ServiceRequest, ServiceResponse};
use actix_web::error::PayloadError;
use actix_web::http::Method;
use actix_web::http::header::CONTENT_LENGTH;
use actix_web::middleware::Next;
use actix_web::rt::net::TcpStream;
use actix_web::web::{Bytes, BytesMut};
use futures_core::Stream;

use super::problem::ApiError;

/// The largest body of a request: room for the counts of all municipalities of a district.
pub const MAX_BODY_BYTES: usize = 1 << 20;
/// The longest query of a page: room for a saved list. Pages repeat it in their links.
const MAX_QUERY_BYTES: usize = 8 << 10;
/// The most fields of the query of a page: those of a saved list of a hundred facilities, and more.
const MAX_QUERY_FIELDS: usize = 200;
/// How often connections are looked at.
const ROUND: Duration = Duration::from_millis(25);
/// A connection that waits is not closed earlier, however short connections run. A caller sends its first request right behind
/// the last packet of the handshake, on a slow line too, so that the two arrive together.
const SHORTEST_WAIT: Duration = Duration::from_millis(50);
/// How long the caller of a refused request has to read the answer. What it goes on sending is thrown away until then.
const LINGER: Duration = Duration::from_secs(1);

/// How many connections there may be, and how long each may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConnectionLimits {
    /// Connections in all.
    pub connections: usize,
    /// For the head of a request, and between two requests.
    pub idle: Duration,
    /// For the body of a request.
    pub body: Duration,
    /// For an answer: to compute it, and again to send it.
    pub answer: Duration,
}

impl Default for ConnectionLimits {
    fn default() -> Self {
        let seconds = Duration::from_secs;
        Self { connections: 1000, idle: seconds(15), body: seconds(10), answer: seconds(60) }
    }
}

/// What a connection is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// Between two requests, or in the head of one.
    Idle,
    /// In the body of a request.
    Body,
    /// Its answer is computed.
    Answer,
    /// Its answer is sent.
    Sending,
    /// Its request was refused before it was read to its end, and the refusal is sent.
    Refused,
}

#[derive(Debug)]
struct Connection {
    socket: socket2::Socket,
    /// What it is doing, and since when.
    now: Mutex<(Phase, Instant)>,
}

impl Connection {
    fn now(&self) -> MutexGuard<'_, (Phase, Instant)> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn enter(&self, phase: Phase) {
        *self.now() = (phase, Instant::now());
    }

    fn close(&self) {
        // It fails where the other side has closed it already.
        let _ = self.socket.shutdown(std::net::Shutdown::Both);
    }
}

#[derive(Debug)]
struct Open {
    limits: ConnectionLimits,
    next: AtomicU64,
    all: Mutex<HashMap<u64, Arc<Connection>>>,
}

/// All open connections of the service. Clones share them.
#[derive(Debug, Clone)]
pub struct Connections(Arc<Open>);

/// A connection as its requests see it; it leaves the list when the connection ends.
#[derive(Debug)]
struct Handle {
    open: Arc<Open>,
    number: u64,
    connection: Arc<Connection>,
}

impl Open {
    fn all(&self) -> MutexGuard<'_, HashMap<u64, Arc<Connection>>> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.open.all().remove(&self.number);
    }
}

impl Connections {
    /// No connection yet.
    pub fn new(limits: ConnectionLimits) -> Self {
        Self(Arc::new(Open { limits, next: AtomicU64::new(0), all: Mutex::default() }))
    }

    /// How many are open.
    pub fn count(&self) -> usize {
        self.0.all().len()
    }

    /// How many there may be, and how long each may take.
    pub fn limits(&self) -> ConnectionLimits {
        self.0.limits
    }

    /// Takes up a connection; for `HttpServer::on_connect`.
    pub fn take_up(&self, stream: &dyn Any, data: &mut Extensions) {
        let Some(stream) = stream.downcast_ref::<TcpStream>() else { return };
        let Ok(socket) = socket2::SockRef::from(stream).try_clone() else { return };
        let connection = Arc::new(Connection { socket, now: Mutex::new((Phase::Idle, Instant::now())) });
        let number = self.0.next.fetch_add(1, Ordering::Relaxed);
        self.0.all().insert(number, connection.clone());
        data.insert(Handle { open: self.0.clone(), number, connection });
    }

    /// Closes connections that take too long, for ever.
    pub async fn watch(self) {
        let mut rounds = actix_web::rt::time::interval(ROUND);
        loop {
            rounds.tick().await;
            self.close_slow(Instant::now());
        }
    }

    /// Closes what has passed its limit by `at`, and the longest waiting ones where connections run short.
    fn close_slow(&self, at: Instant) {
        let limits = self.0.limits;
        let mut waiting = Vec::new();
        let all = self.0.all();
        for connection in all.values() {
            let (phase, since) = *connection.now();
            let spent = at.saturating_duration_since(since);
            let most = match phase {
                Phase::Idle => limits.idle,
                Phase::Body => limits.body,
                Phase::Answer | Phase::Sending => limits.answer,
                Phase::Refused => LINGER,
            };
            if spent > most {
                connection.close();
            } else if spent > SHORTEST_WAIT && matches!(phase, Phase::Idle | Phase::Body) {
                waiting.push((since, connection));
            }
        }
        // Down to half of them at once: behind those that only wait there may be thousands more, which the system has taken up
        // already, and in the midst of them somebody who asks.
        let is_short = all.len() > limits.connections - limits.connections / 8;
        let too_many = if is_short { all.len().saturating_sub(limits.connections / 2) } else { 0 };
        waiting.sort_by_key(|(since, _)| *since);
        waiting.iter().take(too_many).for_each(|(_, connection)| connection.close());
    }
}

/// Reads the body of a request before its handler is called, within a time and up to a size, and keeps the connection's
/// phases.
///
/// # Errors
///
/// 408 for a body that comes too slowly, 413 for one that is too large and 400 for one whose frame is broken, all of which
/// close the connection; 405 for CONNECT, which closes it too, and 414 for a query of a page that is too long.
pub async fn limit<B: MessageBody + 'static>(
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<SendingBody<B>, SendingBody<BoxBody>>>, actix_web::Error> {
    let handle = request.conn_data::<Handle>();
    let connection = handle.map(|handle| handle.connection.clone());
    let most = handle.map_or(ConnectionLimits::default().body, |handle| handle.open.limits.body);
    let enter = |phase| connection.iter().for_each(|connection| connection.enter(phase));
    enter(Phase::Body);
    let body = match refused_by_head(&request) {
        Some(refused) => Err(refused),
        None => read_body(&mut request, most).await,
    };
    enter(Phase::Answer);
    let response = match body {
        Ok(body) => {
            request.set_payload(body);
            next.call(request).await?
        }
        Err(refused) => {
            enter(Phase::Sending);
            // The rest of the body may never come, or never end.
            let sending = Sending { connection, then: Phase::Refused };
            let response = request.error_response(refused);
            return Ok(response.map_body(|_, body| EitherBody::right(SendingBody { body, sending })));
        }
    };
    enter(Phase::Sending);
    let sending = Sending { connection, then: Phase::Idle };
    Ok(response.map_body(|_, body| EitherBody::left(SendingBody { body, sending })))
}

/// Why a request is refused before its body is read. After CONNECT everything that comes would be its body, without an end.
fn refused_by_head(request: &ServiceRequest) -> Option<ApiError> {
    if *request.method() == Method::CONNECT {
        return Some(ApiError::WrongMethod {
            method: Method::CONNECT.to_string(),
            allowed: "GET, HEAD, POST and OPTIONS",
        });
    }
    // Operations of the API read their query themselves, and say what is wrong with it.
    if super::is_data(request.path()) {
        return None;
    }
    let query = request.query_string();
    let (bytes, fields) = (query.len(), query.split('&').count());
    let refused =
        |found, limit, what| (found > limit).then_some(ApiError::QueryTooLong { found, limit, what });
    refused(bytes, MAX_QUERY_BYTES, "bytes").or_else(|| refused(fields, MAX_QUERY_FIELDS, "fields"))
}

/// The whole body of a request, in memory; nothing if it has none.
async fn read_body(request: &mut ServiceRequest, most: Duration) -> Result<Payload, ApiError> {
    let mut payload = match request.take_payload() {
        Payload::None => return Ok(Payload::None),
        payload => payload,
    };
    let length = request.headers().get(CONTENT_LENGTH).and_then(|length| length.to_str().ok());
    if length.and_then(|length| length.parse().ok()).is_some_and(|length: u64| length > MAX_BODY_BYTES as u64)
    {
        return Err(ApiError::BodyTooLarge);
    }
    let read = async {
        let mut body = BytesMut::new();
        while let Some(chunk) = poll_fn(|context| Pin::new(&mut payload).poll_next(context)).await {
            let chunk = chunk.map_err(|error| ApiError::BodyBroken(error.to_string()))?;
            if body.len() + chunk.len() > MAX_BODY_BYTES {
                return Err(ApiError::BodyTooLarge);
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body.freeze())
    };
    let slow = |_| ApiError::BodyTooSlow { seconds: most.as_secs() };
    let body = actix_web::rt::time::timeout(most, read).await.map_err(slow)??;
    Ok(Payload::Stream { payload: Box::pin(Once(Some(body))) })
}

/// A body that was read, as the stream from which handlers take it.
struct Once(Option<Bytes>);

impl Stream for Once {
    type Item = Result<Bytes, PayloadError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.take().map(Ok))
    }
}

pin_project_lite::pin_project! {
    /// The body of an answer; when it is gone, its connection waits for the next request, or is soon closed.
    pub struct SendingBody<B> {
        #[pin]
        body: B,
        sending: Sending,
    }
}

/// The connection over which a body is sent, and what it does then.
struct Sending {
    connection: Option<Arc<Connection>>,
    then: Phase,
}

impl Drop for Sending {
    fn drop(&mut self) {
        self.connection.iter().for_each(|connection| connection.enter(self.then));
    }
}

impl<B: MessageBody> MessageBody for SendingBody<B> {
    type Error = B::Error;

    fn size(&self) -> BodySize {
        self.body.size()
    }

    fn poll_next(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Self::Error>>> {
        self.project().body.poll_next(context)
    }
}

#[cfg(test)]
mod tests {
    use std::net::{TcpListener, TcpStream};

    use super::*;

    /// Connections that have been in a phase for some seconds, with the other ends of their sockets.
    fn open(limits: ConnectionLimits, phases: &[(Phase, u64)]) -> (Connections, Instant, Vec<TcpStream>) {
        let connections = Connections::new(limits);
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let now = Instant::now() + Duration::from_secs(3_600);
        let mut clients = Vec::new();
        for (number, (phase, seconds)) in (0..).zip(phases) {
            clients.push(TcpStream::connect(listener.local_addr().unwrap()).unwrap());
            let socket = socket2::Socket::from(listener.accept().unwrap().0);
            let since = now - Duration::from_secs(*seconds);
            let connection = Connection { socket, now: Mutex::new((*phase, since)) };
            connections.0.all().insert(number, Arc::new(connection));
        }
        (connections, now, clients)
    }

    fn closed(clients: &[TcpStream]) -> Vec<bool> {
        let is_closed = |client: &TcpStream| {
            client.set_nonblocking(true).unwrap();
            matches!(client.peek(&mut [0]), Ok(0))
        };
        clients.iter().map(is_closed).collect()
    }

    #[test]
    fn each_phase_has_its_limit() {
        let phases = [
            (Phase::Idle, 14),
            (Phase::Idle, 16),
            (Phase::Body, 9),
            (Phase::Body, 11),
            (Phase::Answer, 59),
            (Phase::Answer, 61),
            (Phase::Sending, 59),
            (Phase::Sending, 61),
            (Phase::Refused, 0),
            (Phase::Refused, 2),
        ];
        let (connections, now, clients) = open(ConnectionLimits::default(), &phases);
        connections.close_slow(now);
        assert_eq!(closed(&clients), [false, true, false, true, false, true, false, true, false, true]);
    }

    #[test]
    fn where_connections_run_short_those_that_wait_longest_are_closed() {
        let limits = ConnectionLimits { connections: 8, ..ConnectionLimits::default() };
        let phases = [
            (Phase::Idle, 3),
            (Phase::Body, 5),
            (Phase::Answer, 20),
            (Phase::Sending, 20),
            (Phase::Idle, 0),
            (Phase::Body, 0),
            (Phase::Answer, 2),
            (Phase::Idle, 4),
        ];
        let (connections, now, clients) = open(limits, &phases);
        connections.close_slow(now);
        // Those that wait go, down to half of the connections, and nobody who is served or has just come.
        assert_eq!(closed(&clients), [true, true, false, false, false, false, false, true]);
        // With one less they do not run short.
        let (connections, now, clients) = open(limits, &phases[1..]);
        connections.close_slow(now);
        assert_eq!(closed(&clients), [false; 7]);
    }
}
