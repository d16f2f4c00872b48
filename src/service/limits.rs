//! How much the service takes at the same time, from its settings and from what the system allows.

use std::time::Duration;

use rlimit::Resource;

use crate::api::http::connections::ConnectionLimits;
use crate::app::gate::GateLimits;
use crate::config::{Config, Milliseconds};

/// How many connections there may be, and how long they may take. Each holds two file handles.
pub fn connection_limits(config: &Config) -> ConnectionLimits {
    let milliseconds = |Milliseconds(number)| Duration::from_millis(number);
    let wanted = config.max_connections.saturating_mul(2).saturating_add(RESERVED_FILES);
    let allowed =
        open_files(wanted).map_or(usize::MAX, |files| files.saturating_sub(RESERVED_FILES) / 2).max(8);
    if allowed < config.max_connections {
        log::warn!(
            "the system allows this process too few open files for {} connections; at most {allowed} are taken; hint: raise the limit (ulimit -n, LimitNOFILE)",
            config.max_connections
        );
    }
    ConnectionLimits {
        connections: config.max_connections.min(allowed),
        idle: milliseconds(config.idle_timeout_ms),
        body: milliseconds(config.body_timeout_ms),
        answer: milliseconds(config.answer_timeout_ms),
    }
}

/// Files that are no connections: the database, the log, the base map, and calls of OSRM.
const RESERVED_FILES: usize = 64;

/// How many files this process may have open: as many as are wanted, if the system lets it raise its own limit so far.
fn open_files(wanted: usize) -> Option<usize> {
    let wanted = u64::try_from(wanted).unwrap_or(u64::MAX);
    let (soft, hard) = Resource::NOFILE.get().ok()?;
    if soft < wanted {
        // Where it is not allowed, the soft limit stays.
        let _ = Resource::NOFILE.set(wanted.min(hard), hard);
    }
    let (soft, _) = Resource::NOFILE.get().ok()?;
    Some(usize::try_from(soft).unwrap_or(usize::MAX))
}

/// What may be computed at the same time.
pub fn gate_limits(config: &Config) -> GateLimits {
    GateLimits {
        permits: u32::try_from(config.gate_permits).unwrap_or(u32::MAX),
        queue: config.gate_queue,
        wait: Duration::from_millis(config.gate_wait_ms.0),
    }
}
