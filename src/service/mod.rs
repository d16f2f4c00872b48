//! The composition room: puts use cases, API and pages together into one actix application and runs it. The register is
//! in memory, the database beside it.
//!
//! No other room names several edges. The command line names this room instead of them.

mod limits;
mod metrics;
mod routes;
pub mod setup;
pub mod travel_matrix;

use std::error::Error;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::thread::available_parallelism;
use std::time::Duration;

use actix_web::middleware::{Compress, Condition, from_fn};
use actix_web::rt::time::{sleep, timeout};
use actix_web::web::{self, Data};
use actix_web::{App, HttpServer};

use metrics::Metrics;
use routes::access_logger;
pub use routes::{explain_to_readers, routes};
pub use setup::reference_data;
use tokio::sync::watch;

use crate::api::http::connections::{self, Connections};
use crate::api::http::overload::{self, Pace};
use crate::api::{ContractText, Rendering, http};
use crate::app::examples::{self, ExampleRequest};
use crate::app::forecasts::Forecasts;
use crate::app::gate::Gate;
use crate::app::refresh::{Released, refresh_indicators, refresh_register};
use crate::app::region;
use crate::app::{Caller, Publisher, ReferenceData, State};
use crate::config::Config;
use crate::files;
use crate::model;
use crate::search::{SearchService, Snapshot};
use crate::store::Database;
use crate::web::{Logo, MAX_LOGO_BYTES, Operator, Pages, Site};

/// How often the service looks whether another process has changed the register, where no notice tells it sooner.
const REFRESH: Duration = Duration::from_secs(1);
/// The version of the program.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
/// The commit it was built from; "development" where `scripts/release` did not build it.
pub const COMMIT: &str = env!("RELEASE_COMMIT");
/// Both, for people.
pub const VERSION_AND_COMMIT: &str = concat!(env!("CARGO_PKG_VERSION"), " (", env!("RELEASE_COMMIT"), ")");

type Outcome = Result<(), Box<dyn Error>>;

/// Starts the service and runs until it is told to stop.
pub fn run(config: &Config) -> Outcome {
    let service = Service::new(config)?;
    if service.state.search.router.may_wait() {
        let (state, data_dir) = (service.state.clone(), config.data_dir.clone());
        std::thread::spawn(move || travel_matrix::keep_current(&state, &data_dir));
    }
    actix_web::rt::System::new().block_on(service.listen(config))
}

/// What the handlers of the service share.
struct Service {
    state: Data<State>,
    rendering: Data<Rendering>,
    contract: Data<ContractText>,
    pages: Data<Pages>,
}

impl Service {
    /// Puts the service together: reference data, router, database, register, model, contract and pages.
    fn new(config: &Config) -> Result<Self, Box<dyn Error>> {
        let reference = setup::reference_data()?;
        let router = setup::router(config, &reference.gazetteer)?;
        let search = SearchService::new(reference.gazetteer.clone(), router);
        let database = setup::database(config)?;
        if config.examples {
            fill_if_empty(&database, &reference, config.example_seed)?;
        }
        let snapshot = setup::snapshot(database.load()?, &reference.categories)?;
        log::info!("register version {} with {} facilities", snapshot.version(), snapshot.facilities().len());
        let forecasts = Forecasts::new(model::load::load(model::load::CURRENT)?.model);
        let mut state = State::new(reference, search, database, forecasts, snapshot);
        state.plan_files = setup::plan_files(config);
        state.publisher = publisher(config);
        state.gate = Gate::new(limits::gate_limits(config));
        let rendering = Rendering::new(&mut state)?;
        let pages = Pages::new(site(config)?)?;
        let pages = match setup::base_map(config)? {
            Some(base_map) => pages.with_base_map(base_map),
            None => pages,
        };
        Ok(Self {
            rendering: Data::new(rendering),
            state: Data::new(state),
            contract: Data::new(ContractText::new()?),
            pages: Data::new(pages),
        })
    }

