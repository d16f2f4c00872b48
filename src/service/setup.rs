//! Builds what commands and service need from the embedded models, the settings and the data folder.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::NaiveDate;

use crate::app::ReferenceData;
use crate::app::backup::Folder;
use crate::app::indicators::patterns;
use crate::app::indicators::small_areas::{self, SmallAreaInputs};
use crate::app::plan::{self, PlanFiles, TextSource};
use crate::app::reach::figures::{self, ReachInputs};
use crate::areas::Areas;
use crate::basemap::Layers;
use crate::care::{CareRequest, Survey};
use crate::config::Config;
use crate::files;
use crate::gazetteer::{Gazetteer, Tables};
use crate::indicators::base::{Frame, OwnFiles};
use crate::indicators::{self, Base, FactList, Origin, Text, official};
use crate::model::{self, Model, RISING, STATUS_QUO};
use crate::plan_texts::FolderStore;
use crate::projection::{self, Request};
use crate::register::{CategoryTree, Facility};
use crate::routing::osrm_client::{BaseUrl, Timeouts};
use crate::routing::{Clock, Mode, Network, Router};
use crate::search::Snapshot;
use crate::statistics::{self, StatFact};
use crate::store::{Database, Server, StatisticsImport};
use crate::tiles::{Archive, BaseMap, Limits, Source, Template, Upstream};
use crate::units::GeoPoint;

/// The categories of the register.
pub fn categories() -> Result<CategoryTree, Box<dyn Error>> {
    Ok(CategoryTree::from_toml(&model::text("categories.toml")?)?)
}

/// The official figures that examples add up to.
pub fn example_figures() -> Result<String, Box<dyn Error>> {
    Ok(model::text("examples/official_2023.csv")?)
}

/// Categories, areas, the gazetteer and the base layer.
pub fn reference_data() -> Result<ReferenceData, Box<dyn Error>> {
    let categories = categories()?;
    let areas = Areas::of_models()?;
    let gazetteer = Gazetteer::from_tables(&Tables::read(model::text)?, &areas)?;
    let base_layer = Layers::read(&areas, &gazetteer)?;
    Ok(ReferenceData { categories, areas, gazetteer: Arc::new(gazetteer), base_layer })
}

/// The database of the settings: on a server where one is named, and else in the data folder.
pub fn database(config: &Config) -> Result<Database, Box<dyn Error>> {
    let Some(url) = &config.database_url else { return Ok(Database::open(&config.data_dir)?) };
    Ok(Database::connect(&server(config, url.reveal())?, &config.data_dir)?)
}

/// A database on a server, with password and certificates of the settings.
pub fn server(config: &Config, url: &str) -> Result<Server, Box<dyn Error>> {
    let password = config.database_password_file.as_deref().map(password).transpose()?;
    Ok(Server { url: url.to_owned(), password, ca_file: config.database_ca_file.clone() })
}

/// Folders beside the database that belong into a backup.
pub fn folders(config: &Config) -> [Folder; 3] {
    [
        plan_texts(config),
        Folder { name: OWN_AREAS, path: config.data_dir.join(OWN_AREAS) },
        Folder { name: OWN_INDICATORS, path: config.data_dir.join(OWN_INDICATORS) },
    ]
}

/// Whether there is a database to be read. One on a server is, until it is tried.
pub fn has_database(config: &Config) -> bool {
    config.database_url.is_some() || Database::exists(&config.data_dir)
}

fn password(file: &Path) -> Result<String, Box<dyn Error>> {
    let text = files::read_text(file, files::MAX_TEXT_BYTES)
        .map_err(|cause| format!("database_password_file {} cannot be read: {cause}", file.display()))?;
    Ok(text.trim_end_matches(['\r', '\n']).to_owned())
}

/// The folder of the data folder with the texts that planners write.
const PLAN_TEXTS: &str = "plan-texts";

/// The folder of the planner's texts: with their versions, or the operator's own without them. A backup of one cannot be
/// restored as the other, so they have different names in it.
fn plan_texts(config: &Config) -> Folder {
    match &config.plan_texts {
        Some(own) => Folder { name: "plan", path: own.clone() },
        None => Folder { name: PLAN_TEXTS, path: config.data_dir.join(PLAN_TEXTS) },
    }
}

/// Where the planner's texts and the program for PDF and DOCX lie.
pub fn plan_files(config: &Config) -> PlanFiles {
    let beside = || {
        let own = std::env::current_exe().unwrap_or_default();
        own.parent().unwrap_or(Path::new(".")).join(plan::PROGRAM)
    };
    PlanFiles {
        program: config.plan_pdf.clone().unwrap_or_else(beside),
        texts: match &config.plan_texts {
            Some(folder) => TextSource::Folder(folder.clone()),
            None => TextSource::Store(Arc::new(FolderStore::new(plan_texts(config).path))),
        },
        arms: config.plan_arms.clone(),
    }
}

/// The number of towns that are snap anchors of OSRM; any extract of the state's roads contains one of them.
const SNAP_ANCHORS: usize = 3;

