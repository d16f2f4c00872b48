//! People in need of care, and the official figures of past years.

use std::collections::BTreeSet;

use super::cell::NoSuchCell;
use super::figure::{Figure, Unit, join, keys};
use super::{Cell, Explainer};
use crate::care::{Input, Part, Reading, district_counts, formulas, surveys_between, type_counts};
use crate::forecast::area::ForecastArea;
use crate::forecast::rows::Measure;
use crate::model::Observed;
use crate::model::care::{CARE_GROUPS, CareCount, CountKind, PrevalenceKind, REQUEST, Trend, care_ages};
use crate::projection::Group;
use crate::units::{Ags, AreaKey, CareGrade, CareType, Sex, Year};

/// The sum of the rates of all care types differs from the rate by at most this rounding error.
const ROUNDING: f64 = 1e-12;

/// One cell of a district: row of the year, district, sex and care group.
#[derive(Clone, Copy)]
struct At {
    row: usize,
    district: usize,
    sex: Sex,
    group: usize,
}

/// Sexes and care groups of a part.
pub(crate) fn cells(part: &Part) -> impl Iterator<Item = (Sex, usize)> + '_ {
    let sexes = [Sex::Male, Sex::Female].into_iter().filter(|sex| part.sex.is_none_or(|own| own == *sex));
    sexes.flat_map(move |sex| {
        (0..CARE_GROUPS)
            .filter(move |group| part.group.is_none_or(|own| own == *group))
            .map(move |group| (sex, group))
    })
}

