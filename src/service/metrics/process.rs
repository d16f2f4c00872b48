//! What Linux says of this process.

use std::fs;
use std::sync::LazyLock;
use std::time::{SystemTime, UNIX_EPOCH};

/// What the process holds.
pub struct Usage {
    pub memory_bytes: usize,
    pub open_files: usize,
}

/// What the process holds now; `None` where the system does not say it.
pub fn usage() -> Option<Usage> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let memory = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kibibytes: usize = memory.trim().strip_suffix("kB")?.trim().parse().ok()?;
    let open_files = fs::read_dir("/proc/self/fd").ok()?.count();
    Some(Usage { memory_bytes: kibibytes * 1_024, open_files })
}

/// When the process began to measure, in seconds since 1970.
pub fn started() -> f64 {
    static STARTED: LazyLock<f64> = LazyLock::new(|| {
        SystemTime::now().duration_since(UNIX_EPOCH).map_or(0.0, |since| since.as_secs_f64())
    });
    *STARTED
}
