//! Searches in which the time it takes decides what stands on the page.
//!
//! A way on real roads has its price, so only facilities that can still matter are asked for: each has a
//! lower bound, the page's last known time is a threshold, and what cannot come below it is left out. The
//! answer is that of a table over all candidates, ids and order included.

use std::cmp::Ordering;

use super::FindError;
use super::find::{Chosen, Match, Reason, Search};
use crate::routing::{Mode, Outage, Trip};
use crate::units::{GeoPoint, Seconds};

/// Facilities asked for in each call after the first: few, because each answer may make the rest needless.
const FURTHER: usize = 8;

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
        let finder = self.finder;
        let trip = finder.router.trip(mode, origin);
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
                let mut last = [(Seconds(0.0), self.last_of(cursor)?)];
                self.ask(trip, &mut last)?;
                let [(_, last)] = last;
                Some(last)
            }
            None => None,
        };
        let points: Vec<GeoPoint> = matches.iter().map(|found| self.facility(found).point).collect();
        let bounds = trip.bounds(&points)?;
        let mut total = matches.len();
        if let Some(minutes) = self.query.max_minutes {
            matches = self.within(trip, matches, &bounds, Seconds(minutes * 60.0))?;
            total = matches.len();
        } else {
            matches = self.enough(trip, matches, &bounds, last.as_ref(), limit)?;
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

    /// Gives each its way. Returns whether the bounds can be trusted: none of these ways is quicker than its bound
    /// says by more than half of the slack.
    fn ask(&self, trip: &Trip<'_>, matches: &mut [(Seconds, Match)]) -> Result<bool, Outage> {
        let ways = trip.ways(&self.places(matches.iter().map(|(_, found)| found)))?;
        let half = trip.slack().0 / 2.0;
        let mut trusted = true;
        for ((bound, found), way) in matches.iter_mut().zip(ways) {
            found.travel = way;
            trusted &= bound.0 == 0.0 || way.is_none_or(|way| way.duration.0 >= bound.0 + half);
        }
        Ok(trusted)
    }

    /// Those that are reached in time.
    fn within(
        &self,
        trip: &Trip<'_>,
        matches: Vec<Match>,
        bounds: &[Seconds],
        time: Seconds,
    ) -> Result<Vec<Match>, Outage> {
        let bounded = bounds.iter().copied().zip(matches);
        let (mut possible, mut late): (Vec<_>, Vec<_>) = bounded.partition(|(bound, _)| *bound <= time);
        if !self.ask(trip, &mut possible)? {
            self.ask(trip, &mut late)?;
            possible.append(&mut late);
        }
        let in_time = |found: &Match| found.travel.is_some_and(|travel| travel.duration <= time);
        Ok(possible.into_iter().map(|(_, found)| found).filter(in_time).collect())
    }

    /// So many with their ways that no other can stand on the page.
    fn enough(
        &self,
        trip: &Trip<'_>,
        matches: Vec<Match>,
        bounds: &[Seconds],
        last: Option<&Match>,
        limit: usize,
    ) -> Result<Vec<Match>, Outage> {
        let mut rest: Vec<(Seconds, Match)> = bounds.iter().copied().zip(matches).collect();
        rest.sort_by(|a, b| a.0.0.total_cmp(&b.0.0).then(a.1.distance.0.total_cmp(&b.1.distance.0)));
        let mut rest = rest.into_iter().peekable();
        let mut known: Vec<Match> = Vec::new();
        let (mut size, mut trusted) = (limit, true);
        loop {
            let threshold = self.threshold(&known, last, limit);
            let mut batch = Vec::new();
            // A bound of zero says nothing; what has none is asked for at once.
            while let Some(next) = rest.next_if(|(bound, _)| {
                !trusted || *bound <= threshold && (batch.len() < size || *bound == Seconds(0.0))
            }) {
                batch.push(next);
            }
            if batch.is_empty() {
                return Ok(known);
            }
            trusted &= self.ask(trip, &mut batch)?;
            size = FURTHER;
            known.extend(batch.into_iter().map(|(_, found)| found));
        }
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
