//! One query in, one page out: gather, filter, choose, order.

use std::cmp::Ordering;

use super::grid::Grid;
use super::query::{CategorySet, Counts, Cursor, FeatureSet, Origin, Query, Sort};
use super::snapshot::{Snapshot, key_number};
use super::{FindError, SearchService};
use crate::gazetteer::{Candidate as Place, Kind, Meaning, Resolution, folded};
use crate::register::{Facility, PlaceStatus};
use crate::routing::{Mode, OneToMany, Travel};
use crate::units::distance::{self, Prepared, Side};
use crate::units::{GeoPoint, Metres};

/// Larger than the distance between any two points of the state.
const BEYOND_THE_STATE: Metres = Metres(1_000_000.0);

/// The point distances were measured from, and what it is called.
#[derive(Debug, Clone, PartialEq)]
pub struct ResolvedOrigin {
    /// In WGS 84.
    pub point: GeoPoint,
    /// What the gazetteer calls the point; `None` for coordinates.
    pub label: Option<String>,
    /// The area that is searched, when the origin is one: then no radius applies.
    pub area: Option<OriginArea>,
    /// Whether a part of the text alone is known, such as the town of an address.
    pub is_known_part: bool,
    /// The labels of less known localities and areas of the same name.
    pub also: Vec<String>,
}

impl ResolvedOrigin {
    fn at(point: GeoPoint) -> Self {
        Self { point, label: None, area: None, is_known_part: false, also: Vec::new() }
    }
}

/// A district, an Amt, a municipality, an island or a peninsula that is searched as a whole.
#[derive(Debug, Clone, PartialEq)]
pub struct OriginArea {
    /// What it is.
    pub kind: Kind,
    /// "Rügen"
    pub name: String,
    /// Its municipalities as numbers, ascending.
    municipalities: Vec<u32>,
}

/// The order asked for, the order given, and what could not be done as it was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SortUsed {
    /// The order of the query; `None` if it left the order open.
    pub asked: Option<Sort>,
    /// The order of the page.
    pub used: Sort,
    /// Why the page is in another order than asked, or with estimates.
    pub reason: Option<Reason>,
}

/// Why the answer differs from what was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reason {
    /// There is no point to measure from.
    NoOrigin,
    /// The road network gives no answer; times are estimates.
    NoRoads,
    /// The origin is too far from every road to travel from.
    OffRoad,
}

impl Reason {
    /// The reason as a sentence of an answer.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::NoOrigin => "there is no point to measure from: give near, or lat and lon",
            Self::NoRoads => "the road network does not answer at the moment: travel times are estimates",
            Self::OffRoad => {
                "the point lies more than 1 km from every road: there are no travel times from it"
            }
        }
    }
}

/// A facility of a page.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// Index into [`Snapshot::facilities`].
    pub facility: u32,
    /// Within a millimetre of the geodesic.
    pub distance: Option<Metres>,
    /// The way from the origin, if travel was asked for.
    pub travel: Option<Travel>,
}

/// A page of results, and how it came about.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// All that match, on whatever page.
    pub total: usize,
    /// How many of them stand on the pages before this one.
    pub before: usize,
    /// In the order of `sort`.
    pub hits: Vec<Hit>,
    /// Where the next page begins; `None` on the last.
    pub next: Option<Cursor>,
    /// The point distances were measured from, if there is one.
    pub origin: Option<ResolvedOrigin>,
    /// The order that was asked for and the order that was given.
    pub sort: SortUsed,
}

/// A slot of a grid that matches; small, because there are many.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    chord_squared: f64,
    slot: u32,
}

/// A facility that matches, with what its rank depends on.
#[derive(Debug, Clone)]
pub(super) struct Match {
    pub facility: u32,
    pub distance: Metres,
    pub travel: Option<Travel>,
    free_places: Option<u32>,
}

/// The facilities of a page.
pub(super) struct Chosen {
    /// All that match, on whatever page.
    pub total: usize,
    /// How many of them stand before the page.
    pub before: usize,
    /// Whether more follow behind the page.
    pub more: bool,
    pub matches: Vec<Match>,
    /// Of all that match, where times decide what matches.
    pub counts: Option<Counts>,
}

