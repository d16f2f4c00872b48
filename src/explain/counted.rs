//! Residents by a district's own counts: each cohort as it changed between them, raked to the district.

use std::ops::Range;

use super::cell::NoSuchCell;
use super::figure::{COUNTS, Figure, Unit, join};
use super::{Cell, Explainer, Reference};
use crate::forecast::COUNTS_STEP;
use crate::forecast::area::ForecastArea;
use crate::forecast::counts::{HamiltonPerry, OPEN_FROM, together};
use crate::forecast::rows::{Measure, named_ages};
use crate::model::{OPEN_AGE, Source};
use crate::projection::Group;
use crate::projection::small_areas::{
    self, BySexGroup, GROUPS, MOTHERS, TwoCounts, cohort_ratio, groups_before, raking_factor,
    residents_by_share, share_of_oldest,
};
use crate::units::{AreaKey, Sex, Year};

/// A district and what its counts give.
type District<'f> = (usize, &'f HamiltonPerry<'f>);

/// One municipality, sex and five-year group at the end of a step.
#[derive(Clone, Copy)]
struct At {
    municipality: usize,
    sex: Sex,
    group: usize,
    step: usize,
}

/// The persons of one sex in some five-year groups.
fn persons(sex: Sex, groups: Range<usize>) -> Group {
    let last = if groups.end == GROUPS { OPEN_AGE } else { 5 * groups.end - 1 };
    Group::new(Some(sex), 5 * groups.start..=last)
}

/// The five-year groups that hold just these ages.
fn groups_of(group: &Group) -> Option<Range<usize>> {
    let (from, to) = (*group.ages.start(), *group.ages.end());
    let end = if to == OPEN_AGE { GROUPS } else { (to + 1) / 5 };
    let whole =
        from % 5 == 0 && from <= OPEN_FROM && (to == OPEN_AGE || ((to + 1) % 5 == 0 && to < OPEN_FROM));
    whole.then_some(from / 5..end)
}

fn sum(table: &BySexGroup, sex: Option<Sex>, groups: &Range<usize>) -> f64 {
    let rows = table.iter().enumerate().filter(|(s, _)| sex.is_none_or(|sex| sex as usize == *s));
    rows.map(|(_, row)| row[groups.clone()].iter().sum::<f64>()).sum()
}

fn population(group: &Group, year: Year) -> Cell {
    let (age_from, age_to) = named_ages(group);
    Cell { sex: group.sex, age_from, age_to, ..Cell::total(Measure::Population, year) }
}

