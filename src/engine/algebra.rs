//! One formula, two readings. A formula of `care` or `projection` is written once over [`Quantity`]: on `f64` it is plain
//! arithmetic; on a figure of `explain` the same lines give a number that keeps its operation, operands, name, unit and
//! sources. The explanation of a measure therefore comes from running the same formula.

use std::fmt::Display;

crate::units::words! {
    /// What a quantity is counted in; the word stands in JSON.
    pub enum Unit {
        /// People, as a number that need not be whole.
        Persons = "persons",
        /// Care places.
        Places = "places",
        /// Persons employed, whatever their hours.
        Heads = "heads",
        /// Staff converted to full working hours.
        FullTimeEquivalents = "full_time_equivalents",
        /// Euros.
        Euro = "euro",
        /// A share of one, from 0 to 1.
        Share = "share",
        /// One quantity per unit of another.
        Ratio = "ratio",
        /// A plain multiplier.
        Factor = "factor",
        /// Years, such as those of life expectancy.
        Years = "years",
        /// Persons per 100 others.
        Per100 = "per_100",
    }
}

/// Name and unit of a computed value. Plain numbers never format the name.
pub type Label<'l> = (&'l dyn Display, Unit);

/// A number that formulas are written over: `f64`, or a figure that keeps how it was computed.
pub trait Quantity: Clone {
    /// The same value under another name.
    #[must_use]
    fn named(self, what: &dyn Display) -> Self;

    /// The same value where it stands a second time and need not be taken apart again.
    #[must_use]
    fn without_operands(self) -> Self;

    /// The sum of the parts; of no parts it is zero.
    fn sum(label: Label, parts: impl IntoIterator<Item = Self>) -> Self;

    /// The first value minus all others.
    fn difference<const N: usize>(label: Label, from: Self, less: [Self; N]) -> Self;

    /// The product of all factors; plain numbers are multiplied from the last to the first.
    fn product<const N: usize>(label: Label, factors: [Self; N]) -> Self;

    /// A value divided by another.
    fn quotient(label: Label, dividend: Self, divisor: Self) -> Self;

    /// A base to the power of a number; whole powers of plain numbers are products.
    fn power(label: Label, base: Self, exponent: Self) -> Self;

    /// A share below one whose odds are multiplied by a factor.
    fn odds(label: Label, share: Self, factor: Self) -> Self;

    /// A value times the factor `to / from`, which has a name of its own.
    fn rescaled(label: Label, value: Self, factor: &dyn Display, to_from: (Self, Self)) -> Self;

    /// A value that is given per hundred, times a factor.
    fn times_per_hundred(label: Label, per_hundred: Self, factor: Self) -> Self;
}

/// Plain arithmetic.
impl Quantity for f64 {
    #[inline(always)]
    fn named(self, _: &dyn Display) -> Self {
        self
    }

    #[inline(always)]
    fn without_operands(self) -> Self {
        self
    }

    #[inline(always)]
    fn sum(_: Label, parts: impl IntoIterator<Item = Self>) -> Self {
        parts.into_iter().sum()
    }

    #[inline(always)]
    fn difference<const N: usize>(_: Label, from: Self, less: [Self; N]) -> Self {
        less.into_iter().fold(from, |left, part| left - part)
    }

    #[inline(always)]
    fn product<const N: usize>(_: Label, factors: [Self; N]) -> Self {
        factors.into_iter().rev().reduce(|product, factor| product * factor).unwrap_or(1.0)
    }

    #[inline(always)]
    fn quotient(_: Label, dividend: Self, divisor: Self) -> Self {
        dividend / divisor
    }

    #[inline(always)]
    fn power(_: Label, base: Self, exponent: Self) -> Self {
        if exponent.fract() == 0.0 { base.powi(exponent as i32) } else { base.powf(exponent) }
    }

    #[inline(always)]
    fn odds(_: Label, share: Self, factor: Self) -> Self {
        odds_times(share, factor)
    }

    #[inline(always)]
    fn rescaled(_: Label, value: Self, _: &dyn Display, (to, from): (Self, Self)) -> Self {
        value * to / from
    }

    #[inline(always)]
    fn times_per_hundred(_: Label, per_hundred: Self, factor: Self) -> Self {
        factor * per_hundred / 100.0
    }
}

/// A rate from 0 to below 1 whose odds are multiplied by `factor`. With the factor one it stays the same to the bit.
pub fn odds_times(rate: f64, factor: f64) -> f64 {
    if factor == 1.0 {
        return rate;
    }
    let odds = factor * rate / (1.0 - rate);
    odds / (1.0 + odds)
}
