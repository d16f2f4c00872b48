//! Tiles from a map server, fetched and cached by the service: the server sees only the address of the service.

use std::fmt;
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

use super::cache::{Answer, Cache, lifetime};
use super::{MAX_TILE_BYTES, Picture, Tile, TileAddress, TileError};
use crate::routing::osrm_client::{Timeouts, agent};
use crate::routing::{Breaker, Clock};

/// The URL template of tiles with `{z}`, `{x}` and `{y}`.
#[derive(Clone, PartialEq, Eq)]
pub struct Template {
    text: String,
    host: String,
}

/// A template that is not usable. Its text is not repeated, because it may contain an account key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "tiles_url is not an address of tiles: {0}; expected an address such as https://host/path/{{z}}/{{x}}/{{y}}.png, or {{z}}/{{y}}/{{x}} for WMTS"
)]
pub struct BadTemplate(&'static str);

impl Template {
    /// # Errors
    /// [`BadTemplate`] with what is wrong.
    pub fn parse(text: &str) -> Result<Self, BadTemplate> {
        let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
        let rest = rest.ok_or(BadTemplate("it does not begin with https:// or http://"))?;
        if ["{z}", "{x}", "{y}"].iter().any(|mark| rest.matches(mark).count() != 1) {
            return Err(BadTemplate("{z}, {x} and {y} must stand in it once each"));
        }
        let filled = rest.replace("{z}", "").replace("{x}", "").replace("{y}", "");
        let plain = |c: char| c.is_ascii_graphic() && !matches!(c, '{' | '}' | '<' | '>' | '"' | '#' | '@');
        if !filled.chars().all(plain) {
            return Err(BadTemplate("it has characters that an address cannot have, a user or other marks"));
        }
        let host = rest.split(['/', '?']).next().unwrap_or_default();
        if host.is_empty() || host.starts_with(':') || host.contains('{') {
            return Err(BadTemplate("it names no host"));
        }
        Ok(Self { text: text.to_owned(), host: host.to_owned() })
    }

    fn fill(&self, address: TileAddress) -> String {
        let number = |mark: &str, text: String, number: u32| text.replacen(mark, &number.to_string(), 1);
        let text = number("{z}", self.text.clone(), u32::from(address.z()));
        number("{y}", number("{x}", text, address.x()), address.y())
    }
}

impl fmt::Debug for Template {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Template").field("host", &self.host).finish_non_exhaustive()
    }
}

/// Limits of the requests to a map server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// For the connection.
    pub connect: Duration,
    /// From the first byte sent to the last byte read.
    pub total: Duration,
    /// The number of concurrent fetches.
    pub at_once: u32,
    /// The number of requests that may wait for a fetch.
    pub waiting: u32,
    /// How long a request waits for the map server.
    pub wait: Duration,
    /// The average number of tiles a second.
    pub per_second: u32,
    /// How many requests may be sent at once before the rate counts.
    pub burst: u32,
    /// The limit of the cache.
    pub cache_bytes: usize,
}

impl Default for Limits {
    /// Enough for several people who move their maps at the same time, too little to copy the map.
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(2),
            total: Duration::from_secs(5),
            at_once: 8,
            waiting: 32,
            wait: Duration::from_secs(2),
            per_second: 20,
            burst: 400,
            cache_bytes: 64 * 1024 * 1024,
        }
    }
}

/// The tiles of a map server, with a cache and limits on how much is fetched.
pub struct Upstream {
    template: Template,
    limits: Limits,
    agent: ureq::Agent,
    clock: Clock,
    breaker: Breaker,
    cache: Cache,
    turns: Mutex<Turns>,
    turn_over: Condvar,
}

/// The fetches in progress, the requests that wait, and the remaining budget.
#[derive(Debug)]
struct Turns {
    fetching: u32,
    waiting: u32,
    budget: f64,
    counted: Duration,
}

impl fmt::Debug for Upstream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upstream").field("host", &self.template.host).finish_non_exhaustive()
    }
}

impl Upstream {
    /// Tiles of a map server; no request is sent yet.
    pub fn new(template: Template, limits: Limits, clock: Clock) -> Self {
        let turns =
            Turns { fetching: 0, waiting: 0, budget: f64::from(limits.burst), counted: Duration::ZERO };
        Self {
            agent: agent(Timeouts { connect: limits.connect, total: limits.total }),
            breaker: Breaker::default(),
            cache: Cache::new(limits.cache_bytes),
            turns: Mutex::new(turns),
            turn_over: Condvar::new(),
            template,
            limits,
            clock,
        }
    }