    /// Serves requests and keeps register and indicators up to date.
    async fn listen(self, config: &Config) -> Outcome {
        let Self { state, rendering, contract, pages } = self;
        let (bind, access_log) = (config.bind, config.access_log);
        let shared = state.clone();
        let workers = config.workers.unwrap_or_else(|| available_parallelism().map_or(1, NonZeroUsize::get));
        let limits = limits::connection_limits(config);
        let connections = Connections::new(limits);
        let watch = actix_web::rt::spawn(connections.clone().watch());
        let taken_up = connections.clone();
        let metrics = Data::new(Metrics::new());
        let measured = config.metrics_bind.is_some();
        let metrics_server = config
            .metrics_bind
            .map(|bind| metrics::start(bind, metrics.clone(), state.clone(), connections.clone()))
            .transpose()?;
        let counted = metrics.clone();
        let server = HttpServer::new(move || {
            App::new()
                .wrap(Compress::default())
                .wrap(from_fn(connections::limit))
                .wrap(from_fn(explain_to_readers))
                .wrap(from_fn(overload::shed))
                .wrap(from_fn(http::around))
                .wrap(Condition::new(access_log, access_logger()))
                .wrap(Condition::new(measured, from_fn(metrics::measure)))
                .app_data(counted.clone())
                .app_data(Pace::of_this_thread())
                .configure(routes(shared.clone(), rendering.clone(), contract.clone(), pages.clone()))
        })
        .workers(workers)
        .max_connections((limits.connections / workers).max(1))
        .client_request_timeout(limits.idle)
        // Who has closed the connection waits for nothing: the work for the answer stops.
        .h1_allow_half_closed(false)
        .on_connect(move |stream, data| taken_up.take_up(stream, data));
        let server = server.bind(bind).map_err(|cause| {
            format!("cannot listen on {bind}: {cause}; hint: choose another port with --bind")
        })?;
        log::info!("listening on http://{bind}");
        let register = actix_web::rt::spawn(keep_register(state.clone(), metrics.clone()));
        let addresses = actix_web::rt::spawn(keep_addresses(state.clone(), config.data_dir.clone()));
        let indicators = actix_web::rt::spawn(keep_indicators(state, config.data_dir.clone(), metrics));
        let outcome = server.run().await;
        if let Some(server) = metrics_server {
            server.stop().await;
        }
        register.abort();
        addresses.abort();
        indicators.abort();
        watch.abort();
        Ok(outcome?)
    }
}

/// Fills a register that has never held anything, so that a new installation shows something.
fn fill_if_empty(database: &Database, reference: &ReferenceData, seed: u64) -> Outcome {
    let figures = setup::example_figures()?;
    let request = ExampleRequest { figures: &figures, seed, count: None, today: setup::today() };
    if examples::fill_if_empty(Caller::Operator, database, reference, &request)? {
        log::info!("the register was empty and now holds invented examples (examples = false prevents it)");
    }
    Ok(())
}

/// The contract of the API, an OpenAPI document.
///
/// # Errors
/// Where the declarations of the routes do not make a document.
pub fn contract() -> Result<String, Box<dyn Error>> {
    Ok(ContractText::new()?.as_str().to_owned())
}

/// What the settings say about the publisher of the data.
fn publisher(config: &Config) -> Publisher {
    Publisher {
        public_url: config.public_url.clone(),
        name: config.operator_name.clone(),
        email: config.operator_email.clone(),
        licence: config.data_licence.clone(),
        contributor: config.dcat_contributor.clone(),
    }
}

/// What the settings say about the site and its operator, for the pages.
fn site(config: &Config) -> Result<Site, Box<dyn Error>> {
    let lines = config.operator_address.iter().flat_map(|lines| lines.split(';'));
    let logo = |path: &PathBuf| -> Result<Logo, Box<dyn Error>> {
        let bytes = files::read(path, MAX_LOGO_BYTES)?;
        Logo::new(bytes).map_err(|error| format!("site_logo is {}, but {error}", path.display()).into())
    };
    Ok(Site {
        public_url: config.public_url.clone(),
        name: config.site_name.clone(),
        region: config.site_region.clone(),
        start_text: config.site_start_text.clone(),
        colour: config.site_colour.clone(),
        dark_colour: config.site_colour_dark.clone(),
        logo: config.site_logo.as_ref().map(logo).transpose()?,
        operator: Operator {
            name: config.operator_name.clone(),
            address: lines.map(|line| line.trim().to_owned()).collect(),
            represented_by: config.operator_represented_by.clone(),
            email: config.operator_email.clone(),
            phone: config.operator_phone.clone(),
        },
        transit_planner_url: config.transit_planner_url.clone(),
        planning_open: config.planning_open,
        office_open: config.office_open,
    })
}

