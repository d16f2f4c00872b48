//! Bands: the draws behind the quantiles of a row.

use super::*;
use crate::forecast::QUANTILES;
use crate::model::Target;
use crate::projection::Question;

fn drawn(model: &Model, area: &str) -> ForecastSpec {
    ForecastSpec { draws: 120, seed: 7, ..request(model, area) }
}

/// Each quantile of each row, to the bit, and by the rule from the two draws next to it.
fn explains_bands(model: &Model, request: &ForecastSpec, years: &[i32]) -> Vec<Measure> {
    let rows = forecast(model, request).unwrap().rows;
    let explainer = Explainer::new(model, request).unwrap();
    let [place] = explainer.places.as_slice() else { panic!("one place") };
    let mut measures = Vec::new();
    for row in rows.iter().filter(|row| years.contains(&row.year.0)) {
        let cell = Cell::of_row(row);
        let band = explainer.band(place, &cell, row.value).unwrap();
        assert_eq!(band.is_some(), row.quantiles.is_some(), "{row:?}");
        let (Some(band), Some(quantiles)) = (band, row.quantiles) else { continue };
        let found: Vec<f64> = band.quantiles.iter().map(|one| one.value).collect();
        assert_eq!(found, quantiles, "{row:?}");
        assert_eq!((band.draws, band.seed, band.baseline), (120, 7, row.value));
        for (one, probability) in band.quantiles.iter().zip(QUANTILES) {
            let [below, above] = one.neighbours;
            let sum = below.sum + one.rank.fract() * (above.sum - below.sum);
            let value = match band.propagates_to {
                PropagatesTo::Itself => sum,
                PropagatesTo::Less(supply) => supply - sum,
                PropagatesTo::Over(available) => sum - available,
            };
            assert_eq!((value, one.probability), (one.value, probability), "{row:?}: {one:?}");
            assert_eq!(one.rank, one.of_sum * 119.0);
            let known = |draw| band.neighbours.iter().any(|future| future.draw == draw);
            assert!(known(below.draw) && known(above.draw));
        }
        if !measures.contains(&row.measure) {
            measures.push(row.measure);
        }
    }
    measures
}

#[test]
fn every_band_is_explained_to_the_bit() {
    let model = model();
    for area in ["13076", "13"] {
        let found = explains_bands(&model, &drawn(&model, area), &[2025, 2026, 2040]);
        let places = PlaceKind::ALL;
        for measure in [
            &[Measure::Population, Measure::PeopleInNeed, Measure::PeopleInNeedWithServices][..],
            &[Measure::StaffNeeded(StaffUnit::Heads), Measure::StaffGap(StaffUnit::Heads)],
            &[Measure::PeopleWithDementia],
            &places.map(Measure::PlacesNeeded),
            &places.map(Measure::PlacesBalance),
        ]
        .concat()
        {
            assert!(found.contains(&measure), "{measure:?}");
        }
        assert_eq!(found.len(), 12, "{found:?}");
    }
    let by = Breakdown { sex: true, age: Ages::Groups, care_type: true, ..Breakdown::default() };
    explains_bands(&model, &ForecastSpec { by, to: Year(2027), ..drawn(&model, "13004") }, &[2027]);
}

#[test]
fn bands_under_own_assumptions_are_explained_as_well() {
    let model = model();
    let own = ForecastSpec { draws: 120, seed: 7, ..own_request(&model) };
    let found = explains_bands(&model, &own, &[2032, 2040]);
    assert!(found.contains(&Measure::StaffGap(StaffUnit::Fte)));
    let included = IncludedComponents { natural_change: false, ..IncludedComponents::ALL };
    let still = ForecastSpec { included, ..drawn(&model, "13004") };
    explains_bands(&model, &still, &[2040]);
    let band = explain(&model, &still, &Cell::total(Measure::Population, Year(2040))).unwrap().band.unwrap();
    assert_eq!(band.components.len(), 2, "without births and deaths only moves and ages are drawn");
    assert!(band.neighbours.iter().all(|future| future.drawn.is_none()));
}