/// The router: OSRM for every mode with an address, otherwise estimates.
pub fn router(config: &Config, gazetteer: &Gazetteer) -> Result<Router, Box<dyn Error>> {
    let snap_anchors: Vec<GeoPoint> =
        gazetteer.entries().take(SNAP_ANCHORS).map(|entry| entry.point).collect();
    let started = Instant::now();
    let clock: Clock = Arc::new(move || started.elapsed());
    let timeouts = Timeouts { total: Duration::from_millis(config.osrm_timeout_ms.0), ..Timeouts::default() };
    let urls = [
        (Mode::Car, &config.osrm_car_url),
        (Mode::Bicycle, &config.osrm_bicycle_url),
        (Mode::Foot, &config.osrm_foot_url),
    ];
    let mut networks = Vec::new();
    for (mode, url) in urls {
        if let Some(url) = url.as_deref().filter(|url| !url.is_empty()) {
            let base = BaseUrl::parse(url).map_err(|error| format!("osrm_{}_url: {error}", mode.word()))?;
            networks.push(Network::new(mode, base, timeouts, clock.clone(), &snap_anchors));
        }
    }
    Ok(if networks.is_empty() { Router::Estimate } else { Router::Osrm(networks) })
}

/// The base map, if one is configured.
pub fn base_map(config: &Config) -> Result<Option<BaseMap>, Box<dyn Error>> {
    let source = match (&config.tiles_file, &config.tiles_url) {
        (Some(file), _) => Source::Archive(Archive::open(file)?),
        (None, Some(url)) => {
            let started = Instant::now();
            let clock: Clock = Arc::new(move || started.elapsed());
            Source::Upstream(Box::new(Upstream::new(Template::parse(url)?, Limits::default(), clock)))
        }
        (None, None) => return Ok(None),
    };
    let attribution = config.tiles_attribution.clone().unwrap_or_default();
    Ok(Some(BaseMap { source, attribution }))
}

/// The day as people here count it.
pub fn today() -> NaiveDate {
    chrono::Local::now().date_naive()
}

/// The register as searches see it today.
pub fn snapshot(
    (facilities, version): (Vec<Facility>, u64),
    categories: &CategoryTree,
) -> Result<Snapshot, Box<dyn Error>> {
    Ok(Snapshot::new(facilities, categories, version, today(), chrono::Utc::now())?)
}

/// Folders in the data folder with a county's own files.
const OWN_INDICATORS: &str = "indicators";
const OWN_AREAS: &str = "planning_areas";

/// A county's own indicators and planning areas; folders that do not exist hold none.
pub fn own_files(data_dir: &Path) -> Result<OwnFiles, Box<dyn Error>> {
    Ok(OwnFiles {
        indicators: texts(&data_dir.join(OWN_INDICATORS))?,
        areas: texts(&data_dir.join(OWN_AREAS))?,
    })
}

fn texts(folder: &Path) -> Result<Vec<Text>, Box<dyn Error>> {
    let paths = files::in_folder(folder, "toml")?;
    let read = |path: &PathBuf| -> Result<Text, Box<dyn Error>> {
        let text = files::read_text(path, files::MAX_TEXT_BYTES)?;
        Ok(Text { path: path.display().to_string(), text })
    };
    paths.iter().map(read).collect()
}

/// What indicators rest on: frame, model, register and released statistics.
pub struct IndicatorInputs<'a> {
    /// Areas and categories.
    pub reference: &'a ReferenceData,
    /// Gives travel times for indicators of reach.
    pub router: &'a Router,
    /// Gives population and forecast.
    pub model: &'a Model,
    /// Files of the operator.
    pub own: &'a OwnFiles,
    /// The register.
    pub facilities: &'a [Facility],
    /// Released statistics.
    pub statistics: &'a [(StatisticsImport, Vec<StatFact>)],
    /// Where it is kept what was shown and withheld; `None` if there is no database yet.
    pub database: Option<&'a Database>,
}

/// Puts the figures of all sources together. What is imported replaces what comes with the program.
pub fn indicators(inputs: &IndicatorInputs) -> Result<Base, Box<dyn Error>> {
    patterns::base(inputs.database, chrono::Utc::now(), || figures_of(inputs))
}

fn figures_of(inputs: &IndicatorInputs) -> Result<(Frame, FactList), Box<dyn Error>> {
    let today = today();
    let frame = Frame::load(&inputs.reference.areas, inputs.own, chrono::Datelike::year(&today))?;
    let mut list = FactList::default();
    official::add(&mut list, &frame, inputs.model);
    let request = Request::new(STATUS_QUO, inputs.model.last_year);
    let projection = projection::project(inputs.model, &request)?;
    official::add_projection(&mut list, &frame, inputs.model, &projection);
    let survey = Survey::new(inputs.model)?;
    let need = survey.forecast(inputs.model, &projection, &CareRequest::default())?;
    indicators::care::add_forecast(&mut list, &frame, inputs.model, &need);
    let rising = CareRequest { prevalence: RISING.to_owned(), ..CareRequest::default() };
    let rising = survey.forecast(inputs.model, &projection, &rising)?;
    indicators::care::add_rising(&mut list, &frame, inputs.model, &rising);
    let small =
        SmallAreaInputs { reference: inputs.reference, model: inputs.model, facilities: inputs.facilities };
    small_areas::add(&mut list, &frame, &small, today)?;
    let categories = &inputs.reference.categories;
    indicators::register::add(&mut list, &frame, inputs.facilities, categories, today);
    let reach = ReachInputs {
        reference: inputs.reference,
        router: inputs.router,
        model: inputs.model,
        facilities: inputs.facilities,
    };
    figures::add(&mut list, &frame, &reach, today)?;
    for (import, facts) in inputs.statistics {
        let manifest = &import.manifest;
        let origin = Origin {
            key: format!("import {}", import.id),
            title: format!("{}, {}", manifest.title, manifest.publisher),
            table: manifest.statistic.clone(),
            licence: manifest.licence.clone(),
        };
        let unknown = statistics::facts::add(&mut list, &frame, origin, facts);
        if unknown > 0 {
            log::warn!("{unknown} figures of import {} have names this version does not know", import.id);
        }
    }
    Ok((frame, list))
}
