//! Deviations by age: how the persons of each age group of an area change in a draw, beside births, deaths and moves.

use std::ops::Range;

use super::random;
use crate::model::deviations::PopulationDeviations;
use crate::model::{AGES, Model};
use crate::projection::request::Group;

/// What all areas share.
pub struct DrawnAges<'a> {
    deviations: &'a PopulationDeviations,
    /// By area and age group, residents at the base date.
    residents: Vec<Vec<f64>>,
    /// The numbers of the state by term and draw.
    common: Vec<Vec<f64>>,
    seed: u64,
    draws: Range<usize>,
}

impl<'a> DrawnAges<'a> {
    /// Nothing where the model states no deviations.
    pub fn new(model: &'a Model, seed: u64, draws: Range<usize>) -> Option<Self> {
        let deviations = &model.uncertainty.deviations.as_ref()?.population;
        let groups: Vec<Group> =
            deviations.groups.iter().map(|group| Group::new(None, group.ages.clone())).collect();
        let by_group = |table| groups.iter().map(|group| group.sum(table)).collect();
        let residents = model.population.iter().map(by_group).collect();
        let common = random::age_numbers(deviations.terms().count(), (seed, draws.clone()), 0);
        Some(Self { deviations, residents, common, seed, draws })
    }

    /// The age group to which each age belongs.
    pub fn group_of_age(&self) -> [usize; AGES] {
        let mut group_of_age = [0; AGES];
        for (at, group) in self.deviations.groups.iter().enumerate() {
            group_of_age.get_mut(group.ages.clone()).into_iter().flatten().for_each(|of_age| *of_age = at);
        }
        group_of_age
    }

    /// By age group and draw, the yearly change of the logarithm of an area's persons: one number a draw, in all years.
    pub fn of_area(&self, area: usize) -> Vec<Vec<f64>> {
        let of = (self.seed, self.draws.clone());
        let mut numbers = random::age_numbers(self.common.len(), of, area + 1);
        for ((numbers, common), term) in numbers.iter_mut().zip(&self.common).zip(self.deviations.terms()) {
            let sd = self.deviations.widening * term.sd;
            let (shared, own) = (sd * term.common.sqrt(), sd * (1.0 - term.common).sqrt());
            for (number, common) in numbers.iter_mut().zip(common) {
                *number = shared * common + own * *number;
            }
        }
        let mut changes = vec![vec![0.0; self.draws.len()]; self.deviations.groups.len()];
        let (mut of_draw, mut by_group) = (vec![0.0; numbers.len()], vec![0.0; changes.len()]);
        for at in 0..self.draws.len() {
            of_draw.iter_mut().zip(&numbers).for_each(|(one, numbers)| *one = numbers[at]);
            self.deviations.by_group(&self.residents[area], &of_draw, &mut by_group);
            changes.iter_mut().zip(&by_group).for_each(|(changes, change)| changes[at] = *change);
        }
        changes
    }
}
