//! The matrix of travel times from municipalities to facilities, stored in the data folder. A command computes it, or a
//! thread of the running service.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use actix_web::web::Data;

use crate::app::State;
use crate::app::reach::settlements;
use crate::files;
use crate::routing::matrix::{Matrix, Settlement};
use crate::routing::{Mode, Network, Router};
use crate::search::Snapshot;
use crate::units::GeoPoint;

/// How often the service checks whether road data or facilities have changed.
const CHECK_INTERVAL: Duration = Duration::from_secs(15);

/// The destinations: every facility, and every municipality as a possible site.
pub fn points(snapshot: &Snapshot, settlements: &[Settlement]) -> Vec<GeoPoint> {
    let facilities = snapshot.facilities().iter().map(|facility| facility.point);
    facilities.chain(settlements.iter().map(|settlement| settlement.point)).collect()
}

fn path(data_dir: &Path, mode: Mode) -> PathBuf {
    data_dir.join(format!("travel-{}.matrix", mode.word()))
}

/// Loads the stored matrices as they are.
pub fn load_stored(router: &Router, data_dir: &Path) {
    for network in router.networks() {
        if let Some(stored) = read(&path(data_dir, network.mode())) {
            network.set_matrix(Arc::new(stored));
        }
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
    let settlements = settlements(&state.reference.gazetteer);
    loop {
        for network in state.search.router.networks() {
            update(state, network, &settlements, data_dir);
        }
        std::thread::sleep(CHECK_INTERVAL);
    }
}

fn update(state: &State, network: &Network, settlements: &[Settlement], data_dir: &Path) {
    let Some(somewhere) = settlements.first().map(|settlement| settlement.point) else { return };
    // The probe also closes an open circuit while there are no searches.
    let Ok(data_version) = network.probe(somewhere) else { return };
    let facilities = points(&state.snapshot(), settlements);
    let fits = |matrix: &Matrix| matrix.covers(&data_version, settlements, &facilities);
    if network.matrix().is_some_and(|matrix| fits(&matrix)) {
        return;
    }
    match refresh(network, settlements, &facilities, data_dir, |_, _| {}) {
        Ok(matrix) => log::info!(
            "travel times by {} from {} municipalities to {} places are known",
            network.mode().word(),
            matrix.settlements().len(),
            matrix.facilities().len()
        ),
        Err(error) => log::warn!("travel times by {} were not computed: {error}", network.mode().word()),
    }
}
