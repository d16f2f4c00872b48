//! What of measures with small counts was shown and withheld so far is kept before anything new is shown.

use chrono::{DateTime, Utc};

use crate::indicators::base::Frame;
use crate::indicators::pattern::{DamagedPattern, Pattern, Patterns};
use crate::indicators::{Base, FactList};
use crate::store::{Database, StoreError, StoredPattern};

/// So often figures are put together anew when another process has shown some in between.
const ATTEMPTS: usize = 3;

/// Why nothing may be shown.
#[derive(Debug, thiserror::Error)]
pub enum PatternsError {
    /// The database did not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// What was withheld cannot be read.
    #[error(transparent)]
    Damaged(#[from] DamagedPattern),
    /// Another process showed figures each time.
    #[error("other processes keep showing figures at the same time; hint: try again")]
    Busy,
}

/// Puts figures together with all that was shown before, and keeps what is shown and withheld from now on. Without a
/// database there are no figures but the built-in ones, and nothing is kept.
///
/// # Errors
///
/// [`PatternsError`] where the pattern cannot be read or kept, and what `figures` says.
pub fn base<E: From<PatternsError>>(
    database: Option<&Database>,
    now: DateTime<Utc>,
    figures: impl Fn() -> Result<(Frame, FactList), E>,
) -> Result<Base, E> {
    for _ in 0..ATTEMPTS {
        let (frame, list) = figures()?;
        let Some(database) = database else { return Ok(Base::new(frame, list)) };
        let (seen, past) = read(database)?;
        let (base, grown) = Base::after(frame, list, &past);
        if grown.is_empty() || keep(database, seen, &grown, now)? {
            return Ok(base);
        }
    }
    Err(PatternsError::Busy.into())
}

fn read(database: &Database) -> Result<(u64, Patterns), PatternsError> {
    let (seen, stored) = database.patterns()?;
    let mut past = Patterns::default();
    for pattern in stored {
        past.set(&pattern.measure, pattern.year, Pattern::from_text(&pattern.cells)?);
    }
    Ok((seen, past))
}

fn keep(database: &Database, seen: u64, grown: &Patterns, now: DateTime<Utc>) -> Result<bool, PatternsError> {
    let stored = |(measure, year, pattern): (&str, i32, &Pattern)| StoredPattern {
        measure: measure.to_owned(),
        year,
        cells: pattern.to_text(),
    };
    let stored: Vec<StoredPattern> = grown.iter().map(stored).collect();
    Ok(database.keep_patterns(seen, &stored, now.naive_utc())?)
}
