//! Searches in which the time it takes decides what stands on the page.
//!
//! A way on real roads has its price, so only facilities that can still matter are asked for: each has a
//! lower bound, the page's last known time is a threshold, and what cannot come below it is left out. What was
//! asked for makes the bounds of the rest better, and where many are left undecided, one more anchor may be worth its
//! way. The answer is that of a table over all candidates, ids and order included, as far as the bounds hold: see
//! [`crate::routing::matrix::Bounds`].

use std::cmp::Ordering;

use super::FindError;
use super::find::{Chosen, Match, Reason, Search};
use crate::routing::matrix::Bounds;
use crate::routing::{Mode, Outage, Trip};
use crate::units::{GeoPoint, Seconds};

/// Facilities asked for in each call after the first: few, because each answer may make the rest needless.
const FURTHER: usize = 5;
/// So many such calls; after that each asks for twice as many as the one before, or a search in which the bounds
/// settle little would wait for dozens.
const PATIENCE: u32 = 5;
/// Facilities asked for in each call at least, where all that are reached in time are wanted.
const SOME: usize = 20;
/// The nearest as the crow flies are asked for in any case: they shed a light on the bounds around the origin.
const NEAREST: usize = 2;

/// A candidate, and its number among the bounds.
type Numbered = (usize, Match);

/// Why a search by time ends early.
enum Stop {
    Outage,
    Find(FindError),
}

impl From<Outage> for Stop {
    fn from(_: Outage) -> Self {
        Self::Outage
    }
}

impl From<FindError> for Stop {
    fn from(error: FindError) -> Self {
        Self::Find(error)
    }
}

