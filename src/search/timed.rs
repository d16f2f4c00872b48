//! Search by travel time, asking the road network for as few pairs as possible.
//!
//! Each candidate has a lower bound of its travel time, and the time of the page's last facility is a threshold: what
//! cannot be below it is not asked for. Each batch of travel times tightens the bounds of the rest, and where many
//! candidates stay undecided, one more landmark may exclude them. The result equals that of a full table over all
//! candidates, ids and order included, as far as the bounds hold: see [`crate::routing::matrix::Bounds`].

use std::cmp::Ordering;

use super::FindError;
use super::find::{Chosen, Match, Reason, Search};
use crate::routing::matrix::Bounds;
use crate::routing::{Mode, OneToMany, Outage};
use crate::units::{GeoPoint, Seconds};

/// Facilities in each batch after the first: few, because each answer may exclude others.
const BATCH: usize = 5;
/// Batches of that size; later ones double, or a search with weak bounds would make dozens of calls.
const BATCHES_BEFORE_DOUBLING: u32 = 5;
/// The smallest batch where all facilities within a time limit are wanted.
const MIN_BATCH: usize = 20;
/// The nearest by straight line that are always asked for: they test the bounds around the origin.
const NEAREST: usize = 2;

/// A candidate with its index in the bounds.
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
    /// The page by travel times from the router; by estimates, with the reason noted, after an outage.
    pub(super) fn timed(
        &mut self,
        origin: GeoPoint,
        matches: Vec<Match>,
        limit: usize,
    ) -> Result<Chosen, FindError> {
        let mode = self.mode().unwrap_or(Mode::Car);
        let service = self.service;
        let from_origin = service.router.one_to_many(mode, origin);
        let unasked = if from_origin.is_live() { matches.clone() } else { Vec::new() };
        match self.page_by_time(&from_origin, matches, limit) {
            Ok(chosen) => {
                self.note_off_road(&from_origin);
                Ok(chosen)
            }
            Err(Stop::Find(error)) => Err(error),
            Err(Stop::Outage) => {
                self.sort.reason = Some(Reason::NoRoads);
                match self.page_by_time(&OneToMany::estimated(mode), unasked, limit) {
                    Err(Stop::Find(error)) => Err(error),
                    Ok(chosen) => Ok(chosen),
                    // Estimates need no network.
                    Err(Stop::Outage) => {
                        Ok(Chosen { total: 0, before: 0, more: false, matches: Vec::new(), counts: None })
                    }
                }
            }
        }
    }

    fn page_by_time(
        &self,
        from_origin: &OneToMany<'_>,
        mut matches: Vec<Match>,
        limit: usize,
    ) -> Result<Chosen, Stop> {
        let last = match &self.query.after {
            Some(cursor) => {
                let mut last = self.last_of(cursor)?;
                last.travel = from_origin.travel_times(&self.places([&last]))?.pop().flatten();
                Some(last)
            }
            None => None,
        };
        let mut bounds = from_origin.bounds(&self.places(&matches))?;
        let (mut total, mut counts) = (matches.len(), None);
        if let Some(minutes) = self.query.max_minutes {
            matches = self.within_limit(from_origin, matches, &mut bounds, Seconds(minutes * 60.0))?;
            counts = self.count(&mut matches, |found| found.facility);
            total = matches.len();
        } else {
            matches = self.top_k(from_origin, matches, &mut bounds, last.as_ref(), limit)?;
        }
        let known = matches.len();
        if let Some(last) = &last {
            matches.retain(|found| self.compare(last, found) == Ordering::Less);
        }
        // What was not asked for follows after the page.
        let before = known - matches.len();
        let follow = total - before;
        self.first(&mut matches, limit);
        Ok(Chosen { total, before, more: follow > limit, matches, counts })
    }

    /// Requests the travel times of some candidates and tightens the bounds by them.
    fn request_times(
        &self,
        from_origin: &OneToMany<'_>,
        bounds: &mut Bounds,
        matches: &mut [Numbered],
    ) -> Result<(), Outage> {
        let times = from_origin.travel_times(&self.places(matches.iter().map(|(_, found)| found)))?;
        for ((_, found), time) in matches.iter_mut().zip(times) {
            found.travel = time;
        }
        let known = |(number, found): &Numbered| (*number, found.travel.map(|travel| travel.duration));
        bounds.tighten(&matches.iter().map(known).collect::<Vec<_>>());
        Ok(())
    }

    /// All candidates within a time limit.
    fn within_limit(
        &self,
        from_origin: &OneToMany<'_>,
        matches: Vec<Match>,
        bounds: &mut Bounds,
        time: Seconds,
    ) -> Result<Vec<Match>, Outage> {
        let mut excluded: Vec<Numbered> = matches.into_iter().enumerate().collect();
        let mut within = Vec::new();
        loop {
            // A discarded landmark may bring candidates back that seemed too far.
            let mut possible: Vec<Numbered> =
                excluded.extract_if(.., |(number, _)| bounds.lower_bound(*number) <= time).collect();
            if possible.is_empty() {
                return Ok(within);
            }
            if from_origin.add_landmark_if_useful(bounds, &numbers(&possible), time)? {
                excluded.append(&mut possible);
                continue;
            }
            sort_by_lower_bound(bounds, &mut possible);
            // Half of them: their travel times may exclude some of the others.
            excluded.extend(possible.drain(MIN_BATCH.max(possible.len().div_ceil(2)).min(possible.len())..));
            self.request_times(from_origin, bounds, &mut possible)?;
            let reached = |found: &Match| found.travel.is_some_and(|travel| travel.duration <= time);
            within.extend(possible.into_iter().map(|(_, found)| found).filter(reached));
        }
    }

    /// Enough candidates with their travel times that no other can be among the first `limit`.
    fn top_k(
        &self,
        from_origin: &OneToMany<'_>,
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
            self.request_times(from_origin, bounds, &mut batch)?;
            known.extend(batch.drain(..).map(|(_, found)| found));
            let threshold = self.threshold(&known, last, limit);
            let mut possible: Vec<Numbered> =
                rest.extract_if(.., |(number, _)| bounds.lower_bound(*number) <= threshold).collect();
            if possible.is_empty() {
                return Ok(known);
            }
            if !from_origin.add_landmark_if_useful(bounds, &numbers(&possible), threshold)? {
                sort_by_lower_bound(bounds, &mut possible);
                calls += 1;
                let room = BATCH << u32::saturating_sub(calls, BATCHES_BEFORE_DOUBLING).min(16);
                batch.extend(possible.drain(..room.min(possible.len())));
            }
            rest.append(&mut possible);
        }
    }

    /// The first `limit` candidates: those without a bound (all of them), the nearest, then by lower bound.
    fn first_batch(&self, bounds: &Bounds, rest: &mut Vec<Numbered>, limit: usize) -> Vec<Numbered> {
        let mut batch: Vec<Numbered> =
            rest.extract_if(.., |(number, _)| !bounds.has_bound(*number)).collect();
        let mut room = limit.saturating_sub(batch.len());
        rest.sort_by(|a, b| a.1.distance.0.total_cmp(&b.1.distance.0).then(a.0.cmp(&b.0)));
        let nearest = NEAREST.min(room).min(rest.len());
        batch.extend(rest.drain(..nearest));
        room -= nearest;
        sort_by_lower_bound(bounds, rest);
        batch.extend(rest.drain(..room.min(rest.len())));
        batch
    }

    /// The time of the page's last facility; infinite while the page is not full or its last cannot be reached.
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

/// Sorts by lower bound, then by distance. Neither is negative, so their bits have the same order.
fn sort_by_lower_bound(bounds: &Bounds, matches: &mut [Numbered]) {
    matches.sort_by_cached_key(|(number, found)| {
        (bounds.lower_bound(*number).0.to_bits(), found.distance.0.to_bits(), *number)
    });
}
