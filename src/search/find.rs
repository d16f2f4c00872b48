//! One query in, one page out: gather, filter, choose, order.

use std::cmp::Ordering;

use super::distance::{self, Prepared, Side};
use super::query::{CategorySet, Cursor, FeatureSet, Origin, Query, Sort};
use super::snapshot::{Snapshot, key_number};
use super::{FindError, Finder};
use crate::places::{Candidate as Place, Resolution, folded};
use crate::register::Facility;
use crate::routing::{Mode, Travel};
use crate::units::{GeoPoint, Metres};

/// The point distances were measured from, and what it is called.
#[derive(Debug, Clone, PartialEq)]
pub struct ResolvedOrigin {
    pub point: GeoPoint,
    pub label: Option<String>,
}

/// The order asked for, the order given, and why they differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SortUsed {
    pub asked: Option<Sort>,
    pub used: Sort,
    pub reason: Option<&'static str>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// Index into [`Snapshot::facilities`].
    pub facility: u32,
    /// Within a millimetre of the geodesic.
    pub distance: Option<Metres>,
    pub travel: Option<Travel>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// All that match, on whatever page.
    pub total: usize,
    pub hits: Vec<Hit>,
    pub next: Option<Cursor>,
    pub origin: Option<ResolvedOrigin>,
    pub sort: SortUsed,
}

/// A facility that matches, with what its rank depends on.
#[derive(Debug, Clone)]
struct Match {
    facility: u32,
    chord_squared: f64,
    distance: Metres,
    travel: Option<Travel>,
    free_places: Option<u32>,
}

struct Search<'a> {
    snapshot: &'a Snapshot,
    finder: &'a Finder,
    query: &'a Query,
    origin: Option<ResolvedOrigin>,
    sort: SortUsed,
}

impl Finder {
    /// Answers a query. The order is total: equal keys fall back to distance and at last to the id.
    pub fn find(&self, query: &Query, snapshot: &Snapshot) -> Result<Page, FindError> {
        let origin = self.resolve(query.origin.as_ref())?;
        let sort = sort_used(query.sort, origin.is_some());
        Search { snapshot, finder: self, query, origin, sort }.run()
    }

    fn resolve(&self, origin: Option<&Origin>) -> Result<Option<ResolvedOrigin>, FindError> {
        match origin {
            None => Ok(None),
            Some(Origin::Point(point)) => Ok(Some(ResolvedOrigin { point: *point, label: None })),
            Some(Origin::Near(text)) => match self.gazetteer.resolve(text) {
                Resolution::Found(Place { point, label, .. }) => {
                    Ok(Some(ResolvedOrigin { point, label: Some(label) }))
                }
                Resolution::Unknown { did_you_mean } => {
                    Err(FindError::UnknownPlace { text: text.clone(), did_you_mean })
                }
            },
        }
    }
}

fn sort_used(asked: Option<Sort>, has_origin: bool) -> SortUsed {
    match asked {
        Some(Sort::Distance | Sort::TravelTime) if !has_origin => {
            let reason = Some("there is no point to measure from: give near, or lat and lon");
            SortUsed { asked, used: Sort::Name, reason }
        }
        Some(used) => SortUsed { asked, used, reason: None },
        None => {
            let used = if has_origin { Sort::Distance } else { Sort::Name };
            SortUsed { asked, used, reason: None }
        }
    }
}

