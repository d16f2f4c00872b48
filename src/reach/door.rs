//! The two questions of the room: who reaches an offer as things stand, and what a change would do.

use std::collections::BTreeSet;

use super::estimates::Estimates;
use super::roads::Roads;
use super::times::TimeSource;
use super::{
    Balance, Change, Group, Members, Method, Offer, Problem, Residents, Row, Siting, Times, UnknownOffer,
    apply, balance, members, rows,
};
use crate::areas::{Areas, Level};
use crate::routing::matrix::Settlement;
use crate::routing::{Mode, Router, TravelSource};
use crate::units::{GeoPoint, Stop};

/// What is asked of a set of offers, already checked.
#[derive(Clone, Copy)]
pub struct ReachSpec<'a> {
    /// Gives the travel times, from its matrix or as estimates.
    pub router: &'a Router,
    /// The areas that rows are given for.
    pub areas: &'a Areas,
    /// By cell, see [`share_out`](super::share_out).
    pub residents: &'a [Residents],
    /// By which means people travel.
    pub mode: Mode,
    /// Limits in minutes, each above 0.
    pub minutes: &'a [f64],
    /// Areas of this level; the state for none.
    pub level: Option<Level>,
    /// Whom the balance of places counts.
    pub group: Group,
    /// Ends the search for sites and the estimates of times early; what is given then is incomplete.
    pub stop: &'a Stop,
}

/// How many sites for new offers are sought, and by which measure.
#[derive(Debug, Clone, PartialEq)]
pub struct SitingSpec {
    /// How many sites at most.
    pub count: usize,
    /// The possible sites; people of all municipalities count.
    pub candidates: Vec<Settlement>,
    /// What a site is to improve.
    pub method: Method,
    /// Whose travel time and number count.
    pub group: Group,
}

/// Reach and balance of a set of offers.
#[derive(Debug, Clone, PartialEq)]
pub struct Variant {
    /// By area, limit and group of residents.
    pub rows: Vec<Row>,
    /// Places within reach, by area.
    pub balance: Vec<Balance>,
    /// Places of all offers that state any.
    pub places: f64,
    /// Number of offers.
    pub offers: usize,
}

/// Who reaches an offer as things stand.
#[derive(Debug, Clone, PartialEq)]
pub struct Reach {
    /// Where the travel times come from.
    pub source: TravelSource,
    /// The offers as they are.
    pub now: Variant,
}

/// What a change of the offers would do.
#[derive(Debug, Clone, PartialEq)]
pub struct WhatIf {
    /// Where the travel times come from.
    pub source: TravelSource,
    /// The offers as they are.
    pub before: Variant,
    /// The offers with the changes.
    pub after: Variant,
    /// The sites that help most after the changes, if they were asked for.
    pub siting: Option<Siting>,
}

/// Counts who reaches one of the offers within each limit, and the places there are for them.
///
/// Rows come by area, limit in minutes and group; shares are of one, times in seconds, and the balance is in places
/// per 1,000 persons of the group. An area in which nobody lives has no balance.
///
/// ```
/// # use pflegeplan::areas::Areas;
/// # use pflegeplan::reach::{Group, Offer, ReachSpec, Residents, reach};
/// # use pflegeplan::routing::{Mode, Router, TravelSource};
/// # use pflegeplan::units::{GeoPoint, Stop};
/// # fn example(router: &Router, areas: &Areas) {
/// let point = GeoPoint { lon: 11.5, lat: 53.3 };
/// let residents = [Residents { key: "13076090".into(), point, persons: [12_000.0, 3_000.0, 1_000.0] }];
/// let offers = [Offer { id: "a".into(), point, places: Some(15.0) }];
/// let spec = ReachSpec {
///     router,
///     areas,
///     residents: &residents,
///     mode: Mode::Car,
///     minutes: &[15.0, 30.0],
///     level: None,
///     group: Group::From65,
///     stop: &Stop::never(),
/// };
/// let found = reach(&spec, &offers);
/// // One area, two limits, three groups.
/// assert_eq!(found.now.rows.len(), 6);
/// assert_eq!(found.now.rows[0].share(), Some(1.0));
/// assert_eq!(found.now.places, 15.0);
/// # }
/// ```
pub fn reach(spec: &ReachSpec<'_>, offers: &[Offer]) -> Reach {
    let times = spec.times_to(offers);
    Reach { source: times.source(), now: spec.variant(&spec.members(), offers, &times) }
}