pub(super) struct Search<'a> {
    pub snapshot: &'a Snapshot,
    pub service: &'a SearchService,
    pub query: &'a Query,
    /// The facilities among which is searched.
    grid: &'a Grid,
    pub origin: Option<ResolvedOrigin>,
    /// The origin's point, prepared.
    start: Option<Prepared>,
    pub sort: SortUsed,
    /// Whether features and statuses are counted.
    counts: bool,
}

impl SearchService {
    /// Answers a query. The order is total: equal keys fall back to distance and at last to the id.
    ///
    /// Distances are in metres along the geodesic on WGS 84, travel times in seconds. The call may wait for the
    /// road network where [`SearchService::may_wait`] says so.
    ///
    /// # Errors
    /// [`FindError::UnknownLocality`] for an origin that the gazetteer does not know, [`FindError::AmbiguousLocality`] for
    /// one that several localities may be, [`FindError::LostCursor`] for a
    /// cursor whose facility has left the register.
    ///
    /// ```
    /// use pflegeplan::service::reference_data;
    /// use pflegeplan::routing::Router;
    /// use pflegeplan::search::{Origin, Query, Radius, SearchService, Snapshot};
    ///
    /// let reference = reference_data().unwrap();
    /// let today = chrono::NaiveDate::from_ymd_opt(2026, 3, 20).unwrap();
    /// let register = Vec::new();
    /// let snapshot =
    ///     Snapshot::new(register, &reference.categories, 1, today, chrono::DateTime::UNIX_EPOCH).unwrap();
    /// let search = SearchService::new(reference.gazetteer.clone(), Router::Estimate);
    /// let query = Query {
    ///     origin: Some(Origin::Near("Ludwigslust".into())),
    ///     radius: Radius::from_km(20.0).unwrap(),
    ///     ..Query::default()
    /// };
    /// let page = search.find(&query, &snapshot).unwrap();
    /// assert_eq!(page.total, 0);
    /// assert_eq!(page.origin.unwrap().label.as_deref(), Some("Ludwigslust (Ludwigslust-Parchim)"));
    /// ```
    pub fn find(&self, query: &Query, snapshot: &Snapshot) -> Result<Page, FindError> {
        self.search(query, snapshot, false)?.run().map(|(page, _)| page)
    }

    /// Answers a query as [`Self::find`] does, and counts how many of all that match have each feature, and each status of
    /// free places.
    ///
    /// # Errors
    /// Those of [`Self::find`].
    pub fn find_with_counts(&self, query: &Query, snapshot: &Snapshot) -> Result<(Page, Counts), FindError> {
        self.search(query, snapshot, true)?.run()
    }

    fn search<'a>(
        &'a self,
        query: &'a Query,
        snapshot: &'a Snapshot,
        counts: bool,
    ) -> Result<Search<'a>, FindError> {
        let origin = self.resolve(query.origin.as_ref())?;
        let sort = sort_used(query.sort, origin.is_some());
        let start = origin.as_ref().map(|origin| Prepared::new(origin.point));
        let grid = match query.categories.single() {
            Some(position) => &snapshot.by_category[position],
            None => &snapshot.all,
        };
        Ok(Search { snapshot, service: self, query, grid, origin, start, sort, counts })
    }

    fn resolve(&self, origin: Option<&Origin>) -> Result<Option<ResolvedOrigin>, FindError> {
        match origin {
            None => Ok(None),
            Some(Origin::Point(point)) => Ok(Some(ResolvedOrigin::at(*point))),
            Some(Origin::Named { point, label }) => {
                Ok(Some(ResolvedOrigin { label: Some(label.clone()), ..ResolvedOrigin::at(*point) }))
            }
            Some(Origin::Near(text)) => match self.gazetteer.resolve(text) {
                Resolution::Found(Meaning { candidate, is_known_part, also }) => Ok(Some(ResolvedOrigin {
                    point: candidate.point,
                    area: candidate.is_area.then(|| self.area(&candidate)),
                    label: Some(candidate.label),
                    is_known_part,
                    also: also.into_iter().map(|other| other.label).collect(),
                })),
                Resolution::Ambiguous { bearers } => {
                    Err(FindError::AmbiguousLocality { text: text.clone(), bearers })
                }
                Resolution::Unknown { did_you_mean } => {
                    Err(FindError::UnknownLocality { text: text.clone(), did_you_mean })
                }
            },
        }
    }
}

