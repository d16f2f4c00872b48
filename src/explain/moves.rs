//! Moves: arrivals and departures by age, from gains and losses of the base period.

use super::cell::NoSuchCell;
use super::figure::{Figure, Unit};
use super::{Cell, Explainer, Reference};
use crate::forecast::area::ForecastArea;
use crate::forecast::rows::Measure;
use crate::model::care::REQUEST;
use crate::model::{AGES, BySexAge, OPEN_AGE};
use crate::projection::{Group, Streams, YearResult, formulas};
use crate::units::{AreaKey, Year};

/// First ages of the groups in which moves are shown.
const MOVERS: [usize; 5] = [0, 18, 30, 50, 65];

/// Across the border of the state, or between its districts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Border {
    OfState,
    OfDistricts,
}

impl Border {
    fn left(self, streams: &Streams) -> &BySexAge {
        match self {
            Self::OfState => &streams.left_state,
            Self::OfDistricts => &streams.left_for_others,
        }
    }
}

/// The groups of movers.
fn movers() -> impl Iterator<Item = Group> {
    let to = |at: usize| MOVERS.get(at + 1).map_or(OPEN_AGE, |next| next - 1);
    MOVERS.into_iter().enumerate().map(move |(at, from)| Group::new(None, from..=to(at)))
}

fn ages(group: &Group) -> String {
    match (*group.ages.start(), *group.ages.end()) {
        (from, OPEN_AGE) => format!("of {from} and older"),
        (from, to) => format!("of {from} to {to}"),
    }
}

/// The cells of a table where the net moves of the base period satisfy a condition.
fn where_net(table: &BySexAge, net: &BySexAge, wanted: impl Fn(f64) -> bool) -> BySexAge {
    let mut own = [[0.0; AGES]; 2];
    for s in 0..2 {
        for age in 0..AGES {
            if wanted(net[s][age]) {
                own[s][age] = table[s][age];
            }
        }
    }
    own
}