/// Counts the same for areas of several levels, with travel times that are looked up once.
pub fn reach_by_level(spec: &ReachSpec<'_>, offers: &[Offer], levels: &[Level]) -> Vec<Reach> {
    let times = spec.times_to(offers);
    let of_level = |level: &Level| {
        let spec = ReachSpec { level: Some(*level), ..*spec };
        Reach { source: times.source(), now: spec.variant(&spec.members(), offers, &times) }
    };
    levels.iter().map(of_level).collect()
}

/// Counts the same before and after changes, and seeks the sites that help most after them.
///
/// The gain of a site is in persons (maximal covering) or hours of one way over all people (p-median).
///
/// # Errors
///
/// [`UnknownOffer`] if a change names an offer that is not there at its turn.
pub fn what_if(
    spec: &ReachSpec<'_>,
    offers: &[Offer],
    changes: &[Change],
    siting: Option<&SitingSpec>,
) -> Result<WhatIf, UnknownOffer> {
    let after = apply(offers, changes)?;
    let kept: Vec<GeoPoint> = after.iter().map(|offer| offer.point).collect();
    let sites = siting.into_iter().flat_map(|siting| &siting.candidates).map(|site| site.point);
    let points: Vec<GeoPoint> =
        offers.iter().map(|offer| offer.point).chain(kept.iter().copied()).chain(sites).collect();
    let asked = (offers, after.as_slice(), siting);
    let roads = Roads::new(spec.router, spec.mode, spec.residents, (&points, &kept));
    if let Some(Ok(found)) = roads.map(|roads| spec.compare(&roads, asked)) {
        return Ok(found);
    }
    let Ok(found) = spec.compare(&Estimates::new(spec.mode, spec.residents, spec.stop), asked);
    Ok(found)
}

/// Travel times from all residents to points: on the roads, or else estimates, all of them, so that one table never mixes
/// two sources. After a stop, the remaining times are unknown.
pub fn times_to(
    (router, stop): (&Router, &Stop),
    mode: Mode,
    residents: &[Residents],
    points: &[GeoPoint],
) -> Times {
    let roads = Roads::new(router, mode, residents, (points, points));
    if let Some(Ok(times)) = roads.map(|roads| Times::from_source(&roads, residents.len(), points)) {
        return times;
    }
    let Ok(times) = Times::from_source(&Estimates::new(mode, residents, stop), residents.len(), points);
    times
}

impl ReachSpec<'_> {
    fn times_to(&self, offers: &[Offer]) -> Times {
        let points: Vec<GeoPoint> = offers.iter().map(|offer| offer.point).collect();
        times_to((self.router, self.stop), self.mode, self.residents, &points)
    }

    fn members(&self) -> Vec<Members> {
        members(self.areas, self.level, self.residents)
    }

    fn variant(&self, members: &[Members], offers: &[Offer], times: &Times) -> Variant {
        Variant {
            rows: rows(members, self.residents, &times.nearest(), self.minutes),
            balance: balance(members, self.residents, offers, times, self.group),
            places: offers.iter().filter_map(|offer| offer.places).sum(),
            offers: offers.len(),
        }
    }

    /// Both sets of offers, and sites after the changes, with the times of one source.
    fn compare<S: TimeSource>(
        &self,
        source: &S,
        (offers, after, siting): (&[Offer], &[Offer], Option<&SitingSpec>),
    ) -> Result<WhatIf, S::Error> {
        let points: Vec<GeoPoint> = offers.iter().chain(after).map(|offer| offer.point).collect();
        let times = Times::from_source(source, self.residents.len(), &points)?;
        let times_after = times.part(offers.len()..points.len());
        let siting = siting.map(|siting| self.siting(source, &times_after, siting)).transpose()?;
        let members = self.members();
        Ok(WhatIf {
            source: source.source(),
            before: self.variant(&members, offers, &times.part(0..offers.len())),
            after: self.variant(&members, after, &times_after),
            siting,
        })
    }

    fn siting<S: TimeSource>(
        &self,
        source: &S,
        times: &Times,
        siting: &SitingSpec,
    ) -> Result<Siting, S::Error> {
        let persons: Vec<f64> = self.residents.iter().map(|it| it.of(siting.group)).collect();
        let mut problem = Problem::new(siting.method, &persons, &times.nearest());
        let horizon = Some(siting.method.horizon());
        let mut seen = BTreeSet::new();
        for (position, site) in siting.candidates.iter().enumerate() {
            if seen.insert(&site.key) {
                problem.add_candidate(position, &source.column(site.point, horizon)?);
            }
        }
        Ok(problem.solve(siting.count, self.stop))
    }
}