impl SearchService {
    fn area(&self, found: &Place) -> OriginArea {
        let keys = self.gazetteer.municipalities_in(found);
        let mut municipalities: Vec<u32> = keys.iter().map(|key| key_number(key.as_str())).collect();
        municipalities.sort_unstable();
        OriginArea { kind: found.kind, name: found.name.clone(), municipalities }
    }
}

fn sort_used(asked: Option<Sort>, has_origin: bool) -> SortUsed {
    match asked {
        Some(Sort::Distance | Sort::TravelTime) if !has_origin => {
            SortUsed { asked, used: Sort::Name, reason: Some(Reason::NoOrigin) }
        }
        Some(used) => SortUsed { asked, used, reason: None },
        None => {
            let used = if has_origin { Sort::Distance } else { Sort::Name };
            SortUsed { asked, used, reason: None }
        }
    }
}

impl Search<'_> {
    fn run(mut self) -> Result<(Page, Counts), FindError> {
        let mut candidates = self.gather();
        let limit = self.query.limit.get();
        let grid = self.grid;
        let number = |candidate: &Candidate| grid.facilities()[candidate.slot as usize];
        // Where a time limit decides what matches, it is counted behind it.
        let is_timed = self.query.max_minutes.is_some() && self.origin.is_some();
        let counts = if is_timed { None } else { self.count(&mut candidates, number) };
        let chosen = if self.is_by_distance_alone() {
            let (total, more) = (candidates.len(), candidates.len() > limit);
            Chosen { total, before: 0, more, matches: self.nearest(candidates, limit), counts: None }
        } else {
            let matches = self.matches(&candidates);
            match self.origin.as_ref().filter(|_| self.times_decide()) {
                Some(origin) => self.timed(origin.point, matches, limit)?,
                None => self.ranked(matches, limit)?,
            }
        };
        let Chosen { total, before, more, matches, counts: timed } = chosen;
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
        let page = Page { total, before, hits, next, origin: self.origin.take(), sort: self.sort };
        Ok((page, timed.or(counts).unwrap_or_default()))
    }

    /// Counts what was found, if it is to be counted. A wish for free places, which [`Self::gather`] then leaves open, is
    /// fulfilled on the way: so it is known how many it leaves out.
    pub(super) fn count<T>(&self, found: &mut Vec<T>, number: impl Fn(&T) -> u32) -> Option<Counts> {
        if !self.counts {
            return None;
        }
        let mut counts = Counts::default();
        let free = |one: &T| free_places(self.snapshot, self.query, number(one));
        for one in found.iter() {
            counts.statuses.add(self.status(number(one), free(one)));
        }
        if let Some(least) = self.query.free_places {
            found.retain(|one| free(one).is_some_and(|free| free >= least));
        }
        for one in found.iter() {
            counts.features.add(self.snapshot.rows[number(one) as usize].features);
        }
        Some(counts)
    }

    /// The status of free places over the offers that were asked for.
    fn status(&self, facility: u32, free_places: Option<u32>) -> PlaceStatus {
        let asked = if self.query.categories.is_empty() { u64::MAX } else { self.query.categories.0 };
        let offered = self.snapshot.rows[facility as usize].categories;
        match free_places {
            Some(0) => PlaceStatus::Full,
            Some(_) => PlaceStatus::Free,
            None if offered & asked & self.snapshot.counting != 0 => PlaceStatus::Unknown,
            None => PlaceStatus::OnRequest,
        }
    }

    pub(super) fn facility(&self, found: &Match) -> &Facility {
        &self.snapshot.facilities()[found.facility as usize]
    }

    /// Everything that matches apart from the time limit, in no order.
    fn gather(&self) -> Vec<Candidate> {
        let filter = Filter::new(self.query, self.counts);
        // A grid of one category holds nothing else, so often no further filter applies.
        let open = filter.is_open();
        let facilities = self.grid.facilities();
        let passes = |slot: u32| open || filter.passes(self.snapshot, facilities[slot as usize]);
        let mut candidates = Vec::with_capacity(128);
        let (Some(origin), Some(start)) = (&self.origin, &self.start) else {
            let slots = (0..).zip(facilities).map(|(slot, _)| slot).filter(|slot| passes(*slot));
            candidates.extend(slots.map(|slot| Candidate { chord_squared: 0.0, slot }));
            return candidates;
        };
        let area = origin.area.as_ref().map(|area| area.municipalities.as_slice());
        let passes = |slot: u32| {
            let row = &self.snapshot.rows[facilities[slot as usize] as usize];
            area.is_none_or(|area| area.binary_search(&row.municipality).is_ok()) && passes(slot)
        };
        let radius = if area.is_some() { BEYOND_THE_STATE } else { self.query.radius.metres() };
        self.grid.within(origin.point, start, radius, |slot, chord_squared, side| {
            let exact = || {
                let there = self.snapshot.facilities()[facilities[slot as usize] as usize].point;
                origin.point.geodesic_to(there) <= radius
            };
            if (side == Side::Inside || exact()) && passes(slot) {
                candidates.push(Candidate { chord_squared, slot });
            }
        });
        candidates
    }

    /// The first page by distance can be chosen by chords alone.
    fn is_by_distance_alone(&self) -> bool {
        self.sort.used == Sort::Distance && self.query.max_minutes.is_none() && self.query.after.is_none()
    }

    /// The first `limit` by distance, in order.
    fn nearest(&mut self, mut candidates: Vec<Candidate>, limit: usize) -> Vec<Match> {
        if candidates.len() > limit {
            // The chord decides except for those that are nearly as far as the last one kept.
            let by_chord = |a: &Candidate, b: &Candidate| a.chord_squared.total_cmp(&b.chord_squared);
            let (_, last, _) = candidates.select_nth_unstable_by(limit - 1, by_chord);
            let edge = distance::surely_farther(last.chord_squared);
            candidates.retain(|candidate| candidate.chord_squared <= edge);
        }
        let mut matches = self.matches(&candidates);
        matches.sort_unstable_by(|a, b| self.compare(a, b));
        matches.truncate(limit);
        self.add_travel(&mut matches);
        matches
    }

    /// The page behind the cursor, where times do not decide what stands on it.
    fn ranked(&mut self, mut matches: Vec<Match>, limit: usize) -> Result<Chosen, FindError> {
        let total = matches.len();
        if let Some(cursor) = &self.query.after {
            let last = self.last_of(cursor)?;
            matches.retain(|found| self.compare(&last, found) == Ordering::Less);
        }
        let before = total - matches.len();
        let more = self.first(&mut matches, limit);
        self.add_travel(&mut matches);
        Ok(Chosen { total, before, more, matches, counts: None })
    }

    /// Leaves the first `limit`, in order; true if there were more.
    pub(super) fn first(&self, matches: &mut Vec<Match>, limit: usize) -> bool {
        let more = matches.len() > limit;
        if more {
            matches.select_nth_unstable_by(limit - 1, |a, b| self.compare(a, b));
            matches.truncate(limit);
        }
        matches.sort_unstable_by(|a, b| self.compare(a, b));
        more
    }

    /// Computes what [`Self::compare`] looks at.
    fn matches(&self, candidates: &[Candidate]) -> Vec<Match> {
        let found = |candidate: &Candidate| {
            let slot = candidate.slot as usize;
            self.found(self.grid.facilities()[slot], &self.grid.points()[slot])
        };
        candidates.iter().map(found).collect()
    }

    fn found(&self, facility: u32, at: &Prepared) -> Match {
        let free_places = match self.sort.used {
            Sort::FreePlaces => free_places(self.snapshot, self.query, facility),
            _ => None,
        };
        let distance = self.start.map_or(Metres(0.0), |start| distance::distance(&start, at));
        Match { facility, distance, travel: None, free_places }
    }

    /// Whether travel times decide which facilities are on the page. Otherwise they are only added to its items.
    fn times_decide(&self) -> bool {
        self.query.max_minutes.is_some() || self.sort.used == Sort::TravelTime
    }

    pub(super) fn mode(&self) -> Option<Mode> {
        self.query.mode.or(self.times_decide().then_some(Mode::Car))
    }

    /// Where each match lies, and how far as the crow flies.
    pub(super) fn places<'m>(&self, matches: impl IntoIterator<Item = &'m Match>) -> Vec<(GeoPoint, Metres)> {
        matches.into_iter().map(|found| (self.facility(found).point, found.distance)).collect()
    }

    /// Gives each match its travel time: an estimate, with the reason noted, if the road network does not answer.
    fn add_travel(&mut self, matches: &mut [Match]) {
        let (Some(mode), Some(origin)) = (self.mode(), &self.origin) else { return };
        let places = self.places(&*matches);
        let trip = self.service.router.one_to_many(mode, origin.point);
        let ways = match trip.travel_times(&places) {
            Ok(ways) => {
                self.note_off_road(&trip);
                ways
            }
            Err(_) => {
                self.sort.reason = Some(Reason::NoRoads);
                OneToMany::estimated(mode).travel_times(&places).unwrap_or_else(|_| vec![None; places.len()])
            }
        };
        for (found, travel) in matches.iter_mut().zip(ways) {
            found.travel = travel;
        }
    }

    pub(super) fn note_off_road(&mut self, trip: &OneToMany<'_>) {
        if trip.starts_off_road() {
            self.sort.reason = Some(Reason::OffRoad);
        }
    }

    /// The facility behind which the page begins, without its way.
    pub(super) fn last_of(&self, cursor: &Cursor) -> Result<Match, FindError> {
        let number = self.snapshot.number(&cursor.id).ok_or(FindError::LostCursor)?;
        Ok(self.found(number, &Prepared::new(self.snapshot.facilities()[number as usize].point)))
    }

    pub(super) fn compare(&self, a: &Match, b: &Match) -> Ordering {
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

    /// By geodesic, which is computed only where the fast distances are too close to decide.
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

/// Reachable before unreachable, then by time.
fn compare_travel(a: Option<Travel>, b: Option<Travel>) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) => a.duration.0.total_cmp(&b.duration.0),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    }
}