impl Explainer<'_> {
    pub(crate) fn net_migration(&self, place: &ForecastArea, cell: &Cell) -> Result<Figure, NoSuchCell> {
        self.events(place, cell)?;
        let parts = [Measure::MovesInside, Measure::MovesAcross, Measure::PlannedHousing, Measure::CareHomes];
        let [inside, across, housing, homes] = parts.map(|measure| self.moves(place, &cell.with(measure)));
        let what = format!("moves to the area less moves from it in {}", cell.year.0);
        Ok(formulas::net_migration(&what, [inside?, across?, housing?, homes?]))
    }

    /// One kind of moves.
    pub(crate) fn moves(&self, place: &ForecastArea, cell: &Cell) -> Result<Figure, NoSuchCell> {
        let result = self.events(place, cell)?;
        let (what, of): (&str, Box<dyn Fn(usize) -> Figure>) = match cell.measure {
            Measure::MovesInside => (
                "net moves from and to other districts",
                Box::new(|at| self.net(Border::OfDistricts, result, at)),
            ),
            Measure::MovesAcross => (
                "net moves across the border of the state",
                Box::new(|at| self.net(Border::OfState, result, at)),
            ),
            Measure::PlannedHousing => {
                ("newcomers into planned housing", Box::new(|at| self.newcomers(at, cell.year)))
            }
            _ => ("change of the residents of care homes", Box::new(|at| self.homes_change(at, cell.year))),
        };
        Ok(self.by_district(place, (&format!("{what} in {}", cell.year.0), Unit::Persons), of))
    }

    /// Arrivals in a district minus departures.
    fn net(&self, border: Border, result: &YearResult, district: usize) -> Figure {
        let came = movers().filter_map(|group| match border {
            Border::OfState => self.came_to_state(result, district, &group),
            Border::OfDistricts => self.came_from_others(result, district, &group),
        });
        let left = movers().filter_map(|group| self.left(border, result, district, &group));
        let came = Figure::sum("came", Unit::Persons, came.collect());
        let left = Figure::sum("left", Unit::Persons, left.collect());
        formulas::net_moves(came, left)
    }

    fn base_period(&self, border: Border, district: usize) -> &BySexAge {
        match border {
            Border::OfState => &self.model.migration.external_counts[district],
            Border::OfDistricts => &self.model.migration.internal_counts[district],
        }
    }

    /// The year's factor on the moves of the base period.
    fn moves_factor(&self, border: Border, year: Year) -> Figure {
        let factor = self.assumption(year, |now| match border {
            Border::OfState => now.external,
            Border::OfDistricts => now.internal,
        });
        Figure::given("factor on moves in this year", factor, Unit::Factor, self.assumed())
    }

    /// Arrivals across the border of the state.
    fn came_to_state(&self, result: &YearResult, district: usize, group: &Group) -> Option<Figure> {
        if group.sum(&result.flows[district].streams.came_to_state) == 0.0 {
            return None;
        }
        let net = self.base_period(Border::OfState, district);
        let gained = group.sum(&where_net(net, net, |net| net > 0.0));
        let what = "more came than left, a year of the base period, in ages and sexes that gained";
        let gained = Figure::given(what, gained, Unit::Persons, self.cited("migration.csv"));
        let factor = self.moves_factor(Border::OfState, result.year);
        Some(formulas::came_to_state(&format_args!("came {}", ages(group)), gained, factor))
    }

    /// Departures: residents times the share of the base period.
    fn left(&self, border: Border, result: &YearResult, district: usize, group: &Group) -> Option<Figure> {
        let streams = &result.flows[district].streams;
        let left = group.sum(border.left(streams));
        if left == 0.0 {
            return None;
        }
        let net = self.base_period(border, district);
        let losing = |table: &BySexAge| group.sum(&where_net(table, net, |net| net < 0.0));
        let residents = losing(&streams.residents);
        let mut of_base = self.cited("population.csv");
        if self.homes_of(district).is_some() {
            of_base.push(REQUEST.to_owned());
        }
        let factor = self.moves_factor(border, result.year);
        let lost = "more left than came, a year of the base period, in these ages and sexes";
        let share = Figure::method(
            "share of them that leaves a year, by single ages as in the base period",
            left / (residents * factor.value),
            Unit::Share,
            vec![
                Figure::given(lost, -losing(net), Unit::Persons, self.cited("migration.csv")),
                Figure::given(
                    "residents of them on the base date",
                    losing(&self.households(district)),
                    Unit::Persons,
                    of_base,
                ),
            ],
            self.cited("migration.csv"),
        );
        let what = "residents in ages and sexes that lost, in the middle of the year";
        let residents = Figure::given(what, residents, Unit::Persons, self.moved_sources());
        Some(formulas::left(&format_args!("left {}", ages(group)), residents, share, factor))
    }

    /// Arrivals from other districts: the pool of all departures times the district's share of all gains.
    fn came_from_others(&self, result: &YearResult, district: usize, group: &Group) -> Option<Figure> {
        let came = group.sum(&result.flows[district].streams.came_from_others);
        if came == 0.0 {
            return None;
        }
        let districts = || self.model.districts.iter().enumerate();
        let leaves = districts().filter_map(|(at, from)| {
            let left = self.left(Border::OfDistricts, result, at, group)?;
            let cell = Cell::total(Measure::MovesInside, result.year);
            let reference = Reference { area: AreaKey::District(from.key.clone()), cell };
            Some(left.named(format!("left {} ({})", from.name, from.key)).leaf(Some(reference)))
        });
        let pool = format!("left any district {}", ages(group));
        let pool = Figure::sum(pool, Unit::Persons, leaves.collect());
        let gains = |at: usize| {
            let net = self.base_period(Border::OfDistricts, at);
            group.sum(&where_net(net, net, |net| net > 0.0))
        };
        let gained =
            |what: &str, value| Figure::given(what, value, Unit::Persons, self.cited("migration.csv"));
        let share = Figure::method(
            "share of them that comes here, by single ages and sexes as in the base period",
            came / pool.value,
            Unit::Share,
            vec![
                gained(
                    "more came than left here, a year of the base period, where it gained",
                    gains(district),
                ),
                gained("the same in all districts", districts().map(|(at, _)| gains(at)).sum()),
            ],
            self.cited("migration.csv"),
        );
        Some(formulas::came_from_others(&format_args!("came {}", ages(group)), pool, share))
    }

    fn newcomers(&self, district: usize, year: Year) -> Figure {
        let key = &self.model.districts[district].key;
        let plans = self.run.housing.iter().filter(|plan| plan.area == *key && plan.year == year);
        let plans = plans.filter(|_| self.run.included.planned_housing);
        let of = plans.map(|plan| {
            Figure::given("planned housing", plan.persons, Unit::Persons, vec![REQUEST.to_owned()])
        });
        Figure::sum("newcomers", Unit::Persons, of.collect())
    }

    fn homes_change(&self, district: usize, year: Year) -> Figure {
        let at = |year: Year| {
            let persons = self.homes(district, &Group::ALL, year);
            Figure::given(
                format!("residents of care homes at the end of {}", year.0),
                persons,
                Unit::Persons,
                vec![REQUEST.to_owned()],
            )
        };
        formulas::change_of_homes(at(year), at(Year(year.0 - 1)))
    }
}
