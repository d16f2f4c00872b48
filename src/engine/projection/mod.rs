//! Population by single age and sex, year by year, with the cohort-component method of Preston,
//! Heuveline and Guillot, *Demography* (2001), chapters 3 and 6.
//!
//! [`project`] runs a [`Request`] on a model: the baseline first, area by area and year by year, then, if
//! requested, draws around it. Each component of a run can be excluded ([`IncludedComponents`]), and the
//! result's [`Provenance`] names those that are included.

pub mod benchmark;
mod draws;
mod error;
mod flows;
pub mod formulas;
mod group;
mod housing;
pub mod life_table;
mod moves;
pub mod paths;
mod project;
pub mod quantiles;
mod request;
mod run;
pub mod small_areas;
pub mod step;

pub use draws::{Bands, Shocks, shock};
pub use error::ProjectionError;
pub use flows::Flows;
pub use moves::Streams;
pub use project::{Projection, Provenance, project};
pub use request::{
    Draws, GridWeights, Group, Housing, IncludedComponents, InstitutionalPopulation, NeedRates, Overrides,
    Question, Request, Sample, Summed, WeightedSum,
};
pub use run::{Components, YearResult};

#[cfg(test)]
mod fixture;
