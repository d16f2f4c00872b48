//! One formula, two readings. A formula of this room is written once over [`Reading`]: read by [`Inputs`] it is plain
//! arithmetic on `f64`; read by an explanation it gives a figure that keeps operation, operands, label, unit and
//! sources. A new measure is therefore explained by being computed.

use std::fmt::Display;

use super::inputs::{Input, Inputs};

/// What a figure is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    Persons,
    Places,
    Heads,
    FullTimeEquivalents,
    Euro,
    /// A share of one, from 0 to 1.
    Share,
    /// One quantity per unit of another.
    Ratio,
    Factor,
    Years,
    /// Persons per 100 others.
    Per100,
}

impl Unit {
    /// The word of the unit in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Persons => "persons",
            Self::Places => "places",
            Self::Heads => "heads",
            Self::FullTimeEquivalents => "full_time_equivalents",
            Self::Euro => "euro",
            Self::Share => "share",
            Self::Ratio => "ratio",
            Self::Factor => "factor",
            Self::Years => "years",
            Self::Per100 => "per_100",
        }
    }
}

/// Name and unit of a computed value. The plain reading never formats the name.
pub type Label<'l> = (&'l dyn Display, Unit);

/// A way to read a formula.
pub trait Reading {
    /// `f64`, or a figure that keeps how it was computed.
    type Value: Clone;

    /// The values that formulas start from. A formula may branch on them.
    fn inputs(&self) -> Inputs<'_>;

    /// An input as the start of a computation.
    fn input(&self, input: Input) -> Self::Value;

    /// The same value under another name.
    fn named(&self, what: &dyn Display, value: Self::Value) -> Self::Value;

    fn sum(&self, label: Label, parts: Vec<Self::Value>) -> Self::Value;

    /// The first value minus all others.
    fn difference(&self, label: Label, from: Self::Value, less: Vec<Self::Value>) -> Self::Value;

    fn product(&self, label: Label, left: Self::Value, right: Self::Value) -> Self::Value;

    fn quotient(&self, label: Label, dividend: Self::Value, divisor: Self::Value) -> Self::Value;

    /// A base to the power of a whole number.
    fn power(&self, label: Label, base: Self::Value, exponent: Self::Value) -> Self::Value;

    /// A value times the factor `to / from`, which has a name of its own.
    fn rescaled(
        &self,
        label: Label,
        value: Self::Value,
        factor: &dyn Display,
        to_from: (Self::Value, Self::Value),
    ) -> Self::Value;

    /// An input that is given per hundred, times a factor.
    fn times_per_hundred(&self, label: Label, per_hundred: Input, factor: Self::Value) -> Self::Value;
}

/// The plain reading.
impl Reading for Inputs<'_> {
    type Value = f64;

    fn inputs(&self) -> Inputs<'_> {
        *self
    }

    fn input(&self, input: Input) -> f64 {
        self.value(input)
    }

    fn named(&self, _: &dyn Display, value: f64) -> f64 {
        value
    }

    fn sum(&self, _: Label, parts: Vec<f64>) -> f64 {
        parts.into_iter().sum()
    }

    fn difference(&self, _: Label, from: f64, less: Vec<f64>) -> f64 {
        less.into_iter().fold(from, |left, part| left - part)
    }

    fn product(&self, _: Label, left: f64, right: f64) -> f64 {
        left * right
    }

    fn quotient(&self, _: Label, dividend: f64, divisor: f64) -> f64 {
        dividend / divisor
    }

    fn power(&self, _: Label, base: f64, exponent: f64) -> f64 {
        base.powi(exponent as i32)
    }

    fn rescaled(&self, _: Label, value: f64, _: &dyn Display, (to, from): (f64, f64)) -> f64 {
        value * to / from
    }

    fn times_per_hundred(&self, _: Label, per_hundred: Input, factor: f64) -> f64 {
        factor * self.value(per_hundred) / 100.0
    }
}
