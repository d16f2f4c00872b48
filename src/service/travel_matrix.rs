//! Travel times stored in the data folder: the matrix from municipalities to facilities, which bounds the times of a search, and
//! columns from the cells where people live, for reach. A command computes them, or a thread of the running service.

use std::error::Error;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use actix_web::web::Data;

use crate::app::State;
use crate::app::reach::ground::{origins, settlements};
use crate::files;
use crate::gazetteer::Gazetteer;
use crate::model::Model;
use crate::routing::columns::{Columns, ColumnsError};
use crate::routing::matrix::{Matrix, Settlement};
use crate::routing::{Mode, Network, Router};
use crate::search::Snapshot;
use crate::units::GeoPoint;

/// How often the service checks whether road data or facilities have changed.
const CHECK_INTERVAL: Duration = Duration::from_secs(15);

/// Where travel times begin.
pub struct Ground {
    /// The settlements of the municipalities, landmarks of the matrix.
    pub settlements: Vec<Settlement>,
    /// Where people live, the rows of the columns.
    pub origins: Vec<Settlement>,
}

impl Ground {
    /// Of a model set.
    pub fn new(gazetteer: &Gazetteer, model: &Model) -> Self {
        Self { settlements: settlements(gazetteer), origins: origins(gazetteer, model) }
    }
}

/// The destinations: every facility, and every municipality as a possible site.
pub fn points(snapshot: &Snapshot, settlements: &[Settlement]) -> Vec<GeoPoint> {
    let facilities = snapshot.facilities().iter().map(|facility| facility.point);
    facilities.chain(settlements.iter().map(|settlement| settlement.point)).collect()
}

fn path(data_dir: &Path, mode: Mode) -> PathBuf {
    data_dir.join(format!("travel-{}.matrix", mode.word()))
}

fn columns_path(data_dir: &Path, mode: Mode) -> PathBuf {
    data_dir.join(format!("travel-{}.columns", mode.word()))
}

/// Loads the stored matrices and columns as they are.
pub fn load_stored(router: &Router, data_dir: &Path) {
    for network in router.networks() {
        if let Some(stored) = read(&path(data_dir, network.mode())) {
            network.set_matrix(Arc::new(stored));
        }
        network.set_columns(open(&columns_path(data_dir, network.mode())).map(Arc::new));
    }
}

/// Loads the stored matrix, adds what is missing, and stores it. `progress` is told how many of how many facilities are
/// done.
pub fn refresh(
    network: &Network,
    settlements: &[Settlement],
    facilities: &[GeoPoint],
    data_dir: &Path,
    progress: impl FnMut(usize, usize),
) -> Result<Arc<Matrix>, Box<dyn Error>> {
    let path = path(data_dir, network.mode());
    if network.matrix().is_none()
        && let Some(stored) = read(&path)
    {
        network.set_matrix(Arc::new(stored));
    }
    let matrix = Arc::new(network.compute_matrix(settlements, facilities, progress)?);
    if network.matrix().is_none_or(|old| *old != *matrix) {
        write(&path, &matrix.to_bytes())?;
        network.set_matrix(matrix.clone());
    }
    Ok(matrix)
}

/// Opens the stored columns, adds what is missing, and stores them. `progress` is told how many of how many points are done.
pub fn refresh_columns(
    network: &Network,
    origins: &[Settlement],
    points: &[GeoPoint],
    data_dir: &Path,
    progress: impl FnMut(usize, usize),
) -> Result<Arc<Columns>, Box<dyn Error>> {
    let path = columns_path(data_dir, network.mode());
    if network.columns().is_none() {
        network.set_columns(open(&path).map(Arc::new));
    }
    let new = path.with_extension(format!("columns.{}", std::process::id()));
    let mut out = BufWriter::new(File::create(&new)?);
    let written = network.compute_columns((origins, points), &mut out, progress);
    if let Err(error) = written.and_then(|()| Ok(out.flush()?)) {
        fs::remove_file(&new)?;
        if matches!(error, ColumnsError::Damaged) {
            // The next attempt begins without the damaged file.
            network.set_columns(None);
            fs::remove_file(&path)?;
        }
        return Err(error.into());
    }
    fs::rename(&new, &path)?;
    let columns = Arc::new(Columns::open(files::open(&path)?)?);
    network.set_columns(Some(columns.clone()));
    Ok(columns)
}