/// Takes up a newer register, and a new day, on which other offers may be valid.
async fn keep_register(state: Data<State>, metrics: Data<Metrics>) {
    let mut looks = Looks::new(&state);
    let mut reported = Reported::default();
    loop {
        let shared = state.clone();
        let renewed = web::block(move || renew(&shared).map_err(|error| error.to_string())).await;
        let renewed = renewed.ok();
        metrics.note_refresh("register", matches!(renewed, Some(Ok(()))));
        reported.report("the register cannot be read again, searches see the last one", renewed);
        looks.next().await;
    }
}

/// Puts the indicators together anew. That takes a while, during which the register is kept up to date all the same.
async fn keep_indicators(state: Data<State>, data_dir: PathBuf, metrics: Data<Metrics>) {
    let mut looks = Looks::new(&state);
    let mut reported = Reported::default();
    loop {
        let (shared, data_dir) = (state.clone(), data_dir.clone());
        let renewed =
            web::block(move || renew_indicators(&shared, &data_dir).map_err(|error| error.to_string()));
        let renewed = renewed.await.ok();
        metrics.note_refresh("indicators", matches!(renewed, Some(Ok(()))));
        reported.report("indicators cannot be put together", renewed);
        looks.next().await;
    }
}

/// Takes up a file of addresses that is new or was replaced.
async fn keep_addresses(state: Data<State>, data_dir: PathBuf) {
    let file = region::file(&region::folder(&data_dir), region::Part::Addresses);
    let mut reported = Reported::default();
    loop {
        let (shared, file) = (state.clone(), file.clone());
        let renewed = web::block(move || renew_addresses(&shared, &file).map_err(|error| error.to_string()));
        reported.report("addresses are not taken up, searches see the last ones", renewed.await.ok());
        sleep(REFRESH).await;
    }
}

/// When to look into the database: every second, and sooner when it sends a notice.
struct Looks(Option<watch::Receiver<u64>>);

impl Looks {
    fn new(state: &State) -> Self {
        Self(state.database.notices())
    }

    /// Waits for the next look.
    async fn next(&mut self) {
        let Some(notices) = &mut self.0 else { return sleep(REFRESH).await };
        // A notice may be lost: the next look comes all the same.
        if let Ok(Err(_)) = timeout(REFRESH, notices.changed()).await {
            // Nobody will send another one.
            self.0 = None;
            sleep(REFRESH).await;
        }
    }
}

/// What was last said in the log about work that is repeated every second, so that it is said once.
#[derive(Debug, Default)]
struct Reported(Option<String>);

impl Reported {
    fn report(&mut self, what: &str, outcome: Option<Result<(), String>>) {
        let Some(outcome) = outcome else { return };
        let error = outcome.err();
        match &error {
            Some(error) if self.0.as_ref() != Some(error) => log::error!("{what}: {error}"),
            None if self.0.is_some() => log::info!("recovered: {what}"),
            _ => {}
        }
        self.0 = error;
    }
}

fn renew(state: &State) -> Outcome {
    state.database.check()?;
    state.office.refresh(&state.database)?;
    if let Some(snapshot) = refresh_register(state, setup::today(), chrono::Utc::now())? {
        log::info!("register version {} with {} facilities", snapshot.version(), snapshot.facilities().len());
    }
    Ok(())
}

fn renew_addresses(state: &State, file: &Path) -> Outcome {
    if let Some(index) = state.addresses.refresh(file)? {
        log::info!("{} streets with {} houses are known", index.streets(), index.houses());
    }
    Ok(())
}

/// Puts the indicators together anew when the register, a release of statistics, the roads or the day is another.
pub fn renew_indicators(state: &State, data_dir: &Path) -> Outcome {
    let compute = |snapshot: &Snapshot, statistics: &Released| {
        setup::indicators(&setup::IndicatorInputs {
            reference: &state.reference,
            router: &state.search.router,
            model: state.model(),
            own: &setup::own_files(data_dir)?,
            facilities: snapshot.facilities(),
            statistics,
            database: Some(&state.database),
        })
    };
    if let Some(loaded) = refresh_indicators(state, setup::today(), compute)? {
        log::info!(
            "{} indicators; {} small counts and {} that would give them away are withheld",
            loaded.base.frame.catalogue.indicators.len(),
            loaded.base.withheld.primary,
            loaded.base.withheld.secondary
        );
    }
    Ok(())
}