impl Explainer<'_> {
    /// What a district's own counts give, if the request has any.
    pub(crate) fn hamilton_perry(&self, district: usize) -> Option<&HamiltonPerry<'_>> {
        self.hamilton_perry.iter().find(|(of, _)| *of == district).map(|(_, hamilton_perry)| hamilton_perry)
    }

    /// The counts as a source: they come from the district, not from the model.
    pub(crate) fn counts_source(&self) -> Source {
        let base = self.model.base_year.0;
        Source {
            key: COUNTS.to_owned(),
            title: "the district's own counts of its municipalities by sex and five-year group".to_owned(),
            publisher: "given with this run".to_owned(),
            table: self.request.counts_from.clone(),
            date: format!("31 December {} and 31 December {base}", base - COUNTS_STEP),
            licence: "not stated".to_owned(),
        }
    }

    /// Refuses years without figures: those by counts are of the base date and every fifth year after it.
    pub(crate) fn check_counted(&self, year: Year) -> Result<(), NoSuchCell> {
        let Some((_, hamilton_perry)) = self.hamilton_perry.first() else { return Ok(()) };
        if hamilton_perry.steps.iter().any(|(known, _)| *known == year) {
            return Ok(());
        }
        let base = self.model.base_year.0;
        let said = format!(
            "by one's own counts {} has no figures; hint: they are of {base}, {}, {} and every fifth year from there",
            year.0,
            base + COUNTS_STEP,
            base + 2 * COUNTS_STEP
        );
        Err(NoSuchCell { field: "year", said })
    }

    fn counted_sources(&self, year: Year) -> Vec<String> {
        let projected = year > self.model.base_year;
        let district =
            join(self.cited("population.csv"), if projected { self.assumed() } else { Vec::new() });
        join(vec![COUNTS.to_owned()], district)
    }

    /// The residents of an area inside a district, by reference. Those of 85 and older are divided into ages as in the
    /// district.
    pub(crate) fn counted(
        &self,
        place: &ForecastArea,
        (district, hamilton_perry): District<'_>,
        group: &Group,
        year: Year,
    ) -> Figure {
        let own = hamilton_perry.of(self.model, place);
        let leaf = |group: &Group, groups: &Range<usize>| {
            let step = hamilton_perry.steps.iter().find(|(known, _)| *known == year);
            let value = step.map_or(0.0, |(_, step)| sum(&together(step, &own), group.sex, groups));
            let cell = population(group, year);
            let what = format!("{} in {} at the end of {}", cell.who(), place.key, year.0);
            Figure::given(what, value, Unit::Persons, self.counted_sources(year))
                .leaf(Some(Reference { area: place.key.clone(), cell }))
        };
        if let Some(groups) = groups_of(group) {
            return leaf(group, &groups);
        }
        let old = Group::new(group.sex, OPEN_FROM..=OPEN_AGE);
        let of_district = |group: &Group| self.district_residents(district, group, year);
        let (part, all) = (of_district(group), of_district(&old));
        let share = if all.value > 0.0 {
            share_of_oldest(part, all)
        } else {
            let what = "their share of those of 85 and older in the district";
            Figure::given(what, 0.0, Unit::Share, all.sources)
        };
        let old = leaf(&old, &(GROUPS - 1..GROUPS));
        residents_by_share(old, share)
    }

    /// The residents of an area inside a district: of several municipalities one figure each, of one municipality one
    /// figure per sex and five-year group.
    pub(crate) fn counted_population(
        &self,
        place: &ForecastArea,
        (district, hamilton_perry): District<'_>,
        cell: &Cell,
    ) -> Result<Figure, NoSuchCell> {
        let group = cell.group()?;
        let groups = groups_of(&group).ok_or_else(|| NoSuchCell {
            field: "age_from",
            said: format!(
                "{} to {} are no ages of the counts; hint: they are by five years, 0 to 4, 5 to 9 … 80 to 84, 85 and older",
                group.ages.start(),
                group.ages.end()
            ),
        })?;
        let step = hamilton_perry.steps.iter().position(|(year, _)| *year == cell.year).unwrap_or(0);
        let own = hamilton_perry.of(self.model, place);
        let [municipality] = own[..] else {
            let each =
                own.into_iter().map(|row| self.of_municipality(hamilton_perry, row, (&group, &groups), step));
            return Ok(Figure::sum("residents", Unit::Persons, each.collect()));
        };
        let sexes =
            [Sex::Male, Sex::Female].into_iter().filter(|sex| group.sex.is_none_or(|own| own == *sex));
        let each = sexes.flat_map(|sex| {
            let at = move |group| At { municipality, sex, group, step };
            groups.clone().map(move |group| self.counted_cell((district, hamilton_perry), at(group)))
        });
        Ok(match <[Figure; 1]>::try_from(each.collect::<Vec<_>>()) {
            Ok([only]) => only,
            Err(each) => Figure::sum("residents", Unit::Persons, each),
        })
    }

    fn of_municipality(
        &self,
        hamilton_perry: &HamiltonPerry,
        row: usize,
        (group, groups): (&Group, &Range<usize>),
        step: usize,
    ) -> Figure {
        let key = &hamilton_perry.municipalities[row].key;
        let name = self.model.municipalities.iter().find(|one| one.key == *key).map_or("", |one| &one.name);
        let (year, step) = &hamilton_perry.steps[step];
        let value = sum(&step.areas[row], group.sex, groups);
        let reference =
            Reference { area: AreaKey::Municipality(key.clone()), cell: population(group, *year) };
        Figure::given(format!("{name} ({key})"), value, Unit::Persons, self.counted_sources(*year))
            .leaf(Some(reference))
    }

    /// A cell as its cohort changed, times the raking factor of its district.
    fn counted_cell(&self, (district, hamilton_perry): District<'_>, at: At) -> Figure {
        let (year, step) = &hamilton_perry.steps[at.step];
        let group = persons(at.sex, at.group..at.group + 1);
        let who = population(&group, *year).who();
        let own = match at.step {
            0 => self.count(
                hamilton_perry.municipalities[at.municipality],
                &group,
                at.group..at.group + 1,
                true,
            ),
            _ => self.carried_on(hamilton_perry, at),
        };
        let all: f64 = step.cohort_change.iter().map(|table| table[at.sex as usize][at.group]).sum();
        if all <= 0.0 {
            return own.named(who);
        }
        let what = if at.step == 0 {
            format!("{who} counted in all municipalities of the district")
        } else {
            format!("{who} in all municipalities of the district, each followed in this way")
        };
        let all = Figure::method(what, all, Unit::Persons, Vec::new(), self.counted_sources(*year));
        small_areas::raked(&who, own, raking_factor(self.district_residents(district, &group, *year), all))
    }

    /// A figure of the counts of a municipality, on the base date or before.
    fn count(&self, counts: &TwoCounts, group: &Group, groups: Range<usize>, on_base: bool) -> Figure {
        let base = self.model.base_year.0;
        let (table, year) = if on_base { (&counts.base, base) } else { (&counts.before, base - COUNTS_STEP) };
        let who = population(group, Year(year)).who();
        let what = format!("{who} counted on 31 December {year}");
        Figure::given(what, sum(table, group.sex, &groups), Unit::Persons, vec![COUNTS.to_owned()])
    }

    /// A cell before raking: the cohort of five years before, or children by their mothers.
    fn carried_on(&self, hamilton_perry: &HamiltonPerry, at: At) -> Figure {
        let counts = hamilton_perry.municipalities[at.municipality];
        let base = self.model.base_year.0;
        let now = persons(at.sex, at.group..at.group + 1);
        let after = self.count(counts, &now, at.group..at.group + 1, true);
        if at.group == 0 {
            let mothers = persons(Sex::Female, MOTHERS);
            let counted = self.count(counts, &mothers, MOTHERS, true);
            let each =
                MOTHERS.map(|group| self.carried_on(hamilton_perry, At { sex: Sex::Female, group, ..at }));
            let women = "women of 15 to 49 as their cohorts changed, before they are brought to the district";
            let women = Figure::sum(women, Unit::Persons, each.collect());
            let ratio = format!("children of 0 to 4 for each woman of 15 to 49 on 31 December {base}");
            return small_areas::children(women, cohort_ratio((&ratio, Unit::Ratio), after, counted));
        }
        let groups = groups_before(at.group);
        let younger = persons(at.sex, groups.clone());
        let before = self.count(counts, &younger, groups.clone(), false);
        let what = format!("change of the cohort from {} to {base}", base - COUNTS_STEP);
        let ratio = cohort_ratio((&what, Unit::Factor), after, before);
        let cohort = match at.step {
            1 => self.count(counts, &younger, groups, true),
            _ => self.earlier(hamilton_perry, &younger, &groups, at),
        };
        let who = population(&now, hamilton_perry.steps[at.step].0).who();
        small_areas::carried_on(&format_args!("{who} as their cohort changed"), cohort, ratio)
    }

    /// A cohort at the end of the previous step, by reference.
    fn earlier(
        &self,
        hamilton_perry: &HamiltonPerry,
        younger: &Group,
        groups: &Range<usize>,
        at: At,
    ) -> Figure {
        let before = hamilton_perry.steps[at.step - 1].0;
        let what = format!("{} at the end of {}", population(younger, before).who(), before.0);
        self.of_municipality(hamilton_perry, at.municipality, (younger, groups), at.step - 1).named(what)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_are_groups_of_the_counts_or_are_none() {
        let of = |ages| groups_of(&Group::new(None, ages));
        assert_eq!(of(0..=OPEN_AGE), Some(0..GROUPS));
        assert_eq!(of(0..=64), Some(0..13));
        assert_eq!(of(80..=84), Some(16..17));
        assert_eq!(of(85..=OPEN_AGE), Some(17..18));
        for none in [85..=89, 90..=OPEN_AGE, 80..=89, 3..=9, 5..=8] {
            assert_eq!(of(none.clone()), None, "{none:?}");
        }
        assert_eq!(persons(Sex::Male, 17..18).ages, 85..=OPEN_AGE);
        assert_eq!(persons(Sex::Male, 15..18).ages, 75..=OPEN_AGE);
    }
}