/// The columns in a file; `None`, with a warning, if it cannot be used.
fn open(path: &Path) -> Option<Columns> {
    let file = match files::open(path) {
        Ok(file) => file,
        Err(cause) if cause.is_missing() => return None,
        Err(cause) => {
            log::warn!("travel times are computed again: {cause}");
            return None;
        }
    };
    match Columns::open(file) {
        Ok(columns) => Some(columns),
        Err(error) => {
            log::warn!("{} is not used: {error}", path.display());
            None
        }
    }
}

/// The matrix in a file; `None`, with a warning, if it cannot be read.
fn read(path: &Path) -> Option<Matrix> {
    let bytes = match files::read(path, files::MAX_TABLE_BYTES) {
        Ok(bytes) => bytes,
        Err(cause) if cause.is_missing() => return None,
        Err(cause) => {
            log::warn!("travel times are computed again: {cause}");
            return None;
        }
    };
    match Matrix::from_bytes(&bytes) {
        Ok(matrix) => Some(matrix),
        Err(error) => {
            log::warn!("{} is not used: {error}", path.display());
            None
        }
    }
}

/// Replaces a file by renaming, so that no reader sees a partial file.
fn write(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let new = path.with_extension(format!("matrix.{}", std::process::id()));
    fs::write(&new, bytes)?;
    fs::rename(&new, path)
}

/// Keeps the matrices of a running service up to date with road data and register. Runs on a thread of its own until
/// the process ends, because a matrix may take minutes.
pub fn keep_current(state: &Data<State>, data_dir: &Path) {
    let ground = Ground::new(&state.reference.gazetteer, state.model());
    loop {
        for network in state.search.router.networks() {
            update(state, network, &ground, data_dir);
        }
        std::thread::sleep(CHECK_INTERVAL);
    }
}

fn update(state: &State, network: &Network, ground: &Ground, data_dir: &Path) {
    let settlements = &ground.settlements;
    let Some(somewhere) = settlements.first().map(|settlement| settlement.point) else { return };
    // The probe also closes an open circuit while there are no searches.
    let Ok(data_version) = network.probe(somewhere) else { return };
    let facilities = points(&state.snapshot(), settlements);
    let fits = |matrix: &Matrix| matrix.covers(&data_version, settlements, &facilities);
    if !network.matrix().is_some_and(|matrix| fits(&matrix)) {
        update_matrix(network, settlements, &facilities, data_dir);
    }
    let covers = |columns: &Columns| columns.covers(&data_version, &ground.origins, &facilities);
    if network.columns().is_some_and(|columns| covers(&columns)) {
        return;
    }
    match refresh_columns(network, &ground.origins, &facilities, data_dir, |_, _| {}) {
        Ok(columns) => log::info!(
            "travel times by {} from {} cells to {} places are known",
            network.mode().word(),
            columns.origins().len(),
            columns.facilities().len()
        ),
        Err(error) => {
            log::warn!("travel times of reach by {} were not computed: {error}", network.mode().word());
        }
    }
}

fn update_matrix(network: &Network, settlements: &[Settlement], facilities: &[GeoPoint], data_dir: &Path) {
    match refresh(network, settlements, facilities, data_dir, |_, _| {}) {
        Ok(matrix) => log::info!(
            "travel times by {} from {} municipalities to {} places are known",
            network.mode().word(),
            matrix.settlements().len(),
            matrix.facilities().len()
        ),
        Err(error) => log::warn!("travel times by {} were not computed: {error}", network.mode().word()),
    }
}