impl Search<'_> {
    fn run(mut self) -> Result<Page, FindError> {
        let mut matches = self.gather();
        if self.needs_travel_for_all() {
            self.add_travel(&mut matches);
            if let Some(minutes) = self.query.max_minutes {
                let in_time = |travel: Travel| travel.duration.0 <= minutes * 60.0;
                matches.retain(|found| found.travel.is_some_and(in_time));
            }
        }
        let total = matches.len();
        if let Some(cursor) = &self.query.after {
            self.skip_to(cursor, &mut matches)?;
        }
        let limit = self.query.limit.get();
        let more = matches.len() > limit;
        self.choose(&mut matches, limit);
        if !self.needs_travel_for_all() {
            self.add_travel(&mut matches);
        }
        let next = matches.last().filter(|_| more).map(|last| Cursor { id: self.facility(last).id.clone() });
        let measured = self.origin.is_some();
        let hits = matches
            .into_iter()
            .map(|found| Hit {
                facility: found.facility,
                distance: measured.then_some(found.distance),
                travel: found.travel,
            })
            .collect();
        Ok(Page { total, hits, next, origin: self.origin.take(), sort: self.sort })
    }

    fn facility(&self, found: &Match) -> &Facility {
        &self.snapshot.facilities()[found.facility as usize]
    }

    /// Everything that matches, in no order.
    fn gather(&self) -> Vec<Match> {
        let filter = Filter::new(self.query);
        let grid = match self.query.categories.single() {
            Some(position) => &self.snapshot.by_category[position],
            None => &self.snapshot.all,
        };
        let mut matches = Vec::with_capacity(64);
        match &self.origin {
            Some(origin) => {
                let radius = self.query.radius.metres();
                grid.within(origin.point, radius, |facility, chord_squared, side| {
                    let exact = || {
                        let there = self.snapshot.facilities()[facility as usize].point;
                        origin.point.geodesic_to(there) <= radius
                    };
                    if (side == Side::Inside || exact()) && filter.passes(self.snapshot, facility) {
                        matches.push(Match::new(facility, chord_squared));
                    }
                });
            }
            None => {
                let passing =
                    grid.facilities().iter().filter(|number| filter.passes(self.snapshot, **number));
                matches.extend(passing.map(|number| Match::new(*number, 0.0)));
            }
        }
        matches
    }

    /// Times decide which facilities make the page, or only decorate those that do.
    fn needs_travel_for_all(&self) -> bool {
        self.query.max_minutes.is_some() || self.sort.used == Sort::TravelTime
    }

    fn mode(&self) -> Option<Mode> {
        self.query.mode.or(self.needs_travel_for_all().then_some(Mode::Car))
    }

    fn add_travel(&self, matches: &mut [Match]) {
        let (Some(mode), Some(_)) = (self.mode(), &self.origin) else { return };
        self.measure(matches);
        let ways: Vec<_> = matches.iter().map(|found| (self.facility(found).point, found.distance)).collect();
        for (found, travel) in matches.iter_mut().zip(self.finder.router.travel(mode, &ways)) {
            found.travel = travel;
        }
    }

    /// Turns chords into metres.
    fn measure(&self, matches: &mut [Match]) {
        let Some(origin) = &self.origin else { return };
        let start = Prepared::new(origin.point);
        for found in matches {
            found.distance = distance::distance(&start, &self.snapshot.rows[found.facility as usize].at);
        }
    }

    /// Drops what stands on earlier pages.
    fn skip_to(&self, cursor: &Cursor, matches: &mut Vec<Match>) -> Result<(), FindError> {
        let number = self.snapshot.number(&cursor.id).ok_or(FindError::LostCursor)?;
        let mut last = [Match::new(number, 0.0)];
        self.prepare(&mut last);
        if self.needs_travel_for_all() {
            self.add_travel(&mut last);
        }
        self.prepare(matches);
        matches.retain(|found| self.compare(&last[0], found) == Ordering::Less);
        Ok(())
    }

    /// Keeps the first `limit` in order.
    fn choose(&self, matches: &mut Vec<Match>, limit: usize) {
        if self.sort.used == Sort::Distance && matches.len() > limit {
            // The chord tells all but those apart that are nearly as far as the last one kept.
            let by_chord = |a: &Match, b: &Match| a.chord_squared.total_cmp(&b.chord_squared);
            let (_, last, _) = matches.select_nth_unstable_by(limit - 1, by_chord);
            let edge = distance::surely_farther(last.chord_squared);
            matches.retain(|found| found.chord_squared <= edge);
        }
        self.prepare(matches);
        if self.sort.used != Sort::Distance && matches.len() > limit {
            matches.select_nth_unstable_by(limit - 1, |a, b| self.compare(a, b));
            matches.truncate(limit);
        }
        matches.sort_unstable_by(|a, b| self.compare(a, b));
        matches.truncate(limit);
    }

    /// Computes the keys that [`Self::compare`] looks at.
    fn prepare(&self, matches: &mut [Match]) {
        self.measure(matches);
        if self.sort.used == Sort::FreePlaces {
            for found in matches {
                found.free_places = free_places(self.snapshot, self.query, found.facility);
            }
        }
    }

    fn compare(&self, a: &Match, b: &Match) -> Ordering {
        let first = match self.sort.used {
            Sort::Distance => Ordering::Equal,
            Sort::Name => {
                let rank = |found: &Match| self.snapshot.rows[found.facility as usize].name_rank;
                rank(a).cmp(&rank(b))
            }
            // More free places first; unknown after none.
            Sort::FreePlaces => b.free_places.cmp(&a.free_places),
            Sort::TravelTime => compare_travel(a.travel, b.travel),
        };
        first.then_with(|| self.compare_distance(a, b)).then(a.facility.cmp(&b.facility))
    }

    /// By geodesic, which is asked only where the fast distances are too near to each other.
    fn compare_distance(&self, a: &Match, b: &Match) -> Ordering {
        let Some(origin) = &self.origin else { return Ordering::Equal };
        if (a.distance.0 - b.distance.0).abs() > 2.0 * distance::ERROR.0 {
            return a.distance.0.total_cmp(&b.distance.0);
        }
        let (there_a, there_b) = (self.facility(a).point, self.facility(b).point);
        if there_a == there_b {
            return Ordering::Equal;
        }
        origin.point.geodesic_to(there_a).0.total_cmp(&origin.point.geodesic_to(there_b).0)
    }
}