/// An answer to a question counts the draws: as many exceed the sum below a quantile as its rank leaves.
#[test]
fn the_futures_beside_a_quantile_have_its_rank() {
    let model = model();
    let cell =
        Cell { sex: Some(Sex::Female), age_from: Some(80), ..Cell::total(Measure::Population, Year(2040)) };
    for (area, key) in [("13004", Some(key("13004"))), ("13", None)] {
        let mut ask = drawn(&model, area);
        let band = explain(&model, &ask, &cell).unwrap().band.unwrap();
        let group = Group::new(Some(Sex::Female), 80..=100);
        let question = |one: &Quantile| Question {
            area: key.clone(),
            year: Year(2040),
            group: group.clone(),
            exceeds: one.neighbours[0].sum,
        };
        ask.questions = band.quantiles.iter().map(question).collect();
        let answers = forecast(&model, &ask).unwrap().statements;
        for (one, answer) in band.quantiles.iter().zip(answers) {
            assert!((answer.share - (119.0 - one.rank.floor()) / 120.0).abs() < 1e-12, "{one:?} {answer:?}");
        }
    }
}

/// A future is nothing but a run under what was drawn: with its fertility and life expectancy as assumptions the run
/// without chance comes to its sum. (Survival is read off a parabola in a future, which is right to some 1e-6. Moves, ages and rates of need do not deviate here, and those between districts are left out: in a
/// future their arrivals are those of the run without chance.)
#[test]
fn a_future_can_be_run_by_what_was_drawn_in_it() {
    let mut model = model();
    (model.uncertainty.migration_sd, model.uncertainty.deviations) = (0.0, None);
    let included = IncludedComponents { internal_moves: false, ..IncludedComponents::ALL };
    let ask = ForecastSpec { included, to: Year(2026), ..drawn(&model, "13076") };
    let explained =
        |ask: &ForecastSpec, measure| explain(&model, ask, &Cell::total(measure, Year(2026))).unwrap();
    for measure in [Measure::Population, Measure::PeopleInNeed] {
        let band = explained(&ask, measure).band.unwrap();
        let mut sums = Vec::new();
        for one in band.quantiles.iter().flat_map(|one| one.neighbours) {
            let future = band.neighbours.iter().find(|future| future.draw == one.draw).unwrap();
            let drawn = future.drawn.unwrap();
            assert_eq!(future.migration, [(key("13076"), 0.0)]);
            let at = |value| Some(Target { value, year: Year(2026) });
            let mut run = ForecastSpec { draws: 0, ..ask.clone() };
            (run.own.tfr, run.own.e0) = (at(drawn.tfr), drawn.e0.map(at));
            let found = explained(&run, measure).figure.value;
            assert!((found / one.sum - 1.0).abs() < 1e-6, "{measure:?}: {found}, not {}", one.sum);
            sums.push(found);
        }
        assert!(sums[0] < sums[sums.len() - 1] - 1.0);
    }
}

#[test]
fn the_same_seed_gives_the_same_band_and_another_seed_another() {
    let model = model();
    let cell = Cell::total(Measure::PeopleInNeed, Year(2035));
    let band = |ask: &ForecastSpec| explain(&model, ask, &cell).unwrap().band.unwrap();
    let ask = drawn(&model, "13076");
    assert_eq!(band(&ask), band(&ask));
    // Neither the last year nor what else is asked changes it.
    assert_eq!(band(&ask), band(&ForecastSpec { to: Year(2060), ..ask.clone() }));
    let other = band(&ForecastSpec { seed: 8, ..ask.clone() });
    assert!(other.quantiles != band(&ask).quantiles && other.components == band(&ask).components);
}

#[test]
fn a_band_says_what_was_drawn_and_whence_it_is_known() {
    let model = model();
    let cell = Cell::total(Measure::PlacesBalance(PlaceKind::Residential), Year(2040));
    let explained = explain(&model, &drawn(&model, "13076"), &cell).unwrap();
    let band = explained.band.as_ref().unwrap();
    let parameters: Vec<f64> = band.parameters().map(|one| one.value).collect();
    let u = &model.uncertainty;
    let wanted = [
        u.tfr_ar,
        u.tfr_sd,
        u.e0_sd,
        u.e0_correlation,
        u.migration_ar,
        u.migration_sd,
        u.migration_correlation,
    ];
    assert_eq!(parameters[..wanted.len()], wanted);
    band.parameters().for_each(|one| check(one, &model));
    assert!(
        explained.sources.iter().any(|source| source.key == "GENESIS-12621-0004"),
        "of life expectancy alone"
    );
    let text = explained.text();
    for part in [
        "band of 120 draws, numbered from 0, of seed 7",
        "definition 7 of Hyndman and Fan",
        "minus that of residential_places_needed at one minus its probability",
        "0.28  standard deviation of the innovation [GENESIS-12621-0004",
        "children per woman, life expectancy",
        "13076 ",
    ] {
        assert!(text.contains(part), "no {part} in {text}");
    }
}

