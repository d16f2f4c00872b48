//! The two questions of the room: who reaches an offer as things stand, and what a change would do.

use super::{
    Balance, Change, Group, Members, Method, Offer, Residents, Row, Siting, Times, UnknownOffer, apply,
    balance, members, rows, sites,
};
use crate::areas::{Areas, Level};
use crate::routing::{Mode, Router, TravelSource};
use crate::units::{GeoPoint, Seconds, Stop};

/// What is asked of a set of offers, already checked.
#[derive(Clone, Copy)]
pub struct ReachSpec<'a> {
    /// Gives the travel times, from its matrix or as estimates.
    pub router: &'a Router,
    /// The areas that rows are given for.
    pub areas: &'a Areas,
    /// By municipality; each is counted at its one point.
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
    /// What a site is to improve.
    pub method: Method,
    /// Whose travel time and number count.
    pub group: Group,
    /// The keys of the municipalities that may be sites; `None` for all. People of all municipalities count.
    pub within: Option<Vec<String>>,
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
    let times = spec.times(offers.iter().map(|offer| offer.point));
    Reach { source: times.source(), now: spec.variant(&spec.members(), offers, &times) }
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
    siting: Option<SitingSpec>,
) -> Result<WhatIf, UnknownOffer> {
    let after = apply(offers, changes)?;
    let candidates: &[Residents] = if siting.is_some() { spec.residents } else { &[] };
    let points = offers.iter().chain(&after).map(|offer| offer.point);
    let times = spec.times(points.chain(candidates.iter().map(|it| it.point)));
    let part = |from: usize, count: usize| times.part(from..from + count);
    let times_after = part(offers.len(), after.len());
    let siting = siting.map(|siting| {
        let persons: Vec<f64> = spec.residents.iter().map(|it| it.of(siting.group)).collect();
        let today: Vec<Option<Seconds>> =
            (0..spec.residents.len()).map(|at| times_after.nearest(at)).collect();
        let to_sites = part(offers.len() + after.len(), candidates.len());
        let is_allowed = |at: &usize| {
            siting.within.as_ref().is_none_or(|within| within.contains(&spec.residents[*at].key))
        };
        let allowed: Vec<usize> = (0..spec.residents.len()).filter(is_allowed).collect();
        sites(siting.method, (&persons, &today, &allowed), &to_sites, (siting.count, spec.stop))
    });
    let members = spec.members();
    Ok(WhatIf {
        source: times.source(),
        before: spec.variant(&members, offers, &part(0, offers.len())),
        after: spec.variant(&members, &after, &times_after),
        siting,
    })
}

impl ReachSpec<'_> {
    /// Travel times from all residents to points, from one table.
    fn times(&self, points: impl Iterator<Item = GeoPoint>) -> Times {
        Times::of((self.router, self.stop), self.mode, self.residents, &points.collect::<Vec<_>>())
    }

    fn members(&self) -> Vec<Members> {
        members(self.areas, self.level, self.residents)
    }

    fn variant(&self, members: &[Members], offers: &[Offer], times: &Times) -> Variant {
        Variant {
            rows: rows(members, self.residents, times, self.minutes),
            balance: balance(members, self.residents, offers, times, self.group),
            places: offers.iter().filter_map(|offer| offer.places).sum(),
            offers: offers.len(),
        }
    }
}