impl Explainer<'_> {
    pub(crate) fn need(&self, place: &ForecastArea, cell: &Cell) -> Result<Figure, NoSuchCell> {
        let part = cell.part()?;
        let with_services = cell.measure == Measure::PeopleInNeedWithServices;
        if with_services && part.kind == Some(CareType::Grade1WithoutServices) {
            let said = "grade1_without_services is not among the people with services".to_owned();
            return Err(NoSuchCell { field: "care_type", said });
        }
        let of = |district: usize| self.need_of(place, district, cell, &part, with_services);
        let mut what = format!("people in need of care at the end of {}", cell.year.0);
        what += if with_services {
            ", without grade 1 without services"
        } else {
            ", with grade 1 without services"
        };
        if let Some(kind) = cell.care_type {
            what = format!("people in need of care at the end of {}, {}", cell.year.0, kind.word());
        }
        if let Some(grade) = cell.care_grade {
            what += &format!(", grade {}", grade.number());
        }
        if part.sex.is_some() || part.group.is_some() {
            what += &format!(": {}", cell.who());
        }
        Ok(self.by_district(place, (&what, Unit::Persons), of))
    }

    /// Residents times the share of them in need, cell by cell.
    fn need_of(
        &self,
        place: &ForecastArea,
        district: usize,
        cell: &Cell,
        part: &Part,
        with_services: bool,
    ) -> Figure {
        let row = self.row(cell.year);
        let terms = cells(part).filter_map(|(sex, group)| {
            let at = At { row, district, sex, group };
            let ages = Group::new(Some(sex), care_ages(group));
            let residents = self.residents(place, district, &ages, cell.year);
            let rate = self.rate(at, part, with_services);
            let who = Cell::residents(cell.year, sex, group).who();
            (rate.value > 0.0).then(|| formulas::persons(&who, residents, rate))
        });
        Figure::sum("people in need of care", Unit::Persons, terms.collect())
    }

    /// The people in need of one or all care types in an area's part of a district, by reference.
    pub(crate) fn need_leaf(
        &self,
        place: &ForecastArea,
        district: usize,
        cell: &Cell,
        kind: Option<CareType>,
    ) -> Figure {
        let own = Cell { care_type: kind, ..Cell::total(Measure::PeopleInNeed, cell.year) };
        let part = Part { kind, ..Part::default() };
        let figure = self.need_of(place, district, &own, &part, false);
        let what = match kind {
            None => "people in need of care".to_owned(),
            Some(kind) => format!("people in need of care, {}", kind.word()),
        };
        figure.named(what).leaf(self.reference(place, district, own))
    }

    /// Share of the residents of a cell who are in need, in the part requested.
    fn rate(&self, at: At, part: &Part, with_services: bool) -> Figure {
        let all = self.all_rate(at);
        let kinds: Vec<CareType> = match part.kind {
            Some(kind) => vec![kind],
            None if with_services => {
                CareType::ALL.into_iter().filter(|kind| *kind != CareType::Grade1WithoutServices).collect()
            }
            None => CareType::ALL.to_vec(),
        };
        if kinds.len() == CareType::ALL.len() && part.grade.is_none() {
            return all;
        }
        let shares = kinds.into_iter().map(|kind| self.type_share(at, kind, part.grade));
        formulas::rate_of_part(all, shares.collect())
    }

    /// Share of the residents in need, all types together.
    fn all_rate(&self, at: At) -> Figure {
        let (s, g) = (at.sex as usize, at.group);
        let weights = self.forecast.need_weights(at.row, at.district, &Part::default());
        let (now, survey) = (weights.0[s][g], self.survey_rate(at));
        if (now - survey.value).abs() <= ROUNDING {
            return survey;
        }
        let request = &self.request.care;
        let found = self.model.care.prevalence.iter().find(|one| one.id == request.prevalence);
        let mut sources = keys(found.map_or("", |one| &one.source));
        if request.own.rise.is_some() || request.own.compression.is_some() {
            sources.push(REQUEST.to_owned());
        }
        let what = format!("share in need as assumed by prevalence {}", request.prevalence);
        if let Some(PrevalenceKind::Trend(trend)) = found.map(|one| one.kind) {
            let name = format!(
                "factor on the odds that the trend has reached at the end of {}",
                self.year_of(at.row)
            );
            return formulas::rate_with_odds(
                &what,
                survey,
                self.factor_of_trend(&name, &trend, at.row, &sources),
            );
        }
        if let Some(factor) = self.forecast.years[at.row].areas[at.district].odds_of_rise {
            let rise = Figure::given(
                "factor on the odds by which the people in need of the survey rise",
                factor,
                Unit::Factor,
                sources,
            );
            return formulas::rate_with_odds(&what, survey, rise);
        }
        let what = format!("{what}: that of younger ages, by the years of life gained");
        Figure::method(what, now, Unit::Share, vec![survey], sources)
    }

    fn year_of(&self, row: usize) -> i32 {
        self.forecast.years[row].year.0
    }

    /// The factor on odds that a trend has reached since the survey.
    fn factor_of_trend(&self, name: &str, trend: &Trend, row: usize, sources: &[String]) -> Figure {
        let given = |what: &str, value, unit| Figure::given(what, value, unit, sources.to_vec());
        let surveys = surveys_between(self.survey.year, self.forecast.years[row].year);
        let what = format!("surveys since {}, one every two years", self.survey.year.0);
        let steps = formulas::steps_of_trend(
            given("what is left of a step in the next survey", trend.damping, Unit::Factor),
            given(&what, surveys, Unit::Factor),
            given("the whole step", 1.0, Unit::Factor),
        );
        let of_step = given(
            "factor on the odds in one step, the mean of those between the surveys",
            trend.step.exp(),
            Unit::Factor,
        );
        formulas::factor_of_trend(&name, of_step, steps)
    }

    /// The share in need at the survey, brought to the district's count.
    fn survey_rate(&self, at: At) -> Figure {
        let (s, g) = (at.sex as usize, at.group);
        let district = &self.survey.districts[at.district];
        let year = self.survey.year;
        let care = &self.model.care;
        let national = Figure::given(
            "share of the residents in need by the model, before it is brought to the district",
            care.rates[s][g],
            Unit::Share,
            keys(&care.rate_sources[s][g]),
        );
        let counted = care.count(&district.key, year, CountKind::All);
        let count = Figure::given(
            format!("people in need counted in {} in {}", district.key, year.0),
            district.counts.iter().sum(),
            Unit::Persons,
            keys(counted.map_or("", |count| &count.source)),
        );
        let factor = Figure::method(
            "factor on the odds of all ages with which the residents of the survey give the count",
            district.odds_factor,
            Unit::Factor,
            vec![count],
            self.survey_residents(at.district),
        );
        let what = format!("share in need, brought to the count of {} in {}", district.key, year.0);
        formulas::rate_with_odds(&what, national, factor)
    }

    /// Keys of the residents on the date of the survey.
    fn survey_residents(&self, district: usize) -> Vec<String> {
        let key = &self.model.districts[district].key;
        let of_survey = |seen: &&Observed| seen.district == *key && seen.year == self.survey.year;
        let seen = self.model.history.iter().filter(of_survey);
        let sources = seen.fold(Vec::new(), |all, seen| join(all, keys(&seen.source)));
        if sources.is_empty() { self.cited("care/population.csv") } else { sources }
    }

    /// Share of a care type, and of a grade in it, among the people in need of a cell.
    fn type_share(&self, at: At, kind: CareType, grade: Option<CareGrade>) -> Figure {
        let (s, g, k) = (at.sex as usize, at.group, kind as usize);
        let district = &self.survey.districts[at.district];
        let before = district.type_rates[[s, g, k]] / district.rates[s][g];
        let all = self.forecast.need_weights(at.row, at.district, &Part::default()).0[s][g];
        let now = self.forecast.years[at.row].areas[at.district].rates[[s, g, k]] / all;
        let count = self.input(Input::CountOfType(at.district, kind));
        let what = format!(
            "share of {} among them, by the profile of ages fitted to the district's counts",
            kind.word()
        );
        let mut share = Figure::method(what, before, Unit::Share, vec![count], self.cited("care/types.csv"));
        if (now - before).abs() > ROUNDING {
            share = self.form_share((at.row, kind), now, share);
        }
        let Some(grade) = grade else { return share };
        let of = self.model.care.grade_shares[k][grade.index()];
        let what = format!("grade {} among them, national", grade.number());
        let of = Figure::given(what, of, Unit::Share, self.cited("care/grades.csv"));
        let what = format!("share of {}, grade {}", kind.word(), grade.number());
        formulas::of_grade(&what, share, of)
    }

    /// The share of a care type as the assumption on forms of care changes it.
    fn form_share(&self, (row, kind): (usize, CareType), now: f64, before: Figure) -> Figure {
        let form = &self.request.care.form;
        let found = self.model.care.forms.iter().find(|one| one.id == *form);
        let mut sources = keys(found.map_or("", |one| &one.source));
        let own = &self.request.care.own;
        if own.shifts.is_some() || own.informal_brake.is_some() {
            sources.push(REQUEST.to_owned());
        }
        let what = format!("share of {} as assumed by care form {form}", kind.word());
        let mut of = vec![before];
        if let Some(trend) = found.and_then(|one| one.homes) {
            let name = format!("factor on the odds of living in a home at the end of {}", self.year_of(row));
            of.push(self.factor_of_trend(&name, &trend, row, &sources));
        }
        Figure::method(what, now, Unit::Share, of, sources)
    }

    /// What a survey counted.
    fn counted_need(&self, key: &Ags, year: Year, counted: CountKind) -> Option<Figure> {
        let count = self.model.care.count(key, year, counted)?;
        let kind =
            if let CountKind::Of(kind) = counted { format!(" ({})", kind.word()) } else { String::new() };
        // Counts of the statistics are rounded to three persons at most.
        let how = if count.tolerance > 3.0 { "derived from published shares of" } else { "counted in" };
        let what = format!("people in need of care{kind}, {how} {}", year.0);
        Some(Figure::given(what, count.persons, Unit::Persons, keys(&count.source)))
    }

    /// A care type that a survey did not count of the area: the sum of the districts, or what the counted types leave of all, or
    /// nobody.
    fn uncounted_need(&self, key: &Ags, year: Year, kind: CareType) -> Option<Figure> {
        let persons = *type_counts(&self.model.care, key, year).ok()?.get(kind as usize)?;
        if let Some(counts) = district_counts(&self.model.care, key, year, CountKind::Of(kind)) {
            let of = |count: &&CareCount| self.counted_need(&count.area, year, CountKind::Of(kind));
            let what =
                format!("{}, not counted of the state in {}: the sum of its districts", kind.word(), year.0);
            let sources = counts.iter().flat_map(|count| keys(&count.source)).collect::<BTreeSet<_>>();
            let operands = counts.iter().filter_map(of).collect();
            return Some(Figure::method(
                what,
                persons,
                Unit::Persons,
                operands,
                sources.into_iter().collect(),
            ));
        }
        let counted = [CountKind::All].into_iter().chain(CareType::ALL.into_iter().map(CountKind::Of));
        let of_districts = |counted| match counted {
            CountKind::Of(other) if other != kind => {
                district_counts(&self.model.care, key, year, counted)?;
                self.uncounted_need(key, year, other)
            }
            _ => None,
        };
        let operands = counted
            .filter_map(|counted| self.counted_need(key, year, counted).or_else(|| of_districts(counted)))
            .collect();
        let what =
            format!("{}, not counted in {}: what the counted care types leave of all", kind.word(), year.0);
        let all = self.model.care.count(key, year, CountKind::All)?;
        Some(Figure::method(what, persons, Unit::Persons, operands, keys(&all.source)))
    }

    /// Official figures of a past date.
    pub(crate) fn observed(&self, place: &ForecastArea, cell: &Cell) -> Result<Figure, NoSuchCell> {
        let (year, base) = (cell.year.0, self.model.base_year.0);
        let unknown = || NoSuchCell {
            field: "year",
            said: format!("the model has no such official figure of {year}; hint: forecasts begin in {base}"),
        };
        let (AreaKey::State(key) | AreaKey::District(key)) = &place.key else { return Err(unknown()) };
        let plain = Cell { care_type: cell.care_type, ..Cell::total(cell.measure, cell.year) };
        if plain != *cell || !matches!(cell.measure, Measure::Population | Measure::PeopleInNeed) {
            return Err(unknown());
        }
        if cell.measure == Measure::PeopleInNeed {
            let counted = cell.care_type.map_or(CountKind::All, CountKind::Of);
            let found = self.counted_need(key, cell.year, counted);
            return found
                .or_else(|| self.uncounted_need(key, cell.year, cell.care_type?))
                .ok_or_else(unknown);
        }
        let of_year = || self.model.history.iter().filter(|seen| seen.year == cell.year);
        let own: Vec<&Observed> = of_year().filter(|seen| seen.district == *key).collect();
        let parts = || of_year().filter(|seen| seen.district.is_district()).collect();
        let seen: Vec<&Observed> = if own.is_empty() && place.is_state() { parts() } else { own };
        if seen.is_empty() {
            return Err(unknown());
        }
        let sources = seen.iter().fold(Vec::new(), |all, one| join(all, keys(&one.source)));
        let persons = seen.iter().map(|one| one.persons).sum();
        let census = seen.first().map_or(0, |one| one.census);
        Ok(Figure::given(
            format!("official residents of 31 December {year}, census of {census}"),
            persons,
            Unit::Persons,
            sources,
        ))
    }
}