impl Match {
    fn new(facility: u32, chord_squared: f64) -> Self {
        Self { facility, chord_squared, distance: Metres(0.0), travel: None, free_places: None }
    }
}

/// Reachable before unreachable, then by time.
fn compare_travel(a: Option<Travel>, b: Option<Travel>) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) => a.duration.0.total_cmp(&b.duration.0),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    }
}

/// The most believed free places of one offer among the asked categories.
fn free_places(snapshot: &Snapshot, query: &Query, facility: u32) -> Option<u32> {
    let facility = &snapshot.facilities()[facility as usize];
    facility
        .offers
        .iter()
        .filter(|offer| {
            let position = || snapshot.position(&offer.category);
            query.categories.is_empty() || position().is_some_and(|at| query.categories.contains(at))
        })
        .filter_map(|offer| offer.believed_free_places(snapshot.today(), query.max_age_days))
        .max()
}

/// The part of a query that does not depend on the place.
struct Filter<'a> {
    query: &'a Query,
    categories: CategorySet,
    features: FeatureSet,
    district: Option<u32>,
    municipality: Option<u32>,
    /// Each in both folded forms.
    words: Vec<[String; 2]>,
}

impl<'a> Filter<'a> {
    fn new(query: &'a Query) -> Self {
        let words = query.words.as_deref().unwrap_or_default().split_whitespace().map(folded);
        Self {
            query,
            categories: query.categories,
            features: query.features,
            district: query.district.as_ref().map(|key| key_number(key.as_str())),
            municipality: query.municipality.as_ref().map(|key| key_number(key.as_str())),
            words: words.collect(),
        }
    }

    fn passes(&self, snapshot: &Snapshot, facility: u32) -> bool {
        let row = &snapshot.rows[facility as usize];
        (self.categories.is_empty() || row.categories & self.categories.0 != 0)
            && row.features.contains_all(self.features)
            && self.district.is_none_or(|district| district == row.district)
            && self.municipality.is_none_or(|municipality| municipality == row.municipality)
            && self.passes_slowly(snapshot, facility)
    }

    fn passes_slowly(&self, snapshot: &Snapshot, facility: u32) -> bool {
        let number = facility as usize;
        self.query.bbox.is_none_or(|bbox| bbox.contains(snapshot.facilities()[number].point))
            && self
                .words
                .iter()
                .all(|forms| forms.iter().any(|form| snapshot.texts[number].contains(form.as_str())))
            && self.query.free_places.is_none_or(|least| {
                free_places(snapshot, self.query, facility).is_some_and(|free| free >= least)
            })
    }
}
