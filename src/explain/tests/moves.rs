//! Moves, each direction by itself.

use super::*;
use crate::model::OPEN_AGE;

/// The figures below one that are called so.
fn called<'f>(figure: &'f Figure, what: &str) -> Vec<&'f Figure> {
    let own = figure.of.iter().flat_map(|part| called(part, what));
    let here = figure.what.starts_with(what).then_some(figure);
    here.into_iter().chain(own).collect()
}

/// Who leaves is, cell by cell, the base period's loss over the residents of then, of those who live there now.
#[test]
fn who_left_is_residents_times_the_share_of_the_base_period() {
    let model = model();
    let ask = request(&model, "13004");
    let cell = Cell::total(Measure::MovesInside, Year(2035));
    let explainer = Explainer::new(&model, &ask).unwrap();
    let figure = explainer.figure(&explainer.places[0], &cell).unwrap();
    let [_, left] = figure.of.as_slice() else { panic!("{figure:?}") };
    let at = model.districts.iter().position(|one| one.key.as_str() == "13004").unwrap();
    let residents = &explainer.projection.years[9].flows[at].streams.residents;
    let leaves = |ages: std::ops::RangeInclusive<usize>| -> f64 {
        let cells = (0..2).flat_map(|s| ages.clone().map(move |age| (s, age)));
        let of = |(s, age): (usize, usize)| {
            let net = model.migration.internal_counts[at][s][age].min(0.0);
            -net / model.population[at][s][age] * residents[s][age]
        };
        cells.map(of).sum()
    };
    for (found, ages) in left.of.iter().zip([0..=17, 18..=29, 30..=49, 50..=64, 65..=OPEN_AGE]) {
        let wanted = leaves(ages.clone());
        assert!((found.value / wanted - 1.0).abs() < 1e-9, "{ages:?}: {} not {wanted}", found.value);
        let [people, share, factor] = found.of.as_slice() else { panic!("{found:?}") };
        assert_eq!((people.unit, share.unit, factor.value), (Unit::Persons, Unit::Share, 1.0));
        let [lost, of] = share.of.as_slice() else { panic!("{share:?}") };
        assert!((0.5..2.0).contains(&(lost.value / of.value / share.value)), "{share:?}");
    }
    assert_eq!(left.of.len(), 5);
}

/// What leaves one district arrives in another, and is told in both explanations alike.
#[test]
fn the_pool_of_movers_is_the_same_in_all_districts() {
    let model = model();
    let cell = Cell::total(Measure::MovesInside, Year(2040));
    let mut pool = None;
    let (mut came, mut left) = (0.0, 0.0);
    for district in &model.districts {
        let figure = explain(&model, &request(&model, district.key.as_str()), &cell).unwrap().figure;
        (came, left) = (came + figure.of[0].value, left + figure.of[1].value);
        let own: Vec<f64> =
            called(&figure, "left any district of 18 to 29").iter().map(|one| one.value).collect();
        let first = pool.get_or_insert_with(|| own.clone());
        assert_eq!((&own, own.len()), (&*first, 1));
        let told = called(&figure, &format!("left {} ", district.name));
        assert!(!told.is_empty());
        let of_own: f64 = told.iter().map(|one| one.value).sum();
        assert!(of_own <= figure.of[1].value + 1e-9);
    }
    assert!((came - left).abs() < 1e-6 * came && came > 1_000.0, "{came} {left}");
}

/// Gains across the border of the state are counts times the factor that a scenario assumes.
#[test]
fn who_came_is_the_gain_of_the_base_period_times_the_factor() {
    let model = model();
    let mut ask = request(&model, "13076");
    let target = crate::model::Target { value: 0.5, year: Year(2030) };
    ask.own.external_migration = Some(target);
    let cell = Cell::total(Measure::MovesAcross, Year(2035));
    let figure = explain(&model, &ask, &cell).unwrap().figure;
    let gains: f64 = model.migration.external_counts[7].iter().flatten().map(|net| net.max(0.0)).sum();
    assert!((figure.of[0].value - 0.5 * gains).abs() < 1e-9);
    assert!(figure.of[0].of[0].of[1].sources.iter().any(|key| key == REQUEST));
    ask.included.external_moves = false;
    let none = explain(&model, &ask, &cell).unwrap().figure;
    assert_eq!((none.value, none.of[0].of.len(), none.of[1].of.len()), (0.0, 0, 0));
    assert!(none.of.iter().all(|part| part.value.is_sign_positive()), "{none:?}");
}
