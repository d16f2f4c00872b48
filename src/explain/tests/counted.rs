//! Forecasts by a district's own counts.

use super::*;
use crate::projection::small_areas::{BySexGroup, GROUPS, TwoCounts, five_year_groups};

/// Counts of all municipalities of Ludwigslust-Parchim, no two of them alike.
pub(super) fn counted(model: &Model, area: &str) -> ForecastSpec {
    let inside = model.municipalities.iter().filter(|one| one.key.as_str().starts_with("13076"));
    let counts = inside.enumerate().map(|(at, one)| {
        let table = |date: usize| -> BySexGroup {
            std::array::from_fn(|sex| {
                std::array::from_fn(|group| (20 + (7 * at + 11 * group + 13 * sex + 17 * date) % 50) as f64)
            })
        };
        TwoCounts { key: one.key.clone(), before: table(0), base: table(1) }
    });
    ForecastSpec { counts: counts.collect(), ..request(model, area) }
}

const YEARS: [i32; 4] = [2025, 2030, 2040, 2060];

#[test]
fn own_counts_give_residents_need_and_places_inside_a_district() {
    let model = model();
    let to = Year(2060);
    let amts = ForecastSpec { level: Some(Level::Amt), to, ..counted(&model, "13076") };
    let found = explains_all(&model, &amts, &YEARS);
    let kinds = PlaceKind::ALL.map(Measure::PlacesNeeded);
    let always = [
        Measure::Population,
        Measure::PeopleInNeed,
        Measure::PeopleInNeedWithServices,
        Measure::StaffNeeded(StaffUnit::Heads),
        Measure::PeopleWithDementia,
        Measure::InformalPotential,
    ];
    let wanted = [&always[..], &kinds].concat();
    assert!(
        found.len() == wanted.len() && wanted.iter().all(|one| found.contains(one)),
        "{found:?}, not {wanted:?}"
    );
}

/// Two steps of Hamilton and Perry over all municipalities, in plain loops: what the explanation says of women of
/// 40 to 44 in Parchim in 2035.
#[test]
fn a_cell_is_its_cohort_times_its_change_times_the_raking_factor() {
    let model = model();
    let ask = counted(&model, "13076108");
    let cell = Cell {
        sex: Some(Sex::Female),
        age_from: Some(40),
        age_to: Some(44),
        ..Cell::total(Measure::Population, Year(2035))
    };
    let figure = explain(&model, &ask, &cell).unwrap().figure;
    let projection =
        crate::projection::project(&model, &crate::projection::Request::new("status-quo", Year(2035)))
            .unwrap();
    let district =
        |years: usize, group: usize| five_year_groups(&projection.years[years - 1].population[7])[1][group];
    let change = |of: &TwoCounts, group: usize| of.base[1][group] / of.before[1][group - 1];
    let first: Vec<f64> = ask.counts.iter().map(|of| of.base[1][6] * change(of, 7)).collect();
    let raked = |all: &[f64], at: usize, total: f64| all[at] * total / all.iter().sum::<f64>();
    let in_2030: Vec<f64> = (0..first.len()).map(|at| raked(&first, at, district(5, 7))).collect();
    let second: Vec<f64> =
        ask.counts.iter().zip(&in_2030).map(|(of, persons)| persons * change(of, 8)).collect();
    let at = ask.counts.iter().position(|of| of.key.as_str() == "13076108").unwrap();
    let close =
        |found: f64, wanted: f64| assert!((found / wanted - 1.0).abs() < 1e-12, "{found}, not {wanted}");
    close(figure.value, raked(&second, at, district(10, 8)));
    let [own, raking] = figure.of.as_slice() else { panic!("{figure:?}") };
    let [cohort, ratio] = own.of.as_slice() else { panic!("{own:?}") };
    close(cohort.value, in_2030[at]);
    close(ratio.value, change(&ask.counts[at], 8));
    close(raking.of[0].value, district(10, 8));
    close(raking.of[1].value, second.iter().sum());
    assert_eq!(ratio.of[0].sources, [COUNTS]);
    let reference = cohort.reference.as_ref().unwrap();
    assert_eq!((reference.cell.year, reference.cell.age_from), (Year(2030), Some(35)));
    // The base date is the count, brought to the district.
    let base = explain(&model, &ask, &Cell { year: Year(2025), ..cell }).unwrap().figure;
    assert_eq!((base.of[0].value, base.of[0].operation), (ask.counts[at].base[1][8], Operation::Given));
    close(base.of[1].of[0].value, five_year_groups(&model.population[7])[1][8]);
}

