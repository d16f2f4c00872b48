//! For random areas, years, measures and assumptions the explained value is the forecast's, and every figure in the
//! explanation is its operation applied to its operands.

use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::counted::counted;
use super::*;
use crate::forecast::RegisteredSupply;
use crate::register::CategoryTree;

/// A forecast to ask for, and rows of it to explain.
#[derive(Debug, Clone)]
struct Asked {
    area: &'static str,
    level: Option<Level>,
    scenario: &'static str,
    care: (&'static str, &'static str),
    /// Whether the request has values of its own wherever it can.
    is_own: bool,
    /// Whether the district's own counts are given, and places of the register.
    has_counts: bool,
    is_registered: bool,
    /// Sex, care type, care grade and components of change.
    by: [bool; 4],
    ages: Ages,
    /// Births and deaths, moves inside, moves across, planned housing.
    included: [bool; 4],
    rows: Vec<Index>,
}

/// Areas with the levels inside them, `PR-…` for areas that a county put together.
const AREAS: [(&str, Option<Level>); 14] = [
    ("13", None),
    ("13", Some(Level::District)),
    ("13076", None),
    ("13004", None),
    ("13003", None),
    ("13071", Some(Level::Amt)),
    ("13076", Some(Level::Municipality)),
    ("130765654", None),
    ("130715154", None),
    ("13076108", None),
    ("13004000", None),
    ("PR-parts", None),
    ("PR-across", None),
    ("PR-whole", None),
];

fn asked() -> impl Strategy<Value = Asked> {
    let area = select(AREAS.as_slice());
    let scenario = select(["status-quo", "high", "low", "landesprognose-5"].as_slice());
    let prevalence = select(["status-quo", "rising", "compression", "trend"].as_slice());
    let form = select(["status-quo", "formal", "home-based", "trend"].as_slice());
    let ages = select([Ages::All, Ages::Groups, Ages::Single].as_slice());
    let flags = (any::<bool>(), any::<bool>(), any::<bool>());
    let included = prop::array::uniform4(prop::bool::weighted(0.8));
    let rows = prop::collection::vec(any::<Index>(), 30);
    (area, scenario, (prevalence, form), ages, flags, any::<[bool; 4]>(), included, rows).prop_map(
        |((area, level), scenario, care, ages, (is_own, has_counts, is_registered), by, included, rows)| {
            Asked { area, level, scenario, care, is_own, has_counts, is_registered, by, ages, included, rows }
        },
    )
}

impl Asked {
    fn spec(&self, model: &Model) -> ForecastSpec {
        let spec = self.area(model);
        let own = if self.is_own { own_request(model) } else { request(model, "13") };
        let [sex, care_type, care_grade, component] = self.by;
        let [natural_change, internal_moves, external_moves, planned_housing] = self.included;
        let included = IncludedComponents {
            natural_change,
            internal_moves,
            external_moves,
            planned_housing,
            ..IncludedComponents::ALL
        };
        let (prevalence, form) = self.care;
        // A value of one's own without effect is refused.
        let values = Own {
            rise: own.care.own.rise.filter(|_| prevalence == "rising"),
            compression: own.care.own.compression.filter(|_| prevalence == "compression"),
            ..own.care.own.clone()
        };
        let care = CareRequest { prevalence: prevalence.to_owned(), form: form.to_owned(), own: values };
        let is_counted = self.has_counts && matches!(self.area, "130765654" | "13076108" | "PR-parts");
        let ages = if is_counted && self.ages == Ages::Single { Ages::Groups } else { self.ages };
        ForecastSpec {
            area: spec.area,
            planning: spec.planning,
            level: self.level,
            scenario: self.scenario.to_owned(),
            care,
            included,
            by: Breakdown { sex, age: ages, care_type, care_grade, component },
            from: Year(2011),
            // The control totals of this scenario contradict those of the request.
            controls: if self.scenario == "landesprognose-5" { Vec::new() } else { own.controls.clone() },
            counts: if is_counted { counted(model, "13076").counts } else { Vec::new() },
            supply: self.is_registered.then(|| RegisteredSupply::new(&CategoryTree::default(), &[], 7)),
            ..own
        }
    }

    fn area(&self, model: &Model) -> ForecastSpec {
        let of_two = |key: &Ags| ["13076090", "13076108"].contains(&key.as_str());
        let starts = |key: &Ags, with: &str| key.as_str().starts_with(with);
        match self.area {
            "PR-parts" => planning(model, "PR-parts", of_two),
            "PR-across" => planning(model, "PR-across", |key| starts(key, "13004") || of_two(key)),
            "PR-whole" => planning(model, "PR-whole", |key| starts(key, "13004") || starts(key, "13076")),
            key => request(model, key),
        }
    }
}

/// Some rows by chance, and one row of each measure.
fn chosen<'r>(rows: &'r [Row], indices: &[Index]) -> Vec<&'r Row> {
    let by_chance = indices.iter().map(|index| index.get(rows));
    let of_measure = |measure: Measure| {
        let of: Vec<&Row> = rows.iter().filter(|row| row.measure == measure).collect();
        indices.first().filter(|_| !of.is_empty()).map(|index| *index.get(&of))
    };
    by_chance.chain(Measure::ALL.into_iter().filter_map(of_measure)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn an_explanation_comes_to_the_forecast_and_every_figure_to_its_operation(asked in asked()) {
        let model = model();
        let spec = asked.spec(&model);
        let rows = forecast(&model, &spec).unwrap().rows;
        let explainer = Explainer::new(&model, &spec).unwrap();
        for row in chosen(&rows, &asked.rows) {
            let area = explainer.places.iter().find(|area| area.key == row.area).unwrap();
            let figure = explainer.figure(area, &Cell::of_row(row));
            let figure = figure.map_err(|error| TestCaseError::fail(format!("{row:?}: {error}")))?;
            let off = (figure.value - row.value).abs();
            prop_assert!(off <= 1e-9 * row.value.abs().max(1.0), "{:?}: explained as {}", row, figure.value);
            check(&figure, &model);
        }
    }
}
