//! What a running service measures of itself, as text that Prometheus reads.
//!
//! It is given at an address of its own (`metrics_bind`), never at the public one. Routes stand in it by their pattern, so
//! that no name, place or coordinate of a request can get into it.

mod process;
mod server;

use std::sync::atomic::AtomicU64;
use std::time::Instant;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::web::Data;
use prometheus_client::encoding::{EncodeLabelSet, text};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::{Registry, Unit};

use crate::api::http::connections::Connections;
use crate::app::State;

pub use server::start;

/// Upper bounds of the buckets of an answer's time, in seconds: a search, a page, a forecast, a plan, the longest answer.
const SECONDS: [f64; 9] = [0.001, 0.005, 0.025, 0.1, 0.25, 1.0, 2.5, 10.0, 60.0];
/// The route of a request that none of ours matches.
const NO_ROUTE: &str = "none";

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    route: String,
    status: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Route {
    route: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Mode {
    mode: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Subject {
    of: &'static str,
}

type Seconds = Family<Route, Histogram, fn() -> Histogram>;
type Real = Gauge<f64, AtomicU64>;

/// What is measured while requests are answered and data are refreshed.
pub struct Metrics {
    registry: Registry,
    answered: Family<Answered, Counter>,
    seconds: Seconds,
    refreshed: Family<Subject, Gauge>,
    gauges: Gauges,
}

/// What is looked up when somebody asks.
#[derive(Default)]
struct Gauges {
    register_version: Gauge,
    facilities: Gauge,
    has_indicators: Gauge,
    free_permits: Gauge,
    waiting: Gauge,
    connections: Gauge,
    connections_most: Gauge,
    roads: Family<Mode, Gauge>,
    memory: Gauge,
    open_files: Gauge,
    started: Real,
}

impl Metrics {
    /// Nothing measured yet.
    pub fn new() -> Self {
        let mut root = Registry::default();
        let registry = root.sub_registry_with_prefix("pflegeplan");
        let version = Info::new(vec![("version", super::VERSION), ("commit", super::COMMIT)]);
        registry.register("build", "The version that runs", version);
        let answered = Family::<Answered, Counter>::default();
        registry.register("http_answers", "Answers by route and status", answered.clone());
        let seconds = Seconds::new_with_constructor(|| Histogram::new(SECONDS));
        let help = "Time from a request to the head of its answer, by route";
        registry.register_with_unit("http_answer", help, Unit::Seconds, seconds.clone());
        let refreshed = Family::<Subject, Gauge>::default();
        registry.register(
            "refreshed",
            "Whether the last attempt to take up newer data succeeded",
            refreshed.clone(),
        );
        let gauges = Gauges::default();
        gauges.register(registry);
        // Names that every process uses, so that boards made for others show this one too.
        gauges.register_process(root.sub_registry_with_prefix("process"));
        Self { registry: root, answered, seconds, refreshed, gauges }
    }

    /// Notes whether data could be taken up; it is tried every second.
    pub fn note_refresh(&self, of: &'static str, succeeded: bool) {
        self.refreshed.get_or_create(&Subject { of }).set(i64::from(succeeded));
    }

    fn note_answer(&self, route: String, status: u16, began: Instant) {
        self.seconds.get_or_create(&Route { route: route.clone() }).observe(began.elapsed().as_secs_f64());
        self.answered.get_or_create(&Answered { route, status }).inc();
    }

    /// All figures in the text form of OpenMetrics.
    fn text(&self, state: &State, connections: &Connections) -> Result<String, std::fmt::Error> {
        self.gauges.look_up(state, connections);
        let mut written = String::new();
        text::encode(&mut written, &self.registry)?;
        Ok(written)
    }
}

impl Gauges {
    fn register(&self, registry: &mut Registry) {
        let mut whole = |name: &str, help: &str, gauge: &Gauge| registry.register(name, help, gauge.clone());
        whole("register_version", "Version of the register that searches see", &self.register_version);
        whole("register_facilities", "Facilities that can be found", &self.facilities);
        whole("indicators_ready", "Whether indicators have been put together", &self.has_indicators);
        whole("gate_free_permits", "Permits for dear calls that nobody holds", &self.free_permits);
        whole("gate_waiting_calls", "Calls that wait for a permit", &self.waiting);
        whole("http_connections", "Open connections", &self.connections);
        whole("http_connections_limit", "Connections that are taken at most", &self.connections_most);
        let help = "Whether the roads of a mode answer (OSRM); absent where none are set up";
        registry.register("roads_up", help, self.roads.clone());
    }

    fn register_process(&self, process: &mut Registry) {
        process.register_with_unit("resident_memory", "Memory in use", Unit::Bytes, self.memory.clone());
        process.register("open_fds", "Open file handles", self.open_files.clone());
        let help = "When the process started, since 1970";
        process.register_with_unit("start_time", help, Unit::Seconds, self.started.clone());
    }

    fn look_up(&self, state: &State, connections: &Connections) {
        let whole = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
        let snapshot = state.snapshot();
        self.register_version.set(i64::try_from(snapshot.version()).unwrap_or(i64::MAX));
        self.facilities.set(whole(snapshot.facilities().len()));
        self.has_indicators.set(i64::from(state.indicators_version().is_some()));
        self.free_permits.set(whole(state.gate.free_permits()));
        self.waiting.set(whole(state.gate.waiting_calls()));
        self.connections.set(whole(connections.count()));
        self.connections_most.set(whole(connections.limits().connections));
        for network in state.search.router.networks() {
            let mode = network.mode().word();
            self.roads.get_or_create(&Mode { mode }).set(i64::from(network.is_up()));
        }
        if let Some(usage) = process::usage() {
            self.memory.set(whole(usage.memory_bytes));
            self.open_files.set(whole(usage.open_files));
        }
        self.started.set(process::started());
    }
}

/// Counts and times an answer. Its body may still have to be sent.
pub async fn measure<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, actix_web::Error> {
    let metrics = request.app_data::<Data<Metrics>>().cloned();
    let began = Instant::now();
    let response = next.call(request).await?;
    if let Some(metrics) = metrics {
        let route = response.request().match_pattern().unwrap_or_else(|| NO_ROUTE.to_owned());
        metrics.note_answer(route, response.status().as_u16(), began);
    }
    Ok(response)
}