/// The largest number of free places of one offer among the categories asked for, from counts that are recent enough.
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

/// The filters of a query that do not depend on location.
struct Filter<'a> {
    query: &'a Query,
    categories: CategorySet,
    features: FeatureSet,
    district: Option<u32>,
    municipality: Option<u32>,
    /// Each in both folded forms.
    words: Vec<[String; 2]>,
    /// At least so many free places.
    free_places: Option<u32>,
}

impl<'a> Filter<'a> {
    /// Where facilities are counted, the wish for free places is fulfilled then.
    fn new(query: &'a Query, counts: bool) -> Self {
        let words = query.words.as_deref().unwrap_or_default().split_whitespace().map(folded);
        Self {
            query,
            categories: query.categories,
            features: query.features,
            district: query.district.as_ref().map(|key| key_number(key.as_str())),
            municipality: query.municipality.as_ref().map(|key| key_number(key.as_str())),
            words: words.collect(),
            free_places: query.free_places.filter(|_| !counts),
        }
    }

    /// Whether no filter but perhaps one category applies.
    fn is_open(&self) -> bool {
        (self.categories.is_empty() || self.categories.single().is_some())
            && self.features == FeatureSet::default()
            && self.district.is_none()
            && self.municipality.is_none()
            && self.words.is_empty()
            && self.query.bbox.is_none()
            && self.free_places.is_none()
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
                .all(|forms| forms.iter().any(|form| snapshot.texts.get(number).contains(form.as_str())))
            && self.free_places.is_none_or(|least| {
                free_places(snapshot, self.query, facility).is_some_and(|free| free >= least)
            })
    }
}