    /// The host of the map server, for pages that name it.
    pub fn host(&self) -> &str {
        &self.template.host
    }

    /// A tile from the cache, or else from the map server.
    pub fn tile(&self, address: TileAddress) -> Result<Tile, TileError> {
        if let Some(answer) = self.cache.get(address, (self.clock)()) {
            return tile(answer);
        }
        let _turn = self.turn()?;
        // Somebody else may have fetched it in the meantime.
        if let Some(answer) = self.cache.get(address, (self.clock)()) {
            return tile(answer);
        }
        self.spend()?;
        if !self.breaker.allows_call((self.clock)()) {
            return Err(TileError::Failed("the map server did not answer a moment ago".to_owned()));
        }
        match self.fetch(address) {
            Ok(answer) => {
                self.breaker.succeeded();
                self.cache.put(address, &answer, (self.clock)());
                tile(answer)
            }
            Err(fault) => {
                if self.breaker.failed((self.clock)()) {
                    log::warn!("the base map from {} is away: {fault}", self.template.host);
                }
                Err(TileError::Failed(fault))
            }
        }
    }

    /// Waits for a free fetch.
    fn turn(&self) -> Result<Turn<'_>, TileError> {
        let mut turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
        if turns.fetching >= self.limits.at_once {
            if turns.waiting >= self.limits.waiting {
                return Err(TileError::Busy);
            }
            turns.waiting += 1;
            let full = |turns: &mut Turns| turns.fetching >= self.limits.at_once;
            let (mut after, waited) = self
                .turn_over
                .wait_timeout_while(turns, self.limits.wait, full)
                .unwrap_or_else(PoisonError::into_inner);
            after.waiting -= 1;
            if waited.timed_out() {
                return Err(TileError::Busy);
            }
            turns = after;
        }
        turns.fetching += 1;
        Ok(Turn(self))
    }

    /// Takes one tile from the budget, which refills over time (token bucket).
    fn spend(&self) -> Result<(), TileError> {
        let mut turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
        let now = (self.clock)();
        let earned = now.saturating_sub(turns.counted).as_secs_f64() * f64::from(self.limits.per_second);
        turns.budget = (turns.budget + earned).min(f64::from(self.limits.burst));
        turns.counted = now;
        if turns.budget < 1.0 {
            return Err(TileError::Busy);
        }
        turns.budget -= 1.0;
        Ok(())
    }

    /// Fetches a tile. Nothing of the browser's request is passed on.
    fn fetch(&self, address: TileAddress) -> Result<Answer, String> {
        let mut response = self
            .agent
            .get(self.template.fill(address))
            .header("User-Agent", concat!("pflegeplan/", env!("CARGO_PKG_VERSION")))
            .header("Accept", "image/webp, image/png, image/jpeg")
            .call()
            .map_err(|error| fault(&error))?;
        let header = |name: &str| response.headers().get(name).and_then(|value| value.to_str().ok());
        let lasts = lifetime(header("cache-control"), header("age"));
        match response.status().as_u16() {
            200 => {}
            // Beyond the edge of its map.
            204 | 404 => return Ok(Answer { picture: None, lasts }),
            status => return Err(format!("it answered with HTTP status {status}")),
        }
        let bytes = response.body_mut().with_config().limit(MAX_TILE_BYTES).read_to_vec();
        let picture = Picture::read(bytes.map_err(|error| fault(&error))?);
        let picture = picture.ok_or_else(|| "what it sent is no PNG, JPEG or WebP".to_owned())?;
        Ok(Answer { picture: Some(picture), lasts })
    }
}

/// A fetch in progress; dropping it frees its slot.
struct Turn<'a>(&'a Upstream);

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.0.turns.lock().unwrap_or_else(PoisonError::into_inner).fetching -= 1;
        self.0.turn_over.notify_one();
    }
}

fn tile(answer: Answer) -> Result<Tile, TileError> {
    let picture = answer.picture.ok_or(TileError::Missing)?;
    Ok(Tile { picture, keep: answer.lasts })
}

/// The cause without the address, which would reveal the tile.
fn fault(error: &ureq::Error) -> String {
    match error {
        ureq::Error::Timeout(_) => "it took too long".to_owned(),
        ureq::Error::Io(cause) => cause.kind().to_string(),
        ureq::Error::BodyExceedsLimit(_) => "a tile is larger than 512 KiB".to_owned(),
        ureq::Error::HostNotFound => "its host is not known".to_owned(),
        _ => "it cannot be reached".to_owned(),
    }
}