impl Search<'_> {
    /// The page by times from the router; by estimates, with the reason noted, if that gives no answer.
    pub(super) fn timed(
        &mut self,
        origin: GeoPoint,
        matches: Vec<Match>,
        limit: usize,
    ) -> Result<Chosen, FindError> {
        let mode = self.mode().unwrap_or(Mode::Car);
        let service = self.service;
        let trip = service.router.trip(mode, origin);
        let spare = if trip.is_live() { matches.clone() } else { Vec::new() };
        match self.by_trip(&trip, matches, limit) {
            Ok(chosen) => {
                self.note_off_road(&trip);
                Ok(chosen)
            }
            Err(Stop::Find(error)) => Err(error),
            Err(Stop::Outage) => {
                self.sort.reason = Some(Reason::NoRoads);
                match self.by_trip(&Trip::estimated(mode), spare, limit) {
                    Err(Stop::Find(error)) => Err(error),
                    Ok(chosen) => Ok(chosen),
                    // Estimates need no answer from anybody.
                    Err(Stop::Outage) => Ok((0, false, Vec::new())),
                }
            }
        }
    }

    fn by_trip(&self, trip: &Trip<'_>, mut matches: Vec<Match>, limit: usize) -> Result<Chosen, Stop> {
        let last = match &self.query.after {
            Some(cursor) => {
                let mut last = self.last_of(cursor)?;
                last.travel = trip.ways(&self.places([&last]))?.pop().flatten();
                Some(last)
            }
            None => None,
        };
        let mut bounds = trip.bounds(&self.places(&matches))?;
        let mut total = matches.len();
        if let Some(minutes) = self.query.max_minutes {
            matches = self.within(trip, matches, &mut bounds, Seconds(minutes * 60.0))?;
            total = matches.len();
        } else {
            matches = self.enough(trip, matches, &mut bounds, last.as_ref(), limit)?;
        }
        let known = matches.len();
        if let Some(last) = &last {
            matches.retain(|found| self.compare(last, found) == Ordering::Less);
        }
        // What was not asked for comes behind the page.
        let follow = total - (known - matches.len());
        self.first(&mut matches, limit);
        Ok((total, follow > limit, matches))
    }

    /// Gives each its way, and the bounds what they can learn from it.
    fn ask(&self, trip: &Trip<'_>, bounds: &mut Bounds, matches: &mut [Numbered]) -> Result<(), Outage> {
        let ways = trip.ways(&self.places(matches.iter().map(|(_, found)| found)))?;
        for ((_, found), way) in matches.iter_mut().zip(ways) {
            found.travel = way;
        }
        let known = |(number, found): &Numbered| (*number, found.travel.map(|travel| travel.duration));
        bounds.learn(&matches.iter().map(known).collect::<Vec<_>>());
        Ok(())
    }

    /// Those that are reached in time.
    fn within(
        &self,
        trip: &Trip<'_>,
        matches: Vec<Match>,
        bounds: &mut Bounds,
        time: Seconds,
    ) -> Result<Vec<Match>, Outage> {
        let mut late: Vec<Numbered> = matches.into_iter().enumerate().collect();
        let mut in_time = Vec::new();
        loop {
            // What was learned may bring some back that seemed to be late.
            let mut possible: Vec<Numbered> =
                late.extract_if(.., |(number, _)| bounds.of(*number) <= time).collect();
            if possible.is_empty() {
                return Ok(in_time);
            }
            if trip.sharpen(bounds, &numbers(&possible), time)? {
                late.append(&mut possible);
                continue;
            }
            in_order(bounds, &mut possible);
            // Half of them: what they teach may settle some of the others.
            late.extend(possible.drain(SOME.max(possible.len().div_ceil(2)).min(possible.len())..));
            self.ask(trip, bounds, &mut possible)?;
            let reached = |found: &Match| found.travel.is_some_and(|travel| travel.duration <= time);
            in_time.extend(possible.into_iter().map(|(_, found)| found).filter(reached));
        }
    }

    /// So many with their ways that no other can stand on the page.
    fn enough(
        &self,
        trip: &Trip<'_>,
        matches: Vec<Match>,
        bounds: &mut Bounds,
        last: Option<&Match>,
        limit: usize,
    ) -> Result<Vec<Match>, Outage> {
        let mut rest: Vec<Numbered> = matches.into_iter().enumerate().collect();
        let mut known: Vec<Match> = Vec::new();
        let mut batch = self.first_batch(bounds, &mut rest, limit);
        let mut calls = 0;
        loop {
            self.ask(trip, bounds, &mut batch)?;
            known.extend(batch.drain(..).map(|(_, found)| found));
            let threshold = self.threshold(&known, last, limit);
            let mut possible: Vec<Numbered> =
                rest.extract_if(.., |(number, _)| bounds.of(*number) <= threshold).collect();
            if possible.is_empty() {
                return Ok(known);
            }
            if !trip.sharpen(bounds, &numbers(&possible), threshold)? {
                in_order(bounds, &mut possible);
                calls += 1;
                let room = FURTHER << u32::saturating_sub(calls, PATIENCE).min(16);
                batch.extend(possible.drain(..room.min(possible.len())));
            }
            rest.append(&mut possible);
        }
    }

    /// As many as the page takes: the nearest, then those with the lowest bounds; and all without a bound.
    fn first_batch(&self, bounds: &Bounds, rest: &mut Vec<Numbered>, limit: usize) -> Vec<Numbered> {
        let mut batch: Vec<Numbered> = rest.extract_if(.., |(number, _)| !bounds.knows(*number)).collect();
        let mut room = limit.saturating_sub(batch.len());
        rest.sort_by(|a, b| a.1.distance.0.total_cmp(&b.1.distance.0).then(a.0.cmp(&b.0)));
        let nearest = NEAREST.min(room).min(rest.len());
        batch.extend(rest.drain(..nearest));
        room -= nearest;
        in_order(bounds, rest);
        batch.extend(rest.drain(..room.min(rest.len())));
        batch
    }

    /// The time of the page's last facility; infinite while the page has room, or ends with what cannot be
    /// reached.
    fn threshold(&self, known: &[Match], last: Option<&Match>, limit: usize) -> Seconds {
        let mut page: Vec<&Match> = known
            .iter()
            .filter(|found| last.is_none_or(|last| self.compare(last, found) == Ordering::Less))
            .collect();
        if page.len() < limit {
            return Seconds(f64::INFINITY);
        }
        let (_, end, _) = page.select_nth_unstable_by(limit - 1, |a, b| self.compare(a, b));
        end.travel.map_or(Seconds(f64::INFINITY), |travel| travel.duration)
    }
}

fn numbers(matches: &[Numbered]) -> Vec<usize> {
    matches.iter().map(|(number, _)| *number).collect()
}

/// By their bounds, then by distance. Neither is negative, so their bits are in their order.
fn in_order(bounds: &Bounds, matches: &mut [Numbered]) {
    matches.sort_by_cached_key(|(number, found)| {
        (bounds.of(*number).0.to_bits(), found.distance.0.to_bits(), *number)
    });
}
