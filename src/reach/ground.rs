//! Where the residents of a municipality live: shared out to the cells of a census.

use std::collections::HashMap;

use super::{Group, Residents};
use crate::units::GeoPoint;

/// A cell and how many people a census counted there.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// AGS of its municipality.
    pub key: String,
    /// Its centre.
    pub point: GeoPoint,
    /// Residents.
    pub residents: f64,
    /// Those of them aged 80 and over.
    pub aged_80: f64,
}

/// The cells with the residents of their municipalities, by municipality in the given order. The settlement of a
/// municipality stands for all its residents where it has no cell.
///
/// Three groups that do not overlap are raked apart, each to the residents of the municipality: people aged 80 and over by
/// their own counts where the cells of the municipality have `own_counts_from` residents, younger ones by the others.
/// Where they have fewer, counts of the old are too small to be published as they are, so that every group has the same
/// share in each cell.
pub fn share_out(municipalities: &[Residents], cells: &[Cell], own_counts_from: f64) -> Vec<Residents> {
    let mut by_key: HashMap<&str, Vec<&Cell>> = HashMap::new();
    for cell in cells {
        by_key.entry(&cell.key).or_default().push(cell);
    }
    let mut shared = Vec::with_capacity(cells.len());
    for municipality in municipalities {
        match by_key.get(municipality.key.as_str()) {
            Some(cells) => shared.extend(to_cells(municipality, cells, own_counts_from)),
            None => shared.push(municipality.clone()),
        }
    }
    shared
}

fn to_cells<'a>(
    municipality: &'a Residents,
    cells: &'a [&Cell],
    own_counts_from: f64,
) -> impl Iterator<Item = Residents> + 'a {
    let is_own = has_own_counts(cells, own_counts_from);
    let younger = move |cell: &Cell| if is_own { cell.residents - cell.aged_80 } else { cell.residents };
    let old = move |cell: &Cell| if is_own { cell.aged_80 } else { cell.residents };
    let sum = |of: &dyn Fn(&Cell) -> f64| cells.iter().map(|cell| of(cell)).sum::<f64>();
    let (sum_younger, sum_old) = (sum(&younger), sum(&old));
    let [all, from_65, from_80] = Group::ALL.map(|group| municipality.of(group));
    cells.iter().map(move |cell| {
        let (younger, old) = (younger(cell) / sum_younger, from_80 * old(cell) / sum_old);
        let persons = [(all - from_80) * younger + old, (from_65 - from_80) * younger + old, old];
        Residents { key: municipality.key.clone(), point: cell.point, persons }
    })
}

/// Whether counts of the old can be relied on. Without people of either kind there is nothing to share them out by.
fn has_own_counts(cells: &[&Cell], own_counts_from: f64) -> bool {
    let residents: f64 = cells.iter().map(|cell| cell.residents).sum();
    let aged_80: f64 = cells.iter().map(|cell| cell.aged_80).sum();
    residents >= own_counts_from && aged_80 > 0.0 && aged_80 < residents
}

/// The number of municipalities whose old people are shared out by their own counts.
pub fn with_own_counts(cells: &[Cell], own_counts_from: f64) -> usize {
    let mut by_key: HashMap<&str, Vec<&Cell>> = HashMap::new();
    for cell in cells {
        by_key.entry(&cell.key).or_default().push(cell);
    }
    by_key.values().filter(|cells| has_own_counts(cells, own_counts_from)).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cell(key: &str, lon: f64, residents: f64, aged_80: f64) -> Cell {
        Cell { key: key.into(), point: GeoPoint { lon, lat: 53.5 }, residents, aged_80 }
    }

    fn municipality(key: &str, persons: [f64; 3]) -> Residents {
        Residents { key: key.into(), point: GeoPoint { lon: 10.0, lat: 53.5 }, persons }
    }

    /// By hand. 1,000 people were counted, 100 of them old: 700 and 60 in the first cell, 300 and 40 in the second. Of 1,100
    /// residents today 300 are 65 and older, 200 of these 80 and older. The old split 60 to 40: 120 and 80. The others were
    /// 640 to 260 of 900, so 71.11 and 28.89 of 100 people from 65 to 79, and 640 and 260 of the 900 below 80.
    #[test]
    fn the_old_go_by_their_own_counts_and_the_others_by_theirs() {
        let cells = [cell("1", 11.0, 700.0, 60.0), cell("1", 12.0, 300.0, 40.0)];
        let shared = share_out(&[municipality("1", [1_100.0, 300.0, 200.0])], &cells, 1_000.0);
        let expected = [[760.0, 191.111, 120.0], [340.0, 108.889, 80.0]];
        for (found, expected) in shared.iter().zip(expected) {
            for (found, expected) in found.persons.iter().zip(expected) {
                assert!((found - expected).abs() < 0.001, "{shared:?}");
            }
        }
        // Below the threshold every group is split 70 to 30.
        let shared = share_out(&[municipality("1", [1_100.0, 300.0, 200.0])], &cells, 1_000.1);
        assert!((shared[0].persons[2] - 140.0).abs() < 1e-9 && (shared[0].persons[0] - 770.0).abs() < 1e-9);
        assert_eq!((with_own_counts(&cells, 1_000.0), with_own_counts(&cells, 1_000.1)), (1, 0));
    }

    #[test]
    fn the_settlement_stands_in_for_a_municipality_without_cells() {
        let both = [municipality("1", [10.0, 3.0, 1.0]), municipality("2", [20.0, 6.0, 2.0])];
        let shared = share_out(&both, &[cell("2", 11.0, 5.0, 0.0)], 0.0);
        assert_eq!(shared[0], both[0]);
        assert_eq!((shared[1].point.lon, shared[1].persons), (11.0, [20.0, 6.0, 2.0]));
    }

    proptest! {
        /// Nobody is lost, and in each cell the old are some of those aged 65 and over, who are some of all.
        #[test]
        fn every_group_sums_to_the_municipality(
            counts in prop::collection::vec((1..4_000_u32, 0.0..1.0_f64), 1..30),
            persons in (0.0..50_000.0_f64, 0.0..1.0_f64, 0.0..1.0_f64),
            own_counts_from in 0.0..20_000.0_f64,
        ) {
            let cells: Vec<Cell> = counts.iter().enumerate().map(|(at, (residents, share))| {
                let residents = f64::from(*residents);
                cell("1", 11.0 + at as f64 / 100.0, residents, (residents * share).floor())
            }).collect();
            let persons = [persons.0, persons.0 * persons.1, persons.0 * persons.1 * persons.2];
            let shared = share_out(&[municipality("1", persons)], &cells, own_counts_from);
            prop_assert_eq!(shared.len(), cells.len());
            for group in Group::ALL {
                let sum: f64 = shared.iter().map(|it| it.of(group)).sum();
                prop_assert!((sum - persons[group as usize]).abs() <= 1e-9 * persons[0].max(1.0), "{}", sum);
            }
            for it in &shared {
                let [all, from_65, from_80] = it.persons;
                prop_assert!(from_80 >= 0.0 && from_65 >= from_80 - 1e-9 && all >= from_65 - 1e-9, "{:?}", it);
            }
        }
    }
}