#[test]
fn what_has_no_band_says_so() {
    let model = model();
    let ask = drawn(&model, "13076");
    for (measure, year) in
        [(Measure::Births, 2040), (Measure::Population, 2025), (Measure::PeopleInNeed, 2023)]
    {
        let explained = explain(&model, &ask, &Cell::total(measure, Year(year))).unwrap();
        assert_eq!(explained.band, None);
        let said = format!("{} in {year} has no band", measure.word());
        assert!(explained.notes.contains(&said), "{:?}", explained.notes);
    }
    let inside = explain(&model, &drawn(&model, "13076108"), &Cell::total(Measure::Population, Year(2040)));
    assert!(inside.unwrap_err().to_string().contains("not for 13076108"));
    let plain = explain(&model, &request(&model, "13076"), &Cell::total(Measure::Population, Year(2040)));
    assert_eq!(plain.unwrap().band, None);
}

/// Deviations by age and of rates of need are drawn by a set that states them: rows, sums and draws still agree to the bit.
#[test]
fn bands_with_measured_deviations_are_explained_as_well() {
    let model = crate::model::load::load("mv-2026-1").unwrap().model;
    for area in ["13076", "13"] {
        let found = explains_bands(&model, &drawn(&model, area), &[2026, 2040]);
        assert_eq!(found.len(), 12, "{found:?}");
    }
    let explained =
        |measure| explain(&model, &drawn(&model, "13076"), &Cell::total(measure, Year(2040))).unwrap();
    let need = explained(Measure::PlacesBalance(PlaceKind::Residential));
    let band = need.band.as_ref().unwrap();
    assert_eq!(band.components.len(), 5);
    assert!(band.neighbours.iter().all(|draw| draw.need.len() == 1 && draw.ages[0].1.len() == 10));
    assert!(need.sources.iter().any(|source| source.key == "BACK-TEST"));
    for part in
        ["standard deviation at 20 to 29 years", "a random walk of the state", "13076 log-odds of need "]
    {
        assert!(need.text().contains(part), "no {part} in {}", need.text());
    }
    for measure in [Measure::Population, Measure::PlacesNeeded(PlaceKind::DayCare)] {
        let band = explained(measure).band.unwrap();
        assert_eq!(band.components.len(), 4);
        assert!(band.neighbours.iter().all(|draw| draw.need.is_empty()));
    }
}

/// Rates of need that deviate widen the bands of need and leave those of residents as they are.
#[test]
fn drawn_rates_widen_the_bands_of_need_alone() {
    let model = crate::model::load::load("mv-2026-1").unwrap().model;
    let mut still = model.clone();
    let deviations = still.uncertainty.deviations.as_mut().unwrap();
    (deviations.need.state_sd, deviations.need.district_sd) = (0.0, 0.0);
    let width = |model: &Model, measure| {
        let rows = forecast(model, &drawn(model, "13076")).unwrap().rows;
        let row = rows.iter().find(|row| (row.measure, row.year) == (measure, Year(2030))).unwrap();
        let quantiles = row.quantiles.unwrap();
        quantiles[QUANTILES.len() - 1] / quantiles[0]
    };
    for measure in [Measure::PeopleInNeed, Measure::StaffNeeded(StaffUnit::Heads)] {
        assert!(width(&model, measure).ln() > 1.5 * width(&still, measure).ln(), "{measure:?}");
    }
    for measure in
        [Measure::Population, Measure::PeopleWithDementia, Measure::PlacesNeeded(PlaceKind::DayCare)]
    {
        assert_eq!(width(&model, measure), width(&still, measure), "{measure:?}");
    }
}