/// Whoever follows the references of an explanation finds the figure that it began with.
#[test]
fn what_is_taken_apart_elsewhere_is_the_same_there() {
    let model = model();
    let mut seen = 0;
    for (measure, area) in [
        (Measure::Population, "130765654"),
        (Measure::PeopleInNeed, "130765654"),
        (Measure::PlacesNeeded(PlaceKind::DayCare), "130765654"),
        (Measure::Population, "13076108"),
    ] {
        seen += follow(&model, &counted(&model, area), &Cell::total(measure, Year(2035)), 5);
    }
    assert!(seen > 20, "{seen}");
}

#[test]
fn the_counts_are_a_source_of_their_own() {
    let model = model();
    let cell = Cell::total(Measure::PeopleInNeed, Year(2040));
    let explained = explain(&model, &counted(&model, "13076108"), &cell).unwrap();
    let source = explained.sources.iter().find(|source| source.key == COUNTS).unwrap();
    assert_eq!(
        (&*source.table, &*source.date),
        ("counts of the request", "31 December 2020 and 31 December 2025")
    );
    let text = explained.text();
    for part in [
        "counts of the request (31 December 2020",
        "--measure population --sex f --ages 75..79 --counts FILE)",
        "--area 13076 --measure population --sex f --ages 85..89)",
        "(Hamilton and Perry)",
    ] {
        assert!(text.contains(part), "no {part} in {text}");
    }
    assert!(!text.contains("census of 2022"), "{text}");
    let without = explain(&model, &request(&model, "13076108"), &cell).unwrap();
    assert!(without.sources.iter().all(|source| source.key != COUNTS));
}

#[test]
fn what_counts_do_not_give_is_said() {
    let model = model();
    let said =
        |area: &str, cell: Cell| explain(&model, &counted(&model, area), &cell).unwrap_err().to_string();
    let of = |measure, year| Cell::total(measure, Year(year));
    let need = said("13076108", of(Measure::PeopleInNeed, 2041));
    assert!(need.contains("2041 has no figures; hint: they are of 2025, 2030, 2035"), "{need}");
    let old = Cell { age_from: Some(90), ..of(Measure::Population, 2040) };
    assert!(said("13076108", old).contains("90 to 100 are no ages of the counts"));
    assert!(said("13076108", of(Measure::Births, 2030)).contains("whole districts"));
    assert!(said("13076", of(Measure::PeopleInNeed, 2040)).contains("13076 has no rows inside a district"));
    let mut few = counted(&model, "13076108");
    few.counts.pop();
    let few = explain(&model, &few, &of(Measure::PeopleInNeed, 2040)).unwrap_err().to_string();
    assert!(few.contains("there is no count of"), "{few}");
}

/// Where a district's counts have nobody of an age, nothing is divided by them.
#[test]
fn ages_in_which_nobody_was_counted_come_to_nothing() {
    let model = model();
    let mut ask = counted(&model, "13076108");
    let by = Breakdown { sex: true, age: Ages::Groups, ..Breakdown::default() };
    let empty = ask.counts.iter().position(|of| of.key.as_str() == "13076108").unwrap();
    ask.counts[empty].base[0][GROUPS - 1] = 0.0;
    explains_all(&model, &ForecastSpec { by, ..ask }, &YEARS);
}
